//! The one event loop of a run.
//!
//! Started by each command that waits for more than one thing; ends with the run. Tokio panics where the system has no file
//! descriptor or no thread left, so both are asked for beforehand: what is missing is an error then, with the system's words.

use std::{io, thread};

use tokio::runtime::{Builder, Runtime};

/// Pairs of descriptors that the loop, its signals, a connection and a file take, and a few more.
const PAIRS: usize = 8;

/// Makes the loop, on the thread that calls.
pub fn new() -> io::Result<Runtime> {
    let room: Vec<_> = (0..PAIRS).map(|_| io::pipe()).collect::<Result<_, _>>()?;
    drop(room);
    let thread = thread::Builder::new().stack_size(64 * 1024).spawn(|| {})?;
    // It did nothing, so it cannot have failed.
    let _ = thread.join();
    Builder::new_current_thread().enable_all().build()
}
