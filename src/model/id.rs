//! Meta's numbers: decimal, up to 20 digits, kept as text because some exceed 2^53 (facts: graph-api 1.3, 10.1).

use std::{cmp::Ordering, fmt, hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// What an id names, as a marker on its type.
pub trait IdKind: 'static {
    /// The name in plain words.
    const NAME: &'static str;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $alias:ident, $marker:ident => $words:literal),+ $(,)?) => {$(
        /// Marks an id.
        #[derive(Debug)]
        pub enum $marker {}
        impl IdKind for $marker {
            const NAME: &'static str = $words;
        }
        $(#[$doc])*
        pub type $alias = Id<$marker>;
    )+};
}

ids! {
    /// The number of a Meta app.
    AppId, App => "App ID",
    /// The number of a Page.
    PageId, PageNode => "Page ID",
    /// The app-scoped number of a person: another app sees another number.
    UserId, UserNode => "user ID",
    /// The number of an Instagram professional account.
    InstagramId, InstagramNode => "Instagram account ID",
    /// The number of an app's Instagram half; another number than its App ID (facts: graph-api 7.2).
    InstagramAppId, InstagramApp => "Instagram App ID",
    /// The app-scoped number of an Instagram account: another app sees another number (facts: graph-api 7.2).
    InstagramScopedId, InstagramScopedNode => "app-scoped Instagram ID",
    /// The number of a business portfolio.
    BusinessId, BusinessNode => "business portfolio ID",
}

/// A decimal id of kind `K`. It can stand in a path: nothing but digits is ever in it.
pub struct Id<K: IdKind> {
    digits: Box<str>,
    kind: PhantomData<fn() -> K>,
}

/// Why a text is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing there.
    #[error("it is empty")]
    Empty,
    /// Something other than the digits 0 to 9.
    #[error("it holds something other than digits")]
    NotDigits,
    /// More than 20 digits.
    #[error("it is longer than 20 digits")]
    TooLong,
}

impl<K: IdKind> Id<K> {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.digits
    }
}

impl<K: IdKind> FromStr for Id<K> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.is_empty() {
            return Err(IdError::Empty);
        }
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(IdError::NotDigits);
        }
        if text.len() > 20 {
            return Err(IdError::TooLong);
        }
        Ok(Self {
            digits: text.into(),
            kind: PhantomData,
        })
    }
}

impl<'de, K: IdKind> Deserialize<'de> for Id<K> {
    /// Reads a JSON string or number: Meta sends both.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Digits<K>(PhantomData<fn() -> K>);

        impl<K: IdKind> de::Visitor<'_> for Digits<K> {
            type Value = Id<K>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a {} of digits", K::NAME)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Id<K>, E> {
                text.parse().map_err(E::custom)
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Id<K>, E> {
                self.visit_str(&number.to_string())
            }
        }

        deserializer.deserialize_any(Digits(PhantomData))
    }
}

impl<K: IdKind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.digits)
    }
}

impl<K: IdKind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.digits)
    }
}

impl<K: IdKind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", K::NAME, self.digits)
    }
}

impl<K: IdKind> Clone for Id<K> {
    fn clone(&self) -> Self {
        Self {
            digits: self.digits.clone(),
            kind: PhantomData,
        }
    }
}

impl<K: IdKind> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.digits == other.digits
    }
}

impl<K: IdKind> Eq for Id<K> {}

impl<K: IdKind> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: IdKind> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.digits.cmp(&other.digits)
    }
}

impl<K: IdKind> hash::Hash for Id<K> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.digits.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_from_a_string_and_from_a_number() {
        let expected: AppId = "9000000000000001".parse().unwrap();
        assert_eq!(serde_json::from_str::<AppId>("\"9000000000000001\"").unwrap(), expected);
        assert_eq!(serde_json::from_str::<AppId>("9000000000000001").unwrap(), expected);
    }

    #[test]
    fn what_could_change_a_path_is_no_id() {
        for (text, error) in [
            ("", IdError::Empty),
            ("me", IdError::NotDigits),
            ("1/2", IdError::NotDigits),
            ("1?x", IdError::NotDigits),
            ("..", IdError::NotDigits),
            ("１２", IdError::NotDigits),
            ("123456789012345678901", IdError::TooLong),
        ] {
            assert_eq!(text.parse::<PageId>(), Err(error), "{text}");
        }
    }
}
