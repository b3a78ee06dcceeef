//! A cache of vectors in one SQLite file. The key is a hash of model, address and text, so the file does
//! not hold the texts themselves. Several processes may use a file at the same time.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use etcetera::BaseStrategy;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    memory::open_file,
};

/// "Muwe" in ASCII.
const APPLICATION: i64 = 0x4D75_7765;
/// Maximum time to wait while another process is writing.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) struct Cache {
    connection: Mutex<Connection>,
    path: PathBuf,
    /// The hash state after model and address, to which a text is added.
    key_prefix: Sha256,
}

/// The default cache file, in the user's cache folder.
///
/// # Errors
/// [`ErrorKind::Io`] if the location of the cache folder is unknown.
pub fn default_cache() -> Result<PathBuf> {
    let folders = etcetera::base_strategy::choose_native_strategy().map_err(|e| {
        Error::new(ErrorKind::Io, "the location of your cache folder is unknown")
            .hint("name a file for the cache")
            .settings(Setting::EmbeddingsCache)
            .because(e)
    })?;
    Ok(folders.cache_dir().join("muwazi").join("embeddings.sqlite"))
}

impl Cache {
    /// Opens the file. File and folder are created if they do not exist.
    pub(super) fn open(path: &Path, url: &str, model: &str) -> Result<Self> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|e| {
                Error::io("cannot create the folder of the cache", folder, e)
                    .hint("name another file for the cache")
                    .settings(Setting::EmbeddingsCache)
            })?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = open_file(path, flags).map_err(|e| refused(path, e))?;
        prepare(&mut connection, path)?;
        // The lengths make the hash unambiguous, whatever characters the names contain.
        let mut key_prefix = Sha256::new();
        for part in [model, url] {
            key_prefix.update((part.len() as u64).to_le_bytes());
            key_prefix.update(part);
        }
        Ok(Self { connection: Mutex::new(connection), path: path.to_owned(), key_prefix })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Looks up each text. `None` if the cache does not hold its vector.
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

    /// Stores vectors from the server.
    pub(super) fn keep(&self, texts: &[&str], vectors: &[Vec<f32>]) -> Result<()> {
        let refused = |e| refused(&self.path, e);
        let mut connection = self.connection();
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(refused)?;
        for (text, vector) in texts.iter().zip(vectors) {
            let bytes: Vec<u8> = vector.iter().flat_map(|x| x.to_le_bytes()).collect();
            // If two processes request the same text, the first result is kept.
            transaction
                .prepare_cached("INSERT OR IGNORE INTO vectors (key, vector) VALUES (?1, ?2)")
                .and_then(|mut insert| insert.execute(params![self.key(text), bytes]))
                .map_err(refused)?;
        }
        transaction.commit().map_err(refused)
    }

    fn key(&self, text: &str) -> [u8; 32] {
        self.key_prefix.clone().chain_update(text).finalize().into()
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Creates the table in an empty file. Refuses a file that is not a cache.
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
    // Another process may have created it while this one waited.
    if application(&transaction).map_err(refused)? != APPLICATION {
        let count = "SELECT count(*) FROM sqlite_schema";
        let tables: i64 = transaction.query_row(count, [], |row| row.get(0)).map_err(refused)?;
        if tables > 0 {
            return Err(not_a_cache(path));
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
    let is_valid = rest.is_empty() && !vector.is_empty() && vector.iter().all(|x| x.is_finite());
    is_valid.then_some(vector)
}

fn not_a_cache(path: &Path) -> Error {
    Error::new(ErrorKind::Usage, "not a cache of sentence vectors")
        .at(Place::file(path.display().to_string()))
        .hint("name another file for the cache; it is created if it does not exist")
        .settings(Setting::EmbeddingsCache)
}

fn damaged(path: &Path) -> Error {
    Error::new(ErrorKind::Format, "the cache of sentence vectors is damaged")
        .at(Place::file(path.display().to_string()))
        .hint("remove the file: all its vectors can be requested again")
}

fn refused(path: &Path, error: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode::{
        CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase,
        PermissionDenied, ReadOnly,
    };
    let message = match error.sqlite_error_code() {
        Some(NotADatabase) => return not_a_cache(path),
        Some(DatabaseCorrupt) => return damaged(path),
        Some(DatabaseBusy | DatabaseLocked) => "is locked: another program is writing to it",
        Some(DiskFull) => "cannot grow: the disk is full",
        Some(ReadOnly | PermissionDenied | CannotOpen) => "cannot be opened or written",
        _ => "cannot be read or written",
    };
    Error::new(ErrorKind::Io, format!("the cache of sentence vectors {message}"))
        .at(Place::file(path.display().to_string()))
        .hint("name another file for the cache")
        .settings(Setting::EmbeddingsCache)
        .because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_are_found_by_model_address_and_text() {
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
    fn several_threads_may_write_at_once() {
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
    fn other_files_and_damaged_caches_are_refused() {
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
