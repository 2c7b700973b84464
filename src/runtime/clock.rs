//! The one module that reads the clock. Everything else is given the time.

use std::time::Instant;

use jiff::Timestamp;

/// The date and time, for whatever people read.
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Waits until that moment; without one, for ever.
pub async fn until(moment: Option<Instant>) {
    match moment {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}

/// A moment on the clock that never jumps, for gaps and limits.
pub fn moment() -> Instant {
    Instant::now()
}
