//! Numbers by value, in digits or in words: ٣٫٥ is 3.5, عشرة آلاف is 10,000, and "thirty-sixth"
//! equals السادس والثلاثون.

use std::sync::LazyLock;

use super::Span;
use super::{
    clitics::without_article,
    tokens::{Token, TokenKind},
};
use crate::lookup_map::LookupMap;

/// A number and its place in the segment's text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    /// The value.
    pub value: f64,
    /// The span of its digits or words.
    pub span: Span,
}

/// Returns the numbers in a segment's tokens, in digits or in words, as Arabic and English write
/// them. A bare "one" is left out, since it is seldom a number.
pub(crate) fn numbers(tokens: &[Token]) -> Vec<Number> {
    let mut out = Vec::new();
    let mut run = Run::default();
    for (i, token) in tokens.iter().enumerate() {
        match read(token) {
            Some(part) => {
                if !run.takes(part) {
                    run.close(&mut out);
                }
                run.add(part, token.span);
            }
            None if token.folded == "and" && run.open() && next_is_part(tokens, i) => {}
            None => run.close(&mut out),
        }
    }
    run.close(&mut out);
    out
}

fn next_is_part(tokens: &[Token], i: usize) -> bool {
    tokens.get(i + 1).is_some_and(|t| t.kind == TokenKind::Word && read(t).is_some())
}

/// A token that is a number or part of one.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Part {
    value: f64,
    kind: Kind,
    /// True if an Arabic و joins it to the part before it.
    joined: bool,
    /// True for the عشر of an Arabic eleven to nineteen.
    teen: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Digits,
    /// A word for 1 to 99.
    Small,
    /// A word for a hundred or more, which multiplies the part before it.
    Scale,
}

/// A number being read: `total` holds the parts that a scale has closed, `current` the others.
#[derive(Debug, Default)]
struct Run {
    total: f64,
    current: f64,
    parts: usize,
    last: Option<Part>,
    span: Option<Span>,
}

impl Run {
    fn open(&self) -> bool {
        self.last.is_some()
    }

    /// Returns true if a part continues the number, false if it begins another.
    fn takes(&self, part: Part) -> bool {
        let Some(last) = self.last else { return true };
        match (last.kind, part.kind) {
            (_, Kind::Digits) => false,
            (Kind::Digits | Kind::Small, Kind::Scale) => part.value > last.value && !part.joined,
            (Kind::Scale, Kind::Scale) => part.joined || part.value > last.value,
            (Kind::Digits, Kind::Small) => false,
            // خمسة وعشرون; خمسة عشر; twenty-five
            (Kind::Small, Kind::Small) => {
                (part.joined && last.value < 10.0 && part.value >= 20.0)
                    || (!part.joined && last.value >= 20.0 && part.value < 10.0)
                    || (!part.joined && last.value < 10.0 && part.value == 10.0 && part.teen)
            }
            (Kind::Scale, Kind::Small) => true,
        }
    }

    fn add(&mut self, part: Part, span: Span) {
        match part.kind {
            Kind::Digits | Kind::Small => self.current += part.value,
            Kind::Scale if part.value < 1000.0 && !part.joined && self.current > 0.0 => {
                self.current *= part.value;
            }
            Kind::Scale if part.value < 1000.0 => self.current += part.value,
            Kind::Scale => {
                let count = if self.current > 0.0 && !part.joined { self.current } else { 1.0 };
                let kept = if part.joined { self.current } else { 0.0 };
                self.total += count * part.value + kept;
                self.current = 0.0;
            }
        }
        self.parts += 1;
        self.last = Some(part);
        self.span = Some(Span::new(self.span.map_or(span.start, |s| s.start), span.end));
    }

    fn close(&mut self, out: &mut Vec<Number>) {
        if let (Some(last), Some(span)) = (self.last, self.span) {
            let value = self.total + self.current;
            let bare_one = self.parts == 1 && value == 1.0 && last.kind != Kind::Digits;
            if !bare_one {
                out.push(Number { value, span });
            }
        }
        *self = Self::default();
    }
}

fn read(token: &Token) -> Option<Part> {
    match token.kind {
        TokenKind::Number => Some(part(digits(&token.folded)?, Kind::Digits)),
        TokenKind::Sign => None,
        TokenKind::Word => read_word(&token.folded),
    }
}

fn read_word(word: &str) -> Option<Part> {
    let teen = matches!(word, "عشر" | "عشره");
    let alone = word_value(word).map(|(value, kind)| Part { teen, ..part(value, kind) });
    alone.or_else(|| {
        let (value, kind) = word_value(word.strip_prefix('و')?)?;
        Some(Part { joined: true, ..part(value, kind) })
    })
}

/// Returns the value of a word of the matching view that is a number or part of one.
pub(crate) fn value_of_word(folded: &str) -> Option<f64> {
    read_word(folded).map(|part| part.value)
}

fn part(value: f64, kind: Kind) -> Part {
    Part { value, kind, joined: false, teen: false }
}

/// Parses digits with separators. A comma before exactly three digits groups thousands, and so does
/// either separator if it occurs more than once; otherwise the last one is the decimal point.
fn digits(text: &str) -> Option<f64> {
    let last = text.rfind(['.', ',']);
    let decimal = last.filter(|&at| {
        let sign = &text[at..=at];
        let mixed = text[..at].contains(['.', ',']) && !text[..at].contains(sign);
        let repeated = text[..at].contains(sign);
        mixed || (!repeated && (sign == "." || text.len() - at != 4))
    });
    let clean: String = text
        .char_indices()
        .filter_map(|(at, c)| match c {
            '.' | ',' => (Some(at) == decimal).then_some('.'),
            c => Some(c),
        })
        .collect();
    clean.parse().ok()
}

