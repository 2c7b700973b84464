//! The one key table. Dispatch, the footer, the help screen and the README all read it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

mod action;
mod place;
mod table;

pub use action::{Action, WayKind};
pub use place::{Place, Places};
pub use table::table;

/// A key, as a person would name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A letter or sign, whatever the case.
    Char(char),
    /// A letter with Ctrl held.
    Ctrl(char),
    /// A function key.
    F(u8),
    /// Any other key.
    Named(KeyCode),
}

impl Key {
    /// The key of a key event; `None` for combinations that mean nothing here.
    pub fn of(event: &KeyEvent) -> Option<Self> {
        let held = event.modifiers.difference(KeyModifiers::SHIFT);
        match event.code {
            KeyCode::Char(letter) if held.is_empty() => Some(Self::Char(letter.to_ascii_lowercase())),
            KeyCode::Char(letter) if held == KeyModifiers::CONTROL => Some(Self::Ctrl(letter.to_ascii_lowercase())),
            KeyCode::F(number) if held.is_empty() => Some(Self::F(number)),
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Some(Self::Named(KeyCode::BackTab)),
            KeyCode::Char(_) | KeyCode::F(_) => None,
            code => Some(Self::Named(code)),
        }
    }

    /// Its name.
    pub fn name(self) -> String {
        match self {
            Self::Char(' ') => "Space".to_owned(),
            Self::Char(letter) => letter.to_string(),
            Self::Ctrl(letter) => format!("Ctrl-{}", letter.to_ascii_uppercase()),
            Self::F(number) => format!("F{number}"),
            Self::Named(KeyCode::BackTab) => "Shift-Tab".to_owned(),
            Self::Named(KeyCode::PageUp) => "PgUp".to_owned(),
            Self::Named(KeyCode::PageDown) => "PgDn".to_owned(),
            Self::Named(code) => code.to_string(),
        }
    }
}

/// One line of the table.
#[derive(Debug)]
pub struct Binding {
    /// Where it holds.
    pub places: Places,
    /// The keys; the first is the one that is named in the footer.
    pub keys: &'static [Key],
    /// What they do.
    pub action: Action,
    /// That in a few words.
    pub words: &'static str,
    /// Whether the footer names it. The order of the table is the order of the footer: most important first.
    pub is_in_footer: bool,
}

impl Binding {
    fn is_same_but_for_places(&self, other: &Self) -> bool {
        self.action == other.action && self.keys == other.keys && self.words == other.words
    }

    /// Whether two lines differ in nothing but a number: they share a line of the README.
    fn is_same_but_for_number(&self, other: &Self) -> bool {
        matches!((self.action, other.action), (Action::CopyLine(_), Action::CopyLine(_)))
    }
}

/// What a key does in a place. Letters and signs do nothing where they are text.
pub fn action(place: Place, key: Key) -> Option<Action> {
    if place.is_text(key) {
        return None;
    }
    bindings(place)
        .find(|binding| binding.keys.contains(&key))
        .map(|binding| binding.action)
}

/// The lines of the table that hold in a place, most important first.
pub fn bindings(place: Place) -> impl Iterator<Item = &'static Binding> {
    table().filter(move |binding| {
        let is_text = binding.keys.iter().all(|key| place.is_text(*key));
        binding.places.has(place) && !is_text
    })
}

/// The character a key types, if it types one: only with no modifier or Shift.
pub fn typed(event: &KeyEvent) -> Option<char> {
    match event.code {
        KeyCode::Char(character)
            if event.modifiers.difference(KeyModifiers::SHIFT).is_empty() && !character.is_control() =>
        {
            Some(character)
        }
        _ => None,
    }
}

/// The table in Markdown, for the README.
pub fn readme_table() -> String {
    let mut text = "| Where | Key | What it does |\n|---|---|---|\n".to_owned();
    for (index, binding) in table().enumerate() {
        let is_repeated = table()
            .take(index)
            .any(|earlier| earlier.is_same_but_for_places(binding) || earlier.is_same_but_for_number(binding));
        if !is_repeated {
            let keys: Vec<_> = table()
                .filter(|other| std::ptr::eq(*other, binding) || other.is_same_but_for_number(binding))
                .map(|other| key_names(other, |name| format!("`{name}`")))
                .collect();
            let places = table()
                .filter(|other| other.is_same_but_for_places(binding))
                .fold(Places::NONE, |places, other| places.and(other.places));
            let row = format!("| {} | {} | {} |\n", places.words(), keys.join(", "), binding.words);
            text.push_str(&row);
        }
    }
    text
}

/// The names of a line's keys.
pub(crate) fn key_names(binding: &Binding, dress: impl Fn(String) -> String) -> String {
    let names: Vec<_> = binding.keys.iter().map(|key| dress(key.name())).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_has_two_meanings_in_one_place() {
        for place in Place::ALL {
            let keys: Vec<_> = bindings(place).flat_map(|binding| binding.keys).collect();
            for (index, key) in keys.iter().enumerate() {
                assert!(
                    !keys.iter().take(index).any(|earlier| earlier == key),
                    "{key:?} in {place:?}"
                );
            }
        }
    }

    #[test]
    fn every_place_can_be_left_and_explains_itself() {
        for place in Place::ALL {
            assert_eq!(action(place, Key::Ctrl('c')), Some(Action::Leave), "{place:?}");
            assert!(!place.purpose().is_empty());
        }
    }

    #[test]
    fn the_readme_names_every_action_once_for_each_set_of_keys() {
        let table = readme_table();
        assert!(table.contains("| Result | `c` | copy the token |"), "{table}");
        assert!(table.contains("| Everywhere | `Ctrl-C` | leave |"), "{table}");
        assert_eq!(table.matches("`Ctrl-C`").count(), 1, "{table}");
    }

    #[test]
    fn letters_act_whatever_their_case_and_never_with_alt() {
        let event = |code, modifiers| Key::of(&KeyEvent::new(code, modifiers));
        assert_eq!(event(KeyCode::Char('C'), KeyModifiers::SHIFT), Some(Key::Char('c')));
        assert_eq!(event(KeyCode::Char('c'), KeyModifiers::ALT), None);
        assert_eq!(
            event(KeyCode::Tab, KeyModifiers::SHIFT),
            Some(Key::Named(KeyCode::BackTab))
        );
    }
}
