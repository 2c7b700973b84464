//! The lines that have a check or a renewal done every day: for cron, and for systemd. Nothing secret is in them, because
//! no option takes a secret.
//!
//! Started by `--cron`; ends in a text on standard output. Paths are made whole, because neither starts in this folder.

use std::path::{Path, PathBuf, absolute};

use crate::{
    exit::{Code, Departure},
    graph_api::GraphVersion,
    model::SafeText,
};

use super::arguments::{AppSources, Check, Reach, Renew, Saved};

/// The lines for `check`.
pub(super) fn of_check(arguments: &Check) -> Departure {
    let mut words = vec!["check".to_owned()];
    if let Some(path) = &arguments.token_file {
        push_path(&mut words, "--token-file", path);
    }
    push_saved(&mut words, &arguments.saved);
    push_app(&mut words, &arguments.app);
    push(&mut words, "--within", arguments.within.to_string());
    push_json(&mut words, arguments.json);
    let files = [&arguments.token_file, &arguments.app.app_secret_file];
    if let Some(departure) = passing(files.into_iter().chain(files_of(&arguments.saved))) {
        return departure;
    }
    let has_token = arguments.token_file.is_some() || arguments.saved.place().is_some();
    let task = Task {
        name: "check",
        also_good: "",
        remark: remark_on_missing(files.into_iter().chain(files_of(&arguments.saved)))
            + &remark_about(&arguments.app, "If Meta answers only to the app about this token"),
    };
    finish(words, &arguments.reach, has_token, &task)
}

/// The lines for `renew`.
pub(super) fn of_renew(arguments: &Renew) -> Departure {
    let mut words = vec!["renew".to_owned()];
    push_saved(&mut words, &arguments.saved);
    push_app(&mut words, &arguments.app);
    if let Some(within) = arguments.within {
        push(&mut words, "--within", within.to_string());
    }
    push_json(&mut words, arguments.json);
    let files = [&arguments.app.app_secret_file];
    if let Some(departure) = passing(files.into_iter().chain(files_of(&arguments.saved))) {
        return departure;
    }
    let not_due = Code::NotDue.number().to_string();
    let task = Task {
        name: "renew",
        also_good: &not_due,
        remark: remark_on_missing(files.into_iter().chain(files_of(&arguments.saved)))
            + &remark_about(&arguments.app, "If this is a Facebook token"),
    };
    finish(words, &arguments.reach, arguments.saved.place().is_some(), &task)
}

/// What is done every day.
struct Task<'a> {
    name: &'a str,
    /// A code beside 0 that is no failure.
    also_good: &'a str,
    /// What to know first; may be empty.
    remark: String,
}

/// An App secret in the environment of this shell is not there when cron or systemd starts the command.
fn remark_about(app: &AppSources, when: &str) -> String {
    if app.app_secret_file.is_some() {
        return String::new();
    }
    format!(
        "# {when}, the App secret is needed: add --app-secret-file PATH.\n\
         # Neither cron nor systemd has the environment of this shell.\n\n"
    )
}

fn finish(mut words: Vec<String>, reach: &Reach, has_token: bool, task: &Task<'_>) -> Departure {
    if !has_token {
        return Departure::ended(
            Code::Misused,
            "Nobody is there to give cron a token: --env-file PATH --key NAME, --json-file PATH --key NAME, or --file PATH says \
             where it was saved.",
        );
    }
    if reach.graph_version != GraphVersion::default() {
        push(&mut words, "--graph-version", reach.graph_version.to_string());
    }
    if let Some(root) = &reach.api_root {
        push(&mut words, "--api-root", root.to_string());
    }
    words.push("--quiet".to_owned());
    match std::env::current_exe() {
        Ok(program) => {
            words.insert(0, program.to_string_lossy().into_owned());
            Departure::Told(lines(&words, task))
        }
        Err(error) => Departure::failed(format!("This program cannot find itself: {}.", error.kind())),
    }
}

fn push_json(words: &mut Vec<String>, is_wanted: bool) {
    words.extend(is_wanted.then(|| "--json".to_owned()));
}

/// The end of the run where one of these files is there for this shell alone: an inherited descriptor, or a pipe.
fn passing<'a>(files: impl Iterator<Item = &'a Option<PathBuf>>) -> Option<Departure> {
    let is_passing = |path: &&PathBuf| {
        let of_this_process = ["/dev/fd", "/dev/stdin", "/proc"];
        of_this_process.iter().any(|start| path.starts_with(start))
            || path.metadata().is_ok_and(|found| !found.is_file())
    };
    let path = files.flatten().find(is_passing)?;
    let path = SafeText::new(&path.to_string_lossy());
    Some(Departure::misused(format!(
        "{path} is there for this shell alone. Cron and systemd need an ordinary file."
    )))
}

/// What is not there when the lines are made, as comments.
fn remark_on_missing<'a>(files: impl Iterator<Item = &'a Option<PathBuf>>) -> String {
    let missing = files.flatten().filter(|path| !path.exists());
    let words = missing.map(|path| format!("# {} is not there now.\n", SafeText::new(&path.to_string_lossy())));
    words.collect::<Vec<_>>().concat()
}

