//! The only module that touches the world: the network, the clipboard, files, other programs.
//!
//! Started by the effects that the wizard returns; each ends in events that come back through one channel. What only
//! the skin can do, because the terminal is the skin's, is handed over to it.

mod api_root;
mod browser;
mod callback;
pub mod clipboard;
pub mod clock;
mod environment;
pub mod event_loop;
mod fault;
mod files;
pub mod held;
mod http;
pub mod inlet;
pub mod log;
pub mod memory;
mod outbox;
pub mod outlet;
mod own_file;
mod program;
mod proxy;
pub mod records;
mod remembered;
mod roots;
pub mod saved_file;
pub mod signals;
mod turn;

use std::{collections::HashMap, fmt, net::SocketAddr, time::Duration};

use tokio::{
    sync::mpsc::{self, Receiver},
    task::AbortHandle,
    time::{Instant, sleep},
};
use zeroize::Zeroizing;

use crate::{
    graph_api::{Host, Request},
    model::SafeText,
    wizard::{
        effect::{Effect, Ending, Link, PlainText, Ticket},
        event::Event,
    },
};

use callback::Callback;
use clipboard::{Clipboard, ClipboardChoice, ClipboardLeft, Da1, Platform, Situation};
use files::Files;
use http::Http;
use log::{Log, Note, Saving};
use outbox::Outbox;
use remembered::StateFile;

pub use api_root::{ApiRoot, ApiRootError};
pub use environment::Environment;
pub use http::Limits;
pub use proxy::{ProxyChoice, ProxyFault};
pub use remembered::{StateDir, is_home_anothers};
pub use roots::Roots;

/// How many events may wait to be read. More than a screen of calls can cause; a sender waits when it is full.
const INBOX: usize = 64;

/// What a run needs to know before it starts. [`Settings::default`] is a world without surroundings.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// A server on this machine in Meta's place.
    pub api_root: Option<ApiRoot>,
    /// The person's own choice of a clipboard.
    pub clipboard: Option<ClipboardChoice>,
    /// What the terminal said when it was asked.
    pub da1: Da1,
    /// What the surroundings say.
    pub environment: Environment,
    /// How long things may take.
    pub limits: Limits,
    /// Where what happens is written down; nowhere, unless somebody asked for it.
    pub log: Log,
    /// Where a proxy is looked for.
    pub proxy: ProxyChoice,
    /// Where things are kept from one run to the next.
    pub state: StateDir,
    /// Whom TLS trusts.
    #[doc(hidden)]
    pub roots: Roots,
    /// Addresses that stand for a host's own, for tests: the names, and what TLS proves, stay the same.
    #[doc(hidden)]
    pub addresses: Vec<(Host, SocketAddr)>,
}

/// What only the skin can do.
pub enum Handover {
    /// Leave the full screen, show this, wait for a key, come back and report `Event::PlainShown`.
    ShowPlain(PlainText),
    /// End the run, after [`Runtime::shutdown`].
    Exit(Ending),
    /// Write these bytes to the terminal in one piece, between two frames, and only then report the event.
    WriteToTerminal {
        /// A sequence that holds what is copied.
        bytes: Zeroizing<Vec<u8>>,
        /// What to report once they are written.
        then: Event,
    },
}

impl fmt::Debug for Handover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ShowPlain(text) => f.debug_tuple("ShowPlain").field(text).finish(),
            Self::Exit(ending) => f.debug_tuple("Exit").field(ending).finish(),
            Self::WriteToTerminal { bytes, then } => f
                .debug_struct("WriteToTerminal")
                .field("bytes", &format_args!("<{} bytes>", bytes.len()))
                .field("then", then)
                .finish(),
        }
    }
}

/// Carries out effects. Lives on the thread that draws, and never makes it wait.
pub struct Runtime {
    http: Http,
    clipboard: Clipboard,
    callback: Callback,
    files: Files,
    state_file: StateFile,
    can_open: bool,
    outbox: Outbox,
    log: Log,
    handovers: Receiver<Handover>,
    /// The calls that may still be on their way.
    calls: HashMap<Ticket, AbortHandle>,
    /// When a host was last sent anything: its connection is warm until it has been idle too long.
    last_used: HashMap<Host, Instant>,
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime")
            .field("calls", &self.calls.keys())
            .finish_non_exhaustive()
    }
}

