//! Rows that were accepted in the documents of a list teach the aligner for the next document.

use std::sync::{Arc, Mutex};

use super::{
    document::{DocumentEntry, Texts},
    lock,
};
use crate::{
    align::lexicon::{LexiconOptions, Teacher},
    glossary::Terms,
    lang::Lang,
    review::JournalFile,
};

/// The terms that accepted rows taught.
#[derive(Default)]
pub(super) struct Taught(Mutex<Vec<Lesson>>);

/// The terms of a pair of languages.
struct Lesson {
    langs: [Lang; 2],
    /// The documents, and the entries up to which they were read.
    of: Vec<(u32, u64)>,
    terms: Option<Arc<Terms>>,
}

impl Taught {
    /// The terms that the accepted rows of documents teach, or none.
    pub(super) fn terms(
        &self,
        documents: &[Arc<DocumentEntry>],
        source: &Lang,
        target: &Lang,
    ) -> Option<Arc<Terms>> {
        let langs = [source.clone(), target.clone()];
        let mut of = Vec::new();
        for document in documents {
            read(document);
            let accepted = lock(&document.accepted);
            if accepted.langs.as_ref() == Some(&langs) && !accepted.pairs.is_empty() {
                of.push((document.id.0, accepted.number.unwrap_or(0)));
            }
        }
        let mut lessons = lock(&self.0);
        if let Some(lesson) = lessons.iter().find(|l| l.langs == langs && l.of == of) {
            return lesson.terms.clone();
        }
        let terms = learn(documents, &langs);
        lessons.retain(|lesson| lesson.langs != langs);
        lessons.push(Lesson { langs, of, terms: terms.clone() });
        terms
    }
}

/// Takes note of the accepted rows of a document: as it is open, or as an earlier session left it.
fn read(document: &DocumentEntry) {
    document.gather_if_idle();
    let is_unread = lock(&document.accepted).number.is_none();
    if is_unread && !matches!(document.texts, Texts::None(_)) && document.journal.exists() {
        // A journal that cannot be read teaches nothing; whoever opens it is told why.
        if let Ok(file) = JournalFile::open(&document.journal) {
            document.gather(file.review());
        }
    }
}

fn learn(documents: &[Arc<DocumentEntry>], langs: &[Lang; 2]) -> Option<Arc<Terms>> {
    let [source, target] = langs;
    let mut teacher = Teacher::new(&LexiconOptions::default()).between(source, target);
    for document in documents {
        let accepted = lock(&document.accepted);
        if accepted.langs.as_ref() == Some(langs) {
            accepted.pairs.iter().for_each(|(source, target)| teacher.add(source, target));
        }
    }
    if teacher.units() == 0 {
        return None;
    }
    let terms = teacher.finish().terms(source, target);
    (!terms.is_empty()).then(|| Arc::new(terms))
}
