//! What a token is: its kind, app, owner, end dates, permissions, and what it is good for.

use jiff::Timestamp;

use crate::{
    journey::{self, Journey, Prize},
    model::{Expiry, Inspection, TokenKind},
};

use super::{Outcome, Takings, Wizard, enders, renewed::names};
use crate::wizard::{
    dates,
    trouble::{self, Way},
    view::{Standing, Tone},
};

/// What would end a token of Instagram's.
const ENDERS_OF_INSTAGRAM: &str = "It would end at once if the account's password changes or the app is removed, and in any \
                                   case 60 days after it was made or refreshed.";

/// What it means that the access to data has ended, and what mends it: new time for the token does not.
pub(super) const SHUT_OUT: &str =
    "Instagram and personal data are closed to it, and making it last again opens neither: a new token does.";

impl Wizard {
    /// What was found out about a token.
    pub(super) fn findings_outcome(&self, now: Timestamp) -> Outcome {
        let mut outcome = match (&self.facts.inspection, &self.facts.profile, &self.brought.fault) {
            (Some(seen), _, _) if seen.inspection.is_valid => self.living(&seen.inspection, now),
            (None, Some(_), None) => {
                let mut outcome = Outcome::new(
                    Standing::Found(Tone::Good),
                    "This Instagram token works".to_owned(),
                    format!(
                        "{} answered to it just now. Instagram has no way to ask when it ends.",
                        self.profile_in_words()
                    ),
                );
                outcome.enders = Some(ENDERS_OF_INSTAGRAM);
                outcome.ways = vec![Way::Begin(&journey::RENEW), Way::Menu];
                outcome
            }
            _ => self.dead(now),
        };
        outcome.summary = outcome.headline.clone();
        self.add_findings(&mut outcome, now);
        outcome
    }

    fn living(&self, seen: &Inspection, now: Timestamp) -> Outcome {
        let kind = kind_in_words(seen);
        let (tone, headline) = match seen.expires {
            Expiry::Never => (Tone::Good, format!("This {kind} works and never expires")),
            Expiry::At(end) => {
                let left = end.duration_since(self.meta_time(now));
                let tone = if seen.expires.is_lasting(self.meta_time(now)) {
                    Tone::Good
                } else {
                    Tone::Careful
                };
                (tone, format!("This {kind} works for {} more", dates::span(left)))
            }
            Expiry::Unknown => (
                Tone::Careful,
                format!("This {kind} works; Meta does not say until when"),
            ),
        };
        let mut outcome = Outcome::new(Standing::Found(tone), headline, self.belonging(seen));
        outcome.enders = Some(enders::of_a_found_one(seen.kind.as_ref()));
        if self.is_shut_out(seen, now) {
            outcome.standing = Standing::Found(Tone::Careful);
            outcome.headline.push_str(", but its data access is over");
            outcome.sentence = format!("{} {SHUT_OUT}", outcome.sentence);
            outcome.ways = match seen.kind {
                Some(TokenKind::Page) => vec![Way::Begin(&journey::INSTAGRAM), Way::Menu],
                _ => vec![Way::Begin(&journey::PAGE), Way::Begin(&journey::USER), Way::Menu],
            };
            return outcome;
        }
        outcome.ways = match (&seen.kind, seen.expires) {
            (Some(TokenKind::User | TokenKind::SystemUser), Expiry::At(_)) => {
                vec![Way::Begin(&journey::RENEW), Way::Begin(&journey::PAGE), Way::Menu]
            }
            (Some(TokenKind::Page), Expiry::At(_)) => vec![Way::Begin(&journey::PAGE), Way::Menu],
            _ => vec![Way::Menu],
        };
        outcome
    }

    /// Whose it is and for which app, in a sentence.
    fn belonging(&self, seen: &Inspection) -> String {
        let owner = self.facts.owner.as_ref().and_then(|owner| owner.name.as_ref());
        let app = seen.app_name.as_ref();
        match (owner, app) {
            (Some(owner), Some(app)) => format!("It acts as {owner}, for the app {app}."),
            (Some(owner), None) => format!("It acts as {owner}."),
            (None, Some(app)) => format!("It was made for the app {app}."),
            (None, None) => "Meta accepts it.".to_owned(),
        }
    }

    /// The token does not work; why not, as far as Meta says.
    fn dead(&self, now: Timestamp) -> Outcome {
        let place = self.place_of_look();
        let app = self.facts.app_id.as_ref();
        let trouble = match &self.brought.fault {
            Some(failure) => trouble::explain(failure, place, &self.words(), app, now),
            None => trouble::named("log-in-again", &self.words(), app),
        };
        let mut outcome = Outcome::of_trouble(Standing::Found(Tone::Bad), &trouble);
        outcome.ways = if self.facts.instagram_pasted.is_some() {
            vec![Way::Begin(&journey::INSTAGRAM_LOGIN), Way::Menu]
        } else {
            vec![Way::Begin(&journey::PAGE), Way::Begin(&journey::USER), Way::Menu]
        };
        for (label, value) in &trouble.details {
            outcome.add_fact(label, value.to_string());
        }
        outcome
    }

