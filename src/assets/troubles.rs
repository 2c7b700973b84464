//! The catalogue of troubles: which words explain which failure. `assets/troubles.toml` describes its own fields.
//!
//! Started by a [`Symptom`] or by an id; ends in an [`Explanation`], always: what nothing else explains is "unknown".

use std::{cmp::Reverse, collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

const TEXT: &str = include_str!("../../assets/troubles.toml");

/// The words for one trouble, and what can be done about it. Texts hold `{word|otherwise}`: see [`fill`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// Its name, unique in the catalogue.
    pub id: String,
    /// What happened: one line under 60 characters.
    pub headline: String,
    /// The same as a reason beside a greyed Page: under 40 characters.
    pub short: Option<String>,
    /// Why: one or two sentences.
    pub cause: String,
    /// What to do now: one or two sentences.
    pub remedy: String,
    /// The same for a run without a person, where the remedy speaks to somebody at a screen.
    pub unattended: Option<String>,
    /// What can be done from here, the best first; never empty.
    pub ways: Vec<WayName>,
    /// Whether the failed call may be made again.
    pub retry: Repeat,
    /// Whether Meta's own words add something.
    #[serde(default)]
    pub quote: bool,
    /// Minutes to wait when Meta does not say how long; only rate limits have it.
    pub wait: Option<u8>,
    #[serde(default)]
    when: Vec<Rule>,
}

/// The name of a thing that can be done about a trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum WayName {
    /// Make the failed call again.
    #[serde(rename = "retry")]
    Retry,
    /// Change the token.
    #[serde(rename = "edit:token")]
    EditToken,
    /// Change the App ID.
    #[serde(rename = "edit:app-id")]
    EditAppId,
    /// Change the App secret.
    #[serde(rename = "edit:app-secret")]
    EditAppSecret,
    /// Change where Facebook Login sends the browser.
    #[serde(rename = "edit:facebook-redirect")]
    EditFacebookRedirect,
    /// Change the Instagram App ID.
    #[serde(rename = "edit:instagram-app-id")]
    EditInstagramAppId,
    /// Change the Instagram App secret.
    #[serde(rename = "edit:instagram-app-secret")]
    EditInstagramAppSecret,
    /// Change where Instagram Login sends the browser.
    #[serde(rename = "edit:instagram-redirect")]
    EditInstagramRedirect,
    /// Get a new token.
    #[serde(rename = "new-token")]
    NewToken,
    /// Sign in with the browser once more.
    #[serde(rename = "sign-in-again")]
    SignInAgain,
    /// Choose another place to save to.
    #[serde(rename = "edit:save-path")]
    EditSavePath,
    /// Change the group of the file.
    #[serde(rename = "edit:save-group")]
    EditSaveGroup,
    /// Change the name the token is saved under.
    #[serde(rename = "edit:token-name")]
    EditTokenName,
    /// Leave saving, and copy or show the token instead.
    #[serde(rename = "leave-saving")]
    LeaveSaving,
    /// Type the number of a Page that no list shows.
    #[serde(rename = "type-page-id")]
    TypePageId,
    /// Look further for a Page that is not on the list.
    #[serde(rename = "find-missing")]
    FindMissing,
    /// Begin the journey `page`.
    #[serde(rename = "begin:page")]
    BeginPage,
    /// Begin the journey `instagram`.
    #[serde(rename = "begin:instagram")]
    BeginInstagram,
    /// Begin the journey `user`.
    #[serde(rename = "begin:user")]
    BeginUser,
    /// Begin the journey `instagram-login`.
    #[serde(rename = "begin:instagram-login")]
    BeginInstagramLogin,
    /// Begin the journey `instagram-login` with a token of an hour.
    #[serde(rename = "begin:instagram-hour")]
    BeginInstagramHour,
    /// Begin the journey `renew`.
    #[serde(rename = "begin:renew")]
    BeginRenew,
    /// Choose another Page.
    #[serde(rename = "other-page")]
    OtherPage,
    /// Go on in spite of it.
    #[serde(rename = "go-on")]
    GoOn,
    /// Open the app's settings.
    #[serde(rename = "open:app-settings")]
    OpenAppSettings,
    /// Open the app's roles.
    #[serde(rename = "open:app-roles")]
    OpenAppRoles,
    /// Open the invitations to a role.
    #[serde(rename = "open:role-requests")]
    OpenRoleRequests,
    /// Open "Business integrations".
    #[serde(rename = "open:business-integrations")]
    OpenBusinessIntegrations,
    /// Open the Graph API Explorer.
    #[serde(rename = "open:explorer")]
    OpenExplorer,
    /// Open facebook.com.
    #[serde(rename = "open:facebook")]
    OpenFacebook,
    /// Open the list of apps.
    #[serde(rename = "open:apps")]
    OpenApps,
    /// Open the settings of Facebook Login.
    #[serde(rename = "open:login-settings")]
    OpenLoginSettings,
    /// Open instagram.com.
    #[serde(rename = "open:instagram")]
    OpenInstagram,
    /// Go to the menu.
    #[serde(rename = "menu")]
    Menu,
}

