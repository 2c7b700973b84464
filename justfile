# What one does here, by name. `just --list` shows this.

# Everything CI does
ci:
    .ci/run

# The wizard against the built-in simulator
demo scenario="happy":
    cargo run --release -- demo {{scenario}}

# All tests
test:
    cargo test

# Accept changed pictures of screens after looking at them
pictures:
    INSTA_UPDATE=always cargo test --test screens
    git diff --stat tests/snapshots

# First frame, memory, bytes and round trips, each beside something to compare with
bench:
    cargo bench
