//! The database of somebody else: nothing that it brings along is run, and no reading of it is endless.

use std::time::{Duration, Instant};

use rusqlite::{Connection, config::DbConfig};

/// The time that the reading of any file may take, and the bytes for each further second. Tables
/// without indexes are read whole for each page of units, which takes long in large memories.
const TIME: Duration = Duration::from_secs(60);
const BYTES: u64 = 1024 * 1024;
/// Instructions of SQLite between two looks at the clock.
const STEPS: i32 = 100_000;

/// Has SQLite run nothing that a file brings along: no trigger, no view, no function that reaches out.
/// The temporary ones of a connection are still allowed.
pub(crate) fn guard(c: &Connection) -> rusqlite::Result<()> {
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        c.set_db_config(config, on)?;
    }
    Ok(())
}

/// The time that is left for reading a file.
pub(super) struct Budget(Duration);

impl Budget {
    /// The time for a file of a size in bytes.
    pub(super) fn new(size: u64) -> Self {
        Self(TIME + Duration::from_secs(size / BYTES))
    }

    /// Bounds the time of what is read from now on; returns its beginning.
    pub(super) fn begin(&self, c: &mut Connection) -> rusqlite::Result<Instant> {
        let begin = Instant::now();
        let left = self.0;
        c.progress_handler(STEPS, Some(move || begin.elapsed() >= left))?;
        Ok(begin)
    }

    /// Counts what was read since.
    pub(super) fn end(&mut self, begin: Instant) {
        self.0 = self.0.saturating_sub(begin.elapsed());
    }
}

/// The tables among those that are read that are none: views, virtual tables, and tables with columns
/// that are computed.
pub(super) fn strange(c: &Connection, tables: &[&str]) -> rusqlite::Result<Option<String>> {
    let mut parts = c.prepare(
        "SELECT count(*) FROM sqlite_schema
         WHERE name = ?1 COLLATE NOCASE AND (type <> 'table' OR coalesce(rootpage, 0) = 0)",
    )?;
    let mut computed =
        c.prepare("SELECT count(*) FROM pragma_table_xinfo(?1) WHERE hidden <> 0")?;
    for table in tables {
        let count = |rows: rusqlite::Result<i64>| rows.map(|count| count > 0);
        if count(parts.query_row([table], |row| row.get(0)))?
            || count(computed.query_row([table], |row| row.get(0)))?
        {
            return Ok(Some((*table).to_owned()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_ends_when_its_time_is_over() {
        let mut c = Connection::open_in_memory().unwrap();
        let mut budget = Budget(Duration::from_millis(50));
        let begin = budget.begin(&mut c).unwrap();
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i > 0) FROM n";
        let outcome = c.query_row(endless, [], |row| row.get::<_, i64>(0));
        assert!(outcome.is_err());
        budget.end(begin);
        assert_eq!(budget.0, Duration::ZERO);
    }
}