    /// Everything that is known about the token that was brought along, one line each.
    pub(super) fn add_findings(&self, outcome: &mut Outcome, now: Timestamp) {
        if let Some(pasted) = &self.facts.pasted {
            outcome.takings = Takings::of("token", "Token", Some(pasted));
            outcome.add_token_line();
            // It came from the person, who has it: there is nothing to deliver.
            outcome.takings.token = None;
            for line in &mut outcome.facts {
                line.copyable = None;
            }
        }
        if let Some(seen) = self.facts.inspection.as_ref().map(|seen| &seen.inspection) {
            self.add_inspection(outcome, seen, now);
        } else if self.facts.profile.is_some() {
            outcome.add_fact("Kind", "Instagram token".to_owned());
            outcome.add_fact("Account", self.profile_in_words());
        }
        if self.facts.profile.is_some()
            || self
                .facts
                .inspection
                .as_ref()
                .is_some_and(|seen| seen.inspection.is_valid)
        {
            self.add_what_it_is_good_for(outcome, now);
        }
    }

    fn add_inspection(&self, outcome: &mut Outcome, seen: &Inspection, now: Timestamp) {
        outcome.dates = vec![
            self.expires_line_of(Some(seen), now),
            self.data_access_line(Some(seen), now),
        ];
        outcome.add_fact("Kind", kind_in_words(seen));
        if let Some(issued) = seen.issued {
            outcome.add_fact("Made", dates::moment(issued, &self.settings.zone));
        }
        let app = match (&seen.app_name, &seen.app) {
            (Some(name), Some(id)) => Some(format!("{name} ({id})")),
            (name, id) => name
                .as_ref()
                .map(ToString::to_string)
                .or(id.as_ref().map(ToString::to_string)),
        };
        if let Some(app) = app {
            outcome.add_fact("App", app);
        }
        let is_page = seen.kind == Some(TokenKind::Page);
        if let Some(owner) = &self.facts.owner {
            let name = owner
                .name
                .as_ref()
                .map_or_else(|| "(no name)".to_owned(), ToString::to_string);
            outcome.add_fact(if is_page { "Page" } else { "Owner" }, format!("{name} ({})", owner.id));
        } else if let Some(page) = &seen.page {
            outcome.add_fact("Page", page.to_string());
        }
        if let (Some(user), true) = (&seen.user, is_page || self.facts.owner.is_none()) {
            outcome.add_fact("User ID", user.to_string());
        }
        outcome.add_fact("Permissions", names(&seen.permissions));
        for scope in &seen.granular {
            if let Some(targets) = &scope.targets {
                let targets: Vec<&str> = targets.iter().map(crate::model::SafeText::as_str).collect();
                let targets = if targets.is_empty() {
                    "nothing".to_owned()
                } else {
                    targets.join(", ")
                };
                outcome.add_fact("Limited", format!("{} to {targets}", scope.permission));
            }
        }
        outcome.check(seen.is_valid, "Meta accepts it", "Meta does not accept it");
    }

    /// Each journey that ends in a token, and whether this one carries what that needs.
    fn add_what_it_is_good_for(&self, outcome: &mut Outcome, now: Timestamp) {
        let is_instagram = self.facts.profile.is_some();
        for journey in journey::ALL {
            let is_of_family = match journey.prize() {
                Some(Prize::InstagramToken) => is_instagram,
                Some(Prize::PageToken | Prize::PageTokenForInstagram | Prize::UserToken) => !is_instagram,
                Some(Prize::Renewed | Prize::Findings) | None => false,
            };
            if is_of_family {
                let check = self.good_for(journey, now);
                outcome.checks.push(check);
            }
        }
    }

    fn good_for(&self, journey: &Journey, now: Timestamp) -> (Tone, String) {
        let Some(seen) = self.facts.inspection.as_ref().map(|seen| &seen.inspection) else {
            return (
                Tone::Calm,
                format!("{}: Instagram does not name the permissions", journey.title),
            );
        };
        let reads_instagram = matches!(journey.prize(), Some(Prize::PageTokenForInstagram | Prize::UserToken));
        if reads_instagram && seen.data_access.is_over(self.meta_time(now)) {
            return (Tone::Careful, format!("{}: its data access is over", journey.title));
        }
        let missing: Vec<&str> = journey
            .required
            .iter()
            .chain(journey.wanted)
            .copied()
            .filter(|name| !seen.permissions.iter().any(|permission| permission == *name))
            .collect();
        let posting: Vec<&str> = journey
            .posts_with
            .iter()
            .copied()
            .filter(|name| !seen.permissions.iter().any(|permission| permission == *name))
            .collect();
        if missing.is_empty() && posting.is_empty() {
            (Tone::Good, format!("{}: it carries the permissions", journey.title))
        } else if missing.is_empty() {
            (
                Tone::Careful,
                format!(
                    "{}: to read, not to post; it lacks {}",
                    journey.title,
                    posting.join(", ")
                ),
            )
        } else {
            (
                Tone::Careful,
                format!("{}: it lacks {}", journey.title, missing.join(", ")),
            )
        }
    }
}

/// What a token acts as, in words that stand in a sentence.
fn kind_in_words(seen: &Inspection) -> String {
    match &seen.kind {
        Some(TokenKind::User) => "user token".to_owned(),
        Some(TokenKind::Page) => "Page token".to_owned(),
        Some(TokenKind::SystemUser) => "system user's token".to_owned(),
        Some(TokenKind::App) => "app token".to_owned(),
        Some(TokenKind::Other(name)) => format!("token of kind {name}"),
        None => "token".to_owned(),
    }
}
