//! The rules of a language, made from its profile.

use std::sync::{LazyLock, OnceLock};

use unicode_script::Script;

use super::{
    place::Folded,
    words::{WordLists, read_words},
};
use crate::lang::{
    Lang,
    profile::{self, Profile},
};

/// The rules of a language.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) words: WordLists,
    /// Frequent words, folded and sorted.
    pub(super) common: Vec<Box<str>>,
    /// True if a capital letter begins a sentence and a small letter does not.
    pub(super) cased: bool,
    /// True if a number with a stop is an ordinal.
    pub(super) ordinals: bool,
    /// True if a small letter hardly ever begins a sentence.
    pub(super) strict: bool,
    pub(super) script: Script,
    /// True if a quotation after a colon ends its sentence.
    pub(super) strict_quotes: bool,
    /// False if no spaces stand between words and sentences.
    pub(super) spaced: bool,
}

static RULES: LazyLock<Vec<OnceLock<Rules>>> =
    LazyLock::new(|| profile::all().map(|_| OnceLock::new()).collect());

static LATIN: LazyLock<&'static Rules> = LazyLock::new(|| of(profile::of_script(Script::Latin)));

fn of(profile: &'static Profile) -> &'static Rules {
    RULES[profile.index()].get_or_init(|| {
        let origin = profile.codes.first().unwrap_or(&"plain");
        // A test reads the lists of all profiles, so that no release contains an invalid one.
        let entries = read_words(profile.sentences.words, origin).unwrap_or_else(|e| panic!("{e}"));
        let common = profile.common.split_whitespace().map(Folded::or_empty);
        let mut common: Vec<Box<str>> = common.map(|word| word.as_str().into()).collect();
        common.sort_unstable();
        Rules {
            words: WordLists::new(&entries),
            common,
            cased: profile.is_cased(),
            ordinals: profile.sentences.ordinals,
            strict: profile.strict_capitals,
            script: profile.script,
            spaced: profile.spaced,
            strict_quotes: !profile.codes.contains(&"ar"),
        }
    })
}

/// Returns the rules of a language.
pub(super) fn for_lang(lang: &Lang) -> &'static Rules {
    of(lang.profile())
}

/// Returns the rules for words in Latin letters, in a text of another script.
#[cfg(feature = "srx")]
pub(super) fn latin() -> &'static Rules {
    &LATIN
}

/// Returns the rules that know a word of a text: those of the text, or the English ones for Latin
/// words in another script.
pub(super) fn for_word<'t>(word: &[u8], rules: &'t Rules) -> &'t Rules {
    let latin = rules.script != Script::Latin && word.first().is_some_and(u8::is_ascii_alphabetic);
    if latin { &LATIN } else { rules }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Kind;

    #[test]
    fn the_lists_of_all_profiles_are_well_formed() {
        for profile in profile::all() {
            of(profile);
        }
        // A letter is an initial as well, whatever its case.
        let often_last = |profile| of(profile).words.of(Kind::OftenLast).collect::<Vec<_>>();
        for word in profile::all().flat_map(often_last) {
            assert!(word.chars().nth(1).is_some(), "{word}");
        }
        assert!(for_lang(&Lang::arabic()).words.kinds("الخ".as_bytes()).has(Kind::MaybeLast));
        assert!(for_lang(&Lang::english()).words.kinds(b"dr").has(Kind::NeverLast));
    }
}
