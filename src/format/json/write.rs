//! Writers of JSON lines and of Weblate's memories.

use std::io::Write;

use serde::Serialize;

use crate::{
    error::{Error, Result},
    format::{
        po,
        sides::{Sides, without},
        units::{Outcome, WriteUnits, Writing},
    },
    unit::{Unit, Variant},
};

/// Writes one complete unit per line.
pub(super) struct LinesWriter<'w> {
    out: &'w mut dyn Write,
    outcome: Outcome,
}

impl<'w> LinesWriter<'w> {
    pub(super) fn new(out: &'w mut dyn Write) -> Self {
        Self { out, outcome: Outcome::default() }
    }
}

impl WriteUnits for LinesWriter<'_> {
    fn write(&mut self, unit: &Unit) -> Result<()> {
        if unit.variants.is_empty() {
            self.outcome.lose(&without(None), 1);
            return Ok(());
        }
        self.outcome.units += 1;
        serde_json::to_writer(&mut *self.out, unit).map_err(|e| Error::cannot_write(e.into()))?;
        self.out.write_all(b"\n").map_err(Error::cannot_write)
    }

    fn finish(self: Box<Self>) -> Result<Outcome> {
        self.out.flush().map_err(Error::cannot_write)?;
        Ok(self.outcome)
    }
}

/// Writes an array of pairs that conforms to Weblate's schema.
pub(super) struct WeblateWriter<'w> {
    out: &'w mut dyn Write,
    writing: Writing,
    outcome: Outcome,
}

/// A pair. Weblate's schema allows no other fields.
#[derive(Serialize)]
struct Entry<'u> {
    source: &'u str,
    target: &'u str,
    source_language: &'u str,
    target_language: &'u str,
    origin: &'u str,
    context: &'u str,
    category: u64,
    status: u8,
}

impl<'w> WeblateWriter<'w> {
    pub(super) fn new(out: &'w mut dyn Write, writing: &Writing) -> Result<Self> {
        out.write_all(b"[").map_err(Error::cannot_write)?;
        Ok(Self { out, writing: writing.clone(), outcome: Outcome::default() })
    }

    /// Counts content that an entry cannot hold.
    fn lose(&mut self, unit: &Unit, sides: Sides<'_>) {
        sides.lose_the_rest(unit, &mut self.outcome);
        let held = [po::CONTEXT, "x-document", "x-weblate-category", "x-reviewed"];
        let metas = || std::iter::once(&unit.meta).chain(unit.variants.iter().map(|v| &v.meta));
        let props = metas().flat_map(|m| &m.props).filter(|p| !held.contains(&p.kind.as_str()));
        self.outcome.lose("properties", props.count() as u64);
        self.outcome.lose("notes", metas().map(|m| m.notes.len() as u64).sum());
        self.outcome.lose("dates and users", metas().map(|m| m.attributes.len() as u64).sum());
    }
}

impl WriteUnits for WeblateWriter<'_> {
    fn write(&mut self, unit: &Unit) -> Result<()> {
        let sides = Sides::of(unit, &self.writing);
        let filled = |side: Option<&'_ Variant>| side.is_some_and(|v| !v.text.text.is_empty());
        let (Some(source), Some(target)) = (sides.source, sides.target) else {
            let missing = if sides.source.is_none() {
                &self.writing.source_lang
            } else {
                &self.writing.target_lang
            };
            self.outcome.lose(&without(missing.as_ref()), 1);
            return Ok(());
        };
        if !filled(Some(source)) || !filled(Some(target)) {
            self.outcome.lose("units with an empty text", 1);
            return Ok(());
        }
        self.lose(unit, sides);
        let category = unit.meta.prop("x-weblate-category").and_then(|c| c.parse().ok());
        let entry = Entry {
            source: &source.text.text,
            target: &target.text.text,
            source_language: source.lang.as_str(),
            target_language: target.lang.as_str(),
            origin: unit.document().unwrap_or_default(),
            context: unit.meta.prop(po::CONTEXT).unwrap_or_default(),
            category: category.unwrap_or(1),
            status: u8::from(unit.is_reviewed()),
        };
        let comma: &[u8] = if self.outcome.units == 0 { b"\n" } else { b",\n" };
        self.out.write_all(comma).map_err(Error::cannot_write)?;
        serde_json::to_writer(&mut *self.out, &entry).map_err(|e| Error::cannot_write(e.into()))?;
        self.outcome.units += 1;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Outcome> {
        self.out
            .write_all(b"\n]\n")
            .and_then(|()| self.out.flush())
            .map_err(Error::cannot_write)?;
        Ok(self.outcome)
    }
}
