//! Warnings of the parts that a service opens.

use crate::{
    error::{Place, Settings},
    event::{Event, Report},
};

/// Reports a warning with its hint.
pub(super) fn warn(
    place: Place,
    message: String,
    (hint, settings): (Option<&str>, Settings),
    report: &mut Report<'_>,
) {
    report(Event::Warning { place, message, hint: hint.map(str::to_owned), settings });
}
