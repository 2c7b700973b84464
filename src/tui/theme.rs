//! Styles by role. The only place that names a colour: 16 ANSI colours on the terminal's own background, or none at all.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// The program's name.
    Brand,
    /// A heading.
    Heading,
    /// Less important than the text beside it.
    Quiet,
    /// Done, or as it should be.
    Good,
    /// For knowledge.
    Calm,
    /// Worth a look.
    Careful,
    /// Must be mended.
    Bad,
    /// A key to press.
    Key,
    /// The line or button that Enter acts on.
    Selected,
    /// A link or a value to be copied.
    Link,
    /// The server that is talked to, when it is not the real one.
    Banner,
    /// Frames and other decoration.
    Frame,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Palette {
    Plain,
    Ansi,
}

/// A style for every [`Role`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme(Palette);

impl Theme {
    /// No colours at all, only bold, reverse and underline: for `NO_COLOR`. A single colour in it would make crossterm
    /// 0.29 drop the other attributes of that cell.
    pub const fn plain() -> Self {
        Self(Palette::Plain)
    }

    /// The 16 ANSI colours, which the person's own terminal defines.
    pub const fn ansi() -> Self {
        Self(Palette::Ansi)
    }

    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let shape = match role {
            Role::Text | Role::Quiet | Role::Good | Role::Calm | Role::Frame => Modifier::empty(),
            Role::Brand | Role::Heading | Role::Key | Role::Careful | Role::Bad => Modifier::BOLD,
            Role::Selected => Modifier::REVERSED.union(Modifier::BOLD),
            Role::Link => Modifier::UNDERLINED,
            Role::Banner => Modifier::REVERSED,
        };
        let style = Style::new().add_modifier(shape);
        match self.0 {
            Palette::Plain => style,
            Palette::Ansi => match role {
                Role::Text | Role::Heading | Role::Key | Role::Selected => style,
                Role::Quiet | Role::Frame => style.add_modifier(Modifier::DIM),
                Role::Good => style.fg(Color::Green),
                Role::Brand | Role::Calm | Role::Link => style.fg(Color::Cyan),
                Role::Careful | Role::Banner => style.fg(Color::Yellow),
                Role::Bad => style.fg(Color::Red),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_theme_has_no_colour_in_any_role() {
        for role in [
            Role::Text,
            Role::Brand,
            Role::Heading,
            Role::Quiet,
            Role::Good,
            Role::Calm,
            Role::Careful,
            Role::Bad,
            Role::Key,
            Role::Selected,
            Role::Link,
            Role::Banner,
            Role::Frame,
        ] {
            let style = Theme::plain().style(role);
            assert_eq!(
                (style.fg, style.bg, style.underline_color),
                (None, None, None),
                "{role:?}"
            );
            assert!(!style.add_modifier.contains(Modifier::DIM), "{role:?}");
        }
    }
}
