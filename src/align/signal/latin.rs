//! Words that both texts spell alike: Latin names in Arabic text, or cognates of two languages that
//! share a script.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{
    anchors::{Items, Numbering},
    places::{self, Placed, PlacedItems},
};
use crate::{
    align::side::{Entry, Occurrence, Side},
    lookup_map::LookupMap,
    text::{stem::stems, tokens::TokenKind},
};

/// In texts of one script, shorter words are too often alike by chance.
const SHORTEST_COGNATE: usize = 4;
/// Least length of what remains without endings.
const SHORTEST_STEM: usize = 5;

pub(super) fn items(source: &Side, target: &Side) -> Items {
    places::items(&placed(source, target))
}

pub(super) fn placed(source: &Side, target: &Side) -> PlacedItems {
    let [a, b] = [source, target].map(|side| side.lang.profile());
    let keys = if a.writes(b.script) || b.writes(a.script) {
        cognates(source, target)
    } else {
        [source, target].map(latin_words)
    };
    let mut numbering = Numbering::default();
    let mut keys = keys.into_iter();
    [source, target].map(|side| {
        let keys = keys.next().unwrap_or_default();
        let items: Vec<Option<u32>> =
            keys.into_iter().map(|key| Some(numbering.of(key?))).collect();
        let place =
            |t: &Occurrence| Some(Placed { item: items[t.entry as usize]?, span: t.span() });
        side.tokens.filter_map(place)
    })
}

/// What identifies each entry of a side's vocabulary on the other side; `None` for what cannot be
/// there.
type Keys = Vec<Option<String>>;

/// The Latin words of a side, each by its shortest stem.
fn latin_words(side: &Side) -> Keys {
    let profile = side.lang.profile();
    let last = |stems: &[String]| stems.last().cloned().unwrap_or_default();
    let key = |entry: &Entry| {
        // A Latin word may have an Arabic و or ب as a prefix, or a Hebrew one.
        let at = entry.folded.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(0);
        let word = &entry.folded[at..];
        let latin = entry.kind == TokenKind::Word && word.chars().all(|c| c < '\u{250}');
        latin.then(|| if at == 0 { last(&entry.stems) } else { last(&stems(word, profile)) })
    };
    side.vocabulary.iter().map(key).collect()
}

/// The words of two sides in one script, each by its shortest stem that the other side has too:
/// Nationen and nations by nation.
fn cognates(source: &Side, target: &Side) -> [Keys; 2] {
    let forms = [source, target].map(|side| side.vocabulary.iter().map(forms).collect::<Vec<_>>());
    let known = |forms: &[Vec<String>]| -> LookupMap<String, ()> {
        forms.iter().flatten().map(|form| (form.clone(), ())).collect()
    };
    let [of_source, of_target] = [&forms[0], &forms[1]].map(|forms| known(forms));
    let key = |forms: &Vec<String>, other: &LookupMap<String, ()>| -> Option<String> {
        let both = forms.iter().filter(|form| other.get(form.as_str()).is_some());
        both.min_by_key(|form| (form.len(), form.as_str())).cloned()
    };
    [
        forms[0].iter().map(|forms| key(forms, &of_target)).collect(),
        forms[1].iter().map(|forms| key(forms, &of_source)).collect(),
    ]
}

/// The stems of a word by which a cognate may be known, without marks on letters: café and
/// cafe. None if the word is too short.
fn forms(entry: &Entry) -> Vec<String> {
    let long = |word: &str| word.chars().count() >= SHORTEST_COGNATE;
    if entry.kind != TokenKind::Word || !long(&entry.folded) {
        return Vec::new();
    }
    let bare = |stem: &String| stem.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>();
    let stems = entry.stems.iter().skip(1).filter(|s| s.chars().count() >= SHORTEST_STEM);
    std::iter::once(&entry.folded).chain(stems).map(bare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Document};

    fn side(lang: &str, text: &str) -> Side {
        let document = Document::from_lines("-", lang.parse().unwrap(), text, BlockKind::Sentence);
        let segmented = crate::align::Segmented::new(document);
        Side::new(&segmented.document, &segmented.segments, None)
    }

    fn shared(a: (&str, &str), b: (&str, &str)) -> Vec<String> {
        let [source, target] = placed(&side(a.0, a.1), &side(b.0, b.1));
        let there = |item: u32| target.get(0).iter().any(|p| p.item == item);
        let both = source.get(0).iter().filter(|p| there(p.item));
        both.map(|p| p.span.of(a.1).to_owned()).collect()
    }

    #[test]
    fn cognates_are_found_despite_endings_and_accents() {
        let (de, fr) =
            ("Die Präsidenten der Nationen in Washington", "Le président des nations à Washington");
        assert_eq!(shared(("de", de), ("fr", fr)), ["Nationen", "Washington"]);
        assert_eq!(
            shared(("fr", fr), ("en", "The nation of President Lee")),
            ["président", "nations"]
        );
    }

    #[test]
    fn latin_words_are_found_in_other_scripts() {
        let (he, en) = ("חברת Google ו-IBM", "Google and IBM");
        assert_eq!(shared(("he", he), ("en", en)), ["Google", "IBM"]);
        assert_eq!(shared(("ar", "وGoogle"), ("en", en)), ["وGoogle"]);
        assert!(shared(("zh", "他说Google好"), ("en", en)).contains(&"Google".to_owned()));
        assert!(shared(("he", "שלום עולם"), ("en", en)).is_empty());
    }
}
