//! A corrected spreadsheet, taken over into a review as decisions.
//!
//! Rows are found by their texts, not by their numbers, which people change: `ok` accepts a row,
//! `delete` rejects it, a changed text on one side edits the other, joined rows merge.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ReviewId, Reviews, document::Opened};
use crate::{
    error::Result,
    format::{registry, source::Source, units::Reading},
    lang::Lang,
    review::{Act, Asked, Row, RowId, RowState, Side},
    text::counted,
    unit::Unit,
};

/// Maximum number of rows that are named where they are not understood.
const NAMED: usize = 3;

/// The outcome of a corrected spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SheetNews {
    /// The number of the last entry.
    pub at: u64,
    /// Rows that were decided or changed.
    pub taken: usize,
    /// Rows of the sheet that are not understood.
    pub left: usize,
    /// The outcome in words.
    pub told: String,
}

/// A row of the sheet.
struct Corrected {
    texts: [String; 2],
    is_reviewed: bool,
    is_deleted: bool,
    note: Option<String>,
}

impl Reviews {
    /// Takes a corrected spreadsheet over. Each change is a decision that can be taken back.
    ///
    /// # Errors
    /// A file that is no spreadsheet of this kind; errors of the journal.
    pub fn take_sheet(
        &self,
        id: ReviewId,
        content: Vec<u8>,
        by: Option<&str>,
    ) -> Result<SheetNews> {
        let person = self.person(by);
        let by = person.map(str::to_owned);
        let news = self.with(id, |opened| {
            opened.file.refresh()?;
            let rows = read(content, opened)?;
            let (taken, left) = take_over(&rows, opened, by)?;
            let mut told = format!("{} taken over", counted(taken, "row"));
            if !left.is_empty() {
                let named: Vec<&str> = left.iter().take(NAMED).map(|t| t.as_str()).collect();
                told = format!("{told}, {} not understood: {}", left.len(), named.join("; "));
            }
            Ok(SheetNews { at: opened.file.review().number(), taken, left: left.len(), told })
        })?;
        self.follow(id, person)?;
        Ok(news)
    }
}

fn read(content: Vec<u8>, opened: &Opened) -> Result<Vec<Corrected>> {
    let [source, target] = opened.file.review().texts();
    let langs = [source.document.lang.clone(), target.document.lang.clone()];
    let reading = Reading {
        source_lang: Some(langs[0].clone()),
        target_lang: Some(langs[1].clone()),
        ..Reading::default()
    };
    let source = Source::from_bytes(content, "spreadsheet.xlsx")?;
    let mut reader = registry::open(source, Some(registry::by_name("xlsx")?), &reading)?;
    let deleted = reader.deleted();
    let mut rows = Vec::new();
    for unit in reader.by_ref() {
        let unit = unit?;
        rows.push(Corrected {
            texts: texts(&unit, &langs),
            is_reviewed: unit.meta.prop("x-reviewed") == Some("yes"),
            is_deleted: false,
            note: unit.meta.notes.first().cloned(),
        });
    }
    rows.extend(deleted.take().iter().map(|unit| Corrected {
        texts: texts(unit, &langs),
        is_reviewed: false,
        is_deleted: true,
        note: None,
    }));
    Ok(rows)
}

fn texts(unit: &Unit, langs: &[Lang; 2]) -> [String; 2] {
    [0, 1].map(|side| {
        let of = unit.variants.iter().find(|variant| variant.lang == langs[side]);
        of.map(|variant| variant.text.text.trim().to_owned()).unwrap_or_default()
    })
}

/// Decides what the rows of a sheet say. Returns the number of rows that were taken over, and the
/// texts of those that are not understood.
fn take_over(
    rows: &[Corrected],
    opened: &mut Opened,
    by: Option<String>,
) -> Result<(usize, Vec<String>)> {
    let mut plan = Plan::new(opened);
    let mut left = Vec::new();
    let (exact, changed): (Vec<_>, Vec<_>) =
        rows.iter().partition(|row| plan.exact.contains_key(&row.texts));
    exact.iter().for_each(|row| plan.take_exact(row));
    for row in changed {
        let is_taken = row.texts.iter().any(String::is_empty) || plan.take_changed(row);
        if !is_taken {
            left.push(row.texts.iter().find(|t| !t.is_empty()).cloned().unwrap_or_default());
        }
    }
    let Plan { acts, accept, reject, touched, .. } = plan;
    let bulk = [(accept, true), (reject, false)].into_iter().filter(|(rows, _)| !rows.is_empty());
    let bulk = bulk.map(|(rows, accepts)| match accepts {
        true => Act::Accept { rows },
        false => Act::Reject { rows },
    });
    for act in acts.into_iter().chain(bulk) {
        let asked = Asked { seen: opened.file.review().number(), by: by.clone(), key: None, act };
        let answer = opened.file.decide(asked, Timestamp::now(), None)?;
        if let Some(conflict) = answer.conflict {
            left.push(conflict.text);
        }
    }
    Ok((touched.len(), left))
}

