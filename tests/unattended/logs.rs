//! `--log` of `get`, `check` and `renew`: what stands in it, in which order, and that it says where it ends too early.

use std::{fs, path::Path, process::Command};

use crate::support::{Call, Ended, Stage};

/// The lines of a log: each kind with its names and values.
struct Lines(Vec<String>);

impl Lines {
    fn of(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        Self(
            text.lines()
                .map(|line| line.split_once(' ').unwrap().1.to_owned())
                .collect(),
        )
    }

    /// The kinds in their order, calls that follow one another as one.
    fn kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = self.0.iter().map(|line| line.split(' ').next().unwrap()).collect();
        kinds.retain(|kind| *kind != "connect");
        kinds.dedup_by(|later, earlier| later == earlier && *later == "call");
        kinds
    }

    fn has(&self, line: &str) -> bool {
        self.0.iter().any(|other| other == line)
    }

    /// Every number that a line has.
    fn numbers(&self) -> Vec<u64> {
        let words = self.0.iter().flat_map(|line| line.split(' '));
        words
            .filter_map(|word| word.strip_prefix("n="))
            .map(|number| number.parse().unwrap())
            .collect()
    }
}

/// A run with a log, and what stands in it.
fn logged(stage: &Stage, call: impl FnOnce(&[&str]) -> Call) -> (Ended, Lines) {
    let path = stage.at("run.log");
    let ended = call(&["--log", path.to_str().unwrap()]).run();
    let text = fs::read_to_string(&path).unwrap();
    let samples = stage.simulator.samples();
    for secret in [&samples.tokens[0], &samples.app_secrets[0]] {
        assert!(!text.contains(secret.get(..12).unwrap()), "{text}");
    }
    let made = ended.out.split('"').find(|word| word.starts_with("EAA"));
    assert!(made.is_none_or(|token| !text.contains(token)), "{text}");
    let lines = Lines::of(&path);
    let server = stage.simulator.root().strip_prefix("http://").unwrap();
    assert!(
        lines.0[0].starts_with("begin version=") && lines.0[0].ends_with(&format!(" server={server}")),
        "{text}"
    );
    // Counted from one, and none of them is a number that only the program itself knows.
    assert!(lines.numbers().iter().all(|number| (1..100).contains(number)), "{text}");
    (ended, lines)
}

#[test]
fn get_looks_at_the_place_first_and_says_last_that_standard_output_has_taken_the_token() {
    let stage = Stage::of("happy");
    let (env, json) = (stage.at("my.env"), stage.at("my.json"));
    let places = [format!("env:{}", env.display()), format!("json:{}", json.display())];
    let (ended, lines) = logged(&stage, |log| {
        let more = ["get", "page", "--page", stage.page(), "--yes", "--json", "--quiet"];
        let both = ["--save", &places[0], "--save", &places[1]];
        stage
            .call(more.iter().chain(&both).chain(log))
            .with_input(&stage.secrets())
    });
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let looked = ["probe", "probed"];
    let saved = ["probe", "probed", "save", "saved"];
    let expected: Vec<&str> = ["begin"]
        .into_iter()
        .chain(looked)
        .chain(looked)
        .chain(["call"])
        .chain(saved)
        .chain(saved)
        .chain(["copied", "end"])
        .collect();
    assert_eq!(lines.kinds(), expected);
    assert!(
        lines.has("copied what=token route=stdout report=written"),
        "{:?}",
        lines.0
    );
    assert_eq!(lines.0.last().unwrap(), "end code=0");
    // Nothing was looked at that nobody named, and each time the names are those that are written.
    for line in lines
        .0
        .iter()
        .filter(|line| line.starts_with("probe ") || line.starts_with("save "))
    {
        let is_env = line.contains(&format!(
            "file={} kind=env names=FACEBOOK_PAGE_TOKEN,FACEBOOK_PAGE_ID",
            env.display()
        ));
        let is_json = line.contains(&format!("file={} kind=json names=access_token,page_id", json.display()));
        assert!(is_env || is_json, "{line}");
    }
}

