//! Everything that is known on a journey, each thing under its slot.

use crate::{
    graph_api::debug_token::Debugged,
    journey::{Call, Slot, SlotSet},
    model::{
        AppId, AppSecret, AppToken, GrantedPermission, Inspection, InstagramAccount, InstagramAppId,
        InstagramAppSecret, InstagramProfile, InstagramToken, LoginCode, Owner, PageId, PageToken, PastedToken,
        Permission, PublishingLimit, RedirectAddress, SafeText, Secret, UserToken,
    },
};

use super::{
    page_book::{PageBook, Reason},
    trouble::Trouble,
};

/// What is known. Its `Debug` is safe to print.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) pasted: Option<PastedToken>,
    pub(super) app_id: Option<AppId>,
    pub(super) app_secret: Option<AppSecret>,
    pub(super) facebook_redirect: Option<RedirectAddress>,
    pub(super) login_code: Option<LoginCode>,
    pub(super) inspection: Option<Debugged>,
    pub(super) owner: Option<Owner>,
    pub(super) permissions: Option<Vec<GrantedPermission>>,
    pub(super) app: Option<ProvedApp>,
    pub(super) long: Option<UserToken>,
    pub(super) long_inspection: Option<Inspection>,
    pub(super) user_read: Option<Owner>,
    pub(super) pages: Option<PageBook>,
    pub(super) chosen: Vec<ChosenPage>,
    /// The app answers only what is signed with its secret.
    pub(super) app_demands_proof: bool,
    /// There is no Instagram account to be chosen, so nothing is read of one.
    pub(super) has_no_instagram: bool,
    /// How much may be published, or why Meta does not say.
    pub(super) publishing: Option<Result<PublishingLimit, String>>,
    pub(super) instagram_app_id: Option<InstagramAppId>,
    pub(super) instagram_app_secret: Option<InstagramAppSecret>,
    pub(super) instagram_redirect: Option<RedirectAddress>,
    pub(super) instagram_code: Option<LoginCode>,
    pub(super) instagram_pasted: Option<InstagramToken>,
    pub(super) instagram_short: Option<InstagramToken>,
    pub(super) instagram_long: Option<LastingInstagram>,
    /// The permissions that came with Instagram's token, where the answer names them.
    pub(super) instagram_permissions: Option<Vec<Permission>>,
    pub(super) profile: Option<InstagramProfile>,
}

/// An App ID and App secret that Meta has accepted together.
#[derive(Debug, Default)]
pub(super) struct ProvedApp {
    /// The app's name, when it came along.
    pub(super) name: Option<SafeText>,
}

/// A token of Instagram Login that lasts.
#[derive(Debug)]
pub(super) struct LastingInstagram {
    pub(super) token: InstagramToken,
    /// Seconds from `since` until it ends, when Instagram said.
    pub(super) expires_in: Option<i64>,
    /// Unix seconds of the answer that said so.
    pub(super) since: i64,
    /// Whether it came back unchanged from a refresh.
    pub(super) is_unchanged: bool,
}

/// A Page that was chosen, and what is proved about its token.
#[derive(Debug)]
pub(super) struct ChosenPage {
    pub(super) id: PageId,
    pub(super) inspection: Option<Debugged>,
    pub(super) read: Option<(PageId, Option<SafeText>)>,
    /// The Instagram account that the Page itself named.
    pub(super) found_instagram: Option<InstagramAccount>,
    pub(super) instagram_read: Option<InstagramAccount>,
    /// What keeps it from being proved, where it is one of several and spoils nothing for the others.
    pub(super) trouble: Option<Trouble>,
}

impl ChosenPage {
    /// A Page of which nothing is proved yet.
    pub(super) const fn new(id: PageId) -> Self {
        Self {
            id,
            inspection: None,
            read: None,
            found_instagram: None,
            instagram_read: None,
            trouble: None,
        }
    }
}

