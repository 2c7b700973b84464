//! Whom the runtime believes to be Meta: certificates made on the spot, shown by a real TLS server on this machine that
//! is reached under Meta's own name.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests fail loudly, and these scripts are short"
)]

use std::{
    convert::Infallible,
    io::{Read, Write},
    net::SocketAddr,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use evertoken::{
    graph_api::{Host, Method, NoAnswer, Parameter, Request, Response, TlsFault},
    model::Secret,
    runtime::{Limits, ProxyChoice, Roots, Runtime, Settings},
    wizard::{
        effect::{Effect, Ticket},
        event::Event,
    },
};
use hyper::{Response as Answer, body::Incoming, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::{
    io::AsyncReadExt,
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot},
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;

const NAME: &str = "graph.facebook.com";
const CANARY: &str = "EAACANARYcanary0123456789";

type Authority = CertifiedIssuer<'static, KeyPair>;

/// What a server shows: its chain, and the key of the first certificate in it.
struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: KeyPair,
}

fn authority_with(name: &str, change: impl FnOnce(&mut CertificateParams)) -> Authority {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    change(&mut params);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn authority() -> Authority {
    authority_with("A Trusted Authority", |_| ())
}

fn leaf_params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params
}

fn signed(authority: &Authority, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Identity {
    let mut params = leaf_params(name);
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    Identity {
        chain: vec![certificate.der().clone()],
        key,
    }
}

/// A chain with an authority between the given one and the server.
fn signed_below(authority: &Authority, change: impl FnOnce(&mut CertificateParams)) -> Identity {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "In Between");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    change(&mut params);
    let between = CertifiedIssuer::signed_by(params, KeyPair::generate().unwrap(), authority).unwrap();
    let mut identity = signed(&between, NAME, |_| ());
    identity.chain.push(between.der().clone());
    identity
}

fn self_signed(change: impl FnOnce(&mut CertificateParams)) -> Identity {
    let mut params = leaf_params(NAME);
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    Identity {
        chain: vec![certificate.der().clone()],
        key,
    }
}

fn acceptor(identity: &Identity) -> TlsAcceptor {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::Pkcs8(identity.key.serialize_der().into());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(identity.chain.clone(), key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

/// A server that shakes hands once and counts what it is told after that.
async fn listen_once(identity: &Identity) -> (SocketAddr, JoinHandle<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let acceptor = acceptor(identity);
    let told = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        match acceptor.accept(stream).await {
            Err(_) => 0,
            Ok(mut stream) => {
                let mut bytes = Vec::new();
                let _ = stream.read_to_end(&mut bytes).await;
                bytes.len()
            }
        }
    });
    (address, told)
}

/// A server that reads once, answers with these bytes, and closes.
fn raw(bytes: &'static [u8]) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut hello = [0; 4096];
        assert!(stream.read(&mut hello).unwrap() > 0);
        assert_eq!(hello[0], 0x16, "a TLS handshake comes first");
        stream.write_all(bytes).unwrap();
    });
    address
}

