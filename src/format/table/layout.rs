//! The columns of a table, and units in its rows.

use serde::{Deserialize, Serialize};

use super::columns;
use crate::{
    lang::Lang,
    unit::{Meta, Prop, Text, Unit, Variant},
};

/// As many columns as a table gets; what has no column goes into the last.
const MOST: usize = 100;

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A text in that language.
    Text(Lang),
    /// The text.
    Source,
    /// Its translation.
    Target,
    /// The language of the text.
    SourceLang,
    /// The language of its translation.
    TargetLang,
    /// A note.
    Note,
    /// An attribute of that name.
    Attribute(String),
    /// A property of that type.
    Prop(String),
    /// Whether the translation waits for a person.
    Fuzzy,
    /// What is to be done with the row.
    Act,
    /// The number of the row, which is for people.
    Number,
    /// Whatever has no column of its own, as JSON.
    More,
}

/// The columns of a table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Headings {
    kinds: Vec<Kind>,
}

/// What has no column of its own.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct More {
    #[serde(flatten)]
    meta: Meta,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    texts: Vec<MoreText>,
}

/// Of one text, what has no column of its own.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct MoreText {
    lang: Lang,
    /// The text, where it has no column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(flatten)]
    meta: Meta,
}

/// What a row turned out to be.
pub(crate) enum Content {
    /// A unit, and what was wrong with the row beside it.
    Unit(Unit, Option<String>),
    /// Nothing.
    Empty,
    /// A row that a person gave up.
    Deleted,
    /// A row of which nothing can be used, and why.
    Useless(String),
}

/// The languages of the columns that do not name theirs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Langs {
    pub(crate) source: Option<Lang>,
    pub(crate) target: Option<Lang>,
}

impl Headings {
    /// Columns by what stands in them.
    pub(crate) fn of(kinds: Vec<Kind>) -> Self {
        Self { kinds }
    }

    /// Whether a first row holds headings.
    pub(crate) fn are(cells: &[String]) -> bool {
        Self::read(cells).is_some()
    }

    /// The columns that a first row names, if it does: two texts, or one beside nothing but what
    /// is known. An unknown heading is the type of a property.
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

    /// The columns of a table without headings: text, translation, and what our own alignments
    /// say third.
    pub(crate) fn without(columns: usize, third_is_confidence: bool) -> Self {
        let kinds = (0..columns.max(2)).map(|i| match i {
            0 => Kind::Source,
            1 => Kind::Target,
            2 if third_is_confidence => Kind::Prop("x-confidence".to_owned()),
            i => Kind::Prop(format!("x-column-{}", i + 1)),
        });
        Self { kinds: kinds.collect() }
    }

    /// What is written over the columns.
    pub(crate) fn names(&self) -> Vec<String> {
        self.kinds.iter().map(columns::name).collect()
    }

    /// What stands in the columns.
    pub(crate) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// The place of a column.
    pub(crate) fn place(&self, kind: &Kind) -> Option<usize> {
        self.kinds.iter().position(|k| k == kind)
    }

    /// The unit of a row.
    pub(crate) fn unit(&self, cells: &[String], langs: &Langs) -> Content {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Content::Empty;
        }
        let mut unit = Unit::default();
        let mut fault = None;
        let langs = self.langs(cells, langs, &mut fault);
        let mut more = None;
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
                None => fault = Some("a text whose language is not told; left out".to_owned()),
            };
            match self.kinds.get(i) {
                Some(Kind::Text(lang)) => text(Some(lang)),
                Some(Kind::Source) => text(langs.source.as_ref()),
                Some(Kind::Target) => text(langs.target.as_ref()),
                Some(Kind::More) => more = Some(cell),
                Some(Kind::Act) if is_one_of(cell, &["delete", "حذف", "احذف"]) => {
                    return Content::Deleted;
                }
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
                    fault = Some(format!("the column {} is not as it was written", columns::MORE));
                }
            }
        }
        if unit.variants.is_empty() {
            return Content::Useless(fault.unwrap_or_else(|| "no text in the row".to_owned()));
        }
        Content::Unit(unit, fault)
    }

    fn langs(&self, cells: &[String], langs: &Langs, fault: &mut Option<String>) -> Langs {
        let mut told = |kind: &Kind, otherwise: &Option<Lang>| {
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
            source: told(&Kind::SourceLang, &langs.source),
            target: told(&Kind::TargetLang, &langs.target),
        }
    }

    /// Makes columns for what a unit holds.
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
        // Whatever the number of columns, for here goes what got none.
        if self.place(&Kind::More).is_none() && !self.cells(unit).1.is_empty() {
            self.kinds.push(Kind::More);
        }
    }

    /// Puts the texts before everything else, so that a person sees them first.
    pub(crate) fn arrange(&mut self) {
        self.kinds.sort_by_key(|kind| match kind {
            Kind::Text(_) => 0,
            Kind::Note => 1,
            Kind::Prop(_) => 2,
            Kind::Attribute(_) => 3,
            _ => 4,
        });
    }

    /// A unit's cells, and what has no column as JSON, which is empty if everything has one.
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
                // The text was deleted; what was said of it is said of the unit.
                unit.meta.notes.extend(more.meta.notes);
                unit.meta.props.extend(more.meta.props);
            }
        }
    }
}

/// Whether the heading of such a column is read as what it is: not one that is made of blanks.
fn is_heading(kind: &Kind) -> bool {
    columns::kind(&columns::name(kind)).as_ref() == Some(kind)
}

/// Takes a cell that is no text into what is known of a unit.
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
        Kind::Act if is_one_of(cell, &["ok", "موافق", "نعم"]) => {
            meta.set_prop("x-reviewed", "yes");
        }
        // A row that is kept stays as it is; any other word of a person is a note.
        Kind::Act if !is_one_of(cell, &["keep", "إبقاء", "أبق"]) => {
            meta.notes.push(cell.to_owned());
        }
        _ => {}
    }
}

fn is_one_of(cell: &str, words: &[&str]) -> bool {
    let cell = cell.trim().to_lowercase();
    words.contains(&cell.as_str())
}
