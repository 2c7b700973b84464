//! Where another program lives, if it can be trusted to be that program.
//!
//! Started by a way that needs a helper; ends in a full path, or in none. A helper planted in the current folder, in
//! `/tmp` or in a folder that a group can write is never found (facts: safety T43). Where somebody else's code does the
//! looking, it is not let loose in a `PATH` that anybody could have planted something in.

use std::path::PathBuf;
#[cfg(unix)]
use std::{
    process::Command,
    time::{Duration, Instant},
};

use super::environment::Environment;

/// The first program of this name in `PATH` that only its owner could have put there: this person, or the system.
#[cfg(unix)]
pub(super) fn find(name: &str, environment: &Environment) -> Option<PathBuf> {
    let me = rustix::process::geteuid().as_raw();
    std::env::split_paths(environment.get("PATH")?)
        // An empty entry means the current folder, as `.` does.
        .filter(|folder| folder.is_absolute())
        .filter_map(|folder| folder.canonicalize().ok())
        .filter(|folder| is_trusted(folder, me))
        .find_map(|folder| {
            let program = folder.join(name).canonicalize().ok()?;
            let home = program.parent()?;
            (is_trusted(home, me) && is_trusted(&program, me) && is_program(&program)).then_some(program)
        })
}

/// Runs a program that is asked something, and takes no longer than this: what it ended with. `None` where it was ended by
/// anything else, or had to be.
#[cfg(unix)]
pub(super) fn ended_with(command: &mut Command, limit: Duration) -> Option<i32> {
    const GLANCE: Duration = Duration::from_millis(1);
    let since = Instant::now();
    let mut child = command.spawn().ok()?;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.code(),
            Ok(None) if since.elapsed() < limit => std::thread::sleep(GLANCE),
            Ok(None) | Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}

/// Whether nobody but the owners of its folders can put a program in `PATH`.
#[cfg(unix)]
pub(super) fn is_path_sound(environment: &Environment) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    const ANYBODY_WRITES: u32 = 0o002;
    let Some(path) = environment.get("PATH") else {
        return false;
    };
    std::env::split_paths(path).all(|folder| {
        let is_open = folder.metadata().is_ok_and(|found| found.mode() & ANYBODY_WRITES != 0);
        folder.is_absolute() && !is_open
    })
}

/// The system opens links itself there, without looking through `PATH`.
#[cfg(not(unix))]
pub(super) fn is_path_sound(_environment: &Environment) -> bool {
    true
}

/// Whether only root, or this person, could have changed what is there.
#[cfg(unix)]
fn is_trusted(path: &std::path::Path, me: u32) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    const OTHERS_WRITE: u32 = 0o022;
    path.metadata()
        .is_ok_and(|found| [0, me].contains(&found.uid()) && found.mode() & OTHERS_WRITE == 0)
}

#[cfg(unix)]
fn is_program(path: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

/// No helper of ours exists elsewhere.
#[cfg(not(unix))]
pub(super) fn find(_name: &str, _environment: &Environment) -> Option<PathBuf> {
    None
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

    use super::*;

    fn plant(folder: &Path, mode: u32) -> PathBuf {
        fs::create_dir_all(folder).unwrap();
        let program = folder.join("helper");
        fs::write(&program, "#!/bin/sh\n").unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
        program.canonicalize().unwrap()
    }

    fn found_in(path: &str) -> Option<PathBuf> {
        find("helper", &Environment::from_pairs(&[("PATH", path)]))
    }

    #[test]
    fn a_helper_in_a_folder_that_others_can_write_is_never_found() {
        let place = tempfile::tempdir().unwrap();
        for mode in [0o777, 0o1777, 0o775] {
            let folder = place.path().join(format!("{mode:o}"));
            plant(&folder, mode);
            assert_eq!(found_in(folder.to_str().unwrap()), None, "{mode:o}");
        }
        assert_eq!(found_in("."), None);
        assert_eq!(found_in(""), None);
        assert_eq!(found_in(":"), None);
    }

    #[test]
    fn a_helper_in_a_folder_of_ones_own_is_found_behind_planted_ones() {
        let place = tempfile::tempdir().unwrap();
        let (open, own) = (place.path().join("open"), place.path().join("own"));
        plant(&open, 0o777);
        let program = plant(&own, 0o755);
        let path = format!(".:{}:{}", open.display(), own.display());
        assert_eq!(found_in(&path), Some(program));
    }

    #[test]
    fn a_path_through_the_current_folder_or_one_that_anybody_can_write_is_not_sound() {
        let place = tempfile::tempdir().unwrap();
        let open = place.path().join("open");
        plant(&open, 0o777);
        let is_sound = |path: &str| is_path_sound(&Environment::from_pairs(&[("PATH", path)]));
        assert!(is_sound("/usr/bin:/bin:/nonexistent"));
        for path in [
            "",
            ".",
            "/usr/bin:.",
            "/usr/bin:",
            "bin:/bin",
            &format!("/bin:{}", open.display()),
        ] {
            assert!(!is_sound(path), "{path:?}");
        }
    }

    #[test]
    fn a_link_that_leads_to_a_folder_that_others_can_write_is_not_followed() {
        let place = tempfile::tempdir().unwrap();
        let (open, own) = (place.path().join("open"), place.path().join("own"));
        let planted = plant(&open, 0o777);
        fs::create_dir(&own).unwrap();
        std::os::unix::fs::symlink(planted, own.join("helper")).unwrap();
        assert_eq!(found_in(own.to_str().unwrap()), None);
    }

    #[test]
    fn a_helper_that_others_can_write_is_not_found() {
        let place = tempfile::tempdir().unwrap();
        let own = place.path().join("own");
        let program = plant(&own, 0o755);
        fs::set_permissions(program, fs::Permissions::from_mode(0o777)).unwrap();
        assert_eq!(found_in(own.to_str().unwrap()), None);
    }
}
