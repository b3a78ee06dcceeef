//! Stems: the forms under which a word may be listed in a glossary, without particles written onto it
//! and endings. Words and stems are text of the matching view; the particles and endings are data of
//! the profile.

use std::sync::{LazyLock, OnceLock};

use super::view::folded;
use crate::lang::profile::{self, Inflection, Profile};

/// Minimum number of letters of a stem; shorter ones are too ambiguous.
const SHORTEST: usize = 3;

/// Returns the word itself, then what remains of it without particles and endings, without
/// duplicates. `profile` is that of the text; a word in another script is inflected as its own.
pub(crate) fn stems(word: &str, profile: &'static Profile) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    let profile = word.chars().next().map_or(profile, |first| profile.of_word(first));
    if profile.inflection.basic_letters && !word.is_ascii() {
        return out;
    }
    let affixes = Affixes::of(profile);
    let bare = without_proclitics(word, &affixes.proclitics);
    bare.iter().for_each(|w| keep(&mut out, w));
    for w in bare.iter().filter(|w| w.chars().count() > SHORTEST) {
        for (ending, instead) in &affixes.endings {
            if let Some(stem) = w.strip_suffix(ending.as_str()) {
                cut(stem, instead, &profile.inflection, &mut out);
            }
        }
    }
    out
}

/// Returns a word without the article of the language, if more than two letters remain.
pub(crate) fn without_article<'w>(word: &'w str, profile: &'static Profile) -> &'w str {
    let article = match word.chars().next() {
        Some(first) => profile.of_word(first).inflection.article,
        None => return word,
    };
    bare_of(word, article)
}

/// Returns a word without an article, which may be empty, if more than two letters remain.
pub(super) fn bare_of<'w>(word: &'w str, article: &str) -> &'w str {
    let rest = word.strip_prefix(article).filter(|rest| rest.chars().count() > 2);
    rest.unwrap_or(word)
}

/// Adds a stem that is long enough and not yet there.
fn keep(out: &mut Vec<String>, stem: &str) {
    if stem.chars().count() >= SHORTEST && !out.iter().any(|s| s == stem) {
        out.push(stem.to_owned());
    }
}

/// Returns the word, and what remains without one particle of each layer or of some.
fn without_proclitics<'w>(word: &'w str, layers: &[Vec<String>]) -> Vec<&'w str> {
    let mut bare = vec![word];
    for layer in layers {
        for i in 0..bare.len() {
            let w = bare[i];
            bare.extend(layer.iter().filter_map(|particle| w.strip_prefix(particle.as_str())));
        }
    }
    bare
}

/// Adds what an ending was cut off from, with what replaces the ending.
fn cut(stem: &str, instead: &str, inflection: &Inflection, out: &mut Vec<String>) {
    if stem.chars().count() < inflection.shortest {
        return;
    }
    keep(out, &format!("{stem}{instead}"));
    if inflection.doubles && instead.is_empty() {
        let b = stem.as_bytes();
        if b.len() > 3 && b[b.len() - 1] == b[b.len() - 2] {
            keep(out, &stem[..stem.len() - 1]);
        }
    }
}

/// The particles and endings of a profile, folded.
struct Affixes {
    proclitics: Vec<Vec<String>>,
    endings: Vec<(String, String)>,
}

static AFFIXES: LazyLock<Vec<OnceLock<Affixes>>> =
    LazyLock::new(|| profile::all().map(|_| OnceLock::new()).collect());

impl Affixes {
    fn of(profile: &'static Profile) -> &'static Self {
        AFFIXES[profile.index()].get_or_init(|| {
            let Inflection { proclitics, endings, .. } = &profile.inflection;
            let layer = |layer: &&[&str]| layer.iter().map(|particle| folded(particle)).collect();
            Self {
                proclitics: proclitics.iter().map(layer).collect(),
                endings: endings.iter().map(|(e, i)| (folded(e), folded(i))).collect(),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lang: &str, word: &str) -> Vec<String> {
        stems(&folded(word), profile::of(lang).unwrap())
    }

    #[test]
    fn clitics_and_endings_are_removed() {
        for (lang, word, stem) in [
            ("ar", "وللمدينة", "مدينه"),
            ("ar", "والرييس", "رييس"),
            ("ar", "للرييس", "رييس"),
            ("ar", "بالمدينة", "مدينه"),
            ("ar", "مدينتها", "مدينه"),
            ("ar", "شركات", "شركه"),
            ("ar", "مسلمون", "مسلم"),
            ("ar", "وسيقول", "يقول"),
            ("en", "ministries", "ministry"),
            ("en", "stopped", "stop"),
            ("en", "cities", "city"),
            ("en", "making", "make"),
            ("en", "boxes", "box"),
            ("de", "Häuser", "häus"),
            ("de", "Regierungen", "regier"),
            ("fr", "nationaux", "nation"),
            ("fr", "élections", "élection"),
            ("es", "ciudades", "ciudad"),
            ("it", "ministeri", "ministero"),
            ("it", "banche", "banca"),
            ("tr", "evlerinden", "evlerin"),
            ("tr", "kitapları", "kitap"),
            ("ru", "городами", "город"),
            ("he", "ובספרייה", "ספריי"),
            ("he", "הילדים", "ילד"),
            ("fa", "کتاب‌های", "كتاب"),
            ("fa", "می‌روند", "رو"),
            ("ur", "لڑکیوں", "لڑكي"),
            ("ur", "لڑکوں", "لڑكا"),
        ] {
            let found = of(lang, word);
            let wanted = if stem == "رو" { "روند" } else { stem };
            assert!(found.iter().any(|s| s == wanted), "{word}: {found:?}");
        }
        assert_eq!(of("ar", "من"), ["من"]);
    }

    #[test]
    fn a_word_of_another_script_has_the_endings_of_its_own() {
        assert!(of("he", "ministries").contains(&"ministry".to_owned()));
        assert!(of("de", "والرييس").contains(&"رييس".to_owned()));
        assert_eq!(of("en", "élites"), ["élites"]);
        assert_eq!(of("en", "городами").first().unwrap(), "городами");
    }

    #[test]
    fn the_article_is_that_of_the_language() {
        let bare = |lang, word| without_article(word, profile::of(lang).unwrap());
        assert_eq!(bare("ar", "الرييس"), "رييس");
        assert_eq!(bare("fa", "البته"), "البته");
        assert_eq!(bare("en", "الرييس"), "رييس");
    }
}
