//! The RTF of segments in exports of Workbench: groups such as `{\b bold}`, characters such as `\endash `.

use encoding_rs::Encoding;

use super::code_pages::decoded;
use crate::format::tags::{TagKind, Tagged, of_markup};

/// Maximum depth of groups.
const MAX_DEPTH: usize = 100;

/// Reads the text of a segment. `page` is the code page of its language; `internal` are the numbers of
/// the character styles in which Trados puts the tags of a document.
pub(super) fn read(raw: &str, page: &'static Encoding, internal: &[u32]) -> Tagged {
    let reader =
        Rtf { raw, at: 0, page, internal, out: Tagged::default(), open: Vec::new(), skip: 1 };
    reader.read()
}

struct Rtf<'r> {
    raw: &'r str,
    at: usize,
    page: &'static Encoding,
    internal: &'r [u32],
    out: Tagged,
    open: Vec<Group>,
    /// The number of characters that stand for a `\u` in programs without Unicode.
    skip: usize,
}

/// An open group.
struct Group {
    /// Its formatting, `{\b `; empty for a group without any.
    has_code: bool,
    /// The beginning in the text, if its content is a tag of the document.
    tag: Option<usize>,
    skip: usize,
}

impl Rtf<'_> {
    fn read(mut self) -> Tagged {
        let mut doubled = is_doubled(self.raw);
        while let Some(rest) = self.raw.get(self.at..).filter(|rest| !rest.is_empty()) {
            let plain = rest.find(['\\', '{', '}']).unwrap_or(rest.len());
            if plain > 0 {
                self.out.text.push_str(&rest[..plain]);
                self.at += plain;
                continue;
            }
            if rest.starts_with('{') {
                self.begin();
            } else if rest.starts_with('}') {
                self.at += 1;
                self.end();
            } else if doubled && rest.starts_with("\\{\\\\") {
                doubled = false;
                self.begin_doubled();
            } else {
                self.control();
            }
            if self.out.is_full {
                break;
            }
        }
        while !self.open.is_empty() {
            self.end();
        }
        self.out
    }

    /// Begins a group with the control words at its head.
    fn begin(&mut self) {
        let start = self.at;
        self.at += 1;
        let is_optional = self.raw.get(self.at..).is_some_and(|rest| rest.starts_with("\\*"));
        self.at += if is_optional { 2 } else { 0 };
        let mut tag = false;
        while let Some((word, number, length)) = self.word().filter(|(word, ..)| is_format(word)) {
            let is_internal = number.is_some_and(|number| self.internal.contains(&number));
            tag |= word == "cs" && is_internal;
            self.at += length;
        }
        let code = self.raw.get(start..self.at).unwrap_or_default();
        self.open_group(tag, code.to_owned());
    }

    /// Begins a group whose brace and control words were escaped, though its end is not.
    fn begin_doubled(&mut self) {
        let rest = self.raw.get(self.at..).unwrap_or_default();
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '\\' || c == '-';
        let length = 2 + rest[2..].find(|c| !fits(c)).unwrap_or(rest.len() - 2);
        let length = length + usize::from(rest[length..].starts_with(' '));
        let code = rest[..length].replace("\\\\", "\\").replace("\\{", "{");
        self.at += length;
        self.open_group(false, code);
    }

    fn open_group(&mut self, tag: bool, code: String) {
        if self.open.len() == MAX_DEPTH {
            self.out.is_full = true;
            return;
        }
        let has_code = !tag && code.len() > 1;
        if has_code {
            self.out.tag(TagKind::Start, "{", None, &code);
        }
        let tag = tag.then_some(self.out.text.len());
        self.open.push(Group { has_code, tag, skip: self.skip });
    }

    fn end(&mut self) {
        let Some(group) = self.open.pop() else {
            // An end without a beginning is a plain brace.
            self.out.text.push('}');
            return;
        };
        self.skip = group.skip;
        if let Some(start) = group.tag {
            let code = self.out.text.split_off(start.min(self.out.text.len()));
            let (kind, name) = of_markup(&code);
            self.out.tag(kind, &name, None, &code);
        } else if group.has_code {
            self.out.tag(TagKind::End, "{", None, "}");
        }
    }

    /// Reads a control word or an escaped character.
    fn control(&mut self) {
        let rest = self.raw.get(self.at..).unwrap_or_default();
        let next = rest.chars().nth(1);
        match next {
            Some('\'') => return self.bytes(),
            Some(c @ ('\\' | '{' | '}')) => self.out.text.push(c),
            Some('~') => self.out.text.push('\u{A0}'),
            Some('-') => self.out.text.push('\u{AD}'),
            Some('_') => self.out.text.push('\u{2011}'),
            Some(c) if c.is_ascii_alphabetic() => return self.control_word(),
            Some(c) => {
                self.out.text.push('\\');
                self.out.text.push(c);
            }
            None => self.out.text.push('\\'),
        }
        self.at += 1 + next.map_or(0, char::len_utf8);
    }

    fn control_word(&mut self) {
        let Some((word, number, length)) = self.word() else {
            self.out.text.push('\\');
            self.at += 1;
            return;
        };
        let code = self.raw.get(self.at..self.at + length).unwrap_or_default().to_owned();
        let is_unicode = word == "u" && number.is_some();
        let c = character(word);
        let is_uc = word == "uc";
        // The numbers of `\u` are signed.
        let is_negative = code.starts_with("\\u-");
        if is_unicode {
            self.at += length;
            self.unicode(number.unwrap_or_default(), is_negative);
            return;
        }
        self.at += length;
        if is_uc {
            self.skip = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(10);
        } else if let Some(c) = c {
            self.out.text.push(c);
        } else {
            self.out.tag(TagKind::Single, "", None, code.trim_end());
        }
    }

    /// Adds a character by its number, and passes over what stands for it elsewhere. Two halves of a
    /// character follow each other.
    fn unicode(&mut self, number: u32, is_negative: bool) {
        let unit = |number: u32, is_negative: bool| {
            let unit = if is_negative { 0x1_0000_u32.checked_sub(number) } else { Some(number) };
            unit.and_then(|unit| u16::try_from(unit).ok())
        };
        self.pass_over();
        let Some(first) = unit(number, is_negative) else { return };
        let mut units = vec![first];
        if (0xD800..0xDC00).contains(&first)
            && let Some(("u", Some(second), length)) = self.word()
        {
            let is_negative = self.raw.get(self.at..).is_some_and(|rest| rest.starts_with("\\u-"));
            if let Some(second) = unit(second, is_negative) {
                self.at += length;
                units.push(second);
                self.pass_over();
            }
        }
        self.out.text.push_str(&String::from_utf16_lossy(&units));
    }

    fn pass_over(&mut self) {
        for _ in 0..self.skip {
            let rest = self.raw.get(self.at..).unwrap_or_default();
            if rest.starts_with("\\'") && rest.len() >= 4 && rest.is_char_boundary(4) {
                self.at += 4;
            } else if let Some(c) = rest.chars().next().filter(|c| !matches!(c, '\\' | '{' | '}')) {
                self.at += c.len_utf8();
            } else {
                return;
            }
        }
    }

    /// Reads characters by their bytes in the code page: `\'e3\'d1`.
    fn bytes(&mut self) {
        let mut bytes = Vec::new();
        loop {
            let rest = self.raw.get(self.at..).unwrap_or_default();
            let hex = rest.strip_prefix("\\'").and_then(|rest| rest.get(..2));
            let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) else { break };
            bytes.push(byte);
            self.at += 4;
        }
        if bytes.is_empty() {
            self.out.text.push('\\');
            self.at += 1;
        } else {
            self.out.text.push_str(&decoded(&bytes, self.page));
        }
    }

    /// Returns the control word that is next: its name, its number without the sign, its length with
    /// the space behind it.
    fn word(&self) -> Option<(&str, Option<u32>, usize)> {
        let inner = self.raw.get(self.at..)?.strip_prefix('\\')?;
        let name = inner.bytes().take(32).take_while(u8::is_ascii_alphabetic).count();
        if name == 0 {
            return None;
        }
        let sign = usize::from(inner[name..].starts_with('-'));
        let digits = inner[name + sign..].bytes().take(9).take_while(u8::is_ascii_digit).count();
        let end = if digits > 0 { name + sign + digits } else { name };
        let number = inner[name..end].trim_start_matches('-').parse().ok();
        let space = usize::from(inner[end..].starts_with(' '));
        Some((&inner[..name], number, 1 + end + space))
    }
}

/// Returns true for a control word that sets the look of text.
fn is_format(word: &str) -> bool {
    character(word).is_none() && !matches!(word, "u" | "uc")
}

/// Returns true if braces are escaped at the beginning of a group and not at its end. Some exports
/// have such groups: `\{\\rtlch\\f3 …}`.
fn is_doubled(raw: &str) -> bool {
    let Some(at) = raw.find("\\{\\\\") else { return false };
    let is_word = raw[at + 4..].starts_with(|c: char| c.is_ascii_alphabetic());
    let (mut depth, mut escaped) = (0_i64, false);
    for byte in raw.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    is_word && depth < 0
}

/// Returns the character that a control word stands for.
fn character(word: &str) -> Option<char> {
    Some(match word {
        "endash" => '–',
        "emdash" => '—',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "bullet" => '•',
        "tab" => '\t',
        "line" | "par" => '\n',
        "enspace" => '\u{2002}',
        "emspace" => '\u{2003}',
        "qmspace" => '\u{2005}',
        "ltrmark" => '\u{200E}',
        "rtlmark" => '\u{200F}',
        "zwj" => '\u{200D}',
        "zwnj" => '\u{200C}',
        "zwbo" => '\u{200B}',
        _ => return None,
    })
}