impl Runtime {
    /// Makes a runtime, and the channel through which everything comes back. Touches nothing yet.
    pub fn new(settings: Settings) -> (Self, Receiver<Event>) {
        let (sender, inbox) = mpsc::channel(INBOX);
        let (handovers_in, handovers) = mpsc::channel(INBOX);
        let Settings {
            api_root,
            clipboard,
            da1,
            environment,
            limits,
            log,
            proxy,
            state,
            roots,
            addresses,
        } = settings;
        let outbox = Outbox::new(sender, log.clone());
        let situation = Situation::new(&environment, da1, clipboard.unwrap_or_default());
        let runtime = Self {
            http: Http::new(api_root, limits, roots, proxy, addresses, log.clone()),
            can_open: browser::can_be_seen(&environment, Platform::HERE),
            files: Files::new(environment.clone(), outbox.clone()),
            clipboard: Clipboard::new(environment, situation, outbox.clone(), handovers_in),
            callback: Callback::new(outbox.clone()),
            state_file: StateFile::new(state, outbox.clone()),
            outbox,
            log,
            handovers,
            calls: HashMap::new(),
            last_used: HashMap::new(),
        };
        (runtime, inbox)
    }

    /// Carries out one effect, and returns at once. To be called inside a tokio runtime.
    #[must_use = "what is handed over is not done otherwise"]
    pub fn carry_out(&mut self, effect: Effect) -> Option<Handover> {
        self.note(&effect);
        let handover = self.begin(effect);
        handover.inspect(|handover| self.note_written(handover))
    }

    fn begin(&mut self, effect: Effect) -> Option<Handover> {
        match effect {
            Effect::Send { ticket, request, delay } => self.send(ticket, request, delay),
            Effect::Abandon(ticket) => self.abandon(ticket),
            Effect::Warm(host) => self.warm(host),
            Effect::Open(link) => self.open(link),
            Effect::MakeState(ticket) => self.callback.make_state(ticket),
            Effect::Listen(ticket) => self.callback.listen(ticket),
            Effect::StopListening(ticket) => self.callback.stop(ticket),
            Effect::Recall => self.state_file.recall(),
            Effect::Remember(remembered) => self.state_file.remember(remembered),
            Effect::Copy(what, text) => return self.clipboard.copy(what, text),
            Effect::ShowPlain(text) => return Some(Handover::ShowPlain(text)),
            Effect::ClearClipboard => return self.clipboard.clear(),
            Effect::Record(record) => self.state_file.record(record),
            Effect::ForgetPlace(fingerprint, place) => self.state_file.forget_place(fingerprint, place),
            Effect::Probe(ticket, order) => self.files.probe(ticket, order),
            Effect::Save(ticket, order, agreed) => self.files.save(ticket, order, agreed),
            Effect::Restore(ticket, file) => self.files.restore(ticket, file),
            Effect::Ignore(ticket, file) => self.files.ignore(ticket, file),
            Effect::Exit(ending) => return Some(Handover::Exit(ending)),
        }
        None
    }

    /// Waits for bytes that have to be written after all, because another way to a clipboard failed. May be dropped
    /// and called again at any time.
    pub async fn handover(&mut self) -> Handover {
        match self.handovers.recv().await {
            Some(handover) => {
                self.note_written(&handover);
                handover
            }
            // The clipboard holds the other end as long as this runtime lives.
            None => std::future::pending().await,
        }
    }

    /// The `host:port` of the proxy that requests to a host go through, to be shown before the first.
    pub fn proxy_for(&self, host: Host) -> Option<SafeText> {
        self.http.proxy_to(host).map(|proxy| proxy.name)
    }

    /// What keeps the proxy that was asked for from being used: known before anything is sent.
    pub fn proxy_fault(&self) -> Option<ProxyFault> {
        self.http.proxy_fault()
    }

