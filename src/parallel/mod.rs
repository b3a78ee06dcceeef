//! Parallel work with ordered results: they come out in the order of the items, whatever the number
//! of threads, with a bounded number of items in progress.
//!
//! Without the feature `threads`, the items are processed one after the other.

#[cfg(not(feature = "threads"))]
mod single;
#[cfg(feature = "threads")]
mod threaded;

use std::panic::{AssertUnwindSafe, catch_unwind};

#[cfg(not(feature = "threads"))]
pub(crate) use single::{all_cores, ordered};
#[cfg(feature = "threads")]
pub(crate) use threaded::{all_cores, ordered};

use crate::error::{Error, ErrorKind, Result};

/// Runs work whose panic must not stop the rest: the panic becomes an error.
///
/// # Errors
/// The error of `work`, or [`ErrorKind::Internal`] if it panicked.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Error::new(ErrorKind::Internal, "internal error while processing this item").hint(
            "please report this bug, with the two texts if possible; other items are not affected",
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        let error = guarded(|| -> Result<()> { panic!("one") }).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Internal);
        assert_eq!(guarded(|| Ok(1)).unwrap(), 1);
    }
}
