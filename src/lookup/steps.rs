//! The steps of work that grows with the length of a text, counted by tests: a clock tells too little
//! about a step that is taken too often.

/// Counts steps of this thread; nothing outside tests.
#[inline(always)]
pub(super) fn take(_steps: usize) {
    #[cfg(test)]
    STEPS.set(STEPS.get() + _steps);
}

#[cfg(test)]
thread_local! {
    static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// The steps that some work takes.
#[cfg(test)]
pub(super) fn of<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let before = STEPS.get();
    let done = work();
    (STEPS.get() - before, done)
}
