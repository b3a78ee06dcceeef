//! An aligner for pairs of documents in any languages: segmenters, glossaries, memories and vectors as
//! options name them.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use serde::{Deserialize, Serialize};

use super::{Glossaries, LearntTerms, SegmenterOptions, Segmenters};
use crate::{
    align::{
        Aligner, Alignment, Explainer, Search, Segmented, SentenceEncoder, SentenceVectors,
        Vectors, check, in_step, recut::Recut, unpair_unrelated,
    },
    document::{Document, Extra},
    error::{Error, Place, Result, Setting},
    event::{Event, Report},
    format::units::Reading,
    glossary::Terms,
    lang::{Lang, detect},
    read::{
        file::read_file,
        plain::{ReadOptions, detected, taken_to_be, unknown_language},
        registry::left_out,
    },
    text::counted,
};

/// Options of a [`PairAligner`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AlignerOptions {
    /// The language of sources; detected when not given.
    pub source_lang: Option<Lang>,
    /// The language of targets; detected when not given.
    pub target_lang: Option<Lang>,
    /// How the files of texts are read.
    pub texts: TextOptions,
    /// How texts are split into segments.
    pub segmenter: SegmenterOptions,
    /// Long segments of texts without stops stay whole.
    pub keep_sentences: bool,
    /// Files of glossaries, whose terms are anchors.
    pub glossaries: Vec<PathBuf>,
    /// Memories that teach words and short terms.
    pub memories: Vec<PathBuf>,
    /// The time to wait for a memory that another program writes to; some seconds when not given.
    pub wait: Option<Duration>,
    /// A file of word vectors that replaces the built-in ones.
    pub vectors: Option<PathBuf>,
    /// The extent of the search.
    pub search: Search,
    /// Keeps the doubtful pairs of texts that hardly look like translations of each other.
    pub keep_unrelated: bool,
}

/// How the files of texts are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TextOptions {
    /// The name of the encoding; recognised when not given.
    pub encoding: Option<String>,
    /// Every line is one segment.
    pub segmented: bool,
    /// Lines are wrapped, so that a paragraph ends at an empty line; recognised when not given.
    pub wrapped: Option<bool>,
    /// The name of the format of the documents; recognised when not given.
    pub format: Option<String>,
    /// Content that readers leave out unless it is asked for.
    pub extras: BTreeSet<Extra>,
}

/// Aligns pairs of documents. One serves all pairs of a run, from any thread.
///
/// ```
/// use muwazi::{Document, Lang, event::silent, report::ExportOptions};
/// use muwazi::service::{AlignerOptions, PairAligner};
/// let aligner = PairAligner::open(&AlignerOptions::default(), &mut silent())?;
/// let source = Document::new("وصل الوزير. وغادر الأحد.", Lang::arabic());
/// let target = Document::new("The minister arrived. He left on Sunday.", Lang::english());
/// let pair = aligner.align(source, target, &mut silent())?;
/// assert_eq!(pair.units(&ExportOptions::default()).len(), 2);
/// # Ok::<(), muwazi::Error>(())
/// ```
pub struct PairAligner {
    languages: [Option<Lang>; 2],
    texts: TextOptions,
    segmenters: Segmenters,
    keep_sentences: bool,
    glossaries: Glossaries,
    learnt: LearntTerms,
    vectors: Option<Arc<Vectors>>,
    search: Search,
    encoder: Option<Arc<dyn SentenceEncoder + Send>>,
    keep_unrelated: bool,
}

impl PairAligner {
    /// Opens the files that the options name. Faults of a glossary are found here and not at the first
    /// pair; so are those of memories where the options name both languages.
    ///
    /// # Errors
    /// A file that cannot be read, or is not what it should be.
    pub fn open(options: &AlignerOptions, report: &mut Report<'_>) -> Result<Self> {
        let languages = [&options.source_lang, &options.target_lang].map(Clone::clone);
        let [source, target] = languages.clone();
        let reading = Reading { source_lang: source, target_lang: target, ..Reading::default() };
        let aligner = Self {
            glossaries: Glossaries::open(&options.glossaries, &reading, report)?,
            vectors: match &options.vectors {
                Some(path) => Some(Arc::new(read_vectors(path)?)),
                None => Vectors::built_in(),
            },
            learnt: LearntTerms::open_waiting(&options.memories, options.wait)?,
            segmenters: Segmenters::open(&options.segmenter, report)?,
            texts: options.texts.clone(),
            keep_sentences: options.keep_sentences,
            search: options.search,
            encoder: None,
            keep_unrelated: options.keep_unrelated,
            languages,
        };
        let [source, target] = &aligner.languages;
        let (arabic, english) = (Lang::arabic(), Lang::english());
        aligner
            .glossaries
            .between(source.as_ref().unwrap_or(&arabic), target.as_ref().unwrap_or(&english))?;
        if let (Some(source), Some(target)) = (source, target) {
            aligner.prepare(source, target, report)?;
        }
        Ok(aligner)
    }

