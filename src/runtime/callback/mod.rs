//! A browser that comes back from a login, caught on this machine.
//!
//! Started by `Effect::Listen`; reports `Event::Listening`, then `Event::Landed` for each answer that carries the
//! login's state. Ends with `Effect::StopListening`, the next login, or the run: then nobody listens any more, at once.
//! What comes without the state is answered and forgotten, so that nobody else on this machine can end a login
//! (facts: safety T91).

mod page;
mod proof;
mod request;
mod socket;

use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex, PoisonError, Weak},
    task::{Context, Poll},
    time::Duration,
};

use ring::digest::{self, Digest};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::AbortHandle,
    time::{sleep, timeout},
};
use zeroize::Zeroizing;

use crate::{
    model::RedirectAddress,
    wizard::{
        effect::Ticket,
        event::{Entry, Event, Listening},
    },
};

use super::outbox::Outbox;
use page::Page;
use proof::Proof;
use request::{Asked, LONGEST_HEAD};
use socket::Sockets;

/// How long a browser may take to say what it asks for, and again to take the answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many connections are open at once. A browser makes two or three, some of which it never uses.
const MOST_CONNECTIONS: usize = 8;
/// How long nothing is accepted after the system refused a connection, most likely because too many files are open.
const PAUSE: Duration = Duration::from_millis(100);

/// The one login that may be waited for.
pub(super) struct Callback {
    outbox: Outbox,
    patience: Duration,
    waiting: Option<Waiting>,
}

impl Callback {
    pub(super) fn new(outbox: Outbox) -> Self {
        Self {
            outbox,
            patience: PATIENCE,
            waiting: None,
        }
    }

    /// Makes a login's state and waits for nothing: its browser comes back somewhere else. To be called inside a tokio
    /// runtime.
    pub(super) fn make_state(&mut self, ticket: Ticket) {
        self.begin(ticket, None);
    }

    /// Begins to wait for a login, in place of an older one. To be called inside a tokio runtime.
    pub(super) fn listen(&mut self, ticket: Ticket) {
        self.waiting = None;
        self.begin(ticket, socket::open());
    }

    fn begin(&mut self, ticket: Ticket, sockets: Option<Sockets>) {
        self.waiting = None;
        // A system without random bytes has no TLS either: there, no login can be made safe, and none begins.
        let Ok((state, proof)) = Proof::new() else { return };
        let port = sockets.as_ref().map(|sockets| sockets.port);
        self.waiting = sockets.map(|sockets| {
            Waiting::new(Door {
                ticket,
                proof,
                sockets,
                outbox: self.outbox.clone(),
                patience: self.patience,
                last: Mutex::default(),
            })
        });
        let outbox = self.outbox.clone();
        tokio::spawn(async move {
            let _ = outbox.send(Event::Listening(ticket, Listening { state, port })).await;
        });
    }

    /// Waits no more, if it is this login that is waited for.
    pub(super) fn stop(&mut self, ticket: Ticket) {
        self.waiting.take_if(|waiting| waiting.door.ticket == ticket);
    }
}

/// Holds the only lasting handle of a door: dropping it closes the sockets there and then.
struct Waiting {
    door: Arc<Door>,
    accepting: AbortHandle,
}

