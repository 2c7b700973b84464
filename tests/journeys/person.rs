//! A person without a screen: reads the view, pastes what the simulator offers, logs in with a browser of their own, takes
//! the first way a trouble names.

use std::{collections::BTreeMap, time::Duration};

use evertoken::{
    graph_api::GraphVersion,
    journey::{Field, Journey},
    linear::{Asker, Reply, Teller},
    model::PageId,
    runtime::{ApiRoot, Handover, Runtime, Settings as RuntimeSettings},
    simulator::{self, Exchange, Samples as Given, Scenario},
    wizard::{
        Samples, Settings, Wizard,
        effect::{Effect, Link},
        event::{Entry, Event},
        trouble::Way,
        view::{Body, FieldView, FormView, Listing, Look, PageState, Standing, Tone},
    },
};
use jiff::{Timestamp, tz::TimeZone};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::mpsc::Receiver,
};
use zeroize::Zeroizing;

/// How many things a person does before they give up: more than any scenario needs.
const MOST_STEPS: usize = 600;
/// The scenario that never answers is not among those that are walked; this is for a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a walk left behind.
pub(crate) struct Walk {
    /// The ids of the troubles met, in order, then the verdict, or the screen where the person gave up.
    pub(crate) met: Vec<String>,
    /// The labels and values of the last outcome.
    pub(crate) facts: Vec<(String, String)>,
    /// Every exchange the simulator saw.
    pub(crate) log: Vec<Exchange>,
    /// Every secret of the walk: App secrets first, then tokens that were pasted.
    pub(crate) secrets: Vec<String>,
}

/// How a person goes about a journey.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    pub(crate) journey: &'static Journey,
    /// The door they take, by its place.
    pub(crate) door: usize,
    /// Whether they really open the login in a browser, or have a code at hand.
    pub(crate) has_browser: bool,
    /// Whether they choose every Page that can be chosen.
    pub(crate) takes_all_pages: bool,
    /// Whether they answer line by line.
    pub(crate) is_by_line: bool,
}

impl Manner {
    /// Through the first door, one Page.
    pub(crate) const fn plain(journey: &'static Journey) -> Self {
        Self {
            journey,
            door: 0,
            has_browser: false,
            takes_all_pages: false,
            is_by_line: false,
        }
    }

    /// The same, line by line.
    pub(crate) const fn by_line(self) -> Self {
        Self {
            is_by_line: true,
            ..self
        }
    }

    /// Through the door with the login, in a browser.
    pub(crate) const fn with_browser(journey: &'static Journey, door: usize) -> Self {
        Self {
            door,
            has_browser: true,
            ..Self::plain(journey)
        }
    }
}

pub(crate) fn walk(scenario: Scenario, manner: Manner) -> Walk {
    walk_in(scenario, manner, RuntimeSettings::default())
}

/// The same with these settings of the runtime, whose requests still go to the simulator.
pub(crate) fn walk_in(scenario: Scenario, manner: Manner, settings: RuntimeSettings) -> Walk {
    let simulator = simulator::start(scenario, 0).unwrap();
    let given = simulator.samples();
    let secrets = [
        &given.app_secrets,
        &given.instagram_app_secrets,
        &given.tokens,
        &given.check_tokens,
        &given.instagram_tokens,
        &given.instagram_hour_tokens,
        &given.facebook_codes,
        &given.instagram_codes,
    ];
    let secrets = secrets.into_iter().flatten().cloned().collect();
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (met, facts) = tokio.block_on(async {
        let settings = RuntimeSettings {
            api_root: Some(ApiRoot::parse(simulator.root()).unwrap()),
            ..settings
        };
        let (runtime, inbox) = Runtime::new(settings);
        let mut person = Person {
            wizard: Wizard::new(Settings {
                version: GraphVersion::default(),
                banner: None,
                server: None,
                root: Some(simulator.root().to_owned()),
                samples: Some(offered(given)),
                zone: std::sync::Arc::new(std::sync::LazyLock::new(|| TimeZone::UTC)),
            }),
            manner,
            runtime,
            inbox,
            met: Vec::new(),
            facts: Vec::new(),
            pasted: BTreeMap::new(),
            logins: 0,
            asker: Asker::default(),
            teller: Teller::default(),
        };
        person.walk().await;
        (person.met, person.facts)
    });
    Walk {
        met,
        facts,
        log: simulator.log(),
        secrets,
    }
}

