//! Numbers in the digits of a text: span, notation and value.

use super::{
    diff::{Compared, Difference, Op},
    spelling::Detail,
};
use crate::{
    document::Span,
    lang::profile::{Numbers, Profile},
    text::{
        Words,
        clitics::Spelt,
        digits, figures, folded, is_dropped, is_invisible,
        numbers::{Number, numbers, value_of_word},
        tokens::tokens,
    },
};

/// Returns whether two words are numbers of different values.
pub(super) fn differ(a: Spelt<'_>, b: Spelt<'_>, profile: &'static Profile) -> bool {
    if figures::is_number(a.folded) && figures::is_number(b.folded) {
        return !figures::same_word(a.folded, b.folded);
    }
    matches!((value(a, profile), value(b, profile)), (Some(x), Some(y)) if x != y)
}

/// Returns whether a word is a number, in digits or as a word, or holds digits.
pub(super) fn is_number(word: Spelt<'_>, profile: &'static Profile) -> bool {
    word.folded.bytes().any(|b| b.is_ascii_digit()) || value(word, profile).is_some()
}

fn value(word: Spelt<'_>, profile: &'static Profile) -> Option<f64> {
    if is_monday(word.folded) {
        return None;
    }
    // The list of number words is in the form that the aligner compares, where ئ is a ي.
    let other = word.original.contains(['ئ', 'ؤ', 'ء']);
    figures::value_of(word.folded).or_else(|| match other {
        true => value_of_word(&folded(word.original), profile),
        false => value_of_word(word.folded, profile),
    })
}

/// Returns whether a number differs, in digits or as a word.
pub(super) fn any_differs(
    query: Compared<'_>,
    found: Compared<'_>,
    differences: &[Difference],
) -> bool {
    let profile = query.profile;
    let number = |text: &str, words: &Words, span: Span| {
        let spelt = |word| Spelt { folded: words.folded(word), original: span.of(text) };
        !span.is_empty() && words.at(span.start).is_some_and(|word| is_number(spelt(word), profile))
    };
    differences.iter().any(|d| match d.op {
        Op::Number => true,
        Op::Replace | Op::Insert | Op::Delete => {
            number(query.text, query.words, d.query) || number(found.text, found.words, d.source)
        }
        Op::Punctuation => d.detail == Some(Detail::Number),
        _ => false,
    })
}

/// الاثنين is Monday far more often than "the two".
fn is_monday(folded: &str) -> bool {
    let day = folded.strip_prefix('و').unwrap_or(folded);
    matches!(day, "الاثنين" | "الاثنان" | "للاثنين" | "بالاثنين")
}

/// A number in digits.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Literal {
    /// Its span.
    pub(super) span: Span,
    /// Its whole part in Western digits, without signs between them.
    pub(super) whole: String,
    /// The digits after the decimal sign.
    pub(super) fraction: String,
    /// The zero of the script of its digits.
    pub(super) zero: char,
    pub(super) decimal_sign: Option<char>,
    pub(super) thousands_sign: Option<char>,
}

impl Literal {
    /// Its value, which is exact.
    pub(super) fn value(&self) -> f64 {
        format!("{}.{}0", self.whole, self.fraction).parse().unwrap_or(f64::NAN)
    }
}

/// The numbers in digits of a text, in order; `None` for those that cannot be read for certain: of
/// mixed digits, with signs that could mean either, joined to letters, part of a date, a time, a
/// range or a version. `signs` are those of the language of the text.
pub(super) fn literals(text: &str, signs: &Numbers) -> Vec<(Span, Option<Literal>)> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if digits::value(first).is_none() {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            let next = text[at + c.len_utf8()..].chars().next();
            let digit = |c: char| digits::value(c).is_some();
            let inner = is_inner(c) && next.is_some_and(digit);
            if !(digit(c) || inner) {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let span = Span::new(start, end);
        let free = stands_free(&text[..start], &text[end..]);
        out.push((span, free.then(|| read(span, span.of(text), signs)).flatten()));
    }
    out
}

