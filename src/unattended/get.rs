//! `evertoken get`: a journey from what was given to a token on standard output, in a file, or both.

use crate::{
    delivery::{FileKind, check_name},
    exit::{Code, Departure},
    journey::{self, Field, Journey, Spelling, Stage},
    runtime::{
        clock,
        log::Log,
        outlet::{self, Outlet},
    },
    wizard::view::{Body, Standing},
};

use super::{
    arguments::Get,
    deliver::{Manner, print},
    gather::{Gathered, option},
    inputs::{lacking, needed, used},
    json::{self, Made},
    pages::Wanted,
    step::sentence,
    teller::{Teller, warn},
    walk::Walk,
    will::{Purpose, Will},
};

/// Runs it to its end.
pub(super) async fn run(arguments: &Get, log: Log) -> Result<Departure, Departure> {
    let journey = journey::ALL.iter().find(|journey| journey.name == arguments.journey);
    let journey = *journey.ok_or_else(|| Departure::ended(Code::Misused, "There is no such journey."))?;
    let wanted = Wanted {
        ids: arguments.page.clone(),
        names: arguments.page_name.clone(),
    };
    check_ways_out(arguments, journey, &wanted)?;
    let (gathered, door) = gather(arguments, journey)?;
    if !arguments.reach.quiet {
        gathered.words.iter().for_each(|words| warn(words));
    }
    let will = Will {
        journey,
        door,
        purpose: Purpose::Get,
        pages: wanted,
        goes_without_permissions: arguments.without_permissions,
        within: None,
        recorded_left: None,
        saves_only: None,
    };
    let teller = Teller::new(arguments.reach.quiet);
    let mut walk = Walk::new(&arguments.reach, will, gathered.inputs, teller, log)?;
    let result = to_the_end(&mut walk, arguments).await;
    Ok(walk.close(result).await)
}

async fn to_the_end(walk: &mut Walk, arguments: &Get) -> Result<Departure, Departure> {
    let manner = Manner {
        names: arguments.saving.name.clone(),
        mode: arguments.saving.mode,
        group: arguments.saving.group.clone(),
        agrees: arguments.saving.yes,
    };
    for place in &arguments.saving.save {
        walk.try_place(place, &manner).await?;
    }
    walk.walk().await?;
    if let Some(departure) = unproved(walk) {
        return Err(departure);
    }
    let made = walk.made();
    if let Some(departure) = another_page(&walk.will.pages, &made) {
        return Err(departure);
    }
    if made.is_empty() {
        return Err(Departure::ended(Code::Failed, "There is no new token to hand over."));
    }
    for place in &arguments.saving.save {
        walk.save(place, &manner).await?;
    }
    if prints(arguments) {
        hand_over(walk, arguments, &made)?;
    }
    Ok(Departure::Ended(Code::Done, Vec::new()))
}

/// A Page token that was given is of one Page, whichever was asked for.
fn another_page(wanted: &Wanted, made: &[Made]) -> Option<Departure> {
    let pages = made.iter().filter_map(|one| one.report.page.as_ref());
    let mut others = pages.filter(|page| {
        let name = page.name.as_ref().map(crate::model::SafeText::as_str);
        !wanted.has(&page.id, name.unwrap_or_default())
    });
    let other = others.next()?;
    let name = other.name.as_ref().map_or_else(String::new, |name| format!("  {name}"));
    let words = format!("The token that was given is of another Page, {}{name}.", other.id);
    Some(Departure::ended(Code::Failed, words))
}

/// Whether the result goes to standard output.
const fn prints(arguments: &Get) -> bool {
    arguments.saving.save.is_empty() || arguments.printing.json || arguments.printing.reveal
}

