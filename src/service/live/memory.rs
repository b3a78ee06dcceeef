//! One of the memories: its store, and its view of now.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::{
    LiveMemoryOptions, LiveOptions,
    view::{MemoryView, lock},
};
use crate::{
    error::{Error, ErrorKind, Result},
    event::Report,
    lookup,
    memory::{LanguageStats, SqliteStore, Stamp, Store},
    service::memories::SharedMemory,
};

/// A memory that many threads read and write.
pub struct LiveMemory {
    name: Arc<str>,
    store: Arc<SqliteStore>,
    penalty: u32,
    is_writable: bool,
    view: RwLock<Arc<MemoryView>>,
    /// Held while the next view is made.
    renewing: Mutex<()>,
    /// The moment of the last look after the index.
    tended: Mutex<Option<Stamp>>,
}

impl LiveMemory {
    pub(super) fn open(
        name: String,
        own: &LiveMemoryOptions,
        options: &LiveOptions,
    ) -> Result<Self> {
        let (path, name) = (own.path.as_path(), Arc::<str>::from(name));
        let is_new = own.create && !options.read_only && !path.exists();
        let store = match (options.read_only, options.wait) {
            (false, Some(wait)) if is_new => SqliteStore::open_or_create_waiting(path, wait),
            (false, None) if is_new => SqliteStore::open_or_create(path),
            (true, Some(wait)) => SqliteStore::open_waiting(path, wait),
            (true, None) => SqliteStore::open(path),
            (false, Some(wait)) => SqliteStore::open_to_write_waiting(path, wait),
            (false, None) => SqliteStore::open_to_write(path),
        };
        let store = Arc::new(store?);
        if is_new {
            store.make()?;
        }
        let view = RwLock::new(Arc::new(MemoryView::now(&name, &store, None)?));
        Ok(Self {
            name,
            store,
            penalty: own.penalty,
            is_writable: !options.read_only,
            view,
            renewing: Mutex::default(),
            tended: Mutex::default(),
        })
    }

    /// The name by which it is asked for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Points off the scores of its matches.
    pub fn penalty(&self) -> u32 {
        self.penalty
    }

    /// Returns true if it may be written.
    pub fn is_writable(&self) -> bool {
        self.is_writable
    }

    /// The store, for reading.
    pub fn store(&self) -> &Arc<SqliteStore> {
        &self.store
    }

    /// The store, for writing.
    ///
    /// # Errors
    /// Where the memories were opened for reading only.
    pub(super) fn to_write(&self) -> Result<&SqliteStore> {
        match self.is_writable {
            true => Ok(&self.store),
            false => Err(Error::new(ErrorKind::Memory, "the memory is open for reading only")),
        }
    }

    /// The languages of its texts.
    ///
    /// # Errors
    /// The store's own.
    pub fn languages(&self) -> Result<Vec<LanguageStats>> {
        Ok(self.view()?.languages().to_vec())
    }

    /// The view of now.
    pub(super) fn view(&self) -> Result<Arc<MemoryView>> {
        if let Some(view) = self.if_current()? {
            return Ok(view);
        }
        // One thread makes the next view; those that wait for it need none of their own.
        let _renewing = lock(&self.renewing);
        if let Some(view) = self.if_current()? {
            return Ok(view);
        }
        let older = self.last_view();
        let view = Arc::new(MemoryView::now(&self.name, &self.store, Some(&older))?);
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&view);
        Ok(view)
    }

    fn last_view(&self) -> Arc<MemoryView> {
        Arc::clone(&self.view.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The last view, if nothing was written since.
    fn if_current(&self) -> Result<Option<Arc<MemoryView>>> {
        let stamp = self.store.stamp()?;
        let view = self.last_view();
        Ok((*view.stamp() == stamp).then_some(view))
    }

    /// Brings the index on disk up to the memory.
    pub(super) fn tend(&self, report: &mut Report<'_>) -> Result<()> {
        let stamp = self.store.stamp()?;
        let mut tended = lock(&self.tended);
        if tended.as_ref() != Some(&stamp) {
            lookup::refresh(&*self.store, report)?;
            *tended = Some(stamp);
        }
        Ok(())
    }
}
