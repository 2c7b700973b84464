//! What is made from the one definition of the arguments: completions, in the shells themselves, and the manual; and what is
//! said where an output cannot be written.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests fail loudly, and say what they skip"
)]

use std::{
    fs::OpenOptions,
    io::Write as _,
    process::{Command, Output, Stdio},
};

use evertoken::exit::Code;

#[path = "support/pty.rs"]
mod pty;

use pty::Program;

const EVERTOKEN: &str = env!("CARGO_BIN_EXE_evertoken");

fn run(arguments: &[&str], out: Stdio) -> Output {
    Command::new(EVERTOKEN)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
        .wait_with_output()
        .unwrap()
}

fn told(arguments: &[&str]) -> String {
    let output = run(arguments, Stdio::piped());
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    assert_eq!(output.stderr, b"", "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn is_there(program: &str) -> bool {
    let found = Command::new("sh")
        .args(["-c", &format!("command -v {program}")])
        .output();
    let found = found.is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("SKIPPED: {program} is not installed");
    }
    found
}

/// Has a program read this, and returns whether it was content and what it said.
fn read_by(program: &str, arguments: &[&str], input: &str) -> (bool, String) {
    let mut child = Command::new(program)
        .args(arguments)
        .env("MANWIDTH", "80")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A reader that refuses early does not take all of it.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// What a line ends in when a shell completes it: one candidate a line. The last word may be empty.
struct Completion {
    line: &'static str,
    offers: &'static [&'static str],
}

/// In a folder with a file whose name could complete anything.
const COMPLETIONS: &[Completion] = &[
    Completion {
        line: "evertoken simu",
        offers: &["simulate"],
    },
    Completion {
        line: "evertoken completions ",
        offers: &["bash", "elvish", "fish", "powershell", "zsh"],
    },
    Completion {
        line: "evertoken demo wrong-",
        offers: &["wrong-app-id", "wrong-secret"],
    },
    Completion {
        line: "evertoken demo --clipboard t",
        offers: &["tmux"],
    },
    Completion {
        line: "evertoken --log tok",
        offers: &["token.txt"],
    },
    Completion {
        line: "evertoken --api-root tok",
        offers: &[],
    },
    Completion {
        line: "evertoken status --forget tok",
        offers: &[],
    },
    Completion {
        line: "evertoken status tok",
        offers: &[],
    },
    Completion {
        line: "evertoken tok",
        offers: &[],
    },
];

/// A folder with a file that a careless completion would offer.
fn with_a_file() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("token.txt"), "").unwrap();
    folder
}