impl Waiting {
    fn new(door: Door) -> Self {
        let door = Arc::new(door);
        let accepting = tokio::spawn(accept(Arc::downgrade(&door))).abort_handle();
        Self { door, accepting }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Where one login ends. The tasks that serve it hold it no longer than from one wait to the next.
struct Door {
    ticket: Ticket,
    proof: Proof,
    sockets: Sockets,
    outbox: Outbox,
    patience: Duration,
    /// The last answer that was taken, as a digest: it is told from another, and its code is not kept for that.
    last: Mutex<Option<Digest>>,
}

impl Door {
    /// What to answer to a query, and what to report of it: nothing when it lacks the state, and nothing when a browser
    /// merely loads its page again. A person who declined, went back and agreed is heard twice.
    fn judge(&self, query: &str) -> (Page, Option<Entry>) {
        if !self.proof.is_in(query) {
            return (Page::NotTaken, None);
        }
        let digest = digest::digest(&digest::SHA256, query.as_bytes());
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_repeat = last
            .replace(digest)
            .is_some_and(|last| last.as_ref() == digest.as_ref());
        let page = if says_something(query) {
            Page::Taken
        } else {
            Page::TakenWithoutCode
        };
        (page, (!is_repeat).then(|| self.landed_with(query)))
    }

    /// The whole address that the browser came to.
    fn landed_with(&self, query: &str) -> Entry {
        let start = RedirectAddress::of_this_machine(self.sockets.port);
        let parts = [start.as_str(), "?", query];
        Entry(Zeroizing::new(parts.concat()))
    }

    fn poll_accept(&self, context: &mut Context<'_>) -> Poll<io::Result<TcpStream>> {
        for socket in &self.sockets.each {
            if let Poll::Ready(accepted) = socket.poll_accept(context) {
                return Poll::Ready(accepted.map(|(stream, _)| stream));
            }
        }
        Poll::Pending
    }
}

/// Whether an answer holds a code, or a reason why there is none (facts: graph-api 6.2).
fn says_something(query: &str) -> bool {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .any(|(name, value)| !value.is_empty() && ["code", "error", "error_code", "error_message"].contains(&name))
}

/// A connection that ends when it is dropped.
struct Connection(AbortHandle);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Takes in whoever comes, until nobody waits any more.
async fn accept(door: Weak<Door>) {
    let mut open = VecDeque::with_capacity(MOST_CONNECTIONS);
    let next = |context: &mut Context<'_>| match door.upgrade() {
        Some(door) => door.poll_accept(context).map(Some),
        None => Poll::Ready(None),
    };
    while let Some(accepted) = std::future::poll_fn(next).await {
        let Ok(stream) = accepted else {
            sleep(PAUSE).await;
            continue;
        };
        open.retain(|connection: &Connection| !connection.0.is_finished());
        // A browser says at once what it wants. Whoever came first and still says nothing makes room, so that nobody can
        // keep it out by holding connections.
        if open.len() >= MOST_CONNECTIONS {
            open.pop_front();
        }
        let serving = tokio::spawn(serve(stream, Weak::clone(&door)));
        open.push_back(Connection(serving.abort_handle()));
    }
}

/// Serves one request, and closes. A browser that is too slow, or leaves, gets no answer.
async fn serve(mut stream: TcpStream, door: Weak<Door>) {
    let Some(patience) = door.upgrade().map(|door| door.patience) else {
        return;
    };
    let Ok(Ok((page, landed))) = timeout(patience, hear(&mut stream, &door)).await else {
        return;
    };
    let Some(entry) = landed else {
        let _ = timeout(patience, answer_and_part(&mut stream, page)).await;
        return;
    };
    // By itself, because it must outlast what the report brings about: nobody waits any more then, and the browser still
    // has to get its page. Answered before it is reported, for the same reason.
    tokio::spawn(async move {
        let _ = timeout(patience, answer(&mut stream, page)).await;
        drop(stream);
        let still_waiting = door.upgrade().map(|door| (door.outbox.clone(), door.ticket));
        if let Some((outbox, ticket)) = still_waiting {
            let _ = outbox.send(Event::Landed(ticket, entry)).await;
        }
    });
}

/// Reads until it is clear what is asked for. Fails when the browser leaves before that, or nobody waits any more.
async fn hear(stream: &mut TcpStream, door: &Weak<Door>) -> io::Result<(Page, Option<Entry>)> {
    // Of its full size from the start: memory that grows leaves copies behind.
    let mut head = Zeroizing::new(vec![0; LONGEST_HEAD]);
    let mut filled = 0_usize;
    loop {
        let length = stream.read(head.get_mut(filled..).unwrap_or_default()).await?;
        filled = filled.saturating_add(length);
        let door = door.upgrade().ok_or(io::ErrorKind::NotConnected)?;
        match request::read(head.get(..filled).unwrap_or_default(), door.sockets.port) {
            Asked::Unfinished if length == 0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            Asked::Unfinished => {}
            Asked::Landing(query) => return Ok(door.judge(query)),
            Asked::Other(page) => return Ok((page, None)),
        }
    }
}

async fn answer(stream: &mut TcpStream, page: Page) -> io::Result<()> {
    stream.write_all(page.response().as_bytes()).await?;
    stream.shutdown().await
}

/// Answers, and drops what still comes of the request: closing on it would take the page away from the browser again.
async fn answer_and_part(stream: &mut TcpStream, page: Page) -> io::Result<()> {
    answer(stream, page).await?;
    let mut dropped = Zeroizing::new([0; 1024]);
    while stream.read(dropped.as_mut_slice()).await? > 0 {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::{self, Receiver};

    use super::*;
    use crate::runtime::log::Log;

    /// A login that is waited for, with little patience: its port and where its events come.
    async fn waiting(patience: Duration) -> (Callback, u16, Receiver<Event>) {
        let (outbox, mut inbox) = mpsc::channel(8);
        let mut callback = Callback::new(Outbox::new(outbox, Log::default()));
        callback.patience = patience;
        callback.listen(Ticket(1));
        let Some(Event::Listening(_, Listening { port: Some(port), .. })) = inbox.recv().await else {
            panic!("nobody listens");
        };
        (callback, port, inbox)
    }

    #[tokio::test]
    async fn a_browser_that_never_finishes_is_left_after_a_while_and_the_next_is_heard() {
        let (_callback, port, _inbox) = waiting(Duration::from_millis(50)).await;
        for start in ["", "GET /?code=1 HTTP/1.1\r\nHost: local"] {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            stream.write_all(start.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.unwrap();
            assert!(answer.is_empty());
        }
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream
            .write_all(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .await
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert_eq!(answer, Page::OtherName.response());
    }

    #[tokio::test]
    async fn nobody_listens_and_no_task_is_left_once_a_login_is_over() {
        let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
        let before = tasks();
        let (mut callback, port, _inbox) = waiting(PATIENCE).await;
        let mut idle = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        while tasks() < before.saturating_add(2) {
            tokio::task::yield_now().await;
        }
        callback.stop(Ticket(2));
        assert!(callback.waiting.is_some());
        callback.stop(Ticket(1));
        let refused = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
        assert_eq!(idle.read(&mut [0]).await.unwrap(), 0);
        while tasks() > before {
            tokio::task::yield_now().await;
        }
    }
}
