//! Arabic clitics: the particles and pronouns that are written onto a word, so that بالكتاب,
//! كتابهم and الكتاب are one noun.
//!
//! This module compares two words and decides whether they differ by clitics only; the concordance
//! goes the other way and writes clitics onto the words of a phrase. [`super::stem`], which looks a
//! word up in a list of terms, has its layers of particles in the profile: it also cuts inflectional
//! endings and the bare ي, and tests less, since the list confirms what is left.
//!
//! There is no dictionary. Two words differ by clitics only if removing known clitics leaves the
//! same letters: at least three, or one of a few short words that take clitics. Common words whose
//! first letter looks like a clitic are listed in `WHOLE`.
//!
//! A bare ي at the end does not count as a clitic in this comparison: it turns مصر into مصري far
//! more often than it means "my".

use super::chars::{is_basic_arabic, is_dropped};

/// The definite article, the innermost clitic.
const ARTICLE: &str = "ال";
/// The preposition ل with the article, whose alef is not written.
const ARTICLE_AFTER_LAM: &str = "لل";

/// Proclitics and their compounds, as they stand before a noun or a verb.
pub(crate) const PROCLITICS: [&str; 22] = [
    "ال", "و", "ف", "ب", "ل", "ك", "وال", "فال", "بال", "كال", "لل", "ولل", "فلل", "وبال", "وب",
    "ول", "وك", "فب", "فل", "س", "وس", "فس",
];

/// Rarer compounds, for comparing words; the concordance does not search for them.
const RARE_PROCLITICS: [&str; 4] = ["فك", "وكال", "فبال", "فكال"];

/// Pronouns as they stand after a noun, a verb or a preposition, except the bare ي ("my").
pub(crate) const PRONOUNS: [&str; 8] = ["هما", "ها", "هم", "هن", "كم", "نا", "ه", "ك"];

/// The pronoun "my", which the comparison of words does not count as a clitic.
pub(crate) const PRONOUN_YA: &str = "ي";

/// Words of one or two letters that take pronouns: له and لهم.
const SHORT_BEFORE_PRONOUNS: &[&str] = &["ل", "ب", "في", "من", "عن", "مع", "ان", "كل", "اب", "اخ"];

/// Words of two letters that take و or ف: وفي, فقد.
const SHORT_AFTER_AND: &[&str] = &[
    "في", "من", "عن", "مع", "ان", "هو", "هي", "قد", "لم", "لن", "لا", "ما", "كل", "هل", "اذ", "بل",
];

/// Words whose first letter is no clitic although the rest is a word: واحد is not و and أحد.
const WHOLE: &[&str] = &[
    "واحد",
    "كتاب",
    "كلام",
    "سلام",
    "كمال",
    "بلاد",
    "والد",
    "وكيل",
    "فقدان",
    "بنات",
    "لقاا",
    "وصول",
    "وفاه",
    "سيره",
    "وجود",
    "كبار",
    "كامل",
    "فصول",
    "بحار",
    "وعاا",
    "بقيه",
    "كبير",
];

/// A fingerprint of a word that no clitic changes: a quick test that rules most pairs of words out
/// before their stems are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Letters {
    /// Hash of the letters that no clitic contains, in order; `None` for a word that is not Arabic.
    stable: Option<u64>,
    /// A bit for each pair of adjacent letters, except that of the article.
    pairs: u64,
    short: bool,
}

/// Letters that occur in clitics or change before them, one bit each: U+0621 to U+064A lie within
/// 64 code points.
const CHANGING: u64 = {
    let letters = ['و', 'ف', 'ب', 'ل', 'ك', 'س', 'ا', 'ن', 'ه', 'م', 'ت', 'ي', 'ء'];
    let (mut mask, mut at) = (0, 0);
    while at < letters.len() {
        mask |= 1 << (letters[at] as u32 & 63);
        at += 1;
    }
    mask
};

