//! Warnings of a reader that wait to be taken, not more than anybody reads.

use crate::{error::Place, event::Event};

/// More are only counted, for a bad file may have millions.
const MOST: usize = 1000;

/// Warnings that wait.
#[derive(Debug, Default)]
pub(crate) struct Warnings {
    waiting: Vec<Event>,
    unsaid: u64,
}

impl Warnings {
    /// Notes one down.
    pub(crate) fn tell(&mut self, place: Place, message: impl Into<String>) {
        if self.waiting.len() < MOST {
            self.waiting.push(Event::Warning { place, message: message.into() });
        } else {
            self.unsaid += 1;
        }
    }

    /// All of them, or the first thousand and the number of the rest.
    pub(crate) fn take(&mut self, origin: &str) -> Vec<Event> {
        let unsaid = std::mem::take(&mut self.unsaid);
        if unsaid > 0 {
            let message = format!("{unsaid} more warnings like these");
            self.waiting.push(Event::Warning { place: Place::file(origin), message });
        }
        std::mem::take(&mut self.waiting)
    }
}