fn word_value(word: &str) -> Option<(f64, Kind)> {
    VALUES.get(without_article(word)).copied()
}

static VALUES: LazyLock<LookupMap<&str, (f64, Kind)>> = LazyLock::new(|| {
    let small = SMALL.iter().map(|row| (row, Kind::Small));
    let rows = small.chain(SCALES.iter().map(|row| (row, Kind::Scale)));
    rows.flat_map(|((value, forms), kind)| forms.iter().map(move |form| (*form, (*value, kind))))
        .collect()
});

/// Spelt as in the matching view: without hamza, ه for ة, ي for ى.
#[rustfmt::skip]
const SMALL: &[(f64, &[&str])] = &[
    (1.0, &["one"]),
    (2.0, &["two", "اثنان", "اثنين", "اثنتان", "اثنتين", "اثنا", "اثني", "second"]),
    (3.0, &["three", "ثلاثه", "ثلاث", "third", "ثالث", "ثالثه"]),
    (4.0, &["four", "اربعه", "اربع", "fourth", "رابع", "رابعه"]),
    (5.0, &["five", "خمسه", "خمس", "fifth", "خامس", "خامسه"]),
    (6.0, &["six", "سته", "ست", "sixth", "سادس", "سادسه"]),
    (7.0, &["seven", "سبعه", "سبع", "seventh", "سابع", "سابعه"]),
    (8.0, &["eight", "ثمانيه", "ثماني", "ثمان", "eighth", "ثامن", "ثامنه"]),
    (9.0, &["nine", "تسعه", "تسع", "ninth", "تاسع", "تاسعه"]),
    (10.0, &["ten", "عشره", "عشر", "tenth", "عاشر", "عاشره"]),
    (11.0, &["eleven", "eleventh"]),
    (12.0, &["twelve", "twelfth", "dozen"]),
    (13.0, &["thirteen", "thirteenth"]),
    (14.0, &["fourteen", "fourteenth"]),
    (15.0, &["fifteen", "fifteenth"]),
    (16.0, &["sixteen", "sixteenth"]),
    (17.0, &["seventeen", "seventeenth"]),
    (18.0, &["eighteen", "eighteenth"]),
    (19.0, &["nineteen", "nineteenth"]),
    (20.0, &["twenty", "twentieth", "عشرون", "عشرين"]),
    (30.0, &["thirty", "thirtieth", "ثلاثون", "ثلاثين"]),
    (40.0, &["forty", "fortieth", "اربعون", "اربعين"]),
    (50.0, &["fifty", "fiftieth", "خمسون", "خمسين"]),
    (60.0, &["sixty", "sixtieth", "ستون", "ستين"]),
    (70.0, &["seventy", "seventieth", "سبعون", "سبعين"]),
    (80.0, &["eighty", "eightieth", "ثمانون", "ثمانين"]),
    (90.0, &["ninety", "ninetieth", "تسعون", "تسعين"]),
];

#[rustfmt::skip]
const SCALES: &[(f64, &[&str])] = &[
    (1e2, &["hundred", "hundreds", "مييه", "مايه", "ميه", "ميات", "مءه"]),
    (2e2, &["مييتان", "مييتين", "مايتان", "مايتين", "ميتين", "ميتان", "ميتا", "ميتي", "مايتا", "مايتي"]),
    (3e2, &["ثلاثميه", "ثلاثمايه"]),
    (4e2, &["اربعميه", "اربعمايه"]),
    (5e2, &["خمسميه", "خمسمايه"]),
    (6e2, &["ستميه", "ستمايه"]),
    (7e2, &["سبعميه", "سبعمايه"]),
    (8e2, &["ثمانميه", "ثمانمايه", "ثمانيميه"]),
    (9e2, &["تسعميه", "تسعمايه"]),
    (1e3, &["thousand", "thousands", "الف", "الاف", "الفا", "لاف"]),
    (2e3, &["الفان", "الفين", "الفي"]),
    (1e6, &["million", "millions", "مليون", "ملايين", "مليونا"]),
    (2e6, &["مليونان", "مليونين", "مليوني"]),
    (1e9, &["billion", "billions", "bn", "مليار", "مليارات", "مليارا", "بليون"]),
    (2e9, &["ملياران", "مليارين", "ملياري"]),
    (1e12, &["trillion", "trillions", "تريليون", "تريليونات", "تريليونا"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens::tokens;

    fn values(text: &str) -> Vec<f64> {
        numbers(&tokens(text)).iter().map(|n| n.value).collect()
    }

    #[test]
    fn numbers_are_parsed_in_both_languages() {
        for (text, expected) in [
            ("٣٫٥ في المئة من ١٬٢٠٠", vec![3.5, 100.0, 1200.0]),
            ("103,7 مليون دولار", vec![103.7e6]),
            ("1,234,567.5 and 3.500", vec![1_234_567.5, 3.5]),
            ("عشرة آلاف شخص", vec![10_000.0]),
            ("خمسة وعشرون ألفا", vec![25_000.0]),
            ("ثلاثمئة وخمسون", vec![350.0]),
            ("ألف وتسعمئة وتسعون", vec![1990.0]),
            ("two hundred and fifty thousand", vec![250_000.0]),
            ("twenty-five", vec![25.0]),
            ("the 36th of 12", vec![36.0, 12.0]),
            ("السادس والثلاثين", vec![36.0]),
            ("خمسة عشر كتابا", vec![15.0]),
            ("one of them", vec![]),
            ("five and six", vec![5.0, 6.0]),
            ("10:15 و2-1", vec![10.0, 15.0, 2.0, 1.0]),
            ("1.2.3", vec![123.0]),
        ] {
            assert_eq!(values(text), expected, "{text}");
        }
    }
}
