//! Columns of a table, and conversion between units and rows.

use serde::{Deserialize, Serialize};

use super::columns;
use crate::{
    lang::Lang,
    text::folded,
    unit::{Meta, Prop, Text, Unit, Variant},
};

/// Maximum number of columns; further content goes into the last one.
const MOST: usize = 100;

/// Content of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text in the given language.
    Text(Lang),
    /// Source text.
    Source,
    /// Target text.
    Target,
    /// Language of the source text.
    SourceLang,
    /// Language of the target text.
    TargetLang,
    /// Note.
    Note,
    /// Attribute with the given name.
    Attribute(String),
    /// Property of the given type.
    Prop(String),
    /// Mark of a translation that needs review.
    Fuzzy,
    /// Action of a reviewer on the row.
    Act,
    /// Row number, for readers of the table only.
    Number,
    /// Content without a column of its own, as JSON.
    More,
}

#[cfg(feature = "xlsx")]
impl Kind {
    /// Returns the number of decimals if the content of the column is a number.
    pub(crate) fn decimals(&self) -> Option<usize> {
        match self {
            Self::Number => Some(0),
            Self::Attribute(name) if name == "usagecount" => Some(0),
            Self::Prop(name) if name == CONFIDENCE => Some(2),
            _ => None,
        }
    }

    /// Returns true for the confidence of an alignment.
    pub(crate) fn is_confidence(&self) -> bool {
        matches!(self, Self::Prop(name) if name == CONFIDENCE)
    }
}

#[cfg(feature = "xlsx")]
const CONFIDENCE: &str = "x-confidence";

/// The columns of a table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Headings {
    kinds: Vec<Kind>,
}

/// Content without a column of its own.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct More {
    #[serde(flatten)]
    meta: Meta,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    texts: Vec<MoreText>,
}

/// Content of one text without a column of its own.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct MoreText {
    lang: Lang,
    /// The text itself, if it has no column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(flatten)]
    meta: Meta,
}

/// Result of reading a row.
pub(crate) enum Content {
    /// A unit, and a warning about the row.
    Unit(Unit, Option<String>),
    /// An empty row.
    Empty,
    /// A row that a reviewer marked as deleted, with its texts.
    Deleted(Unit),
    /// A row without usable content, and the reason.
    Useless(String),
}

/// Languages of the source and target columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Langs {
    pub(crate) source: Option<Lang>,
    pub(crate) target: Option<Lang>,
}

impl Headings {
    /// Creates columns of the given kinds.
    pub(crate) fn of(kinds: Vec<Kind>) -> Self {
        Self { kinds }
    }

    /// Returns true if the row contains headings.
    pub(crate) fn are(cells: &[String]) -> bool {
        Self::read(cells).is_some()
    }

    /// Reads a row of headings. Returns `None` unless it names two texts, or one text beside known
    /// columns only. An unknown heading becomes the type of a property.
    pub(crate) fn read(cells: &[String]) -> Option<Self> {
        let kinds: Vec<Option<Kind>> = cells.iter().map(|cell| columns::kind(cell)).collect();
        let is_text = |kind: &&Option<Kind>| {
            matches!(kind, Some(Kind::Text(_) | Kind::Source | Kind::Target))
        };
        let texts = kinds.iter().filter(is_text).count();
        let unknown =
            kinds.iter().zip(cells).filter(|(k, cell)| k.is_none() && !cell.trim().is_empty());
        if texts == 0 || (texts == 1 && (cells.len() < 2 || unknown.count() > 0)) {
            return None;
        }
        let mut found: Vec<Kind> = Vec::with_capacity(kinds.len());
        for (i, (kind, cell)) in kinds.into_iter().zip(cells).enumerate() {
            let unnamed = || {
                let name = cell.trim();
                if name.is_empty() { format!("x-column-{}", i + 1) } else { name.to_owned() }
            };
            found.push(kind.unwrap_or_else(|| Kind::Prop(unnamed())));
        }
        Some(Self { kinds: found })
    }

    /// Creates the columns of a table without headings: source, target, and the confidence of
    /// alignments written by this program as the third.
    pub(crate) fn without(columns: usize, third_is_confidence: bool) -> Self {
        let kinds = (0..columns.max(2)).map(|i| match i {
            0 => Kind::Source,
            1 => Kind::Target,
            2 if third_is_confidence => Kind::Prop("x-confidence".to_owned()),
            i => Kind::Prop(format!("x-column-{}", i + 1)),
        });
        Self { kinds: kinds.collect() }
    }

    /// Returns the headings to write.
    pub(crate) fn names(&self) -> Vec<String> {
        self.kinds.iter().map(columns::name).collect()
    }

    /// Returns the kinds of the columns.
    #[cfg(feature = "xlsx")]
    pub(crate) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// Gives the numbers of a spreadsheet back the form that confidences have as texts: 0.9 is 0.90.
    #[cfg(feature = "xlsx")]
    pub(super) fn restore(&self, cells: &mut [String], numbers: &[usize]) {
        for at in numbers {
            let (Some(kind), Some(cell)) = (self.kinds.get(*at), cells.get_mut(*at)) else {
                continue;
            };
            if let Some(decimals) = kind.decimals()
                && let Ok(number) = cell.parse::<f64>()
            {
                let text = format!("{number:.decimals$}");
                if text.parse() == Ok(number) {
                    *cell = text;
                }
            }
        }
    }

