//! What a program does to a terminal when nobody takes care: the checks of `tests/terminal.rs` must fail for it. The
//! same keys as `lab`, as far as they end it.

#![expect(clippy::panic, reason = "one of its keys does just that")]

use std::io::{self, Write};

use crossterm::{
    cursor::Hide,
    event::{self, EnableBracketedPaste, Event, KeyCode},
    execute,
    terminal::{EnterAlternateScreen, enable_raw_mode},
};

fn main() -> io::Result<()> {
    let mut out = io::stderr();
    enable_raw_mode()?;
    execute!(out, EnterAlternateScreen, EnableBracketedPaste, Hide)?;
    write!(out, "evertoken lab")?;
    loop {
        if let Event::Key(key) = event::read()? {
            match key.code {
                KeyCode::Char('q' | 'c') => return Ok(()),
                KeyCode::Char('!') => panic!("canary"),
                _ => write!(out, ".")?,
            }
        }
    }
}
