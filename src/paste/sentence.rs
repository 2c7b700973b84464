//! The faults in words for a tired person: what it looks like, and what to do about it.
//!
//! No sentence holds any part of the text, nor an exact length of a secret.

use super::{Amount, Fault, Foreign, Wanted, wanted::Form};

impl Fault {
    /// What it looks like and what to do, in one or two short sentences.
    pub fn sentence(&self) -> String {
        match self {
            Self::Misplaced(foreign, wanted) => misplaced(*foreign, *wanted),
            Self::SeveralTokens(count) => {
                format!("There are {count} different tokens in this text. Please paste only the one you want to use.")
            }
            Self::NotHex(wanted, count) => {
                let characters = match count {
                    1 => "One character".to_owned(),
                    several => format!("{several} characters"),
                };
                format!(
                    "{characters} here cannot be part of {}, which has only the digits 0 to 9 and the letters a to f. \
                     Please copy it again.",
                    wanted.one()
                )
            }
            Self::StrayCharacters(1) => {
                "One character here cannot be part of a token. Please copy the token alone and paste it again."
                    .to_owned()
            }
            Self::StrayCharacters(count) => format!(
                "{count} characters here cannot be part of a token. Please copy the token alone and paste it again."
            ),
            Self::MoreThanOne(wanted) => format!(
                "There is more than one {} in this text. Please paste only the one you want to use.",
                wanted.noun()
            ),
            Self::NothingInside(wanted) => nothing_inside(*wanted),
            Self::SecretWrongLength(wanted, Amount::TooLittle) => format!(
                "A part of the {} is missing; it has 32 characters. Please copy all of it again.",
                wanted.noun()
            ),
            Self::SecretWrongLength(wanted, Amount::TooMuch) => format!(
                "This is longer than {}, which has 32 characters. Please empty the field and paste it once.",
                wanted.one()
            ),
            Self::NotDigits(wanted) if wanted.is_of_instagram_app() => format!(
                "{} has digits only. It is in {INSTAGRAM_HALF}.",
                capitalised(&wanted.one())
            ),
            Self::NotDigits(wanted) => format!(
                "{} has digits only. Please copy the number again, without anything around it.",
                capitalised(&wanted.one())
            ),
            Self::WrongDigitCount(wanted, Amount::TooLittle) => format!(
                "This has too few digits for {}; most have 15 or 16. Please copy the whole number.",
                wanted.one()
            ),
            Self::WrongDigitCount(wanted, Amount::TooMuch) => format!(
                "This has too many digits for {}; most have 15 or 16. Please empty the field and paste it once.",
                wanted.one()
            ),
            Self::UnusualDigitCount(wanted) => format!(
                "{}s usually have 15 or 16 digits, and this has not. It can be tried if you are sure of it.",
                wanted.noun()
            ),
            other => other.fixed_sentence().to_owned(),
        }
    }