    /// Adds sentence vectors of an encoder as one more signal.
    #[must_use]
    pub fn with_encoder(mut self, encoder: Arc<dyn SentenceEncoder + Send>) -> Self {
        self.encoder = Some(encoder);
        self
    }

    /// Prepares the terms of a pair of languages before the first texts in them, and so reports what
    /// memories teach.
    ///
    /// # Errors
    /// Errors of the glossaries and the memories.
    pub fn prepare(&self, source: &Lang, target: &Lang, report: &mut Report<'_>) -> Result<()> {
        self.between(source, target, report).map(drop)
    }

    /// Reads two files and checks that they can be translations of each other.
    ///
    /// # Errors
    /// A file that cannot be read; see [`check`].
    pub fn read_pair(&self, source: &Path, target: &Path) -> Result<(Document, Document)> {
        let [of_source, of_target] = self.read_options();
        let source = read_file(source, &of_source)?;
        let target = read_file(target, &of_target)?;
        self.check_pair(&source, &target)?;
        Ok((source, target))
    }

    /// The options for reading a source and a target, for texts that are not in files.
    pub fn read_options(&self) -> [ReadOptions; 2] {
        let TextOptions { encoding, segmented, wrapped, format, extras } = &self.texts;
        self.languages.clone().map(|lang| ReadOptions {
            encoding: encoding.clone(),
            assumed_english: lang.is_none(),
            lang,
            segmented: *segmented,
            wrapped: *wrapped,
            format: format.clone(),
            extras: extras.clone(),
        })
    }

    /// Checks that two documents can be translations of each other, and that English was assumed
    /// only of a text beside an Arabic one.
    ///
    /// # Errors
    /// See [`check`]; a text whose language is in doubt.
    pub fn check_pair(&self, source: &Document, target: &Document) -> Result<()> {
        let sides = [(source, target), (target, source)];
        for ((document, other), given) in sides.into_iter().zip(&self.languages) {
            if given.is_none() && document.lang == Lang::english() {
                assumed_beside(document, &other.lang)?;
            }
        }
        check(source, target, self.languages.iter().all(Option::is_some))
    }

    /// Reports what was found in the texts: the languages that were detected, except Arabic and
    /// English, where English was assumed, and what the readers left out.
    pub fn tell_of_texts(&self, source: &Document, target: &Document, report: &mut Report<'_>) {
        let settings = [Setting::SourceLang, Setting::TargetLang];
        let sides = [source, target].into_iter().zip(settings).zip(&self.languages);
        for ((document, setting), _) in sides.filter(|(_, given)| given.is_none()) {
            let (origin, lang) = (&document.origin, &document.lang);
            let is_assumed = *lang == Lang::english() && detect(&document.text).lang().is_none();
            let event = if is_assumed {
                Some(taken_to_be(origin, lang, ", because the other text is Arabic", setting))
            } else {
                detected(origin, lang, setting)
            };
            event.into_iter().for_each(&mut *report);
        }
        [source, target].into_iter().filter_map(left_out).for_each(&mut *report);
    }

    /// Splits a document into segments.
    ///
    /// # Errors
    /// See [`Segmenters::of`].
    pub fn segment(&self, document: Document, report: &mut Report<'_>) -> Result<Segmented> {
        let segmenter = self.segmenters.of(&document.lang, report)?;
        Ok(Segmented::with(document, &segmenter))
    }

    /// Aligns two documents.
    ///
    /// # Errors
    /// Errors of the glossaries, memories, rules and the encoder.
    pub fn align(
        &self,
        source: Document,
        target: Document,
        report: &mut Report<'_>,
    ) -> Result<Alignment> {
        let (aligner, source, target) = self.ready(source, target, report)?;
        let mut alignment = match self.vectors_of(&source, &target)? {
            Some(sentences) => aligner.align_with(source, target, &sentences)?,
            None => aligner.align(source, target),
        };
        self.unpair(&mut alignment, report);
        Ok(alignment)
    }

