//! Units of a memory: read, added, changed, removed, and what was done to them. The answers are those
//! of the command line.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::LiveMemory;
use crate::{
    error::{Error, ErrorKind, Result},
    lang::{Lang, detect, detect_pair},
    memory::{
        Added, Edited, HistoryFilter, Operation, SqliteStore, Stats, Undo, Undone, UnitChange,
    },
    unit::{Mark, Text, Unit, UnitId},
};

/// No request adds or removes more units: a file is imported.
const MOST_UNITS: usize = 10_000;
/// No history shows more operations.
const MOST_OPERATIONS: usize = 1000;
/// Changes that are shown of one operation.
const MOST_CHANGES: usize = 1000;

/// A unit to add.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewUnit {
    /// The text.
    pub source: String,
    /// Its translation.
    pub target: String,
    /// The language of the text; detected when not given.
    #[serde(default)]
    pub source_lang: Option<Lang>,
    /// The language of the translation; detected when not given.
    #[serde(default)]
    pub target_lang: Option<Lang>,
    /// Notes.
    #[serde(default)]
    pub notes: Vec<String>,
    /// The subject of the text.
    #[serde(default)]
    pub domain: Option<String>,
    /// The client of the translation.
    #[serde(default)]
    pub client: Option<String>,
    /// The project of the translation.
    #[serde(default)]
    pub project: Option<String>,
    /// The document of the text.
    #[serde(default)]
    pub document: Option<String>,
    /// The text before it in the document.
    #[serde(default)]
    pub context_before: Option<String>,
    /// The text after it.
    #[serde(default)]
    pub context_after: Option<String>,
}

/// A new text of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditRequest {
    /// The language of the text.
    pub lang: Lang,
    /// The text.
    pub text: String,
    /// The inline tags in it, as JSON lines of units have them.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// Takes a text in another script than that of the language too.
    #[serde(default)]
    pub any_script: bool,
}

/// The outcome of a change to one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitOutcome {
    /// The unit that holds the text now.
    pub unit: UnitId,
    /// The outcome.
    pub outcome: OutcomeKind,
}

/// The outcome of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum OutcomeKind {
    /// The unit was added.
    New,
    /// The unit was changed.
    Changed,
    /// Another unit holds the same texts; it has the metadata of both.
    Merged,
    /// The memory held it already.
    Unchanged,
}

/// The outcome of removing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// Units that were found.
    pub found: usize,
    /// Their numbers.
    pub removed: Vec<UnitId>,
    /// Numbers that no unit has.
    pub missing: Vec<UnitId>,
}

/// The part of a history that is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HistoryRequest {
    /// The operations on this unit.
    pub unit: Option<UnitId>,
    /// Those of this time or later.
    pub since: Option<Timestamp>,
    /// The newest, so many; twenty when not given.
    pub limit: Option<usize>,
}

/// An operation with its changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationLine {
    /// The operation.
    #[serde(flatten)]
    pub operation: Operation,
    /// Its changes, the first ones where they are very many.
    pub changes: Vec<UnitChange>,
}

/// The operations to undo. One field of the first three is given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UndoRequest {
    /// The operation of this number.
    pub operation: Option<i64>,
    /// All of this time or later.
    pub since: Option<Timestamp>,
    /// The last one.
    pub last: bool,
    /// Does nothing but count.
    pub dry_run: bool,
    /// Also undoes where more than one unit changes.
    pub yes: bool,
}

/// The outcome of an undo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoAnswer {
    /// It was done, not only counted.
    pub done: bool,
    /// The outcome.
    #[serde(flatten)]
    pub undone: Undone,
}

impl From<Added> for UnitOutcome {
    fn from(added: Added) -> Self {
        let outcome = match added {
            Added::New(_) => OutcomeKind::New,
            Added::Merged(_) => OutcomeKind::Merged,
            Added::Unchanged(_) => OutcomeKind::Unchanged,
        };
        Self { unit: added.unit(), outcome }
    }
}

impl UnitOutcome {
    /// The outcome of an edit of a unit.
    pub fn of_edit(unit: UnitId, edited: Edited) -> Self {
        let (unit, outcome) = match edited {
            Edited::Changed => (unit, OutcomeKind::Changed),
            Edited::Unchanged => (unit, OutcomeKind::Unchanged),
            Edited::MergedInto(other) => (other, OutcomeKind::Merged),
        };
        Self { unit, outcome }
    }
}

