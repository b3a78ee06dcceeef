//! Language-dependent rules: word lists, and whether sentences begin with a capital.

use std::sync::LazyLock;

use super::words::{WordLists, read_words};
use crate::lang::Lang;

/// The rules of a language.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) words: WordLists,
    /// True if a capital letter begins a sentence and a small letter does not.
    pub(super) cased: bool,
}

static ARABIC: LazyLock<Rules> = LazyLock::new(|| Rules {
    words: built_in(include_str!("../../tm/segmentation/ar.txt"), "tm/segmentation/ar.txt"),
    cased: false,
});

static ENGLISH: LazyLock<Rules> = LazyLock::new(|| Rules {
    words: built_in(include_str!("../../tm/segmentation/en.txt"), "tm/segmentation/en.txt"),
    cased: true,
});

fn built_in(text: &str, origin: &str) -> WordLists {
    // A test reads both files, so that no release contains an invalid one.
    let entries = read_words(text, origin).unwrap_or_else(|e| panic!("{e}"));
    WordLists::new(&entries)
}

/// Returns the rules of a language: the Arabic ones for right-to-left languages, else the English
/// ones.
pub(super) fn for_lang(lang: &Lang) -> &'static Rules {
    if lang.is_rtl() { &ARABIC } else { &ENGLISH }
}

/// Returns the rules for words in Latin letters, in any text.
pub(super) fn latin() -> &'static Rules {
    &ENGLISH
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Kind;

    #[test]
    fn the_built_in_files_are_well_formed() {
        assert!(for_lang(&Lang::arabic()).words.kinds("الخ".as_bytes()).has(Kind::MaybeLast));
        assert!(for_lang(&Lang::english()).words.kinds(b"dr").has(Kind::NeverLast));
    }
}