fn offered(given: &Given) -> Samples {
    Samples(
        [
            (Field::Token, given.tokens.clone()),
            (Field::AnyToken, given.check_tokens.clone()),
            (Field::AppId, given.app_ids.clone()),
            (Field::AppSecret, given.app_secrets.clone()),
            (Field::FacebookLanding, given.facebook_codes.clone()),
            (Field::InstagramAppId, given.instagram_app_ids.clone()),
            (Field::InstagramAppSecret, given.instagram_app_secrets.clone()),
            (Field::InstagramRedirect, vec![given.redirect_address.clone()]),
            (Field::InstagramLanding, given.instagram_codes.clone()),
            (Field::InstagramToken, given.instagram_tokens.clone()),
            (Field::InstagramHourToken, given.instagram_hour_tokens.clone()),
            (Field::PageId, given.page_ids.clone()),
        ]
        .into(),
    )
}

struct Person {
    wizard: Wizard,
    manner: Manner,
    runtime: Runtime,
    inbox: Receiver<Event>,
    met: Vec<String>,
    facts: Vec<(String, String)>,
    pasted: BTreeMap<Field, String>,
    logins: usize,
    asker: Asker,
    teller: Teller,
}

/// What the person does about a screen.
enum Act {
    Give(Vec<Event>),
    /// Open this in a browser, agree, and bring back where it ended.
    LogIn(Link, Field),
    Wait,
    Stop,
}

impl Person {
    async fn walk(&mut self) {
        self.give(Event::Choose(self.manner.journey));
        for _ in 0..MOST_STEPS {
            match self.act() {
                Act::Give(events) if self.manner.is_by_line => self.answer_lines(&events),
                Act::Give(events) => events.into_iter().for_each(|event| self.give(event)),
                Act::LogIn(link, field) => self.log_in(&link, field).await,
                Act::Wait => self.wait().await,
                Act::Stop => return,
            }
        }
        panic!(
            "the walk never ends: {:?} {:?}",
            self.met,
            self.wizard.view(Timestamp::now())
        );
    }

    async fn wait(&mut self) {
        let event = tokio::time::timeout(PATIENCE, self.inbox.recv()).await;
        let Ok(Some(event)) = event else {
            panic!("nothing came: {:?} {:?}", self.met, self.wizard.view(Timestamp::now()))
        };
        self.give(event);
    }

    fn give(&mut self, event: Event) {
        for effect in self.wizard.update(event, Timestamp::now()) {
            if let Some(Handover::Exit(_) | Handover::ShowPlain(_)) =
                self.runtime.carry_out(effect_without_delay(effect))
            {
                panic!("nobody asked for that");
            }
        }
    }

    /// Says with lines what these events mean, one question at a time.
    fn answer_lines(&mut self, events: &[Event]) {
        let stage = self.whereabouts();
        for _ in 0..20 {
            self.read_on();
            let line = match self.line(events) {
                Some(line) if self.whereabouts() == stage => line,
                Some(_) | None => return,
            };
            let now = Timestamp::now();
            let is_step_back = line == ":back";
            match self.asker.answer(Zeroizing::new(line), &self.wizard.view(now)) {
                Reply::Do(events) => events.into_iter().for_each(|event| self.give(event)),
                Reply::Refresh => {}
                other => panic!("{other:?} {:?}", self.wizard.view(now)),
            }
            self.read_on();
            // What was pasted is looked at before anything else is typed.
            if !goes_on(events) && !is_step_back {
                return;
            }
        }
        panic!("the questions never end: {:?}", self.wizard.view(Timestamp::now()));
    }

    /// Which kind of screen it is, and at which stage.
    fn whereabouts(&self) -> (Option<usize>, &'static str) {
        let view = self.wizard.view(Timestamp::now());
        let kind = match view.body {
            Body::Guide(_) => "guide",
            Body::Form(_) => "form",
            Body::Choice(_) => "choice",
            Body::Trouble(_) => "trouble",
            _ => "another",
        };
        (view.rail.map(|rail| rail.at), kind)
    }

    /// Hears what is new, and lets happen what happens by itself.
    fn read_on(&mut self) {
        for _ in 0..4 {
            let now = Timestamp::now();
            let view = self.wizard.view(now);
            let _ = self.teller.tell(&view, &self.wizard.calls_made(now), &TimeZone::UTC);
            self.asker.follow(&view);
            match self.asker.push(&view) {
                Some(event) => self.give(event),
                None => return,
            }
        }
    }