impl Removed {
    /// Removes units of these numbers from a store.
    ///
    /// # Errors
    /// The store's own.
    pub fn from_store(
        store: &SqliteStore,
        units: &[UnitId],
        at: Timestamp,
        user: Option<&str>,
    ) -> Result<Self> {
        let mut named = units.to_vec();
        named.sort_unstable();
        named.dedup();
        let removed = store.remove_by(&named, at, user)?;
        let is_missing = |id: &UnitId| removed.binary_search(id).is_err();
        let missing = named.into_iter().filter(is_missing).collect();
        Ok(Self { found: removed.len(), removed, missing })
    }
}

impl OperationLine {
    /// An operation with its changes, at most `limit` of them; those of one unit where it is given.
    ///
    /// # Errors
    /// The store's own.
    pub fn read(
        store: &SqliteStore,
        operation: Operation,
        unit: Option<UnitId>,
        limit: usize,
    ) -> Result<Self> {
        let mut changes = Vec::new();
        store.changes_of(operation.operation, unit, &mut |change| {
            if changes.len() < limit {
                changes.push(change);
            }
            Ok(())
        })?;
        Ok(Self { operation, changes })
    }
}

impl UndoRequest {
    /// Takes operations back in a store. Without `yes` that is done where one unit changes, and else
    /// counted.
    ///
    /// # Errors
    /// A request that names no operation or several, or the store's own.
    pub fn run(
        &self,
        store: &SqliteStore,
        at: Timestamp,
        user: Option<&str>,
    ) -> Result<UndoAnswer> {
        let which = match (self.operation, self.since, self.last) {
            (Some(number), None, false) => Undo::Operation(number),
            (None, Some(time), false) => Undo::Since(time),
            (None, None, true) => Undo::Last,
            _ => {
                return Err(Error::new(ErrorKind::Usage, "it is not said what to undo")
                    .hint("give one of operation, since and last"));
            }
        };
        let counts_only = !self.yes || self.dry_run;
        let mut undone = store.undo(which, at, user, counts_only)?;
        let mut done = !counts_only;
        if !done && !self.dry_run && undone.units() == 1 {
            // The last operation may be another by now; the one that was counted is meant.
            let counted = match (which, undone.undone.first()) {
                (Undo::Last, Some(number)) => Undo::Operation(*number),
                _ => which,
            };
            undone = store.undo(counted, at, user, false)?;
            done = true;
        }
        Ok(UndoAnswer { done, undone })
    }
}

impl LiveMemory {
    /// A unit.
    ///
    /// # Errors
    /// No such unit, or the store's own.
    pub fn unit(&self, id: UnitId) -> Result<Unit> {
        self.store().unit(id)
    }

    /// Counts of the memory.
    ///
    /// # Errors
    /// The store's own.
    pub fn stats(&self) -> Result<Stats> {
        self.store().stats()
    }

    /// Adds units, all or none.
    ///
    /// # Errors
    /// A unit that cannot be used, or the store's own; nothing is added then.
    pub fn add(&self, units: &[NewUnit], user: Option<&str>) -> Result<Vec<UnitOutcome>> {
        few(units.len())?;
        let units = units.iter().map(NewUnit::unit).collect::<Result<Vec<_>>>()?;
        let added = self.to_write()?.add(units, Timestamp::now(), user)?;
        Ok(added.into_iter().map(UnitOutcome::from).collect())
    }

    /// Changes a text of a unit.
    ///
    /// # Errors
    /// A text that cannot be used, no such unit or language, or the store's own.
    pub fn edit(&self, id: UnitId, asked: &EditRequest, user: Option<&str>) -> Result<UnitOutcome> {
        let EditRequest { lang, text, marks, any_script } = asked;
        let store = self.to_write()?;
        let text = Text { text: text.clone(), marks: marks.clone() };
        check_text(&text)?;
        let old = store.unit(id)?;
        let held = old.variants.iter().find(|v| v.lang == *lang).or_else(|| old.variant(lang));
        if let Some(held) = held.filter(|_| !any_script) {
            check_script(lang, &text.text, &held.text.text)?;
        }
        let edited = store.edit(id, lang, text, Timestamp::now(), user)?;
        Ok(UnitOutcome::of_edit(id, edited))
    }

