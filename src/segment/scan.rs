//! The scan for candidates: the few places where a sentence could end.

use memchr::{memchr2, memchr3};

use crate::{
    document::Span,
    text::{is_digit, is_invisible, is_letter_or_digit, is_mark},
};

/// A place where a sentence could end: one or more stops, closing marks, and white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The stops: `.`, `؟!`, `...`.
    pub(super) stop: Span,
    /// The end of a sentence that ends here: after closing quotes and brackets.
    pub(super) end: usize,
    /// The start of the next sentence.
    pub(super) next: usize,
}

/// The candidates of a text in order, except the one at its end.
pub(super) struct Candidates<'t> {
    text: &'t str,
    from: usize,
    stops: Stops<'t>,
}

impl<'t> Candidates<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, from: 0, stops: Stops::new(text) }
    }
}

impl Iterator for Candidates<'_> {
    type Item = Candidate;

    fn next(&mut self) -> Option<Candidate> {
        let mut start = self.stops.next(self.from)?;
        while let Some(width) = bullet(self.text, start) {
            self.from = start + width;
            let before = self.text[..start].trim_end().len();
            if before > 0 && before < start {
                // An item begins; no stop is needed before it.
                let end = Span::new(before, before);
                return Some(Candidate { stop: end, end: before, next: start });
            }
            start = self.stops.next(self.from)?;
        }
        let stop = Span::new(start, stops_end(self.text, start));
        let end = closed(self.text, stop.end);
        let next = skip(self.text, end, char::is_whitespace);
        self.from = end;
        (next < self.text.len()).then_some(Candidate { stop, end, next })
    }
}

/// Finds stops many bytes at a time: four searches for bytes that few other characters contain,
/// each of which remembers its last result.
struct Stops<'t> {
    text: &'t str,
    found: [Option<usize>; 5],
}

type Search = fn(&[u8]) -> Option<usize>;

/// The bytes searched for: `.` `!` `?` themselves; the last byte of `؟` and the first of `…` `‼`
/// `⁇` `！` `﴾`; the first of `۔` and `。`; the eyes of `:-)`. An emoji such as 😊 has the last byte
/// of `؟` in second place. Bullets begin with the first byte of `…`. The last search and 0xEA are for
/// the first bytes of the stops of Devanagari, Ethiopic, Burmese, Khmer, Armenian and others.
const SEARCHES: [Search; 5] = [
    |bytes| memchr3(b'.', b'!', b'?', bytes),
    |bytes| memchr3(0x9F, 0xE2, 0xEF, bytes),
    |bytes| memchr3(0xDB, 0xE3, 0xEA, bytes),
    |bytes| memchr2(b':', b';', bytes),
    |bytes| memchr3(0xE0, 0xE1, 0xD6, bytes),
];

impl<'t> Stops<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, found: [0, 1, 2, 3, 4].map(|which| search(text, which, 0)) }
    }

    /// Returns the first stop at or after an offset.
    fn next(&mut self, from: usize) -> Option<usize> {
        for (which, found) in self.found.iter_mut().enumerate() {
            if found.is_some_and(|at| at < from) {
                *found = search(self.text, which, from);
            }
        }
        self.found.iter().flatten().min().copied()
    }
}

fn search(text: &str, which: usize, mut from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        let at = from + SEARCHES[which](bytes.get(from..)?)?;
        from = at + 1;
        if matches!(bytes[at], b'.' | b'!' | b'?') {
            return Some(at);
        }
        let start = if bytes[at] == 0x9F { at.checked_sub(1) } else { Some(at) };
        let c = start.and_then(|start| text.get(start..)).and_then(|rest| rest.chars().next());
        if c.is_some_and(|c| is_stop(c) || is_verse_bracket(c) || is_bullet(c))
            || start.and_then(|start| smile(text, start)).is_some()
        {
            return start;
        }
    }
}

