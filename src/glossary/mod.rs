//! Glossaries: lists of terms with their translations. Terms anchor alignments
//! ([`crate::glossary::Terms`]) and are shown beside look-ups. An entry is a [`Unit`] whose texts are
//! the forms of one term; several texts in one language are synonyms.

#[cfg(feature = "files")]
mod file;
mod terms;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

#[cfg(feature = "files")]
pub use self::file::GlossaryFile;
pub use self::terms::{TermHit, Terms};

use crate::{
    document::Span,
    error::{Error, ErrorKind, Place, Result},
    lang::{Lang, names},
    text::tokens::tokens,
    unit::{Meta, Text, Unit, Variant},
};

/// Returns the languages that the first line names. Where nobody has said them, any two codes are
/// taken; else words such as `key` would be.
fn heading(left: &str, right: &str, is_said: bool) -> Option<[Lang; 2]> {
    if let (Some(a), Some(b)) = (names::in_heading(left), names::in_heading(right)) {
        return Some([a, b]);
    }
    let code = |word: &str| word.parse().ok().filter(|_| word.len() < 9);
    (!is_said).then(|| Some([code(left)?, code(right)?])).flatten()
}

fn forms<'a>(lang: &'a Lang, side: &'a str, meta: &'a Meta) -> impl Iterator<Item = Variant> + 'a {
    side.split('|').map(str::trim).filter(|form| !form.is_empty()).map(|form| Variant {
        lang: lang.clone(),
        text: Text::plain(form),
        meta: meta.clone(),
    })
}

/// Parses a simple list: one term per line, with a tab between source and target, ` | ` between the
/// forms of a side, and an optional note after another tab. Lines that begin with `#` are comments. If
/// the first line consists of two language codes, they are the languages of the sides; otherwise
/// `languages` are.
///
/// # Errors
/// [`ErrorKind::Format`] with the line number for a line without a tab or with an empty side;
/// [`ErrorKind::Language`] if the languages of the list are unknown.
pub fn entries_of(
    text: &str,
    origin: &str,
    languages: Option<(&Lang, &Lang)>,
) -> Result<Vec<Unit>> {
    let mut sides = languages.map(|(a, b)| [a.clone(), b.clone()]);
    let mut first = true;
    let mut out = Vec::new();
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    for (number, line) in text.lines().enumerate() {
        let place = || Place::line(origin, number as u64 + 1);
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let mut columns = line.split('\t').map(str::trim);
        let (left, right) = (columns.next().unwrap_or(""), columns.next().unwrap_or(""));
        if std::mem::take(&mut first)
            && let Some(named) = heading(left, right, sides.is_some())
        {
            sides = Some(named);
            continue;
        }
        if left.is_empty() || right.is_empty() {
            return Err(Error::new(ErrorKind::Format, "the glossary line has only one side")
                .at(place())
                .hint("write a term and its translation with a tab between them"));
        }
        let Some([source, target]) = &sides else {
            let message = "the languages of the glossary are unknown";
            return Err(Error::new(ErrorKind::Language, message)
                .at(place())
                .hint("write the two language codes in the first line, with a tab between them"));
        };
        let none = Meta::default();
        let variants = forms(source, left, &none).chain(forms(target, right, &none)).collect();
        let notes = columns.next().filter(|n| !n.is_empty()).map(str::to_owned);
        let meta = Meta { notes: notes.into_iter().collect(), ..Meta::default() };
        out.push(Unit { variants, meta });
    }
    Ok(out)
}

/// Glossary entries with an index for finding their terms in texts.
///
/// ```
/// use muwazi::{Lang, glossary::{Glossary, entries_of}};
/// let list = "ar\ten\nمجلس الأمن\tSecurity Council\nاتفاق\tagreement | deal\n";
/// let glossary = Glossary::new(entries_of(list, "terms.tsv", None)?);
/// let text = "رحّب مجلس الأمن بالاتفاق.";
/// let found = glossary.find(text, &Lang::arabic(), &Lang::english());
/// assert_eq!(found[1].span.of(text), "بالاتفاق");
/// assert_eq!(found[1].translations, ["agreement", "deal"]);
/// # Ok::<(), muwazi::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    entries: Vec<Unit>,
    terms: Arc<Terms>,
}

