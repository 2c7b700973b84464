//! 20,000 random walks of 60 events through the wizard: it never panics, there is always a way on or out, and nothing
//! that it shows or that its `Debug` prints holds a secret.

use std::collections::VecDeque;

use crate::{
    meta::{APP, LONG, Meta, NOW, PAGE as PAGE_ID, PAGE_TOKEN, SECRET, SHORT, answer, refusal},
    walker::settings,
};
use evertoken::{
    graph_api::{NoAnswer, Request, Response},
    journey::{Field, PAGE},
    wizard::{
        Wizard,
        effect::{Copyable, Effect, Link, Ticket},
        event::{CopyReport, Entry, Event},
        trouble::Way,
        view::{Body, View},
    },
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use zeroize::Zeroizing;

const WALKS: u64 = 20_000;
const EVENTS: usize = 60;
/// Windows of the secrets: none of them may be seen anywhere.
const CANARIES: [&str; 4] = [
    "EAAJcanaryShort",
    "EAAJcanaryLong",
    "EAAJcanaryPage",
    "0f1e2d3c4b5a6978",
];

/// A small generator with a known seed, so that a walk that fails can be walked again (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % bound
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()].clone()
    }
}

struct Walk {
    wizard: Wizard,
    dice: Dice,
    meta: Meta,
    pending: VecDeque<(Ticket, Request)>,
    old: Vec<(Ticket, Request)>,
    now: Timestamp,
    has_ended: bool,
    screens: std::collections::BTreeSet<&'static str>,
}

impl Walk {
    fn new(seed: u64) -> Self {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let meta = Meta {
            pasted_kind: dice.pick(&["USER", "USER", "USER", "PAGE", "SYSTEM_USER", "APP", "ODD"]),
            pasted_ends: dice.pick(&[NOW + 4_000, NOW + 4_000, 0, NOW + 5_000_000, NOW - 5]),
            pasted_app: dice.pick(&[APP, APP, APP, "999"]),
            page_ends: dice.pick(&[0, 0, 0, NOW + 3_600]),
            ..Meta::default()
        };
        Self {
            wizard: Wizard::new(settings()),
            dice,
            meta,
            pending: VecDeque::new(),
            old: Vec::new(),
            now: Timestamp::from_second(NOW).unwrap(),
            has_ended: false,
            screens: std::collections::BTreeSet::new(),
        }
    }

    fn event(&mut self) -> Event {
        let entry = |text: &str| Entry(Zeroizing::new(text.to_owned()));
        match self.dice.below(30) {
            0..=6 if !self.pending.is_empty() => self.reply(),
            7 if !self.old.is_empty() => {
                let index = usize::try_from(self.dice.below(self.old.len() as u64)).unwrap();
                let (ticket, request) = self.old.swap_remove(index);
                Event::Answered(ticket, self.meta.reply(&request))
            }
            8 => Event::Choose(&PAGE),
            9 | 10 => Event::Answer(
                Field::Token,
                entry(
                    self.dice
                        .pick(&[SHORT, SHORT, PAGE_TOKEN, SECRET, APP, "", "…", "EAAB"]),
                ),
            ),
            11 => Event::Answer(
                Field::AppId,
                entry(self.dice.pick(&[APP, "", "12", SECRET, "999999999999999"])),
            ),
            12 | 13 => Event::Answer(
                Field::AppSecret,
                entry(self.dice.pick(&[SECRET, SECRET, "", APP, SHORT])),
            ),
            14 => Event::Settle(self.dice.pick(&[Field::Token, Field::AppId, Field::AppSecret])),
            15..=19 => Event::Next,
            20 => Event::Back,
            21 | 22 => Event::Pick(
                self.dice
                    .pick(&[PAGE_ID, PAGE_ID, "203456789012345", "1"])
                    .parse()
                    .unwrap(),
            ),
            23 => Event::Take(self.way()),
            24 => Event::Copy(self.dice.pick(&[
                Copyable::Token,
                Copyable::PageId,
                Copyable::Permissions,
                Copyable::Link(Link::Explorer),
            ])),
            25 => Event::Copied(
                Copyable::Token,
                self.dice
                    .pick(&[CopyReport::Copied, CopyReport::SentUnknown, CopyReport::NoClipboard]),
            ),
            26 => match self.dice.below(3) {
                0 => Event::Leave,
                _ => Event::ShowPlain,
            },
            27 => match self.dice.below(2) {
                0 => Event::Confirm,
                _ => Event::Decline,
            },
            28 => {
                self.now += SignedDuration::from_secs(i64::try_from(self.dice.below(4_000)).unwrap());
                Event::Tick
            }
            _ => Event::Tick,
        }
    }

