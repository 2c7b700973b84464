//! What is wrong with a text that arrived, and what to do about it, in words for a tired person.
//!
//! No sentence holds any part of the text, nor an exact length of a secret.

use super::Wanted;

/// On which side of the right length something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Something is missing.
    TooLittle,
    /// Something is there twice, or more than belongs there.
    TooMuch,
}

/// What is wrong, or doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// 32 hexadecimal characters, or nearly, where a token belongs.
    AppSecretInTokenField,
    /// A number where a token belongs.
    AppIdInTokenField,
    /// `APP_ID|…` where the token of a person or Page belongs.
    AppTokenInTokenField,
    /// `AQ…`: a code that can be turned into a token once.
    LoginCodeInTokenField,
    /// `IGAA…`: a token of Instagram Login.
    InstagramTokenInFacebookField,
    /// `THAA…`, `THQV…`.
    ThreadsToken,
    /// `IGQV…`, `IGQW…`: Instagram Basic Display was shut in December 2024 (facts: graph-api 10.1).
    OldBasicDisplayToken,
    /// `CAA…`, `AAA…`, `BAA…`: how tokens began many years ago.
    OldFacebookToken,
    /// A token or login code where the App ID belongs.
    TokenInAppIdField,
    /// A token or login code where the App secret belongs.
    TokenInSecretField,
    /// The App secret where the App ID belongs.
    SecretInAppIdField,
    /// The App ID where the App secret belongs.
    AppIdInSecretField,
    /// `…` or `...`: copied from a view that shows only a part.
    Shortened,
    /// Bullets or asterisks: copied before the value was shown.
    StillHidden,
    /// So many different tokens are in the text.
    SeveralTokens(usize),
    /// More than one different App ID or App secret is in the text.
    MoreThanOne(Wanted),
    /// An address, an answer, a command or a text without what the field wants.
    NothingInside(Wanted),
    /// Under 20 characters: no token.
    TooShort,
    /// 20 to 59 characters: tokens are longer as a rule (facts: graph-api 10.1).
    LooksShort,
    /// It could be a token, and begins like none that is known.
    UnknownPrefix,
    /// So many characters of an App secret are neither digits nor `a` to `f`.
    NotHex(usize),
    /// Hexadecimal, and not 32 characters.
    SecretWrongLength(Amount),
    /// Something other than digits where the App ID belongs.
    NotDigits,
    /// Digits, and too few or too many for any App ID.
    WrongDigitCount(Amount),
    /// Digits, a few less or more than App IDs have today.
    UnusualDigitCount,
    /// So many characters that no token has.
    StrayCharacters(usize),
    /// More than 64 KiB.
    TooLong,
    /// An answer or address that reports an error.
    ErrorAnswer,
    /// Paste marks or an escape character in the middle: two pastes ran together.
    PasteMixedUp,
}

impl Fault {
    /// Whether nothing can be done with what arrived. The others are doubts: the value is there and may be tried.
    pub fn is_blocking(&self) -> bool {
        !matches!(
            self,
            Self::LooksShort | Self::UnknownPrefix | Self::OldFacebookToken | Self::UnusualDigitCount
        )
    }

    /// What it looks like and what to do, in one or two short sentences.
    pub fn sentence(&self) -> String {
        match self {
            Self::SeveralTokens(count) => {
                format!("There are {count} different tokens in this text. Please paste only the one you want to use.")
            }
            Self::NotHex(1) => {
                "One character here cannot be part of an App secret, which has only the digits 0 to 9 and \
                 the letters a to f. Please copy it again."
                    .to_owned()
            }
            Self::NotHex(count) => format!(
                "{count} characters here cannot be part of an App secret, which has only the digits 0 to 9 and the \
                 letters a to f. Please copy it again."
            ),
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
            Self::NothingInside(wanted) => {
                format!(
                    "No {} was found in this text. Please copy it alone and paste it here.",
                    wanted.noun()
                )
            }
            other => other.fixed_sentence().to_owned(),
        }
    }

    fn fixed_sentence(self) -> &'static str {
        match self {
            Self::AppSecretInTokenField => {
                "This looks like an App secret, not a token. Please paste the access token here; the App secret has its \
                 own field."
            }
            Self::AppIdInTokenField => {
                "This looks like an App ID, not a token. Please paste the access token here; the App ID has its own field."
            }
            Self::AppTokenInTokenField => {
                "This looks like an app token, which stands for the app and contains its secret. Please paste the token \
                 of your own login; it begins with EAA."
            }
            Self::LoginCodeInTokenField => {
                "This looks like a login code, which works only once and is not a token yet. Please paste the access \
                 token; it begins with EAA."
            }
            Self::InstagramTokenInFacebookField => {
                "This is a token of Instagram Login, and this step needs a Facebook token, which begins with EAA. \
                 Instagram tokens have their own way in the menu."
            }
            Self::ThreadsToken => {
                "This looks like a token for Threads. This step needs a Facebook token, which begins with EAA."
            }
            Self::OldBasicDisplayToken => {
                "This looks like a token of Instagram Basic Display, which Meta shut down in December 2024. Please make \
                 a new token."
            }
            Self::OldFacebookToken => {
                "This begins like the tokens of many years ago and has probably ended. Tokens of today begin with EAA."
            }
            Self::TokenInAppIdField => {
                "This looks like a token or a login code. Please paste the App ID here; it has digits only."
            }
            Self::TokenInSecretField => {
                "This looks like a token or a login code. Please paste the App secret here; it is in the app's basic \
                 settings."
            }
            Self::SecretInAppIdField => {
                "This looks like an App secret. Please paste the App ID here; it has digits only, and the secret has its \
                 own field."
            }
            Self::AppIdInSecretField => {
                "This looks like an App ID. Please paste the App secret here; it has 32 digits and letters from a to f."
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
            Self::SecretWrongLength(Amount::TooLittle) => {
                "A part of the App secret is missing; it has 32 characters. Please copy all of it again."
            }
            Self::SecretWrongLength(Amount::TooMuch) => {
                "This is longer than an App secret, which has 32 characters. Please empty the field and paste it once."
            }
            Self::NotDigits => "An App ID has digits only. Please copy the number again, without anything around it.",
            Self::WrongDigitCount(Amount::TooLittle) => {
                "This has too few digits for an App ID; most have 15 or 16. Please copy the whole number."
            }
            Self::WrongDigitCount(Amount::TooMuch) => {
                "This has too many digits for an App ID; most have 15 or 16. Please empty the field and paste it once."
            }
            Self::UnusualDigitCount => {
                "App IDs usually have 15 or 16 digits, and this has not. It can be tried if you are sure of it."
            }
            Self::TooLong => "This is far too long for this field. Please copy only the part that is needed.",
            Self::ErrorAnswer => {
                "This is an error message from Meta, and no token is in it. Please go back to the page where you copied \
                 it and try again there."
            }
            Self::PasteMixedUp => {
                "Something in this is no text; perhaps two pastes ran together. Please empty the field and paste once more."
            }
            // Their sentences hold a count or a name and are made in `sentence`.
            Self::SeveralTokens(_)
            | Self::NotHex(_)
            | Self::StrayCharacters(_)
            | Self::MoreThanOne(_)
            | Self::NothingInside(_) => "",
        }
    }
}
