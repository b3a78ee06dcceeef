//! Segmentation rules in SRX 2.0, the format in which CAT tools exchange them, and SRX 1.0.
//!
//! [`Srx::read`] takes a file in, whole, with whatever is odd about it as warnings;
//! [`Srx::rules_for`] compiles the rules of one language; [`SrxRules::sentences`] runs them. A rule
//! whose pattern cannot be understood is kept, told with its line, and not run.
//!
//! What a file means:
//!
//! - Languages are mapped to lists of rules by patterns, in order. With `cascade="yes"` the lists
//!   of all the maps that match are run one after the other; else only the first.
//! - At every place between two characters, the first rule in order whose `beforebreak` matches
//!   the text that ends there and whose `afterbreak` matches the text that begins there decides.
//!   Where no rule matches, nothing is broken.
//! - A `beforebreak` that could match up to a later place from the same start ends there: `[.]+`
//!   does not break between two stops. A rule that forbids a break is not narrowed so.

mod engine;
mod export;
mod pattern;
mod read;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use engine::SrxRules;
pub use export::{Exported, export};
pub use pattern::Dialect;

use crate::error::{Error, ErrorKind, Place, Result};

/// A file of segmentation rules.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Srx {
    /// Where it came from, for messages.
    pub origin: String,
    /// What it says for all rules.
    pub header: Header,
    /// The lists of rules, in order.
    pub lists: Vec<RuleList>,
    /// Which list holds for which languages, in order.
    pub maps: Vec<LanguageMap>,
    /// What a person should know: rules that cannot run, parts that mean nothing.
    pub warnings: Vec<Warning>,
}

/// What a file says for all its rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// `2.0`, or `1.0`.
    pub version: String,
    /// Whether all lists that suit a language are run, or only the first.
    pub cascade: bool,
    /// Whether footnotes and the like within a text are to be segmented; the caller's affair.
    pub segment_subflows: bool,
    /// Which side of a break formatting belongs to: type (`start`, `end`, `isolated`), and whether
    /// it belongs to the segment before. Kept for who has formatting; a plain text has none.
    pub format_handles: Vec<(String, bool)>,
}

/// Rules under one name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleList {
    /// The name that maps call it by.
    pub name: String,
    /// Its rules in order.
    pub rules: Vec<Rule>,
}

/// A rule: between what it breaks, or does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rule {
    /// Whether it breaks or forbids a break.
    pub breaks: bool,
    /// What the text before the place must end with; empty where that is no matter.
    pub before: String,
    /// What the text after the place must begin with; empty where that is no matter.
    pub after: String,
    /// The line where it begins.
    pub line: u64,
    /// Why it cannot be run, where it cannot.
    pub fault: Option<String>,
}

/// Languages and the list that holds for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LanguageMap {
    /// A pattern for the whole of a language code.
    pub pattern: String,
    /// The name of the list.
    pub list: String,
    /// The line where it stands.
    pub line: u64,
}

/// Something about a file that a person should know though it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Where it was found.
    pub place: Place,
    /// What was found.
    pub message: String,
    /// What could be done.
    pub hint: Option<String>,
}

impl Srx {
    /// How many rules there are in all lists.
    pub fn loaded(&self) -> usize {
        self.lists.iter().map(|list| list.rules.len()).sum()
    }

    /// How many of them cannot be run; each has its warning.
    pub fn reported(&self) -> usize {
        self.lists.iter().flat_map(|list| &list.rules).filter(|rule| rule.fault.is_some()).count()
    }

    /// The rules for a language, compiled. The code is compared as it stands, without regard to
    /// case: `ar`, `en-US`, or whatever the file's own maps need, such as `ar_two`.
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

    /// The rules for a language, their patterns taken in a dialect other than the standard's.
    pub fn rules_in(&self, language: &str, dialect: Dialect) -> Result<SrxRules> {
        let lists = self.lists_for(language)?;
        if lists.is_empty() {
            let known: Vec<&str> = self.maps.iter().map(|map| map.pattern.as_str()).collect();
            return Err(Error::new(
                ErrorKind::Language,
                format!("no language map of the file matches '{language}'"),
            )
            .at(Place::file(&self.origin))
            .hint(format!("name a code that one of its maps matches: {}", some(&known))));
        }
        SrxRules::new(&self.origin, &lists, dialect)
    }

    /// The lists that hold for a language, in the order of the maps, each once.
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

/// A few of many, for a message.
fn some(all: &[&str]) -> String {
    const MOST: usize = 12;
    let shown = all.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    if all.len() > MOST { format!("{shown} and {} more", all.len() - MOST) } else { shown }
}
