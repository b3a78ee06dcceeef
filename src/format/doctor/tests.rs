//! Tests with defective files.

use super::*;
use crate::{event, format::units::Writing};

fn examined(text: &str) -> Diagnosis {
    examine(|| Source::from_bytes(text, "a"), &mut event::silent()).unwrap()
}

fn codes(diagnosis: &Diagnosis) -> Vec<(&str, Option<u64>, Option<u64>)> {
    diagnosis.findings.iter().map(|f| (f.code.as_str(), f.line, f.unit)).collect()
}

const HEADER: &str = "<header creationtool='a' creationtoolversion='1' segtype='sentence' o-tmf='a' \
                      adminlang='en' srclang='en' datatype='plaintext'/>";

fn tmx(units: &str) -> String {
    format!("<tmx version='1.4'>{HEADER}<body>\n{units}\n</body></tmx>")
}

fn unit(en: &str) -> String {
    format!(
        "<tu><tuv xml:lang='en'><seg>{en}</seg></tuv><tuv xml:lang='ar'><seg>س</seg></tuv></tu>\n"
    )
}

#[test]
fn findings_have_places_and_codes() {
    for (units, expected) in [
        (unit("a"), vec![]),
        (unit("a & b"), vec![("lone-ampersand", Some(2), Some(1))]),
        (unit("a").replace("<tu>", "<tu x='1'>"), vec![("unknown-attribute", Some(2), Some(1))]),
        (unit("a").replace("'en'", "'en-US'"), vec![("source-language", Some(2), Some(1))]),
        (unit("a").replace("'en'", "'EN'"), vec![("source-case", Some(2), Some(1))]),
        (unit("a<b/>"), vec![("misplaced-tag", Some(2), Some(1))]),
        (unit("<ph id='1'/>a"), vec![("unknown-attribute", Some(2), Some(1))]),
        (
            unit("x<bpt>a</bpt>"),
            vec![("missing-attribute", Some(2), Some(1)), ("unpaired-tag", Some(2), Some(1))],
        ),
        (unit("<it pos='x'/>a"), vec![("bad-value", Some(2), Some(1))]),
        (
            unit("a").replace("</seg>", "</seg><note>n</note>"),
            vec![("wrong-order", Some(2), Some(1)), ("wrong-order", Some(2), Some(1))],
        ),
        (
            unit("a").replace("<tu>", "<tu changedate='2026-02-19'>"),
            vec![("date-form", Some(2), Some(1))],
        ),
        (
            format!("{}{}{}", unit("a"), unit("1 < 2"), unit("c & d")),
            vec![("not-well-formed", Some(3), Some(2)), ("lone-ampersand", Some(4), Some(3))],
        ),
        (unit("a<bpt i='1'/>b"), vec![("unpaired-tag", Some(2), Some(1))]),
        (unit("a<ept i='3'/>b<bpt i='3'/>"), vec![("unpaired-tag", Some(2), Some(1))]),
        (
            unit("<bpt i='1'/>a<ept i='1'/><bpt i='1'/>b<ept i='1'/>"),
            vec![("unpaired-tag", Some(2), Some(1))],
        ),
        (unit("<ph x='1'/>a"), vec![("unmatched-number", Some(2), Some(1))]),
        (
            unit("a").replace("<tu>", "<tu usagecount='often'>"),
            vec![("bad-value", Some(2), Some(1))],
        ),
        (unit("a&#xD83C;&#xDF19;"), vec![("bad-reference", Some(2), Some(1))]),
        (
            unit("a").replace("<seg>a</seg>", "a"),
            vec![("no-segment", Some(2), Some(1)), ("missing-element", Some(2), Some(1))],
        ),
        (unit("a").replace(" xml:lang='ar'", ""), vec![("no-language", Some(2), Some(1))]),
        (
            unit("a").replace("س", "7 %").replace("'ar'", "'??'"),
            vec![("text-left-out", Some(2), Some(1))],
        ),
        (format!("<!-- a -- b -->{}", unit("a")), vec![("bad-comment", Some(2), None)]),
        (format!("</body><body>{}", unit("a")), vec![("repeated-element", Some(2), None)]),
    ] {
        let diagnosis = examined(&tmx(&units));
        assert_eq!(codes(&diagnosis), expected, "{units}");
        let numbered = units.matches("<tu>").count() + units.matches("<tu ").count();
        assert_eq!(diagnosis.units, numbered as u64, "{units}");
    }
    let cut = tmx(&unit("a").repeat(3));
    let diagnosis = examined(&cut[..cut.len() - 30]);
    assert_eq!(codes(&diagnosis), [("cut-off", Some(4), None)]);
    let bomb = "<!DOCTYPE tmx [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><tmx/>";
    assert_eq!(codes(&examined(bomb))[0], ("unsafe-entity", Some(1), None));
    for (start, code) in [
        ("\n\n<?xml version='1.0'?>", "late-declaration"),
        ("HTTP/1.1 200 OK\n\n<?xml version='1.0'?>", "late-declaration"),
        ("<?xml version='1.3'?>", "xml-version"),
    ] {
        let diagnosis = examined(&format!("{start}{}", tmx(&unit("a"))));
        let found: Vec<_> = codes(&diagnosis).into_iter().map(|(code, ..)| code).collect();
        assert!(found.iter().all(|found| *found == code) && !found.is_empty(), "{found:?}");
        assert_eq!(diagnosis.units, 1);
    }
}

