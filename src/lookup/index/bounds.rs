//! Bounds of the number of words without a partner, by the length of a text.
//!
//! A query has n words, a text l; L is the larger. Of an edit of distance d, let M be the words
//! that it keeps; n - |M| words of the query and l - |M| of the text are without a partner, neither
//! number is above d, and they differ by n - l. So where d may be D(L) at the most, the query may
//! have D(L) - max(0, l - n) such words and the text D(L) - max(0, n - l). A text with more words
//! without a partner is too far.

use super::top::Top;
use crate::lookup::steps;

#[derive(Debug, Default)]
pub(super) struct Bounds {
    words: usize,
    /// The shortest text that can be near enough.
    low: usize,
    /// From there on by length: the most words without a partner of the query, and of the text; none
    /// where no text of that length is near enough.
    most: Vec<Option<(u32, u32)>>,
}

impl Bounds {
    /// For a query of so many words and texts of up to `longest`.
    pub(super) fn set(&mut self, words: usize, longest: usize, top: &Top) {
        self.words = words;
        self.low = words.saturating_sub(top.most_distance(words));
        self.most.clear();
        let mut length = self.low;
        while length <= longest {
            let most = top.most_distance(length.max(words));
            let (extra, lacking) = (length.saturating_sub(words), words.saturating_sub(length));
            // Beyond, texts only grow further away: D grows by less than one a word, or by one.
            if extra > most {
                break;
            }
            self.most
                .push((lacking <= most).then(|| ((most - extra) as u32, (most - lacking) as u32)));
            length += 1;
        }
    }

    /// Tightens the bounds once the best hits are better.
    pub(super) fn update(&mut self, top: &Top) {
        steps::take(self.most.len());
        for (length, entry) in (self.low..).zip(&mut self.most) {
            let most = top.most_distance(length.max(self.words));
            let (extra, lacking) =
                (length.saturating_sub(self.words), self.words.saturating_sub(length));
            *entry = (extra <= most && lacking <= most)
                .then(|| ((most - extra) as u32, (most - lacking) as u32));
        }
    }

    /// The most words without a partner of the query and of a text of that length.
    #[inline]
    pub(super) fn of(&self, length: usize) -> Option<(u32, u32)> {
        self.most.get(length.wrapping_sub(self.low)).copied().flatten()
    }

    /// The length of a sequence that is neither too short nor too long, by the first sequence of each
    /// length: only few lengths are searched.
    #[inline]
    pub(super) fn length(&self, first: &[u32], sequence: u32) -> usize {
        let end = (self.low + self.most.len()).min(first.len());
        let near = first.get(self.low..end).unwrap_or(&[]);
        (self.low + near.partition_point(|first| *first <= sequence)).wrapping_sub(1)
    }

    /// The lengths at which a text may be near enough though so many words of the query have no
    /// partner, with their bounds.
    pub(super) fn lengths(&self, unmatched: u32) -> impl Iterator<Item = (usize, (u32, u32))> + '_ {
        (self.low..)
            .zip(&self.most)
            .filter_map(move |(length, most)| Some((length, (*most)?)))
            .filter(move |(_, (query, _))| *query >= unmatched)
    }

    /// The largest bounds of all those lengths.
    pub(super) fn loosest(&self, unmatched: u32) -> (u32, u32) {
        let larger = |most: (u32, u32), (_, (query, text)): (usize, (u32, u32))| {
            (most.0.max(query), most.1.max(text))
        };
        steps::take(self.most.len());
        self.lengths(unmatched).fold((0, 0), larger)
    }

    /// The least distance of a text of that length with so many words of either without a partner.
    pub(super) fn least(&self, length: usize, query: u32, text: u32) -> u32 {
        let (n, l) = (self.words as u32, length as u32);
        (query + l.saturating_sub(n)).max(text + n.saturating_sub(l))
    }
}
