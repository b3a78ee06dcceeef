//! The index: texts as sequences of numbers, one a word, and filters that leave few of them to be
//! compared and lose none.
//!
//! Texts of the same words are one sequence. The index holds for each sequence its words as tokens
//! (commonest first, so that a larger token is a rarer word), two signatures (bits for its words), and,
//! under each of its rarest words, a posting with a signature and the number of its words that are
//! rarer still.
//!
//! A look-up finds the sequences at a distance of at most D words (`bounds.rs` has the arithmetic that
//! all filters share) through five filters, cheapest first:
//!
//! 1. length: too long or too short;
//! 2. prefix: among the query's D + 1 rarest words one has a partner, and so has one of the text's
//!    (Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007);
//! 3. rank: where that partner is the i-th rarest word of the query and the j-th of the text, i words
//!    of the one and j of the other have none (after the positions of Xiao, Wang, Lin and Yu 2008);
//! 4. signatures: a bit that only one side has set is a word without a partner;
//! 5. the best hits so far: once as many as are wanted are held, D is what beats the worst of them.
//!
//! The remaining sequences are compared, nearest first, with the bit-parallel distance of `myers.rs`.
//! Every filter drops only what it proves too far: the answer is that of comparing with everything.

#[cfg_attr(not(feature = "files"), allow(dead_code, reason = "only files are opened and written"))]
mod blocks;
mod bounds;
mod build;
#[cfg(feature = "files")]
mod disk;
#[cfg_attr(not(feature = "files"), allow(dead_code, reason = "only files are opened and written"))]
mod file;
#[cfg(feature = "files")]
mod folder;
mod follow;
#[cfg(feature = "files")]
mod lock;
mod myers;
mod packed;
mod phrases;
mod plain;
mod postings;
mod read;
#[cfg(feature = "files")]
mod rights;
mod search;
mod segment;
mod top;
mod typos;
#[cfg(not(feature = "files"))]
mod whole;
mod words;

use std::sync::{Arc, Mutex, PoisonError};

#[cfg(feature = "files")]
pub use self::folder::refresh;
#[cfg(feature = "files")]
pub(super) use self::folder::{load, load_again, load_beside, load_whole};
pub(super) use self::phrases::MOST_READ;
#[cfg(not(feature = "files"))]
pub use self::whole::refresh;
#[cfg(not(feature = "files"))]
pub(super) use self::whole::{load, load_again, load_beside, load_whole};
pub use self::{
    build::Builder,
    phrases::{Covered, PhrasePlace},
    top::Hit,
};
pub(super) use self::{plain::Plain, words::fingerprint};
use self::{
    search::{Accept, IndexQuery, Room},
    segment::IndexSegment,
};
use super::LookupOptions;
use crate::{lang::LangSet, text::Words, unit::UnitId};

/// An index of the texts of one or more languages. Searches may run at the same time.
#[derive(Debug, Default)]
pub struct Index {
    parts: Vec<Part>,
    /// Buffers of searches, as many as ever ran at once.
    rooms: Mutex<Vec<Room>>,
}

/// A segment, and which of its texts count.
#[derive(Debug, Clone)]
struct Part {
    /// Shared with the indexes that follow this one: what was read of its file stays read.
    segment: Arc<IndexSegment>,
    /// The place of its language among those that are asked.
    lang: u8,
    /// Units that have been changed or removed since it was built, rising.
    dead: Vec<UnitId>,
    /// By [`IndexSegment::langs`]: whether the set has a target language.
    wanted: Vec<bool>,
    /// The name and the checksum of its file; none of one in memory.
    #[cfg(feature = "files")]
    file: Option<(String, u64)>,
}

impl Index {
    /// Builds an index in memory.
    ///
    /// ```
    /// use muwazi::{UnitId, lookup::{LookupOptions, index::{Builder, Index}}};
    /// let mut builder = Builder::default();
    /// builder.add(UnitId::new(1), "بدأ الاجتماعُ أمس.", &"ar,en".parse()?);
    /// let index = Index::of(builder);
    /// let hits = index.find("بدأ الاجتماع اليوم", &LookupOptions { min: 60.0, ..Default::default() });
    /// assert_eq!((hits[0].unit, hits[0].similarity.whole()), (UnitId::new(1), 66));
    /// # Ok::<(), muwazi::Error>(())
    /// ```
    pub fn of(builder: Builder) -> Self {
        let mut index = Self::default();
        if let Some(segment) = builder.finish() {
            index.push(segment, 0, Vec::new(), |_| true);
        }
        index
    }