    /// The variable of the environment that says whose certificates are trusted, where one does: to be shown before the first
    /// request, because whoever it names can read everything.
    pub fn trusts_by(&self) -> Option<&'static str> {
        self.http.trusts_by()
    }

    /// Takes in what the terminal said about clipboard writes, which may come after the first frame.
    pub fn terminal_said(&mut self, da1: Da1) {
        self.clipboard.terminal_said(da1);
    }

    /// Ends what is on its way, finishes what is being saved or kept for later runs, and empties the local clipboard if
    /// it still holds a secret of ours: how it was left. Takes two seconds at most; the process can end then, without
    /// waiting for any thread.
    pub async fn shutdown(self) -> ClipboardLeft {
        for call in self.calls.values() {
            call.abort();
        }
        drop(self.callback);
        let (left, (), ()) = tokio::join!(self.clipboard.leave(), self.files.finish(), self.state_file.finish());
        left
    }

    /// Whether a browser that is started here would be seen.
    pub const fn can_open_browser(&self) -> bool {
        self.can_open
    }

    /// Writes down what is asked of the world. Calls are noted where they end.
    fn note(&self, effect: &Effect) {
        let note = match effect {
            Effect::Copy(what, _) => Note::Copying(what),
            Effect::ShowPlain(_) => Note::ShownAlone,
            Effect::Probe(ticket, order) => Note::Saving(ticket.0, Saving::Probe(order)),
            Effect::Save(ticket, order, _) => Note::Saving(ticket.0, Saving::Save(order)),
            Effect::Restore(ticket, file) => Note::Saving(ticket.0, Saving::Restore(file)),
            Effect::Ignore(ticket, file) => Note::Saving(ticket.0, Saving::Ignore(file)),
            Effect::Send { .. }
            | Effect::Abandon(_)
            | Effect::Warm(_)
            | Effect::ClearClipboard
            | Effect::Record(_)
            | Effect::ForgetPlace(..)
            | Effect::Open(_)
            | Effect::MakeState(_)
            | Effect::Listen(_)
            | Effect::StopListening(_)
            | Effect::Recall
            | Effect::Remember(_)
            | Effect::Exit(_) => return,
        };
        self.log.note(&note);
    }

    /// Writes down what the skin has done itself, and tells the wizard of.
    pub fn note_done(&self, event: &Event) {
        outbox::note(&self.log, event);
    }

    /// Writes down what the skin will report by itself.
    fn note_written(&self, handover: &Handover) {
        if let Handover::WriteToTerminal { then, .. } = handover {
            outbox::note(&self.log, then);
        }
    }

    fn send(&mut self, ticket: Ticket, request: Request, delay: Duration) {
        self.last_used.insert(request.host, Instant::now());
        self.calls.retain(|_, call| !call.is_finished());
        let (http, outbox) = (self.http.clone(), self.outbox.clone());
        let call = tokio::spawn(async move {
            if !delay.is_zero() {
                sleep(delay).await;
            }
            let answer = http.call(ticket.0, request, delay).await;
            let _ = outbox.send(Event::Answered(ticket, answer)).await;
        });
        if let Some(older) = self.calls.insert(ticket, call.abort_handle()) {
            older.abort();
        }
    }

    fn abandon(&mut self, ticket: Ticket) {
        if let Some(call) = self.calls.remove(&ticket) {
            call.abort();
        }
    }

    fn warm(&mut self, host: Host) {
        let now = Instant::now();
        let is_warm = self
            .last_used
            .get(&host)
            .is_some_and(|used| now.saturating_duration_since(*used) < self.http.idle());
        if is_warm {
            return;
        }
        self.last_used.insert(host, now);
        let http = self.http.clone();
        tokio::spawn(async move { http.warm(host).await });
    }

    fn open(&self, link: Link) {
        let (can_open, outbox) = (self.can_open, self.outbox.clone());
        let environment = self.clipboard.environment().clone();
        tokio::spawn(async move {
            let opened = can_open && browser::open(&link, environment).await;
            let _ = outbox.send(Event::Opened(link, opened)).await;
        });
    }
}
