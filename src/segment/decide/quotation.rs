//! Quotations in scripts without capitals.

use super::{Verdict, abbreviation::is_initials, cut, is_opener, stay};
use crate::{
    segment::{
        place::{BreakSite, Folded, next_word},
        words::Kind,
    },
    text::{is_invisible, is_letter_or_digit},
};

/// Whole quotations: after a colon, or before the next quotation, a quotation ends its sentence
/// unless the verb of its speaker or a sign follows. Initials in quotes do not end it.
///
/// Context: the closing marks; the sign before the quotation; the first sign and word after.
pub(super) fn quotation(p: &BreakSite<'_>) -> Option<Verdict> {
    if p.rules.cased || !p.spaced {
        return None;
    }
    let dash = p.after.strip_prefix(['–', '—', '-']);
    if let Some(after) = dash {
        let verb = Folded::or_empty(after.split_whitespace().next().unwrap_or_default());
        if p.kinds(verb.as_str()).has(Kind::SpeechVerb) {
            return stay("question and its speaker");
        }
    }
    if !p.closes_quote() || p.closers.contains([')', ']']) {
        return None;
    }
    if p.after.starts_with([',', '،', ';', '؛', ':']) {
        return stay("sign follows");
    }
    if p.stop == "." && p.word().contains('.') && is_initials(p.word()) {
        return stay("initials in quotes");
    }
    let speaks = p.kinds(p.first_word().as_str()).has(Kind::SpeechVerb);
    if speaks && after_colon(p) && colon_follows(p) {
        return cut("end of a quotation");
    }
    if speaks || speaker_follows(p) {
        return stay("quotation and its speaker");
    }
    // وتضحك goes on with what was said.
    let joined = p.first_word().as_str().starts_with(&p.rules.words.starting_letters[..]);
    let next = p.after.chars().find(|c| !is_invisible(*c));
    if next.is_some_and(|c| is_opener(c) && c != '(') || !joined && (after_colon(p) || is_whole(p))
    {
        return cut("end of a quotation");
    }
    None
}

/// Returns true if a quotation in a cased script follows its speaker: `She said, "Who?" And I said`
pub(super) fn is_introduced(p: &BreakSite<'_>) -> bool {
    let opener = p.before.rfind(['"', '“', '«']);
    let ahead = opener.map_or("", |at| p.before[..at].trim_end());
    !p.rules.strict && ahead.ends_with([',', ':']) && !ahead.starts_with(is_opener)
}

/// Questions in a clause that needs another one: `When he asked "Why?" I had no answer.`
///
/// Context: the first word of the sentence and the part before the quotation.
pub(super) fn subordinate(p: &BreakSite<'_>) -> Option<Verdict> {
    const LONGEST_CLAUSE: usize = 80;
    if !p.rules.cased || p.rules.strict || !p.closes_quote() || p.stop.ends_with('.') {
        return None;
    }
    let clause = p.before.trim_start();
    let first = Folded::or_empty(next_word(clause).of(clause));
    if !p.kinds(first.as_str()).has(Kind::Opener) {
        return None;
    }
    let ahead = clause[..clause.rfind(['"', '“', '‘', '«'])?].trim_end_matches([' ', ',']);
    let short = (1..LONGEST_CLAUSE).contains(&ahead.len()) && !ahead.contains([',', ';', ':']);
    if short { stay("clause goes on") } else { None }
}

/// Questions and exclamations in an aside between dashes: `It was – who knew? – over.`
///
/// Context: the dash after; those of the sentence so far.
pub(super) fn dashed_aside(p: &BreakSite<'_>) -> Option<Verdict> {
    const LONGEST_ASIDE: usize = 200;
    if p.rules.strict || !p.spaced || p.stop.ends_with('.') {
        return None;
    }
    let dash = ["--", "–", "—"].into_iter().find(|dash| p.after.starts_with(dash))?;
    let ahead = p.before.rfind(dash).filter(|at| p.before.len() - at < LONGEST_ASIDE)?;
    let opened = p.before[..ahead].contains(is_letter_or_digit);
    if opened { stay("aside between dashes") } else { None }
}

/// Continued questions: a question may continue with "or", as in من أين جاء؟ أو من أرسله؟
///
/// Context: the stops; the first word after.
pub(super) fn question_goes_on(p: &BreakSite<'_>) -> Option<Verdict> {
    let question = p.stop.contains(['?', '؟']) && p.closers.is_empty() && p.spaced;
    if question && p.kinds(p.first_word().as_str()).has(Kind::Joiner) {
        return stay("question goes on");
    }
    None
}

/// Returns true if the next clause has a quotation of its own: `قالت: «…»`
fn colon_follows(p: &BreakSite<'_>) -> bool {
    const FAR: usize = 40;
    let signs = |c: &char| matches!(c, '.' | '۔' | '؟' | '!' | '،' | ',' | ':' | '«' | '"' | '“');
    p.after.chars().take(FAR).find(signs) == Some(':')
}

/// Returns true if a verb of speaking is the second word after: a name stands before it.
fn speaker_follows(p: &BreakSite<'_>) -> bool {
    let second = p.next_words().nth(1).unwrap_or_default();
    let ends = |word: &str| {
        p.after.find(word).is_some_and(|at| {
            p.after[at + word.len()..].trim_start().starts_with(['.', '۔', '،', ','])
        })
    };
    p.kinds(Folded::or_empty(second).as_str()).has(Kind::SpeechVerb) && ends(second)
}

/// Returns true if the sentence so far is one quotation of some length, which is no title.
fn is_whole(p: &BreakSite<'_>) -> bool {
    const LEAST_WORDS: usize = 4;
    let speaks = |word| p.kinds(Folded::or_empty(word).as_str()).has(Kind::SpeechVerb);
    p.before.starts_with(is_opener)
        && p.before.split_whitespace().count() >= LEAST_WORDS
        && !p.next_words().take(LEAST_WORDS).any(speaks)
        // Urdu ends with the verb: “کب آؤ گی؟” بوڑھے نے سر اٹھائے بغیر پوچھا۔
        && !clause(p.after).split_whitespace().next_back().is_some_and(speaks)
}

/// Returns the beginning of a text up to its first sign, a bounded stretch.
fn clause(after: &str) -> &str {
    const REACH: usize = 160;
    let end = after.char_indices().nth(REACH).map_or(after.len(), |(at, _)| at);
    after[..end].split(['.', '۔', '؟', '!', '،', ':']).next().unwrap_or_default()
}

/// Returns true if the quotation that closes here follows a colon.
fn after_colon(p: &BreakSite<'_>) -> bool {
    let mut rest = p.before;
    while let Some(at) = rest.rfind(|c| is_opener(c) || matches!(c, '״' | '’')) {
        let ahead = rest[..at].trim_end_matches(|c: char| c.is_whitespace() || is_invisible(c));
        if ahead.ends_with(':') {
            return true;
        }
        // A straight quote also closes: ד"ר.
        rest = &rest[..at];
    }
    false
}
