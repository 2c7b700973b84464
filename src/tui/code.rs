//! An address as a code that a phone reads from the screen. Pure.
//!
//! Two rows of modules stand in one row of the terminal. The colours are said, black on white: drawn in a terminal's own it
//! would be inverted on a dark ground, and not every phone reads that (facts: terminal 6).

use qrcode::{Color as Module, EcLevel, QrCode};
use ratatui::layout::Size;

/// Modules of white around it. Four are asked for by the standard, and two are enough on a screen; so the address of the Graph
/// API Explorer still fits a window of 24 rows.
const MARGIN: usize = 2;
const BLACK_ON_WHITE: &str = "\x1b[30;107m";
const AS_BEFORE: &str = "\x1b[m";

/// A code, row by row.
pub(super) struct Code {
    rows: Vec<String>,
    columns: usize,
}

impl Code {
    /// The code of a text, where there is room for it; `room` is in columns and rows.
    pub(super) fn new(text: &str, room: Size) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
        let modules = code.width();
        let columns = modules.saturating_add(2 * MARGIN);
        let height = columns.div_ceil(2);
        if columns > usize::from(room.width) || height > usize::from(room.height) {
            return None;
        }
        let colors = code.to_colors();
        let is_dark = |row: usize, column: usize| {
            let (row, column) = (row.checked_sub(MARGIN)?, column.checked_sub(MARGIN)?);
            let is_inside = row < modules && column < modules;
            let at = row.checked_mul(modules)?.checked_add(column)?;
            (is_inside && *colors.get(at)? == Module::Dark).then_some(())
        };
        let cell = |row: usize, column: usize| {
            let upper = row.saturating_mul(2);
            match (is_dark(upper, column), is_dark(upper.saturating_add(1), column)) {
                (Some(()), Some(())) => '█',
                (Some(()), None) => '▀',
                (None, Some(())) => '▄',
                (None, None) => ' ',
            }
        };
        let row = |row: usize| {
            let cells = (0..columns).map(|column| cell(row, column));
            let drawn: String = cells.collect();
            format!("{BLACK_ON_WHITE}{drawn}{AS_BEFORE}")
        };
        Some(Self {
            rows: (0..height).map(row).collect(),
            columns,
        })
    }

    /// Its rows, each with the colours it needs.
    pub(super) fn rows(&self) -> &[String] {
        &self.rows
    }

    /// How wide each of them is.
    pub(super) const fn columns(&self) -> usize {
        self.columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPLORER: &str = "https://developers.facebook.com/tools/explorer/";
    /// A module in the picture is so many pixels wide and high.
    const SCALE: usize = 4;

    /// What a phone would read from the rows.
    fn read(code: &Code) -> String {
        let rows: Vec<Vec<char>> = code
            .rows()
            .iter()
            .map(|row| {
                let drawn = row
                    .strip_prefix(BLACK_ON_WHITE)
                    .unwrap()
                    .strip_suffix(AS_BEFORE)
                    .unwrap();
                drawn.chars().collect()
            })
            .collect();
        assert!(rows.iter().all(|row| row.len() == code.columns()));
        let is_dark = |x: usize, y: usize| {
            let (row, half) = (y / 2, y % 2);
            matches!((rows[row][x], half), ('█', _) | ('▀', 0) | ('▄', 1))
        };
        let width = code.columns().saturating_mul(SCALE);
        let height = rows.len().saturating_mul(2 * SCALE);
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
            if is_dark(x / SCALE, y / SCALE) { 0 } else { 255 }
        });
        picture.detect_grids()[0].decode().unwrap().1
    }

    #[test]
    fn a_reader_of_codes_reads_the_address() {
        let login = format!(
            "https://www.facebook.com/v25.0/dialog/oauth?state={}",
            "aZ09".repeat(40)
        );
        for address in [EXPLORER, &login] {
            let code = Code::new(address, Size::new(100, 60)).unwrap();
            assert_eq!(read(&code), address);
        }
    }

    #[test]
    fn that_of_the_explorer_takes_seventeen_rows_and_none_is_drawn_without_room() {
        let code = |width, height| Code::new(EXPLORER, Size::new(width, height));
        assert_eq!(
            code(33, 17).map(|code| (code.columns(), code.rows().len())),
            Some((33, 17))
        );
        assert!(code(32, 17).is_none() && code(33, 16).is_none());
        assert!(
            Code::new(&"x".repeat(8000), Size::MAX).is_none(),
            "longer than any code"
        );
    }
}
