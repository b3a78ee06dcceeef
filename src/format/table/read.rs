//! Tables in: headings found or done without, languages told or seen, a unit a row.

use std::{collections::VecDeque, sync::Arc};

use super::{
    layout::{Content, Headings, Kind, Langs},
    record::Records,
};
use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    event::Event,
    format::{
        diagnostics::Diagnostics,
        units::{ReadUnits, Reading},
        unnamed::{SOURCE, TARGET, Unnamed},
    },
    lang::Lang,
    unit::Unit,
};

/// As many rows are looked at before the first is read.
const LOOKED_AT: usize = 100;
/// But not more bytes than this.
const LOOKED_AT_BYTES: usize = 4 * 1024 * 1024;
/// Headings stand within the first rows; a title may stand above them.
const HEADINGS_WITHIN: usize = 10;

/// A row as it stands.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// Its number, from 1.
    pub(crate) line: u64,
    /// Its cells.
    pub(crate) cells: Vec<String>,
    /// The sheet that it stands on, where there are several.
    pub(crate) sheet: Option<Arc<str>>,
}

/// Where rows come from.
pub(crate) trait Rows: Send {
    /// The next row.
    fn next_row(&mut self) -> Result<Option<Row>>;

    /// The file's name for messages.
    fn origin(&self) -> &str;

    /// What was wrong with rows since this was last asked, with their numbers.
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
        let told = |line| (line, "a quote that is not closed; taken as one of the text".to_owned());
        self.take_strays().into_iter().map(told).collect()
    }
}

/// Reads the units of a table one by one.
pub(crate) struct TableReader<R> {
    rows: R,
    reading: Reading,
    waiting: VecDeque<Row>,
    headings: Headings,
    langs: Langs,
    sheet: Option<Arc<str>>,
    /// Whether a sheet of the file had headings, so that one without is no table of units.
    had_headings: bool,
    /// Whether the rows of this sheet are left out, and how many were.
    leaves_out: Option<u64>,
    deleted: u64,
    diagnostics: Diagnostics,
    unnamed: Unnamed,
    ended: bool,
}

impl<R: Rows> TableReader<R> {
    /// Opens a table and finds its columns.
    ///
    /// # Errors
    /// It cannot be read, or nothing tells the languages of its columns.
    pub(crate) fn open(rows: R, reading: &Reading) -> Result<Self> {
        let mut reader = Self {
            rows,
            reading: reading.clone(),
            waiting: VecDeque::new(),
            headings: Headings::default(),
            langs: Langs::default(),
            sheet: None,
            had_headings: false,
            leaves_out: None,
            deleted: 0,
            diagnostics: Diagnostics::default(),
            unnamed: Unnamed::new(reading),
            ended: false,
        };
        reader.begin_sheet()?;
        Ok(reader)
    }

    fn next_row(&mut self) -> Result<Option<Row>> {
        match self.waiting.pop_front() {
            Some(row) => Ok(Some(row)),
            None => self.rows.next_row(),
        }
    }

    fn place(&self, line: u64) -> Place {
        let origin = self.rows.origin();
        match &self.sheet {
            Some(sheet) => Place::line(format!("{origin}:{sheet}"), line),
            None => Place::line(origin, line),
        }
    }

    /// Looks at the first rows of a sheet and finds its columns.
    fn begin_sheet(&mut self) -> Result<()> {
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
        // Excel's own way to say what parts the cells.
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
                    let place = self.place(row.line);
                    self.diagnostics.warn(place, "a row above the headings; left out");
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
        self.langs = self.languages()?;
        Ok(())
    }

