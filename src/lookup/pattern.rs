//! Search in a memory by regular expressions.

use regex_automata::meta::Regex;

use super::{Concordance, Occurrence};
use crate::{
    document::Span,
    error::{Error, ErrorKind, Result},
    event::{Event, Report},
    memory::{Direction, Store},
    text::{search_pattern as search_pattern_of, search_view},
};

/// A regular expression on texts as look-up compares them: without diacritics, every hamza one letter.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// Reads a pattern. Case makes no difference; Arabic letters in it are folded as texts are.
    ///
    /// # Errors
    /// [`ErrorKind::Text`], with what is wrong with it.
    pub fn new(pattern: &str) -> Result<Self> {
        // Letters that the view never shows would find nothing.
        let folded = search_pattern_of(pattern);
        let syntax = regex_automata::util::syntax::Config::new().case_insensitive(true);
        let regex = Regex::builder().syntax(syntax).build(&folded).map_err(|e| {
            let why =
                std::error::Error::source(&e).map_or_else(|| e.to_string(), ToString::to_string);
            // The lines before the last one draw the place.
            let why = why.lines().last().unwrap_or_default();
            let why = why.strip_prefix("error: ").unwrap_or(why);
            Error::new(ErrorKind::Text, format!("the pattern cannot be read: {why}"))
                .hint("escape special characters with a backslash")
        })?;
        Ok(Self(regex))
    }

    /// Where it stands first in a text, in bytes.
    pub fn find(&self, text: &str) -> Option<Span> {
        let view = search_view(text);
        let found = self.0.find(view.text())?;
        (!found.is_empty()).then(|| view.original(Span::new(found.start(), found.end())))
    }
}

/// The texts that a pattern stands in, read one by one; at most so many of them told in full.
///
/// # Errors
/// The store's own.
pub fn search_pattern(
    store: &dyn Store,
    direction: &Direction,
    pattern: &Pattern,
    limit: usize,
    report: &mut Report<'_>,
) -> Result<Concordance> {
    let last = store.stamp()?.last_unit;
    let task = "searching".to_owned();
    report(Event::Begin { task, total: u64::try_from(last.get()).ok() });
    let mut found = Concordance::default();
    let mut read = 0_i64;
    store.each_pair(&direction.from, &direction.to, &mut |pair| {
        if pair.unit.get() >= read.saturating_add(1000) {
            read = pair.unit.get();
            report(Event::Advance(read as u64));
        }
        let Some(span) = pattern.find(&pair.source.1) else { return };
        found.total += 1;
        if found.occurrences.len() < limit {
            let ((source_lang, source), (target_lang, target)) = (pair.source, pair.target);
            let unit = pair.unit;
            found.occurrences.push(Occurrence {
                unit,
                source,
                span,
                target,
                source_lang,
                target_lang,
            });
        }
    })?;
    report(Event::End);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_sees_what_look_up_sees() {
        let find = |pattern: &str, text: &str| {
            Pattern::new(pattern).unwrap().find(text).map(|span| span.of(text).to_owned())
        };
        assert_eq!(find("إلى (مدينة|قرية)", "ذهبَ الى مَدينةٍ").as_deref(), Some("الى مَدينةٍ"));
        assert_eq!(find("Budget(ary)?", "the BUDGETARY gap").as_deref(), Some("BUDGETARY"));
        assert_eq!(find("شئون|بيأة", "وزير الشؤون").as_deref(), Some("شؤون"));
        assert_eq!(find("القر(آن|ءان)", "سور القُرآن").as_deref(), Some("القُرآن"));
        assert_eq!(find("مادة [٠-٩]+", "المادة ١٧").as_deref(), Some("مادة ١٧"));
        assert_eq!(find("مُدير", "مدير").as_deref(), Some("مدير"));
        assert_eq!(find("x*", "abc"), None);
        assert!(Pattern::new("(").is_err());
    }
}
