//! Evidence for the beginning of a sentence in the words around a border.
//!
//! A table of each language holds weights of features: the words before and after the border, their first and
//! last letters, the signs between them, capitals. `tm/borders/learn.py` makes the tables from the same
//! features.

use crate::{
    lang::{Borders, Lang},
    text::fold,
};

/// The evidence in a language without a table, for one word in about twenty is the first of a sentence.
const BASE: f64 = -3.0;
/// The longest word whose letters are counted.
const LONG: usize = 7;

/// A word as the features see it.
struct Form {
    /// Its letters and digits in the matching view.
    core: String,
    capital: bool,
    first: char,
    last: char,
}

impl Form {
    fn of(word: &str) -> Self {
        let mut core = String::with_capacity(word.len());
        for c in word.chars() {
            fold(c, |c| core.extend(c.is_alphanumeric().then_some(c)));
        }
        let first_letter = word.chars().find(|c| c.is_alphanumeric());
        Self {
            core,
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

/// For each word the evidence that a sentence begins with it, in nats; 0 for the first.
pub(super) fn gains(lang: &Lang, words: &[&str]) -> Vec<f64> {
    let profile = lang.profile();
    let article = Some(profile.inflection.article).filter(|article| !article.is_empty());
    let forms: Vec<Form> = words.iter().map(|word| Form::of(word)).collect();
    let has_capitals = forms.iter().filter(|form| form.capital).count() * 40 > forms.len();
    let none = Form::of("");
    let form = |at: Option<usize>| at.and_then(|at| forms.get(at)).unwrap_or(&none);
    let gain = |at: usize| {
        if at == 0 {
            return 0.0;
        }
        let around = [at.checked_sub(2), Some(at - 1), Some(at), Some(at + 1), Some(at + 2)];
        let around = around.map(form);
        let known = match profile.borders {
            Some(table) => sum(table, around, article, has_capitals),
            None => BASE + plain(around, has_capitals),
        };
        known + stray(around[2])
    };
    (0..forms.len()).map(gain).collect()
}

/// No sentence begins with signs that close.
fn stray(here: &Form) -> f64 {
    let opens = |c| matches!(c, '«' | '“' | '"' | '(' | '[' | '-' | '–' | '—');
    if here.core.is_empty() && !opens(here.first) { -6.0 } else { 0.0 }
}

/// The sum of the weights of all features of a border.
fn sum(
    table: &Borders,
    [two_before, before, here, after, two_after]: [&Form; 5],
    article: Option<&str>,
    has_capitals: bool,
) -> f64 {
    let [e, a, b, c, d] = [two_before, before, here, after, two_after].map(|form| &form.core);
    let sign = |c: char| if c.is_alphanumeric() { String::new() } else { c.to_string() };
    let article_of = |form: &Form| article.filter(|article| form.core.starts_with(article));
    let of_words = [
        String::new(),
        format!("b={b}"),
        format!("a={a}"),
        format!("c={c}"),
        format!("d={d}"),
        format!("e={e}"),
        format!("ea={e}|{a}"),
        format!("ab={a}|{b}"),
        format!("bc={b}|{c}"),
    ];
    let of_letters = [
        format!("b2={}", here.start(2)),
        format!("b3={}", here.start(3)),
        format!("b4={}", here.start(4)),
        format!("a2={}", before.start(2)),
        format!("a3={}", before.start(3)),
        format!("c2={}", after.start(2)),
        format!("c3={}", after.start(3)),
        format!("az={}", before.end(2)),
        format!("az3={}", before.end(3)),
        format!("bz={}", here.end(2)),
        format!("bz3={}", here.end(3)),
        format!("cz={}", after.end(2)),
        format!("ez={}", two_before.end(2)),
        format!("bl={}", here.letters()),
        format!("al={}", before.letters()),
        format!("p={}", sign(before.last)),
        format!("q={}", sign(here.first)),
        format!("sh={}{}|{}{}", before.start(2), before.end(1), here.start(2), here.end(1)),
        format!(
            "aal={}{}",
            article_of(before).unwrap_or(""),
            article_of(here).unwrap_or_else(|| here.start(1))
        ),
    ];
    let [before, here, after] = [before, here, after].map(|form| u8::from(form.capital));
    let of_capitals = [format!("cap={before}{here}{after}"), format!("capb={here}{b}")];
    let of_capitals = of_capitals.iter().filter(|_| has_capitals);
    let features = of_words.iter().chain(&of_letters).chain(of_capitals);
    features.map(|feature| table.weight(feature)).sum()
}

/// The evidence of signs and capitals, which needs no table.
fn plain([_, before, here, ..]: [&Form; 5], has_capitals: bool) -> f64 {
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
