//! `evertoken check`: whether a token works, for how long, and an exit code that cron can go by. A fault on the way to Meta
//! is never taken for the end of a token.

use jiff::{SignedDuration, Timestamp};

use crate::{
    exit::{Code, Departure},
    journey::{CHECK, Field, INSTAGRAM},
    model::{Expiry, Record},
    runtime::{clock, log::Log},
    wizard::{
        dates::span,
        report::{Kind, Party, Report},
        trouble::Bearing,
        view::{Body, Standing, Tone},
    },
};

use super::{
    arguments::Check,
    deliver::print,
    gather::{Gathered, naming},
    inputs::lacking,
    json::{self, Witness},
    pages::Wanted,
    remedy::Background,
    teller::{Teller, warn},
    walk::Walk,
    will::{Purpose, Will},
};

/// Runs it to its end.
pub(super) async fn run(arguments: &Check, log: Log) -> Result<Departure, Departure> {
    let mut gathered = Gathered::default();
    match arguments.saved.place() {
        Some((kind, path, key)) => gathered.take_saved((kind, path, key)),
        None => gathered.take_token(arguments.token_file.as_deref()),
    }
    .map_err(|departure| untold(arguments, departure))?;
    gathered.take_app(&arguments.app)?;
    if gathered.inputs.token.is_none() {
        gathered.take_piped(&[Field::AnyToken], false)?;
    }
    let missing = gathered.inputs.missing(&[Field::AnyToken]);
    if !missing.is_empty() {
        let saved = "  or where it was saved: --env-file PATH --key NAME, --json-file PATH --key NAME, --file PATH";
        return Err(gathered.lacking(lacking(&missing, true), Some(saved.to_owned())));
    }
    if !arguments.reach.quiet {
        gathered.words.iter().for_each(|words| warn(words));
    }
    let origin = gathered.inputs.origin(Field::AnyToken).cloned();
    let will = Will {
        journey: &CHECK,
        door: 0,
        purpose: Purpose::Check,
        pages: Wanted::default(),
        goes_without_permissions: false,
        within: None,
        recorded_left: None,
        saves_only: None,
    };
    // What cron would mail is the verdict, and nothing of the way there.
    let mut walk = Walk::new(&arguments.reach, will, gathered.inputs, Teller::new(true), log)?;
    let result = to_the_end(&mut walk, arguments).await;
    let result = result.map_err(|departure| untold(arguments, departure));
    Ok(naming(walk.close(result).await, origin.as_ref()))
}

async fn to_the_end(walk: &mut Walk, arguments: &Check) -> Result<Departure, Departure> {
    walk.walk().await?;
    let now = clock::now();
    let nothing = || Departure::ended(Code::CannotTell, "It ended without a result.");
    let mut report = walk.wizard.report(now).ok_or_else(nothing)?;
    let background = Background::of(report.fingerprint.as_deref(), &arguments.saved, &arguments.reach);
    let witness = ask_the_records(&mut report, background.made.as_ref(), now);
    let needs_access = needs_data_access(&report, background.made.as_ref());
    let (headline, sentence) = match walk.wizard.view(now).body {
        Body::Outcome(outcome) => (outcome.headline.to_owned(), outcome.unattended.to_owned()),
        _ => return Err(nothing()),
    };
    let code = verdict(&report, needs_access, arguments.within);
    let line = line_of(code, &headline, &report, needs_access);
    // The wizard does not know what counts as soon here.
    let is_by_access = code == Code::EndsSoon && report.left.is_none_or(|left| left > days(arguments.within));
    let headline = if is_by_access { line.clone() } else { headline };
    let line = match &report.server {
        Some(server) => format!("{line} (test server {server})"),
        None => line,
    };
    let advice = (code == Code::EndsSoon).then(|| background.before_the_end(&report, now));
    let words = match code {
        Code::Dead => vec![sentence, background.way_to_a_new_one(Some(&report))],
        Code::CannotTell if !says_nothing(&report) && report.kind == Kind::Instagram => {
            vec![background.to_learn_the_end()]
        }
        Code::CannotTell => vec![sentence],
        _ => Vec::new(),
    };
    let told = std::iter::once(line).chain(advice);
    if arguments.json {
        let bytes = json::of_checked(code, &headline, &report, witness).map_err(|_| nothing())?;
        print(&bytes)?;
    } else if !arguments.reach.quiet {
        let lines: Vec<String> = told.collect();
        print(format!("{}\n", lines.join("\n")).as_bytes())?;
    } else if code != Code::Done {
        return Ok(Departure::Ended(code, told.chain(words).collect()));
    }
    Ok(Departure::Ended(code, words))
}

