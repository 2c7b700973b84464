//! The man page, made from the one definition of the arguments.
//!
//! Started by `evertoken man`; ends in a page for man(1), with every command, its examples and the exit codes on it. One
//! page, because nobody installs six for one program.

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
    let mut section = Roff::new();
    section.control("SH", ["EXIT STATUS"]);
    for code in Code::ALL {
        section.control("TP", []);
        section.text([bold(code.number().to_string())]);
        section.text([roman(code.meaning().replace('`', ""))]);
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
