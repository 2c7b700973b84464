//! How the terminal is given back when whoever holds it cannot do it: after a mistake in the program, and where a signal ends
//! one that waits for something that never comes.
//!
//! Started by a face that takes the terminal; used at most once, from any thread, right before the end.

use std::sync::{Arc, Mutex, PoisonError};

type GiveBack = Arc<dyn Fn() + Send + Sync>;

static HOW: Mutex<Option<GiveBack>> = Mutex::new(None);

/// From now on this gives the terminal back. It must neither wait for long nor mind being called twice.
pub fn hold(give_back: impl Fn() + Send + Sync + 'static) {
    let how: GiveBack = Arc::new(give_back);
    let before = HOW.lock().unwrap_or_else(PoisonError::into_inner).replace(how);
    // What it holds may do something when it is dropped, and need not do it under the lock.
    drop(before);
}

/// Gives the terminal back, where one is held.
pub fn give_back() {
    let how = HOW.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(give_back) = how {
        give_back();
    }
}
