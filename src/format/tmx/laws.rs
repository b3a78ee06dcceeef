//! Properties that hold for any units and any bytes.

use proptest::{collection::vec, prelude::*};

use super::{
    Header, TmxWriter, date,
    tests::{read, written},
};
use crate::{
    lang::Lang,
    unit::{Mark, Meta, Prop, Text, Unit, Variant},
    xml::out::is_allowed,
};

/// Sorts attributes of units as they are read back: those known to TMX come first.
pub(super) fn sorted(mut units: Vec<Unit>) -> Vec<Unit> {
    let known = |(name, value): &(String, String)| {
        let is_segtype = matches!(&**value, "block" | "paragraph" | "sentence" | "phrase");
        let is_date = name != "changedate" || date::utc(value).is_some();
        let is_count = name != "usagecount" || value.trim().parse::<f64>().is_ok();
        KNOWN.contains(&name.as_str()) && (name != "segtype" || is_segtype) && is_date && is_count
    };
    for unit in &mut units {
        let texts = unit.variants.iter_mut().map(|variant| &mut variant.meta);
        for meta in texts.chain([&mut unit.meta]) {
            for (name, value) in &mut meta.attributes {
                if let Some(date) = date::utc(value).filter(|_| name == "changedate") {
                    *value = date.into_owned();
                }
            }
        }
        unit.meta.attributes.sort_by_key(|a| !known(a));
        for variant in &mut unit.variants {
            variant.meta.attributes.sort_by_key(|a| !known(a));
        }
    }
    units
}

/// Attributes used in tests. All of them are valid on units and texts, except `segtype`, which is
/// not valid on texts.
const KNOWN: [&str; 5] = ["changedate", "creationid", "usagecount", "o-tmf", "segtype"];

/// Text with characters that are hard to write.
fn hostile_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zء-ي٠-٩ ]{1,8}",
        2 => "[<>&\"'\\r\\n\\t;#\\]\\[!/ -]{1,4}",
        1 => "[\u{85}\u{A0}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{200B}-\u{200F}\u{FEFF}\u{2028}\u{10FFFF}]{1,3}",
        1 => prop::sample::select(vec!["]]>", "&amp;", "&#13;", "<!--", "<ph/>", "<![CDATA[", "\r\n", "&e;", "💡"])
            .prop_map(str::to_owned),
        1 => any::<char>().prop_filter("allowed", |c| is_allowed(*c)).prop_map(String::from),
    ];
    vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn raw_mark() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(vec![
            "<ph/>", "<ph x=\"1\">&lt;br/&gt;</ph>", "<bpt i='1'>{\\b </bpt>", "<ept i=\"1\"/>", "<hi>",
            "<hi type='b'>", "</hi>", "<hi/>", "<it pos=\"end\"/>", "<b>", "</b>", "<ph id='1'/>", "<sub>x</sub>",
            "<ph>a\nb<sub>c<ph/></sub></ph>", "<ph type=\"x-muwazi-tag\">&lt;b&gt;</ph>", "",
        ]).prop_map(str::to_owned),
        1 => hostile_text(),
        1 => hostile_text().prop_map(|content| format!("<ph>{content}</ph>")),
    ]
}

fn text() -> impl Strategy<Value = Text> {
    (
        hostile_text(),
        "[a-zم]",
        hostile_text(),
        vec((any::<prop::sample::Index>(), raw_mark()), 0..5),
    )
        .prop_map(|(start, letter, end, marks)| {
            // A letter ensures that the text is not empty.
            let text = [start, letter, end].concat();
            let places: Vec<_> =
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let mut marks: Vec<_> =
                marks.into_iter().map(|(at, raw)| Mark::from_tmx(*at.get(&places), &raw)).collect();
            marks.sort_by_key(|mark| mark.at);
            Text { text, marks }
        })
}

fn meta() -> impl Strategy<Value = Meta> {
    let name =
        prop_oneof![prop::sample::select(KNOWN.to_vec()).prop_map(str::to_owned), hostile_text()];
    let value =
        prop::sample::select(vec!["sentence", "2026-02-19T08:30:00+03:00", "20260219T083000Z"]);
    let value = prop_oneof![value.prop_map(str::to_owned), hostile_text()];
    let prop = (hostile_text(), hostile_text()).prop_map(|(kind, value)| Prop { kind, value });
    (vec((name, value), 0..4), vec(hostile_text(), 0..3), vec(prop, 0..3)).prop_map(
        |(attributes, notes, props)| {
            let mut meta = Meta { notes, props, ..Meta::default() };
            attributes.into_iter().for_each(|(name, value)| meta.set_attribute(&name, value));
            meta
        },
    )
}

fn unit() -> impl Strategy<Value = Unit> {
    let lang = prop::sample::select(vec!["ar", "en", "en-US", "zh-Hant-TW", "es-419"]);
    let variant = (lang, text(), meta())
        .prop_map(|(lang, text, meta)| Variant { lang: lang.parse().unwrap(), text, meta })
        // TMX does not allow `segtype` on a text, but `KNOWN` serves both.
        .prop_map(|mut v| {
            v.meta.attributes.retain(|(name, _)| name != "segtype");
            v
        });
    (vec(variant, 2..4), meta()).prop_map(|(variants, meta)| Unit { variants, meta })
}

/// Writes units with a header without a source language, so that units need none either.
pub(super) fn written_for_all(units: &[Unit]) -> (String, super::Written) {
    let mut out = Vec::new();
    let header = Header::new(None, jiff::Timestamp::UNIX_EPOCH);
    let mut writer = TmxWriter::new(&mut out, &header).unwrap();
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    let done = writer.finish().unwrap();
    (String::from_utf8(out).unwrap(), done)
}