/// HTTP/2 over TLS: answers a path with what the script says.
async fn http2(identity: &Identity, script: fn(&str) -> Answer<String>) -> Http2 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let acceptor = acceptor(identity);
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&connections);
    let (tell, seen) = mpsc::channel(100);
    let server = tokio::spawn(async move {
        for _ in 0..100 {
            let (stream, _) = listener.accept().await.unwrap();
            counter.fetch_add(1, Ordering::SeqCst);
            let (acceptor, tell) = (acceptor.clone(), tell.clone());
            tokio::spawn(async move {
                let stream = acceptor.accept(stream).await.unwrap();
                let service = service_fn(move |request: hyper::Request<Incoming>| {
                    let tell = tell.clone();
                    async move {
                        let answer = script(request.uri().path());
                        tell.send(request).await.unwrap();
                        Ok::<_, Infallible>(answer)
                    }
                });
                let _ = hyper::server::conn::http2::Builder::new(TokioExecutor::new())
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    });
    Http2 {
        address,
        connections,
        seen,
        server,
    }
}

struct Http2 {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    seen: mpsc::Receiver<hyper::Request<Incoming>>,
    server: JoinHandle<()>,
}

impl Http2 {
    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Http2 {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn trusting(roots: Vec<CertificateDer<'static>>, address: SocketAddr) -> Settings {
    Settings {
        roots: Roots::Only(roots),
        addresses: vec![(Host::GraphFacebook, address)],
        proxy: ProxyChoice::Never,
        limits: Limits {
            connect: Duration::from_secs(20),
            call: Duration::from_mins(1),
            ..Limits::default()
        },
        ..Settings::default()
    }
}

fn request(path: &str) -> Request {
    Request {
        method: Method::Get,
        host: Host::GraphFacebook,
        path: path.to_owned(),
        query: vec![("input_token", Parameter::Secret(Secret::new(CANARY.to_owned())))],
        form: Vec::new(),
        bearer: Some(Secret::new(CANARY.to_owned())),
    }
}

fn send(ticket: u64, path: &str) -> Effect {
    Effect::Send {
        ticket: Ticket(ticket),
        request: request(path),
        delay: Duration::ZERO,
    }
}

async fn next_answer(inbox: &mut mpsc::Receiver<Event>) -> Result<Response, NoAnswer> {
    let event = inbox.recv().await.unwrap();
    assert!(!format!("{event:?}").contains("CANARY"), "{event:?}");
    match event {
        Event::Answered(_, answer) => answer,
        other => panic!("{other:?}"),
    }
}

async fn call(settings: Settings) -> Result<Response, NoAnswer> {
    let (mut runtime, mut inbox) = Runtime::new(settings);
    assert!(runtime.carry_out(send(1, "/v25.0/me")).is_none());
    next_answer(&mut inbox).await
}

fn json(body: &str) -> Answer<String> {
    Answer::new(body.to_owned())
}

#[tokio::test]
async fn each_bad_certificate_is_refused_with_its_own_reason_before_a_byte_of_http() {
    let trusted = authority();
    let unknown = authority_with("Another Authority", |_| ());
    let no_authority = authority_with("No Authority", |params| params.is_ca = IsCa::ExplicitNoCa);
    let past = |params: &mut CertificateParams| params.not_after = date_time_ymd(2000, 1, 1);
    let future = |params: &mut CertificateParams| params.not_before = date_time_ymd(3000, 1, 1);
    let for_clients =
        |params: &mut CertificateParams| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let as_authority = |params: &mut CertificateParams| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let plain = |_: &mut CertificateParams| ();

    let mut below_no_authority = signed(&no_authority, NAME, plain);
    below_no_authority.chain.push(no_authority.der().clone());
    let below_expired = signed_below(&trusted, past);
    for (what, identity, expected) in [
        ("expired", signed(&trusted, NAME, past), TlsFault::Expired),
        ("not yet valid", signed(&trusted, NAME, future), TlsFault::NotYetValid),
        (
            "another host",
            signed(&trusted, "example.com", plain),
            TlsFault::WrongName,
        ),
        (
            "a longer name",
            signed(&trusted, "graph.facebook.com.evil.example", plain),
            TlsFault::WrongName,
        ),
        (
            "a shorter name",
            signed(&trusted, "facebook.com", plain),
            TlsFault::WrongName,
        ),
        ("too wide", signed(&trusted, "*.com", plain), TlsFault::WrongName),
        ("an address", signed(&trusted, "127.0.0.1", plain), TlsFault::WrongName),
        (
            "unknown authority",
            signed(&unknown, NAME, plain),
            TlsFault::UnknownIssuer,
        ),
        (
            "another authority of the same name",
            signed(&authority(), NAME, plain),
            TlsFault::BadCertificate,
        ),
        ("self-signed", self_signed(plain), TlsFault::UnknownIssuer),
        (
            "self-signed authority",
            self_signed(as_authority),
            TlsFault::BadCertificate,
        ),
        (
            "for clients only",
            signed(&trusted, NAME, for_clients),
            TlsFault::BadCertificate,
        ),
        ("below no authority", below_no_authority, TlsFault::BadCertificate),
        ("below an expired authority", below_expired, TlsFault::Expired),
    ] {
        let (address, told) = listen_once(&identity).await;
        let answer = call(trusting(vec![trusted.der().clone()], address)).await;
        assert_eq!(answer.unwrap_err(), NoAnswer::Tls(expected), "{what}");
        assert_eq!(told.await.unwrap(), 0, "{what}");
    }
}

#[tokio::test]
async fn what_is_no_tls_is_told_from_a_connection_that_broke() {
    let not_tls = NoAnswer::Tls(TlsFault::NotTls);
    for (what, bytes, expected) in [
        (
            "a portal",
            b"HTTP/1.1 302 Found\r\nlocation: http://portal.example/\r\n\r\n" as &[u8],
            not_tls.clone(),
        ),
        ("garbage", b"\0\0\0\0\0\0\0\0\0\0\0\0", not_tls.clone()),
        ("another protocol", b"SSH-2.0-OpenSSH_9.2\r\n", not_tls.clone()),
        ("protocol_version alert", b"\x15\x03\x01\0\x02\x02\x46", not_tls.clone()),
        ("handshake_failure alert", b"\x15\x03\x03\0\x02\x02\x28", not_tls),
        ("close_notify", b"\x15\x03\x03\0\x02\x01\0", NoAnswer::CutOff),
        ("nothing", b"", NoAnswer::CutOff),
    ] {
        let answer = call(trusting(Vec::new(), raw(bytes))).await;
        assert_eq!(answer.unwrap_err(), expected, "{what}");
    }
}

#[tokio::test]
async fn a_good_chain_carries_every_call_over_one_http2_connection() {
    let trusted = authority();
    let identity = signed_below(&trusted, |_| ());
    let mut server = http2(&identity, |_| json(r#"{"id":"1"}"#)).await;
    let (mut runtime, mut inbox) = Runtime::new(trusting(vec![trusted.der().clone()], server.address));
    assert!(runtime.carry_out(Effect::Warm(Host::GraphFacebook)).is_none());
    let warm = server.seen.recv().await.unwrap();
    assert_eq!(
        (warm.method().as_str(), warm.uri().to_string().as_str()),
        ("HEAD", "https://graph.facebook.com/")
    );
    assert!(!warm.headers().contains_key("authorization"));

    for ticket in 0..10 {
        assert!(runtime.carry_out(send(ticket, "/v25.0/me")).is_none());
    }
    for _ in 0..10 {
        let answer = next_answer(&mut inbox).await.unwrap();
        assert_eq!((answer.status, &answer.body[..]), (200, br#"{"id":"1"}"# as &[u8]));
        let request = server.seen.recv().await.unwrap();
        assert_eq!(request.version(), hyper::Version::HTTP_2);
        assert_eq!(
            request.uri().to_string(),
            format!("https://graph.facebook.com/v25.0/me?input_token={CANARY}")
        );
        let names: Vec<_> = request.headers().keys().map(|name| name.as_str().to_owned()).collect();
        assert_eq!(names, ["authorization", "accept", "user-agent"]);
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn over_http2_too_a_body_that_is_short_huge_or_packed_is_refused() {
    let trusted = authority();
    let identity = signed(&trusted, NAME, |_| ());
    let server = http2(&identity, |path| match path {
        "/short" => Answer::builder()
            .header("content-length", "99")
            .body("{}".to_owned())
            .unwrap(),
        "/huge" => json(&" ".repeat(5 << 20)),
        "/packed" => Answer::builder()
            .header("content-encoding", "gzip")
            .body(String::new())
            .unwrap(),
        "/moved" => Answer::builder()
            .status(302)
            .header("location", "https://evil.example/?t=1")
            .body(String::new())
            .unwrap(),
        _ => json("{}"),
    })
    .await;
    let (mut runtime, mut inbox) = Runtime::new(trusting(vec![trusted.der().clone()], server.address));
    let host = evertoken::model::SafeText::new("evil.example");
    for (path, expected) in [
        ("/short", NoAnswer::CutOff),
        ("/huge", NoAnswer::TooLarge),
        ("/packed", NoAnswer::Compressed),
        ("/moved", NoAnswer::Redirected(Some(host))),
    ] {
        assert!(runtime.carry_out(send(1, path)).is_none());
        assert_eq!(next_answer(&mut inbox).await.unwrap_err(), expected, "{path}");
    }
    assert!(runtime.carry_out(send(1, "/fine")).is_none());
    assert_eq!(next_answer(&mut inbox).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_connection_that_dies_between_calls_is_replaced() {
    let trusted = authority();
    let identity = signed(&trusted, NAME, |_| ());
    let first = http2(&identity, |_| json("{}")).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    // A wire in front of the server that can be cut.
    let (cut, when_cut) = oneshot::channel::<()>();
    let behind = first.address;
    let wire = tokio::spawn(async move {
        let mut when_cut = Some(when_cut);
        for _ in 0..2 {
            let (mut near, _) = listener.accept().await.unwrap();
            let mut far = TcpStream::connect(behind).await.unwrap();
            let carried = async move { tokio::io::copy_bidirectional(&mut near, &mut far).await };
            match when_cut.take() {
                Some(when_cut) => tokio::select! { _ = carried => {}, _ = when_cut => {} },
                None => drop(tokio::spawn(carried)),
            }
        }
    });
    let (mut runtime, mut inbox) = Runtime::new(trusting(vec![trusted.der().clone()], address));
    assert!(runtime.carry_out(send(1, "/one")).is_none());
    assert_eq!(next_answer(&mut inbox).await.unwrap().status, 200);
    cut.send(()).unwrap();
    // Done once the second connection has been accepted, so not before the first is cut.
    assert!(runtime.carry_out(send(2, "/two")).is_none());
    let second = next_answer(&mut inbox).await;
    if let Err(fault) = second {
        // The cut was noticed only while the call was on its way: it is told, not repeated behind anybody's back.
        assert_eq!(fault, NoAnswer::CutOff);
        assert!(runtime.carry_out(send(3, "/two")).is_none());
        assert_eq!(next_answer(&mut inbox).await.unwrap().status, 200);
    }
    wire.await.unwrap();
    assert_eq!(first.connections(), 2);
}

#[tokio::test]
async fn a_connection_that_has_gone_deaf_is_given_up_before_the_next_call() {
    let trusted = authority();
    let identity = signed(&trusted, NAME, |_| ());
    let server = http2(&identity, |_| json("{}")).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    // A wire in front of the server that stops carrying, and stays open, when it is told to.
    let (deafen, when_deaf) = oneshot::channel::<()>();
    let behind = server.address;
    let wire = tokio::spawn(async move {
        let (mut near, _) = listener.accept().await.unwrap();
        let mut far = TcpStream::connect(behind).await.unwrap();
        tokio::select! {
            _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
            _ = when_deaf => {}
        }
        let (mut second, _) = listener.accept().await.unwrap();
        let mut other = TcpStream::connect(behind).await.unwrap();
        let _ = tokio::io::copy_bidirectional(&mut second, &mut other).await;
        drop((near, far));
    });
    let mut settings = trusting(vec![trusted.der().clone()], address);
    settings.limits.silence = Duration::from_millis(100);
    settings.limits.call = Duration::from_secs(3);
    let (mut runtime, mut inbox) = Runtime::new(settings);
    assert!(runtime.carry_out(send(1, "/one")).is_none());
    assert_eq!(next_answer(&mut inbox).await.unwrap().status, 200);
    deafen.send(()).unwrap();
    assert!(runtime.carry_out(send(2, "/two")).is_none());
    assert_eq!(next_answer(&mut inbox).await.unwrap_err(), NoAnswer::NoReply);
    assert!(runtime.carry_out(send(3, "/three")).is_none());
    assert_eq!(next_answer(&mut inbox).await.unwrap().status, 200);
    assert_eq!(server.connections(), 2);
    wire.abort();
}

#[tokio::test]
async fn the_machines_own_roots_know_nothing_of_a_private_authority() {
    let identity = signed(&authority_with("Private", |_| ()), NAME, |_| ());
    let (address, told) = listen_once(&identity).await;
    let settings = Settings {
        roots: Roots::Machine,
        ..trusting(Vec::new(), address)
    };
    assert_eq!(
        call(settings).await.unwrap_err(),
        NoAnswer::Tls(TlsFault::UnknownIssuer)
    );
    assert_eq!(told.await.unwrap(), 0);
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn on_a_machine_without_certificates_the_built_in_ones_are_taken() {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_machines_own_roots_know_nothing_of_a_private_authority"])
        .env("SSL_CERT_FILE", "/dev/null")
        .env("SSL_CERT_DIR", "/nonexistent")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}
