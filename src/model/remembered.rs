//! What is kept from one run to the next: nothing that is secret.

use serde::{Deserialize, Serialize};

use super::{AppId, InstagramAppId, RedirectAddress};

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
}
