//! Sentence precision and recall: a sentence is right if both of its ends are.

/// Counts of sentences over any number of paragraphs.
#[derive(Debug, Default)]
pub(super) struct Found {
    right: usize,
    found: usize,
    gold: usize,
}

impl Found {
    /// Counts a paragraph; returns whether it was split exactly as in the gold.
    #[track_caller]
    pub(super) fn add<'t>(
        &mut self,
        gold: impl Iterator<Item = &'t str>,
        found: impl Iterator<Item = &'t str>,
    ) -> bool {
        let (gold, found) = (spans(gold), spans(found));
        assert_eq!(gold.last().map(|s| s.1), found.last().map(|s| s.1), "the texts differ");
        self.right += found.iter().filter(|span| gold.contains(span)).count();
        self.found += found.len();
        self.gold += gold.len();
        gold == found
    }

    /// F1 in percent.
    pub(super) fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.gold) as f64
    }
}

/// Starts and ends of sentences, counted in characters that are not white space.
fn spans<'t>(sentences: impl Iterator<Item = &'t str>) -> Vec<(usize, usize)> {
    let mut end = 0;
    let length = |sentence: &str| sentence.chars().filter(|c| !c.is_whitespace()).count();
    sentences
        .map(|sentence| {
            let start = end;
            end += length(sentence);
            (start, end)
        })
        .collect()
}
