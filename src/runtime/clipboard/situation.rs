//! Which ways to a clipboard exist here, and in which order they are tried. Pure: the table of facts: terminal 1.7.

use crate::wizard::event::CopyReport;

use super::super::environment::Environment;

/// What the terminal said about clipboard writes when it was asked for its device attributes (facts: terminal 1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Da1 {
    /// It answered, and `52` was in the answer: writes are permitted now.
    Accepts52,
    /// It answered without `52`, which says nothing either way.
    Answered,
    /// It did not answer in time.
    Silent,
    /// It was not asked.
    #[default]
    NotAsked,
}

/// The person's own choice of a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClipboardChoice {
    /// The ways of the table.
    #[default]
    Auto,
    /// The clipboard of this machine, also over SSH.
    Native,
    /// Through the terminal.
    Osc52,
    /// Through tmux.
    Tmux,
    /// None.
    None,
}

/// The kind of system, as far as its clipboard differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// macOS and Windows: the clipboard belongs to the system and outlives us.
    Desktop,
    /// X11 and Wayland: the clipboard is served by whoever copied last, and needs a display.
    Display,
}

impl Platform {
    /// The one this program was built for.
    pub const HERE: Self = if cfg!(any(target_os = "macos", windows)) {
        Self::Desktop
    } else {
        Self::Display
    };
}

/// A way to a clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The clipboard of this machine.
    Native,
    /// `tmux load-buffer -w`.
    Tmux,
    /// OSC 52 in the pieces that screen passes on.
    Screen,
    /// OSC 52 plain, and in pieces in case it is no tmux after all, for a tmux at the other end of the connection.
    FarTmux,
    /// OSC 52 plain and in pieces, for a tmux or a screen at the other end of the connection.
    FarMultiplexer,
    /// OSC 52, to a terminal that says that it accepts it, or that says nothing.
    Osc52 {
        /// Whether it says so.
        accepted: bool,
    },
}

/// Everything the decision depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Situation {
    /// The kind of system.
    pub platform: Platform,
    /// Whether the terminal is on another machine.
    pub is_remote: bool,
    /// Whether X11 or Wayland is named.
    pub has_display: bool,
    /// What stands between this program and the terminal.
    pub multiplexer: Multiplexer,
    /// The terminal, as far as it is known to take no copies.
    pub terminal: Terminal,
    /// What the terminal said.
    pub da1: Da1,
    /// What the person wants.
    pub choice: ClipboardChoice,
}

/// What stands between this program and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Multiplexer {
    /// Nothing that is known.
    None,
    /// tmux, on this machine.
    Tmux,
    /// tmux, and within it perhaps screen, which would print a long request that is not cut.
    TmuxAndScreen,
    /// GNU screen, on this machine.
    Screen,
    /// tmux at the other end of the connection, by the name of the terminal.
    FarTmux,
    /// screen at the other end of the connection, or a tmux under screen's name.
    Far,
    /// zellij, which answers for itself and not for its terminal.
    Zellij,
}

/// The terminal, as far as it is known to take no copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terminal {
    /// The Linux console, or one that understands nothing.
    Plain,
    /// GNOME Terminal and its kin, which swallow OSC 52.
    Vte,
    /// Any other.
    Other,
}

impl Situation {
    /// Reads the surroundings.
    pub fn new(environment: &Environment, da1: Da1, choice: ClipboardChoice) -> Self {
        let term = environment.text("TERM").unwrap_or_default();
        let multiplexer = if environment.has("TMUX") && environment.has("STY") && term.starts_with("screen") {
            Multiplexer::TmuxAndScreen
        } else if environment.has("TMUX") {
            Multiplexer::Tmux
        } else if environment.has("STY") {
            Multiplexer::Screen
        } else if environment.has("ZELLIJ") {
            Multiplexer::Zellij
        } else if term.starts_with("tmux") {
            Multiplexer::FarTmux
        } else if term.starts_with("screen") {
            Multiplexer::Far
        } else {
            Multiplexer::None
        };
        let terminal = match term {
            "linux" | "dumb" => Terminal::Plain,
            _ if environment.has("VTE_VERSION") => Terminal::Vte,
            _ => Terminal::Other,
        };
        Self {
            platform: Platform::HERE,
            is_remote: environment.is_remote(),
            has_display: environment.has_display(),
            multiplexer,
            terminal,
            da1,
            choice,
        }
    }

    /// What may be said about a text that was put on this machine's clipboard and read back.
    pub const fn native_report(&self) -> CopyReport {
        match self.platform {
            Platform::Desktop => CopyReport::Copied,
            Platform::Display => CopyReport::CopiedUntilExit,
        }
    }