impl Letters {
    /// Computes the fingerprint of a word of the matching view.
    pub(crate) fn of(folded: &str) -> Self {
        let mut letters = Self { stable: None, pairs: 0, short: folded.len() <= 6 };
        let long = folded.len() >= 10;
        let (mut stable, mut last) = (0_u64, 0);
        for (at, c) in folded.char_indices() {
            if !is_basic_arabic(c) {
                return letters;
            }
            let code = u64::from(u32::from(c));
            if CHANGING >> (code & 63) & 1 == 0 {
                stable = stable.wrapping_mul(0x0100_0000_01B3).wrapping_add(code);
            }
            let article = long && at <= 4 && c == 'ل' && last == u64::from(u32::from('ا'));
            if at > 0 && !article {
                letters.pairs |= 1 << ((last.wrapping_mul(37).wrapping_add(code)) & 63);
            }
            last = code;
        }
        letters.stable = Some(stable);
        letters
    }

    /// Returns false if two words cannot differ by clitics only; true means that stems must be
    /// compared.
    #[inline]
    pub(crate) fn may_share(self, other: Self) -> bool {
        self.stable.is_some()
            && self.stable == other.stable
            && (self.pairs & other.pairs != 0 || (self.short && other.short))
    }
}

/// A word of the matching view with its original spelling, which distinguishes ة from the pronoun
/// ه.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spelt<'t> {
    pub(crate) folded: &'t str,
    pub(crate) original: &'t str,
}

/// Returns true if two words are different and differ by clitics only.
pub(crate) fn only_clitics_differ(a: Spelt<'_>, b: Spelt<'_>) -> bool {
    a.folded != b.folded
        && Letters::of(a.folded).may_share(Letters::of(b.folded))
        && Stems::of(a).share(&Stems::of(b))
}

/// The possible stems of a word: one for each way to remove clitics.
#[derive(Debug, Clone)]
pub(crate) struct Stems<'t>(Vec<Stem<'t>>);

impl<'t> Stems<'t> {
    /// Computes the stems of a word.
    pub(crate) fn of(word: Spelt<'t>) -> Self {
        Self(stems(word).collect())
    }

    /// Returns true if two words have a stem in common.
    pub(crate) fn share(&self, other: &Self) -> bool {
        self.0.iter().any(|x| other.0.iter().any(|y| x.same_word(y)))
    }
}

/// A word with clitics removed.
#[derive(Debug, Clone, Copy)]
struct Stem<'t> {
    before: &'static str,
    letters: &'t str,
    after: &'static str,
    /// True if the word ends in a ta marbuta.
    feminine: bool,
}

