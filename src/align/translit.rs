//! Comparison of names across scripts by their consonants.
//!
//! Transliteration between Arabic and Latin script adds and drops vowels but keeps consonants, though
//! the mapping of letters is many to many: ترامب and Trump, بومبيو and Pompeo, ماكجورك and McGurk. A
//! [`Skeleton`] holds one sign per consonant class, and a rough sound that distinguishes short names.

/// A rough phonetic form of a name, in signs that both scripts share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Skeleton {
    /// The consonants, as one ASCII sign per class.
    pub consonants: String,
    /// The consonants and long vowels.
    pub sound: String,
    /// A bit set of the consonant signs that occur.
    present: u32,
}

impl Skeleton {
    /// Computes the skeleton of a word of the matching view. Returns `None` if the word has fewer than
    /// two consonants.
    pub(crate) fn of(word: &str) -> Option<Self> {
        let sound = if word.is_ascii() || word.chars().all(|c| c < '\u{250}') {
            latin(word)
        } else {
            arabic(word)
        };
        let consonants: String = sound.chars().filter(|c| !matches!(c, 'a' | 'i' | 'u')).collect();
        let present = consonants.bytes().fold(0, |bits, sign| bits | 1 << (sign - b'a'));
        (consonants.len() >= 2).then_some(Self { consonants, sound, present })
    }

    /// A cheap upper bound of [`Skeleton::similarity`]: each consonant that one name has and the other
    /// lacks costs at least one edit.
    pub(crate) fn at_most(&self, other: &Self) -> f64 {
        let lacks = |a: &Self, b: &Self| (a.present & !b.present).count_ones();
        let edits = f64::from(lacks(self, other).max(lacks(other, self)));
        let longest = self.consonants.len().max(other.consonants.len()) as f64;
        let trust = self.trust(other);
        trust * (1.0 - edits / longest) + (1.0 - trust)
    }

    /// The weight of the consonants relative to the whole sound. Many names share the same two
    /// consonants, so for short names the vowels must agree as well.
    fn trust(&self, other: &Self) -> f64 {
        if self.consonants.len().min(other.consonants.len()) < 3 { 0.5 } else { 0.75 }
    }

    /// The phonetic similarity of two names, from 0 to 1.
    pub(crate) fn similarity(&self, other: &Self) -> f64 {
        let (a, b) = (&self.consonants, &other.consonants);
        if a.as_bytes()[0] != b.as_bytes()[0] || a.len().abs_diff(b.len()) > 2 {
            return 0.0;
        }
        let consonants = strsim::normalized_levenshtein(a, b);
        let sound = strsim::jaro_winkler(&self.sound, &other.sound);
        let trust = self.trust(other);
        trust * consonants + (1.0 - trust) * sound
    }
}

fn push(out: &mut String, sign: char) {
    // Doubled consonants and vowels are one sound.
    if !out.ends_with(sign) {
        out.push(sign);
    }
}

fn arabic(word: &str) -> String {
    let mut out = String::new();
    let mut chars = word.chars().peekable();
    let mut first = true;
    while let Some(c) = chars.next() {
        let sign = match c {
            'ا' | 'ع' => 'a',
            'و' if first => 'w',
            'ي' if first => 'y',
            'و' => 'u',
            'ي' => 'i',
            'ب' | 'پ' => 'b',
            'ت' if chars.peek() == Some(&'ش') => {
                chars.next();
                'c'
            }
            'ت' | 'ط' | 'ث' => 't',
            'ج' | 'غ' | 'ق' | 'ك' | 'گ' | 'خ' => 'k',
            'د' | 'ض' | 'ذ' => 'd',
            'ز' | 'س' | 'ص' | 'ظ' => 's',
            'ش' | 'چ' => 'c',
            'ر' => 'r',
            'ف' | 'ڤ' => 'f',
            'ل' => 'l',
            'م' => 'm',
            'ن' => 'n',
            'ح' => 'h',
            // A final ه is mostly a ta marbuta, which the view folds into ه.
            'ه' if chars.peek().is_none() => 'a',
            'ه' => 'h',
            _ => continue,
        };
        first = false;
        push(&mut out, sign);
    }
    out
}

fn latin(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let letters: Vec<char> = word.nfd().filter(char::is_ascii_alphabetic).collect();
    let mut out = String::new();
    let mut i = 0;
    while i < letters.len() {
        let next = letters.get(i + 1).copied();
        let soft = matches!(next, Some('e' | 'i' | 'y'));
        let (signs, used) = match (letters[i], next) {
            ('s', Some('h')) | ('c', Some('h')) => ("c", 2),
            ('k', Some('h')) | ('g', Some('h')) | ('c', Some('k')) => ("k", 2),
            ('p', Some('h')) => ("f", 2),
            ('t', Some('h')) => ("t", 2),
            ('q', Some('u')) => ("k", 2),
            ('c', _) if soft => ("s", 1),
            ('c' | 'k' | 'q' | 'g' | 'j', _) => ("k", 1),
            ('x', _) => ("ks", 1),
            ('b' | 'p', _) => ("b", 1),
            ('d', _) => ("d", 1),
            ('f' | 'v', _) => ("f", 1),
            ('s' | 'z', _) => ("s", 1),
            ('w', _) => (if i == 0 { "w" } else { "u" }, 1),
            ('y', _) => (if i == 0 { "y" } else { "i" }, 1),
            ('a', _) => ("a", 1),
            ('e' | 'i', _) => ("i", 1),
            ('o' | 'u', _) => ("u", 1),
            ('l', _) => ("l", 1),
            ('m', _) => ("m", 1),
            ('n', _) => ("n", 1),
            ('r', _) => ("r", 1),
            ('t', _) => ("t", 1),
            // Mostly silent at the end: Noah, Sarah.
            ('h', None) => ("", 1),
            ('h', _) => ("h", 1),
            _ => ("", 1),
        };
        for sign in signs.chars() {
            push(&mut out, sign);
        }
        i += used;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> f64 {
        Skeleton::of(a).unwrap().similarity(&Skeleton::of(b).unwrap())
    }

    #[test]
    fn a_name_sounds_alike_in_both_scripts() {
        let (a, b) = (Skeleton::of("شاناهان").unwrap(), Skeleton::of("shanahan").unwrap());
        assert!(a.similarity(&b) > 0.9);
    }

    #[test]
    fn names_are_known_in_the_other_script() {
        for (a, b) in [
            ("ترامب", "trump"),
            ("بومبيو", "pompeo"),
            ("شاناهان", "shanahan"),
            ("ماكجورك", "mcgurk"),
            ("ماتيس", "mattis"),
            ("باتريك", "patrick"),
            ("كلينتون", "clinton"),
            ("جورجتاون", "georgetown"),
            ("هوليوك", "holyoke"),
            ("ديهيل", "diehl"),
            ("واشنطن", "washington"),
        ] {
            assert!(alike(a, b) > 0.74, "{a} {b} {}", alike(a, b));
        }
        for (a, b) in
            [("ترامب", "pompeo"), ("قالت", "clinton"), ("الدول", "london"), ("كتاب", "boat")]
        {
            assert!(alike(a, b) < 0.7, "{a} {b} {}", alike(a, b));
        }
    }
}