    /// Removes units.
    ///
    /// # Errors
    /// The store's own.
    pub fn remove(&self, units: &[UnitId], user: Option<&str>) -> Result<Removed> {
        few(units.len())?;
        Removed::from_store(self.to_write()?, units, Timestamp::now(), user)
    }

    /// Returns what was done to the memory, newest first.
    ///
    /// # Errors
    /// The store's own.
    pub fn history(&self, asked: &HistoryRequest) -> Result<Vec<OperationLine>> {
        let limit = asked.limit.unwrap_or(20);
        if limit > MOST_OPERATIONS {
            let message = format!("limit is above {MOST_OPERATIONS}");
            return Err(Error::new(ErrorKind::Usage, message));
        }
        let filter = HistoryFilter { unit: asked.unit, since: asked.since, limit: Some(limit) };
        let store = self.store();
        let with_changes =
            |operation| OperationLine::read(store, operation, asked.unit, MOST_CHANGES);
        store.history(&filter)?.into_iter().map(with_changes).collect()
    }

    /// Takes operations back. Without `yes` that is done where one unit changes, and else counted.
    ///
    /// # Errors
    /// A request that names no operation or several, or the store's own.
    pub fn undo(&self, asked: &UndoRequest, user: Option<&str>) -> Result<UndoAnswer> {
        asked.run(self.to_write()?, Timestamp::now(), user)
    }
}

impl NewUnit {
    fn unit(&self) -> Result<Unit> {
        for text in [&self.source, &self.target] {
            check_text(&Text::plain(text.as_str()))?;
        }
        let given = [self.source_lang.as_ref(), self.target_lang.as_ref()];
        let [from, to] = detect_pair([&self.source, &self.target], given);
        let untold = |which: &str| {
            let message = format!("the {which} does not tell its language");
            Error::new(ErrorKind::Language, message).hint(format!("give {which}_lang"))
        };
        let (from, to) =
            (from.ok_or_else(|| untold("source"))?, to.ok_or_else(|| untold("target"))?);
        if from == to {
            let message = format!("both texts are in '{from}'");
            return Err(
                Error::new(ErrorKind::Language, message).hint("give source_lang and target_lang")
            );
        }
        let mut unit = Unit::pair((from, self.source.as_str()), (to, self.target.as_str()));
        unit.meta.notes.clone_from(&self.notes);
        for (kind, value) in [
            ("x-domain", &self.domain),
            ("x-client", &self.client),
            ("x-project", &self.project),
            ("x-document", &self.document),
            ("x-context-before", &self.context_before),
            ("x-context-after", &self.context_after),
        ] {
            if let Some(value) = value {
                unit.meta.add_prop(kind, value);
            }
        }
        Ok(unit)
    }
}

fn few(units: usize) -> Result<()> {
    if units > MOST_UNITS {
        let message = format!("there are more than {MOST_UNITS} units");
        return Err(Error::new(ErrorKind::Usage, message).hint("import them as a file"));
    }
    Ok(())
}

/// Checks that there is a text, and that the tags in it are at places of it, in order.
pub(super) fn check_text(text: &Text) -> Result<()> {
    if text.text.trim().is_empty() {
        return Err(Error::new(ErrorKind::Text, "a text is empty"));
    }
    let mut last = 0;
    for mark in &text.marks {
        if mark.at < last || !text.text.is_char_boundary(mark.at) {
            return Err(Error::new(ErrorKind::Text, "a tag is at no place of its text"));
        }
        last = mark.at;
    }
    Ok(())
}

/// Refuses a text in another script than its language and the old text: most likely it was meant for
/// the other language.
///
/// # Errors
/// [`ErrorKind::Language`] for such a text.
pub fn check_script(lang: &Lang, new: &str, old: &str) -> Result<()> {
    let new = detect(new);
    if !new.is_in_other_script(lang) || detect(old).is_in_other_script(lang) {
        return Ok(());
    }
    let (script, name) = (new.script_name(), lang.name_in_english());
    let message = format!("the new text is in {script} script, not in that of {name}");
    Err(Error::new(ErrorKind::Language, message)
        .hint("name the language of the text, or allow any script"))
}