/// Returns the end of a run of stops, including invisible characters in it: `؟!`, `...`, `. . .`,
/// `؟ !`
fn stops_end(text: &str, start: usize) -> usize {
    if let Some(length) = smile(text, start) {
        return start + length;
    }
    let mut end = start;
    while let Some(c) = text[end..].chars().next() {
        // Fast path: a space and a letter.
        if c == ' ' && text[end + 1..].starts_with(is_letter_or_digit) {
            break;
        }
        if matches!(c, '…' | '⋯') && text[..end].ends_with('。') && end > start {
            // What is left out begins the next sentence.
            break;
        }
        if is_stop(c) || is_invisible(c) && end > start {
            end += c.len_utf8();
        } else if end == start {
            // A verse bracket stands alone.
            return end + c.len_utf8();
        } else {
            // A question mark after a full stop begins something else.
            let dotted = text[start..end].ends_with('.');
            match lone_stops(&text[end..]) {
                Some(length) if c.is_whitespace() => {
                    if dotted && !text[end..end + length].trim_start().starts_with(['.', '…']) {
                        break;
                    }
                    end += length;
                }
                _ => break,
            }
        }
    }
    end
}

/// Returns the length of stops that belong to no word, with the space before them: ` !`, ` . .`, but
/// not ` .NET`
fn lone_stops(rest: &str) -> Option<usize> {
    let stops = rest.trim_start();
    let after = stops.trim_start_matches(is_stop);
    let apart = after.len() < stops.len() && !begins_with_dots(rest);
    (apart && !after.starts_with(is_letter_or_digit)).then_some(rest.len() - after.len())
}

/// Returns true if dots after a space begin a word: ` ...and`.
fn begins_with_dots(rest: &str) -> bool {
    let dots = rest.trim_start().trim_start_matches('.');
    rest.trim_start().starts_with("..") && dots.starts_with(is_letter_or_digit)
}

/// Returns the end of the quotes, brackets and note numbers that close right after a stop. A
/// closing quote may follow a space if another space follows it.
fn closed(text: &str, from: usize) -> usize {
    let mut end = from;
    loop {
        let rest = &text[end..];
        let Some(c) = rest.chars().next() else { return end };
        // Fast path: most stops are followed by a space and a letter.
        if c == ' ' && rest[1..].starts_with(is_letter_or_digit) {
            return end;
        }
        let width = c.len_utf8();
        let length = if is_invisible(c) || is_closer(c) && !opens(c, &rest[width..]) {
            width
        } else {
            note(rest)
                .or_else(|| plain_note(text, from, end))
                .or_else(|| late_note(text, end))
                .or_else(|| late_closer(rest))
                .or_else(|| late_smile(rest))
                .unwrap_or(0)
        };
        if length == 0 {
            return end;
        }
        end += length;
    }
}

/// Returns true if an ambiguous quote opens here, because a letter follows it.
fn opens(c: char, after: &str) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«' | '‹') && after.starts_with(is_letter_or_digit)
}

/// Returns the length of a closing quote or bracket after a space: `. » `
fn late_closer(rest: &str) -> Option<usize> {
    let closer = rest.trim_start();
    let c = closer.chars().next().filter(|c| is_late_closer(*c))?;
    let space = rest.len() - closer.len();
    let after = closer[c.len_utf8()..].chars().next();
    (space > 0 && after.is_none_or(char::is_whitespace)).then_some(space + c.len_utf8())
}

fn is_late_closer(c: char) -> bool {
    matches!(c, '”' | '»' | '’' | ')' | ']' | '﴾' | '﴿' | '(' | '[')
}

/// Returns the length of an emoticon after a stop, with the space before it: `. :-)`
fn late_smile(rest: &str) -> Option<usize> {
    let face = rest.trim_start();
    let space = rest.len() - face.len();
    (space > 0).then(|| smile(rest, space)).flatten().map(|length| space + length)
}

/// Returns the length of the emoticon or emoji at an offset, `:-)` or 😊, if there is space around
/// it.
fn smile(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let length = match rest.bytes().next()? {
        b':' | b';' => {
            let mouth = rest[1..].trim_start_matches('-');
            let mouths = mouth.trim_start_matches([')', '(', 'D', 'P']);
            let length = rest.len() - mouths.len();
            (mouths.len() < mouth.len() && length <= 6).then_some(length)?
        }
        0xF0 => {
            Some(rest.find(|c| !is_face(c)).unwrap_or(rest.len())).filter(|length| *length > 0)?
        }
        _ => return None,
    };
    let before = text[..at].chars().next_back();
    let after = rest[length..].chars().next();
    let apart = before.is_none_or(|c| !c.is_alphanumeric());
    (apart && after.is_none_or(|c| c.is_whitespace() || is_stop(c))).then_some(length)
}

