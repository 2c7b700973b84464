//! How a token that has ended is made anew on this machine, in words for whoever reads of it outside the wizard. Pure.

use crate::{
    journey::{ALL, INSTAGRAM, INSTAGRAM_LOGIN, Journey, PAGE, RENEW, USER},
    model::{Record, SafeText},
};

use super::report::{Kind, Report};

/// The journey that made a token; where it was renewed, the one that makes another of its kind.
pub fn journey_of(record: &Record) -> Option<&'static Journey> {
    if record.journey == RENEW.name {
        let is_of_instagram = record.kind.starts_with("Instagram");
        return Some(if is_of_instagram { &INSTAGRAM_LOGIN } else { &USER });
    }
    ALL.iter().copied().find(|journey| journey.name == record.journey)
}

/// The journey that makes a token like this one, by what Meta says of it.
pub fn journey_like(report: &Report) -> Option<&'static Journey> {
    match report.kind {
        Kind::Page if report.hangs_on_data_access() => Some(&INSTAGRAM),
        Kind::Page => Some(&PAGE),
        Kind::User | Kind::SystemUser => Some(&USER),
        Kind::Instagram => Some(&INSTAGRAM_LOGIN),
        Kind::App | Kind::Unknown => None,
    }
}

/// What to run, what to choose, and which file to save over, under which name there. Ends without a full stop, which somebody
/// would copy.
pub fn way(journey: Option<&Journey>, place: Option<(&str, Option<&str>)>) -> String {
    let chosen = match journey {
        Some(journey) => format!("choose \"{}\"", journey.title),
        None => "choose what it is for".to_owned(),
    };
    match place {
        Some((file, Some(name))) => format!(
            "run evertoken, {chosen}, and save over {} ({})",
            SafeText::new(file),
            SafeText::new(name)
        ),
        Some((file, None)) => format!("run evertoken, {chosen}, and save over {}", SafeText::new(file)),
        None => format!("run evertoken, and {chosen}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_names_what_to_choose_and_where_to_save() {
        for (journey, place, expected) in [
            (
                Some(&PAGE),
                Some(("/a/.env", Some("TOKEN"))),
                "run evertoken, choose \"Post to and manage a Facebook Page\", and save over /a/.env (TOKEN)",
            ),
            (
                None,
                Some(("/a/token", None)),
                "run evertoken, choose what it is for, and save over /a/token",
            ),
            (
                Some(&INSTAGRAM_LOGIN),
                None,
                "run evertoken, and choose \"Instagram without a Facebook Page\"",
            ),
        ] {
            assert_eq!(way(journey, place), expected);
        }
    }
}
