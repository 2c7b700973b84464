//! `evertoken get`: a journey from what was given to a token on standard output, in a file, or both.

use crate::{
    delivery::{FileKind, check_name},
    exit::{Code, Departure},
    journey::{self, Field, Journey, RENEW, Spelling, Stage},
    model::{PageId, SafeText},
    runtime::{
        clock,
        log::Log,
        outlet::{self, Outlet},
    },
    wizard::{
        report::Party,
        view::{Body, Standing},
    },
};

use super::{
    arguments::Get,
    check::in_words,
    deliver::{Manner, print, print_alone},
    gather::{Gathered, option},
    inputs::{lacking, needed, used},
    json::{self, Made},
    pages::Wanted,
    renew::not_renewed,
    step::sentence,
    teller::{Teller, warn},
    walk::Walk,
    will::{Purpose, Will},
};

/// Runs it to its end.
pub(super) async fn run(arguments: &Get, log: Log) -> Result<Departure, Departure> {
    let journey = journey::UNATTENDED
        .iter()
        .find(|journey| journey.name == arguments.journey);
    let journey = *journey.ok_or_else(|| Departure::ended(Code::Misused, "There is no such journey."))?;
    let wanted = Wanted {
        ids: once_each(&arguments.page),
        names: once_each(&arguments.page_name),
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
    tell_pages(walk);
    if let Some(departure) = unproved(walk) {
        return Err(departure);
    }
    let made = walk.made();
    if let Some(departure) = other_pages(&walk.will.pages, &made) {
        return Err(departure);
    }
    if made.is_empty() {
        return Err(Departure::ended(Code::Failed, "There is no new token to hand over."));
    }
    for place in &arguments.saving.save {
        let saved = walk.save(place, &manner).await;
        saved.map_err(|departure| walk.with_last_words(departure))?;
    }
    if prints(arguments) {
        hand_over(walk, arguments, &made)?;
    }
    Ok(Departure::Ended(Code::Done, Vec::new()))
}

/// Says whose token it is, where nothing was chosen: which Page it is of followed from what was given.
fn tell_pages(walk: &mut Walk) {
    if let Some(page) = walk.wizard.report(clock::now()).and_then(|report| report.page) {
        walk.name_page(in_words(&page));
    }
}

/// What keeps tokens from being handed over that are not those of the Pages that were asked for, each of them and no other.
fn other_pages(wanted: &Wanted, made: &[Made]) -> Option<Departure> {
    let pages: Vec<&Party> = made.iter().filter_map(|one| one.report.page.as_ref()).collect();
    let name_of = |page: &Party| {
        page.name
            .as_ref()
            .map(|name| name.as_str().to_owned())
            .unwrap_or_default()
    };
    if let Some(other) = pages.iter().find(|page| !wanted.has(&page.id, &name_of(page))) {
        let words = format!("The token that was given is of another Page, {}.", in_words(other));
        return Some(Departure::failed(words));
    }
    if wanted.count() < 2 || made.len() == wanted.count() {
        return None;
    }
    let of = |id: Vec<PageId>, name: Vec<String>| Wanted { ids: id, names: name };
    let each = wanted
        .ids
        .iter()
        .map(|id| (id.to_string(), of(vec![id.clone()], Vec::new())));
    let named = wanted
        .names
        .iter()
        .map(|name| (SafeText::new(name).to_string(), of(Vec::new(), vec![name.clone()])));
    let lacks = |one: &Wanted| !pages.iter().any(|page| one.has(&page.id, &name_of(page)));
    let lacking: Vec<String> = each
        .chain(named)
        .filter(|(_, one)| lacks(one))
        .map(|(words, _)| words)
        .collect();
    Some(if lacking.is_empty() {
        Departure::misused("--page and --page-name name the same Page. Each Page is to be named once.")
    } else {
        Departure::failed(format!(
            "The token that was given is a Page token, which is of its own Page alone. So there is none of these: {}.",
            lacking.join(", ")
        ))
    })
}

/// Each of these once, in their order.
fn once_each<T: Clone + PartialEq>(all: &[T]) -> Vec<T> {
    let mut each: Vec<T> = Vec::with_capacity(all.len());
    for one in all {
        if !each.contains(one) {
            each.push(one.clone());
        }
    }
    each
}

/// Whether the result goes to standard output.
const fn prints(arguments: &Get) -> bool {
    arguments.saving.save.is_empty() || arguments.printing.json || arguments.printing.reveal
}

fn hand_over(walk: &mut Walk, arguments: &Get, made: &[Made]) -> Result<(), Departure> {
    if arguments.printing.json {
        let is_list = walk.will.pages.count() > 1;
        let bytes = json::of_made(&arguments.journey, made, is_list)
            .map_err(|_| Departure::ended(Code::Failed, "The result could not be put into JSON."))?;
        print(&bytes)
    } else {
        made.iter().try_for_each(|one| print_alone(&one.token))
    }
    .map_err(|departure| walk.with_last_words(departure))?;
    walk.was_handed_over();
    Ok(())
}

/// What is said where there is a token that works, and is not what was asked for.
const ONLY_BY_THE_WIZARD: &str = "Without a person it is not handed over, because it ends. The wizard hands it over all the same: run evertoken, and save or \
                                  copy it there.";

/// What keeps the outcome from being handed over: not all of it was proved.
fn unproved(walk: &Walk) -> Option<Departure> {
    let view = walk.wizard.view(clock::now());
    match view.body {
        Body::Outcome(outcome) if outcome.standing == Standing::Proved => {
            walk.teller.say(&sentence(outcome.headline));
            None
        }
        Body::Outcome(outcome) => {
            let mut lines = vec![sentence(outcome.headline), outcome.unattended.to_owned()];
            let report = walk.wizard.report(clock::now());
            let ends = report.as_ref().and_then(|report| report.left);
            if outcome.token.is_some() && ends.is_some_and(|left| left.is_positive()) {
                lines.push(ONLY_BY_THE_WIZARD.to_owned());
            }
            // Nothing is wrong then, and there is nothing to hand over.
            let is_not_due =
                walk.will.journey == &RENEW && not_renewed(outcome.standing, report.as_ref()) == Code::NotDue;
            let code = if is_not_due { Code::NotDue } else { Code::Failed };
            Some(Departure::Ended(code, lines))
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
        _ => Some(Departure::ended(Code::Failed, "It ended without a result.")),
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

/// Whether the result can go where it is wanted: known before anything is read or sent (facts: safety L2, T60).
fn check_ways_out(arguments: &Get, journey: &Journey, wanted: &Wanted) -> Result<(), Departure> {
    let misused = |words: &str| Err(Departure::ended(Code::Misused, words));
    let mut choices = journey.stages.iter().filter_map(|stage| match stage {
        Stage::Choice(choice) => Some(choice),
        _ => None,
    });
    let choice = choices.next();
    if wanted.count() > 0 && choice.is_none() {
        return misused("This journey chooses no Page, so --page and --page-name mean nothing to it.");
    }
    let is_several = wanted.count() > 1;
    if is_several && choice.is_some_and(|choice| !choice.takes_several()) {
        return misused(&format!("The journey {} takes one Page at a time.", journey.name));
    }
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
