//! Who may read a file.

use std::fmt;

/// The permission bits of a file, at most `0777`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mode(u32);

impl Mode {
    /// Its owner reads and writes it, and nobody else.
    pub const PRIVATE: Self = Self(0o600);

    /// From what a file system says; only the permission bits count.
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits & 0o777)
    }

    /// As it is written for `chmod`: three octal digits, or four of which the first is 0.
    pub fn parse(text: &str) -> Option<Self> {
        let is_octal = matches!(text.len(), 3 | 4) && text.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
        let bits = u32::from_str_radix(text, 8).ok().filter(|_| is_octal)?;
        (bits <= 0o777).then_some(Self(bits))
    }

    /// The bits.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Whether the owner can read it.
    pub const fn owner_reads(self) -> bool {
        self.0 & 0o400 != 0
    }

    /// Whether the members of its group can read it.
    pub const fn group_reads(self) -> bool {
        self.0 & 0o040 != 0
    }

    /// Whether everybody on the machine can read it.
    pub const fn everybody_reads(self) -> bool {
        self.0 & 0o004 != 0
    }

    /// Whether anyone but its owner can change it.
    pub const fn others_write(self) -> bool {
        self.0 & 0o022 != 0
    }

    /// Whether nobody but its owner can do anything with it.
    pub const fn is_private(self) -> bool {
        self.0 & 0o700 == self.0
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04o}", self.0)
    }
}

/// Who may read a file once it is written. On Windows the folder decides, and neither of these counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The permission bits.
    pub mode: Mode,
    /// The group it is given to; where none is named, the one it has, or the person's own.
    pub group: Option<String>,
}

impl Default for Access {
    fn default() -> Self {
        Self {
            mode: Mode::PRIVATE,
            group: None,
        }
    }
}
