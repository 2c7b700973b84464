//! The names of things that can be known on a journey, and sets of them.

/// The name of a thing that can be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Slot {
    /// A token of Facebook's as it was pasted, or as a login gave it.
    PastedToken,
    /// The App ID.
    AppId,
    /// The App secret.
    AppSecret,
    /// Where Facebook Login sends the browser.
    FacebookRedirect,
    /// The code that Facebook Login ended in.
    LoginCode,
    /// What Meta says about the pasted token.
    PastedInspection,
    /// Whom the pasted token belongs to.
    Owner,
    /// The permissions and what became of each.
    Permissions,
    /// That App ID and App secret belong together, and the app's name.
    App,
    /// A user token that lasts.
    LongToken,
    /// What Meta says about that one.
    LongInspection,
    /// The person's own answer to that token: one real read with it.
    UserRead,
    /// The Pages; filled as soon as the first answer is there.
    Pages,
    /// The Pages the person chose, with their tokens.
    ChosenPage,
    /// What Meta says about the Page token.
    PageInspection,
    /// The Page's own answer to its token.
    PageRead,
    /// The Instagram account behind the chosen Page.
    ChosenInstagram,
    /// That Instagram account's own answer: one real read of it.
    InstagramRead,
    /// How much that Instagram account may still publish.
    Publishing,
    /// The number of the app's Instagram half.
    InstagramAppId,
    /// The secret of the app's Instagram half.
    InstagramAppSecret,
    /// Where Instagram Login sends the browser.
    InstagramRedirect,
    /// The code that Instagram Login ended in.
    InstagramCode,
    /// A token of Instagram Login as it was pasted.
    InstagramPasted,
    /// A one-hour token: what a code was turned into, or one that was pasted.
    InstagramShort,
    /// A token of Instagram Login that lasts.
    InstagramLong,
    /// The Instagram account's own answer to its token.
    InstagramProfile,
}

impl Slot {
    /// Every slot.
    pub const ALL: &[Self] = &[
        Self::PastedToken,
        Self::AppId,
        Self::AppSecret,
        Self::FacebookRedirect,
        Self::LoginCode,
        Self::PastedInspection,
        Self::Owner,
        Self::Permissions,
        Self::App,
        Self::LongToken,
        Self::LongInspection,
        Self::UserRead,
        Self::Pages,
        Self::ChosenPage,
        Self::PageInspection,
        Self::PageRead,
        Self::ChosenInstagram,
        Self::InstagramRead,
        Self::Publishing,
        Self::InstagramAppId,
        Self::InstagramAppSecret,
        Self::InstagramRedirect,
        Self::InstagramCode,
        Self::InstagramPasted,
        Self::InstagramShort,
        Self::InstagramLong,
        Self::InstagramProfile,
    ];
}

/// A set of slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotSet(u32);

impl SlotSet {
    /// Nothing.
    pub const EMPTY: Self = Self(0);

    /// A set of these.
    #[expect(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "const fn: no iterators, and the loop's bound is the slice's"
    )]
    pub const fn of(slots: &[Slot]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < slots.len() {
            bits |= 1_u32 << slots[at] as u8;
            at += 1;
        }
        Self(bits)
    }

    /// Both sets together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set less the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether a slot is in it.
    pub const fn has(self, slot: Slot) -> bool {
        self.0 & (1_u32 << slot as u8) != 0
    }

    /// Whether all of `others` are in it.
    pub const fn has_all(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// Whether any of `others` is in it.
    pub const fn has_any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }
}

impl FromIterator<Slot> for SlotSet {
    fn from_iter<I: IntoIterator<Item = Slot>>(slots: I) -> Self {
        slots
            .into_iter()
            .fold(Self::EMPTY, |set, slot| set.and(Self::of(&[slot])))
    }
}
