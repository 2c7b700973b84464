//! The one module that reads the clock. Everything else is given the time.

use std::time::Instant;

use jiff::Timestamp;

/// The date and time, for whatever people read.
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// A moment on the clock that never jumps, for gaps and limits.
pub fn moment() -> Instant {
    Instant::now()
}
