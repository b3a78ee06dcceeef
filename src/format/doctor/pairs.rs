//! Codes of the segments of a TMX unit, checked as validators do: each `bpt` has its `ept` in the
//! same segment, and all texts of a unit have codes with the same numbers `x`.

use std::collections::{BTreeMap, BTreeSet};

/// Maximum number of codes of a unit that are checked.
const MAX_CODES: usize = 10_000;

/// A code of a segment.
struct Code {
    name: &'static str,
    i: Option<String>,
    x: Option<String>,
}

/// The codes of a unit.
#[derive(Default)]
pub(super) struct Codes {
    texts: Vec<Vec<Code>>,
    number: usize,
}

impl Codes {
    pub(super) fn begin_text(&mut self) {
        self.texts.push(Vec::new());
    }

    pub(super) fn add(&mut self, name: &str, i: Option<String>, x: Option<String>) {
        let known = ["bpt", "ept", "ph", "it", "hi"].into_iter().find(|known| *known == name);
        if let (Some(name), Some(text)) = (known, self.texts.last_mut())
            && self.number < MAX_CODES
        {
            self.number += 1;
            text.push(Code { name, i, x });
        }
    }

    /// Returns what is wrong with the pairs of the text that was begun last: the first few faults.
    pub(super) fn unpaired(&self) -> Option<String> {
        let mut open: BTreeMap<&str, bool> = BTreeMap::new();
        let mut faults = Vec::new();
        for code in self.texts.last()?.iter().filter(|code| matches!(code.name, "bpt" | "ept")) {
            let number = code.i.as_deref().unwrap_or_default();
            match (code.name, open.get(number)) {
                ("bpt", None) => drop(open.insert(number, true)),
                ("bpt", Some(_)) => faults.push(format!("two <bpt> have the number {number}")),
                (_, Some(true)) => drop(open.insert(number, false)),
                _ => faults.push(format!("<ept> {number} has no <bpt> before it")),
            }
        }
        let open = open.into_iter().filter(|(_, is_open)| *is_open);
        faults.extend(open.map(|(number, _)| format!("<bpt> {number} has no <ept>")));
        faults.truncate(3);
        (!faults.is_empty()).then(|| faults.join("; "))
    }

    /// Returns what is wrong with the numbers `x` of the unit.
    pub(super) fn mismatched(&self) -> Option<String> {
        let mut all: Vec<BTreeSet<(&str, &str)>> = Vec::new();
        for text in &self.texts {
            let mut own = BTreeSet::new();
            for code in text {
                let Some(x) = code.x.as_deref() else { continue };
                if x.trim().parse::<f64>().is_err() {
                    return Some(format!("x of <{}> is no number", code.name));
                }
                if !own.insert((code.name, x)) {
                    return Some(format!("x=\"{x}\" occurs twice on <{}> in one text", code.name));
                }
            }
            all.push(own);
        }
        let first = all.first()?;
        let other = all.iter().find_map(|own| first.symmetric_difference(own).next())?;
        Some(format!("<{} x=\"{}\"> is not in every text of the unit", other.0, other.1))
    }
}