    fn way(&mut self) -> Way {
        let offered = match self.wizard.view(self.now).body {
            Body::Trouble(view) => view.trouble.ways.clone(),
            Body::Outcome(view) => view.ways.to_vec(),
            _ => Vec::new(),
        };
        if offered.is_empty() {
            self.dice.pick(&[Way::Retry, Way::GoOn, Way::OtherPage, Way::NewToken])
        } else {
            self.dice.pick(&offered)
        }
    }

    fn reply(&mut self) -> Event {
        let (ticket, request) = self.pending.pop_front().unwrap();
        let result: Result<Response, NoAnswer> = match self.dice.below(12) {
            0 => refusal(
                190,
                Some(463),
                &format!("Error validating access token {SHORT}: Session has expired on Friday"),
            ),
            1 => refusal(
                self.dice.pick(&[1, 2, 4, 10, 17, 100, 101, 190, 200, 803, 999_999]),
                None,
                &format!("about {LONG} and {PAGE_TOKEN} and {SECRET}"),
            ),
            2 => answer(
                200,
                &json!({"data": [], "paging": {"cursors": {"after": "X"}, "next": format!("https://x/?access_token={LONG}&after=X")}}),
            ),
            3 => Err(self.dice.pick(&[
                NoAnswer::CutOff,
                NoAnswer::NameNotFound,
                NoAnswer::WebPage(502),
                NoAnswer::TooLarge,
            ])),
            _ => self.meta.reply(&request),
        };
        self.old.push((ticket, request));
        Event::Answered(ticket, result)
    }

    fn step(&mut self) {
        let event = self.event();
        let shown = format!("{event:?}");
        assert_no_secret(&shown);
        for effect in self.wizard.update(event, self.now) {
            assert_no_secret(&format!("{effect:?}"));
            match effect {
                Effect::Send { ticket, request, .. } => {
                    // The whole list of calls with a secret in their address, because Meta documents them only that way.
                    let listed: &[&str] = if request.path.ends_with("/debug_token") {
                        &["input_token"]
                    } else {
                        &[]
                    };
                    assert_eq!(
                        request.secrets_in_target().collect::<Vec<_>>(),
                        listed,
                        "{}",
                        request.path
                    );
                    self.pending.push_back((ticket, request));
                }
                Effect::Abandon(ticket) => self.pending.retain(|(other, _)| *other != ticket),
                Effect::Exit(_) => self.has_ended = true,
                Effect::Warm(_) | Effect::Copy(..) | Effect::Open(_) | Effect::ShowPlain(_) => {}
            }
        }
        let view = self.wizard.view(self.now);
        assert_no_secret(&format!("{view:?}"));
        self.screens.insert(screen(&view));
        assert!(
            has_a_way(&view, !self.pending.is_empty()),
            "no way on from {view:?} after {shown}"
        );
    }
}

fn screen(view: &View<'_>) -> &'static str {
    match &view.body {
        Body::Menu(_) => "menu",
        Body::Guide(_) => "guide",
        Body::Form(_) => "form",
        Body::Progress(_) => "progress",
        Body::Choice(_) => "choice",
        Body::Outcome(outcome) if outcome.is_proved => "proved",
        Body::Outcome(_) => "not done yet",
        Body::Trouble(_) => "trouble",
    }
}

/// On every screen the person can go on, back, or knows that an answer is awaited.
fn has_a_way(view: &View<'_>, is_awaited: bool) -> bool {
    match &view.body {
        Body::Menu(menu) => !menu.journeys.is_empty(),
        Body::Progress(_) => is_awaited && view.can_go_back,
        Body::Trouble(trouble) => !trouble.trouble.ways.is_empty() && view.can_go_back,
        Body::Guide(_) | Body::Form(_) | Body::Choice(_) | Body::Outcome(_) => view.can_go_back,
    }
}

fn assert_no_secret(text: &str) {
    // One look for their common start keeps a million of these cheap; the second look names the culprit.
    if text.contains("canary") || text.contains("0f1e2d3c") {
        for canary in CANARIES {
            assert!(!text.contains(canary), "{canary} can be seen in: {text}");
        }
    }
}

#[test]
fn twenty_thousand_random_walks_never_panic_never_strand_and_never_show_a_secret() {
    let threads = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let seen: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                scope.spawn(move || {
                    let mut screens = std::collections::BTreeSet::new();
                    for seed in (0..WALKS).filter(|seed| seed % threads == worker) {
                        let mut walk = Walk::new(seed + 1);
                        for step in 0..EVENTS {
                            if walk.has_ended {
                                break;
                            }
                            if step == EVENTS - 1 {
                                assert_no_secret(&format!("{:?}", walk.wizard));
                            }
                            walk.step();
                        }
                        screens.extend(walk.screens);
                    }
                    screens
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    for screen in [
        "menu",
        "guide",
        "form",
        "progress",
        "choice",
        "proved",
        "not done yet",
        "trouble",
    ] {
        assert!(seen.contains(&screen), "no walk ever reached {screen}");
    }
}
