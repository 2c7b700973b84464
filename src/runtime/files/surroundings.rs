//! What the names of a path's folders say about who else gets what lies in them (facts: safety T59). A guess, by names.

use std::path::Path;

use crate::model::SafeText;

/// Folders that web servers serve, in lower case.
const WEB: [&str; 7] = [
    "htdocs",
    "httpdocs",
    "public",
    "public_html",
    "webroot",
    "www",
    "wwwroot",
];
/// Folders that web servers serve, by their whole path.
const WEB_PATHS: [&str; 3] = ["/srv/http", "/usr/share/nginx/html", "/usr/local/apache2/htdocs"];
/// Folders that are copied to other machines, in lower case; a name may go on after a space or a hyphen, as in
/// `OneDrive - Contoso`.
const SYNCED: [&str; 13] = [
    "box",
    "cloudstorage",
    "com~apple~clouddocs",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud drive",
    "icloud",
    "mega",
    "mobile documents",
    "nextcloud",
    "onedrive",
    "owncloud",
];

/// The first folder of a path that looks like one that a web server serves.
pub(super) fn web_folder(folder: &Path) -> Option<SafeText> {
    if let Some(path) = WEB_PATHS.iter().find(|path| folder.starts_with(path)) {
        return Some(SafeText::new(path));
    }
    first(folder, |name| WEB.contains(&name))
}

/// The first folder of a path that looks like one that is copied to other machines.
pub(super) fn synced_folder(folder: &Path) -> Option<SafeText> {
    first(folder, |name| {
        SYNCED.iter().any(|known| {
            name.strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-', '(']))
        })
    })
}

fn first(folder: &Path, is_it: impl Fn(&str) -> bool) -> Option<SafeText> {
    folder
        .iter()
        .map(|name| name.to_string_lossy())
        .find(|name| is_it(&name.to_lowercase()))
        .map(|name| SafeText::new(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_are_served_or_copied_are_known_by_their_names() {
        for (path, web, synced) in [
            ("/var/www/app", Some("www"), None),
            ("/home/me/public_html", Some("public_html"), None),
            ("/srv/http/x", Some("/srv/http"), None),
            ("/opt/app/wwwroot/a", Some("wwwroot"), None),
            ("/home/me/app/public", Some("public"), None),
            ("/home/me/Dropbox/app", None, Some("Dropbox")),
            ("/home/me/OneDrive - Contoso/app", None, Some("OneDrive - Contoso")),
            ("/Users/me/Library/Mobile Documents/x", None, Some("Mobile Documents")),
            (
                "/Users/me/Library/CloudStorage/GoogleDrive-me",
                None,
                Some("CloudStorage"),
            ),
            ("/home/me/Nextcloud", None, Some("Nextcloud")),
            ("/home/me/app", None, None),
            ("/home/me/republic/mybox/wwwx/boxes", None, None),
        ] {
            let path = Path::new(path);
            assert_eq!(web_folder(path).as_ref().map(SafeText::as_str), web, "{path:?}");
            assert_eq!(synced_folder(path).as_ref().map(SafeText::as_str), synced, "{path:?}");
        }
    }
}
