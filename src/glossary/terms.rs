//! Anchor terms: words with a small number of known translations. The built-in lists are in
//! `tm/anchors`; users add their own as glossaries.

use std::sync::{Arc, LazyLock};

use super::entries_of;
use crate::{
    document::Span,
    error::Result,
    lang::Lang,
    lookup_map::LookupMap,
    text::{
        stem::{stems, without_article},
        tokens::{Token, tokens},
    },
    unit::Unit,
};

/// A list of terms, each with one or more forms per language.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// The forms, by language and by first word.
    forms: LookupMap<String, LookupMap<String, Vec<Form>>>,
    terms: u32,
}

#[derive(Debug, Clone)]
struct Form {
    /// The words after the first.
    rest: Vec<String>,
    term: u32,
}

/// A term found in a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TermHit {
    /// The number of the term in its list.
    pub term: u32,
    /// The place of the term in the segment's text.
    pub span: Span,
}

static BUILT_IN: LazyLock<Arc<Terms>> = LazyLock::new(|| {
    let mut terms = Terms::default();
    for (origin, text) in FILES {
        // A test reads all built-in files. At run time an error in one must not discard the others.
        let _ = terms.add_tsv(text, origin, None);
    }
    Arc::new(terms)
});

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$((concat!("tm/anchors/", $name), include_str!(concat!("../../tm/anchors/", $name)))),*]
    };
}

const FILES: &[(&str, &str)] = files![
    "cities.tsv",
    "countries.tsv",
    "currencies.tsv",
    "general.tsv",
    "law.tsv",
    "months.tsv",
    "names.tsv",
    "nationalities.tsv",
    "offices.tsv",
    "organisations.tsv",
    "religion.tsv",
    "time.tsv",
];

impl Terms {
    /// The Arabic and English terms that are built into Muwazi.
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT_IN)
    }

    /// Number of terms.
    pub fn len(&self) -> usize {
        self.terms as usize
    }

    /// Returns true if there are no terms.
    pub fn is_empty(&self) -> bool {
        self.terms == 0
    }

    /// Adds the terms of a simple list; see [`entries_of`].
    ///
    /// # Errors
    /// Those of [`entries_of`].
    pub fn add_tsv(
        &mut self,
        text: &str,
        origin: &str,
        languages: Option<(&Lang, &Lang)>,
    ) -> Result<()> {
        for entry in entries_of(text, origin, languages)? {
            self.add_entry(&entry);
        }
        Ok(())
    }

    /// Adds a term with all forms of a glossary entry.
    pub fn add_entry(&mut self, entry: &Unit) {
        for variant in &entry.variants {
            self.add_form(&variant.lang, &variant.text.text);
        }
        self.terms += 1;
    }

    /// Adds a term with one form in each of two languages.
    pub fn add(&mut self, source: (&Lang, &str), target: (&Lang, &str)) {
        for (lang, form) in [source, target] {
            self.add_form(lang, form);
        }
        self.terms += 1;
    }

    fn add_form(&mut self, lang: &Lang, form: &str) {
        let profile = lang.profile();
        let bare = |t: Token| without_article(&t.folded, profile).to_owned();
        let mut words = tokens(form).into_iter().map(bare);
        if let Some(first) = words.next() {
            let form = Form { rest: words.collect(), term: self.terms };
            let by_word = self.forms.get_or(lang.primary().to_owned(), LookupMap::default);
            by_word.get_or(first, Vec::new).push(form);
        }
    }

    /// Finds the terms in the tokens of a segment. At each place the longest term is found, by the form
    /// that is closest to the unstemmed word.
    pub fn find(&self, lang: &Lang, tokens: &[Token]) -> Vec<TermHit> {
        let Some(by_word) = self.forms.get(lang.primary()) else { return Vec::new() };
        let stems: Vec<Vec<String>> =
            tokens.iter().map(|t| stems(&t.folded, lang.profile())).collect();
        let heads: Vec<_> = stems.iter().map(|stems| heads(by_word, stems)).collect();
        scan(tokens.len(), |at| tokens[at].span, |at| &stems[at], |at| &heads[at])
    }

    /// What finds the terms in segments of a language. `stems` holds the stems of each distinct token.
    /// None where the list has no terms in the language.
    pub(crate) fn finder<'f>(
        &'f self,
        lang: &Lang,
        stems: &'f [&'f [String]],
    ) -> Option<Finder<'f>> {
        let by_word = self.forms.get(lang.primary())?;
        let heads = stems.iter().map(|stems| heads(by_word, stems)).collect();
        Some(Finder { stems, heads })
    }
}

