//! What a browser asks for: the head of one HTTP request, read from memory that is ours to wipe.

use httparse::{EMPTY_HEADER, Header, Status};

use super::page::Page;

/// The longest head that is read, in bytes. The cookies of everything that ever ran on `localhost` come along, whatever
/// its port, so it is what other servers take (Node: 16 KiB), and not the 2 KiB that the answer of a login needs.
pub(super) const LONGEST_HEAD: usize = 16 * 1024;
/// The most header lines that are read.
const MOST_HEADERS: usize = 100;

/// What the bytes so far ask for. No `Debug`: the query holds the code of a login.
pub(super) enum Asked<'a> {
    /// Not whole yet.
    Unfinished,
    /// The address that a login ends at, with this query; without one it is empty.
    Landing(&'a str),
    /// Something else, which gets this page.
    Other(Page),
}

/// Reads what has come so far on a connection to `port`.
pub(super) fn read(head: &[u8], port: u16) -> Asked<'_> {
    let mut headers = [EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(head) {
        Ok(Status::Partial) if head.len() < LONGEST_HEAD => return Asked::Unfinished,
        Ok(Status::Partial) | Err(_) => return Asked::Other(Page::Unreadable),
        Ok(Status::Complete(_)) => {}
    }
    if !is_for_this_machine(request.headers, port) {
        return Asked::Other(Page::OtherName);
    }
    let target = request.path.unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    match (request.method, path) {
        (Some("GET"), "/") => Asked::Landing(query),
        (Some("HEAD"), _) => Asked::Other(Page::NothingHereForHead),
        _ => Asked::Other(Page::NothingHere),
    }
}

/// Whether the browser thinks that it talks to this machine. A page from elsewhere whose name was made to lead here
/// still names itself (DNS rebinding).
fn is_for_this_machine(headers: &[Header<'_>], port: u16) -> bool {
    let mut hosts = headers
        .iter()
        .filter(|header| header.name.eq_ignore_ascii_case("host"))
        .map(|header| header.value);
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|name| host.eq_ignore_ascii_case(format!("{name}:{port}").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORT: u16 = 50_000;

    /// The query of a landing, or the page for anything else.
    fn outcome(head: &str) -> Result<&str, Option<Page>> {
        match read(head.as_bytes(), PORT) {
            Asked::Unfinished => Err(None),
            Asked::Landing(query) => Ok(query),
            Asked::Other(page) => Err(Some(page)),
        }
    }

    fn of(line: &str, host: &str) -> String {
        format!("{line}\r\nHost: {host}\r\nAccept: text/html\r\n\r\n")
    }

    #[test]
    fn the_query_of_a_landing_is_read_to_the_letter() {
        for (target, query) in [
            (
                "/?code=AQB%2Fx-_&state=abc&x=1+2%20",
                "code=AQB%2Fx-_&state=abc&x=1+2%20",
            ),
            ("/?error=access_denied&state=abc?d", "error=access_denied&state=abc?d"),
            ("/?", ""),
            ("/", ""),
        ] {
            let head = of(&format!("GET {target} HTTP/1.1"), "localhost:50000");
            assert_eq!(outcome(&head), Ok(query), "{target}");
        }
    }

    #[test]
    fn a_head_is_unfinished_until_its_last_line() {
        let head = of("GET /?code=1 HTTP/1.1", "localhost:50000");
        for (length, _) in head.char_indices() {
            assert_eq!(outcome(head.get(..length).unwrap()), Err(None), "{length}");
        }
        assert_eq!(outcome(&head), Ok("code=1"));
    }

    #[test]
    fn only_the_three_names_of_this_machine_with_the_very_port_are_answered() {
        let line = "GET /?code=1 HTTP/1.1";
        for host in ["localhost:50000", "LOCALHOST:50000", "127.0.0.1:50000", "[::1]:50000"] {
            assert_eq!(outcome(&of(line, host)), Ok("code=1"), "{host}");
        }
        for host in [
            "",
            "localhost",
            "localhost:50001",
            "localhost:050000",
            "localhost.:50000",
            "127.0.0.1",
            "127.1:50000",
            "::1:50000",
            "evil.example:50000",
            "localhost:50000.evil.example",
            "evil.example@localhost:50000",
            "localhost:50000, localhost:50000",
            "localhost:50000\r\nHost: evil.example",
            "evil.example\r\nHost: localhost:50000",
        ] {
            assert_eq!(outcome(&of(line, host)), Err(Some(Page::OtherName)), "{host:?}");
        }
        let without = format!("{line}\r\nAccept: */*\r\n\r\n");
        assert_eq!(outcome(&without), Err(Some(Page::OtherName)));
    }

    #[test]
    fn anything_but_a_get_of_the_one_path_is_not_here() {
        for line in [
            "POST /?code=1 HTTP/1.1",
            "OPTIONS * HTTP/1.1",
            "get /?code=1 HTTP/1.1",
            "GET /favicon.ico HTTP/1.1",
            "GET //?code=1 HTTP/1.1",
            "GET /cb?code=1 HTTP/1.1",
            "GET /%2f?code=1 HTTP/1.1",
            "GET http://localhost:50000/?code=1 HTTP/1.1",
        ] {
            let head = of(line, "localhost:50000");
            assert_eq!(outcome(&head), Err(Some(Page::NothingHere)), "{line}");
        }
        let head = of("HEAD /?code=1 HTTP/1.1", "localhost:50000");
        assert_eq!(outcome(&head), Err(Some(Page::NothingHereForHead)));
    }

    #[test]
    fn what_is_no_http_or_too_much_of_it_is_unreadable() {
        let many = "X: 1\r\n".repeat(MOST_HEADERS.saturating_add(1));
        let long = format!("GET /?{}", "x".repeat(LONGEST_HEAD));
        for head in [
            "\x16\x03\x01\x02\x00\x01",
            "GET /?code=1 HTTP/2\r\n\r\n",
            "GET /?code=1\r\n\r\n",
            "GET /?a b HTTP/1.1\r\n\r\n",
            "GET /?a HTTP/1.1\r\nHost : x\r\n\r\n",
            &format!("GET /?code=1 HTTP/1.1\r\n{many}\r\n"),
            &long,
        ] {
            assert_eq!(outcome(head), Err(Some(Page::Unreadable)), "{head:.40?}");
        }
    }
}
