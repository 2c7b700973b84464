//! A transcript without what differs from run to run: tokens, days, ports, how long a call took, and which of two calls
//! that are under way at the same time ends first.

/// The lines that are the same in every run.
pub(crate) fn normal(talk: &str) -> String {
    let is_steady = |line: &&str| {
        ![": asking ", ": done", "It belongs to ", "Working. "]
            .iter()
            .any(|words| line.contains(words))
    };
    let mut lines: Vec<String> = Vec::new();
    for line in talk.lines().filter(is_steady) {
        // What the commands do is tested where they are made.
        let line = if line.contains(" | ") { "(command)" } else { line };
        let line = without_time(&line.split(' ').map(word).collect::<Vec<_>>());
        if lines.last() != Some(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// A word that is another one in each run is called by its kind.
fn word(word: &str) -> String {
    let bare = word.trim_end_matches(['.', ',']);
    let is_hex = |length: usize| bare.len() == length && bare.chars().all(|c| c.is_ascii_hexdigit());
    if let Some((before, behind)) = bare.split_once("127.0.0.1:") {
        let rest = behind.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = rest.split("state=").next().unwrap();
        return format!("{before}127.0.0.1:(port){rest}");
    }
    if bare.len() > 60 && bare.chars().all(|c| c.is_ascii_alphanumeric() || "_-.|".contains(c)) {
        return "(token)".to_owned();
    }
    if bare.contains('…') && !bare.ends_with('…') {
        return "(token's ends)".to_owned();
    }
    if is_hex(32) {
        return "(secret)".to_owned();
    }
    if is_hex(8) {
        return "(print)".to_owned();
    }
    word.to_owned()
}

/// "21 Jan 2027, 14:05" and "1 h 19 min" without their numbers.
fn without_time(words: &[String]) -> String {
    const UNITS: [&str; 6] = ["h", "min", "s", "days", "UTC", "left,"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let next = |at: usize| words.get(at + 1).map(|word| word.trim_end_matches(['.', ',', ')']));
    let before = |at: usize| at.checked_sub(1).and_then(|at| words.get(at)).map(String::as_str);
    let is_moving = |at: usize, word: &str| {
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        let is_part = next(at).is_some_and(|next| UNITS.contains(&next) || MONTHS.contains(&next))
            || before(at).is_some_and(|before| MONTHS.contains(&before));
        (is_number && is_part) || MONTHS.contains(&word) && next(at).is_some_and(|next| next.starts_with("20"))
    };
    let kept = words
        .iter()
        .enumerate()
        .map(|(at, word)| if is_moving(at, word) { "#" } else { word });
    // What was quick is said without how long it took.
    kept.collect::<Vec<_>>().join(" ").replace("failed in # s", "failed")
}
