//! Vectors that were asked for before, in one SQLite file: found by model, address and text, of which
//! it holds the hash only. Any number of processes may use one file at a time.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use etcetera::BaseStrategy;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorKind, Place, Result};

/// "Muwe" in ASCII.
const APPLICATION: i64 = 0x4D75_7765;
/// How long another process's writing is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) struct Cache {
    connection: Mutex<Connection>,
    path: PathBuf,
    /// The hash of model and address, that of a text yet to come.
    begun: Sha256,
}

/// Where vectors are kept when no file is named: in the user's own cache folder.
///
/// # Errors
/// [`ErrorKind::Io`] where the system does not say where that is.
pub fn default_cache() -> Result<PathBuf> {
    let folders = etcetera::base_strategy::choose_native_strategy().map_err(|e| {
        Error::new(ErrorKind::Io, "the system does not tell where your cache folder is")
            .hint("name a file by --embeddings-cache")
            .because(e)
    })?;
    Ok(folders.cache_dir().join("muwazi").join("embeddings.sqlite"))
}

impl Cache {
    /// Opens the file, which is made with its folder where there is none.
    pub(super) fn open(path: &Path, url: &str, model: &str) -> Result<Self> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|e| {
                Error::io("cannot make the folder of the cache", folder, e)
                    .hint("name another file by --embeddings-cache")
            })?;
        }
        let mut connection = Connection::open(path).map_err(|e| refused(path, e))?;
        prepare(&mut connection, path)?;
        // Lengths keep what is hashed apart, whatever the names hold.
        let mut begun = Sha256::new();
        for part in [model, url] {
            begun.update((part.len() as u64).to_le_bytes());
            begun.update(part);
        }
        Ok(Self { connection: Mutex::new(connection), path: path.to_owned(), begun })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What is known of each text.
    pub(super) fn find(&self, texts: &[&str]) -> Result<Vec<Option<Vec<f32>>>> {
        let connection = self.connection();
        let refused = |e| refused(&self.path, e);
        let mut find = connection
            .prepare_cached("SELECT vector FROM vectors WHERE key = ?1")
            .map_err(refused)?;
        let find = |text: &&str| {
            let bytes: Option<Vec<u8>> =
                find.query_row([self.key(text)], |row| row.get(0)).optional().map_err(refused)?;
            bytes.map(|bytes| from_bytes(&bytes).ok_or_else(|| damaged(&self.path))).transpose()
        };
        texts.iter().map(find).collect()
    }

    /// Keeps what the server gave.
    pub(super) fn keep(&self, texts: &[&str], vectors: &[Vec<f32>]) -> Result<()> {
        let refused = |e| refused(&self.path, e);
        let mut connection = self.connection();
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(refused)?;
        for (text, vector) in texts.iter().zip(vectors) {
            let bytes: Vec<u8> = vector.iter().flat_map(|x| x.to_le_bytes()).collect();
            // Of two processes that asked for the same, the first has said it.
            transaction
                .prepare_cached("INSERT OR IGNORE INTO vectors (key, vector) VALUES (?1, ?2)")
                .and_then(|mut insert| insert.execute(params![self.key(text), bytes]))
                .map_err(refused)?;
        }
        transaction.commit().map_err(refused)
    }

    fn key(&self, text: &str) -> [u8; 32] {
        self.begun.clone().chain_update(text).finalize().into()
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes the table in a file that is empty, and refuses one that is not ours.
fn prepare(connection: &mut Connection, path: &Path) -> Result<()> {
    let refused = |e| refused(path, e);
    connection.busy_timeout(PATIENCE).map_err(refused)?;
    let application = |connection: &Connection| -> rusqlite::Result<i64> {
        connection.query_row("PRAGMA application_id", [], |row| row.get(0))
    };
    if application(connection).map_err(refused)? == APPLICATION {
        return Ok(());
    }
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(refused)?;
    // Another process may have made it while we waited.
    if application(&transaction).map_err(refused)? != APPLICATION {
        let count = "SELECT count(*) FROM sqlite_schema";
        let tables: i64 = transaction.query_row(count, [], |row| row.get(0)).map_err(refused)?;
        if tables > 0 {
            return Err(not_ours(path));
        }
        transaction
            .execute_batch(&format!(
                "PRAGMA application_id = {APPLICATION};
                 -- vector: 32-bit floats, little-endian.
                 CREATE TABLE vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) STRICT;"
            ))
            .map_err(refused)?;
    }
    transaction.commit().map_err(refused)
}

