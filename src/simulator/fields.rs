//! The `fields=` parameter: names, modifiers that are skipped, braces for what lies deeper.
//! Started by a node or edge that is read; ends in a list of wishes in the order they were written.

/// One wished-for field and, in braces, what is wished for inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    /// The field's name.
    pub(crate) name: String,
    /// Fields in its braces; empty without braces.
    pub(crate) inside: Vec<Field>,
}

/// How deep braces may go.
const DEEPEST: usize = 8;

/// Reads `id,name,picture.width(50){url}`; `None` when the text cannot be read.
pub(crate) fn read(text: &str) -> Option<Vec<Field>> {
    let mut rest = text;
    let fields = read_list(&mut rest, 0)?;
    rest.is_empty().then_some(fields)
}

fn read_list(rest: &mut &str, depth: usize) -> Option<Vec<Field>> {
    if depth > DEEPEST {
        return None;
    }
    let mut fields = Vec::new();
    loop {
        let name = read_name(rest);
        if name.is_empty() {
            // A trailing or doubled comma is forgiven, as it is by the service.
            if take(rest, ',') {
                continue;
            }
            return Some(fields);
        }
        while take(rest, '.') {
            read_name(rest);
            if take(rest, '(') {
                let (_, after) = rest.split_once(')')?;
                *rest = after;
            }
        }
        let inside = if take(rest, '{') {
            let inside = read_list(rest, depth.saturating_add(1))?;
            if !take(rest, '}') {
                return None;
            }
            inside
        } else {
            Vec::new()
        };
        fields.push(Field { name, inside });
        if !take(rest, ',') {
            return Some(fields);
        }
    }
}

fn read_name(rest: &mut &str) -> String {
    let trimmed = rest.trim_start();
    let end = trimmed
        .find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'))
        .unwrap_or(trimmed.len());
    let (name, after) = trimmed.split_at_checked(end).unwrap_or((trimmed, ""));
    *rest = after.trim_start();
    name.to_owned()
}

fn take(rest: &mut &str, letter: char) -> bool {
    match rest.strip_prefix(letter) {
        Some(after) => {
            *rest = after;
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(fields: &[Field]) -> String {
        let parts: Vec<_> = fields
            .iter()
            .map(|field| match field.inside.as_slice() {
                [] => field.name.clone(),
                inside => format!("{}[{}]", field.name, names(inside)),
            })
            .collect();
        parts.join(" ")
    }

    #[test]
    fn names_braces_and_modifiers_are_read_in_order() {
        let fields = read("name,id, picture.width(50).height(50){url},ig{a{b,c},d},").unwrap();
        assert_eq!(names(&fields), "name id picture[url] ig[a[b c] d]");
        assert_eq!(read(""), Some(Vec::new()));
    }

    #[test]
    fn text_that_is_not_a_field_list_is_refused() {
        let deep = "a{".repeat(40);
        for bad in ["id,name}", "id{name", "id name", "a.b(", "id;name", &deep] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
