//! What is kept from one run to the next: nothing that is secret.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AppId, InstagramAppId, PageId, RedirectAddress};

/// Values that the person typed once and will need again. All optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Remembered {
    /// The number of the Meta app.
    pub app_id: Option<AppId>,
    /// The number of the app's Instagram half.
    pub instagram_app_id: Option<InstagramAppId>,
    /// Where Instagram Login sends the browser.
    pub instagram_redirect: Option<RedirectAddress>,
    /// Where tokens were saved last, by the kind of file: `env`, `json`, `token`, `options`.
    pub saving: BTreeMap<String, RememberedPlace>,
    /// A walk that did not come to its end.
    pub unfinished: Option<Unfinished>,
}

/// A place where something was saved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct RememberedPlace {
    /// The file, as the person wrote it.
    pub path: String,
    /// The names that were chosen, by what they stand for: `token`, `page_id`, `instagram_id`.
    pub names: BTreeMap<String, String>,
}

/// A walk that did not come to its end: where it was, without anything secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Unfinished {
    /// The journey's name.
    pub journey: String,
    /// The door it began at, by its place among the journey's.
    pub door: usize,
    /// The stage it had come to, by its place on the way through that door.
    pub stage: usize,
    /// The Pages that were chosen.
    pub pages: Vec<PageId>,
}
