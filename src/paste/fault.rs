//! What is wrong with a text that arrived. Its words are in `sentence`.

use super::Wanted;

/// On which side of the right length something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Something is missing.
    TooLittle,
    /// Something is there twice, or more than belongs there.
    TooMuch,
}

/// What a text is, in a field that wants something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// 32 hexadecimal characters, or nearly.
    AppSecret,
    /// So many digits that it may be the number of an app.
    AppId,
    /// `APP_ID|…`, which stands for the app.
    AppToken,
    /// `AQ…`: a code that can be turned into a token once.
    LoginCode,
    /// `EAA…`: a token of Facebook Login.
    FacebookToken,
    /// `IGAA…`: a token of Instagram Login.
    InstagramToken,
    /// `THAA…`, `THQV…`.
    ThreadsToken,
    /// A token of any family or a login code, where the difference does not matter.
    AnyToken,
    /// The number or the secret of the Meta app itself (facts: graph-api 7.2).
    MetaApp,
    /// The name of a Page (facts: graph-api 4.5, code 803).
    PageName,
    /// An address with the answer of a login in it.
    Landing,
}

/// What is wrong, or doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The first where the second belongs.
    Misplaced(Foreign, Wanted),
    /// `IGQV…`, `IGQW…`: Instagram Basic Display was shut in December 2024 (facts: graph-api 10.1).
    OldBasicDisplayToken,
    /// `CAA…`, `AAA…`, `BAA…`: how tokens began many years ago.
    OldFacebookToken,
    /// `…` or `...`: copied from a view that shows only a part.
    Shortened,
    /// Bullets or asterisks: copied before the value was shown.
    StillHidden,
    /// So many different tokens are in the text.
    SeveralTokens(usize),
    /// More than one different number or secret is in the text.
    MoreThanOne(Wanted),
    /// An address, an answer, a command or a text without what the field wants.
    NothingInside(Wanted),
    /// Under 20 characters: no token.
    TooShort,
    /// 20 to 59 characters: tokens are longer as a rule (facts: graph-api 10.1).
    LooksShort,
    /// It could be a token, and begins like none that is known.
    UnknownPrefix,
    /// It could be a token, and does not begin as those of Instagram Login do.
    NoInstagramPrefix,
    /// So many characters of a secret are neither digits nor `a` to `f`.
    NotHex(Wanted, usize),
    /// Hexadecimal, and not 32 characters.
    SecretWrongLength(Wanted, Amount),
    /// Something other than digits where a number belongs.
    NotDigits(Wanted),
    /// Digits, and too few or too many for any such number.
    WrongDigitCount(Wanted, Amount),
    /// Digits, a few less or more than such numbers have today.
    UnusualDigitCount(Wanted),
    /// So many characters that no token has.
    StrayCharacters(usize),
    /// More than 64 KiB.
    TooLong,
    /// An answer or address that reports an error.
    ErrorAnswer,
    /// Paste marks or an escape character in the middle: two pastes ran together.
    PasteMixedUp,
    /// A token, and an App secret on a line of its own: taken for one text, they would be sent together.
    SecretBesideToken,
    /// A redirect address that is no address.
    NoAddress,
    /// A redirect address that begins with `http://` and leads to another machine.
    AddressNotSecure,
    /// A redirect address with a part behind `#`.
    AddressWithFragment,
    /// The address of the dialog itself, before anything was pressed (facts: graph-api 6.1, 7.3).
    LoginNotDone,
    /// An address in which nothing of a login stands.
    NoLoginInAddress,
    /// `connect/login_success.html`, after Facebook took everything out of it (facts: graph-api 6.3).
    AddressEmptied,
    /// Two different login codes.
    SeveralCodes,
    /// Under 20 characters: a part of the code is missing.
    CodeTooShort,
    /// Characters that no login code has.
    SpoiltCode,
    /// It could be a login code, and does not begin like one.
    UnusualCode,
}

impl Fault {
    /// Whether nothing can be done with what arrived. The others are doubts: the value is there and may be tried.
    pub fn is_blocking(&self) -> bool {
        !matches!(
            self,
            Self::LooksShort
                | Self::UnknownPrefix
                | Self::OldFacebookToken
                | Self::UnusualDigitCount(_)
                | Self::UnusualCode
        )
    }
}
