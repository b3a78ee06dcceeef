//! The context of a candidate that the rules examine, computed without allocating strings.

use super::{
    compound,
    decide::is_roman,
    rules::{self, Rules},
    scan::{Candidate, is_wide_stop},
    words::{Kinds, WordLists},
};
use crate::{
    document::Span,
    text::{fold, is_digit, is_invisible, is_letter_or_digit, is_mark},
};

/// Maximum length in characters of a word that rules examine.
const LONGEST: usize = 40;

/// A short word folded as in the matching view, on the stack: `د`, `ص.ب`, `1990`.
#[derive(Clone, Copy)]
pub(super) struct Folded {
    bytes: [u8; 64],
    len: u8,
}

impl Folded {
    /// Folds a word; `None` if it is longer than any listed word.
    pub(super) fn new(word: &str) -> Option<Self> {
        let mut folded = Self { bytes: [0; 64], len: 0 };
        let mut fits = true;
        for c in word.chars() {
            if !is_mark(c) {
                fold(c, |c| fits &= folded.push(c));
            }
            if !fits {
                return None;
            }
        }
        Some(folded)
    }

    /// Folds a word; empty if it is too long, which matches nothing.
    pub(super) fn or_empty(word: &str) -> Self {
        Self::new(word).unwrap_or(Self { bytes: [0; 64], len: 0 })
    }

    fn push(&mut self, c: char) -> bool {
        let from = usize::from(self.len);
        if c.is_ascii() && from < self.bytes.len() {
            self.bytes[from] = c as u8;
            self.len += 1;
            return true;
        }
        let c = match c {
            '’' => '\'',
            '۔' => return self.push('.'),
            '״' => return self.push('"'),
            '׳' => return self.push('\''),
            c => c,
        };
        let (from, len) = (usize::from(self.len), c.len_utf8());
        if from + len > self.bytes.len() {
            return false;
        }
        c.encode_utf8(&mut self.bytes[from..]);
        self.len += len as u8;
        true
    }

