//! Texts with the markup of subtitles and web pages, which are no plain text: their tags and time
//! codes would be taken for sentences.

use crate::error::{Error, ErrorKind, Place};

/// Number of lines among which a time code must be.
const LOOK: usize = 12;
const SUBTITLES: &str = "save its text without numbers and time codes first";
/// Elements with which web pages and parts of them begin.
const HTML: [&str; 32] = [
    "html",
    "head",
    "body",
    "title",
    "meta",
    "link",
    "style",
    "script",
    "div",
    "p",
    "span",
    "h1",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "nav",
    "blockquote",
    "pre",
    "br",
    "img",
    "a",
];

/// The sort of a text that is not plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Html,
    Xml,
    Srt,
    Vtt,
    Ass,
    /// MicroDVD, whose times are frames.
    Sub,
}

/// Returns the error for a text that is not plain. Files of a known format do not come so far unless
/// the library is built without their reader.
pub(super) fn refused(text: &str, origin: &str) -> Option<Error> {
    let (what, hint) = match sort(text)? {
        Sort::Html => ("HTML", "save it as plain text first"),
        Sort::Xml => ("XML", "save it as plain text first"),
        Sort::Srt => ("SRT, subtitles", SUBTITLES),
        Sort::Vtt => ("WebVTT, subtitles", SUBTITLES),
        Sort::Ass => ("ASS, subtitles", SUBTITLES),
        Sort::Sub => ("SUB, subtitles", SUBTITLES),
    };
    let message = format!("this is {what}, not plain text");
    Some(Error::new(ErrorKind::Text, message).at(Place::file(origin)).hint(hint))
}

/// Returns the sort of a text; none for plain text.
pub(super) fn sort(text: &str) -> Option<Sort> {
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    if text.starts_with('<') {
        return markup(text);
    }
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LOOK);
    let first = lines.next()?;
    if first == "WEBVTT" || first.starts_with("WEBVTT ") || first.starts_with("WEBVTT\t") {
        return Some(Sort::Vtt);
    }
    if first.eq_ignore_ascii_case("[Script Info]") {
        return Some(Sort::Ass);
    }
    let second = lines.next().unwrap_or_default();
    let is_number = first.bytes().all(|b| b.is_ascii_digit());
    if is_cue(first) || (is_number && is_cue(second)) {
        return Some(Sort::Srt);
    }
    let are_frames = is_frames(first) && (second.is_empty() || is_frames(second));
    are_frames.then_some(Sort::Sub)
}

/// Returns the sort of a text that begins with `<`.
fn markup(text: &str) -> Option<Sort> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let after = |end: &str| rest.find(end).map(|at| &rest[at + end.len()..]);
        rest = if rest.starts_with("<!--") {
            after("-->")?
        } else if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            let name = rest[9..].trim_start();
            if name.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("html")) {
                return Some(Sort::Html);
            }
            return Some(Sort::Xml);
        } else if rest.starts_with("<?xml") {
            after("?>")?
        } else {
            break;
        };
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (name, after) = (name[..end].to_ascii_lowercase(), &name[end..]);
    let is_tag = after.starts_with(['>', ' ', '/', '\n', '\r', '\t']) && after.contains('>');
    if is_tag && HTML.contains(&name.as_str()) {
        return Some(Sort::Html);
    }
    text.starts_with("<?xml").then_some(Sort::Xml)
}

/// Returns true for a line with the time codes of a subtitle: `00:00:01,000 --> 00:00:02,500`.
fn is_cue(line: &str) -> bool {
    let Some((from, to)) = line.split_once("-->") else { return false };
    let to = to.split_whitespace().next().unwrap_or_default();
    is_time(from.trim()) && is_time(to)
}

fn is_time(text: &str) -> bool {
    let fields = text.split([':', ',', '.']);
    let is_number = |field: &str| !field.is_empty() && field.bytes().all(|b| b.is_ascii_digit());
    text.contains(':') && fields.clone().count() >= 3 && fields.into_iter().all(is_number)
}

/// Returns true for a line with the frames of a subtitle: `{25}{75}Good morning.`
fn is_frames(line: &str) -> bool {
    let frame = |text: &str| -> Option<usize> {
        let (number, rest) = text.strip_prefix('{')?.split_once('}')?;
        let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        is_number.then_some(text.len() - rest.len())
    };
    frame(line).and_then(|end| frame(&line[end..])).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subtitles_and_web_pages_are_refused() {
        for (text, what) in [
            ("1\r\n00:01:02,003 --> 00:01:04,000\r\nصباح الخير\r\n", "SRT"),
            ("\u{FEFF}\n12\n0:01:02.003 --> 0:01:04.000\nGood morning", "SRT"),
            ("00:00:01,000 --> 00:00:02,000 X1:10\nGo", "SRT"),
            ("WEBVTT\n\n00:01.000 --> 00:02.000\nGo", "WebVTT"),
            ("WEBVTT - A talk\n", "WebVTT"),
            ("{10}{40}Go\n{50}{90}Come", "SUB"),
            ("[Script Info]\nTitle: a", "ASS"),
            ("<!DOCTYPE html>\n<html lang=ar>", "HTML"),
            ("<HTML><BODY>", "HTML"),
            ("<?xml version='1.0'?>\n<!-- a --><html xmlns='b'>", "HTML"),
            ("  <p class='a'>صباح الخير</p>", "HTML"),
            ("<h1>A</h1>", "HTML"),
            ("<?xml version='1.0'?><book>", "XML"),
        ] {
            let error = refused(text, "a.txt").unwrap_or_else(|| panic!("{text}"));
            assert!(error.message.starts_with(&format!("this is {what}")), "{error}");
            assert!(error.hint.is_some());
        }
    }

    #[test]
    fn plain_texts_are_not() {
        for text in [
            "",
            "1\nThe first chapter begins at 10:30.",
            "The film runs from 00:01 --> to the end.",
            "12\n13\n14",
            "<he> said so.",
            "< 5 and > 3",
            "<b",
            "{0} files were copied.",
            "{name}, welcome!",
            "A page begins with <html>.",
            "WEBVTTs are subtitles.",
            "<",
            "<!--",
        ] {
            assert!(refused(text, "a.txt").is_none(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_judged(text in "\\PC{0,40}|[<>!?/{}0-9:,.-]{0,30}") {
            let _ = refused(&text, "a");
        }
    }
}
