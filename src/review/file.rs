//! A journal on disk, shared by any number of windows and programs.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use file_id::{FileId, get_file_id};
use jiff::Timestamp;

use super::{
    journal::{Entry, Journal, whole_lines},
    message::{Answer, Asked},
    state::Review,
};
use crate::{
    align::Aligner,
    error::{Error, ErrorKind, Place, Result},
    output,
};

/// The ending of journals.
pub const ENDING: &str = "muwazi-review";

/// A review and the file of its journal. Each decision is on disk before it is answered.
///
/// Programs at one file take turns by a lock for as long as they append, and read first what others
/// appended. A line without an end was cut off by a fault before it was answered; it is removed.
pub struct JournalFile {
    path: PathBuf,
    file: File,
    /// The file that was opened, where the system tells.
    id: Option<FileId>,
    /// The length that was read.
    read: u64,
    /// The number of lines that were read.
    lines: usize,
    review: Review,
}

impl JournalFile {
    /// Writes a new journal and opens it.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] where the file exists; errors of the file system.
    pub fn create(path: &Path, journal: &Journal) -> Result<Self> {
        if path.exists() {
            return Err(Error::new(ErrorKind::Usage, "there is a review already")
                .at(Place::file(path.display().to_string()))
                .hint("open it, or name another file for the new one"));
        }
        output::write_file(path, |out| {
            out.write_all(journal.to_lines().as_bytes()).map_err(Error::cannot_write)
        })?;
        Self::open(path)
    }

    /// Opens a journal and replays it.
    ///
    /// # Errors
    /// Errors of the file system; [`ErrorKind::Format`] where it is no journal.
    pub fn open(path: &Path) -> Result<Self> {
        let cannot = |e| Error::io("cannot open", path, e);
        let mut file = OpenOptions::new().read(true).append(true).open(path).map_err(cannot)?;
        let mut bytes = Vec::new();
        locked(&file, |mut file| file.read_to_end(&mut bytes)).map_err(cannot)?;
        let origin = path.display().to_string();
        let (journal, read) = Journal::read(&bytes, &origin)?;
        let lines = whole_lines(&bytes).count();
        let review = Review::new(journal).map_err(|e| e.at(Place::file(origin)))?;
        file.seek(SeekFrom::Start(read as u64)).map_err(cannot)?;
        let id = get_file_id(path).ok();
        Ok(Self { path: path.to_owned(), file, id, read: read as u64, lines, review })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The review as of the last reading.
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// Reads what other programs appended.
    ///
    /// # Errors
    /// Errors of the file system; lines that are no decisions.
    pub fn refresh(&mut self) -> Result<()> {
        let length = self.file.metadata().map_err(|e| self.cannot("read", e))?.len();
        if length == self.read {
            return Ok(());
        }
        self.file.lock().map_err(|e| self.cannot("lock", e))?;
        let outcome = self.read_new();
        self.file.unlock().map_err(|e| self.cannot("unlock", e))?;
        outcome
    }

    /// Makes a decision, keeps it, and answers with everything since the person looked. A conflict is
    /// an answer too.
    ///
    /// # Errors
    /// Errors of the file system; then nothing was decided.
    pub fn decide(
        &mut self,
        asked: Asked,
        at: Timestamp,
        aligner: Option<&Aligner>,
    ) -> Result<Answer> {
        self.file.lock().map_err(|e| self.cannot("lock", e))?;
        let outcome = self.decide_locked(asked, at, aligner);
        self.file.unlock().map_err(|e| self.cannot("unlock", e))?;
        outcome
    }

    fn decide_locked(
        &mut self,
        asked: Asked,
        at: Timestamp,
        aligner: Option<&Aligner>,
    ) -> Result<Answer> {
        self.read_new()?;
        let (seen, act) = (asked.seen, asked.act.clone());
        if asked.key.as_deref().is_some_and(|key| self.review.knows(key)) {
            return Ok(self.review.answer(seen));
        }
        let entry = match self.review.plan(asked, at, aligner) {
            Ok(entry) => entry,
            Err(conflict) => {
                return Ok(Answer { conflict: Some(conflict), ..self.review.answer(seen) });
            }
        };
        self.append(&entry)?;
        self.review.apply(entry)?;
        Ok(Answer { said: self.review.said(&act), ..self.review.answer(seen) })
    }

    /// Appends an entry and waits until it is on disk. On a fault the file is as it was.
    fn append(&mut self, entry: &Entry) -> Result<()> {
        let line = entry.to_line();
        // A line that cannot be read back would end the journal for ever.
        if Entry::read(line.trim_end().as_bytes(), "", self.lines + 1, entry.n)? != *entry {
            return Err(Error::new(ErrorKind::Internal, "a decision would not be read back"));
        }
        let written = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            // A part of the line may stand there; the next reader would remove it too.
            self.file.set_len(self.read).ok();
            return Err(self.cannot("write", error));
        }
        self.read += line.len() as u64;
        self.lines += 1;
        Ok(())
    }

    /// Refuses to go on where the file was removed or replaced: what is appended would be lost.
    fn check_place(&self) -> Result<()> {
        if self.id.is_none() || get_file_id(&self.path).ok() == self.id {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Io, "the journal of the review was removed or replaced")
            .at(Place::file(self.path.display().to_string()))
            .hint("nothing was decided; open the review again"))
    }

    /// Reads new whole lines and removes a line that was cut off. The file is locked.
    fn read_new(&mut self) -> Result<()> {
        self.check_place()?;
        let length = self.file.metadata().map_err(|e| self.cannot("read", e))?.len();
        if length < self.read {
            return Err(Error::new(ErrorKind::Format, "the journal of the review became shorter")
                .at(Place::file(self.path.display().to_string()))
                .hint("something else than muwazi changed it; open the review again"));
        }
        let mut bytes = Vec::new();
        self.file
            .seek(SeekFrom::Start(self.read))
            .and_then(|_| (&self.file).take(length - self.read).read_to_end(&mut bytes))
            .map_err(|e| self.cannot("read", e))?;
        let origin = self.path.display().to_string();
        let mut whole = 0;
        for (end, line) in whole_lines(&bytes) {
            let n = self.review.number() + 1;
            let entry = Entry::read(line, &origin, self.lines + 1, n)?;
            self.review
                .apply(entry)
                .map_err(|e| e.at(Place::line(&origin, self.lines as u64 + 1)))?;
            self.lines += 1;
            whole = end;
        }
        self.read += whole as u64;
        if whole < bytes.len() {
            self.file.set_len(self.read).map_err(|e| self.cannot("write", e))?;
        }
        Ok(())
    }

    fn cannot(&self, what: &str, error: io::Error) -> Error {
        Error::io(&format!("cannot {what}"), &self.path, error)
    }
}

/// Does something while a file is locked.
fn locked<T>(file: &File, work: impl FnOnce(&File) -> io::Result<T>) -> io::Result<T> {
    file.lock()?;
    let outcome = work(file);
    file.unlock()?;
    outcome
}
