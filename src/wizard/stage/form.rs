//! The form: what was typed, what was made of it, and the live look at the token.

use jiff::Timestamp;

use crate::{
    journey::Field,
    model::{Id, RedirectAddress},
};

use super::super::{
    Wizard,
    effect::Link,
    view::{FieldView, FormView, Look, PreludeView},
};

impl Wizard {
    pub(in crate::wizard) fn form<'a>(
        &'a self,
        fields: &[Field],
        prelude: Option<PreludeView<'a>>,
        now: Timestamp,
    ) -> FormView<'a> {
        let missing: Vec<&'static str> = fields
            .iter()
            .filter(|field| !self.is_filled(**field))
            .map(|field| field.label())
            .collect();
        let is_about_token = fields.iter().any(|field| field.is_token());
        FormView {
            prelude,
            fields: fields.iter().map(|field| self.field(*field)).collect(),
            attention: self.attention,
            look: if is_about_token { self.look(now) } else { Look::Nothing },
            can_submit: missing.is_empty(),
            missing,
            saving: None,
            is_sending: self.is_sending(),
            can_choose_place: self.can_choose_place(),
        }
    }

    /// A form beside the way: one field.
    pub(super) fn aside_form(&self, field: Field, now: Timestamp) -> FormView<'_> {
        let (title, intro) = if field == Field::CopyCheck {
            (
                "Did the copy arrive?",
                "Paste here what you copied. It is compared on this machine and stays hidden.",
            )
        } else {
            (
                "Ask for a Page by its ID",
                "Meta gives a Page's token also where its list is empty, if the Page was ticked. The ID is a number.",
            )
        };
        let prelude = PreludeView {
            title,
            intro,
            steps: &[],
            notes: &[],
            link: None,
            is_listening: false,
        };
        self.form(&[field], Some(prelude), now)
    }

    fn field(&self, field: Field) -> FieldView<'_> {
        FieldView {
            field,
            label: field.label(),
            hint: field.hint(),
            is_secret: field.is_secret(),
            is_optional: field.is_optional(),
            received: self.answers.received(field),
            is_settled: self.answers.is_settled(field),
            tidied: self.answers.tidied(field),
            known: self.known(field).filter(|_| self.answers.is_empty(field)),
            message: self.answers.message(field),
            unattended: self.answers.unattended(field),
            link: self.link_of(field),
            sample: self.sample(field),
        }
    }

    /// The value of an open field that was found out, or kept from an earlier run.
    fn known(&self, field: Field) -> Option<&str> {
        match field {
            Field::AppId => self.facts.app_id.as_ref().map(Id::as_str),
            Field::InstagramAppId => self.facts.instagram_app_id.as_ref().map(Id::as_str),
            Field::InstagramRedirect => self.facts.instagram_redirect.as_ref().map(RedirectAddress::as_str),
            // Left empty, it is this machine at a port that is found anew for each login.
            Field::FacebookRedirect
            | Field::Token
            | Field::AnyToken
            | Field::AppSecret
            | Field::FacebookLanding
            | Field::InstagramAppSecret
            | Field::InstagramLanding
            | Field::InstagramToken
            | Field::InstagramHourToken
            | Field::PageId
            | Field::CopyCheck => None,
            Field::SavePath | Field::NameOf(_) | Field::SaveMode | Field::SaveGroup => self.saving_default(field),
        }
    }

    /// The page where a field's value is found.
    fn link_of(&self, field: Field) -> Option<Link> {
        // Of an app that Meta does not know there is no page: there is the list of those that are.
        let is_known = !self.answers.is_refused(Field::AppId);
        let app = self.facts.app_id.clone().filter(|_| is_known);
        match field {
            Field::Token => Some(Link::Explorer),
            Field::AppId | Field::AppSecret => Some(Link::AppSettings(app)),
            Field::FacebookRedirect => Some(Link::LoginSettings(app)),
            Field::FacebookLanding | Field::InstagramLanding => self.login_address().map(Link::Login),
            Field::InstagramAppId
            | Field::InstagramAppSecret
            | Field::InstagramRedirect
            | Field::InstagramToken
            | Field::InstagramHourToken => Some(Link::Apps),
            Field::PageId => Some(Link::Facebook),
            Field::AnyToken
            | Field::SavePath
            | Field::NameOf(_)
            | Field::SaveMode
            | Field::SaveGroup
            | Field::CopyCheck => None,
        }
    }
}
