//! Signs, in Unicode or in ASCII. Each is one cell wide but for the box of a mark, and none stands without a word beside it.

/// The signs of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// Done, granted, good.
    pub tick: &'static str,
    /// Failed, missing, bad.
    pub cross: &'static str,
    /// Worth a look.
    pub careful: &'static str,
    /// For knowledge, or waiting.
    pub dot: &'static str,
    /// Under way.
    pub running: &'static str,
    /// Will be tried again.
    pub again: &'static str,
    /// Marks the selected line.
    pub selected: &'static str,
    /// Between the stages of the rail.
    pub then: &'static str,
    /// Between things on one line.
    pub between: &'static str,
    /// Beside a line that is marked to be chosen with others, and beside one that is not.
    pub marks: [&'static str; 2],
    /// Stands for hidden text.
    pub mask: &'static str,
    /// Where text was cut.
    pub cut: &'static str,
    /// More above.
    pub up: &'static str,
    /// More below.
    pub down: &'static str,
    /// A frame: corners from the top left clockwise, then the horizontal and the vertical line.
    pub frame: [&'static str; 6],
}

impl Glyphs {
    /// For UTF-8 locales. No character whose width differs between terminals.
    pub const fn unicode() -> Self {
        Self {
            tick: "✓",
            cross: "✗",
            careful: "!",
            dot: "·",
            running: "▸",
            again: "↻",
            selected: ">",
            then: "›",
            between: "·",
            marks: ["[x]", "[ ]"],
            mask: "•",
            cut: "…",
            up: "▲",
            down: "▼",
            frame: ["┌", "┐", "┘", "└", "─", "│"],
        }
    }

    /// For everything else.
    pub const fn ascii() -> Self {
        Self {
            tick: "+",
            cross: "x",
            careful: "!",
            dot: "-",
            running: "*",
            again: "@",
            selected: ">",
            then: ">",
            between: "-",
            marks: ["[x]", "[ ]"],
            mask: "*",
            cut: "~",
            up: "^",
            down: "v",
            frame: ["+", "+", "+", "+", "-", "|"],
        }
    }
}
