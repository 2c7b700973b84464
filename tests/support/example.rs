//! The example programs that tests watch.

#![expect(unreachable_pub, reason = "each test binary has it as a module of its own")]

use std::{
    path::PathBuf,
    process::{Command, Stdio},
    sync::OnceLock,
};

/// The path of an example program, built now if it is not: `cargo test --test NAME` alone builds no examples.
pub fn example(name: &str) -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let folder = BUILT.get_or_init(|| {
        let mut folder = std::env::current_exe().unwrap();
        folder.pop();
        folder.pop();
        let profile = match folder.file_name().and_then(|name| name.to_str()) {
            Some("debug") | None => "dev",
            Some(other) => other,
        };
        let status = Command::new(env!("CARGO"))
            .args(["build", "--offline", "--quiet", "--examples", "--profile", profile])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "the examples do not build");
        folder.join("examples")
    });
    folder.join(name)
}
