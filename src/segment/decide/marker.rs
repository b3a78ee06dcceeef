//! Rules about markers of lists, bullets, and numbers of sections.

use super::{
    Verdict,
    abbreviation::{begins_sentence, is_initials},
    cut, stay,
};
use crate::{
    segment::{
        place::{BreakSite, Folded, last_word},
        scan::is_bullet,
        words::Kind,
    },
    text::{is_digit, is_invisible, is_letter_or_digit, is_mark},
};

/// Bullets: an item begins at a bullet with a number after it, and at one in a list of bullets.
///
/// Context: the marker after the bullet; the beginning of the sentence and its first colon.
pub(super) fn bullet(p: &BreakSite<'_>) -> Option<Verdict> {
    const LONGEST_HEADING: usize = 160;
    if !p.stop.is_empty() {
        return None;
    }
    let item = p.after.trim_start_matches(|c: char| is_bullet(c) || c.is_whitespace());
    let digits = item.len() - item.trim_start_matches(is_digit).len();
    let numbered = (1..=6).contains(&digits) && item[digits..].starts_with(['.', ')', '-', '٫']);
    let first = p.after.chars().next()?;
    let of_list = p.before.trim_start().starts_with(is_bullet) || {
        let colon = p.before.char_indices().take(LONGEST_HEADING).find(|(_, c)| *c == ':');
        colon.is_some_and(|(at, _)| p.before[at + 1..].trim_start().starts_with(first))
    };
    let spaced = p.after[first.len_utf8()..].starts_with(char::is_whitespace);
    if numbered || of_list && spaced { cut("bullet of the next item") } else { stay("bullet") }
}

/// The token before a stop, from the last space on, with the bracket that closes after the stop:
/// `1`, `(أ`, `2.3`, `١-٢`
fn token<'t>(p: &BreakSite<'t>) -> &'t str {
    const LONGEST: usize = 12;
    let before = p.before.trim_end();
    let mut start = before.len();
    for (at, c) in before.char_indices().rev().take(LONGEST) {
        if c.is_whitespace() {
            break;
        }
        start = at;
    }
    &before[start..]
}

/// Returns the number or letter of a marker without its brackets and signs.
fn bare(token: &str) -> &str {
    let outer = |c: char| is_invisible(c) || matches!(c, '(' | '[' | '#' | '§' | '№');
    let inner = token.trim_start_matches(|c| outer(c) || is_bullet(c));
    inner.trim_end_matches(|c| is_invisible(c) || matches!(c, ')' | ']' | '.'))
}

/// The shape of a marker.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Shape {
    /// The number of its parts: two in `2.1`.
    parts: usize,
    digits: bool,
}

/// Returns the shape of a marker: `1`, `1.2.3`, `٢٫١`, `١-٢`, `2/1`, `أ`, `A.1`, `5b`, `iv`.
fn shape(marker: &str) -> Option<Shape> {
    const MOST_PARTS: usize = 5;
    let mut shape = Shape { parts: 0, digits: false };
    for part in marker.split(['.', '٫', '-', '–', '/']) {
        shape.parts += 1;
        shape.digits |= part.contains(is_digit);
        if shape.parts > MOST_PARTS || !is_part(part) {
            return None;
        }
    }
    (shape.parts == 1 || shape.digits).then_some(shape)
}

/// Returns true for up to three digits, a letter, one of each, or a small Roman number.
fn is_part(part: &str) -> bool {
    let visible = || part.chars().filter(|c| !is_invisible(*c) && !is_mark(*c));
    let digits = visible().filter(|c| is_digit(*c)).count();
    let letters = visible().filter(|c| c.is_alphabetic()).count();
    let others = visible().count() - digits - letters;
    let roman = digits == 0 && (1..=5).contains(&letters) && visible().all(is_roman_letter);
    others == 0 && (roman || digits <= 3 && letters <= 1 && digits + letters > 0)
}

