//! The sentences of a document, for contexts one after the other.

use crate::{
    document::Document,
    error::Result,
    event::Report,
    lang::{Lang, detect},
    segment::{SegmentOptions, Segmenter, one_line, segments},
    service::Content,
    unit::Unit,
};

/// Returns the sentences of a document, or the source texts of a file of units, in order. `from` is the
/// language of the texts of units to take; the first text of each if not given.
///
/// # Errors
/// A file of units that is damaged.
pub fn sentences_of(
    content: Content,
    from: Option<&Lang>,
    report: &mut Report<'_>,
) -> Result<Vec<String>> {
    match content {
        Content::Document(document) => Ok(of_document(&document)),
        Content::Units(units) => {
            let (texts, _) = units.read("reading", report, |units| {
                let texts = units.map(|unit| Ok(source_of(&unit?, from)));
                texts.collect::<Result<Vec<_>>>()
            })?;
            Ok(texts.into_iter().flatten().collect())
        }
    }
}

/// Returns the sentences of a text without a format.
pub fn sentences_in(text: &str, lang: Option<&Lang>) -> Vec<String> {
    let lang = lang.cloned().or_else(|| detect(text).assumed()).unwrap_or_else(Lang::english);
    let segmenter = Segmenter::new(&lang, &SegmentOptions::default());
    let lines = text.lines().flat_map(|line| {
        segmenter.sentences(line).into_iter().map(|span| span.of(line).to_owned())
    });
    lines.collect()
}

fn of_document(document: &Document) -> Vec<String> {
    let texts = segments(document).into_iter();
    texts.map(|segment| one_line(segment.span.of(&document.text)).into_owned()).collect()
}

fn source_of(unit: &Unit, from: Option<&Lang>) -> Option<String> {
    let mut texts = unit.variants.iter().filter(|variant| !variant.text.is_blank());
    let source = texts.find(|variant| from.is_none_or(|from| variant.lang.same_language(from)));
    source.map(|variant| variant.text.text.clone())
}