    /// Returns the index of a column.
    pub(crate) fn place(&self, kind: &Kind) -> Option<usize> {
        self.kinds.iter().position(|k| k == kind)
    }

    /// Converts a row to a unit.
    pub(crate) fn unit(&self, cells: &[String], langs: &Langs) -> Content {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Content::Empty;
        }
        let mut unit = Unit::default();
        let mut fault = None;
        let langs = self.langs(cells, langs, &mut fault);
        let mut more = None;
        let mut is_deleted = false;
        let used = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |i| i + 1);
        if used > self.kinds.len() {
            fault = Some(format!(
                "the row has {used} cells, the table {} columns; the rest is kept as properties",
                self.kinds.len()
            ));
        }
        for (i, cell) in cells.iter().enumerate() {
            if cell.trim().is_empty() {
                continue;
            }
            let mut text = |lang: Option<&Lang>| match lang {
                Some(lang) => unit.variants.push(Variant {
                    lang: lang.clone(),
                    text: Text::plain(cell.as_str()),
                    meta: Meta::default(),
                }),
                None => fault = Some("a text in an unknown language; left out".to_owned()),
            };
            match self.kinds.get(i) {
                Some(Kind::Text(lang)) => text(Some(lang)),
                Some(Kind::Source) => text(langs.source.as_ref()),
                Some(Kind::Target) => text(langs.target.as_ref()),
                Some(Kind::More) => more = Some(cell),
                Some(Kind::Act) => match act(cell) {
                    Some(Act::Keep) => {}
                    Some(Act::Approve) => unit.meta.set_prop("x-reviewed", "yes"),
                    Some(Act::Delete) => is_deleted = true,
                    None => {
                        let word: String = cell.trim().chars().take(40).collect();
                        fault = Some(format!(
                            "'{word}' in the column act is none of ok, keep, delete; kept as a note"
                        ));
                        unit.meta.notes.push(cell.clone());
                    }
                },
                Some(kind) => describe(&mut unit.meta, kind, cell),
                None => unit.meta.add_prop(format!("x-column-{}", i + 1), cell.as_str()),
            }
        }
        if self.place(&Kind::Act).is_some() && unit.meta.prop("x-origin").is_none() {
            unit.meta.add_prop("x-origin", "aligned");
        }
        if let Some(json) = more {
            match serde_json::from_str::<More>(json) {
                Ok(more) => more.give_back(&mut unit),
                Err(_) => {
                    unit.meta.add_prop(columns::MORE, json);
                    fault = Some(format!("the column {} is not valid", columns::MORE));
                }
            }
        }
        if is_deleted {
            return Content::Deleted(unit);
        }
        if unit.variants.is_empty() {
            return Content::Useless(fault.unwrap_or_else(|| "no text in the row".to_owned()));
        }
        Content::Unit(unit, fault)
    }

    fn langs(&self, cells: &[String], langs: &Langs, fault: &mut Option<String>) -> Langs {
        let mut lang_of = |kind: &Kind, otherwise: &Option<Lang>| {
            let cell = self.place(kind).and_then(|i| cells.get(i)).filter(|c| !c.trim().is_empty());
            let Some(cell) = cell else { return otherwise.clone() };
            match cell.parse::<Lang>() {
                Ok(lang) => Some(lang),
                Err(e) => {
                    *fault = Some(e.message);
                    otherwise.clone()
                }
            }
        };
        Langs {
            source: lang_of(&Kind::SourceLang, &langs.source),
            target: lang_of(&Kind::TargetLang, &langs.target),
        }
    }

    /// Adds columns for the content of a unit.
    pub(crate) fn grow(&mut self, unit: &Unit) {
        let mut need = |kind: Kind| {
            if !self.kinds.contains(&kind) && self.kinds.len() < MOST && is_heading(&kind) {
                self.kinds.push(kind);
            }
        };
        for variant in &unit.variants {
            need(Kind::Text(variant.lang.clone()));
        }
        if !unit.meta.notes.is_empty() {
            need(Kind::Note);
        }
        for (name, _) in &unit.meta.attributes {
            need(Kind::Attribute(name.clone()));
        }
        for prop in &unit.meta.props {
            need(Kind::Prop(prop.kind.clone()));
        }
        // Ignores the maximum number of columns, because this one holds everything that got none.
        if self.place(&Kind::More).is_none() && !self.cells(unit).1.is_empty() {
            self.kinds.push(Kind::More);
        }
    }

    /// Sorts the columns so that the texts come first and are seen first.
    pub(crate) fn arrange(&mut self) {
        self.kinds.sort_by_key(|kind| match kind {
            Kind::Text(_) => 0,
            Kind::Note => 1,
            Kind::Prop(_) => 2,
            Kind::Attribute(_) => 3,
            _ => 4,
        });
    }

    /// Returns the cells of a unit, and the content without a column as JSON, which is empty if
    /// there is none.
    pub(crate) fn cells(&self, unit: &Unit) -> (Vec<String>, String) {
        let mut cells = vec![String::new(); self.kinds.len()];
        let mut put = |kind: &Kind, value: &str| {
            let cell = self.place(kind).and_then(|i| cells.get_mut(i)).filter(|c| c.is_empty());
            match cell {
                Some(cell) if !value.trim().is_empty() => {
                    value.clone_into(cell);
                    true
                }
                _ => false,
            }
        };
        let mut more = More::default();
        for variant in &unit.variants {
            let placed = put(&Kind::Text(variant.lang.clone()), &variant.text.text);
            if !placed || variant.meta != Meta::default() {
                more.texts.push(MoreText {
                    lang: variant.lang.clone(),
                    text: (!placed).then(|| variant.text.text.clone()),
                    meta: variant.meta.clone(),
                });
            }
        }
        for note in &unit.meta.notes {
            if !put(&Kind::Note, note) {
                more.meta.notes.push(note.clone());
            }
        }
        for (name, value) in &unit.meta.attributes {
            if !put(&Kind::Attribute(name.clone()), value) {
                more.meta.attributes.push((name.clone(), value.clone()));
            }
        }
        for prop in &unit.meta.props {
            if !put(&Kind::Prop(prop.kind.clone()), &prop.value) {
                more.meta.props.push(prop.clone());
            }
        }
        let json = if more == More::default() {
            String::new()
        } else {
            serde_json::to_string(&more).unwrap_or_default()
        };
        if let Some(cell) = self.place(&Kind::More).and_then(|i| cells.get_mut(i)) {
            cell.clone_from(&json);
        }
        (cells, json)
    }
}

