//! HTML in the values of strings: its tags become marks, its entities characters.

use std::ops::Range;

use super::{placeholder::is_message, value::Value};
use crate::{
    document::MarkKind,
    xml::{oddity::html_entity, predefined},
};

/// Elements that stand within a line, and are dropped.
const INLINE: [&str; 36] = [
    "a",
    "abbr",
    "annotation",
    "b",
    "bdi",
    "bdo",
    "big",
    "cite",
    "code",
    "del",
    "dfn",
    "em",
    "font",
    "g",
    "i",
    "img",
    "ins",
    "kbd",
    "mark",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    "xliff:g",
    "nobr",
    "label",
];
/// Elements that end a line.
const BLOCK: [&str; 18] = [
    "br",
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "pre",
    "blockquote",
    "center",
    "table",
    "tr",
];

/// Maximum number of open tags; real texts have two or three.
const MAX_OPEN: usize = 50;
/// Maximum number of marks of a text; the rest are not kept.
const MAX_MARKS: usize = 100_000;

/// Returns the mark of an element.
pub(super) fn mark_of(name: &str) -> Option<MarkKind> {
    match name {
        "b" | "strong" => Some(MarkKind::Bold),
        "i" | "em" => Some(MarkKind::Italic),
        "a" => Some(MarkKind::Link),
        _ => None,
    }
}

/// Returns the value without its tags and entities. A message of ICU is left as it is.
pub(super) fn plain(value: Value) -> Value {
    let is_marked = memchr::memchr2(b'<', b'&', value.text.as_bytes()).is_some();
    if !is_marked || is_message(&value.text) {
        return value;
    }
    let mut editor = value.editor();
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut marks: Vec<(MarkKind, Range<usize>)> = Vec::new();
    let (mut kept, mut from) = (0, 0);
    let signs = |from: usize| memchr::memchr2(b'<', b'&', value.text.as_bytes().get(from..)?);
    while let Some(next) = signs(from) {
        let at = from + next;
        let Some((length, piece)) = piece(value.text.get(at..).unwrap_or_default()) else {
            from = at + 1;
            continue;
        };
        editor.keep(kept..at);
        let (end, here) = (at + length, editor.text().len());
        match piece {
            Piece::Character(c) => editor.replace(at..end, c.encode_utf8(&mut [0; 4])),
            Piece::Break if here > 0 && !editor.text().ends_with('\n') => {
                editor.replace(at..end, "\n");
            }
            Piece::Break | Piece::Nothing => {}
            Piece::Open(name) if open.len() < MAX_OPEN => open.push((name, here)),
            Piece::Open(_) => {}
            Piece::Close(name) => {
                let place = open.iter().rposition(|(known, _)| *known == name);
                if let Some(place) = place.filter(|_| marks.len() < MAX_MARKS) {
                    let (name, start) = open.remove(place);
                    marks.extend(mark_of(&name).map(|kind| (kind, start..here)));
                }
            }
        }
        (kept, from) = (end, end);
    }
    editor.keep(kept..value.text.len());
    let mut out = editor.finish();
    let end = out.text.trim_end().len();
    marks.extend(open.iter().filter_map(|(name, start)| Some((mark_of(name)?, *start..end))));
    out.marks.extend(marks.into_iter().filter(|(_, range)| !range.is_empty()));
    out.marks.sort_by_key(|(kind, range)| (range.start, *kind));
    out
}

/// A tag or an entity.
enum Piece {
    Open(String),
    Close(String),
    /// A tag that ends a line.
    Break,
    /// A tag without a mark.
    Nothing,
    Character(char),
}

