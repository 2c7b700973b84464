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
    /// The same steps where nobody on this machine waits for the browser; empty where that makes no difference.
    pub steps_elsewhere: Vec<String>,
    /// Sentences for when the page looks different.
    pub notes: Vec<String>,
}

/// The heading of the steps for a login whose browser nobody waits for.
const ELSEWHERE: &str = "Where nobody waits for the browser";

/// Each file by its name, as doors and stages name it.
const FILES: [(&str, &str); 7] = [
    ("explorer", include_str!("../../assets/guides/explorer.md")),
    ("facebook-login", include_str!("../../assets/guides/facebook-login.md")),
    (
        "facebook-sign-in",
        include_str!("../../assets/guides/facebook-sign-in.md"),
    ),
    (
        "instagram-login",
        include_str!("../../assets/guides/instagram-login.md"),
    ),
    (
        "instagram-sign-in",
        include_str!("../../assets/guides/instagram-sign-in.md"),
    ),
    (
        "instagram-dashboard",
        include_str!("../../assets/guides/instagram-dashboard.md"),
    ),
    ("instagram-hour", include_str!("../../assets/guides/instagram-hour.md")),
];

static GUIDES: LazyLock<[(&str, Guide); 7]> = LazyLock::new(|| FILES.map(|(name, text)| (name, Guide::read(text))));

/// The guide of this name, as a door or a login names it.
pub fn guide(name: &str) -> Option<&'static Guide> {
    GUIDES.iter().find(|(known, _)| *known == name).map(|(_, guide)| guide)
}

