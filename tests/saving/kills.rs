//! A save that is killed, or refused, at each single call it makes of the system: what is in the file is the old or the
//! new, whole, and nobody else reads any of it (facts: safety T54, T55, F70, F7A). By strace, so that nothing in the product
//! knows of it.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

use crate::desk::{START, drafts, folder, have, is_root, mode, saver, set_mode, token};

/// Calls that the system may break off, each of which is then made again.
const BREAKABLE: &str =
    "open openat read pwrite64 fsync flock renameat renameat2 fchmod fchown faccessat2 statfs mkdirat";
/// Calls that can find a disk full.
const NEEDS_ROOM: &str = "openat pwrite64 fsync renameat renameat2";

/// One call of a save: its name, which one of that name it is, and the line that strace has of it.
#[derive(Clone, Debug)]
struct Call {
    name: String,
    number: usize,
    line: String,
}

/// What a save left behind.
#[derive(Debug)]
struct Left {
    /// What the saver said; nothing when it was killed.
    said: String,
    text: String,
    mode: u32,
    /// The mode of each draft that was left.
    drafts: Vec<u32>,
    log: String,
}

/// Where saves are made, one after another.
struct Bench {
    _held: tempfile::TempDir,
    at: PathBuf,
    saver: PathBuf,
    options: Vec<&'static str>,
}

fn old() -> String {
    "OLD=1\n".repeat(100)
}

fn new() -> String {
    format!("{}TOKEN={}\n", old(), token("x"))
}

impl Bench {
    fn new(options: &[&'static str]) -> Self {
        let (held, at) = folder();
        let saver = saver(&at);
        fs::create_dir(at.join("place")).unwrap();
        Self {
            _held: held,
            at: at.join("place"),
            saver,
            options: options.to_vec(),
        }
    }

    /// One save over an old file, of which strace does this to every thread after the place was looked at.
    fn save(&self, strace: &[&str]) -> Left {
        let file = self.at.join("f");
        let log = self.at.with_file_name("log");
        for entry in fs::read_dir(&self.at).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
        fs::write(&file, old()).unwrap();
        set_mode(&file, 0o600);
        let mut child = Command::new(&self.saver)
            .arg(&file)
            .arg("stop")
            .args(&self.options)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let pid = Pid::from_raw(child.id().cast_signed()).unwrap();
        let (_, status) = waitpid(Some(pid), WaitOptions::UNTRACED).unwrap().unwrap();
        assert!(status.stopped(), "{status:?}");
        let mut tracer = Command::new("strace")
            .args(["-f", "-y", "-s", "8", "-o"])
            .arg(&log)
            .args(strace)
            .args(["-p", &child.id().to_string()])
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut heard = BufReader::new(tracer.stderr.take().unwrap());
        let mut line = String::new();
        heard.read_line(&mut line).unwrap();
        assert!(line.contains("attached"), "{line}");
        kill_process(pid, Signal::CONT).unwrap();
        let mut said = String::new();
        child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
        child.wait().unwrap();
        heard.read_to_string(&mut String::new()).unwrap();
        tracer.wait().unwrap();
        Left {
            said: said.trim().to_owned(),
            text: fs::read_to_string(&file).unwrap(),
            mode: mode(&file),
            drafts: drafts(&self.at).iter().map(|draft| mode(draft)).collect(),
            log: fs::read_to_string(log).unwrap(),
        }
    }

    /// The calls about this place that a save makes.
    fn calls(&self) -> Vec<Call> {
        let left = self.save(&[]);
        assert!(left.said.starts_with("saved") || !self.options.is_empty(), "{left:?}");
        let lines: Vec<(&str, &str)> = left.log.lines().filter_map(|line| line.split_once(' ')).collect();
        let place = self.at.to_str().unwrap();
        let writer = lines.iter().find(|(_, line)| line.contains("O_CREAT")).unwrap().0;
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut calls = Vec::new();
        for (_, line) in lines.iter().filter(|(thread, _)| *thread == writer) {
            let Some((name, _)) = line.trim().split_once('(') else {
                continue;
            };
            let count = counts.entry(name.to_owned()).or_default();
            *count += 1;
            if line.contains(place) {
                calls.push(Call {
                    name: name.to_owned(),
                    number: *count,
                    line: (*line).to_owned(),
                });
            }
        }
        assert!(calls.len() > 5, "{}", left.log);
        calls
    }

    /// Whether the next save takes away what this one left.
    fn is_clean_after_the_next(&self) -> bool {
        let saved = Command::new(&self.saver).arg(self.at.join("f")).output().unwrap();
        saved.status.success() && drafts(&self.at).is_empty()
    }
}

/// Does this with every item on both cores, each with a bench of its own.
fn on_benches<T: Sync>(items: &[T], options: &[&'static str], act: impl Fn(&Bench, &T) + Sync) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let bench = Bench::new(options);
                while let Some(item) = items.get(next.fetch_add(1, Ordering::SeqCst)) {
                    act(&bench, item);
                }
            });
        }
    });
}