    fn fixed_sentence(self) -> &'static str {
        match self {
            Self::OldBasicDisplayToken => {
                "This looks like a token of Instagram Basic Display, which Meta shut down in December 2024. Please make \
                 a new token."
            }
            Self::OldFacebookToken => {
                "This begins like the tokens of many years ago and has probably ended. Tokens of today begin with EAA."
            }
            Self::Shortened => {
                "This was copied from a shortened view, and a part is missing. Please copy the whole text, best with the \
                 copy button beside it."
            }
            Self::StillHidden => {
                "These are the dots that hide the text, not the text itself. Please choose Show on that page first, then \
                 copy again."
            }
            Self::TooShort => "This is too short for a token. Please copy the whole token and paste it again.",
            Self::LooksShort => "This is shorter than tokens usually are. If a part is missing, please copy it again.",
            Self::UnknownPrefix => {
                "This does not begin like a token that is known here; Facebook tokens begin with EAA. It can be tried \
                 all the same."
            }
            Self::NoInstagramPrefix => {
                "This does not begin like a token of Instagram Login; those begin with IGAA. Please copy the whole token \
                 again."
            }
            Self::TooLong => "This is far too long for this field. Please copy only the part that is needed.",
            Self::ErrorAnswer => {
                "This is an error message from Meta, and no token is in it. Please go back to the page where you copied \
                 it and try again there."
            }
            Self::PasteMixedUp => {
                "Something in this is no text; perhaps two pastes ran together. Please empty the field and paste once more."
            }
            Self::SecretBesideToken => {
                "There is a token in this text, and an App secret on a line of its own. Please paste only the one that is \
                 asked for."
            }
            Self::NoAddress => {
                "This is no whole web address. Please copy it from the app's settings, with https:// at its beginning."
            }
            Self::AddressNotSecure => {
                "Meta takes only addresses that begin with https://, except for this computer. Please use such an \
                 address, and enter it in the app's settings too."
            }
            Self::AddressWithFragment => {
                "This address has a part behind #, which Meta does not take here. Please paste the address as it stands \
                 in the app's settings."
            }
            Self::LoginNotDone => {
                "This is the page you start from, not the one where the login ends. Please log in there first, then copy \
                 the address you arrive at."
            }
            Self::NoLoginInAddress => {
                "This address has no login code in it. Please copy the whole address right after the login, from the \
                 browser's address bar."
            }
            Self::AddressEmptied => {
                "Facebook empties this address after about a second, and that has happened here. Please log in once \
                 more and copy the address at once."
            }
            Self::SeveralCodes => {
                "There are two different login codes in this text. Please paste only the address of your last login."
            }
            Self::CodeTooShort => {
                "This is too short for a login code. Please copy the whole address where the login ended."
            }
            Self::SpoiltCode => {
                "Something here cannot be part of a login code. Please copy the whole address where the login ended."
            }
            Self::UnusualCode => "Login codes usually begin with AQ, and this does not. It can be tried all the same.",
            // Their sentences hold a count or a name and are made in `sentence`.
            Self::Misplaced(..)
            | Self::SeveralTokens(_)
            | Self::NotHex(..)
            | Self::StrayCharacters(_)
            | Self::MoreThanOne(_)
            | Self::NothingInside(_)
            | Self::SecretWrongLength(..)
            | Self::NotDigits(_)
            | Self::WrongDigitCount(..)
            | Self::UnusualDigitCount(_) => "",
        }
    }
}

/// Where the number and the secret of an app's Instagram half stand (facts: graph-api 7.2).
pub(super) const INSTAGRAM_HALF: &str = "the dashboard under Instagram, API setup with Instagram login";

fn misplaced(foreign: Foreign, wanted: Wanted) -> String {
    if wanted.form() == Form::Token {
        return in_token_field(foreign, wanted);
    }
    let looks = match (foreign, wanted) {
        (Foreign::InstagramToken, Wanted::FacebookLanding) => {
            return "This is a token of Instagram Login, and this login is Facebook's. The menu has “Instagram without a \
                    Facebook Page” and “Make a token last again” for it."
                .to_owned();
        }
        (Foreign::FacebookToken, Wanted::InstagramLanding) => {
            return "This is a Facebook token, and this login is Instagram's. The menu has other ways for it."
                .to_owned();
        }
        (Foreign::MetaApp, _) => {
            return format!(
                "This belongs to the Meta app itself. The {} is another one; it is in {INSTAGRAM_HALF}.",
                wanted.noun()
            );
        }
        (Foreign::PageName, _) => {
            return "This looks like the name of a Page; its number is needed. It is on the Page under About, Page \
                    transparency."
                .to_owned();
        }
        (Foreign::AnyToken, _) => "a token or a login code",
        (Foreign::AppSecret, _) => "an App secret",
        (Foreign::AppId, _) => "an App ID",
        (Foreign::AppToken, _) => "an app token, which contains the App secret",
        (Foreign::LoginCode, _) => "a login code",
        (Foreign::FacebookToken, _) => "a Facebook token",
        (Foreign::InstagramToken, _) => "a token of Instagram Login",
        (Foreign::ThreadsToken, _) => "a token for Threads",
        (Foreign::Landing, _) => "the address at the end of a login, with its answer in it",
    };
    format!("This looks like {looks}. {}", instead(foreign, wanted))
}

