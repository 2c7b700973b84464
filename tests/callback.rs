//! A browser that comes back from a login, over real sockets: what is taken, what is not, and what the browser is told.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests fail loudly, and these scripts are short"
)]

use std::{
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpStream as BlockingStream, UdpSocket},
    process::Command,
};

use evertoken::{
    runtime::{Runtime, Settings},
    wizard::{
        effect::{Effect, Ticket},
        event::{Event, Listening},
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::mpsc::{Receiver, error::TryRecvError},
};

const CODE: &str = "AQBCANARYcanary0123456789";
const LOCALHOST: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];

/// The whole answer to a browser whose login is over.
const TAKEN: &str = "HTTP/1.1 200 OK\r\n\
    Content-Type: text/html; charset=utf-8\r\n\
    Content-Length: 277\r\n\
    Cache-Control: no-store\r\n\
    Referrer-Policy: no-referrer\r\n\
    Content-Security-Policy: default-src 'none'\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Connection: close\r\n\
    \r\n\
    <!doctype html>\n\
    <html lang=\"en\">\n\
    <meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width\">\n\
    <meta name=\"color-scheme\" content=\"light dark\">\n\
    <title>evertoken</title>\n\
    <h1>The answer has arrived</h1>\n\
    <p>You can close this tab and go back to evertoken.</p>\n\
    </html>\n";

/// A login that is waited for.
struct Login {
    runtime: Runtime,
    inbox: Receiver<Event>,
    state: String,
    port: u16,
}

impl Login {
    async fn start() -> Self {
        let (runtime, inbox) = Runtime::new(Settings::default());
        let mut login = Self {
            runtime,
            inbox,
            state: String::new(),
            port: 0,
        };
        login.listen(Ticket(1)).await;
        login
    }

    /// Begins to wait under this ticket, and takes over what it is waited for with.
    async fn listen(&mut self, ticket: Ticket) {
        assert!(self.runtime.carry_out(Effect::Listen(ticket)).is_none());
        match self.inbox.recv().await {
            Some(Event::Listening(reported, Listening { state, port })) if reported == ticket => {
                state.as_str().clone_into(&mut self.state);
                self.port = port.unwrap();
            }
            other => panic!("{other:?}"),
        }
    }

    fn stop(&mut self, ticket: Ticket) {
        assert!(self.runtime.carry_out(Effect::StopListening(ticket)).is_none());
    }

    /// The query of an answer with the right state.
    fn right(&self, parameters: &str) -> String {
        format!("{parameters}&state={}", self.state)
    }

