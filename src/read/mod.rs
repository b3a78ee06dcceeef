//! Readers of documents: from bytes to a [`Document`](crate::Document), a text with its paragraphs.

pub mod plain;
pub mod stream;
pub mod wrap;