fn files_of(saved: &Saved) -> [&Option<PathBuf>; 3] {
    [&saved.env_file, &saved.json_file, &saved.file]
}

fn push(words: &mut Vec<String>, option: &str, value: String) {
    words.extend([option.to_owned(), value]);
}

fn push_path(words: &mut Vec<String>, option: &str, path: &Path) {
    let whole: PathBuf = absolute(path).unwrap_or_else(|_| path.to_owned());
    push(words, option, whole.to_string_lossy().into_owned());
}

fn push_saved(words: &mut Vec<String>, saved: &Saved) {
    let files = [
        ("--env-file", &saved.env_file),
        ("--json-file", &saved.json_file),
        ("--file", &saved.file),
    ];
    for (option, path) in files {
        if let Some(path) = path {
            push_path(words, option, path);
        }
    }
    if let Some(key) = &saved.key {
        push(words, "--key", key.clone());
    }
}

fn push_app(words: &mut Vec<String>, app: &AppSources) {
    if let Some(path) = &app.app_secret_file {
        push_path(words, "--app-secret-file", path);
    }
    if let Some(id) = &app.app_id {
        push(words, "--app-id", id.clone());
    }
}

/// The whole text.
fn lines(words: &[String], task: &Task<'_>) -> String {
    let Task {
        name,
        also_good,
        remark,
    } = task;
    let for_cron: Vec<String> = words.iter().map(|word| quoted_for_cron(word)).collect();
    let for_systemd: Vec<String> = words.iter().map(|word| quoted_for_systemd(word)).collect();
    let success = if also_good.is_empty() {
        String::new()
    } else {
        format!("SuccessExitStatus={also_good}\n")
    };
    format!(
        "{remark}\
         # crontab -e\n\
         17 6 * * * {cron}\n\
         \n\
         # ~/.config/systemd/user/evertoken-{name}.service\n\
         [Unit]\n\
         Description=evertoken {name}\n\
         [Service]\n\
         Type=oneshot\n\
         ExecStart={systemd}\n\
         {success}\
         \n\
         # ~/.config/systemd/user/evertoken-{name}.timer, then: systemctl --user enable --now evertoken-{name}.timer\n\
         [Unit]\n\
         Description=evertoken {name}, every day\n\
         [Timer]\n\
         OnCalendar=daily\n\
         RandomizedDelaySec=1h\n\
         Persistent=true\n\
         [Install]\n\
         WantedBy=timers.target\n",
        cron = for_cron.join(" "),
        systemd = for_systemd.join(" "),
    )
}

/// Quoted for a shell.
pub(super) fn quoted_for_shell(word: &str) -> String {
    if is_plain(word) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// The same for a crontab, where a percent sign ends the command, quoted or not.
fn quoted_for_cron(word: &str) -> String {
    quoted_for_shell(word).replace('%', "\\%")
}

/// Quoted for a unit of systemd, where `%` and `$` stand for other things.
fn quoted_for_systemd(word: &str) -> String {
    let doubled = word.replace('%', "%%").replace('$', "$$");
    if is_plain(word) {
        doubled
    } else {
        format!("\"{}\"", doubled.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

fn is_plain(word: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-:=+@".contains(c);
    !word.is_empty() && word.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_or_systemd_would_act_on_is_quoted() {
        for (word, cron, systemd) in [
            ("/usr/bin/evertoken", "/usr/bin/evertoken", "/usr/bin/evertoken"),
            ("/home/a b/.env", "'/home/a b/.env'", "\"/home/a b/.env\""),
            ("/100%", "'/100\\%'", "\"/100%%\""),
            ("/it's", "'/it'\\''s'", "\"/it's\""),
            ("/$x\"\\", "'/$x\"\\'", "\"/$$x\\\"\\\\\""),
            ("", "''", "\"\""),
        ] {
            assert_eq!(quoted_for_cron(word), cron);
            assert_eq!(quoted_for_systemd(word), systemd);
        }
    }

    #[test]
    fn both_kinds_of_lines_hold_the_whole_command() {
        let words = ["/bin/evertoken", "renew", "--file", "/a b"].map(str::to_owned);
        let task = |also_good, remark: &str| Task {
            name: "renew",
            also_good,
            remark: remark.to_owned(),
        };
        let text = lines(&words, &task("11", "# First.\n\n"));
        for line in [
            "# First.",
            "17 6 * * * /bin/evertoken renew --file '/a b'",
            "ExecStart=/bin/evertoken renew --file \"/a b\"",
            "SuccessExitStatus=11",
            "OnCalendar=daily",
        ] {
            assert!(text.lines().any(|other| other == line), "{line} is not in:\n{text}");
        }
        let text = lines(&words, &task("", ""));
        assert!(text.starts_with("# crontab -e"));
        assert!(!text.contains("SuccessExitStatus"));
    }
}
