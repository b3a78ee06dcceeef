//! Imports with updates: the older translation that a unit replaces.
//!
//! The source is the unit's first text. A unit of the memory is an older translation of it if it
//! holds the same source text and texts in the same languages, and has the same context or, where
//! neither has one, the same `tuid` or none. Where two or more fit, none is replaced, because the choice
//! would be arbitrary. A translation with a later date than the new one stays.

use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use rusqlite::Connection;

use super::rows;
use crate::{
    lang::Lang,
    unit::{Text, Unit, UnitId},
};

/// The texts that the memory held when the import began, and the units that it has written since.
pub(super) struct Older {
    /// Hash of language and text, and the unit; sorted.
    texts: Vec<(u64, UnitId)>,
    /// Units that this import wrote to, sorted: one file does not replace its own translations.
    touched: BTreeSet<UnitId>,
}

/// The treatment of a unit that the memory does not hold.
pub(super) enum Fate {
    /// It is added.
    New,
    /// It replaces this one.
    Replaces(UnitId, Unit),
    /// The memory holds a newer translation.
    TooOld,
}

impl Older {
    /// Reads the memory's texts: about 16 bytes each.
    pub(super) fn read(c: &Connection) -> rusqlite::Result<Self> {
        let mut statement = c.prepare("SELECT lang, text, unit FROM texts")?;
        let mut rows = statement.query([])?;
        let mut texts = Vec::new();
        while let Some(row) = rows.next()? {
            texts.push((
                hash(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?),
                rows::id(row, 2)?,
            ));
        }
        texts.sort_unstable();
        Ok(Self { texts, touched: BTreeSet::new() })
    }

    /// Notes that this import wrote to a unit.
    pub(super) fn touch(&mut self, unit: UnitId) {
        self.touched.insert(unit);
    }

    /// The units with the texts of a unit in its languages, whatever their tags.
    pub(super) fn but_for_tags(
        &self,
        c: &Connection,
        unit: &Unit,
    ) -> rusqlite::Result<Vec<UnitId>> {
        let Some(first) = unit.variants.first() else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        let mut ids: Vec<UnitId> = self.with(first.lang.as_str(), &first.text.text).collect();
        ids.dedup();
        for id in ids {
            if rows::unit(c, id)?.is_some_and(|other| same_words(&other, unit)) {
                found.push(id);
            }
        }
        Ok(found)
    }

    /// The units that hold a text, and perhaps some that do not.
    fn with(&self, lang: &str, text: &str) -> impl Iterator<Item = UnitId> {
        let sought = hash(lang, text);
        let from = self.texts.partition_point(|(hash, _)| *hash < sought);
        self.texts[from..].iter().take_while(move |(hash, _)| *hash == sought).map(|(_, id)| *id)
    }

    /// Decides the treatment of a unit that the memory does not hold.
    pub(super) fn fate(&self, c: &Connection, new: &Unit) -> rusqlite::Result<Fate> {
        let Some(source) = new.variants.first() else { return Ok(Fate::New) };
        let mut found: Option<(UnitId, Unit)> = None;
        let mut before = None;
        for id in self.with(source.lang.as_str(), &source.text.text) {
            // The same text twice in one unit.
            if before.replace(id) == Some(id) || self.touched.contains(&id) {
                continue;
            }
            let Some(old) = rows::unit(c, id)? else { continue };
            if is_older(&old, new, &source.lang, &source.text) {
                if found.is_some() {
                    return Ok(Fate::New);
                }
                found = Some((id, old));
            }
        }
        Ok(match found {
            None => Fate::New,
            Some((_, old)) if old.changed().zip(new.changed()).is_some_and(|(o, n)| n < o) => {
                Fate::TooOld
            }
            Some((id, old)) => Fate::Replaces(id, old),
        })
    }
}

/// Returns true if two units have the same texts in the same languages, tags aside.
pub(super) fn same_words(a: &Unit, b: &Unit) -> bool {
    let texts = |unit: &Unit| {
        let mut texts: Vec<(Lang, String)> =
            unit.variants.iter().map(|v| (v.lang.clone(), v.text.text.clone())).collect();
        texts.sort();
        texts
    };
    texts(a) == texts(b)
}

fn is_older(old: &Unit, new: &Unit, lang: &Lang, text: &Text) -> bool {
    let langs = |unit: &Unit| {
        let mut langs: Vec<Lang> = unit.variants.iter().map(|v| v.lang.clone()).collect();
        langs.sort();
        langs
    };
    let same_place = || match (old.context(), new.context()) {
        (a, b) if a.is_empty() && b.is_empty() => {
            old.meta.attribute("tuid") == new.meta.attribute("tuid")
        }
        (a, b) => a == b,
    };
    old.variants.iter().any(|v| v.lang == *lang && v.text == *text)
        && langs(old) == langs(new)
        && same_place()
}

fn hash(lang: &str, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (lang, text).hash(&mut hasher);
    hasher.finish()
}