/// Finds the terms of a list in segments whose distinct tokens are numbered.
pub(crate) struct Finder<'f> {
    stems: &'f [&'f [String]],
    heads: Vec<Vec<&'f [Form]>>,
}

impl Finder<'_> {
    /// Finds the terms in a segment of so many tokens, each with its number and its place.
    pub(crate) fn find(&self, count: usize, token: impl Fn(usize) -> (u32, Span)) -> Vec<TermHit> {
        let number = |at: usize| token(at).0 as usize;
        scan(count, |at| token(at).1, |at| self.stems[number(at)], |at| &self.heads[number(at)])
    }
}

/// The forms that may begin with a word: one list for each of its stems that begins a form.
fn heads<'f>(by_word: &'f LookupMap<String, Vec<Form>>, stems: &[String]) -> Vec<&'f [Form]> {
    stems.iter().filter_map(|stem| by_word.get(stem).map(Vec::as_slice)).collect()
}

/// Scans the tokens of a segment. `span`, `stems` and `heads` map the index of a token to its place, to its
/// stems and to the forms that may begin with it.
fn scan<'s, 'f: 's>(
    count: usize,
    span: impl Fn(usize) -> Span,
    stems: impl Fn(usize) -> &'s [String],
    heads: impl Fn(usize) -> &'s [&'f [Form]],
) -> Vec<TermHit> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < count {
        let mut best: (usize, Vec<u32>) = (0, Vec::new());
        for forms in heads(at) {
            for form in *forms {
                let long = 1 + form.rest.len();
                let fits = at + long <= count
                    && form.rest.iter().zip(at + 1..).all(|(w, at)| stems(at).contains(w));
                if fits && long > best.0 {
                    best = (long, vec![form.term]);
                } else if fits && long == best.0 && !best.1.contains(&form.term) {
                    best.1.push(form.term);
                }
            }
            if best.0 > 0 {
                break;
            }
        }
        let (long, terms) = best;
        if long > 0 {
            let span = Span::new(span(at).start, span(at + long - 1).end);
            out.extend(terms.into_iter().map(|term| TermHit { term, span }));
        }
        at += long.max(1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_found_despite_clitics() {
        let mut terms = Terms::default();
        terms
            .add_tsv(
                "ar\ten\nالولايات المتحدة | أمريكا\tUnited States | U.S.\nوزير\tminister\n",
                "t",
                None,
            )
            .unwrap();
        let find = |lang: &str, text: &str| {
            let lang = lang.parse().unwrap();
            let hits = terms.find(&lang, &tokens(text));
            hits.iter().map(|h| (h.term, h.span.of(text).to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(
            find("ar", "وقال الوزير للولايات المتحدة وأميركا وأمريكا"),
            [(1, "الوزير".into()), (0, "للولايات المتحدة".into()), (0, "وأمريكا".into()),]
        );
        assert_eq!(
            find("en", "Ministers of the U.S. and"),
            [(1, "Ministers".into()), (0, "U.S.".into())]
        );
    }

    #[test]
    fn errors_give_the_line() {
        let error = Terms::default().add_tsv("ar\ten\n\nكلمة\n", "g.tsv", None).unwrap_err();
        assert_eq!(error.to_string(), "g.tsv:3: the glossary line has only one side");
        assert!(Terms::default().add_tsv("كلمة\tword\n", "g.tsv", None).is_err());
    }

    #[test]
    fn built_in_lists_are_sound() {
        for (origin, text) in FILES {
            Terms::default().add_tsv(text, origin, None).unwrap();
        }
        assert!(Terms::built_in().len() >= 600, "{}", Terms::built_in().len());
    }
}
