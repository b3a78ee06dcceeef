//! Writer of tables. Units are buffered in a temporary file until the columns they need are known.

use std::io::{BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};

use super::layout::{Headings, Kind};
use crate::{
    error::{Error, Result},
    format::{
        control::without_nul,
        spool::{Spool, spool},
        units::{Outcome, WriteUnits, Writing},
    },
    unit::Unit,
};

/// A destination of rows.
pub(crate) trait Sheet {
    /// Writes the headings; called once, before the rows.
    fn headings(&mut self, headings: &Headings) -> Result<()>;

    /// Writes a row. Returns false if it was dropped and counted as lost.
    fn row(&mut self, cells: &[String], outcome: &mut Outcome) -> Result<bool>;

    /// Completes the table.
    fn finish(&mut self) -> Result<()>;
}

/// Writes units as rows of a table.
pub(crate) struct TableWriter<S> {
    sheet: S,
    headings: Headings,
    waiting: BufWriter<Spool>,
    outcome: Outcome,
}

impl<S: Sheet> TableWriter<S> {
    /// Creates a writer.
    ///
    /// # Errors
    /// The temporary file cannot be created.
    pub(crate) fn new(sheet: S, writing: &Writing) -> Result<Self> {
        let langs = [&writing.source_lang, &writing.target_lang].into_iter().flatten();
        let kinds = langs.map(|lang| Kind::Text(lang.clone())).collect();
        let waiting = BufWriter::new(spool().map_err(Error::cannot_write)?);
        Ok(Self { sheet, headings: Headings::of(kinds), waiting, outcome: Outcome::default() })
    }
}

impl<S: Sheet> WriteUnits for TableWriter<S> {
    fn write(&mut self, unit: &Unit) -> Result<()> {
        let mut unit = without_nul(unit, &mut self.outcome).into_owned();
        let tags: u64 = unit.variants.iter().map(|v| v.text.marks.len() as u64).sum();
        self.outcome.lose("inline tags", tags);
        unit.variants.iter_mut().for_each(|v| v.text.marks.clear());
        if unit.variants.is_empty() {
            self.outcome.lose("units without a text", 1);
            return Ok(());
        }
        self.headings.grow(&unit);
        serde_json::to_writer(&mut self.waiting, &unit)
            .map_err(|e| Error::cannot_write(e.into()))?;
        self.waiting.write_all(b"\n").map_err(Error::cannot_write)
    }

    fn finish(mut self: Box<Self>) -> Result<Outcome> {
        self.headings.arrange();
        self.sheet.headings(&self.headings)?;
        let mut file =
            self.waiting.into_inner().map_err(|e| Error::cannot_write(e.into_error()))?;
        file.seek(SeekFrom::Start(0)).map_err(Error::cannot_write)?;
        for line in BufReader::new(file).lines() {
            let line = line.map_err(Error::cannot_read)?;
            let unit: Unit =
                serde_json::from_str(&line).map_err(|e| Error::cannot_read(e.into()))?;
            let taken = self.sheet.row(&self.headings.cells(&unit).0, &mut self.outcome)?;
            self.outcome.units += u64::from(taken);
        }
        self.sheet.finish()?;
        Ok(self.outcome)
    }
}
