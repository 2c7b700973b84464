//! Permission names, and what became of each on a login.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The name of a permission, such as `pages_show_list`: lower-case letters, digits, `_`, `:` or `.`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permission(Box<str>);

impl Permission {
    /// The name, if it has the form of one.
    pub fn new(name: &str) -> Option<Self> {
        let fits = !name.is_empty()
            && name.len() <= 80
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_:.".contains(&byte));
        fits.then(|| Self(name.into()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is for Instagram.
    pub fn is_of_instagram(&self) -> bool {
        self.0.starts_with("instagram_")
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq<str> for Permission {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl Serialize for Permission {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Permission {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::new(&name).ok_or_else(|| de::Error::custom("not the name of a permission"))
    }
}

/// What the person answered when asked for a permission (facts: graph-api 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermissionStatus {
    /// Ticked.
    Granted,
    /// Unticked, and not asked again unless the login says so.
    Declined,
    /// Not used by the app for 90 days.
    Expired,
    /// A word this program does not know.
    Other,
}

/// One entry of `me/permissions`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantedPermission {
    /// Which permission.
    pub permission: Permission,
    /// What became of it.
    pub status: PermissionStatus,
}
