//! What each permission is asked for, and the names that Meta no longer accepts (facts: graph-api 8).

use std::sync::LazyLock;

use serde::Deserialize;

const TEXT: &str = include_str!("../../assets/permissions.toml");

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Permissions {
    permission: Vec<Entry>,
    dead: Vec<DeadPermission>,
}

/// A permission that can be asked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    why: String,
    needs: Vec<String>,
}

/// A permission that Meta no longer accepts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeadPermission {
    /// Its name.
    pub name: String,
    /// When it stopped: a year, or a month and a year.
    pub since: String,
    /// What took its place; empty when nothing did.
    pub instead: Vec<String>,
}

static PERMISSIONS: LazyLock<Permissions> = LazyLock::new(|| read(TEXT).unwrap_or_default());

fn read(text: &str) -> Result<Permissions, toml::de::Error> {
    toml::from_str(text)
}

fn entry(name: &str) -> Option<&'static Entry> {
    PERMISSIONS.permission.iter().find(|entry| entry.name == name)
}

/// Why a journey asks for a permission, in one line of less than 60 characters.
pub fn permission_why(name: &str) -> Option<&'static str> {
    entry(name).map(|entry| entry.why.as_str())
}

/// The permissions that have to be asked for together with this one; empty for a name that is not known.
pub fn permission_needs(name: &str) -> &'static [String] {
    entry(name).map_or(&[], |entry| entry.needs.as_slice())
}

/// What became of a permission that Meta no longer accepts; `None` for every other name.
pub fn dead_permission(name: &str) -> Option<&'static DeadPermission> {
    PERMISSIONS.dead.iter().find(|dead| dead.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::Permission;

    #[test]
    fn the_file_is_well_formed_and_no_name_stands_in_it_twice() {
        let permissions = read(TEXT).unwrap();
        let names: Vec<_> = permissions
            .permission
            .iter()
            .map(|entry| &entry.name)
            .chain(permissions.dead.iter().map(|dead| &dead.name))
            .collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        for name in names {
            assert!(Permission::new(name).is_some(), "{name}");
        }
    }

    #[test]
    fn every_reason_is_one_short_line() {
        for entry in &PERMISSIONS.permission {
            let length = entry.why.chars().count();
            assert!((1..60).contains(&length), "{}", entry.why);
            assert!(!entry.why.contains('!') && !entry.why.ends_with('.'), "{}", entry.why);
        }
    }

    #[test]
    fn what_a_permission_needs_is_itself_a_permission_with_all_that_it_needs() {
        for entry in &PERMISSIONS.permission {
            for needed in &entry.needs {
                assert!(permission_why(needed).is_some(), "{needed}");
                for further in permission_needs(needed) {
                    assert!(entry.needs.contains(further), "{} needs {further} too", entry.name);
                }
            }
        }
    }

    #[test]
    fn a_dead_permission_names_its_successors_and_a_living_one_is_not_dead() {
        assert_eq!(
            dead_permission("publish_pages"),
            Some(&DeadPermission {
                name: "publish_pages".to_owned(),
                since: "2020".to_owned(),
                instead: vec!["pages_manage_posts".to_owned(), "pages_manage_engagement".to_owned()],
            })
        );
        assert_eq!(dead_permission("pages_read_user_content"), None);
        assert_eq!(permission_why("publish_pages"), None);
        for dead in &PERMISSIONS.dead {
            for successor in &dead.instead {
                assert_eq!(dead_permission(successor), None, "{successor}");
            }
        }
    }
}
