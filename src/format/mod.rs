//! Formats: readers and writers of translation units.
//!
//! There is one module for each format, with its reader and its writer; [`registry`] lists them all.
//! Readers stop at damage and report its place; what they leave out of a sound file is a warning.

mod control;
mod diagnostics;
pub mod doctor;
#[cfg(feature = "files")]
pub mod files;
mod foreign;
pub(crate) mod json;
mod languages;
pub mod lines;
#[cfg(feature = "files")]
pub(crate) mod moses;
#[cfg(test)]
mod pair_laws;
pub(crate) mod po;
pub(crate) mod qt;
mod reader;
pub mod registry;
pub mod replace;
#[cfg(feature = "sqlite")]
pub(crate) mod sdltm;
pub(crate) mod sides;
pub mod source;
mod spool;
pub(crate) mod table;
mod tags;
pub(crate) mod tbx;
pub mod tmx;
pub(crate) mod trados;
pub mod units;
mod unnamed;
pub(crate) mod utx;
pub(crate) mod wordfast;
mod xcstrings;
pub mod xliff;
#[cfg(feature = "xlsx")]
pub(crate) mod xlsx;
mod xml_parts;

pub use self::units::{AlignmentLayout, Format};
