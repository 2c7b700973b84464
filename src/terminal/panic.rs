//! The last words of a program that has a mistake.

use crate::exit;

/// A panic in any thread gives the terminal back, says where, and ends the run. What the panic says is not shown: it
/// may quote a secret (facts: safety T08).
pub(crate) fn on_panic(give_back: impl Fn() + Send + Sync + 'static) {
    std::panic::set_hook(Box::new(move |panic| {
        give_back();
        let place = panic
            .location()
            .map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
        exit::Departure::failed(format!(
            "evertoken has stopped because of a mistake in the program{place}.\n\
             Nothing was changed on your account. Please report this line."
        ))
        .depart();
    }));
}
