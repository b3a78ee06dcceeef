//! Numbers by value, in digits or in words: ٣٫٥ is 3.5, عشرة آلاف is 10,000, and "thirty-sixth"
//! equals السادس والثلاثون. The words and signs are those of the profile.

mod digits;
mod han;
mod table;

use self::table::Table;
use super::{
    Span,
    tokens::{Token, TokenKind},
};
use crate::lang::profile::{Numbers, Profile};

/// A number and its place in the segment's text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    /// The value.
    pub value: f64,
    /// The span of its digits or words.
    pub span: Span,
}

/// Returns the numbers in a segment's tokens, in digits or in words, as the language of the text
/// writes them; words in another script are read as English or Arabic ones. A bare "one" is left
/// out, since it is seldom a number.
pub(crate) fn numbers(tokens: &[Token], profile: &'static Profile) -> Vec<Number> {
    let numbers = &profile.numbers;
    let mut out = Vec::new();
    let mut run = Run::default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if !numbers.loose && !adjoins(token) {
            run.close(&mut out);
        }
        if !profile.spaced {
            let mut read = Vec::new();
            let used = han::read(&tokens[at..], Table::of(profile), &mut read);
            if used > 0 {
                run.close(&mut out);
                out.append(&mut read);
                at += used;
                continue;
            }
        }
        let mut used = 1;
        match token.kind {
            TokenKind::Number => {
                run.close(&mut out);
                let mut read = Vec::new();
                used = digits::read(&tokens[at..], numbers, &mut read);
                let last = read.pop();
                out.append(&mut read);
                if let Some(last) = last {
                    run.put(Part::new(last.value, Kind::Digits), last.span, numbers);
                }
            }
            TokenKind::Sign => run.close(&mut out),
            TokenKind::Word => match read_word(&token.folded, profile) {
                Some(part) => {
                    if !run.takes(part, numbers) {
                        run.close(&mut out);
                    }
                    run.put(part, token.span, numbers);
                }
                None if run.goes_on(numbers)
                    && joins(token, profile)
                    && next_is_part(tokens, at, profile) => {}
                None => run.close(&mut out),
            },
        }
        at += used;
    }
    run.close(&mut out);
    out
}

/// Returns true if nothing but a space or a hyphen separates a token from the one before.
fn adjoins(token: &Token) -> bool {
    matches!(token.gap, Some(' ' | '-' | '\u{2010}' | '\u{2011}' | '\u{5BE}'))
}

fn joins(token: &Token, profile: &'static Profile) -> bool {
    Table::of_word(&token.folded, profile).joins(&token.folded)
}

fn next_is_part(tokens: &[Token], at: usize, profile: &'static Profile) -> bool {
    let next = tokens.get(at + 1).filter(|t| t.kind == TokenKind::Word);
    next.is_some_and(|t| read_word(&t.folded, profile).is_some())
}

/// A token that is a number or part of one.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Part {
    value: f64,
    kind: Kind,
    /// True if a conjunction is written onto it: Arabic و.
    joined: bool,
    /// True for the عشر of an Arabic eleven to nineteen.
    teen: bool,
}

