//! `evertoken renew`: a saved token is made to last again where it stands. On any failure the file keeps every byte.

use jiff::Timestamp;

use crate::{
    delivery::{FileKind, Mode},
    exit::{Code, Departure},
    journey::{Datum, Field, RENEW},
    model::{Expiry, PastedToken, SafeText},
    runtime::{clock, log::Log},
    wizard::{
        dates::date_and_distance,
        report::Report,
        view::{Body, Standing, Tone},
        words_of_caution,
    },
};

use super::{
    arguments::{Place, Renew},
    check::days,
    deliver::{Manner, print},
    gather::{Gathered, naming},
    json,
    pages::Wanted,
    remedy::Background,
    step::sentence,
    teller::{Teller, warn},
    walk::Walk,
    will::{Purpose, Will},
    zone,
};

/// What is said where a token that keeps its text could not be saved: nothing is lost then.
const SAME_TEXT: &str = "Its text is the one that it had, so what is saved anywhere goes on working, with the new end.";

/// Runs it to its end.
pub(super) async fn run(arguments: &Renew, log: Log) -> Result<Departure, Departure> {
    let Some((kind, path, key)) = arguments.saved.place() else {
        return Err(Departure::ended(
            Code::Misused,
            "Which token? --env-file PATH --key NAME, --json-file PATH --key NAME, or --file PATH says where it was saved.",
        ));
    };
    let mut gathered = Gathered::default();
    gathered.take_saved((kind, path, key))?;
    gathered.take_app(&arguments.app)?;
    if !arguments.reach.quiet {
        gathered.words.iter().for_each(|words| warn(words));
    }
    let origin = gathered.inputs.origin(Field::AnyToken).cloned();
    let fingerprint = gathered.inputs.of(Field::AnyToken).map(|token| fingerprint_of(token));
    let background = Background::of(fingerprint.as_deref(), &arguments.saved, &arguments.reach);
    let path = path
        .to_str()
        .ok_or_else(|| Departure::misused("The path is not text in UTF-8."))?;
    let will = Will {
        journey: &RENEW,
        door: 0,
        purpose: Purpose::Renew,
        pages: Wanted::default(),
        goes_without_permissions: false,
        within: arguments.within.map(days),
        recorded_left: background
            .made
            .as_ref()
            .and_then(|record| record.expires.left(clock::now())),
        saves_only: matches!(kind, FileKind::Env | FileKind::Json).then(|| key.to_owned()),
    };
    let place = Place {
        kind,
        path: path.to_owned(),
    };
    let teller = Teller::new(arguments.reach.quiet);
    let mut walk = Walk::new(&arguments.reach, will, gathered.inputs, teller, log)?;
    let result = to_the_end(&mut walk, &place, key).await;
    let now = clock::now();
    let report = walk.wizard.report(now);
    let way = background.way_to_a_new_one(report.as_ref());
    let has_lost_access = walk.wizard.has_lost_data_access(now);
    let departure = with_the_way_on(walk.close(result).await, way, has_lost_access);
    let departure = if arguments.json {
        tell_as_json(departure, &place)
    } else {
        departure
    };
    let departure = naming(departure, origin.as_ref());
    Ok(without_news(departure, arguments.reach.quiet))
}

/// What came of it, as JSON on standard output. Where that does not arrive, the words say all of it, and what is in the file.
fn tell_as_json(departure: Departure, place: &Place) -> Departure {
    let Departure::Ended(code, lines) = &departure else {
        return departure;
    };
    let headline = lines.first().map(String::as_str).unwrap_or_default();
    let Some(result) = json::of_renewed(*code, headline) else {
        return departure;
    };
    let printed = result
        .map_err(|_| Departure::failed("The result could not be put into JSON."))
        .and_then(|bytes| print(&bytes));
    let Err(failed) = printed else {
        return departure;
    };
    let path = SafeText::new(&place.path);
    let file = match code {
        Code::Done => format!("{path} holds the renewed token."),
        _ => format!("{path} is as it was."),
    };
    failed.saying_last(lines.iter().cloned().chain([file]))
}

