//! Review of an alignment: the decisions of a person as an append-only journal.
//!
//! A [`Review`] is an alignment and the replay of its journal. Whoever decides calls
//! [`Review::plan`], keeps the [`Entry`] that it returns, and hands it to [`Review::apply`]; a
//! `JournalFile` does the keeping on disk, for any number of programs at one file. Entries hold the
//! rows that the aligner made anew, so that a replay needs no aligner and gives the same rows for ever.
//!
//! Nothing here knows of a transport: [`message`] holds the plain types that fronts exchange.
//!
//! ```
//! use muwazi::{Document, Lang, Timestamp, align::{Aligner, Segmented, align}};
//! use muwazi::review::{Act, Asked, Conflict, Journal, Review};
//! let text = |text, lang| Segmented::new(Document::new(text, lang));
//! let source = text("وصل الوزير. وغادر الأحد.", Lang::arabic());
//! let target = text("The minister arrived. He left on Sunday.", Lang::english());
//! let mut review = Review::new(Journal::begin(&align(source, target)))?;
//! let first = review.rows()[0].id;
//! let act = Act::Accept { rows: vec![first] };
//! let asked = Asked { seen: review.number(), by: None, key: None, act };
//! let aligner = Aligner::default();
//! let entry = review.plan(asked, Timestamp::UNIX_EPOCH, Some(&aligner)).map_err(Conflict::into_error)?;
//! review.apply(entry)?;
//! assert!(review.rows()[0].is_decided());
//! # Ok::<(), muwazi::Error>(())
//! ```

mod act;
mod anew;
mod apply;
mod details;
mod export;
#[cfg(feature = "files")]
mod file;
mod journal;
pub mod message;
mod row;
mod state;

#[cfg(feature = "xlsx")]
pub use self::export::write_sheet;
#[cfg(feature = "files")]
pub use self::file::{ENDING, JournalFile};
pub use self::{
    act::{Act, Shaped, Way},
    export::{Choice, unit, units},
    journal::{Entry, Journal, Run, TextRecord},
    message::{Answer, Asked, Conflict},
    row::{Piece, Row, RowId, RowState, Side},
    state::Review,
};

#[cfg(test)]
mod tests;
