//! Events: the progress and the warnings of long work, for its caller.
//!
//! The library never prints. The command line draws progress bars from events; a server could send
//! them on.

use crate::error::{Place, Settings};

/// A callback that takes events. It is called from the thread that works.
pub type Report<'a> = dyn FnMut(Event) + 'a;

/// One event of work under way.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// Work begins.
    Begin {
        /// The task in words for people, such as "importing big.tmx".
        task: String,
        /// The amount of work in the unit of [`Event::Advance`], if it is known.
        total: Option<u64>,
    },
    /// The amount of work done since [`Event::Begin`].
    Advance(u64),
    /// The work that began last has ended.
    End,
    /// Something was done that the user may want to know.
    Notice {
        /// The file that it is about.
        place: Place,
        /// What was done, in words for people.
        message: String,
        /// The settings that the message is about.
        settings: Settings,
    },
    /// Something odd was accepted, and the user should know.
    Warning {
        /// The file and line.
        place: Place,
        /// What was found and what was done about it, in words for people.
        message: String,
        /// Advice, in words for people.
        hint: Option<String>,
        /// The settings that the hint is about, or the message if there is no hint.
        settings: Settings,
    },
}

impl Event {
    /// Makes a notice.
    pub fn notice(place: Place, message: impl Into<String>) -> Self {
        Self::Notice { place, message: message.into(), settings: Settings::default() }
    }

    /// Makes a warning.
    pub fn warning(place: Place, message: impl Into<String>) -> Self {
        Self::warning_about(Settings::default(), place, message)
    }

    /// Makes a warning that is about settings, as where it advises to change them.
    pub fn warning_about(
        settings: impl Into<Settings>,
        place: Place,
        message: impl Into<String>,
    ) -> Self {
        let settings = settings.into();
        Self::Warning { place, message: message.into(), hint: None, settings }
    }
}

/// Returns a report that ignores every event.
pub fn silent() -> impl FnMut(Event) {
    |_| {}
}
