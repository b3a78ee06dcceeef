//! Tags of a text as old formats have them: beginnings, ends and single ones, which become inline codes
//! with numbers.

use std::collections::BTreeMap;

use crate::unit::{CodeKind, InlineCode, Mark, Text};

/// Maximum number of tags of a text; real texts have a few dozen.
const MAX_TAGS: usize = 100_000;

/// A text and its tags while they are read.
#[derive(Debug, Default)]
pub(super) struct Tagged {
    pub(super) text: String,
    tags: Vec<Tag>,
    /// True if there are more tags than the limit allows.
    pub(super) is_full: bool,
}

#[derive(Debug)]
struct Tag {
    at: usize,
    kind: TagKind,
    /// What an end and its beginning have in common, such as the name of an element.
    key: String,
    /// The number that the file gives the tag.
    number: Option<u32>,
    code: String,
}

/// The kind of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    /// It begins something that an end with the same key ends.
    Start,
    /// It ends something.
    End,
    /// It stands alone.
    Single,
    /// A tag of TMX, kept as it is.
    Tmx,
}

impl Tagged {
    /// Adds a tag at the end of the text so far; `code` is what the document has in its place.
    pub(super) fn tag(&mut self, kind: TagKind, key: &str, number: Option<u32>, code: &str) {
        if self.tags.len() == MAX_TAGS {
            self.is_full = true;
            return;
        }
        let (at, key, code) = (self.text.len(), key.to_owned(), code.to_owned());
        self.tags.push(Tag { at, kind, key, number, code });
    }

    /// Makes the text. Beginnings and ends that belong together get one number; what has lost its
    /// partner stands isolated.
    pub(super) fn finish(self) -> Text {
        let mut partner = vec![None; self.tags.len()];
        let mut open: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, tag) in self.tags.iter().enumerate() {
            match tag.kind {
                TagKind::Start => open.entry(&tag.key).or_default().push(i),
                TagKind::End => {
                    if let Some(start) = open.get_mut(tag.key.as_str()).and_then(Vec::pop) {
                        (partner[start], partner[i]) = (Some(i), Some(start));
                    }
                }
                TagKind::Single | TagKind::Tmx => {}
            }
        }
        let (mut pairs, mut singles) = (0, 0);
        let mut numbers = vec![0; self.tags.len()];
        let mut marks = Vec::with_capacity(self.tags.len());
        for (i, tag) in self.tags.iter().enumerate() {
            let mut single = || {
                singles += 1;
                tag.number.unwrap_or(singles)
            };
            let (kind, number) = match (tag.kind, partner[i]) {
                (TagKind::Tmx, _) => {
                    marks.push(Mark::from_tmx(tag.at, &tag.code));
                    continue;
                }
                (TagKind::Start, Some(_)) => {
                    pairs += 1;
                    (CodeKind::Open, pairs)
                }
                (TagKind::End, Some(start)) => {
                    (CodeKind::Close, numbers.get(start).copied().unwrap_or_default())
                }
                (TagKind::Start, None) => (CodeKind::IsolatedOpen, single()),
                (TagKind::End, None) => (CodeKind::IsolatedClose, single()),
                (TagKind::Single, _) => (CodeKind::Standalone, single()),
            };
            numbers[i] = number;
            let code = InlineCode::new(kind, Some(number).filter(|n| *n > 0), tag.code.as_str());
            marks.push(Mark { at: tag.at, code });
        }
        Text { text: self.text, marks }
    }
}

/// Returns the kind and the name of a tag of HTML or XML: `<b>` begins `b`, `</b>` ends it; anything
/// else stands alone.
pub(super) fn of_markup(code: &str) -> (TagKind, String) {
    let inner = code.trim().strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let Some(inner) = inner.filter(|inner| !inner.ends_with('/') && !inner.contains('<')) else {
        return (TagKind::Single, String::new());
    };
    let (kind, inner) = match inner.strip_prefix('/') {
        Some(name) => (TagKind::End, name),
        None => (TagKind::Start, inner),
    };
    let fits = |c: char| c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.');
    let name: String = inner.chars().take_while(|c| fits(*c)).collect();
    if name.is_empty() { (TagKind::Single, name) } else { (kind, name.to_lowercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_numbered_codes() {
        let mut tagged = Tagged::default();
        for (code, text) in
            [("<b>", "نص"), ("<br/>", " "), ("</b>", "آخر"), ("</i>", ""), ("<u>", "")]
        {
            let (kind, name) = of_markup(code);
            tagged.tag(kind, &name, None, code);
            tagged.text.push_str(text);
        }
        let text = tagged.finish();
        let tags: Vec<_> =
            text.marks.iter().map(|m| (m.at, m.code.to_tmx().into_owned())).collect();
        let expected = [
            (0, "<bpt i=\"1\">&lt;b&gt;</bpt>"),
            (4, "<ph x=\"1\">&lt;br/&gt;</ph>"),
            (5, "<ept i=\"1\">&lt;/b&gt;</ept>"),
            (11, "<it pos=\"end\" x=\"2\">&lt;/i&gt;</it>"),
            (11, "<it pos=\"begin\" x=\"3\">&lt;u&gt;</it>"),
        ];
        assert_eq!(tags, expected.map(|(at, tag)| (at, tag.to_owned())));
    }
}
