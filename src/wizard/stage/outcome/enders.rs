//! What would end a token, by its kind and by whether it has a date (facts: graph-api 10.3, 12).

use crate::model::{Expiry, TokenKind};

/// What would end a token that a walk ended with.
pub(super) const fn of_yours(kind: Option<&TokenKind>, expires: Expiry) -> &'static str {
    match (kind, expires) {
        (Some(TokenKind::SystemUser), Expiry::At(_)) => {
            "It would end sooner if the system user is removed from the business portfolio, or if the app is switched \
             off. Before its date, \"Make a token last again\" gives it 60 new days."
        }
        (Some(TokenKind::SystemUser), Expiry::Never | Expiry::Unknown) => {
            "It would still end if the system user is removed from the business portfolio, or if the app is switched off."
        }
        (_, Expiry::At(_)) => {
            "It would end sooner if you change your Facebook password, remove the app in Business integrations, or if \
             the app is switched off. Before its date, \"Make a token last again\" gives it 60 new days. For a company's \
             program, the token of a system user, from the business portfolio's settings, hangs on no person."
        }
        (_, Expiry::Never | Expiry::Unknown) => {
            "It would still end if you change your Facebook password, remove the app in Business integrations, or if \
             the app is switched off."
        }
    }
}

/// What would end a token that was brought along to be looked at.
pub(super) const fn of_a_found_one(kind: Option<&TokenKind>) -> &'static str {
    match kind {
        Some(TokenKind::SystemUser) => {
            "It would end at once if the system user is removed from the business portfolio, or if the app is switched \
             off."
        }
        Some(TokenKind::App) => "It would end at once if the App secret is reset, or if the app is switched off.",
        Some(TokenKind::Page) => {
            "It would end at once if its person changes the Facebook password or removes the app, loses the role on \
             the Page, or if the app is switched off."
        }
        Some(TokenKind::User | TokenKind::Other(_)) | None => {
            "It would end at once if its person changes the Facebook password or removes the app, or if the app is \
             switched off."
        }
    }
}
