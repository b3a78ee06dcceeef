//! The examination of a memory that may be damaged, and what can be saved of it. The file itself is only
//! read: what has to be changed first, as by a log that is put back, is changed in a copy.

use std::{
    collections::BTreeMap,
    fs, iter,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};
use serde::Serialize;

use super::{Care, Salvage};
use crate::{
    error::{Error, Result},
    event::{Event, Report},
    memory::{
        ImportCounts, Losses,
        sqlite::{SqliteStore, foreign, open, schema},
    },
    output::is_memory,
    unit::{Unit, UnitId},
};

/// The most faults of pages and indexes that SQLite reports.
const MOST: usize = 100;
/// The time that SQLite may take to find them.
const TIME: Duration = Duration::from_secs(120);

/// A memory that may be damaged, open for what can be saved of it.
pub struct DamagedMemory {
    path: PathBuf,
    /// The file that is read: the memory, or a copy.
    file: PathBuf,
    salvage: Salvage,
    _folder: Option<tempfile::TempDir>,
    /// The log of a stopped program that lay beside it.
    log: Option<PathBuf>,
}

/// The sort of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FindingKind {
    /// Pages, rows or indexes are damaged.
    Structure,
    /// Units cannot be read, or not with all of their texts.
    Units,
    /// Metadata of units cannot be read; their texts can.
    Metadata,
    /// Counts disagree with what they count.
    Counts,
    /// The file holds what no memory has, such as a trigger.
    Foreign,
    /// A program was stopped while it wrote; its log lies beside the memory.
    Unfinished,
}

/// A fault of a memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// Its sort.
    pub kind: FindingKind,
    /// The fault, in words for people.
    pub message: String,
    /// The units concerned, if they are known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<UnitId>,
}

/// The outcome of an examination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Findings {
    /// The version of the memory, where it can be read.
    pub version: Option<i64>,
    /// Units that can be saved.
    pub units: u64,
    /// What cannot be saved.
    pub losses: Losses,
    /// The faults.
    pub findings: Vec<Finding>,
}

impl DamagedMemory {
    /// Returns true if a file is a memory, or was one.
    pub fn is_one(path: &Path) -> bool {
        path.is_file()
            && (open::head(path).is_some_and(|head| is_memory(&head)) || Salvage::is_memory(path))
    }

    /// Opens a memory, whatever state it is in.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::error::ErrorKind::Io) where it is not there, cannot be read, or a copy of it is needed and there is
    /// no room for one.
    pub fn open(path: &Path) -> Result<Self> {
        open::exists(path)?;
        let cannot = |e| Error::io("cannot read", path, e);
        let (log, old) =
            (open::unfinished(path), version(path).is_some_and(|v| v < schema::VERSION));
        let mut file = path.to_owned();
        let mut folder = None;
        if log.is_some() || old {
            let made = tempfile::tempdir().map_err(cannot)?;
            file = made.path().join("memory");
            for end in ["", "-wal", "-journal"] {
                let part = open::beside(path, end);
                if part.exists() {
                    fs::copy(part, open::beside(&file, end)).map_err(cannot)?;
                }
            }
            put_in_order(&file);
            folder = Some(made);
        }
        let salvage = Salvage::of_file(&file).map_err(cannot)?;
        Ok(Self { path: path.into(), file, salvage, _folder: folder, log })
    }

    /// Finds what is damaged.
    ///
    /// # Errors
    /// None so far: what fails is a finding.
    pub fn examine(&self, report: &mut Report<'_>) -> Result<Findings> {
        report(Event::Begin { task: "examining".into(), total: None });
        let mut findings = Vec::new();
        let mut strict = Losses::default();
        self.salvage.each_unit(UnitId::ZERO, Care::Strict, &mut strict, &mut |_, _| true);
        let (mut units, mut texts) = (0, BTreeMap::<String, i64>::new());
        let losses = self.each_unit(&mut |_, unit| {
            units += 1;
            for variant in &unit.variants {
                *texts.entry(variant.lang.as_str().to_owned()).or_default() += 1;
            }
            Ok(())
        })?;
        if let Some(log) = &self.log {
            let message =
                format!("a program was stopped while it wrote; its log is {}", log.display());
            findings.push(Finding { kind: FindingKind::Unfinished, message, units: Vec::new() });
        }
        self.structure(units, &texts, &mut findings);
        of_units(&strict, &losses, &mut findings);
        report(Event::End);
        Ok(Findings { version: version(&self.path), units, losses, findings })
    }

    /// Hands out every unit that can be saved, by number; damaged metadata are left out. Returns what
    /// is lost.
    ///
    /// # Errors
    /// What `each` returns.
    pub fn each_unit(&self, each: &mut dyn FnMut(UnitId, Unit) -> Result<()>) -> Result<Losses> {
        let (mut losses, mut outcome) = (Losses::default(), Ok(()));
        self.salvage.each_unit(UnitId::ZERO, Care::Mend, &mut losses, &mut |id, unit| {
            outcome = each(id, unit);
            outcome.is_ok()
        });
        outcome.map(|()| losses)
    }

