//! Links that are opened in a browser, or not.

use std::{fs, path::Path, time::Duration};

use evertoken::{
    runtime::{Environment, Runtime, clipboard::Da1},
    wizard::{
        effect::{Effect, Link},
        event::Event,
    },
};

use crate::{at, inside, with, write_program};

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