/// What is wrong with what a save left: nothing, as it should be.
fn faults(left: &Left, old: &str, new: &str) -> Vec<&'static str> {
    let is_saved = left.said.starts_with("saved");
    let may_be_either = left.said.is_empty() || left.said == "NoAnswer" || left.said.starts_with("Unconfirmed");
    let checks = [
        (left.text != old && left.text != new, "torn"),
        (is_saved && left.text != new, "said to be saved, and is not"),
        (
            !is_saved && !may_be_either && left.text != old,
            "said not to be saved, and is",
        ),
        (left.text.contains(START) && left.mode != 0o600, "readable"),
        (left.drafts.len() > 1, "several drafts"),
        (
            left.drafts.iter().any(|mode| *mode != 0o600),
            "a draft that is readable",
        ),
    ];
    checks
        .iter()
        .filter(|(is_wrong, _)| *is_wrong)
        .map(|(_, what)| *what)
        .collect()
}

fn can_trace() -> bool {
    is_root() && have(&["strace"])
}

#[test]
fn a_save_that_is_killed_at_any_call_leaves_the_old_or_the_new_and_the_next_takes_its_draft_away() {
    if !can_trace() {
        return;
    }
    let calls = Bench::new(&[]).calls();
    let strays = Mutex::new(0_usize);
    on_benches(&calls, &[], |bench, call| {
        let left = bench.save(&["-e", &format!("inject={}:signal=KILL:when={}", call.name, call.number)]);
        assert_eq!(left.said, "", "{call:?}");
        assert_eq!(faults(&left, &old(), &new()), [] as [&str; 0], "{call:?}: {left:?}");
        if !left.drafts.is_empty() {
            *strays.lock().unwrap() += 1;
            assert!(bench.is_clean_after_the_next(), "{call:?}");
        }
    });
    // Otherwise nothing of this was seen.
    assert!(*strays.lock().unwrap() > 3, "{strays:?} of {}", calls.len());
}

#[test]
fn a_saver_without_care_is_caught_leaving_a_torn_file_that_others_read() {
    if !can_trace() {
        return;
    }
    let bench = Bench::new(&["twin=plain"]);
    let write = "inject=write:signal=KILL:when=1";
    assert_eq!(faults(&bench.save(&["-e", write]), &old(), &new()), ["torn"]);
    let bench = Bench::new(&["twin=draft"]);
    let fine = bench.save(&[]);
    assert_eq!(faults(&fine, &old(), &new()), ["readable"]);
    let failing = bench.save(&["-e", "inject=fsync:signal=KILL:when=1"]);
    assert_eq!(failing.said, "", "it makes sure of nothing: there is no such call");
}

#[test]
fn a_call_that_fails_leaves_the_old_file_and_no_draft_and_one_that_is_broken_off_is_made_again() {
    if !can_trace() {
        return;
    }
    let calls = Bench::new(&[]).calls();
    let mut cases: Vec<(Call, &str)> = Vec::new();
    for call in &calls {
        // What fcntl asks is asked by the debug build alone, and nobody can do anything about a close that fails.
        if ["fcntl", "close"].contains(&call.name.as_str()) {
            continue;
        }
        cases.push((call.clone(), "EIO"));
        if NEEDS_ROOM.split(' ').any(|name| name == call.name) && !call.line.contains("O_RDONLY") {
            cases.extend(["ENOSPC", "EDQUOT", "EROFS"].map(|error| (call.clone(), error)));
        }
        if BREAKABLE.split(' ').any(|name| name == call.name) {
            cases.push((call.clone(), "EINTR"));
        }
    }
    assert!(cases.iter().filter(|(_, error)| *error == "EINTR").count() > 10);
    on_benches(&cases, &[], |bench, (call, error)| {
        let left = bench.save(&[
            "-e",
            &format!("inject={}:error={error}:when={}", call.name, call.number),
        ]);
        let what = format!("{error} at {call:?}: {left:?}");
        assert_eq!(faults(&left, &old(), &new()), [] as [&str; 0], "{what}");
        assert!(left.drafts.is_empty(), "{what}");
        let is_late = left.said.starts_with("Unconfirmed");
        match *error {
            "EINTR" => assert_eq!(left.said, "saved 0600", "{what}"),
            "ENOSPC" => assert!(is_late || left.said == "DiskFull", "{what}"),
            "EDQUOT" => assert!(is_late || left.said == "QuotaUsedUp", "{what}"),
            "EROFS" => assert!(is_late || left.said == "ReadOnlyDisk", "{what}"),
            // A question whose answer may be missing stops nobody.
            _ => assert!(!left.said.is_empty(), "{what}"),
        }
    });
}