/// Says as JSON as well that nothing can be told.
fn untold(arguments: &Check, departure: Departure) -> Departure {
    if let (true, Departure::Ended(Code::CannotTell, lines)) = (arguments.json, &departure) {
        let headline = lines.first().map(String::as_str).unwrap_or_default();
        let printed = json::of_untold(headline).map(|bytes| print(&bytes));
        if let Ok(Err(failed)) = printed {
            return failed;
        }
    }
    departure
}

/// What the exit code says.
fn verdict(report: &Report, needs_access: bool, within: u32) -> Code {
    let limit = days(within);
    let is_soon = |left: Option<SignedDuration>| left.is_some_and(|left| left <= limit);
    match report.standing {
        // Only what Meta holds against the token itself is its end.
        Standing::Found(Tone::Bad) | Standing::NotDone if says_nothing(report) => Code::CannotTell,
        Standing::Found(Tone::Bad) | Standing::NotDone => Code::Dead,
        _ if is_soon(report.left) => Code::EndsSoon,
        // It works now, and may end tomorrow: silence would be taken for good news.
        _ if report.expires == Expiry::Unknown => Code::CannotTell,
        // A Page goes on after that date; whoever acts as a person, or reads Instagram, is shut out.
        _ if needs_access && is_soon(report.data_access_left) => Code::EndsSoon,
        Standing::Proved | Standing::Found(_) => Code::Done,
    }
}

/// Whether what is held against it says nothing about the token itself.
fn says_nothing(report: &Report) -> bool {
    report.bearing.is_some_and(|bearing| bearing != Bearing::Token)
}

/// So many days.
pub(super) fn days(count: u32) -> SignedDuration {
    SignedDuration::from_hours(i64::from(count).saturating_mul(24))
}

/// Whether something of the token is closed once the access to data has ended: by what it carries, or by what it was made for.
fn needs_data_access(report: &Report, record: Option<&Record>) -> bool {
    report.hangs_on_data_access() || record.is_some_and(|record| record.journey == INSTAGRAM.name)
}

/// Instagram has no way to ask when a token ends; what was kept when it was made here may know.
fn ask_the_records(report: &mut Report, record: Option<&Record>, now: Timestamp) -> Witness {
    let is_unknown = report.kind == Kind::Instagram && report.expires == Expiry::Unknown;
    match record.filter(|_| is_unknown) {
        Some(record) if !record.expires.is_over(now) => {
            report.expires = record.expires;
            report.left = record.expires.left(now);
            Witness::Record
        }
        Some(_) | None => Witness::Meta,
    }
}

/// What it is, whose, and how long it lasts, on one line.
fn line_of(code: Code, headline: &str, report: &Report, needs_access: bool) -> String {
    let kind = match report.kind {
        Kind::User => "User token",
        Kind::Page => "Page token",
        Kind::SystemUser => "System user's token",
        Kind::App => "App token",
        Kind::Instagram => "Instagram token",
        Kind::Unknown => "Token",
    };
    let whose = match report.kind {
        Kind::Page => report.page.as_ref(),
        Kind::Instagram => report.instagram.as_ref(),
        Kind::App => report.app.as_ref(),
        Kind::User | Kind::SystemUser | Kind::Unknown => report.user.as_ref(),
    };
    let whose = whose
        .map(|party| format!(" of {}", in_words(party)))
        .unwrap_or_default();
    match code {
        Code::Dead => return format!("{kind}{whose}: dead. {headline}"),
        Code::CannotTell if says_nothing(report) => return format!("{kind}{whose}: could not tell. {headline}"),
        _ => {}
    }
    let ends = match (report.expires, report.left) {
        (Expiry::Never, _) => "works, never expires".to_owned(),
        (Expiry::At(_), Some(left)) => format!("works for {} more", span(left)),
        (Expiry::At(_) | Expiry::Unknown, _) => "works now; could not tell until when".to_owned(),
    };
    let ends = match report.data_access_left {
        Some(left) if needs_access && !left.is_positive() => {
            let ends = ends.strip_suffix(", never expires").unwrap_or(&ends);
            return format!("{kind}{whose}: {ends}, but the data access is over: make a new token");
        }
        _ => ends,
    };
    let data = match report.data_access_left {
        Some(left) if left.is_positive() => format!("; data access ends in {}", span(left)),
        Some(_) => "; data access has ended".to_owned(),
        None => String::new(),
    };
    format!("{kind}{whose}: {ends}{data}")
}

