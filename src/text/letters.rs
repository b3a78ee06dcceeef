//! Words that differ by a typing error: a letter too many, one that lacks, another one, or two that
//! changed places.

/// From so many letters on a word may hold two errors.
const LONG: usize = 8;
/// Shorter words are other words.
const SHORT: usize = 4;

/// The letters of a word, to be compared with many others.
#[derive(Debug, Clone, Default)]
pub(crate) struct Letters {
    letters: Vec<char>,
    kinds: u64,
}

impl Letters {
    /// Reads a word as look-up compares it. `None` for what is not letters alone.
    pub(crate) fn of(folded: &str) -> Option<Self> {
        let letters: Vec<char> = folded.chars().collect();
        let fits = letters.len() >= SHORT - 1 && !letters.iter().any(|c| !c.is_alphabetic());
        fits.then(|| Self { kinds: kinds(folded), letters })
    }

    /// Returns true if another word differs by typing errors only.
    pub(crate) fn is_near(&self, other: &str) -> bool {
        let least = self.letters.len().saturating_sub(2);
        // A letter has one to four bytes.
        if other.len() < least || other.len() > 4 * (self.letters.len() + 2) {
            return false;
        }
        // Each error changes two kinds of letters at the most.
        let most = if self.letters.len() < LONG - 1 { 2 } else { 4 };
        if (self.kinds ^ kinds(other)).count_ones() > most {
            return false;
        }
        let other: Vec<char> = other.chars().collect();
        let longest = self.letters.len().max(other.len());
        if longest < SHORT {
            return is_swapped(&self.letters, &other);
        }
        let most = if longest >= LONG { 2 } else { 1 };
        other.iter().all(|c| c.is_alphabetic())
            && self.letters != other
            && errors(&self.letters, &other, most).is_some()
    }
}

fn kinds(word: &str) -> u64 {
    word.chars().fold(0, |kinds, c| kinds | 1 << (u32::from(c) & 63))
}

/// Returns true for two letters that changed places: in short words any other error makes another word.
fn is_swapped(a: &[char], b: &[char]) -> bool {
    a.len() == b.len() && a.len() >= SHORT - 1 && a != b && errors(a, b, 1).is_some() && {
        let (mut x, mut y) = (a.to_vec(), b.to_vec());
        x.sort_unstable();
        y.sort_unstable();
        x == y
    }
}

/// The number of errors, if there are at most so many (Damerau 1964).
fn errors(a: &[char], b: &[char], most: usize) -> Option<usize> {
    let same = |(x, y): &(&char, &char)| x == y;
    let front = a.iter().zip(b).take_while(same).count();
    let (a, b) = (&a[front..], &b[front..]);
    let back = a.iter().rev().zip(b.iter().rev()).take_while(same).count();
    let (a, b) = (&a[..a.len() - back], &b[..b.len() - back]);
    if a.len().abs_diff(b.len()) > most { None } else { table(a, b, most) }
}

fn table(a: &[char], b: &[char], most: usize) -> Option<usize> {
    let (mut before, mut above): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=b.len()).collect());
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let other = usize::from(a[i - 1] != b[j - 1]);
            let mut cost = (above[j - 1] + other).min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row[j] = cost;
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|errors| *errors <= most)
}

/// Returns true if two words differ by typing errors only.
pub(crate) fn is_typo(a: &str, b: &str) -> bool {
    // Two errors at the most, of two kinds of letters and four bytes each: most words are told apart.
    if (kinds(a) ^ kinds(b)).count_ones() > 4 || a.len().abs_diff(b.len()) > 8 {
        return false;
    }
    Letters::of(a).is_some_and(|letters| letters.is_near(b))
}

/// Likeness of two texts by their letters, from 0 to 1: one less the errors by the letters of the longer
/// one.
pub(crate) fn likeness(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let longest = a.len().max(b.len());
    // Texts beyond are no sentences, and would take long.
    if longest == 0 || longest > 4096 {
        return 0.0;
    }
    let errors = table(&a, &b, longest).unwrap_or(longest);
    1.0 - errors as f64 / longest as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_errors_are_told_from_other_words() {
        for (a, b) in [
            ("meeting", "meetng"),
            ("meeting", "meeeting"),
            ("quick", "quikc"),
            ("government", "govermnet"),
            ("administration", "adminstratoin"),
            ("the", "teh"),
            ("المجلس", "المجس"),
            ("الاقتصاديه", "الاقصتاديه"),
        ] {
            assert!(is_typo(a, b) && is_typo(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("monday", "sunday"),
            ("his", "her"),
            ("now", "not"),
            ("3", "4"),
            ("meeting", "meeting"),
            ("من", "عن"),
            ("quick", "quiet"),
        ] {
            assert!(!is_typo(a, b) && !is_typo(b, a), "{a} {b}");
        }
    }

    #[test]
    fn texts_are_alike_by_their_letters() {
        assert!(likeness("abcd", "abcd") > 0.99 && likeness("abcd", "wxyz") < 0.01);
    }
}
