//! Commands for the machine where a token was saved or pasted: one line each, for a shell of the Bourne kind.
//!
//! Started with where the token is; ends in a text to copy. No command holds a secret, and none puts one on a command
//! line, where every account of the machine could read it: what leaves a file goes through pipes, what is pasted is read
//! by the shell itself without an echo, and curl takes its header from its standard input (curl 7.55 and later).

use std::fmt::Write as _;

use super::FileKind;

/// Where a token was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedAt {
    /// How the file is written.
    pub kind: FileKind,
    /// The file as the other side calls it; `~/` stands for the home there.
    pub file: String,
    /// The name of the variable, the member or the option; of no meaning in a file that holds a token alone.
    pub name: String,
}

/// The characters of a token, for a bracket of a regular expression.
const TOKEN: &str = "[A-Za-z0-9_.|-]*";

/// The first eight hexadecimal digits of what comes in, as `Secret::fingerprint` has them.
const DIGITS: &str = "sha256sum | cut -c 1-8";

/// What a request with a token begins its header with.
const HEADER: &str = "Authorization: Bearer ";

/// Prints the fingerprint of the saved token: the first eight hexadecimal digits of its SHA-256. Where no token is found,
/// those of nothing: `e3b0c442`.
pub fn compare_command(place: &SavedAt) -> String {
    let file = shell_path(&place.file);
    match place.kind {
        FileKind::Token => format!("sha256sum < {file} | cut -c 1-8"),
        _ => format!("{} | tr -d '\\n' | {DIGITS}", extract(place, "")),
    }
}

/// Prints the fingerprint of a token that is pasted after it was started, without an echo. By bash, from whatever shell:
/// others would show the token, and run it.
pub fn compare_typed_command() -> String {
    format!("bash -c 'IFS= read -rs t; printf %s \"$t\"' | {DIGITS}")
}

/// Asks `url` once with the saved token, or, without a place, with one that is pasted after it was started.
///
/// The address holds no secret: it is on the command line of curl.
pub fn test_command(place: Option<&SavedAt>, url: &str) -> String {
    let curl = format!("curl -sS -H @- {}", shell_word(url));
    match place {
        Some(place) => format!("{} | {curl}", extract(place, HEADER)),
        None => format!("bash -c 'IFS= read -rs t; printf \"{HEADER}%s\\n\" \"$t\"' | {curl}"),
    }
}

/// Prints the saved token behind `before`. The file is the standard input of `sed`, so that no name of a file can pass for
/// an option; `LC_ALL=C` lets it read any bytes.
fn extract(place: &SavedAt, before: &str) -> String {
    let file = shell_path(&place.file);
    let name = match place.kind {
        FileKind::Json => pattern(&serde_json::Value::from(place.name.as_str()).to_string()),
        _ => pattern(&place.name),
    };
    let script = match place.kind {
        FileKind::Token => return format!("LC_ALL=C sed {} < {file}", shell_word(&format!("s/^/{before}/"))),
        FileKind::Env => return extract_variable(&file, &name, before),
        FileKind::Json => format!("s/.*{name}[[:blank:]]*:[[:blank:]]*\"\\({TOKEN}\\)\".*/{before}\\1/p"),
        FileKind::Options => format!(
            "/^[^-]*{name}[[:space:]]*$/{{n;s/^[[:blank:]]*[\"']\\{{0,1\\}}\\({TOKEN}\\).*/{before}\\1/p;}};s/^[^-]*{name}[=[:blank:]][[:blank:]]*[\"']\\{{0,1\\}}\\({TOKEN}\\).*/{before}\\1/p"
        ),
    };
    format!("LC_ALL=C sed -n {} < {file} | tail -n 1", shell_word(&script))
}

/// The same from assignments. Blanks and quotes go first, which no token has: what is left is short enough to be read by
/// whoever is to run it. Before the name may be a byte order mark and `export`; behind the token anything.
fn extract_variable(file: &str, name: &str, before: &str) -> String {
    let script = format!("s/^[^A-Za-z_#]*(export)?{name}=({TOKEN}).*/{before}\\2/p");
    format!(
        "tr -d '\\42\\47\\t\\r ' < {file} | LC_ALL=C sed -nE {} | tail -n 1",
        shell_word(&script)
    )
}

/// A text as a basic regular expression that matches it alone, between the delimiters of `sed`.
fn pattern(name: &str) -> String {
    name.chars().fold(String::new(), |mut pattern, character| {
        if matches!(character, '\\' | '/' | '.' | '*' | '[' | ']' | '^' | '$') {
            pattern.push('\\');
        }
        pattern.push(character);
        pattern
    })
}

/// The path of a file as one word of a shell; a beginning `~/` stays one.
fn shell_path(path: &str) -> String {
    match path.strip_prefix("~/") {
        Some(rest) => format!("~/{}", shell_word(rest)),
        None => shell_word(path),
    }
}

/// A text as one word of a shell in which nothing is acted on.
fn shell_word(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'_' | b'-');
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    if text.chars().any(char::is_control) {
        return ansi_word(text);
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// The form for texts with line ends and other controls, so that the command stays one line.
fn ansi_word(text: &str) -> String {
    let mut word = text.chars().fold("$'".to_owned(), |mut word, character| {
        match character {
            '\'' | '\\' => word.extend(['\\', character]),
            _ if character.is_control() => {
                let mut buffer = [0; 4];
                for byte in character.encode_utf8(&mut buffer).bytes() {
                    let _ = write!(word, "\\{byte:03o}");
                }
            }
            _ => word.push(character),
        }
        word
    });
    word.push('\'');
    word
}