    /// Folds some words and puts a sign between them; `None` if that is longer than any listed word.
    pub(super) fn separated<'t>(
        words: impl Iterator<Item = &'t &'t str>,
        sign: char,
    ) -> Option<Self> {
        let mut all = Self { bytes: [0; 64], len: 0 };
        for word in words {
            if all.len > 0 && !all.push(sign) {
                return None;
            }
            for c in Self::new(word)?.as_str().chars() {
                if !all.push(c) {
                    return None;
                }
            }
        }
        Some(all)
    }

    /// Folds a word behind letters that are folded; `None` if it is longer than any listed word.
    pub(super) fn joined(ahead: &str, word: &str) -> Option<Self> {
        let mut all = Self { bytes: [0; 64], len: 0 };
        ahead.chars().chain(word.chars()).all(|c| all.push(c)).then_some(all)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    pub(super) fn as_str(&self) -> &str {
        // Only whole characters were appended.
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

/// A candidate and its surroundings.
pub(super) struct BreakSite<'t> {
    /// The sentence so far, up to the stop.
    pub(super) before: &'t str,
    /// The stops themselves.
    pub(super) stop: &'t str,
    /// Quotes and brackets that close after the stop.
    pub(super) closers: &'t str,
    /// True if white space follows, or the zero-width space that replaces it, or if the stop needs
    /// none.
    pub(super) spaced: bool,
    /// The text after the candidate.
    pub(super) after: &'t str,
    /// The word before the stop as written, with the stops inside it; empty after a bracket.
    raw: Span,
    /// That word folded; empty if it is longer than any listed word.
    word: Folded,
    kinds: Kinds,
    pub(super) rules: &'t Rules,
    user: Option<&'t WordLists>,
}

impl<'t> BreakSite<'t> {
    pub(super) fn new(
        text: &'t str,
        start: usize,
        candidate: &Candidate,
        rules: &'t Rules,
        user: Option<&'t WordLists>,
    ) -> Self {
        let before = Span::new(start, candidate.stop.start).of(text);
        let raw = last_word(before);
        let raw = if rules.strict { without_article(before, raw) } else { raw };
        let word = Folded::or_empty(raw.of(before));
        let after = &text[candidate.next..];
        let mut own = Kinds::default();
        if text[candidate.stop.start..candidate.end] == *"." {
            own = compound_kinds(&before[..raw.end], raw.of(before), after, rules, user);
        }
        if own.is_empty() {
            own = kinds(word.as_bytes(), rules, user);
        }
        if own.is_empty() {
            let mut lists = user.into_iter().chain([&rules.words]);
            own = lists.find_map(|lists| lists.suffix(word.as_bytes())).unwrap_or_default();
        }
        Self {
            before,
            stop: candidate.stop.of(text),
            closers: Span::new(candidate.stop.end, candidate.end).of(text),
            spaced: candidate.next > candidate.end
                || text[candidate.stop.end..].starts_with('\u{200B}')
                || candidate.stop.of(text).ends_with(is_wide_stop),
            after,
            raw,
            kinds: own,
            word,
            rules,
            user,
        }
    }

    /// Returns the word before the stop as written.
    pub(super) fn raw(&self) -> &'t str {
        self.raw.of(self.before)
    }

    /// Returns the word before the stop, folded.
    pub(super) fn word(&self) -> &str {
        self.word.as_str()
    }

    /// Returns the kinds of a word: by the user's list, else by the list of its script.
    pub(super) fn kinds(&self, word: &str) -> Kinds {
        kinds(word.as_bytes(), self.rules, self.user)
    }

    /// Returns the kinds of the word before the stop.
    pub(super) fn own_kinds(&self) -> Kinds {
        self.kinds
    }

    /// Returns true if the word before the stop can be an abbreviation or part of one: it is
    /// listed, or is one letter, or contains a stop or a digit, or has a clitic letter.
    pub(super) fn may_be_short(&self) -> bool {
        let word = self.word.as_bytes();
        !self.kinds.is_empty()
            || (1..=2).contains(&word.len())
            || word.first().is_some_and(u8::is_ascii_digit)
            || word.contains(&b'.')
            || self.raw().starts_with(&self.rules.words.clitics[..])
    }

    /// Returns the rules that know a word: Latin abbreviations keep their meaning inside Arabic
    /// text.
    pub(super) fn script(&self, word: &str) -> &'t Rules {
        rules::for_word(word.as_bytes(), self.rules)
    }

    /// Returns true if the candidate is a single full stop.
    pub(super) fn is_single_stop(&self) -> bool {
        let mut stops = self.stop.chars().filter(|c| !is_invisible(*c));
        self.stop == "." || matches!((stops.next(), stops.next()), (Some('.' | '۔'), None))
    }

    /// Returns true if a quotation closes after the stop.
    pub(super) fn closes_quote(&self) -> bool {
        const QUOTES: [char; 15] =
            ['"', '\'', '”', '’', '“', '‘', '»', '«', '›', '‹', '`', '」', '』', '》', '״'];
        !self.closers.is_empty() && self.closers.contains(QUOTES)
    }

    /// Returns the last visible character before the stop that is not a mark.
    pub(super) fn last(&self) -> Option<char> {
        // Fast path: no mark is among these.
        if let Some(last) = self.before.bytes().next_back().filter(u8::is_ascii_alphanumeric) {
            return Some(char::from(last));
        }
        self.before.chars().rev().find(|c| !is_invisible(*c) && !is_mark(*c))
    }

    /// Returns the last visible character before the stop that is neither a mark nor a quote or
    /// bracket that closes.
    pub(super) fn last_inside(&self) -> Option<char> {
        let closes = |c: &char| matches!(c, '"' | '”' | '»' | '’' | ')' | ']' | '﴾' | '﴿');
        self.before.chars().rev().find(|c| !is_invisible(*c) && !is_mark(*c) && !closes(c))
    }

    /// Returns true for a folded word that is frequent in the language or in English.
    pub(super) fn is_common(&self, word: &str) -> bool {
        self.script(word).common.binary_search_by(|common| (**common).cmp(word)).is_ok()
    }

    /// Returns the first letter or digit after the candidate, past quotes, brackets and dashes.
    pub(super) fn first_letter(&self) -> Option<char> {
        self.after.chars().take(LONGEST).find(|c| is_letter_or_digit(*c))
    }

    /// Returns true if a small letter follows that is not the first of a name such as eBay or pH.
    pub(super) fn small_follows(&self) -> bool {
        let mut letters = self.after.chars().take(LONGEST).skip_while(|c| !is_letter_or_digit(*c));
        letters.next().is_some_and(char::is_lowercase)
            && !letters.next().is_some_and(char::is_uppercase)
    }

    /// Returns true if the word before the stop is part of a unit: `м/с.`
    pub(super) fn is_after_slash(&self) -> bool {
        self.before[..self.raw.start].ends_with('/')
    }

    /// Returns the first word after the candidate, folded; empty if there is none nearby.
    pub(super) fn first_word(&self) -> Folded {
        Folded::or_empty(next_word(self.after).of(self.after))
    }

    /// Yields the words after the candidate as written.
    pub(super) fn next_words(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        let mut rest = self.after;
        std::iter::from_fn(move || {
            let span = next_word(rest);
            let word = span.of(rest);
            rest = &rest[span.end..];
            (!word.is_empty()).then_some(word)
        })
    }

    /// Returns true if the word before the stop also follows it: `זה... זה`
    pub(super) fn last_word_again(&self) -> bool {
        !self.word().is_empty() && self.word() == self.first_word().as_str()
    }

    /// Returns the word before the last one, as written.
    pub(super) fn previous_word(&self) -> &'t str {
        let rest = &self.before[..self.raw.start];
        last_word(rest).of(rest)
    }

    /// Returns true if a number follows: digits, a Roman numeral, or a code such as `HR/88-2` or
    /// `L. 441`.
    pub(super) fn number_follows(&self) -> bool {
        let strict = self.rules.strict;
        let before_digits = |c: &char| {
            is_invisible(*c)
                || matches!(c, '(' | '[' | '+' | '#')
                || strict && matches!(c, '№' | '§')
        };
        let digits = self.after.chars().find(|c| !before_digits(c)).is_some_and(is_digit);
        let next = || next_word(self.after).of(self.after);
        // "No. I do not": where capitals are not kept strictly, I is a word.
        let roman = || is_roman(next()) && (strict || self.rules.cased && next().len() > 1);
        digits || roman() || strict && self.code_follows()
    }

    fn code_follows(&self) -> bool {
        let mut after = self.after;
        // L. 441
        let mut letters = after.chars();
        if letters.next().is_some_and(char::is_uppercase) && letters.next() == Some('.') {
            after = letters.as_str().trim_start();
        }
        let mut code = after.chars().take(LONGEST).take_while(|c| !c.is_whitespace());
        let first = code.next();
        first.is_some_and(is_digit) || first.is_some_and(char::is_uppercase) && code.any(is_digit)
    }
}

