//! Numbers in digits as look-up compares them: one word each, by value, however they are grouped,
//! pointed and spelt. `12,500`, `١٢٬٥٠٠`, `12 500` and `012500` are the word `12500`; `3.50` and `٣٫٥`
//! are `3.5`.
//!
//! `12.500` may be either 12500 or 12.5. It is kept as the word `12,500`, which no other number is
//! written as, and is equal to both.

use super::{Span, chars::is_dropped};

/// Words of digits that stand next to each other, and the signs between them.
#[derive(Debug, Default)]
pub(super) struct Run<'t> {
    pub(super) groups: Vec<&'t str>,
    pub(super) signs: Vec<char>,
}

/// Returns the only visible sign between two words of digits, if it may stand within a number.
pub(super) fn sign_between(text: &str, before: Span, after: Span) -> Option<char> {
    let gap = text.get(before.end..after.start)?;
    let mut signs = gap.chars().filter(|c| !is_dropped(*c));
    let sign = signs.next().filter(|_| signs.next().is_none())?;
    match sign {
        '.' | ',' | '\u{66B}' | '\u{66C}' | '،' => Some(sign),
        '\'' | '’' | '\u{2BC}' => Some('\''),
        ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}' | '\u{2007}' => Some(' '),
        _ => None,
    }
}

impl Run<'_> {
    /// Returns the numbers of a run: for each its value and how many groups it takes.
    pub(super) fn numbers(&self) -> Vec<(String, usize)> {
        let mut out = Vec::new();
        let mut from = 0;
        while from < self.groups.len() {
            // A chain of groups with spaces is one number, or each part is one by itself.
            let end = self.chain(from, |sign| sign != ' ');
            let long = self.chain(from, |_| true);
            let spaced = long > end;
            if spaced && let Some(value) = self.spaced(from, long) {
                out.push((value, long - from));
                from = long;
                continue;
            }
            let until = if spaced { long } else { end };
            while from < until {
                let end = self.chain(from, |sign| sign != ' ');
                self.pointed(from, end, &mut out);
                from = end;
            }
        }
        out
    }

    /// The end of the groups from one on that such signs join.
    fn chain(&self, from: usize, joins: impl Fn(char) -> bool) -> usize {
        from + 1 + self.signs[from..].iter().take_while(|sign| joins(**sign)).count()
    }

    /// `12 500`, `1 234 567,8`.
    fn spaced(&self, from: usize, to: usize) -> Option<String> {
        let (groups, signs) = (&self.groups[from..to], &self.signs[from..to - 1]);
        let spaces = signs.iter().take_while(|sign| **sign == ' ').count();
        let grouped = is_grouped(&groups[..=spaces]);
        let whole = groups[..=spaces].concat();
        match signs[spaces..] {
            [] if grouped => Some(canonical(&whole, "")),
            ['.' | ',' | '\u{66B}' | '،'] if grouped => {
                Some(canonical(&whole, groups[spaces + 1]))
            }
            _ => None,
        }
    }

    /// Adds the number of some groups without spaces between them, or a number for each.
    fn pointed(&self, from: usize, to: usize, out: &mut Vec<(String, usize)>) {
        match value(&self.groups[from..to], &self.signs[from..to - 1]) {
            Some(value) => out.push((value, to - from)),
            None => out.extend(self.groups[from..to].iter().map(|group| (canonical(group, ""), 1))),
        }
    }
}

/// The value of groups of digits with signs between them; `None` for what is no number: a date, a
/// version, a list.
fn value(groups: &[&str], signs: &[char]) -> Option<String> {
    let (last, rest) = match signs.split_last() {
        None => return Some(canonical(groups[0], "")),
        Some(split) => split,
    };
    let (fraction, whole) = groups.split_last()?;
    let Some(first) = rest.first() else {
        return one_sign(groups[0], *last, fraction);
    };
    if rest.iter().any(|sign| sign != first) {
        return None;
    }
    if first == last {
        let thousands =
            *last != '\u{66B}' && (is_grouped(groups) || (*last == ',' && is_indian(groups)));
        return thousands.then(|| canonical(&groups.concat(), ""));
    }
    let pointed = matches!(last, '.' | ',' | '\u{66B}') && *first != '\u{66B}' && is_grouped(whole);
    pointed.then(|| canonical(&whole.concat(), fraction))
}

fn one_sign(whole: &str, sign: char, fraction: &str) -> Option<String> {
    let grouped = is_grouped(&[whole, fraction]);
    match sign {
        '\u{66B}' => Some(canonical(whole, fraction)),
        '\u{66C}' | '\'' => grouped.then(|| canonical(&[whole, fraction].concat(), "")),
        ',' | '،' if grouped => Some(canonical(&[whole, fraction].concat(), "")),
        // Years and other numbers of a list.
        ',' | '،' if whole.len() > 3 || fraction.len() > 3 => None,
        '.' if grouped => Some(format!("{whole},{fraction}")),
        _ => Some(canonical(whole, fraction)),
    }
}

/// Returns true for groups of three digits after a first one of up to three.
fn is_grouped(groups: &[&str]) -> bool {
    let Some((first, rest)) = groups.split_first() else { return false };
    (1..=3).contains(&first.len()) && !first.starts_with('0') && rest.iter().all(|g| g.len() == 3)
}

