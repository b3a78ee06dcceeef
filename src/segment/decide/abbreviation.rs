//! Rules about the word before the stop: abbreviations, initials, names with a mark.

use unicode_script::Script;

use super::{
    Verdict, cut,
    measure::{follows_number, is_unit, measure, measure_in_words, rate, year},
    stay,
};
use crate::{
    segment::{
        place::{BreakSite, Folded, next_word},
        words::{Kind, Kinds},
    },
    text::is_digit,
};

/// Abbreviations: titles, initials, and other words that end in a stop of their own.
///
/// Context: the word before the stop and the one before that; the first word after.
pub(super) fn abbreviation(p: &BreakSite<'_>) -> Option<Verdict> {
    if !p.closers.is_empty() {
        return None;
    }
    if !p.is_single_stop() {
        return name_with_mark(p);
    }
    if !p.may_be_short() {
        return None;
    }
    let word = p.word();
    word.chars().next()?;
    if let Some(verdict) = rate(p) {
        return Some(verdict);
    }
    let known = |verdict: Option<Verdict>| verdict.map(|v| Verdict { of_word: true, ..v });
    let bare = word
        .strip_prefix(&p.script(word).words.clitics[..])
        .filter(|w| !w.is_empty() && !w.starts_with('.'));
    known(listed(p, word).or_else(|| bare.and_then(|bare| listed(p, bare))))
}

fn listed(p: &BreakSite<'_>, word: &str) -> Option<Verdict> {
    let kinds = if word == p.word() { p.own_kinds() } else { p.kinds(word) };
    if let Some(verdict) = by_capital(p, kinds) {
        return Some(verdict);
    }
    if kinds.has(Kind::AfterNumber) && follows_number(p) {
        return if p.rules.cased {
            usually_last(p)
        } else if p.rules.strict_quotes {
            undecided(p)
        } else {
            measure(p, word)
        };
    }
    if is_unit(p, word) {
        return measure_in_words(p, word);
    }
    if kinds.has(Kind::BeforeNumber) && p.number_follows() {
        return stay("abbreviation before a number");
    }
    if kinds.has(Kind::NeverLast) {
        return stay("abbreviation");
    }
    if kinds.has(Kind::OftenLast) {
        // The hour goes on in another script: 5 p.m. بتوقيت دبي
        return if p.rules.cased || !word.contains('.') { usually_last(p) } else { undecided(p) };
    }
    if kinds.has(Kind::MaybeLast) {
        return undecided(p);
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        // 505هـ. without a space.
        let letter = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let kinds = p.kinds(letter);
        if p.rules.cased && (kinds.has(Kind::OftenLast) || kinds.has(Kind::AfterNumber)) {
            return usually_last(p);
        }
        return kinds.has(Kind::AfterNumber).then(|| year(p)).flatten();
    }
    let letter = |w: &str| p.kinds(w).has(Kind::LetterName) || is_initials(w);
    let by_name = word.contains('.')
        && word.split('.').any(|w| p.kinds(w).has(Kind::LetterName))
        && word.split('.').all(letter);
    if by_name || is_initials(word) { initials(p, word) } else { None }
}

/// Decides by the next letter alone, where capitals are kept: after an abbreviation that goes on in
/// small letters, and after a unit such as `м/с.`
fn by_capital(p: &BreakSite<'_>, kinds: Kinds) -> Option<Verdict> {
    if !p.rules.strict {
        return None;
    }
    if p.is_after_slash() {
        return if p.small_follows() { stay("unit in the middle") } else { cut("unit at the end") };
    }
    if p.small_follows() && kinds.are_of_abbreviation() {
        return stay("abbreviation in the middle");
    }
    None
}

/// Decides after an abbreviation that may end a sentence, by the next word.
pub(super) fn undecided(p: &BreakSite<'_>) -> Option<Verdict> {
    if begins_sentence(p, true) || title_follows(p) {
        cut("abbreviation at the end")
    } else {
        stay("abbreviation in the middle")
    }
}

