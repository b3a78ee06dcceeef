//! Rules for scripts without spaces between words: Chinese, Japanese.

use super::{Verdict, cut, stay};
use crate::{segment::place::BreakSite, text::is_digit};

/// Characters after a quotation in which the verb of its speaker is looked for.
const REACH: usize = 24;

/// Particles of Japanese that make a quotation part of the sentence around it.
const PARTICLES: [&str; 15] = [
    "と",
    "って",
    "は",
    "を",
    "が",
    "に",
    "の",
    "も",
    "で",
    "や",
    "か",
    "へ",
    "という",
    "など",
    "なんて",
];

/// Verbs of Chinese that name the speaker of a quotation before them.
const SPEAKING: [char; 14] =
    ['说', '說', '问', '問', '道', '喊', '叫', '答', '骂', '罵', '嚷', '吼', '想', '念'];

/// Brackets: an aside in （…。） does not end the sentence around it.
///
/// Context: the closing marks; the beginning of the sentence.
pub(super) fn wide_bracket(p: &BreakSite<'_>) -> Option<Verdict> {
    if p.rules.spaced || !p.closers.contains(['）', ')', '】']) {
        return None;
    }
    let opener = p.before.rfind(['（', '(', '【']);
    match opener {
        Some(at) if !p.before[..at].trim().is_empty() => stay("aside in brackets"),
        _ => cut("sentence in brackets"),
    }
}

/// Quotations: 「…。」と言った。 and “……？”他问。 are one sentence.
///
/// Context: the closing marks; the first characters after; whether the quotation begins the
/// sentence or follows a colon.
pub(super) fn wide_quotation(p: &BreakSite<'_>) -> Option<Verdict> {
    if p.rules.spaced || !(p.closes_quote() || p.closers.contains(['”', '’', '〉'])) {
        return None;
    }
    let after = p.after;
    if after.starts_with(['，', '、', '；', '：', '—', '…', ',', '。', '）', '的', '地'])
    {
        return stay("quotation inside a sentence");
    }
    if PARTICLES.iter().any(|particle| after.starts_with(particle)) {
        return stay("quotation and its particle");
    }
    let clause =
        after.split(['。', '！', '？', '：', '；', '“', '「', '\n']).next().unwrap_or_default();
    if clause.chars().take(REACH).any(|c| SPEAKING.contains(&c)) {
        return stay("quotation and its speaker");
    }
    let opener = p.before.rfind(['“', '「', '『', '‘', '《', '"', '«']);
    let ahead = opener.map_or("", |at| &p.before[..at]).trim_end();
    let whole = ahead.is_empty() || ahead.ends_with(['：', ':', '，', '、', '”', '」', '』']);
    if whole || p.stop.ends_with('。') {
        cut("end of a quotation")
    } else {
        stay("question or exclamation inside a quotation")
    }
}

/// Half-width marks and dots in a text without spaces: 你好!我是…
///
/// Context: the stop; the letters on both sides.
pub(super) fn wide_mark(p: &BreakSite<'_>) -> Option<Verdict> {
    if p.stop == "．" && p.last().is_some_and(is_digit) && p.after.starts_with(is_digit) {
        return stay("decimal");
    }
    if p.rules.spaced || p.spaced || !p.stop.ends_with(['!', '?', '‼', '⁇', '⁈', '⁉']) {
        return None;
    }
    let wide = |c: char| c >= '\u{2E80}' && c.is_alphabetic();
    let before = p.last().is_some_and(wide);
    let after = p.after.chars().next().is_some_and(|c| wide(c) || matches!(c, '“' | '「' | '『'));
    if before && after { cut("mark without a space") } else { None }
}
