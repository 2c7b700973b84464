//! The server: a thread of its own with a current-thread runtime, so that it works beside any caller, async or not.
//! Started by `start`, which returns once it listens; ends when its `Running` is dropped.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Response;
use tokio::sync::oneshot;

use super::answer::{Answer, Manner};
use super::api_instagram;
use super::asked::Asked;
use super::clock::Clock;
use super::dialog;
use super::exchange::{Exchange, Log};
use super::graph_facebook;
use super::graph_instagram;
use super::json::Writing;
use super::refusal;
use super::samples::Samples;
use super::scenario::Scenario;
use super::version;
use super::wire::{Caller, Doorway};
use super::world::World;

/// The longest body read from a request.
const LONGEST_BODY: usize = 1024 * 1024;
/// A running simulator. Dropping it stops the server and closes its connections.
pub struct Running {
    root: String,
    samples: Samples,
    stage: Arc<Stage>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// `http://127.0.0.1:PORT`.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// Values to paste.
    pub fn samples(&self) -> &Samples {
        &self.samples
    }

    /// Copies of all exchanges so far, in the order they were finished.
    pub fn log(&self) -> Vec<Exchange> {
        self.stage.log.all()
    }

    /// Has `listener` called for each exchange that is finished from now on, on the server's thread.
    pub fn on_exchange(&self, listener: impl Fn(&Exchange) + Send + 'static) {
        self.stage.log.listen(Box::new(listener));
    }

    /// Turns the simulator's clock: tokens age by this much at once.
    pub fn turn_clock(&self, by: Duration) {
        let seconds = i64::try_from(by.as_secs()).unwrap_or(i64::MAX);
        self.stage.clock.turn(seconds);
    }

    /// Blocks until the server has stopped, which it does by itself only when it fails.
    pub fn wait(mut self) {
        self.join();
    }

    fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing more to say here.
            let _ = thread.join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Nobody listens when the server has already ended.
            let _ = stop.send(());
        }
        self.join();
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running")
            .field("root", &self.root)
            .field("samples", &self.samples)
            .finish_non_exhaustive()
    }
}

/// What every request needs.
#[derive(Debug)]
struct Stage {
    world: Mutex<World>,
    clock: Arc<Clock>,
    log: Log,
    started: Instant,
    delay: Duration,
}

/// Starts a simulator on 127.0.0.1:`port`, 0 for any; returns once it listens. Fails when the port is taken.
pub fn start(scenario: Scenario, port: u16) -> std::io::Result<Running> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?;
    let root = format!("http://{}", listener.local_addr()?);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()?;
    let (plan, delay) = scenario.into_parts();
    let clock = Arc::new(Clock::ahead_by(plan.clock_ahead.seconds()));
    let mut world = World::new(plan, Arc::clone(&clock));
    let samples = Samples::of(&mut world);
    let stage = Arc::new(Stage {
        world: Mutex::new(world),
        clock,
        log: Log::default(),
        started: Instant::now(),
        delay,
    });
    let listener = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    let (stop, stopped) = oneshot::channel();
    let router = Router::new()
        .fallback(handle)
        .with_state(Arc::clone(&stage))
        .into_make_service_with_connect_info::<Caller>();
    let thread = std::thread::Builder::new()
        .name("simulator".to_owned())
        .spawn(move || {
            runtime.block_on(async move {
                tokio::select! {
                    // Serving ends only with the process; a request to stop ends it at once.
                    _ = axum::serve(Doorway::new(listener), router).into_future() => {}
                    _ = stopped => {}
                }
            });
        })?;
    Ok(Running {
        root,
        samples,
        stage,
        stop: Some(stop),
        thread: Some(thread),
    })
}

/// Answers one request and records it, also when the client leaves before the answer.
async fn handle(
    State(stage): State<Arc<Stage>>,
    ConnectInfo(caller): ConnectInfo<Caller>,
    request: Request,
) -> Response<Body> {
    let at = stage.started.elapsed();
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, LONGEST_BODY).await.unwrap_or_default();
    let mut asked = Asked::read(&head.method, &head.uri, &head.headers, &body);
    let mut entry = Entry::new(Arc::clone(&stage), at, caller.connection, &asked);
    let answer = {
        let mut world = stage.world.lock().unwrap_or_else(PoisonError::into_inner);
        asked.takes_oauth_scheme = world.plan.switches.takes_oauth_scheme;
        answer(&mut world, &asked)
    };
    let wait = stage.delay.saturating_add(answer.wait);
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    match answer.manner {
        Manner::Whole => {}
        Manner::CutAfter(bytes) => caller.cut_after(bytes),
        Manner::Never => std::future::pending().await,
    }
    entry.status = answer.status;
    drop(entry);
    answer.into_response(stage.clock.now())
}

/// The answer of the host that was asked.
fn answer(world: &mut World, asked: &Asked) -> Answer {
    let mut answer = match asked.host.as_str() {
        "graph.facebook.com" => graph_facebook::answer(world, asked),
        "graph.instagram.com" => graph_instagram::answer(world, asked),
        "api.instagram.com" => api_instagram::answer(world, asked),
        "www.facebook.com" => dialog::facebook(world, asked),
        "www.instagram.com" => dialog::instagram(world, asked),
        _ => unserved(world, asked),
    };
    if let Some(version) = &world.plan.answers.version
        && answer.has("facebook-api-version")
    {
        answer.set("facebook-api-version", version);
    }
    for (name, value) in &world.plan.answers.headers {
        if !answer.has(name) {
            answer.set(name, value);
        }
    }
    answer
}

/// A host without a name here.
fn unserved(world: &mut World, asked: &Asked) -> Answer {
    let refusal = refusal::unknown_path(&asked.path);
    let today = super::clock::as_date(world.now());
    let version = version::oldest_usable(&today);
    Answer::refusal(&refusal, version, Writing::default(), &mut world.dice)
}

/// An exchange that is recorded when it ends, however it ends.
struct Entry {
    stage: Arc<Stage>,
    exchange: Option<Exchange>,
    status: u16,
}

impl Entry {
    fn new(stage: Arc<Stage>, at: Duration, connection: u64, asked: &Asked) -> Self {
        let asked = asked.clone();
        Self {
            stage,
            exchange: Some(Exchange {
                at,
                answered_at: at,
                connection,
                method: asked.method,
                host: asked.host,
                path: asked.path,
                query: asked.query,
                form: asked.form,
                headers: asked.headers,
                status: 0,
            }),
            status: 0,
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if let Some(mut exchange) = self.exchange.take() {
            exchange.answered_at = self.stage.started.elapsed();
            exchange.status = self.status;
            self.stage.log.add(exchange);
        }
    }
}
