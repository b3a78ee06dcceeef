//! Output of an alignment: translation units, lists of pairs, a spreadsheet to correct, an HTML page
//! and a summary.

mod export;
pub mod html;
mod jsonl;
mod summary;
mod tsv;
mod write;
#[cfg(feature = "xlsx")]
pub(crate) mod xlsx;

pub use self::{
    export::{ExportCounts, ExportOptions, select},
    summary::{Summary, pairs_below},
    write::{write, write_explained},
};
