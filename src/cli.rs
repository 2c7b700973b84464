//! The arguments, and the refusal of secrets among them.
//!
//! No option takes a secret as its value, and an argument that looks like one is refused before anything else reads it,
//! without being repeated: what stands on a command line stands in the shell's history and in `ps` (facts: safety T01).
//!
//! One definition makes all: what is read, the help, the completions of five shells and the man page.

mod completion;
mod manual;

use std::{ffi::OsString, io, path::PathBuf, sync::LazyLock};

use clap::{
    Args, CommandFactory as _, Parser, Subcommand, ValueEnum, ValueHint,
    error::{ContextKind, ContextValue, ErrorKind},
};
use clap_complete::Shell;

use crate::{
    exit::Departure,
    graph_api::GraphVersion,
    model::{Record, SafeText, looks_secret},
    runtime::{
        ApiRoot,
        clipboard::ClipboardChoice,
        log::{Log, LogFault},
    },
    simulator::Scenario,
    unattended,
};

/// From a one-hour Facebook or Instagram access token to one that lasts, proved.
///
/// Without a command, a full-screen wizard leads to a Page token that never expires, a 60-day user token or a 60-day
/// Instagram token, makes a token last again, or says what it is. It needs a Meta app and about five minutes.
#[derive(Debug, Parser)]
#[command(
    name = "evertoken",
    version = VERSION.as_str(),
    disable_help_subcommand = true,
    args_conflicts_with_subcommands = true
)]
#[command(after_help = EXAMPLES)]
pub struct Cli {
    /// What to do; without one, the wizard.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How the wizard looks and copies.
    #[command(flatten)]
    pub options: Options,
    /// Send every request to a server on this machine instead of Meta's hosts, such as http://127.0.0.1:8080
    #[arg(long, value_name = "URL", value_parser = ApiRoot::parse, value_hint = ValueHint::Other)]
    pub api_root: Option<ApiRoot>,
    /// What is written down about the run.
    #[command(flatten)]
    pub log: Logging,
}

/// Which release this is, and which Graph API it speaks unless it is told otherwise.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let (own, graph) = (env!("CARGO_PKG_VERSION"), GraphVersion::DEFAULT);
    format!("{own} (Graph API {graph})")
});

const EXAMPLES: &str = "\
Examples:
  evertoken                    start the wizard
  evertoken --plain            the same line by line, as for a screen reader
  evertoken demo               the same against a simulated Meta on this machine
  evertoken demo wrong-secret  see what a failure looks like
  evertoken demo --list        all that can be played
  evertoken get page <token    the same without a question; get --help says what it needs
  evertoken check --file token
                               whether it works, for cron; renew makes it last again
  evertoken status             what was made here, and how long it lasts
  evertoken simulate --port 8080
                               the simulated Meta alone, for your own client
  evertoken --log run.log      write down every call, and nothing secret

Secrets are never arguments. Type or paste them into the wizard.";

const DEMO_EXAMPLES: &str = "\
Examples:
  evertoken demo               everything goes well
  evertoken demo wrong-secret  Meta refuses the App secret
  evertoken demo --list        all that can be played";

const STATUS_EXAMPLES: &str = "\
Examples:
  evertoken status             every token that was made here, and its days left
  evertoken status --json      the same for a program
  evertoken status --forget 0903a420
                               take the record with this fingerprint out";

const SIMULATE_EXAMPLES: &str = "\
Examples:
  evertoken simulate --port 8080
                               listen on http://127.0.0.1:8080
  evertoken simulate rate-limited
                               play another scenario than the happy one";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  bash:        evertoken completions bash > ~/.local/share/bash-completion/completions/evertoken
  zsh:         evertoken completions zsh > \"${fpath[1]}/_evertoken\"
  fish:        evertoken completions fish > ~/.config/fish/completions/evertoken.fish
  PowerShell:  evertoken completions powershell >> $PROFILE
  elvish:      evertoken completions elvish >> ~/.config/elvish/rc.elv";

