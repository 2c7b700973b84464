//! The program: reads its arguments, does what they say, and ends as `exit` says.

use evertoken::{
    cli,
    exit::{self, Departure},
    run,
    runtime::memory,
};

/// Wipes every block it frees: the libraries below keep copies of secrets that nobody can reach (facts: safety T05).
#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() {
    memory::keep_private();
    exit::on_panic();
    let departure = match cli::read(std::env::args_os().collect()) {
        Ok(cli) => run::run(cli),
        Err(departure) => departure,
    };
    Departure::depart(departure)
}
