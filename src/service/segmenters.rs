//! Segmenters of every language of a run: the built-in rules with the user's abbreviations, or the
//! rules of an SRX file.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};

use super::warning::warn;
use crate::{
    error::{Error, Place, Result, Settings},
    event::{Event, Report},
    lang::Lang,
    segment::{
        SegmentOptions, Segmenter, read_words,
        srx::{Dialect, Srx, SrxRules, Warning},
    },
    text::decode,
};

/// Options of segmentation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SegmenterOptions {
    /// Files of abbreviations, one a line, beside the built-in ones.
    pub abbreviations: Vec<PathBuf>,
    /// Rules that replace the built-in ones.
    pub srx: Option<SrxOptions>,
}

/// An SRX file and how it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SrxOptions {
    /// The file.
    pub file: PathBuf,
    /// The code to look up in the file's language maps; the language of the text when not given.
    #[serde(default)]
    pub language: Option<String>,
    /// The dialect of the regular expressions.
    #[serde(default)]
    pub dialect: Dialect,
}

/// A segmenter for each language, made at the first text in it.
pub struct Segmenters {
    options: SegmentOptions,
    rules: Option<Mutex<OwnRules>>,
    made: Mutex<BTreeMap<Lang, Arc<Segmenter>>>,
}

/// The rules of an SRX file.
struct OwnRules {
    srx: Srx,
    dialect: Dialect,
    language: Option<String>,
    compiled: Vec<(String, Arc<SrxRules>)>,
    warned: bool,
}

impl Segmenters {
    /// Reads the files that the options name, and reports the warnings of the SRX file.
    ///
    /// # Errors
    /// A file that cannot be read, or is not what it should be.
    pub fn open(options: &SegmenterOptions, report: &mut Report<'_>) -> Result<Self> {
        let segment = read_abbreviations(&options.abbreviations)?;
        let rules = match &options.srx {
            Some(srx) => Some(Mutex::new(OwnRules::open(srx, report)?)),
            None => None,
        };
        Ok(Self { options: segment, rules, made: Mutex::default() })
    }

    /// Returns the segmenter of a language. With an SRX file, the first call for a language reports
    /// the number of its rules and their warnings.
    ///
    /// # Errors
    /// SRX rules that cannot be compiled, or none for the language.
    pub fn of(&self, lang: &Lang, report: &mut Report<'_>) -> Result<Arc<Segmenter>> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(segmenter) = made.get(lang) {
            return Ok(Arc::clone(segmenter));
        }
        let segmenter = match &self.rules {
            Some(own) => {
                let mut own = own.lock().unwrap_or_else(PoisonError::into_inner);
                Segmenter::from_srx(own.rules(lang, report)?)
            }
            None => Segmenter::new(lang, &self.options),
        };
        Ok(Arc::clone(made.entry(lang.clone()).or_insert(Arc::new(segmenter))))
    }

    /// Reports the SRX rules that gave up on a text. Returns `true` where any rule had a warning, now
    /// or before.
    pub fn finish(&self, report: &mut Report<'_>) -> bool {
        let Some(own) = &self.rules else { return false };
        own.lock().unwrap_or_else(PoisonError::into_inner).finish(report)
    }
}

impl OwnRules {
    fn open(options: &SrxOptions, report: &mut Report<'_>) -> Result<Self> {
        let path = &options.file;
        let file = File::open(path).map_err(|e| Error::io("cannot read", path, e))?;
        let srx = Srx::read(file, &path.display().to_string())?;
        srx.warnings.iter().for_each(|warning| tell(warning, report));
        Ok(Self {
            warned: srx.reported() > 0,
            srx,
            dialect: options.dialect,
            language: options.language.clone(),
            compiled: Vec::new(),
        })
    }

    fn rules(&mut self, lang: &Lang, report: &mut Report<'_>) -> Result<Arc<SrxRules>> {
        let code = self.language.as_deref().unwrap_or(lang.as_str());
        if let Some((_, rules)) = self.compiled.iter().find(|(known, _)| known == code) {
            return Ok(Arc::clone(rules));
        }
        let rules = Arc::new(self.srx.rules_in(code, self.dialect)?);
        rules.warnings().iter().for_each(|warning| tell(warning, report));
        self.warned |= !rules.warnings().is_empty();
        let message = format!(
            "{} rules loaded, {} run for {code}, {} reported",
            self.srx.loaded(),
            rules.run(),
            self.srx.reported() + rules.warnings().len(),
        );
        report(Event::notice(Place::file(&self.srx.origin), message));
        self.compiled.push((code.to_owned(), Arc::clone(&rules)));
        Ok(rules)
    }

    fn finish(&self, report: &mut Report<'_>) -> bool {
        let mut warned = self.warned;
        for warning in self.compiled.iter().flat_map(|(_, rules)| rules.gave_up()) {
            tell(&warning, report);
            warned = true;
        }
        warned
    }
}

fn tell(warning: &Warning, report: &mut Report<'_>) {
    let Warning { place, message, hint } = warning.clone();
    warn(place, message, (hint.as_deref(), Settings::default()), report);
}

fn read_abbreviations(paths: &[PathBuf]) -> Result<SegmentOptions> {
    let mut options = SegmentOptions::default();
    for path in paths {
        let origin = path.display().to_string();
        let bytes = fs::read(path).map_err(|e| Error::io("cannot read", path, e))?;
        let text = decode::decode(bytes, &origin, None)?;
        options.abbreviations.extend(read_words(&text, &origin)?);
    }
    Ok(options)
}
