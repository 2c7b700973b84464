//! Saves tokens of its own making by the real runtime, one after another, for the tests that watch or kill it. Behind
//! `twin=` stand savers without any care, for which the same checks must fail; behind `watch`, somebody who tries to
//! read along.
//!
//! `saver FILE [kind=token] [name=NAME] [seed=TEXT] [mode=600] [group=NAME] [times=N] [stop] [twin=plain|draft]`, or
//! `saver watch FOLDER`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "whoever watches it wants to see that it failed, and how"
)]

use std::process::ExitCode;

#[cfg(not(unix))]
fn main() -> ExitCode {
    ExitCode::FAILURE
}

#[cfg(unix)]
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((first, rest)) if first == "watch" => watcher::watch(rest.first().unwrap()),
        Some((file, options)) => saver::save(file, &saver::Options(options)).await,
        None => ExitCode::FAILURE,
    }
}

#[cfg(unix)]
mod saver {
    use std::{fs, path::Path, process::ExitCode, time::Duration};

    use evertoken::{
        delivery::{Access, Entry, FileKind, Mode, Order, Prospect, SaveFault, Saved},
        model::{Payload, Secret},
        runtime::{Environment, Runtime, Settings},
        wizard::{
            effect::{Effect, Ticket},
            event::Event,
        },
    };
    use tokio::sync::mpsc::Receiver;

    pub(super) struct Options<'a>(pub(super) &'a [String]);

    impl Options<'_> {
        fn get(&self, name: &str) -> Option<&str> {
            self.0
                .iter()
                .find_map(|option| option.strip_prefix(name)?.strip_prefix('='))
        }

        fn has(&self, name: &str) -> bool {
            self.0.iter().any(|option| option == name)
        }
    }

    /// Something that is shaped like a token and stands for this.
    fn token(seed: &str) -> String {
        format!("EAA{}", seed.repeat(120_usize.div_ceil(seed.len())))
    }

    fn order(file: &str, options: &Options<'_>, number: usize) -> Order {
        let name = options.get("name").unwrap_or("TOKEN");
        let is_one = options.get("times").is_none();
        let kind = match options.get("kind") {
            Some("token") => FileKind::Token,
            _ => FileKind::Env,
        };
        Order {
            path: file.to_owned(),
            kind,
            entries: vec![Entry {
                name: if is_one {
                    name.to_owned()
                } else {
                    format!("{name}_{number}")
                },
                payload: Payload::Secret(Secret::new(token(options.get("seed").unwrap_or("x")))),
            }],
            access: Access {
                mode: Mode::parse(options.get("mode").unwrap_or("600")).unwrap(),
                group: options.get("group").map(str::to_owned),
            },
        }
    }

    /// Saves as often as it was told to. Says what it saved, or why it did not.
    pub(super) async fn save(file: &str, options: &Options<'_>) -> ExitCode {
        let times = options.get("times").map_or(1, |times| times.parse().unwrap());
        let (mut runtime, mut inbox) = Runtime::new(Settings {
            environment: Environment::of_this_process(),
            ..Settings::default()
        });
        let mut last = None;
        for number in 0..times {
            let order = order(file, options, number);
            let saved = match options.get("twin") {
                None => save_one(&mut runtime, &mut inbox, order, options).await,
                Some(twin) => {
                    stop_if_asked(options);
                    carelessly(twin, &order);
                    continue;
                }
            };
            match saved {
                Ok(saved) => last = Some(saved),
                Err(fault) => {
                    println!("{fault:?}");
                    return ExitCode::FAILURE;
                }
            }
        }
        if let Some(saved) = last {
            println!("saved {}", saved.mode);
        }
        ExitCode::SUCCESS
    }

    /// Stops after looking and before saving, so that whoever wants to watch just that can come near.
    fn stop_if_asked(options: &Options<'_>) {
        if options.has("stop") {
            rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP).unwrap();
        }
    }

    /// Agrees to everything, and looks again when somebody else has written meanwhile.
    async fn save_one(
        runtime: &mut Runtime,
        inbox: &mut Receiver<Event>,
        order: Order,
        options: &Options<'_>,
    ) -> Result<Saved, SaveFault> {
        const MOST: usize = 10_000;
        for _ in 0..MOST {
            let prospect = probe(runtime, inbox, order.share()).await?;
            stop_if_asked(options);
            assert!(
                runtime
                    .carry_out(Effect::Save(Ticket(2), order.share(), prospect))
                    .is_none()
            );
            match heard(inbox).await {
                Event::Saved(Ticket(2), Err(SaveFault::ChangedMeanwhile)) => {}
                Event::Saved(Ticket(2), saved) => return saved,
                other => panic!("{other:?}"),
            }
        }
        Err(SaveFault::ChangedMeanwhile)
    }

    /// What comes back, in any case before whoever watches loses patience.
    async fn heard(inbox: &mut Receiver<Event>) -> Event {
        const PATIENCE: Duration = Duration::from_secs(20);
        tokio::time::timeout(PATIENCE, inbox.recv()).await.unwrap().unwrap()
    }

    async fn probe(runtime: &mut Runtime, inbox: &mut Receiver<Event>, order: Order) -> Result<Prospect, SaveFault> {
        assert!(runtime.carry_out(Effect::Probe(Ticket(1), order)).is_none());
        match heard(inbox).await {
            Event::Probed(Ticket(1), prospect) => prospect,
            other => panic!("{other:?}"),
        }
    }

    /// What a program does that takes no care: it writes into the file, or into a draft with a name that anybody can
    /// guess and with the mode that files have.
    fn carelessly(twin: &str, order: &Order) {
        let file = Path::new(&order.path);
        let mut text = fs::read_to_string(file).unwrap_or_default();
        for entry in &order.entries {
            text.extend([entry.name.as_str(), "=", entry.payload.expose(), "\n"]);
        }
        match twin {
            "plain" => fs::write(file, text).unwrap(),
            "draft" => {
                let draft = file.with_extension("tmp");
                fs::write(&draft, text).unwrap();
                fs::rename(draft, file).unwrap();
            }
            other => panic!("no twin {other}"),
        }
    }
}

#[cfg(unix)]
mod watcher {
    use std::{
        fs,
        io::{Read as _, Write as _},
        process::ExitCode,
        sync::{
            Arc,
            atomic::{AtomicBool, Ordering},
        },
    };

    /// Opens everything in a folder again and again until standard input ends; says how often it looked, and how often
    /// it saw a token.
    pub(super) fn watch(folder: &str) -> ExitCode {
        println!("watching");
        std::io::stdout().flush().unwrap();
        let is_over = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&is_over);
        std::thread::spawn(move || {
            let _ = std::io::stdin().read_to_end(&mut Vec::new());
            told.store(true, Ordering::SeqCst);
        });
        let (mut looks, mut seen) = (0_u64, 0_u64);
        while !is_over.load(Ordering::SeqCst) {
            for entry in fs::read_dir(folder).unwrap().flatten() {
                looks = looks.saturating_add(1);
                let text = fs::read(entry.path()).unwrap_or_default();
                seen = seen.saturating_add(u64::from(text.windows(3).any(|window| window == b"EAA")));
            }
        }
        println!("{looks} {seen}");
        ExitCode::SUCCESS
    }
}