impl More {
    fn give_back(self, unit: &mut Unit) {
        unit.meta.notes.extend(self.meta.notes);
        unit.meta.attributes.extend(self.meta.attributes);
        unit.meta.props.extend(self.meta.props);
        for more in self.texts {
            if let Some(text) = more.text {
                let text = Text::plain(text);
                unit.variants.push(Variant { lang: more.lang, text, meta: more.meta });
            } else if let Some(v) = unit.variants.iter_mut().find(|v| v.lang == more.lang) {
                v.meta = more.meta;
            } else {
                // The text was deleted, so its notes and properties move to the unit.
                unit.meta.notes.extend(more.meta.notes);
                unit.meta.props.extend(more.meta.props);
            }
        }
    }
}

/// Returns true if the heading of the column is read back as the same kind; a blank heading, for
/// example, is not.
fn is_heading(kind: &Kind) -> bool {
    columns::kind(&columns::name(kind)).as_ref() == Some(kind)
}

/// Stores a cell other than a text in `meta`.
fn describe(meta: &mut Meta, kind: &Kind, cell: &str) {
    match kind {
        Kind::Note => meta.notes.push(cell.to_owned()),
        Kind::Attribute(name) if meta.attribute(name).is_none() => {
            meta.set_attribute(name, cell);
        }
        Kind::Attribute(name) => {
            meta.props.push(Prop { kind: name.clone(), value: cell.to_owned() });
        }
        Kind::Prop(name) => meta.add_prop(name.as_str(), cell),
        Kind::Fuzzy if is_one_of(cell, &["true", "yes", "1", "fuzzy"]) => {
            meta.set_prop("x-reviewed", "no");
        }
        _ => {}
    }
}

/// A decision of a reviewer on a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Keep,
    Approve,
    Delete,
}

/// Reads a word in the column of decisions; `None` if it is unknown. Signs around it, capitals and
/// spelling variants make no difference.
fn act(cell: &str) -> Option<Act> {
    const APPROVE: &[&str] = &["ok", "okay", "yes", "y", "approve", "approved", "good"];
    const APPROVE_ARABIC: &[&str] = &["نعم", "موافق", "موافقه", "صحيح", "مقبول", "تمام"];
    const KEEP: &[&str] = &["keep", "kept", "ابقاء", "ابق", "ابقه", "يبقي", "ابقي"];
    const DELETE: &[&str] = &["delete", "deleted", "del", "remove", "حذف", "احذف", "احذفه", "يحذف"];
    let is_sign = |c: char| !c.is_alphanumeric();
    let word = cell.trim();
    if ["✓", "✔", "✅"].contains(&word.trim_end_matches('\u{FE0F}')) {
        return Some(Act::Approve);
    }
    let word = folded(word.trim_matches(is_sign));
    let is = |words: &[&str]| words.contains(&&*word);
    match () {
        () if is(APPROVE) || is(APPROVE_ARABIC) => Some(Act::Approve),
        () if is(KEEP) => Some(Act::Keep),
        () if is(DELETE) => Some(Act::Delete),
        () => None,
    }
}

fn is_one_of(cell: &str, words: &[&str]) -> bool {
    let cell = cell.trim().to_lowercase();
    words.contains(&cell.as_str())
}