fn is_face(c: char) -> bool {
    matches!(c, '\u{1F300}'..='\u{1F64F}' | '\u{1F900}'..='\u{1F9FF}' | '\u{FE0F}' | '\u{200D}')
}

/// Returns the length of the number of a note or verse: `[12]`, `[3, 4]`, `(3)`, `¹`, `⁽⁴⁾` without
/// a space, ` ﴿٢﴾` with one.
fn note(rest: &str) -> Option<usize> {
    let inner = rest.trim_start();
    let space = rest.len() - inner.len();
    let opener = inner.chars().next()?;
    if space == 0 && is_note_sign(opener) {
        return Some(rest.find(|c| !is_note_sign(c)).unwrap_or(rest.len()));
    }
    if space == 0 && opener == '[' {
        return words_of_note(rest);
    }
    if !(matches!(opener, '﴾' | '﴿') || space == 0 && opener == '(') {
        return None;
    }
    let after = inner[opener.len_utf8()..].trim_start_matches(in_numbers);
    let closer = after.chars().next().filter(|c| matches!(c, ')' | '﴾' | '﴿'))?;
    let length = inner.len() - after.len();
    let digits = inner[..length].contains(is_digit);
    digits.then_some(space + length + closer.len_utf8())
}

/// Returns the length of a note in square brackets, and of the page after it: `[a]`, `[note 2]`,
/// `[7]:12`
fn words_of_note(rest: &str) -> Option<usize> {
    const LONGEST_NOTE: usize = 40;
    let ends = |c: &(usize, char)| matches!(c.1, '[' | ']' | '.' | '…' | '\n');
    let (end, closer) = rest.char_indices().skip(1).take(LONGEST_NOTE).find(ends)?;
    if closer != ']' || !rest[..end].contains(is_letter_or_digit) {
        return None;
    }
    let page = rest[end + 1..].strip_prefix(':').unwrap_or_default();
    let after = page.trim_start_matches(|c| is_digit(c) || matches!(c, '-' | '–'));
    let page = if after.len() < page.len() { 1 + page.len() - after.len() } else { 0 };
    Some(end + 1 + page)
}

/// Returns the length of a note's number that follows the stop of a word without a sign of its own:
/// `open.4 They`
///
/// The stop ends at `stop`; quotes that close may stand between it and the number.
fn plain_note(text: &str, stop: usize, at: usize) -> Option<usize> {
    const MOST_DIGITS: usize = 3;
    let rest = &text[at..];
    let after = rest.trim_start_matches(is_digit);
    if after.len() == rest.len() || !after.starts_with(char::is_whitespace) {
        return None;
    }
    let next = after.trim_start().chars().find(|c| !is_invisible(*c) && !is_closer(*c));
    let begins = next.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase() || c == '(');
    let word = text[..stop].strip_suffix(['.', '!', '?', '؟'])?;
    let whole =
        word.chars().rev().take_while(|c| c.is_alphabetic() || is_mark(*c)).nth(2).is_some();
    let quoted = word.ends_with(['"', '”', '»', '’', ')']);
    let digits = rest[..rest.len() - after.len()].chars().count();
    (begins && (whole || quoted) && digits <= MOST_DIGITS).then_some(rest.len() - after.len())
}

