//! Requests to Meta, and nothing but what Meta answered.
//!
//! Started by `Effect::Send` and `Effect::Warm`; ends in a [`Response`], or in a [`NoAnswer`] that says why there is
//! none. No redirect is followed, no cookie kept, nothing unpacked; whether a body is what it should be is the business
//! of `graph_api`.

mod pulse;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use reqwest::{
    Client, ClientBuilder, StatusCode, Version,
    header::{self, HeaderMap, HeaderName, HeaderValue},
    redirect,
};
use tokio::sync::OnceCell;
use url::Url;
use zeroize::Zeroizing;

use crate::{
    graph_api::{Headers, Host, Method, NoAnswer, Request, Response},
    model::SafeText,
};

use super::{
    api_root::ApiRoot,
    clock,
    fault::{self, NO_CLIENT, UNSENDABLE},
    log::{Call, Log, Note},
    proxy::{Proxy, ProxyChoice, ProxyFault},
    roots::Roots,
};
use pulse::{Connections, Pulse};

const USER_AGENT: &str = concat!("evertoken/", env!("CARGO_PKG_VERSION"));
/// The largest body that is read of a list, and of any other answer, in bytes (facts: safety T78).
const LARGEST_LIST: usize = 4 * 1024 * 1024;
const LARGEST_BODY: usize = 1024 * 1024;
/// The room for a body whose length nothing announces. One that outgrows it gets all that it may have, once: doubling would leave
/// blocks behind that add up to as much again.
const FIRST_ROOM: usize = 64 * 1024;
/// The largest head that is accepted, names and values in bytes (facts: safety T78).
const LARGEST_HEAD: usize = 64 * 1024;

/// How long things may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Name, connection and handshake together.
    pub connect: Duration,
    /// The whole call, to the last byte of the answer.
    pub call: Duration,
    /// How long an unused connection is kept.
    pub idle: Duration,
    /// How long HTTP/2 may be silent during a call before it asks whether anybody is there, and then how long it waits
    /// for that answer. A dead connection would otherwise be kept, and the retry would go into it too.
    pub silence: Duration,
}

impl Default for Limits {
    /// 10 and 30 seconds (facts: graph-api 11); one minute, because a connection holds the last that it has sent as
    /// long as it is kept; twice 5 seconds.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            call: Duration::from_secs(30),
            idle: Duration::from_mins(1),
            silence: Duration::from_secs(5),
        }
    }
}

/// The client, made when the first request needs it. Clones share it and its connections.
#[derive(Clone)]
pub(super) struct Http(Arc<Shared>);

struct Shared {
    api_root: Option<ApiRoot>,
    limits: Limits,
    roots: Roots,
    proxy: ProxyChoice,
    addresses: Vec<(Host, SocketAddr)>,
    client: OnceCell<Option<Client>>,
    log: Log,
    connections: Connections,
}

impl Http {
    pub(super) fn new(
        api_root: Option<ApiRoot>,
        limits: Limits,
        roots: Roots,
        proxy: ProxyChoice,
        addresses: Vec<(Host, SocketAddr)>,
        log: Log,
    ) -> Self {
        Self(Arc::new(Shared {
            api_root,
            limits,
            roots,
            proxy,
            addresses,
            client: OnceCell::new(),
            log,
            connections: Connections::default(),
        }))
    }

    /// Sends a request once and reads its answer. It has a number, and was held back for a while, in the log.
    pub(super) async fn call(&self, number: u64, request: Request, pause: Duration) -> Result<Response, NoAnswer> {
        let log = &self.0.log;
        // Made before anything is sent: a call that is dropped is noted as well.
        let mut pulse = log.is_on().then(|| Pulse::new(log, Call::of(number, &request, pause)));
        let answer = self.exchange(request, pulse.as_mut()).await;
        if let Some(pulse) = pulse {
            pulse.end(&answer);
        }
        answer
    }

    async fn exchange(&self, request: Request, pulse: Option<&mut Pulse<'_>>) -> Result<Response, NoAnswer> {
        let client = self.client().await?;
        let outgoing = self.outgoing(client, &request).ok_or(UNSENDABLE)?;
        let host = request.host;
        let largest = if request.is_for_a_list() {
            LARGEST_LIST
        } else {
            LARGEST_BODY
        };
        // What it holds is in `outgoing`; nothing needs another copy while the answer is awaited.
        drop(request);
        let explain = |error: reqwest::Error| fault::read(&error, self.proxy_to(host).as_ref());
        let answer = client.execute(outgoing).await.map_err(explain)?;
        if let Some(pulse) = pulse {
            pulse.beat(&answer, &self.0.connections);
        }
        let headers = accept_head(&answer)?;
        let status = answer.status().as_u16();
        let body = read_body(answer, largest, explain).await?;
        Ok(Response { status, headers, body })
    }

    /// Opens the connection to a host with a request that holds nothing. Whatever comes of it is dropped.
    pub(super) async fn warm(&self, host: Host) {
        let Ok(client) = self.client().await else { return };
        let Some(address) = self.address(host, "/", "") else {
            return;
        };
        let began = clock::moment();
        let answer = client.head(address).send().await;
        if self.0.log.is_on() {
            let connection = answer.ok().and_then(|answer| self.0.connections.of(&answer));
            self.0.log.note(&Note::Warmed(host, connection, began.elapsed()));
        }
    }

