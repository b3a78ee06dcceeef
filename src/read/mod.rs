//! Readers of documents: from bytes to a [`Document`](crate::Document), a text with its blocks.
//!
//! [`registry`] lists the formats and finds the one of a file; each reader fills a [`draft::Draft`]
//! with blocks, marks and labels, within the [`limits`].

pub mod bounded;
pub mod draft;
#[cfg(feature = "files")]
pub mod file;
pub mod input;
pub mod limits;
mod marked;
#[cfg(feature = "documents")]
mod office;
#[cfg(feature = "files")]
pub mod package;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod plain;
pub mod registry;
pub mod stream;
mod strings;
pub mod subtitles;
#[cfg(feature = "documents")]
pub mod web;
pub(crate) mod wrap;
