use proptest::{collection::vec, prelude::*};

use super::*;
use crate::{
    Lang,
    error::Result,
    format::{
        source::Source,
        table::tests::any_unit,
        units::{Reading, Writing},
    },
    unit::{Mark, Unit},
};

fn read(text: impl Into<Vec<u8>>) -> Result<(Vec<Unit>, u64, usize)> {
    let read = LINES.read.unwrap();
    let mut reader = read(Source::from_bytes(text, "a.jsonl")?, &Reading::default())?;
    let units = reader.by_ref().collect::<Result<_>>()?;
    Ok((units, reader.skipped(), reader.take_warnings().len()))
}

fn write(units: &[Unit], format: &Format) -> String {
    let writing = Writing {
        source_lang: Some(Lang::english()),
        target_lang: Some(Lang::arabic()),
        ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
    };
    let mut out = Vec::new();
    let mut writer = format.write.unwrap()(&mut out, &writing).unwrap();
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    let _ = writer.finish().unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn objects_of_many_kinds() {
    let expected = Unit::pair((Lang::english(), "Peace {1}"), (Lang::arabic(), "سلام"));
    for text in [
        r#"{"source":"Peace {1}","target":"سلام","source_lang":"en","target_lang":"ar"}"#,
        r#"{"en":"Peace {1}","ar":"سلام"}"#,
        r#"{"source":"Peace {1}","target":"سلام"}"#,
        "[\n {\n  \"source\": \"Peace {1}\",\n \"source_language\": \"en\",\"status\": 1,\n\"target\": \"سلام\", \"target_language\": \"ar\"\n }\n]",
    ] {
        let (mut units, skipped, _) = read(text).unwrap();
        units[0].variants.sort_by(|a, b| b.lang.cmp(&a.lang));
        assert_eq!((units, skipped), (vec![expected.clone()], 0), "{text}");
    }
    let (units, skipped, warnings) =
        read("{\"a\":1}\n{\"source\":\"x\",\"target\":\"2\"}\n").unwrap();
    // A text of digits has no detectable language but is kept.
    assert_eq!((units.len(), skipped, warnings), (1, 1, 2));
    assert!(read("[]").unwrap().0.is_empty());
    for (bad, place) in
        [("{}\n{\"a\"", "a.jsonl:2: "), ("{}\nhello", "a.jsonl:2: "), ("\n{a}", "a.jsonl:2: ")]
    {
        assert!(read(bad).unwrap_err().to_string().starts_with(place), "{bad}");
    }
}

#[test]
fn a_whole_memory_in_one_line() {
    let object =
        r#"{"source":"Peace \"1\"","target":"سلام","source_language":"en","target_language":"ar"}"#;
    let count = 40_000;
    let text = format!("[{}]", vec![object; count].join(", "));
    assert!(text.len() > 3_000_000);
    let (units, skipped, _) = read(text.as_str()).unwrap();
    assert_eq!((units.len(), skipped), (count, 0));
    assert_eq!(units[count - 1].variants[1].text.text, "سلام");
    let cut = &text[..text.len() - 30];
    assert!(read(cut).unwrap_err().to_string().starts_with("a.jsonl:1: "));
}

#[test]
fn a_weblate_memory_round_trips() {
    let mut unit = Unit::pair((Lang::english(), "Peace"), (Lang::arabic(), "سلام"));
    unit.meta.add_prop("x-weblate-category", "10000001");
    unit.meta.add_prop("x-context", "menu");
    unit.meta.add_prop("x-document", "hall/web");
    unit.meta.add_prop("x-reviewed", "no");
    let text = write(&[unit.clone(), unit.clone()], &WEBLATE);
    let (mut back, _, warnings) = read(text).unwrap();
    back[0].meta.props.sort();
    unit.meta.props.sort();
    assert_eq!((&back[0], back.len(), warnings), (&unit, 2, 0));
    assert_eq!(write(&[], &WEBLATE), "[\n]\n");
}

#[test]
fn short_keys_alone_are_not_languages() {
    let strings = "{\"add\": \"Add\", \"url\": \"Address\"}";
    let (units, skipped, warnings) = read(strings).unwrap();
    assert_eq!((units.len(), skipped, warnings), (0, 1, 1));
    let units = read("{\"en\": \"Peace\", \"mhr\": \"x\"}").unwrap().0;
    assert_eq!(units[0].variants.len(), 2);
    let named = "{\"English\": \"Peace\", \"العربية\": \"سلام\", \"key\": \"k\", \"tag\": \"t\"}";
    let unit = &read(named).unwrap().0[0];
    let langs: Vec<_> = unit.variants.iter().map(|v| v.lang.as_str()).collect();
    assert_eq!((langs.as_slice(), unit.meta.props.len()), (&["en", "ar"][..], 2));
}

#[test]
fn unnamed_languages_are_taken_from_the_script() {
    let text = "{\"source\": \"Peace\", \"target\": \"Paix\"}\n\
                {\"source\": \"a\", \"target\": \"سلام\"}";
    let (units, _, warnings) = read(text).unwrap();
    let langs: Vec<_> = units.iter().flat_map(|u| &u.variants).map(|v| v.lang.as_str()).collect();
    assert_eq!((langs, warnings), (vec!["en", "und", "en", "ar"], 1));
}

proptest! {
    #[test]
    fn units_round_trip(mut units in vec(any_unit(), 1..6), at in 0..10_usize) {
        let text = &mut units[0].variants[0].text;
        let at = text.text.char_indices().map(|(i, _)| i).nth(at).unwrap_or(0);
        text.marks.push(Mark::from_tmx(at, "<ph x=\"1\"/>"));
        prop_assert_eq!(read(write(&units, &LINES)).unwrap().0, units);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, words in vec("[{}\\[\\],:\"a\\n]{0,4}", 0..20)) {
        let _ = read(bytes);
        let _ = read(words.concat());
    }
}
