//! Tags within cues: italics and bold become marks, colours and places are dropped.

use std::ops::Range;

use super::film::{Film, marks};

/// A way to write tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `<i>` and `{\an8}`.
    Srt,
    /// `<v Salim>` and references such as `&lrm;`.
    Vtt,
    /// `{\i1}` and `\N`.
    Ass,
    /// `{y:i}` and `|`.
    Frames,
}

/// Maximum length of a tag, in bytes. Codes of ASS hold drawings and may be longer.
const MAX_TAG: usize = 500;
/// Maximum length of a reference.
const MAX_REFERENCE: usize = 10;

/// Tags of SRT beside times; others are text.
const TAGS: [&str; 17] = [
    "b", "bdi", "bdo", "br", "c", "div", "em", "font", "i", "lang", "p", "ruby", "s", "span",
    "strong", "u", "v",
];

/// Reads the text of a cue into the film.
pub(super) fn read(film: &mut Film<'_>, text: Range<usize>, dialect: Dialect) {
    let mut reading = Reading {
        end: text.end,
        from: text.start,
        dialect,
        bold: 0,
        italic: 0,
        is_drawing: false,
        in_ruby: false,
        breaks: false,
        is_open_ended: false,
        film,
    };
    let mut at = text.start;
    while at < text.end {
        let Some(found) = reading.next_sign(at) else { break };
        let length = reading.sign(found);
        at = found + length.max(1);
        if length > 0 {
            reading.from = at;
        }
    }
    reading.flush(text.end);
}

/// Returns what stands between the first byte and the next one of these, within so many bytes.
fn until(text: &str, end: u8, most: usize) -> Option<&str> {
    let bytes = text.as_bytes().get(1..)?;
    let length = memchr::memchr(end, &bytes[..bytes.len().min(most)])?;
    text.get(1..1 + length)
}

struct Reading<'f, 't> {
    film: &'f mut Film<'t>,
    dialect: Dialect,
    end: usize,
    /// The beginning of the text that is not yet in the film.
    from: usize,
    bold: usize,
    italic: usize,
    is_drawing: bool,
    in_ruby: bool,
    breaks: bool,
    /// True if no more braces are closed.
    is_open_ended: bool,
}

