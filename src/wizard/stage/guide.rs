//! The guide: how to get the first token on the web.

use crate::{assets, journey::Field};

use super::super::{
    Wizard,
    effect::Link,
    view::{Body, GuideView, PermissionLine, Sample},
};

/// What the guide says where the simulator answers.
const DEMO_INTRO: &str = "This is the demo, so there is nothing to do on the web: press Enter, and the next screen \
                          offers sample values to paste. With the real Facebook these are the steps.";

impl Wizard {
    pub(super) fn guide(&self, name: &str) -> Body<'_> {
        let guide = assets::guide(name);
        let required = self.preset.required.iter().map(|permission| (permission, true));
        let helpful = self.preset.helpful.iter().map(|permission| (permission, false));
        let permissions = required.chain(helpful).map(|(permission, is_required)| PermissionLine {
            name: permission.as_str(),
            why: assets::permission_why(permission.as_str()).unwrap_or_default(),
            is_required,
        });
        Body::Guide(GuideView {
            title: guide.map(|guide| guide.title.as_str()).unwrap_or_default(),
            intro: match &self.settings.samples {
                Some(_) => DEMO_INTRO,
                None => guide.map(|guide| guide.intro.as_str()).unwrap_or_default(),
            },
            steps: guide.map(|guide| guide.steps.as_slice()).unwrap_or_default(),
            notes: guide.map(|guide| guide.notes.as_slice()).unwrap_or_default(),
            link: Link::Explorer,
            permissions: permissions.collect(),
        })
    }

    /// The simulator's value for a field: the first, or the next one after it was refused.
    pub(super) fn sample(&self, field: Field) -> Option<Sample<'_>> {
        let values = self.settings.samples.as_ref()?.0.get(&field)?;
        let used = self.samples_used.get(&field).copied().unwrap_or_default();
        let value = values.get(used).or_else(|| values.last())?;
        Some(Sample {
            label: match field {
                Field::Token => "Sample token",
                Field::AppId => "Sample App ID",
                Field::AppSecret => "Sample App secret",
            },
            value,
        })
    }
}
