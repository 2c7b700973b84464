//! What a path can lead to: each shape is judged before anything is opened, nothing is written by looking, and what may
//! be saved to is saved to without touching anything else (facts: safety T50 to T53, F72 to F74, F79).

use std::{
    fs,
    os::unix::{
        fs::{chown, symlink},
        net::UnixListener,
    },
    path::Path,
    process::Command,
};

use evertoken::delivery::{Access, Caution, Mode, SaveFault};

use crate::desk::{Desk, START, drafts, folder, is_root, mode, order, order_at, script, set_mode, tree};

/// Somebody else.
const NOBODY: u32 = 65534;

/// A name, how the shape is made in an empty folder, the file as it is written below it, and what must be said of it.
type Shape = (
    &'static str,
    fn(&Path),
    &'static str,
    fn(&Path) -> Result<Vec<Caution>, SaveFault>,
);

fn put(path: &Path, mode: u32) {
    fs::write(path, "OLD=1\n").unwrap();
    set_mode(path, mode);
}

fn make(path: &Path, mode: u32) {
    fs::create_dir_all(path).unwrap();
    set_mode(path, mode);
}

fn give_away(path: &Path) {
    std::os::unix::fs::lchown(path, Some(NOBODY), Some(NOBODY)).unwrap();
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

const SHAPES: &[Shape] = &[
    ("no file", |_| {}, "f", |_| Ok(vec![])),
    (
        "a file of one's own",
        |at| put(&at.join("f"), 0o600),
        "f",
        |_| Ok(vec![]),
    ),
    (
        "a file that others read",
        |at| put(&at.join("f"), 0o644),
        "f",
        |_| Ok(vec![Caution::OthersCouldRead(Mode::from_bits(0o644))]),
    ),
    (
        "a protected file",
        |at| put(&at.join("f"), 0o400),
        "f",
        |_| Ok(vec![Caution::WriteProtected]),
    ),
    (
        "a file with other names",
        |at| {
            put(&at.join("f"), 0o600);
            fs::hard_link(at.join("f"), at.join("g")).unwrap();
            fs::hard_link(at.join("f"), at.join("h")).unwrap();
        },
        "f",
        |_| Ok(vec![Caution::OtherNames(2)]),
    ),
    (
        "a link of one's own",
        |at| {
            put(&at.join("real"), 0o600);
            symlink("real", at.join("f")).unwrap();
        },
        "f",
        |_| Ok(vec![Caution::ThroughLink]),
    ),
    (
        "a link to a link in another folder",
        |at| {
            make(&at.join("a"), 0o700);
            put(&at.join("a/real"), 0o600);
            symlink("../a/./real", at.join("a/second")).unwrap();
            symlink(at.join("a/second"), at.join("f")).unwrap();
        },
        "f",
        |_| Ok(vec![Caution::ThroughLink]),
    ),
    (
        "a link to nowhere",
        |at| symlink("real", at.join("f")).unwrap(),
        "f",
        |_| Ok(vec![Caution::ThroughLink]),
    ),
    (
        "a link into a folder that is missing",
        |at| symlink("a/b/real", at.join("f")).unwrap(),
        "f",
        |at| Ok(vec![Caution::MakesFolder(at.join("a/b")), Caution::ThroughLink]),
    ),
    (
        "a folder behind a link",
        |at| {
            make(&at.join("a"), 0o700);
            symlink("a", at.join("l")).unwrap();
        },
        "l/f",
        |_| Ok(vec![Caution::ThroughLink]),
    ),
    (
        "links in a circle",
        |at| {
            symlink("g", at.join("f")).unwrap();
            symlink("f", at.join("g")).unwrap();
        },
        "f",
        |at| Err(SaveFault::LinkLoop(at.join("f"))),
    ),
    (
        "a link to itself",
        |at| symlink("f", at.join("f")).unwrap(),
        "f",
        |at| Err(SaveFault::LinkLoop(at.join("f"))),
    ),
    (
        "a link to a folder",
        |at| {
            make(&at.join("a"), 0o700);
            symlink("a", at.join("f")).unwrap();
        },
        "f",
        |at| Err(SaveFault::IsFolder(at.join("a"))),
    ),
    (
        "a link to a device",
        |at| symlink("/dev/null", at.join("f")).unwrap(),
        "f",
        |_| Err(SaveFault::Special("/dev/null".into())),
    ),
    (
        "a link to a pipe",
        |at| {
            fifo(&at.join("p"));
            symlink("p", at.join("f")).unwrap();
        },
        "f",
        |at| Err(SaveFault::Special(at.join("p"))),
    ),
    (
        "somebody else's link",
        |at| {
            put(&at.join("real"), 0o600);
            symlink("real", at.join("f")).unwrap();
            give_away(&at.join("f"));
        },
        "f",
        |at| Err(SaveFault::ForeignLink(at.join("f"))),
    ),
    (
        "somebody else's link to nowhere",
        |at| {
            symlink("real", at.join("f")).unwrap();
            give_away(&at.join("f"));
        },
        "f",
        |at| Err(SaveFault::ForeignLink(at.join("f"))),
    ),
    (
        "a folder behind somebody else's link",
        |at| {
            make(&at.join("a"), 0o700);
            symlink("a", at.join("l")).unwrap();
            give_away(&at.join("l"));
        },
        "l/f",
        |at| Err(SaveFault::ForeignLink(at.join("l"))),
    ),
    (
        "a pipe",
        |at| fifo(&at.join("f")),
        "f",
        |at| Err(SaveFault::Special(at.join("f"))),
    ),
    (
        "a socket",
        |at| drop(UnixListener::bind(at.join("f")).unwrap()),
        "f",
        |at| Err(SaveFault::Special(at.join("f"))),
    ),
    (
        "a folder",
        |at| make(&at.join("f"), 0o700),
        "f",
        |at| Err(SaveFault::IsFolder(at.join("f"))),
    ),
    (
        "a folder by its ending",
        |_| {},
        "f/",
        |at| Err(SaveFault::IsFolder(at.join("f/"))),
    ),
    (
        "a file for a folder",
        |at| put(&at.join("a"), 0o600),
        "a/f",
        |at| Err(SaveFault::NotAFolder(at.join("a"))),
    ),
    (
        "folders that are missing",
        |_| {},
        "a/b/f",
        |at| Ok(vec![Caution::MakesFolder(at.join("a/b"))]),
    ),
    (
        "out of a folder that is missing",
        |_| {},
        "a/../f",
        |_| Err(SaveFault::PathUnclear),
    ),
    (
        "back and forth",
        |at| make(&at.join("a"), 0o700),
        "a/.././a/../f",
        |_| Ok(vec![]),
    ),
    (
        "a folder that everybody writes",
        |at| make(&at.join("a"), 0o777),
        "a/f",
        |at| Err(SaveFault::OpenFolder(at.join("a"))),
    ),
    (
        "a folder below one that everybody writes",
        |at| {
            make(&at.join("a/b"), 0o700);
            set_mode(&at.join("a"), 0o777);
        },
        "a/b/f",
        |at| Err(SaveFault::OpenFolder(at.join("a"))),
    ),
    (
        "a shared folder",
        |at| make(&at.join("a"), 0o1777),
        "a/f",
        |at| Ok(vec![Caution::LooseFolder(at.join("a"))]),
    ),
    (
        "a folder of one's own in a shared one",
        |at| {
            make(&at.join("a/b"), 0o700);
            set_mode(&at.join("a"), 0o1777);
        },
        "a/b/f",
        |_| Ok(vec![]),
    ),
    (
        "somebody else's folder in a shared one",
        |at| {
            make(&at.join("a/b"), 0o755);
            set_mode(&at.join("a"), 0o1777);
            give_away(&at.join("a/b"));
        },
        "a/b/f",
        |at| Err(SaveFault::OpenFolder(at.join("a"))),
    ),
    (
        "somebody else's folder",
        |at| {
            make(&at.join("a"), 0o755);
            give_away(&at.join("a"));
        },
        "a/f",
        |at| Ok(vec![Caution::LooseFolder(at.join("a"))]),
    ),
    (
        "a folder that a group writes",
        |at| {
            make(&at.join("a"), 0o775);
            chown(at.join("a"), None, Some(NOBODY)).unwrap();
        },
        "a/f",
        |at| Ok(vec![Caution::LooseFolder(at.join("a"))]),
    ),
    (
        "a folder that the group of its owner alone writes",
        |at| make(&at.join("a"), 0o775),
        "a/f",
        |_| Ok(vec![]),
    ),
    (
        "somebody else's file",
        |at| {
            put(&at.join("f"), 0o666);
            give_away(&at.join("f"));
        },
        "f",
        |at| Err(SaveFault::ForeignFile(at.join("f"))),
    ),
    ("a name as long as a name can be", |_| {}, LONGEST, |_| Ok(vec![])),
    (
        "a name that is longer",
        |_| {},
        TOO_LONG,
        |_| Err(SaveFault::NameTooLong),
    ),
    (
        "a longer name of a folder",
        |_| {},
        "TOO_LONG/f",
        |_| Err(SaveFault::NameTooLong),
    ),
    (
        "a name with spaces and letters of everywhere",
        |_| {},
        " a ß 日本 $x ~ ",
        |_| Ok(vec![]),
    ),
    (
        "a name with a line end",
        |_| {},
        "a\nb",
        |_| Err(SaveFault::PathUnclear),
    ),
    (
        "a folder for the web",
        |at| make(&at.join("public_html"), 0o755),
        "public_html/f",
        |_| Ok(vec![Caution::WebFolder(evertoken::model::SafeText::new("public_html"))]),
    ),
    (
        "a folder that is copied away",
        |at| make(&at.join("Dropbox"), 0o755),
        "Dropbox/f",
        |_| Ok(vec![Caution::SyncedFolder(evertoken::model::SafeText::new("Dropbox"))]),
    ),
];

const LONGEST: &str = "LONGEST";
const TOO_LONG: &str = "TOO_LONG";

/// Names of 255 and of 256 bytes, written out.
fn written(name: &str) -> String {
    name.replace(LONGEST, &"n".repeat(255))
        .replace(TOO_LONG, &"n".repeat(256))
}

#[tokio::test]
async fn every_shape_of_a_path_is_judged_before_it_is_opened_and_looking_writes_nothing() {
    if !is_root() {
        return;
    }
    for (name, make, file, expected) in SHAPES {
        let (_held, at) = folder();
        make(&at);
        let (before, mut desk) = (tree(&at), Desk::new(Path::new("/root")));
        let order = order_at(&format!("{}/{}", at.display(), written(file)), "x");
        let prospect = desk.probe(&order).await;
        assert_eq!(tree(&at), before, "{name}");
        let cautions = prospect.clone().map(|prospect| prospect.cautions);
        assert_eq!(cautions, expected(&at), "{name}");
        let Ok(prospect) = prospect else { continue };
        let real = prospect.file.clone();
        let saved = desk.save(&order, prospect).await.unwrap();
        assert_eq!((saved.file, saved.mode), (real.clone(), Mode::PRIVATE), "{name}");
        assert_eq!(mode(&real), 0o600, "{name}");
        // The one file, and the folders that were made for it; every link and every other name is what it was.
        let others =
            |(path, _): &&(std::path::PathBuf, String)| *path != real && before.iter().any(|(old, _)| old == path);
        let after = tree(&at);
        let untouched: Vec<_> = after.iter().filter(others).collect();
        let expected: Vec<_> = before.iter().filter(|(path, _)| *path != real).collect();
        assert_eq!(untouched, expected, "{name}");
        let made = after
            .iter()
            .filter(|(path, _)| !before.iter().any(|(old, _)| old == path));
        for (path, about) in made.filter(|(path, _)| *path != real) {
            assert!(
                real.starts_with(path) && about.starts_with("40700 "),
                "{name}: {path:?} {about}"
            );
        }
    }
}

/// Whether a saver kept a token out of a file that somebody else's link leads to.
fn keeps_out(twin: &str) -> bool {
    let (_held, at) = folder();
    put(&at.join("theirs"), 0o666);
    symlink("theirs", at.join("f")).unwrap();
    give_away(&at.join("f"));
    script(&format!("\"$S\" \"$D/f\" {twin} || true"), &at);
    !fs::read_to_string(at.join("theirs")).unwrap().contains(START)
}

#[test]
fn nothing_is_written_through_somebody_elses_link_and_a_saver_without_care_is_caught_at_it() {
    if is_root() {
        assert!(keeps_out(""));
        assert!(!keeps_out("twin=plain"));
    }
}

/// Whether a saver left a link of the person's own a link.
fn keeps_link(twin: &str) -> bool {
    let (_held, at) = folder();
    put(&at.join("real"), 0o644);
    symlink("real", at.join("f")).unwrap();
    script(&format!("\"$S\" \"$D/f\" {twin}"), &at);
    let real = fs::read_to_string(at.join("real")).unwrap();
    at.join("f").is_symlink() && real.contains(START) && mode(&at.join("real")) == 0o600
}

#[test]
fn a_link_of_ones_own_stays_one_and_a_saver_without_care_is_caught_at_it() {
    assert!(keeps_link(""));
    assert!(!keeps_link("twin=draft"));
    assert!(!keeps_link("twin=plain"));
}

/// The mode of a file once it was saved to under an umask.
fn mode_after(twin: &str, umask: &str, old: Option<u32>) -> u32 {
    let (_held, at) = folder();
    if let Some(old) = old {
        put(&at.join("f"), old);
    }
    let output = script(&format!("umask {umask}; \"$S\" \"$D/f\" {twin}"), &at);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(drafts(&at), [] as [std::path::PathBuf; 0]);
    mode(&at.join("f"))
}

#[test]
fn no_umask_and_no_old_mode_makes_a_file_readable_for_others() {
    for umask in ["000", "022", "077", "0777"] {
        for old in [None, Some(0o600), Some(0o644), Some(0o666)] {
            assert_eq!(mode_after("", umask, old), 0o600, "{umask} {old:?}");
        }
    }
    assert_eq!(mode_after("twin=plain", "022", None), 0o644);
    assert_eq!(mode_after("twin=draft", "022", Some(0o600)), 0o644);
}

#[tokio::test]
async fn a_file_is_given_to_the_group_and_the_readers_that_were_asked_for() {
    if !is_root() {
        return;
    }
    let (_held, at) = folder();
    let (mut desk, file) = (Desk::new(Path::new("/root")), at.join("f"));
    let mut order = order(&file, "x");
    order.access = Access {
        mode: Mode::from_bits(0o640),
        group: Some("tty".to_owned()),
    };
    let prospect = desk.probe(&order).await.unwrap();
    let said = Caution::OthersWillRead(Mode::from_bits(0o640), Some("tty".to_owned()));
    assert_eq!(prospect.cautions, [said]);
    desk.save(&order, prospect).await.unwrap();
    let group = |file: &Path| std::os::unix::fs::MetadataExt::gid(&fs::metadata(file).unwrap());
    let tty = nix_group("tty");
    assert_eq!((mode(&file), group(&file)), (0o640, tty));
    // Without a group it keeps the one that it has.
    order.access = Access::default();
    desk.probe_and_save(&order).await.unwrap();
    assert_eq!((mode(&file), group(&file)), (0o600, tty));
    order.access.group = Some("no such group".to_owned());
    assert_eq!(
        desk.probe(&order).await,
        Err(SaveFault::UnknownGroup("no such group".to_owned()))
    );
}

fn nix_group(name: &str) -> u32 {
    let groups = fs::read_to_string("/etc/group").unwrap();
    let line = groups
        .lines()
        .find(|line| line.starts_with(&format!("{name}:")))
        .unwrap();
    line.split(':').nth(2).unwrap().parse().unwrap()
}

#[tokio::test]
async fn who_will_own_the_file_is_said_where_the_home_is_somebody_elses_or_sudo_is_at_work() {
    if !is_root() {
        return;
    }
    let (_held, at) = folder();
    let home = at.join("home");
    make(&home, 0o755);
    give_away(&home);
    let owned = vec![Caution::OwnedBy(evertoken::model::SafeText::new("root"))];
    let order = order(&at.join("f"), "x");
    for (variables, expected) in [
        (vec![("HOME", home.to_str().unwrap())], owned.clone()),
        (vec![("HOME", "/root"), ("SUDO_UID", "1000")], owned),
        (vec![("HOME", "/root"), ("SUDO_UID", "0")], vec![]),
        (vec![("HOME", "/root")], vec![]),
        (vec![], vec![]),
    ] {
        let prospect = Desk::with(&variables).probe(&order).await.unwrap();
        assert_eq!(prospect.cautions, expected, "{variables:?}");
    }
}

#[tokio::test]
async fn what_is_the_systems_own_is_no_place_for_a_token() {
    let mut desk = Desk::new(Path::new("/root"));
    for path in [
        "/dev/full",
        "/dev/null",
        "/dev/new",
        "/proc/self/comm",
        "/proc/new",
        "/sys/new",
        "/sys/kernel/uevent_seqnum",
    ] {
        let fault = desk.probe(&order_at(path, "x")).await.unwrap_err();
        let is_right = matches!(fault, SaveFault::Special(_) | SaveFault::ReadOnlyDisk);
        assert!(is_right, "{path}: {fault:?}");
    }
}

#[tokio::test]
async fn a_home_is_found_where_there_is_one() {
    let (_held, at) = folder();
    let prospect = Desk::new(&at).probe(&order_at("~/f", "x")).await.unwrap();
    assert_eq!(prospect.file, at.join("f"));
    assert_eq!(
        Desk::with(&[]).probe(&order_at("~/f", "x")).await,
        Err(SaveFault::NoHome)
    );
}
