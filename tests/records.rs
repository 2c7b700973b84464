//! What is kept of the tokens that were made here: by the runtime, by two programs at once, and never a secret.

#![expect(clippy::unwrap_used, reason = "tests fail loudly, and these scripts are short")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use evertoken::{
    model::{AppSecret, Expiry, Record, Remembered, SafeText, SavedPlace, UserToken},
    runtime::{
        Runtime, Settings, StateDir,
        records::{self, Kept},
    },
    wizard::effect::Effect,
};
use jiff::Timestamp;

const FILE: &str = "records.json";
const LOCK: &str = "records.lock";

fn now() -> Timestamp {
    "2026-11-26T10:00:00Z".parse().unwrap()
}

fn record(fingerprint: &str) -> Record {
    Record {
        fingerprint: fingerprint.to_owned(),
        journey: "page".to_owned(),
        kind: "Page token".to_owned(),
        label: SafeText::new("Harbour Bakery (104857392016485)"),
        app: Some("482915730264718".parse().unwrap()),
        page: Some("104857392016485".parse().unwrap()),
        instagram: None,
        instagram_name: None,
        user: None,
        permissions: Vec::new(),
        made: now(),
        expires: Expiry::Never,
        data_access_ends: Expiry::Unknown,
        saved: vec![SavedPlace {
            file: "/home/ada/.env".to_owned(),
            name: Some("FACEBOOK_PAGE_TOKEN".to_owned()),
        }],
        server: None,
    }
}

/// A folder of one's own that is not there yet, inside one that goes away with the test.
fn place() -> (tempfile::TempDir, PathBuf) {
    let around = tempfile::tempdir().unwrap();
    let folder = around.path().join("state").join("evertoken");
    (around, folder)
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// One run of the program's runtime, to its end.
async fn run(folder: &Path, effects: Vec<Effect>) {
    let (mut runtime, _inbox) = Runtime::new(Settings {
        state: StateDir::At(folder.to_owned()),
        ..Settings::default()
    });
    for effect in effects {
        assert!(runtime.carry_out(effect).is_none());
    }
    runtime.shutdown().await;
}

fn kept(records: Vec<Record>) -> Kept {
    Kept {
        records,
        ..Kept::default()
    }
}

#[tokio::test]
async fn what_runs_record_is_read_again_in_one_record_a_token() {
    let (_around, folder) = place();
    let effects = ["00000001", "00000002", "00000001"].map(|name| Effect::Record(Box::new(record(name))));
    run(&folder, effects.into()).await;
    let mut elsewhere = record("00000002");
    elsewhere.saved[0].file = "/home/ada/other/.env".to_owned();
    run(&folder, vec![Effect::Record(Box::new(elsewhere.clone()))]).await;
    elsewhere.saved.push(record("").saved[0].clone());
    assert_eq!(records::read(&folder), Ok(kept(vec![record("00000001"), elsewhere])));
    assert_eq!(names(&folder), [FILE, LOCK]);
}

#[test]
fn a_damaged_file_is_set_aside_whole_by_whoever_meets_it_and_never_written_over() {
    let (_around, folder) = place();
    fs::create_dir_all(&folder).unwrap();
    for (text, aside) in [("first", 1), ("second", 2)] {
        fs::write(folder.join(FILE), text).unwrap();
        records::keep(&folder, &record("00000001"), now()).unwrap();
        let found = records::read(&folder).unwrap();
        assert_eq!(found.records, [record("00000001")]);
        assert_eq!(found.damaged.len(), aside);
    }
    let damaged = records::read(&folder).unwrap().damaged;
    let mut texts: Vec<String> = damaged.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    texts.sort();
    assert_eq!(texts, ["first", "second"]);
}

#[test]
fn a_file_of_a_later_version_is_left_as_it_is() {
    let (_around, folder) = place();
    fs::create_dir_all(&folder).unwrap();
    let later = r#"{"version":2,"tokens":{}}"#;
    fs::write(folder.join(FILE), later).unwrap();
    assert!(records::keep(&folder, &record("00000001"), now()).is_err());
    assert!(records::forget(&folder, "00000001").is_err());
    assert!(records::read(&folder).is_err());
    assert_eq!(fs::read_to_string(folder.join(FILE)).unwrap(), later);
}

#[test]
fn a_record_is_forgotten_alone() {
    let (_around, folder) = place();
    assert_eq!(records::forget(&folder, "00000001"), Ok(None));
    assert!(!folder.exists(), "nothing is made to forget something");
    for name in ["00000001", "00000002"] {
        records::keep(&folder, &record(name), now()).unwrap();
    }
    assert_eq!(records::forget(&folder, "00000001"), Ok(Some(record("00000001"))));
    assert_eq!(records::forget(&folder, "00000001"), Ok(None));
    assert_eq!(records::read(&folder), Ok(kept(vec![record("00000002")])));
}

mod two_programs {
    use super::*;

    /// Tells the test below, run once more by itself, where to write and what to begin each fingerprint with.
    const ORDERS: &str = "EVERTOKEN_TEST_RECORDS";
    const EACH: u32 = 200;

    fn fingerprints(first: &str) -> impl Iterator<Item = String> {
        (0..EACH).map(move |number| format!("{first}{number:07x}"))
    }

    /// Which of these are not recorded.
    fn missing(folder: &Path, expected: impl Iterator<Item = String>) -> Vec<String> {
        let found = records::read(folder).unwrap().records;
        let is_missing = |name: &String| !found.iter().any(|record| record.fingerprint == *name);
        expected.filter(is_missing).collect()
    }

    #[test]
    fn records_what_it_was_ordered_to() {
        let Ok(orders) = std::env::var(ORDERS) else { return };
        let (first, folder) = orders.split_once(' ').unwrap();
        for name in fingerprints(first) {
            records::keep(Path::new(folder), &record(&name), now()).unwrap();
        }
    }

    #[test]
    fn that_record_two_hundred_tokens_each_at_the_same_time_lose_none() {
        let (_around, folder) = place();
        let writers = ["a", "b"].map(|first| {
            Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "two_programs::records_what_it_was_ordered_to"])
                .env(ORDERS, format!("{first} {}", folder.to_str().unwrap()))
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        });
        for mut writer in writers {
            assert!(writer.wait().unwrap().success());
        }
        let expected = fingerprints("a").chain(fingerprints("b"));
        assert_eq!(missing(&folder, expected), [""; 0]);
        assert_eq!(names(&folder), [FILE, LOCK]);
    }

    #[test]
    fn that_do_not_take_turns_lose_one_and_it_is_noticed() {
        let (_around, folder) = place();
        records::keep(&folder, &record("00000001"), now()).unwrap();
        let read_by_one = fs::read(folder.join(FILE)).unwrap();
        records::keep(&folder, &record("00000002"), now()).unwrap();
        fs::write(folder.join(FILE), read_by_one).unwrap();
        let expected = ["00000001", "00000002"].map(str::to_owned);
        assert_eq!(missing(&folder, expected.into_iter()), ["00000002"]);
    }
}