    const fn has_native(self) -> bool {
        match self.platform {
            Platform::Desktop => true,
            Platform::Display => self.has_display,
        }
    }
}

/// The ways to try, the best first. A way that fails makes room for the next; an empty list means that there is none.
pub fn decide(situation: &Situation) -> Vec<Route> {
    let native = situation.has_native().then_some(Route::Native);
    match situation.choice {
        ClipboardChoice::None => Vec::new(),
        ClipboardChoice::Native => Vec::from_iter(native),
        ClipboardChoice::Tmux => vec![Route::Tmux],
        ClipboardChoice::Osc52 => vec![asked_for_terminal(*situation)],
        ClipboardChoice::Auto => {
            let native = native.filter(|_| !situation.is_remote);
            let is_in_tmux = matches!(situation.multiplexer, Multiplexer::Tmux | Multiplexer::TmuxAndScreen);
            let tmux = is_in_tmux.then_some(Route::Tmux);
            native.into_iter().chain(tmux).chain(terminal(*situation)).collect()
        }
    }
}

/// Rows 4 to 7: what can be written to the terminal.
fn terminal(situation: Situation) -> Option<Route> {
    match situation.multiplexer {
        Multiplexer::Screen | Multiplexer::TmuxAndScreen => return Some(Route::Screen),
        Multiplexer::FarTmux => return Some(Route::FarTmux),
        Multiplexer::Far => return Some(Route::FarMultiplexer),
        // It takes the request itself, and what it then does with it is not its terminal's business alone.
        Multiplexer::Zellij => return Some(plain(situation)),
        Multiplexer::None | Multiplexer::Tmux => {}
    }
    let is_worth_it = match situation.da1 {
        Da1::Accepts52 => true,
        Da1::Answered | Da1::NotAsked => situation.terminal == Terminal::Other,
        Da1::Silent => false,
    };
    is_worth_it.then_some(plain(situation))
}

/// The terminal because the person says so, whatever it said of itself.
fn asked_for_terminal(situation: Situation) -> Route {
    terminal(situation).unwrap_or_else(|| plain(situation))
}

