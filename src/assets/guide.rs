//! Guides: how to get something on the web, in numbered steps. One Markdown file in `assets/guides` each.

use std::sync::LazyLock;

/// A guide.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guide {
    /// Its heading.
    pub title: String,
    /// What it is about, one or two sentences.
    pub intro: String,
    /// The steps, in order, without their numbers.
    pub steps: Vec<String>,
    /// Sentences for when the page looks different.
    pub notes: Vec<String>,
}

static EXPLORER: LazyLock<Guide> = LazyLock::new(|| Guide::read(include_str!("../../assets/guides/explorer.md")));

/// The guide of this name, as a stage `Guide` names it.
pub fn guide(name: &str) -> Option<&'static Guide> {
    match name {
        "explorer" => Some(&EXPLORER),
        _ => None,
    }
}

impl Guide {
    /// Reads a guide: `# ` begins the title, `1. ` a step, `- ` a note, other lines are the introduction, and `## ` is
    /// for readers of the file alone.
    fn read(text: &str) -> Self {
        let mut guide = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(title) = line.strip_prefix("# ") {
                title.clone_into(&mut guide.title);
            } else if let Some(note) = line.strip_prefix("- ") {
                guide.notes.push(note.to_owned());
            } else if let Some(step) = step(line) {
                guide.steps.push(step.to_owned());
            } else if !line.starts_with("## ") {
                if !guide.intro.is_empty() {
                    guide.intro.push(' ');
                }
                guide.intro.push_str(line);
            }
        }
        guide
    }
}

/// What follows the number of a step.
fn step(line: &str) -> Option<&str> {
    let (number, step) = line.split_once(". ")?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then_some(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guide_is_read_from_its_headings_numbers_and_dashes() {
        let text = "# Title\n\nOne.\nTwo.\n\n1. First.\n10. Tenth.\n\n## Later\n\n- A note. 1. Still it.\n";
        assert_eq!(
            Guide::read(text),
            Guide {
                title: "Title".to_owned(),
                intro: "One. Two.".to_owned(),
                steps: vec!["First.".to_owned(), "Tenth.".to_owned()],
                notes: vec!["A note. 1. Still it.".to_owned()],
            }
        );
    }

    #[test]
    fn the_explorer_guide_has_few_short_steps_and_says_when_it_was_true() {
        let guide = guide("explorer").unwrap();
        assert!(!guide.title.is_empty() && guide.title.chars().count() < 60);
        assert!(!guide.intro.is_empty());
        assert!((5..=7).contains(&guide.steps.len()), "{:?}", guide.steps);
        for line in guide.steps.iter().chain(&guide.notes) {
            assert!(line.chars().count() < 120 && !line.contains('!'), "{line}");
        }
        for step in &guide.steps {
            assert!(step.chars().count() < 110, "{step}");
        }
        assert!(guide.notes.iter().any(|note| note.contains("November 2026")));
        assert!(guide.notes.iter().any(|note| note.contains("business_management")));
        assert!(guide.steps.iter().any(|step| step.contains("User, not Page")));
        assert!(guide.steps.iter().any(|step| step.contains("connected earlier")));
    }

    #[test]
    fn every_word_that_stands_on_the_explorer_page_is_named_in_a_step() {
        let steps = guide("explorer").unwrap().steps.join("\n");
        for words in [
            "\"Meta App\"",
            "\"User or Page\"",
            "\"Get User Access Token\"",
            "\"Add a Permission\"",
            "\"Generate Access Token\"",
            "\"Access Token\"",
        ] {
            assert!(steps.contains(words), "{words}");
        }
    }

    #[test]
    fn a_guide_nobody_wrote_is_none() {
        assert_eq!(guide("elsewhere"), None);
    }
}
