//! Evidence for the beginning of a sentence in the words around a border.

use std::sync::LazyLock;

use unicode_script::Script;

use super::words::Word;
use crate::{
    align::{Segmented, Side},
    lookup_map::LookupMap,
    text::tokens::tokens,
};

static ARABIC: LazyLock<Lists> = LazyLock::new(|| Lists::read(include_str!("../../../tm/borders/ar.txt")));
static ENGLISH: LazyLock<Lists> = LazyLock::new(|| Lists::read(include_str!("../../../tm/borders/en.txt")));
static NONE: LazyLock<Lists> = LazyLock::new(Lists::default);

/// Words with which sentences readily begin or end, and those with which they do not, in nats.
#[derive(Default)]
struct Lists {
    begin: LookupMap<String, f64>,
    end: LookupMap<String, f64>,
}

impl Lists {
    fn read(text: &str) -> Self {
        let mut lists = Self::default();
        for line in text.lines() {
            let mut parts = line.split_whitespace();
            let (kind, nats) = (parts.next(), parts.next().and_then(|nats| nats.parse().ok()));
            let list = match kind {
                Some("begin") => &mut lists.begin,
                Some("end") => &mut lists.end,
                _ => continue,
            };
            for word in parts {
                if let Some(token) = tokens(word).first() {
                    list.get_or(token.folded.clone(), || nats.unwrap_or(0.0));
                }
            }
        }
        lists
    }
}

/// The evidence of a side's words.
pub(super) struct Begins<'s> {
    text: &'s str,
    side: &'s Side,
    lists: &'static Lists,
    is_arabic: bool,
    /// `true` where the text is written with capitals.
    has_capitals: bool,
}

impl<'s> Begins<'s> {
    pub(super) fn new(segmented: &'s Segmented, side: &'s Side, words: &[Word]) -> Self {
        let text = segmented.document.text.as_str();
        let lang = &segmented.document.lang;
        let capitals = words.iter().filter(|word| is_capital(&text[word.start..word.end])).count();
        let lists: &LazyLock<Lists> = match lang.primary() {
            "ar" | "arz" | "ary" | "apc" | "ajp" => &ARABIC,
            "en" => &ENGLISH,
            _ => &NONE,
        };
        Self {
            text,
            side,
            lists,
            is_arabic: lang.profile().script == Script::Arabic,
            has_capitals: capitals * 40 > words.len(),
        }
    }

    /// What speaks for the beginning of a sentence before a word, in nats.
    pub(super) fn gain(&self, words: &[Word], at: usize) -> f64 {
        let (before, here) = (&words[at - 1], &words[at]);
        let of = |word: &Word| &self.text[word.start..word.end];
        self.by_signs(of(before), of(here)) + self.by_words(before, here)
    }

    fn by_signs(&self, before: &str, here: &str) -> f64 {
        let opens = here.starts_with(|c| matches!(c, '«' | '“' | '"' | '(' | '[' | '-' | '–' | '—'));
        let last = before.chars().next_back().unwrap_or(' ');
        let after = match last {
            '.' | '!' | '?' | '؟' | '…' | '۔' => 4.0,
            ';' | '؛' => 2.5,
            ',' | '،' => 0.8,
            '»' | '”' | '"' | ')' => 0.8,
            ':' => -1.0,
            '-' | '–' | '—' => -1.0,
            '«' | '“' | '(' | '[' => -6.0,
            _ => 0.0,
        };
        let closing = here.chars().all(|c| !c.is_alphanumeric()) && !opens;
        after + if opens { 0.3 } else { 0.0 } - if closing { 6.0 } else { 0.0 }
    }

    fn by_words(&self, before: &Word, here: &Word) -> f64 {
        let entry = |number: &u32| &self.side.vocabulary[*number as usize];
        let end = before.entries.last().map(entry).and_then(|e| self.lists.end.get(&e.folded));
        let Some(first) = here.entries.first().map(entry) else { return -1.0 };
        let listed = self.lists.begin.get(&first.folded).copied();
        let own = if self.is_arabic {
            listed.unwrap_or_else(|| arabic(&first.folded))
        } else if self.has_capitals {
            match (is_capital(&self.text[here.start..here.end]), listed) {
                (true, Some(_)) => 4.5,
                (true, None) if first.small => 4.0,
                (true, None) => 0.7,
                (false, _) => -3.0,
            }
        } else {
            listed.unwrap_or(-0.5)
        };
        own + end.copied().unwrap_or(0.0)
    }
}

/// Whether a word of no list looks like the beginning of an Arabic sentence, which is mostly a verb or
/// joined to what was said before.
fn arabic(word: &str) -> f64 {
    let is_long = word.chars().count() > 3;
    match word {
        w if w.starts_with("وال") => -1.0,
        w if w.starts_with('و') && is_long => 1.5,
        w if w.starts_with("ال") => -2.0,
        w if w.starts_with('ف') && is_long => 0.8,
        w if w.starts_with('ي') && is_long => 0.6,
        w if w.starts_with('ت') && is_long => 0.3,
        w if w.starts_with('ب') => -1.2,
        w if w.starts_with('ل') => -0.7,
        _ => -0.2,
    }
}

fn is_capital(word: &str) -> bool {
    word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase)
}
