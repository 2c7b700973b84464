//! Pages for people: a heading, plain text, two buttons. Nothing in them is loaded from anywhere, and a name can do
//! nothing in them.

use std::fmt::Write as _;

/// A page under construction.
#[derive(Debug)]
pub(super) struct Page {
    title: String,
    body: String,
}

impl Page {
    /// A page with this heading.
    pub(super) fn new(title: &str) -> Self {
        Self {
            title: escaped(title),
            body: String::new(),
        }
    }

    /// A paragraph.
    pub(super) fn paragraph(mut self, text: &str) -> Self {
        self.add(format_args!("<p>{}</p>\n", escaped(text)));
        self
    }

    /// A list.
    pub(super) fn list(mut self, items: impl IntoIterator<Item = String>) -> Self {
        self.body.push_str("<ul>\n");
        for item in items {
            self.add(format_args!("<li>{}</li>\n", escaped(&item)));
        }
        self.body.push_str("</ul>\n");
        self
    }

    /// The two buttons: they post to the address of the page itself, its query included.
    pub(super) fn buttons(mut self) -> Self {
        self.body.push_str(
            "<form method=\"post\">\n<button name=\"simulate\" value=\"continue\">Continue</button>\n<button name=\"simulate\" value=\"cancel\">Cancel</button>\n</form>\n",
        );
        self
    }

    /// One line to fill in, sent to the address of the page itself.
    pub(super) fn field(mut self, name: &str, label: &str) -> Self {
        let (name, label) = (escaped(name), escaped(label));
        self.add(format_args!(
            "<form method=\"get\">\n<label>{label} <input name=\"{name}\" autocomplete=\"off\"></label>\n<button>Continue</button>\n</form>\n"
        ));
        self
    }

    /// The whole page.
    pub(super) fn finish(self) -> String {
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{0}</title></head>\n<body>\n<p>This is the simulator, not Meta.</p>\n<h1>{0}</h1>\n{1}</body>\n</html>\n",
            self.title, self.body
        )
    }

    fn add(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing into a String cannot fail.
        let _ = self.body.write_fmt(text);
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            control if control.is_control() => out.push('\u{fffd}'),
            plain => out.push(plain),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_do_nothing_in_a_page() {
        let page = Page::new("<b>")
            .paragraph("a \"b\" & \u{1b}[2J")
            .list(["<script>".to_owned()]);
        let html = page.finish();
        assert!(html.contains("<h1>&lt;b&gt;</h1>\n<p>a &quot;b&quot; &amp; \u{fffd}[2J</p>"));
        assert!(html.contains("<li>&lt;script&gt;</li>"));
        assert!(!html.contains('\u{1b}'));
    }
}
