//! Many pairs of texts: which they are, by a list ([`read_list`]) or by the names in a folder
//! ([`find`]); where their results go ([`Plan`]); and the sums of what was done ([`Totals`]).
//!
//! Nothing here aligns: the caller does, such as [`crate::service::align_all`].

mod find;
mod list;
mod name;
mod plan;
mod totals;

use std::path::PathBuf;

pub use self::{
    find::find,
    list::read_list,
    name::check_name,
    plan::{Plan, is_newer},
    totals::{DocumentSummary, Totals, WEAKEST},
};
use crate::error::{Place, Result};

/// A pair of texts that was asked for.
#[derive(Debug)]
pub struct Job {
    /// What its result is called, without ending; empty where the list does not say.
    pub name: String,
    /// The line of the list that asks for it.
    pub place: Option<Place>,
    /// The two texts, or why there is nothing to align.
    pub files: Result<Files>,
}

/// The two texts of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The source.
    pub source: PathBuf,
    /// The target.
    pub target: PathBuf,
}
