//! What is written to a memory. Each call is one transaction: done when it returns, or not at all.

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::{
    ImportCounts, Memory,
    error::refused,
    rows::{self, Put, Tally},
    schema,
};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    unit::{Unit, tmx_date},
};

impl Memory {
    /// Takes units in, all or, where one is an error, none. `origin` is the name of their file.
    ///
    /// # Errors
    /// The first error among the units, or the store's own; the memory is then as it was before.
    pub fn import(
        &mut self,
        origin: &str,
        at: Timestamp,
        units: impl IntoIterator<Item = Result<Unit>>,
    ) -> Result<ImportCounts> {
        self.write(|c, refuse| {
            let mut counts = ImportCounts::default();
            let mut tally = Tally::default();
            for unit in units {
                counts.read += 1;
                match rows::put(c, &unit?, &mut tally).map_err(refuse)? {
                    Put::New(_) => counts.new += 1,
                    Put::Merged(_) => counts.merged += 1,
                    Put::Unchanged(_) => counts.unchanged += 1,
                }
            }
            tally.write(c).map_err(refuse)?;
            c.execute(
                "INSERT INTO imports (origin, at, read, new, merged, updated, unchanged)
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
                params![
                    origin,
                    tmx_date(at),
                    counts.read,
                    counts.new,
                    counts.merged,
                    counts.updated,
                    counts.unchanged
                ],
            )
            .map_err(refuse)?;
            Ok(counts)
        })
    }

    /// Does work in one transaction, in a memory that has its tables.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&Connection, &dyn Fn(rusqlite::Error) -> Error) -> Result<T>,
    ) -> Result<T> {
        let path = self.path.clone();
        let Some(connection) = &mut self.connection else {
            return Err(Error::new(ErrorKind::Memory, "the memory is closed"));
        };
        let refuse = |e| refused(&path, e);
        let transaction: Transaction<'_> =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(refuse)?;
        // Another program that made the file and had nothing to put in takes it away again.
        if !path.exists() {
            return Err(Error::new(ErrorKind::Io, "the memory was removed by another program")
                .at(Place::file(path.display().to_string()))
                .hint("try again"));
        }
        schema::make(&transaction).map_err(refuse)?;
        let outcome = work(&transaction, &refuse)?;
        transaction.commit().map_err(refuse)?;
        self.fresh = false;
        Ok(outcome)
    }
}
