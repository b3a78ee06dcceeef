//! Does a sentence end here? The rules in order; the first that knows decides.

use super::{
    rules::{Rules, for_letter},
    scan::Candidate,
};
use crate::{
    document::Span,
    normalize::{View, digits, is_invisible},
};

/// A decision and the rule that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decision {
    pub(super) breaks: bool,
    /// For explanations to people.
    pub(super) rule: &'static str,
}

fn stay(rule: &'static str) -> Option<Decision> {
    Some(Decision { breaks: false, rule })
}

fn cut(rule: &'static str) -> Option<Decision> {
    Some(Decision { breaks: true, rule })
}

/// What the rules see of a candidate.
struct Place<'t> {
    /// The sentence so far, up to the stop.
    before: &'t str,
    /// The word before the stop, folded: `د`, `ص.ب`, `1990`.
    word: String,
    /// The stops themselves.
    stop: &'t str,
    /// Quotes and brackets after the stop.
    closers: &'t str,
    /// Whether white space stands between, or the zero-width space that stands for it.
    spaced: bool,
    /// What follows.
    after: &'t str,
    rules: &'static Rules,
}

pub(super) fn breaks(
    text: &str,
    start: usize,
    candidate: &Candidate,
    rules: &'static Rules,
) -> Decision {
    let before = Span::new(start, candidate.stop.start).of(text);
    let place = Place {
        before,
        word: last_word(before),
        stop: candidate.stop.of(text),
        closers: Span::new(candidate.stop.end, candidate.end).of(text),
        spaced: candidate.next > candidate.end
            || text[candidate.stop.end..].starts_with('\u{200B}'),
        after: &text[candidate.next..],
        rules,
    };
    unspaced(&place)
        .or_else(|| ellipsis(&place))
        .or_else(|| bracket(&place))
        .or_else(|| small_letter(&place))
        .or_else(|| inner_question(&place))
        .or_else(|| list_marker(&place))
        .or_else(|| abbreviation(&place))
        .unwrap_or(Decision { breaks: true, rule: "stop" })
}

/// No space after the stop: 3.5, example.com, Node.js; but ‹المدينة.وقال› is two sentences.
fn unspaced(p: &Place<'_>) -> Option<Decision> {
    if p.spaced {
        return None;
    }
    let last = p.before.chars().rev().find(|c| !is_invisible(*c));
    let next = p.after.chars().next();
    let arabic = |c: Option<char>| c.is_some_and(is_arabic_letter);
    let whole_word = |w: &str| w.chars().count() > 1 && !w.contains('.');
    let next_word = first_word(p.after);
    let after_word =
        arabic(last) && whole_word(&p.word) || last.is_some_and(|c| digits::value(c).is_some());
    if after_word && arabic(next) && whole_word(&next_word) {
        return cut("missing space");
    }
    if !p.closers.is_empty() && p.stop.chars().all(|c| c == '.') && arabic(next) && arabic(last) {
        return cut("missing space after a quotation");
    }
    stay("no space after")
}

/// Three dots trail off inside a sentence; in a cased language a capital begins another.
fn ellipsis(p: &Place<'_>) -> Option<Decision> {
    let dots = p.stop.chars().filter(|c| *c == '.').count();
    let only_dots = p.stop.chars().all(|c| matches!(c, '.' | '…') || is_invisible(c));
    if !only_dots || !(dots > 1 || p.stop.contains('…')) {
        return None;
    }
    let capital = first_letter(p.after).is_some_and(char::is_uppercase);
    if p.rules.cased && capital && first_word(p.after) != "i" {
        cut("ellipsis before a capital")
    } else if !p.closers.is_empty() && !p.rules.cased {
        cut("ellipsis at the end of a quotation")
    } else {
        stay("ellipsis")
    }
}

/// A stop inside brackets ends a sentence only if the bracket holds whole sentences.
fn bracket(p: &Place<'_>) -> Option<Decision> {
    if !p.closers.contains([')', ']']) {
        return None;
    }
    if p.before.trim_start().starts_with(['(', '[']) {
        cut("sentence in brackets")
    } else {
        stay("aside in brackets")
    }
}

/// In a cased language no sentence begins with a small letter.
fn small_letter(p: &Place<'_>) -> Option<Decision> {
    let small = first_letter(p.after).is_some_and(char::is_lowercase);
    (p.rules.cased && small).then_some(()).and_then(|()| stay("small letter follows"))
}

