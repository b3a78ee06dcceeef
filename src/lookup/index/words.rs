//! The words of a text for an index, and the hashes that tell texts of the same words apart.

use xxhash_rust::xxh3::xxh3_64;

use crate::text::{Words, spell_into};

/// Reads texts into buffers that it uses again.
#[derive(Debug, Default)]
pub(super) struct Reader {
    words: Words,
    spelt: String,
}

impl Reader {
    /// The words of a text.
    pub(super) fn words(&mut self, text: &str) -> &Words {
        self.words.read(text);
        &self.words
    }

    /// The hash of a text's spelling: the same for texts that differ only in case, diacritics and the
    /// seat of an alef's hamza.
    pub(super) fn spelling(&mut self, text: &str) -> u32 {
        self.spelt.clear();
        spell_into(text, &mut self.spelt);
        short(self.spelt.as_bytes())
    }
}

/// The hash of a text without the spaces at its ends.
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
