//! Numbers as placeables: where a query differs from a text in its numbers only, they are put into the
//! translation, in its own digits and signs.
//!
//! This is done only where nothing is ambiguous: `docs/scores.md` lists the conditions. Names stay as
//! they are: which word is a name, and how the other script writes it, is never certain.

use serde::{Deserialize, Serialize};

use super::{
    agreement,
    diff::{Compared, Difference, Op},
    numbers::{Literal, Readings, literals},
};
use crate::{
    document::Span,
    lang::{Lang, profile::Profile},
    text::{Words, digits, is_dropped},
};

/// A translation with the query's numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Adapted {
    /// The adapted text.
    pub text: String,
    /// The changes, in order.
    pub changes: Vec<Change>,
}

/// A number that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Change {
    /// Its span in the adapted text.
    pub span: Span,
    /// The number in the translation.
    pub from: String,
    /// The number in the adapted text.
    pub to: String,
}

/// Puts the query's numbers into the translation, where only numbers differ and all is certain.
pub(super) fn adapt(
    query: Compared<'_>,
    found: Compared<'_>,
    differences: &[Difference],
    target: &str,
    lang: &Lang,
) -> Option<Adapted> {
    if !only_numbers(query, found, differences) {
        return None;
    }
    let (own, other) = (query.profile, lang.profile());
    let asked = literals(query.text, &own.numbers);
    let held = literals(found.text, &own.numbers);
    let changed = changed((query.text, &asked), (found.text, &held))?;
    let (in_source, in_target) = (Readings::of(found.text, own), Readings::of(target, other));
    // A number of its own in the translation may be the same one converted: $5 (18.75 riyals).
    if changed.is_empty() || !in_target.are_among(&in_source) {
        return None;
    }
    let places = literals(target, &other.numbers);
    let signs = Signs::of(&places, other);
    let mut edits: Vec<(Span, String)> = Vec::new();
    for (old, new) in changed {
        let value = in_source.only_at(old.span.start)?;
        let start = in_target.only_of(value)?;
        let place =
            places.iter().filter_map(|(_, l)| l.as_ref()).find(|l| l.span.start == start)?;
        let fits = place.value() == old.value() && agreement::stays(target, place, new, lang);
        edits.push((place.span, fits.then(|| signs.write(place, new)).flatten()?));
    }
    edits.sort_by_key(|(span, _)| span.start);
    Some(write(target, edits))
}

/// Returns whether each word that differs holds digits on both sides: a quick test that mostly fails.
fn only_numbers(query: Compared<'_>, found: Compared<'_>, differences: &[Difference]) -> bool {
    let digit = |text: &str| text.chars().any(|c| digits::value(c).is_some());
    let fits = |span: Span, text: &str| span.is_empty() || digit(span.of(text));
    let mut words = differences.iter().filter(|d| d.op.is_word()).peekable();
    words.peek().is_some()
        && words.all(|d| fits(d.query, query.text) && fits(d.source, found.text))
        && !differences.iter().any(|d| d.op == Op::Tag)
}

type Literals = [(Span, Option<Literal>)];

