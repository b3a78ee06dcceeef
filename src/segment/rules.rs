//! What the languages differ in.

use super::{arabic::ARABIC, english::ENGLISH};
use crate::lang::Lang;

/// A language's rules, as data. Words stand as the matching view shows them (see
/// [`crate::normalize`]): lower-case, without diacritics, alef and hamza forms as one; without the
/// stop at their end.
#[derive(Debug)]
pub(super) struct Rules {
    /// Abbreviations after which no sentence ends, such as titles: `د`, `dr`.
    pub(super) never_last: &'static [&'static str],
    /// Abbreviations that may end a sentence: `هـ`, `etc`. It ends if the next word looks like
    /// the start of one.
    pub(super) maybe_last: &'static [&'static str],
    /// Abbreviations that belong to the number that follows: `ط`, `no`.
    pub(super) before_number: &'static [&'static str],
    /// Words that number a list item when they begin it: `أولا`.
    pub(super) list_words: &'static [&'static str],
    /// Words that show, after an abbreviation, that a sentence begins.
    pub(super) starters: &'static [&'static str],
    /// Letters that, written onto a word, show the same: `و`.
    pub(super) starting_letters: &'static [char],
    /// Words that only look as if they had such a letter: `في`.
    pub(super) not_starters: &'static [&'static str],
    /// Letters that may be written onto an abbreviation: `ود.`
    pub(super) proclitics: &'static [char],
    /// Whether a capital letter begins a sentence and a small one does not.
    pub(super) cased: bool,
}

/// The rules for a language; the English ones for any that has none of its own.
pub(super) fn for_lang(lang: &Lang) -> &'static Rules {
    if lang.is_rtl() { &ARABIC } else { &ENGLISH }
}

/// The rules that know a word written in this letter: Latin abbreviations keep their meaning
/// inside Arabic text.
pub(super) fn for_letter(c: char, rules: &'static Rules) -> &'static Rules {
    if c.is_ascii_alphabetic() { &ENGLISH } else { rules }
}