fn is_roman_letter(c: char) -> bool {
    matches!(c, 'I' | 'V' | 'X' | 'i' | 'v' | 'x')
}

/// List markers: `1.`, `أ.`, `IV.`, `1.)`, `١-٢.`, `أولا.` at the start of a sentence or after a colon
/// do not end it.
///
/// Context: the word before the stop and the part of the sentence before that word.
pub(super) fn list_marker(p: &BreakSite<'_>) -> Option<Verdict> {
    if !p.is_single_stop() || !matches!(p.closers, "" | ")" | "]") {
        return None;
    }
    // Most stops end words of long sentences.
    const LONGEST_HEADING: usize = 40;
    const LONGEST_LETTERS: usize = 8;
    let may_end = |c: char| is_digit(c) || matches!(c, ')' | ']');
    let listed = p.own_kinds().has(Kind::ListWord);
    let long = p.before.len() > LONGEST_HEADING || p.raw().len() > LONGEST_LETTERS;
    if long && !listed && !p.last().is_some_and(may_end) {
        return None;
    }
    let marker = Some(Verdict { of_word: true, ..Verdict::new(false, "list marker") });
    let token = token(p);
    let ahead = &p.before.trim_end()[..p.before.trim_end().len() - token.len()];
    let bare = bare(token);
    if is_heading(p, bare, ahead) {
        return stay("number of a heading");
    }
    const LONGEST_AHEAD: usize = 32;
    let alone = ahead.len() < LONGEST_AHEAD && ahead.split_whitespace().all(is_marker);
    let ahead = ahead.trim_end();
    if !alone && (!ahead.ends_with([':', ';', '؛']) || closes_aside(token, ahead)) {
        return None;
    }
    if listed && p.closers.is_empty() && !ahead.ends_with([';', '؛']) {
        return marker;
    }
    let shape = shape(bare)?;
    let dashed = bare.contains(['-', '–', '/']) && !alone;
    let lone_letters = !shape.digits && !alone;
    // "U.S.": initials are no marker.
    if lone_letters || dashed || bare.contains('.') && is_initials(p.word()) {
        return None;
    }
    marker
}

/// Returns true if the bracket after a number closes one that was opened before it, which makes the
/// number that of a place: `(يونس: 62).`, `(see note: 3).`
fn closes_aside(token: &str, ahead: &str) -> bool {
    let closes = token.trim_end_matches(is_invisible).ends_with([')', ']']);
    if !closes || token.contains(['(', '[']) {
        return false;
    }
    let brackets = |c: char| matches!(c, '(' | '[' | ')' | ']');
    ahead.rfind(brackets).is_some_and(|at| ahead[at..].starts_with(['(', '[']))
}

/// Returns true for what may stand before a marker: bullets, brackets, other markers.
fn is_marker(word: &str) -> bool {
    !word.contains(is_letter_or_digit)
        || word.ends_with(['.', ')', ']', '-']) && shape(bare(word)).is_some()
}

/// Returns true for the number after the one word of a heading: `المادة 5.`, `Section 2.1.`, `ماده ۲.`
fn is_heading(p: &BreakSite<'_>, number: &str, ahead: &str) -> bool {
    let is_roman = |c: char| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C');
    // Most words are no numbers.
    if !number.contains(is_digit) && !number.starts_with(is_roman) {
        return false;
    }
    let numbered = number.chars().all(is_roman) || shape(number).is_some_and(|s| s.digits);
    let mut words = ahead.split_whitespace();
    let Some(mut word) = words.next_back().filter(|_| numbered) else { return false };
    let of_number = |word: &str| {
        let kinds = p.kinds(Folded::or_empty(word.trim_end_matches('.')).as_str());
        kinds.has(Kind::BeforeNumber)
    };
    if of_number(word) {
        // المادة رقم 5.
        let Some(label) = words.next_back() else { return word.chars().nth(1).is_some() };
        word = label;
    }
    is_label(p, word) && words.all(is_marker)
}

