//! 20,000 random walks of 60 events through the wizard: it never panics, there is always a way on or out, and nothing
//! that it shows or that its `Debug` prints holds a secret.

use std::collections::VecDeque;

use crate::{
    meta::{
        APP, CODE, INSTAGRAM_APP, INSTAGRAM_LONG, INSTAGRAM_SECRET, INSTAGRAM_SHORT, LONG, Meta, NOW, PAGE as PAGE_ID,
        PAGE_TOKEN, REDIRECT, SECRET, SHORT, answer, refusal,
    },
    walker::settings,
};
use evertoken::{
    delivery::{Caution, Change, ChangeKind, FileKind, Mode, Prospect, SaveFault, Saved, Stamp},
    graph_api::{Host, NoAnswer, Request, Response},
    journey::{ALL, CHECK, Datum, Field, INSTAGRAM, INSTAGRAM_LOGIN, PAGE, RENEW, USER},
    model::LoginState,
    wizard::{
        Wizard,
        effect::{Copyable, Effect, Link, Ticket},
        event::{ClearReport, CopyReport, Entry, Event, Listening},
        trouble::Way,
        view::{Body, Standing, View},
    },
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use zeroize::Zeroizing;

const WALKS: u64 = 20_000;
const EVENTS: usize = 60;
/// The token of a Page that is chosen together with another.
const THIRD_TOKEN: &str =
    "EAAJcanaryThirdZAZBZCabcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijkZD";
/// Windows of the secrets, each behind its mark: none of them may be seen anywhere.
const CANARIES: [(char, &str); 9] = [
    ('J', "canaryShort"),
    ('J', "canaryLong"),
    ('J', "canaryPage"),
    ('J', "canaryThird"),
    ('J', "canaryInstagramShort"),
    ('J', "canaryInstagramLong"),
    ('J', "canaryCode"),
    ('2', "d3c4b5a6978"),
    ('2', "b3c4d5e6f70"),
];
/// The marks: letters that our own texts hold so seldom that a look for one costs next to nothing.
const MARKS: [char; 2] = ['J', '2'];

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
    seed: u64,
    wizard: Wizard,
    dice: Dice,
    meta: Meta,
    pending: VecDeque<(Ticket, Request)>,
    logins: Vec<Ticket>,
    files: Vec<Ticket>,
    old: Vec<(Ticket, Request)>,
    now: Timestamp,
    has_ended: bool,
    /// What happened so far, so that a walk that fails can be understood.
    trail: Vec<String>,
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
            refresh_leaves: dice.pick(&[None, None, Some(5_150_000)]),
            redeemed_life: dice.pick(&[5_183_944, 3_600]),
            ..Meta::default()
        };
        let mut meta = meta;
        match dice.below(4) {
            0 => meta.pages.clear(),
            _ => meta
                .pages
                .push(json!({"id": "303456789012345", "name": "Third", "access_token": THIRD_TOKEN})),
        }
        Self {
            seed,
            wizard: Wizard::new(settings()),
            dice,
            meta,
            pending: VecDeque::new(),
            logins: vec![Ticket(0)],
            files: Vec::new(),
            old: Vec::new(),
            now: Timestamp::from_second(NOW).unwrap(),
            has_ended: false,
            trail: Vec::new(),
            screens: std::collections::BTreeSet::new(),
        }
    }

    fn event(&mut self) -> Event {
        let entry = |text: &str| Entry(Zeroizing::new(text.to_owned()));
        match self.dice.below(46) {
            40..=44 => self.way_out(),
            0..=6 if !self.pending.is_empty() => self.reply(),
            7 if !self.old.is_empty() => {
                let index = usize::try_from(self.dice.below(self.old.len() as u64)).unwrap();
                let (ticket, request) = self.old.swap_remove(index);
                Event::Answered(ticket, self.meta.reply(&request))
            }
            8 => Event::Choose(self.dice.pick(ALL)),
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
            14 => Event::Settle(self.dice.pick(Field::ALL)),
            30 => Event::Door(usize::try_from(self.dice.below(3)).unwrap()),
            31 | 37 | 38 => Event::Mark(self.dice.pick(&[PAGE_ID, "303456789012345", "1"]).parse().unwrap()),
            32 | 33 => self.anything_in_a_field(),
            34 | 35 => self.login(),
            36 => Event::ShowResult(usize::try_from(self.dice.below(3)).unwrap()),
            15..=19 => Event::Next,
            20 => Event::Back,
            21 | 22 => Event::Pick(
                self.dice
                    .pick(&[PAGE_ID, PAGE_ID, "303456789012345", "203456789012345", "1"])
                    .parse()
                    .unwrap(),
            ),
            23 => Event::Take(self.way()),
            24 => Event::Copy(self.dice.pick(&[
                Copyable::Datum(Datum::Token),
                Copyable::Datum(Datum::PageId),
                Copyable::Named(&USER.names[0]),
                Copyable::Permissions,
                Copyable::Link(Link::Explorer),
            ])),
            25 => Event::Copied(
                Copyable::Datum(Datum::Token),
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

    /// Something about saving, copies, or a look at the token, and what comes back from outside.
    fn way_out(&mut self) -> Event {
        let files: Vec<Ticket> = self.files.iter().rev().take(2).copied().collect();
        let ticket = if files.is_empty() {
            Ticket(0)
        } else {
            self.dice.pick(&files)
        };
        let fault = self
            .dice
            .pick(&[SaveFault::DiskFull, SaveFault::ChangedMeanwhile, SaveFault::PathUnclear]);
        let is_good = self.dice.below(3) > 0;
        match self.dice.below(16) {
            0 | 1 => Event::Save,
            2 | 3 => {
                Event::SaveAs(
                    self.dice
                        .pick(&[FileKind::Env, FileKind::Json, FileKind::Token, FileKind::Options]),
                )
            }
            4..=6 => {
                let prospect = self.prospect();
                Event::Probed(ticket, if is_good { Ok(prospect) } else { Err(fault) })
            }
            7 | 8 => {
                let saved = Saved {
                    file: "/tmp/x/.env".into(),
                    mode: Mode::PRIVATE,
                    changes: Vec::new(),
                };
                Event::Saved(ticket, if is_good { Ok(saved) } else { Err(fault) })
            }
            9 => Event::Restored(ticket, if is_good { Ok(()) } else { Err(fault) }),
            10 => Event::Ignored(
                ticket,
                if is_good {
                    Ok("/tmp/x/.gitignore".into())
                } else {
                    Err(fault)
                },
            ),
            11 => Event::Reveal,
            12 => Event::CheckCopy,
            13 => Event::ClearClipboard,
            14 => Event::TestCall,
            _ if is_good => Event::ClipboardCleared(self.dice.pick(&[ClearReport::Emptied, ClearReport::Failed])),
            _ => match self.dice.below(4) {
                0 => Event::Hide,
                1 => Event::KeepOutOfGit,
                2 => Event::Resume,
                _ => Event::Begun,
            },
        }
    }

    fn prospect(&mut self) -> Prospect {
        Prospect {
            file: "/tmp/x/.env".into(),
            exists: self.dice.below(2) == 0,
            mode: None,
            changes: vec![Change {
                name: "MY_NAME".to_owned(),
                kind: ChangeKind::Added,
            }],
            cautions: self
                .dice
                .pick(&[vec![], vec![Caution::NotIgnoredByGit], vec![Caution::ThroughLink]]),
            stamp: Stamp::default(),
        }
    }

    /// A value for a field that is on the screen.
    fn anything_in_a_field(&mut self) -> Event {
        let fields: Vec<Field> = match self.wizard.view(self.now).body {
            Body::Form(form) => form.fields.iter().map(|field| field.field).collect(),
            _ => vec![Field::Token],
        };
        let field = self.dice.pick(&fields);
        let good = match field {
            Field::Token => SHORT,
            Field::AnyToken => self.dice.pick(&[SHORT, INSTAGRAM_SHORT]),
            Field::AppId => APP,
            Field::AppSecret => SECRET,
            Field::FacebookRedirect | Field::InstagramRedirect => REDIRECT,
            Field::FacebookLanding | Field::InstagramLanding => CODE,
            Field::InstagramAppId => INSTAGRAM_APP,
            Field::InstagramAppSecret => INSTAGRAM_SECRET,
            Field::InstagramToken | Field::InstagramHourToken => INSTAGRAM_SHORT,
            Field::PageId => PAGE_ID,
            Field::SavePath => "/tmp/x/.env",
            Field::NameOf(_) => self.dice.pick(&["MY_NAME", "OTHER_NAME"]),
            Field::SaveMode => self.dice.pick(&["600", "640", "9"]),
            Field::SaveGroup => "apache",
            Field::CopyCheck => self.dice.pick(&[PAGE_TOKEN, LONG]),
        };
        let text = self.dice.pick(&[good, good, good, "", "x", SECRET, INSTAGRAM_LONG]);
        Event::Answer(field, Entry(Zeroizing::new(text.to_owned())))
    }

    /// What comes back about the login that is under way, or about an older one.
    fn login(&mut self) -> Event {
        let ticket = self
            .dice
            .pick(&self.logins.iter().rev().take(2).copied().collect::<Vec<_>>());
        match self.dice.below(3) {
            0 | 1 => Event::Listening(
                ticket,
                Listening {
                    state: LoginState::new("stateofthelogin"),
                    port: self.dice.pick(&[None, Some(40_000)]),
                },
            ),
            _ => {
                let state = self.dice.pick(&["stateofthelogin", "stateofthelogin", "forged"]);
                let rest = self.dice.pick(&["code=", "error=access_denied&x="]);
                let address = format!("http://localhost:40000/?{rest}{CODE}&state={state}#_=_");
                Event::Landed(ticket, Entry(Zeroizing::new(address)))
            }
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
                &format!(
                    "about {LONG} and {PAGE_TOKEN} and {THIRD_TOKEN} and {SECRET} and {INSTAGRAM_SHORT} and {INSTAGRAM_LONG} \
                     and {INSTAGRAM_SECRET} and {CODE}"
                ),
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

    /// Half of the walks begin deep inside a happy world, where few would come by chance.
    fn head_start(&mut self) {
        match self.dice.below(8) {
            0 | 1 => self.start_at_the_list(),
            2 => self.start_after_a_login(),
            3 => self.start_with_a_token_at_hand(),
            _ => {}
        }
    }

    fn start_at_the_list(&mut self) {
        let journey = self.dice.pick(&[&PAGE, &INSTAGRAM, &USER]);
        self.take_all([Event::Choose(journey), Event::Next]);
        self.type_in(&[(Field::Token, SHORT)]);
        self.answer_rightly();
        self.type_in(&[(Field::AppId, APP), (Field::AppSecret, SECRET)]);
        self.take(Event::Next);
        self.answer_rightly();
    }

    fn start_after_a_login(&mut self) {
        let journey = self.dice.pick(&[&PAGE, &INSTAGRAM, &USER, &INSTAGRAM_LOGIN]);
        let is_instagram = journey == &INSTAGRAM_LOGIN;
        self.take_all([
            Event::Choose(journey),
            Event::Door(usize::from(!is_instagram)),
            Event::Next,
        ]);
        let landing = if is_instagram {
            self.type_in(&[
                (Field::InstagramAppId, INSTAGRAM_APP),
                (Field::InstagramAppSecret, INSTAGRAM_SECRET),
                (Field::InstagramRedirect, REDIRECT),
            ]);
            Field::InstagramLanding
        } else {
            self.type_in(&[(Field::AppId, APP), (Field::AppSecret, SECRET)]);
            Field::FacebookLanding
        };
        self.take(Event::Next);
        let listening = Listening {
            state: LoginState::new("stateofthelogin"),
            port: self.dice.pick(&[None, Some(40_000)]),
        };
        self.take(Event::Listening(*self.logins.last().unwrap(), listening));
        self.type_in(&[(landing, CODE)]);
        self.take(Event::Next);
        if self.dice.below(2) == 0 {
            self.answer_rightly();
        }
    }

    fn start_with_a_token_at_hand(&mut self) {
        let journey = self.dice.pick(&[&RENEW, &CHECK]);
        self.take(Event::Choose(journey));
        let token = self.dice.pick(&[SHORT, INSTAGRAM_SHORT]);
        self.type_in(&[(Field::AnyToken, token)]);
        self.take(Event::Next);
        self.answer_rightly();
    }

    fn take_all<const COUNT: usize>(&mut self, events: [Event; COUNT]) {
        for event in events {
            self.take(event);
        }
    }

    fn type_in(&mut self, values: &[(Field, &str)]) {
        for (field, text) in values {
            self.take(Event::Answer(*field, Entry(Zeroizing::new((*text).to_owned()))));
            self.take(Event::Settle(*field));
        }
    }

    fn answer_rightly(&mut self) {
        for _ in 0..40 {
            let Some((ticket, request)) = self.pending.pop_front() else {
                return;
            };
            let reply = self.meta.reply(&request);
            self.take(Event::Answered(ticket, reply));
        }
    }

    fn step(&mut self) {
        let event = self.event();
        self.take(event);
    }

    fn take(&mut self, event: Event) {
        let shown = assert_no_secret(&event);
        self.trail.push(shown.chars().take(90).collect());
        for effect in self.wizard.update(event, self.now) {
            assert_no_secret(&effect);
            match effect {
                Effect::Send { ticket, request, .. } => {
                    // The whole list of calls with a secret in their address, because Meta documents them only that way.
                    let listed: &[&str] = match (request.host, request.path.trim_start_matches("/v25.0")) {
                        (Host::GraphFacebook, "/debug_token") => &["input_token"],
                        (Host::GraphInstagram, "/access_token") => &["client_secret"],
                        _ => &[],
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
                Effect::Listen(ticket) | Effect::MakeState(ticket) => self.logins.push(ticket),
                Effect::Probe(ticket, _)
                | Effect::Save(ticket, ..)
                | Effect::Restore(ticket, _)
                | Effect::Ignore(ticket, _) => self.files.push(ticket),
                Effect::Warm(_)
                | Effect::Copy(..)
                | Effect::Open(_)
                | Effect::ShowPlain(_)
                | Effect::StopListening(_)
                | Effect::Recall
                | Effect::Remember(_)
                | Effect::ClearClipboard
                | Effect::ForgetPlace(..)
                | Effect::Record(_) => {}
            }
        }
        let view = self.wizard.view(self.now);
        assert_no_secret(&view);
        self.screens.insert(screen(&view));
        assert!(
            has_a_way(&view, !self.pending.is_empty()),
            "walk {}: no way on from {:?} after\n{}",
            self.seed,
            view.body,
            self.trail.join("\n")
        );
    }
}

fn screen(view: &View<'_>) -> &'static str {
    match &view.body {
        Body::Menu(_) => "menu",
        Body::Guide(_) => "guide",
        Body::Form(form) if form.saving.is_some() => "saving",
        Body::Form(_) => "form",
        Body::Progress(_) => "progress",
        Body::Choice(_) => "choice",
        Body::Kinds(_) => "kinds",
        Body::Outcome(outcome) if outcome.is_proved() => "proved",
        Body::Outcome(outcome) if outcome.standing == Standing::NotDone => "not done yet",
        Body::Outcome(_) => "found",
        Body::Results(_) => "results",
        Body::Trouble(_) => "trouble",
    }
}

/// On every screen the person can go on, back, or knows that an answer is awaited.
fn has_a_way(view: &View<'_>, is_awaited: bool) -> bool {
    match &view.body {
        Body::Menu(menu) => !menu.journeys.is_empty(),
        Body::Progress(_) => is_awaited && view.can_go_back,
        Body::Trouble(trouble) => !trouble.trouble.ways.is_empty() && view.can_go_back,
        Body::Guide(_) | Body::Form(_) | Body::Choice(_) | Body::Kinds(_) | Body::Outcome(_) | Body::Results(_) => {
            view.can_go_back
        }
    }
}

/// The first canary that can be seen in a text. A look for one letter is quick in a debug build as well; a look for whole
/// words took most of the time of these walks.
fn seen_in(text: &str) -> Option<&'static str> {
    MARKS.into_iter().find_map(|mark| {
        text.match_indices(mark).find_map(|(at, _)| {
            let behind = text.get(at + mark.len_utf8()..).unwrap_or_default();
            let is_there = |canary: &str| behind.starts_with(canary);
            let mut behind_it = CANARIES.into_iter().filter(|(other, _)| *other == mark);
            behind_it.find_map(|(_, canary)| is_there(canary).then_some(canary))
        })
    })
}

/// What can be seen of something, once it is sure that no secret can.
fn assert_no_secret(shown: &dyn std::fmt::Debug) -> String {
    let text = format!("{shown:?}");
    if let Some(canary) = seen_in(&text) {
        panic!("{canary} can be seen in: {text}");
    }
    text
}

#[test]
fn every_secret_of_the_walks_would_be_seen_whole_or_cut_after_its_first_letters() {
    for secret in [
        SHORT,
        LONG,
        PAGE_TOKEN,
        THIRD_TOKEN,
        SECRET,
        INSTAGRAM_SHORT,
        INSTAGRAM_LONG,
        INSTAGRAM_SECRET,
        CODE,
    ] {
        for shown in [secret, secret.get(..28).unwrap(), &format!("Some({secret:?}) and more")] {
            assert!(seen_in(shown).is_some(), "{shown}");
        }
    }
    assert_eq!(seen_in("EAA… received, J2, 22 Jan 2027, <page token>"), None);
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
                        walk.head_start();
                        for step in 0..EVENTS {
                            if walk.has_ended {
                                break;
                            }
                            if step == EVENTS - 1 {
                                assert_no_secret(&walk.wizard);
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
        "found",
        "kinds",
        "saving",
        "results",
        "trouble",
    ] {
        assert!(seen.contains(&screen), "no walk ever reached {screen}");
    }
}
