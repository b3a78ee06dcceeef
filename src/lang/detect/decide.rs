//! The language that the evidence leaves no doubt about.

use unicode_script::Script;

use super::evidence::{Amount, Tally, candidates, index};

/// Scripts in which one language alone is written today.
const ALONE: [(Script, &str); 15] = [
    (Script::Armenian, "hy"),
    (Script::Georgian, "ka"),
    (Script::Greek, "el"),
    (Script::Gujarati, "gu"),
    (Script::Gurmukhi, "pa"),
    (Script::Hangul, "ko"),
    (Script::Kannada, "kn"),
    (Script::Khmer, "km"),
    (Script::Lao, "lo"),
    (Script::Malayalam, "ml"),
    (Script::Sinhala, "si"),
    (Script::Tamil, "ta"),
    (Script::Telugu, "te"),
    (Script::Thaana, "dv"),
    (Script::Thai, "th"),
];

/// Returns the only language of a script.
pub(super) fn alone(script: Script) -> Option<&'static str> {
    ALONE.iter().find(|(only, _)| *only == script).map(|(_, code)| *code)
}

/// Returns the code of the language of a text, `None` if it is in doubt.
pub(super) fn decide(tally: &Tally, amount: Amount) -> Option<&'static str> {
    let code = match amount.script {
        Script::Han => han(tally, amount),
        Script::Arabic => arabic(tally, amount),
        Script::Hebrew => by_words(tally, amount).or((amount.letters >= 20).then_some("he")),
        script => alone(script).or_else(|| by_words(tally, amount)),
    };
    code.filter(|code| !code.is_empty())
}

fn han(tally: &Tally, amount: Amount) -> Option<&'static str> {
    let (zh, ja) = (tally.signs[index("zh")], tally.signs[index("ja")]);
    if tally.kana * 20 >= amount.letters {
        Some("ja")
    } else if zh > ja || (amount.letters >= 20 && ja == 0) {
        Some("zh")
    } else {
        None
    }
}

fn arabic(tally: &Tally, amount: Amount) -> Option<&'static str> {
    by_words(tally, amount)
}

/// Points of a language: two for a word, one for a letter.
fn points(tally: &Tally, at: usize) -> usize {
    2 * tally.hits[at] + tally.signs[at]
}

fn by_words(tally: &Tally, amount: Amount) -> Option<&'static str> {
    let mut ranked: Vec<(usize, usize)> = candidates()
        .iter()
        .enumerate()
        .filter(|(_, candidate)| candidate.script == amount.script)
        .map(|(at, _)| (points(tally, at), at))
        .collect();
    ranked.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let (first, at) = *ranked.first()?;
    let second = ranked.get(1).map_or(0, |(points, _)| *points);
    let enough = tally.hits[at] >= 2 && first * 5 >= amount.words * 2;
    let ahead = first >= second + 4 && (first - second) * 10 >= first * 2;
    (enough && ahead).then(|| candidates()[at].code)
}
