//! `evertoken renew`: a saved token is made to last again where it stands. On any failure the file keeps every byte.

use jiff::SignedDuration;

use crate::{
    delivery::{Access, Entry, FileKind, Mode, Order},
    exit::{Code, Departure},
    journey::{Datum, Field, RENEW},
    model::{PastedToken, Payload},
    runtime::{clock, log::Log},
    wizard::{
        dates::span,
        trouble::Bearing,
        view::{Body, Standing, Tone},
        words_of_caution,
    },
};

use super::{
    arguments::{Place, Reach, Renew},
    check::{days, record_of},
    deliver::{Manner, print},
    gather::{Gathered, naming},
    json,
    pages::Wanted,
    step::sentence,
    teller::{Teller, warn},
    walk::Walk,
    will::{Purpose, Will},
};

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
        recorded_left: recorded_left(&gathered, &arguments.reach),
        saves_only: matches!(kind, FileKind::Env | FileKind::Json).then(|| key.to_owned()),
    };
    let place = Place {
        kind,
        path: path.to_owned(),
    };
    let teller = Teller::new(arguments.reach.quiet);
    let mut walk = Walk::new(&arguments.reach, will, gathered.inputs, teller, log)?;
    let result = to_the_end(&mut walk, &place, key).await;
    let departure = walk.close(result).await;
    if arguments.json {
        tell_as_json(&departure)?;
    }
    let departure = naming(departure, origin.as_ref());
    Ok(without_news(departure, arguments.reach.quiet))
}

/// What came of it, as JSON on standard output.
fn tell_as_json(departure: &Departure) -> Result<(), Departure> {
    let Departure::Ended(code, lines) = departure else {
        return Ok(());
    };
    let headline = lines.first().map(String::as_str).unwrap_or_default();
    let Some(result) = json::of_renewed(*code, headline) else {
        return Ok(());
    };
    print(&result.map_err(|_| Departure::ended(Code::Failed, "The result cannot be written."))?)
}

/// Cron would mail what is as it should be.
fn without_news(departure: Departure, is_quiet: bool) -> Departure {
    match departure {
        Departure::Ended(code @ (Code::Done | Code::NotDue), _) if is_quiet => Departure::Ended(code, Vec::new()),
        other => other,
    }
}

/// How long the token lasts by the record of its making.
fn recorded_left(gathered: &Gathered, reach: &Reach) -> Option<SignedDuration> {
    let token = PastedToken::new(gathered.inputs.of(Field::AnyToken)?.trim().to_owned());
    record_of(&token.fingerprint(), reach)?.expires.left(clock::now())
}

async fn to_the_end(walk: &mut Walk, place: &Place, key: &str) -> Result<Departure, Departure> {
    let mode = mode_of(walk, place, key).await?;
    walk.walk().await?;
    let now = clock::now();
    if let Body::Outcome(outcome) = walk.wizard.view(now).body
        && outcome.standing != Standing::Proved
    {
        let bearing = walk.wizard.report(now).and_then(|report| report.bearing);
        let code = not_renewed(outcome.standing, bearing);
        let lines = vec![sentence(outcome.headline), outcome.unattended.to_owned()];
        return Ok(Departure::Ended(code, lines));
    }
    let report = walk.wizard.report(now);
    let names = if key.is_empty() {
        Vec::new()
    } else {
        vec![(Datum::Token, key.to_owned())]
    };
    let manner = Manner {
        names,
        mode,
        group: None,
        agrees: true,
    };
    walk.save(place, &manner).await?;
    let left = report.and_then(|report| report.left);
    let words = left.map_or_else(
        || "Renewed.".to_owned(),
        |left| format!("Renewed: it works for {} from now on.", span(left)),
    );
    Ok(Departure::Ended(Code::Done, vec![words]))
}

/// Tries the place before anything is sent; ends in the permissions that the file has and keeps.
async fn mode_of(walk: &mut Walk, place: &Place, key: &str) -> Result<Option<Mode>, Departure> {
    let order = Order {
        path: place.path.clone(),
        kind: place.kind,
        entries: vec![Entry {
            name: key.to_owned(),
            payload: Payload::Plain("0".to_owned()),
        }],
        access: Access::default(),
    };
    let found = walk.look_at(order).await?;
    let prospect = found.map_err(|fault| walk.cannot_save(&fault))?;
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
fn not_renewed(standing: Standing, bearing: Option<Bearing>) -> Code {
    match (standing, bearing) {
        (Standing::Found(Tone::Good | Tone::Calm), _) => Code::NotDue,
        (Standing::NotDone, Some(bearing)) => Purpose::Renew.code_of(bearing, false),
        (Standing::Found(_) | Standing::NotDone | Standing::Proved, _) => Code::Failed,
    }
}
