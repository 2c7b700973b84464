//! The nouns of the trade: secrets, ids, tokens, apps, Pages, permissions, and text that came from outside.
//!
//! Types only, no I/O. Everything that Meta or a person hands over becomes one of these at the border, so that
//! the rest of the program cannot print a secret or let foreign text act on the terminal.

mod account;
mod id;
mod inspection;
mod login;
mod payload;
mod permission;
mod record;
mod remembered;
mod safe_text;
mod secret;

pub use account::{Business, InstagramAccount, InstagramProfile, Owner, Page, PageToken, PublishingLimit, Task};
pub use id::{
    AppId, BusinessId, Id, IdError, IdKind, InstagramAppId, InstagramId, InstagramScopedId, PageId, PageNode, UserId,
    UserNode,
};
pub use inspection::{Expiry, GranularScope, Inspection, Targets, TokenKind};
pub use login::{LoginProvider, LoginState, RedirectAddress, RedirectError};
pub use payload::Payload;
pub use permission::{GrantedPermission, Permission, PermissionStatus};
pub use record::{Held, Record, SavedPlace};
pub use remembered::{Remembered, RememberedPlace, Unfinished};
pub use safe_text::SafeText;
pub use secret::{
    AppSecret, AppToken, InstagramAppSecret, InstagramToken, LoginCode, PastedToken, Secret, SecretKind, UserToken,
    is_token_character, kind, looks_secret,
};