/// Whether a failed call may be made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repeat {
    /// It would fail again.
    None,
    /// When the person asks for it.
    Ask,
    /// By itself as well: the fault passes.
    Auto,
}

/// What is known of a failure, as far as it decides which words explain it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symptom<'a> {
    /// Meta said no.
    Refused {
        /// `code`
        code: Option<i64>,
        /// `error_subcode`
        subcode: Option<i64>,
        /// `message`, in English.
        message: &'a str,
        /// The HTTP status.
        status: u16,
        /// `is_transient`
        is_transient: bool,
    },
    /// There was no answer of Meta's.
    NoAnswer {
        /// The name of what kept it from coming.
        name: &'a str,
        /// The HTTP status, when there was one.
        status: Option<u16>,
    },
}

/// One group of conditions. All that are there must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Rule {
    code: Option<i64>,
    codes: Option<[i64; 2]>,
    subcodes: Vec<i64>,
    message: Vec<String>,
    places: Vec<String>,
    failure: Option<String>,
    statuses: Option<[u16; 2]>,
    transient: bool,
}

/// How much a rule knows, the most telling first (facts: graph-api 9.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Subcode,
    Message,
    Place,
    Code,
    Range,
    Other,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Several places under one name.
    #[serde(default)]
    places: BTreeMap<String, Vec<String>>,
    trouble: Vec<Explanation>,
}

struct Catalogue {
    entries: Vec<Explanation>,
    unknown: Explanation,
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::of(read(TEXT).unwrap_or_default()));

fn read(text: &str) -> Result<Vec<Explanation>, toml::de::Error> {
    let File { places, mut trouble } = toml::from_str(text)?;
    for rule in trouble.iter_mut().flat_map(|entry| &mut entry.when) {
        let named = std::mem::take(&mut rule.places).into_iter();
        rule.places = named
            .flat_map(|name| places.get(&name).cloned().unwrap_or_else(|| vec![name]))
            .collect();
    }
    Ok(trouble)
}

/// Every explanation, in the order of the file.
pub fn explanations() -> &'static [Explanation] {
    &CATALOGUE.entries
}

/// The explanation of this name; that of "unknown" when there is none.
pub fn explanation(id: &str) -> &'static Explanation {
    CATALOGUE
        .entries
        .iter()
        .find(|entry| entry.id == id)
        .unwrap_or(&CATALOGUE.unknown)
}

/// The explanation of a failure that happened at this place, the name of a call; that of "unknown" when none fits.
pub fn explanation_of(symptom: &Symptom<'_>, place: &str) -> &'static Explanation {
    CATALOGUE.find(symptom, place)
}

/// A text with each `{word|otherwise}` replaced by what is known under that word, or by `otherwise`. What is put in is
/// not read again, so that a Page's name cannot pull in anything.
pub fn fill(text: &str, words: &[(&str, String)]) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (inside, after) = part.split_once('}').unwrap_or((part, ""));
        let (name, otherwise) = inside.split_once('|').unwrap_or((inside, ""));
        let known = words.iter().find(|(word, known)| *word == name && !known.is_empty());
        filled.push_str(known.map_or(otherwise, |(_, known)| known));
        filled.push_str(after);
    }
    filled
}

impl Catalogue {
    fn of(entries: Vec<Explanation>) -> Self {
        let unknown = entries.iter().find(|entry| entry.id == "unknown").cloned();
        Self {
            unknown: unknown.unwrap_or_else(built_in),
            entries,
        }
    }

    fn find(&self, symptom: &Symptom<'_>, place: &str) -> &Explanation {
        let message = match symptom {
            Symptom::Refused { message, .. } => message.to_lowercase(),
            Symptom::NoAnswer { .. } => String::new(),
        };
        self.entries
            .iter()
            .flat_map(|entry| entry.when.iter().map(move |rule| (rule, entry)))
            .filter(|(rule, _)| rule.fits(symptom, &message, place))
            .min_by_key(|(rule, _)| rule.precedence())
            .map_or(&self.unknown, |(_, entry)| entry)
    }
}