/// The numbers that differ, old and new; nothing where more than numbers does.
fn changed<'l>(
    (query, asked): (&str, &'l Literals),
    (found, held): (&str, &'l Literals),
) -> Option<Vec<(&'l Literal, &'l Literal)>> {
    if asked.len() != held.len() {
        return None;
    }
    let mut out = Vec::new();
    let (mut query_end, mut found_end) = (0, 0);
    for ((query_span, new), (found_span, old)) in asked.iter().zip(held) {
        let between = |text: &str, from: usize, to: usize| Span::new(from, to).of(text).to_owned();
        let a = between(query, query_end, query_span.start);
        let b = between(found, found_end, found_span.start);
        if !alike(&a, &b) {
            return None;
        }
        match (old, new) {
            (Some(old), Some(new)) if old.value() != new.value() => out.push((old, new)),
            (Some(_), Some(_)) => {}
            _ if Words::new(query_span.of(query)).same(&Words::new(found_span.of(found))) => {}
            _ => return None,
        }
        (query_end, found_end) = (query_span.end, found_span.end);
    }
    // What ends the text may differ.
    let end = |text: &str, from: usize| {
        let last = |c: char| c.is_whitespace() || matches!(c, '.' | '!' | '…' | '۔');
        text[from..].trim_end_matches(last).to_owned()
    };
    alike(&end(query, query_end), &end(found, found_end)).then_some(out)
}

/// Returns whether two spans have the same words and the same signs.
fn alike(a: &str, b: &str) -> bool {
    let signs = |text: &str| -> String {
        let sign = |c: &char| !c.is_alphanumeric() && !c.is_whitespace() && !is_dropped(*c);
        text.chars().filter(sign).collect()
    };
    a == b || (Words::new(a).same(&Words::new(b)) && signs(a) == signs(b))
}

/// The signs that a translation's numbers are written with.
struct Signs {
    decimal: Option<char>,
    thousands: Option<char>,
    /// The profile of the language.
    profile: &'static Profile,
}

impl Signs {
    fn of(places: &Literals, profile: &'static Profile) -> Self {
        let find = |sign: fn(&Literal) -> Option<char>| {
            places.iter().find_map(|(_, l)| l.as_ref().and_then(sign))
        };
        Self { decimal: find(|l| l.decimal_sign), thousands: find(|l| l.thousands_sign), profile }
    }

    /// A number as the translation would write it in the place of one of its own.
    fn write(&self, place: &Literal, new: &Literal) -> Option<String> {
        // The language tells a sign that the translation does not show.
        let Profile { numbers, codes, .. } = self.profile;
        let usual = |sign: char, arabic: char| match place.zero {
            '0' => (!codes.is_empty()).then(|| numbers.western(sign)),
            _ => Some(arabic),
        };
        let thousands = if new.whole.len() <= 3 {
            None
        } else if place.whole.len() > 3 {
            place.thousands_sign
        } else if new.thousands_sign.is_some() {
            Some(self.thousands.or_else(|| usual(numbers.grouping, '\u{66C}'))?)
        } else {
            None
        };
        let decimal = if new.fraction.is_empty() {
            None
        } else {
            Some(
                place
                    .decimal_sign
                    .or(self.decimal)
                    .or_else(|| usual(numbers.decimal, '\u{66B}'))?,
            )
        };
        if decimal.is_some() && decimal == thousands {
            return None;
        }
        let digit = |b: u8| char::from_u32(u32::from(place.zero) + u32::from(b - b'0'));
        let mut out = String::new();
        for (at, b) in new.whole.bytes().enumerate() {
            let left = new.whole.len() - at;
            if let Some(sign) = thousands.filter(|_| at > 0 && left.is_multiple_of(3)) {
                out.push(sign);
            }
            out.push(digit(b)?);
        }
        if let Some(sign) = decimal {
            out.push(sign);
            for b in new.fraction.bytes() {
                out.push(digit(b)?);
            }
        }
        // What cannot be read back as the same number is not written.
        let read = literals(&out, numbers);
        matches!(read.as_slice(), [(_, Some(l))] if l.value() == new.value()).then_some(out)
    }
}

fn write(target: &str, edits: Vec<(Span, String)>) -> Adapted {
    let mut adapted =
        Adapted { text: String::with_capacity(target.len() + 8), changes: Vec::new() };
    let mut end = 0;
    for (place, to) in edits {
        adapted.text.push_str(Span::new(end, place.start).of(target));
        let start = adapted.text.len();
        adapted.text.push_str(&to);
        let span = Span::new(start, adapted.text.len());
        adapted.changes.push(Change { span, from: place.of(target).to_owned(), to });
        end = place.end;
    }
    adapted.text.push_str(&target[end..]);
    adapted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lang::profile::of_texts,
        lookup::diff::{self, Compared},
    };

    fn adapted(query: &str, found: &str, target: &str) -> Option<String> {
        let lang = crate::lang::detect(target).assumed().unwrap_or_else(Lang::english);
        adapted_to(&lang, query, found, target)
    }

    fn adapted_to(lang: &Lang, query: &str, found: &str, target: &str) -> Option<String> {
        let profile = of_texts(None, ["", ""]);
        let (a, b) = (Words::new(query), Words::new(found));
        let query = Compared { text: query, words: &a, marks: None, profile };
        let found = Compared { text: found, words: &b, marks: None, profile };
        let out = adapt(query, found, &diff::compare(query, found, 1), target, lang)?;
        for change in &out.changes {
            assert_eq!(change.span.of(&out.text), change.to);
        }
        Some(out.text)
    }

    #[test]
    fn numbers_are_carried_over_in_the_translations_own_writing() {
        for (query, found, target, wanted) in [
            (
                "Prices rose by 4.5 percent.",
                "Prices rose by 3.5 percent.",
                "ارتفعت الأسعار ٣٫٥ في المئة.",
                "ارتفعت الأسعار ٤٫٥ في المئة.",
            ),
            ("ارتفع ٤٪ في 2021", "ارتفع ٣٪ في 2020.", "It rose 3% in 2020.", "It rose 4% in 2021."),
            (
                "On Monday 4 of 9 came.",
                "On Monday 3 of 9 came.",
                "يوم الاثنين حضر 3 من 9.",
                "يوم الاثنين حضر 4 من 9.",
            ),
            ("from 5 to 3", "from 3 to 5", "من 3 إلى 5", "من 5 إلى 3"),
            (
                "He paid 12,500 dollars.",
                "He paid 1,200 dollars.",
                "دفع ١٬٢٠٠ دولار.",
                "دفع ١٢٬٥٠٠ دولار.",
            ),
            (
                "Article 12 of the law",
                "Article 5 of the law",
                "المادة 5 من القانون",
                "المادة 12 من القانون",
            ),
            (
                "Article 1 of the law",
                "Article 5 of the law",
                "المادة 5 من القانون",
                "المادة 1 من القانون",
            ),
            (
                "المادة 5 من القانون",
                "المادة 1 من القانون",
                "Article 1 of the law",
                "Article 5 of the law",
            ),
            ("up 1% so far", "up 5% so far", "بارتفاع ٥٪ حتى الآن", "بارتفاع ١٪ حتى الآن"),
            ("In 2003 it began", "In 2020 it began", "في عام 2020 بدأ", "في عام 2003 بدأ"),
            ("8 ministers met", "5 ministers met", "اجتمع 5 وزراء", "اجتمع 8 وزراء"),
            (
                "It cost 3.5 million dollars.",
                "It cost 2.5 million dollars.",
                "كلف 2.5 مليون دولار.",
                "كلف 3.5 مليون دولار.",
            ),
            ("on May 16, 2021", "on May 5, 2020", "في 5 مايو 2020", "في 16 مايو 2021"),
        ] {
            assert_eq!(adapted(query, found, target).as_deref(), Some(wanted), "{query}");
        }
    }

    #[test]
    fn the_signs_are_those_of_the_translations_language() {
        for (lang, target, wanted) in [
            ("de", "Der Preis: 500.", Some("Der Preis: 1.200,5.")),
            ("it", "Il prezzo: 500.", Some("Il prezzo: 1.200,5.")),
            ("tr", "Fiyat: 500.", Some("Fiyat: 1.200,5.")),
            ("he", "המחיר: 500.", Some("המחיר: 1,200.5.")),
            ("fa", "قیمت: ۵۰۰.", Some("قیمت: ۱٬۲۰۰٫۵.")),
            // A space is no sign that is read back, and of other languages nothing is known.
            ("fr", "Le prix : 500.", None),
            ("nl", "De prijs: 500.", None),
        ] {
            let lang: Lang = lang.parse().unwrap();
            let adapted = adapted_to(&lang, "Price: 1,200.5.", "Price: 500.", target);
            assert_eq!(adapted.as_deref(), wanted, "{lang}");
        }
    }

    #[test]
    fn nothing_is_carried_over_that_is_not_certain() {
        for (query, found, target) in [
            // The counted noun changes with the number.
            ("11 books", "3 books", "3 كتب"),
            ("3 books", "11 books", "11 كتابا"),
            ("2 books", "3 books", "3 كتب"),
            ("شاهد 3 أفلام", "شاهد 1 أفلام", "He saw 1 film"),
            (
                "an increase of an 8 percent share",
                "an increase of an 5 percent share",
                "an 5 percent",
            ),
            ("11 errors on the page", "3 errors on the page", "في الصفحة 3 أخطاء"),
            ("حضر 2 من الأعضاء", "حضر 1 من الأعضاء", "1 of the members was present"),
            ("2 of the members came", "3 of the members came", "حضر 3 من الأعضاء"),
            // Twice, or in words too.
            ("4 of 5", "3 of 3", "3 من 3"),
            ("4 (three)", "3 (three)", "3 (ثلاثة)"),
            ("4 plans and three", "3 plans and three", "3 خطط وثلاثة"),
            // Not there, or converted.
            ("4 plans", "3 plans", "ثلاث خطط"),
            ("in 2021", "in 2020", "عام 1441 هـ (2020)"),
            // Dates, times, ranges, ordinals, signs that could mean either.
            ("on 12/9", "on 12/8", "في 12/8"),
            ("at 10:45", "at 10:15", "في 10:15"),
            ("pages 3-6", "pages 3-5", "الصفحات 3-5"),
            ("the 5th day", "the 4th day", "اليوم 4"),
            ("1.300 of it", "1.200 of it", "1.200 منه"),
            // Another word differs too, or another sign.
            ("4 new plans", "3 old plans", "3 خطط"),
            ("$4", "3%", "٣٪"),
            ("-4 degrees", "3 degrees", "3 درجات"),
        ] {
            assert_eq!(adapted(query, found, target), None, "{query} | {found} | {target}");
        }
    }
}