/// Yields a stem for each way to remove clitics.
fn stems(word: Spelt<'_>) -> impl Iterator<Item = Stem<'_>> {
    let feminine = word.original.trim_end_matches(is_dropped).ends_with('ة');
    // Most words begin and end with other letters, so nothing needs to be tried on them.
    let may_begin = word.folded.starts_with(['و', 'ف', 'ب', 'ل', 'ك', 'س', 'ا']);
    let may_end = word.folded.ends_with(['ه', 'ا', 'م', 'ن', 'ك']);
    let whole = may_begin && WHOLE.contains(&word.folded);
    let (common, rare): (&[&str], &[&str]) =
        if may_begin && !whole { (&PROCLITICS, &RARE_PROCLITICS) } else { (&[], &[]) };
    let befores = std::iter::once("").chain(common.iter().chain(rare).copied());
    let afters: &[&str] = if may_end { &PRONOUNS } else { &[] };
    // A letter is two bytes; comparing the first one, and the last, avoids most comparisons.
    let first = |text: &str| text.as_bytes().first_chunk::<2>().copied();
    let last = |text: &str| text.as_bytes().last_chunk::<2>().copied();
    let (word_first, word_last) = (first(word.folded), last(word.folded));
    let befores = befores.filter(move |b| b.is_empty() || first(b) == word_first);
    befores.filter_map(move |before| Some((before, word.folded.strip_prefix(before)?))).flat_map(
        move |(before, rest)| {
            std::iter::once("").chain(afters.iter().copied()).filter_map(move |after| {
                if !after.is_empty() && (feminine || last(after) != word_last) {
                    return None;
                }
                let letters = rest.strip_suffix(after)?;
                let stem = Stem { before, letters, after, feminine };
                stem.can_stand().then_some(stem)
            })
        },
    )
}

impl Stem<'_> {
    /// Returns true if the grammar allows these clitics on these letters.
    fn can_stand(&self) -> bool {
        let letters = self.letters.len() / 2;
        // The future particle س precedes only an imperfect verb.
        if self.before.ends_with('س') && !self.letters.starts_with(['ي', 'ت', 'ن', 'ا']) {
            return false;
        }
        // A noun with the article takes no pronoun.
        let article = self.before.ends_with(ARTICLE) || self.before.ends_with(ARTICLE_AFTER_LAM);
        if article && !self.after.is_empty() {
            return false;
        }
        match (self.before, self.after) {
            _ if letters >= 3 => true,
            ("", "") => letters > 0,
            ("و" | "ف", "") => SHORT_AFTER_AND.contains(&self.letters),
            ("" | "و" | "ف", _) => SHORT_BEFORE_PRONOUNS.contains(&self.letters),
            ("ب" | "ل" | "ك", "") => self.letters == "كل",
            _ => false,
        }
    }

    /// Returns true if two stems belong to one word. Before a pronoun ة is written ت, ى becomes ا or
    /// ي, and a final hamza takes a seat.
    fn same_word(&self, other: &Self) -> bool {
        if self.letters == other.letters {
            return true;
        }
        let changed = |bare: &Self, bound: &Self| {
            if !bare.after.is_empty() || bound.after.is_empty() {
                return false;
            }
            let last = |stem: &Self| stem.letters.char_indices().next_back();
            let (Some((i, x)), Some((j, y))) = (last(bare), last(bound)) else { return false };
            bare.letters[..i] == bound.letters[..j]
                && match (x, y) {
                    ('ه', 'ت') => bare.feminine,
                    ('ي', 'ا') | ('ء', 'ي' | 'و') => true,
                    _ => false,
                }
        };
        changed(self, other) || changed(other, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Words;

    fn differ(a: &str, b: &str) -> bool {
        let (x, y) = (Words::new(a), Words::new(b));
        let x = Spelt { folded: x.folded(0), original: a };
        let y = Spelt { folded: y.folded(0), original: b };
        let (there, back) = (only_clitics_differ(x, y), only_clitics_differ(y, x));
        assert_eq!(there, back, "{a} {b}");
        there
    }

    #[test]
    fn clitics_are_distinguished_from_letters() {
        for (a, b) in [
            ("كتاب", "الكتاب"),
            ("كتاب", "والكتاب"),
            ("بالكتاب", "للكتاب"),
            ("كتابه", "كتابهم"),
            ("كتابها", "وكتاب"),
            ("مدرسة", "مدرستها"),
            ("المدرسةُ", "بمدرستنا"),
            ("إلى", "إليه"),
            ("مستوى", "مستواه"),
            ("أصدقاء", "أصدقائه"),
            ("اللغة", "للغة"),
            ("لغة", "باللغة"),
            ("يكتب", "سيكتب"),
            ("في", "وفي"),
            ("له", "لهم"),
            ("قد", "فقد"),
            ("لكل", "كل"),
            ("له", "لنا"),
            ("آلة", "آلته"),
            ("والمال", "مالهم"),
        ] {
            assert!(differ(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("كتاب", "كاتب"),
            ("كاتب", "كاتبة"),
            ("مصر", "مصري"),
            ("واحد", "أحد"),
            ("كتاب", "تاب"),
            ("سلام", "لام"),
            ("كتاب", "كتب"),
            ("وزير", "وزارة"),
            ("بما", "ما"),
            ("book", "books"),
            ("3", "و3"),
            ("من", "عن"),
        ] {
            assert!(!differ(a, b), "{a} {b}");
        }
    }
}
