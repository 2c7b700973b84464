//! The server and its log.

use std::collections::BTreeSet;
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::Duration;

use evertoken::simulator::{Scenario, start};

use crate::line::{GRAPH, Line, PERSON, Play};

#[test]
fn the_log_numbers_connections_and_keeps_every_value_without_printing_one() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let (send, heard) = mpsc::channel();
    play.running
        .on_exchange(move |exchange| send.send(exchange.line()).unwrap());
    play.get("/me", &[("access_token", &token)]).ok();
    let mut second = Line::open(&play.running);
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("User-Agent", "test/1")];
    second
        .ask("GET", &format!("{GRAPH}/v25.0/me?fields=id"), &headers, "")
        .ok();
    play.exchange(0, &token).ok();

    let log = play.running.log();
    assert_eq!(
        log.iter().map(|exchange| exchange.connection).collect::<Vec<_>>(),
        [1, 2, 1]
    );
    assert_eq!(log[0].query, [("access_token".to_owned(), token.clone())]);
    assert_eq!(log[1].header("authorization"), Some(bearer.as_str()));
    assert_eq!(log[1].header("user-agent"), Some("test/1"));
    assert_eq!(log[2].parameter("fb_exchange_token"), Some(token.as_str()));
    assert!(log[2].query.is_empty());
    for exchange in &log {
        assert_eq!((exchange.status, exchange.host.as_str()), (200, "graph.facebook.com"));
        assert!(exchange.at <= exchange.answered_at);
        assert!(exchange.everything().contains(&token));
        assert!(!format!("{exchange:?}").contains(&token));
        assert_eq!(heard.recv_timeout(Duration::from_secs(30)).unwrap(), exchange.line());
    }
    assert!(
        log[0]
            .line()
            .starts_with("GET graph.facebook.com/v25.0/me ?access_token -> 200, connection 1, ")
    );
}

#[test]
fn a_dropped_simulator_frees_its_port_and_a_taken_port_is_an_error() {
    let mut play = Play::of("happy");
    play.get("/me", &[]);
    let port: u16 = play.running.root().rsplit(':').next().unwrap().parse().unwrap();
    let scenario = Scenario::named("happy").unwrap();
    assert_eq!(start(scenario, port).unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
    drop(play);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}

#[test]
fn requests_on_several_connections_are_answered_side_by_side() {
    let play = Play::of("happy");
    let token = play.token(0);
    let mut lines: Vec<_> = (0..8).map(|_| Line::open(&play.running)).collect();
    let address = format!("{GRAPH}/v25.0/me?access_token={token}");
    for line in &mut lines {
        line.send("GET", &address, &[], "");
    }
    for line in lines.iter_mut().rev() {
        assert_eq!(line.receive(true).ok()["id"], PERSON);
    }
    let connections: BTreeSet<_> = play.running.log().iter().map(|exchange| exchange.connection).collect();
    assert_eq!(connections.len(), 8);
}