/// All numbers of a text, in digits or in words, as alignment reads them.
pub(super) struct Readings(Vec<Number>);

impl Readings {
    pub(super) fn of(text: &str, profile: &'static Profile) -> Self {
        let mut readings = numbers(&tokens(text), profile);
        // The hundred of في المئة is the sign of percent, and a Monday is no two.
        readings.retain(|n| {
            let words = Words::new(n.span.of(text));
            let percent =
                |word: &str| matches!(word, "الماه" | "المايه" | "الميه") && n.value == 100.0;
            words.len() != 1 || !(percent(words.folded(0)) || is_monday(words.folded(0)))
        });
        Self(readings)
    }

    /// Returns whether others hold each value as often, or more often.
    pub(super) fn are_among(&self, others: &Self) -> bool {
        let count = |of: &Self, value: f64| of.0.iter().filter(|n| n.value == value).count();
        self.0.iter().all(|n| count(self, n.value) <= count(others, n.value))
    }

    /// The value of the number that begins there, if no other has it.
    pub(super) fn only_at(&self, start: usize) -> Option<f64> {
        let value = self.0.iter().find(|n| n.span.start == start)?.value;
        self.only_of(value).map(|_| value)
    }

    /// The start of the only number of that value.
    pub(super) fn only_of(&self, value: f64) -> Option<usize> {
        let mut all = self.0.iter().filter(|n| n.value == value);
        all.next().filter(|_| all.next().is_none()).map(|n| n.span.start)
    }
}

/// A sign that may stand between the digits of one number.
fn is_inner(c: char) -> bool {
    matches!(c, '.' | ',' | '\u{66B}' | '\u{66C}' | '،')
}

/// Returns whether a number is not joined to its context. Invisible characters are skipped.
fn stands_free(before: &str, after: &str) -> bool {
    let before = before.trim_end_matches(is_invisible).chars().next_back();
    let mut after = after.trim_start_matches(is_invisible).chars();
    let joined_before = before.is_some_and(|c| joins(c) || is_inner(c));
    let joined_after = after.next().is_some_and(|c| {
        // A stop or comma ends a sentence or a phrase, unless more follows it at once.
        if is_inner(c) || c == '،' { after.next().is_some_and(joins) } else { joins(c) }
    });
    !joined_before && !joined_after
}

/// Signs that make a number part of something else: a word, a range, a date, a time, a formula.
fn joins(c: char) -> bool {
    c.is_alphanumeric()
        || is_dropped(c)
        || unicode_normalization::char::is_combining_mark(c)
        || matches!(c, '_' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '+' | '±' | '~')
        || matches!(c, '/' | '\\' | ':' | '\'' | '’' | '′' | '″' | '°' | '^' | '@' | '=' | '×')
}

/// Returns whether a sign is between two digits, as in 3.5.
pub(super) fn is_within(text: &str, sign: Span) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| digits::value(c).is_some());
    !sign.is_empty()
        && digit(text[..sign.start].chars().next_back())
        && digit(text[sign.end..].chars().next())
}

fn read(span: Span, text: &str, language: &Numbers) -> Option<Literal> {
    let first = text.chars().next()?;
    let zero = char::from_u32(u32::from(first) - u32::from(digits::value(first)?))?;
    let mut groups: Vec<String> = vec![String::new()];
    let mut signs = Vec::new();
    for c in text.chars() {
        match digits::value(c) {
            Some(value) if u32::from(zero) + u32::from(value) == u32::from(c) => {
                groups.last_mut()?.push(char::from(b'0' + value));
            }
            Some(_) => return None,
            None => {
                signs.push(c);
                groups.push(String::new());
            }
        }
    }
    let (decimal_sign, thousands_sign) = meaning(&signs, &groups, language)?;
    let fraction = if decimal_sign.is_some() { groups.pop()? } else { String::new() };
    let grouped = groups.len() > 1;
    if grouped && (groups[0].len() > 3 || groups[1..].iter().any(|g| g.len() != 3)) {
        return None;
    }
    let whole: String = groups.concat();
    let leading = whole.len() > 1 && whole.starts_with('0');
    let exact = whole.len() + fraction.len() <= 15;
    (!leading && exact).then_some(Literal {
        span,
        whole,
        fraction,
        zero,
        decimal_sign,
        thousands_sign,
    })
}

