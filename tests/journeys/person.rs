//! A person without a screen: reads the view, pastes what the simulator offers, takes the first way a trouble names.

use std::{collections::BTreeMap, time::Duration};

use evertoken::{
    graph_api::GraphVersion,
    journey::{Field, PAGE},
    runtime::{ApiRoot, Handover, Runtime, Settings as RuntimeSettings},
    simulator::{self, Exchange, Scenario},
    wizard::{
        Samples, Settings, Wizard,
        effect::Effect,
        event::{Entry, Event},
        trouble::Way,
        view::{Body, Listing, Look, PageState, Tone},
    },
};
use jiff::{Timestamp, tz::TimeZone};
use tokio::sync::mpsc::Receiver;
use zeroize::Zeroizing;

/// How many things a person does before they give up: more than any scenario needs.
const MOST_STEPS: usize = 60;

/// What a walk left behind.
pub(crate) struct Walk {
    /// The ids of the troubles met, in order, then the verdict, or the screen where the person gave up.
    pub(crate) met: Vec<String>,
    /// Every exchange the simulator saw.
    pub(crate) log: Vec<Exchange>,
    /// Every secret of the walk: App secrets first, then tokens that were pasted.
    pub(crate) secrets: Vec<String>,
}

pub(crate) fn walk(scenario: Scenario) -> Walk {
    let simulator = simulator::start(scenario, 0).unwrap();
    let given = simulator.samples();
    let secrets = given.app_secrets.iter().chain(&given.tokens).cloned().collect();
    let samples = Samples(
        [
            (Field::Token, given.tokens.clone()),
            (Field::AppId, given.app_ids.clone()),
            (Field::AppSecret, given.app_secrets.clone()),
        ]
        .into(),
    );
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let met = tokio.block_on(async {
        let settings = RuntimeSettings {
            api_root: Some(ApiRoot::parse(simulator.root()).unwrap()),
            ..RuntimeSettings::default()
        };
        let (runtime, inbox) = Runtime::new(settings);
        let mut person = Person {
            wizard: Wizard::new(Settings {
                version: GraphVersion::default(),
                banner: None,
                server: None,
                samples: Some(samples),
                zone: std::sync::Arc::new(std::sync::LazyLock::new(|| TimeZone::UTC)),
            }),
            runtime,
            inbox,
            met: Vec::new(),
            pasted: BTreeMap::new(),
        };
        person.walk().await;
        person.met
    });
    Walk {
        met,
        log: simulator.log(),
        secrets,
    }
}

struct Person {
    wizard: Wizard,
    runtime: Runtime,
    inbox: Receiver<Event>,
    met: Vec<String>,
    pasted: BTreeMap<Field, String>,
}

/// What the person does about a screen.
enum Act {
    Give(Vec<Event>),
    Wait,
    Stop,
}

impl Person {
    async fn walk(&mut self) {
        self.give(Event::Choose(&PAGE));
        for _ in 0..MOST_STEPS {
            match self.act() {
                Act::Give(events) => events.into_iter().for_each(|event| self.give(event)),
                Act::Wait => {
                    // The scenario that never answers is not among those that are walked; ten seconds is for a busy machine.
                    let event = tokio::time::timeout(Duration::from_secs(20), self.inbox.recv()).await;
                    let Ok(Some(event)) = event else {
                        panic!("nothing came: {:?}", self.wizard.view(Timestamp::now()))
                    };
                    self.give(event);
                }
                Act::Stop => return,
            }
        }
        panic!(
            "the walk never ends: {:?} {:?}",
            self.met,
            self.wizard.view(Timestamp::now())
        );
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

    fn act(&mut self) -> Act {
        let now = Timestamp::now();
        match self.wizard.view(now).body {
            Body::Menu(_) => Act::Stop,
            Body::Guide(_) => Act::Give(vec![Event::Next]),
            Body::Form(form) => {
                let mut events = Vec::new();
                let mut pasted = Vec::new();
                for field in &form.fields {
                    // They have their own App ID at hand, and paste what is offered anew after a failure.
                    let Some(sample) = field.sample.filter(|sample| field.known != Some(sample.value)) else {
                        continue;
                    };
                    // What is wrong is read to its end before something else is pasted.
                    let is_unread =
                        field.message.is_some_and(|message| message.tone == Tone::Bad) && self.met.is_empty();
                    let is_new = self.pasted.get(&field.field).map(String::as_str) != Some(sample.value);
                    if is_new && !is_unread {
                        events.push(Event::Answer(
                            field.field,
                            Entry(Zeroizing::new(sample.value.to_owned())),
                        ));
                        events.push(Event::Settle(field.field));
                        pasted.push((field.field, sample.value.to_owned()));
                    }
                }
                let wants_look = form.fields[0].received.is_some() && matches!(form.look, Look::Looking);
                let has_token = form.fields[0].received.is_some();
                // A person reads what is said about the token before they type on.
                let is_token_new = matches!(pasted.first(), Some((Field::Token, _)));
                if wants_look && !is_token_new {
                    return Act::Wait;
                }
                if is_token_new || !has_token {
                    events.truncate(2);
                    pasted.truncate(1);
                } else {
                    events.push(Event::Next);
                }
                self.pasted.extend(pasted);
                Act::Give(events)
            }
            Body::Progress(_) => Act::Wait,
            Body::Choice(choice) => {
                if choice.listing == Listing::Loading || choice.pages.iter().any(|page| page.state == PageState::Asking)
                {
                    return Act::Wait;
                }
                self.met
                    .extend(choice.remark.is_some().then(|| "remark on the list".to_owned()));
                match choice.pages.iter().find(|page| page.state == PageState::Ready) {
                    Some(page) => Act::Give(vec![Event::Pick(page.id.clone())]),
                    None => Act::Stop,
                }
            }
            Body::Outcome(outcome) => {
                self.met.push(if outcome.is_proved {
                    "proved".to_owned()
                } else {
                    "not done yet".to_owned()
                });
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
