//! A set of languages, such as those of the texts of a unit.

use std::{
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::Lang;
use crate::error::Error;

/// A set of languages in the order of their codes. A clone shares the codes, and comparing a set
/// with its clone takes no time.
///
/// ```
/// use muwazi::{Lang, lang::LangSet};
/// let langs: LangSet = "en-US,ar".parse()?;
/// assert!(langs.contains(&Lang::arabic()));
/// assert_eq!(langs.to_string(), "ar,en-US");
/// # Ok::<(), muwazi::Error>(())
/// ```
#[derive(Clone, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Vec<Lang>", into = "Vec<Lang>")]
pub struct LangSet(Arc<[Lang]>);

impl LangSet {
    /// Yields the languages in the order of their codes.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Lang> {
        self.0.iter()
    }

    /// Returns true if a language is in the set; a variety counts as another language.
    pub fn contains(&self, lang: &Lang) -> bool {
        self.0.binary_search(lang).is_ok()
    }

    /// Returns the number of languages.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns true if the set is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl PartialEq for LangSet {
    fn eq(&self, other: &Self) -> bool {
        // An index compares the languages of each text with those of the text before.
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Hash for LangSet {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl Default for LangSet {
    fn default() -> Self {
        Self(Arc::new([]))
    }
}

impl FromIterator<Lang> for LangSet {
    fn from_iter<I: IntoIterator<Item = Lang>>(langs: I) -> Self {
        langs.into_iter().collect::<Vec<_>>().into()
    }
}

impl From<Vec<Lang>> for LangSet {
    fn from(mut langs: Vec<Lang>) -> Self {
        langs.sort_unstable();
        langs.dedup();
        Self(langs.into())
    }
}

impl From<LangSet> for Vec<Lang> {
    fn from(langs: LangSet) -> Self {
        langs.0.to_vec()
    }
}

/// Codes joined by commas.
impl FromStr for LangSet {
    type Err = Error;

    fn from_str(codes: &str) -> Result<Self, Error> {
        codes.split(',').filter(|code| !code.is_empty()).map(str::parse::<Lang>).collect()
    }
}

impl fmt::Display for LangSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, lang) in self.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            write!(f, "{comma}{lang}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for LangSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
