//! Segmentation rules in SRX 2.0, the format in which CAT tools exchange them, and SRX 1.0.
//!
//! [`Srx::read`] reads a whole file and reports its defects as warnings; [`Srx::rules_for`]
//! compiles the rules of one language; [`SrxRules::sentences`] applies them. A rule whose pattern
//! is invalid is kept, reported with its line, and not run.
//!
//! Semantics:
//!
//! - Patterns map languages to lists of rules, in order. With `cascade="yes"`, the lists of all
//!   matching maps apply one after the other; otherwise only the first.
//! - At every offset between two characters, the first rule in order decides whose `beforebreak`
//!   matches the text that ends there and whose `afterbreak` matches the text that begins there.
//!   Without a matching rule there is no break.
//! - A `beforebreak` that could match further from the same start must do so: `[.]+` does not break
//!   between two stops. This restriction does not apply to rules that forbid a break.

mod engine;
mod export;
mod pattern;
mod read;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use engine::SrxRules;
pub use export::{Exported, export};
pub use pattern::Dialect;

use super::{Decision, SegmentRules, Segmenter};
use crate::{
    document::Span,
    error::{Error, ErrorKind, Place, Result},
};

/// A file of segmentation rules.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Srx {
    /// The name of the file, for messages.
    pub origin: String,
    /// The settings that apply to all rules.
    pub header: Header,
    /// The lists of rules, in order.
    pub lists: Vec<RuleList>,
    /// The maps from languages to lists, in order.
    pub maps: Vec<LanguageMap>,
    /// Warnings: rules that cannot run, parts without meaning.
    pub warnings: Vec<Warning>,
}

/// The settings of a file that apply to all its rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// `2.0` or `1.0`.
    pub version: String,
    /// True if all lists that match a language apply, false if only the first does.
    pub cascade: bool,
    /// True if footnotes and the like within a text are to be segmented; left to the caller.
    pub segment_subflows: bool,
    /// The side of a break that formatting belongs to: its type (`start`, `end`, `isolated`), and
    /// true if it belongs to the segment before. For callers with formatted text; plain text has
    /// none.
    pub format_handles: Vec<(String, bool)>,
}

/// A named list of rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleList {
    /// The name that maps refer to.
    pub name: String,
    /// The rules in order.
    pub rules: Vec<Rule>,
}

/// A rule: the patterns between which it breaks or forbids a break.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rule {
    /// True if it breaks, false if it forbids a break.
    pub breaks: bool,
    /// The pattern that the text before the offset must end with; empty if any text will do.
    pub before: String,
    /// The pattern that the text after the offset must begin with; empty if any text will do.
    pub after: String,
    /// The line where it begins.
    pub line: u64,
    /// The reason why it cannot run, if it cannot.
    pub fault: Option<String>,
}

/// A map from languages to a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LanguageMap {
    /// A pattern that must match the whole language code.
    pub pattern: String,
    /// The name of the list.
    pub list: String,
    /// Its line in the file.
    pub line: u64,
}

/// A defect of a file that could be read in spite of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The place in the file.
    pub place: Place,
    /// The problem.
    pub message: String,
    /// A suggestion.
    pub hint: Option<String>,
}

impl Srx {
    /// Returns the number of rules in all lists.
    pub fn loaded(&self) -> usize {
        self.lists.iter().map(|list| list.rules.len()).sum()
    }

    /// Returns the number of rules that cannot run; each has its warning.
    pub fn reported(&self) -> usize {
        self.lists.iter().flat_map(|list| &list.rules).filter(|rule| rule.fault.is_some()).count()
    }

    /// Compiles the rules of a language. The code is compared as it is, ignoring case: `ar`,
    /// `en-US`, or whatever the file's maps expect, such as `ar_two`.
    ///
    /// ```
    /// use muwazi::segment::srx::Srx;
    /// let file = r#"<srx version="2.0"><header cascade="no" segmentsubflows="yes"/><body>
    ///     <languagerules><languagerule languagerulename="Arabic"><rule>
    ///         <beforebreak>[.\u061F]</beforebreak><afterbreak>\s</afterbreak>
    ///     </rule></languagerule></languagerules>
    ///     <maprules><languagemap languagepattern="AR.*" languagerulename="Arabic"/></maprules>
    ///     </body></srx>"#;
    /// let srx = Srx::read(file.as_bytes(), "own.srx")?;
    /// let rules = srx.rules_for("ar-EG")?;
    /// let text = "أين هو؟ لا نعرف.";
    /// let sentences: Vec<&str> = rules.sentences(text).iter().map(|s| s.of(text)).collect();
    /// assert_eq!(sentences, ["أين هو؟", "لا نعرف."]);
    /// # Ok::<(), muwazi::Error>(())
    /// ```
    pub fn rules_for(&self, language: &str) -> Result<SrxRules> {
        self.rules_in(language, Dialect::default())
    }

    /// Compiles the rules of a language with their patterns in a given dialect.
    pub fn rules_in(&self, language: &str, dialect: Dialect) -> Result<SrxRules> {
        let lists = self.lists_for(language)?;
        if lists.is_empty() {
            let known: Vec<&str> = self.maps.iter().map(|map| map.pattern.as_str()).collect();
            return Err(Error::new(
                ErrorKind::Language,
                format!("no language map of the file matches '{language}'"),
            )
            .at(Place::file(&self.origin))
            .hint(format!("use a code that one of its maps matches: {}", some(&known))));
        }
        SrxRules::new(&self.origin, &lists, dialect)
    }

    /// Returns the lists that apply to a language, in the order of the maps, without duplicates.
    fn lists_for(&self, language: &str) -> Result<Vec<&RuleList>> {
        let mut found: Vec<&RuleList> = Vec::new();
        for map in &self.maps {
            if !read::matches_language(&map.pattern, language) {
                continue;
            }
            if let Some(list) = self.lists.iter().find(|list| list.name == map.list) {
                if !found.iter().any(|known| std::ptr::eq(*known, list)) {
                    found.push(list);
                }
                if !self.header.cascade {
                    break;
                }
            }
        }
        Ok(found)
    }
}

/// Joins the first few of many names for a message.
fn some(all: &[&str]) -> String {
    const LIMIT: usize = 12;
    let shown = all.iter().take(LIMIT).copied().collect::<Vec<_>>().join(", ");
    if all.len() > LIMIT { format!("{shown} and {} more", all.len() - LIMIT) } else { shown }
}

impl Segmenter {
    /// Creates a segmenter with the rules of an SRX file only.
    pub fn from_srx(rules: Arc<SrxRules>) -> Self {
        Self::from_rules(rules)
    }
}

impl SegmentRules for SrxRules {
    fn sentences(&self, paragraph: &str) -> Vec<Span> {
        self.sentences(paragraph)
    }

    fn explain(&self, paragraph: &str) -> Vec<Decision> {
        self.explain(paragraph)
    }
}