impl Guide {
    /// Reads a guide: `# ` begins the title, `1. ` a step, `- ` a note, other lines are the introduction. Of the headings
    /// `## ` one says that other steps follow; the rest are for readers of the file alone.
    fn read(text: &str) -> Self {
        let mut guide = Self::default();
        let mut is_elsewhere = false;
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(title) = line.strip_prefix("# ") {
                title.clone_into(&mut guide.title);
            } else if let Some(note) = line.strip_prefix("- ") {
                guide.notes.push(note.to_owned());
            } else if let Some(heading) = line.strip_prefix("## ") {
                is_elsewhere = heading == ELSEWHERE;
            } else if let Some(step) = step(line) {
                let steps = if is_elsewhere {
                    &mut guide.steps_elsewhere
                } else {
                    &mut guide.steps
                };
                steps.push(step.to_owned());
            } else {
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
        let text = "# Title\n\nOne.\nTwo.\n\n1. First.\n10. Tenth.\n\n## Where nobody waits for the browser\n\n1. Other.\n\n## Later\n\n- A note. 1. Still it.\n";
        assert_eq!(
            Guide::read(text),
            Guide {
                title: "Title".to_owned(),
                intro: "One. Two.".to_owned(),
                steps: vec!["First.".to_owned(), "Tenth.".to_owned()],
                steps_elsewhere: vec!["Other.".to_owned()],
                notes: vec!["A note. 1. Still it.".to_owned()],
            }
        );
    }

    #[test]
    fn every_guide_has_few_short_lines_and_says_when_its_words_were_true() {
        for (name, guide) in GUIDES.iter() {
            let length = |text: &str| text.chars().count();
            assert!((1..60).contains(&length(&guide.title)), "{name}");
            assert!((1..130).contains(&length(&guide.intro)), "{name}");
            // What stands above a field has less room than a screen of its own.
            let few = if name.ends_with("-sign-in") { 3..=5 } else { 5..=7 };
            assert!(few.contains(&guide.steps.len()), "{name}");
            for step in guide.steps.iter().chain(&guide.steps_elsewhere) {
                assert!(length(step) < 110, "{step}");
            }
            for line in guide.steps.iter().chain(&guide.notes) {
                assert!(
                    length(line) < 120 && line.ends_with('.') && !line.contains('!'),
                    "{line}"
                );
            }
            assert!(guide.notes.iter().any(|note| note.contains("November 2026")), "{name}");
        }
    }

    #[test]
    fn every_word_that_stands_on_metas_pages_is_named_in_a_step() {
        let words: [(&str, &[&str]); 7] = [
            (
                "explorer",
                &[
                    "\"Meta App\"",
                    "\"User or Page\"",
                    "\"Get User Access Token\"",
                    "User, not Page",
                    "\"Add a Permission\"",
                    "\"Generate Access Token\"",
                    "connected earlier",
                    "\"Access Token\"",
                ],
            ),
            (
                "facebook-login",
                &[
                    "\"Use cases\", then \"Facebook Login\", then \"Settings\"",
                    "\"Client OAuth login\", \"Web OAuth login\" and \"Enforce HTTPS\"",
                    "\"Valid OAuth Redirect URIs\"",
                    "\"App roles\", \"Roles\"",
                    "\"App settings\", \"Basic\"",
                ],
            ),
            (
                "facebook-sign-in",
                &["every switch on", "connected earlier", "by itself", "whole address"],
            ),
            (
                "instagram-login",
                &[
                    "\"Instagram\", then \"API setup with Instagram login\"",
                    "\"Instagram App ID\" and \"Instagram App secret\"",
                    "\"Business login settings\"",
                    "\"App roles\", \"Roles\", press \"Add People\"",
                    "\"Instagram tester\"",
                    "\"Website permissions\", \"Apps and websites\", \"Tester invites\"",
                ],
            ),
            ("instagram-sign-in", &["every switch on", "whole address"]),
            (
                "instagram-dashboard",
                &[
                    "\"Instagram tester\"",
                    "\"Tester invites\"",
                    "\"API setup with Instagram login\"",
                    "\"Generate token\"",
                ],
            ),
            (
                "instagram-hour",
                &[
                    "\"API setup with Instagram login\"",
                    "\"Show\" beside \"Instagram App secret\"",
                    "IGAA",
                ],
            ),
        ];
        for (name, words) in words {
            let steps = guide(name).unwrap().steps.join("\n");
            for words in words {
                assert!(steps.contains(words), "{words} in {name}");
            }
        }
    }

    #[test]
    fn what_else_can_show_up_is_said_in_the_notes() {
        for (name, words) in [
            ("explorer", ["business_management", "cannot be made to last"].as_slice()),
            (
                "facebook-login",
                &["only while the app is in development mode", "the slash at its end"],
            ),
            (
                "facebook-sign-in",
                &[
                    "Over SSH",
                    "works once",
                    "\"#_=_\"",
                    // The full-page errors that never reach the redirect address (facts: graph-api 6.4).
                    "\"URL Blocked\"",
                    "\"Can't Load URL\"",
                    "\"Invalid Scopes\"",
                    "\"App not active\"",
                    "\"Feature Unavailable\"",
                    "at least one supported permission",
                    "\"Invalid App ID\"",
                ],
            ),
            (
                "instagram-login",
                &[
                    "A personal account must become professional",
                    "Never-expiring is not possible",
                    "\"Use Instagram through its Facebook Page\"",
                    "the slash at its end",
                ],
            ),
            (
                "instagram-sign-in",
                &[
                    "for an hour",
                    "\"#_\"",
                    "\"Invalid platform app\"",
                    "\"Insufficient developer role\"",
                    "\"Invalid redirect_uri\"",
                    "\"Invalid scope\"",
                ],
            ),
            (
                "instagram-dashboard",
                &["60 new days", "Never-expiring is not possible", "\"One-hour token\""],
            ),
            (
                "instagram-hour",
                &["\"Token from the dashboard\"", "\"Sign in with the browser\""],
            ),
        ] {
            let notes = guide(name).unwrap().notes.join("\n");
            for words in words {
                assert!(notes.contains(words), "{words} in {name}");
            }
        }
    }

    #[test]
    fn what_stands_above_the_demos_field_is_true_of_the_demo_as_well() {
        for name in ["facebook-sign-in", "instagram-sign-in"] {
            let intro = &guide(name).unwrap().intro;
            assert!(!intro.contains("Facebook") && !intro.contains("Meta"), "{intro}");
        }
    }

    #[test]
    fn a_guide_nobody_wrote_is_none() {
        assert_eq!(guide("elsewhere"), None);
    }
}
