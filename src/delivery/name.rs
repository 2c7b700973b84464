//! Under which names a value can be saved.
//!
//! Asked while the person types a name, and once more by [`super::edit()`]; ends in nothing, or in a [`NameFault`] with
//! its sentence.

use thiserror::Error;

use super::FileKind;

/// The most characters of a name.
const LONGEST: usize = 128;

/// Variables by which shells, loaders and interpreters decide what they run and where they look: a token there breaks
/// the next program that reads the file.
const RESERVED: &[&str] = &[
    "BASH_ENV",
    "BASHOPTS",
    "CDPATH",
    "COMSPEC",
    "ENV",
    "EUID",
    "GLOBIGNORE",
    "GROUPS",
    "HOME",
    "HOSTNAME",
    "IFS",
    "LANG",
    "LOGNAME",
    "MAIL",
    "NODE_OPTIONS",
    "NODE_PATH",
    "OLDPWD",
    "OPTARG",
    "OPTERR",
    "OPTIND",
    "PATH",
    "PATHEXT",
    "PERL5LIB",
    "PERL5OPT",
    "PHPRC",
    "PPID",
    "PROMPT_COMMAND",
    "PS1",
    "PS2",
    "PS3",
    "PS4",
    "PWD",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "RANDOM",
    "RUBYLIB",
    "RUBYOPT",
    "SHELL",
    "SHELLOPTS",
    "SHLVL",
    "SYSTEMROOT",
    "TERM",
    "TMPDIR",
    "TZ",
    "UID",
    "USER",
    "USERNAME",
    "WINDIR",
    "_",
];

/// The beginnings of such variables.
const RESERVED_BEGINNINGS: &[&str] = &["LD_", "DYLD_", "LC_", "BASH_", "GIT_"];

/// Why a value cannot be saved under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NameFault {
    /// There is none.
    #[error("no name")]
    Empty,
    /// It has more than 128 characters.
    #[error("too long")]
    TooLong,
    /// The name of a variable begins with a digit.
    #[error("begins with a digit")]
    BeginsWithDigit,
    /// The name of a variable holds something else than `A`-`Z`, `a`-`z`, `0`-`9` and `_`.
    #[error("not the name of a variable")]
    NotAVariable,
    /// The name of a variable by which shells or interpreters decide what they run.
    #[error("reserved")]
    Reserved,
    /// The name of a member holds a line end, a tabulator or another control character.
    #[error("a control character")]
    ControlCharacter,
    /// The name of an option is not `--`, a small letter, and small letters, digits and hyphens.
    #[error("not the name of an option")]
    NotAnOption,
}

impl NameFault {
    /// What is wrong, for the person: one sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Empty => "A name is needed here.",
            Self::TooLong => "The name is longer than 128 characters.",
            Self::BeginsWithDigit => "The name of a variable cannot begin with a digit.",
            Self::NotAVariable => "The name of a variable has only the letters A to Z, digits and underscores.",
            Self::Reserved => "This name decides how other programs run, so a token there would break them.",
            Self::ControlCharacter => "The name has a character in it that cannot be seen.",
            Self::NotAnOption => "The name of an option is two hyphens, then small letters, digits and hyphens.",
        }
    }
}

/// Whether a value can be saved under this name in a file of this kind. A file that holds a token alone has no names.
pub fn check_name(kind: FileKind, name: &str) -> Result<(), NameFault> {
    match kind {
        FileKind::Token => Ok(()),
        _ if name.is_empty() => Err(NameFault::Empty),
        _ if name.chars().count() > LONGEST => Err(NameFault::TooLong),
        FileKind::Env => check_variable(name),
        FileKind::Json if name.chars().any(char::is_control) => Err(NameFault::ControlCharacter),
        FileKind::Json => Ok(()),
        FileKind::Options if is_option(name) => Ok(()),
        FileKind::Options => Err(NameFault::NotAnOption),
    }
}

fn check_variable(name: &str) -> Result<(), NameFault> {
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return Err(NameFault::NotAVariable);
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        return Err(NameFault::BeginsWithDigit);
    }
    // Windows knows no case in them.
    let upper = name.to_ascii_uppercase();
    let is_reserved =
        RESERVED.contains(&upper.as_str()) || RESERVED_BEGINNINGS.iter().any(|beginning| upper.starts_with(beginning));
    if is_reserved { Err(NameFault::Reserved) } else { Ok(()) }
}

fn is_option(name: &str) -> bool {
    name.strip_prefix("--").is_some_and(|rest| {
        rest.starts_with(|first: char| first.is_ascii_lowercase())
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_file_has_its_own_names() {
        let long = "A".repeat(129);
        let table: &[(FileKind, &str, Result<(), NameFault>)] = &[
            (FileKind::Env, "FACEBOOK_PAGE_TOKEN", Ok(())),
            (FileKind::Env, "_a9", Ok(())),
            (FileKind::Env, "", Err(NameFault::Empty)),
            (FileKind::Env, &long, Err(NameFault::TooLong)),
            (FileKind::Env, "9A", Err(NameFault::BeginsWithDigit)),
            (FileKind::Env, "A-B", Err(NameFault::NotAVariable)),
            (FileKind::Env, "A B", Err(NameFault::NotAVariable)),
            (FileKind::Env, "A\nB", Err(NameFault::NotAVariable)),
            (FileKind::Env, "TÖKEN", Err(NameFault::NotAVariable)),
            (FileKind::Env, "PATH", Err(NameFault::Reserved)),
            (FileKind::Env, "Path", Err(NameFault::Reserved)),
            (FileKind::Env, "HOME", Err(NameFault::Reserved)),
            (FileKind::Env, "LD_PRELOAD", Err(NameFault::Reserved)),
            (FileKind::Env, "IFS", Err(NameFault::Reserved)),
            (FileKind::Env, "BASH_ENV", Err(NameFault::Reserved)),
            (FileKind::Env, "SHELL", Err(NameFault::Reserved)),
            (FileKind::Env, "PS1", Err(NameFault::Reserved)),
            (FileKind::Env, "PATHS", Ok(())),
            (FileKind::Json, "page token \"ä\"", Ok(())),
            (FileKind::Json, "", Err(NameFault::Empty)),
            (FileKind::Json, &long, Err(NameFault::TooLong)),
            (FileKind::Json, "a\tb", Err(NameFault::ControlCharacter)),
            (FileKind::Options, "--instagram-access-token", Ok(())),
            (FileKind::Options, "--A", Err(NameFault::NotAnOption)),
            (FileKind::Options, "--", Err(NameFault::NotAnOption)),
            (FileKind::Options, "-t", Err(NameFault::NotAnOption)),
            (FileKind::Options, "---a", Err(NameFault::NotAnOption)),
            (FileKind::Options, "--a=b", Err(NameFault::NotAnOption)),
            (FileKind::Token, "", Ok(())),
        ];
        for (kind, name, expected) in table {
            assert_eq!(check_name(*kind, name), *expected, "{kind:?} {name:?}");
        }
    }

    #[test]
    fn every_fault_is_told_in_one_sentence() {
        for fault in [
            NameFault::Empty,
            NameFault::TooLong,
            NameFault::BeginsWithDigit,
            NameFault::NotAVariable,
            NameFault::Reserved,
            NameFault::ControlCharacter,
            NameFault::NotAnOption,
        ] {
            let sentence = fault.sentence();
            assert!(
                sentence.ends_with('.') && sentence.matches('.').count() == 1,
                "{sentence}"
            );
        }
    }
}
