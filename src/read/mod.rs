//! Readers of documents: from bytes to a [`Document`](crate::Document), a text with its paragraphs.

pub mod bounded;
#[cfg(feature = "files")]
pub mod file;
mod marked;
pub mod plain;
pub mod stream;
pub(crate) mod wrap;
