//! The guide: how to get the first token on the web.

use crate::{
    assets::{self, Guide},
    journey::{Field, Limit, WebPage},
};

use super::super::{
    Wizard,
    effect::Link,
    trouble::Way,
    view::{Body, GuideView, PermissionLine, PreludeView, Sample},
};

/// What the guide says where the simulator answers.
const DEMO_INTRO: &str = "This is the demo, so there is nothing to do on the web: go on, and sample values are offered \
                          to paste. With the real Facebook these are the steps.";

impl Wizard {
    pub(super) fn guide(&self, name: &str, page: WebPage) -> Body<'_> {
        let guide = assets::guide(name);
        let permissions = self.preset.weighed().map(|(permission, weight)| PermissionLine {
            name: permission.as_str(),
            why: assets::permission_why(permission.as_str()).unwrap_or_default(),
            weight,
        });
        let doors = self.journey.map(|journey| journey.doors).unwrap_or_default();
        Body::Guide(GuideView {
            title: guide.map(|guide| guide.title.as_str()).unwrap_or_default(),
            intro: match &self.settings.samples {
                Some(_) => DEMO_INTRO,
                None => guide.map(|guide| guide.intro.as_str()).unwrap_or_default(),
            },
            steps: guide.map(|guide| guide.steps.as_slice()).unwrap_or_default(),
            notes: guide.map(|guide| guide.notes.as_slice()).unwrap_or_default(),
            link: match page {
                WebPage::Explorer => Link::Explorer,
                WebPage::LoginSettings => Link::LoginSettings(self.facts.app_id.clone()),
                WebPage::Apps => Link::Apps,
            },
            permissions: permissions.collect(),
            doors: doors.iter().map(|door| door.title).collect(),
            door: self.door,
            limit: self.limit().map(|limit| limit.words),
            ways: self
                .limit()
                .map(|limit| Way::Begin(limit.instead))
                .into_iter()
                .collect(),
        })
    }

    /// What the journey cannot give.
    pub(in super::super) fn limit(&self) -> Option<&'static Limit> {
        self.journey?.limit.as_ref()
    }

    /// What has to be done in the browser before the address where it ended can be pasted.
    pub(super) fn prelude(&self, name: &str) -> PreludeView<'_> {
        let guide = assets::guide(name);
        PreludeView {
            title: guide.map(|guide| guide.title.as_str()).unwrap_or_default(),
            intro: guide.map(|guide| guide.intro.as_str()).unwrap_or_default(),
            steps: guide.map(|guide| self.steps_of(guide)).unwrap_or_default(),
            notes: guide.map(|guide| guide.notes.as_slice()).unwrap_or_default(),
            link: self.login_address().map(Link::Login),
            is_listening: self.is_listening(),
        }
    }

    /// The steps of a login: where nobody waits for the browser, nothing goes on by itself.
    fn steps_of<'a>(&self, guide: &'a Guide) -> &'a [String] {
        if guide.steps_elsewhere.is_empty() || self.is_or_will_be_listening() {
            &guide.steps
        } else {
            &guide.steps_elsewhere
        }
    }

    /// The simulator's value for a field: the first, or the next one after it was refused.
    pub(in super::super) fn sample(&self, field: Field) -> Option<Sample<'_>> {
        let values = self.settings.samples.as_ref()?.0.get(&field)?;
        let used = self.samples_used.get(&field).copied().unwrap_or_default();
        let value = values.get(used).or_else(|| values.last())?;
        Some(Sample {
            label: match field {
                Field::Token | Field::AnyToken | Field::InstagramToken | Field::InstagramHourToken => "Sample token",
                Field::AppId => "Sample App ID",
                Field::AppSecret => "Sample App secret",
                Field::InstagramAppId => "Sample Instagram App ID",
                Field::InstagramAppSecret => "Sample Instagram secret",
                Field::FacebookRedirect | Field::InstagramRedirect => "Sample address",
                Field::FacebookLanding | Field::InstagramLanding => "Sample login code",
                Field::PageId => "Sample Page ID",
                Field::SavePath | Field::NameOf(_) | Field::SaveMode | Field::SaveGroup | Field::CopyCheck => "Sample",
            },
            value,
        })
    }
}