fn in_token_field(foreign: Foreign, wanted: Wanted) -> String {
    let needs = wanted.tokens();
    match foreign {
        Foreign::AppSecret => {
            "This looks like an App secret, not a token. Please paste the access token here; the App \
                               secret has its own field."
                .to_owned()
        }
        Foreign::AppId => "This looks like an App ID, not a token. Please paste the access token here; the App ID has \
                           its own field."
            .to_owned(),
        Foreign::AppToken => {
            format!(
                "This looks like an app token, which stands for the app and contains its secret. Please paste the token \
                 of your own login; it begins with {}.",
                wanted.beginnings()
            )
        }
        Foreign::LoginCode => "This looks like a login code, which works only once and is not a token yet. Signing in \
                               with the browser is the way that uses a code."
            .to_owned(),
        Foreign::InstagramToken => "This is a token of Instagram Login; this step needs one that begins with EAA. The \
                                    menu has “Instagram without a Facebook Page” and “Make a token last again” for it."
            .to_owned(),
        Foreign::FacebookToken => {
            format!("This is a Facebook token, and this step needs {needs}. The menu has other ways for it.")
        }
        Foreign::ThreadsToken => format!("This looks like a token for Threads. This step needs {needs}."),
        Foreign::AnyToken | Foreign::MetaApp | Foreign::PageName | Foreign::Landing => {
            format!("This is something else than a token. This step needs {needs}.")
        }
    }
}

/// What to do in a field that wants no token.
fn instead(foreign: Foreign, wanted: Wanted) -> String {
    let noun = wanted.noun();
    match wanted {
        Wanted::AppId if foreign == Foreign::AppSecret => {
            "Please paste the App ID here; it has digits only, and the secret has its own field.".to_owned()
        }
        Wanted::AppId | Wanted::PageId => format!("Please paste the {noun} here; it has digits only."),
        Wanted::AppSecret | Wanted::InstagramAppSecret if foreign == Foreign::AppId => {
            format!("Please paste the {noun} here; it has 32 digits and letters from a to f.")
        }
        Wanted::AppSecret => "Please paste the App secret here; it is in the app's basic settings.".to_owned(),
        Wanted::InstagramAppId | Wanted::InstagramAppSecret => {
            format!("Please paste the {noun} here; it is in {INSTAGRAM_HALF}.")
        }
        Wanted::RedirectAddress => "Please paste the redirect address as it stands in the app's settings.".to_owned(),
        Wanted::FacebookLanding | Wanted::InstagramLanding => {
            "Please paste the address where the browser ended after the login.".to_owned()
        }
        Wanted::Path | Wanted::Word => format!("It would stand open here. Please type the {noun} instead."),
        Wanted::FacebookToken | Wanted::InstagramToken | Wanted::AnyToken | Wanted::Copy => {
            format!("Please paste the {noun} here.")
        }
    }
}

fn nothing_inside(wanted: Wanted) -> String {
    match wanted {
        Wanted::FacebookLanding | Wanted::InstagramLanding => {
            "No login code was found in this text. Please copy the whole address where the login ended.".to_owned()
        }
        Wanted::Path | Wanted::Word => format!(
            "No {} can hold this. Please type a shorter one on one line.",
            wanted.noun()
        ),
        Wanted::InstagramAppId | Wanted::InstagramAppSecret => format!(
            "No {} was found in this text. Please copy it alone; it is in {INSTAGRAM_HALF}.",
            wanted.noun()
        ),
        Wanted::FacebookToken
        | Wanted::InstagramToken
        | Wanted::AnyToken
        | Wanted::AppId
        | Wanted::AppSecret
        | Wanted::PageId
        | Wanted::RedirectAddress
        | Wanted::Copy => format!(
            "No {} was found in this text. Please copy it alone and paste it here.",
            wanted.noun()
        ),
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}
