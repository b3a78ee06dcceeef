//! The nearest texts by letters, for a query without a match: mistyped words keep it from the texts that
//! are meant. They are offered as such: completeness is promised for words only.

use super::{
    Lookup, LookupOptions, Match, Query,
    similarity::{self, Similarity},
};
use crate::{
    error::Result,
    text::{Words, letters::likeness},
    unit::UnitId,
};

/// The least similarity, where words that differ by a typing error count as equal.
const LEAST: f64 = 50.0;
/// The least likeness by letters.
const LEAST_LIKE: f64 = 0.6;
/// The largest number of texts that are offered.
const MOST: usize = 3;
/// The number of texts that are compared by letters.
const CANDIDATES: usize = 24;

impl Lookup {
    /// Finds the units below the threshold that are nearest to a query by letters, nearest first. Reads all
    /// words of the index: some milliseconds.
    ///
    /// # Errors
    /// The store's own.
    pub fn nearest(
        &self,
        query: &str,
        options: &LookupOptions,
        units: Option<&[UnitId]>,
    ) -> Result<Vec<Match>> {
        let asked = Query::new(query);
        if asked.words().is_empty() {
            return Ok(Vec::new());
        }
        let near = LookupOptions { min: LEAST, limit: CANDIDATES, ..options.clone() };
        let hits = self.believed(|index| {
            self.best(&near, |near| index.find_near(query, asked.words(), near, units))
        })?;
        let ids: Vec<UnitId> = hits.iter().map(|hit| hit.unit).collect();
        let letters = joined(asked.words());
        let mut found: Vec<(f64, Match)> = Vec::new();
        for (hit, unit) in hits.iter().zip(self.store.units(&ids)?) {
            let Some(unit) = unit else { continue };
            let Some((source, target)) = self.sides(&unit, hit.text) else { continue };
            let words = Words::new(&unit.variants[source].text.text);
            let like = likeness(&letters, &joined(&words));
            let similarity: Similarity = similarity::of_words(asked.words(), &words);
            if like < LEAST_LIKE || similarity.reaches(options.min) {
                continue;
            }
            let score = &options.score;
            let one = Match::new(&asked, hit.unit, &unit, source, target, similarity, score);
            found.push((like, Match { nearest: true, ..one }));
        }
        found.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.order(y)));
        Ok(found.into_iter().map(|(_, one)| one).take(MOST.min(options.limit)).collect())
    }
}

/// The words as they are compared, in a line.
fn joined(words: &Words) -> String {
    words.iter().map(|(folded, _)| folded).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{lang::Lang, memory::InMemoryStore, unit::Unit};

    #[test]
    fn what_is_mistyped_is_near_what_was_meant() {
        let store = InMemoryStore::new("near");
        for text in ["The committee approved the annual budget.", "Nobody came to the station."] {
            store.add(Unit::pair((Lang::english(), text), (Lang::arabic(), "نص")));
        }
        let lookup = Lookup::new(Arc::new(store), &Lang::english(), &Lang::arabic()).unwrap();
        let options = LookupOptions::default();
        let query = "Teh comittee aproved the anual bugdet";
        assert!(lookup.find(query, &options).unwrap().is_empty());
        let near = lookup.nearest(query, &options, None).unwrap();
        assert_eq!(near.len(), 1);
        assert!(near[0].nearest && near[0].source.starts_with("The committee"));
        assert!(near[0].similarity < 20.0 && near[0].score > 50, "{}", near[0].score);
        // What is found by words is no offer, and what is far is none.
        assert!(lookup.nearest("Nobody came to the station", &options, None).unwrap().is_empty());
        assert!(lookup.nearest("Prices rose again last week", &options, None).unwrap().is_empty());
        assert!(lookup.nearest("…", &options, None).unwrap().is_empty());
    }
}