fn is_label(p: &BreakSite<'_>, word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !is_letter_or_digit(c));
    p.kinds(Folded::or_empty(word).as_str()).has(Kind::Label)
}

/// Numbers of sections in running text: `في القسم ٢٫١. مدخلات`, `sections 2.1. and 2.2.`,
/// `المادة 5. من القانون`
///
/// Context: the number; the word before it; the first word after.
pub(super) fn section(p: &BreakSite<'_>) -> Option<Verdict> {
    if !p.last().is_some_and(is_digit) || !p.spaced || !p.closers.is_empty() || !p.is_single_stop()
    {
        return None;
    }
    let token = token(p);
    // و3.2: a conjunction is written onto the number.
    let mut letters = token.chars();
    let joined = letters.next().is_some_and(|c| p.rules.words.starting_letters.contains(&c))
        && letters.as_str().starts_with(is_digit);
    let number = bare(if joined { letters.as_str() } else { token });
    let shape = shape(number).filter(|s| s.digits && !number.contains(char::is_alphabetic))?;
    let ahead = p.before.trim_end().strip_suffix(token)?;
    let listed = || ahead.trim_end().strip_suffix('.').is_some_and(|n| n.ends_with(is_digit));
    let labelled = token.starts_with('§') || joined && listed() || is_reference(p, ahead);
    let next = p.first_word();
    if p.rules.cased {
        let levels = number.chars().filter(|c| *c == '.').count();
        let second = || p.next_words().nth(1).is_some_and(|w| w.starts_with(is_digit));
        let numbered = levels > 0 && (labelled || levels > 1 || second());
        return if numbered && p.small_follows() { stay("number of a section") } else { None };
    }
    let of = p.rules.script == unicode_script::Script::Arabic && next.as_str() == "من";
    let dotted = !number.contains(['-', '–', '/']);
    if of && (labelled || shape.parts > 1 && dotted) {
        return stay("number of a section");
    }
    let goes_on =
        p.kinds(next.as_str()).has(Kind::NotStarter) || labelled && !begins_sentence(p, true);
    let deep = shape.parts > 2 && dotted;
    if shape.parts > 1 && goes_on && (labelled || deep) && p.first_letter().is_some() {
        return stay("number of a section");
    }
    None
}

/// Returns true if a text ends with a word that takes a number: القسم, بالمادة, sections.
fn is_reference(p: &BreakSite<'_>, ahead: &str) -> bool {
    let word = last_word(ahead).of(ahead);
    let folded = Folded::or_empty(word);
    let label = |word: &str| p.kinds(word).has(Kind::Label);
    let word = folded.as_str();
    if label(word) || word.strip_suffix('s').is_some_and(label) {
        return true;
    }
    let mut bare = word;
    for letters in [&['و', 'ف'][..], &['ب', 'ل', 'ك']] {
        bare = bare.strip_prefix(letters).unwrap_or(bare);
        if label(bare) {
            return true;
        }
    }
    // للمادة
    let article = bare.strip_prefix('ل').and_then(|word| Folded::joined("ال", word));
    article.is_some_and(|word| label(word.as_str()))
}

/// Markers of list items that follow in the line: `… im Voraus an. a) Legen Sie …`
///
/// Context: the word before; the letter or number and the bracket after.
pub(super) fn marker_follows(p: &BreakSite<'_>) -> Option<Verdict> {
    if !p.rules.strict || p.own_kinds().are_of_abbreviation() || is_initials(p.word()) {
        return None;
    }
    let mut after = p.after.chars().skip_while(|c| *c == '(');
    let marker = after.next().is_some_and(char::is_alphanumeric);
    let mut closer = after.next();
    if closer.is_some_and(is_digit) {
        closer = after.next();
    }
    let closed = closer == Some(')') && after.next().is_some_and(char::is_whitespace);
    if marker && closed { cut("list marker follows") } else { None }
}