fn hand_over(walk: &mut Walk, arguments: &Get, made: &[Made]) -> Result<(), Departure> {
    if arguments.printing.json {
        let bytes = json::of_made(&arguments.journey, made)
            .map_err(|_| Departure::ended(Code::Failed, "The result could not be put into JSON."))?;
        print(&bytes)
    } else {
        made.iter().try_for_each(|one| print(&json::alone(&one.token)))
    }
    .map_err(|departure| match departure {
        Departure::Ended(code, lines) => {
            Departure::Ended(code, lines.into_iter().chain(walk.wizard.last_words()).collect())
        }
        other => other,
    })?;
    walk.was_handed_over();
    Ok(())
}

/// What keeps the outcome from being handed over: not all of it was proved.
fn unproved(walk: &Walk) -> Option<Departure> {
    let view = walk.wizard.view(clock::now());
    match view.body {
        Body::Outcome(outcome) if outcome.standing == Standing::Proved => {
            walk.teller.say(&sentence(outcome.headline));
            None
        }
        Body::Outcome(outcome) => {
            let lines = vec![sentence(outcome.headline), outcome.unattended.to_owned()];
            Some(Departure::Ended(Code::Failed, lines))
        }
        Body::Results(results) if results.rows.iter().all(|row| row.standing == Standing::Proved) => {
            walk.teller.say(&sentence(results.headline));
            None
        }
        Body::Results(results) => {
            let rows = results.rows.iter();
            let rows = rows.map(|row| format!("  {}: {}", row.name, row.headline));
            let lines = std::iter::once(format!("{}, so none is handed over.", results.headline)).chain(rows);
            Some(Departure::Ended(Code::Failed, lines.collect()))
        }
        _ => Some(Departure::ended(Code::Failed, "The walk ended without a result.")),
    }
}

/// What was given, and the door it leads through. The error lists everything that is missing.
fn gather(arguments: &Get, journey: &'static Journey) -> Result<(Gathered, usize), Departure> {
    let mut gathered = Gathered::default();
    gathered.take_token(arguments.token_file.as_deref())?;
    gathered.take_app(&arguments.app)?;
    gathered.take_instagram_secret(arguments.instagram_app_secret_file.as_deref())?;
    let text = |name, text: &Option<String>| text.as_deref().map(|text| option(name, text));
    gathered.inputs.instagram_app_id = text("--instagram-app-id", &arguments.instagram_app_id);
    gathered.inputs.redirect = text("--redirect", &arguments.redirect);
    let misused = |words: String| Departure::ended(Code::Misused, words);
    let door = |gathered: &Gathered| gathered.inputs.door(journey, arguments.door).map_err(misused);
    let lacks = needed(journey, door(&gathered)?);
    let is_login = |field: &Field| matches!(field, Field::FacebookLanding | Field::InstagramLanding);
    let mut stages = journey.doors.iter().flat_map(|door| door.stages);
    let has_login = stages.any(|stage| stage.fields().iter().any(is_login));
    if !gathered.inputs.missing(&lacks).is_empty() {
        gathered.take_piped(&lacks, has_login)?;
    }
    let door = door(&gathered)?;
    check_options(arguments, journey, door)?;
    let missing = gathered.inputs.missing(&needed(journey, door));
    if missing.is_empty() {
        return Ok((gathered, door));
    }
    let login = "A login in a browser needs a person. Only a bare login code, with its --redirect, can be given instead of a token.";
    let login = has_login.then(|| login.to_owned());
    Err(gathered.lacking(lacking(&missing, true), login))
}

