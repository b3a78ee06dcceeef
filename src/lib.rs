//! Muwazi (موازٍ, "parallel"): translation memory and bilingual alignment, Arabic-English first.
//!
//! The flow, and the type that each stage hands on:
//!
//! | stage | module | from | to |
//! |---|---|---|---|
//! | read | [`mod@format`] | bytes | [`Document`]: text and paragraphs |
//!
//! The library never prints. Long work reports through [`event::Event`]s; errors say what was
//! found, where, and what to do.

pub mod document;
pub mod error;
pub mod event;
pub mod format;
pub mod lang;
pub mod normalize;
pub mod output;
pub mod unit;

pub use document::{Block, BlockKind, Document, Span};
pub use error::{Error, ErrorKind, Place, Result};
pub use format::Format;
pub use lang::Lang;
pub use normalize::View;
pub use unit::{Mark, Meta, Prop, Text, Unit, Variant};
