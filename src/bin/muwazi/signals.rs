//! Signals that end the program: Ctrl-C, Ctrl-Break, a closed terminal, a request to end. Writing
//! stops at the next unit, so that it is taken back and a half-made memory is removed; unfinished
//! files are removed; then the program ends as the signal would have ended it.

use std::{
    io::{self, Write},
    sync::{
        Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use muwazi::{Error, ErrorKind, Result};

/// The time that writing has to stop. A second signal ends it at once.
const PATIENCE: Duration = Duration::from_secs(20);

static STOPPED: AtomicBool = AtomicBool::new(false);
static WRITING: Mutex<State> = Mutex::new(State { writers: 0, again: false });
static CHANGED: Condvar = Condvar::new();

struct State {
    /// Number of living [`Writing`]s.
    writers: usize,
    /// True after a second signal.
    again: bool,
}

/// True once a progress bar may stand on the terminal.
static HAS_BAR: AtomicBool = AtomicBool::new(false);

/// Asks for the line of the progress bar to be cleared when a signal ends the program.
pub(crate) fn clear_line() {
    HAS_BAR.store(true, Ordering::Relaxed);
}

/// Held while something is written that must not be left half done.
pub(crate) struct Writing(());

impl Writing {
    pub(crate) fn begin() -> Self {
        change(|state| state.writers += 1);
        Self(())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        change(|state| state.writers -= 1);
    }
}

fn change(how: impl FnOnce(&mut State)) {
    how(&mut WRITING.lock().unwrap_or_else(PoisonError::into_inner));
    CHANGED.notify_all();
}

/// Returns true after a signal.
pub(crate) fn is_stopped() -> bool {
    STOPPED.load(Ordering::Relaxed)
}

/// An error after a signal, for loops that write.
pub(crate) fn check() -> Result<()> {
    if is_stopped() { Err(Error::new(ErrorKind::Io, "stopped")) } else { Ok(()) }
}

/// Waits for the end where a signal has come: the program ends by it, not by its own status.
pub(crate) fn finish() {
    while is_stopped() {
        thread::park();
    }
}

/// Waits until nothing is half done, and removes unfinished files.
fn clean_up() {
    STOPPED.store(true, Ordering::Relaxed);
    let state = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    if state.writers > 0 {
        let _ = writeln!(io::stderr(), "stopping; a second time ends it at once");
    }
    let is_busy = |state: &mut State| state.writers > 0 && !state.again;
    drop(CHANGED.wait_timeout_while(state, PATIENCE, is_busy));
    muwazi::output::remove_unfinished();
    if HAS_BAR.load(Ordering::Relaxed) {
        let _ = write!(io::stderr(), "\r\u{1b}[K");
    }
}

/// Takes over the signals. Those that the caller has the program ignore, as `nohup` does, stay
/// ignored.
#[cfg(unix)]
pub(crate) fn watch() {
    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
        low_level::emulate_default_handler,
    };

    let ignored = ignored();
    let wanted = [SIGINT, SIGTERM, SIGHUP].into_iter();
    let Ok(mut signals) = Signals::new(wanted.filter(|signal| ignored >> (signal - 1) & 1 == 0))
    else {
        return;
    };
    thread::spawn(move || {
        for signal in signals.forever() {
            if is_stopped() {
                change(|state| state.again = true);
                continue;
            }
            // A thread of its own, so that a second signal is seen.
            STOPPED.store(true, Ordering::Relaxed);
            thread::spawn(move || {
                clean_up();
                let _ = emulate_default_handler(signal);
                std::process::exit(128 + signal);
            });
        }
    });
}

/// The signals that are ignored, signal 1 in the lowest bit; none where the system does not tell.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

/// Takes over Ctrl-C, Ctrl-Break and the closing of the window.
#[cfg(windows)]
pub(crate) fn watch() {
    /// The status of a program that Ctrl-C ended.
    const CONTROL_C: u32 = 0xC000_013A;

    let _ = ctrlc::set_handler(|| {
        if is_stopped() {
            return change(|state| state.again = true);
        }
        STOPPED.store(true, Ordering::Relaxed);
        thread::spawn(|| {
            clean_up();
            std::process::exit(CONTROL_C.cast_signed());
        });
    });
}