    /// What a browser is answered that comes back with this query.
    async fn land(&self, query: &str) -> String {
        let head = format!("GET /?{query} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port);
        self.say(Ipv4Addr::LOCALHOST.into(), head.as_bytes()).await
    }

    /// Everything that is answered to these bytes.
    async fn say(&self, address: IpAddr, bytes: &[u8]) -> String {
        let mut stream = self.connect(address).await;
        stream.write_all(bytes).await.unwrap();
        read_all(&mut stream).await
    }

    async fn connect(&self, address: IpAddr) -> TcpStream {
        TcpStream::connect((address, self.port)).await.unwrap()
    }

    /// The next event, which is an answer that was taken: its ticket and its address.
    async fn landed(&mut self) -> (Ticket, String) {
        match self.inbox.recv().await {
            Some(Event::Landed(ticket, entry)) => (ticket, entry.0.to_string()),
            other => panic!("{other:?}"),
        }
    }

    /// Comes back with a right answer that was not there before, and sees that nothing was reported before it.
    async fn nothing_else_landed(&mut self) {
        let query = self.right("code=last");
        assert_eq!(self.land(&query).await, TAKEN);
        let (_, address) = self.landed().await;
        assert_eq!(address, format!("http://localhost:{}/?{query}", self.port));
        assert_eq!(self.inbox.try_recv().unwrap_err(), TryRecvError::Empty);
    }

    /// How connecting at this moment fails; no task gets a turn in between.
    fn refusal(&self, address: IpAddr) -> Option<ErrorKind> {
        let connected = BlockingStream::connect((address, self.port));
        connected.err().map(|error| error.kind())
    }
}

/// The addresses that this machine has for itself: one without IPv6 is left the other.
fn here() -> impl Iterator<Item = IpAddr> + Clone {
    LOCALHOST.into_iter().filter(|address| {
        let is_there = UdpSocket::bind((*address, 0)).is_ok();
        if !is_there {
            eprintln!("SKIPPED: this machine has no {address}");
        }
        is_there
    })
}

async fn read_all(stream: &mut TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

fn status(answer: &str) -> &str {
    answer.get("HTTP/1.1 ".len()..).unwrap().get(..3).unwrap()
}

#[tokio::test]
async fn an_answer_with_the_state_is_reported_with_its_whole_address_and_the_browser_gets_the_one_page() {
    let mut login = Login::start().await;
    let query = login.right(&format!("code={CODE}"));
    assert_eq!(login.land(&query).await, TAKEN);
    let address = format!("http://localhost:{}/?{query}", login.port);
    assert_eq!(login.landed().await, (Ticket(1), address));
}

#[tokio::test]
async fn a_login_that_the_person_declined_is_reported_the_same_way() {
    let mut login = Login::start().await;
    let query = login.right("error=access_denied&error_code=200&error_description=Permissions+error");
    assert_eq!(login.land(&query).await, TAKEN);
    let address = format!("http://localhost:{}/?{query}", login.port);
    assert_eq!(login.landed().await, (Ticket(1), address));
}

#[tokio::test]
async fn an_answer_with_neither_a_code_nor_an_error_sends_the_person_to_the_terminal() {
    let mut login = Login::start().await;
    for parameters in ["x=1", "code="] {
        let query = login.right(parameters);
        let answer = login.land(&query).await;
        assert!(answer.contains("Look at the terminal"), "{answer}");
        assert!(!answer.contains("has arrived"), "{answer}");
        let address = format!("http://localhost:{}/?{query}", login.port);
        assert_eq!(login.landed().await, (Ticket(1), address), "and it is reported");
    }
}

#[tokio::test]
async fn the_event_of_an_answer_shows_neither_its_code_nor_its_state() {
    let mut login = Login::start().await;
    login.land(&login.right(&format!("code={CODE}"))).await;
    let event = login.inbox.recv().await.unwrap();
    let shown = format!("{event:?} {:?}", login.runtime);
    assert!(!shown.contains("CANARY") && !shown.contains(&login.state), "{shown}");
}

#[tokio::test]
async fn a_page_that_is_loaded_again_is_answered_and_reported_once() {
    let mut login = Login::start().await;
    let query = login.right(&format!("code={CODE}"));
    for _ in 0..3 {
        assert_eq!(login.land(&query).await, TAKEN);
    }
    assert!(login.landed().await.1.contains(CODE));
    login.nothing_else_landed().await;
}

#[tokio::test]
async fn a_person_who_declines_goes_back_and_agrees_is_heard_twice() {
    let mut login = Login::start().await;
    for parameters in ["error=access_denied", "code=1"] {
        let query = login.right(parameters);
        assert_eq!(login.land(&query).await, TAKEN);
        assert!(login.landed().await.1.contains(parameters));
    }
}

#[tokio::test]
async fn answers_without_the_state_are_told_so_and_end_nothing() {
    let mut login = Login::start().await;
    let queries = [
        format!("code={CODE}"),
        format!("code={CODE}&state="),
        format!("code={CODE}&state=guessed"),
        format!("code={CODE}&state={}x", login.state),
        format!("code={CODE}&state={0}&state={0}", login.state),
        "error=access_denied&state=guessed".to_owned(),
        String::new(),
    ];
    for query in queries {
        let answer = login.land(&query).await;
        assert_eq!(status(&answer), "400", "{query}");
        assert!(answer.contains("<h1>Nothing was taken</h1>") && !answer.contains("CANARY"));
    }
    login.nothing_else_landed().await;
}

#[tokio::test]
async fn a_thousand_forged_answers_from_this_machine_do_not_end_a_login() {
    let mut login = Login::start().await;
    for number in 0..1_000 {
        let answer = login.land(&format!("error=access_denied&state={number}")).await;
        assert_eq!(status(&answer), "400");
    }
    login.nothing_else_landed().await;
}

#[tokio::test]
async fn no_page_repeats_anything_of_the_request() {
    let login = Login::start().await;
    let marked = "<script>CANARY</script>";
    for head in [
        format!(
            "GET /?code={marked}&state={} HTTP/1.1\r\nHost: localhost:{}",
            login.state, login.port
        ),
        format!("GET /?code={marked} HTTP/1.1\r\nHost: localhost:{}", login.port),
        format!("GET /{marked} HTTP/1.1\r\nHost: localhost:{}", login.port),
        format!("GET / HTTP/1.1\r\nHost: {marked}"),
        format!("{marked} / HTTP/1.1"),
    ] {
        let answer = login.say(LOCALHOST[0], format!("{head}\r\n\r\n").as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 ") && !answer.contains("CANARY"), "{head}");
    }
}

#[tokio::test]
async fn what_is_not_the_end_of_a_login_gets_another_page_and_ends_nothing() {
    let mut login = Login::start().await;
    let right = login.right("code=1");
    let here = format!("localhost:{}", login.port);
    for (line, host, expected) in [
        ("GET /favicon.ico HTTP/1.1".to_owned(), here.clone(), "404"),
        (format!("GET /cb?{right} HTTP/1.1"), here.clone(), "404"),
        (format!("POST /?{right} HTTP/1.1"), here.clone(), "404"),
        (format!("GET /?{right} HTTP/1.1"), "evil.example".to_owned(), "421"),
        (
            format!("GET /?{right} HTTP/1.1"),
            format!("evil.example:{}", login.port),
            "421",
        ),
        (format!("GET /?{right} HTTP/1.1"), "localhost:1".to_owned(), "421"),
        (format!("GET /?{right} HTTP/3.7"), here.clone(), "400"),
    ] {
        let head = format!("{line}\r\nHost: {host}\r\n\r\n");
        let answer = login.say(LOCALHOST[0], head.as_bytes()).await;
        assert_eq!(status(&answer), expected, "{line}, {host}");
        assert!(answer.contains("\r\nCache-Control: no-store\r\n"));
    }
    let head = format!("HEAD /?{right} HTTP/1.1\r\nHost: {here}\r\n\r\n");
    let answer = login.say(LOCALHOST[0], head.as_bytes()).await;
    assert!(status(&answer) == "404" && answer.ends_with("\r\n\r\n"));
    login.nothing_else_landed().await;
}

#[tokio::test]
async fn a_head_that_is_too_long_is_told_so_and_a_long_one_with_cookies_is_taken() {
    let mut login = Login::start().await;
    let head = |cookies: usize| {
        let (query, cookies) = (login.right("code=1"), "c".repeat(cookies));
        format!(
            "GET /?{query} HTTP/1.1\r\nHost: localhost:{}\r\nCookie: {cookies}\r\n\r\n",
            login.port
        )
    };
    let (long, too_long) = (head(15_000), head(8_000_000));
    let answer = login.say(LOCALHOST[0], too_long.as_bytes()).await;
    assert_eq!(status(&answer), "400");
    assert!(answer.contains("copy its whole address"));
    assert_eq!(login.say(LOCALHOST[0], long.as_bytes()).await, TAKEN);
    assert!(login.landed().await.1.contains("code=1"));
}

#[tokio::test]
async fn both_addresses_of_this_machine_are_listened_on_and_no_other() {
    let mut login = Login::start().await;
    for address in here() {
        let host = if address.is_ipv6() { "[::1]" } else { "127.0.0.1" };
        let query = login.right(&format!("code={}", host.len()));
        let head = format!("GET /?{query} HTTP/1.1\r\nHost: {host}:{}\r\n\r\n", login.port);
        assert_eq!(login.say(address, head.as_bytes()).await, TAKEN, "{host}");
        let expected = format!("http://localhost:{}/?{query}", login.port);
        assert_eq!(login.landed().await.1, expected);
    }
    // Nothing is sent by this: it only asks the system which address it would use.
    let outward = UdpSocket::bind("0.0.0.0:0").unwrap();
    if outward.connect("192.0.2.1:9").is_ok() {
        let own = outward.local_addr().unwrap().ip();
        assert_eq!(login.refusal(own), Some(ErrorKind::ConnectionRefused), "{own}");
    }
    #[cfg(target_os = "linux")]
    assert_eq!(
        login.refusal(Ipv4Addr::new(127, 0, 0, 2).into()),
        Some(ErrorKind::ConnectionRefused)
    );
}

#[tokio::test]
async fn connections_that_say_nothing_do_not_keep_a_browser_out() {
    let mut login = Login::start().await;
    let mut silent = Vec::new();
    for address in here().cycle().take(40) {
        let mut stream = login.connect(address).await;
        stream.write_all(b"GET /?code=").await.unwrap();
        silent.push(stream);
    }
    login.nothing_else_landed().await;
    // The first of them had to make room.
    assert_eq!(read_all(silent.first_mut().unwrap()).await, "");
}

#[tokio::test]
async fn a_request_that_comes_byte_by_byte_is_read() {
    let mut login = Login::start().await;
    let query = login.right("code=1");
    let head = format!("GET /?{query} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", login.port);
    let mut stream = login.connect(LOCALHOST[0]).await;
    stream.set_nodelay(true).unwrap();
    for byte in head.as_bytes() {
        stream.write_all(&[*byte]).await.unwrap();
        tokio::task::yield_now().await;
    }
    assert_eq!(read_all(&mut stream).await, TAKEN);
    assert!(login.landed().await.1.ends_with(&query));
}

#[tokio::test]
async fn nobody_listens_any_more_from_the_moment_that_a_login_is_over() {
    let mut login = Login::start().await;
    let mut idle = login.connect(LOCALHOST[0]).await;
    login.stop(Ticket(2));
    assert_eq!(login.refusal(LOCALHOST[0]), None);
    login.stop(Ticket(1));
    for address in here() {
        assert_eq!(login.refusal(address), Some(ErrorKind::ConnectionRefused));
    }
    // Whether it was still in the queue or already served, it is closed without an answer.
    let mut answer = Vec::new();
    let closed = idle.read_to_end(&mut answer).await;
    assert!(answer.is_empty(), "{closed:?}");
}

#[tokio::test]
async fn nobody_listens_any_more_once_the_run_has_ended() {
    let Login {
        runtime,
        state,
        port,
        inbox,
    } = Login::start().await;
    runtime.shutdown().await;
    for address in here() {
        let refused = BlockingStream::connect((address, port)).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    }
    drop((state, inbox));
}

#[tokio::test]
async fn a_browser_gets_its_page_even_when_nobody_waits_after_its_answer() {
    let mut login = Login::start().await;
    let query = login.right("code=1");
    let head = format!("GET /?{query} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", login.port);
    let mut stream = login.connect(LOCALHOST[0]).await;
    stream.write_all(head.as_bytes()).await.unwrap();
    login.landed().await;
    login.stop(Ticket(1));
    assert_eq!(read_all(&mut stream).await, TAKEN);
}

#[tokio::test]
async fn a_second_login_ends_the_first_and_its_state_is_worth_nothing() {
    let mut login = Login::start().await;
    let (first_port, stale) = (login.port, login.right("code=1"));
    login.listen(Ticket(2)).await;
    assert_ne!(login.right("code=1"), stale);
    if first_port != login.port {
        assert!(BlockingStream::connect((LOCALHOST[0], first_port)).is_err());
    }
    assert_eq!(status(&login.land(&stale).await), "400");
    login.stop(Ticket(1));
    let query = login.right("code=2");
    assert_eq!(login.land(&query).await, TAKEN);
    let address = format!("http://localhost:{}/?{query}", login.port);
    assert_eq!(login.landed().await, (Ticket(2), address));
}

#[tokio::test]
async fn curl_comes_back_from_a_login_as_a_browser_does() {
    let mut login = Login::start().await;
    let query = login.right(&format!("code={CODE}"));
    let mut curl = Command::new("curl");
    curl.args([
        "--silent",
        "--show-error",
        "--include",
        "--noproxy",
        "*",
        "--max-time",
        "10",
    ])
    .arg(format!("http://localhost:{}/?{query}", login.port));
    let output = match tokio::task::spawn_blocking(move || curl.output()).await.unwrap() {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!("SKIPPED: curl is not installed");
            return;
        }
        Err(error) => panic!("{error}"),
    };
    assert_eq!(String::from_utf8(output.stdout).unwrap(), TAKEN);
    assert!(login.landed().await.1.ends_with(&query));
}