const MAN_EXAMPLES: &str = "\
Examples:
  evertoken man > ~/.local/share/man/man1/evertoken.1
                               install the page, for man evertoken
  evertoken man | man -l -     only read it";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The wizard against a simulated Meta on this machine, with sample values ready to paste
    #[command(after_help = DEMO_EXAMPLES)]
    Demo {
        /// What is played.
        #[command(flatten)]
        play: Play,
        /// How the wizard looks and copies.
        #[command(flatten)]
        options: Options,
        /// What is written down about the run.
        #[command(flatten)]
        log: Logging,
    },
    /// A token without a question: secrets from standard input, files or the environment, the result on standard output
    Get {
        /// What is asked for.
        #[command(flatten)]
        arguments: Box<unattended::Get>,
        /// What is written down about the run.
        #[command(flatten)]
        log: Logging,
    },
    /// Whether a token works and for how long, as an exit code for cron
    Check {
        /// What is asked for.
        #[command(flatten)]
        arguments: Box<unattended::Check>,
        /// What is written down about the run.
        #[command(flatten)]
        log: Logging,
    },
    /// Make a saved token last again, where it stands
    Renew {
        /// What is asked for.
        #[command(flatten)]
        arguments: Box<unattended::Renew>,
        /// What is written down about the run.
        #[command(flatten)]
        log: Logging,
    },
    /// What was made here, and how long it lasts; nothing of a token is kept, so none is shown
    #[command(after_help = STATUS_EXAMPLES)]
    Status {
        /// As one JSON object
        #[arg(long)]
        json: bool,
        /// Take out the record of a token that is gone, by the eight digits of its fingerprint; the token itself and its files stay
        #[arg(long, value_name = "FINGERPRINT", value_parser = fingerprint, value_hint = ValueHint::Other, conflicts_with = "json")]
        forget: Option<String>,
    },
    /// The simulated Meta alone; its first line on stdout is a JSON object with its address and sample values
    #[command(after_help = SIMULATE_EXAMPLES)]
    Simulate {
        /// What is played.
        #[command(flatten)]
        play: Play,
        /// The port on 127.0.0.1; 0 takes a free one
        #[arg(long, default_value_t = 0, value_hint = ValueHint::Other)]
        port: u16,
    },
    /// What a shell needs to complete the arguments of evertoken
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// For which shell
        shell: Shell,
    },
    /// The manual page, as roff
    #[command(after_help = MAN_EXAMPLES)]
    Man,
}

/// Which scenario is played.
#[derive(Debug, Args)]
pub struct Play {
    /// What is played; --list shows all
    #[arg(default_value = Scenario::DEFAULT, value_parser = completion::ScenarioNames, hide_possible_values = true)]
    pub scenario: String,
    /// List the scenarios and end
    #[arg(long)]
    pub list: bool,
}

/// What is written down about a run: the same for every command that talks to a server.
#[derive(Debug, Args)]
pub struct Logging {
    /// Write down each call, each way out and the end of the run, and nothing secret, in a file that is not there yet
    #[arg(id = "log", long = "log", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
}

impl Logging {
    /// Begins the log that is asked for. One that cannot be begun ends the run before it has begun.
    pub fn begin(&self) -> Result<Log, Departure> {
        let Some(file) = &self.file else {
            return Ok(Log::default());
        };
        let name = SafeText::new(&file.to_string_lossy());
        Log::create(file).map_err(|fault| {
            Departure::failed(match fault {
                LogFault::Exists => format!("{name} exists already. A log needs a name that is not taken yet."),
                LogFault::Other(error) => format!("The log cannot be written to {name}: {error}."),
            })
        })
    }
}

/// How the wizard looks and copies.
#[derive(Debug, Args)]
pub struct Options {
    /// The version of the Graph API to ask for
    #[arg(long, value_name = "vNN.N", default_value = GraphVersion::DEFAULT, value_hint = ValueHint::Other)]
    pub graph_version: GraphVersion,
    /// No colours; NO_COLOR does the same
    #[arg(long)]
    pub no_color: bool,
    /// Only characters that every terminal can show
    #[arg(long)]
    pub ascii: bool,
    /// Line by line instead of the full screen: for a screen reader, a plain terminal, or a program that answers; ACCESSIBLE=1 does the same
    #[arg(long)]
    pub plain: bool,
    /// How to copy, instead of by what is found out about this terminal
    #[arg(long, value_name = "WAY", default_value = "auto")]
    pub clipboard: Clipboard,
}

/// The ways to a clipboard that can be chosen.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Clipboard {
    /// By what is found out about this terminal
    Auto,
    /// The clipboard of the machine that evertoken runs on; over SSH, with X forwarding, that of your display
    Native,
    /// The clipboard of your terminal, by the sequence OSC 52, also where nothing says that it takes one
    Osc52,
    /// The clipboard of the terminal that tmux runs in, by way of tmux
    Tmux,
    /// Not at all
    None,
}

impl From<Clipboard> for ClipboardChoice {
    fn from(way: Clipboard) -> Self {
        match way {
            Clipboard::Auto => Self::Auto,
            Clipboard::Native => Self::Native,
            Clipboard::Osc52 => Self::Osc52,
            Clipboard::Tmux => Self::Tmux,
            Clipboard::None => Self::None,
        }
    }
}

fn fingerprint(text: &str) -> Result<String, &'static str> {
    Record::fingerprint_of(text).ok_or("a fingerprint is eight hexadecimal digits, as evertoken status shows them")
}

