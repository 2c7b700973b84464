//! Small files that only this person can read, in a folder that only they can enter.
//!
//! Started by whatever is kept between runs; ends in bytes, or in an error of the system's. A reader finds the old file or
//! the new one, whole. Nothing is read or written through a link in the place of a file, or in a folder of somebody else
//! (facts: safety T51).

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    path::Path,
};

use ring::rand::{SecureRandom as _, SystemRandom};

/// Reads a file of ours, and never waits for one that is none: a pipe would be silent for ever. What is no ordinary file
/// of ours, or is larger than so many bytes, is [`io::ErrorKind::InvalidData`].
pub(super) fn read(path: &Path, largest: u64) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    let found = file.metadata()?;
    if !found.is_file() || !is_own(&found) || found.len() > largest {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    file.take(largest).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Puts these bytes in the place of a file of this folder, and makes the folder where there is none.
pub(super) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    prepare(folder)?;
    let fresh = folder.join(format!("{name}.{}", random_name()?));
    let written = create(&fresh)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&fresh, folder.join(name)));
    if written.is_err() {
        let _ = fs::remove_file(&fresh);
    }
    written
}

/// Opens for reading without following a link and without waiting.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let how = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(rustix::fs::open(path, how, Mode::empty())?.into())
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidData.into());
    }
    File::open(path)
}

/// Makes the folder, which only this person can enter. One of somebody else's is refused (facts: safety T51), and so is one inside of
/// something that is: whoever owns that can put a link to anything in its place.
pub(super) fn prepare(folder: &Path) -> io::Result<()> {
    if is_inside_anothers(folder) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut making = fs::DirBuilder::new();
    making.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut making, 0o700);
    making.create(folder)?;
    let found = fs::metadata(folder)?;
    if !found.is_dir() || !is_own(&found) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}

/// Creates a file that was not there, follows no link to it, and lets nobody else read it from its first moment.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let mut how = OpenOptions::new();
    how.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
    how.open(path)
}

/// A name that nobody can have put there before.
pub(super) fn random_name() -> io::Result<String> {
    let mut bytes = [0; 8];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| io::Error::other("no random bytes"))?;
    Ok(format!("{:016x}", u64::from_be_bytes(bytes)))
}

/// Whether this person owns it.
#[cfg(unix)]
pub(super) fn is_own(found: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(found) == rustix::process::geteuid().as_raw()
}

/// Whether this place, or any folder or link on the way to it, belongs to somebody who is neither this person nor the system: for
/// root, everything in a home that `sudo -E` has left in `HOME`.
#[cfg(unix)]
pub(super) fn is_inside_anothers(place: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    /// Root, and the owner of everything that a user namespace has no name for.
    const SYSTEM: [u32; 2] = [0, 65534];
    let me = rustix::process::geteuid().as_raw();
    let is_anothers = |found: fs::Metadata| found.uid() != me && !SYSTEM.contains(&found.uid());
    place.ancestors().any(|part| {
        // Both the link and what is behind it.
        fs::symlink_metadata(part).is_ok_and(is_anothers) || fs::metadata(part).is_ok_and(is_anothers)
    })
}

/// A profile belongs to its person there.
#[cfg(not(unix))]
pub(super) fn is_inside_anothers(_place: &Path) -> bool {
    false
}

/// A profile belongs to its person there.
#[cfg(not(unix))]
pub(super) fn is_own(_found: &fs::Metadata) -> bool {
    true
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_never_created_where_something_lies_already_not_even_a_link_to_nowhere() {
        let around = tempfile::tempdir().unwrap();
        let (file, link) = (around.path().join("file"), around.path().join("link"));
        let elsewhere = around.path().join("elsewhere");
        fs::write(&file, "theirs").unwrap();
        std::os::unix::fs::symlink(&elsewhere, &link).unwrap();
        for path in [&file, &link] {
            assert_eq!(create(path).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        }
        assert_eq!(fs::read_to_string(file).unwrap(), "theirs");
        assert!(!elsewhere.exists());
    }

    #[test]
    fn nothing_is_made_or_changed_inside_of_what_is_somebody_elses_nor_behind_their_links() {
        use std::os::unix::fs::{PermissionsExt as _, chown, lchown, symlink};
        const SOMEBODY: Option<u32> = Some(64007);
        if !rustix::process::geteuid().is_root() {
            eprintln!("SKIPPED: only root can give a folder to another account");
            return;
        }
        let around = tempfile::tempdir().unwrap();
        let (home, behind) = (around.path().join("home"), around.path().join("behind"));
        for folder in [&home, &behind] {
            fs::create_dir(folder).unwrap();
            fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
        }
        assert!(!is_inside_anothers(&home.join("state")));
        chown(&home, SOMEBODY, SOMEBODY).unwrap();
        let link = home.join("state");
        symlink(&behind, &link).unwrap();
        for folder in [home.join("a/b"), link.clone(), link.join("evertoken")] {
            assert_eq!(prepare(&folder).unwrap_err().kind(), io::ErrorKind::PermissionDenied);
        }
        assert_eq!(fs::read_dir(&home).unwrap().count(), 1);
        let outside = around.path().join("outside");
        symlink(&behind, &outside).unwrap();
        lchown(&outside, SOMEBODY, SOMEBODY).unwrap();
        assert_eq!(prepare(&outside).unwrap_err().kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(fs::metadata(&behind).unwrap().permissions().mode() & 0o777, 0o755);
        assert_eq!(fs::read_dir(&behind).unwrap().count(), 0);
    }
}
