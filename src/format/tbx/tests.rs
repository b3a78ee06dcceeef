//! TBX files of other tools, and properties that hold for all entries.

use proptest::{collection::vec, prelude::*};

use super::{FORMAT, FORMAT_2019};
use crate::{
    error::{ErrorKind, Result},
    event::Event,
    format::{
        source::Source,
        units::{Format, Outcome, Reading, Writing},
    },
    unit::{Meta, Prop, Text, Unit, Variant},
    xml::out::is_allowed,
};

fn read(bytes: &[u8]) -> Result<(Vec<Unit>, Vec<String>)> {
    let mut reader =
        (FORMAT.read.unwrap())(Source::from_bytes(bytes, "a.tbx")?, &Reading::default())?;
    let units = reader.by_ref().collect::<Result<_>>()?;
    let messages = reader.take_warnings().into_iter().map(|event| match event {
        Event::Warning { message, .. } => message,
        _ => String::new(),
    });
    Ok((units, messages.collect()))
}

fn written(format: &Format, units: &[Unit]) -> (String, Outcome) {
    let mut out = Vec::new();
    let writing = Writing::new(jiff::Timestamp::UNIX_EPOCH);
    let mut writer = format.write.unwrap()(&mut out, &writing).unwrap();
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    let outcome = writer.finish().unwrap();
    (String::from_utf8(out).unwrap(), outcome)
}

#[test]
fn an_entry_of_2008_has_its_terms_and_data() {
    let text = "<!DOCTYPE martif SYSTEM 'TBXcoreStructV02.dtd'><martif type='TBX' xml:lang='en'>\
        <martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader><text><body>\
        <termEntry id='e1'><descripGrp><descrip type='definition'>a hole with water</descrip>\
        <admin type='source'>book</admin></descripGrp><descrip type='subjectField'>water</descrip>\
        <transacGrp><transac type='transactionType'>origination</transac><date>2026-02-19</date>\
        <transacNote type='responsibility'>leila</transacNote></transacGrp>\
        <langSet xml:lang='en'><descrip type='example'>draw from a well</descrip>\
        <tig><term> well\n</term><termNote type='partOfSpeech'>noun</termNote></tig></langSet>\
        <langSet xml:lang='ar'><ntig><termGrp><term>بئر</term><termNote type='x'>y</termNote></termGrp>\
        <note>feminine</note></ntig><tig><term>جب</term></tig></langSet></termEntry></body></text></martif>";
    let (units, messages) = read(text.as_bytes()).unwrap();
    assert_eq!((units.len(), messages), (1, Vec::<String>::new()));
    let unit = &units[0];
    let terms: Vec<_> = unit.variants.iter().map(|v| (v.lang.as_str(), &*v.text.text)).collect();
    assert_eq!(terms, [("en", "well"), ("ar", "بئر"), ("ar", "جب")]);
    assert_eq!(unit.meta.prop("x-definition"), Some("a hole with water"));
    assert_eq!(unit.meta.prop("x-source"), Some("book"));
    assert_eq!(unit.domain(), Some("water"));
    assert_eq!((unit.created(), unit.creator()), (Some("20260219T000000Z"), Some("leila")));
    assert_eq!(unit.meta.attribute("tuid"), Some("e1"));
    assert_eq!(unit.variants[0].meta.prop("x-part-of-speech"), Some("noun"));
    assert_eq!(unit.variants[0].meta.prop("x-example"), Some("draw from a well"));
    assert_eq!(unit.variants[1].meta.prop("x-tbx-termNote:x"), Some("y"));
    assert_eq!(unit.variants[1].meta.notes, ["feminine"]);
}

#[test]
fn an_entry_of_2019_is_read_in_both_styles() {
    let entry = |terms: &str| {
        format!(
            "<tbx xmlns='urn:iso:std:iso:30042:ed-2' xmlns:min='m' type='TBX-Min' style='dct' \
             xml:lang='en'><tbxHeader/><text><body><conceptEntry id='c'>\
             <langSec xml:lang='en'><termSec><term>well</term>{terms}</termSec></langSec>\
             </conceptEntry></body></text></tbx>"
        )
    };
    for terms in [
        "<termNote type='partOfSpeech'>noun</termNote><admin type='customerSubset'>c</admin>",
        "<min:partOfSpeech>noun</min:partOfSpeech><min:customerSubset>c</min:customerSubset>",
    ] {
        let (units, messages) = read(entry(terms).as_bytes()).unwrap();
        assert_eq!(messages, Vec::<String>::new());
        assert_eq!(units[0].variants[0].meta.prop("x-part-of-speech"), Some("noun"));
        assert_eq!(units[0].client(), Some("c"));
    }
    let min = "<TBX dialect='TBX-Min'><header><id>a</id></header><body><entry id='1'>\
        <langGroup xml:lang='en'><termGroup><term>well</term><termStatus>preferred</termStatus>\
        </termGroup></langGroup></entry></body></TBX>";
    let (units, _) = read(min.as_bytes()).unwrap();
    assert_eq!(units[0].variants[0].meta.prop("x-status"), Some("preferred"));
}

