//! Ordered work without threads, with the interface of `threaded.rs`.

use std::num::NonZeroUsize;

/// Returns the number of threads to work on: one.
pub(crate) fn all_cores() -> NonZeroUsize {
    NonZeroUsize::MIN
}

/// Runs `work` on each item and passes the result to `emit` before it takes the next item. The
/// number of threads and the window have no effect.
///
/// # Errors
/// The first error of `emit`; no further item is taken after it.
pub(crate) fn ordered<T, R, E>(
    items: impl Iterator<Item = T> + Send,
    _threads: NonZeroUsize,
    _window: usize,
    work: impl Fn(T) -> R + Sync,
    mut emit: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    T: Send,
    R: Send,
{
    for item in items {
        emit(work(item))?;
    }
    Ok(())
}
