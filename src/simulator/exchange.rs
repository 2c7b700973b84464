//! What was asked and answered: one record per request, kept for tests and shown line by line by `simulate`.
//! Started when a request arrives; ends in the log when it is answered, or when the client leaves.

use std::fmt::{self, Write as _};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// One request and how it was answered. Holds full values so that tests can search them; printing it shows none.
#[derive(Clone, PartialEq, Eq)]
pub struct Exchange {
    /// When the request had arrived, counted from the start of the simulator.
    pub at: Duration,
    /// When its answer was handed to the connection, counted from the start of the simulator.
    pub answered_at: Duration,
    /// Number of the TCP connection it came on; the first is 1.
    pub connection: u64,
    /// The verb as sent.
    pub method: String,
    /// The virtual host, the first segment of the address.
    pub host: String,
    /// The path on that host.
    pub path: String,
    /// Query parameters, decoded, in their order.
    pub query: Vec<(String, String)>,
    /// Form or JSON body parameters, decoded, in their order.
    pub form: Vec<(String, String)>,
    /// Those of `authorization`, `user-agent`, `referer`, `content-type`, `accept`, `cookie` that were sent; names in lower case.
    pub headers: Vec<(String, String)>,
    /// HTTP status of the answer; 0 when the client left before one.
    pub status: u16,
}

impl Exchange {
    /// The value of a query or form parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        lookup(&self.form, name).or_else(|| lookup(&self.query, name))
    }

    /// The value of one of the recorded headers; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        lookup(&self.headers, name)
    }

    /// Every place a value can hide in, as one text: for searching, never for printing.
    pub fn everything(&self) -> String {
        let mut all = format!("{} {} {}\n", self.method, self.host, self.path);
        for (name, value) in self.query.iter().chain(&self.form).chain(&self.headers) {
            all.push_str(name);
            all.push('=');
            all.push_str(value);
            all.push('\n');
        }
        all
    }

    /// One line without any value: verb, host, path, parameter names, status, connection, milliseconds taken.
    pub fn line(&self) -> String {
        let took = self.answered_at.saturating_sub(self.at).as_millis();
        let outcome = match self.status {
            0 => "no answer".to_owned(),
            status => status.to_string(),
        };
        let mut line = format!("{} {}{}", self.method, plain(&self.host), plain(&self.path));
        for (mark, parameters) in [('?', &self.query), ('+', &self.form)] {
            if !parameters.is_empty() {
                let names: Vec<_> = parameters.iter().map(|(name, _)| plain(name)).collect();
                line.push(' ');
                line.push(mark);
                line.push_str(&names.join("&"));
            }
        }
        // Writing into a String cannot fail.
        let _ = write!(line, " -> {outcome}, connection {}, {took} ms", self.connection);
        line
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Exchange({})", self.line())
    }
}

fn lookup<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}

/// Names come from outside too: only what can do nothing to a terminal is shown, and no long runs that may be values.
fn plain(text: &str) -> String {
    let shown: String = text
        .split('/')
        .map(|part| if part.len() > 48 { "(long)" } else { part })
        .collect::<Vec<_>>()
        .join("/");
    shown
        .chars()
        .map(|letter| if letter.is_ascii_graphic() { letter } else { '?' })
        .collect()
}

type Listener = Box<dyn Fn(&Exchange) + Send>;

/// All exchanges since the start, and whoever wants to hear of each.
#[derive(Default)]
pub(crate) struct Log {
    exchanges: Mutex<Vec<Exchange>>,
    listener: Mutex<Option<Listener>>,
}

impl Log {
    /// Adds a finished exchange and tells the listener.
    pub(crate) fn add(&self, exchange: Exchange) {
        {
            let listener = self.listener.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(listener) = listener.as_ref() {
                listener(&exchange);
            }
        }
        self.exchanges
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(exchange);
    }

    /// Copies of all exchanges, in the order they were finished.
    pub(crate) fn all(&self) -> Vec<Exchange> {
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Has `listener` called for each exchange from now on.
    pub(crate) fn listen(&self, listener: Listener) {
        *self.listener.lock().unwrap_or_else(PoisonError::into_inner) = Some(listener);
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Log({} exchanges)", self.all().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_the_line_nor_debug_shows_a_value() {
        let exchange = Exchange {
            at: Duration::from_millis(10),
            answered_at: Duration::from_millis(12),
            connection: 3,
            method: "POST".to_owned(),
            host: "graph.facebook.com".to_owned(),
            path: "/v25.0/oauth/access_token".to_owned(),
            query: vec![("a\u{1b}[2J".to_owned(), "hidden-1".to_owned())],
            form: vec![("client_secret".to_owned(), "hidden-2".to_owned())],
            headers: vec![("authorization".to_owned(), "Bearer hidden-3".to_owned())],
            status: 200,
        };
        let line = "POST graph.facebook.com/v25.0/oauth/access_token ?a?[2J +client_secret -> 200, connection 3, 2 ms";
        assert_eq!(exchange.line(), line);
        assert_eq!(format!("{exchange:?}"), format!("Exchange({line})"));
        assert!(exchange.everything().contains("hidden-3"));
        assert_eq!(exchange.parameter("client_secret"), Some("hidden-2"));
    }
}
