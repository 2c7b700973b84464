//! What a person is given to paste: first what the scenario begins with, then what cures its trouble.
//! Started with the world, whose random secrets and tokens it names; handed to `demo`, `simulate` and tests.

use std::fmt;

use super::json::{Json, Writing};
use super::plan::{SampleSecret, SampleToken};
use super::world::World;

/// How many login codes are offered at least where the scenario names none: each works once.
const FRESH_CODES: usize = 3;

/// Values to paste. The first of each list is what the scenario begins with, later ones are the cure.
#[derive(Clone, PartialEq, Eq)]
pub struct Samples {
    /// App IDs.
    pub app_ids: Vec<String>,
    /// App secrets.
    pub app_secrets: Vec<String>,
    /// Tokens.
    pub tokens: Vec<String>,
    /// Tokens to renew or to look at.
    pub check_tokens: Vec<String>,
    /// Ids of Pages that can be chosen.
    pub page_ids: Vec<String>,
    /// Client tokens: with their App ID they begin a login from a device.
    pub client_tokens: Vec<String>,
    /// Login codes as Facebook's dialog hands them out; those not bound to a redirect go with any.
    pub facebook_codes: Vec<String>,
    /// App IDs for Instagram Login.
    pub instagram_app_ids: Vec<String>,
    /// App secrets for Instagram Login.
    pub instagram_app_secrets: Vec<String>,
    /// Login codes as Instagram hands them out; those not bound to a redirect go with any.
    pub instagram_codes: Vec<String>,
    /// Tokens of Instagram Login, long-lived ones unless the scenario says otherwise.
    pub instagram_tokens: Vec<String>,
    /// Tokens of Instagram Login that live an hour.
    pub instagram_hour_tokens: Vec<String>,
    /// An https address that logins may lead back to.
    pub redirect_address: String,
}

impl Samples {
    /// The samples of a world.
    pub(crate) fn of(world: &mut World) -> Self {
        let planned = world.plan.samples.clone();
        let of_instagram = world.plan.apps.iter().filter_map(|app| {
            let secret = world.instagram_secret(&app.id)?.to_owned();
            Some((app.instagram_app_id.clone()?, secret))
        });
        let (instagram_app_ids, instagram_app_secrets): (Vec<_>, Vec<_>) = of_instagram.unzip();
        let client_tokens = world.plan.apps.iter().filter_map(|app| world.client_token(&app.id));
        let client_tokens = client_tokens.map(str::to_owned).collect();
        let planned_instagram = |world: &World, is_long: bool| {
            let tokens = world.plan.instagram_tokens.iter();
            let tokens = tokens.filter(|token| token.is_long == is_long);
            tokens.map(|token| world.text_named(&token.name)).collect()
        };
        let tokens = texts(&planned.tokens, |token| token_text(world, token));
        Self {
            app_secrets: texts(&planned.app_secrets, |secret| secret_text(world, secret)),
            check_tokens: or(
                texts(&planned.check_tokens, |token| token_text(world, token)),
                tokens.clone(),
            ),
            tokens,
            instagram_app_ids: or(planned.instagram_app_ids, instagram_app_ids),
            instagram_app_secrets: or(
                texts(&planned.instagram_app_secrets, |secret| secret_text(world, secret)),
                instagram_app_secrets,
            ),
            instagram_tokens: or(
                texts(&planned.instagram_tokens, |token| token_text(world, token)),
                planned_instagram(world, true),
            ),
            instagram_hour_tokens: or(
                texts(&planned.instagram_hour_tokens, |token| token_text(world, token)),
                planned_instagram(world, false),
            ),
            facebook_codes: codes(world, &planned.facebook_codes, World::make_fresh_codes),
            instagram_codes: codes(world, &planned.instagram_codes, |world| {
                world.make_fresh_instagram_code().into_iter().collect()
            }),
            app_ids: planned.app_ids,
            page_ids: planned.page_ids,
            client_tokens,
            redirect_address: planned.redirect_address,
        }
    }

    /// One JSON object on one line: `root`, the first App ID, secret and token, all Page ids, and the Instagram values: a login
    /// code with its redirect address, a token of 60 days, and one of an hour.
    pub fn to_json_line(&self, root: &str) -> String {
        let first = |values: &[String]| Json::text(values.first().cloned().unwrap_or_default());
        let page_ids = self.page_ids.iter().map(Json::text).collect();
        Json::object([
            ("root", Json::text(root)),
            ("app_id", first(&self.app_ids)),
            ("app_secret", first(&self.app_secrets)),
            ("token", first(&self.tokens)),
            ("page_ids", Json::List(page_ids)),
            ("instagram_app_id", first(&self.instagram_app_ids)),
            ("instagram_app_secret", first(&self.instagram_app_secrets)),
            ("instagram_code", first(&self.instagram_codes)),
            ("instagram_redirect", Json::text(&self.redirect_address)),
            ("instagram_token", first(&self.instagram_tokens)),
            ("instagram_hour_token", first(&self.instagram_hour_tokens)),
        ])
        .write(Writing::default())
    }
}

impl fmt::Debug for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Samples")
            .field("app_ids", &self.app_ids)
            .field("page_ids", &self.page_ids)
            .field("instagram_app_ids", &self.instagram_app_ids)
            .field("redirect_address", &self.redirect_address)
            .finish_non_exhaustive()
    }
}

fn texts<T>(planned: &[T], text: impl Fn(&T) -> String) -> Vec<String> {
    planned.iter().map(text).collect()
}

/// What the scenario names, or these where it names nothing.
fn or(named: Vec<String>, otherwise: Vec<String>) -> Vec<String> {
    if named.is_empty() { otherwise } else { named }
}

/// The codes the scenario names, else fresh ones, of which the last is made again so that a walk can be repeated.
fn codes(world: &mut World, named: &[String], make: impl Fn(&mut World) -> Vec<String>) -> Vec<String> {
    if !named.is_empty() {
        return named.iter().map(|name| world.text_named(name)).collect();
    }
    let mut codes = make(world);
    while !codes.is_empty() && codes.len() < FRESH_CODES {
        codes.extend(make(world).pop());
    }
    codes
}

fn secret_text(world: &World, secret: &SampleSecret) -> String {
    let secret = match secret {
        SampleSecret::Of(app) => world.secret(app),
        SampleSecret::OldOf(app) => world.secret_before_reset(app),
        SampleSecret::InstagramOf(app) => world.instagram_secret(app),
        SampleSecret::MadeUp => return world.made_up_secret().to_owned(),
    };
    secret.unwrap_or_default().to_owned()
}

fn token_text(world: &World, token: &SampleToken) -> String {
    match token {
        SampleToken::Whole(name) => world.text_named(name),
        SampleToken::Altered(name) => {
            let whole = world.text_named(name);
            whole
                .char_indices()
                .map(|(place, letter)| match (place, letter) {
                    (40, 'x') => 'y',
                    (40, _) => 'x',
                    _ => letter,
                })
                .collect()
        }
        SampleToken::Cut(name) => world.text_named(name).chars().take(120).collect(),
        SampleToken::AppToken(app) => format!("{app}|{}", world.secret(app).unwrap_or_default()),
    }
}
