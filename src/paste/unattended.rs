//! The faults in words for a run without a person: what it looks like, and what is needed in its place. Nobody pastes there,
//! and no field is in sight.

use super::{Amount, Fault, Foreign, Wanted, sentence::INSTAGRAM_HALF, wanted::Form};

impl Fault {
    /// What it looks like and what is needed, in one or two short sentences.
    pub fn unattended(&self) -> String {
        match self {
            Self::Misplaced(foreign, wanted) => misplaced(*foreign, *wanted),
            Self::SeveralTokens(count) => {
                format!("There are {count} different tokens in this text. Give only the one that is meant.")
            }
            Self::NotHex(wanted, count) => format!(
                "{} cannot be part of {}, which has only the digits 0 to 9 and the letters a to f.",
                characters(*count),
                wanted.one()
            ),
            Self::StrayCharacters(count) => {
                format!(
                    "{} cannot be part of a token. Give the token alone.",
                    characters(*count)
                )
            }
            Self::MoreThanOne(wanted) => format!(
                "There is more than one {} in this text. Give only the one that is meant.",
                wanted.noun()
            ),
            Self::NothingInside(wanted) => nothing_inside(*wanted),
            Self::SecretWrongLength(wanted, Amount::TooMuch) => {
                format!("This is longer than {}, which has 32 characters.", wanted.one())
            }
            Self::WrongDigitCount(wanted, Amount::TooMuch) => {
                format!(
                    "This has too many digits for {}; most have 15 or 16.",
                    wanted.one()
                )
            }
            Self::StillHidden => "These are the dots that hide the text, not the text itself.".to_owned(),
            Self::TooShort => "This is too short for a token. Give the whole token.".to_owned(),
            Self::TooLong => "This is far too long. Give only the part that is needed.".to_owned(),
            Self::ErrorAnswer => "This is an error message from Meta, and no token is in it.".to_owned(),
            Self::UnknownPrefix => {
                "This does not begin like a token that is known; Facebook tokens begin with EAA.".to_owned()
            }
            Self::SecretBesideToken => {
                "There is a token in this text, and an App secret on a line of its own. Give them as lines token=… and \
                 app_secret=…, or the one that is needed alone."
                    .to_owned()
            }
            Self::PasteMixedUp => "Something in this is no text.".to_owned(),
            Self::AddressNotSecure => {
                "Meta takes only addresses that begin with https://, except for this computer. Use such an address, and add \
                 it in the app's settings too."
                    .to_owned()
            }
            Self::AddressWithFragment => {
                "This address has a part behind #, which Meta does not take. Give it as it stands in the app's settings."
                    .to_owned()
            }
            Self::LoginNotDone => {
                "This is the page where a login starts, not the one where it ends, and no login code is in it.".to_owned()
            }
            Self::NoLoginInAddress => "This address has no login code in it.".to_owned(),
            Self::AddressEmptied => {
                "Facebook empties this address after about a second, so no login code is in it. Log in once more and copy \
                 the address at once."
                    .to_owned()
            }
            Self::SeveralCodes => {
                "There are two different login codes in this text. Give only the one of the last login.".to_owned()
            }
            Self::SpoiltCode => {
                "Something in this cannot be part of a login code. Please copy the whole address where the login ended."
                    .to_owned()
            }
            Self::OldBasicDisplayToken
            | Self::OldFacebookToken
            | Self::Shortened
            | Self::LooksShort
            | Self::NoInstagramPrefix
            | Self::SecretWrongLength(_, Amount::TooLittle)
            | Self::NotDigits(_)
            | Self::WrongDigitCount(_, Amount::TooLittle)
            | Self::UnusualDigitCount(_)
            | Self::NoAddress
            | Self::CodeTooShort
            | Self::UnusualCode => self.sentence(),
        }
    }
}

fn characters(count: usize) -> String {
    match count {
        1 => "One character of this".to_owned(),
        several => format!("{several} characters of this"),
    }
}

fn misplaced(foreign: Foreign, wanted: Wanted) -> String {
    let looks = match foreign {
        Foreign::InstagramToken if wanted.takes_facebook_login() => {
            return "This is a token of Instagram Login, and one of Facebook is needed. evertoken get instagram-login and evertoken \
                    renew take this one."
                .to_owned();
        }
        Foreign::FacebookToken if wanted.takes_instagram_login() => {
            return "This is a Facebook token, and one of Instagram Login is needed. evertoken get page, instagram and user take \
                    this one."
                .to_owned();
        }
        Foreign::LoginCode if wanted.form() == Form::Token => {
            return "This looks like a login code, which works only once and is not a token yet. With --door login and its \
                    --redirect it is used as one."
                .to_owned();
        }
        Foreign::MetaApp => {
            return format!(
                "This belongs to the Meta app itself. The {} is another one; it is in {INSTAGRAM_HALF}.",
                wanted.noun()
            );
        }
        Foreign::PageName => "the name of a Page",
        Foreign::AnyToken => "a token or a login code",
        Foreign::AppSecret => "an App secret",
        Foreign::AppId => "an App ID",
        Foreign::AppToken => "an app token, which contains the App secret",
        Foreign::LoginCode => "a login code",
        Foreign::FacebookToken => "a Facebook token",
        Foreign::InstagramToken => "a token of Instagram Login",
        Foreign::ThreadsToken => "a token for Threads",
        Foreign::Landing => "the address at the end of a login, with its answer in it",
    };
    match wanted.form() {
        Form::Token => format!("This looks like {looks}. What is needed is {}.", wanted.tokens()),
        Form::Number => format!(
            "This looks like {looks}, and {} is needed, which has digits only.",
            wanted.one()
        ),
        Form::Secret => format!(
            "This looks like {looks}, and {} is needed, which has 32 characters.",
            wanted.one()
        ),
        Form::Text => format!("This looks like {looks}, and {} is needed.", wanted.one()),
    }
}

fn nothing_inside(wanted: Wanted) -> String {
    match wanted {
        Wanted::Path | Wanted::Word => format!(
            "No {} can hold this. It has to be shorter, and on one line.",
            wanted.noun()
        ),
        other => format!("No {} was found in this text. Give it alone.", other.noun()),
    }
}