/// Returns true for groups as in 1,00,000.
fn is_indian(groups: &[&str]) -> bool {
    match groups {
        [first, middle @ .., last] => {
            (1..=2).contains(&first.len())
                && !first.starts_with('0')
                && middle.iter().all(|group| group.len() == 2)
                && last.len() == 3
        }
        _ => false,
    }
}

/// A value without zeros that say nothing.
fn canonical(whole: &str, fraction: &str) -> String {
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let mut out = String::with_capacity(whole.len() + fraction.len() + 1);
    out.push_str(if whole.is_empty() { "0" } else { whole });
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Returns true if a word is a number in digits.
#[inline]
pub(crate) fn is_number(folded: &str) -> bool {
    folded.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && folded.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
}

/// Returns the values that a word in digits may have, as they are written without doubt.
fn readings(folded: &str) -> [Option<String>; 2] {
    match folded.split_once(',') {
        Some((whole, rest)) => [Some([whole, rest].concat()), Some(canonical(whole, rest))],
        None => [Some(folded.to_owned()), None],
    }
}

/// Returns true if two words are equal, or numbers that can be of one value.
#[inline]
pub(crate) fn same_word(a: &str, b: &str) -> bool {
    a == b || (may_be_either(a) || may_be_either(b)) && same_value(a, b)
}

#[inline]
fn may_be_either(folded: &str) -> bool {
    folded.as_bytes().first().is_some_and(u8::is_ascii_digit) && folded.contains(',')
}

fn same_value(a: &str, b: &str) -> bool {
    let others = readings(b);
    is_number(a)
        && is_number(b)
        && readings(a).iter().flatten().any(|value| others.iter().flatten().any(|o| o == value))
}

/// Hands out the other words that are equal to a number in digits, at most two.
pub(crate) fn equals(folded: &str, mut each: impl FnMut(&str)) {
    if !is_number(folded) {
        return;
    }
    if folded.contains(',') {
        return readings(folded).iter().flatten().for_each(|value| each(value));
    }
    let (whole, fraction) = folded.split_once('.').unwrap_or((folded, ""));
    if (1..=3).contains(&whole.len()) && whole != "0" && fraction.len() <= 3 {
        each(&format!("{whole},{fraction:0<3}"));
    }
    if fraction.is_empty() && (4..=6).contains(&whole.len()) {
        let (thousands, rest) = whole.split_at(whole.len() - 3);
        each(&format!("{thousands},{rest}"));
    }
}

/// Returns the value of a word in digits, if it has only one.
pub(crate) fn value_of(folded: &str) -> Option<f64> {
    if is_number(folded) { folded.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn told(text: &str) -> String {
        words(text).iter().map(|w| w.folded.clone()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_number_is_one_word_by_value() {
        for text in [
            "84300",
            "84,300",
            "٨٤٬٣٠٠",
            "٨٤،٣٠٠",
            "84 300",
            "84\u{202F}300",
            "۸۴٬۳۰۰",
            "84'300",
            "084300",
        ] {
            assert_eq!(told(text), "84300", "{text}");
        }
        for text in ["7.25", "7,25", "٧٫٢٥", "7.250,", "٧،٢٥", "07.25"] {
            let found = told(text);
            assert!(same_word(&found, "7.25"), "{text} {found}");
        }
        for (text, wanted) in [
            ("1,234,567.8 and 1.234.567,8", "1234567.8|and|1234567.8"),
            ("٩١،٤٠٠٫٧ طن", "91400.7|طن"),
            ("2 345 678,90", "2345678.9"),
            ("1,00,000", "100000"),
            ("12.05.2021 v 1.2.3", "12|5|2021|v|1|2|3"),
            ("1998,1999", "1998|1999"),
            ("in 2020 500 came, 3, 4", "in|2020|500|came|3|4"),
            ("0555 123 456", "555|123|456"),
            ("12.500 kg", "12,500|kg"),
            ("0.500", "0.5"),
            ("12th 3.5kg B12", "12th|3.5kg|b12"),
            ("و٨٤٬٣٠٠", "و84300"),
            ("3. 4", "3|4"),
            ("12‏,500", "12500"),
        ] {
            assert_eq!(told(text), wanted, "{text}");
        }
        let text = "to ٨٤٬٣٠٠.";
        assert_eq!(words(text)[1].span.of(text), "٨٤٬٣٠٠");
    }

    #[test]
    fn either_reading_of_a_number_is_equal_to_it() {
        for (a, b, wanted) in [
            ("12,500", "12500", true),
            ("12,500", "12.5", true),
            ("12500", "12.5", false),
            ("12,000", "12", true),
            ("12,500", "12,500", true),
            ("12,500", "12,501", false),
        ] {
            assert_eq!((same_word(a, b), same_word(b, a)), (wanted, wanted), "{a} {b}");
        }
    }

    proptest::proptest! {
        #[test]
        fn equal_numbers_are_handed_out(a in "[0-9]{1,7}([.,][0-9]{1,4})?", b in "[0-9]{1,7}([.,][0-9]{1,4})?") {
            let number = |text: &str| words(text)[0].folded.clone();
            let (a, b) = (number(&a), number(&b));
            let mut all = vec![a.clone()];
            equals(&a, |other| all.push(other.to_owned()));
            proptest::prop_assert_eq!(all.contains(&b), same_word(&a, &b), "{} {}", a, b);
        }
    }
}