#[test]
fn what_standard_output_has_not_taken_is_not_said_to_be_there() {
    let stage = Stage::of("happy");
    let path = stage.at("run.log");
    let call = stage.call([
        "get",
        "page",
        "--page",
        stage.page(),
        "--quiet",
        "--log",
        path.to_str().unwrap(),
    ]);
    let call = call.with_variable("EVERTOKEN_TOKEN", stage.token());
    let call = call.with_variable("EVERTOKEN_APP_SECRET", stage.secret());
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = call.command().stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let lines = Lines::of(&path);
    assert_eq!(lines.kinds(), ["begin", "call", "end"]);
    assert_eq!(lines.0.last().unwrap(), "end code=1");
}

#[test]
fn each_of_several_tokens_is_noted() {
    let stage = Stage::of("happy");
    let pages = stage.simulator.samples().page_ids.clone();
    let (ended, lines) = logged(&stage, |log| {
        let more = [
            "get", "page", "--page", &pages[0], "--page", &pages[1], "--json", "--quiet",
        ];
        stage.call(more.iter().chain(log)).with_input(&stage.secrets())
    });
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert_eq!(lines.kinds(), ["begin", "call", "copied", "copied", "end"]);
}

#[test]
fn check_makes_its_calls_and_touches_nothing() {
    let stage = Stage::of("happy");
    let (ended, lines) = logged(&stage, |log| {
        stage.call(["check"].iter().chain(log)).with_input(stage.token())
    });
    assert_eq!(ended.code, Some(10), "{}", ended.err);
    assert_eq!(lines.kinds(), ["begin", "call", "end"]);
    assert_eq!(lines.0.last().unwrap(), "end code=10");
}

#[test]
fn renew_names_the_one_file_and_the_one_name_that_it_writes() {
    let stage = Stage::of("sixty-days-token");
    let file = stage.file("env", &format!("TOKEN={}\n", stage.token()));
    let (ended, lines) = logged(&stage, |log| {
        let more = [
            "renew",
            "--env-file",
            file.to_str().unwrap(),
            "--key",
            "TOKEN",
            "--quiet",
        ];
        let call = stage.call(more.iter().chain(log));
        call.with_variable("EVERTOKEN_APP_SECRET", stage.secret())
    });
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    assert_eq!(
        lines.kinds(),
        [
            "begin", "probe", "probed", "call", "probe", "probed", "save", "saved", "end"
        ]
    );
    for line in lines
        .0
        .iter()
        .filter(|line| line.starts_with("probe ") || line.starts_with("save "))
    {
        assert!(
            line.ends_with(&format!(" file={} kind=env names=TOKEN", file.display())),
            "{line}"
        );
    }
}

#[test]
fn a_log_that_is_not_complete_changes_nothing_but_is_said_once() {
    let stage = Stage::of("page-token-pasted");
    let token = stage.file("token", stage.token());
    let token = token.to_str().unwrap();
    for (arguments, code, said) in [
        (vec!["check", "--file", token], 0, "Page token of Harbour Bakery"),
        // Nor can the token be saved where no file can grow, which is found out before anything is sent.
        (vec!["renew", "--file", token, "--json"], 1, ""),
        (vec!["get", "page", "--token-file", token], 2, ""),
    ] {
        let path = stage.at("full.log");
        let call = stage.call(arguments.iter().copied().chain(["--log", path.to_str().unwrap()]));
        let program = call.command();
        // No file can grow here: the log is made, and none of its lines can be written.
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""]);
        shell.arg(program.get_program()).args(program.get_args());
        shell.env_clear().env("HOME", stage.around.path());
        let output = shell.stdin(std::process::Stdio::null()).output().unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {words}");
        let out = String::from_utf8(output.stdout).unwrap();
        assert!(
            out.starts_with(said) && out.is_empty() == said.is_empty(),
            "{arguments:?}: {out}"
        );
        assert_eq!(
            words.matches("The log is not complete").count(),
            1,
            "{arguments:?}: {words}"
        );
        assert_eq!(fs::read(&path).unwrap(), b"");
        fs::remove_file(&path).unwrap();
    }
}
