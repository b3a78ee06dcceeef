//! Stems: the forms under which a word may be listed in a glossary, without Arabic clitics and
//! English endings. Words and stems are text of the matching view.

use super::{
    chars::is_arabic,
    clitics::{ARTICLE, ARTICLE_AFTER_LAM, CONJUNCTIONS, PREPOSITIONS, PRONOUN_YA, PRONOUNS},
};

/// Minimum number of letters of a stem; shorter ones are too ambiguous.
const SHORTEST: usize = 3;

/// The alef of the indefinite accusative.
const ACCUSATIVE: &str = "ا";

/// Returns the word itself, then what remains of it without clitics and endings, without duplicates.
pub(crate) fn stems(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    if word.starts_with(is_arabic) {
        arabic(word, &mut out);
    } else if word.is_ascii() {
        english(word, &mut out);
    }
    out
}

/// Adds a stem that is long enough and not yet there.
fn keep(out: &mut Vec<String>, stem: &str) {
    if stem.chars().count() >= SHORTEST && !out.iter().any(|s| s == stem) {
        out.push(stem.to_owned());
    }
}

/// Removes a conjunction, a preposition or the future particle, and the article; then pronouns and
/// inflectional endings.
fn arabic(word: &str, out: &mut Vec<String>) {
    let mut bare = vec![word];
    for conjunction in CONJUNCTIONS {
        bare.extend(word.strip_prefix(conjunction));
    }
    for i in 0..bare.len() {
        let w = bare[i];
        bare.extend(w.strip_prefix(ARTICLE_AFTER_LAM));
        bare.extend(PREPOSITIONS.iter().filter_map(|p| w.strip_prefix(p)));
    }
    for i in 0..bare.len() {
        bare.extend(bare[i].strip_prefix(ARTICLE));
    }
    for w in &bare {
        keep(out, w);
    }
    for w in bare.iter().filter(|w| w.chars().count() > 3) {
        for ending in PRONOUNS.into_iter().chain([PRONOUN_YA, ACCUSATIVE]) {
            if let Some(stem) = w.strip_suffix(ending) {
                keep(out, stem);
                // Before a pronoun, the ه of a feminine noun is written ت: مدينتها.
                if let Some(root) = stem.strip_suffix('ت') {
                    keep(out, &format!("{root}ه"));
                }
            }
        }
        for (ending, instead) in [
            ("ات", "ه"),
            ("ات", ""),
            ("ون", ""),
            ("ين", ""),
            ("ان", ""),
            ("تان", "ه"),
            ("تين", "ه"),
        ] {
            if let Some(stem) = w.strip_suffix(ending) {
                keep(out, &format!("{stem}{instead}"));
            }
        }
    }
}

fn english(word: &str, out: &mut Vec<String>) {
    for (ending, instead) in [
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ied", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("ly", ""),
    ] {
        if let Some(stem) = word.strip_suffix(ending).filter(|s| s.len() > 2) {
            keep(out, &format!("{stem}{instead}"));
            let b = stem.as_bytes();
            if b.len() > 3 && b[b.len() - 1] == b[b.len() - 2] && instead.is_empty() {
                keep(out, &stem[..stem.len() - 1]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_leave_out_clitics_and_endings() {
        assert!(stems("وللمدينه").contains(&"مدينه".to_owned()));
        assert!(stems("ministries").contains(&"ministry".to_owned()));
    }

    #[test]
    fn clitics_and_endings_are_removed() {
        for (word, stem) in [
            ("والرييس", "رييس"),
            ("للرييس", "رييس"),
            ("بالمدينه", "مدينه"),
            ("مدينتها", "مدينه"),
            ("شركات", "شركه"),
            ("مسلمون", "مسلم"),
            ("وسيقول", "يقول"),
            ("stopped", "stop"),
            ("cities", "city"),
            ("making", "make"),
            ("boxes", "box"),
        ] {
            assert!(stems(word).iter().any(|s| s == stem), "{word}: {:?}", stems(word));
        }
        assert_eq!(stems("من"), ["من"]);
    }
}