impl Facts {
    /// Meta gave a listed Page's token after all, or it is known why not.
    pub(super) fn settle_page(&mut self, page: &PageId, token: Result<PageToken, Reason>) {
        if let Some(book) = &mut self.pages {
            book.settle(page, token);
        }
    }

    /// Which slots are filled.
    pub(super) fn known(&self) -> SlotSet {
        Slot::ALL.iter().copied().filter(|slot| self.has(*slot)).collect()
    }

    /// Whether a slot is filled.
    pub(super) fn has(&self, slot: Slot) -> bool {
        match slot {
            Slot::PastedToken => self.pasted.is_some(),
            Slot::AppId => self.app_id.is_some(),
            Slot::AppSecret => self.app_secret.is_some(),
            Slot::FacebookRedirect => self.facebook_redirect.is_some(),
            Slot::LoginCode => self.login_code.is_some(),
            Slot::PastedInspection => self.inspection.is_some(),
            Slot::Owner => self.owner.is_some(),
            Slot::Permissions => self.permissions.is_some(),
            Slot::App => self.app.is_some(),
            Slot::LongToken => self.long.is_some(),
            Slot::LongInspection => self.long_inspection.is_some(),
            Slot::UserRead => self.user_read.is_some(),
            Slot::Pages => self.pages.is_some(),
            Slot::ChosenPage => self.page_token().is_some(),
            Slot::PageInspection => self.is_settled_for_all(|page| page.inspection.is_some()),
            Slot::PageRead => self.is_settled_for_all(|page| page.read.is_some()),
            Slot::ChosenInstagram => self.is_settled_for_all(|page| self.instagram_of(page).is_some()),
            Slot::InstagramRead => {
                self.has_no_instagram || self.is_settled_for_all(|page| page.instagram_read.is_some())
            }
            Slot::Publishing => self.has_no_instagram || self.publishing.is_some(),
            Slot::InstagramAppId => self.instagram_app_id.is_some(),
            Slot::InstagramAppSecret => self.instagram_app_secret.is_some(),
            Slot::InstagramRedirect => self.instagram_redirect.is_some(),
            Slot::InstagramCode => self.instagram_code.is_some(),
            Slot::InstagramPasted => self.instagram_pasted.is_some(),
            Slot::InstagramShort => self.instagram_short.is_some(),
            Slot::InstagramLong => self.instagram_long.is_some(),
            Slot::InstagramProfile => self.profile.is_some(),
        }
    }

    fn is_settled_for_all(&self, is_known: impl Fn(&ChosenPage) -> bool) -> bool {
        let mut pages = self.chosen.iter().peekable();
        pages.peek().is_some() && pages.all(|page| page.trouble.is_some() || is_known(page))
    }

    /// Forgets slots.
    pub(super) fn forget(&mut self, slots: SlotSet) {
        for slot in Slot::ALL {
            if slots.has(*slot) {
                self.forget_one(*slot);
            }
        }
    }

    fn forget_one(&mut self, slot: Slot) {
        match slot {
            Slot::PastedToken => {
                self.pasted = None;
                // The next one may be another app's.
                self.app_demands_proof = false;
            }
            Slot::AppId => self.app_id = None,
            Slot::AppSecret => self.app_secret = None,
            Slot::FacebookRedirect => self.facebook_redirect = None,
            Slot::LoginCode => self.login_code = None,
            Slot::PastedInspection => self.inspection = None,
            Slot::Owner => self.owner = None,
            Slot::Permissions => self.permissions = None,
            Slot::App => self.app = None,
            Slot::LongToken => self.long = None,
            Slot::LongInspection => self.long_inspection = None,
            Slot::UserRead => self.user_read = None,
            Slot::Pages => self.pages = None,
            Slot::ChosenPage => {
                self.chosen.clear();
                self.has_no_instagram = false;
            }
            Slot::PageInspection => self.chosen.iter_mut().for_each(|page| page.inspection = None),
            Slot::PageRead => self.chosen.iter_mut().for_each(|page| page.read = None),
            Slot::ChosenInstagram => self.chosen.iter_mut().for_each(|page| page.found_instagram = None),
            Slot::InstagramRead => self.chosen.iter_mut().for_each(|page| page.instagram_read = None),
            Slot::Publishing => self.publishing = None,
            Slot::InstagramAppId => self.instagram_app_id = None,
            Slot::InstagramAppSecret => self.instagram_app_secret = None,
            Slot::InstagramRedirect => self.instagram_redirect = None,
            Slot::InstagramCode => self.instagram_code = None,
            Slot::InstagramPasted => self.instagram_pasted = None,
            Slot::InstagramShort => self.instagram_short = None,
            Slot::InstagramLong => self.instagram_long = None,
            Slot::InstagramProfile => self.profile = None,
        }
    }

