//! Evidence for the beginning of a sentence in the words around a border.
//!
//! A table of each language holds weights of features: the words before and after the border, their first and
//! last letters, the signs between them, capitals. `tm/borders/learn.py` makes the tables from the same
//! features.

use std::{fmt::Write, sync::LazyLock};

use crate::lookup_map::LookupMap;

static ARABIC: LazyLock<Table> =
    LazyLock::new(|| Table::read(&tmp("ar", include_str!("../../../tm/borders/ar.tsv"))));
static ENGLISH: LazyLock<Table> =
    LazyLock::new(|| Table::read(&tmp("en", include_str!("../../../tm/borders/en.tsv"))));

/// The evidence in a language without a table, for one word in about twenty is the first of a sentence.
const BASE: f64 = -3.0;
/// The longest word whose letters are counted.
const LONG: usize = 7;

/// The weights of features, in nats.
#[derive(Default)]
struct Table(LookupMap<String, f64>);

impl Table {
    fn read(text: &str) -> Self {
        let weight = |line: &str| {
            let (feature, weight) = line.rsplit_once('\t')?;
            Some((feature.to_owned(), weight.parse().ok()?))
        };
        Self(text.lines().filter_map(weight).collect())
    }

    fn sum(&self, features: &[String]) -> f64 {
        features.iter().filter_map(|feature| self.0.get(feature.as_str())).sum()
    }
}

/// A word as the features see it.
struct Form {
    /// Its letters and digits, without diacritics, capitals and forms of alef.
    core: String,
    capital: bool,
    first: char,
    last: char,
}

impl Form {
    fn of(word: &str) -> Self {
        let core = word.chars().flat_map(char::to_lowercase).filter_map(|c| match c {
            '\u{64B}'..='\u{652}' | '\u{640}' => None,
            'أ' | 'إ' | 'آ' => Some('ا'),
            c => c.is_alphanumeric().then_some(c),
        });
        let first_letter = word.chars().find(|c| c.is_alphanumeric());
        Self {
            core: core.collect(),
            capital: first_letter.is_some_and(char::is_uppercase),
            first: word.chars().next().unwrap_or(' '),
            last: word.chars().next_back().unwrap_or(' '),
        }
    }

    fn start(&self, count: usize) -> &str {
        let end = self.core.char_indices().nth(count).map_or(self.core.len(), |c| c.0);
        &self.core[..end]
    }

    fn end(&self, count: usize) -> &str {
        let start = self.core.char_indices().rev().nth(count - 1).map_or(0, |c| c.0);
        &self.core[start..]
    }

    fn letters(&self) -> usize {
        self.core.chars().count().min(LONG)
    }
}

/// For each word after the first what speaks for the beginning of a sentence with it, in nats; 0 for the
/// first.
pub(super) fn gains(lang: &str, words: &[&str]) -> Vec<f64> {
    let table = match lang {
        "ar" | "arz" | "ary" | "apc" | "ajp" => Some(&*ARABIC),
        "en" => Some(&*ENGLISH),
        _ => None,
    };
    let forms: Vec<Form> = words.iter().map(|word| Form::of(word)).collect();
    let has_capitals = forms.iter().filter(|form| form.capital).count() * 40 > forms.len();
    let none = Form::of("");
    let gain = |at: usize| {
        if at == 0 {
            return 0.0;
        }
        let next = forms.get(at + 1).unwrap_or(&none);
        let three = [&forms[at - 1], &forms[at], next];
        match table {
            Some(table) => table.sum(&features(three, has_capitals)) + stray(three[1]),
            None => BASE + plain(three, has_capitals) + stray(three[1]),
        }
    };
    (0..forms.len()).map(gain).collect()
}

/// No sentence begins with signs that close.
fn stray(here: &Form) -> f64 {
    let opens = |c| matches!(c, '«' | '“' | '"' | '(' | '[' | '-' | '–' | '—');
    if here.core.is_empty() && !opens(here.first) { -6.0 } else { 0.0 }
}

fn features([before, here, next]: [&Form; 3], has_capitals: bool) -> Vec<String> {
    let (a, b) = (&before.core, &here.core);
    let sign = |c: char| if c.is_alphanumeric() { String::new() } else { c.to_string() };
    let article = |form: &Form| form.core.starts_with("ال");
    let mut out = vec![
        String::new(),
        format!("b={b}"),
        format!("a={a}"),
        format!("b2={}", here.start(2)),
        format!("b3={}", here.start(3)),
        format!("a2={}", before.start(2)),
        format!("az={}", before.end(2)),
        format!("bz={}", here.end(2)),
        format!("c2={}", next.start(2)),
        format!("bl={}", here.letters()),
        format!("al={}", before.letters()),
        format!("c={}", next.core),
        format!("p={}", sign(before.last)),
        format!("q={}", sign(here.first)),
    ];
    let mut articles = String::from("aal=");
    if article(before) {
        articles.push_str("ال");
    }
    articles.push_str(if article(here) { "ال" } else { here.start(1) });
    out.push(articles);
    if has_capitals {
        let mut capitals = String::from("cap=");
        for form in [before, here, next] {
            let _ = write!(capitals, "{}", u8::from(form.capital));
        }
        out.push(capitals);
        out.push(format!("capb={}{b}", u8::from(here.capital)));
    }
    out
}

/// The evidence of signs and capitals, which needs no table.
fn plain([before, here, _]: [&Form; 3], has_capitals: bool) -> f64 {
    let after = match before.last {
        '.' | '!' | '?' | '؟' | '…' | '۔' => 4.0,
        ';' | '؛' => 2.5,
        ',' | '،' | '»' | '”' | '"' | ')' => 0.8,
        '«' | '“' | '(' | '[' => -6.0,
        _ => 0.0,
    };
    let capital = match (has_capitals, here.capital) {
        (true, true) => 1.5,
        (true, false) => -3.0,
        (false, _) => 0.0,
    };
    after + capital
}

fn tmp(l: &str, s: &str) -> String {
    match std::env::var("PART") {
        Ok(p) => std::fs::read_to_string(format!("target/{l}{p}.tsv")).unwrap(),
        _ => s.to_owned(),
    }
}