    /// Aligns two documents and returns the alignment with its explainer.
    ///
    /// # Errors
    /// As [`PairAligner::align`].
    pub fn align_explained(
        &self,
        source: Document,
        target: Document,
        report: &mut Report<'_>,
    ) -> Result<(Alignment, Explainer)> {
        let (aligner, source, target) = self.ready(source, target, report)?;
        let sentences = self.vectors_of(&source, &target)?;
        let mut explained = aligner.align_explained(source, target, sentences.as_ref())?;
        self.unpair(&mut explained.0, report);
        Ok(explained)
    }

    /// Takes the pairs of unrelated texts apart, unless they were asked for.
    fn unpair(&self, alignment: &mut Alignment, report: &mut Report<'_>) {
        let count = if self.keep_unrelated { 0 } else { unpair_unrelated(alignment) };
        if count > 0 {
            let place = Place::file(alignment.target.document.origin.as_str());
            let pairs = counted(count, "doubtful pair");
            report(Event::Warning {
                place,
                message: format!("{pairs} left out: the texts look unrelated"),
                hint: Some("if they do translate each other, ask for such pairs".to_owned()),
                settings: Setting::Unrelated.into(),
            });
        }
    }

    /// Reports what is known of the rules only after the work. Returns `true` where rules had warnings
    /// or a memory taught nothing, so that a person should look.
    pub fn finish(&self, report: &mut Report<'_>) -> bool {
        self.segmenters.finish(report) | self.learnt.has_silent()
    }

    /// Returns the aligner of a pair of languages, with the terms of glossaries and memories. It has no
    /// sentence vectors: an encoder is asked for whole documents only.
    ///
    /// # Errors
    /// Errors of the glossaries and the memories.
    pub fn between(
        &self,
        source: &Lang,
        target: &Lang,
        report: &mut Report<'_>,
    ) -> Result<Aligner> {
        let glossary = self.glossaries.between(source, target)?.terms();
        let learnt = self.learnt.between(source, target, report)?;
        let mut terms = vec![Terms::built_in()];
        terms.extend([glossary, learnt].into_iter().filter(|terms| !terms.is_empty()));
        Ok(Aligner { terms, vectors: self.vectors.clone(), weights: None, search: self.search })
    }

    fn ready(
        &self,
        source: Document,
        target: Document,
        report: &mut Report<'_>,
    ) -> Result<(Aligner, Segmented, Segmented)> {
        let aligner = self.between(&source.lang, &target.lang, report)?;
        let (source, target) = (self.segment(source, report)?, self.segment(target, report)?);
        let (source, target) = self.fitted(&aligner, in_step(source, target), report);
        Ok((aligner, source, target))
    }

    /// Cuts the segments of texts without stops where the other text shows an end, and reports it.
    pub(super) fn fitted(
        &self,
        aligner: &Aligner,
        (source, target): (Segmented, Segmented),
        report: &mut Report<'_>,
    ) -> (Segmented, Segmented) {
        if self.keep_sentences {
            return (source, target);
        }
        let Recut { sides: [source, target], cut, .. } = aligner.recut(source, target);
        for (side, (whole, parts)) in [&source, &target].into_iter().zip(cut) {
            if whole > 0 {
                let what = if whole == 1 { "passage" } else { "passages" };
                let message = format!("{whole} {what} without stops cut into {parts} sentences");
                report(Event::notice(Place::file(&side.document.origin), message));
            }
        }
        (source, target)
    }

    fn vectors_of(
        &self,
        source: &Segmented,
        target: &Segmented,
    ) -> Result<Option<SentenceVectors>> {
        let Some(encoder) = &self.encoder else { return Ok(None) };
        SentenceVectors::of(source, target, encoder.as_ref()).map(Some)
    }
}

/// Checks the assumption that a text is in English.
fn assumed_beside(document: &Document, other: &Lang) -> Result<()> {
    let seen = detect(&document.text);
    match seen.assumed_beside(other) {
        Some(_) => Ok(()),
        None => Err(unknown_language(&document.origin, &seen)),
    }
}

fn read_vectors(path: &Path) -> Result<Vectors> {
    let bytes = fs::read(path).map_err(|e| Error::io("cannot read", path, e))?;
    Vectors::from_bytes(bytes.into(), &path.display().to_string())
}
