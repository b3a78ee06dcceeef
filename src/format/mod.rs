//! Formats: readers and writers of translation units.
//!
//! There is one module for each format, with its reader and its writer; [`registry`] lists them all.
//! Readers stop at damage and report its place; what they leave out of a sound file is a warning.

mod control;
mod diagnostics;
pub mod doctor;
#[cfg(feature = "files")]
pub mod files;
pub mod json;
pub(crate) mod lines;
#[cfg(feature = "files")]
pub mod moses;
pub mod po;
mod reader;
pub mod registry;
#[cfg(feature = "sqlite")]
pub mod sdltm;
pub(crate) mod sides;
pub mod source;
mod spool;
pub mod table;
pub mod tbx;
pub mod tmx;
pub mod units;
mod unnamed;
pub mod utx;
pub mod xliff;
#[cfg(feature = "xlsx")]
pub mod xlsx;

pub use self::units::{AlignmentLayout, Format};
