//! The tables. A memory names itself by SQLite's application id and its version by the user
//! version; an earlier version is migrated, a newer one refused.
//!
//! Version 2 (2026) gave units numbers that are never used again, the codes of their texts, the
//! list of changes that an index follows, an identity, languages counted as they come, and
//! texts that lie by one number. Version 3 (2026) moved unit metadata into the unit's first text
//! row, so a look-up reads one table. Version 4 (2026) gave each writing transaction a random token, and
//! keeps operations with the units as they were before.

use rusqlite::{Connection, Transaction};

use crate::unit::UnitId;

/// "Muwz" in ASCII.
pub(super) const APPLICATION: i64 = u32::from_be_bytes(crate::output::MEMORY) as i64;
/// The version that this program writes.
pub(super) const VERSION: i64 = 4;

/// Texts of a unit have numbers of their own, [`PLACES`] for each unit, in the order in which they
/// were given: so the texts of a unit lie beside each other, and a text is found in three or four
/// pages of a million units. A table by (unit, place) without such numbers holds whole texts in its
/// inner pages too, and is twice as deep.
pub(super) const PLACE_BITS: i64 = 16;
/// The most texts of a unit.
pub(super) const PLACES: i64 = 1 << PLACE_BITS;

/// meta: the metadata of the text. unit_meta: the metadata of the unit, with its first text only.
fn texts() -> String {
    let last = PLACES - 1;
    format!(
        "CREATE TABLE texts (
             id INTEGER PRIMARY KEY,
             lang TEXT NOT NULL,
             text TEXT NOT NULL,
             marks TEXT,
             meta TEXT NOT NULL,
             unit_meta TEXT,
             unit INTEGER GENERATED ALWAYS AS (id >> {PLACE_BITS}) VIRTUAL,
             place INTEGER GENERATED ALWAYS AS (id & {last}) VIRTUAL
         ) STRICT;"
    )
}

/// The number of the first text that a unit can have.
pub(super) fn first_text(unit: UnitId) -> i64 {
    unit.get().clamp(0, i64::MAX >> PLACE_BITS) << PLACE_BITS
}

/// The number of the last text that a unit can have.
pub(super) fn last_text(unit: UnitId) -> i64 {
    first_text(unit) + (PLACES - 1)
}

const IMPORTS: &str = "
    CREATE TABLE imports (
        id INTEGER PRIMARY KEY,
        origin TEXT NOT NULL,
        at TEXT NOT NULL,
        read INTEGER NOT NULL,
        new INTEGER NOT NULL,
        merged INTEGER NOT NULL
    ) STRICT;";

/// The additions of version 2.
const SINCE_2: &str = "
    -- identity: 16 random bytes as hex, so that an index can tell whose it is.
    CREATE TABLE memory (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        identity TEXT NOT NULL
    ) STRICT;
    INSERT INTO memory (one, identity) VALUES (1, lower(hex(randomblob(16))));
    -- A row for each change of a unit's texts and each removal. New units have none: their numbers
    -- tell them.
    CREATE TABLE changes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        unit INTEGER NOT NULL
    ) STRICT;
    -- Kept by writers, because counting a million texts takes a second.
    CREATE TABLE languages (
        lang TEXT PRIMARY KEY,
        texts INTEGER NOT NULL,
        chars INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE imports ADD COLUMN updated INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE imports ADD COLUMN unchanged INTEGER NOT NULL DEFAULT 0;";

/// The additions of version 4. The list of changed units is not the history: an index follows it, and
/// it has nothing to forget when people prune theirs.
const SINCE_4: &str = "
    ALTER TABLE changes RENAME TO log;
    -- A row for each writing transaction, the newest ones. token: random, so that two copies that were
    -- written to apart have no moment in common after they part. change: the last row of log by then.
    CREATE TABLE moments (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        token INTEGER NOT NULL,
        change INTEGER NOT NULL
    ) STRICT;
    INSERT INTO moments (token, change)
    SELECT random(), coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'log'), 0);
    -- first, last: its rows of changes. bytes: the size of what they keep.
    CREATE TABLE operations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        origin TEXT,
        user TEXT,
        at TEXT NOT NULL,
        added INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        removed INTEGER NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        bytes INTEGER NOT NULL
    ) STRICT;
    -- before: the whole unit as JSON; NULL where it was not there, and then unit to last were added.
    CREATE TABLE changes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        unit INTEGER NOT NULL,
        last INTEGER NOT NULL,
        kind TEXT NOT NULL,
        before TEXT
    ) STRICT;";

