//! Plain profiles: what is known of a language by its script alone.

use unicode_script::Script;

use super::{Casing, Profile, Sentences};

/// Abbreviations that most languages in Latin letters share.
const LATIN: &str = "
[never-last]
Dr. Prof. Mr. Mrs. Ms. Sr. Sra. St. vs. cf.
[maybe-last]
etc. Inc. Ltd. Co. Corp. Jr. p.m. a.m.
[before-number]
No. Nr. Art. art. p. pp. vol. fig. tab. cap. tel.
";

/// The last one is for all scripts that are not named.
pub(super) static PLAIN: [Profile; 17] = [
    cased(Script::Latin, LATIN),
    cased(Script::Cyrillic, ""),
    cased(Script::Greek, ""),
    cased(Script::Armenian, ""),
    uncased(Script::Arabic),
    uncased(Script::Hebrew),
    uncased(Script::Syriac),
    uncased(Script::Thaana),
    uncased(Script::Nko),
    uncased(Script::Devanagari),
    uncased(Script::Hangul),
    unspaced(Script::Han),
    unspaced(Script::Hiragana),
    unspaced(Script::Thai),
    unspaced(Script::Lao),
    unspaced(Script::Khmer),
    uncased(Script::Unknown),
];

/// Returns the plain profile of a script.
pub(crate) fn plain(script: Script) -> &'static Profile {
    let found = PLAIN.iter().find(|profile| profile.script == script);
    found.unwrap_or(&PLAIN[PLAIN.len() - 1])
}

const fn cased(script: Script, words: &'static str) -> Profile {
    let sentences = Sentences { words, ordinals: false };
    Profile { casing: Casing::Names, sentences, ..Profile::bare(script) }
}

const fn uncased(script: Script) -> Profile {
    Profile::bare(script)
}

const fn unspaced(script: Script) -> Profile {
    Profile { spaced: false, ..Profile::bare(script) }
}
