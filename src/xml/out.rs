//! XML output that is well-formed whatever text it contains.

use std::fmt::Write as _;

pub(crate) use crate::text::escape::{escape_into, is_allowed};

/// The XML of one part of a file, before it is written.
#[derive(Debug, Default)]
pub(crate) struct XmlOut {
    /// The XML since the last write.
    pub(crate) text: String,
    /// Number of characters that were dropped because XML cannot represent them.
    pub(crate) dropped: u64,
}

impl XmlOut {
    /// Appends markup as it is.
    pub(crate) fn raw(&mut self, raw: &str) {
        self.text.push_str(raw);
    }

    /// Appends the beginning of a start tag on a new line.
    pub(crate) fn open(&mut self, indent: usize, name: &str) {
        let _ = write!(self.text, "{:indent$}<{name}", "");
    }

    /// Appends an end tag on a line of its own.
    pub(crate) fn close(&mut self, indent: usize, name: &str) {
        let _ = writeln!(self.text, "{:indent$}</{name}>", "");
    }

    /// Appends an attribute to a start tag.
    pub(crate) fn attribute(&mut self, name: &str, value: &str) {
        self.text.push(' ');
        self.raw(name);
        self.raw("=\"");
        self.dropped += escape_into(&mut self.text, value, true);
        self.text.push('"');
    }

    /// Appends text between tags.
    pub(crate) fn escaped(&mut self, text: &str) {
        self.dropped += escape_into(&mut self.text, text, false);
    }

    /// Appends an element with text on a line of its own.
    pub(crate) fn element(
        &mut self,
        indent: usize,
        name: &str,
        attributes: &[(&str, &str)],
        text: &str,
    ) {
        self.open(indent, name);
        attributes.iter().for_each(|(name, value)| self.attribute(name, value));
        self.raw(">");
        self.escaped(text);
        self.raw("</");
        self.raw(name);
        self.raw(">\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_characters_are_escaped_and_forbidden_ones_counted() {
        let mut out = XmlOut::default();
        out.element(2, "a", &[("b", "\"\n<\u{1}")], "\"&\r\n\t\u{FFFE}ب\u{FFFD}");
        assert_eq!(out.text, "  <a b=\"&quot;&#10;&lt;\">\"&amp;&#13;\n\tب\u{FFFD}</a>\n");
        assert_eq!(out.dropped, 2);
    }
}
