//! Texts as an index takes them: their words, one by one, and what tells texts of the same words
//! apart.

use xxhash_rust::xxh3::xxh3_64;

use crate::normalize::{fold_into, is_word, spell_into};

/// Reads texts, with room that is used again.
#[derive(Debug, Default)]
pub(super) struct Reader {
    folded: String,
    spelt: String,
}

impl Reader {
    /// Tells of each word of a text as it is compared, in order.
    pub(super) fn words(&mut self, text: &str, mut tell: impl FnMut(&str)) {
        self.folded.clear();
        fold_into(text, &mut self.folded);
        let mut start = None;
        for (at, c) in self.folded.char_indices() {
            match (is_word(c), start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    tell(&self.folded[from..at]);
                    start = None;
                }
                _ => {}
            }
        }
        if let Some(from) = start {
            tell(&self.folded[from..]);
        }
    }

    /// What two texts share if their words are spelt alike, but for case, diacritics and the seat
    /// of an alef's hamza.
    pub(super) fn spelling(&mut self, text: &str) -> u32 {
        self.spelt.clear();
        spell_into(text, &mut self.spelt);
        short(self.spelt.as_bytes())
    }
}

/// What two texts share if they are the same, spaces at either end apart.
pub(in crate::lookup) fn fingerprint(text: &str) -> u32 {
    short(text.trim().as_bytes())
}

fn short(bytes: &[u8]) -> u32 {
    let hash = xxh3_64(bytes);
    (hash >> 32) as u32 ^ hash as u32
}

/// The hash of a word, for the table of words.
pub(super) fn hash(word: &str) -> u64 {
    xxh3_64(word.as_bytes())
}
