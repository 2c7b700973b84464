//! A seventh journey, made of public parts: chosen, walked and drawn without a line of the wizard or of the screen knowing
//! of it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use evertoken::{
    journey::{Call, Choice, Datum, Door, Field, Journey, Naming, Prize, Slot, SlotSet, Spelling, Stage, WebPage},
    model::LoginProvider,
    tui::{Glyphs, Interaction, Look, Reaction, Theme},
    wizard::{
        effect::{Copyable, Link},
        event::{CopyReport, Event},
        view::{Body, View},
    },
};
use jiff::tz::TimeZone;
use ratatui::{Terminal, backend::TestBackend};

use crate::{
    meta::{APP, CODE, Meta, PAGE as PAGE_ID, PAGE_TOKEN, SECRET, SHORT},
    walker::{Walker, now},
};

/// Moderate comments: ends like `page`, begins at doors of its own and proves more on the way.
static MODERATE: Journey = Journey {
    name: "moderate",
    title: "Answer comments on a Page",
    ends_with: "a Page token that never expires, for moderators",
    invitation: "answer comments",
    needs: &["a Facebook account that moderates the Page"],
    required: &["pages_show_list", "pages_read_engagement"],
    wanted: &[],
    helpful: &["pages_read_user_content"],
    posts_with: &[],
    doors: &[
        Door {
            title: "By hand",
            stages: &[
                Stage::Guide {
                    text: "explorer",
                    page: WebPage::Explorer,
                },
                Stage::Form {
                    fields: &[Field::AppSecret, Field::Token],
                    calls: &[Call::InspectPasted],
                },
            ],
        },
        Door {
            title: "By a login",
            stages: &[
                Stage::Guide {
                    text: "facebook-login",
                    page: WebPage::LoginSettings,
                },
                Stage::Form {
                    fields: &[Field::AppId, Field::AppSecret],
                    calls: &[Call::CheckApp],
                },
                Stage::SignIn {
                    provider: LoginProvider::Facebook,
                    text: "facebook-sign-in",
                    fields: &[Field::FacebookLanding],
                },
            ],
        },
    ],
    stages: &[
        Stage::Exchange {
            title: "Getting to know you",
            name: "You",
            calls: &[Call::RedeemCode, Call::Extend, Call::ReadAsUser, Call::ListPages],
            until: &[SlotSet::of(&[Slot::App, Slot::Pages, Slot::UserRead])],
        },
        Stage::Choice(Choice::Pages),
        Stage::Exchange {
            title: "Trying the token",
            name: "Trial",
            calls: &[Call::InspectPage, Call::ReadAsPage],
            until: &[SlotSet::of(&[Slot::PageInspection, Slot::PageRead])],
        },
        Stage::Outcome(Prize::PageToken),
    ],
    names: &[Naming {
        title: "For the moderator",
        spelling: Spelling::Options,
        pairs: &[("--page", Datum::PageId), ("--token", Datum::Token)],
    }],
    limit: None,
};

/// A person at the screen: keys and pastes in, and what is drawn at each step.
struct Screen {
    walker: Walker,
    interaction: Interaction,
    drawn: Vec<&'static str>,
}

impl Screen {
    fn new() -> Self {
        let look = Look {
            theme: Theme::ansi(),
            glyphs: Glyphs::unicode(),
            time_zone: std::sync::Arc::new(std::sync::LazyLock::new(|| TimeZone::UTC)),
        };
        let mut screen = Self {
            walker: Walker::new(),
            interaction: Interaction::new(look),
            drawn: Vec::new(),
        };
        screen.walker.give(Event::Choose(&MODERATE));
        screen
    }

    fn press(&mut self, code: KeyCode) -> &mut Self {
        let view = self.walker.wizard.view(now());
        let reaction = self.interaction.press(KeyEvent::new(code, KeyModifiers::NONE), &view);
        self.take(reaction)
    }

    fn paste(&mut self, text: &str) -> &mut Self {
        let view = self.walker.wizard.view(now());
        let reaction = self.interaction.paste(zeroize::Zeroizing::new(text.to_owned()), &view);
        self.take(reaction)
    }

    fn take(&mut self, reaction: Reaction) -> &mut Self {
        if let Reaction::Send(events) = reaction {
            for event in events {
                self.walker.give(event);
            }
        }
        self
    }

