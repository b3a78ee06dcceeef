//! What a reader has to say beside the units that it gives.

use std::collections::BTreeMap;

use crate::{
    error::{Place, Settings},
    event::Event,
};

/// Warnings that wait to be taken; more are only counted, for a bad file may have millions.
const MAX_WARNINGS: usize = 1000;
/// Sorts of things left out that are told apart.
const MAX_SORTS: usize = 50;

/// Warnings, and what was left out, which is counted and told at the end.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    warnings: Vec<Event>,
    unsaid: u64,
    left: BTreeMap<String, (u64, Option<Place>)>,
    /// Units of which nothing could be used.
    pub(crate) skipped: u64,
}

impl Diagnostics {
    /// A warning.
    pub(crate) fn warn(&mut self, place: Place, message: impl Into<String>) {
        self.warn_about(Settings::default(), place, message);
    }

    /// A warning that advises to change settings.
    pub(crate) fn warn_about(
        &mut self,
        settings: impl Into<Settings>,
        place: Place,
        message: impl Into<String>,
    ) {
        if self.warnings.len() < MAX_WARNINGS {
            self.warnings.push(Event::warning_about(settings, place, message));
        } else {
            self.unsaid += 1;
        }
    }

    /// A unit was skipped, which is told.
    pub(crate) fn skip(&mut self, place: Place, why: &str) {
        self.skipped += 1;
        self.warn(place, format!("unit skipped: {why}"));
    }

    /// Something was left out, such as `<alt-trans>`.
    pub(crate) fn leave(&mut self, what: &str, place: impl FnOnce() -> Place) {
        if let Some((count, _)) = self.left.get_mut(what) {
            *count += 1;
        } else if self.left.len() < MAX_SORTS {
            self.left.insert(what.to_owned(), (1, Some(place())));
        } else {
            self.left.entry("other things".to_owned()).or_insert((0, None)).0 += 1;
        }
    }

    /// The warnings since this was last asked; what was left out where the file is `ended`.
    pub(crate) fn take(&mut self, ended: bool, here: impl Fn() -> Place) -> Vec<Event> {
        let unsaid = std::mem::take(&mut self.unsaid);
        if unsaid > 0 {
            let message = format!("{unsaid} more warnings like these");
            self.warnings.push(Event::warning(here(), message));
        }
        if ended {
            for (what, (count, place)) in std::mem::take(&mut self.left) {
                let message = match count {
                    1 => format!("left out: {what}"),
                    _ => format!("left out: {what}, {count} times in the file"),
                };
                let place = place.unwrap_or_else(&here);
                self.warnings.push(Event::warning(place, message));
            }
        }
        std::mem::take(&mut self.warnings)
    }
}