    /// The chosen Page of this number.
    pub(super) fn chosen_mut(&mut self, id: &PageId) -> Option<&mut ChosenPage> {
        self.chosen.iter_mut().find(|page| page.id == *id)
    }

    /// The Page that was chosen, the first where there are several.
    pub(super) fn first_chosen(&self) -> Option<&ChosenPage> {
        self.chosen.first()
    }

    /// The token of a Page.
    pub(super) fn token_of(&self, page: &PageId) -> Option<&PageToken> {
        self.pages.as_ref()?.page(page)?.token.as_ref()
    }

    /// The token of the chosen Page, the first that has one where there are several.
    pub(super) fn page_token(&self) -> Option<&PageToken> {
        self.chosen.iter().find_map(|page| self.token_of(&page.id))
    }

    /// The Instagram account behind a chosen Page.
    pub(super) fn instagram_of<'a>(&'a self, page: &'a ChosenPage) -> Option<&'a InstagramAccount> {
        let listed = || self.pages.as_ref()?.page(&page.id)?.instagram.as_ref();
        page.found_instagram.as_ref().or_else(listed)
    }

    /// `APP_ID|APP_SECRET`.
    pub(super) fn app_token(&self) -> Option<AppToken> {
        Some(AppToken::from_parts(self.app_id.as_ref()?, self.app_secret.as_ref()?))
    }

    /// The app's name, from whichever answer gave it.
    pub(super) fn app_name(&self) -> Option<&SafeText> {
        let of_pages = self.chosen.iter().filter_map(|page| page.inspection.as_ref());
        let seen = self.inspection.iter().chain(of_pages);
        let from_inspection = seen
            .map(|debugged| &debugged.inspection)
            .chain(&self.long_inspection)
            .find_map(|inspection| inspection.app_name.as_ref().filter(|_| inspection.app == self.app_id));
        self.app.as_ref().and_then(|app| app.name.as_ref()).or(from_inspection)
    }

    /// Every secret that is known, so that it can be taken out of texts from outside.
    pub(super) fn secrets(&self) -> Vec<&str> {
        let known = [
            self.pasted.as_ref().map(Secret::expose),
            self.app_secret.as_ref().map(Secret::expose),
            self.login_code.as_ref().map(Secret::expose),
            self.long.as_ref().map(Secret::expose),
            self.instagram_app_secret.as_ref().map(Secret::expose),
            self.instagram_code.as_ref().map(Secret::expose),
            self.instagram_pasted.as_ref().map(Secret::expose),
            self.instagram_short.as_ref().map(Secret::expose),
            self.instagram_long.as_ref().map(|lasting| lasting.token.expose()),
        ];
        let of_pages = self.chosen.iter().filter_map(|page| self.token_of(&page.id));
        known
            .into_iter()
            .flatten()
            .chain(of_pages.map(Secret::expose))
            .collect()
    }
}

/// What is lost with `lost`: everything that `calls` found out from it, and from that in turn.
pub(super) fn dependents(lost: SlotSet, calls: &(impl Iterator<Item = Call> + Clone)) -> SlotSet {
    let mut all = lost;
    loop {
        let wider = calls
            .clone()
            .filter(|call| call.needs().has_any(all))
            .fold(all, |set, call| set.and(call.fills()));
        if wider == all {
            return all;
        }
        all = wider;
    }
}
