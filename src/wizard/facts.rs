//! Everything that is known on a journey, each thing under its slot.

use crate::{
    graph_api::debug_token::Debugged,
    journey::{Call, Slot, SlotSet},
    model::{
        AppId, AppSecret, AppToken, GrantedPermission, Inspection, Owner, PageId, PageToken, PastedToken, SafeText,
        Secret, UserToken,
    },
};

use super::page_book::PageBook;

/// What is known. Its `Debug` is safe to print.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) pasted: Option<PastedToken>,
    pub(super) app_id: Option<AppId>,
    pub(super) app_secret: Option<AppSecret>,
    pub(super) inspection: Option<Debugged>,
    pub(super) owner: Option<Owner>,
    pub(super) permissions: Option<Vec<GrantedPermission>>,
    pub(super) app: Option<ProvedApp>,
    pub(super) long: Option<UserToken>,
    pub(super) long_inspection: Option<Inspection>,
    pub(super) pages: Option<PageBook>,
    pub(super) chosen: Option<PageId>,
    pub(super) page_inspection: Option<Debugged>,
    pub(super) page_read: Option<(PageId, Option<SafeText>)>,
}

/// An App ID and App secret that Meta has accepted together.
#[derive(Debug, Default)]
pub(super) struct ProvedApp {
    /// The app's name, when it came along.
    pub(super) name: Option<SafeText>,
}

impl Facts {
    /// Which slots are filled.
    pub(super) fn known(&self) -> SlotSet {
        let filled = [
            (Slot::PastedToken, self.pasted.is_some()),
            (Slot::AppId, self.app_id.is_some()),
            (Slot::AppSecret, self.app_secret.is_some()),
            (Slot::PastedInspection, self.inspection.is_some()),
            (Slot::Owner, self.owner.is_some()),
            (Slot::Permissions, self.permissions.is_some()),
            (Slot::App, self.app.is_some()),
            (Slot::LongToken, self.long.is_some()),
            (Slot::LongInspection, self.long_inspection.is_some()),
            (Slot::Pages, self.pages.is_some()),
            (Slot::ChosenPage, self.page_token().is_some()),
            (Slot::PageInspection, self.page_inspection.is_some()),
            (Slot::PageRead, self.page_read.is_some()),
        ];
        filled
            .into_iter()
            .filter(|(_, is_filled)| *is_filled)
            .fold(SlotSet::EMPTY, |set, (slot, _)| set.and(SlotSet::of(&[slot])))
    }

    /// Forgets a slot, and with it everything that calls found out from it.
    pub(super) fn forget(&mut self, slots: SlotSet) {
        for slot in [
            (Slot::PastedToken),
            (Slot::AppId),
            (Slot::AppSecret),
            (Slot::PastedInspection),
            (Slot::Owner),
            (Slot::Permissions),
            (Slot::App),
            (Slot::LongToken),
            (Slot::LongInspection),
            (Slot::Pages),
            (Slot::ChosenPage),
            (Slot::PageInspection),
            (Slot::PageRead),
        ] {
            if slots.has(slot) {
                self.forget_one(slot);
            }
        }
    }

    fn forget_one(&mut self, slot: Slot) {
        match slot {
            Slot::PastedToken => self.pasted = None,
            Slot::AppId => self.app_id = None,
            Slot::AppSecret => self.app_secret = None,
            Slot::PastedInspection => self.inspection = None,
            Slot::Owner => self.owner = None,
            Slot::Permissions => self.permissions = None,
            Slot::App => self.app = None,
            Slot::LongToken => self.long = None,
            Slot::LongInspection => self.long_inspection = None,
            Slot::Pages => self.pages = None,
            Slot::ChosenPage => self.chosen = None,
            Slot::PageInspection => self.page_inspection = None,
            Slot::PageRead => self.page_read = None,
        }
    }

    /// The token of the chosen Page.
    pub(super) fn page_token(&self) -> Option<&PageToken> {
        self.pages.as_ref()?.page(self.chosen.as_ref()?)?.token.as_ref()
    }

    /// `APP_ID|APP_SECRET`.
    pub(super) fn app_token(&self) -> Option<AppToken> {
        Some(AppToken::from_parts(self.app_id.as_ref()?, self.app_secret.as_ref()?))
    }

    /// The app's name, from whichever answer gave it.
    pub(super) fn app_name(&self) -> Option<&SafeText> {
        let seen = [&self.inspection, &self.page_inspection].into_iter().flatten();
        let from_inspection = seen
            .map(|debugged| &debugged.inspection)
            .chain(&self.long_inspection)
            .find_map(|inspection| inspection.app_name.as_ref().filter(|_| inspection.app == self.app_id));
        self.app.as_ref().and_then(|app| app.name.as_ref()).or(from_inspection)
    }

    /// Every secret that is known, so that it can be taken out of texts from outside.
    pub(super) fn secrets(&self) -> Vec<&str> {
        let tokens = [
            self.pasted.as_ref().map(Secret::expose),
            self.app_secret.as_ref().map(Secret::expose),
            self.long.as_ref().map(Secret::expose),
            self.page_token().map(Secret::expose),
        ];
        tokens.into_iter().flatten().collect()
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