/// Reads the arguments, the program's name first. The error is the end of the run: help and version as well.
pub fn read(arguments: Vec<OsString>) -> Result<Cli, Departure> {
    if arguments
        .iter()
        .skip(1)
        .any(|argument| looks_secret(&argument.to_string_lossy()))
    {
        return Err(Departure::misused(REFUSAL.to_owned()));
    }
    Cli::try_parse_from(arguments).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Departure::Told(error.to_string()),
        _ => Departure::misused(usage(&error)),
    })
}

/// What one shell needs to complete the arguments.
pub fn completions(shell: Shell) -> String {
    completion::script(&mut Cli::command(), shell)
}

/// The manual page, as roff.
pub fn manual() -> io::Result<String> {
    let page = manual::page(&Cli::command())?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// A usage error without clap's advice how to pass an unknown option as a value: that leads nowhere here, and neither does the
/// empty line it leaves.
fn without_advice(error: &str) -> String {
    let mut lines: Vec<&str> = error
        .lines()
        .filter(|line| !line.trim_start().starts_with("tip: to pass"))
        .collect();
    lines.dedup_by(|line, before| line.is_empty() && before.is_empty());
    lines.join("\n")
}

/// The longest unknown argument that is repeated: longer than any word that was mistyped, shorter than any secret.
const LONGEST_REPEATED: usize = 24;

/// A usage error that does not repeat what may be a secret in a form that nobody has thought of.
fn without_long_words(error: &clap::Error, words: String) -> String {
    let unknown: &[ContextKind] = match error.kind() {
        ErrorKind::UnknownArgument => &[ContextKind::InvalidArg],
        ErrorKind::InvalidSubcommand => &[ContextKind::InvalidSubcommand],
        _ => &[ContextKind::InvalidValue],
    };
    let repeated = unknown.iter().filter_map(|kind| match error.get(*kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    });
    repeated
        .filter(|text| text.chars().count() > LONGEST_REPEATED)
        .fold(words, |words, text| words.replace(text, "(long, and not repeated)"))
}

/// A usage error, with the way to write it where an option of the wizard stands in front of a command.
fn usage(error: &clap::Error) -> String {
    let words = without_long_words(error, without_advice(&error.to_string()));
    if error.kind() == ErrorKind::ArgumentConflict && words.contains("the subcommand") {
        format!("{words}\nOptions stand behind the command: evertoken demo --plain")
    } else {
        words
    }
}

const REFUSAL: &str = "\
One of the arguments looks like a token or an App secret, so it was not read.
Arguments stay in the shell's history, and others on this machine can see them while a program runs.
Start evertoken without it and paste it there. Then remove that line from your shell's history.";

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::exit::Code;

    fn parse(arguments: &[&str]) -> Result<Cli, Departure> {
        read(
            std::iter::once("evertoken")
                .chain(arguments.iter().copied())
                .map(OsString::from)
                .collect(),
        )
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn what_looks_like_a_secret_is_refused_and_never_repeated() {
        let token = format!("EAA{}", "b".repeat(60));
        for argument in [
            token.clone(),
            format!("--token={token}"),
            format!("https://graph.facebook.com/me?access_token={token}"),
            "0123456789abcdef0123456789abcdef".to_owned(),
            "1234567890|abc".to_owned(),
            format!("AQ{}", "c".repeat(100)),
        ] {
            for arguments in [
                vec![argument.as_str()],
                vec!["demo", &argument],
                vec!["--api-root", &argument],
            ] {
                let Err(Departure::Ended(Code::Misused, words)) = parse(&arguments) else {
                    panic!("{arguments:?} was accepted");
                };
                let words = words.concat();
                assert!(!words.contains("bbbb") && !words.contains("0123456789abcdef") && !words.contains("cccc"));
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_with_a_byte_that_is_no_text_is_refused_too() {
        use std::os::unix::ffi::OsStringExt as _;
        let token = [b"EAA".as_slice(), &[b'b'; 60], b"\xff"].concat();
        let Err(departure) = read(vec!["evertoken".into(), OsString::from_vec(token)]) else {
            panic!("it was accepted");
        };
        assert_eq!(departure, Departure::misused(REFUSAL));
    }

    #[test]
    fn ordinary_arguments_are_not_taken_for_secrets() {
        for arguments in [
            &["demo", "wrong-secret"] as &[&str],
            &["--api-root", "http://127.0.0.1:8080"],
            &["simulate", "--port", "0"],
            &["status", "--json"],
            &["status", "--forget", "0903A420"],
            &[
                "get",
                "page",
                "--page",
                "104857392016485",
                "--save",
                "env:/a/.env",
                "--yes",
            ],
            &["check", "--env-file", ".env", "--key", "FACEBOOK_PAGE_TOKEN"],
            &["renew", "--file", "token", "--within", "20"],
        ] {
            assert!(parse(arguments).is_ok(), "{arguments:?}");
        }
    }

    /// A file that holds a secret is named; what is in it never is.
    #[test]
    fn no_option_is_named_after_a_secret() {
        fn names(command: &clap::Command) -> Vec<String> {
            let own = command.get_arguments().map(|argument| argument.get_id().to_string());
            own.chain(command.get_subcommands().flat_map(names)).collect()
        }
        for name in names(&Cli::command()) {
            assert!(
                name.ends_with("_file")
                    || !["token", "secret", "code", "password"]
                        .iter()
                        .any(|word| name.contains(word)),
                "{name}"
            );
        }
    }

    fn every_command(visit: &mut dyn FnMut(&clap::Command)) {
        let mut whole = Cli::command();
        whole.build();
        visit(&whole);
        whole.get_subcommands().for_each(visit);
    }

    #[test]
    fn a_value_is_completed_from_its_own_list_or_not_at_all_but_for_files() {
        every_command(&mut |command| {
            for argument in command.get_arguments() {
                let is_listed = !argument.get_possible_values().is_empty();
                let takes_value = argument.get_action().takes_values();
                let expected = match argument.get_long() {
                    // A file is named, and never what is in it.
                    Some(
                        "log"
                        | "token-file"
                        | "app-secret-file"
                        | "instagram-app-secret-file"
                        | "env-file"
                        | "json-file"
                        | "file",
                    ) => ValueHint::FilePath,
                    _ if takes_value && !is_listed => ValueHint::Other,
                    _ => continue,
                };
                assert_eq!(argument.get_value_hint(), expected, "{}", argument.get_id());
            }
        });
    }

    #[test]
    fn every_command_has_examples_and_each_of_them_can_be_typed() {
        let mut typed = 0;
        every_command(&mut |command| {
            let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let Some((_, examples)) = examples.split_once("Examples:") else {
                panic!("{} has no examples", command.get_name());
            };
            for line in examples.lines().filter_map(|line| line.split_once("evertoken")) {
                // An explanation stands two spaces behind, and what a shell does with the output behind its sign.
                let (_, words) = line;
                let words = words.split(['<', '>', '|']).next().unwrap_or_default();
                let words = words.split("   ").next().unwrap_or_default();
                let words = words.split("  ").next().unwrap_or_default();
                // What stands in quotes is one word.
                let parts = words.split('\'').enumerate();
                let words: Vec<&str> = parts
                    .flat_map(|(index, part)| match index % 2 {
                        0 => part.split_whitespace().collect(),
                        _ => vec![part],
                    })
                    .collect();
                assert!(parse(&words).is_ok(), "{words:?}");
                typed += 1;
            }
        });
        assert!(typed > 15, "{typed}");
    }

    #[test]
    fn a_usage_error_has_no_gap_and_names_the_right_order() {
        let words = |arguments: &[&str]| match parse(arguments) {
            Err(Departure::Ended(Code::Misused, words)) => words.concat(),
            other => panic!("{other:?}"),
        };
        let unknown = words(&["get", "page", "--xyz"]);
        assert!(!unknown.contains("\n\n\n") && !unknown.contains("tip:"), "{unknown}");
        let order = words(&["--plain", "demo"]);
        assert!(order.ends_with("evertoken demo --plain"), "{order}");
        let conflict = words(&["check", "--key", "A", "--file", "b"]);
        assert!(!conflict.contains("evertoken demo"), "{conflict}");
    }

    #[test]
    fn a_long_argument_that_is_unknown_is_never_repeated() {
        let long = "xyz-".repeat(10);
        for arguments in [
            vec![format!("--{long}")],
            vec![long.clone()],
            vec!["get".to_owned(), "page".to_owned(), long.clone()],
            vec!["get".to_owned(), long.clone()],
            vec!["check".to_owned(), "--within".to_owned(), long.clone()],
            vec!["--api-root".to_owned(), long.clone()],
            vec![format!("--graph-version={long}")],
        ] {
            let words = parse(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
            let Err(Departure::Ended(Code::Misused, words)) = words else {
                panic!("{arguments:?} was accepted");
            };
            assert!(!words.concat().contains("xyz-xyz"), "{words:?}");
        }
    }

    #[test]
    fn a_root_that_is_not_on_this_machine_is_refused() {
        assert!(matches!(
            parse(&["--api-root", "http://example.com:80"]),
            Err(Departure::Ended(Code::Misused, _))
        ));
    }

    #[test]
    fn help_and_version_are_no_failures() {
        for argument in ["--help", "-h", "--version"] {
            assert!(matches!(parse(&[argument]), Err(Departure::Told(_))), "{argument}");
        }
    }
}