fn repaired(ill: impl Into<Vec<u8>>) -> (Repaired, String) {
    let mut out = Vec::new();
    let source = Source::from_bytes(ill, "a").unwrap();
    let writing = Writing::new(jiff::Timestamp::UNIX_EPOCH);
    let repaired = repair(source, &mut out, &writing, &mut event::silent()).unwrap();
    (repaired, String::from_utf8(out).unwrap())
}

#[test]
fn what_can_be_saved_is_saved() {
    let three = |second: &str| tmx(&[unit("one"), second.to_owned(), unit("three")].concat());
    for (second, saved) in [
        (unit("x < y"), "x &lt; y"),
        (unit("x<y and z"), "x&lt;y and z"),
        (unit("a <b>bold"), "a &lt;b&gt;bold"),
        (unit("two").replace("</tu>", ""), "two"),
        (unit("two").replace("</seg></tuv></tu>", "</seg></tu>"), "two"),
        (unit("two").replace("</seg></tuv><tuv", "</tuv><tuv"), "two"),
        (unit("two").replace("<seg>two</seg>", "two"), "two"),
        (unit("a&#xD83C;&#xDF19;"), "a🌙"),
    ] {
        let (repaired, mended) = repaired(three(&second));
        assert_eq!((repaired.outcome.units, repaired.dropped), (3, 0), "{second}");
        assert!(mended.contains(&format!("<seg>{saved}</seg>")), "{mended}");
        let codes: Vec<_> = examined(&mended).findings.into_iter().map(|f| f.code).collect();
        assert_eq!(codes, Vec::<String>::new(), "{mended}");
    }
    let header =
        "<?xml version='1.0'?><!DOCTYPE tmx [<!ENTITY c 'Co.'><!ENTITY f SYSTEM 'f.txt'>]>";
    let (of_entities, mended) = repaired(format!("{header}{}", three(&unit("&c; &f;"))));
    assert_eq!(of_entities.outcome.units, 3);
    assert!(mended.contains("<seg>Co. &amp;f;</seg>"), "{mended}");
    let junk = format!("From: a\nSubject: b\n\n<?xml version='1.0'?>{}", three(&unit("two")));
    assert_eq!(repaired(junk).0.outcome.units, 3);
}

#[test]
fn single_bytes_of_another_encoding_are_read() {
    let mut ill = tmx(&[unit("سلام"), unit("na#ve $yes% – cut@")].concat()).into_bytes();
    for (sign, byte) in [(b'#', 0xEF), (b'$', 0x93), (b'%', 0x94), (b'@', 0xD9)] {
        let at = ill.iter().rposition(|b| *b == sign).unwrap();
        ill[at] = byte;
    }
    let (_, mended) = repaired(ill);
    assert!(mended.contains("<seg>naïve “yes” – cutÙ</seg>"), "{mended}");
}

