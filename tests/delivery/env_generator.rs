//! `.env` files made by chance, together with what must become of them.
//!
//! A file is put together from pieces of which the generator knows what they are, so that what is expected owes nothing to
//! the editor's own reading.

use evertoken::delivery::ChangeKind;

use crate::NAME;

/// Which readers agree about the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Everything a person may have written: any line ends, marks, bytes that are no UTF-8.
    Wide,
    /// What all five readers read the same: UTF-8 without a mark, `\n`, no blanks around `=` (a shell would run the value
    /// as a command), no back quotes (a shell runs them), and every value on one line (ruby-dotenv and direnv know no
    /// others).
    Lines,
    /// The same with values of several lines, for bash, python-dotenv and dotenvy.
    SeveralLines,
}

/// A file, and what must become of it.
pub(crate) struct Generated {
    pub(crate) old: Vec<u8>,
    pub(crate) new: Vec<u8>,
    pub(crate) kind: ChangeKind,
    pub(crate) value: String,
}

/// Numbers from a seed (xorshift), so that every run sees the same files.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(count).unwrap()).unwrap()
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn word(&mut self, length: usize) -> String {
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let length = 1 + self.below(length);
        (0..length)
            .map(|_| char::from(letters[self.below(letters.len())]))
            .collect()
    }
}

/// Names of others, some of which look like ours. Each is followed by a digit, so that no shell depends on it.
const OTHERS: &[&str] = &[
    "A",
    "DB_URL",
    "FB_TOKEN_OLD",
    "MY_FB_TOKEN",
    "fb_token",
    "FB_TOKE",
    "APP_KEY",
    "_X",
];

/// What stands in comments; some of it looks like an assignment, some like a quote.
const REMARKS: &[&str] = &[
    "# a remark",
    "#FB_TOKEN=commented-out",
    "# FB_TOKEN=\"commented out\"",
    "   # FB_TOKEN='x'",
    "# it's, or \"so",
    "#",
    "# export FB_TOKEN=x # y",
    "# ключ ä",
];

/// Values on one line that all readers take.
const VALUES: &[&str] = &[
    "1",
    "value",
    "a=b=c",
    "postgres://u:p@h:5432/d",
    "\"two words\"",
    "'two words'",
    "\"a # b\"",
    "'a # b'",
    "\"FB_TOKEN=inside\"",
    "'FB_TOKEN=inside'",
    "\"it's\"",
    "'say \"so\"'",
    "\"\"",
    "''",
    "",
];

/// Values that some readers take otherwise, and that divide lines for none.
const ODD_VALUES: &[&str] = &[
    "two words",
    "a#b",
    "`date`",
    "$HOME/${X}",
    "C:\\temp\\new",
    "it's Bob's",
    "\"a\\\"b\"",
    "x\"y\"z",
    "Ren\u{7f}",
    "#",
];

/// Values of several lines, which hold what looks like an assignment.
const LONG_VALUES: &[&str] = &[
    "\"one\nFB_TOKEN=inside\ntwo\"",
    "'one\nFB_TOKEN=inside\n# two'",
    "\"-----BEGIN KEY-----\nMIIEow+/=\n-----END KEY-----\n\"",
    "'{\n  \"a\": \"b\"\n}'",
];

struct Pieces {
    dice: Dice,
    dialect: Dialect,
    bytes: Vec<u8>,
    line_ends: &'static [&'static str],
    last_line_end: &'static str,
}

impl Pieces {
    fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn end_line(&mut self) {
        self.last_line_end = self.dice.pick(self.line_ends);
        self.push(self.last_line_end);
    }

    fn is_wide(&self) -> bool {
        self.dialect == Dialect::Wide
    }

    /// A line that assigns nothing, or to another name, with its end.
    fn other(&mut self) {
        match self.dice.below(8) {
            0 => {}
            1 | 2 => {
                let remark = self.dice.pick(REMARKS);
                self.push(remark);
                if self.is_wide() && self.dice.one_in(4) {
                    self.bytes.extend_from_slice(b" \xe4\xff\xc3");
                }
            }
            3 if self.dialect != Dialect::Lines => {
                let name = self.name();
                let value = self.dice.pick(LONG_VALUES);
                self.push(&format!("{name}{value}"));
                if value.contains('\n') {
                    self.last_line_end = "\n";
                }
            }
            4 | 5 if self.is_wide() => {
                let name = self.name();
                let value = self.dice.pick(ODD_VALUES);
                self.push(&format!("{name}{value}"));
                if self.dice.one_in(4) {
                    self.bytes.extend_from_slice(b"\xe9");
                }
            }
            _ => {
                let (name, value) = (self.name(), self.dice.pick(VALUES));
                self.push(&format!("{name}{value}"));
                // Behind nothing, python-dotenv takes a comment for the value.
                if !value.is_empty() && self.dice.one_in(4) {
                    self.push(" # it is FB_TOKEN=no");
                }
            }
        }
        self.end_line();
    }

