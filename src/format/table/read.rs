//! Reader of tables: finds the headings, determines the languages, and yields one unit per row.

use std::{collections::VecDeque, sync::Arc};

use super::{
    layout::{Content, Headings, Kind, Langs},
    record::Records,
};
use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    format::{
        diagnostics::Diagnostics,
        reader::UnitParser,
        units::{DeletedUnits, Reading},
        unnamed::{SOURCE, TARGET, Unnamed},
    },
    lang::{Lang, detect_pair},
    text::counted,
    unit::Unit,
};

/// Number of rows examined before the first unit is returned.
const LOOKED_AT: usize = 100;
/// Maximum number of bytes examined.
const LOOKED_AT_BYTES: usize = 4 * 1024 * 1024;
/// Number of non-empty rows among which the headings must be; a title may stand above them.
const HEADINGS_WITHIN: usize = 10;

/// A row of cells.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// Row number, from 1.
    pub(crate) line: u64,
    /// Cells of the row.
    pub(crate) cells: Vec<String>,
    /// Sheet of the row, if the file has several.
    pub(crate) sheet: Option<Arc<str>>,
    /// The columns that hold numbers, in a spreadsheet that tells them from texts.
    #[cfg_attr(
        not(feature = "xlsx"),
        expect(dead_code, reason = "only spreadsheets have numbers")
    )]
    pub(crate) numbers: Vec<usize>,
}

/// Returns true for Arabic and English, which are taken without a warning.
fn is_usual(lang: &Lang) -> bool {
    *lang == Lang::arabic() || *lang == Lang::english()
}

/// A source of rows.
pub(crate) trait Rows: Send {
    /// Returns the next row.
    fn next_row(&mut self) -> Result<Option<Row>>;

    /// Returns the file name for messages.
    fn origin(&self) -> &str;

    /// Returns faults of rows since the last call, with their row numbers.
    fn take_faults(&mut self) -> Vec<(u64, String)>;
}

impl Rows for Records {
    fn next_row(&mut self) -> Result<Option<Row>> {
        self.next()
    }

    fn origin(&self) -> &str {
        self.lines.origin()
    }

    fn take_faults(&mut self) -> Vec<(u64, String)> {
        let fault =
            |line| (line, "a quote that is not closed; kept as part of the text".to_owned());
        self.take_strays().into_iter().map(fault).collect()
    }
}

/// Reads the units of a table one by one.
pub(crate) struct TableParser<R> {
    rows: R,
    reading: Reading,
    waiting: VecDeque<Row>,
    headings: Headings,
    langs: Langs,
    sheet: Option<Arc<str>>,
    /// True after a sheet with headings; later sheets without headings are not tables of units.
    had_headings: bool,
    /// Number of rows dropped from the current sheet, if it is not a table of units.
    leaves_out: Option<u64>,
    deleted: u64,
    deleted_units: DeletedUnits,
    unnamed: Unnamed,
}

impl<R: Rows> TableParser<R> {
    /// Opens a table and determines its columns.
    ///
    /// # Errors
    /// The table cannot be read, or reading is strict and the languages of its columns are unknown.
    pub(crate) fn open(rows: R, reading: &Reading, diagnostics: &mut Diagnostics) -> Result<Self> {
        let mut parser = Self {
            rows,
            reading: reading.clone(),
            waiting: VecDeque::new(),
            headings: Headings::default(),
            langs: Langs::default(),
            sheet: None,
            had_headings: false,
            leaves_out: None,
            deleted: 0,
            deleted_units: DeletedUnits::default(),
            unnamed: Unnamed::new(reading),
        };
        parser.begin_sheet(diagnostics)?;
        Ok(parser)
    }

    fn next_row(&mut self) -> Result<Option<Row>> {
        match self.waiting.pop_front() {
            Some(row) => Ok(Some(row)),
            None => self.rows.next_row(),
        }
    }

    fn place_of(&self, line: u64) -> Place {
        let origin = self.rows.origin();
        match &self.sheet {
            Some(sheet) => Place::line(format!("{origin}:{sheet}"), line),
            None => Place::line(origin, line),
        }
    }

