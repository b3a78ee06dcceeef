//! Muwazi (موازٍ, "parallel"): translation memory and bilingual alignment, Arabic-English first.
//!
//! The flow, and the type that each stage hands on:
//!
//! | stage | module | input | output |
//! |---|---|---|---|
//! | read | [`read`] | bytes | [`Document`]: a text and its paragraphs |
//! | segment | [`segment`] | [`Document`] | [`Segment`]s: spans of sentences |
//! | align | [`align`] | two segmented texts | [`align::Alignment`]: beads with confidence |
//! | report | [`report`] | an alignment | units, lists, a spreadsheet, a page, a summary |
//! | import, export | [`mod@format`] | files | [`Unit`]s, in the formats of [`format::registry`] |
//! | remember | [`memory`] | [`Unit`]s | a [`Store`]: one file, or in memory |
//! | look up | [`lookup`] | a query, a store | matches, best first |
//!
//! [`glossary`] finds terms in texts; [`align::score`] compares an alignment with a right one;
//! [`service`] puts the parts together as front ends need them.
//!
//! The library never prints. Long work reports [`event::Event`]s; errors carry place, cause, hint and
//! the settings that would help.
//!
//! # Five tasks
//!
//! Split a text into sentences:
//!
//! ```
//! use muwazi::{Document, Lang, segments};
//! let document = Document::new("وصل د. سالم أمس. ثم سافر.", Lang::arabic());
//! let found: Vec<&str> = segments(&document).iter().map(|s| s.span.of(&document.text)).collect();
//! assert_eq!(found, ["وصل د. سالم أمس.", "ثم سافر."]);
//! ```
//!
//! Align a text with its translation:
//!
//! ```
//! use muwazi::{Document, Lang, align::{Segmented, align}, report::ExportOptions};
//! let source = Document::new("وصل الوزير. وغادر الأحد.", Lang::arabic());
//! let target = Document::new("The minister arrived. He left on Sunday.", Lang::english());
//! let alignment = align(Segmented::new(source), Segmented::new(target));
//! let units = alignment.units(&ExportOptions::default());
//! assert_eq!(units[1].variants[1].text.text, "He left on Sunday.");
//! ```
//!
//! Fill a memory and look a sentence up:
//!
//! ```
//! use std::sync::Arc;
//! use muwazi::{InMemoryStore, Lang, Unit, lookup::{Lookup, LookupOptions}};
//! let store = InMemoryStore::new("example");
//! store.add(Unit::pair((Lang::arabic(), "بدأ الاجتماع أمس."), (Lang::english(), "The meeting began yesterday.")));
//! let lookup = Lookup::new(Arc::new(store), &Lang::english(), &Lang::arabic())?;
//! let found = lookup.find("The meeting began today.", &LookupOptions::default())?;
//! assert_eq!((found[0].score, found[0].target.as_str()), (75, "بدأ الاجتماع أمس."));
//!
//! // The same object finds a phrase wherever it occurs.
//! assert_eq!(lookup.concordance("meeting began", false, 10)?.total, 1);
//! # Ok::<(), muwazi::Error>(())
//! ```
//!
//! Convert a file to another format:
//!
//! ```
//! use muwazi::{Timestamp, format::{registry, source::Source, units::{Reading, Writing}}};
//! let csv = Source::from_bytes("en,ar\npeace,سلام\n", "terms.csv")?;
//! let mut tmx = Vec::new();
//! let mut writer = registry::by_name("tmx")?.begin(&mut tmx, &Writing::new(Timestamp::UNIX_EPOCH))?;
//! for unit in registry::open(csv, None, &Reading::default())? {
//!     writer.write(&unit?)?;
//! }
//! assert_eq!(writer.finish()?.units, 1);
//! # Ok::<(), muwazi::Error>(())
//! ```

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
pub(crate) mod parallel;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod review;
pub mod segment;
#[cfg(feature = "serve")]
pub mod serve;
pub mod service;
pub mod text;
pub mod unit;
pub(crate) mod xml;

pub use document::{Block, BlockKind, Document, Span};
pub use error::{Error, ErrorKind, Place, Result};
pub use format::Format;
/// A moment in time, as units and files are dated with.
pub use jiff::Timestamp;
pub use lang::Lang;
#[cfg(feature = "sqlite")]
pub use memory::SqliteStore;
pub use memory::{InMemoryStore, Store};
pub use segment::{Segment, SegmentOptions, Segmenter, segments, segments_with};
pub use text::View;
pub use unit::{CodeKind, InlineCode, Mark, Meta, Prop, Text, Unit, UnitId, Variant};
