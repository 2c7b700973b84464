//! From Enter on the App secret to the Page list: the wizard beside the same calls made by curl one after another,
//! both against the simulator with the same fixed delay before each answer, in one run.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::arithmetic_side_effects,
    reason = "a measurement that meets something unexpected stops there, and prints what it found"
)]

use std::{
    io::Write as _,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use evertoken::{
    graph_api::GraphVersion,
    journey::{Field, PAGE},
    runtime::{ApiRoot, Runtime, Settings as RuntimeSettings},
    simulator::{self, Exchange, Running, Scenario},
    wizard::{
        Settings, Wizard,
        event::{Entry, Event},
        view::{Body, Look},
    },
};
use jiff::{Timestamp, tz::TimeZone};
use zeroize::Zeroizing;

/// What each answer is held back for: a slow but ordinary way to Meta.
const DELAY: Duration = Duration::from_millis(150);
/// How often each side is measured; the medians are shown.
const RUNS: usize = 5;

fn main() {
    let mut wizard = Vec::new();
    let mut curl = Vec::new();
    for _ in 0..RUNS {
        wizard.push(by_wizard());
        curl.push(by_curl());
    }
    println!(
        "from Enter on the App secret to the Page list, {} ms before each answer, medians of {RUNS}\n",
        DELAY.as_millis()
    );
    println!("{:28} {:>8}  {:>12}  {:>11}", "", "time", "round trips", "connections");
    show("evertoken", &mut wizard);
    if curl.iter().all(Option::is_some) {
        show(
            "curl, one call after another",
            &mut curl.into_iter().flatten().collect::<Vec<_>>(),
        );
    } else {
        println!("curl is not installed: SKIPPED");
    }
}

/// One way to the Page list.
struct Run {
    took: Duration,
    log: Vec<Exchange>,
}

fn show(name: &str, runs: &mut [Run]) {
    runs.sort_by_key(|run| run.took);
    let run = &runs[RUNS / 2];
    println!(
        "{name:28} {:>5} ms  {:>12}  {:>11}",
        run.took.as_millis(),
        in_a_row(&run.log),
        connections(&run.log)
    );
    for exchange in &run.log {
        println!(
            "    {:>4}..{:<4} {}",
            exchange.at.as_millis(),
            exchange.answered_at.as_millis(),
            exchange.line()
        );
    }
}

/// How many exchanges had to wait for another to be answered, counted along the longest such chain.
fn in_a_row(log: &[Exchange]) -> usize {
    let mut ends: Vec<Duration> = Vec::new();
    let mut chain = 0;
    for exchange in log {
        if ends.last().is_none_or(|end| exchange.at >= *end) {
            chain += 1;
            ends.push(exchange.answered_at);
        }
    }
    chain
}

fn connections(log: &[Exchange]) -> usize {
    let mut numbers: Vec<u64> = log.iter().map(|exchange| exchange.connection).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.len()
}

fn simulator() -> Running {
    simulator::start(Scenario::named("happy").unwrap().with_delay(DELAY), 0).unwrap()
}

/// The exchanges from the exchange of the token on.
fn from_the_exchange(running: &Running) -> Vec<Exchange> {
    let mut log = running.log();
    log.sort_by_key(|exchange| exchange.at);
    log.into_iter()
        .skip_while(|exchange| !exchange.path.ends_with("/oauth/access_token"))
        .collect()
}

fn by_wizard() -> Run {
    let running = simulator();
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let took = tokio.block_on(async {
        let settings = RuntimeSettings {
            api_root: Some(ApiRoot::parse(running.root()).unwrap()),
            ..RuntimeSettings::default()
        };
        let (mut runtime, mut inbox) = Runtime::new(settings);
        let mut wizard = Wizard::new(Settings {
            version: GraphVersion::default(),
            banner: None,
            server: None,
            root: None,
            samples: None,
            zone: std::sync::Arc::new(std::sync::LazyLock::new(|| TimeZone::UTC)),
        });
        let mut give = |wizard: &mut Wizard, event: Event| {
            for effect in wizard.update(event, Timestamp::now()) {
                assert!(runtime.carry_out(effect).is_none());
            }
        };
        let entry = |text: &str| Entry(Zeroizing::new(text.to_owned()));
        give(&mut wizard, Event::Choose(&PAGE));
        give(&mut wizard, Event::Next);
        give(
            &mut wizard,
            Event::Answer(Field::Token, entry(&running.samples().tokens[0])),
        );
        give(&mut wizard, Event::Settle(Field::Token));
        while !matches!(wizard.view(Timestamp::now()).body, Body::Form(form) if matches!(form.look, Look::Seen(_))) {
            let event = inbox.recv().await.unwrap();
            give(&mut wizard, event);
        }
        give(
            &mut wizard,
            Event::Answer(Field::AppSecret, entry(&running.samples().app_secrets[0])),
        );
        let start = Instant::now();
        give(&mut wizard, Event::Next);
        loop {
            match wizard.view(Timestamp::now()).body {
                Body::Choice(_) => return start.elapsed(),
                Body::Trouble(view) => panic!("{:?}", view.trouble),
                _ => {}
            }
            let event = inbox.recv().await.unwrap();
            give(&mut wizard, event);
        }
    });
    Run {
        took,
        log: from_the_exchange(&running),
    }
}

fn by_curl() -> Option<Run> {
    let running = simulator();
    let samples = running.samples();
    let root = format!("{}/graph.facebook.com/v25.0", running.root());
    let start = Instant::now();
    let exchange = curl(&format!(
        "url = \"{root}/oauth/access_token\"\ndata = \"grant_type=fb_exchange_token&client_id={}&client_secret={}&fb_exchange_token={}\"\n",
        samples.app_ids[0], samples.app_secrets[0], samples.tokens[0]
    ))?;
    let long = exchange["access_token"].as_str().unwrap().to_owned();
    let app = format!("{}%7C{}", samples.app_ids[0], samples.app_secrets[0]);
    curl(&format!(
        "url = \"{root}/debug_token?input_token={long}&access_token={app}\"\n"
    ))?;
    let list = curl(&format!(
        "url = \"{root}/me/accounts?limit=100\"\nheader = \"Authorization: Bearer {long}\"\n"
    ))?;
    let took = start.elapsed();
    assert!(list["data"].is_array());
    Some(Run {
        took,
        log: from_the_exchange(&running),
    })
}

/// One call with curl, its arguments on its standard input. `None` where there is no curl.
fn curl(config: &str) -> Option<serde_json::Value> {
    let mut child = Command::new("curl")
        .args(["--silent", "--max-time", "20", "--noproxy", "*", "--config", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take().unwrap().write_all(config.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Some(serde_json::from_slice(&output.stdout).unwrap())
}
