//! The loop over a core of a few lines, for the tests of the terminal: what the screens do is not the question here.
//!
//! Keys: `q` ends · `p` shows a text outside the screen · `w` writes a clipboard sequence · `!` panics · `t` panics in
//! a thread · `r` reveals a made-up secret for 10 s and `R` for a fifth of one · `g` paints the title green · `s` ticks for a while · `h` never tidies up · Tab moves between a text field and commands · Ctrl-C leaves · Ctrl-Z stops.
//! From outside, and so at any moment of a paste: SIGURG panics, SIGIO ends: two that evertoken itself never listens to.

#![expect(clippy::panic, reason = "one of its keys does just that")]

use std::{fmt::Write as _, future::pending};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use evertoken::{
    exit,
    model::{Payload, Secret},
    runtime::memory,
    tui::{self, Bytes, Face, Heard, Next, Order, input::Focus},
    wizard::{
        effect::{Ending, PlainText},
        event::Event,
    },
};
use jiff::{SignedDuration, Timestamp};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Position},
    style::{Color, Modifier, Style},
    text::Line,
};
use zeroize::Zeroizing;

/// What the plain view shows, made up.
const SECRET_LENGTH: usize = 200;

/// How many characters `r` reveals.
const REVEALED_LENGTH: u32 = 60;

/// What `r` reveals: made at run time, so that it stands in no file, and is in memory only while it is shown.
fn revealed() -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(64));
    for place in 0..REVEALED_LENGTH {
        let _ = write!(
            text,
            "{}",
            char::from_digit(place.wrapping_mul(place).wrapping_add(7) % 36, 36).unwrap_or('x')
        );
    }
    text
}

#[derive(Default)]
struct Lab {
    ways_out: WaysOut,
    reveal_until: Option<Timestamp>,
    text: String,
    notes: Vec<String>,
    is_command: bool,
    is_green: bool,
    pasted: usize,
    is_stuck: bool,
    ticks: Option<Timestamp>,
}

impl Lab {
    fn note(&mut self, words: impl Into<String>) -> Vec<Order> {
        self.notes.push(words.into());
        vec![Order::Redraw]
    }

    fn press(&mut self, key: KeyEvent) -> Vec<Order> {
        let is_control = key.modifiers == KeyModifiers::CONTROL;
        match key.code {
            KeyCode::Char('c') if is_control => vec![Order::Exit(Ending::Left(vec!["left".to_owned()]))],
            KeyCode::Char('z') if is_control => vec![Order::Suspend],
            KeyCode::Tab => {
                self.is_command = !self.is_command;
                self.note("tab")
            }
            KeyCode::Esc => self.note("esc"),
            KeyCode::Enter => self.note("enter"),
            KeyCode::Char(c) if !self.is_command => {
                self.text.push(c);
                vec![Order::Redraw]
            }
            KeyCode::Char(c) => self.command(c),
            _ => Vec::new(),
        }
    }

    fn reveal_for(&mut self, ms: i64) -> Vec<Order> {
        let span = SignedDuration::from_millis(ms);
        self.reveal_until = evertoken::runtime::clock::now().checked_add(span).ok();
        vec![Order::Redraw]
    }

    fn hide(&mut self, why: &str) -> Vec<Order> {
        match self.reveal_until.take() {
            Some(_) => self.note(why),
            None => Vec::new(),
        }
    }

    fn command(&mut self, c: char) -> Vec<Order> {
        match c {
            'r' => self.reveal_for(10_000),
            'R' => self.reveal_for(200),
            'q' => vec![Order::Exit(Ending::Finished(vec!["finished".to_owned()]))],
            'p' => vec![Order::ShowPlain(
                PlainText {
                    label: "Page token".to_owned(),
                    text: Payload::Secret(Secret::new("x".repeat(SECRET_LENGTH))),
                    is_for_phones: false,
                },
                false,
            )],
            'w' => vec![Order::Write(
                Bytes(Zeroizing::new(b"\x1b]52;c;bGFi\x07".to_vec())),
                Event::Tick,
            )],
            'g' => {
                self.is_green = true;
                vec![Order::Redraw]
            }
            's' => {
                self.ticks = Some(evertoken::runtime::clock::now());
                vec![Order::Redraw]
            }
            'h' => {
                self.is_stuck = true;
                self.note("stuck")
            }
            '!' => panic!("canary"),
            't' => {
                std::thread::spawn(|| panic!("canary"));
                Vec::new()
            }
            _ => self.note(format!("command {c}")),
        }
    }
}