/// Returns the kinds of an abbreviation of several words that ends here or goes on.
fn compound_kinds(
    before: &str,
    word: &str,
    after: &str,
    rules: &Rules,
    user: Option<&WordLists>,
) -> Kinds {
    for lists in user.into_iter().chain([&rules.words]).filter(|lists| lists.has_compounds()) {
        let kinds = compound::kinds(before, word, after, lists);
        if !kinds.is_empty() {
            return kinds;
        }
    }
    Kinds::default()
}

fn kinds(word: &[u8], rules: &Rules, user: Option<&WordLists>) -> Kinds {
    let own = user.map_or(Kinds::default(), |user| user.kinds(word));
    if own.is_empty() { rules::for_word(word, rules).words.kinds(word) } else { own }
}

/// Returns the word at the end of a text, with the stops inside it and without those at its ends.
pub(super) fn last_word(before: &str) -> Span {
    let end = before.trim_end().len();
    let mut start = end;
    let ends_wide = before[..end].chars().next_back().is_some_and(is_wide);
    for (at, c) in before[..end].char_indices().rev().take(LONGEST) {
        // A Latin word ends where a Chinese one begins: 设计师K.
        if is_wide(c) != ends_wide && is_letter_or_digit(c) {
            break;
        }
        let belongs = is_letter_or_digit(c) || is_joiner(c) || is_invisible(c) || is_mark(c);
        if !belongs && (c != '"' || !is_gershayim(before, at)) {
            break;
        }
        start = at;
    }
    let word = &before[start..end];
    let outer = |c| is_joiner(c) || is_invisible(c);
    let inner = word.trim_start_matches(outer);
    let start = end - inner.len();
    Span::new(start, start + inner.trim_end_matches(outer).len())
}

/// Returns a word without the article or conjunction that is written onto it: `art` of `l'art`.
fn without_article(text: &str, word: Span) -> Span {
    let bare = word.of(text);
    match bare.rfind(['\'', '’']) {
        Some(at) if bare[at..].chars().nth(2).is_some() => {
            let start = bare[at..].chars().next().map_or(at, |c| at + c.len_utf8());
            Span::new(word.start + start, word.end)
        }
        _ => word,
    }
}

/// Returns the first word of a text if it is near the beginning.
pub(super) fn next_word(after: &str) -> Span {
    let mut chars =
        after.char_indices().take(2 * LONGEST).skip_while(|(_, c)| !is_letter_or_digit(*c));
    let Some((start, first)) = chars.next() else { return Span::new(0, 0) };
    let mut end = start + first.len_utf8();
    for (at, c) in chars {
        if is_wide(c) != is_wide(first) {
            break;
        }
        if is_letter_or_digit(c) || is_mark(c) {
            end = at + c.len_utf8();
        } else if !(is_invisible(c) || matches!(c, '\'' | '’')) {
            break;
        }
    }
    Span::new(start, end)
}

/// Returns true for letters and signs of Chinese and Japanese.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Returns true for stops and apostrophes, which may occur inside a word.
fn is_joiner(c: char) -> bool {
    matches!(c, '.' | '\'' | '’' | '۔' | '״' | '׳')
}

/// Returns true if a straight quote stands between two Hebrew letters, as in an abbreviation.
fn is_gershayim(text: &str, at: usize) -> bool {
    let hebrew = |c: Option<char>| c.is_some_and(|c| matches!(c, 'א'..='ת'));
    hebrew(text[..at].chars().next_back()) && hebrew(text[at + 1..].chars().next())
}
