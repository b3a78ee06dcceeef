//! The parts of the library put together for every front: the command line, a server, a binding.
//!
//! Everything here owns its parts and is `Send + Sync`. Options are plain structs that serialize;
//! progress, notices and warnings are [`Event`](crate::event::Event)s; results come with their counts.

#[cfg(all(feature = "sqlite", feature = "srx"))]
mod aligner;
#[cfg(all(feature = "sqlite", feature = "srx"))]
mod batch;
#[cfg(feature = "files")]
mod content;
#[cfg(feature = "files")]
pub mod context;
#[cfg(feature = "files")]
mod convert;
#[cfg(all(feature = "sqlite", feature = "srx"))]
mod learn;
#[cfg(all(feature = "sqlite", feature = "srx"))]
pub mod live;
#[cfg(feature = "files")]
pub mod memories;
#[cfg(all(feature = "sqlite", feature = "srx"))]
pub mod review;
#[cfg(all(feature = "sqlite", feature = "srx"))]
mod segmenters;
pub(crate) mod teach;
#[cfg(feature = "files")]
mod terms;
#[cfg(feature = "files")]
mod units;
#[cfg(all(feature = "sqlite", feature = "srx"))]
mod warning;

#[cfg(all(feature = "sqlite", feature = "srx"))]
pub use self::{
    aligner::{AlignerOptions, PairAligner, TextOptions},
    batch::{BatchOptions, FinishedJob, JobOutcome, align_all},
    learn::LearntTerms,
    segmenters::{SegmenterOptions, Segmenters, SrxOptions},
};
#[cfg(feature = "files")]
pub use self::{
    content::{Content, ContentBlock, blocks_of, blocks_of_unit, content_of, open_content},
    convert::{Converted, convert},
    terms::Glossaries,
    units::{ReadCounts, UnitInput, find_units, open_units},
};
#[cfg(all(test, feature = "sqlite", feature = "srx"))]
mod tests {
    use super::*;

    const fn assert_send_sync<T: Send + Sync>() {}

    const _: () = assert_send_sync::<PairAligner>();
    const _: () = assert_send_sync::<Glossaries>();
    const _: () = assert_send_sync::<live::Live>();
    const _: () = assert_send_sync::<LearntTerms>();
    const _: () = assert_send_sync::<Segmenters>();
    const _: () = assert_send_sync::<review::Reviews>();
}