    /// Saves the units in a memory, which should be new: they get new numbers. The history is not
    /// saved.
    ///
    /// # Errors
    /// Those of the new memory.
    pub fn save(&self, to: &SqliteStore, at: Timestamp) -> Result<(ImportCounts, Losses)> {
        let (mut losses, mut place) = (Losses::default(), 0);
        self.salvage.note_textless(&mut losses);
        let next = || self.salvage.next_unit(&mut place, Care::Mend, &mut losses);
        let units = iter::from_fn(next).map(|(_, unit)| Ok(unit));
        let counts = to.import(&self.path.display().to_string(), at, units)?;
        Ok((counts, losses))
    }

    /// Has SQLite look at the file, and compares its counts.
    fn structure(&self, units: u64, texts: &BTreeMap<String, i64>, findings: &mut Vec<Finding>) {
        let mut find = |kind, message| {
            findings.push(Finding { kind, message, units: Vec::new() });
        };
        if self.salvage.damaged > 0 {
            let message = match self.salvage.damaged {
                1 => "1 page is damaged".to_owned(),
                n => format!("{n} pages are damaged"),
            };
            find(FindingKind::Structure, message);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let name = open::immutable(&self.file);
        let mut c = match open::connect(Path::new(&name), flags, Duration::ZERO) {
            Ok(c) => c,
            Err(e) => return find(FindingKind::Structure, format!("it cannot be opened: {e}")),
        };
        match foreign::strange(&c) {
            Ok(None) => {}
            Ok(Some(what)) => {
                return find(FindingKind::Foreign, format!("it holds {what}, which no memory has"));
            }
            Err(e) => return find(FindingKind::Structure, format!("it cannot be opened: {e}")),
        }
        match faults(&mut c) {
            Ok(faults) => faults.into_iter().for_each(|f| find(FindingKind::Structure, f)),
            Err(e) => find(FindingKind::Structure, e.to_string()),
        }
        let counted = c.query_row("SELECT count(*) FROM units", [], |row| row.get::<_, i64>(0));
        if let Ok(counted) = counted
            && u64::try_from(counted) != Ok(units)
        {
            let message = format!("the table of units has {counted}, and {units} can be saved");
            find(FindingKind::Counts, message);
        }
        if let Ok(counted) = counts(&c)
            && counted != *texts
        {
            let list = |counts: &BTreeMap<String, i64>| {
                let all: Vec<_> = counts.iter().map(|(lang, n)| format!("{n} {lang}")).collect();
                if all.is_empty() { "none".to_owned() } else { all.join(", ") }
            };
            let message = format!("texts by its count: {}; found: {}", list(&counted), list(texts));
            find(FindingKind::Counts, message);
        }
    }
}

/// Brings a copy of a memory into a state in which its pages can be read from the file alone.
fn put_in_order(copy: &Path) {
    let at_rest = |c: &Connection| {
        c.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    // What fails here is met again, and told, in the examination.
    let _ = open::connect(copy, flags, Duration::ZERO).and_then(|c| at_rest(&c));
    if version(copy).is_some_and(|version| version < schema::VERSION) {
        let _ = open::to_write(copy, Duration::ZERO).map(|(c, _)| at_rest(&c));
    }
}

/// The version of a memory, from the head of its file.
fn version(path: &Path) -> Option<i64> {
    let head = open::head(path).filter(|head| is_memory(head))?;
    head.get(60..64).map(|v| u32::from_be_bytes([v[0], v[1], v[2], v[3]]).into())
}

/// The faults that SQLite finds, in bounded time.
fn faults(c: &mut Connection) -> rusqlite::Result<Vec<String>> {
    let end = Instant::now() + TIME;
    c.progress_handler(100_000, Some(move || Instant::now() > end))?;
    let found = read_faults(c);
    c.progress_handler(0, None::<fn() -> bool>)?;
    found
}

fn read_faults(c: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut check = c.prepare(&format!("PRAGMA integrity_check({MOST})"))?;
    let lines = check.query_map([], |row| row.get::<_, String>(0))?;
    lines.filter(|line| line.as_ref().map_or(true, |line| line != "ok")).collect()
}

fn counts(c: &Connection) -> rusqlite::Result<BTreeMap<String, i64>> {
    let mut all = c.prepare("SELECT lang, texts FROM languages")?;
    all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// The findings about units. `strict`: what is lost where damaged metadata count.
fn of_units(strict: &Losses, losses: &Losses, findings: &mut Vec<Finding>) {
    let mut find = |kind, units: Vec<UnitId>, one: &str, many: &str| {
        let message = match units.len() {
            0 => return,
            1 => one.to_owned(),
            n => format!("{n} {many}"),
        };
        findings.push(Finding { kind, message, units });
    };
    let lost = losses.unreadable.iter().copied().collect();
    find(FindingKind::Units, lost, "1 unit cannot be read", "units cannot be read");
    let half = losses.incomplete.intersection(&strict.incomplete).copied().collect();
    find(FindingKind::Units, half, "1 unit lacks a text", "units lack a text");
    let bare = losses.incomplete.difference(&strict.incomplete).copied().collect();
    find(
        FindingKind::Metadata,
        bare,
        "1 unit has damaged metadata or tags",
        "units have damaged metadata or tags",
    );
}
