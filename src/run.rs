//! What each command does. Started by `main` with the arguments; ends in a [`Departure`].

mod status;

use std::{
    io::{self, Write},
    sync::{Arc, LazyLock},
};

use jiff::tz::TimeZone;

use crate::{
    cli::{self, Cli, Command, Logging, Options, Play},
    exit::Departure,
    graph_api::Host,
    journey::Field,
    linear::{self, Choice, Reader, Surroundings},
    runtime::{
        ApiRoot, Environment, Runtime, Settings as RuntimeSettings, StateDir, event_loop,
        log::{Log, Note},
        outlet,
    },
    simulator::{self, Running, Samples, Scenario, ScenarioError},
    tui::{self, Glyphs, Look, Screens, Theme},
    unattended,
    wizard::{self, Settings, Wizard, dates::Zone},
};

/// Does what the arguments say.
pub fn run(cli: Cli) -> Departure {
    let result = match cli.command {
        None => logging(&cli.log, "wizard", cli.api_root, |root, log| {
            wizard(cli.options, root, None, log)
        }),
        Some(Command::Demo { play, .. } | Command::Simulate { play, .. }) if play.list => {
            Ok(Departure::Told(scenarios()))
        }
        Some(Command::Demo { play, options, log }) => demo(&play, options, &log),
        Some(Command::Simulate { play, port }) => simulate(&play, port),
        Some(Command::Get { arguments, log }) => logging(&log, "get", arguments.reach.api_root, |_, log| {
            Ok(unattended::get(&arguments, log))
        }),
        Some(Command::Check { arguments, log }) => logging(&log, "check", arguments.reach.api_root, |_, log| {
            Ok(unattended::check(&arguments, log))
        }),
        Some(Command::Renew { arguments, log }) => logging(&log, "renew", arguments.reach.api_root, |_, log| {
            Ok(unattended::renew(&arguments, log))
        }),
        Some(Command::Status {
            forget: Some(fingerprint),
            ..
        }) => status::forget(&fingerprint),
        Some(Command::Status { json, forget: None }) => status::list(json),
        Some(Command::Completions { shell }) => Ok(Departure::Told(cli::completions(shell))),
        Some(Command::Man) => cli::manual()
            .map(Departure::Told)
            .map_err(|error| Departure::failed(format!("The manual cannot be made: {error}."))),
    };
    result.unwrap_or_else(|departure| departure)
}

/// The scenarios, one a line.
fn scenarios() -> String {
    let lines = Scenario::all().map(|scenario| format!("{:30} {}\n", scenario.name, scenario.title));
    lines.collect()
}

fn start(play: &Play, port: u16) -> Result<Running, Departure> {
    let scenario = Scenario::named(&play.scenario).map_err(|error| Departure::misused(unknown(&error)))?;
    simulator::start(scenario, port).map_err(|error| {
        Departure::failed(format!(
            "The simulator cannot listen on 127.0.0.1 port {port}: {error}."
        ))
    })
}

/// What to say about a scenario that cannot be played.
fn unknown(error: &ScenarioError) -> String {
    match error {
        ScenarioError::Unknown { asked, nearest } => {
            let nearest = nearest.map(|name| format!(" Did you mean {name}?")).unwrap_or_default();
            format!("There is no scenario \"{asked}\".{nearest}\nevertoken demo --list shows them all.")
        }
        ScenarioError::Unreadable { .. } => error.to_string(),
    }
}

fn demo(play: &Play, options: Options, log: &Logging) -> Result<Departure, Departure> {
    let running = start(play, 0)?;
    let root = ApiRoot::parse(running.root()).map_err(|error| Departure::failed(error.to_string()))?;
    logging(log, "demo", Some(root), |root, log| {
        wizard(options, root, Some(running.samples()), log)
    })
}

/// Runs something that talks to a server, with the log that was asked for: its first line and its last are written here.
fn logging(
    asked: &Logging,
    command: &'static str,
    root: Option<ApiRoot>,
    act: impl FnOnce(Option<ApiRoot>, Log) -> Result<Departure, Departure>,
) -> Result<Departure, Departure> {
    let log = asked.begin()?;
    let server = root.as_ref().map(ApiRoot::label);
    log.note(&Note::Began(command, server.as_deref()));
    let departure = act(root, log.clone()).unwrap_or_else(|departure| departure);
    log.note(&Note::Ended(departure.code()));
    let Some(fault) = log.fault() else {
        return Ok(departure);
    };
    let incomplete = format!("The log is not complete: it could not be written ({fault}).");
    if matches!(departure, Departure::Told(_)) {
        // What it tells goes to stdout, and these words are no part of it.
        let _ = writeln!(io::stderr(), "{incomplete}");
    }
    Ok(departure.saying_last([incomplete]))
}

/// The simulator alone. Ends when it is interrupted.
fn simulate(play: &Play, port: u16) -> Result<Departure, Departure> {
    let running = start(play, port)?;
    running.on_exchange(|exchange| {
        // Whoever reads these lines may have gone; the simulator is for those who still call it.
        let _ = writeln!(io::stderr(), "{}", exchange.line());
    });
    // Dropped, and so wiped, as soon as it is written.
    outlet::write(format!("{}\n", running.samples().to_json_line(running.root())).as_bytes())
        .map_err(|error| Departure::failed(format!("The first line could not be written: {}.", error.kind())))?;
    running.wait();
    Ok(Departure::failed("The simulator has stopped.".to_owned()))
}

