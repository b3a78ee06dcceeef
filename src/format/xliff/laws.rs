//! Properties that hold for any units and any bytes.

use proptest::{collection::vec, prelude::*};

use super::{
    FORMAT, FORMAT_2,
    tests::{read, written},
};
use crate::{
    unit::{Mark, Meta, Prop, Text, Unit, Variant},
    xml::out::is_allowed,
};

/// Text with characters that are hard to write.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zء-ي٠-٩ ]{1,8}",
        2 => "[<>&\"'\\r\\n\\t;#%:\\]\\[!/ -]{1,4}",
        1 => prop::sample::select(vec![
            "]]>", "&amp;", "<!--", "<ph/>", "\r\n", "\u{85}", "\u{202E}", "x-", "💡", "\u{FEFF}",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_filter("allowed", |c| is_allowed(*c)).prop_map(String::from),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn raw_mark() -> impl Strategy<Value = String> {
    let known = [
        "<ph/>",
        "<ph x=\"1\">&lt;br/&gt;</ph>",
        "<ph>{0}</ph>",
        "<bpt i='1'>{\\b </bpt>",
        "<bpt i=\"1\">{\\b </bpt>",
        "<ept i=\"1\">}</ept>",
        "<hi>",
        "</hi>",
        "<it pos=\"end\" x=\"2\">a</it>",
        "<it pos=\"begin\">&lt;b&gt;</it>",
        "<b>",
        "<bpt i=\"1\">&lt;g id=&quot;1&quot;&gt;</bpt>",
        "<ept i=\"1\">&lt;/g&gt;</ept>",
        "<ph x=\"1\">&lt;x id=&quot;1&quot;/&gt;</ph>",
        "<ph x=\"2\">&lt;x id=&quot;2&quot; sdl:a=&quot;&quot;/&gt;</ph>",
        "<bpt i=\"1\">&lt;bx id=&quot;1&quot; rid=&quot;r&quot;/&gt;</bpt>",
        "<ept i=\"1\">&lt;ex id=&quot;2&quot; rid=&quot;r&quot;/&gt;</ept>",
        "<bpt i=\"2\">&lt;pc id=&quot;2&quot; dataRefStart=&quot;d1&quot;&gt;</bpt>",
        "<ept i=\"2\">&lt;/pc&gt;</ept>",
        "<ph x=\"1\">&lt;ph id=&quot;1&quot;/&gt;</ph>",
        "<bpt i=\"1\">&lt;mrk mtype=&quot;term&quot;&gt;</bpt>",
        "<ept i=\"1\">&lt;/mrk&gt;</ept>",
        "",
    ];
    prop_oneof![
        8 => prop::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => hostile(),
        1 => hostile().prop_map(|content| format!("<ph>{content}</ph>")),
    ]
}

pub(super) fn text() -> impl Strategy<Value = Text> {
    let marks = vec((any::<prop::sample::Index>(), raw_mark()), 0..5);
    (hostile(), "[a-zم]", hostile(), marks).prop_map(|(start, letter, end, marks)| {
        // A letter ensures that the text is not empty.
        let text = [start, letter, end].concat();
        let places: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut marks: Vec<_> =
            marks.into_iter().map(|(at, raw)| Mark::from_tmx(*at.get(&places), &raw)).collect();
        marks.sort_by_key(|mark| mark.at);
        Text { text, marks }
    })
}

fn meta() -> impl Strategy<Value = Meta> {
    let known = [
        "tuid",
        "x-reviewed",
        "x-origin",
        "x-xliff-state",
        "x-xliff-approved",
        "x-xliff-state-qualifier",
        "x-xliff-data:d1",
        "x-document",
        "x-muwazi-prop:a",
        "x-muwazi-attribute:b",
        "domain",
    ];
    let name =
        || prop_oneof![prop::sample::select(known.to_vec()).prop_map(str::to_owned), hostile()];
    let value = || {
        let known = ["yes", "no", "machine", "final", "x-own", "initial", "leveraged-mt"];
        prop_oneof![prop::sample::select(known.to_vec()).prop_map(str::to_owned), hostile()]
    };
    let prop = (name(), value()).prop_map(|(kind, value)| Prop { kind, value });
    (vec((name(), value()), 0..4), vec(hostile(), 0..3), vec(prop, 0..5)).prop_map(
        |(attributes, notes, props)| {
            let mut meta = Meta { notes, props, ..Meta::default() };
            attributes.into_iter().for_each(|(name, value)| meta.set_attribute(&name, value));
            meta
        },
    )
}

pub(super) fn unit() -> impl Strategy<Value = Unit> {
    let side = |langs: &[&'static str]| {
        (prop::sample::select(langs.to_vec()), text(), meta())
            .prop_map(|(lang, text, meta)| Variant { lang: lang.parse().unwrap(), text, meta })
    };
    let target = prop::option::weighted(0.8, side(&["ar", "ar-EG"]));
    (side(&["en", "en-US"]), target, meta()).prop_map(|(source, target, meta)| Unit {
        variants: [source].into_iter().chain(target).collect(),
        meta,
    })
}

proptest! {
    #[test]
    fn units_round_trip(units in vec(unit(), 0..4)) {
        for format in [&FORMAT, &FORMAT_2] {
            let (xliff, outcome) = written(format, &units);
            prop_assert!(outcome.lost.is_empty(), "{:?}", outcome.lost);
            let (back, messages) = read(xliff.as_bytes())
                .map_err(|e| TestCaseError::fail(format!("{e}\n{xliff}")))?;
            prop_assert_eq!(messages.len(), 0);
            prop_assert_eq!(&back, &units, "{}", xliff);
        }
    }

    #[test]
    fn any_text_in_any_place_is_written(
        start in any::<String>(),
        at in vec((any::<usize>(), any::<String>()), 0..4),
    ) {
        let marks = at.into_iter().map(|(at, raw)| Mark::from_tmx(at, &raw)).collect();
        let text = Text { text: format!("x{start}"), marks };
        let lang = crate::lang::Lang::english();
        let unit = Unit { variants: vec![Variant { lang, text, meta: Meta::default() }], meta: Meta::default() };
        for format in [&FORMAT, &FORMAT_2] {
            let (xliff, _) = written(format, std::slice::from_ref(&unit));
            prop_assert_eq!(read(xliff.as_bytes()).unwrap().0.len(), 1);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
    }

    #[test]
    fn anything_like_xliff_is_read_or_refused(
        pieces in vec(prop::sample::select(PIECES.to_vec()), 0..30),
    ) {
        let _ = read(pieces.concat().as_bytes());
        let _ = read(format!("<xliff><file>{}", pieces.concat()).as_bytes());
    }

    #[test]
    fn a_changed_byte_causes_no_panic(unit in unit(), at in any::<prop::sample::Index>(), byte: u8) {
        for format in [&FORMAT, &FORMAT_2] {
            let mut xliff = written(format, std::slice::from_ref(&unit)).0.into_bytes();
            let at = at.index(xliff.len());
            xliff[at] = byte;
            let _ = read(&xliff);
        }
    }
}

const PIECES: [&str; 34] = [
    "<xliff version='1.2'>",
    "</xliff>",
    "<file source-language='en' target-language='ar'>",
    "<file tool-id='muwazi'>",
    "</file>",
    "<body>",
    "</body>",
    "<group id='1'>",
    "</group>",
    "<trans-unit id='1'>",
    "</trans-unit>",
    "<unit id='1'>",
    "</unit>",
    "<segment>",
    "</segment>",
    "<source>",
    "</source>",
    "<seg-source>",
    "</seg-source>",
    "<target state='new'>",
    "</target>",
    "<mrk mtype='seg' mid='1'>",
    "</mrk>",
    "<note>",
    "</note>",
    "text",
    "&amp;",
    "<g id='1'>",
    "</g>",
    "<x/>",
    "<sdl:seg-defs><sdl:seg id='1'/></sdl:seg-defs>",
    "<context-group purpose='x-muwazi'><context context-type='x-a'>b</context></context-group>",
    "<![CDATA[",
    "]]>",
];