impl Reading<'_, '_> {
    fn rest(&self, at: usize) -> &'_ str {
        self.film.source.get(at..self.end).unwrap_or_default()
    }

    /// Returns the place of the next sign that may be more than text.
    fn next_sign(&self, at: usize) -> Option<usize> {
        let found = self.rest(at).find(['<', '&', '{', '\\', '|', '/', '\n', '\r']);
        found.map(|found| at + found)
    }

    /// Reads a sign; returns its length, or nothing for text.
    fn sign(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        let first = rest.bytes().next().unwrap_or_default();
        match (first, self.dialect) {
            (b'\n' | b'\r', _) => {
                let length = rest.len() - rest.trim_start_matches(['\n', '\r']).len();
                self.flush(at);
                self.breaks = true;
                length
            }
            (b'<', Dialect::Srt | Dialect::Vtt) => self.tag(at),
            (b'&', Dialect::Srt | Dialect::Vtt) => self.reference(at),
            (b'{', Dialect::Srt | Dialect::Ass | Dialect::Frames) => self.braces(at),
            (b'\\', Dialect::Ass | Dialect::Srt) => self.escape(at),
            (b'|', Dialect::Frames) => {
                self.flush(at);
                self.breaks = true;
                self.italic = 0;
                1
            }
            (b'/', Dialect::Frames) if at == self.from && !self.is_line_begun() => {
                self.italic += 1;
                1
            }
            _ => 0,
        }
    }

    fn is_line_begun(&self) -> bool {
        !self.breaks && self.film.runs.last().is_some_and(|run| run.bytes.end as usize == self.from)
    }

    fn marks(&self) -> u8 {
        let bold = if self.bold > 0 { marks::BOLD } else { 0 };
        bold | if self.italic > 0 { marks::ITALIC } else { 0 }
    }

    /// Takes the text up to here into the film.
    fn flush(&mut self, to: usize) {
        let source = self.film.source;
        let text = source.get(self.from..to).unwrap_or_default();
        let bytes = self.from..to;
        self.from = to;
        self.add(text, bytes);
    }

    fn add(&mut self, text: &str, bytes: Range<usize>) {
        if text.is_empty() || self.is_drawing || self.in_ruby {
            return;
        }
        let marks = self.marks();
        self.film.push(text, bytes, marks, self.breaks);
        self.breaks = false;
    }

    /// Reads `<…>`.
    fn tag(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        let Some(inner) = until(rest, b'>', MAX_TAG) else { return 0 };
        let (is_end, body) = match inner.strip_prefix('/') {
            Some(body) => (true, body),
            None => (false, inner),
        };
        let end = body.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len());
        let name = body[..end].to_ascii_lowercase();
        let is_time = super::times::time(inner.trim()).is_some();
        let is_named = match self.dialect {
            Dialect::Vtt => !name.is_empty() || inner.is_empty() || inner == "/",
            _ => TAGS.binary_search(&name.as_str()).is_ok() && !inner.contains('<'),
        };
        if !is_named && !is_time {
            return 0;
        }
        let length = inner.len() + 2;
        self.flush(at);
        let count = match name.as_str() {
            "b" | "strong" => &mut self.bold,
            "i" | "em" => &mut self.italic,
            "br" => {
                self.breaks = true;
                return length;
            }
            "rt" => {
                self.in_ruby = !is_end;
                return length;
            }
            _ => return length,
        };
        *count = if is_end { count.saturating_sub(1) } else { *count + 1 };
        length
    }

    /// Reads `&…;`.
    fn reference(&mut self, at: usize) -> usize {
        let Some(name) = until(self.rest(at), b';', MAX_REFERENCE) else { return 0 };
        let of_number = |text: &str| match text.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => text.parse().ok(),
        };
        let read = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{A0}'),
            "lrm" => Some('\u{200E}'),
            "rlm" => Some('\u{200F}'),
            "zwj" => Some('\u{200D}'),
            "zwnj" => Some('\u{200C}'),
            "shy" => Some('\u{AD}'),
            "hellip" => Some('…'),
            "laquo" => Some('«'),
            "raquo" => Some('»'),
            "ldquo" => Some('“'),
            "rdquo" => Some('”'),
            "lsquo" => Some('‘'),
            "rsquo" => Some('’'),
            "ndash" => Some('–'),
            "mdash" => Some('—'),
            _ => name.strip_prefix('#').and_then(of_number).and_then(char::from_u32),
        };
        let Some(c) = read.filter(|c| !c.is_control()) else { return 0 };
        let length = name.len() + 2;
        self.flush(at);
        self.add(c.encode_utf8(&mut [0; 4]), at..at + length);
        length
    }

    /// Reads `\N`, `\n` and `\h`.
    fn escape(&mut self, at: usize) -> usize {
        let next = self.rest(at).as_bytes().get(1).copied();
        match (next, self.dialect) {
            (Some(b'N'), _) => {
                self.flush(at);
                self.breaks = true;
            }
            (Some(b'n'), Dialect::Ass) => {
                self.flush(at);
                self.add(" ", at..at + 2);
            }
            (Some(b'h'), _) => {
                self.flush(at);
                self.add("\u{A0}", at..at + 2);
            }
            _ => return 0,
        }
        2
    }

    /// Reads `{…}`.
    fn braces(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        let most = if self.dialect == Dialect::Ass { rest.len() } else { MAX_TAG };
        let inner = if self.is_open_ended { None } else { until(rest, b'}', most) };
        let Some(inner) = inner else {
            self.is_open_ended |= self.dialect == Dialect::Ass;
            return 0;
        };
        let has_codes = inner.contains('\\');
        let is_letter = |text: &str| {
            let (kind, value) = text.split_once(':').unwrap_or(("y", text));
            matches!(kind, "y" | "Y" | "c" | "C" | "f" | "F" | "s" | "S" | "o" | "P" | "H")
                && !value.is_empty()
                && (text.contains(':') || matches!(text, "b" | "i" | "u" | "s"))
        };
        let ends = matches!(inner, "/b" | "/i" | "/u" | "/s");
        let is_tag = match self.dialect {
            Dialect::Ass => true,
            Dialect::Srt => inner.starts_with('\\') || ends || is_letter(inner),
            _ => ends || is_letter(inner) || inner.starts_with('\\'),
        };
        if !is_tag || inner.contains('\n') {
            return 0;
        }
        let (inner, length) = (inner.to_owned(), inner.len() + 2);
        self.flush(at);
        if has_codes {
            inner.split('\\').skip(1).for_each(|code| self.code(code.trim()));
        } else if self.dialect == Dialect::Ass {
            if inner.contains(char::is_alphabetic) {
                self.film.comment_within();
            }
        } else {
            self.letter(&inner);
        }
        length
    }

    /// Takes a code of ASS.
    fn code(&mut self, code: &str) {
        let value = |name: &str| code.strip_prefix(name).and_then(|v| v.parse::<usize>().ok());
        if let Some(italic) = value("i") {
            self.italic = italic;
        } else if let Some(bold) = value("b") {
            // A weight is a number of hundreds.
            self.bold = usize::from(bold == 1 || bold >= 600);
        } else if let Some(scale) = value("p") {
            self.is_drawing = scale > 0;
        } else if code.starts_with('r') {
            (self.bold, self.italic) = (0, 0);
        }
    }

    /// Takes a tag of MicroDVD: `y:i`, `i`, `/i`.
    fn letter(&mut self, tag: &str) {
        let (kind, value) = tag.split_once(':').unwrap_or(("y", tag));
        if !kind.eq_ignore_ascii_case("y") {
            return;
        }
        let on = usize::from(!value.starts_with('/'));
        if value.contains('i') {
            self.italic = on;
        }
        if value.contains('b') {
            self.bold = on;
        }
    }
}
