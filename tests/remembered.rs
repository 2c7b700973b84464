//! What is kept from one run to the next of what was typed: one small file without a secret, and nothing that lies in
//! its place can stop a run.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests fail loudly, and these scripts are short"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use evertoken::{
    model::{RedirectAddress, Remembered, RememberedPlace, Unfinished},
    runtime::{Runtime, Settings, StateDir},
    wizard::{effect::Effect, event::Event},
};
use tokio::sync::mpsc::error::TryRecvError;

const FILE: &str = "remembered.json";

fn everything() -> Remembered {
    Remembered {
        app_id: Some("1234567890123456".parse().unwrap()),
        instagram_app_id: Some("6543210987654321".parse().unwrap()),
        instagram_redirect: Some(RedirectAddress::parse("https://www.mywebsite.com/ig?x=1").unwrap()),
        saving: [(
            "env".to_owned(),
            RememberedPlace {
                path: "/srv/app/.env".to_owned(),
                names: [("token".to_owned(), "MY_TOKEN".to_owned())].into(),
            },
        )]
        .into(),
        unfinished: Some(Unfinished {
            journey: "page".to_owned(),
            door: 0,
            stage: 3,
            pages: vec!["100000000000001".parse().unwrap()],
        }),
    }
}

/// One run: what it was told that an earlier one kept, after these effects.
async fn run(state: StateDir, effects: Vec<Effect>) -> Vec<Remembered> {
    let (mut runtime, mut inbox) = Runtime::new(Settings {
        state,
        ..Settings::default()
    });
    for effect in effects {
        assert!(runtime.carry_out(effect).is_none());
    }
    // The end of a run waits until all of them are done.
    runtime.shutdown().await;
    let mut recalled = Vec::new();
    loop {
        match inbox.try_recv() {
            Ok(Event::Recalled(nothing)) if nothing == Remembered::default() => {}
            Ok(Event::Recalled(remembered)) => recalled.push(remembered),
            Ok(other) => panic!("{other:?}"),
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => return recalled,
        }
    }
}

async fn recall(folder: &Path) -> Vec<Remembered> {
    run(StateDir::At(folder.to_owned()), vec![Effect::Recall]).await
}

async fn remember(folder: &Path, remembered: Remembered) {
    let effects = vec![Effect::Remember(remembered)];
    assert_eq!(run(StateDir::At(folder.to_owned()), effects).await, []);
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

/// A folder of one's own that is not there yet, inside one that goes away with the test.
fn place() -> (tempfile::TempDir, PathBuf) {
    let around = tempfile::tempdir().unwrap();
    let folder = around.path().join("state").join("evertoken");
    (around, folder)
}

#[tokio::test]
async fn what_one_run_keeps_the_next_one_recalls() {
    let (_around, folder) = place();
    remember(&folder, everything()).await;
    assert_eq!(recall(&folder).await, [everything()]);
    let fewer = Remembered {
        app_id: everything().app_id,
        ..Remembered::default()
    };
    remember(&folder, fewer.clone()).await;
    assert_eq!(recall(&folder).await, [fewer]);
    assert_eq!(names(&folder), [FILE]);
}

#[tokio::test]
async fn effects_that_follow_at_once_are_done_in_their_order() {
    let (_around, folder) = place();
    let mut effects = Vec::new();
    let mut expected = Vec::new();
    for number in 1..=20 {
        let remembered = Remembered {
            app_id: Some(number.to_string().parse().unwrap()),
            ..Remembered::default()
        };
        effects.extend([Effect::Remember(remembered.clone()), Effect::Recall]);
        expected.push(remembered);
    }
    assert_eq!(run(StateDir::At(folder.clone()), effects).await, expected);
    assert_eq!(names(&folder), [FILE]);
}

#[tokio::test]
async fn nothing_is_reported_or_made_where_nothing_was_kept() {
    let (around, folder) = place();
    assert_eq!(recall(&folder).await, []);
    assert_eq!(names(around.path()), [""; 0]);
    remember(&folder, Remembered::default()).await;
    assert_eq!(recall(&folder).await, []);
    assert_eq!(names(&folder), [FILE]);
}

#[tokio::test]
async fn without_a_place_nothing_is_kept_and_nothing_is_reported() {
    let effects = vec![Effect::Remember(everything()), Effect::Recall];
    assert_eq!(run(StateDir::default(), effects).await, []);
}

#[tokio::test]
async fn the_file_holds_what_was_typed_and_nothing_more() {
    let (_around, folder) = place();
    remember(&folder, everything()).await;
    let text = fs::read_to_string(folder.join(FILE)).unwrap();
    let expected = r#"{
  "app_id": "1234567890123456",
  "instagram_app_id": "6543210987654321",
  "instagram_redirect": "https://www.mywebsite.com/ig?x=1",
  "saving": {
    "env": {
      "path": "/srv/app/.env",
      "names": {
        "token": "MY_TOKEN"
      }
    }
  },
  "unfinished": {
    "journey": "page",
    "door": 0,
    "stage": 3,
    "pages": [
      "100000000000001"
    ]
  }
}"#;
    assert_eq!(text, expected);
}

