//! What is kept of a token that was made here, so that `evertoken status` can say how long it lasts: nothing secret.

use jiff::Timestamp;

use super::{AppId, Expiry, InstagramId, PageId, Permission, SafeText, UserId};

/// One token that was made here and taken along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The first eight hexadecimal digits of its SHA-256: tells two tokens apart, and nothing about either.
    pub fingerprint: String,
    /// The journey's name.
    pub journey: String,
    /// What kind of token it is: "Page token".
    pub kind: String,
    /// Whom it is for, by name and number.
    pub label: SafeText,
    /// The app it was made with.
    pub app: Option<AppId>,
    /// The Page it acts as.
    pub page: Option<PageId>,
    /// The Instagram account it reaches.
    pub instagram: Option<InstagramId>,
    /// That account's name, without the `@`.
    pub instagram_name: Option<SafeText>,
    /// The person it acts as.
    pub user: Option<UserId>,
    /// What it is allowed to do.
    pub permissions: Vec<Permission>,
    /// When it was proved.
    pub made: Timestamp,
    /// When it ends.
    pub expires: Expiry,
    /// When Meta closes its access to the person's data.
    pub data_access_ends: Expiry,
    /// The files it was saved in.
    pub saved: Vec<SavedPlace>,
    /// The server it was made with, where that was not Meta.
    pub server: Option<String>,
}

/// A file that a token was saved in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPlace {
    /// The file, absolute.
    pub file: String,
    /// The name it stands under there; `None` where the file holds a token alone.
    pub name: Option<String>,
}
