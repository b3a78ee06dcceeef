//! Induction of a bilingual lexicon from pairs of texts that translate each other: the units of a
//! memory, or the confident beads of the text that is being aligned.
//!
//! Words are compared without clitics and endings (`lexicon/corpus.rs`). The log-likelihood ratio
//! (Dunning 1993) measures how far two words of opposite sides co-occur beyond chance. Within each unit
//! words are linked best first, each to at most one partner (competitive linking; Melamed 2000), so
//! that a word that merely accompanies a translation is not taken for one (`lexicon/links.rs`). Units
//! of a few words become entries as whole terms. The aligner receives the lexicon as [`Terms`].
//!
//! Time and memory are linear in the words read, which [`LexiconOptions`] bounds. The order of the
//! pairs does not affect the result.

mod corpus;
mod links;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use unicode_script::Script;

use self::corpus::Reader;
use crate::lang::{
    Lang,
    profile::{self, Profile},
};
use crate::{
    glossary::Terms,
    text::tokens::{TokenKind, tokens},
};

/// Options for the induction of a lexicon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LexiconOptions {
    /// The least number of units in which two words must be linked, at least 1.
    pub least_units: u32,
    /// Words that occur in a greater share of the units, from 0 to 1, are ignored.
    pub commonest: f64,
    /// The least log-likelihood ratio of two words; 7.9 is reached by chance once in 200 cases.
    pub least_association: f64,
    /// The least share (Dice coefficient) of the units holding either word in which they are linked.
    pub least_share: f64,
    /// Units of up to this many words per side become entries as whole terms; 0 for none.
    pub whole_words: usize,
    /// Units with more words on a side are ignored: in them every word co-occurs with every other.
    pub longest: usize,
    /// The maximum number of characters that are read from a memory, both sides together. Of a larger
    /// memory a sample of the units of about that size is read, spread evenly over the memory.
    pub most_characters: u64,
}

impl Default for LexiconOptions {
    fn default() -> Self {
        Self {
            least_units: 2,
            commonest: 0.2,
            least_association: 7.9,
            least_share: 0.2,
            whole_words: 4,
            longest: 80,
            most_characters: 12_000_000,
        }
    }
}

/// Two words or short terms that translate each other, in folded form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The word in the source language.
    pub source: String,
    /// The word in the target language.
    pub target: String,
    /// The share of the units holding either word in which the two are linked, from 0 to 1.
    pub share: f64,
}

/// A bilingual list of words and short terms.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Lexicon {
    /// The entries, sorted by source, then by target.
    pub entries: Vec<Entry>,
    /// Number of pairs of texts from which it was induced.
    pub units: usize,
}

impl Lexicon {
    /// Induces a lexicon from pairs of texts that translate each other, in any order.
    ///
    /// ```
    /// use muwazi::align::lexicon::{Lexicon, LexiconOptions};
    /// let pairs = [
    ///     ("وصل الوزير إلى بغداد", "the minister arrived in Baghdad"),
    ///     ("غادر الوزير البلاد أمس", "yesterday the minister left the country"),
    ///     ("هذه البلاد جميلة", "this country is beautiful"),
    /// ];
    /// let options = LexiconOptions { least_association: 1.0, commonest: 0.7, ..Default::default() };
    /// let lexicon = Lexicon::induce(pairs, &options);
    /// let found: Vec<_> = lexicon.entries.iter().map(|e| (e.source.as_str(), e.target.as_str())).collect();
    /// assert!(found.contains(&("وزير", "minister")) && found.contains(&("بلاد", "country")));
    /// ```
    pub fn induce<S: AsRef<str>, T: AsRef<str>>(
        pairs: impl IntoIterator<Item = (S, T)>,
        options: &LexiconOptions,
    ) -> Self {
        let mut teacher = Teacher::new(options);
        for (source, target) in pairs {
            teacher.add(source.as_ref(), target.as_ref());
        }
        teacher.finish()
    }

    /// Converts the entries to terms for the aligner, one term per entry.
    pub fn terms(&self, source: &Lang, target: &Lang) -> Terms {
        let mut terms = Terms::default();
        for entry in &self.entries {
            terms.add((source, &entry.source), (target, &entry.target));
        }
        terms
    }
}

/// Collects pairs of texts one at a time and induces a lexicon from them.
#[derive(Debug)]
pub struct Teacher {
    pub(crate) options: LexiconOptions,
    reader: Reader,
    whole: Wholes,
    units: usize,
    /// The profiles of both languages. The English one knows Arabic words too.
    profiles: [&'static Profile; 2],
}

impl Teacher {
    /// A teacher without pairs.
    pub fn new(options: &LexiconOptions) -> Self {
        let (reader, whole) = (Reader::default(), Wholes::default());
        let profiles = [profile::of_script(Script::Latin); 2];
        Self { options: options.clone(), reader, whole, units: 0, profiles }
    }

    /// Sets the languages of the pairs, which tell what is cut off from words. Without, words are
    /// taken for English or Arabic ones by their letters.
    #[must_use]
    pub fn between(self, source: &Lang, target: &Lang) -> Self {
        Self { profiles: [source.profile(), target.profile()], ..self }
    }

    /// Number of pairs added.
    pub fn units(&self) -> usize {
        self.units
    }

