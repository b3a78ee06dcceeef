//! Work on many items at once whose results come out in the order of the items, whatever the number
//! of threads, with a bounded number of items under way.

use std::{
    collections::BTreeMap,
    iter::Enumerate,
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Mutex, PoisonError,
        mpsc::{self, Receiver, Sender, SyncSender},
    },
    thread,
};

use crate::error::{Error, ErrorKind, Result};

/// As many threads as the machine has cores for us; one where it does not say.
pub fn all_cores() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// Does `work` on each item and hands the results to `emit` in the order of the items.
///
/// No more than `window` items are taken that have not come out yet: a slow item, or a slow reader
/// of the results, holds the taking of new ones up. An item is taken only when a thread is free for
/// it, and a result comes out as soon as those before it have, even while the next item is waited
/// for.
///
/// ```
/// use muwazi::parallel::{all_cores, ordered};
/// let mut out = Vec::new();
/// ordered(1..=5, all_cores(), 8, |n| n * n, |square| { out.push(square); Ok::<_, ()>(()) })?;
/// assert_eq!(out, [1, 4, 9, 16, 25]);
/// # Ok::<(), ()>(())
/// ```
///
/// # Errors
/// The first that `emit` gives; no further item is taken after it.
pub fn ordered<T, R, E>(
    items: impl Iterator<Item = T> + Send,
    threads: NonZeroUsize,
    window: usize,
    work: impl Fn(T) -> R + Sync,
    emit: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    T: Send,
    R: Send,
{
    let source = Mutex::new(Some(items.enumerate()));
    let (permit, permits) = mpsc::sync_channel(window.max(1));
    let (done, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..threads.get() {
            let (source, work) = (&source, &work);
            let (permit, done) = (permit.clone(), done.clone());
            scope.spawn(move || worker(source, &permit, work, &done));
        }
        drop((permit, done));
        // It owns both ends, so that the workers see when nobody wants their results any more.
        drain(results, permits, emit)
    })
}

fn worker<T, R>(
    source: &Mutex<Option<Enumerate<impl Iterator<Item = T>>>>,
    permit: &SyncSender<()>,
    work: &impl Fn(T) -> R,
    done: &Sender<(usize, thread::Result<R>)>,
) {
    while let Some((number, item)) = take(source, permit) {
        // Without its result those after it could never come out: a panic must arrive too.
        let result = catch_unwind(AssertUnwindSafe(|| work(item)));
        if done.send((number, result)).is_err() {
            return;
        }
    }
}

/// The next item, once there is room in the window for it.
fn take<T>(
    source: &Mutex<Option<Enumerate<impl Iterator<Item = T>>>>,
    permit: &SyncSender<()>,
) -> Option<(usize, T)> {
    let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
    let items = source.as_mut()?;
    permit.send(()).ok()?;
    let next = items.next();
    if next.is_none() {
        // The permit taken for nothing must not hold up a thread that would ask after this one.
        *source = None;
    }
    next
}

fn drain<R, E>(
    results: Receiver<(usize, thread::Result<R>)>,
    permits: Receiver<()>,
    mut emit: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (number, result) in results {
        waiting.insert(number, result);
        while let Some(result) = waiting.remove(&next) {
            emit(result.unwrap_or_else(|panic| resume_unwind(panic)))?;
            next += 1;
            let _ = permits.recv();
        }
    }
    Ok(())
}

/// Does work that may not take the rest down with it: a fault of ours becomes an error.
///
/// # Errors
/// That of the work, or one that says that it panicked.
pub fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Error::new(
            ErrorKind::Internal,
            "the program failed on this one, by a fault of its own",
        )
        .hint("please report it, with the two texts if you may; the others are not touched"))
    })
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        time::Duration,
    };

    use super::*;

    fn threads(n: usize) -> NonZeroUsize {
        NonZeroUsize::new(n).unwrap()
    }

    #[test]
    fn the_order_is_kept() {
        for n in 1..5 {
            for window in 1..6 {
                let mut out = Vec::new();
                let slow = |i: u64| {
                    thread::sleep(Duration::from_micros((i * 7919) % 300));
                    i
                };
                ordered(0..60, threads(n), window, slow, |i| {
                    out.push(i);
                    Ok::<_, ()>(())
                })
                .unwrap();
                assert_eq!(out, (0..60).collect::<Vec<_>>(), "{n} threads, window {window}");
            }
        }
    }

    #[test]
    fn no_more_are_under_way_than_the_window_holds() {
        let (taken, out) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..200).inspect(|_| {
            let ahead = taken.fetch_add(1, Ordering::SeqCst) + 1 - out.load(Ordering::SeqCst);
            // One comes out of the window just before it is counted as out.
            assert!(ahead <= 3 + 1, "{ahead}");
        });
        ordered(
            items,
            threads(4),
            3,
            |i| i,
            |_| {
                out.fetch_add(1, Ordering::SeqCst);
                Ok::<_, ()>(())
            },
        )
        .unwrap();
        assert_eq!(out.into_inner(), 200);
    }

    #[test]
    fn an_error_ends_an_endless_input() {
        let mut seen = 0;
        let end = ordered(
            0..,
            threads(3),
            4,
            |i| i,
            |i| {
                seen += 1;
                if i == 10 { Err("enough") } else { Ok(()) }
            },
        );
        assert_eq!((end, seen), (Err("enough"), 11));
    }

    #[test]
    fn a_result_does_not_wait_for_the_next_item() {
        // The second item is there only once the first result has come out.
        let (tell, told) = mpsc::channel();
        let items = (0..2).inspect(move |i| {
            if *i == 1 {
                told.recv_timeout(Duration::from_secs(60)).unwrap();
            }
        });
        let mut count = 0;
        ordered(
            items,
            threads(2),
            4,
            |i| i,
            |_| {
                count += 1;
                let _ = tell.send(());
                Ok::<_, ()>(())
            },
        )
        .unwrap();
        assert_eq!(count, 2);
    }

    #[test]
    fn a_panic_arrives_or_is_told() {
        let fails = |i: u32| assert!(i != 20, "twenty");
        let whole = || ordered(0..40, threads(3), 2, fails, |()| Ok::<_, ()>(()));
        assert!(catch_unwind(whole).is_err());
        let error = guarded(|| -> Result<()> { panic!("one") }).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Internal);
        assert_eq!(guarded(|| Ok(1)).unwrap(), 1);
    }
}
