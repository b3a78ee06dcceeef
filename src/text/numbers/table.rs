//! The number words of the profiles.

use std::sync::{LazyLock, OnceLock};

use super::{Kind, Part, Run};
use crate::{
    lang::profile::{self, Numbers, Profile},
    lookup_map::LookupMap,
    text::{stem::bare_of, view::folded},
};

/// The number words of a profile, folded.
pub(super) struct Table {
    pub(super) numbers: &'static Numbers,
    values: LookupMap<String, (f64, Kind)>,
    /// All words, longest first, for compounds.
    forms: Vec<String>,
    joiners: Vec<String>,
    endings: Vec<String>,
    teens: Vec<String>,
}

static TABLES: LazyLock<Vec<OnceLock<Table>>> =
    LazyLock::new(|| profile::all().map(|_| OnceLock::new()).collect());

/// Least number of letters before the ending of an ordinal.
const SHORTEST: usize = 2;

impl Table {
    /// Returns the number words of a profile.
    pub(super) fn of(profile: &'static Profile) -> &'static Self {
        TABLES[profile.index()].get_or_init(|| Self::new(&profile.numbers))
    }

    /// Returns the table that knows a word in a text of this language.
    pub(super) fn of_word(word: &str, profile: &'static Profile) -> &'static Self {
        Self::of(word.chars().next().map_or(profile, |first| profile.of_word(first)))
    }

    fn new(numbers: &'static Numbers) -> Self {
        let small = numbers.small.iter().map(|row| (row, Kind::Small));
        let rows = small.chain(numbers.scales.iter().map(|row| (row, Kind::Scale)));
        let mut values = LookupMap::default();
        let mut forms = Vec::new();
        for ((value, words), kind) in rows {
            for form in words.split_whitespace().map(folded) {
                values.get_or(form.clone(), || (*value, kind));
                forms.push(form);
            }
        }
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        let list = |words: &[&str]| words.iter().map(|word| folded(word)).collect();
        Self {
            numbers,
            values,
            forms,
            joiners: list(numbers.joiners),
            endings: list(numbers.endings),
            teens: list(numbers.teens),
        }
    }

    /// Returns true for a word between the parts of a number.
    pub(super) fn joins(&self, word: &str) -> bool {
        self.joiners.iter().any(|joiner| joiner == word)
    }

    /// Returns the value of a word that is a number or part of one.
    pub(super) fn value(&self, word: &str) -> Option<(f64, Kind)> {
        let listed = |word: &str| self.values.get(bare_of(word, self.numbers.article)).copied();
        listed(word).or_else(|| self.without_endings(word).find_map(listed))
    }

    fn without_endings<'w>(&self, word: &'w str) -> impl Iterator<Item = &'w str> {
        let endings = self.endings.iter();
        let stems = endings.filter_map(move |ending| word.strip_suffix(ending.as_str()));
        stems.filter(|stem| stem.chars().count() >= SHORTEST)
    }

    /// Reads a word that is a number or part of one, or several parts written together.
    pub(super) fn read(&self, word: &str) -> Option<Part> {
        let (value, kind) = self.value(word).or_else(|| self.compound(word))?;
        Some(Part { teen: self.teens.iter().any(|teen| teen == word), ..Part::new(value, kind) })
    }

    /// Reads parts that are written together: einundzwanzig, بیست‌وپنج.
    fn compound(&self, word: &str) -> Option<(f64, Kind)> {
        if !self.numbers.compounds {
            return None;
        }
        let value = |word| self.parts(word);
        let value = value(word).or_else(|| self.without_endings(word).find_map(value))?;
        Some((value, if value < 100.0 { Kind::Small } else { Kind::Whole }))
    }

    fn parts(&self, word: &str) -> Option<f64> {
        let (mut rest, mut run, mut joined) = (word, Run::default(), false);
        while !rest.is_empty() {
            if run.open()
                && !joined
                && let Some(after) = self.joiners.iter().find_map(|j| rest.strip_prefix(j.as_str()))
            {
                (rest, joined) = (after, true);
                continue;
            }
            let form = self.forms.iter().find(|form| rest.starts_with(form.as_str()))?;
            let (value, kind) = *self.values.get(form)?;
            let part = Part { joined, ..Part::new(value, kind) };
            if !run.takes(part, self.numbers) {
                return None;
            }
            run.add(part, self.numbers);
            (rest, joined) = (&rest[form.len()..], false);
        }
        (run.parts > 1 && !joined).then(|| run.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_has_two_values() {
        for profile in profile::own() {
            let rows = profile.numbers.small.iter().chain(profile.numbers.scales);
            let mut seen: Vec<(String, f64)> = Vec::new();
            for (value, words) in rows {
                for form in words.split_whitespace().map(folded) {
                    let other = seen.iter().find(|(f, v)| *f == form && v != value);
                    assert!(other.is_none(), "{:?} {form}: {other:?}", profile.codes);
                    seen.push((form, *value));
                }
            }
        }
    }
}