impl Part {
    fn new(value: f64, kind: Kind) -> Self {
        Self { value, kind, joined: false, teen: false }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Digits,
    /// A word for 1 to 99.
    Small,
    /// A word for a hundred or more, which multiplies the part before it.
    Scale,
    /// A hundred or more in one word of several parts.
    Whole,
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

    /// Returns true if a word like "and" may follow.
    fn goes_on(&self, numbers: &Numbers) -> bool {
        let scale = |last: Part| last.kind == Kind::Scale;
        self.last.is_some_and(|last| numbers.loose || numbers.joined_scales || !scale(last))
    }

    fn value(&self) -> f64 {
        self.total + self.current
    }

    /// Returns true if a part continues the number, false if it begins another.
    fn takes(&self, part: Part, numbers: &Numbers) -> bool {
        let Some(last) = self.last else { return true };
        match (last.kind, part.kind) {
            (_, Kind::Digits) => false,
            (Kind::Digits | Kind::Small, Kind::Scale) => part.value > last.value && !part.joined,
            (Kind::Scale, Kind::Scale) => {
                part.joined
                    || part.value > last.value
                    || (!numbers.loose && part.value < last.value)
            }
            (Kind::Digits | Kind::Whole, Kind::Small) => false,
            (Kind::Small, Kind::Small) => takes_small(last, part, numbers),
            (Kind::Scale, Kind::Small) => true,
            (Kind::Scale, Kind::Whole) => part.value < last.value,
            (Kind::Whole, Kind::Scale) => part.value > last.value && part.value >= THOUSAND,
            (Kind::Digits | Kind::Small | Kind::Whole, Kind::Whole) => false,
        }
    }

    /// Adds a part with its place.
    fn put(&mut self, part: Part, span: Span, numbers: &Numbers) {
        self.add(part, numbers);
        self.span = Some(Span::new(self.span.map_or(span.start, |s| s.start), span.end));
    }

    fn add(&mut self, part: Part, numbers: &Numbers) {
        let last = self.last.map_or(0.0, |last| last.value);
        let mut value = part.value;
        match part.kind {
            Kind::Small if is_fourscore(last, part.value, numbers) && self.current > 0.0 => {
                value = last * part.value;
                self.current += value - last;
            }
            Kind::Digits | Kind::Small | Kind::Whole => self.current += part.value,
            Kind::Scale if part.value < THOUSAND && !part.joined && self.current > 0.0 => {
                self.current *= part.value;
            }
            Kind::Scale if part.value < THOUSAND => self.current += part.value,
            // mil millones
            Kind::Scale
                if !numbers.loose
                    && self.current == 0.0
                    && self.total > 0.0
                    && part.value > last
                    && !part.joined =>
            {
                self.total *= part.value;
            }
            Kind::Scale => {
                let count = if self.current > 0.0 && !part.joined { self.current } else { 1.0 };
                let kept = if part.joined { self.current } else { 0.0 };
                self.total += count * part.value + kept;
                self.current = 0.0;
            }
        }
        self.parts += 1;
        self.last = Some(Part { value, ..part });
    }

    fn close(&mut self, out: &mut Vec<Number>) {
        if let (Some(last), Some(span)) = (self.last, self.span) {
            let value = self.value();
            let bare_one = self.parts == 1 && value == 1.0 && last.kind != Kind::Digits;
            if !bare_one {
                out.push(Number { value, span });
            }
        }
        *self = Self::default();
    }
}

/// Smaller scales multiply what is before them, larger ones close it.
const THOUSAND: f64 = 1000.0;

/// Returns true if two words below a hundred are one number: خمسة وعشرون, خمسة عشر, twenty-five,
/// soixante-dix.
fn takes_small(last: Part, part: Part, numbers: &Numbers) -> bool {
    let unit = part.value < 10.0;
    let ten = last.value >= numbers.tens && last.value % 10.0 == 0.0;
    let sixty = numbers.twenties && matches!(last.value, 60.0 | 80.0);
    (part.joined && last.value < 10.0 && part.value >= 20.0)
        || (ten && unit && !(part.joined && numbers.loose))
        || (!part.joined && last.value < 10.0 && part.value == 10.0 && part.teen)
        || (sixty && (10.0..20.0).contains(&part.value))
        || is_fourscore(last.value, part.value, numbers)
}

/// Returns true for the parts of quatre-vingt.
fn is_fourscore(last: f64, value: f64, numbers: &Numbers) -> bool {
    numbers.twenties && last == 4.0 && value == 20.0
}

fn read_word(word: &str, profile: &'static Profile) -> Option<Part> {
    let table = Table::of_word(word, profile);
    table.read(word).or_else(|| {
        let and = table.numbers.and;
        let rest = word.strip_prefix(and).filter(|_| !and.is_empty())?;
        let part = Table::of_word(rest, profile).read(rest)?;
        Some(Part { joined: true, teen: false, ..part })
    })
}

/// Returns the value of a word of the matching view that is a number or part of one, in a text of
/// this language.
pub(crate) fn value_of_word(folded: &str, profile: &'static Profile) -> Option<f64> {
    read_word(folded, profile).map(|part| part.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lang::profile, text::tokens::tokens};

    fn values(lang: &str, text: &str) -> Vec<f64> {
        let profile = profile::of(lang).unwrap();
        numbers(&tokens(text), profile).iter().map(|n| n.value).collect()
    }

    #[test]
    fn numbers_are_parsed_in_arabic_and_english() {
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
            // Either profile knows the words of the other script.
            assert_eq!(values("ar", text), expected, "{text}");
            assert_eq!(values("en", text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_are_parsed_by_the_habits_of_the_language() {
        for (lang, text, expected) in [
            ("de", "1.234,5 und 12 500 und 3,5 und 12.500", vec![1234.5, 12500.0, 3.5, 12500.0]),
            ("de", "einundzwanzig, dreihundertfünfzig", vec![21.0, 350.0]),
            ("de", "neunzehnhundertneunundneunzig", vec![1999.0]),
            ("de", "zweitausendvierhundert der 5 Mio. Euro", vec![2400.0, 5e6]),
            ("de", "am 12. Mai, am 3.6.1687, die vierte", vec![12.0, 3.0, 6.0, 1687.0, 4.0]),
            ("de", "dreihunderttausend, eine Million, ein Haus", vec![3e5, 1e6]),
            ("de", "der fünfundzwanzigste, sechzehn", vec![25.0, 16.0]),
            ("fr", "12 500,75 et 1\u{202F}234\u{A0}567", vec![12500.75, 1_234_567.0]),
            ("fr", "quatre-vingt-dix-sept, soixante-douze", vec![97.0, 72.0]),
            ("fr", "vingt et un, quatre-vingts, le 1er et le 2e", vec![21.0, 80.0, 1.0, 2.0]),
            ("fr", "deux mille trois cents, cinq et six", vec![2300.0, 5.0, 6.0]),
            ("fr", "dix-huit millions, une ville", vec![18e6]),
            ("es", "mil novecientos noventa y nueve", vec![1999.0]),
            ("es", "2,5 millones y dos mil millones", vec![2.5e6, 2e9]),
            ("it", "1.234,5 e 12.500, ventuno, ventotto", vec![1234.5, 12500.0, 21.0, 28.0]),
            (
                "it",
                "millenovecentonovantanove, duemila, mille e cento",
                vec![1999.0, 2000.0, 1100.0],
            ),
            ("it", "due milioni e trecentomila, ventiduesimo", vec![2.3e6, 22.0]),
            (
                "it",
                "trentatré, centootto, il ventitreesimo, la terza",
                vec![33.0, 108.0, 23.0, 3.0],
            ),
            ("tr", "on iki, yirmi beş, bin dokuz yüz", vec![12.0, 25.0, 1900.0]),
            ("tr", "yirmibeş milyon, dördüncü, 3. madde", vec![25e6, 4.0, 3.0]),
            ("ru", "двадцать пять тысяч двести рублей", vec![25_200.0]),
            ("ru", "12 500,5 руб., пятый, двухсот", vec![12500.5, 5.0, 200.0]),
            ("he", "עשרים וחמש, שלוש עשרה, השלושה", vec![25.0, 13.0, 3.0]),
            ("he", "שלוש מאות וחמישים אלף, אלפיים", vec![350_000.0, 2000.0]),
            ("fa", "بیست و پنج، سیصد و پنجاه هزار", vec![25.0, 350_000.0]),
            ("fa", "بیست‌وشش سال، ۱۲٬۵۰۰ و ۴٫۶ و ۴/۶", vec![26.0, 12500.0, 4.6, 4.6]),
            ("fa", "۱۴۰۲/۲/۱۹ هفدهم", vec![1402.0, 2.0, 19.0, 17.0]),
            ("ur", "دو لاکھ پچاس ہزار، ڈیڑھ سو، ستائیس", vec![250_000.0, 150.0, 27.0]),
            ("ur", "1,00,000 روپے", vec![100_000.0]),
            ("zh", "三百五十人，二〇二四年，一千零五", vec![350.0, 2024.0, 1005.0]),
            ("zh", "3.5万，12亿，三亿五千万，一起", vec![35_000.0, 12e8, 350e6]),
            ("zh", "十二月，二十，百分之三十", vec![12.0, 20.0, 30.0]),
            ("zh", "1,200 万，第三，5 million", vec![12e6, 3.0, 5e6]),
            ("ja", "二万三千人、千円、100万", vec![23_000.0, 1e6]),
            ("ja", "一つ", vec![]),
        ] {
            assert_eq!(values(lang, text), expected, "{lang} {text}");
        }
    }
}