/// Returns the tag or entity at the beginning of a text, and its length.
fn piece(text: &str) -> Option<(usize, Piece)> {
    if let Some(rest) = text.strip_prefix('&') {
        let end = rest.bytes().take(12).position(|b| b == b';')?;
        return Some((end + 2, Piece::Character(entity(rest.get(..end)?)?)));
    }
    let inner = text.strip_prefix('<')?;
    if !inner.starts_with(|c: char| c == '/' || c.is_ascii_alphanumeric()) {
        return None;
    }
    let is_end = inner.starts_with('/');
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let fits = |b: &u8| b.is_ascii_alphanumeric() || *b == b':';
    let length = name.bytes().take(20).take_while(|b| fits(b)).count();
    let (name, rest) = (name.get(..length)?, name.get(length..)?);
    let after = tag_end(rest)?;
    let total = text.len() - rest.len() + after;
    let name = name.to_ascii_lowercase();
    // Programs number the tags that they fill in: `<0>here</0>`.
    let is_number = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
    let is_known = is_number || INLINE.contains(&name.as_str());
    Some(match () {
        () if BLOCK.contains(&name.as_str()) => (total, Piece::Break),
        () if !is_known => return None,
        () if mark_of(&name).is_none() => (total, Piece::Nothing),
        () if is_end => (total, Piece::Close(name)),
        () => (total, Piece::Open(name)),
    })
}

/// Returns the length of attributes up to the end of a tag; `None` where no tag ends.
fn tag_end(rest: &str) -> Option<usize> {
    if !rest.starts_with(['>', '/', ' ', '\t', '\n', '\r']) {
        return None;
    }
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => {
                let attributes = rest[..at].trim().trim_end_matches('/');
                return (attributes.is_empty() || attributes.contains('=')).then_some(at + 1);
            }
            (_, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(q), b) if q == b => quote = None,
            _ => {}
        }
    }
    None
}

fn entity(name: &str) -> Option<char> {
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']);
            let digits = hex.unwrap_or(number);
            if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
                return None;
            }
            let code = u32::from_str_radix(digits, if hex.is_some() { 16 } else { 10 }).ok()?;
            char::from_u32(code)?
        }
        None => predefined(name).or_else(|| html_entity(name))?,
    };
    (!c.is_control() || c == '\n' || c == '\t').then_some(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Vec<(MarkKind, String)>) {
        let value = plain(Value::plain(text, 0));
        let marks =
            value.marks.iter().map(|(kind, range)| (*kind, value.text[range.clone()].to_owned()));
        let marks = marks.collect();
        (value.text, marks)
    }

    #[test]
    fn tags_become_marks_and_entities_characters() {
        use MarkKind::{Bold, Italic, Link};
        for (text, expected, marks) in [
            ("اضغط <strong>هنا</strong>&nbsp;الآن", "اضغط هنا\u{A0}الآن", &[(Bold, "هنا")][..]),
            ("<p>اقرأ <b>الشروط</b> &amp; غيرها</p>", "اقرأ الشروط & غيرها\n", &[(Bold, "الشروط")]),
            ("أ<br/>ب<BR>ج", "أ\nب\nج", &[]),
            (
                "<a href=\"x?a>b\"><i>نص</i></a> <em>آخر",
                "نص آخر",
                &[(Italic, "نص"), (Link, "نص"), (Italic, "آخر")],
            ),
            ("<0>هنا</0> <font color='red'>أحمر</font>", "هنا أحمر", &[]),
            ("&#1605;&#x645;&lt;", "مم<", &[]),
        ] {
            let marks: Vec<_> =
                marks.iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect();
            assert_eq!(read(text), (expected.to_owned(), marks), "{text}");
        }
    }

    #[test]
    fn what_is_no_markup_stays() {
        for text in [
            "a < b > c",
            "x<y",
            "<b",
            "</",
            "AT&T",
            "R&D;",
            "<name> قال",
            "&zzz;",
            "<b and c>",
            "<>",
            "{n, plural, other {<b>#</b>}}",
            "&#xD800;",
            "<!-- a",
        ] {
            assert_eq!(read(text).0, text);
        }
    }

    #[test]
    fn the_bytes_of_what_stays_are_known() {
        let value = plain(Value::plain("a<b>c</b>&amp;d", 10));
        assert_eq!(value.text, "ac&d");
        assert_eq!(value.pieces(), [(0..1, 10..11), (1..2, 14..15), (2..4, 19..25)]);
    }
}
