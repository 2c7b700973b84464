//! Links that are opened in a browser, or not.

use std::{fs, path::Path, time::Duration};

use evertoken::{
    runtime::{Environment, Runtime, clipboard::Da1},
    wizard::{
        effect::{Effect, Link},
        event::Event,
    },
};

use crate::{SECRET, at, inside, with, write_program};

#[test]
fn a_browser_gets_one_address_as_one_argument_and_its_output_goes_nowhere() {
    let place = tempfile::tempdir().unwrap();
    let program = place.path().join("browser");
    // Written under another name first: whoever waits for the file must find it whole.
    let script =
        "#!/bin/sh\necho loud; echo louder >&2\nprintf '%s\\n' $# \"$@\" > \"$0.part\"\nmv \"$0.part\" \"$0.said\"\n";
    write_program(&program, script);
    let variables = [("DISPLAY", ":59999"), ("BROWSER", program.to_str().unwrap())];
    inside("browser::inside_with_a_browser", &variables);
}

/// Secrets as they stand in environments, under names of ours and of others.
const SECRETS: [(&str, &str); 4] = [
    ("EVERTOKEN_TOKEN", SECRET),
    ("EVERTOKEN_APP_SECRET", "canary-of-the-app"),
    ("AWS_SECRET_ACCESS_KEY", "canary-of-another"),
    ("HTTPS_PROXY", "http://me:canary-of-the-proxy@127.0.0.1:9"),
];

#[test]
fn a_browser_gets_what_a_desktop_needs_of_the_environment_and_nothing_else() {
    let place = tempfile::tempdir().unwrap();
    let program = place.path().join("browser");
    write_program(&program, "#!/bin/sh\nenv > \"$0.part\"\nmv \"$0.part\" \"$0.said\"\n");
    let desktop = [
        ("DISPLAY", ":59999"),
        ("BROWSER", program.to_str().unwrap()),
        ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"),
        ("XAUTHORITY", "/nonexistent"),
    ];
    inside(
        "browser::inside_with_a_browser_that_tells_its_environment",
        &[desktop, SECRETS].concat(),
    );
}

#[tokio::test]
#[ignore = "run by the test above, with a browser"]
async fn inside_with_a_browser_that_tells_its_environment() {
    let environment = Environment::of_this_process();
    let said = format!("{}.said", environment.text("BROWSER").unwrap());
    let (mut runtime, mut inbox) = Runtime::new(at(environment, Da1::Silent));
    assert!(runtime.carry_out(Effect::Open(Link::Explorer)).is_none());
    let event = inbox.recv().await.unwrap();
    assert!(matches!(event, Event::Opened(Link::Explorer, true)), "{event:?}");
    // It has ended before that is told.
    let said = fs::read_to_string(said).unwrap();
    for name in ["DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XAUTHORITY", "PATH"] {
        assert!(said.contains(&format!("{name}=")), "{name} in\n{said}");
    }
    for (name, value) in SECRETS {
        assert!(!said.contains(name) && !said.contains(value), "{name} in\n{said}");
    }
}

#[test]
fn a_browser_that_fails_at_once_was_not_opened() {
    let variables = [("DISPLAY", ":59999"), ("BROWSER", "/bin/false")];
    inside("browser::inside_with_a_browser_that_fails", &variables);
}

#[tokio::test]
#[ignore = "run by the test above, with a browser"]
async fn inside_with_a_browser_that_fails() {
    let (mut runtime, mut inbox) = Runtime::new(at(Environment::of_this_process(), Da1::Silent));
    assert!(runtime.carry_out(Effect::Open(Link::Explorer)).is_none());
    let event = inbox.recv().await.unwrap();
    assert!(matches!(event, Event::Opened(Link::Explorer, false)), "{event:?}");
}

#[test]
fn a_browser_that_goes_on_running_was_opened() {
    let place = tempfile::tempdir().unwrap();
    let program = place.path().join("browser");
    write_program(&program, "#!/bin/sh\nexec sleep 3\n");
    let variables = [("DISPLAY", ":59999"), ("BROWSER", program.to_str().unwrap())];
    inside("browser::inside_with_a_browser_that_stays", &variables);
}

#[tokio::test]
#[ignore = "run by the test above, with a browser"]
async fn inside_with_a_browser_that_stays() {
    let (mut runtime, mut inbox) = Runtime::new(at(Environment::of_this_process(), Da1::Silent));
    assert!(runtime.carry_out(Effect::Open(Link::Explorer)).is_none());
    let event = inbox.recv().await.unwrap();
    assert!(matches!(event, Event::Opened(Link::Explorer, true)), "{event:?}");
}

#[tokio::test]
#[ignore = "run by the test above, with a browser"]
async fn inside_with_a_browser() {
    let environment = Environment::of_this_process();
    let said = format!("{}.said", environment.text("BROWSER").unwrap());
    let (mut runtime, mut inbox) = Runtime::new(at(environment, Da1::Silent));
    assert!(runtime.can_open_browser());
    assert!(runtime.carry_out(Effect::Open(Link::Explorer)).is_none());
    let event = inbox.recv().await.unwrap();
    assert!(matches!(event, Event::Opened(Link::Explorer, true)), "{event:?}");
    let mut waiting = tokio::time::interval(Duration::from_millis(10));
    for _ in 0..1_000 {
        if Path::new(&said).exists() {
            break;
        }
        waiting.tick().await;
    }
    assert_eq!(
        fs::read_to_string(said).unwrap(),
        format!("1\n{}\n", Link::Explorer.url())
    );
}

#[tokio::test]
async fn over_ssh_no_browser_is_started() {
    let (mut runtime, mut inbox) = Runtime::new(with(&[("DISPLAY", ":0"), ("SSH_TTY", "x")], Da1::Silent));
    assert!(runtime.carry_out(Effect::Open(Link::Facebook)).is_none());
    let event = inbox.recv().await.unwrap();
    assert!(matches!(event, Event::Opened(Link::Facebook, false)), "{event:?}");
}
