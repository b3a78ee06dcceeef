//! What long work tells its caller while it runs. The library never prints: the command line draws
//! bars from these, and `--json` could print them as they are.

use crate::error::Place;

/// Takes events; called from the working thread.
pub type Report<'a> = dyn FnMut(Event) + 'a;

/// One piece of news from work under way.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// Work begins; `total` is in the unit of [`Event::Advance`], when it is known.
    Begin {
        /// What is done, as a person would say it: "importing big.tmx".
        task: String,
        /// How much there is to do.
        total: Option<u64>,
    },
    /// So much is done since [`Event::Begin`].
    Advance(u64),
    /// The work that began last has ended.
    End,
    /// Something was done that the user may want to know.
    Notice {
        /// The file that it is about.
        place: Place,
        /// What was done, in words for people.
        message: String,
    },
    /// Something was accepted but a person should know.
    Warning {
        /// Where it was found.
        place: Place,
        /// What was found and what was done about it.
        message: String,
    },
}

/// A report that nobody reads.
pub fn silent() -> impl FnMut(Event) {
    |_| {}
}
