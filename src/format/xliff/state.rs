//! State of a translation: reading the states of XLIFF and its dialects, and writing them.

use super::{KEPT, Version};
use crate::unit::{Meta, Origin, Unit};

/// Interprets the states that were kept as properties.
pub(super) fn understand(meta: &mut Meta) {
    let value = |name: &str| meta.prop(&format!("{KEPT}{name}")).map(str::to_ascii_lowercase);
    let origins = [
        value("state-qualifier"),
        value("m:trans-origin"),
        value("sdl:origin"),
        value("mq:translationorigin"),
    ];
    let is_machine = origins.iter().flatten().any(|origin| {
        matches!(
            origin.as_str(),
            "leveraged-mt" | "mt-suggestion" | "mt" | "nmt" | "amt" | "machine-trans" | "machine"
        )
    });
    let reviewed = confirmed(&value).or_else(|| by_state(&value));
    if is_machine && meta.prop("x-origin").is_none() {
        meta.add_prop("x-origin", "machine");
    }
    if let Some(reviewed) = reviewed {
        meta.set_prop("x-reviewed", if reviewed { "yes" } else { "no" });
    }
}

/// Returns whether a tool's own state confirms the translation.
fn confirmed(value: &impl Fn(&str) -> Option<String>) -> Option<bool> {
    if let Some(confirmed) = value("m:confirmed") {
        return Some(matches!(confirmed.as_str(), "1" | "true"));
    }
    if let Some(status) = value("mq:status") {
        return match status.as_str() {
            "manuallyconfirmed" | "proofread" | "reviewer1confirmed" | "confirmed" => Some(true),
            _ => Some(false),
        };
    }
    // Trados Studio: `conf` is kept under its TMX name, which is interpreted elsewhere; a segment
    // without it was not confirmed.
    value("sdl:id").filter(|_| value("sdl:conf").is_none()).map(|_| false)
}

/// Returns whether the XLIFF state confirms the translation.
fn by_state(value: &impl Fn(&str) -> Option<String>) -> Option<bool> {
    let approved = value("approved");
    let state = value("state").unwrap_or_default();
    match state.as_str() {
        "final" | "signed-off" | "reviewed" => Some(true),
        "new" | "initial" | "rejected" | "unreviewed" => Some(false),
        other if other.starts_with("needs-") => Some(false),
        _ => match approved.as_deref() {
            Some("yes") => Some(true),
            Some("no") if state.is_empty() => Some(false),
            _ => None,
        },
    }
}

/// The state to write for a translated unit: the state it was read with, or one derived from its
/// metadata.
pub(super) struct State {
    pub(super) state: String,
    pub(super) qualifier: Option<String>,
    pub(super) approved: Option<&'static str>,
}

impl State {
    pub(super) fn of(unit: &Unit, version: Version) -> Self {
        let value = |name: &str| unit.meta.prop(&format!("{KEPT}{name}"));
        let is_yes = unit.meta.prop("x-reviewed").is_some_and(|r| r.eq_ignore_ascii_case("yes"));
        let amounts = match (version, is_yes, unit.is_reviewed()) {
            (Version::One, true, _) => "final",
            (Version::Two, true, _) => "reviewed",
            (_, _, true) => "translated",
            (Version::One, ..) => "needs-review-translation",
            (Version::Two, ..) => "initial",
        };
        let state = value("state").filter(|s| is_state(s, version)).unwrap_or(amounts);
        let machine = (unit.origin() == Origin::Machine).then_some("leveraged-mt");
        let qualifier = value("state-qualifier").filter(|q| is_qualifier(q)).or(machine);
        let approved = match value("approved") {
            Some("yes") => Some("yes"),
            Some("no") => Some("no"),
            _ => is_yes.then_some("yes"),
        };
        let qualifier = qualifier.map(str::to_owned);
        Self { state: state.to_owned(), qualifier, approved }
    }
}

/// Applies changes that another tool made to the state since the unit was written.
pub(super) fn changed(unit: &mut Unit, version: Version, found: &[(&str, Option<&str>)]) {
    let written = State::of(unit, version);
    let mut is_changed = false;
    for (name, value) in found {
        let before = match *name {
            "state" => Some(written.state.as_str()),
            "state-qualifier" => written.qualifier.as_deref(),
            _ => written.approved,
        };
        if value.is_some() && *value != before {
            unit.meta.set_prop(&format!("{KEPT}{name}"), value.unwrap_or_default());
            is_changed = true;
        }
    }
    if is_changed {
        understand(&mut unit.meta);
    }
}

fn is_state(state: &str, version: Version) -> bool {
    match version {
        Version::One => {
            matches!(
                state,
                "final"
                    | "needs-adaptation"
                    | "needs-l10n"
                    | "needs-review-adaptation"
                    | "needs-review-l10n"
                    | "needs-review-translation"
                    | "needs-translation"
                    | "new"
                    | "signed-off"
                    | "translated"
            ) || is_own(state)
        }
        Version::Two => matches!(state, "initial" | "translated" | "reviewed" | "final"),
    }
}

fn is_qualifier(qualifier: &str) -> bool {
    matches!(
        qualifier,
        "exact-match"
            | "fuzzy-match"
            | "id-match"
            | "leveraged-glossary"
            | "leveraged-inherited"
            | "leveraged-mt"
            | "leveraged-repository"
            | "leveraged-tm"
            | "mt-suggestion"
            | "rejected-grammar"
            | "rejected-inaccurate"
            | "rejected-length"
            | "rejected-spelling"
    ) || is_own(qualifier)
}

/// Returns true for values that tools may define themselves: `x-…` without white space.
pub(super) fn is_own(value: &str) -> bool {
    value.len() > 2
        && value.starts_with("x-")
        && value.chars().all(|c| !c.is_whitespace() && crate::xml::out::is_allowed(c))
}
