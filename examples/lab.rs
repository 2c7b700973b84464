//! The loop over a core of a few lines, for the tests of the terminal: what the screens do is not the question here.
//!
//! Keys: `q` ends · `p` shows a text outside the screen · `w` writes a clipboard sequence · `!` panics · `t` panics in
//! a thread · `g` paints the title green · `s` ticks for a while · `h` never tidies up · Tab moves between a text field and commands · Ctrl-C leaves · Ctrl-Z stops.

#![expect(clippy::panic, reason = "one of its keys does just that")]

use std::future::pending;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use evertoken::{
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

#[derive(Default)]
struct Lab {
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

    fn command(&mut self, c: char) -> Vec<Order> {
        match c {
            'q' => vec![Order::Exit(Ending::Finished(vec!["finished".to_owned()]))],
            'p' => vec![Order::ShowPlain(PlainText {
                label: "Page token".to_owned(),
                text: Payload::Secret(Secret::new("x".repeat(SECRET_LENGTH))),
            })],
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

    fn changes_at(&self, _: Timestamp) -> Option<Timestamp> {
        self.ticks
    }

    async fn next(&mut self) -> Next {
        pending().await
    }

    /// Never done, as a clipboard that hangs: the run must end all the same.
    async fn end(self) -> Option<&'static str> {
        if self.is_stuck {
            pending::<()>().await;
        }
        None
    }
}

fn main() {
    memory::keep_private();
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(tui::run(Lab::default())).depart(),
        Err(error) => evertoken::exit::Departure::Failed(error.to_string()).depart(),
    }
}