/// Returns true if a title with a capital begins the next sentence: `Acme Inc. Gen. Brown`; but
/// `U.S. Sen. Brown`.
fn title_follows(p: &BreakSite<'_>) -> bool {
    let next = next_word(p.after);
    let stopped = p.after[next.end..].starts_with('.') && p.rules.cased;
    stopped
        && !p.raw().contains('.')
        && next.of(p.after).starts_with(char::is_uppercase)
        && p.kinds(p.first_word().as_str()).has(Kind::NeverLast)
}

/// Decides after an abbreviation that ends a sentence if a capital follows: units, eras, `etc.`
fn usually_last(p: &BreakSite<'_>) -> Option<Verdict> {
    let goes_on = match p.first_letter() {
        Some(c) if is_digit(c) => belongs_to_number(p) || p.after.starts_with(['[', '(']),
        Some(_) => p.small_follows() || p.kinds(p.first_word().as_str()).has(Kind::NotStarter),
        None => false,
    };
    if goes_on || opens_sentence(p) && !begins_sentence(p, true) {
        stay("abbreviation in the middle")
    } else {
        cut("abbreviation at the end")
    }
}

/// Returns true for a unit after its number: `45 000 (сорок пять тысяч) руб. 00 коп.`
fn belongs_to_number(p: &BreakSite<'_>) -> bool {
    let ahead = p.before.trim_end().strip_suffix(p.raw()).unwrap_or_default().trim_end();
    ahead.ends_with(')') || p.previous_word().ends_with(is_digit)
}

/// Returns true if the sentence so far is a few words that need more: В 1990 г., Im Jahr 44 v. Chr.
///
/// Context: the beginning of the sentence up to the fifth word.
fn opens_sentence(p: &BreakSite<'_>) -> bool {
    const LONGEST_OPENING: usize = 64;
    let before = p.before.trim();
    if before.len() > LONGEST_OPENING || before.contains([',', ';', ':']) {
        return false;
    }
    let mut words = before.split_whitespace();
    let first = Folded::or_empty(words.next().unwrap_or_default());
    words.count() <= 5 && p.kinds(first.as_str()).has(Kind::Opener)
}

/// Decides after initials: they belong to a name, unless the next word cannot be part of one.
fn initials(p: &BreakSite<'_>, word: &str) -> Option<Verdict> {
    let single = !word.contains('.');
    let previous = Folded::or_empty(p.previous_word());
    if single && p.kinds(previous.as_str()).has(Kind::Label) {
        return if p.first_letter().is_some_and(char::is_lowercase) {
            stay("letter in the middle")
        } else {
            cut("letter at the end")
        };
    }
    let small = p.raw().chars().all(char::is_lowercase);
    let latin = word.starts_with(|c: char| c.is_ascii_alphabetic());
    // Where capitals are kept, abbreviations of one letter are listed.
    let unlisted = p.rules.strict && !p.own_kinds().are_of_abbreviation();
    let ends = single && small && (unlisted || latin && word != "v" && !p.rules.strict);
    if ends && p.first_letter().is_some_and(char::is_uppercase) {
        return cut("letter at the end");
    }
    if single && numbers_a_name(p) {
        return cut("number of a ruler at the end");
    }
    // 100 ر.س. وارتفع
    let amount = !single && !p.rules.cased && p.previous_word().ends_with(is_digit);
    if begins_sentence(p, amount) && !(single && begins_surname(p)) {
        cut("initial at the end")
    } else {
        stay("initial")
    }
}

/// Returns true for the number of a ruler at the end of a sentence, in languages that write it
/// without a stop: `Carlos I. España`.
///
/// Context: the letter, the word before it, the first letter after.
fn numbers_a_name(p: &BreakSite<'_>) -> bool {
    p.rules.strict
        && !p.rules.ordinals
        && matches!(p.raw(), "I" | "V" | "X")
        && p.previous_word().chars().nth(1).is_some_and(char::is_lowercase)
        && p.previous_word().starts_with(char::is_uppercase)
        && p.first_letter().is_some_and(char::is_uppercase)
}