fn plain(situation: Situation) -> Route {
    Route::Osc52 {
        accepted: situation.da1 == Da1::Accepts52 && situation.multiplexer != Multiplexer::Zellij,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCEPTED: Route = Route::Osc52 { accepted: true };
    const UNKNOWN: Route = Route::Osc52 { accepted: false };

    fn here(pairs: &[(&str, &str)], da1: Da1) -> Situation {
        Situation {
            platform: Platform::Display,
            ..Situation::new(&Environment::from_pairs(pairs), da1, ClipboardChoice::Auto)
        }
    }

    const SSH: (&str, &str) = ("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22");
    const XTERM: (&str, &str) = ("TERM", "xterm-256color");
    const TMUX: (&str, &str) = ("TMUX", "/tmp/tmux-1000/default,1,0");
    const X11: (&str, &str) = ("DISPLAY", ":0");

    #[test]
    fn row_1_a_local_desktop_system_has_its_own_clipboard() {
        let mut situation = here(&[XTERM], Da1::Answered);
        situation.platform = Platform::Desktop;
        assert_eq!(decide(&situation), [Route::Native, UNKNOWN]);
        assert_eq!(situation.native_report(), CopyReport::Copied);
        situation.is_remote = true;
        assert_eq!(decide(&situation), [UNKNOWN]);
    }

    #[test]
    fn row_2_a_local_display_is_tried_first_and_never_over_ssh() {
        for display in [X11, ("WAYLAND_DISPLAY", "wayland-0")] {
            let local = here(&[XTERM, display], Da1::Accepts52);
            assert_eq!(decide(&local), [Route::Native, ACCEPTED]);
            assert_eq!(local.native_report(), CopyReport::CopiedUntilExit);
            assert_eq!(decide(&here(&[XTERM, display, SSH], Da1::Accepts52)), [ACCEPTED]);
        }
    }

    #[test]
    fn row_3_inside_tmux_tmux_is_asked() {
        let term = ("TERM", "tmux-256color");
        assert_eq!(decide(&here(&[term, TMUX, SSH], Da1::Answered)), [Route::Tmux, UNKNOWN]);
        assert_eq!(
            decide(&here(&[term, TMUX, X11], Da1::Answered)),
            [Route::Native, Route::Tmux, UNKNOWN]
        );
        assert_eq!(decide(&here(&[term, TMUX, SSH], Da1::Silent)), [Route::Tmux]);
    }

    #[test]
    fn row_3_screen_inside_tmux_gets_pieces_where_tmux_cannot_be_had() {
        let screen = ("STY", "1.pts-0.host");
        for (term, second) in [
            ("screen", Route::Screen),
            ("screen.tmux-256color", Route::Screen),
            ("tmux-256color", UNKNOWN),
        ] {
            let both = here(&[("TERM", term), TMUX, screen, SSH], Da1::Answered);
            assert_eq!(decide(&both), [Route::Tmux, second], "{term}");
        }
    }

    #[test]
    fn row_4_screen_gets_pieces() {
        let pairs = [("TERM", "screen.xterm-256color"), ("STY", "1.pts-0.host"), SSH];
        for da1 in [Da1::Answered, Da1::Silent, Da1::NotAsked] {
            assert_eq!(decide(&here(&pairs, da1)), [Route::Screen]);
        }
    }

    #[test]
    fn row_4b_a_multiplexer_at_the_other_end_gets_both_forms() {
        for (term, route) in [
            ("tmux", Route::FarTmux),
            ("tmux-256color", Route::FarTmux),
            ("screen", Route::FarMultiplexer),
            ("screen-256color", Route::FarMultiplexer),
        ] {
            assert_eq!(decide(&here(&[("TERM", term), SSH], Da1::Answered)), [route], "{term}");
        }
    }

    #[test]
    fn row_5_a_terminal_that_says_yes_is_written_to() {
        assert_eq!(decide(&here(&[XTERM, SSH], Da1::Accepts52)), [ACCEPTED]);
        assert_eq!(decide(&here(&[XTERM], Da1::Accepts52)), [ACCEPTED]);
    }

    #[test]
    fn row_6_a_terminal_that_says_nothing_of_it_is_written_to_without_a_promise() {
        assert_eq!(decide(&here(&[XTERM, SSH], Da1::Answered)), [UNKNOWN]);
        assert_eq!(decide(&here(&[XTERM, SSH], Da1::NotAsked)), [UNKNOWN]);
    }

    #[test]
    fn row_6_zellij_answers_for_itself_whatever_its_terminal_is() {
        let zellij = ("ZELLIJ", "0");
        for da1 in [Da1::Accepts52, Da1::Answered, Da1::Silent, Da1::NotAsked] {
            assert_eq!(decide(&here(&[XTERM, SSH, zellij], da1)), [UNKNOWN]);
        }
        let vte = ("VTE_VERSION", "7600");
        assert_eq!(decide(&here(&[XTERM, zellij, vte], Da1::Answered)), [UNKNOWN]);
    }

    #[test]
    fn row_7_where_nothing_can_take_a_copy_nothing_is_written() {
        for (pairs, da1) in [
            (&[XTERM, SSH] as &[_], Da1::Silent),
            (&[("TERM", "linux")], Da1::Answered),
            (&[("TERM", "dumb"), SSH], Da1::NotAsked),
            (&[XTERM, SSH, ("VTE_VERSION", "7600")], Da1::Answered),
        ] {
            assert_eq!(decide(&here(pairs, da1)), [], "{pairs:?}");
        }
    }

    #[test]
    fn row_8_x11_through_ssh_is_taken_only_when_asked_for() {
        let mut situation = here(&[XTERM, SSH, X11], Da1::Silent);
        assert_eq!(decide(&situation), []);
        situation.choice = ClipboardChoice::Native;
        assert_eq!(decide(&situation), [Route::Native]);
    }

    #[test]
    fn a_choice_of_the_person_overrules_the_table() {
        let with = |choice, pairs: &[(&str, &str)], da1| {
            let mut situation = here(pairs, da1);
            situation.choice = choice;
            decide(&situation)
        };
        assert_eq!(with(ClipboardChoice::None, &[XTERM, X11], Da1::Accepts52), []);
        assert_eq!(with(ClipboardChoice::Native, &[XTERM], Da1::Accepts52), []);
        assert_eq!(with(ClipboardChoice::Tmux, &[XTERM, X11], Da1::Answered), [Route::Tmux]);
        assert_eq!(with(ClipboardChoice::Osc52, &[XTERM, X11], Da1::Accepts52), [ACCEPTED]);
        assert_eq!(
            with(ClipboardChoice::Osc52, &[("TERM", "linux")], Da1::Silent),
            [UNKNOWN]
        );
        assert_eq!(
            with(ClipboardChoice::Osc52, &[("STY", "1.host"), X11], Da1::Silent),
            [Route::Screen]
        );
    }
}