    /// The proxy that requests to a host go through.
    pub(super) fn proxy_to(&self, host: Host) -> Option<Proxy> {
        match self.0.api_root {
            Some(_) => None,
            None => self.0.proxy.of(host),
        }
    }

    /// What keeps the proxy that was asked for from being used.
    pub(super) fn proxy_fault(&self) -> Option<ProxyFault> {
        match self.0.api_root {
            Some(_) => None,
            None => self.0.proxy.fault(),
        }
    }

    /// The variable that says whose certificates are trusted, where one does.
    pub(super) fn trusts_by(&self) -> Option<&'static str> {
        match self.0.api_root {
            Some(_) => None,
            None => self.0.roots.named_by(),
        }
    }

    /// How long an unused connection is kept.
    pub(super) fn idle(&self) -> Duration {
        self.0.limits.idle
    }

    async fn client(&self) -> Result<&Client, NoAnswer> {
        let make = || async {
            // Whoever started the run was told; here, nothing is sent by another way than was asked for.
            if self.proxy_fault().is_some() {
                return None;
            }
            let shared = Arc::clone(&self.0);
            // Reading the machine's certificates takes milliseconds that a frame would wait for.
            let made = tokio::task::spawn_blocking(move || shared.build()).await;
            made.ok().and_then(Result::ok)
        };
        self.0.client.get_or_init(make).await.as_ref().ok_or(NO_CLIENT)
    }

    fn outgoing(&self, client: &Client, request: &Request) -> Option<reqwest::Request> {
        let address = self.address(request.host, &request.path, &request.encoded_query())?;
        let mut builder = match request.method {
            Method::Get => client.get(address),
            Method::Post => client.post(address),
        };
        if let Some(token) = &request.bearer {
            let text = Zeroizing::new(format!("Bearer {}", token.expose()));
            let mut value = HeaderValue::from_str(&text).ok()?;
            value.set_sensitive(true);
            builder = builder.header(header::AUTHORIZATION, value);
        }
        if request.method == Method::Post {
            const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
            let form = request.encoded_form().to_string();
            builder = builder.header(header::CONTENT_TYPE, FORM).body(form);
        }
        builder.build().ok()
    }

    /// The address of a path at a host, or at its place below the root on this machine. `None` when reading the path as
    /// an address would change it (facts: safety T76).
    fn address(&self, host: Host, path: &str, query: &str) -> Option<Url> {
        let starts = path.starts_with('/');
        let (base, path) = match &self.0.api_root {
            Some(root) => (root.to_string(), format!("/{}{path}", host.name())),
            None => (format!("https://{}", host.name()), path.to_owned()),
        };
        let mut address = Url::parse(&base).ok()?;
        address.set_path(&path);
        address.set_query((!query.is_empty()).then_some(query));
        (starts && address.path() == path).then_some(address)
    }
}

impl Shared {
    fn build(&self) -> reqwest::Result<Client> {
        if self.api_root.is_some() {
            // Plain HTTP needs no certificates, so none are read.
            return Roots::Only(Vec::new()).build(|| self.base().no_proxy());
        }
        let proxy = self.proxy.read()?;
        self.roots.build(|| {
            let mut builder = self.base().https_only(true);
            for (host, address) in &self.addresses {
                builder = builder.resolve(host.name(), *address);
            }
            proxy.apply(builder)
        })
    }

    fn base(&self) -> ClientBuilder {
        Client::builder()
            .user_agent(USER_AGENT)
            .redirect(redirect::Policy::none())
            .referer(false)
            .connect_timeout(self.limits.connect)
            .timeout(self.limits.call)
            .pool_idle_timeout(self.limits.idle)
            .tcp_nodelay(true)
            .http2_max_header_list_size(u32::try_from(LARGEST_HEAD).unwrap_or(u32::MAX))
            .http2_keep_alive_interval(self.limits.silence)
            .http2_keep_alive_timeout(self.limits.silence)
    }
}

/// Looks at everything that stands before the body, and refuses what must not be read further.
fn accept_head(answer: &reqwest::Response) -> Result<Headers, NoAnswer> {
    let map = answer.headers();
    if answer.status().is_redirection() {
        return Err(NoAnswer::Redirected(location_host(answer)));
    }
    let size = map.iter().fold(0_usize, |size, (name, value)| {
        size.saturating_add(name.as_str().len()).saturating_add(value.len())
    });
    if size > LARGEST_HEAD {
        return Err(NoAnswer::TooLarge);
    }
    if is_compressed(map) {
        return Err(NoAnswer::Compressed);
    }
    if !has_marked_end(answer) {
        return Err(NoAnswer::CutOff);
    }
    Ok(read_headers(answer))
}

