//! Inline codes of any format as the tags of TMX that [`Mark`](crate::Mark) holds, and back.
//!
//! A code goes into a tag as its content, escaped: what opens into `<bpt i="1">`, what closes into
//! the `<ept i="1">` of the same number, what stands alone into `<ph x="1">`, and an opening or
//! closing code without its other half into `<it pos="begin" x="1">`. So `<g id="1">` of XLIFF
//! becomes `<bpt i="1">&lt;g id=&quot;1&quot;&gt;</bpt>`.

use crate::xml::out::escape_into;

/// What a code does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Opens what a code of the same number closes: `bpt`.
    Open,
    /// Closes what a code of the same number opened: `ept`.
    Close,
    /// Stands by itself: `ph`.
    Alone,
    /// Opens what is closed in no place of this text: `it`.
    LoneOpen,
    /// Closes what was opened in no place of this text: `it`.
    LoneClose,
}

/// A code with its role and number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) role: Role,
    /// The number by which pairs, and texts of two languages, find together; 0 for none, which
    /// pairs always have.
    pub(crate) number: u32,
    /// The code of the other format.
    pub(crate) code: String,
}

impl Code {
    pub(crate) fn new(role: Role, number: u32, code: impl Into<String>) -> Self {
        Self { role, number, code: code.into() }
    }

    /// The tag as TMX writes it.
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

    /// What such a tag stands for, or `None` where it is not written just as [`Code::raw`] does.
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
    fn codes_become_tags_of_tmx() {
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
    fn other_tags_are_none() {
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
        fn any_code_comes_back(role in 0..5_usize, number in 1..u32::MAX, code in any::<String>()) {
            let roles = [Role::Open, Role::Close, Role::Alone, Role::LoneOpen, Role::LoneClose];
            let code: String = code.chars().filter(|c| crate::xml::out::is_allowed(*c)).collect();
            let code = Code::new(roles[role], number, code);
            prop_assert_eq!(Code::parse(&code.raw()), Some(code));
        }
    }
}