#[test]
fn a_unit_that_is_too_large_ends_nothing() {
    let large = unit(&"word ".repeat(4 << 20));
    let ill = tmx(&[unit("one"), large, unit("three"), unit("four")].concat());
    let (repaired, _) = repaired(ill.clone());
    assert_eq!((repaired.outcome.units, repaired.dropped), (3, 1));
    let diagnosis = examined(&ill);
    assert_eq!(codes(&diagnosis), [("oversize", Some(3), Some(2))]);
    assert_eq!(diagnosis.units, 4);
}

#[test]
fn lines_may_end_with_carriage_returns() {
    let ill = tmx(&[unit("one"), unit("a & b")].concat());
    for end in ["\r", "\r\n"] {
        let diagnosis = examined(&ill.replace('\n', end));
        assert_eq!(codes(&diagnosis), [("lone-ampersand", Some(3), Some(2))], "{end:?}");
    }
}

#[test]
fn texts_without_a_language_get_one_or_are_told() {
    let ill = tmx(&[
        unit("one").replace(" xml:lang='ar'", ""),
        unit("two").replace("'ar'", "'Arabic (Egypt)'"),
        unit("three").replace("س", "3").replace(" xml:lang='ar'", ""),
    ]
    .concat());
    let (repaired, mended) = repaired(ill);
    assert_eq!(mended.matches("xml:lang=\"ar\"").count(), 1, "{mended}");
    assert_eq!(mended.matches("xml:lang=\"ar-EG\"").count(), 1, "{mended}");
    assert_eq!(repaired.outcome.lost.get("texts without a language"), Some(&1));
}

#[test]
fn many_findings_are_counted() {
    let diagnosis = examined(&tmx(&unit("a & b").repeat(5000)));
    assert_eq!((diagnosis.number, diagnosis.findings.len(), diagnosis.units), (5000, 20, 5000));
}

#[test]
fn repaired_files_are_valid() {
    let units = [
        unit("a & b"),
        unit("1 < 2"),
        unit("x&nbsp;<b>y</b>\u{1}"),
        unit("").replace("en", "en-US"),
    ];
    let ill = tmx(&units.concat()).replace(HEADER, "").replace("1.4", "2.0");
    let mut out = Vec::new();
    let source = Source::from_bytes(ill.as_str(), "a").unwrap();
    let writing = Writing::new(jiff::Timestamp::UNIX_EPOCH);
    let repaired = repair(source, &mut out, &writing, &mut event::silent()).unwrap();
    assert_eq!((repaired.outcome.units, repaired.dropped, repaired.mended), (4, 0, 1));
    let mended = String::from_utf8(out).unwrap();
    let diagnosis = examined(&mended);
    assert_eq!(codes(&diagnosis), [("one-text", Some(31), Some(4))], "{mended}");
}

#[test]
fn other_formats_are_checked_for_required_parts() {
    let xliff = "<xliff version='1.2'><file original='a' source-language='en' datatype='x'><body>\n\
                 <trans-unit><target>x</target></trans-unit></body></file></xliff>";
    let second = "<xliff version='2.0' srcLang='en'><file id='1'>\n<unit id='1'><segment/></unit></file></xliff>";
    let srx = "<srx version='2.0'><header/><body><languagerules>\n<languagerule/></languagerules><maprules/></body></srx>";
    let tbx = "<martif type='TBX' xml:lang='en'><martifHeader><fileDesc/></martifHeader><text><body>\n\
               <termEntry><langSet><tig/></langSet></termEntry></body></text></martif>";
    for (text, units, expected) in [
        (xliff, 1, vec!["missing-attribute", "missing-element"]),
        (second, 1, vec!["missing-element"]),
        (srx, 0, vec!["missing-attribute"]),
        (tbx, 1, vec!["missing-attribute", "missing-element"]),
    ] {
        let diagnosis = examined(text);
        let found: Vec<_> = diagnosis.findings.iter().map(|f| f.code.as_str()).collect();
        assert_eq!((found, diagnosis.units), (expected, units), "{text}");
        assert!(diagnosis.findings.iter().all(|f| f.line == Some(2)), "{diagnosis:?}");
        let broken = examined(&text.replacen('>', "", 3));
        assert_eq!(broken.findings.last().unwrap().refused_by, [Refuser::XmlParsers]);
    }
    assert!(examine(|| Source::from_bytes("<a/>", "a"), &mut event::silent()).is_err());
}