/// Somebody or something by name and number.
pub(super) fn in_words(party: &Party) -> String {
    match &party.name {
        Some(name) => format!("{name} ({})", party.id),
        None => party.id.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Permission;

    fn report(kind: Kind, standing: Standing, left: Option<i64>, data: Option<i64>) -> Report {
        let hours = |count: Option<i64>| count.map(SignedDuration::from_hours);
        let at = |left: Option<SignedDuration>| match left {
            Some(left) => Expiry::At(Timestamp::UNIX_EPOCH.saturating_add(left).unwrap()),
            None => Expiry::Never,
        };
        Report {
            journey: "check",
            kind,
            standing,
            bearing: None,
            page: None,
            instagram: None,
            user: Some(Party {
                id: "7".to_owned(),
                name: None,
            }),
            app: None,
            expires: at(hours(left)),
            left: hours(left),
            data_access_ends: at(hours(data)),
            data_access_left: hours(data),
            permissions: None,
            fingerprint: None,
            server: None,
        }
    }

    #[test]
    fn the_code_follows_from_the_end_and_from_what_the_token_is() {
        let good = Standing::Found(Tone::Good);
        for (kind, standing, left, data, expected) in [
            (Kind::Page, good, None, None, Code::Done),
            (Kind::Page, good, None, Some(1), Code::Done),
            (Kind::User, good, Some(14 * 24), None, Code::EndsSoon),
            (Kind::User, good, Some(14 * 24 + 1), None, Code::Done),
            (Kind::User, good, Some(1000), Some(24), Code::EndsSoon),
            (
                Kind::User,
                Standing::Found(Tone::Careful),
                Some(1),
                None,
                Code::EndsSoon,
            ),
            (Kind::User, Standing::Found(Tone::Bad), Some(1), None, Code::Dead),
        ] {
            assert_eq!(
                verdict(&report(kind, standing, left, data), kind != Kind::Page, 14),
                expected,
                "{kind:?} {left:?} {data:?}"
            );
        }
    }

    #[test]
    fn a_page_token_that_reads_instagram_ends_with_the_access_to_data() {
        let page = |permission: &str, data: i64| Report {
            permissions: Some(vec![Permission::new(permission).unwrap()]),
            page: Some(Party {
                id: "7".to_owned(),
                name: None,
            }),
            ..report(Kind::Page, Standing::Found(Tone::Good), None, Some(data))
        };
        for (permission, data, code, words) in [
            (
                "pages_show_list",
                72,
                Code::Done,
                "works, never expires; data access ends in 3 days",
            ),
            (
                "pages_show_list",
                -1,
                Code::Done,
                "works, never expires; data access has ended",
            ),
            (
                "instagram_basic",
                72,
                Code::EndsSoon,
                "works, never expires; data access ends in 3 days",
            ),
            (
                "instagram_basic",
                -1,
                Code::EndsSoon,
                "works, but the data access is over: make a new token",
            ),
        ] {
            let report = page(permission, data);
            let needs_access = needs_data_access(&report, None);
            assert_eq!(verdict(&report, needs_access, 14), code, "{permission} {data}");
            let line = line_of(code, "", &report, needs_access);
            assert_eq!(line, format!("Page token of 7: {words}"));
        }
    }

    #[test]
    fn what_may_pass_is_no_death() {
        for (bearing, expected) in [
            (Bearing::Passing, Code::CannotTell),
            (Bearing::Given, Code::CannotTell),
            (Bearing::Silent, Code::CannotTell),
            (Bearing::Token, Code::Dead),
        ] {
            let held_back = Report {
                bearing: Some(bearing),
                ..report(Kind::User, Standing::Found(Tone::Bad), None, None)
            };
            assert_eq!(verdict(&held_back, true, 14), expected, "{bearing:?}");
        }
    }

    #[test]
    fn an_end_that_nobody_knows_is_no_good_news() {
        let unknown = Report {
            expires: Expiry::Unknown,
            ..report(Kind::Instagram, Standing::Found(Tone::Good), None, None)
        };
        assert_eq!(verdict(&unknown, true, 14), Code::CannotTell);
        assert_eq!(
            line_of(Code::CannotTell, "", &unknown, true),
            "Instagram token: works now; could not tell until when"
        );
        let dead = Report {
            standing: Standing::Found(Tone::Bad),
            ..unknown
        };
        assert_eq!(verdict(&dead, true, 14), Code::Dead);
    }

    #[test]
    fn one_line_says_what_it_is_whose_and_how_long() {
        let user = report(Kind::User, Standing::Found(Tone::Good), Some(48), Some(-1));
        assert_eq!(
            line_of(Code::EndsSoon, "", &user, true),
            "User token of 7: works for 2 days more, but the data access is over: make a new token"
        );
        assert_eq!(
            line_of(Code::Dead, "This token has ended", &user, true),
            "User token of 7: dead. This token has ended"
        );
    }
}