/// A memory with every oddity that is tolerated, to be changed at random.
const ODD: &str = "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE tmx [<!ENTITY co 'Company'>]><TMX><tu \
    creationdate='yesterday' tuid='1' tuid='2'><prop type='x-a'>&co;</prop><tuv lang='en'><seg>A &nbsp; B & C\u{B}\
    <ph x='&e;'>&#1;</ph><hi>x</hi></seg></tuv><TUV xml:lang='ar'><seg><![CDATA[س]]></seg></TUV></tu>\
    <body><tu><tuv xml:lang='no such'><seg/></tuv></tu><x/>text</body></TMX>";

proptest! {
    #[test]
    fn each_unit_has_a_text_in_its_source_language(units in vec(unit(), 0..4), source in "ar|en|EN|en-us|fr|\\*all\\*|none such") {
        let mut header = Header::new(None, jiff::Timestamp::UNIX_EPOCH);
        header.meta.set_attribute("srclang", source);
        let mut out = Vec::new();
        let mut writer = TmxWriter::new(&mut out, &header).unwrap();
        units.iter().for_each(|unit| writer.write(unit).unwrap());
        let _ = writer.finish().unwrap();
        let tmx = String::from_utf8(out).unwrap();
        let of_file = quoted(&tmx, "srclang=\"").to_owned();
        for unit in tmx.split("\n    <tu").skip(1) {
            let tag = &unit[..unit.find(">\n").unwrap()];
            let own = if tag.contains(" srclang=\"") { quoted(tag, " srclang=\"") } else { &of_file };
            let found = unit.split("<tuv").skip(1).any(|tuv| quoted(tuv, "xml:lang=\"") == own);
            prop_assert!(own == "*all*" || found, "{} {}", own, unit);
        }
    }

    #[test]
    fn a_changed_oddity_causes_no_panic(changes in vec((any::<prop::sample::Index>(), any::<u8>(), any::<bool>()), 0..6)) {
        let mut tmx = ODD.as_bytes().to_vec();
        for (at, byte, is_cut) in changes {
            let at = at.index(tmx.len());
            if is_cut { drop(tmx.drain(at..(at + 3).min(tmx.len() - 1).max(at))) } else { tmx[at] = byte }
        }
        for mode in 0..3 {
            let reader = match mode {
                0 => super::TmxReader::new(&tmx[..], "a.tmx"),
                1 => super::TmxReader::with(&tmx[..], "a.tmx", &crate::format::units::Reading { strict: true, ..Default::default() }),
                _ => super::TmxReader::salvage(&tmx[..], "a.tmx"),
            };
            match reader {
                Err(e) => prop_assert!(e.place.is_some(), "{}", e),
                Ok(reader) => for unit in reader {
                    if let Err(e) = unit { prop_assert!(e.place.is_some(), "{}", e) }
                }
            }
        }
    }

    #[test]
    fn units_round_trip(units in vec(unit(), 0..4)) {
        let (tmx, done) = written_for_all(&units);
        prop_assert_eq!(done.dropped_characters, 0);
        let (back, warnings) = read(tmx.as_bytes()).map_err(|e| TestCaseError::fail(format!("{e}\n{tmx}")))?;
        prop_assert_eq!(warnings.len(), 0);
        prop_assert_eq!(back, sorted(units));
    }

    #[test]
    fn any_text_in_any_place_is_written(start in any::<String>(), at in vec((any::<usize>(), any::<String>()), 0..4)) {
        let marks = at.into_iter().map(|(at, raw)| Mark::from_tmx(at, &raw)).collect();
        let mut unit = Unit::pair((Lang::english(), ""), (Lang::arabic(), "س"));
        unit.variants[0].text = Text { text: format!("x{start}"), marks };
        let (tmx, _) = written(&[unit]);
        prop_assert_eq!(read(tmx.as_bytes()).unwrap().0.len(), 1);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
    }

    #[test]
    fn anything_like_tmx_is_read_or_refused(pieces in vec(prop::sample::select(PIECES.to_vec()), 0..30)) {
        let _ = read(pieces.concat().as_bytes());
        let _ = read(format!("<tmx><header/><body>{}", pieces.concat()).as_bytes());
    }

    #[test]
    fn a_changed_byte_causes_no_panic(unit in unit(), at in any::<prop::sample::Index>(), byte: u8) {
        let mut tmx = written(&[unit]).0.into_bytes();
        let at = at.index(tmx.len());
        tmx[at] = byte;
        let _ = read(&tmx);
    }
}

/// Returns the quoted value after the first occurrence of `after`.
fn quoted<'t>(text: &'t str, after: &str) -> &'t str {
    let rest = &text[text.find(after).unwrap() + after.len()..];
    &rest[..rest.find('"').unwrap()]
}

const PIECES: [&str; 30] = [
    "<tmx version='1.4'>",
    "</tmx>",
    "<header>",
    "<header srclang='en'/>",
    "</header>",
    "<body>",
    "</body>",
    "<tu>",
    "<tu tuid='1'>",
    "</tu>",
    "<tuv xml:lang='en'>",
    "<tuv lang='ar'>",
    "</tuv>",
    "<seg>",
    "</seg>",
    "<seg/>",
    "text",
    "&amp;",
    "&",
    "<",
    ">",
    "<ph>",
    "</ph>",
    "<hi>",
    "</hi>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<!DOCTYPE tmx [",
];