    /// Examines the first rows of a sheet and determines its columns.
    fn begin_sheet(&mut self, diagnostics: &mut Diagnostics) -> Result<()> {
        let mut other_sheet = false;
        let mut bytes = 0;
        while self.waiting.len() < LOOKED_AT && bytes < LOOKED_AT_BYTES && !other_sheet {
            let Some(row) = self.rows.next_row()? else { break };
            let first = self.waiting.front().map_or(&row.sheet, |first| &first.sheet);
            other_sheet = *first != row.sheet;
            bytes += row.cells.iter().map(String::len).sum::<usize>();
            self.waiting.push_back(row);
        }
        let Some(first) = self.waiting.front() else { return Ok(()) };
        self.sheet.clone_from(&first.sheet);
        // Excel's way to declare the separator of a CSV.
        if first.line == 1 && first.cells.first().is_some_and(|cell| cell.starts_with("sep=")) {
            self.waiting.pop_front();
        }
        let is_blank = |row: &Row| row.cells.iter().all(|cell| cell.trim().is_empty());
        let own = |row: &&Row| row.sheet == self.sheet;
        let mut firsts =
            self.waiting.iter().take_while(own).enumerate().filter(|(_, row)| !is_blank(row));
        let found = firsts
            .by_ref()
            .take(HEADINGS_WITHIN)
            .find_map(|(i, row)| Some((i, Headings::read(&row.cells)?)));
        self.leaves_out = None;
        match found {
            Some((i, headings)) => {
                let above: Vec<Row> = self.waiting.drain(..=i).collect();
                for row in above.iter().take(i).filter(|row| !is_blank(row)) {
                    let place = self.place_of(row.line);
                    diagnostics.warn(place, "a row above the headings; left out");
                }
                self.headings = headings;
                self.had_headings = true;
            }
            None if self.had_headings => {
                self.leaves_out = Some(0);
                return Ok(());
            }
            None => {
                let own: Vec<&Row> = self.waiting.iter().take_while(own).collect();
                let columns = own.iter().map(|row| row.cells.len()).max().unwrap_or_default();
                let thirds = || own.iter().filter_map(|row| row.cells.get(2));
                let is_confidence = |cell: &String| {
                    cell.is_empty() || cell.parse::<f64>().is_ok_and(|n| (0.0..=1.0).contains(&n))
                };
                let confidence = columns == 3 && thirds().all(is_confidence);
                self.headings = Headings::without(columns, confidence);
            }
        }
        self.langs = self.languages(diagnostics)?;
        Ok(())
    }

    /// Determines the languages of columns that do not name them by their texts.
    fn languages(&mut self, diagnostics: &mut Diagnostics) -> Result<Langs> {
        let texts = |column: Option<usize>| {
            let own = self.waiting.iter().take_while(|row| row.sheet == self.sheet);
            let cells: Vec<&str> =
                own.filter_map(|row| row.cells.get(column?)).map(String::as_str).collect();
            cells.join("\n")
        };
        let [source, target] = [Kind::Source, Kind::Target].map(|k| self.headings.place(&k));
        let [source_text, target_text] = [texts(source), texts(target)];
        let Some(first) = self.waiting.front() else { return Ok(Langs::default()) };
        let place = self.place_of(first.line);
        let mut langs = Langs {
            source: self.reading.source_lang.clone(),
            target: self.reading.target_lang.clone(),
        };
        let given = [langs.source.as_ref(), langs.target.as_ref()];
        let [found_source, found_target] = detect_pair([&source_text, &target_text], given);
        if source.is_some() && langs.source.is_none() {
            langs.source = Some(match found_source {
                Some(lang) if is_usual(&lang) => lang,
                _ => self.unnamed.lang(SOURCE, &source_text, "", &place, diagnostics)?,
            });
        }
        if target.is_some() && langs.target.is_none() {
            // Two texts in Latin script are not taken for one language.
            let is_same = found_target.is_some() && found_target == langs.source;
            let is_arabic = langs.source == Some(Lang::arabic());
            langs.target = Some(match found_target {
                Some(lang) if is_usual(&lang) && !is_same => lang,
                _ if is_same && !is_arabic => {
                    self.unnamed.lang(TARGET, "", "", &place, diagnostics)?
                }
                _ => self.unnamed.lang(TARGET, &target_text, "", &place, diagnostics)?,
            });
        }
        let both = source.is_some() && target.is_some();
        let guessed = self.reading.source_lang.is_none() || self.reading.target_lang.is_none();
        if both
            && guessed
            && langs.source == langs.target
            && self.headings.place(&Kind::TargetLang).is_none()
        {
            let lang = langs.source.as_ref().map(Lang::as_str).unwrap_or_default();
            let fault = format!("both columns seem to be in one language, {lang}");
            let settings = [Setting::SourceLang, Setting::TargetLang];
            const HINT: &str = "say which languages they are";
            if self.reading.strict {
                return Err(Error::new(ErrorKind::Format, fault)
                    .at(place)
                    .hint(HINT)
                    .settings(settings));
            }
            diagnostics.warn_about(settings, place, format!("{fault}: {HINT}"));
        }
        Ok(langs)
    }