/// A glossary term found in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TermFound {
    /// The place of the term in the text, in bytes.
    pub span: Span,
    /// The term in the form of the glossary.
    pub term: String,
    /// The translations, in the order of the glossary.
    pub translations: Vec<String>,
    /// The translations among them that the glossary forbids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forbidden: Vec<String>,
    /// The notes of the entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Glossary {
    /// Builds a glossary from entries.
    pub fn new(entries: Vec<Unit>) -> Self {
        let mut terms = Terms::default();
        entries.iter().for_each(|entry| terms.add_entry(entry));
        Self { entries, terms: Arc::new(terms) }
    }

    /// The terms of all entries, as anchors for the aligner.
    pub fn terms(&self) -> Arc<Terms> {
        Arc::clone(&self.terms)
    }

    /// Returns true if there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Finds the terms in a text that have a translation into the language `to`. At each place the
    /// longest term is found; clitics and endings are ignored. Several entries at one place are in the
    /// order of the glossary.
    pub fn find(&self, text: &str, from: &Lang, to: &Lang) -> Vec<TermFound> {
        let hits = self.terms.find(from, &tokens(text));
        hits.into_iter()
            .filter_map(|hit| {
                let entry = self.entries.get(hit.term as usize)?;
                let of = |lang: &Lang| {
                    let variants = entry.variants.iter().filter(|v| v.lang.same_language(lang));
                    variants.map(|v| v.text.text.clone()).collect::<Vec<_>>()
                };
                let (terms, translations) = (of(from), of(to));
                let term = terms.into_iter().next().filter(|_| !translations.is_empty())?;
                let forbidden = forbidden(entry, to);
                let notes = entry.meta.notes.clone();
                Some(TermFound { span: hit.span, term, translations, forbidden, notes })
            })
            .collect()
    }
}

/// The terms of a language that an entry lists only so that nobody uses them.
fn forbidden(entry: &Unit, lang: &Lang) -> Vec<String> {
    let is_forbidden = |meta: &Meta| meta.prop("x-status").is_some_and(forbids);
    let all = is_forbidden(&entry.meta);
    let terms = entry.variants.iter().filter(|v| v.lang.same_language(lang));
    let terms = terms.filter(|v| all || is_forbidden(&v.meta));
    terms.map(|v| v.text.text.clone()).collect()
}

/// Returns true for a status of TBX (`deprecatedTerm-admn-sts`) or UTX (`forbidden`) that advises
/// against a term.
fn forbids(status: &str) -> bool {
    let status = status.trim().to_ascii_lowercase();
    ["deprecated", "superseded", "forbidden", "rejected", "obsolete", "non-standard", "nonstandard"]
        .iter()
        .any(|word| status.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_found_despite_clitics_in_either_language() {
        let list = "ar\ten\nمدينة\tcity | town\tnot a village\nوزير الخارجية\tforeign minister\n";
        let glossary = Glossary::new(entries_of(list, "g.tsv", None).unwrap());
        let (arabic, english) = (Lang::arabic(), Lang::english());
        let find = |text: &str, from, to| {
            let one = |t: TermFound| format!("{}={}", t.span.of(text), t.translations.join("/"));
            glossary.find(text, from, to).into_iter().map(one).collect::<Vec<_>>()
        };
        let text = "وصل وزير الخارجية إلى المدينة، ثم عاد إلى مدينتهم.";
        let expected = ["وزير الخارجية=foreign minister", "المدينة=city/town", "مدينتهم=city/town"];
        assert_eq!(find(text, &arabic, &english), expected);
        assert_eq!(find("Two towns, one city", &english, &arabic), ["towns=مدينة", "city=مدينة"]);
        assert!(find("Stadt", &"de".parse().unwrap(), &arabic).is_empty());
        assert_eq!(glossary.find("city", &english, &arabic)[0].notes, ["not a village"]);
    }

    #[test]
    fn forbidden_terms_are_marked() {
        let list = "en\tar\ncouncil\tمجلس | هيئة\n";
        let mut entries = entries_of(list, "g.tsv", None).unwrap();
        entries[0].variants[2].meta.add_prop("x-status", "deprecatedTerm-admn-sts");
        let (english, arabic) = (Lang::english(), Lang::arabic());
        let found = Glossary::new(entries.clone()).find("The council met", &english, &arabic);
        assert_eq!(found[0].translations, ["مجلس", "هيئة"]);
        assert_eq!(found[0].forbidden, ["هيئة"]);
        entries[0].meta.add_prop("x-status", "forbidden");
        let found = Glossary::new(entries).find("The council met", &english, &arabic);
        assert_eq!(found[0].forbidden, ["مجلس", "هيئة"]);
    }

    #[test]
    fn list_errors_give_the_line() {
        let wrong = entries_of("ar\ten\nأ\ta\nب\n", "g.tsv", None).unwrap_err();
        assert_eq!(wrong.to_string(), "g.tsv:3: the glossary line has only one side");
        let named = entries_of("Arabic (Egypt)\tالإنجليزية\nأ\ta\n", "g.tsv", None).unwrap();
        assert_eq!(named[0].languages().to_string(), "ar-EG,en");
        let said = Some((&Lang::english(), &Lang::arabic()));
        assert_eq!(entries_of("key\tbin\n", "g.tsv", said).unwrap().len(), 1, "words, no codes");
        let unknown = entries_of("أ\ta\n", "g.tsv", None).unwrap_err();
        assert_eq!(unknown.kind, ErrorKind::Language);
    }
}
