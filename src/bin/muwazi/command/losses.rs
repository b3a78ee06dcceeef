//! What a damaged memory did not give.

use std::collections::BTreeSet;

use muwazi::{Place, Store, UnitId, text::counted};

use crate::{console::Console, exit::Exit};

/// The most units that are named.
const NAMED: usize = 20;

/// Tells what a memory could not read, after it was read.
pub(super) fn tell(memory: &dyn Store, console: &Console) -> Exit {
    let losses = memory.losses();
    if losses.is_empty() {
        return Exit::Done;
    }
    let name = memory.name();
    let warn = |message: String| console.warn_of(Place::file(name.as_str()), message);
    let named =
        |which: &BTreeSet<UnitId>| format!("{}: {}", counted(which.len(), "unit"), list(which));
    if !losses.unreadable.is_empty() {
        let units = named(&losses.unreadable);
        warn(format!("the memory is damaged; not read: {units}"));
    }
    if !losses.incomplete.is_empty() {
        let units = named(&losses.incomplete);
        warn(format!("the memory is damaged; read in part: {units}"));
    }
    if losses.unreadable.is_empty() && losses.incomplete.is_empty() {
        warn("the memory is damaged; all units that it names are read".to_owned());
    }
    console
        .say(format_args!("'muwazi doctor {name}' tells more, and saves the rest with --repair"));
    Exit::Look
}

/// The numbers of units, runs of them in short.
pub(super) fn list(which: &BTreeSet<UnitId>) -> String {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for id in which.iter().map(|id| id.get()) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == id => *last = id,
            _ => runs.push((id, id)),
        }
    }
    let said = |(first, last): &(i64, i64)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first} to {last}"),
    };
    let mut all: Vec<String> = runs.iter().take(NAMED).map(said).collect();
    if runs.len() > NAMED {
        all.push("…".to_owned());
    }
    all.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_told_in_short() {
        let ids = [1, 3, 4, 7, 8, 9].map(UnitId::new);
        assert_eq!(list(&ids.into_iter().collect()), "1, 3, 4, 7 to 9");
    }
}
