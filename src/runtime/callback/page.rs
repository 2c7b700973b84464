//! The pages that a browser is shown when it comes back: fixed words, no resources, nothing of what was asked.

/// What is answered. The words are compiled in, so nothing of a request can come back in them (facts: safety T92).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// The answer of the login has arrived.
    Taken,
    /// What came back has the right state, and neither a login code nor a reason why there is none.
    TakenWithoutCode,
    /// An answer without the state of the login that is going on.
    NotTaken,
    /// Anything but the one address that a login ends at.
    NothingHere,
    /// The same for `HEAD`, whose answer has no body.
    NothingHereForHead,
    /// Asked for under a name that is not this machine's.
    OtherName,
    /// No HTTP, or more of it than is read.
    Unreadable,
}

impl Page {
    /// Every page.
    #[cfg(test)]
    pub(super) const ALL: [Self; 7] = [
        Self::Taken,
        Self::TakenWithoutCode,
        Self::NotTaken,
        Self::NothingHere,
        Self::NothingHereForHead,
        Self::OtherName,
        Self::Unreadable,
    ];

    /// The whole answer, as it goes over the wire.
    pub(super) fn response(self) -> String {
        let (heading, words) = self.words();
        let body = format!(
            "<!doctype html>\n\
             <html lang=\"en\">\n\
             <meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>evertoken</title>\n\
             <h1>{heading}</h1>\n\
             <p>{words}</p>\n\
             </html>\n"
        );
        let shown = if self == Self::NothingHereForHead { "" } else { &body };
        format!(
            "HTTP/1.1 {status}\r\n\
             Content-Type: text/html; charset=utf-8\r\n\
             Content-Length: {length}\r\n\
             Cache-Control: no-store\r\n\
             Referrer-Policy: no-referrer\r\n\
             Content-Security-Policy: default-src 'none'\r\n\
             X-Content-Type-Options: nosniff\r\n\
             Connection: close\r\n\
             \r\n\
             {shown}",
            status = self.status(),
            length = body.len(),
        )
    }

    const fn status(self) -> &'static str {
        match self {
            Self::Taken => "200 OK",
            Self::TakenWithoutCode | Self::NotTaken | Self::Unreadable => "400 Bad Request",
            Self::NothingHere | Self::NothingHereForHead => "404 Not Found",
            Self::OtherName => "421 Misdirected Request",
        }
    }

    /// A heading, and what it means for the person.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Taken => (
                "The answer has arrived",
                "You can close this tab and go back to evertoken.",
            ),
            Self::TakenWithoutCode => (
                "There is no login code in this answer",
                "Look at the terminal: evertoken says there what can be done now.",
            ),
            Self::NotTaken => (
                "Nothing was taken",
                "This answer belongs to no login that evertoken is waiting for. \
                 Go back to evertoken and open the login from there.",
            ),
            Self::NothingHere | Self::NothingHereForHead | Self::OtherName => (
                "Nothing here",
                "evertoken waits on this address for the answer of a login, and for nothing else.",
            ),
            Self::Unreadable => (
                "Nothing was taken",
                "What the browser sent cannot be read here. If this page came after a login, \
                 copy its whole address and paste it into evertoken.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_whole_small_and_needs_nothing_from_elsewhere() {
        for page in Page::ALL {
            let response = page.response();
            let (head, body) = response.split_once("\r\n\r\n").unwrap();
            if page == Page::NothingHereForHead {
                assert_eq!((format!("{head}\r\n\r\n").as_str(), body), (response.as_str(), ""));
            } else {
                let length = format!("\r\nContent-Length: {}\r\n", body.len());
                assert!(head.contains(&length) && body.ends_with("</html>\n"), "{page:?}");
            }
            assert!(response.len() < 1024, "{page:?}");
            for foreign in ["src=", "href=", "url(", "<script", "<style", "<link", "://"] {
                assert!(!body.contains(foreign), "{page:?}: {foreign}");
            }
        }
    }

    #[test]
    fn only_the_page_for_a_right_answer_says_that_it_arrived() {
        for page in Page::ALL {
            let says = page.response().contains("has arrived");
            assert_eq!(says, page == Page::Taken, "{page:?}");
            assert_eq!(page.status().starts_with('2'), says, "{page:?}");
        }
    }
}