    /// What is typed at the present question to the effect of these events; nothing where there is nothing to answer.
    fn line(&self, events: &[Event]) -> Option<String> {
        let view = self.wizard.view(Timestamp::now());
        let question = self.asker.question(&view);
        if question.is_wait {
            return None;
        }
        Some(match &view.body {
            Body::Guide(guide) if guide.door != self.manner.door => {
                let words = format!("Another way to a token: {}.", guide.doors[self.manner.door]);
                let line = question.lines.iter().find(|line| line.text().contains(&words)).unwrap();
                line.text().split('.').next().unwrap().to_owned()
            }
            Body::Form(form) => {
                let asked = |field: &&FieldView<'_>| question.prompt.starts_with(&format!("{}. ", field.label));
                let is_pasted = |field: &FieldView<'_>| {
                    events
                        .iter()
                        .any(|event| matches!(event, Event::Answer(other, _) if *other == field.field))
                };
                // Something before it is to be changed as well.
                let before = form.fields.iter().take_while(|field| !asked(field));
                let has_more =
                    |field: &FieldView<'_>| is_pasted(field) && field.tidied.is_none() && field.received.is_none();
                match form.fields.iter().find(asked) {
                    Some(_) if before.clone().any(has_more) => ":back",
                    Some(field) if !is_pasted(field) && before.clone().any(is_pasted) && !goes_on(events) => ":back",
                    Some(field) if is_pasted(field) => ":sample",
                    Some(_) | None => "",
                }
                .to_owned()
            }
            Body::Choice(choice) => {
                let number = |id: &PageId| {
                    choice
                        .pages
                        .iter()
                        .position(|page| page.id == *id)
                        .unwrap()
                        .saturating_add(1)
                };
                let numbers = events.iter().filter_map(|event| match event {
                    Event::Mark(id) => Some(number(id).to_string()),
                    Event::Pick(id) if !self.manner.takes_all_pages => Some(number(id).to_string()),
                    _ => None,
                });
                numbers.collect::<Vec<_>>().join(",")
            }
            _ => String::new(),
        })
    }

    /// What a browser does: shows the login, agrees, and goes where it is sent. Where somebody on this machine waits for
    /// it, nothing has to be pasted.
    async fn log_in(&mut self, link: &Link, field: Field) {
        self.logins = self.logins.saturating_add(1);
        let Body::Form(form) = self.wizard.view(Timestamp::now()).body else {
            panic!("not at a login")
        };
        let is_listening = form.prelude.is_some_and(|prelude| prelude.is_listening);
        let page = browse(&link.url()).await;
        assert!(page.starts_with("HTTP/1.1 "), "{page}");
        let agreed = browse(&format!("{}&simulate=continue", link.url())).await;
        let Some(landed) = location(&agreed) else {
            self.met.push("a page of the login that leads nowhere".to_owned());
            self.manner.has_browser = false;
            return;
        };
        if is_listening {
            let answer = browse(&landed).await;
            assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
            self.wait().await;
        } else {
            self.give(Event::Answer(field, Entry(Zeroizing::new(landed))));
            self.give(Event::Settle(field));
            self.give(Event::Next);
        }
    }

    fn act(&mut self) -> Act {
        let now = Timestamp::now();
        match self.wizard.view(now).body {
            Body::Menu(_) | Body::Kinds(_) => Act::Stop,
            Body::Guide(guide) if guide.door != self.manner.door => Act::Give(vec![Event::Door(self.manner.door)]),
            Body::Guide(_) => Act::Give(vec![Event::Next]),
            Body::Form(form) => {
                // What cannot be used is read once, and then something else is pasted.
                let is_of_no_use = |field: &FieldView<'_>| {
                    form.missing.contains(&field.label)
                        && field.message.is_some_and(|message| message.tone == Tone::Bad)
                };
                if self.met.is_empty() && form.fields.iter().any(is_of_no_use) {
                    self.met.push("said at the field".to_owned());
                }
                let (act, pasted) = fill(&form, &self.manner, &self.met, &self.pasted, self.logins);
                self.pasted.extend(pasted);
                act
            }
            Body::Progress(_) => Act::Wait,
            Body::Choice(choice) => {
                if choice.listing == Listing::Loading || choice.pages.iter().any(|page| page.state == PageState::Asking)
                {
                    return Act::Wait;
                }
                // A list of which nothing can be chosen is explained, once everything was looked into.
                let has_none = !choice.pages.iter().any(|page| page.state == PageState::Ready);
                if has_none && choice.listing == Listing::Whole {
                    return Act::Wait;
                }
                self.met
                    .extend(choice.remark.is_some().then(|| "remark on the list".to_owned()));
                let ready = || choice.pages.iter().filter(|page| page.state == PageState::Ready);
                let Some(first) = ready().next() else {
                    self.met.push("no Page to choose".to_owned());
                    return Act::Stop;
                };
                let pick = Event::Pick(first.id.clone());
                if self.manner.takes_all_pages && choice.takes_several {
                    let marks = ready().map(|page| Event::Mark(page.id.clone()));
                    return Act::Give(marks.chain([pick]).collect());
                }
                Act::Give(vec![pick])
            }
            Body::Outcome(outcome) => {
                self.met.push(match outcome.standing {
                    Standing::Proved => "proved".to_owned(),
                    Standing::NotDone => format!("not done: {}", outcome.headline),
                    Standing::Found(_) => format!("found: {}", outcome.headline),
                });
                let lines = outcome.facts.iter().chain(outcome.dates);
                self.facts = lines.map(|line| (line.label.to_owned(), line.value.clone())).collect();
                Act::Stop
            }
            Body::Results(results) => {
                self.met.push(results.headline.to_owned());
                self.facts = results
                    .rows
                    .iter()
                    .map(|row| (row.name.to_owned(), row.headline.to_owned()))
                    .collect();
                Act::Stop
            }
            Body::Trouble(view) => {
                let id = view.trouble.id.clone();
                let way = view.trouble.ways.first().unwrap().clone();
                assert!(
                    !view.trouble.headline.is_empty() && !view.trouble.remedy.is_empty(),
                    "{id}"
                );
                let count = self.met.iter().filter(|met| **met == id).count();
                self.met.push(id);
                // Opening a page, or the same trouble for the third time: nothing more can be done from here.
                if count >= 2 || matches!(way, Way::Open(_) | Way::Menu) {
                    Act::Stop
                } else {
                    Act::Give(vec![Event::Take(way)])
                }
            }
        }
    }
}