    /// Adds two texts that translate each other.
    pub fn add(&mut self, source: &str, target: &str) {
        let [source, target] = [source, target].map(tokens);
        let short = |side: &[_]| (1..=self.options.whole_words).contains(&side.len());
        let words = [&source, &target].map(|side| {
            let words = side.iter().filter(|t| t.kind == TokenKind::Word);
            words.map(|t| t.folded.as_str()).collect::<Vec<_>>()
        });
        // A text with a number in it is not a term.
        if short(&source)
            && short(&target)
            && words[0].len() + words[1].len() == source.len() + target.len()
        {
            self.whole.add(words[0].join(" "), words[1].join(" "));
        }
        self.add_words([&words[0], &words[1]]);
    }

    /// Adds a pair of texts as folded words. Such a pair never becomes a whole term.
    pub(super) fn add_words(&mut self, words: [&[&str]; 2]) {
        self.units += 1;
        if words.iter().all(|side| side.len() <= self.options.longest) {
            self.reader.add(words);
        }
    }

    /// Induces the lexicon.
    pub fn finish(self) -> Lexicon {
        let corpus = self.reader.finish(&self.options, self.profiles);
        let mut entries = links::entries(&corpus, &self.options);
        entries.extend(self.whole.entries(self.options.least_share));
        let key = |a: &Entry, b: &Entry| (&a.source, &a.target).cmp(&(&b.source, &b.target));
        // Of duplicates the one with the greater share is kept.
        entries.sort_by(|a, b| key(a, b).then(b.share.total_cmp(&a.share)));
        entries.dedup_by(|b, a| key(a, b).is_eq());
        Lexicon { entries, units: self.units }
    }
}

/// Units that are whole terms, with their counts.
#[derive(Debug, Default)]
struct Wholes {
    pairs: BTreeMap<(String, String), u32>,
}

impl Wholes {
    fn add(&mut self, source: String, target: String) {
        *self.pairs.entry((source, target)).or_default() += 1;
    }

    /// The entries whose share reaches `least_share`: a term with a dozen translations is unreliable.
    fn entries(self, least_share: f64) -> Vec<Entry> {
        let mut sides: [BTreeMap<&str, u32>; 2] = Default::default();
        for ((source, target), count) in &self.pairs {
            *sides[0].entry(source).or_default() += count;
            *sides[1].entry(target).or_default() += count;
        }
        let share = |source: &str, target: &str, both: u32| {
            let all = sides[0].get(source).copied().unwrap_or(0)
                + sides[1].get(target).copied().unwrap_or(0);
            2.0 * f64::from(both) / f64::from(all.max(1))
        };
        let entry = |((source, target), both): (&(String, String), &u32)| Entry {
            source: source.clone(),
            target: target.clone(),
            share: share(source, target, *both),
        };
        self.pairs.iter().map(entry).filter(|e| e.share >= least_share).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> LexiconOptions {
        LexiconOptions { least_association: 3.0, commonest: 0.6, ..LexiconOptions::default() }
    }

    const NEWS: &[(&str, &str)] = &[
        ("وصل وزير الخارجية إلى بغداد.", "The foreign minister arrived in Baghdad."),
        ("وقال الوزير إن المحادثات مهمة.", "The minister said the talks were important."),
        ("بدأت المحادثات في القاهرة أمس.", "The talks began in Cairo yesterday."),
        ("ارتفعت أسعار النفط أمس.", "Oil prices rose yesterday."),
        ("تراجعت أسعار القمح.", "Wheat prices fell."),
        ("أسعار النفط", "oil prices"),
    ];

    fn found(lexicon: &Lexicon) -> Vec<(&str, &str)> {
        lexicon.entries.iter().map(|e| (e.source.as_str(), e.target.as_str())).collect()
    }

    #[test]
    fn words_are_learnt_without_clitics_and_short_units_as_whole_terms() {
        let lexicon = Lexicon::induce(NEWS.iter().copied(), &options());
        let found = found(&lexicon);
        for entry in [
            ("وزير", "minister"),
            ("محادثات", "talks"),
            ("امس", "yesterday"),
            ("نفط", "oil"),
            ("اسعار", "prices"),
            ("اسعار النفط", "oil prices"),
        ] {
            assert!(found.contains(&entry), "{entry:?} in {found:?}");
        }
        assert_eq!(lexicon.units, 6);
    }

    #[test]
    fn learnt_entries_are_found_in_texts() {
        let (ar, en) = (Lang::arabic(), Lang::english());
        let terms = Lexicon::induce(NEWS.iter().copied(), &options()).terms(&ar, &en);
        let hits = |lang, text: &str| -> Vec<u32> {
            terms.find(lang, &tokens(text)).iter().map(|h| h.term).collect()
        };
        let arabic = hits(&ar, "التقى بالوزير");
        assert!(!arabic.is_empty() && arabic == hits(&en, "he met the minister"));
    }

    #[test]
    fn empty_input_gives_an_empty_lexicon() {
        let none: [(&str, &str); 0] = [];
        assert!(Lexicon::induce(none, &options()).entries.is_empty());
        let empty = Lexicon::induce([("", ""), ("؟", "42"), ("", "word")], &options());
        assert!(empty.entries.is_empty() && empty.units == 3);
    }

    #[test]
    fn a_term_with_many_translations_is_dropped() {
        let targets =
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
        let lexicon = Lexicon::induce(targets.iter().map(|t| ("كلمة", *t)), &options());
        assert!(lexicon.entries.is_empty(), "{lexicon:?}");
    }
}