fn from_bytes(bytes: &[u8]) -> Option<Vec<f32>> {
    let (numbers, rest) = bytes.as_chunks::<4>();
    let vector: Vec<f32> = numbers.iter().map(|x| f32::from_le_bytes(*x)).collect();
    let sound = rest.is_empty() && !vector.is_empty() && vector.iter().all(|x| x.is_finite());
    sound.then_some(vector)
}

fn not_ours(path: &Path) -> Error {
    Error::new(ErrorKind::Usage, "this file is no cache of sentence vectors")
        .at(Place::file(path.display().to_string()))
        .hint("name another by --embeddings-cache; it is made if there is none")
}

fn damaged(path: &Path) -> Error {
    Error::new(ErrorKind::Format, "the cache of sentence vectors is damaged")
        .at(Place::file(path.display().to_string()))
        .hint("remove the file: it holds nothing that cannot be asked for again")
}

fn refused(path: &Path, error: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode::{
        CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase,
        PermissionDenied, ReadOnly,
    };
    let message = match error.sqlite_error_code() {
        Some(NotADatabase) => return not_ours(path),
        Some(DatabaseCorrupt) => return damaged(path),
        Some(DatabaseBusy | DatabaseLocked) => "is locked: another program is writing to it",
        Some(DiskFull) => "cannot grow: the disk is full",
        Some(ReadOnly | PermissionDenied | CannotOpen) => "cannot be opened or written",
        _ => "cannot be read or written",
    };
    Error::new(ErrorKind::Io, format!("the cache of sentence vectors {message}"))
        .at(Place::file(path.display().to_string()))
        .hint("name another file by --embeddings-cache")
        .because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_found_by_model_address_and_text() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("cache.sqlite");
        let cache = Cache::open(&path, "u", "m").unwrap();
        cache.keep(&["a", "b"], &[vec![1.0, -2.5], vec![3.0, 4.0]]).unwrap();
        let again = Cache::open(&path, "u", "m").unwrap();
        let found = again.find(&["b", "c", "a"]).unwrap();
        assert_eq!(found, [Some(vec![3.0, 4.0]), None, Some(vec![1.0, -2.5])]);
        for (url, model) in [("v", "m"), ("u", "n"), ("um", "")] {
            assert_eq!(Cache::open(&path, url, model).unwrap().find(&["a"]).unwrap(), [None]);
        }
    }

    #[test]
    fn many_may_write_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache.sqlite");
        std::thread::scope(|scope| {
            for k in 0..4 {
                let path = &path;
                scope.spawn(move || {
                    let cache = Cache::open(path, "u", "m").unwrap();
                    for i in 0..20 {
                        let text = format!("{}", (i + k) % 20);
                        cache.keep(&[text.as_str()], &[vec![1.0]]).unwrap();
                    }
                });
            }
        });
        let cache = Cache::open(&path, "u", "m").unwrap();
        assert!((0..20).all(|i| cache.find(&[&i.to_string()]).unwrap()[0].is_some()));
    }

    #[test]
    fn files_of_another_kind_and_damaged_ones_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let open = |path: &Path| Cache::open(path, "u", "m");
        fs::write(path("text"), "some text that is long enough to be no database at all\n")
            .unwrap();
        let other = Connection::open(path("other")).unwrap();
        other.execute_batch("CREATE TABLE t (x)").unwrap();
        for name in ["text", "other"] {
            assert_eq!(open(&path(name)).err().unwrap().kind, ErrorKind::Usage, "{name}");
        }
        assert_eq!(open(folder.path()).err().unwrap().kind, ErrorKind::Io);
        let cache = open(&path("cache")).unwrap();
        cache.keep(&["a"], &[vec![1.0]]).unwrap();
        cache.connection().execute("UPDATE vectors SET vector = x'0102'", []).unwrap();
        assert_eq!(cache.find(&["a"]).unwrap_err().kind, ErrorKind::Format);
    }
}
