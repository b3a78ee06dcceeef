//! Warnings of the parts that a service opens.

use crate::{
    error::{Place, Settings},
    event::{Event, Report},
};

/// Reports a warning, with its hint on a line of its own.
pub(super) fn warn(
    place: Place,
    message: String,
    (hint, settings): (Option<&str>, Settings),
    report: &mut Report<'_>,
) {
    let message = match hint {
        Some(hint) => format!("{message}\n  hint: {hint}"),
        None => message,
    };
    report(Event::Warning { place, message, settings });
}
