//! Diagnostics of a reader: warnings, and counts of dropped content.

use std::collections::BTreeMap;

use crate::{
    error::{Place, Settings},
    event::Event,
    text::counted,
};

/// Maximum number of warnings kept until they are taken. A bad file may have millions; the rest are
/// only counted.
const MAX_WARNINGS: usize = 1000;
/// Maximum number of kinds of dropped content that are counted separately.
const MAX_SORTS: usize = 50;

/// Warnings, and counts of dropped content, which are reported at the end of the file.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    warnings: Vec<Event>,
    further: u64,
    left: BTreeMap<String, (u64, Option<Place>)>,
    /// Number of units without any usable text.
    pub(crate) skipped: u64,
}

impl Diagnostics {
    /// Adds a warning.
    pub(crate) fn warn(&mut self, place: Place, message: impl Into<String>) {
        self.warn_about(Settings::default(), place, message);
    }

    /// Adds a warning that advises to change settings.
    pub(crate) fn warn_about(
        &mut self,
        settings: impl Into<Settings>,
        place: Place,
        message: impl Into<String>,
    ) {
        if self.warnings.len() < MAX_WARNINGS {
            self.warnings.push(Event::warning_about(settings, place, message));
        } else {
            self.further += 1;
        }
    }

    /// Counts a skipped unit and adds a warning.
    pub(crate) fn skip(&mut self, place: Place, why: &str) {
        self.skipped += 1;
        self.warn(place, format!("unit skipped: {why}"));
    }

    /// Counts a dropped item of the kind `what`, such as `<alt-trans>`.
    pub(crate) fn leave(&mut self, what: &str, place: impl FnOnce() -> Place) {
        if let Some((count, _)) = self.left.get_mut(what) {
            *count += 1;
        } else if self.left.len() < MAX_SORTS {
            self.left.insert(what.to_owned(), (1, Some(place())));
        } else {
            self.left.entry("other content".to_owned()).or_insert((0, None)).0 += 1;
        }
    }

    /// Returns the warnings since the last call, and at the end of the file the counts of dropped
    /// content.
    pub(crate) fn take(&mut self, ended: bool, here: impl Fn() -> Place) -> Vec<Event> {
        let further = std::mem::take(&mut self.further);
        if further > 0 {
            let message = format!("{} like these", counted(further, "more warning"));
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
