//! The cells of two frames, of which the one before is compared with the one that is drawn. Pure but for the backend it is
//! given; `full_screen` decides when, and what else is written with a frame.

use ratatui::{Frame, Terminal, TerminalOptions, Viewport, backend::Backend, layout::Rect};

/// Draws frames. What a frame with a secret held is gone from the cells with the next frame: ratatui empties the one before,
/// and an emptied cell is overwritten as a whole.
#[derive(Debug)]
pub(super) struct Canvas<B: Backend> {
    screen: Terminal<B>,
    reveals: bool,
}

impl<B: Backend> Canvas<B> {
    /// An empty one of this size. The size is fixed: ratatui asks nobody for it, and so opens no device for every frame.
    pub(super) fn new(backend: B, area: Rect) -> Result<Self, B::Error> {
        let viewport = Viewport::Fixed(area);
        Ok(Self {
            screen: Terminal::with_options(backend, TerminalOptions { viewport })?,
            reveals: false,
        })
    }

    /// Whether the last frame held a secret.
    pub(super) fn reveals(&self) -> bool {
        self.reveals
    }

    /// Another size; the next frame paints everything.
    pub(super) fn resize(&mut self, area: Rect) -> Result<(), B::Error> {
        // Cells that are cut off could never be reached again.
        self.forget_secret();
        self.screen.resize(area)
    }

    /// Draws a frame that does or does not hold a secret.
    pub(super) fn draw(&mut self, reveals: bool, paint: impl FnOnce(&mut Frame<'_>)) -> Result<(), B::Error> {
        self.screen.draw(paint)?;
        self.reveals = reveals;
        Ok(())
    }

    /// Empties both frames if the last one held a secret. After this they no longer say what the terminal shows: for when
    /// the next frame paints everything, or there is none.
    pub(super) fn forget_secret(&mut self) {
        if std::mem::take(&mut self.reveals) {
            // Each empties the other one than is drawn next.
            self.screen.swap_buffers();
            self.screen.swap_buffers();
        }
    }
}
