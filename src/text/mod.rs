//! Text as it is compared: the matching view, words, tokens, stems, clitics, numbers, and the decoding
//! of bytes.
//!
//! Everything here works on a view of a text that maps back to the original by byte offset; the
//! original is never altered.

mod arabic;
pub mod clitics;
pub mod decode;
pub mod digits;
pub mod numbers;
pub mod stem;
pub mod tokens;
mod view;
mod words;

pub(crate) use self::view::{fold, fold_letter, is_dropped, is_invisible, spell_into};
pub use self::{
    view::View,
    words::{Word, Words, words},
};