    /// The name of another with its sign.
    fn name(&mut self) -> String {
        let number = self.dice.below(10);
        let (name, sign, export) = (self.dice.pick(OTHERS), self.sign(), self.export());
        format!("{export}{name}{number}{sign}")
    }

    fn export(&mut self) -> &'static str {
        let all: &[&str] = if self.is_wide() {
            &["", "", "", "export ", "  ", "\texport  "]
        } else {
            &["", "", "", "export "]
        };
        self.dice.pick(all)
    }

    fn sign(&mut self) -> &'static str {
        let all: &[&str] = if self.is_wide() {
            &["=", "=", " = ", "=\t"]
        } else {
            &["="]
        };
        self.dice.pick(all)
    }

    /// An assignment to our name up to its value, and the text and the quote of what stands there so far.
    fn ours(&mut self) -> (String, &'static str) {
        let (export, sign) = (self.export(), self.sign());
        self.push(&format!("{export}{NAME}{sign}"));
        let quote = self.dice.pick(&["", "", "\"", "'"]);
        let old = match self.dice.below(4) {
            0 => format!("EAA{}", self.dice.word(9).repeat(20)),
            1 if !quote.is_empty() => "two words # no comment".to_owned(),
            1 => self.dice.word(8),
            2 if !quote.is_empty() => String::new(),
            _ => format!("old-{}", self.dice.word(5)),
        };
        (old, quote)
    }
}

/// The `number`th file of a dialect.
pub(crate) fn generate(dialect: Dialect, number: u64) -> Generated {
    let mut dice = Dice::new(number.wrapping_mul(3).wrapping_add(dialect as u64).wrapping_add(17));
    let value = if dice.one_in(16) {
        format!("{}|{}", 1000 + dice.below(9000), dice.word(20))
    } else {
        format!("EAA{}-_.{}", dice.word(12).repeat(6), dice.word(20))
    };
    let line_ends: &[&str] = match (dialect, dice.below(3)) {
        (Dialect::Wide, 0) => &["\r\n"],
        (Dialect::Wide, 1) => &["\n", "\r\n"],
        _ => &["\n"],
    };
    let mut pieces = Pieces {
        dice,
        dialect,
        bytes: Vec::new(),
        line_ends,
        last_line_end: "\n",
    };
    if pieces.is_wide() && pieces.dice.one_in(8) {
        pieces.push("\u{feff}");
    }
    for _ in 0..pieces.dice.below(6) {
        pieces.other();
    }
    if pieces.dice.one_in(4) {
        without_ours(pieces, value)
    } else {
        with_ours(pieces, value)
    }
}

/// Several assignments to our name, of which the last one counts.
fn with_ours(mut pieces: Pieces, value: String) -> Generated {
    let earlier = if pieces.dice.one_in(3) {
        1 + pieces.dice.below(2)
    } else {
        0
    };
    for _ in 0..earlier {
        let (old, quote) = pieces.ours();
        pieces.push(&format!("{quote}{old}{quote}"));
        pieces.end_line();
        for _ in 0..pieces.dice.below(3) {
            pieces.other();
        }
    }
    let (old, quote) = pieces.ours();
    let before = pieces.bytes.clone();
    pieces.bytes.clear();
    let comment = pieces.dice.pick(&["", "", " # it's so", "  "]);
    pieces.push(comment);
    if !pieces.dice.one_in(4) {
        pieces.end_line();
        for _ in 0..pieces.dice.below(5) {
            pieces.other();
        }
        if pieces.dice.one_in(6) {
            pieces.push("LAST=1");
        }
    }
    let after = pieces.bytes;
    let new_quote = if quote.is_empty() && value.contains('|') {
        "'"
    } else {
        quote
    };
    let around = |quote: &str, text: &str| {
        let middle = format!("{quote}{text}{quote}").into_bytes();
        [before.as_slice(), &middle, &after].concat()
    };
    let end = old.get(old.len().saturating_sub(4)..).unwrap_or_default();
    let is_shown = old.len() >= 24 && end.chars().all(|character| character.is_ascii_alphanumeric());
    Generated {
        old: around(quote, &old),
        new: around(new_quote, &value),
        kind: ChangeKind::Replaced {
            before: if is_shown {
                format!("…{end}")
            } else {
                "…".to_owned()
            },
            places: earlier + 1,
        },
        value,
    }
}

/// A file that does not know our name.
fn without_ours(mut pieces: Pieces, value: String) -> Generated {
    let mut finish = "";
    if pieces.dice.one_in(3) {
        pieces.push("LAST='1'");
        finish = pieces.last_line_end;
    }
    let old = pieces.bytes;
    let quote = if value.contains('|') { "'" } else { "" };
    let added = format!("{finish}{NAME}={quote}{value}{quote}{}", pieces.last_line_end);
    Generated {
        new: [old.as_slice(), added.as_bytes()].concat(),
        old,
        kind: ChangeKind::Added,
        value,
    }
}