#[tokio::test]
async fn a_file_of_a_later_release_is_read_as_far_as_it_is_known() {
    let (_around, folder) = place();
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(FILE), r#"{"app_id": "42", "theme": {"dark": true}}"#).unwrap();
    let expected = Remembered {
        app_id: Some("42".parse().unwrap()),
        ..Remembered::default()
    };
    assert_eq!(recall(&folder).await, [expected]);
    assert_eq!(names(&folder), [FILE]);
}

#[tokio::test]
async fn a_damaged_file_is_moved_aside_and_the_next_write_starts_afresh() {
    let huge = format!(r#"{{"app_id": "42", "x": "{}"}}"#, "x".repeat(64 * 1024));
    for text in [
        b"" as &[u8],
        b"{",
        b"null",
        b"{\"app_id\": \"not a number\"}",
        b"{\"instagram_redirect\": \"http://evil.example/\"}",
        b"\xff\xfe\x00",
        huge.as_bytes(),
    ] {
        let (_around, folder) = place();
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(FILE), text).unwrap();
        assert_eq!(recall(&folder).await, []);
        assert_eq!(names(&folder), [format!("{FILE}.damaged")]);
        assert_eq!(fs::read(folder.join(format!("{FILE}.damaged"))).unwrap(), text);
        remember(&folder, everything()).await;
        assert_eq!(recall(&folder).await, [everything()]);
    }
}

#[tokio::test]
async fn a_place_where_no_folder_can_be_stops_nothing() {
    let around = tempfile::tempdir().unwrap();
    let file = around.path().join("file");
    fs::write(&file, "theirs").unwrap();
    for folder in [file.clone(), file.join("evertoken"), PathBuf::from("")] {
        remember(&folder, everything()).await;
        assert_eq!(recall(&folder).await, []);
    }
    assert_eq!(fs::read_to_string(file).unwrap(), "theirs");
    assert!(!Path::new(FILE).exists());
}

#[cfg(unix)]
mod on_unix {
    use std::{
        fs::Permissions,
        os::unix::fs::{PermissionsExt, symlink},
        process::Command,
    };

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[tokio::test]
    async fn nobody_else_can_read_the_file_or_enter_the_folder() {
        let (_around, folder) = place();
        remember(&folder, everything()).await;
        assert_eq!((mode(&folder), mode(&folder.join(FILE))), (0o700, 0o600));
        // What was open before is closed by the next write.
        fs::set_permissions(&folder, Permissions::from_mode(0o777)).unwrap();
        fs::set_permissions(folder.join(FILE), Permissions::from_mode(0o666)).unwrap();
        remember(&folder, everything()).await;
        assert_eq!((mode(&folder), mode(&folder.join(FILE))), (0o700, 0o600));
    }

    #[tokio::test]
    async fn a_link_in_the_place_of_the_file_is_neither_read_nor_written_through() {
        let (around, folder) = place();
        fs::create_dir_all(&folder).unwrap();
        let theirs = around.path().join("theirs");
        fs::write(&theirs, r#"{"app_id": "42"}"#).unwrap();
        let plant = || symlink(&theirs, folder.join(FILE)).unwrap();
        plant();
        assert_eq!(recall(&folder).await, []);
        assert_eq!(names(&folder), [format!("{FILE}.damaged")]);
        plant();
        remember(&folder, everything()).await;
        assert!(fs::symlink_metadata(folder.join(FILE)).unwrap().is_file());
        assert_eq!(fs::read_to_string(theirs).unwrap(), r#"{"app_id": "42"}"#);
    }

    #[tokio::test]
    async fn a_pipe_a_folder_and_a_device_in_the_place_of_the_file_make_nobody_wait() {
        for make in ["mkfifo", "mkdir", "ln -s /dev/zero"] {
            let (_around, folder) = place();
            fs::create_dir_all(&folder).unwrap();
            let script = format!("{make} {FILE}");
            let made = Command::new("sh").args(["-c", &script]).current_dir(&folder).status();
            assert!(made.unwrap().success(), "{make}");
            assert_eq!(recall(&folder).await, [], "{make}");
            assert_eq!(names(&folder), [format!("{FILE}.damaged")], "{make}");
            remember(&folder, everything()).await;
            assert_eq!(recall(&folder).await, [everything()], "{make}");
        }
    }

    #[tokio::test]
    async fn a_write_that_cannot_end_leaves_nothing_behind() {
        let (_around, folder) = place();
        // A folder in the place of the file, which no file can replace.
        fs::create_dir_all(folder.join(FILE)).unwrap();
        remember(&folder, everything()).await;
        assert_eq!(names(&folder), [FILE]);
    }

    #[tokio::test]
    async fn a_folder_of_somebody_else_is_neither_read_nor_written() {
        let (_around, folder) = place();
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(FILE), r#"{"app_id": "42"}"#).unwrap();
        fs::set_permissions(&folder, Permissions::from_mode(0o777)).unwrap();
        // Only root can give a folder away; anybody else has none to try this with.
        if std::os::unix::fs::chown(&folder, Some(65_533), None).is_err() {
            return;
        }
        assert_eq!(recall(&folder).await, []);
        remember(&folder, everything()).await;
        assert_eq!(names(&folder), [FILE]);
        assert_eq!(
            (mode(&folder), fs::read_to_string(folder.join(FILE)).unwrap().as_str()),
            (0o777, r#"{"app_id": "42"}"#)
        );
    }
}
