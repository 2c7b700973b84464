//! What Meta says about a token when asked (`debug_token`, facts: graph-api 3).

use jiff::{SignedDuration, Timestamp};

use super::{AppId, PageId, Permission, SafeText, UserId};

/// When something ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// No end date: Meta said `0`.
    Never,
    /// At this moment.
    At(Timestamp),
    /// Meta did not say. This is not "never".
    Unknown,
}

impl Expiry {
    /// Reads Meta's Unix seconds: `0` is never, missing is unknown, and so is what is no moment at all.
    pub fn from_seconds(seconds: Option<i64>) -> Self {
        match seconds {
            Some(0) => Self::Never,
            Some(seconds) if seconds > 0 => Timestamp::from_second(seconds).map_or(Self::Unknown, Self::At),
            Some(_) | None => Self::Unknown,
        }
    }

    /// The time left, when there is an end. Negative once it is over.
    pub fn left(self, now: Timestamp) -> Option<SignedDuration> {
        match self {
            Self::At(end) => Some(end.duration_since(now)),
            Self::Never | Self::Unknown => None,
        }
    }

    /// Whether the end has passed.
    pub fn is_over(self, now: Timestamp) -> bool {
        matches!(self, Self::At(end) if end <= now)
    }

    /// Whether what ends here is known to last longer than a day.
    pub fn is_lasting(self, now: Timestamp) -> bool {
        match self {
            Self::Never => true,
            Self::At(end) => end.duration_since(now) > SignedDuration::from_hours(24),
            Self::Unknown => false,
        }
    }
}

/// What a token acts as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind {
    /// A person.
    User,
    /// A Page.
    Page,
    /// A system user of a business portfolio.
    SystemUser,
    /// The app itself.
    App,
    /// A word this program does not know.
    Other(SafeText),
}

/// A permission limited to some Pages or accounts, or to all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GranularScope {
    /// Which permission.
    pub permission: Permission,
    /// The ids it was given for; `None` means all, present and future (facts: graph-api 3.2).
    pub targets: Option<Vec<SafeText>>,
}

/// The answer of `debug_token`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// Whether the token works now: the only field that decides it.
    pub is_valid: bool,
    /// What it acts as, when Meta says.
    pub kind: Option<TokenKind>,
    /// The app that issued it.
    pub app: Option<AppId>,
    /// That app's name.
    pub app_name: Option<SafeText>,
    /// When the token ends.
    pub expires: Expiry,
    /// When access to the person's data ends unless they log in again; `Never` where Meta says `0`.
    pub data_access: Expiry,
    /// When it was issued; only long-lived tokens carry this (facts: graph-api 3.2).
    pub issued: Option<Timestamp>,
    /// The permissions on it.
    pub permissions: Vec<Permission>,
    /// What those permissions are limited to.
    pub granular: Vec<GranularScope>,
    /// The person it belongs to.
    pub user: Option<UserId>,
    /// The Page it acts as; only on Page tokens.
    pub page: Option<PageId>,
}

/// What a permission on a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Targets<'a> {
    /// Everything of the person's, now and later.
    All,
    /// These ids and no others: Pages for a Page permission, Instagram accounts for an Instagram permission.
    Only(&'a [SafeText]),
    /// Meta says nothing about this permission.
    NotSaid,
}

impl Inspection {
    /// Whether the token carries a permission.
    pub fn has(&self, permission: &Permission) -> bool {
        self.permissions.contains(permission)
    }

    /// Whether something of it is closed once the access to data has ended: whoever acts as a person is shut out then, and so
    /// is a Page that reaches Instagram (facts: graph-api 10.3). A Page alone goes on.
    pub fn hangs_on_data_access(&self) -> bool {
        self.kind != Some(TokenKind::Page) || self.permissions.iter().any(Permission::is_of_instagram)
    }

    /// What a permission is limited to: an entry without ids is good for all, a missing entry says nothing
    /// (facts: graph-api 3.2).
    pub fn targets(&self, permission: &Permission) -> Targets<'_> {
        let entry = self.granular.iter().find(|scope| scope.permission == *permission);
        match entry.map(|scope| scope.targets.as_deref()) {
            Some(Some(ids)) => Targets::Only(ids),
            Some(None) => Targets::All,
            None => Targets::NotSaid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_never_and_missing_is_unknown_and_neither_is_1970() {
        assert_eq!(Expiry::from_seconds(Some(0)), Expiry::Never);
        assert_eq!(Expiry::from_seconds(None), Expiry::Unknown);
        assert_eq!(Expiry::from_seconds(Some(-5)), Expiry::Unknown);
        assert_eq!(Expiry::from_seconds(Some(i64::MAX)), Expiry::Unknown);
        assert_eq!(
            Expiry::from_seconds(Some(7)),
            Expiry::At(Timestamp::from_second(7).unwrap())
        );
    }

    #[test]
    fn a_permission_without_ids_is_good_for_all_and_one_that_is_not_listed_says_nothing() {
        let permission = |name| Permission::new(name).unwrap();
        let ids = [SafeText::new("103456789012345"), SafeText::new("103456789012346")];
        let scope = |name, targets| GranularScope {
            permission: permission(name),
            targets,
        };
        let inspection = Inspection {
            is_valid: true,
            kind: None,
            app: None,
            app_name: None,
            expires: Expiry::Unknown,
            data_access: Expiry::Unknown,
            issued: None,
            permissions: Vec::new(),
            granular: vec![
                scope("pages_show_list", Some(ids.to_vec())),
                scope("instagram_basic", None),
                scope("pages_manage_posts", Some(Vec::new())),
            ],
            user: None,
            page: None,
        };
        for (name, targets) in [
            ("pages_show_list", Targets::Only(&ids)),
            ("instagram_basic", Targets::All),
            ("pages_manage_posts", Targets::Only(&[])),
            ("email", Targets::NotSaid),
        ] {
            assert_eq!(inspection.targets(&permission(name)), targets, "{name}");
        }
    }
}