    /// Adds a segment.
    fn push(
        &mut self,
        segment: impl Into<Arc<IndexSegment>>,
        lang: u8,
        dead: Vec<UnitId>,
        wanted: impl Fn(&LangSet) -> bool,
    ) {
        let segment = segment.into();
        let wanted = segment.langs().iter().map(wanted).collect();
        self.parts.push(Part {
            segment,
            lang,
            dead,
            wanted,
            #[cfg(feature = "files")]
            file: None,
        });
    }

    /// Returns whether what was read of it so far was not what was written: what it found is not to be
    /// believed.
    pub(super) fn is_damaged(&self) -> bool {
        self.parts.iter().any(|part| part.segment.is_damaged())
    }

    /// The files of its damaged segments.
    #[cfg(feature = "files")]
    fn damaged(&self) -> impl Iterator<Item = &str> {
        let damaged = self.parts.iter().filter(|part| part.segment.is_damaged());
        damaged.filter_map(|part| part.file.as_ref().map(|(name, _)| name.as_str()))
    }

    /// The segment of a file, if it is open here and sound so far.
    #[cfg(feature = "files")]
    fn open_segment(&self, name: &str, sum: u64) -> Option<Arc<IndexSegment>> {
        let is_it = |part: &&Part| part.file.as_ref().is_some_and(|(n, s)| n == name && *s == sum);
        let part = self.parts.iter().find(is_it)?;
        (!part.segment.is_damaged()).then(|| Arc::clone(&part.segment))
    }

    /// Returns the number of texts.
    pub fn len(&self) -> usize {
        self.parts.iter().map(|part| part.segment.facts().texts as usize).sum()
    }

    /// Returns its size in bytes, on disk or in memory.
    pub fn bytes(&self) -> u64 {
        self.parts.iter().map(|part| part.segment.size()).sum()
    }

    /// Returns whether there are no texts.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Finds the texts that are most like a query, best first.
    pub fn find(&self, query: &str, options: &LookupOptions) -> Vec<Hit> {
        self.find_among(query, options, None)
    }

    /// Finds the best among some units only, their numbers rising.
    pub fn find_among(
        &self,
        query: &str,
        options: &LookupOptions,
        units: Option<&[UnitId]>,
    ) -> Vec<Hit> {
        self.find_read(query, &Words::new(query), options, units)
    }

    /// Finds the best for a query whose words are known.
    pub(super) fn find_read(
        &self,
        query: &str,
        words: &Words,
        options: &LookupOptions,
        units: Option<&[UnitId]>,
    ) -> Vec<Hit> {
        self.search(query, words, options, units, false)
    }

    /// Finds the best where words that differ by a typing error count as equal. Their similarity is
    /// counted so.
    pub(super) fn find_near(
        &self,
        query: &str,
        words: &Words,
        options: &LookupOptions,
        units: Option<&[UnitId]>,
    ) -> Vec<Hit> {
        self.search(query, words, options, units, true)
    }

    fn search(
        &self,
        query: &str,
        words: &Words,
        options: &LookupOptions,
        units: Option<&[UnitId]>,
        near: bool,
    ) -> Vec<Hit> {
        let rooms = || self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let mut room = rooms().pop().unwrap_or_default();
        let asked = IndexQuery::new(query, words, &mut room.reader);
        let asked = if near { asked.near() } else { asked };
        room.top.start(options.min, options.limit);
        for Part { segment, lang, dead, wanted, .. } in &self.parts {
            let accept = Accept { dead, langs: wanted, units, lang: *lang };
            if options.exhaustive {
                room.search_exhaustively(segment, asked, accept, options.min);
            } else {
                room.search(segment, asked, accept, options.min);
            }
        }
        let hits = room.top.hits().to_vec();
        rooms().push(room);
        hits
    }
}

#[cfg(test)]
mod tests;