/// What is said when the file itself cannot be read.
fn built_in() -> Explanation {
    Explanation {
        id: "unknown".to_owned(),
        headline: "Something went wrong".to_owned(),
        short: Some("Meta did not say why".to_owned()),
        cause: "There is no explanation for this. What is known is shown with it.".to_owned(),
        remedy: "Try again, or start with a new token.".to_owned(),
        unattended: None,
        ways: vec![WayName::Retry, WayName::NewToken, WayName::Menu],
        retry: Repeat::Ask,
        quote: true,
        wait: None,
        when: Vec::new(),
    }
}

impl Explanation {
    /// The names of the calls that its rules ask for.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.when.iter().flat_map(|rule| &rule.places).map(String::as_str)
    }
}

impl Rule {
    fn rank(&self) -> Rank {
        if !self.subcodes.is_empty() {
            Rank::Subcode
        } else if !self.message.is_empty() {
            Rank::Message
        } else if !self.places.is_empty() {
            Rank::Place
        } else if self.code.is_some() {
            Rank::Code
        } else if self.codes.is_some() || self.statuses.is_some() {
            Rank::Range
        } else {
            Rank::Other
        }
    }

    /// Orders the rules that fit: the smallest wins.
    fn precedence(&self) -> (Rank, bool, Reverse<usize>, bool) {
        let told = self.message.iter().map(String::len).fold(0, usize::saturating_add);
        (self.rank(), self.places.is_empty(), Reverse(told), self.code.is_none())
    }

    /// Whether every condition holds. `lower` is the message in lower case.
    fn fits(&self, symptom: &Symptom<'_>, lower: &str, place: &str) -> bool {
        let fits_place = self.places.is_empty() || self.places.iter().any(|name| name == place);
        let fits_status = |status: Option<u16>| {
            self.statuses
                .is_none_or(|[from, to]| status.is_some_and(|status| (from..=to).contains(&status)))
        };
        fits_place
            && match *symptom {
                Symptom::NoAnswer { name, status } => self.failure.as_deref() == Some(name) && fits_status(status),
                Symptom::Refused {
                    code,
                    subcode,
                    status,
                    is_transient,
                    message: _,
                } => {
                    self.failure.is_none()
                        && self.fits_codes(code, subcode)
                        && self.message.iter().all(|part| lower.contains(part.as_str()))
                        && fits_status(Some(status))
                        && (is_transient || !self.transient)
                }
            }
    }