/// Decisions to make.
struct Plan {
    /// The rows by their texts; those that stand for several in order, last first.
    exact: BTreeMap<[String; 2], Vec<RowId>>,
    /// The rows in order, with their texts.
    rows: Vec<(std::sync::Arc<Row>, [String; 2])>,
    acts: Vec<Act>,
    accept: Vec<RowId>,
    reject: Vec<RowId>,
    touched: BTreeSet<RowId>,
    /// Rows that the sheet holds as they are.
    met: BTreeSet<RowId>,
}

impl Plan {
    fn new(opened: &Opened) -> Self {
        let review = opened.file.review();
        let [source, target] = review.texts();
        let text = |row: &Row, side, of: &crate::align::Segmented| {
            row.text(side, &of.document).trim().to_owned()
        };
        let rows: Vec<_> = review
            .rows()
            .iter()
            .map(|row| {
                let texts = [text(row, Side::Source, source), text(row, Side::Target, target)];
                (row.clone(), texts)
            })
            .collect();
        let mut exact: BTreeMap<[String; 2], Vec<RowId>> = BTreeMap::new();
        for (row, texts) in rows.iter().rev() {
            exact.entry(texts.clone()).or_default().push(row.id);
        }
        let (acts, accept, reject) = (Vec::new(), Vec::new(), Vec::new());
        let (touched, met) = (BTreeSet::new(), BTreeSet::new());
        Self { exact, rows, acts, accept, reject, touched, met }
    }

    fn take_exact(&mut self, corrected: &Corrected) {
        let next = self.exact.get_mut(&corrected.texts).and_then(Vec::pop);
        let Some((row, _)) = next.and_then(|id| self.rows.iter().find(|(row, _)| row.id == id))
        else {
            return;
        };
        let (id, state, old) = (row.id, row.state, row.note.clone());
        self.met.insert(id);
        if let Some(text) = corrected.note.clone().filter(|note| Some(note) != old.as_ref()) {
            self.acts.push(Act::Note { row: id, text });
            self.touched.insert(id);
        }
        self.judge(id, state, corrected);
    }

    fn judge(&mut self, id: RowId, state: RowState, corrected: &Corrected) {
        if corrected.is_deleted && state != RowState::Rejected {
            self.reject.push(id);
        } else if corrected.is_reviewed && state != RowState::Accepted {
            self.accept.push(id);
        } else {
            return;
        }
        self.touched.insert(id);
    }

    /// Finds the row or the rows that a changed one was.
    fn take_changed(&mut self, corrected: &Corrected) -> bool {
        self.take_edited(corrected) || self.take_joined(corrected)
    }

    /// One side is as it was, and the other, one segment, is not.
    fn take_edited(&mut self, corrected: &Corrected) -> bool {
        let fits = |side: usize| {
            let mut found = self.rows.iter().filter(|(row, texts)| {
                let other = &row.cells[1 - side];
                !self.met.contains(&row.id)
                    && texts[side] == corrected.texts[side]
                    && other.len() == 1
            });
            // Where two rows fit, neither is meant more than the other.
            found.next().filter(|_| found.next().is_none()).map(|(row, _)| (row, 1 - side))
        };
        let Some((row, changed)) = fits(0).or_else(|| fits(1)) else { return false };
        let (id, state) = (row.id, row.state);
        let side = if changed == 0 { Side::Source } else { Side::Target };
        let at = row.cells[changed][0].span().start;
        let text = Some(corrected.texts[changed].clone());
        self.acts.push(Act::Edit { row: id, side, at, text });
        self.met.insert(id);
        self.touched.insert(id);
        self.judge(id, state, corrected);
        true
    }

    /// Neighbouring rows whose texts, joined, are those of the row.
    fn take_joined(&mut self, corrected: &Corrected) -> bool {
        let wanted = corrected.texts.clone().map(|text| bare(&text));
        for first in 0..self.rows.len() {
            let mut joined = [String::new(), String::new()];
            for last in first..self.rows.len() {
                let (row, texts) = &self.rows[last];
                if self.met.contains(&row.id) {
                    break;
                }
                for side in [0, 1] {
                    joined[side].push_str(&bare(&texts[side]));
                }
                if joined == wanted && last > first {
                    self.join(first..last + 1, corrected);
                    return true;
                }
                if !(0..2).all(|side| wanted[side].starts_with(&joined[side])) {
                    break;
                }
            }
        }
        false
    }

    fn join(&mut self, rows: std::ops::Range<usize>, corrected: &Corrected) {
        let ids: Vec<RowId> = self.rows[rows].iter().map(|(row, _)| row.id).collect();
        self.met.extend(&ids);
        self.touched.extend(&ids);
        if corrected.is_deleted {
            self.reject.extend(ids);
            return;
        }
        // From the last, so that the upper row of each merge is still there.
        self.acts.extend(ids[..ids.len() - 1].iter().rev().map(|row| Act::Merge { row: *row }));
    }
}

/// A text without its white space, which joining by hand changes.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