/// «من أنت؟» may be a title or an interjection inside a sentence that goes on.
fn inner_question(p: &Place<'_>) -> Option<Decision> {
    let question = p.stop.chars().any(|c| !matches!(c, '.' | '۔'));
    if question && !p.closers.is_empty() && !p.rules.cased {
        return stay("question or exclamation inside a quotation");
    }
    None
}

/// ‹1.›, ‹أ.›, ‹أولا.› at the start of a sentence number it.
fn list_marker(p: &Place<'_>) -> Option<Decision> {
    if p.stop != "." || !p.closers.is_empty() {
        return None;
    }
    let alone = p.before.trim().chars().filter(|c| c.is_alphanumeric()).count()
        == p.word.chars().filter(|c| c.is_alphanumeric()).count();
    let number = p.word.len() <= 3 && p.word.chars().all(|c| c.is_ascii_digit());
    let marks = number || p.rules.list_words.contains(&p.word.as_str());
    if alone && marks && !p.word.is_empty() { stay("list marker") } else { None }
}

/// Titles, initials, and the other words that end in a stop of their own.
fn abbreviation(p: &Place<'_>) -> Option<Decision> {
    let first = p.word.chars().next()?;
    if !p.stop.starts_with('.') || p.stop.chars().filter(|c| *c == '.').count() > 1 {
        return None;
    }
    if !p.closers.is_empty() {
        return None;
    }
    let rules = for_letter(first, p.rules);
    let number_follows = p.after.starts_with(|c| digits::value(c).is_some());
    for word in with_and_without_clitic(&p.word, rules) {
        if rules.before_number.contains(&word) && number_follows {
            return stay("abbreviation before a number");
        }
        if rules.never_last.contains(&word) {
            return stay("abbreviation");
        }
        if rules.maybe_last.contains(&word) || is_era(p, word) {
            return if begins_sentence(p, rules) {
                cut("abbreviation at the end")
            } else {
                stay("abbreviation in the middle")
            };
        }
        if is_initials(word) {
            return stay("initial");
        }
    }
    None
}

/// ‹هـ› and ‹م› after a year: they may end a sentence, as an initial cannot.
fn is_era(p: &Place<'_>, word: &str) -> bool {
    let mut words = p.before.split_whitespace().rev();
    let after_number = words.nth(1).is_some_and(|w| w.chars().any(|c| digits::value(c).is_some()));
    matches!(word, "ه" | "م") && after_number
}

fn begins_sentence(p: &Place<'_>, rules: &Rules) -> bool {
    let next = first_word(p.after);
    let capital = first_letter(p.after).is_some_and(|c| c.is_uppercase() || is_arabic_letter(c));
    let starter = rules.starters.contains(&next.as_str())
        || p.rules.starters.contains(&next.as_str())
        || (next.starts_with(p.rules.starting_letters)
            && !p.rules.not_starters.contains(&next.as_str()));
    capital && starter
}

/// One letter, or letters with stops between: J, ج.ك
fn is_initials(word: &str) -> bool {
    word.split('.').all(|part| {
        let mut chars = part.chars();
        matches!((chars.next(), chars.next()), (Some(c), None) if c.is_alphabetic())
    })
}

fn with_and_without_clitic<'w>(word: &'w str, rules: &Rules) -> impl Iterator<Item = &'w str> {
    let bare = word.strip_prefix(rules.proclitics).filter(|w| !w.is_empty() && !w.starts_with('.'));
    std::iter::once(word).chain(bare)
}

/// The word before a stop, folded, with the stops inside it: `د`, `ص.ب`, `1990`.
fn last_word(before: &str) -> String {
    let trimmed = before.trim_end();
    let start = trimmed
        .char_indices()
        .rev()
        .find(|(_, c)| !(c.is_alphanumeric() || *c == '.' || is_invisible(*c) || is_mark(*c)))
        .map_or(0, |(at, c)| at + c.len_utf8());
    View::new(&trimmed[start..]).text().trim_matches('.').to_owned()
}

fn first_word(after: &str) -> String {
    let from = after.find(char::is_alphanumeric).unwrap_or(after.len());
    let word = &after[from..];
    let end = word.find(|c: char| !c.is_alphanumeric() && !is_mark(c)).unwrap_or(word.len());
    View::new(&word[..end]).text().to_owned()
}

/// The first letter or digit, past opening quotes and brackets.
fn first_letter(after: &str) -> Option<char> {
    after.chars().find(|c| c.is_alphanumeric())
}

fn is_mark(c: char) -> bool {
    c == '\u{640}' || unicode_normalization::char::is_combining_mark(c)
}

fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64A}' | '\u{671}'..='\u{6D3}' | '\u{FB50}'..='\u{FEFC}')
}
