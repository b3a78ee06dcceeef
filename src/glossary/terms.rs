//! Anchor terms: words that a translator carries over in one of a few known ways. Ours lie in
//! `tm/anchors`, the user's come as glossaries.

use std::sync::{Arc, LazyLock};

use super::entries_of;
use crate::{
    document::Span,
    error::Result,
    lang::Lang,
    lookup_map::LookupMap,
    text::{
        clitics::without_article,
        stem::stems,
        tokens::{Token, tokens},
    },
    unit::Unit,
};

/// A list of terms, each in several forms a language.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// By language, by the first word of a form: the words after it, and the term.
    forms: LookupMap<String, LookupMap<String, Vec<Form>>>,
    terms: u32,
}

#[derive(Debug, Clone)]
struct Form {
    rest: Vec<String>,
    term: u32,
}

/// A term found in a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermHit {
    /// The term's number in its list.
    pub term: u32,
    /// Where it stands in the segment's text.
    pub span: Span,
}

static BUILT_IN: LazyLock<Arc<Terms>> = LazyLock::new(|| {
    let mut terms = Terms::default();
    for (origin, text) in FILES {
        // Our own files are read by a test; a fault in one must not cost the user the others.
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
    /// The terms that come with Muwazi: Arabic and English.
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT_IN)
    }

    /// How many terms it holds.
    pub fn len(&self) -> usize {
        self.terms as usize
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.terms == 0
    }

    /// Adds a simple list; see [`entries_of`].
    ///
    /// # Errors
    /// As there.
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

    /// Adds a term in all forms that an entry of a glossary gives it.
    pub fn add_entry(&mut self, entry: &Unit) {
        for variant in &entry.variants {
            self.add_form(&variant.lang, &variant.text.text);
        }
        self.terms += 1;
    }

    /// Adds a term of one form in each of two languages.
    pub fn add(&mut self, source: (&Lang, &str), target: (&Lang, &str)) {
        for (lang, form) in [source, target] {
            self.add_form(lang, form);
        }
        self.terms += 1;
    }

    fn add_form(&mut self, lang: &Lang, form: &str) {
        let mut words = tokens(form).into_iter().map(|t| without_article(&t.folded).to_owned());
        if let Some(first) = words.next() {
            let form = Form { rest: words.collect(), term: self.terms };
            let by_word = self.forms.get_or(lang.primary().to_owned(), LookupMap::default);
            by_word.get_or(first, Vec::new).push(form);
        }
    }

    /// The terms in a segment's tokens: at each place the longest, and the form closest to the
    /// word as it stands.
    pub fn find(&self, lang: &Lang, tokens: &[Token]) -> Vec<TermHit> {
        let Some(by_word) = self.forms.get(lang.primary()) else { return Vec::new() };
        let stems: Vec<Vec<String>> = tokens.iter().map(|t| stems(&t.folded)).collect();
        let heads: Vec<_> = stems.iter().map(|stems| heads(by_word, stems)).collect();
        scan(tokens, |at| &stems[at], |at| &heads[at])
    }

    /// The terms in each of several segments of a language. `stems` holds those of each distinct
    /// token; a segment is its tokens and, for each of them, its place in `stems`.
    pub(crate) fn find_in_all<'t>(
        &self,
        lang: &Lang,
        stems: &[&[String]],
        segments: impl Iterator<Item = (&'t [Token], &'t [u32])>,
    ) -> Vec<Vec<TermHit>> {
        let Some(by_word) = self.forms.get(lang.primary()) else {
            return segments.map(|_| Vec::new()).collect();
        };
        let heads: Vec<_> = stems.iter().map(|stems| heads(by_word, stems)).collect();
        let word = |numbers: &[u32], at: usize| numbers[at] as usize;
        segments
            .map(|(tokens, numbers)| {
                scan(tokens, |at| stems[word(numbers, at)], |at| &heads[word(numbers, at)])
            })
            .collect()
    }
}

/// The forms that may begin with a word, a list for each of its stems that begins any.
fn heads<'f>(by_word: &'f LookupMap<String, Vec<Form>>, stems: &[String]) -> Vec<&'f [Form]> {
    stems.iter().filter_map(|stem| by_word.get(stem).map(Vec::as_slice)).collect()
}

/// Goes through the tokens of a segment, each known by its place.
fn scan<'s, 'f: 's>(
    tokens: &[Token],
    stems: impl Fn(usize) -> &'s [String],
    heads: impl Fn(usize) -> &'s [&'f [Form]],
) -> Vec<TermHit> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut best: (usize, Vec<u32>) = (0, Vec::new());
        for forms in heads(at) {
            for form in *forms {
                let long = 1 + form.rest.len();
                let fits = at + long <= tokens.len()
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
            let span = Span::new(tokens[at].span.start, tokens[at + long - 1].span.end);
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
    fn terms_are_found_under_clitics() {
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
    fn faults_are_named_by_line() {
        let error = Terms::default().add_tsv("ar\ten\n\nكلمة\n", "g.tsv", None).unwrap_err();
        assert_eq!(error.to_string(), "g.tsv:3: a glossary line has one side only");
        assert!(Terms::default().add_tsv("كلمة\tword\n", "g.tsv", None).is_err());
    }

    #[test]
    fn our_own_lists_are_sound() {
        for (origin, text) in FILES {
            Terms::default().add_tsv(text, origin, None).unwrap();
        }
        assert!(Terms::built_in().len() >= 600, "{}", Terms::built_in().len());
    }
}
