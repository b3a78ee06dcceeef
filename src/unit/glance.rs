//! Conditions on units, tested on their metadata as JSON text.

use memchr::memmem::Finder;

use super::{
    UnitFilter,
    fields::{Condition, Field, is_yes},
};

impl UnitFilter {
    /// Prepares the test of units by their metadata as JSON text, without parsing it.
    pub(crate) fn glance(&self) -> Glance {
        let finder = |text: &str| Finder::new(text.to_ascii_lowercase().as_bytes()).into_owned();
        let clue = |c: &Condition| match c.field {
            Field::Origin => Clue::Default(c.value.eq_ignore_ascii_case("person")),
            Field::Reviewed => Clue::Default(is_yes(&c.value)),
            _ => c
                .value_in_json()
                .map_or(Clue::Unknown, |value| Clue::Value(Box::new(finder(value)))),
        };
        Glance {
            conditions: self.0.iter().map(clue).collect(),
            marker_words: MARKER_WORDS.map(finder),
        }
    }
}

/// A unit whose metadata contains none of these words is a person's and counts as reviewed.
const MARKER_WORDS: [&str; 6] =
    ["origin", "aligned", "reviewed", "corrected", "confirmationlevel", "\"creationid\",\"mt"];

/// Tests conditions on the JSON text of a unit's metadata and answers where the answer is certain:
/// parsing the metadata of a million units takes seconds, searching it for words does not.
pub(crate) struct Glance {
    conditions: Vec<Clue>,
    marker_words: [Finder<'static>; MARKER_WORDS.len()],
}

enum Clue {
    /// The value occurs in the metadata of every unit that meets the condition.
    Value(Box<Finder<'static>>),
    /// The answer for units whose metadata contains none of [`MARKER_WORDS`].
    Default(bool),
    Unknown,
}

impl Glance {
    /// Returns whether the unit meets all conditions, or `None` if its metadata must be parsed.
    /// `json` must have its ASCII letters in lower case.
    pub(crate) fn tells(&self, json: &[u8]) -> Option<bool> {
        let mut sure = true;
        let mut has_no_marker = None;
        for clue in &self.conditions {
            let fits = match clue {
                Clue::Value(value) if value.find(json).is_none() => Some(false),
                Clue::Default(fits) => has_no_marker
                    .get_or_insert_with(|| self.marker_words.iter().all(|w| w.find(json).is_none()))
                    .then_some(*fits),
                _ => None,
            };
            match fits {
                Some(false) => return Some(false),
                Some(true) => {}
                None => sure = false,
            }
        }
        sure.then_some(true)
    }
}

impl Condition {
    /// Returns the value as JSON writes it, if it can differ from a stored one in ASCII case only.
    fn value_in_json(&self) -> Option<&str> {
        let plain = |c: char| c.is_ascii() && !c.is_ascii_control() && c != '"' && c != '\\';
        let uncased = |c: char| !c.is_ascii() && !c.is_lowercase() && !c.is_uppercase();
        (!self.value.is_empty() && self.value.chars().all(|c| plain(c) || uncased(c)))
            .then_some(self.value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lang::Lang, unit::Unit};

    fn unit(props: &[(&str, &str)]) -> Unit {
        let mut unit = Unit::pair((Lang::english(), "text"), (Lang::arabic(), "نص"));
        for (kind, value) in props {
            unit.meta.add_prop(*kind, *value);
        }
        unit
    }

    #[test]
    fn the_json_test_agrees_with_parsing() {
        let mut mt = unit(&[]);
        mt.meta.set_attribute("creationid", "MT!");
        let units = [
            unit(&[]),
            unit(&[("X-ORIGIN", "MT")]),
            unit(&[("aligned", "yes")]),
            unit(&[("x-reviewed", "no")]),
            unit(&[("corrected", "no")]),
            unit(&[("x-ConfirmationLevel", "Draft")]),
            mt,
        ];
        for condition in
            ["origin=person", "origin=aligned", "origin=machine", "reviewed=yes", "reviewed=no"]
        {
            let filter = UnitFilter(vec![condition.parse().unwrap()]);
            for unit in &units {
                let json = serde_json::to_string(&unit.meta).unwrap().to_ascii_lowercase();
                let answer = filter.glance().tells(json.as_bytes());
                assert!(
                    answer.is_none_or(|answer| answer == filter.fits(unit)),
                    "{condition}: {json}"
                );
            }
            assert!(filter.glance().tells(b"{}").is_some());
        }
        for (value, held) in [("news", "NEWS"), ("أخبار", "أخبار"), ("É\"x", "é\"X")] {
            let unit = unit(&[("x-domain", held)]);
            let filter = UnitFilter(vec![Condition { field: Field::Domain, value: value.into() }]);
            assert!(filter.fits(&unit));
            let json = serde_json::to_string(&unit.meta).unwrap().to_ascii_lowercase();
            assert_ne!(filter.glance().tells(json.as_bytes()), Some(false));
            assert_eq!(filter.glance().tells(b"{}"), (held != "\u{e9}\"X").then_some(false));
        }
    }
}