/// key: 16 bytes that are the same for the same texts in the same languages.
/// langs: the codes of its texts, each once, sorted, joined by commas.
fn units(name: &str) -> String {
    format!(
        "CREATE TABLE {name} (
             id INTEGER PRIMARY KEY AUTOINCREMENT,
             key BLOB NOT NULL UNIQUE,
             langs TEXT NOT NULL
         ) STRICT;"
    )
}

/// Makes the tables where there are none, within a transaction, so that a failed first import
/// leaves none behind; whether there were none.
pub(super) fn make(transaction: &Transaction<'_>) -> rusqlite::Result<bool> {
    if version(transaction)? > 0 {
        return Ok(false);
    }
    let (units, texts) = (units("units"), texts());
    transaction.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION};
         PRAGMA user_version = {VERSION};
         {units}{texts}{IMPORTS}{SINCE_2}{SINCE_4}"
    ))?;
    Ok(true)
}

/// Brings a memory of an earlier version to this one, whole or not at all.
pub(super) fn migrate(transaction: Transaction<'_>, version: i64) -> rusqlite::Result<()> {
    match version {
        1 => transaction.execute_batch(&from_1())?,
        2 => transaction.execute_batch(&from_2())?,
        3 => transaction.execute_batch(&from_3())?,
        _ => {}
    }
    transaction.commit()
}

fn from_1() -> String {
    let (units, texts) = (units("units_3"), texts());
    // Numbers stay; none that a removed unit had can come back, for version 1 removed none.
    format!(
        "{units}
         INSERT INTO units_3 (id, key, langs)
         SELECT id, key, coalesce((
             SELECT group_concat(lang, ',') FROM (
                 SELECT DISTINCT lang FROM texts WHERE unit = units.id ORDER BY lang
             )
         ), '') FROM units ORDER BY id;
         ALTER TABLE texts RENAME TO texts_1;
         {texts}
         INSERT INTO texts (id, lang, text, marks, meta, unit_meta)
         SELECT unit * {PLACES} + place, lang, text, marks, meta, CASE place WHEN 0 THEN (
             SELECT u.meta FROM units u WHERE u.id = unit
         ) END FROM texts_1 ORDER BY unit, place;
         DROP TABLE texts_1;
         DROP TABLE units;
         ALTER TABLE units_3 RENAME TO units;
         {SINCE_2}
         -- length() stops at a NUL.
         INSERT INTO languages (lang, texts, chars)
         SELECT lang, count(*), sum(length(replace(text, char(0), ' '))) FROM texts GROUP BY lang;
         {SINCE_4}
         PRAGMA user_version = {VERSION};"
    )
}

fn from_2() -> String {
    let texts = texts();
    format!(
        "ALTER TABLE texts RENAME TO texts_2;
         {texts}
         INSERT INTO texts (id, lang, text, marks, meta, unit_meta)
         SELECT id, lang, text, marks, meta, CASE place WHEN 0 THEN (
             SELECT u.meta FROM units u WHERE u.id = unit
         ) END FROM texts_2 ORDER BY id;
         DROP TABLE texts_2;
         ALTER TABLE units DROP COLUMN meta;
         {SINCE_4}
         PRAGMA user_version = {VERSION};"
    )
}

fn from_3() -> String {
    format!("{SINCE_4} PRAGMA user_version = {VERSION};")
}

pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}
