//! Bilingual word vectors: words of the same meaning have similar vectors, in either language. The
//! built-in vectors are in `tm/vectors` with the script that makes them; `docs/vectors.md` describes
//! the file format.

use std::{
    borrow::Cow,
    sync::{Arc, LazyLock},
};

use unicode_script::Script;

use crate::{
    error::{Error, ErrorKind, Place, Result},
    lang::profile,
    text::stem::stems,
};

/// The first bytes of a vector file.
const MAGIC: &[u8; 8] = b"MUWAZIV1";
/// Maximum number of dimensions. The bound keeps a damaged file from causing a huge allocation.
const MOST_DIMS: usize = 4096;

/// Word vectors of two or more languages in one space.
#[derive(Debug)]
pub struct Vectors {
    bytes: Cow<'static, [u8]>,
    dims: usize,
    tables: Vec<Table>,
}

/// The position of one language's words and vectors in the bytes.
#[derive(Debug)]
struct Table {
    lang: String,
    count: usize,
    /// Byte offset of the table of word ends.
    ends: usize,
    /// Byte offset of the ranks.
    ranks: usize,
    /// Byte offset of the words.
    words: usize,
    /// Byte offset of the vectors.
    rows: usize,
    /// The first bytes of every eighth word, so that a search touches few of the words between.
    fences: Vec<u64>,
}

/// Number of words from one fence to the next.
const FENCE: usize = 8;

/// The vector of a word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordVector<'v> {
    /// Frequency rank: the number of words of the language that are more frequent.
    pub rank: u32,
    /// The vector as signed bytes. The scale is arbitrary; only angles between vectors have a meaning.
    pub row: &'v [u8],
}

#[cfg(feature = "vectors")]
const AR_EN: &[u8] = include_bytes!("../../tm/vectors/ar-en.vec");
/// An empty file, which holds no vectors.
#[cfg(not(feature = "vectors"))]
const AR_EN: &[u8] = &[];

static BUILT_IN: LazyLock<Option<Arc<Vectors>>> =
    LazyLock::new(|| Vectors::from_bytes(AR_EN.into(), "tm/vectors/ar-en.vec").ok().map(Arc::new));

impl Vectors {
    /// The Arabic and English vectors that are built into Muwazi; none without the feature `vectors`.
    pub fn built_in() -> Option<Arc<Self>> {
        BUILT_IN.clone()
    }

    /// Opens the content of a vector file. Vectors are not copied; only the header and the words at
    /// the fences are read.
    ///
    /// # Errors
    /// [`ErrorKind::Format`] if the content is not a vector file, or is truncated or damaged.
    pub fn from_bytes(bytes: Cow<'static, [u8]>, origin: &str) -> Result<Self> {
        let wrong = |what: &str| {
            Error::new(ErrorKind::Format, what)
                .at(Place::file(origin))
                .hint("make one with tm/vectors/make_vectors.py; docs/vectors.md has the format")
        };
        if !bytes.starts_with(MAGIC) {
            return Err(wrong("not a word vector file"));
        }
        let cut_off = || wrong("the word vector file is truncated or damaged");
        let number = |at: usize| u32_at(&bytes, at).map(|n| n as usize).ok_or_else(cut_off);
        let (dims, languages) = (number(8)?, number(12)?);
        if dims == 0 || dims > MOST_DIMS || languages > 64 {
            return Err(cut_off());
        }
        let mut at = 20 + 16 * languages;
        let mut tables = Vec::with_capacity(languages);
        for i in 0..languages {
            let head = 20 + 16 * i;
            let code = bytes.get(head..head + 8).ok_or_else(cut_off)?;
            let lang = String::from_utf8_lossy(code).trim_end_matches('\0').to_owned();
            let (count, text) = (number(head + 8)?, number(head + 12)?);
            let (ends, ranks) = (at, at.saturating_add(count.saturating_mul(4)));
            let words = ranks.saturating_add(count.saturating_mul(2));
            let rows = words.saturating_add(text);
            at = rows.saturating_add(count.saturating_mul(dims));
            tables.push(Table { lang, count, ends, ranks, words, rows, fences: Vec::new() });
        }
        if at != bytes.len() {
            return Err(cut_off());
        }
        let mut vectors = Self { bytes, dims, tables };
        let fences = |table: &Table| {
            let words = (0..table.count).step_by(FENCE);
            words.map(|i| vectors.word(table, i).map_or(u64::MAX, head)).collect()
        };
        let fences: Vec<Vec<u64>> = vectors.tables.iter().map(fences).collect();
        for (table, fences) in vectors.tables.iter_mut().zip(fences) {
            table.fences = fences;
        }
        Ok(vectors)
    }

    /// Returns true if there are words of a language, given by its primary subtag.
    pub fn knows(&self, primary: &str) -> bool {
        self.tables.iter().any(|t| t.lang == primary)
    }

