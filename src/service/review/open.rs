//! Opening of reviews: journals that are there, and alignments that begin one.

use std::{path::Path, sync::Arc};

use super::{
    ReviewId, Reviews,
    document::{DocumentEntry, Opened, Texts},
    lock, wrong,
};
use crate::{
    align::{Aligner, Alignment},
    batch::Files,
    document::Document,
    error::{Error, ErrorKind, Place, Result},
    lang::Lang,
    review::{Journal, JournalFile, Review, TextRecord},
};

impl Reviews {
    /// Works on an open review, and opens it first where that is needed. After a fault it is opened
    /// again, so that it is as it is on disk.
    pub(super) fn with<T>(
        &self,
        id: ReviewId,
        work: impl FnOnce(&mut Opened) -> Result<T>,
    ) -> Result<T> {
        let document = self.documents.get(id)?;
        let mut guard = lock(&document.opened);
        let mut opened = match guard.take() {
            Some(opened) => opened,
            None => self.open_document(&document).inspect_err(|error| {
                lock(&document.known).error = Some(self.shown_error(error));
            })?,
        };
        let outcome = work(&mut opened);
        if outcome.is_ok() {
            document.note(opened.file.review(), true);
            *guard = Some(opened);
        }
        outcome
    }

    fn open_document(&self, document: &DocumentEntry) -> Result<Opened> {
        let path = &document.journal;
        let file = match &document.texts {
            Texts::None(reason) => return Err(Error::new(ErrorKind::Usage, reason.clone())),
            Texts::Journal => JournalFile::open(path)?,
            Texts::Pair(files) if path.exists() => self.go_on(document, files)?,
            Texts::Pair(files) => self.begin(document, files)?,
        };
        let [source, target] = file.review().texts();
        let aligner = self.aligner(&source.document.lang, &target.document.lang)?;
        Ok(Opened { file, aligner: Arc::new(aligner) })
    }

    /// Opens the journal of a pair whose texts are still those of the files.
    fn go_on(&self, document: &DocumentEntry, files: &Files) -> Result<JournalFile> {
        let file = JournalFile::open(&document.journal)?;
        if !lock(&document.known).checked {
            let (source, target) = self.pairs.read_pair(&files.source, &files.target)?;
            check_documents(&file, [&source, &target], &document.journal)?;
            lock(&document.known).checked = true;
        }
        Ok(file)
    }

    /// Aligns a pair and writes its journal.
    fn begin(&self, document: &DocumentEntry, files: &Files) -> Result<JournalFile> {
        let alignment = self.align(files)?;
        lock(&document.known).checked = true;
        match JournalFile::create(&document.journal, &Journal::begin(&alignment)) {
            // Another program was faster.
            Err(_) if document.journal.exists() => self.go_on(document, files),
            Err(e) if e.kind == ErrorKind::Io => Err(e.hint(
                "the review is kept beside the source; name another file where that is not possible",
            )),
            other => other,
        }
    }

    fn align(&self, files: &Files) -> Result<Alignment> {
        let mut report = |event| (self.observer)(event);
        let (source, target) = self.pairs.read_pair(&files.source, &files.target)?;
        self.pairs.tell_of_texts(&source, &target, &mut report);
        let aligner = self.aligner(&source.lang, &target.lang)?;
        let source = self.pairs.segment(source, &mut report)?;
        let target = self.pairs.segment(target, &mut report)?;
        let (source, target) = self.pairs.fitted(&aligner, (source, target), &mut report);
        Ok(aligner.align(source, target))
    }

    /// The aligner of a pair of languages, taught by glossaries, memories, and the rows that were
    /// accepted in the documents of the list.
    fn aligner(&self, source: &Lang, target: &Lang) -> Result<Aligner> {
        let mut aligner =
            self.pairs.between(source, target, &mut |event| (self.observer)(event))?;
        aligner.terms.extend(self.taught.terms(&self.documents.all(), source, target));
        Ok(aligner)
    }

    /// Looks at the next document of the list that was not opened: reads its journal, or aligns it
    /// without keeping the result, so that lists know its rows. Returns `false` where none is left.
    pub fn prepare_next(&self) -> bool {
        let is_next = |document: &&Arc<DocumentEntry>| {
            let known = lock(&document.known);
            known.summary.is_none()
                && known.error.is_none()
                && !matches!(document.texts, Texts::None(_))
        };
        let all = self.documents.all();
        // Journals first: what they hold teaches the aligner for the others.
        let with_journal = all.iter().filter(is_next).find(|d| d.journal.exists());
        let Some(document) = with_journal.or_else(|| all.iter().find(is_next)) else {
            return false;
        };
        if let Err(error) = self.look_at(document) {
            lock(&document.known).error = Some(self.shown_error(&error));
        }
        true
    }

    fn look_at(&self, document: &DocumentEntry) -> Result<()> {
        // Held, so that a person who opens it meanwhile waits and does not align it a second time.
        let guard = lock(&document.opened);
        if guard.is_some() {
            return Ok(());
        }
        match &document.texts {
            Texts::Pair(files) if document.journal.exists() => {
                let file = self.go_on(document, files)?;
                document.note(file.review(), true);
                document.gather(file.review());
            }
            Texts::Pair(files) => {
                let review = Review::new(Journal::begin(&self.align(files)?))?;
                document.note(&review, false);
            }
            Texts::Journal => {
                let file = JournalFile::open(&document.journal)?;
                document.note(file.review(), true);
                document.gather(file.review());
            }
            Texts::None(_) => {}
        }
        Ok(())
    }
}

/// Refuses a journal of other texts.
pub(super) fn check_texts(
    file: &JournalFile,
    texts: &[TextRecord; 2],
    journal: &Path,
) -> Result<()> {
    let own = file.review().texts();
    let same = own
        .iter()
        .zip(texts)
        .all(|(own, text)| own.document.text == text.text && own.document.lang == text.lang);
    if same { Ok(()) } else { Err(other_texts(file, journal)) }
}

fn check_documents(file: &JournalFile, texts: [&Document; 2], journal: &Path) -> Result<()> {
    let own = file.review().texts();
    let same = own
        .iter()
        .zip(texts)
        .all(|(own, text)| own.document.text == text.text && own.document.lang == text.lang);
    if same { Ok(()) } else { Err(other_texts(file, journal)) }
}

fn other_texts(file: &JournalFile, journal: &Path) -> Error {
    let message = "this review is of other texts, or of an earlier version of them";
    let hint = match file.review().number() {
        0 => "nothing was decided in it: remove it, or name another file for the new review",
        _ => "open it by its own name to go on with it, or name another file for a new review",
    };
    let place = Place::file(journal.display().to_string());
    Error { place: Some(place), ..wrong(journal, message, hint) }
}
