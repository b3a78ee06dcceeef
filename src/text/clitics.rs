//! Words of Arabic that differ by clitics only: بالكتاب, كتابهم and الكتاب are one noun.
//!
//! There is no dictionary here. Two words count as one with other clitics where taking known
//! clitics off leaves the same letters, three at least, or one of a few short words that take them.
//! Where the first letter of a common word looks like a clitic, the word is listed as whole.
//!
//! A bare ي at the end is none here: it makes مصري of مصر far more often than "my" of anything.

use super::is_dropped;

/// What may stand before a noun or a verb, as one.
const BEFORE: &[&str] = &[
    "", "و", "ف", "ب", "ل", "ك", "س", "ال", "وال", "فال", "بال", "كال", "لل", "وب", "ول", "وك",
    "وس", "فب", "فل", "فك", "فس", "وبال", "ولل", "وكال", "فبال", "فلل", "فكال",
];

/// What may follow: pronouns.
const AFTER: &[&str] = &["", "ه", "ها", "هم", "هن", "هما", "ك", "كم", "نا"];

/// Words of one or two letters that take pronouns: له and لهم.
const SHORT_BEFORE_PRONOUNS: &[&str] = &["ل", "ب", "في", "من", "عن", "مع", "ان", "كل", "اب", "اخ"];

/// Words of two letters before which و or ف may stand: وفي, فقد.
const SHORT_AFTER_AND: &[&str] = &[
    "في", "من", "عن", "مع", "ان", "هو", "هي", "قد", "لم", "لن", "لا", "ما", "كل", "هل", "اذ", "بل",
];

/// Words whose first letter only looks like a clitic beside another word: واحد is not و and أحد.
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
    "لقاء",
    "وصول",
    "وفاه",
    "سيره",
    "وجود",
    "كبار",
    "كامل",
    "فصول",
    "بحار",
    "وعاء",
    "بقيه",
    "كبير",
];

/// What stays of a word whatever its clitics, to tell quickly that two cannot be alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Letters {
    /// The letters of which no clitic is made, in order, hashed; nothing where a word is not Arabic.
    own: Option<u64>,
    /// A bit for each two letters that stand together, but for those of the article.
    twos: u64,
    short: bool,
}

/// The letters that clitics are made of, and those that change before them, a bit each: those of
/// U+0621 to U+064A lie within 64.
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
    /// The letters of a word as it is compared.
    pub(crate) fn of(folded: &str) -> Self {
        let mut letters = Self { own: None, twos: 0, short: folded.len() <= 6 };
        let long = folded.len() >= 10;
        let (mut own, mut last) = (0_u64, 0);
        for (at, c) in folded.char_indices() {
            if !matches!(c, '\u{621}'..='\u{64A}') {
                return letters;
            }
            let code = u64::from(u32::from(c));
            if CHANGING >> (code & 63) & 1 == 0 {
                own = own.wrapping_mul(0x0100_0000_01B3).wrapping_add(code);
            }
            let article = long && at <= 4 && c == 'ل' && last == u64::from(u32::from('ا'));
            if at > 0 && !article {
                letters.twos |= 1 << ((last.wrapping_mul(37).wrapping_add(code)) & 63);
            }
            last = code;
        }
        letters.own = Some(own);
        letters
    }

    /// Whether two words may differ by clitics only; mostly not, and this is quick.
    #[inline]
    pub(crate) fn may_share(self, other: Self) -> bool {
        self.own.is_some()
            && self.own == other.own
            && (self.twos & other.twos != 0 || (self.short && other.short))
    }
}

/// A word as it is compared, and how it is spelt, which tells ة from the pronoun ه.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spelt<'t> {
    pub(crate) folded: &'t str,
    pub(crate) original: &'t str,
}

/// Whether two different words differ by clitics only.
pub(crate) fn only_clitics_differ(a: Spelt<'_>, b: Spelt<'_>) -> bool {
    a.folded != b.folded
        && Letters::of(a.folded).may_share(Letters::of(b.folded))
        && Stems::of(a).share(&Stems::of(b))
}

/// What is left of a word in all the ways to take clitics off.
#[derive(Debug, Clone)]
pub(crate) struct Stems<'t>(Vec<Stem<'t>>);

impl<'t> Stems<'t> {
    /// Those of a word.
    pub(crate) fn of(word: Spelt<'t>) -> Self {
        Self(stems(word).collect())
    }

    /// Whether two words have one in common.
    pub(crate) fn share(&self, other: &Self) -> bool {
        self.0.iter().any(|x| other.0.iter().any(|y| x.is_of(y)))
    }
}

/// What is left of a word without clitics.
#[derive(Debug, Clone, Copy)]
struct Stem<'t> {
    before: &'static str,
    letters: &'t str,
    after: &'static str,
    /// Whether it ends in a ta marbuta.
    feminine: bool,
}

/// All ways to take clitics off.
fn stems(word: Spelt<'_>) -> impl Iterator<Item = Stem<'_>> {
    let feminine = word.original.trim_end_matches(is_dropped).ends_with('ة');
    // Most words begin and end with other letters: nothing is to be tried on them.
    let may_begin = word.folded.starts_with(['و', 'ف', 'ب', 'ل', 'ك', 'س', 'ا']);
    let may_end = word.folded.ends_with(['ه', 'ا', 'م', 'ن', 'ك']);
    let whole = may_begin && WHOLE.contains(&word.folded);
    let befores = if may_begin && !whole { BEFORE } else { &BEFORE[..1] };
    let afters = if may_end { AFTER } else { &AFTER[..1] };
    // Each letter is two bytes; a look at the first, and at the last, spares most comparisons.
    let first = |text: &str| text.as_bytes().first_chunk::<2>().copied();
    let last = |text: &str| text.as_bytes().last_chunk::<2>().copied();
    let (own_first, own_last) = (first(word.folded), last(word.folded));
    let befores = befores.iter().filter(move |b| b.is_empty() || first(b) == own_first);
    befores.filter_map(move |before| Some((*before, word.folded.strip_prefix(before)?))).flat_map(
        move |(before, rest)| {
            afters.iter().filter_map(move |after| {
                if !after.is_empty() && (feminine || last(after) != own_last) {
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
    fn can_stand(&self) -> bool {
        let letters = self.letters.len() / 2;
        // The future's س stands before an imperfect verb.
        if self.before.ends_with('س') && !self.letters.starts_with(['ي', 'ت', 'ن', 'ا']) {
            return false;
        }
        // No pronoun follows a noun with the article.
        let article = self.before.ends_with("ال") || self.before.ends_with("لل");
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

    /// Whether two stems are of one word. Before a pronoun ة is written ت, ى is ا or ي, and a last
    /// hamza takes a seat.
    fn is_of(&self, other: &Self) -> bool {
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
        let (told, back) = (only_clitics_differ(x, y), only_clitics_differ(y, x));
        assert_eq!(told, back, "{a} {b}");
        told
    }

    #[test]
    fn clitics_are_told_from_letters() {
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
