//! Words of names as they are compared.

use unicode_normalization::UnicodeNormalization;

use crate::lang::arabic;

/// Returns true for characters that are not seen: marks of direction, joiners, the byte order mark.
pub(in crate::lang) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Returns a word without case, marks on Latin letters, and the spellings and forms of Arabic that
/// mean one name: `turkce` of `Türkçe`, `انجليزي` of `بالإنجليزية`.
pub(super) fn of_word(word: &str) -> String {
    let mut key: String = word
        .nfd()
        .flat_map(char::to_lowercase)
        .filter(|c| !is_mark(*c))
        .map(arabic::fold)
        .collect();
    // Letters that have no decomposition.
    if key.contains(['ø', 'ı', 'ß']) {
        key = key.replace('ø', "o").replace('ı', "i").replace('ß', "ss");
    }
    let word = strip_arabic(&key);
    if word.len() < key.len() { word.to_owned() } else { key }
}

fn is_mark(c: char) -> bool {
    is_invisible(c)
        || matches!(c,
            '\u{300}'..='\u{36F}' | '\u{610}'..='\u{61A}' | '\u{640}'
            | '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// Returns an Arabic word without the article and the feminine ending, if three letters are left.
fn strip_arabic(word: &str) -> &str {
    let long = |rest: &&str| rest.chars().count() >= 3;
    let article = ["بال", "ال"];
    let stem = article.iter().find_map(|article| word.strip_prefix(article).filter(long));
    let stem = stem.unwrap_or(word);
    stem.strip_suffix('ه').filter(long).unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_key() {
        for (forms, key) in [
            (&["الإنجليزية", "الانجليزي", "إنجليزي", "بالإنجليزية", "الإِنجليزيّة"][..], "انجليزي"),
            (&["فارسی", "الفارسية"], "فارسي"),
            (&["Türkçe", "TÜRKÇE", "turkce"], "turkce"),
            (&["Русский"], "русскии"),
        ] {
            for form in forms {
                assert_eq!(of_word(form), key, "{form}");
            }
        }
    }
}