mod secrecy {
    use super::*;

    /// Parts of a secret of this length are looked for.
    const WINDOW: usize = 12;

    /// Every file of a folder that holds a part of a secret, or something with the looks of one.
    fn betrayals(folder: &Path, secrets: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        for name in names(folder) {
            let path = folder.join(&name);
            if path.is_dir() {
                found.extend(betrayals(&path, secrets));
                continue;
            }
            let text = String::from_utf8(fs::read(&path).unwrap()).unwrap();
            let holds_part = secrets.iter().any(|secret| {
                let parts = secret.as_bytes().windows(WINDOW);
                parts
                    .into_iter()
                    .any(|part| text.contains(str::from_utf8(part).unwrap()))
            });
            if holds_part || text.split(|c: char| !c.is_ascii_alphanumeric()).any(looks_secret) {
                found.push(name);
            }
        }
        found
    }

    fn looks_secret(word: &str) -> bool {
        let is_token = ["EAA", "IGAA", "IGQ"].iter().any(|family| word.starts_with(family)) && word.len() >= 20;
        let is_hash = word.len() >= 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_token || is_hash
    }

    fn token() -> String {
        format!("EAAG{}", "m0PX4ZCpsBAKZC".repeat(12))
    }

    #[tokio::test]
    async fn nothing_that_a_run_keeps_holds_a_part_of_a_secret() {
        let (_around, folder) = place();
        let (token, secret) = (UserToken::new(token()), AppSecret::new("0f1e2d3c".repeat(4)));
        let effects = vec![
            Effect::Remember(Remembered {
                app_id: record("").app,
                ..Remembered::default()
            }),
            Effect::Record(Box::new(record(&token.fingerprint()))),
        ];
        run(&folder, effects).await;
        assert_eq!(names(&folder), [FILE, LOCK, "remembered.json"]);
        assert_eq!(betrayals(&folder, &[token.expose(), secret.expose()]), [""; 0]);
    }