/// Whether a form is sent with these.
fn goes_on(events: &[Event]) -> bool {
    events.iter().any(|event| matches!(event, Event::Next))
}

/// What a browser gets from an address on this machine: the whole answer, as it came.
async fn browse(address: &str) -> String {
    let address = address.split('#').next().unwrap();
    let (host, path) = address.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(host.replace("localhost", "127.0.0.1"))
        .await
        .unwrap();
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

/// Where an answer sends a browser.
fn location(answer: &str) -> Option<String> {
    let head = answer.split("\r\n\r\n").next()?;
    let line = head
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("location:"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// Fills a form with what is offered; says what was pasted.
fn fill(
    form: &FormView<'_>,
    manner: &Manner,
    met: &[String],
    before: &BTreeMap<Field, String>,
    logins: usize,
) -> (Act, Vec<(Field, String)>) {
    if let (Some(prelude), true) = (&form.prelude, manner.has_browser && logins < 4) {
        let field = form.fields[0].field;
        return match &prelude.link {
            Some(link) => (Act::LogIn(link.clone(), field), Vec::new()),
            None => (Act::Wait, Vec::new()),
        };
    }
    if form.prelude.as_ref().is_some_and(|prelude| prelude.link.is_none()) && form.fields[0].field != Field::PageId {
        return (Act::Wait, Vec::new());
    }
    let mut events = Vec::new();
    let mut pasted = Vec::new();
    for field in &form.fields {
        // They have their own App ID at hand, and paste what is offered anew after a failure.
        let Some(sample) = field.sample.filter(|sample| field.known != Some(sample.value)) else {
            continue;
        };
        // What is wrong is read to its end before something else is pasted.
        let is_unread = field.message.is_some_and(|message| message.tone == Tone::Bad) && met.is_empty();
        let is_empty = field.received.is_none() && field.tidied.is_none();
        let is_new = is_empty || before.get(&field.field).map(String::as_str) != Some(sample.value);
        if is_new && !is_unread {
            events.push(Event::Answer(
                field.field,
                Entry(Zeroizing::new(sample.value.to_owned())),
            ));
            events.push(Event::Settle(field.field));
            pasted.push((field.field, sample.value.to_owned()));
        }
    }
    let first = &form.fields[0];
    let wants_look = first.received.is_some() && matches!(form.look, Look::Looking);
    // A person reads what is said about the token before they type on.
    let is_token_new = pasted.first().is_some_and(|(field, _)| field.is_token());
    if wants_look && !is_token_new {
        return (Act::Wait, Vec::new());
    }
    if is_token_new || (first.field.is_token() && first.received.is_none()) {
        events.truncate(2);
        pasted.truncate(1);
    } else {
        events.push(Event::Next);
    }
    (Act::Give(events), pasted)
}

/// Pauses before a retry belong to the wizard's tests; here they would only take time.
fn effect_without_delay(effect: Effect) -> Effect {
    match effect {
        Effect::Send { ticket, request, .. } => Effect::Send {
            ticket,
            request,
            delay: Duration::ZERO,
        },
        other => other,
    }
}