fn wizard(
    options: Options,
    api_root: Option<ApiRoot>,
    samples: Option<&Samples>,
    log: Log,
) -> Result<Departure, Departure> {
    let tokio = event_loop::new().map_err(|error| Departure::failed(format!("evertoken cannot start: {error}.")))?;
    let zone: Zone = Arc::new(LazyLock::new(TimeZone::system));
    let environment = Environment::of_this_process();
    let look = look(&options, &environment, zone.clone());
    let surroundings = Surroundings::look(options.plain, &environment);
    let columns = environment.text("COLUMNS").and_then(|columns| columns.parse().ok());
    let label = api_root.as_ref().map(ApiRoot::label);
    let root = api_root.as_ref().map(ToString::to_string);
    let departure = tokio.block_on(async {
        let (runtime, inbox) = Runtime::new(RuntimeSettings {
            state: match (samples, &api_root) {
                // The demo is play: nothing of the person's is read or written.
                (Some(_), _) => StateDir::Never,
                // What a test server told is kept, and never mixes with what is real.
                (None, Some(_)) => StateDir::TestServer,
                (None, None) => StateDir::Platform,
            },
            api_root,
            clipboard: Some(options.clipboard.into()),
            environment,
            log,
            ..RuntimeSettings::default()
        });
        if let Some(fault) = runtime.proxy_fault() {
            return Departure::misused(fault.sentence());
        }
        let way = [
            runtime
                .proxy_for(Host::GraphFacebook)
                .map(|proxy| format!("through the proxy {proxy}")),
            runtime
                .trusts_by()
                .map(|variable| format!("certificates by {variable}")),
        ];
        let way: Vec<String> = way.into_iter().flatten().collect();
        let wizard = Wizard::new(Settings {
            version: options.graph_version,
            server: label.clone(),
            root,
            banner: match (samples, label) {
                (Some(_), _) => Some("demo: simulated Meta".to_owned()),
                (None, Some(label)) => Some(format!("test server {label}")),
                (None, None) => (!way.is_empty()).then(|| way.join(", ")),
            },
            samples: samples.map(offered),
            zone: zone.clone(),
        });
        let source = match surroundings.choose() {
            Choice::Lines(source) => source,
            Choice::Nobody if surroundings.is_plain_wanted || surroundings.is_dumb => return nobody(),
            // Where there is no terminal at all, opening it says why.
            Choice::Screens | Choice::Nobody => {
                // On the heap: the whole of the screen is in it.
                return Box::pin(tui::run(Screens::new(wizard, look, (runtime, inbox)))).await;
            }
        };
        let reader = Reader {
            source,
            columns: columns.filter(|columns| *columns > 0),
            is_ascii: look.glyphs == Glyphs::ascii(),
            is_dumb: surroundings.is_dumb,
            zone,
        };
        linear::run(wizard, (runtime, inbox), reader).await
    });
    Ok(departure)
}

/// Nobody can be asked anything.
fn nobody() -> Departure {
    Departure::failed(
        "evertoken cannot start: it asks questions, and there is neither a terminal nor standard input to answer them."
            .to_owned(),
    )
}

fn offered(samples: &Samples) -> wizard::Samples {
    wizard::Samples(
        [
            (Field::Token, samples.tokens.clone()),
            (Field::AnyToken, samples.check_tokens.clone()),
            (Field::AppId, samples.app_ids.clone()),
            (Field::AppSecret, samples.app_secrets.clone()),
            (Field::FacebookLanding, samples.facebook_codes.clone()),
            (Field::InstagramAppId, samples.instagram_app_ids.clone()),
            (Field::InstagramAppSecret, samples.instagram_app_secrets.clone()),
            (Field::InstagramRedirect, vec![samples.redirect_address.clone()]),
            (Field::InstagramLanding, samples.instagram_codes.clone()),
            (Field::InstagramToken, samples.instagram_tokens.clone()),
            (Field::InstagramHourToken, samples.instagram_hour_tokens.clone()),
            (Field::PageId, samples.page_ids.clone()),
        ]
        .into(),
    )
}

/// Colours unless they are unwanted, and signs that this terminal can show (facts: terminal 3.6).
fn look(options: &Options, environment: &Environment, time_zone: Zone) -> Look {
    let is_colourless = options.no_color
        || environment.has("NO_COLOR")
        || environment.text("CLICOLOR") == Some("0")
        || environment.text("TERM").is_some_and(|term| term.starts_with("vt"));
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| environment.text(name));
    let is_utf8 = locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    });
    let is_ascii = options.ascii || environment.text("TERM") == Some("linux") || (cfg!(unix) && !is_utf8);
    Look {
        theme: if is_colourless { Theme::plain() } else { Theme::ansi() },
        glyphs: if is_ascii { Glyphs::ascii() } else { Glyphs::unicode() },
        time_zone,
    }
}
