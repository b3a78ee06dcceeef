//! SDLTM, the memories of Trados Studio: SQLite files, read only.
//!
//! Based on publicly known facts: a table `translation_memories` with the languages, a table
//! `translation_units` with an XML segment for each side, and tables of fields (`attributes` and
//! those ending in `_attributes`). Missing tables and columns of other versions are tolerated. Not
//! tested with Studio itself.

mod foreign;
mod segment;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};

use rusqlite::{Connection, ErrorCode, OpenFlags, Row, types::ValueRef};

use self::foreign::Budget;
pub(crate) use self::foreign::guard;
use super::{
    diagnostics::Diagnostics,
    reader::{self, UnitParser},
    source::Source,
    units::{Capabilities, Format, Reading},
    unnamed::Unnamed,
};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    lang::Lang,
    output::leftovers::Part,
    unit::{Meta, Unit, Variant},
};

/// Maximum file size in bytes.
const MOST: u64 = 64 * 1024 * 1024 * 1024;
/// Number of units fetched per query.
const PAGE: usize = 500;

/// The registry entry of SDLTM.
pub(crate) static FORMAT: Format = Format {
    name: "sdltm",
    title: "SDLTM, a memory of Trados Studio (not tested with Studio itself)",
    extensions: &["sdltm"],
    capabilities: Capabilities { many_languages: false, notes: false, ..Capabilities::ALL },
    is_glossary: false,
    is: |start| {
        start.bytes.starts_with(b"SQLite format 3\0")
            && memchr::memmem::find(start.bytes, b"translation_units").is_some()
    },
    read: Some(|source, reading| reader::boxed(|_| SdltmParser::open(source, reading))),
    write: None,
    alignment: None,
};

/// The tables that are read.
const TABLES: [&str; 8] = [
    "translation_memories",
    "translation_units",
    "attributes",
    "string_attributes",
    "numeric_attributes",
    "date_attributes",
    "picklist_attributes",
    "picklist_values",
];

/// Columns of a unit and the attributes they become.
const ATTRIBUTES: [(&str, &str); 7] = [
    ("creation_date", "creationdate"),
    ("creation_user", "creationid"),
    ("change_date", "changedate"),
    ("change_user", "changeid"),
    ("last_used_date", "lastusagedate"),
    ("usage_counter", "usagecount"),
    ("guid", "tuid"),
];

/// Reads the units of a Trados Studio memory.
struct SdltmParser {
    origin: String,
    connection: Connection,
    budget: Budget,
    /// Temporary copy, deleted when the reader is dropped.
    _file: Part,
    langs: BTreeMap<i64, (Option<Lang>, Option<Lang>)>,
    reading: Reading,
    columns: Vec<String>,
    fields: Vec<Field>,
    last: Option<i64>,
    page: VecDeque<Held>,
    ended: bool,
    unnamed: Unnamed,
}

/// A table of fields: its query, and the suffix of such fields in Studio's TMX.
struct Field {
    query: String,
    suffix: &'static str,
}

/// A row of `translation_units`.
struct Held {
    id: i64,
    memory: i64,
    segments: [String; 2],
    meta: Meta,
}

/// Reason why a unit is not returned.
enum Fault {
    /// The unit has no usable content.
    Useless(String),
    /// Reading fails.
    Refused(Error),
}

impl SdltmParser {
    fn open(source: Source, reading: &Reading) -> Result<Self> {
        let origin = source.origin().to_owned();
        let file = source.into_file(MOST)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(file.path(), flags).map_err(|e| damaged(e, &origin))?;
        guard(&connection).map_err(|e| damaged(e, &origin))?;
        let budget = Budget::new(std::fs::metadata(file.path()).map_or(0, |meta| meta.len()));
        let strange = foreign::strange(&connection, &TABLES).map_err(|e| damaged(e, &origin))?;
        if let Some(table) = strange {
            let message = format!("'{table}' is no plain table, as memories of Trados Studio have");
            return Err(Error::new(ErrorKind::Format, message)
                .at(Place::file(origin))
                .hint("it could run for ever; open it in Studio and export it as TMX"));
        }
        let mut parser = Self {
            origin,
            connection,
            budget,
            _file: file,
            langs: BTreeMap::new(),
            reading: reading.clone(),
            columns: Vec::new(),
            fields: Vec::new(),
            last: None,
            page: VecDeque::new(),
            ended: false,
            unnamed: Unnamed::new(reading),
        };
        parser.timed(Self::learn).map_err(|e| damaged(e, &parser.origin))?;
        let needed = ["id", "source_segment", "target_segment"];
        if needed.iter().any(|name| !parser.columns.iter().any(|c| c == name)) {
            return Err(Error::new(
                ErrorKind::Format,
                "this database is not a memory of Trados Studio",
            )
            .at(Place::file(parser.origin.as_str()))
            .hint("export it from Studio as TMX"));
        }
        Ok(parser)
    }