/// Returns true if a surname of two words follows an initial: `J. Le Goff`.
///
/// Context: the first two words after.
fn begins_surname(p: &BreakSite<'_>) -> bool {
    let mut words = p.next_words();
    let first = Folded::or_empty(words.next().unwrap_or_default());
    p.kinds(first.as_str()).has(Kind::NamePart)
        && words.next().is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// Names that end in an exclamation mark, such as `Yahoo!`.
fn name_with_mark(p: &BreakSite<'_>) -> Option<Verdict> {
    if !is_name_with_mark(p) || begins_sentence(p, false) {
        return None;
    }
    Some(Verdict { of_word: true, ..Verdict::new(false, "name with a mark") })
}

pub(super) fn is_name_with_mark(p: &BreakSite<'_>) -> bool {
    if p.stop != "!" || p.word().is_empty() {
        return false;
    }
    let mut name = [0_u8; 32];
    let word = p.word().as_bytes();
    if word.len() >= name.len() {
        return false;
    }
    name[..word.len()].copy_from_slice(word);
    name[word.len()] = b'!';
    std::str::from_utf8(&name[..=word.len()]).is_ok_and(|name| p.kinds(name).has(Kind::MaybeLast))
}

/// Returns true if the next word certainly begins a sentence after an abbreviation. `loose` also
/// accepts a prefixed letter such as و as evidence, which after an initial may begin a name.
pub(super) fn begins_sentence(p: &BreakSite<'_>, loose: bool) -> bool {
    let Some(letter) = p.first_letter() else { return false };
    if letter.is_lowercase() || is_digit(letter) {
        return false;
    }
    if p.rules.strict && p.after.starts_with(['¿', '¡']) {
        return true;
    }
    let next = p.first_word();
    let next = next.as_str();
    let kinds = p.kinds(next);
    if p.rules.script == Script::Arabic && is_however(p) {
        return true;
    }
    if kinds.has(Kind::NotStarter) {
        return false;
    }
    // "A. Smith" and أ. سالم may follow other initials.
    let mut chars = p.after.chars().skip_while(|c| *c != letter).skip(1);
    if chars.next() == Some('.') {
        return false;
    }
    let letters = &p.script(next).words.starting_letters;
    kinds.has(Kind::Starter)
        || elided(next).is_some_and(|article| p.kinds(article).has(Kind::Starter))
        || loose && next.starts_with(&letters[..]) && next.chars().nth(2).is_some()
}

/// Returns true if an Arabic "however" follows: غير أن, إلا أن, بيد أن.
fn is_however(p: &BreakSite<'_>) -> bool {
    let mut words = p.next_words().map(Folded::or_empty);
    let first = words.next().is_some_and(|w| matches!(w.as_str(), "غير" | "الا" | "بيد"));
    first && words.next().is_some_and(|w| w.as_str() == "ان")
}

/// Returns the part of a word up to its apostrophe: `l'` of `l'homme`.
fn elided(word: &str) -> Option<&str> {
    word.find('\'').map(|at| &word[..=at])
}

/// Returns true for one letter, or letters with stops between them: J, ج.ك
pub(super) fn is_initials(word: &str) -> bool {
    word.split('.').all(|part| {
        // A Hebrew letter may have a geresh: ג'.ר.ר.
        let bare = part.strip_suffix('\'').filter(|_| word.contains('.'));
        let mut chars = bare.unwrap_or(part).chars();
        matches!((chars.next(), chars.next()), (Some(c), None) if c.is_alphabetic() && !is_phrase_sign(c))
    })
}

/// Returns true for ﷺ and other ligatures of whole phrases.
fn is_phrase_sign(c: char) -> bool {
    matches!(c, '\u{FDF0}'..='\u{FDFF}')
}