    /// Draws the screen in both sizes, where each of these words must be seen.
    fn shows(&mut self, words: &[&str]) -> &mut Self {
        let view = self.walker.wizard.view(now());
        self.interaction.follow(&view);
        for (width, height) in [(80, 24), (40, 15)] {
            let picture = picture(&self.interaction, &view, width, height);
            for word in words {
                assert!(picture.contains(word), "no {word} at {width}x{height} in\n{picture}");
            }
        }
        self.drawn.push(match view.body {
            Body::Menu(_) => "menu",
            Body::Kinds(_) => "kinds",
            Body::Guide(_) => "guide",
            Body::Form(_) => "form",
            Body::Progress(_) => "progress",
            Body::Choice(_) => "choice",
            Body::Outcome(_) => "outcome",
            Body::Results(_) => "results",
            Body::Trouble(_) => "trouble",
        });
        self
    }

    fn answer_all(&mut self) -> &mut Self {
        self.walker.answer_all(&Meta::default());
        self
    }
}

fn picture(interaction: &Interaction, view: &View<'_>, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| interaction.draw(frame, view)).unwrap();
    terminal.backend().to_string()
}

/// What both ways end with.
fn assert_ends_well(screen: &mut Screen) {
    screen.shows(&["Getting to know you", "List your Pages"]).answer_all();
    screen.shows(&["Harbour Bakery", "Night Market"]).press(KeyCode::Enter);
    screen.shows(&["Trying the token"]).answer_all();
    screen.shows(&["Proved: this Page token"]);
    let copied = screen.walker.copy(Copyable::Named(&MODERATE.names[0]));
    assert_eq!(copied, Some(format!("--page {PAGE_ID} --token {PAGE_TOKEN}")));
}

#[test]
fn a_seventh_journey_is_walked_and_drawn_by_hand() {
    let mut screen = Screen::new();
    screen.shows(&["By hand"]).press(KeyCode::Enter);
    screen
        .shows(&["App secret", "Access token"])
        .paste(SECRET)
        .press(KeyCode::Tab)
        .paste(SHORT)
        .answer_all()
        .shows(&["EAA… received"])
        .press(KeyCode::Enter);
    assert_ends_well(&mut screen);
    assert_eq!(
        screen.drawn,
        ["guide", "form", "form", "progress", "choice", "progress", "outcome"]
    );
}

#[test]
fn a_seventh_journey_is_walked_and_drawn_by_a_login() {
    let mut screen = Screen::new();
    screen.walker.give(Event::Door(1));
    screen.shows(&["By a login"]).press(KeyCode::Enter);
    screen
        .shows(&["App ID", "App secret"])
        .paste(APP)
        .press(KeyCode::Tab)
        .paste(SECRET)
        .answer_all()
        .press(KeyCode::Enter);
    screen.walker.listen("first-state", None);
    screen
        .shows(&["more below"])
        .paste(CODE)
        .shows(&["Final address"])
        .press(KeyCode::Enter);
    assert_ends_well(&mut screen);
    assert_eq!(
        screen.drawn,
        [
            "guide", "form", "form", "form", "progress", "choice", "progress", "outcome"
        ]
    );
}

#[test]
fn an_address_in_a_notice_is_whole_on_one_row_or_a_key_shows_it_alone() {
    let page = |id: Option<&str>| Link::AppSettings(id.map(|id| id.parse().unwrap()));
    for link in [
        page(None),
        page(Some("9000000000000001")),
        Link::AppRoles(None),
        Link::Explorer,
    ] {
        let address = link.url();
        let cases = [
            Event::Copied(Copyable::Link(link.clone()), CopyReport::NoClipboard),
            Event::Copied(Copyable::Link(link.clone()), CopyReport::TmuxCannotReach),
            Event::Opened(link.clone(), false),
        ];
        for event in cases {
            let mut screen = Screen::new();
            screen.press(KeyCode::Enter).walker.give(event);
            let view = screen.walker.wizard.view(now());
            screen.interaction.follow(&view);
            let is_whole = view.notice.unwrap().copied.as_ref() == Some(&address);
            for (width, height) in [(80, 24), (40, 15)] {
                let picture = picture(&screen.interaction, &view, width, height);
                let wanted = if is_whole { &address } else { "F6 shows" };
                assert!(
                    picture.contains(wanted),
                    "no {wanted} at {width}x{height} in\n{picture}"
                );
            }
        }
    }
}

#[test]
fn a_seventh_journey_asks_for_its_own_permissions() {
    let mut walker = Walker::new();
    walker
        .begin(&MODERATE, 1)
        .fill(Field::AppId, APP)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next)
        .listen("first-state", Some(40_000));
    let address = walker.login_address().unwrap();
    assert!(
        address.ends_with("&scope=pages_show_list%2Cpages_read_engagement%2Cpages_read_user_content"),
        "{address}"
    );
}
