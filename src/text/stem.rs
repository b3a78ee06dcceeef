//! The forms under which a word may stand in a list of terms: without Arabic clitics, without
//! English endings. Words come and go as the matching view shows them.

/// At most this many letters are cut; shorter stems mean too many things.
const SHORTEST: usize = 3;

/// The word itself and what is left of it without clitics or endings, longest first, none twice.
///
/// ```
/// use muwazi::text::stem::stems;
/// assert!(stems("وللمدينه").contains(&"مدينه".to_owned()));
/// assert!(stems("ministries").contains(&"ministry".to_owned()));
/// ```
pub fn stems(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    if word.starts_with(|c: char| ('\u{620}'..='\u{6D3}').contains(&c)) {
        arabic(word, &mut out);
    } else if word.is_ascii() {
        english(word, &mut out);
    }
    out
}

fn keep(out: &mut Vec<String>, stem: &str) {
    if stem.chars().count() >= SHORTEST && !out.iter().any(|s| s == stem) {
        out.push(stem.to_owned());
    }
}

/// Conjunction, preposition or future particle, article; then pronouns and endings.
fn arabic(word: &str, out: &mut Vec<String>) {
    let mut bare = vec![word];
    for conjunction in ["و", "ف"] {
        bare.extend(word.strip_prefix(conjunction));
    }
    for i in 0..bare.len() {
        let w = bare[i];
        // للـ is ل with the article, whose alef is not written.
        bare.extend(w.strip_prefix("لل"));
        bare.extend(["ب", "ل", "ك", "س"].iter().filter_map(|p| w.strip_prefix(p)));
    }
    for i in 0..bare.len() {
        bare.extend(bare[i].strip_prefix("ال"));
    }
    for w in &bare {
        keep(out, w);
    }
    for w in bare.iter().filter(|w| w.chars().count() > 3) {
        for ending in ["هما", "ها", "هم", "هن", "كم", "نا", "ه", "ك", "ي", "ا"] {
            if let Some(stem) = w.strip_suffix(ending) {
                keep(out, stem);
                // The ه of a feminine noun is written ت before a pronoun: مدينتها.
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
    fn clitics_and_endings_come_off() {
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
