//! What holds for any unit and any bytes.

use proptest::{collection::vec, prelude::*};

use super::{
    tests::{read, written},
    write,
};
use crate::{
    lang::Lang,
    unit::{Mark, Meta, Prop, Text, Unit, Variant},
};

/// As units read back: attributes that TMX knows come first.
pub(super) fn sorted(mut units: Vec<Unit>) -> Vec<Unit> {
    let known = |(name, value): &(String, String)| {
        let is_segtype = matches!(&**value, "block" | "paragraph" | "sentence" | "phrase");
        KNOWN.contains(&name.as_str()) && (name != "segtype" || is_segtype)
    };
    for unit in &mut units {
        unit.meta.attributes.sort_by_key(|a| !known(a));
        for variant in &mut unit.variants {
            variant.meta.attributes.sort_by_key(|a| !known(a));
        }
    }
    units
}

/// Attributes for the tests that are known on both units and texts, but for `segtype`.
const KNOWN: [&str; 5] = ["changedate", "creationid", "usagecount", "o-tmf", "segtype"];

/// Characters that have trouble in them.
fn hostile_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zء-ي٠-٩ ]{1,8}",
        2 => "[<>&\"'\\r\\n\\t;#\\]\\[!/ -]{1,4}",
        1 => "[\u{85}\u{A0}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{200B}-\u{200F}\u{FEFF}\u{2028}\u{10FFFF}]{1,3}",
        1 => prop::sample::select(vec!["]]>", "&amp;", "&#13;", "<!--", "<ph/>", "<![CDATA[", "\r\n", "&e;", "💡"])
            .prop_map(str::to_owned),
        1 => any::<char>().prop_filter("allowed", |c| write::is_allowed(*c)).prop_map(String::from),
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
            // A letter makes sure that there is text at all.
            let text = [start, letter, end].concat();
            let places: Vec<_> =
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let mut marks: Vec<_> =
                marks.into_iter().map(|(at, raw)| Mark { at: *at.get(&places), raw }).collect();
            marks.sort_by_key(|mark| mark.at);
            Text { text, marks }
        })
}

fn meta() -> impl Strategy<Value = Meta> {
    let name =
        prop_oneof![prop::sample::select(KNOWN.to_vec()).prop_map(str::to_owned), hostile_text()];
    let value = prop_oneof![Just("sentence".to_owned()), hostile_text()];
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
        // A text's `segtype` is no attribute that TMX knows; `KNOWN` is of both.
        .prop_map(|mut v| {
            v.meta.attributes.retain(|(name, _)| name != "segtype");
            v
        });
    (vec(variant, 2..4), meta()).prop_map(|(variants, meta)| Unit { variants, meta })
}

proptest! {
    #[test]
    fn units_come_back_as_they_went(units in vec(unit(), 0..4)) {
        let (tmx, done) = written(&units);
        prop_assert_eq!(done.dropped_characters, 0);
        let (back, warnings) = read(tmx.as_bytes()).map_err(|e| TestCaseError::fail(format!("{e}\n{tmx}")))?;
        prop_assert_eq!(warnings.len(), 0);
        prop_assert_eq!(back, sorted(units));
    }

    #[test]
    fn any_text_in_any_place_is_written(start in any::<String>(), at in vec((any::<usize>(), any::<String>()), 0..4)) {
        let marks = at.into_iter().map(|(at, raw)| Mark { at, raw }).collect();
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
    fn a_changed_byte_does_no_harm(unit in unit(), at in any::<prop::sample::Index>(), byte: u8) {
        let mut tmx = written(&[unit]).0.into_bytes();
        let at = at.index(tmx.len());
        tmx[at] = byte;
        let _ = read(&tmx);
    }
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
