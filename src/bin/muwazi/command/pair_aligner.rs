//! What aligns pairs as the options of `muwazi align` say: one for all pairs of a run, from any
//! thread.

use std::{
    collections::BTreeMap,
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use muwazi::{
    Document, Error, Lang, Segmenter,
    align::{Aligner, Alignment, Search, Segmented, SentenceVectors, Vectors},
    format::units::Reading,
    glossary::{GlossaryFile, Terms},
    segment::SegmentOptions,
};

use super::{align::Args, embeddings::Encoder, memories::Memories, srx_rules::OwnRules};
use crate::{console::Console, exit::Exit};

pub(super) struct PairAligner<'c> {
    console: &'c Console,
    /// The user's glossaries.
    glossaries: Vec<GlossaryFile>,
    /// The terms of them for each pair of languages that came up.
    terms: Mutex<BTreeMap<(Lang, Lang), Arc<Terms>>>,
    /// The user's memories, which teach.
    memories: Memories,
    /// The user's own vectors in place of ours.
    vectors: Option<Vectors>,
    search: Search,
    /// What gives vectors of whole sentences, where a server is named.
    encoder: Option<Encoder>,
    splitting: SegmentOptions,
    /// The user's own rules in place of ours.
    rules: Mutex<Option<OwnRules>>,
    segmenters: Mutex<BTreeMap<Lang, Arc<Segmenter>>>,
}

impl<'c> PairAligner<'c> {
    /// Reads what the options name.
    pub(super) fn new(args: &Args, console: &'c Console) -> muwazi::Result<Self> {
        let reading = Reading {
            source_lang: args.source_lang.clone(),
            target_lang: args.target_lang.clone(),
            ..Reading::default()
        };
        let glossaries = open_glossaries(&args.glossary, &reading, console)?;
        let vectors = args.vectors.as_deref().map(|path| {
            let bytes = fs::read(path).map_err(|e| Error::io("cannot read", path, e))?;
            Vectors::from_bytes(bytes.into(), &path.display().to_string())
        });
        let aligner = Self {
            console,
            glossaries,
            vectors: vectors.transpose()?,
            memories: args.memories.open()?,
            encoder: args.embeddings.encoder()?,
            terms: Mutex::default(),
            search: if args.exact { Search::Exact } else { Search::Fast },
            splitting: args.splitting.options()?,
            rules: Mutex::new(args.srx.read(console)?),
            segmenters: Mutex::default(),
        };
        // What is wrong with a glossary is said once and before the work.
        let (arabic, english) = (Lang::arabic(), Lang::english());
        let languages = (args.source_lang.as_ref(), args.target_lang.as_ref());
        let source = languages.0.unwrap_or(&arabic);
        let target = languages.1.unwrap_or(&english);
        aligner.terms(source, target)?;
        // So is what the memories teach, where the languages are known by now.
        if args.many.knows_languages() || (languages.0.is_some() && languages.1.is_some()) {
            aligner.learn(source, target)?;
        }
        Ok(aligner)
    }

    pub(super) fn align(&self, source: Document, target: Document) -> muwazi::Result<Alignment> {
        let glossary = self.terms(&source.lang, &target.lang)?;
        let mut aligner = Aligner { search: self.search, ..Aligner::default() };
        aligner.vectors = self.vectors();
        if !glossary.is_empty() {
            aligner.terms.push(&glossary);
        }
        let learnt = self.learn(&source.lang, &target.lang)?;
        if !learnt.is_empty() {
            aligner.terms.push(&learnt);
        }
        let segmenters = (self.segmenter(&source.lang)?, self.segmenter(&target.lang)?);
        let source = Segmented::with(source, &segmenters.0);
        let target = Segmented::with(target, &segmenters.1);
        let Some(encoder) = &self.encoder else { return Ok(aligner.align(source, target)) };
        let sentences = SentenceVectors::of(&source, &target, encoder.as_ref())?;
        aligner.align_with(source, target, &sentences)
    }

    /// The user's word vectors, or ours.
    pub(super) fn vectors(&self) -> Option<&Vectors> {
        self.vectors.as_ref().or(Vectors::built_in())
    }

    /// What the glossaries hold for a pair of languages.
    pub(super) fn terms(&self, source: &Lang, target: &Lang) -> muwazi::Result<Arc<Terms>> {
        let mut known = self.terms.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (source.clone(), target.clone());
        if let Some(terms) = known.get(&key) {
            return Ok(Arc::clone(terms));
        }
        let mut terms = Terms::default();
        for glossary in &self.glossaries {
            let entries = glossary.entries(Some((source, target)))?;
            entries.iter().for_each(|entry| terms.add_entry(entry));
        }
        Ok(Arc::clone(known.entry(key).or_insert(Arc::new(terms))))
    }

    /// What the memories teach of a pair of languages.
    pub(super) fn learn(&self, source: &Lang, target: &Lang) -> muwazi::Result<Arc<Terms>> {
        self.memories.terms(source, target, self.console)
    }

    /// What can be told of the user's rules only after the work, and whether a person should look.
    pub(super) fn finish(&self) -> Exit {
        let rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        let exit = rules.as_ref().map_or(Exit::Done, |own| own.finish(self.console));
        exit.max(self.memories.finish())
    }

    fn segmenter(&self, lang: &Lang) -> muwazi::Result<Arc<Segmenter>> {
        let mut known = self.segmenters.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(segmenter) = known.get(lang) {
            return Ok(Arc::clone(segmenter));
        }
        let mut rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        let segmenter = match rules.as_mut() {
            Some(own) => own.segmenter(lang, self.console)?,
            None => Segmenter::new(lang, &self.splitting),
        };
        Ok(Arc::clone(known.entry(lang.clone()).or_insert(Arc::new(segmenter))))
    }
}

/// Reads glossaries, and tells what is odd about them.
pub(super) fn open_glossaries(
    paths: &[PathBuf],
    reading: &Reading,
    console: &Console,
) -> muwazi::Result<Vec<GlossaryFile>> {
    let mut progress = console.progress();
    let open = |path: &PathBuf| {
        let file = GlossaryFile::open(path, reading)?;
        file.warnings().iter().cloned().for_each(&mut progress);
        Ok(file)
    };
    paths.iter().map(open).collect()
}
