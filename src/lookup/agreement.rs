//! Grammatical agreement with numbers, which decides whether a number in a sentence may be replaced:
//! Arabic has 3 كتب, 11 كتابا and 100 كتاب, English 1 book and 3 books, an 8 and a 5.

use super::numbers::Literal;
use crate::{
    lang::Lang,
    text::{is_dropped, is_invisible, words},
};

/// Returns whether the words around a number in a text also fit another number.
pub(super) fn stays(text: &str, place: &Literal, new: &Literal, lang: &Lang) -> bool {
    let around = Around::of(&text[..place.span.start], &text[place.span.end..]);
    match lang.primary() {
        "ar" => arabic(&around, place, new),
        "en" => english(&around, place, new),
        // Of other languages too little is known: only where no word follows.
        _ => around.after.is_empty(),
    }
}

fn arabic(around: &Around, place: &Literal, new: &Literal) -> bool {
    let next = around.after.first().map(String::as_str);
    if next.is_some_and(|next| !FREE_ARABIC.contains(&next) && !MONTHS_ARABIC.contains(&next)) {
        // It may be what is counted.
        let year =
            |l: &Literal| l.fraction.is_empty() && l.thousands_sign.is_none() && l.whole.len() == 4;
        let years = around.is_named(YEARS_ARABIC) && year(place) && year(new);
        // 2.5 مليون and 3.5 مليون: a fraction leaves the word as it is.
        let fractions = !place.fraction.is_empty() && !new.fraction.is_empty();
        let scale = fractions && next.is_some_and(|next| SCALES.contains(&next));
        return around.is_named(&["رقم"]) || years || scale || counts_alike(place, new);
    }
    // A verb knows one and two from more: حضر 2 من الأعضاء.
    let told = |l: &Literal| matches!(l.value(), 1.0 | 2.0);
    let percent = around.percent
        || next.is_some_and(|next| next.starts_with("بالم"))
        || (next == Some("في")
            && around.after.get(1).is_some_and(|w| PERCENT.contains(&w.as_str())));
    let month = next.is_some_and(|next| MONTHS_ARABIC.contains(&next));
    !(told(place) || told(new)) || percent || month || around.is_named(LABELS_ARABIC)
}

fn english(around: &Around, place: &Literal, new: &Literal) -> bool {
    let one = |l: &Literal| l.value() == 1.0;
    let next = around.after.first().map(String::as_str);
    let before = around.before.as_str();
    let percent = around.percent || next == Some("percent");
    let label =
        LABELS_ENGLISH.contains(&before) && next.is_none_or(|next| FREE_ENGLISH.contains(&next));
    let month =
        MONTHS_ENGLISH.contains(&before) || next.is_some_and(|next| MONTHS_ENGLISH.contains(&next));
    // An 8 and a 5.
    !matches!(before, "a" | "an") && (one(place) == one(new) || percent || label || month)
}

/// The words next to a number, as they are compared.
struct Around {
    /// The word before; empty where a sign comes first.
    before: String,
    /// The two words that follow; none where a sign comes first.
    after: Vec<String>,
    /// A percent sign follows.
    percent: bool,
}

impl Around {
    fn of(before: &str, after: &str) -> Self {
        let unseen = |c: char| c.is_whitespace() || is_invisible(c);
        let (before, after) = (before.trim_end_matches(unseen), after.trim_start_matches(unseen));
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let mut around = Self {
            before: String::new(),
            after: Vec::new(),
            percent: after.starts_with(['%', '٪']),
        };
        // Diacritics may end a word.
        let bare = before.trim_end_matches(is_dropped);
        if letter(bare.chars().next_back()) {
            let last = before.split_whitespace().next_back().unwrap_or_default();
            around.before = words(last).pop().map(|w| w.folded).unwrap_or_default();
        }
        if letter(after.chars().next()) {
            let next = after.split_whitespace().take(2);
            around.after = next.flat_map(words).take(2).map(|w| w.folded).collect();
        }
        around
    }

    /// Returns whether the word before is one of some nouns that are named by a number and do not change
    /// with it: المادة 5, في عام 2020.
    fn is_named(&self, nouns: &[&str]) -> bool {
        let word = self.before.as_str();
        let bare = |word: &str| {
            let noun = word.strip_prefix("ال").or_else(|| word.strip_prefix("لل")).unwrap_or(word);
            nouns.contains(&noun)
        };
        bare(word) || word.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك']).is_some_and(bare)
    }
}

/// The form of the noun that Arabic counts with: by the last two digits, as they are said.
#[derive(Debug, PartialEq, Eq)]
enum Counted {
    None,
    One,
    Two,
    Few,
    Many,
    Hundreds,
}

fn counted(number: &Literal) -> Counted {
    let end = &number.whole[number.whole.len().saturating_sub(2)..];
    match (number.whole.as_str(), end.parse()) {
        ("0", _) | (_, Err(_)) => Counted::None,
        (_, Ok(0)) => Counted::Hundreds,
        (_, Ok(1)) => Counted::One,
        (_, Ok(2)) => Counted::Two,
        (_, Ok(3..=10)) => Counted::Few,
        (_, Ok(_)) => Counted::Many,
    }
}

fn counts_alike(a: &Literal, b: &Literal) -> bool {
    counted(a) == counted(b) && a.fraction.is_empty() == b.fraction.is_empty()
}

/// In folded form, here and below.
const LABELS_ARABIC: &[&str] = &[
    "رقم", "ماده", "فقره", "صفحه", "بند", "فصل", "باب", "جدول", "شكل", "ملحق", "قرار", "عام", "سنه",
];

const YEARS_ARABIC: &[&str] = &["عام", "سنه"];

/// Words that are never counted.
const FREE_ARABIC: &[&str] =
    &["في", "من", "الي", "علي", "عن", "مع", "او", "حتي", "بالماه", "بالمايه", "بالميه", "ه", "م"];

const PERCENT: &[&str] = &["الماه", "المايه", "الميه"];

const MONTHS_ARABIC: &[&str] = &[
    "يناير",
    "فبراير",
    "مارس",
    "ابريل",
    "مايو",
    "يونيو",
    "يوليو",
    "اغسطس",
    "سبتمبر",
    "اكتوبر",
    "نوفمبر",
    "ديسمبر",
    "كانون",
    "شباط",
    "اذار",
    "نيسان",
    "ايار",
    "حزيران",
    "تموز",
    "اب",
    "ايلول",
    "تشرين",
    "محرم",
    "صفر",
    "ربيع",
    "جمادي",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو",
    "ذي",
];

const SCALES: &[&str] = &["الف", "مليون", "مليار", "بليون", "تريليون"];

const FREE_ENGLISH: &[&str] =
    &["of", "in", "on", "at", "to", "and", "or", "from", "by", "for", "the", "with", "as", "that"];

const MONTHS_ENGLISH: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const LABELS_ENGLISH: &[&str] = &[
    "article",
    "section",
    "page",
    "chapter",
    "paragraph",
    "no",
    "number",
    "figure",
    "table",
    "item",
    "clause",
    "annex",
    "part",
    "phase",
    "volume",
    "rule",
];
