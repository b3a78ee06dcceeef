//! Text as it is compared: the matching view, words, tokens, stems, clitics, numbers, and the
//! decoding of bytes.
//!
//! Everything here works on a view of a text that maps back to the original by byte offset; the
//! original is never altered.

mod arabic_bytes;
mod chars;
pub(crate) mod clitics;
mod count;
pub mod decode;
pub(crate) mod digits;
pub(crate) mod escape;
pub(crate) mod figures;
mod joined;
mod legacy;
pub(crate) mod letters;
mod ligatures;
pub(crate) mod markup;
pub(crate) mod numbers;
pub(crate) mod parted;
#[cfg(feature = "regex")]
mod search;
mod span;
pub(crate) mod stem;
pub mod terminal;
pub mod tokens;
pub(crate) mod vectors;
mod view;
mod words;

#[cfg(feature = "regex")]
pub(crate) use self::search::{search_pattern, search_view};
pub(crate) use self::{
    chars::{
        is_arabic, is_arabic_letter, is_digit, is_dropped, is_hebrew, is_invisible,
        is_letter_or_digit, is_mark,
    },
    view::{fold, folded, spell_into},
};
pub use self::{
    count::counted,
    span::Span,
    view::View,
    words::{Word, Words, words},
};
