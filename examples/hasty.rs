//! Gives the terminal back exactly as it was, and at once: what comes a moment later is the shell's. The sabotaged twin of
//! `lab` for the tail of a paste, which is why it reads like `lab` to the tests and dies as it does.

#[cfg(unix)]
fn main() -> std::io::Result<()> {
    use std::io::{Read as _, Write as _, stdin, stdout};

    use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
    use evertoken::{exit::Departure, runtime::signals::Deadly};
    use tokio::signal::unix::{SignalKind, signal};

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut terminate = {
        let _inside = runtime.enter();
        signal(SignalKind::terminate())?
    };
    let mut out = stdout();
    enable_raw_mode()?;
    write!(
        out,
        "\x1b[?1049h\x1b[?2004h\x1b[?25levertoken lab\r\nattributes [62, 22]"
    )?;
    out.flush()?;
    std::thread::spawn(|| {
        let mut buffer = [0; 4096];
        while stdin().read(&mut buffer).is_ok_and(|length| length > 0) {}
    });
    runtime.block_on(terminate.recv());
    write!(out, "\x1b[?2004l\x1b[?1049l\x1b[?25h\x1b[0m")?;
    out.flush()?;
    disable_raw_mode()?;
    Departure::Killed(Deadly::Terminate, Vec::new()).depart();
}

#[cfg(not(unix))]
fn main() {}
