//! Names of permissions that Meta knows today (facts: graph-api 7.1, 8). Asked by the dialogs.

const FACEBOOK: &[&str] = &[
    "public_profile",
    "email",
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_posts",
    "pages_manage_engagement",
    "pages_manage_metadata",
    "pages_manage_ads",
    "pages_messaging",
    "read_insights",
    "publish_video",
    "business_management",
    "ads_management",
    "ads_read",
    "instagram_basic",
    "instagram_content_publish",
    "instagram_manage_comments",
    "instagram_manage_insights",
    "instagram_manage_messages",
];

/// Names of Instagram Login that have ended.
const DEAD_ON_INSTAGRAM: &[&str] = &[
    "user_profile",
    "user_media",
    "business_basic",
    "business_content_publish",
    "business_manage_comments",
    "business_manage_messages",
];

/// Whether Facebook Login knows a permission of this name.
pub(crate) fn is_of_facebook(name: &str) -> bool {
    FACEBOOK.contains(&name)
}

/// Whether a permission of Instagram Login had this name once.
pub(crate) fn is_dead_on_instagram(name: &str) -> bool {
    DEAD_ON_INSTAGRAM.contains(&name)
}
