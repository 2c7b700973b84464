//! No secret among the arguments of any process, nor in the environment of any that is started, at any moment (facts: safety T01, T02).

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

use crate::support::{EVERTOKEN, Stage};

/// What was seen of the processes of this machine.
#[derive(Debug, Default)]
struct Seen {
    looks: usize,
    /// Processes whose arguments held one of the secrets.
    with_secret_arguments: usize,
    /// Children of the watched process.
    children: usize,
    /// Those of them whose environment held one of the secrets.
    with_secret_environment: usize,
}

/// Looks at every process, over and over, until it is told to stop.
struct Sampler {
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<Seen>,
}

impl Sampler {
    fn start(secrets: Vec<String>, parent: u32) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&is_over);
        let thread = thread::spawn(move || {
            let mut seen = Seen::default();
            while !flag.load(Ordering::Relaxed) {
                look(&mut seen, &secrets, parent);
            }
            look(&mut seen, &secrets, parent);
            seen
        });
        Self { is_over, thread }
    }

    fn stop(self) -> Seen {
        self.is_over.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}

fn look(seen: &mut Seen, secrets: &[String], parent: u32) {
    seen.looks = seen.looks.saturating_add(1);
    let holds = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        secrets.iter().any(|secret| text.contains(secret.as_str()))
    };
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let is_process = entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.parse::<u32>().is_ok());
        if !is_process {
            continue;
        }
        // A process may end while it is looked at.
        let read = |name: &str| fs::read(entry.path().join(name)).unwrap_or_default();
        let stat = String::from_utf8_lossy(&read("stat")).into_owned();
        let ancestor = stat
            .rsplit(") ")
            .next()
            .and_then(|rest| rest.split(' ').nth(1)?.parse::<u32>().ok());
        // What others on this machine run is theirs.
        let is_ours = entry.file_name().to_str() == Some(&parent.to_string()) || ancestor == Some(parent);
        if is_ours && holds(&read("cmdline")) {
            seen.with_secret_arguments = seen.with_secret_arguments.saturating_add(1);
        }
        // Before it becomes another program, a child is still a picture of this one, environment and all.
        let is_still_us = fs::read_link(entry.path().join("exe")).is_ok_and(|exe| exe == Path::new(EVERTOKEN));
        if ancestor == Some(parent) && !is_still_us {
            seen.children = seen.children.saturating_add(1);
            if holds(&read("environ")) {
                seen.with_secret_environment = seen.with_secret_environment.saturating_add(1);
            }
        }
    }
}

/// A program called `git` that writes down what it was given and takes its time, in a folder that nobody else can write.
fn plant_git(stage: &Stage) -> String {
    let (bin, told) = (stage.at("bin"), stage.at("told"));
    fs::create_dir(&bin).unwrap();
    let git = bin.join("git");
    let script = format!(
        "#!/bin/sh\n/usr/bin/env >>'{0}'\n/usr/bin/tr '\\0' ' ' </proc/$$/cmdline >>'{0}'\n/bin/sleep 0.2\nexit 1\n",
        told.display()
    );
    fs::write(&git, script).unwrap();
    for path in [&bin, &git] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
    }
    bin.to_str().unwrap().to_owned()
}

#[test]
fn no_secret_stands_among_arguments_or_in_the_environment_of_a_child() {
    let stage = Stage::of("happy");
    let path = plant_git(&stage);
    fs::create_dir_all(stage.at("repository/.git")).unwrap();
    fs::write(stage.at("repository/.git/HEAD"), "ref: refs/heads/main\n").unwrap();
    let save = format!("env:{}", stage.at("repository/.env").display());
    let call = stage
        .call([
            "get",
            "page",
            "--page",
            stage.page(),
            "--save",
            &save,
            "--yes",
            "--quiet",
        ])
        .with_variable("PATH", path)
        .with_variable("EVERTOKEN_TOKEN", stage.token())
        .with_variable("EVERTOKEN_APP_SECRET", stage.secret());
    let child = call.command().spawn().unwrap();
    let secrets = vec![stage.token().to_owned(), stage.secret().to_owned(), "EAA".to_owned()];
    let sampler = Sampler::start(secrets.clone(), child.id());
    let output = child.wait_with_output().unwrap();
    let seen = sampler.stop();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(seen.looks > 3 && seen.children > 0, "{seen:?}");
    assert_eq!(
        (seen.with_secret_arguments, seen.with_secret_environment),
        (0, 0),
        "{seen:?}"
    );
    let told = fs::read_to_string(stage.at("told")).unwrap();
    assert!(told.contains("PATH="), "git was not asked");
    assert!(!told.contains("EVERTOKEN") && !secrets.iter().any(|secret| told.contains(secret.as_str())));
}

#[test]
fn a_program_that_is_careless_with_secrets_is_noticed() {
    let stage = Stage::of("happy");
    let path = plant_git(&stage);
    let secret = stage.secret();
    let mut careless = Command::new("/bin/sh");
    // Its child inherits everything, and gets the secret as an argument on top.
    let script = format!("{path}/git \"$EVERTOKEN_APP_SECRET\"; :");
    careless
        .args(["-c", &script])
        .env_clear()
        .env("EVERTOKEN_APP_SECRET", secret)
        .stdout(Stdio::null());
    let mut child = careless.spawn().unwrap();
    let sampler = Sampler::start(vec![secret.to_owned()], child.id());
    child.wait().unwrap();
    let seen = sampler.stop();
    assert!(
        seen.with_secret_arguments > 0 && seen.with_secret_environment > 0,
        "{seen:?}"
    );
    assert!(fs::read_to_string(stage.at("told")).unwrap().contains(secret));
}
