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
        (unit("<bpt>a</bpt>"), vec![("missing-attribute", Some(2), Some(1))]),
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
    assert_eq!(codes(&examined(bomb)), [("not-well-formed", Some(1), None)]);
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
    assert_eq!((repaired.outcome.units, repaired.dropped, &repaired.damaged[..]), (3, 1, &[2][..]));
    let mended = String::from_utf8(out).unwrap();
    let diagnosis = examined(&mended);
    assert_eq!(codes(&diagnosis), [("one-text", Some(23), Some(3))], "{mended}");
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
