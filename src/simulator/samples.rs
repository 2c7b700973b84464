//! What a person is given to paste: first what the scenario begins with, then what cures its trouble.
//! Started with the world, whose random secrets and tokens it names; handed to `demo`, `simulate` and tests.

use std::fmt;

use super::json::{Json, Writing};
use super::plan::{SampleSecret, SampleToken};
use super::world::World;

/// Values to paste. The first of each list is what the scenario begins with, later ones are the cure.
#[derive(Clone, PartialEq, Eq)]
pub struct Samples {
    /// App IDs.
    pub app_ids: Vec<String>,
    /// App secrets.
    pub app_secrets: Vec<String>,
    /// Tokens.
    pub tokens: Vec<String>,
    /// Ids of Pages that can be chosen.
    pub page_ids: Vec<String>,
    /// The App ID for Instagram Login.
    pub instagram_app_id: String,
    /// The App secret for Instagram Login.
    pub instagram_app_secret: String,
    /// A login code as Instagram hands it out.
    pub instagram_code: String,
}

impl Samples {
    /// The samples of a world.
    pub(crate) fn of(world: &mut World) -> Self {
        let planned = world.plan.samples.clone();
        let app_secrets = planned
            .app_secrets
            .iter()
            .map(|secret| match secret {
                SampleSecret::Of(app) => world.secret(app).unwrap_or_default().to_owned(),
                SampleSecret::InstagramOf(app) => world.instagram_secret(app).unwrap_or_default().to_owned(),
                SampleSecret::MadeUp => world.dice.secret(),
            })
            .collect();
        let tokens = planned.tokens.iter().map(|token| token_text(world, token)).collect();
        let instagram_app = world.plan.apps.iter().find(|app| app.instagram_app_id.is_some());
        let (instagram_app_id, instagram_app_secret) = instagram_app.map_or_else(Default::default, |app| {
            (
                app.instagram_app_id.clone().unwrap_or_default(),
                world.instagram_secret(&app.id).unwrap_or_default().to_owned(),
            )
        });
        Self {
            app_ids: planned.app_ids,
            app_secrets,
            tokens,
            page_ids: planned.page_ids,
            instagram_app_id,
            instagram_app_secret,
            instagram_code: world.dice.code(),
        }
    }

    /// One JSON object on one line: `root`, the first App ID, secret and token, all Page ids, and the Instagram values.
    pub fn to_json_line(&self, root: &str) -> String {
        let first = |values: &[String]| Json::text(values.first().cloned().unwrap_or_default());
        let page_ids = self.page_ids.iter().map(Json::text).collect();
        Json::object([
            ("root", Json::text(root)),
            ("app_id", first(&self.app_ids)),
            ("app_secret", first(&self.app_secrets)),
            ("token", first(&self.tokens)),
            ("page_ids", Json::List(page_ids)),
            ("instagram_app_id", Json::text(&self.instagram_app_id)),
            ("instagram_app_secret", Json::text(&self.instagram_app_secret)),
            ("instagram_code", Json::text(&self.instagram_code)),
        ])
        .write(Writing::default())
    }
}

impl fmt::Debug for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Samples")
            .field("app_ids", &self.app_ids)
            .field("page_ids", &self.page_ids)
            .field("instagram_app_id", &self.instagram_app_id)
            .finish_non_exhaustive()
    }
}

fn token_text(world: &World, token: &SampleToken) -> String {
    match token {
        SampleToken::Whole(name) => world.token_named(name),
        SampleToken::Altered(name) => {
            let whole = world.token_named(name);
            whole
                .char_indices()
                .map(|(place, letter)| match (place, letter) {
                    (40, 'x') => 'y',
                    (40, _) => 'x',
                    _ => letter,
                })
                .collect()
        }
        SampleToken::Cut(name) => world.token_named(name).chars().take(120).collect(),
    }
}
