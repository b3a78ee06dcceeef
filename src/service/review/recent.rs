//! The list of recent reviews: a small file of JSON that a front names.

use std::{
    fs,
    io::ErrorKind as IoKind,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ReviewId, Reviews, full, listed::RecentName, lock};
use crate::{
    error::{Error, ErrorKind, Result},
    output,
};

/// Maximum number of reviews in the list of a person, and in one that many share.
const MOST: [usize; 2] = [30, 10_000];

/// The file.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct List {
    recent: Vec<Item>,
}

#[derive(Serialize, Deserialize)]
struct Item {
    /// The absolute path of the journal.
    journal: PathBuf,
    name: String,
    when: String,
}

impl List {
    /// Reads the list. One that is damaged is as good as none: nothing but convenience is lost.
    fn read(path: &Path) -> Result<Self> {
        match fs::read(path) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_default()),
            Err(e) if e.kind() == IoKind::NotFound => Ok(Self::default()),
            Err(e) => Err(Error::io("cannot read", path, e)),
        }
    }

    fn write(&self, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|e| Error::io("cannot make", folder, e))?;
        }
        output::write_file(path, |out| {
            serde_json::to_writer_pretty(out, self).map_err(|e| Error::cannot_write(e.into()))
        })
    }
}

impl Reviews {
    /// Puts a review at the head of the list of recent ones.
    pub(super) fn remember(&self, id: ReviewId) -> Result<()> {
        let Some(path) = &self.options.recent else { return Ok(()) };
        let document = self.documents.get(id)?;
        let journal = full(&document.journal);
        // A path that JSON cannot hold is not listed.
        if journal.to_str().is_none() {
            return Ok(());
        }
        let name = self.with(id, |opened| {
            let whole = opened.file.review().texts();
            let name = |side: usize| {
                let origin = &whole[side].document.origin;
                origin.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
            };
            Ok(format!("{} · {}", name(0), name(1)))
        })?;
        let mut list = List::read(path)?;
        list.recent.retain(|item| item.journal != journal);
        list.recent.insert(0, Item { journal, name, when: Timestamp::now().to_string() });
        list.recent.truncate(MOST[usize::from(self.options.is_shared)]);
        list.write(path)
    }

    /// The reviews of the list whose journals are still there, with the numbers that open them.
    pub(super) fn recent_names(&self) -> Result<Vec<RecentName>> {
        let Some(path) = &self.options.recent else { return Ok(Vec::new()) };
        let list = List::read(path)?;
        let mut numbers = lock(&self.recent);
        let there = list.recent.into_iter().filter(|item| item.journal.is_file());
        let named = there.map(|item| {
            let at = numbers.iter().position(|known| *known == item.journal);
            let number = at.unwrap_or_else(|| {
                numbers.push(item.journal.clone());
                numbers.len() - 1
            });
            let path = self.shown_path(&item.journal);
            RecentName { number, name: item.name, path, when: item.when }
        });
        Ok(named.collect())
    }

    /// Opens a review of the recent list, by the number that [`Reviews::home`] gave.
    ///
    /// # Errors
    /// A number that was not given; see [`Reviews::add_journal`].
    pub fn open_recent(&self, number: usize) -> Result<ReviewId> {
        let path = lock(&self.recent).get(number).cloned();
        let path = path.ok_or_else(|| {
            Error::new(ErrorKind::Usage, format!("there is no recent review {number}"))
        })?;
        self.add_journal(&path)
    }
}
