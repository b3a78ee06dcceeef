//! Every text of a store compared with a query, without an index: the measure of what an index
//! finds. It shares nothing with it but the words of a text and the order of hits.

use super::{
    read::FIRST,
    top::{Hit, Top},
    words::{Reader, fingerprint},
};
use crate::{
    error::Result,
    lang::Lang,
    lookup::{
        LookupOptions,
        similarity::{Similarity, distance_by},
    },
    lookup_map::LookupMap,
    memory::{Store, targets},
    text::{Words, figures},
    unit::UnitId,
};

/// The texts of a store in some languages as they are at one moment, each as the numbers of its words.
#[derive(Debug, Default)]
pub(in crate::lookup) struct Plain {
    numbers: LookupMap<Box<str>, u32>,
    texts: Vec<PlainText>,
}

#[derive(Debug)]
struct PlainText {
    unit: UnitId,
    lang: u8,
    fingerprint: u32,
    spelling: u32,
    words: Box<[u32]>,
}

/// A query: a text, and further numbers that count as the word at a place.
struct Asked {
    text: PlainText,
    others: Vec<(usize, u32)>,
}

impl Plain {
    /// Reads the texts that have a translation.
    pub(in crate::lookup) fn read(store: &dyn Store, from: &[Lang], to: &[Lang]) -> Result<Self> {
        let mut plain = Self::default();
        let (mut reader, mut words) = (Reader::default(), Vec::new());
        let last = store.stamp()?.last_unit;
        for (lang, code) in (0..u8::MAX).zip(from) {
            store.each_text(code, FIRST..=last, &mut |text| {
                if !targets(code, to).any(|to| text.langs.contains(to)) {
                    return;
                }
                words.clear();
                for (word, _) in reader.words(text.text).iter() {
                    let next = plain.numbers.len() as u32;
                    words.push(match plain.numbers.get(word) {
                        Some(number) => *number,
                        None => *plain.numbers.get_or(word.into(), || next),
                    });
                }
                plain.texts.push(PlainText {
                    unit: text.unit,
                    lang,
                    fingerprint: fingerprint(text.text),
                    spelling: reader.spelling(text.text),
                    words: words.as_slice().into(),
                });
            })?;
        }
        Ok(plain)
    }

    /// Compares a query with every text, or with every one of some units, their numbers rising.
    pub(in crate::lookup) fn find(
        &self,
        query: &str,
        words: &Words,
        options: &LookupOptions,
        units: Option<&[UnitId]>,
    ) -> Vec<Hit> {
        let asked = self.asked(query, words);
        let mut top = Top::default();
        top.start(options.min, options.limit);
        for text in &self.texts {
            if units.is_some_and(|units| units.binary_search(&text.unit).is_err()) {
                continue;
            }
            if let Some(hit) = compare(&asked, text, &top, options.min) {
                top.add(hit);
            }
        }
        top.hits().to_vec()
    }

    /// A query as a text is held; words that no text has are all one.
    fn asked(&self, query: &str, words: &Words) -> Asked {
        let number = |(word, _)| self.numbers.get(word).copied().unwrap_or(u32::MAX);
        let mut others = Vec::new();
        for (place, (word, _)) in words.iter().enumerate() {
            figures::equals(word, |other| {
                others.extend(self.numbers.get(other).map(|number| (place, *number)));
            });
        }
        let text = PlainText {
            unit: UnitId::ZERO,
            lang: 0,
            fingerprint: fingerprint(query),
            spelling: Reader::default().spelling(query),
            words: words.iter().map(number).collect(),
        };
        Asked { text, others }
    }
}

/// The hit that a text is, if it can come among the best.
fn compare(asked: &Asked, text: &PlainText, top: &Top, min: f64) -> Option<Hit> {
    let Asked { text: asked, others } = asked;
    let same = text.fingerprint == asked.fingerprint;
    let length = asked.words.len().max(text.words.len());
    let similarity = if length == 0 {
        Some(Similarity::of_wordless(same)).filter(|_| same || min <= 0.0)
    } else if asked.words.is_empty() {
        (min <= 0.0).then(|| Similarity::new(length, length))
    } else {
        let places: Vec<usize> = (0..asked.words.len()).collect();
        let same = |place: &usize, word: &u32| {
            asked.words[*place] == *word || others.contains(&(*place, *word))
        };
        let distance = distance_by(&places, &text.words, top.most_distance(length), same);
        distance.map(|distance| Similarity::new(distance, length))
    }?;
    let tier = match similarity.is_full() {
        true if same => 0,
        true if text.spelling == asked.spelling => 1,
        _ => 2,
    };
    let (unit, lang, text) = (text.unit, text.lang, text.fingerprint);
    Some(Hit { similarity, tier, unit, text, lang })
}
