//! Memories that came from somebody else. A SQLite file can hold statements that run when it is read or
//! written to; a memory that we made holds none, so that one that does is refused.

use std::path::Path;

use rusqlite::Connection;

use super::{damage::corrupt, error::refused};
use crate::error::{Error, ErrorKind, Operation, Place, Result};

/// The tables that every memory has had from its first version.
const ALWAYS: [&str; 3] = ["units", "texts", "imports"];
/// All tables that a memory can have, by any version.
const OURS: [&str; 8] =
    ["units", "texts", "imports", "memory", "log", "moments", "operations", "changes"];
/// What computes something in our own tables.
const COMPUTED: [&str; 3] = [
    "check (one = 1)",
    "generated always as (id >> 16) virtual",
    "generated always as (id & 65535) virtual",
];

/// Refuses a memory with parts that none has that we made.
pub(super) fn check(c: &Connection, path: &Path) -> Result<()> {
    let refuse = |what: String| {
        Error::new(ErrorKind::Memory, format!("the memory holds {what}, which no memory has"))
            .at(Place::file(path.display().to_string()))
            .hint("it could change or hide units; save its units as a new memory")
            .operation(Operation::Repair)
    };
    match strange(c) {
        Ok(None) => Ok(()),
        Ok(Some(what)) => Err(refuse(what)),
        // A schema that is damaged is no foreign one.
        Err(e) => Err(refused(path, e)),
    }
}

/// A part that is not ours.
pub(super) fn strange(c: &Connection) -> rusqlite::Result<Option<String>> {
    let mut parts =
        c.prepare("SELECT type, name, coalesce(rootpage, 0), sql FROM sqlite_schema")?;
    let mut rows = parts.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (kind, name): (String, String) = (row.get(0)?, row.get(1)?);
        let sql: Option<String> = row.get(3)?;
        match (kind.as_str(), sql) {
            ("table", Some(sql)) => {
                if row.get::<_, i64>(2)? == 0 {
                    return Ok(Some(format!("a virtual table ('{name}')")));
                }
                let ours = OURS.contains(&name.as_str()) || name == "languages";
                if ours && computes(&sql) {
                    return Ok(Some(format!("a table that computes ('{name}')")));
                }
                found.push(name);
            }
            // Made by SQLite for a key.
            ("index", None) => {}
            (kind, _) => return Ok(Some(format!("a part of another kind: {kind} ('{name}')"))),
        }
    }
    match ALWAYS.iter().find(|table| !found.iter().any(|name| name == *table)) {
        Some(table) => Err(corrupt(&format!("there is no table {table}"))),
        None => Ok(None),
    }
}

/// Returns true if a table has anything that computes and is not ours: generated columns, checks,
/// defaults that are no numbers.
fn computes(sql: &str) -> bool {
    let mut sql = plain(sql);
    for ours in COMPUTED {
        sql = sql.replace(ours, "");
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if sql.split(|c| !is_word(c)).any(|w| matches!(w, "as" | "check" | "generated" | "collate")) {
        return true;
    }
    sql.split("default")
        .skip(1)
        .any(|after| !after.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// SQL in small letters, without comments, with one space where there was any.
fn plain(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("--") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(comment) = rest.strip_prefix("/*") {
            comment.find("*/").map_or(rest.len(), |end| end + 4)
        } else if c.is_whitespace() {
            c.len_utf8()
        } else {
            out.extend(c.to_lowercase());
            rest = &rest[c.len_utf8()..];
            continue;
        };
        if !out.ends_with(' ') {
            out.push(' ');
        }
        rest = &rest[skipped..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_tables_compute_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let mut c = Connection::open(folder.path().join("m")).unwrap();
        let transaction = c.transaction().unwrap();
        super::super::schema::make(&transaction).unwrap();
        transaction.commit().unwrap();
        assert_eq!(strange(&c).unwrap(), None);
        for (sql, part) in [
            ("CREATE TRIGGER t AFTER INSERT ON units BEGIN DELETE FROM texts; END", "trigger"),
            ("CREATE VIEW v AS SELECT 1", "view"),
            ("CREATE VIRTUAL TABLE f USING fts5(a)", "virtual"),
            ("CREATE INDEX i ON texts (upper(text))", "index"),
            ("ALTER TABLE imports ADD COLUMN x TEXT AS (hex(zeroblob(1e9)))", "computes"),
            ("ALTER TABLE units ADD COLUMN x INT DEFAULT (1 + 1)", "computes"),
            ("ALTER TABLE log ADD COLUMN x INT CHECK (x > 0)", "computes"),
        ] {
            c.execute_batch(&format!("SAVEPOINT s; {sql}")).unwrap();
            let found = strange(&c).unwrap().unwrap_or_default();
            assert!(found.contains(part), "{sql}: {found}");
            c.execute_batch("ROLLBACK TO s; RELEASE s").unwrap();
        }
    }

    #[test]
    fn comments_hide_nothing() {
        assert!(computes("CREATE TABLE t (a INT /* x */ Generated -- y\n ALWAYS AS (1))"));
        assert!(computes("CREATE TABLE t (a INT DEFAULT(random()))"));
        assert!(!computes("CREATE TABLE t (a INT NOT NULL DEFAULT 0, b) STRICT"));
    }
}
