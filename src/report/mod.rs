//! What comes out of an alignment: lists of pairs, a spreadsheet to correct, a page to look at, units
//! for the writers of [`crate::format`], and a summary.

pub mod export;
pub mod html;
pub mod jsonl;
mod summary;
pub mod tsv;
pub mod xlsx;

pub use self::summary::Summary;
