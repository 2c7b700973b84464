//! What an error of the system's means to somebody who saves a file.
//!
//! Started by every call that failed; ends in a fault that has a sentence of its own, or in the system's own word.

use std::{io, path::Path};

use rustix::io::Errno;

use crate::delivery::SaveFault;

/// What this error means, when it came of this path.
pub(super) fn fault(error: impl Into<io::Error>, path: &Path) -> SaveFault {
    let error = error.into();
    let path = path.to_owned();
    match Errno::from_io_error(&error) {
        Some(Errno::NOSPC) => SaveFault::DiskFull,
        Some(Errno::DQUOT) => SaveFault::QuotaUsedUp,
        Some(Errno::ROFS) => SaveFault::ReadOnlyDisk,
        Some(Errno::FBIG) => SaveFault::TooLarge,
        Some(Errno::ACCESS | Errno::PERM) => SaveFault::PermissionDenied(path),
        Some(Errno::NAMETOOLONG) => SaveFault::NameTooLong,
        Some(Errno::ILSEQ) => SaveFault::PathUnclear,
        Some(Errno::LOOP) => SaveFault::LinkLoop(path),
        Some(Errno::NOTDIR) => SaveFault::NotAFolder(path),
        Some(Errno::ISDIR) => SaveFault::IsFolder(path),
        Some(Errno::NXIO | Errno::NODEV) => SaveFault::Special(path),
        // It was there, or was not, a moment ago.
        Some(Errno::STALE | Errno::NOENT | Errno::EXIST) => SaveFault::ChangedMeanwhile,
        Some(Errno::TIMEDOUT | Errno::HOSTDOWN | Errno::HOSTUNREACH) => SaveFault::NoAnswer,
        Some(_) | None => SaveFault::Other(error.to_string()),
    }
}

/// Whether a file system says that it knows no such call; what the call was for is then done without.
pub(super) fn is_unknown_there(errno: Errno) -> bool {
    // On some systems two of these are one number.
    [
        Errno::INVAL,
        Errno::NOSYS,
        Errno::OPNOTSUPP,
        Errno::NOTSUP,
        Errno::NOLCK,
        Errno::BADF,
    ]
    .contains(&errno)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_has_its_own_fault_and_an_unknown_one_keeps_the_systems_word() {
        let at = Path::new("/x");
        let cases = [
            (Errno::NOSPC, SaveFault::DiskFull),
            (Errno::DQUOT, SaveFault::QuotaUsedUp),
            (Errno::ROFS, SaveFault::ReadOnlyDisk),
            (Errno::FBIG, SaveFault::TooLarge),
            (Errno::ACCESS, SaveFault::PermissionDenied(at.into())),
            (Errno::PERM, SaveFault::PermissionDenied(at.into())),
            (Errno::NAMETOOLONG, SaveFault::NameTooLong),
            (Errno::ILSEQ, SaveFault::PathUnclear),
            (Errno::LOOP, SaveFault::LinkLoop(at.into())),
            (Errno::NOTDIR, SaveFault::NotAFolder(at.into())),
            (Errno::ISDIR, SaveFault::IsFolder(at.into())),
            (Errno::NXIO, SaveFault::Special(at.into())),
            (Errno::STALE, SaveFault::ChangedMeanwhile),
            (Errno::TIMEDOUT, SaveFault::NoAnswer),
            (Errno::IO, SaveFault::Other(io::Error::from(Errno::IO).to_string())),
        ];
        for (errno, expected) in cases {
            assert_eq!(fault(errno, at), expected, "{errno:?}");
        }
    }
}
