//! Client libraries of other people against the simulator: `facebook-sdk` and `python-facebook-api`, fetched from PyPI
//! into an environment that is thrown away. If they cannot read the simulator, it does not speak as Meta does. Says
//! SKIPPED and passes where there is no Python or no PyPI.

#![expect(clippy::unwrap_used, reason = "a test that meets something unexpected stops there")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use evertoken::simulator::{Running, Scenario, start};
use serde_json::{Value, json};

const LIBRARIES: [&str; 2] = ["facebook-sdk==3.1.0", "python-facebook-api==0.24.0"];
const WALK: &str = include_str!("walk.py");
const REDIRECT: &str = "https://www.example.com/callback/";
/// The libraries send this `state`, and want it back.
const STATE: &str = "PyFacebook";

/// The output of a program that is given this on standard input; `None` when it cannot be run or takes too long.
fn run(command: &mut Command, input: &str, most: Duration) -> Option<Output> {
    let mut child = command
        .env("PIP_NO_INPUT", "1")
        .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
        .env("PIP_NO_CACHE_DIR", "1")
        .env("PYTHONNOUSERSITE", "1")
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(input.as_bytes()).ok()?;
    let id = child.id().to_string();
    let (send, ended) = mpsc::channel();
    std::thread::spawn(move || send.send(child.wait_with_output()));
    if let Ok(output) = ended.recv_timeout(most) {
        return output.ok();
    }
    // Its output ends with it, and with that the thread.
    Command::new("kill").args(["-KILL", &id]).status().ok()?;
    None
}

/// The Python of an environment with the libraries; the error says why there is none.
fn environment(folder: &Path) -> Result<String, String> {
    let made = run(
        Command::new("python3").arg("-m").arg("venv").arg(folder),
        "",
        Duration::from_mins(1),
    );
    if !made.is_some_and(|output| output.status.success()) {
        return Err("python3 with venv is not there".to_owned());
    }
    let python = folder.join("bin/python").to_str().unwrap().to_owned();
    let install = ["-m", "pip", "install", "--quiet", "--timeout", "15", "--retries", "1"];
    let installed = run(
        Command::new(&python).args(install).args(LIBRARIES),
        "",
        Duration::from_mins(3),
    );
    match installed {
        Some(output) if output.status.success() => Ok(python),
        Some(output) => Err(format!(
            "pip could not install them: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )),
        None => Err("pip took too long".to_owned()),
    }
}

/// Where a login leads back to, when the person continues.
fn landed(running: &Running, path: &str, parameters: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .extend_pairs([("redirect_uri", REDIRECT), ("state", STATE), ("simulate", "continue")])
        .finish();
    let address = running.root().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path}?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let lines = BufReader::new(stream).lines().map(Result::unwrap);
    let mut headers = lines.filter_map(|line| {
        line.split_once(": ")
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
    });
    let (_, location) = headers.find(|(name, _)| name == "location").unwrap();
    location
}

#[test]
fn two_client_libraries_read_the_simulator_as_they_read_meta() {
    let folder = tempfile::tempdir().unwrap();
    let python = match environment(folder.path()) {
        Ok(python) => python,
        Err(why) => {
            eprintln!("SKIPPED: the client libraries were not tried against the simulator: {why}");
            return;
        }
    };
    let running = start(Scenario::named("happy").unwrap(), 0).unwrap();
    let mut given: Value = serde_json::from_str(&running.samples().to_json_line(running.root())).unwrap();
    let samples = running.samples();
    let (id, scope) = (samples.app_ids.first().unwrap(), "pages_show_list");
    let instagram = [
        ("client_id", samples.instagram_app_ids.first().unwrap().as_str()),
        ("response_type", "code"),
        ("scope", "instagram_business_basic"),
    ];
    let facebook = [("client_id", id.as_str()), ("scope", scope)];
    given["landed"] = json!(landed(&running, "/www.facebook.com/dialog/oauth", &facebook));
    given["instagram_landed"] = json!(landed(&running, "/www.instagram.com/oauth/authorize", &instagram));
    given["redirect"] = json!(REDIRECT);

    let output = run(
        Command::new(python).arg("-c").arg(WALK),
        &given.to_string(),
        Duration::from_mins(2),
    );
    let output = output.unwrap_or_else(|| panic!("the walk took too long: {:?}", running.log()));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let seen: Value = serde_json::from_slice(&output.stdout).unwrap();
    let me = json!({"id": "10229847561203984", "name": "Alex Example"});
    let refused =
        "Failed to decrypt: facebook::fbcrypto::CryptoException: Padded data size is not a multiple of block size";
    let expected = json!({
        "sdk_me": me,
        "sdk_permissions": [
            "business_management",
            "instagram_basic",
            "instagram_content_publish",
            "instagram_manage_comments",
            "instagram_manage_insights",
            "pages_manage_engagement",
            "pages_manage_metadata",
            "pages_manage_posts",
            "pages_read_engagement",
            "pages_read_user_content",
            "pages_show_list",
            "public_profile",
            "read_insights",
        ],
        "sdk_pages": ["Harbour Bakery", "Night Market Lisbon", "Tuesday Book Club"],
        "sdk_debug": "USER",
        "sdk_extended": 5_183_944,
        "sdk_app_token": id,
        "sdk_refused": [190, refused],
        "api_by_code": ["bearer", "EAA"],
        "api_me": me,
        "api_pages": 3,
        "api_page_token": ["PAGE", "104857392016485", 0],
        "api_refused": [190, refused],
        "instagram_me": {"user_id": "17841460028451937", "username": "harbour.bakery", "id": "26018374650293847"},
        "instagram_long": 5_183_944,
        "instagram_refreshed_early": true,
    });
    assert_eq!(seen, expected);
}
