//! What the fronts of served memories share.

use std::{
    sync::Arc,
    thread::{self, JoinHandle},
    time::Duration,
};

use tokio::sync::Semaphore;

use super::{
    access::{Caller, Right},
    jobs::Jobs,
    listen::Quit,
    metrics::Metrics,
    tools::Sessions,
};
use crate::{
    error::{Error, ErrorKind, Result},
    event::{Event, silent},
    service::live::{Live, LiveMemory},
};

/// Slow work that is done at the same time; more waits, so that look-ups do not.
const SLOW: usize = 1;
/// The time between two looks after the indexes.
const TEND: Duration = Duration::from_millis(500);

/// An observer of warnings.
pub(super) type Observer = Arc<dyn Fn(Event) + Send + Sync>;

/// What the fronts share.
pub(super) struct State {
    pub(super) live: Arc<Live>,
    pub(super) jobs: Arc<Jobs>,
    pub(super) metrics: Metrics,
    pub(super) sessions: Arc<Sessions>,
    /// There is a place for reviews.
    pub(super) has_reviews: bool,
    slow: Arc<Semaphore>,
    looking: Arc<Semaphore>,
    observe: Observer,
    quit: Quit,
}

impl State {
    pub(super) fn new(
        live: Arc<Live>,
        observe: Observer,
        quit: Quit,
        has_reviews: bool,
    ) -> Arc<Self> {
        let (jobs, metrics, sessions) = (Arc::default(), Metrics::default(), Arc::default());
        let slow = Arc::new(Semaphore::new(SLOW));
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let looking = Arc::new(Semaphore::new(cores + 1));
        Arc::new(Self { live, jobs, metrics, sessions, has_reviews, slow, looking, observe, quit })
    }

    /// Does work of the library on a thread where it may take its time.
    pub(super) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Live) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let live = Arc::clone(&self.live);
        let done = tokio::task::spawn_blocking(move || work(&live)).await;
        done.unwrap_or_else(|_| {
            Err(Error::new(ErrorKind::Internal, "a fault of the program; please report it"))
        })
    }

    /// Looks something up, which keeps a core busy for less than a millisecond: hardly more of it at a
    /// time than there are cores, in the order in which it came. More would be done in turns, and each
    /// would wait for all others. Writing waits for the disk and for other writers, and is not kept by
    /// this.
    pub(super) async fn look_up<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Live) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let place = Arc::clone(&self.looking).acquire_owned().await;
        let work = move |live: &Live| {
            let _place = place;
            work(live)
        };
        self.work(work).await
    }

    /// Does work that keeps a core busy for long: it waits for other such work, and nothing else waits
    /// for it.
    pub(super) async fn work_slowly<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Live) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let place = Arc::clone(&self.slow).acquire_owned().await;
        // It goes on where nobody waits for it any more, and keeps its place.
        let work = move |live: &Live| {
            let _place = place;
            work(live)
        };
        self.work(work).await
    }
}

/// The memories that a caller may read: those of the names, or all.
pub(super) fn readable<'l>(
    live: &'l Live,
    caller: &Caller,
    names: &[String],
) -> Result<Vec<&'l LiveMemory>> {
    if names.is_empty() {
        let may = |memory: &&LiveMemory| caller.right(memory.name()) >= Right::Read;
        return Ok(live.memories().filter(may).collect());
    }
    names.iter().map(|name| allowed(live, caller, name, Right::Read)).collect()
}

/// A memory, if the caller has a right to it.
///
/// One that may not be read is as if it were not there.
pub(super) fn allowed<'l>(
    live: &'l Live,
    caller: &Caller,
    name: &str,
    right: Right,
) -> Result<&'l LiveMemory> {
    let held = caller.right(name);
    if held == Right::None {
        return Err(Error::new(ErrorKind::NotFound, format!("no memory is named '{name}'")));
    }
    let memory = live.memory(name)?;
    if held < right {
        let hint = match caller.is_without_token() {
            true => "writing needs a token",
            false => "the token has the right to read only",
        };
        let message = format!("the memory '{name}' may not be written");
        return Err(Error::new(ErrorKind::Usage, message).hint(hint));
    }
    Ok(memory)
}

/// Keeps the indexes up to the memories until the server ends.
pub(super) fn tend(state: &Arc<State>) -> Result<JoinHandle<()>> {
    let state = Arc::clone(state);
    let work = move || {
        while !state.quit.is_asked() {
            thread::sleep(TEND);
            if let Err(e) = state.live.tend(&mut silent()) {
                let place = crate::error::Place::file("index");
                (state.observe)(Event::warning(place, format!("it cannot be renewed: {e}")));
            }
        }
    };
    thread::Builder::new().spawn(work).map_err(|e| {
        Error::new(ErrorKind::Service, format!("the server cannot start: {e}")).because(e)
    })
}
