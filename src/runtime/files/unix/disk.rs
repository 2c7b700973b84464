//! The file system under a folder: whether it keeps files at all, has room, and whose it is.

use std::path::Path;

use rustix::{
    fs::{StatVfsMountFlags, statvfs},
    io::retry_on_intr,
    process::{Resource, getrlimit},
};

use crate::delivery::SaveFault;

use super::{account, errno::fault};

/// What kind of file system it is, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A disk of this machine, as far as can be told.
    Local,
    /// A disk of another machine.
    Network,
    /// No disk: what is written there sets something in the system.
    Systems,
}

/// What lies under this folder. Only Linux tells them apart by number; elsewhere a local disk says that it is one.
pub(super) fn kind(folder: &Path) -> Kind {
    let is_of_devices = folder.starts_with("/dev") && !folder.starts_with("/dev/shm");
    if is_of_devices {
        return Kind::Systems;
    }
    retry_on_intr(|| rustix::fs::statfs(folder)).map_or(Kind::Local, |found| by_number(&found, folder))
}

#[cfg(target_os = "linux")]
fn by_number(found: &rustix::fs::StatFs, folder: &Path) -> Kind {
    // As in <linux/magic.h>, and what file systems there say of themselves.
    const FUSE: u64 = 0x6573_5546;
    const NETWORK: [u64; 8] = [
        0x6969,      // NFS
        0xff53_4d42, // CIFS
        0xfe53_4d42, // SMB2
        0x517b,      // SMB
        0x0102_1997, // 9P
        0x00c3_6400, // Ceph
        0x5346_414f, // AFS
        0x6b41_4653, // kAFS
    ];
    const SYSTEMS: [u64; 9] = [
        0x9fa0,      // /proc
        0x6265_6572, // /sys
        0x1cd1,      // /dev/pts
        0x0027_e0eb, // cgroup
        0x6367_7270, // cgroup2
        0x6462_6720, // debugfs
        0x7472_6163, // tracefs
        0x7363_6673, // securityfs
        0xf97c_ff8c, // selinux
    ];
    let number = u64::try_from(found.f_type).unwrap_or_default() & 0xffff_ffff;
    match () {
        () if NETWORK.contains(&number) => Kind::Network,
        () if number == FUSE && is_far_fuse(folder) => Kind::Network,
        () if SYSTEMS.contains(&number) => Kind::Systems,
        () => Kind::Local,
    }
}

/// FUSE hides by its number what stands behind it; the list of what is mounted names it.
#[cfg(target_os = "linux")]
fn is_far_fuse(folder: &Path) -> bool {
    const FAR: [&str; 7] = [
        "fuse.davfs",
        "fuse.glusterfs",
        "fuse.google-drive-ocamlfuse",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
    ];
    let Ok(found) = std::fs::metadata(folder) else {
        return false;
    };
    let device = std::os::unix::fs::MetadataExt::dev(&found);
    let device = format!("{}:{}", rustix::fs::major(device), rustix::fs::minor(device));
    let mounted = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    mounted
        .lines()
        .filter(|line| line.split(' ').nth(2) == Some(&device))
        .filter_map(|line| line.split_once(" - ")?.1.split(' ').next())
        .any(|kind| FAR.contains(&kind))
}

/// On the others nothing is claimed: a network disk goes without a remark.
#[cfg(not(target_os = "linux"))]
fn by_number(_found: &rustix::fs::StatFs, _folder: &Path) -> Kind {
    Kind::Local
}

/// Whether so many bytes can be written to a new file in this folder (facts: safety F70, F71).
pub(super) fn has_room(folder: &Path, bytes: usize) -> Result<(), SaveFault> {
    let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
    // Past this limit the system would end this program instead of saying no.
    if getrlimit(Resource::Fsize).current.is_some_and(|most| bytes > most) {
        return Err(SaveFault::TooLarge);
    }
    let found = retry_on_intr(|| statvfs(folder)).map_err(|errno| fault(errno, folder))?;
    if found.f_flag.contains(StatVfsMountFlags::RDONLY) {
        return Err(SaveFault::ReadOnlyDisk);
    }
    let (blocks, files) = if account::me() == 0 {
        (found.f_bfree, found.f_ffree)
    } else {
        (found.f_bavail, found.f_favail)
    };
    // Where a file system counts none of them, it does not count.
    let has_blocks = found.f_blocks == 0 || blocks.saturating_mul(found.f_frsize) >= bytes.max(1);
    let has_files = found.f_files == 0 || files > 0;
    (has_blocks && has_files).then_some(()).ok_or(SaveFault::DiskFull)
}
