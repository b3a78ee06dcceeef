//! NUL characters in texts. Plain text files must not contain them, because readers take such a
//! file for binary data.

use std::borrow::Cow;

use super::units::Outcome;
use crate::unit::{Meta, Unit};

const NUL: char = '\0';

/// Returns the unit without NUL characters, which are counted as lost. Borrows the unit if it has
/// none, which is the usual case.
pub(crate) fn without_nul<'u>(unit: &'u Unit, outcome: &mut Outcome) -> Cow<'u, Unit> {
    let metas = || std::iter::once(&unit.meta).chain(unit.variants.iter().map(|v| &v.meta));
    let texts = unit.variants.iter().map(|v| v.text.text.as_str());
    let strings = texts.chain(metas().flat_map(strings));
    let found: usize = strings.map(|s| memchr::memchr_iter(0, s.as_bytes()).count()).sum();
    if found == 0 {
        return Cow::Borrowed(unit);
    }
    outcome.lose("control characters", found as u64);
    let mut unit = unit.clone();
    clean(&mut unit.meta);
    for variant in &mut unit.variants {
        let text = &mut variant.text;
        for mark in &mut text.marks {
            let before = text.text.get(..mark.at).map_or(0, |t| t.matches(NUL).count());
            mark.at -= before;
        }
        text.text.retain(|c| c != NUL);
        clean(&mut variant.meta);
    }
    Cow::Owned(unit)
}

fn strings(meta: &Meta) -> impl Iterator<Item = &str> {
    let attributes = meta.attributes.iter().flat_map(|(name, value)| [name, value]);
    let props = meta.props.iter().flat_map(|p| [&p.kind, &p.value]);
    attributes.chain(&meta.notes).chain(props).map(String::as_str)
}

fn clean(meta: &mut Meta) {
    let attributes = meta.attributes.iter_mut().flat_map(|(name, value)| [name, value]);
    let props = meta.props.iter_mut().flat_map(|p| [&mut p.kind, &mut p.value]);
    attributes.chain(&mut meta.notes).chain(props).for_each(|s| s.retain(|c| c != NUL));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        format::{
            registry,
            source::Source,
            units::{Reading, Writing},
        },
        lang::Lang,
        unit::Mark,
    };

    #[test]
    fn units_without_nul_are_read_back_from_text_formats() {
        let mut unit = Unit::pair((Lang::english(), "\0a\0b"), (Lang::arabic(), "س\0لام"));
        unit.variants[0].text.marks = vec![Mark::from_tmx(3, "<ph/>")];
        unit.meta.notes.push("n\0".into());
        let mut outcome = Outcome::default();
        let clean = without_nul(&unit, &mut outcome);
        assert_eq!(
            (clean.variants[0].text.text.as_str(), clean.variants[0].text.marks[0].at),
            ("ab", 1)
        );
        assert_eq!(outcome.lost["control characters"], 4);
        let (source_lang, target_lang) = (Some(Lang::english()), Some(Lang::arabic()));
        let reading = Reading {
            source_lang: source_lang.clone(),
            target_lang: target_lang.clone(),
            ..Reading::default()
        };
        let writing =
            Writing { source_lang, target_lang, ..Writing::new(jiff::Timestamp::UNIX_EPOCH) };
        unit.meta.notes[0] = "\0".into();
        unit.variants[0].text.text = "\u{1}\u{2}\u{E}".repeat(9) + "\0a";
        for name in ["po", "csv", "tsv", "utx"] {
            let format = registry::by_name(name).unwrap();
            let mut out = Vec::new();
            let mut writer = format.write.unwrap()(&mut out, &writing).unwrap();
            writer.write(&unit).unwrap();
            assert!(writer.finish().unwrap().lost.contains_key("control characters"), "{name}");
            let source = Source::from_bytes(out, "a").unwrap();
            let back = registry::open(source, Some(format), &reading).unwrap();
            assert_eq!(back.map_while(Result::ok).count(), 1, "{name}");
        }
        // Without its control character the term would be a comment.
        unit.variants[0].text = crate::unit::Text::plain("\u{7F}#a");
        let mut out = Vec::new();
        let mut writer =
            registry::by_name("utx").unwrap().write.unwrap()(&mut out, &writing).unwrap();
        writer.write(&unit).unwrap();
        let outcome = writer.finish().unwrap();
        assert_eq!(outcome.lost.get("terms that begin with #"), Some(&1), "{outcome:?}");
    }
}
