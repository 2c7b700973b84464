//! The man page, made from the one definition of the arguments.
//!
//! Started by `evertoken man`; ends in a page for man(1), with every command, its examples, the variables and files that
//! matter, and the exit codes on it. One page, because nobody installs six for one program.

use std::io::{self, Write as _};

use clap::Command;
use clap_mangen::{
    Man,
    roff::{Roff, bold, roman},
};

use crate::exit::Code;

/// The page, as roff.
pub(super) fn page(definition: &Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let whole = Man::new(definition.clone());
    // By hand: the library leaves an empty date out, and the version would stand in its place.
    let (name, version) = (definition.get_name(), definition.get_version().unwrap_or_default());
    let title = name.to_uppercase();
    writeln!(page, ".TH {title} 1 \"\" \"{name} {version}\" \"User Commands\"")?;
    whole.render_name_section(&mut page)?;
    whole.render_synopsis_section(&mut page)?;
    whole.render_description_section(&mut page)?;
    whole.render_options_section(&mut page)?;
    let mut rest = Roff::new();
    rest.control("SH", ["COMMANDS"]);
    append(&mut page, &rest)?;
    // Without one of its own: --help is explained once.
    for command in definition.get_subcommands() {
        describe(&mut page, &command.clone().disable_help_flag(true), definition)?;
    }
    append(&mut page, &exit_codes())?;
    append(&mut page, &terms("ENVIRONMENT", ENVIRONMENT.iter().copied()))?;
    append(&mut page, &terms("FILES", FILES.iter().copied()))?;
    append(&mut page, &examples(definition))?;
    Ok(page)
}

/// One command: how it is called, what it does, its options, its examples.
fn describe(page: &mut Vec<u8>, command: &Command, whole: &Command) -> io::Result<()> {
    let called = format!("{} {}", whole.get_name(), command.get_name());
    let mut head = Roff::new();
    head.control("SS", [called.as_str()]);
    if let Some(about) = command.get_long_about().or_else(|| command.get_about()) {
        head.text([roman(about.to_string())]);
    }
    append(page, &head)?;
    if command.get_arguments().next().is_some() {
        let mut options = Vec::new();
        Man::new(command.clone()).render_options_section(&mut options)?;
        // The heading would end the list of the commands.
        let options = String::from_utf8_lossy(&options).into_owned();
        let below = options.split_once(".SH OPTIONS\n").map_or("", |(_, below)| below);
        page.extend_from_slice(below.as_bytes());
    }
    append(page, &examples_of(command))
}

fn exit_codes() -> Roff {
    let numbers = Code::ALL.map(|code| code.number().to_string());
    let meanings = Code::ALL.map(Code::meaning);
    let codes = numbers.iter().map(String::as_str).zip(meanings);
    terms("EXIT STATUS", codes.chain([Code::SIGNALLED]))
}

/// The variables that a person may set for evertoken.
const ENVIRONMENT: [(&str, &str); 10] = [
    (
        "EVERTOKEN_TOKEN, EVERTOKEN_APP_SECRET, EVERTOKEN_INSTAGRAM_APP_SECRET",
        "For get, check and renew: the token and the secrets, where no file is named for them. Root can read them as long as the \
         program runs; a file that only you can read is the better place.",
    ),
    (
        "EVERTOKEN_APP_ID",
        "For get, check and renew: the App ID, where --app-id is not given.",
    ),
    ("ACCESSIBLE", "Set and not empty: line by line, as with --plain."),
    (
        "NO_COLOR",
        "Set and not empty: no colours, as with --no-color. CLICOLOR=0 does the same.",
    ),
    (
        "TERM",
        "dumb: line by line, without a sequence. linux, or a locale that is not UTF-8: only signs that every terminal can show.",
    ),
    ("COLUMNS", "The width of lines, instead of the window's, line by line."),
    ("BROWSER", "The program that opens an address, instead of the system's."),
    (
        "HTTPS_PROXY, ALL_PROXY, NO_PROXY",
        "The proxy to Meta, which is named on the screen. It sees which host is asked and nothing else. An address that cannot be \
         read, and a SOCKS proxy, are refused before anything is sent.",
    ),
    (
        "SSL_CERT_FILE, SSL_CERT_DIR",
        "The certificates that are trusted, instead of the machine's own, where the system keeps them in files. Whoever they belong to \
         can read everything, so it is said on the screen that one is set.",
    ),
    (
        "XDG_STATE_HOME, HOME",
        "Where the records of evertoken status are kept.",
    ),
];

/// The files that are written without being named by the person.
const FILES: [(&str, &str); 2] = [
    (
        "$XDG_STATE_HOME/evertoken/records.json, or ~/.local/state/evertoken/records.json",
        "What was made here, for evertoken status. No token is in it, only its fingerprint. What a test server was asked for is in \
         the folder test-server beside it.",
    ),
    (
        "$XDG_STATE_HOME/evertoken/remembered.json",
        "The ids, the redirect address, names and paths that are filled in for you the next time, and how far a walk had come that \
         was cut off. Nothing secret.",
    ),
];

/// A section of terms and what each means.
fn terms<'a>(title: &str, terms: impl Iterator<Item = (&'a str, &'a str)>) -> Roff {
    let mut section = Roff::new();
    section.control("SH", [title]);
    for (term, meaning) in terms {
        section.control("TP", []);
        section.text([bold(term)]);
        section.text([roman(meaning.replace('`', ""))]);
    }
    section
}

fn examples(whole: &Command) -> Roff {
    let mut section = Roff::new();
    section.control("SH", ["EXAMPLES"]);
    section.extend([below_help(whole, HEADING)]);
    section
}

fn examples_of(command: &Command) -> Roff {
    let mut paragraph = Roff::new();
    paragraph.control("PP", []);
    paragraph.extend([below_help(command, "")]);
    paragraph
}

/// How the help of each command heads its examples.
const HEADING: &str = "Examples:\n";

/// What stands below the help of a command, line for line, without this at its beginning.
fn below_help(command: &Command, heading: &str) -> Roff {
    let mut lines = Roff::new();
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    lines.control("nf", []);
    for line in text.strip_prefix(heading).unwrap_or(&text).lines() {
        lines.text([roman(line)]);
    }
    lines.control("fi", []);
    lines
}

fn append(page: &mut Vec<u8>, section: &Roff) -> io::Result<()> {
    section.to_writer(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_of_ours_that_is_read_is_in_the_manual() {
        let read = concat!(
            include_str!("../unattended/gather.rs"),
            include_str!("../unattended/inputs.rs")
        );
        let names: Vec<&str> = read
            .split(|c: char| !c.is_ascii_uppercase() && c != '_')
            .filter(|word| word.starts_with("EVERTOKEN_"))
            .collect();
        assert!(names.len() > 4, "{names:?}");
        for name in names {
            let is_told = ENVIRONMENT
                .iter()
                .any(|(terms, _)| terms.split(", ").any(|term| term == name));
            assert!(is_told, "{name}");
        }
    }
}