#[test]
fn dropped_content_gives_warnings() {
    let text = "<martif><text><body><termEntry><langSet xml:lang='en'><tig><term/></tig></langSet>\
        </termEntry><termEntry><langSet xml:lang='C!'><tig><term>a</term></tig></langSet>\
        <langSet xml:lang='en'><tig><term>b</term></tig><langSet xml:lang='ar'><tig><term>ج</term></tig>\
        </langSet></langSet><langSet xml:lang='fr'><descrip type='definition'>d</descrip></langSet>\
        </termEntry></body><back><refObjectList/></back></text></martif>";
    let (units, messages) = read(text.as_bytes()).unwrap();
    // `C!` is not a language, but its term is kept.
    assert_eq!((units.len(), units[0].variants.len()), (1, 3));
    assert_eq!(units[0].meta.prop("x-definition"), Some("d"));
    assert_eq!(
        messages,
        [
            "unit skipped: no usable term (it is empty)",
            "the language of the sources is 'C!', which is not a language code; taken for en: say which \
             languages they are",
            "left out: <back>, which lists what entries refer to",
        ]
    );
}

#[test]
fn unnamed_languages_are_taken_from_the_script() {
    let text = "<martif><text><body><termEntry><langSet><tig><term>well</term></tig></langSet>\
        <langSet><tig><term>بئر</term></tig></langSet></termEntry></body></text></martif>";
    let (units, messages) = read(text.as_bytes()).unwrap();
    let langs: Vec<_> = units[0].variants.iter().map(|v| v.lang.as_str()).collect();
    assert_eq!((langs, messages.len()), (vec!["en", "ar"], 1), "{messages:?}");
}

#[test]
fn unreadable_files_are_refused_with_their_line() {
    for (text, expected) in [
        ("", "a.tbx:1: the file is empty"),
        ("<tmx/>", "a.tbx:1: this is XML but not TBX: it holds <tmx>"),
        ("<martif>\n<text>", "a.tbx:2: the file is cut off after 0 whole concepts"),
        ("<martif/>\n<martif/>", "a.tbx:2: another file begins after the end of the first"),
    ] {
        let error = read(text.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert!(error.hint.is_some());
    }
    let deep = format!("<martif><text>{}", "<langSet>".repeat(100_000));
    let wide = format!("<martif><termEntry>{}", "<note/>".repeat(300_000));
    for bomb in [deep, wide] {
        assert_eq!(read(bomb.as_bytes()).unwrap_err().kind, ErrorKind::Format);
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zء-ي٠-٩ ]{1,8}",
        2 => "[<>&\"'\\r\\n\\t;#%:\\]\\[!/ -]{1,4}",
        1 => any::<char>().prop_filter("allowed", |c| is_allowed(*c)).prop_map(String::from),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn meta() -> impl Strategy<Value = Meta> {
    let known = [
        "tuid",
        "creationdate",
        "creationid",
        "changedate",
        "x-definition",
        "x-part-of-speech",
        "x-client",
        "x-tbx-descrip:a",
        "x-tbx-descrip:definition",
        "x-tbx-termNote:b",
        "x-tbx-admin:x-c",
        "x-muwazi-prop:d",
        "domain",
    ];
    let name =
        || prop_oneof![prop::sample::select(known.to_vec()).prop_map(str::to_owned), hostile()];
    let value = || prop_oneof![Just("20260219T083000Z".to_owned()), hostile()];
    let prop = (name(), value()).prop_map(|(kind, value)| Prop { kind, value });
    (vec((name(), value()), 0..4), vec(hostile(), 0..3), vec(prop, 0..5)).prop_map(
        |(attributes, notes, props)| {
            let mut meta = Meta { notes, props, ..Meta::default() };
            attributes.into_iter().for_each(|(name, value)| meta.set_attribute(&name, value));
            meta
        },
    )
}

fn unit() -> impl Strategy<Value = Unit> {
    let text =
        (hostile(), "[a-zم]", hostile()).prop_map(|(a, b, c)| Text::plain([a, b, c].concat()));
    let lang = prop::sample::select(vec!["ar", "en", "en-US", "zh-Hant-TW"]);
    let variant = (lang, text, meta()).prop_map(|(lang, text, meta)| Variant {
        lang: lang.parse().unwrap(),
        text,
        meta,
    });
    (vec(variant, 1..5), meta()).prop_map(|(variants, meta)| Unit { variants, meta })
}

/// Sorts units as they are read back: texts by language, properties in the order of the schema.
fn sorted(mut units: Vec<Unit>) -> Vec<Unit> {
    let sort = |meta: &mut Meta| {
        meta.attributes.sort();
        meta.props.sort();
    };
    for unit in &mut units {
        sort(&mut unit.meta);
        let langs: Vec<_> = unit.variants.iter().map(|v| v.lang.clone()).collect();
        unit.variants.sort_by_key(|v| langs.iter().position(|l| *l == v.lang));
        unit.variants.iter_mut().for_each(|v| sort(&mut v.meta));
    }
    units
}

proptest! {
    #[test]
    fn units_round_trip(units in vec(unit(), 0..4)) {
        for format in [&FORMAT, &FORMAT_2019] {
            let (tbx, outcome) = written(format, &units);
            prop_assert!(outcome.lost.is_empty(), "{:?}", outcome.lost);
            let (back, messages) = read(tbx.as_bytes())
                .map_err(|e| TestCaseError::fail(format!("{e}\n{tbx}")))?;
            prop_assert_eq!(messages.len(), 0);
            prop_assert_eq!(sorted(back), sorted(units.clone()), "{}", tbx);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
    }

    #[test]
    fn a_changed_byte_causes_no_panic(unit in unit(), at in any::<prop::sample::Index>(), byte: u8) {
        let mut tbx = written(&FORMAT, std::slice::from_ref(&unit)).0.into_bytes();
        let at = at.index(tbx.len());
        tbx[at] = byte;
        let _ = read(&tbx);
    }
}