impl Face for Lab {
    fn draw(&mut self, frame: &mut Frame<'_>, _: Timestamp) {
        let [title, field, notes] =
            Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Min(0)]).areas(frame.area());
        let has_colours = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let style = match (self.is_green, has_colours) {
            (true, true) => Style::new().fg(Color::Green),
            (true, false) => Style::new().add_modifier(Modifier::BOLD),
            (false, _) => Style::new(),
        };
        frame.render_widget(Line::styled("evertoken lab", style), title);
        frame.render_widget(Line::from(format!("text {} pasted {}", self.text, self.pasted)), field);
        if self.reveal_until.is_some()
            && let Some(row) = frame.area().rows().next_back()
        {
            frame.render_widget(Line::from(revealed().as_str()), row);
        }
        for (line, row) in self.notes.iter().rev().zip(notes.rows()) {
            frame.render_widget(Line::from(line.as_str()), row);
        }
        frame.set_cursor_position(Position::new(0, field.y));
    }

    fn hear(&mut self, heard: Heard, now: Timestamp) -> Vec<Order> {
        match heard {
            Heard::Key(key) => self.press(key),
            Heard::Paste(pasted) | Heard::Burst(pasted) => {
                self.pasted = pasted.0.chars().filter(|c| !c.is_whitespace()).count();
                vec![Order::Redraw]
            }
            Heard::Event(Event::PlainShown) => self.note("plain shown"),
            Heard::Event(Event::Tick) => self.note("written"),
            Heard::Event(_) => Vec::new(),
            Heard::Hide => self.hide("hidden"),
            Heard::Time if self.reveal_until.is_some() => self.hide("its time is over"),
            Heard::Time => {
                self.ticks = now.checked_add(SignedDuration::from_millis(20)).ok();
                if self.notes.len() > 4 {
                    self.ticks = None;
                }
                self.note("time")
            }
            Heard::Attributes(Some(numbers)) => self.note(format!("attributes {numbers:?}")),
            Heard::Attributes(None) => self.note("no attributes"),
        }
    }

    fn focus(&self) -> Focus {
        if self.is_command { Focus::Commands } else { Focus::Text }
    }

    fn is_revealing(&self) -> bool {
        self.reveal_until.is_some()
    }

    fn changes_at(&self, _: Timestamp) -> Option<Timestamp> {
        self.reveal_until.or(self.ticks)
    }

    async fn next(&mut self) -> Next {
        self.ways_out.next().await
    }

    /// Never done, as a clipboard that hangs: the run must end all the same.
    async fn end(self) -> Option<&'static str> {
        if self.is_stuck {
            pending::<()>().await;
        }
        None
    }
}

/// The signals by which a test ends the lab as an error or the runtime would.
#[derive(Default)]
#[cfg(unix)]
struct WaysOut(Option<(tokio::signal::unix::Signal, tokio::signal::unix::Signal)>);

#[cfg(unix)]
impl WaysOut {
    fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};

        let panics = signal(SignalKind::from_raw(rustix::process::Signal::URG.as_raw()));
        let ends = signal(SignalKind::io());
        Self(panics.and_then(|panics| Ok((panics, ends?))).ok())
    }

    async fn next(&mut self) -> Next {
        let Some((panics, ends)) = &mut self.0 else {
            return pending().await;
        };
        tokio::select! {
            _ = panics.recv() => panic!("canary"),
            _ = ends.recv() => Next::Order(Order::Exit(Ending::Left(vec!["ended".to_owned()]))),
        }
    }
}

/// Nothing ends it from outside here.
#[derive(Default)]
#[cfg(not(unix))]
struct WaysOut;

#[cfg(not(unix))]
impl WaysOut {
    fn listen() -> Self {
        Self
    }

    async fn next(&mut self) -> Next {
        pending().await
    }
}

async fn run() -> evertoken::exit::Departure {
    tui::run(Lab {
        ways_out: WaysOut::listen(),
        ..Lab::default()
    })
    .await
}

fn main() {
    memory::keep_private();
    exit::on_panic();
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(run()).depart(),
        Err(error) => exit::Departure::failed(error.to_string()).depart(),
    }
}
