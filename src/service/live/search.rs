//! Concordance and terms.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Live, LiveMemory, Offsets};
use crate::{
    error::{Error, ErrorKind, Result},
    event::Report,
    glossary::TermFound,
    lang::{Lang, detect},
    lookup::{Concordance, Occurrence, Pattern, search_pattern},
    memory::direction,
    service::memories::SharedMemory as _,
    text::words,
};

/// No phrase has more bytes.
const LONGEST_PHRASE: usize = 16 * 1024;
/// No concordance shows more occurrences.
const MOST_OCCURRENCES: usize = 10_000;

/// A phrase to find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConcordanceRequest {
    /// The phrase, or a regular expression.
    pub text: String,
    /// The names of the memories; all when empty.
    #[serde(default)]
    pub memories: Vec<String>,
    /// The language of the phrase; detected when not given.
    #[serde(default)]
    pub from: Option<Lang>,
    /// The language of the translations; the other one of each memory when not given.
    #[serde(default)]
    pub to: Option<Lang>,
    /// The phrase is a regular expression. Every text is read.
    #[serde(default)]
    pub regex: bool,
    /// Finds the exact words, without Arabic clitics.
    #[serde(default)]
    pub exact: bool,
    /// The number of occurrences to show; all are counted.
    #[serde(default = "twenty")]
    pub limit: usize,
    /// The unit of offsets in the answer.
    #[serde(default)]
    pub offsets: Offsets,
}

fn twenty() -> usize {
    20
}

impl ConcordanceRequest {
    /// Returns true if every text has to be read.
    pub fn is_slow(&self) -> bool {
        self.regex || words(&self.text).is_empty()
    }
}

/// The occurrences of a phrase in memories.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concordances {
    /// The number of occurrences.
    pub total: usize,
    /// The first occurrences, by memory and unit.
    pub occurrences: Vec<FoundIn>,
}

/// An occurrence, and its memory where several are asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundIn {
    /// The occurrence.
    #[serde(flatten)]
    pub occurrence: Occurrence,
    /// The name of the memory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<String>,
}

/// A text whose terms are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermsRequest {
    /// The text.
    pub text: String,
    /// Its language; detected when not given.
    #[serde(default)]
    pub from: Option<Lang>,
    /// The language of the translations; every one of the glossaries and memories when not given.
    #[serde(default)]
    pub to: Option<Lang>,
    /// The unit of offsets in the answer.
    #[serde(default)]
    pub offsets: Offsets,
}

impl Live {
    /// Finds a phrase in some of the memories.
    ///
    /// # Errors
    /// A phrase that is empty, a pattern that cannot be read, a language that no memory holds, or a
    /// store's own.
    pub fn concordance(
        &self,
        memories: &[&LiveMemory],
        asked: &ConcordanceRequest,
        report: &mut Report<'_>,
    ) -> Result<Concordances> {
        let usage = |message: String| Err(Error::new(ErrorKind::Usage, message));
        if asked.text.trim().is_empty() {
            return Err(Error::new(ErrorKind::Text, "the phrase is empty"));
        }
        if asked.text.len() > LONGEST_PHRASE {
            return usage(format!("the phrase is longer than {} KiB", LONGEST_PHRASE >> 10));
        }
        if asked.limit > MOST_OCCURRENCES {
            return usage(format!("limit is above {MOST_OCCURRENCES}"));
        }
        let pattern = match (asked.regex, asked.is_slow()) {
            (true, _) => Some(Pattern::new(&asked.text)?),
            // Signs alone are in no index.
            (false, true) => Some(Pattern::new(&literal(asked.text.trim()))?),
            _ => None,
        };
        let (mut all, mut failed, mut answered) = (Concordances::default(), None, false);
        for memory in memories {
            let limit = asked.limit - all.occurrences.len();
            match memory.concordance(asked, pattern.as_ref(), limit, report) {
                Ok(mut found) => {
                    answered = true;
                    if asked.offsets == Offsets::Chars {
                        found.count_in_chars();
                    }
                    let name = (memories.len() > 1).then(|| memory.name().to_owned());
                    let place = |occurrence| FoundIn { occurrence, memory: name.clone() };
                    all.total += found.total;
                    all.occurrences.extend(found.occurrences.into_iter().map(place));
                }
                // Another memory may hold the language.
                Err(e) if e.kind == ErrorKind::Language => failed = failed.or(Some(e)),
                Err(e) => return Err(e),
            }
        }
        match failed.filter(|_| !answered) {
            Some(error) => Err(error),
            None => Ok(all),
        }
    }

    /// Finds the terms of the glossaries in a text.
    ///
    /// # Errors
    /// A text whose language is in doubt, or an error of a glossary.
    pub fn terms(&self, memories: &[&LiveMemory], asked: &TermsRequest) -> Result<Vec<TermFound>> {
        if self.glossaries().is_empty() {
            return Ok(Vec::new());
        }
        let text = asked.text.as_str();
        let mut langs = BTreeSet::new();
        for memory in memories {
            langs.extend(memory.languages()?.into_iter().map(|stats| stats.lang));
        }
        // Tables without languages fit those that are asked for.
        for entries in self.glossaries().files().iter().filter_map(|file| file.entries(None).ok()) {
            langs.extend(
                entries.iter().flat_map(|unit| unit.variants.iter().map(|v| v.lang.clone())),
            );
        }
        let from = asked.from.clone().or_else(|| of_text(text, &langs)).ok_or_else(|| {
            Error::new(ErrorKind::Language, "the text does not tell its language").hint("give from")
        })?;
        let to: Vec<Lang> = match &asked.to {
            Some(to) => vec![to.clone()],
            None => langs.into_iter().filter(|lang| !lang.same_language(&from)).collect(),
        };
        let mut found: Vec<TermFound> = Vec::new();
        for to in &to {
            for term in self.glossaries().between(&from, to)?.find(text, &from, to) {
                if !found.contains(&term) {
                    found.push(term);
                }
            }
        }
        found.sort_by_key(|term| (term.span.start, term.span.end));
        if asked.offsets == Offsets::Chars {
            found.iter_mut().for_each(|term| term.span = term.span.in_chars(text));
        }
        Ok(found)
    }
}

/// The language of a text among some.
fn of_text(text: &str, langs: &BTreeSet<Lang>) -> Option<Lang> {
    let seen = detect(text);
    if let Some(lang) = seen.lang() {
        return Some(lang.clone());
    }
    let candidates = seen.candidates();
    let mut known = langs.iter().filter(|l| candidates.iter().any(|c| c.same_language(l)));
    known.next().filter(|_| known.next().is_none()).cloned()
}

impl LiveMemory {
    fn concordance(
        &self,
        asked: &ConcordanceRequest,
        pattern: Option<&Pattern>,
        limit: usize,
        report: &mut Report<'_>,
    ) -> Result<Concordance> {
        let view = self.view()?;
        let (from, to) = (asked.from.as_ref(), asked.to.as_ref());
        let meant = direction(view.languages(), from, to, &asked.text)?;
        match pattern {
            Some(pattern) => search_pattern(&**self.store(), &meant, pattern, limit, report),
            None => view.lookup(&meant, report)?.concordance(&asked.text, !asked.exact, limit),
        }
    }
}

/// A pattern that stands for a text as it is.
fn literal(text: &str) -> String {
    let escaped = |c: char| [c.is_ascii_punctuation().then_some('\\'), Some(c)];
    text.chars().flat_map(escaped).flatten().collect()
}