/// What bash would put in a line's place: its function is asked as bash asks it, and where that finds nothing, bash does what
/// it was told to do then.
const ASK_BASH: &str = r#"
eval "$1"
spec=$(complete -p evertoken)
read -ra COMP_WORDS <<< "$2"
[[ $2 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
cur=${COMP_WORDS[COMP_CWORD]}
_evertoken evertoken "$cur" "${COMP_WORDS[COMP_CWORD-1]}" 2>/dev/null
[[ ${#COMPREPLY[@]} == 0 && $spec == *default* ]] && COMPREPLY=($(compgen -f -- "$cur"))
[[ ${COMPREPLY[*]} == "$cur" ]] || printf '%s\n' "${COMPREPLY[@]}"
"#;

const ASK_FISH: &str = r#"
printf '%s\n' $argv[1] | source
complete -C "$argv[2]" | string replace -r '\t.*' ''
"#;

/// What is wrong with a shell's completions, as sentences.
fn faults(shell: &str, script: &str) -> Vec<String> {
    let folder = with_a_file();
    let ask = match shell {
        "bash" => ["--norc", "-c", ASK_BASH, "bash"].as_slice(),
        _ => ["--no-config", "-c", ASK_FISH].as_slice(),
    };
    let mut faults = Vec::new();
    for Completion { line, offers } in COMPLETIONS {
        let output = Command::new(shell)
            .args(ask)
            .args([script, line])
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", folder.path())
            .current_dir(folder.path())
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        // Options may stand among the candidates.
        let is_value = |line: &&str| !line.is_empty() && !line.starts_with('-');
        let mut found: Vec<&str> = text.lines().filter(is_value).collect();
        found.sort_unstable();
        if found != *offers {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            faults.push(format!("{line:?} offers {found:?}: {said}"));
        }
    }
    faults
}

#[test]
fn bash_and_fish_complete_commands_values_and_the_one_file_that_is_written() {
    for shell in ["bash", "fish"] {
        if is_there(shell) {
            assert_eq!(
                faults(shell, &told(&["completions", shell])),
                Vec::<String>::new(),
                "{shell}"
            );
        }
    }
}

#[test]
fn completions_that_offer_files_or_forget_values_are_noticed() {
    if is_there("bash") {
        let script = told(&["completions", "bash"]);
        let careless = script.replace("complete -F _evertoken", "complete -o default -F _evertoken");
        assert_eq!(faults("bash", &careless).len(), 2, "{:?}", faults("bash", &careless));
        let forgetful = script.replace("wrong-secret", "");
        assert_eq!(faults("bash", &forgetful).len(), 1);
    }
    if is_there("fish") {
        let script = told(&["completions", "fish"]);
        let kept = script.lines().filter(|line| !line.contains("not contains"));
        let careless: Vec<&str> = kept.collect();
        assert!(!faults("fish", &careless.join("\n")).is_empty());
    }
}

#[test]
fn zsh_completes_on_a_terminal() {
    if !is_there("zsh") {
        return;
    }
    let folder = with_a_file();
    std::fs::write(folder.path().join("_evertoken"), told(&["completions", "zsh"])).unwrap();
    let start = "autoload -U compinit; compinit -u -D; PS1='ready> '";
    let path = folder.path().to_str().unwrap().to_owned();
    let pty = Program::new("zsh")
        .arg("-f")
        .arg("-i")
        .env("FPATH", &format!("{path}:{}", zsh_functions()))
        .spawn();
    pty.send(format!("cd {path}; {start}\r"));
    pty.wait_for("a prompt", |screen| screen.contents().contains("\nready> "));
    pty.send("evertoken simu\t");
    pty.wait_for_text("evertoken simulate ");
    pty.send("--po\t");
    pty.wait_for_text("evertoken simulate --port");
    pty.send("\x15evertoken demo wrong-s\t");
    pty.wait_for_text("evertoken demo wrong-secret");
    pty.send("\x15evertoken --log tok\t");
    pty.wait_for_text("evertoken --log token.txt");
    pty.send("\x15evertoken status tok\t!");
    pty.wait_for_text("evertoken status tok!");
}

/// Where zsh has its own functions.
fn zsh_functions() -> String {
    let output = Command::new("zsh")
        .args(["-f", "-c", "print -n $FPATH"])
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_shell_gets_a_script_that_it_can_read() {
    for shell in ["bash", "zsh", "fish"] {
        let script = told(&["completions", shell]);
        if is_there(shell) {
            let read = |script: &str| read_by(shell, &["-n"], script);
            assert_eq!(read(&script), (true, String::new()), "{shell}");
            let broken = format!("{script}\nif (");
            assert!(!read(&broken).0, "{shell} notices a script that is broken");
        }
    }
    for (shell, needle) in [
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        assert!(told(&["completions", shell]).contains(needle), "{shell}");
    }
}

#[test]
fn the_manual_is_sound_and_holds_every_command_and_every_exit_code() {
    let page = told(&["man"]);
    if is_there("mandoc") {
        let lint = |page: &str| read_by("mandoc", &["-T", "lint", "-W", "error"], page);
        assert_eq!(lint(&page), (true, String::new()));
        assert!(
            !lint(&format!("{page}.NOSUCH thing\n")).0,
            "a page with a fault is noticed"
        );
    }
    if is_there("man") && is_there("groff") {
        let (is_shown, shown) = read_by("man", &["-l", "-"], &page);
        assert!(is_shown, "{shown}");
        assert_eq!(missing(&shown), Vec::<String>::new(), "{shown}");
        // The twin: a page without its table.
        let (head, _) = page.split_once(".SH \"EXIT STATUS\"").unwrap();
        assert_eq!(
            missing(&read_by("man", &["-l", "-"], head).1).len(),
            Code::ALL.len() + 3
        );
    }
}

/// Which commands, exit codes and sections a manual page, as a person sees it, does not have.
fn missing(shown: &str) -> Vec<String> {
    let words: Vec<Vec<&str>> = shown.lines().map(|line| line.split_whitespace().collect()).collect();
    let has_line = |wanted: &[&str]| words.iter().any(|line| line.starts_with(wanted));
    let commands = [
        "demo",
        "get",
        "check",
        "renew",
        "status",
        "simulate",
        "completions",
        "man",
    ];
    let commands = commands.into_iter().filter(|name| !has_line(&["evertoken", name]));
    let codes = Code::ALL.into_iter().filter(|code| {
        let meaning = code.meaning().replace('`', "");
        let first = meaning.split_whitespace().next().unwrap_or_default();
        !has_line(&[&code.number().to_string(), first])
    });
    let terms = ["128 + n", "ENVIRONMENT", "FILES"];
    let terms = terms
        .into_iter()
        .filter(|term| !has_line(&term.split(' ').collect::<Vec<_>>()));
    commands
        .chain(terms)
        .map(str::to_owned)
        .chain(codes.map(|code| code.number().to_string()))
        .collect()
}

#[test]
fn the_version_says_which_graph_api_is_spoken() {
    assert_eq!(
        told(&["--version"]),
        format!("evertoken {} (Graph API v25.0)\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn what_is_misspelt_is_answered_with_what_is_near() {
    for (arguments, near) in [
        (&["completons"] as &[&str], "'completions'"),
        (&["statsu"], "'status'"),
        (&["demo", "wrong-secert"], "Did you mean wrong-secret?"),
        (&["simulate", "hapy"], "Did you mean happy?"),
        (&["completions", "fsh"], "'fish'"),
        (&["--grap-version", "v25.0"], "'--graph-version'"),
        (&["--clipboard", "osc"], "'osc52'"),
    ] {
        let output = run(arguments, Stdio::piped());
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(words.contains(near), "{words}");
    }
}

#[test]
fn what_was_asked_for_and_cannot_be_written_is_a_failure_with_words() {
    for arguments in [
        &["--help"] as &[&str],
        &["--version"],
        &["demo", "--list"],
        &["completions", "zsh"],
        &["man"],
    ] {
        let (reader, nobody_reads) = std::io::pipe().unwrap();
        drop(reader);
        let mut outs = vec![Stdio::from(nobody_reads)];
        match OpenOptions::new().write(true).open("/dev/full") {
            Ok(full) => outs.push(full.into()),
            Err(_) => eprintln!("SKIPPED in part: there is no /dev/full here"),
        }
        for out in outs {
            let output = run(arguments, out);
            let words = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{arguments:?}: {words}");
            assert!(words.starts_with("The output could not be written: "), "{words}");
        }
    }
}
