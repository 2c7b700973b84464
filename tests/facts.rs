//! What a comment rests on can be looked up: `(facts: graph-api 4.6)` names a row of `docs/facts.md`, and every row there is named.

#![expect(clippy::unwrap_used, reason = "a test that meets something unexpected stops there")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What may stand beside a key, to say which part of a fact is meant.
const CLOSER: &[&str] = &["code ", "row ", "rule "];
const SUBJECTS: &[&str] = &["graph-api", "terminal", "needs", "safety"];

/// The keys of the page, in its order.
fn explained() -> Vec<String> {
    let page = fs::read_to_string("docs/facts.md").unwrap();
    let first_cell = |line: &str| Some(line.strip_prefix("| ")?.split('|').next()?.trim().to_owned());
    let is_key = |cell: &String| SUBJECTS.iter().any(|subject| cell.starts_with(subject));
    page.lines().filter_map(first_cell).filter(is_key).collect()
}

fn files(at: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(at).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The comments of a file, on one line.
fn comments(text: &str) -> String {
    let comment = |line: &str| {
        let line = line.trim_start();
        let at = line.find("//").or_else(|| line.starts_with('#').then_some(0))?;
        let words = line.get(at..)?.trim_start_matches(['/', '!', '#']);
        Some(words.trim().to_owned())
    };
    text.lines().filter_map(comment).collect::<Vec<_>>().join(" ")
}

/// What stands behind `facts:` in comments, up to the closing bracket.
fn citations(comments: &str) -> Vec<String> {
    let cited = comments.split("(facts: ").skip(1);
    cited
        .filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()))
        .collect()
}

/// The keys that a citation names. "7.4 to 7.6" names what lies between as well.
fn named(citation: &str, page: &[String]) -> Result<Vec<String>, String> {
    let mut subject = "";
    let mut keys = Vec::new();
    for item in citation.split([',', ';']).map(str::trim) {
        let item = match SUBJECTS
            .iter()
            .find_map(|name| Some((*name, item.strip_prefix(name)?.trim())))
        {
            Some((name, rest)) => {
                subject = name;
                rest
            }
            None => item,
        };
        if CLOSER.iter().any(|words| item.starts_with(words)) {
            continue;
        }
        let ends: Vec<String> = item.split(" to ").map(|key| format!("{subject} {key}")).collect();
        let places: Option<Vec<usize>> = ends
            .iter()
            .map(|key| page.iter().position(|known| known == key))
            .collect();
        match places.as_deref() {
            Some([only]) => keys.extend(page.get(*only).cloned()),
            Some([from, to]) if from < to => keys.extend_from_slice(page.get(*from..=*to).unwrap_or_default()),
            _ => return Err(format!("\"{item}\" of ({citation})")),
        }
    }
    Ok(keys)
}

#[test]
fn every_fact_that_is_named_is_explained_and_the_other_way_round() {
    let page = explained();
    assert!(page.len() > 100, "the page is read: {page:?}");
    assert_eq!(
        page.iter().collect::<BTreeSet<_>>().len(),
        page.len(),
        "a key has one row"
    );
    let mut all = Vec::new();
    for folder in ["src", "tests", "benches", "examples", "assets"] {
        files(Path::new(folder), &mut all);
    }
    let mut unknown = Vec::new();
    let mut used = BTreeSet::new();
    for path in all
        .iter()
        .filter(|path| !path.ends_with("facts.rs") || path.starts_with("src"))
    {
        let Ok(text) = fs::read_to_string(path) else {
            continue;
        };
        let text = comments(&text);
        for citation in citations(&text) {
            match named(&citation, &page) {
                Ok(keys) => used.extend(keys),
                Err(what) => unknown.push(format!("{}: {what}", path.display())),
            }
        }
        for other in ["(safety ", "(product", "(seed ", "(facts)", "(facts "] {
            if text.contains(other) {
                unknown.push(format!("{}: {other}…", path.display()));
            }
        }
    }
    assert_eq!(unknown, Vec::<String>::new());
    let idle: Vec<&String> = page.iter().filter(|key| !used.contains(*key)).collect();
    assert_eq!(idle, Vec::<&String>::new(), "nothing rests on these");
}

#[test]
fn a_citation_is_read_part_by_part() {
    let page = ["graph-api 7.4", "graph-api 7.5", "graph-api 7.6", "safety T28"].map(str::to_owned);
    let all = |citation| named(citation, &page);
    assert_eq!(
        all("graph-api 7.4, code 190; safety T28").unwrap(),
        [&*page[0], &page[3]]
    );
    assert_eq!(all("graph-api 7.4 to 7.6").unwrap(), page[..3]);
    assert!(all("graph-api 7.7").is_err());
    assert!(all("T28").is_err(), "a key without its subject");
    let text = "/// x (facts: graph-api 7.4,\n    /// 7.5) y\nlet x = (facts: 3);";
    assert_eq!(citations(&comments(text)), ["graph-api 7.4, 7.5"]);
}