    /// Determines which tables and columns this version has.
    fn learn(&mut self) -> rusqlite::Result<()> {
        let columns = |table: &str| -> rusqlite::Result<Vec<String>> {
            let mut query = self.connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
            query.query_map([table], |row| row.get(0))?.collect()
        };
        self.columns = columns("translation_units")?;
        for (table, suffix) in [
            ("string_attributes", "SingleString"),
            ("numeric_attributes", "Integer"),
            ("date_attributes", "DateTime"),
        ] {
            if !columns(table)?.is_empty() {
                let query = format!(
                    "SELECT v.translation_unit_id, a.name, v.value FROM {table} v
                     JOIN attributes a ON a.id = v.attribute_id
                     WHERE v.translation_unit_id BETWEEN ?1 AND ?2 ORDER BY 1, 2, 3"
                );
                self.fields.push(Field { query, suffix });
            }
        }
        if !columns("picklist_attributes")?.is_empty() {
            let query = "SELECT v.translation_unit_id, a.name, p.value FROM picklist_attributes v
                 JOIN picklist_values p ON p.id = v.picklist_value_id
                 JOIN attributes a ON a.id = p.attribute_id
                 WHERE v.translation_unit_id BETWEEN ?1 AND ?2 ORDER BY 1, 2, 3"
                .to_owned();
            self.fields.push(Field { query, suffix: "MultiplePicklist" });
        }
        let memories = columns("translation_memories")?;
        if memories.iter().any(|c| c == "source_language") {
            let mut query = self
                .connection
                .prepare("SELECT id, source_language, target_language FROM translation_memories")?;
            let langs = query.query_map([], |row| {
                let lang = |at| text(row, at).map(|code| code.parse().ok());
                Ok((row.get(0)?, (lang(1)?, lang(2)?)))
            })?;
            self.langs = langs.collect::<rusqlite::Result<_>>()?;
        }
        Ok(())
    }

    /// Reads something within the time that is left.
    fn timed(
        &mut self,
        read: impl FnOnce(&mut Self) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let begin = self.budget.begin(&mut self.connection)?;
        let outcome = read(self);
        self.budget.end(begin);
        outcome
    }

    fn fetch(&mut self) -> rusqlite::Result<()> {
        let has = |name: &str| self.columns.iter().any(|c| c == name);
        let known: Vec<_> = ATTRIBUTES.iter().filter(|(column, _)| has(column)).collect();
        let memory = if has("translation_memory_id") { "translation_memory_id" } else { "0" };
        let more: String = known.iter().map(|(column, _)| format!(", {column}")).collect();
        let sql = format!(
            "SELECT id, {memory}, source_segment, target_segment{more} FROM translation_units
             WHERE ?1 IS NULL OR id > ?1 ORDER BY id LIMIT {PAGE}"
        );
        let mut query = self.connection.prepare_cached(&sql)?;
        let page = query.query_map([self.last], |row| {
            let mut meta = Meta::default();
            for (at, (column, name)) in known.iter().enumerate() {
                let value = text(row, at + 4)?;
                if !value.is_empty() && value != "0" {
                    let is_date = column.ends_with("_date");
                    meta.set_attribute(name, if is_date { tmx_date(&value) } else { value });
                }
            }
            let segments = [text(row, 2)?, text(row, 3)?];
            Ok(Held { id: row.get(0)?, memory: row.get(1).unwrap_or_default(), segments, meta })
        })?;
        let mut page: VecDeque<Held> = page.collect::<rusqlite::Result<_>>()?;
        let (Some(first), Some(last)) = (page.front().map(|h| h.id), page.back().map(|h| h.id))
        else {
            self.ended = true;
            return Ok(());
        };
        for field in &self.fields {
            let mut query = self.connection.prepare_cached(&field.query)?;
            let mut rows = query.query([first, last])?;
            while let Some(row) = rows.next()? {
                let (id, name, value): (i64, _, _) = (row.get(0)?, text(row, 1)?, text(row, 2)?);
                if let Ok(at) = page.binary_search_by_key(&id, |held| held.id) {
                    page[at].meta.add_prop(format!("x-{name}:{}", field.suffix), value);
                }
            }
        }
        self.last = Some(last);
        self.page = page;
        Ok(())
    }

