//! The parts of the library put together for every front: the command line, a server, a binding.
//!
//! Everything here owns its parts and is `Send + Sync`. Options are plain structs that serialize;
//! progress, notices and warnings are [`Event`]s; results come with their counts.

mod aligner;
mod batch;
mod convert;
mod learn;
pub mod memories;
mod segmenters;
pub mod teach;
mod terms;
mod units;

pub use self::{
    aligner::{AlignerOptions, PairAligner, TextOptions},
    batch::{BatchOptions, FinishedJob, JobOutcome, align_all},
    convert::{Converted, convert},
    learn::LearntTerms,
    segmenters::{SegmenterOptions, Segmenters, SrxOptions},
    terms::Glossaries,
    units::{ReadCounts, UnitInput, find_units, open_units},
};
use crate::{
    error::{Place, Settings},
    event::{Event, Report},
};

/// Reports a warning, with its hint on a line of its own.
fn warn(
    place: Place,
    message: String,
    (hint, settings): (Option<&str>, Settings),
    report: &mut Report<'_>,
) {
    let message = match hint {
        Some(hint) => format!("{message}\n  hint: {hint}"),
        None => message,
    };
    report(Event::Warning { place, message, settings });
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn assert_send_sync<T: Send + Sync>() {}

    const _: () = assert_send_sync::<PairAligner>();
    const _: () = assert_send_sync::<Glossaries>();
    const _: () = assert_send_sync::<LearntTerms>();
    const _: () = assert_send_sync::<Segmenters>();
}
