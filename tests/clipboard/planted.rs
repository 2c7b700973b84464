//! Programs that somebody planted where a way to a clipboard might look for one: none is ever run (facts: safety T43).

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use evertoken::{
    runtime::{Environment, Runtime, clipboard::Da1},
    wizard::event::CopyReport,
};

use crate::{at, clear, command_inside, copy, is_of_a_display, write_program};

/// Everything that any program runs in order to copy.
const HELPERS: [&str; 9] = [
    "tmux", "screen", "xclip", "xsel", "wl-copy", "wl-paste", "pbcopy", "clip.exe", "sh",
];

/// Plants them all in a folder of this mode, and says whether one was run by a copy with this `PATH`, made in that
/// folder.
fn is_run(place: &Path, mode: u32, path: &str) -> bool {
    let note = place.join("run");
    for helper in HELPERS {
        let script = format!("#!/bin/sh\n: > '{}'\nexec /bin/cat\n", note.display());
        write_program(&place.join(helper), &script);
    }
    fs::set_permissions(place, fs::Permissions::from_mode(mode)).unwrap();
    let variables = [
        ("PATH", path),
        ("TMUX", "/nowhere,1,0"),
        ("DISPLAY", ":59999"),
        ("WAYLAND_DISPLAY", "wayland-59999"),
    ];
    let output = command_inside("planted::inside_a_folder_with_planted_programs", &variables)
        .current_dir(place)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    note.exists()
}

#[tokio::test]
#[ignore = "run by the tests below, with planted programs"]
async fn inside_a_folder_with_planted_programs() {
    let (mut runtime, mut inbox) = Runtime::new(at(Environment::of_this_process(), Da1::Silent));
    let (report, bytes) = copy(&mut runtime, &mut inbox).await;
    assert!(
        [CopyReport::NoClipboard, CopyReport::TmuxCannotReach].contains(&report),
        "{report:?}"
    );
    assert_eq!(bytes, None);
    clear(&mut runtime, &mut inbox).await;
    runtime.shutdown().await;
}

#[test]
fn no_program_planted_where_others_can_write_or_in_the_current_folder_is_run() {
    if !is_of_a_display() {
        return;
    }
    for mode in [0o777, 0o1777, 0o775] {
        let place = tempfile::tempdir().unwrap();
        assert!(!is_run(place.path(), mode, place.path().to_str().unwrap()), "{mode:o}");
    }
    for path in [".", "", ":", "./", "bin/.."] {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir(place.path().join("bin")).unwrap();
        assert!(!is_run(place.path(), 0o755, path), "{path:?}");
    }
    let place = tempfile::Builder::new().prefix("evertoken").tempdir_in("/tmp").unwrap();
    let open = place.path().join("open");
    fs::create_dir(&open).unwrap();
    let around = format!("/tmp:{}", open.display());
    assert!(!is_run(&open, 0o1777, &around), "{around}");
}

/// The twin: from a folder that only its owner can write it is run, and that is noticed.
#[test]
fn a_program_in_a_folder_of_ones_own_is_seen_to_be_run() {
    if !is_of_a_display() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    assert!(is_run(place.path(), 0o755, place.path().to_str().unwrap()));
}