#[test]
fn what_is_given_to_a_group_is_whole_and_in_the_right_hands_however_the_save_ends() {
    if !can_trace() {
        return;
    }
    let options = ["mode=640", "group=tty"];
    let calls = Bench::new(&options).calls();
    let names = ["fchown", "fchmod", "fsync", "renameat", "renameat2"];
    let late: Vec<Call> = calls
        .into_iter()
        .filter(|call| names.contains(&call.name.as_str()))
        .collect();
    assert!(late.len() >= 5, "{late:?}");
    on_benches(&late, &options, |bench, call| {
        for what in ["signal=KILL", "error=EIO", "error=EPERM"] {
            let left = bench.save(&["-e", &format!("inject={}:{what}:when={}", call.name, call.number)]);
            let all = [&left.mode, &left.drafts.first().copied().unwrap_or(0o600)].map(|mode| mode & 0o007);
            assert_eq!(all, [0, 0], "{what} at {call:?}: {left:?}");
            assert!(left.text == old() || left.text == new(), "{what} at {call:?}: {left:?}");
            assert!(
                left.drafts.is_empty() || bench.is_clean_after_the_next(),
                "{what} at {call:?}"
            );
        }
    });
}

#[test]
fn what_is_read_back_otherwise_is_not_said_to_be_saved() {
    if !can_trace() {
        return;
    }
    let bench = Bench::new(&[]);
    let calls = bench.calls();
    let renamed = calls.iter().position(|call| call.name.starts_with("renameat")).unwrap();
    let (before, after) = calls.split_at(renamed);
    let first = |calls: &[Call], what: &str| {
        let found = calls
            .iter()
            .find(|call| call.name == "read" && call.line.contains(what));
        found.unwrap().number
    };
    // An end where there is more: what a disk says that has lost something.
    let end_at = |number| bench.save(&["-e", &format!("inject=read:retval=0:when={number}")]);
    let left = end_at(first(before, ".evertoken-"));
    assert_eq!((left.said.as_str(), left.text), ("ReadBackDiffers", old()));
    assert!(left.drafts.is_empty());
    let left = end_at(first(after, "/f>"));
    assert_eq!(
        (left.said, left.text),
        (format!("Unconfirmed({:?})", bench.at.join("f")), new())
    );
}

#[test]
fn a_disk_that_does_not_answer_is_given_up_and_the_file_stays_as_it_was() {
    if !can_trace() {
        return;
    }
    let bench = Bench::new(&[]);
    let left = bench.save(&["-e", "inject=fsync:delay_enter=11s:when=1"]);
    assert_eq!((left.said.as_str(), left.text), ("NoAnswer", old()));
    assert!(bench.is_clean_after_the_next());
}

#[test]
fn only_what_was_left_behind_is_taken_away() {
    let (_held, at) = folder();
    let (_tools, tools) = folder();
    let draft = |name: &str| at.join(name);
    let kept = [
        ".evertoken-0123456789abcdeg.tmp",
        ".evertoken-0123456789abcde.tmp",
        ".evertoken-0123456789abcdef.tmpx",
        "evertoken-0123456789abcdef.tmp",
        ".evertoken-fedcba9876543210.tmp",
        ".evertoken-00000000000000ff.tmp",
        ".evertoken-00000000000000fe.tmp",
    ];
    for name in kept {
        fs::write(draft(name), "x").unwrap();
    }
    fs::write(draft(".evertoken-0123456789abcdef.tmp"), "x").unwrap();
    // One that somebody still writes, one that is a folder, and one that leads elsewhere.
    let held = fs::File::open(draft(kept[4])).unwrap();
    held.lock().unwrap();
    fs::remove_file(draft(kept[5])).unwrap();
    fs::create_dir(draft(kept[5])).unwrap();
    fs::remove_file(draft(kept[6])).unwrap();
    std::os::unix::fs::symlink(kept[0], draft(kept[6])).unwrap();
    let saved = Command::new(saver(&tools)).arg(at.join("f")).output().unwrap();
    assert!(saved.status.success());
    let mut expected: Vec<PathBuf> = kept.iter().map(|name| draft(name)).chain([at.join("f")]).collect();
    expected.sort();
    assert_eq!(names(&at), expected);
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let mut names: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    names
}