/// Whether the end of the body can be told from a connection that broke: by its length, by a last chunk, or by the end
/// of an HTTP/2 stream. Without that a cut answer would pass for a whole one (facts: safety T80).
fn has_marked_end(answer: &reqwest::Response) -> bool {
    if answer.version() >= Version::HTTP_2 || answer.status() == StatusCode::NO_CONTENT {
        return true;
    }
    let map = answer.headers();
    // The same reading as hyper's: the last coding of the last line decides, and it overrules a length.
    match map.get_all(header::TRANSFER_ENCODING).iter().next_back() {
        Some(codings) => codings.to_str().is_ok_and(|codings| {
            let last = codings.rsplit(',').next().unwrap_or_default();
            last.trim().eq_ignore_ascii_case("chunked")
        }),
        None => map.contains_key(header::CONTENT_LENGTH),
    }
}

fn is_compressed(map: &HeaderMap) -> bool {
    map.get_all(header::CONTENT_ENCODING).iter().any(|value| {
        let plain = |coding: &str| coding.trim().is_empty() || coding.trim().eq_ignore_ascii_case("identity");
        !value.to_str().is_ok_and(|codings| codings.split(',').all(plain))
    })
}

async fn read_body(
    mut answer: reqwest::Response,
    largest: usize,
    explain: impl Fn(reqwest::Error) -> NoAnswer,
) -> Result<Zeroizing<Vec<u8>>, NoAnswer> {
    let announced = answer.content_length();
    let announced = announced.map(|length| usize::try_from(length).unwrap_or(usize::MAX));
    if announced.is_some_and(|length| length > largest) {
        return Err(NoAnswer::TooLarge);
    }
    let mut body = Zeroizing::new(Vec::with_capacity(announced.unwrap_or(FIRST_ROOM)));
    while let Some(piece) = answer.chunk().await.map_err(&explain)? {
        let length = body.len().saturating_add(piece.len());
        if length > largest {
            return Err(NoAnswer::TooLarge);
        }
        if length > body.capacity() {
            let room = largest.saturating_sub(body.len());
            body.reserve_exact(room);
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

fn read_headers(answer: &reqwest::Response) -> Headers {
    const RETRY_AFTER: HeaderName = header::RETRY_AFTER;
    let map = answer.headers();
    let text = |name: &HeaderName| map.get(name).and_then(|value| value.to_str().ok());
    let named = |name: &str| map.get(name).and_then(|value| value.to_str().ok());
    Headers {
        content_type: text(&header::CONTENT_TYPE).map(SafeText::new),
        content_encoding: text(&header::CONTENT_ENCODING).map(SafeText::new),
        date: text(&header::DATE).and_then(unix_seconds),
        retry_after: text(&RETRY_AFTER).map(SafeText::new),
        app_usage: named("x-app-usage").map(str::to_owned),
        business_usage: named("x-business-use-case-usage").map(str::to_owned),
        api_version: named("facebook-api-version").map(SafeText::new),
        location_host: location_host(answer),
    }
}

/// The host that `location` names, or our own for an address without one; never the rest, which may hold a token.
fn location_host(answer: &reqwest::Response) -> Option<SafeText> {
    let location = answer.headers().get(header::LOCATION)?.to_str().ok()?;
    let target = answer.url().join(location).ok()?;
    target.host_str().map(SafeText::new)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` as Unix seconds.
fn unix_seconds(date: &str) -> Option<i64> {
    let moment = jiff::fmt::rfc2822::parse(date).ok()?;
    Some(moment.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn http(api_root: Option<&str>) -> Http {
        Http::new(
            api_root.map(|root| ApiRoot::parse(root).unwrap()),
            Limits::default(),
            Roots::Only(Vec::new()),
            ProxyChoice::Never,
            Vec::new(),
            Log::default(),
        )
    }

    #[test]
    fn a_date_header_is_read_as_unix_seconds() {
        assert_eq!(unix_seconds("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(unix_seconds("soon"), None);
        assert_eq!(unix_seconds(""), None);
    }

    #[test]
    fn an_address_is_the_compiled_in_host_or_its_place_below_the_root() {
        let (direct, below) = (http(None), http(Some("http://127.0.0.1:8080")));
        for host in Host::ALL {
            let name = host.name();
            let address = |http: &Http| http.address(host, "/v25.0/me", "fields=id").map(String::from);
            assert_eq!(
                [address(&direct), address(&below)],
                [
                    Some(format!("https://{name}/v25.0/me?fields=id")),
                    Some(format!("http://127.0.0.1:8080/{name}/v25.0/me?fields=id")),
                ]
            );
        }
    }

    #[test]
    fn a_path_that_would_change_the_address_is_not_sent() {
        let http = http(None);
        for path in [
            "/../me",
            "/v25.0/./me",
            "/%2e%2e/me/..",
            "/me?x=1",
            "/me#x",
            "/me\r\nX: y",
            "/a b",
            "me",
            "@evil.example/",
            "/me\\..",
        ] {
            assert_eq!(http.address(Host::GraphFacebook, path, ""), None, "{path:?}");
        }
        assert!(
            http.address(Host::GraphFacebook, "//evil.example/", "")
                .is_none_or(|address| { address.host_str() == Some("graph.facebook.com") })
        );
    }
}