/// An option that the walk through this door never looks at was meant for another one.
fn check_options(arguments: &Get, journey: &Journey, door: usize) -> Result<(), Departure> {
    let used = used(journey, door);
    let options = [
        (
            "--token-file",
            arguments.token_file.is_some(),
            Field::is_token as fn(Field) -> bool,
        ),
        ("--app-id", arguments.app.app_id.is_some(), |field| {
            field == Field::AppId
        }),
        ("--app-secret-file", arguments.app.app_secret_file.is_some(), |field| {
            field == Field::AppSecret
        }),
        ("--instagram-app-id", arguments.instagram_app_id.is_some(), |field| {
            field == Field::InstagramAppId
        }),
        (
            "--instagram-app-secret-file",
            arguments.instagram_app_secret_file.is_some(),
            |field| field == Field::InstagramAppSecret,
        ),
        ("--redirect", arguments.redirect.is_some(), |field| {
            matches!(field, Field::FacebookRedirect | Field::InstagramRedirect)
        }),
    ];
    let takes_names = |kind| matches!(kind, FileKind::Env | FileKind::Json);
    let saving = &arguments.saving;
    if !saving.name.is_empty() && !saving.save.iter().any(|place| takes_names(place.kind)) {
        return Err(Departure::misused(
            "--name is of no use here: names stand only in variables and in JSON, --save env:PATH or json:PATH.",
        ));
    }
    if arguments.without_permissions && journey.required.is_empty() && journey.wanted.is_empty() {
        let words = format!(
            "--without-permissions is of no use to get {}, which wants none.",
            journey.name
        );
        return Err(Departure::misused(words));
    }
    let is_idle = |is_meant: fn(Field) -> bool| !used.iter().copied().any(is_meant);
    let idle = options
        .into_iter()
        .find(|(_, is_given, is_meant)| *is_given && is_idle(*is_meant));
    match idle {
        Some((option, ..)) => {
            let title = journey.doors.get(door).map_or("", |door| door.title);
            let name = journey.name;
            let words = format!("{option} is of no use to get {name} by this way ({title}). --door says by which way.");
            Err(Departure::misused(words))
        }
        None => Ok(()),
    }
}

/// Whether the result can go where it is wanted: known before anything is read or sent (safety L2, T60).
fn check_ways_out(arguments: &Get, journey: &Journey, wanted: &Wanted) -> Result<(), Departure> {
    let misused = |words: &str| Err(Departure::ended(Code::Misused, words));
    let has_choice = journey.stages.iter().any(|stage| matches!(stage, Stage::Choice(_)));
    if wanted.count() > 0 && !has_choice {
        return misused("This journey chooses no Page, so --page and --page-name mean nothing to it.");
    }
    let is_several = wanted.count() > 1;
    if is_several && arguments.saving.save.is_empty() && !arguments.printing.json {
        return misused("Several Pages give several tokens: --json or --save env:PATH takes them all.");
    }
    for place in &arguments.saving.save {
        match place.kind {
            FileKind::Token | FileKind::Options if is_several => {
                return misused("Several tokens fit in a file only with --save env:PATH or --save json:PATH.");
            }
            FileKind::Options if !journey.names.iter().any(|naming| naming.spelling == Spelling::Options) => {
                return misused("No program is known that reads the result of this journey as options.");
            }
            kind => {
                let fault = arguments
                    .saving
                    .name
                    .iter()
                    .find_map(|(_, name)| check_name(kind, name).err());
                if let Some(fault) = fault {
                    return misused(fault.sentence());
                }
            }
        }
    }
    if arguments
        .saving
        .mode
        .is_some_and(|mode| !mode.owner_reads() || mode.others_write())
    {
        return misused("With these permissions you could not read the file, or others could change it.");
    }
    if !prints(arguments) {
        return Ok(());
    }
    match outlet::standard_output() {
        Outlet::Terminal if !arguments.printing.reveal => Err(Departure::ended(
            Code::Failed,
            "Standard output is a terminal, where everybody near it reads along. Nothing was sent. Save the token with --save, \
             pass it on with | or $(…), or use --reveal.",
        )),
        Outlet::Nowhere => Err(Departure::ended(
            Code::Failed,
            "Standard output leads nowhere, so the token would be lost. Nothing was sent.",
        )),
        Outlet::Abandoned => Err(Departure::ended(
            Code::Failed,
            "Nobody reads standard output any more, so the token would be lost. Nothing was sent.",
        )),
        Outlet::Terminal | Outlet::Open => Ok(()),
    }
}