    fn unit(&mut self, held: Held, diagnostics: &mut Diagnostics) -> Result<Unit, Fault> {
        let (source, target) = self.langs.get(&held.memory).cloned().unwrap_or_default();
        let defaults = [
            source.or_else(|| self.reading.source_lang.clone()),
            target.or_else(|| self.reading.target_lang.clone()),
        ];
        let mut unit = Unit { variants: Vec::with_capacity(2), meta: held.meta };
        for (side, (xml, default)) in held.segments.iter().zip(defaults).enumerate() {
            if xml.trim().is_empty() {
                continue;
            }
            let segment = segment::read(xml).map_err(Fault::Useless)?;
            if segment.text.is_blank() {
                continue;
            }
            let lang = segment.culture.and_then(|code| code.parse().ok()).or(default);
            let lang = match lang {
                Some(lang) => lang,
                None => {
                    let place = Place::file(self.origin.as_str());
                    let text = &segment.text.text;
                    let lang = self.unnamed.lang(side, text, "", &place, diagnostics);
                    lang.map_err(Fault::Refused)?
                }
            };
            unit.variants.push(Variant { lang, text: segment.text, meta: Meta::default() });
        }
        if unit.variants.is_empty() {
            return Err(Fault::Useless("no text in it".into()));
        }
        Ok(unit)
    }
}

impl UnitParser for SdltmParser {
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        loop {
            if self.page.is_empty() && !self.ended {
                self.timed(Self::fetch).map_err(|e| damaged(e, &self.origin))?;
            }
            let Some(held) = self.page.pop_front() else { return Ok(None) };
            let id = held.id;
            match self.unit(held, diagnostics) {
                Ok(unit) => return Ok(Some(unit)),
                Err(Fault::Refused(error)) => return Err(error),
                Err(Fault::Useless(why)) => {
                    diagnostics.skipped += 1;
                    let place = Place::file(self.origin.as_str());
                    diagnostics.warn(place, format!("unit {id} skipped: {why}"));
                }
            }
        }
    }

    fn place(&self) -> Place {
        Place::file(self.origin.as_str())
    }
}

/// Returns a value as text, whatever its storage class.
fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(at)? {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Blob(bytes) if is_guid(bytes) => guid(bytes),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            let marked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            String::from_utf8_lossy(marked).into_owned()
        }
    })
}

/// Returns true for the 16 bytes of an identifier.
fn is_guid(bytes: &[u8]) -> bool {
    let is_text = |text: &str| text.chars().all(|c| !c.is_control());
    bytes.len() == 16 && !std::str::from_utf8(bytes).is_ok_and(is_text)
}

/// Formats an identifier as .NET does, whose first three numbers have their lowest byte first.
fn guid(bytes: &[u8]) -> String {
    const ORDER: [&[usize]; 5] =
        [&[3, 2, 1, 0], &[5, 4], &[7, 6], &[8, 9], &[10, 11, 12, 13, 14, 15]];
    let number = |places: &&[usize]| -> String {
        places.iter().filter_map(|at| bytes.get(*at)).map(|byte| format!("{byte:02x}")).collect()
    };
    ORDER.iter().map(number).collect::<Vec<_>>().join("-")
}

/// Converts a date to the TMX form; an unknown form is kept.
fn tmx_date(date: &str) -> String {
    let digits: String = date.chars().filter(char::is_ascii_digit).take(14).collect();
    let is_date = date.as_bytes().get(4) == Some(&b'-') && digits.len() == 14;
    if is_date { format!("{}T{}Z", &digits[..8], &digits[8..]) } else { date.to_owned() }
}

fn damaged(error: rusqlite::Error, origin: &str) -> Error {
    let message = match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => {
            "reading this memory of Trados Studio takes too long"
        }
        _ => "this memory of Trados Studio cannot be read",
    };
    Error::new(ErrorKind::Format, message)
        .at(Place::file(origin))
        .hint("open it in Studio and export it as TMX")
        .because(error)
}
