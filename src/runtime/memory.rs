//! Keeps this process's memory to itself. Called once, before the first secret can arrive.

/// Forbids core files, and on Linux also reading our memory from another process of the same user. A system that
/// refuses either is no reason not to run.
#[cfg(unix)]
pub fn keep_private() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = setrlimit(Resource::Core, none);
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// Nothing to forbid: there are no core files here.
#[cfg(not(unix))]
pub fn keep_private() {}