    fn fits_codes(&self, code: Option<i64>, subcode: Option<i64>) -> bool {
        self.code.is_none_or(|wanted| code == Some(wanted))
            && self
                .codes
                .is_none_or(|[from, to]| code.is_some_and(|code| (from..=to).contains(&code)))
            && (self.subcodes.is_empty() || subcode.is_some_and(|subcode| self.subcodes.contains(&subcode)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every word a text may ask for.
    const WORDS: &[&str] = &[
        "app",
        "token_app",
        "app_id",
        "permissions",
        "page",
        "host",
        "proxy",
        "elsewhere",
        "minutes",
        "end",
        "redirect",
        "reason",
        "new_token",
        "missing_why",
        "place",
    ];

    /// Words of the trade that a person never has to know.
    const JARGON: &[&str] = &[
        "oauthexception",
        "graphmethod",
        "endpoint",
        "debug_token",
        "subcode",
        "granular",
        "scope",
        "json",
        "http ",
        "tls",
        "dns",
        "timeout",
        "token_",
        "me/",
        "parse",
        "payload",
        "invalid",
        "error",
        "please",
        "sorry",
        "oops",
    ];

    #[test]
    fn the_file_is_well_formed_and_ids_are_unique() {
        let entries = read(TEXT).unwrap();
        let ids: BTreeSet<_> = entries.iter().map(|entry| &entry.id).collect();
        assert_eq!(ids.len(), entries.len());
        assert!(entries.iter().any(|entry| entry.id == "unknown"));
    }

    #[test]
    fn every_text_is_there_and_fits_its_place() {
        for entry in explanations() {
            let length = |text: &str| fill(text, &[]).chars().count();
            assert!((10..60).contains(&length(&entry.headline)), "{}", entry.headline);
            assert!(!entry.headline.ends_with('.'), "{}", entry.headline);
            for text in [&entry.cause, &entry.remedy].into_iter().chain(&entry.unattended) {
                assert!((20..=230).contains(&length(text)), "{} {text}", length(text));
                // A command at the end is copied as it stands.
                assert!(text.ends_with('.') || text.contains(": evertoken "), "{text}");
                let sentences = fill(text, &[]).matches(". ").count().saturating_add(1);
                assert!(sentences <= 2, "{text}");
            }
            if let Some(short) = &entry.short {
                assert!((5..40).contains(&length(short)), "{short}");
                assert!(!short.ends_with('.'), "{short}");
            }
        }
    }

    /// Words that speak to somebody at a screen of this program.
    const AT_A_SCREEN: &[&str] = &[
        "paste",
        "pasted",
        "press",
        "type the",
        "type it",
        "typed",
        "menu",
        "go back",
        "still here",
        "above",
        "below",
        "screen",
        "enter",
        "field",
        "go on",
        "going on",
        "choose again",
        "choose the page",
        "you chose",
        "make a token last again",
        "the way through",
        "sign in with the browser",
    ];

    fn speaks_to_a_person(text: &str) -> Option<&'static str> {
        let folded: String = text
            .to_lowercase()
            .chars()
            .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
            .collect();
        let padded = format!(" {} ", folded.split_whitespace().collect::<Vec<_>>().join(" "));
        AT_A_SCREEN
            .iter()
            .copied()
            .find(|word| padded.contains(&format!(" {word} ")))
    }

    #[test]
    fn a_run_without_a_person_is_told_nothing_that_only_somebody_at_a_screen_can_do() {
        for entry in explanations() {
            let told = entry.unattended.as_ref().unwrap_or(&entry.remedy);
            for text in [&entry.headline, &entry.cause, told] {
                assert_eq!(speaks_to_a_person(&fill(text, &[])), None, "{}: {text}", entry.id);
            }
        }
        assert_eq!(speaks_to_a_person("Copy it, and paste it again."), Some("paste"));
        assert_eq!(speaks_to_a_person("Copy it from the pastedashboard."), None);
    }

    #[test]
    fn no_text_shouts_or_speaks_jargon() {
        for entry in explanations() {
            let texts = [&entry.headline, &entry.cause, &entry.remedy];
            for text in texts.into_iter().chain(&entry.short).chain(&entry.unattended) {
                let shown = fill(text, &[]);
                assert!(!shown.contains('!'), "{shown}");
                // A variable is called as it is.
                let lower = shown.replace("EVERTOKEN_", "").to_lowercase();
                for word in JARGON {
                    // Whoever saves into a JSON file has chosen it by that name.
                    if *word == "json" && entry.id.starts_with("save-") {
                        continue;
                    }
                    assert!(!lower.contains(word), "{word:?} in {shown:?}");
                }
            }
        }
    }

    #[test]
    fn a_word_nobody_knows_leaves_its_otherwise_and_never_a_brace() {
        for entry in explanations() {
            assert!(!entry.headline.contains('{'), "{}", entry.headline);
            assert!(!entry.short.iter().any(|short| short.contains('{')));
            for text in [&entry.cause, &entry.remedy].into_iter().chain(&entry.unattended) {
                for part in text.split('{').skip(1) {
                    let (inside, _) = part.split_once('}').unwrap();
                    let (word, otherwise) = inside.split_once('|').unwrap();
                    assert!(WORDS.contains(&word), "{word} in {text}");
                    assert!(!otherwise.is_empty(), "{text}");
                }
                assert!(!fill(text, &[]).contains(['{', '}', '|']), "{text}");
            }
        }
    }

    #[test]
    fn no_full_stop_stands_straight_after_what_people_copy() {
        for entry in explanations() {
            for text in [&entry.cause, &entry.remedy].into_iter().chain(&entry.unattended) {
                for word in ["app", "token_app", "app_id", "permissions", "redirect"] {
                    for part in text.split(&format!("{{{word}|")).skip(1) {
                        let (_, after) = part.split_once('}').unwrap();
                        assert!(!after.starts_with('.'), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_filled_word_is_not_read_again() {
        let words = [("page", "{app|x}".to_owned()), ("app", String::new())];
        assert_eq!(
            fill("On {page|a Page} of {app|an app}{end|}.", &words),
            "On {app|x} of an app."
        );
    }

    #[test]
    fn repeating_is_offered_exactly_where_it_can_help() {
        for entry in explanations() {
            assert!(!entry.ways.is_empty(), "{}", entry.id);
            let offered = entry.ways.contains(&WayName::Retry);
            assert_eq!(offered, entry.retry != Repeat::None, "{}", entry.id);
            let ways: BTreeSet<_> = entry.ways.iter().collect();
            assert_eq!(ways.len(), entry.ways.len(), "{}", entry.id);
        }
    }

    #[test]
    fn a_limit_is_waited_for_and_never_repeated_by_itself() {
        for entry in explanations() {
            if entry.wait.is_some() {
                assert_eq!(entry.retry, Repeat::Ask, "{}", entry.id);
                assert!(entry.remedy.contains("{minutes|"), "{}", entry.id);
            }
        }
    }

    #[test]
    fn message_parts_are_written_as_they_are_compared() {
        for entry in explanations() {
            for rule in &entry.when {
                assert!(rule != &Rule::default(), "{} has an empty rule", entry.id);
                for part in &rule.message {
                    assert_eq!(part, &part.to_lowercase(), "{}", entry.id);
                }
            }
        }
    }

    /// Whether two rules can both fit and neither tells more than the other.
    fn is_tie(left: &Rule, right: &Rule) -> bool {
        let anywhere = |rule: &Rule| Rule {
            places: Vec::new(),
            ..rule.clone()
        };
        let is_shared = left.places.iter().any(|place| right.places.contains(place));
        anywhere(left) == anywhere(right) && (is_shared || (left.places.is_empty() && right.places.is_empty()))
    }

    #[test]
    fn no_two_troubles_have_the_same_rule_for_a_place() {
        let rules: Vec<_> = explanations().iter().flat_map(|entry| &entry.when).collect();
        for (at, rule) in rules.iter().enumerate() {
            let tie = rules
                .iter()
                .skip(at.saturating_add(1))
                .find(|other| is_tie(rule, other));
            assert_eq!(tie, None, "{rule:?}");
        }
        let at = |places: &[&str]| Rule {
            code: Some(1),
            places: places.iter().map(|place| (*place).to_owned()).collect(),
            ..Rule::default()
        };
        assert!(is_tie(&at(&["here", "there"]), &at(&["there"])) && is_tie(&at(&[]), &at(&[])));
        assert!(!is_tie(&at(&["here"]), &at(&["there"])) && !is_tie(&at(&["here"]), &at(&[])));
    }

    #[test]
    fn a_name_for_several_places_stands_for_each_of_them() {
        let text = "[places]\nboth = ['here', 'there']\n\
                    [[trouble]]\nid = 'a'\nheadline = ''\ncause = ''\nremedy = ''\nways = []\nretry = 'none'\n\
                    when = [{ code = 1, places = ['both', 'elsewhere'] }]\n";
        let entries = read(text).unwrap();
        let places: Vec<_> = entries.iter().flat_map(Explanation::places).collect();
        assert_eq!(places, ["here", "there", "elsewhere"]);
    }

    #[test]
    fn the_more_telling_rule_wins_wherever_it_stands() {
        let rules = [
            ("other", "transient = true"),
            ("range", "codes = [1, 9]"),
            ("code", "code = 5"),
            ("place", "code = 5, places = ['there']"),
            ("message", "code = 5, message = ['blue']"),
            ("longer message", "code = 5, message = ['blue moon']"),
            ("message there", "code = 5, message = ['moon'], places = ['there']"),
            ("subcode", "code = 5, subcodes = [7]"),
        ];
        let entry = |(id, rule): &(&str, &str)| {
            let mut rules: BTreeMap<String, Vec<Rule>> = toml::from_str(&format!("when = [{{ {rule} }}]")).unwrap();
            Explanation {
                id: (*id).to_owned(),
                when: rules.remove("when").unwrap(),
                ..built_in()
            }
        };
        let forwards = Catalogue::of(rules.iter().map(entry).collect());
        let backwards = Catalogue::of(rules.iter().rev().map(entry).collect());
        let refused = |code, subcode, message| Symptom::Refused {
            code: Some(code),
            subcode,
            message,
            status: 400,
            is_transient: true,
        };
        for (symptom, place, expected) in [
            (refused(5, Some(7), "Blue Moon"), "there", "subcode"),
            (refused(5, Some(8), "Blue Moon"), "there", "message there"),
            (refused(5, None, "Blue Moon"), "here", "longer message"),
            (refused(5, None, "Blue"), "there", "message"),
            (refused(5, None, "red"), "there", "place"),
            (refused(5, None, "red"), "here", "code"),
            (refused(6, None, "red"), "there", "range"),
            (refused(10, None, "red"), "there", "other"),
        ] {
            assert_eq!(forwards.find(&symptom, place).id, expected);
            assert_eq!(backwards.find(&symptom, place).id, expected);
        }
    }

    #[test]
    fn without_its_file_the_catalogue_still_explains() {
        let empty = Catalogue::of(Vec::new());
        let symptom = Symptom::NoAnswer {
            name: "no-reply",
            status: None,
        };
        assert_eq!(empty.find(&symptom, "extend"), &built_in());
        assert!(!built_in().ways.is_empty());
    }
}
