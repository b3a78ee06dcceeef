//! Language codes of memories that were written before codes were made canonical: `iw`, `eng`.

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};

use super::{
    history::OperationKind,
    journal::{Deed, Journal},
    merge,
    rows::{self, id},
};
use crate::lang::Lang;

/// Returns the codes of a memory that are not canonical, each with the one that is.
fn old(c: &Connection) -> rusqlite::Result<Vec<(String, Lang)>> {
    let mut statement = c.prepare("SELECT lang FROM languages ORDER BY lang")?;
    let mut rows = statement.query([])?;
    let mut old = Vec::new();
    while let Some(row) = rows.next()? {
        let code = row.get_ref(0)?.as_str()?;
        // A code that cannot be read is reported where it is needed.
        if let Ok(lang) = code.parse::<Lang>()
            && lang.as_str() != code
        {
            old.push((code.to_owned(), lang));
        }
    }
    Ok(old)
}

/// Writes the canonical codes in place of the others, in all units or in none. Units that are then
/// equal are merged, and indexes see the change.
pub(super) fn rewrite(connection: &mut Connection) -> rusqlite::Result<()> {
    if old(connection)?.is_empty() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let codes: Vec<String> = old(&transaction)?.into_iter().map(|(code, _)| code).collect();
    let codes = serde_json::to_string(&codes).unwrap_or_else(|_| "[]".into());
    let units = transaction
        .prepare(
            "SELECT DISTINCT unit FROM texts
             WHERE lang IN (SELECT value FROM json_each(?1)) ORDER BY unit",
        )?
        .query_map([&codes], |row| id(row, 0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut journal = Journal::begin(&transaction)?;
    for unit_id in units {
        let Some(unit) = rows::unit(&transaction, unit_id)? else { continue };
        let key = merge::key(&unit);
        match rows::same(&transaction, &key)?.filter(|same| *same != unit_id) {
            Some(same) => {
                rows::merge_into(&transaction, same, &unit, &mut journal)?;
                rows::remove(&transaction, unit_id, &mut journal)?;
            }
            None => rows::replace(&transaction, unit_id, &key, &unit, &mut journal)?,
        }
    }
    let at = Timestamp::now();
    let deed = Deed { kind: OperationKind::Upgrade, origin: None, user: None, at };
    journal.finish(&transaction, &deed)?;
    transaction.commit()
}

/// Shows a connection the canonical codes of a memory that cannot be written.
pub(super) fn cover(c: &Connection) -> rusqlite::Result<()> {
    let old = old(c)?;
    if old.is_empty() {
        return Ok(());
    }
    let quote = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let cases: String = old
        .iter()
        .map(|(code, lang)| format!(" WHEN {} THEN {}", quote(code), quote(lang.as_str())))
        .collect();
    c.execute_batch(&format!(
        "CREATE TEMP VIEW texts AS
         SELECT id, CASE lang{cases} ELSE lang END AS lang, text, marks, meta, unit_meta, unit, place
         FROM main.texts;
         CREATE TEMP VIEW languages AS
         SELECT CASE lang{cases} ELSE lang END AS lang, sum(texts) AS texts, sum(chars) AS chars
         FROM main.languages GROUP BY 1;"
    ))
}
