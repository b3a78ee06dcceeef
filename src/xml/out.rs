//! XML output that is well-formed whatever text it contains.

use std::fmt::Write as _;

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

/// Appends text with references for characters that XML reserves; in attribute values also for
/// quotes, tabs and line ends. Returns the number of dropped characters, which XML cannot
/// represent.
pub(crate) fn escape_into(out: &mut String, text: &str, quoted: bool) -> u64 {
    let (mut done, mut dropped) = (0, 0);
    for (at, b) in text.bytes().enumerate() {
        let reference = match b {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'\r' => "&#13;",
            b'"' if quoted => "&quot;",
            b'\t' if quoted => "&#9;",
            b'\n' if quoted => "&#10;",
            b'\t' | b'\n' => continue,
            0..b' ' => "",
            // U+FFFE and U+FFFF, the only other characters that XML forbids, are three bytes that
            // begin with EF.
            0xEF if text[at..].starts_with(['\u{FFFE}', '\u{FFFF}']) => "",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(reference);
        done = at + if b == 0xEF { 3 } else { 1 };
        dropped += u64::from(reference.is_empty());
    }
    out.push_str(&text[done..]);
    dropped
}

/// Returns true if XML 1.0 allows a character.
pub(crate) fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
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
