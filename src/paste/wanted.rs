//! What a field wants, and how it is called on the screen.

/// What a field wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The token of a person, a Page or a system user, `EAA…`.
    FacebookToken,
    /// A token of Instagram Login, `IGAA…`.
    InstagramToken,
    /// A token of either family; one that begins like none that is known is taken as Facebook's.
    AnyToken,
    /// The number of a Meta app.
    AppId,
    /// The secret of a Meta app.
    AppSecret,
    /// The number of an app's Instagram half (facts: graph-api 7.2).
    InstagramAppId,
    /// The secret of an app's Instagram half (facts: graph-api 7.2).
    InstagramAppSecret,
    /// The number of a Page; a Facebook address that holds it will do.
    PageId,
    /// The address a login sends the browser back to, as it stands in the app's settings.
    RedirectAddress,
    /// Where the browser ended after Facebook's dialog.
    FacebookLanding,
    /// Where the browser ended after Instagram's dialog.
    InstagramLanding,
    /// The path of a file.
    Path,
    /// A name, or another word that is not secret.
    Word,
    /// What was copied, as it arrived.
    Copy,
}

/// What several fields have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A token of some family.
    Token,
    /// Digits.
    Number,
    /// 32 hexadecimal characters.
    Secret,
    /// A web address, a path, a name: nothing with a form of its own.
    Text,
}

impl Wanted {
    /// What the field's value is made of.
    pub(super) fn form(self) -> Form {
        match self {
            Self::FacebookToken | Self::InstagramToken | Self::AnyToken => Form::Token,
            Self::AppId | Self::InstagramAppId | Self::PageId => Form::Number,
            Self::AppSecret | Self::InstagramAppSecret => Form::Secret,
            Self::RedirectAddress
            | Self::FacebookLanding
            | Self::InstagramLanding
            | Self::Path
            | Self::Word
            | Self::Copy => Form::Text,
        }
    }

    /// Whether it is had by Facebook's login.
    pub(super) fn takes_facebook_login(self) -> bool {
        matches!(self, Self::FacebookToken | Self::FacebookLanding)
    }

    /// Whether it is had by Instagram's login.
    pub(super) fn takes_instagram_login(self) -> bool {
        matches!(self, Self::InstagramToken | Self::InstagramLanding)
    }

    /// Whether it belongs to the Instagram half of an app.
    pub(super) fn is_of_instagram_app(self) -> bool {
        matches!(self, Self::InstagramAppId | Self::InstagramAppSecret)
    }

    /// What it is called.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::FacebookToken | Self::AnyToken => "access token",
            Self::InstagramToken => "Instagram token",
            Self::AppId => "App ID",
            Self::AppSecret => "App secret",
            Self::InstagramAppId => "Instagram App ID",
            Self::InstagramAppSecret => "Instagram App secret",
            Self::PageId => "Page ID",
            Self::RedirectAddress => "redirect address",
            Self::FacebookLanding | Self::InstagramLanding => "login code",
            Self::Path => "file name",
            Self::Word => "name",
            Self::Copy => "copy",
        }
    }

    /// What it is called when there is one of it.
    pub(super) fn one(self) -> String {
        let noun = self.noun();
        let article = if noun.starts_with(['a', 'A', 'I']) { "an" } else { "a" };
        format!("{article} {noun}")
    }

    /// How the tokens of a token field begin.
    pub(super) fn beginnings(self) -> &'static str {
        match self {
            Self::InstagramToken | Self::InstagramLanding => "IGAA",
            Self::AnyToken => "EAA or IGAA",
            Self::FacebookToken
            | Self::AppId
            | Self::AppSecret
            | Self::InstagramAppId
            | Self::InstagramAppSecret
            | Self::PageId
            | Self::RedirectAddress
            | Self::FacebookLanding
            | Self::Path
            | Self::Word
            | Self::Copy => "EAA",
        }
    }

    /// The tokens of a token field, with their beginning.
    pub(super) fn tokens(self) -> String {
        let whose = match self {
            Self::InstagramToken | Self::InstagramLanding => "an Instagram token",
            Self::AnyToken => "a token of Facebook or Instagram",
            Self::FacebookToken
            | Self::AppId
            | Self::AppSecret
            | Self::InstagramAppId
            | Self::InstagramAppSecret
            | Self::PageId
            | Self::RedirectAddress
            | Self::FacebookLanding
            | Self::Path
            | Self::Word
            | Self::Copy => "a Facebook token",
        };
        format!("{whose}, which begins with {}", self.beginnings())
    }
}
