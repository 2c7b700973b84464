//! A terminal around another program: everything that the program writes to it.

use std::{io::Read, sync::mpsc, time::Duration};

/// What a program writes to the terminal it runs in.
pub(crate) struct OuterTerminal {
    program: Box<dyn portable_pty::Child + Send + Sync>,
    pieces: mpsc::Receiver<Vec<u8>>,
    _pair: portable_pty::PtyPair,
}

impl OuterTerminal {
    /// Runs a program in a terminal that says that it is this one.
    pub(crate) fn start(mut program: portable_pty::CommandBuilder, term: &str) -> Self {
        let pair = portable_pty::native_pty_system()
            .openpty(portable_pty::PtySize::default())
            .unwrap();
        program.env("TERM", term);
        let program = pair.slave.spawn_command(program).unwrap();
        let mut screen = pair.master.try_clone_reader().unwrap();
        let (tell, pieces) = mpsc::channel();
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(length @ 1..) = screen.read(&mut piece) {
                if tell.send(piece[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            program,
            pieces,
            _pair: pair,
        }
    }

    /// Everything up to a text, which has to come.
    pub(crate) fn shown_until(&mut self, expected: &str) -> String {
        let mut shown = String::new();
        while !shown.contains(expected) {
            let piece = self.pieces.recv_timeout(Duration::from_secs(20));
            let piece = piece.unwrap_or_else(|_| panic!("only {shown:?}"));
            shown.push_str(&String::from_utf8_lossy(&piece));
        }
        shown
    }
}

impl Drop for OuterTerminal {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