    /// Finds the vector of a folded word of a language, given by its primary subtag. If the table does
    /// not hold the word itself, the first of its forms without clitics or endings is used.
    ///
    /// ```
    /// use muwazi::align::Vectors;
    /// let vectors = Vectors::built_in().unwrap();
    /// let angle = |a: &str, b: &str| {
    ///     vectors.find("ar", a).unwrap().cosine(&vectors.find("en", b).unwrap())
    /// };
    /// assert!(angle("وللمدينه", "city") > angle("وللمدينه", "apple") + 0.3);
    /// ```
    pub fn find(&self, primary: &str, folded: &str) -> Option<WordVector<'_>> {
        let profile = profile::of(primary).unwrap_or_else(|| profile::plain(Script::Unknown));
        self.find_first(primary, &stems(folded, profile))
    }

    /// Finds the vector of the first form that has one.
    pub(crate) fn find_first(&self, primary: &str, forms: &[String]) -> Option<WordVector<'_>> {
        let table = self.tables.iter().find(|t| t.lang == primary)?;
        forms.iter().find_map(|form| self.at(table, form))
    }

    /// The frequency rank of a folded word as it stands, without its other forms.
    pub(crate) fn rank(&self, primary: &str, folded: &str) -> Option<u32> {
        let table = self.tables.iter().find(|t| t.lang == primary)?;
        self.at(table, folded).map(|word| word.rank)
    }

    /// Number of dimensions of a vector.
    pub fn dims(&self) -> usize {
        self.dims
    }

    fn at(&self, table: &Table, word: &str) -> Option<WordVector<'_>> {
        let head = head(word.as_bytes());
        let first = table.fences.partition_point(|fence| *fence < head);
        let alike = table.fences[first..].iter().take_while(|fence| **fence == head).count();
        let mut low = first.saturating_sub(1) * FENCE;
        let mut high = ((first + alike) * FENCE).min(table.count);
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.word(table, middle)?.cmp(word.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    let at = table.ranks + 2 * middle;
                    let rank = u16::from_le_bytes(self.bytes.get(at..at + 2)?.try_into().ok()?);
                    let from = table.rows + self.dims * middle;
                    let row = self.bytes.get(from..from + self.dims)?;
                    return Some(WordVector { rank: rank.into(), row });
                }
            }
        }
        None
    }

    fn word(&self, table: &Table, i: usize) -> Option<&[u8]> {
        let end = |i: usize| u32_at(&self.bytes, table.ends + 4 * i).map(|end| end as usize);
        let start = i.checked_sub(1).map_or(Some(0), end)?;
        self.bytes.get(table.words + start..table.words + end(i)?)
    }
}

impl WordVector<'_> {
    /// The cosine of the angle between two word vectors, from -1 to 1.
    pub fn cosine(&self, other: &WordVector<'_>) -> f32 {
        let dot = |a: &[u8], b: &[u8]| -> i32 {
            a.iter().zip(b).map(|(x, y)| i32::from(*x as i8) * i32::from(*y as i8)).sum()
        };
        let lengths = dot(self.row, self.row) as f32 * dot(other.row, other.row) as f32;
        if lengths == 0.0 { 0.0 } else { dot(self.row, other.row) as f32 / lengths.sqrt() }
    }
}

/// The first eight bytes of a word as a number, which sorts as the words do.
fn head(word: &[u8]) -> u64 {
    let mut head = [0; 8];
    let length = word.len().min(8);
    head[..length].copy_from_slice(&word[..length]);
    u64::from_be_bytes(head)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(all(test, feature = "vectors"))]
mod tests {
    use super::*;
    use crate::text::View;

    fn built_in() -> &'static Vectors {
        BUILT_IN.as_deref().expect("the built-in vectors are sound")
    }

    #[test]
    fn built_in_words_are_sorted_and_folded() {
        for table in &built_in().tables {
            let words: Vec<&str> = (0..table.count)
                .map(|i| std::str::from_utf8(built_in().word(table, i).unwrap()).unwrap())
                .collect();
            assert!(words.is_sorted() && words.len() > 10_000);
            assert!(words.iter().all(|word| View::new(word).text() == *word));
        }
    }

    #[test]
    fn words_of_the_same_meaning_have_similar_vectors() {
        for (ar, right, wrong) in
            [("رييس", "president", "river"), ("ماء", "water", "law"), ("وسيكتبون", "write", "sea")]
        {
            let of = |lang, word| built_in().find(lang, word).unwrap();
            let cosine = |en| of("ar", ar).cosine(&of("en", en));
            assert!(cosine(right) > cosine(wrong) + 0.2, "{ar}");
        }
        assert!(
            built_in().find("ar", "غغغغغغغ").is_none() && built_in().find("de", "haus").is_none()
        );
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let whole = built_in().bytes.to_vec();
        let read = |bytes: Vec<u8>| Vectors::from_bytes(bytes.into(), "x.vec");
        for cut in [0, 7, 8, 19, 40, 52, 1000, whole.len() - 1] {
            assert_eq!(read(whole[..cut].to_vec()).unwrap_err().kind, ErrorKind::Format, "{cut}");
        }
        let mut huge = whole[..60].to_vec();
        huge[28..36].fill(0xFF);
        assert!(read(huge).is_err());
    }

    proptest::proptest! {
        #[test]
                fn any_bytes_are_read_or_refused(rest: Vec<u8>, dims in 1_u8..5, words in 0_u8..4) {
            let mut bytes = MAGIC.to_vec();
            bytes.extend([dims, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
            bytes.extend(*b"ar\0\0\0\0\0\0");
            bytes.extend([words, 0, 0, 0, 3, 0, 0, 0]);
            bytes.extend(rest);
            bytes.resize(36 + 3 + usize::from(words) * (6 + usize::from(dims)), 7);
            if let Ok(vectors) = Vectors::from_bytes(bytes.into(), "x") {
                let _ = vectors.find("ar", "كتاب");
            }
        }
    }
}