    fn end_sheet(&mut self, diagnostics: &mut Diagnostics) {
        if let Some(rows) = self.leaves_out.take().filter(|rows| *rows > 0) {
            diagnostics.skipped += rows;
            let place = self.place_of(1);
            let message = format!(
                "this sheet has no headings for two texts; {} skipped",
                counted(rows, "row")
            );
            diagnostics.warn(place, message);
        }
    }

    fn warn_of_deleted(&mut self, diagnostics: &mut Diagnostics) {
        let deleted = std::mem::take(&mut self.deleted);
        if deleted > 0 {
            let place = Place::file(self.rows.origin());
            let rows = counted(deleted, "row");
            diagnostics.warn(place, format!("{rows} marked delete; skipped"));
        }
    }

    fn odd(&self, place: Place, fault: String, diagnostics: &mut Diagnostics) -> Result<()> {
        if self.reading.strict {
            return Err(Error::new(ErrorKind::Format, fault)
                .at(place)
                .hint("correct the row, or read the file without strict checking")
                .settings(Setting::Strict));
        }
        diagnostics.warn(place, fault);
        Ok(())
    }
}

impl<R: Rows> UnitParser for TableParser<R> {
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        loop {
            let row = self.next_row()?;
            for (line, fault) in self.rows.take_faults() {
                let place = self.place_of(line);
                self.odd(place, fault, diagnostics)?;
            }
            #[cfg_attr(not(feature = "xlsx"), allow(unused_mut))]
            let Some(mut row) = row else {
                self.end_sheet(diagnostics);
                self.warn_of_deleted(diagnostics);
                return Ok(None);
            };
            if row.sheet != self.sheet {
                self.end_sheet(diagnostics);
                self.waiting.push_front(row);
                self.begin_sheet(diagnostics)?;
                continue;
            }
            if let Some(left_out) = &mut self.leaves_out {
                *left_out += u64::from(row.cells.iter().any(|cell| !cell.trim().is_empty()));
                continue;
            }
            let place = self.place_of(row.line);
            #[cfg(feature = "xlsx")]
            self.headings.restore(&mut row.cells, &row.numbers);
            match self.headings.unit(&row.cells, &self.langs) {
                Content::Unit(unit, fault) => {
                    if let Some(fault) = fault {
                        self.odd(place, fault, diagnostics)?;
                    }
                    return Ok(Some(unit));
                }
                Content::Empty => {}
                Content::Deleted(unit) => {
                    diagnostics.skipped += 1;
                    self.deleted += 1;
                    self.deleted_units.push(unit);
                }
                Content::Useless(why) => {
                    diagnostics.skipped += 1;
                    self.odd(place, format!("row skipped: {why}"), diagnostics)?;
                }
            }
        }
    }

    fn place(&self) -> Place {
        Place::file(self.rows.origin())
    }

    fn deleted(&self) -> DeletedUnits {
        self.deleted_units.clone()
    }
}
