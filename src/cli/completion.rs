//! What a shell needs to complete the arguments, made from their one definition.
//!
//! Started by `evertoken completions`; ends in a script. Files are completed only behind options that name a file; no other
//! value is completed from files or from a history, for what somebody has lying around may be a secret (facts: safety T01).

use std::{ffi::OsStr, fmt::Write as _};

use clap::{
    Arg, Command, Error, ValueHint,
    builder::{PossibleValue, StringValueParser, TypedValueParser},
};
use clap_complete::Shell;

use crate::simulator::Scenario;

/// The script for one shell.
pub(super) fn script(definition: &mut Command, shell: Shell) -> String {
    let name = definition.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, definition, name, &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    match shell {
        // Where nothing matches, bash would offer files.
        Shell::Bash => script.replace(" -o bashdefault -o default", ""),
        Shell::Fish => for_fish(definition, script),
        _ => script,
    }
}

/// Takes fish's habit of offering files away, but behind an option that takes one, and adds what the library leaves out for
/// fish: values without an option.
fn for_fish(definition: &Command, mut script: String) -> String {
    let name = definition.get_name();
    let takes_file = |argument: &&Arg| argument.get_value_hint() == ValueHint::FilePath;
    let files: Vec<String> = std::iter::once(definition)
        .chain(definition.get_subcommands())
        .flat_map(|command| command.get_arguments().filter(takes_file))
        .filter_map(Arg::get_long)
        .map(|option| format!("--{option}"))
        .collect();
    let _ = writeln!(
        script,
        "complete -c {name} -n \"not contains -- (commandline -opc)[-1] {}\" -f",
        files.join(" ")
    );
    for command in definition.get_subcommands() {
        for argument in command.get_positionals() {
            let values = argument.get_possible_values();
            let values: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
            let _ = writeln!(
                script,
                "complete -c {name} -n \"__fish_{name}_using_subcommand {}\" -f -a \"{}\"",
                command.get_name(),
                values.join(" ")
            );
        }
    }
    script
}

/// Reads the name of a scenario: any text, because whoever plays it says best what is wrong with a name and which one is
/// near. A shell completes those that are built in.
#[derive(Debug, Clone)]
pub(super) struct ScenarioNames;

impl TypedValueParser for ScenarioNames {
    type Value = String;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(
            Scenario::all().map(|scenario| PossibleValue::new(scenario.name)),
        ))
    }
}