/// The same end, with the command that makes a new token where nothing less helps. What new time does not mend is said even where
/// nobody wants to hear of what went well.
fn with_the_way_on(departure: Departure, way: String, has_lost_access: bool) -> Departure {
    let Departure::Ended(code, lines) = departure else {
        return departure;
    };
    match code {
        Code::Dead => Departure::Ended(code, lines.into_iter().chain([way]).collect()),
        Code::Done | Code::NotDue if has_lost_access => {
            warn(
                "The data access is over: Instagram and personal data are closed to this token, and new time opens neither.",
            );
            warn(&way);
            Departure::Ended(code, lines)
        }
        _ => Departure::Ended(code, lines),
    }
}

/// Cron would mail what is as it should be.
fn without_news(departure: Departure, is_quiet: bool) -> Departure {
    match departure {
        Departure::Ended(code @ (Code::Done | Code::NotDue), _) if is_quiet => Departure::Ended(code, Vec::new()),
        other => other,
    }
}

/// The fingerprint of a token as it was given.
fn fingerprint_of(text: &str) -> String {
    PastedToken::new(text.trim().to_owned()).fingerprint()
}

async fn to_the_end(walk: &mut Walk, place: &Place, key: &str) -> Result<Departure, Departure> {
    let mut manner = Manner {
        names: (!key.is_empty())
            .then(|| (Datum::Token, key.to_owned()))
            .into_iter()
            .collect(),
        mode: None,
        group: None,
        agrees: true,
    };
    manner.mode = mode_of(walk, place, &manner).await?;
    let given = walk.inputs.of(Field::AnyToken).map(|token| fingerprint_of(token));
    walk.walk().await?;
    let now = clock::now();
    if let Body::Outcome(outcome) = walk.wizard.view(now).body
        && outcome.standing != Standing::Proved
    {
        let report = walk.wizard.report(now);
        let code = not_renewed(outcome.standing, report.as_ref());
        let lines = vec![sentence(outcome.headline), outcome.unattended.to_owned()];
        return Ok(Departure::Ended(code, lines));
    }
    let report = walk.wizard.report(now);
    let is_same_text = report
        .as_ref()
        .is_some_and(|report| report.fingerprint.is_some() && report.fingerprint == given);
    let saved = walk.save(place, &manner).await;
    saved.map_err(|departure| {
        if is_same_text {
            departure.saying_last([SAME_TEXT.to_owned()])
        } else {
            walk.with_last_words(departure)
        }
    })?;
    let end = report.map_or(Expiry::Unknown, |report| report.expires);
    Ok(Departure::ended(Code::Done, until(end, now)))
}

/// What a renewed token has won, in a sentence.
fn until(end: Expiry, now: Timestamp) -> String {
    match end {
        Expiry::At(at) => format!(
            "Renewed: it works until {}.",
            date_and_distance(at, end.left(now), &zone())
        ),
        Expiry::Never => "Renewed: it never expires.".to_owned(),
        Expiry::Unknown => "Renewed. Until when it works now was not said.".to_owned(),
    }
}

/// Tries the place before anything is sent; ends in the permissions that the file has and keeps.
async fn mode_of(walk: &mut Walk, place: &Place, manner: &Manner) -> Result<Option<Mode>, Departure> {
    let prospect = walk.look_at(place, manner).await?;
    // The token stood there before: this is for knowledge, and was agreed to when it was put there.
    for caution in prospect.cautions.iter().filter(|caution| caution.needs_consent()) {
        walk.teller.say(&sentence(&words_of_caution(caution).1));
    }
    let unusable = |mode: &Mode| !mode.owner_reads() || mode.others_write();
    if let Some(mode) = prospect.mode.filter(unusable) {
        return Err(Departure::ended(
            Code::Failed,
            format!("Others could change the file, or you could not read it ({mode}). chmod 600 mends that."),
        ));
    }
    Ok(prospect.mode)
}

/// What it means that the token is as it was.
pub(super) fn not_renewed(standing: Standing, report: Option<&Report>) -> Code {
    let bearing = report.and_then(|report| report.bearing);
    match (standing, bearing) {
        (Standing::Found(Tone::Good | Tone::Calm), _) => Code::NotDue,
        // There is nothing to renew, whatever else there is to say of it.
        (Standing::Found(_), _) if report.is_some_and(|report| report.expires == Expiry::Never) => Code::NotDue,
        (Standing::NotDone, Some(bearing)) => Purpose::Renew.code_of(bearing, false),
        (Standing::Found(_) | Standing::NotDone | Standing::Proved, _) => Code::Failed,
    }
}
