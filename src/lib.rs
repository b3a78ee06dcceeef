//! Muwazi (موازٍ, "parallel"): translation memory and bilingual alignment, Arabic-English first.
//!
//! The flow, and the type that each stage hands on:
//!
//! | stage | module | from | to |
//! |---|---|---|---|
//! | read | [`mod@format`] | bytes | [`Document`]: a text and its paragraphs |
//! | segment | [`segment`] | [`Document`] | [`Segment`]s: spans of sentences |
//! | align | [`align`] | two texts, segmented | [`align::Alignment`]: beads with confidence |
//! | review | [`review`] | an alignment | what of it a person should look at |
//! | remember | [`memory`] | [`Unit`]s | a memory, one file |
//! | look up | [`lookup`] | a query, a memory | matches, best first |
//! | export | [`export`], [`mod@format`] | an alignment, a memory | TMX and the other formats of [`format::registry`] |
//!
//! [`glossary`] finds terms in texts, for the aligner and beside look-ups; [`omegat`] lays memories
//! into its project folder and reads one back. [`batch`] and [`pipeline`] align many pairs of texts at
//! once; [`align::score`] measures the result where the right one is known.
//!
//! The library never prints. Long work reports through [`event::Event`]s; errors say what was
//! found, where, and what to do.

pub mod align;
#[cfg(feature = "files")]
pub mod batch;
pub mod document;
#[cfg(feature = "embeddings")]
pub mod embeddings;
pub mod error;
pub mod event;
pub mod format;
pub mod glossary;
pub mod lang;
pub mod lookup;
mod lookup_map;
pub mod memory;
#[cfg(feature = "files")]
pub mod omegat;
#[cfg(feature = "files")]
pub mod output;
pub mod parallel;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod segment;
pub mod service;
pub mod text;
pub mod unit;
pub(crate) mod xml;

pub use document::{Block, BlockKind, Document, Span};
pub use error::{Error, ErrorKind, Place, Result};
pub use format::Format;
pub use lang::Lang;
#[cfg(feature = "sqlite")]
pub use memory::SqliteStore;
pub use memory::{InMemoryStore, Store};
pub use segment::{Segment, SegmentOptions, Segmenter, segments, segments_with};
pub use text::View;
pub use unit::{CodeKind, InlineCode, Mark, Meta, Prop, Text, Unit, UnitId, Variant};
