//! How soon the first frame stands and how much memory that takes, beside the least that a ratatui program is.
//!
//! Both run on a pseudo-terminal, in turn, so that whatever else this machine does falls on both. Run with
//! `cargo bench --bench terminal`; the figures are medians.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "a bench prints its figures, and fails loudly"
)]

#[cfg(unix)]
#[path = "../tests/support/pty.rs"]
mod pty;

/// How often each program is started. Odd, so that there is one in the middle.
#[cfg(unix)]
const ROUNDS: usize = 31;

#[cfg(unix)]
fn main() {
    use std::time::Instant;

    use pty::Program;

    let contenders = [
        ("evertoken", Program::new(env!("CARGO_BIN_EXE_evertoken")), "evertoken"),
        (
            "evertoken demo",
            Program::new(env!("CARGO_BIN_EXE_evertoken")).arg("demo"),
            "evertoken",
        ),
        ("bare ratatui", Program::new(pty::example("bare")), "bare"),
    ];
    let mut figures: Vec<[Vec<u64>; 3]> = contenders.iter().map(|_| Default::default()).collect();
    for _ in 0..ROUNDS {
        for ((_, program, text), [times, bytes, memory]) in contenders.iter().zip(&mut figures) {
            let start = Instant::now();
            let pty = program.clone().spawn();
            pty.wait_for_text(text);
            times.push(u64::try_from(start.elapsed().as_micros()).unwrap());
            bytes.push(pty.log().len() as u64);
            memory.push(peak_memory(pty.pid()));
        }
    }
    println!(
        "{:16} {:>16} {:>10} {:>12} {:>14}",
        "", "first frame (ms)", "of those", "bytes", "memory (MiB)"
    );
    println!(
        "{:16} {:>16} {:>10} {:>12} {:>14}",
        "", "median", "fastest", "median", "median"
    );
    for ((name, ..), [times, bytes, memory]) in contenders.iter().zip(&mut figures) {
        println!(
            "{name:16} {:>16} {:>10} {:>12} {:>14}",
            thousandths(median(times)),
            thousandths(*times.iter().min().unwrap()),
            median(bytes),
            thousandths(median(memory) * 1000 / 1024),
        );
    }
}

#[cfg(not(unix))]
fn main() {
    println!("There are no pseudo-terminals to measure on here.");
}

/// The most memory a process has used so far, in KiB.
#[cfg(unix)]
fn peak_memory(pid: rustix::process::Pid) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", pid.as_raw_nonzero())).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}

#[cfg(unix)]
fn median(figures: &mut [u64]) -> u64 {
    figures.sort_unstable();
    figures.get(figures.len() / 2).copied().unwrap()
}

#[cfg(unix)]
fn thousandths(figure: u64) -> String {
    format!("{}.{:03}", figure / 1000, figure % 1000)
}