/// Finds the decimal sign and the thousands separator, where that is certain.
fn meaning(
    signs: &[char],
    groups: &[String],
    language: &Numbers,
) -> Option<(Option<char>, Option<char>)> {
    let (&last, rest) = match signs.split_last() {
        None => return Some((None, None)),
        Some(split) => split,
    };
    let first = rest.first().copied();
    if rest.iter().any(|c| Some(*c) != first) {
        return None;
    }
    match (first, last) {
        (None, '\u{66B}') => Some((Some(last), None)),
        (None, '\u{66C}') => Some((None, Some(last))),
        // An Arabic comma between three digits and others; else it parts two numbers.
        (None, '،') => (groups[1].len() == 3).then_some((None, Some(last))),
        // 1,200 is read as thousands; 1.200 may be either. In German it is the reverse.
        (None, sign) if groups[1].len() == 3 && sign == language.western(language.grouping) => {
            Some((None, Some(last)))
        }
        (None, '.' | ',') if groups[1].len() == 3 && groups[0] != "0" => None,
        (None, _) => Some((Some(last), None)),
        (Some(first), last) if first == last && last != '\u{66B}' => {
            // Three groups and one sign: thousands, or a version.
            let decimal = language.western(language.decimal);
            (last != decimal).then_some((None, Some(last)))
        }
        (Some('،'), '.' | '\u{66B}') => Some((Some(last), first)),
        (Some('\u{66C}'), '\u{66B}') | (Some(','), '.' | '\u{66B}') | (Some('.'), ',') => {
            Some((Some(last), first))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::profile;

    fn values_in(lang: &str, text: &str) -> Vec<Option<f64>> {
        let signs = &profile::of(lang).unwrap().numbers;
        literals(text, signs).iter().map(|(_, l)| l.as_ref().map(Literal::value)).collect()
    }

    fn values(text: &str) -> Vec<Option<f64>> {
        assert_eq!(values_in("ar", text), values_in("en", text));
        values_in("en", text)
    }

    #[test]
    fn signs_are_those_of_the_language() {
        let expected = [Some(1200.0), None, Some(1_234_567.0), Some(3.5), Some(1234.5)];
        assert_eq!(values_in("de", "1.200 1,200 1.234.567 3,5 1.234,5"), expected);
        assert_eq!(values_in("fr", "1.200 1,200 3,5 0,125"), [None, None, Some(3.5), Some(0.125)]);
        assert_eq!(values_in("fa", "۱٬۲۰۰ ۳٫۵ 1,200"), [Some(1200.0), Some(3.5), Some(1200.0)]);
    }

    #[test]
    fn what_is_certain_is_read() {
        for (text, wanted) in [
            ("3 of 1,200.", vec![Some(3.0), Some(1200.0)]),
            ("٣٫٥ من ١٬٢٠٠٬٠٠٠٫٥", vec![Some(3.5), Some(1_200_000.5)]),
            ("3,5 and 0.125 and 1,234.5", vec![Some(3.5), Some(0.125), Some(1234.5)]),
            ("(12) $5, 7%", vec![Some(12.0), Some(5.0), Some(7.0)]),
            ("1.200 1.2.3 12/8 10:15 3-5 -4 007 1st B12 و3 3٣", vec![None; 14]),
            ("12345678901234567890", vec![None]),
            ("1,00,000", vec![None]),
        ] {
            assert_eq!(values(text), wanted, "{text}");
        }
    }
}