    #[test]
    fn a_careless_program_is_noticed_by_the_same_search() {
        let part: String = token().chars().skip(90).take(20).collect();
        for leak in [token(), part, "0f1e2d3c".repeat(4)] {
            let (_around, folder) = place();
            let mut careless = record("00000001");
            careless.label = SafeText::new(&format!("Harbour Bakery {leak}"));
            records::keep(&folder, &careless, now()).unwrap();
            assert_eq!(betrayals(&folder, &[&token()]), [FILE], "{leak}");
        }
    }
}

#[cfg(unix)]
mod on_unix {
    use std::{
        fs::Permissions,
        os::unix::fs::{PermissionsExt, symlink},
    };

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn nobody_else_can_read_the_files_or_enter_the_folder() {
        let (_around, folder) = place();
        for _ in 0..2 {
            records::keep(&folder, &record("00000001"), now()).unwrap();
            let modes = [&folder, &folder.join(FILE), &folder.join(LOCK)].map(|path| mode(path));
            assert_eq!(modes, [0o700, 0o600, 0o600]);
            // What was opened in between is closed by the next write.
            fs::set_permissions(&folder, Permissions::from_mode(0o777)).unwrap();
            fs::set_permissions(folder.join(FILE), Permissions::from_mode(0o666)).unwrap();
        }
    }

    #[test]
    fn a_link_a_pipe_or_a_folder_in_the_place_of_a_file_makes_nobody_wait_and_is_not_written_through() {
        for script in ["ln -s ../theirs", "mkfifo", "mkdir", "ln -s /dev/zero"] {
            for name in [FILE, LOCK] {
                let (around, folder) = place();
                let theirs = around.path().join("state").join("theirs");
                fs::create_dir_all(&folder).unwrap();
                fs::write(&theirs, "theirs").unwrap();
                let made = Command::new("sh")
                    .args(["-c", &format!("{script} {name}")])
                    .current_dir(&folder)
                    .status();
                assert!(made.unwrap().success(), "{script}");
                records::keep(&folder, &record("00000001"), now()).unwrap();
                let found = records::read(&folder).unwrap();
                assert_eq!(found.records, [record("00000001")], "{script} {name}");
                assert_eq!(found.damaged.len(), usize::from(name == FILE), "{script} {name}");
                assert_eq!(fs::read_to_string(theirs).unwrap(), "theirs");
            }
        }
    }

    #[test]
    fn a_folder_behind_a_link_of_ones_own_is_ones_own() {
        let (around, folder) = place();
        let behind = around.path().join("behind");
        fs::create_dir_all(&behind).unwrap();
        fs::create_dir_all(folder.parent().unwrap()).unwrap();
        symlink(&behind, &folder).unwrap();
        records::keep(&folder, &record("00000001"), now()).unwrap();
        assert_eq!(names(&behind), [FILE, LOCK]);
        assert_eq!(records::read(&folder), Ok(kept(vec![record("00000001")])));
    }

    #[test]
    fn a_folder_of_somebody_else_is_neither_read_nor_written() {
        let (_around, folder) = place();
        records::keep(&folder, &record("00000001"), now()).unwrap();
        let before = fs::read(folder.join(FILE)).unwrap();
        if std::os::unix::fs::chown(&folder, Some(65_533), None).is_err() {
            eprintln!("SKIPPED: only root can give a folder away");
            return;
        }
        let refused = records::RecordsFault::Foreign(folder.clone());
        assert_eq!(records::read(&folder), Err(refused.clone()));
        assert_eq!(records::keep(&folder, &record("00000002"), now()), Err(refused.clone()));
        assert_eq!(records::forget(&folder, "00000001"), Err(refused));
        assert_eq!(fs::read(folder.join(FILE)).unwrap(), before);
    }
}

#[test]
fn a_place_is_taken_out_of_the_record_of_its_token_alone() {
    let (_around, folder) = place();
    let place = |file: &str| SavedPlace {
        file: file.to_owned(),
        name: Some("TOKEN".to_owned()),
    };
    let saved = |fingerprint: &str| Record {
        saved: vec![place("/a"), place("/b")],
        ..record(fingerprint)
    };
    for fingerprint in ["11111111", "22222222"] {
        records::keep(&folder, &saved(fingerprint), now()).unwrap();
    }
    records::forget_place(&folder, "11111111", &place("/a")).unwrap();
    records::forget_place(&folder, "11111111", &place("/never")).unwrap();
    records::forget_place(&folder, "33333333", &place("/b")).unwrap();
    let mut left: Vec<(String, usize)> = records::read(&folder)
        .unwrap()
        .records
        .into_iter()
        .map(|record| (record.fingerprint, record.saved.len()))
        .collect();
    left.sort();
    assert_eq!(left, [("11111111".to_owned(), 1), ("22222222".to_owned(), 2)]);
}
