//! What the tests share: a runtime that is asked one thing after another, and the saver on a command line.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use evertoken::{
    delivery::{Access, Entry, FileKind, Order, Prospect, SaveFault, Saved},
    model::{Payload, Secret},
    runtime::{Environment, Runtime, Settings},
    wizard::{
        effect::{Effect, Ticket},
        event::Event,
    },
};
use tokio::sync::mpsc::Receiver;

use crate::pty::example;

/// Every token of these tests begins so, and nothing else in them does.
pub(crate) const START: &str = "EAA";

/// Something that is shaped like a token and stands for this.
pub(crate) fn token(seed: &str) -> String {
    format!("{START}{}", seed.repeat(120_usize.div_ceil(seed.len())))
}

/// An assignment of a token of this seed, for its person's eyes alone.
pub(crate) fn order(file: &Path, seed: &str) -> Order {
    order_at(file.to_str().unwrap(), seed)
}

pub(crate) fn order_at(path: &str, seed: &str) -> Order {
    Order {
        path: path.to_owned(),
        kind: FileKind::Env,
        entries: vec![Entry {
            name: "TOKEN".to_owned(),
            payload: Payload::Secret(Secret::new(token(seed))),
        }],
        access: Access::default(),
    }
}

/// A runtime, and what comes back from it.
pub(crate) struct Desk {
    runtime: Runtime,
    inbox: Receiver<Event>,
}

impl Desk {
    /// In a home and with the programs that are installed here.
    pub(crate) fn new(home: &Path) -> Self {
        Self::with(&[
            ("HOME", home.to_str().unwrap()),
            ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ])
    }

    pub(crate) fn with(variables: &[(&str, &str)]) -> Self {
        let (runtime, inbox) = Runtime::new(Settings {
            environment: Environment::from_pairs(variables),
            ..Settings::default()
        });
        Self { runtime, inbox }
    }

    async fn ask(&mut self, effect: Effect) -> Event {
        assert!(self.runtime.carry_out(effect).is_none());
        self.inbox.recv().await.unwrap()
    }

    pub(crate) async fn probe(&mut self, order: &Order) -> Result<Prospect, SaveFault> {
        match self.ask(Effect::Probe(Ticket(1), order.share())).await {
            Event::Probed(Ticket(1), prospect) => prospect,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn save(&mut self, order: &Order, agreed: Prospect) -> Result<Saved, SaveFault> {
        match self.ask(Effect::Save(Ticket(2), order.share(), agreed)).await {
            Event::Saved(Ticket(2), saved) => saved,
            other => panic!("{other:?}"),
        }
    }

    /// Looks, agrees to everything, and saves.
    pub(crate) async fn probe_and_save(&mut self, order: &Order) -> Result<Saved, SaveFault> {
        let agreed = self.probe(order).await?;
        self.save(order, agreed).await
    }

    pub(crate) async fn restore(&mut self, file: &Path) -> Result<(), SaveFault> {
        match self.ask(Effect::Restore(Ticket(3), file.to_owned())).await {
            Event::Restored(Ticket(3), restored) => restored,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn ignore(&mut self, file: &Path) -> Result<PathBuf, SaveFault> {
        match self.ask(Effect::Ignore(Ticket(4), file.to_owned())).await {
            Event::Ignored(Ticket(4), ignored) => ignored,
            other => panic!("{other:?}"),
        }
    }
}

/// A folder that only this person can change and everybody can enter, by its real path.
pub(crate) fn folder() -> (tempfile::TempDir, PathBuf) {
    in_folder(Path::new("/tmp"))
}

/// The same in memory, where a save need not wait for a disk.
pub(crate) fn folder_in_memory() -> (tempfile::TempDir, PathBuf) {
    let memory = Path::new("/dev/shm");
    in_folder(if memory.is_dir() { memory } else { Path::new("/tmp") })
}

fn in_folder(parent: &Path) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir_in(parent).unwrap();
    set_mode(folder.path(), 0o755);
    let path = folder.path().canonicalize().unwrap();
    (folder, path)
}

pub(crate) fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

pub(crate) fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
}

/// Everything below a folder: each path, what it is, its mode, and what it holds.
pub(crate) fn tree(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let about = fs::symlink_metadata(&path).unwrap();
        let holds = match () {
            () if about.is_file() => fs::read_to_string(&path).unwrap(),
            () if about.is_symlink() => fs::read_link(&path).unwrap().display().to_string(),
            () => String::new(),
        };
        if about.is_dir() {
            found.extend(tree(&path));
        }
        found.push((path, format!("{:o} {holds}", about.permissions().mode())));
    }
    found.sort();
    found
}

/// Drafts that were left in a folder.
pub(crate) fn drafts(folder: &Path) -> Vec<PathBuf> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    names
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(".evertoken-"))
        .collect()
}

/// Whether this is root, and so can make what belongs to others. Says so when not.
pub(crate) fn is_root() -> bool {
    let is_root = rustix::process::geteuid().is_root();
    if !is_root {
        eprintln!("SKIPPED: only root can make what belongs to somebody else");
    }
    is_root
}

/// Whether all of these programs are here. Says so when not.
pub(crate) fn have(programs: &[&str]) -> bool {
    programs.iter().all(|program| {
        let found = Command::new("sh")
            .args(["-c", &format!("command -v {program}")])
            .output();
        let is_here = found.is_ok_and(|output| output.status.success());
        if !is_here {
            eprintln!("SKIPPED: {program} is not installed");
        }
        is_here
    })
}

/// The saver, where everybody can run it.
pub(crate) fn saver(folder: &Path) -> PathBuf {
    let copy = folder.join("saver");
    if !copy.exists() {
        let built = example("saver");
        if fs::hard_link(&built, &copy).is_err() {
            // By another program: what this one holds open for writing, a child of another test may hold as well for a
            // moment, and then nobody can run it.
            let copied = Command::new("cp").arg(&built).arg(&copy).status();
            assert!(copied.unwrap().success());
        }
        set_mode(&copy, 0o755);
    }
    copy
}

/// Runs a script in which `$S` is the saver, `$D` a folder, and `nobody` runs something as another account.
pub(crate) fn script(script: &str, folder: &Path) -> Output {
    let (tools, place) = self::folder();
    let output = Command::new("sh")
        .args(["-eu", "-c", &format!("{NOBODY}\n{script}")])
        .env_clear()
        .env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        .env("S", saver(&place))
        .env("D", folder)
        .output()
        .unwrap();
    drop(tools);
    output
}

const NOBODY: &str = "nobody() { setpriv --reuid 65534 --regid 65534 --clear-groups \"$@\"; }";

/// What a script wrote.
pub(crate) fn said(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.is_empty(), "{errors}");
    String::from_utf8(output.stdout.clone()).unwrap()
}
