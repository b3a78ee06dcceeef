//! Conversion of inline codes of any format to TMX tags, as [`Mark`](crate::Mark) holds them, and
//! back.
//!
//! The code becomes the escaped content of a tag: an opening code becomes `<bpt i="1">`, its
//! closing code an `<ept i="1">` with the same number, a standalone code `<ph x="1">`, and an
//! opening or closing code without a partner `<it pos="begin" x="1">` or `<it pos="end" x="1">`.
//! For example, `<g id="1">` of XLIFF becomes `<bpt i="1">&lt;g id=&quot;1&quot;&gt;</bpt>`.

use crate::xml::out::escape_into;

/// Role of an inline code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Opens a pair; the code with the same number closes it: `bpt`.
    Open,
    /// Closes the pair with the same number: `ept`.
    Close,
    /// Standalone code: `ph`.
    Alone,
    /// Opening code without a closing one in this text: `it`.
    LoneOpen,
    /// Closing code without an opening one in this text: `it`.
    LoneClose,
}

/// An inline code with its role and number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) role: Role,
    /// Number that links the two codes of a pair, and codes of source and target; 0 for none. Pairs
    /// always have a number.
    pub(crate) number: u32,
    /// Code of the other format.
    pub(crate) code: String,
}

impl Code {
    pub(crate) fn new(role: Role, number: u32, code: impl Into<String>) -> Self {
        Self { role, number, code: code.into() }
    }

    /// Returns the code as a TMX tag.
    pub(crate) fn raw(&self) -> String {
        let (start, end) = match self.role {
            Role::Open => ("<bpt i=\"", "</bpt>"),
            Role::Close => ("<ept i=\"", "</ept>"),
            Role::Alone => ("<ph x=\"", "</ph>"),
            Role::LoneOpen => ("<it pos=\"begin\" x=\"", "</it>"),
            Role::LoneClose => ("<it pos=\"end\" x=\"", "</it>"),
        };
        let mut raw = start.to_owned();
        if self.number == 0 {
            raw.truncate(start.len() - " x=\"".len());
        } else {
            raw.push_str(&self.number.to_string());
            raw.push('"');
        }
        raw.push('>');
        escape_into(&mut raw, &self.code, true);
        raw.push_str(end);
        raw
    }

    /// Parses such a tag. Returns `None` unless it is written exactly as by [`Code::raw`].
    pub(crate) fn parse(raw: &str) -> Option<Self> {
        const STARTS: [(&str, Role, &str); 5] = [
            ("<bpt i=\"", Role::Open, "</bpt>"),
            ("<ept i=\"", Role::Close, "</ept>"),
            ("<ph", Role::Alone, "</ph>"),
            ("<it pos=\"begin\"", Role::LoneOpen, "</it>"),
            ("<it pos=\"end\"", Role::LoneClose, "</it>"),
        ];
        let (start, role, end) = STARTS.into_iter().find(|(start, ..)| raw.starts_with(start))?;
        let rest = raw[start.len()..].strip_suffix(end)?;
        let (number, content) = match rest.strip_prefix('>') {
            Some(content) => (0, content),
            None => {
                let numbered = rest.strip_prefix(" x=\"").unwrap_or(rest);
                let (number, content) = numbered.split_once("\">")?;
                (number.parse().ok()?, content)
            }
        };
        let code = quick_xml::escape::unescape(content).ok()?.into_owned();
        let code = Self { role, number, code };
        (code.raw() == raw).then_some(code)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn codes_become_tmx_tags() {
        for (role, number, code, raw) in [
            (Role::Open, 1, "<g id=\"1\">", "<bpt i=\"1\">&lt;g id=&quot;1&quot;&gt;</bpt>"),
            (Role::Close, 1, "</g>", "<ept i=\"1\">&lt;/g&gt;</ept>"),
            (Role::Alone, 2, "<x id=\"2\"/>", "<ph x=\"2\">&lt;x id=&quot;2&quot;/&gt;</ph>"),
            (Role::Alone, 0, "{0}", "<ph>{0}</ph>"),
            (Role::LoneOpen, 3, "\\b", "<it pos=\"begin\" x=\"3\">\\b</it>"),
            (Role::LoneClose, 0, "", "<it pos=\"end\"></it>"),
        ] {
            let code = Code::new(role, number, code);
            assert_eq!(code.raw(), raw);
            assert_eq!(Code::parse(raw), Some(code));
        }
    }

    #[test]
    fn other_tags_are_not_codes() {
        for raw in [
            "",
            "<ph/>",
            "<ph",
            "<ph></ph",
            "<ph x=\"01\"></ph>",
            "<ph x=\"1\" type=\"b\"></ph>",
            "<ph>\"</ph>",
            "<ph>a<sub>b</sub></ph>",
            "<ph>&nbsp;</ph>",
            "<phx></ph>",
            "<bpt>a</bpt>",
            "<bpt i='1'>a</bpt>",
            "<bpt i=\"x\">a</bpt>",
            "<hi>",
            "</hi>",
        ] {
            assert_eq!(Code::parse(raw), None, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn every_code_round_trips(role in 0..5_usize, number in 1..u32::MAX, code in any::<String>()) {
            let roles = [Role::Open, Role::Close, Role::Alone, Role::LoneOpen, Role::LoneClose];
            let code: String = code.chars().filter(|c| crate::xml::out::is_allowed(*c)).collect();
            let code = Code::new(roles[role], number, code);
            prop_assert_eq!(Code::parse(&code.raw()), Some(code));
        }
    }
}
