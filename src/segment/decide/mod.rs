//! The sentence rules: does a sentence end at a given stop? Rules are tried in order; the first
//! that applies decides.
//!
//! Each rule states its context, that is the text that it examines: never more than one or two
//! words before the stop, one or two words after it, and the beginning of the sentence so far.

mod abbreviation;
mod marker;
mod measure;
mod note;
mod ordinal;
mod quotation;
mod spelled;
mod wide;

pub(super) use self::ordinal::is_roman;
use self::{
    abbreviation::{abbreviation, begins_sentence, is_initials, is_name_with_mark},
    marker::{bullet, list_marker, marker_follows, section},
    measure::date_goes_on,
    note::{note, unknown},
    ordinal::{is_short_number, ordinal},
    quotation::{dashed_aside, is_introduced, question_goes_on, quotation, subordinate},
    spelled::spelled,
    wide::{wide_bracket, wide_mark, wide_quotation},
};
use super::{
    place::{BreakSite, Folded},
    scan::{is_stop, is_verse_bracket, is_wide_stop},
    words::Kind,
};
use crate::text::{is_arabic_letter, is_digit, is_invisible, is_letter_or_digit};

/// A decision and the rule that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) breaks: bool,
    /// The rule in words, for explanations.
    pub(super) rule: &'static str,
    /// True if the rule recognised the word before the stop.
    pub(super) of_word: bool,
}

impl Verdict {
    /// No segment consists of signs only: `؟ !`
    pub(super) const SIGNS_ONLY: Self = Self::new(false, "signs only");
    /// A sound in brackets is a segment: `(Applause)`
    pub(super) const SOUND: Self = Self::new(true, "sound in brackets");

    const fn new(breaks: bool, rule: &'static str) -> Self {
        Self { breaks, rule, of_word: false }
    }
}

fn stay(rule: &'static str) -> Option<Verdict> {
    Some(Verdict::new(false, rule))
}

fn cut(rule: &'static str) -> Option<Verdict> {
    Some(Verdict::new(true, rule))
}

