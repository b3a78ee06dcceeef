//! Ordered work on several threads.

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

/// Returns the number of threads that the machine can run for this process; one if unknown.
pub(crate) fn all_cores() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// Runs `work` on each item and passes the results to `emit` in the order of the items.
///
/// At most `window` items have been taken and not yet emitted: a slow item, or a slow receiver of
/// the results, stops the taking of new ones. An item is taken only when a thread is free for it. A
/// result is emitted as soon as those before it are, even while `items` blocks on the next one.
///
/// # Errors
/// The first error of `emit`; no further item is taken after it.
pub(crate) fn ordered<T, R, E>(
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
        // `drain` owns both ends, so that the workers notice when nobody receives their results any
        // more.
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
        // A missing result would block all later ones, so a panic must be passed on too.
        let result = catch_unwind(AssertUnwindSafe(|| work(item)));
        if done.send((number, result)).is_err() {
            return;
        }
    }
}

/// Takes the next item once the window has room for it.
fn take<T>(
    source: &Mutex<Option<Enumerate<impl Iterator<Item = T>>>>,
    permit: &SyncSender<()>,
) -> Option<(usize, T)> {
    let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
    let items = source.as_mut()?;
    permit.send(()).ok()?;
    let next = items.next();
    if next.is_none() {
        // The permit was taken for nothing; it must not block a thread that asks after this one.
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
    fn results_come_in_the_order_of_the_items() {
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
    fn items_in_progress_never_exceed_the_window() {
        let (taken, out) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..200).inspect(|_| {
            let ahead = taken.fetch_add(1, Ordering::SeqCst) + 1 - out.load(Ordering::SeqCst);
            // An item leaves the window just before it is counted as emitted.
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
    fn an_error_stops_an_infinite_input() {
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
    fn a_result_is_emitted_before_the_next_item_arrives() {
        // The second item exists only after the first result has been emitted.
        let (emitted, waiting) = mpsc::channel();
        let items = (0..2).inspect(move |i| {
            if *i == 1 {
                waiting.recv_timeout(Duration::from_secs(60)).unwrap();
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
                let _ = emitted.send(());
                Ok::<_, ()>(())
            },
        )
        .unwrap();
        assert_eq!(count, 2);
    }

    #[test]
    fn a_panic_is_passed_on_or_becomes_an_error() {
        let fails = |i: u32| assert!(i != 20, "twenty");
        let whole = || ordered(0..40, threads(3), 2, fails, |()| Ok::<_, ()>(()));
        assert!(catch_unwind(whole).is_err());
    }
}