/// Returns the length of a note's number after a space: `. [2] In 1990`. In a list of such numbers,
/// they begin the items.
fn late_note(text: &str, at: usize) -> Option<usize> {
    const NEAR: usize = 400;
    let rest = &text[at..];
    let inner = rest.trim_start();
    let space = rest.len() - inner.len();
    let number = inner.strip_prefix('[')?;
    let after = number.trim_start_matches(in_numbers);
    let closed = after.strip_prefix(']')?;
    let apart = closed.is_empty() || closed.starts_with(char::is_whitespace);
    if space == 0 || !apart || !number.starts_with(is_digit) {
        return None;
    }
    let near = (at.saturating_sub(NEAR)..at).find(|at| text.is_char_boundary(*at)).unwrap_or(at);
    let listed = text.trim_start().starts_with('[') || text[near..at].contains(": [");
    (!listed).then_some(rest.len() - closed.len())
}

/// Returns true for superscript digits and other signs of notes.
fn is_note_sign(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '⁽' | '⁾' | '†' | '‡')
}

/// Returns true for digits and the signs between numbers of notes.
fn in_numbers(c: char) -> bool {
    is_digit(c) || matches!(c, ',' | '،' | '-' | '–' | ' ')
}

fn skip(text: &str, from: usize, test: impl Fn(char) -> bool) -> usize {
    text[from..].find(|c| !test(c)).map_or(text.len(), |n| from + n)
}

pub(super) fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '؟' | '…' | '۔' | '‼' | '⁇' | '⁈' | '⁉')
        || is_wide_stop(c)
        || matches!(c, '।' | '॥' | '։' | '⋯')
        || is_other_stop(c)
}

/// Returns true for the marks with which sentences, verses or paragraphs end in scripts from Ethiopic to
/// Meetei Mayek, all of whose first bytes the scan searches for.
fn is_other_stop(c: char) -> bool {
    c >= '\u{104B}'
        && matches!(c,
            // Burmese, Ethiopic, Khmer.
            '\u{104B}' | '\u{1362}' | '\u{1367}' | '\u{1368}' | '\u{17D4}' | '\u{17D5}'
            // Mongolian, Limbu, Tai Tham, Balinese.
            | '\u{1803}' | '\u{1809}' | '\u{1944}' | '\u{1945}' | '\u{1AA8}'..='\u{1AAB}'
            | '\u{1B5A}' | '\u{1B5B}' | '\u{1B5E}' | '\u{1B5F}'
            // Lepcha, Ol Chiki.
            | '\u{1C3B}' | '\u{1C3C}' | '\u{1C7E}' | '\u{1C7F}'
            // Lisu, Vai, Bamum, Phags-pa, Saurashtra.
            | '\u{A4FF}' | '\u{A60E}' | '\u{A60F}' | '\u{A6F3}' | '\u{A6F7}' | '\u{A876}' | '\u{A877}'
            | '\u{A8CE}' | '\u{A8CF}'
            // Kayah Li, Javanese, Cham, Meetei Mayek.
            | '\u{A92F}' | '\u{A9C8}' | '\u{A9C9}' | '\u{AA5D}'..='\u{AA5F}' | '\u{AAF0}' | '\u{AAF1}'
            | '\u{ABEB}')
}

/// Returns true for the stops that no space follows.
pub(super) fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '．')
}

/// Returns the length of a bullet.
#[inline]
fn bullet(text: &str, at: usize) -> Option<usize> {
    if text.as_bytes().get(at) != Some(&0xE2) {
        return None;
    }
    let c = text[at..].chars().next().filter(|c| is_bullet(*c))?;
    Some(c.len_utf8())
}

pub(super) fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '‣'
            | '⁃'
            | '◦'
            | '▪'
            | '▫'
            | '■'
            | '□'
            | '●'
            | '○'
            | '►'
            | '➢'
            | '✓'
            | '✔'
    )
}

/// Returns true for the brackets of a verse of the Quran, which may be a sentence by itself.
pub(super) fn is_verse_bracket(c: char) -> bool {
    matches!(c, '﴾' | '﴿')
}

/// Returns true for marks that close right after a stop, without a space between. That includes
/// every kind of quote: »…« closes with «, and a straight quote looks the same on both sides.
fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '»'
            | '›'
            | '«'
            | '‹'
            | '“'
            | '‘'
            | ')'
            | ']'
            | '}'
            | '﴾'
            | '﴿'
            | '*'
            | '_'
            | '״'
            | '」'
            | '』'
            | '》'
            | '）'
            | '】'
    )
}
