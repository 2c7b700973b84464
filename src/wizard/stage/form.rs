//! The form: what was typed, what was made of it, and the live look at the token.

use jiff::Timestamp;

use crate::{journey::Field, model::Id};

use super::super::{
    Wizard,
    effect::Link,
    view::{FieldView, FormView},
};

impl Wizard {
    pub(super) fn form(&self, fields: &'static [Field], now: Timestamp) -> FormView<'_> {
        let missing: Vec<&'static str> = fields
            .iter()
            .filter(|field| !self.is_filled(**field))
            .map(|field| field.label())
            .collect();
        FormView {
            fields: fields.iter().map(|field| self.field(*field)).collect(),
            attention: self.attention,
            look: self.look(now),
            can_submit: missing.is_empty(),
            missing,
        }
    }

    fn is_filled(&self, field: Field) -> bool {
        let has_value = match field {
            Field::Token => self.answers.token().is_some(),
            Field::AppId => self.facts.app_id.is_some(),
            Field::AppSecret => self.answers.app_secret().is_some(),
        };
        has_value && self.answers.blocking(field).is_none()
    }

    fn field(&self, field: Field) -> FieldView<'_> {
        let app = self.facts.app_id.clone();
        FieldView {
            field,
            label: field.label(),
            hint: field.hint(),
            is_secret: field.is_secret(),
            received: self.answers.received(field),
            is_settled: self.answers.is_settled(field),
            tidied: self.answers.tidied(field),
            known: match field {
                Field::AppId if self.answers.is_empty(Field::AppId) => self.facts.app_id.as_ref().map(Id::as_str),
                Field::Token | Field::AppId | Field::AppSecret => None,
            },
            message: self.answers.message(field),
            link: Some(match field {
                Field::Token => Link::Explorer,
                Field::AppId | Field::AppSecret => Link::AppSettings(app),
            }),
            sample: self.sample(field),
        }
    }
}
