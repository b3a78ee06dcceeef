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

/// Arabic, Persian and Urdu; a text of some length is Persian by letters that Arabic lacks, and
/// Arabic if it has no letter of the others.
fn arabic(tally: &Tally, amount: Amount) -> Option<&'static str> {
    let (ar, fa, ur) = (index("ar"), index("fa"), index("ur"));
    // Whatever Persian has beyond Arabic, Urdu has too.
    let (persian, urdu) = (tally.signs[fa], tally.signs[ur].saturating_sub(tally.signs[fa]));
    // A word of Urdu may be one of Persian in the spelling that is compared; its letters are not.
    if let Some(code) = by_words(tally, amount).filter(|code| *code != "ur" || urdu > 0) {
        return Some(code);
    }
    let foreign = tally.telling.saturating_sub(tally.signs[ar] + tally.signs[ur]);
    if foreign > 0 || urdu > 0 {
        None
    } else if amount.letters >= 20 && persian > tally.signs[ar] && tally.hits[fa] >= tally.hits[ar]
    {
        Some("fa")
    } else {
        (amount.letters >= 40 && persian == 0 && tally.hits[fa] <= 2).then_some("ar")
    }
}

/// Returns true if letters that Arabic lacks occur, and nothing that speaks for Arabic.
pub(super) fn excludes_arabic(tally: &Tally) -> bool {
    let ar = index("ar");
    tally.telling > 0 && tally.signs[ar] + tally.hits[ar] == 0
}

/// Returns true unless another language of Latin script is clearly ahead of English.
pub(super) fn leaves_english(tally: &Tally) -> bool {
    let en = index("en");
    let of_latin = (0..candidates().len()).filter(|at| candidates()[*at].script == Script::Latin);
    let best = of_latin.map(|at| points(tally, at)).max().unwrap_or_default();
    best < points(tally, en).max(0) + 3
}

/// The language with the most points, if they are enough for the number of words, come from
/// different words, and are clearly more than those of the next. The shares were chosen on news in
/// 128 languages so that hardly any sentence is taken for another language.
fn by_words(tally: &Tally, amount: Amount) -> Option<&'static str> {
    let mut ranked: Vec<(i64, usize)> = candidates()
        .iter()
        .enumerate()
        .filter(|(at, candidate)| {
            let lacks = candidate.needs && amount.letters >= 80 && tally.needed[*at] == 0;
            candidate.script == amount.script && !lacks
        })
        .map(|(at, _)| (points(tally, at), at))
        .collect();
    ranked.sort_unstable_by_key(|(points, at)| (-points, *at));
    let (first, at) = *ranked.first()?;
    let second = ranked.get(1).map_or(0, |(points, _)| (*points).max(0));
    let words = amount.words as i64;
    let [hits, kinds, signs] = [tally.hits[at], tally.kinds[at], tally.signs[at]].map(|n| n as i64);
    // Letters that hardly any other language has make up for words.
    let enough = hits * 10 >= words * 3 || tally.needed[at] * 25 >= amount.letters;
    // In Arabic script many letters tell the language, and the article is one word.
    let varied = match amount.script {
        Script::Arabic => signs > 0 && first >= 4,
        _ => kinds + signs * 2 / 3 >= (4 + words / 16 * 2).min(16),
    };
    let whole = !candidates()[at].needs || tally.needed[at] > 0;
    let ahead = first >= second + 2 && (first - second) * 100 >= words * 8;
    (hits > 0 && enough && varied && whole && ahead).then(|| candidates()[at].code)
}

/// Points of a language: two for a word, one for an ending or a letter, one less for a letter that
/// it lacks.
fn points(tally: &Tally, at: usize) -> i64 {
    let [hits, own, all] = [tally.hits[at], tally.signs[at], tally.telling].map(|n| n as i64);
    hits + 2 * own - all
}
