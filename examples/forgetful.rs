//! evertoken without the allocator that wipes what is freed, and without anything that keeps its memory to itself: the
//! sabotaged twin for the tests of that.

use evertoken::{cli, exit::Departure, run};

fn main() {
    let departure = match cli::read(std::env::args_os().collect()) {
        Ok(cli) => run::run(cli),
        Err(departure) => departure,
    };
    Departure::depart(departure)
}