    /// The languages of the columns that do not name theirs: by their letters, as long as these part
    /// the two.
    fn languages(&mut self) -> Result<Langs> {
        let texts = |column: Option<usize>| {
            let own = self.waiting.iter().take_while(|row| row.sheet == self.sheet);
            let cells: Vec<&str> =
                own.filter_map(|row| row.cells.get(column?)).map(String::as_str).collect();
            cells.join("\n")
        };
        let [source, target] = [Kind::Source, Kind::Target].map(|k| self.headings.place(&k));
        let [source_text, target_text] = [texts(source), texts(target)];
        let Some(first) = self.waiting.front() else { return Ok(Langs::default()) };
        let place = self.place(first.line);
        let mut langs = Langs {
            source: self.reading.source_lang.clone(),
            target: self.reading.target_lang.clone(),
        };
        let mut unnamed =
            |side, text: &str| self.unnamed.lang(side, text, "", &place, &mut self.diagnostics);
        if source.is_some() && langs.source.is_none() {
            langs.source = Some(match Lang::from_script(&source_text) {
                Some(lang) => lang,
                None => unnamed(SOURCE, &source_text)?,
            });
        }
        if target.is_some() && langs.target.is_none() {
            let seen = Lang::from_script(&target_text);
            // Latin letters may be of any language but where they face Arabic.
            let arabic = Lang::arabic();
            let faces = |seen: &Lang| {
                let source = langs.source.as_ref();
                (*seen == arabic || source == Some(&arabic)) && source != Some(seen)
            };
            langs.target = Some(match seen.filter(faces) {
                Some(lang) => lang,
                None => unnamed(TARGET, &target_text)?,
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
            self.diagnostics.warn_about(settings, place, format!("{fault}: {HINT}"));
        }
        Ok(langs)
    }

    /// The next unit that can be used.
    fn advance(&mut self) -> Result<Option<Unit>> {
        loop {
            let row = self.next_row()?;
            for (line, fault) in self.rows.take_faults() {
                let place = self.place(line);
                self.odd(place, fault)?;
            }
            let Some(row) = row else {
                self.end_sheet();
                self.tell_deleted();
                return Ok(None);
            };
            if row.sheet != self.sheet {
                self.end_sheet();
                self.waiting.push_front(row);
                self.begin_sheet()?;
                continue;
            }
            if let Some(left_out) = &mut self.leaves_out {
                *left_out += u64::from(row.cells.iter().any(|cell| !cell.trim().is_empty()));
                continue;
            }
            let place = self.place(row.line);
            match self.headings.unit(&row.cells, &self.langs) {
                Content::Unit(unit, fault) => {
                    if let Some(fault) = fault {
                        self.odd(place, fault)?;
                    }
                    return Ok(Some(unit));
                }
                Content::Empty => {}
                Content::Deleted => {
                    self.diagnostics.skipped += 1;
                    self.deleted += 1;
                }
                Content::Useless(why) => {
                    self.diagnostics.skipped += 1;
                    self.odd(place, format!("row skipped: {why}"))?;
                }
            }
        }
    }

    fn end_sheet(&mut self) {
        if let Some(rows) = self.leaves_out.take().filter(|rows| *rows > 0) {
            self.diagnostics.skipped += rows;
            let place = self.place(1);
            let message = format!("no headings name two texts on this sheet; {rows} rows skipped");
            self.diagnostics.warn(place, message);
        }
    }

    fn tell_deleted(&mut self) {
        let deleted = std::mem::take(&mut self.deleted);
        if deleted > 0 {
            let place = Place::file(self.rows.origin());
            self.diagnostics.warn(place, format!("{deleted} rows that say delete were skipped"));
        }
    }

    fn odd(&mut self, place: Place, fault: String) -> Result<()> {
        if self.reading.strict {
            return Err(Error::new(ErrorKind::Format, fault)
                .at(place)
                .hint("mend the row, or read the file without strict checking")
                .settings(Setting::Strict));
        }
        self.diagnostics.warn(place, fault);
        Ok(())
    }
}

impl<R: Rows> Iterator for TableReader<R> {
    type Item = Result<Unit>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.advance().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

impl<R: Rows> ReadUnits for TableReader<R> {
    fn skipped(&self) -> u64 {
        self.diagnostics.skipped
    }

    fn take_warnings(&mut self) -> Vec<Event> {
        let origin = self.rows.origin();
        self.diagnostics.take(self.ended, || Place::file(origin))
    }
}