pub(super) fn decide(place: &BreakSite<'_>) -> Verdict {
    const RULES: [fn(&BreakSite<'_>) -> Option<Verdict>; 27] = [
        bullet,
        verse,
        face,
        list_marker,
        wide_bracket,
        wide_quotation,
        wide_mark,
        unspaced,
        sign_follows,
        ellipsis,
        bracket,
        open_bracket,
        marker_follows,
        note,
        date_goes_on,
        section,
        small_letter,
        spoken_by,
        subordinate,
        dashed_aside,
        question_goes_on,
        quotation,
        inner_question,
        ordinal,
        spelled,
        abbreviation,
        unknown,
    ];
    /// Those that may apply to a full stop before a space.
    const PLAIN: [fn(&BreakSite<'_>) -> Option<Verdict>; 12] = [
        list_marker,
        sign_follows,
        open_bracket,
        marker_follows,
        date_goes_on,
        section,
        small_letter,
        quotation,
        ordinal,
        spelled,
        abbreviation,
        unknown,
    ];
    let plain = place.stop == "." && place.closers.is_empty() && place.spaced;
    let rules = if plain { &PLAIN[..] } else { &RULES[..] };
    rules.iter().find_map(|rule| rule(place)).unwrap_or(Verdict::new(true, "stop"))
}

/// Verse brackets: a bracket that closes verses ends a sentence that consists of verses only.
///
/// Context: how the sentence begins; the number before the bracket.
fn verse(p: &BreakSite<'_>) -> Option<Verdict> {
    if !p.stop.starts_with(is_verse_bracket) {
        return None;
    }
    let only_verses = p.before.trim_start().starts_with(is_verse_bracket);
    let numbered = p.before.trim_end().trim_end_matches([')', ']']).ends_with(is_digit)
        && p.before.trim_end().ends_with([')', ']']);
    if only_verses && numbered && p.spaced {
        cut("end of verses")
    } else {
        stay("bracket of a verse")
    }
}

/// Emoticons: `:-)` ends a sentence if a capital or a word that begins sentences follows.
///
/// Context: whether a bracket opens inside the sentence; the first word after the emoticon.
fn face(p: &BreakSite<'_>) -> Option<Verdict> {
    if p.stop.starts_with(is_stop) {
        return None;
    }
    let capital = p.first_letter().is_some_and(char::is_uppercase);
    if p.spaced && !p.before.contains('(') && (capital || begins_sentence(p, true)) {
        cut("face at the end")
    } else {
        stay("face")
    }
}

/// Stops without a space after them: 3.5, example.com, Node.js; but المدينة.وقال is two sentences.
///
/// Context: the characters on both sides; the words on both sides; for Latin words, whether the
/// text between the two nearest spaces looks like a URL or an e-mail address.
fn unspaced(p: &BreakSite<'_>) -> Option<Verdict> {
    if p.spaced {
        return None;
    }
    // «…».و: the letter before the quote counts.
    let last = if p.closers.is_empty() { p.last_inside() } else { p.last() };
    let next = p.after.chars().find(|c| !is_invisible(*c) && !is_opener(*c));
    let arabic = |c: Option<char>| c.is_some_and(is_arabic_letter);
    if in_address(p) {
        return stay("address");
    }
    let strong = p.stop.chars().any(|c| is_stop(c) && !matches!(c, '.' | '…' | '۔'));
    let before = p.word();
    let whole = |w: &str| w.chars().nth(1).is_some() && !w.contains('.');
    let known = |w: &str| {
        let kinds = p.kinds(w);
        kinds.has(Kind::NeverLast) || kinds.has(Kind::MaybeLast) || kinds.has(Kind::BeforeNumber)
    };
    let first = p.first_word();
    let first = first.as_str();
    if p.closers.is_empty() {
        let quoted = before.is_empty();
        let after_word = arabic(last) && (quoted || whole(before) && !known(before));
        let after_number = last.is_some_and(is_digit) || p.before.ends_with(['%', '٪', '°']);
        let dots = p.stop.chars().filter(|c| matches!(c, '.' | '۔')).count() > 1
            || p.stop.contains(['…', '⋯']);
        if dots {
            return None;
        }
        let last_part = before.rsplit('.').next().unwrap_or_default();
        if [last_part, first].iter().all(|w| p.kinds(w).has(Kind::LetterName)) {
            return stay("letters by name");
        }
        if (strong || after_word || after_number) && arabic(next) && (strong || whole(first)) {
            return cut("missing space");
        }
        if after_word && is_capitalised(p.after) {
            return cut("missing space");
        }
        let latin = p.raw().chars().all(|c| c.is_lowercase()) && whole(before) && !known(before);
        if latin && last.is_some_and(|c| c.is_ascii_lowercase()) && is_capitalised(p.after) {
            return cut("missing space");
        }
        if strong && is_capitalised(p.after) && last.is_some_and(char::is_lowercase) {
            return cut("missing space");
        }
    } else if arabic(next) && (arabic(last) || last.is_some_and(is_digit)) && !strong {
        return cut("missing space after a quotation");
    } else if is_capitalised(p.after) && p.closers.contains(['"', '”', ')', '»']) {
        let whole_bracket = !p.closers.contains(')') || p.before.trim_start().starts_with('(');
        if whole_bracket && last.is_some_and(char::is_lowercase) {
            return cut("missing space after a quotation");
        }
    }
    stay("no space after")
}

/// Returns true if the text around the stop, from space to space, is a URL or an e-mail address.
fn in_address(p: &BreakSite<'_>) -> bool {
    let before = p.before.chars().rev().take(80).take_while(|c| !c.is_whitespace());
    let (mut sign, mut count) = (false, 0);
    for c in before {
        sign |= matches!(c, '/' | '@' | '\\' | '=' | '#');
        count += c.len_utf8();
    }
    let token = &p.before[p.before.len() - count..];
    let www = token.get(..4).is_some_and(|t| t.eq_ignore_ascii_case("www."));
    sign && !token.starts_with('#') && !token.starts_with('/')
        || www
        || p.after.chars().take(40).take_while(|c| c.is_ascii_graphic()).any(|c| c == '@')
}

/// Returns true if a text begins with a Latin word of two or more letters whose first one alone is
/// a capital, or with the words `I` or `A`.
fn is_capitalised(after: &str) -> bool {
    let mut chars = after.chars().skip_while(|c| is_opener(*c) || is_invisible(*c));
    let first = chars.next();
    let second = chars.next();
    first.is_some_and(char::is_uppercase)
        && (second.is_some_and(|c| c.is_lowercase() || matches!(c, '\'' | '’'))
            || matches!(first, Some('I' | 'A')) && second == Some(' '))
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«' | '‹' | '(' | '[' | '¿' | '¡')
}

/// A sign that continues the sentence, after a space: `et alors… ?`, `« Qui ? », dit-il`
///
/// Context: the first one or two signs after.
fn sign_follows(p: &BreakSite<'_>) -> Option<Verdict> {
    if !p.rules.strict || !p.spaced {
        return None;
    }
    let quotes = |c| matches!(c, '»' | '”' | '“' | '’');
    let mut signs = p.after.trim_start_matches(quotes).trim_start().chars();
    let continues = match signs.next()? {
        ',' | ';' | ':' | '?' | '!' => true,
        // A stop by itself, not that of an ellipsis or of .NET.
        '.' => signs.next().is_none_or(char::is_whitespace),
        _ => false,
    };
    if continues { stay("sign follows") } else { None }
}

/// Ellipsis: continues the sentence; in a cased script a capital after it begins another.
///
/// Context: the stops; the first word after them; the script of the letter before.
fn ellipsis(p: &BreakSite<'_>) -> Option<Verdict> {
    let mut dots = 0;
    for c in p.stop.chars() {
        match c {
            '.' | '۔' => dots += 1,
            '…' | '⋯' => dots += 3,
            c if is_stop(c) => return None,
            _ => {}
        }
    }
    if dots < 2 {
        return None;
    }
    if p.before.len() < 16 && !p.before.contains(is_letter_or_digit) {
        return stay("ellipsis for what is left out");
    }
    if p.spaced && (p.after.starts_with("http://") || p.after.starts_with("https://")) {
        return cut("address follows");
    }
    let first = p.first_letter();
    let cased = p.rules.cased || p.last().is_some_and(|c| c.is_ascii_alphabetic());
    if cased && first.is_some_and(char::is_uppercase) {
        let word = p.first_word();
        let pronoun = matches!(word.as_str(), "i" | "i'm" | "i'd" | "i'll" | "i've");
        return if pronoun && dots < 4 {
            stay("ellipsis")
        } else {
            cut("ellipsis before a capital")
        };
    }
    let dashed = |text: &str| text.starts_with(['-', '–', '—']);
    if !p.rules.cased && dashed(p.before.trim_start()) && dashed(p.after) {
        return cut("ellipsis before the next speaker");
    }
    if p.rules.strict_quotes && p.last_word_again() {
        return stay("word said twice");
    }
    if dots == 2 && !p.rules.cased && !p.rules.strict_quotes && are_stop(p) {
        return cut("two dots for a stop");
    }
    let opens = || p.after.starts_with(['«', '“', '"', '״']) || p.after.starts_with("...");
    if !p.rules.cased && p.rules.strict_quotes && p.spaced && (begins_sentence(p, false) || opens())
    {
        return cut("ellipsis before a sentence");
    }
    if p.closes_quote() && !p.rules.cased {
        return cut("ellipsis at the end of a quotation");
    }
    let word = p.first_word();
    if !p.rules.cased && p.kinds(word.as_str()).has(Kind::SpeechVerb) {
        return cut("ellipsis before a speaker");
    }
    stay("ellipsis")
}

/// Returns true if two dots stand for a stop: a starter follows some words, or the writer ends the
/// paragraph with two dots as well.
fn are_stop(p: &BreakSite<'_>) -> bool {
    const LEAST_WORDS: usize = 3;
    if p.before.split_whitespace().take(LEAST_WORDS).count() < LEAST_WORDS {
        return false;
    }
    let last = p.after.trim_end();
    let habit = last.ends_with("..") && !last.ends_with("...");
    let goes_on = || p.kinds(p.first_word().as_str()).has(Kind::NotStarter);
    begins_sentence(p, false) || habit && p.first_letter().is_some() && !goes_on()
}

/// Stops inside brackets: end a sentence only if the bracket contains whole sentences.
///
/// Context: the closing marks; the beginning of the sentence; whether a bracket opens inside it.
fn bracket(p: &BreakSite<'_>) -> Option<Verdict> {
    if !p.closers.contains([')', ']']) {
        return None;
    }
    // A note number is not a parenthesis: قال.[3] ثم
    let note = p.closers.trim_start();
    if note.starts_with(['[', '(']) && !note.contains("()") {
        return None;
    }
    let begins = p.before.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    if begins.starts_with(['(', '[']) || !p.before.contains(['(', '[']) {
        let small = p.first_letter().is_some_and(char::is_lowercase);
        if p.rules.cased && small {
            stay("small letter follows")
        } else {
            cut("sentence in brackets")
        }
    } else {
        stay("aside in brackets")
    }
}

/// Stops of abbreviations in a note: `(siehe Vers. 2.4)`, `(Cass. civ. 2e)`
///
/// Context: the word before; the bracket that opens inside the sentence and closes after the stop.
fn open_bracket(p: &BreakSite<'_>) -> Option<Verdict> {
    const LONGEST_NOTE: usize = 120;
    const LONGEST_WORD: usize = 6;
    if !p.rules.strict || !p.is_single_stop() || p.raw().chars().count() > LONGEST_WORD {
        return None;
    }
    let brackets = |c: &char| matches!(c, '(' | '[' | ')' | ']');
    let mut ahead = p.before.chars().rev();
    let opener = ahead.by_ref().take(LONGEST_NOTE).find(brackets);
    let inside =
        matches!(opener, Some('(' | '[')) && ahead.take(LONGEST_NOTE).any(char::is_alphabetic);
    let closes = || p.after.chars().take(LONGEST_NOTE).find(brackets);
    if inside && matches!(closes(), Some(')' | ']')) { stay("note in brackets") } else { None }
}

/// Lower-case letters: in a cased script no sentence begins with one, unless the writer omits
/// capitals. After a word that is not an abbreviation, an omitted capital is the likeliest
/// explanation.
///
/// Context: the word and the letter before; the first word after; the first letter of the sentence.
fn small_letter(p: &BreakSite<'_>) -> Option<Verdict> {
    let first = p.first_letter().filter(|c| c.is_lowercase())?;
    if p.stop.ends_with(is_wide_stop) {
        return None;
    }
    if !p.rules.cased && p.last().is_some_and(is_arabic_letter) {
        return None;
    }
    // eBay, iPhone
    let mut letters = p.after.chars().skip_while(|c| *c != first).skip(1);
    if letters.next().is_some_and(char::is_uppercase) {
        return None;
    }
    if !p.closers.is_empty() {
        return stay("small letter follows");
    }
    let kinds = p.own_kinds();
    let short = match p.rules.strict {
        true => p.is_single_stop() && (kinds.are_of_abbreviation() || is_initials(p.word())),
        false => !kinds.is_empty() || is_initials(p.word()) || is_name_with_mark(p),
    };
    if short || p.rules.ordinals && is_short_number(p.raw()) && p.is_single_stop() {
        return None;
    }
    if p.after.starts_with("http") || p.after.starts_with("www.") {
        return cut("address follows");
    }
    if !begins_with_capital(p) {
        return cut("writer without capitals");
    }
    if p.rules.strict {
        return careless_writer(p);
    }
    let starter = p.kinds(p.first_word().as_str()).has(Kind::Starter);
    let short = p.raw().len() <= 2;
    let ordinary = is_ordinary(p);
    let exclaimed = || {
        const LEAST_WORDS: usize = 3;
        let words = p.before.split_whitespace().take(LEAST_WORDS).count();
        words == LEAST_WORDS && p.after.starts_with(char::is_lowercase)
    };
    if starter && !short || ordinary && (p.is_single_stop() || p.spaced && exclaimed()) {
        return cut("small letter after a whole sentence");
    }
    stay("small letter follows")
}

/// Returns true if the word before the stop can be no abbreviation: it is long, in small or in large
/// letters, or a quotation or bracket ends it.
fn is_ordinary(p: &BreakSite<'_>) -> bool {
    const LONGEST_ABBREVIATION: usize = 7;
    let word = p.raw();
    let lower = word.len() > 3 && word.chars().all(|c| c.is_lowercase() || c.is_ascii_digit());
    let upper = word.len() > 2 && word.chars().all(char::is_uppercase);
    let closed = word.is_empty() && p.before.ends_with(['"', '”', ')']);
    lower || upper || closed || word.len() > LONGEST_ABBREVIATION && !word.contains('.')
}

/// Returns false if the first letter of the sentence is a small one. Where capitals are kept, a
/// sentence that begins with a digit, a quotation or a dash may go on in small letters.
fn begins_with_capital(p: &BreakSite<'_>) -> bool {
    let mut start = p.before.chars().take(16);
    let first = match p.rules.strict {
        true => start.find(|c| !is_invisible(*c)).filter(|c| c.is_alphabetic()),
        false => start.find(|c| c.is_alphabetic()),
    };
    !first.is_some_and(char::is_lowercase)
}

/// Small letters where capitals are kept: after a long word, which can be no abbreviation, the
/// writer forgot one.
fn careless_writer(p: &BreakSite<'_>) -> Option<Verdict> {
    const LONGEST_ABBREVIATION: usize = 7;
    let word = p.raw();
    let long = word.chars().count() > LONGEST_ABBREVIATION && word.chars().all(char::is_lowercase);
    if long && p.is_single_stop() {
        return cut("small letter after a whole sentence");
    }
    stay("small letter follows")
}

/// Quotation and speaker: `"Who is it?" Mary asked.` is one sentence.
///
/// Context: the first words after the quotation.
fn spoken_by(p: &BreakSite<'_>) -> Option<Verdict> {
    if !p.closes_quote() || !p.rules.cased || p.stop.ends_with('.') || is_introduced(p) {
        return None;
    }
    let mut owned = false;
    for word in p.next_words().take(5) {
        if p.kinds(Folded::or_empty(word).as_str()).has(Kind::SpeechVerb) {
            return stay("quotation and its speaker");
        }
        // "Ready?" Mary's father quietly asked.
        if !(word.starts_with(char::is_uppercase) || word.ends_with("ly") || owned) {
            return None;
        }
        owned = word.ends_with("'s") || word.ends_with("’s");
    }
    None
}

/// Quoted questions: «من أنت؟» may be a title or an interjection inside a sentence that continues.
///
/// Context: the stops and the closing marks; whether the sentence begins with the quotation; the
/// first word after.
fn inner_question(p: &BreakSite<'_>) -> Option<Verdict> {
    if p.rules.cased || p.closers.is_empty() || p.closers.contains([')', ']']) {
        return None;
    }
    let question = p.stop.chars().any(|c| is_stop(c) && !matches!(c, '.' | '۔'));
    let quoted = p.closes_quote() || p.closers.contains(['﴾', '﴿', '}']);
    if !question || !quoted {
        return None;
    }
    let spoken = p.kinds(p.first_word().as_str()).has(Kind::SpeechVerb);
    if p.before.starts_with(is_opener) && !spoken && begins_sentence(p, false) {
        return cut("quotation of a whole sentence");
    }
    stay("question or exclamation inside a quotation")
}
