//! The rules of TMX and XLIFF beyond their schemas, as validators publish them, held against what is
//! written for any units, after any round trip between the formats. The checks are independent of
//! those of the writers.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{collection::vec, prelude::*};

use super::{
    registry,
    source::Source,
    units::{Reading, Writing},
};
use crate::{
    lang::Lang,
    unit::{Mark, Meta, Text, Unit, Variant},
    xml::node::Element,
};

const FORMATS: [&str; 3] = ["tmx", "xliff", "xliff2"];

/// Tags of which texts are made; halves of pairs come alone and together.
const TAGS: [&str; 30] = [
    "<bpt i=\"1\">&lt;b&gt;</bpt>",
    "<ept i=\"1\">&lt;/b&gt;</ept>",
    "<bpt i=\"1\" x=\"1\" type=\"bold\">&lt;b></bpt>",
    "<bpt i='2' type='link'/>",
    "<ept i='2'/>",
    "<ept i=\"2\">]</ept>",
    "<bpt i=\"2\">[</bpt>",
    "<bpt i=\"3\" x=\"4\"/>",
    "<ept i=\"3\"/>",
    "<bpt i=\"x\"/>",
    "<ept/>",
    "<ph/>",
    "<ph x=\"1\">{0}</ph>",
    "<ph x=\"2\">{1}</ph>",
    "<ph x=\"2\" type=\"lb\"/>",
    "<ph x=\"a\"/>",
    "<ph><sub>a<bpt i=\"1\"/></sub></ph>",
    "<it pos=\"begin\" x=\"1\">&lt;i&gt;</it>",
    "<it pos=\"end\" x=\"1\">&lt;/i&gt;</it>",
    "<it pos=\"begin\">&lt;i&gt;</it>",
    "<hi x=\"1\">",
    "</hi>",
    "<ph x=\"1\">&lt;x id=&quot;1&quot;/&gt;</ph>",
    "<bpt i=\"1\">&lt;bx id=&quot;1&quot;/&gt;</bpt>",
    "<ept i=\"1\">&lt;ex id=&quot;1&quot;/&gt;</ept>",
    "<it pos=\"begin\" x=\"1\">&lt;sc id=&quot;1&quot;/&gt;</it>",
    "<it pos=\"end\" x=\"1\">&lt;ec startRef=&quot;1&quot;/&gt;</it>",
    "<bpt i=\"1\">&lt;sc id=&quot;1&quot; canDelete=&quot;no&quot;/&gt;</bpt>",
    "<ept i=\"1\">&lt;ec startRef=&quot;1&quot; canDelete=&quot;no&quot;/&gt;</ept>",
    "<ph x=\"3\">&lt;ph id=&quot;3&quot; subType=&quot;xlf:lb&quot; type=&quot;ui&quot;/&gt;</ph>",
];

/// Asserts that units come back unchanged from a TMX that they are written to.
pub(super) fn through_tmx(units: &[Unit]) {
    let tmx = registry::by_name("tmx").unwrap();
    let mut out = Vec::new();
    let mut writer = tmx.begin(&mut out, &Writing::new(jiff::Timestamp::UNIX_EPOCH)).unwrap();
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    let lost = writer.finish().unwrap().lost;
    assert!(lost.is_empty(), "{lost:?}");
    let source = Source::from_bytes(out, "a.tmx").unwrap();
    let back = registry::open(source, None, &Reading::default()).unwrap();
    let back: Vec<Unit> = back.collect::<crate::Result<_>>().unwrap();
    assert_eq!(back, units);
}

fn text() -> impl Strategy<Value = Text> {
    let piece = ("[a-zء-ي ]{0,4}", prop::sample::select(TAGS.to_vec()));
    (vec(piece, 0..6), "[aب]").prop_map(|(pieces, end)| {
        let mut text = Text::default();
        for (piece, tag) in pieces {
            text.text.push_str(&piece);
            text.marks.push(Mark::from_tmx(text.text.len(), tag));
        }
        text.text.push_str(&end);
        text
    })
}

fn unit() -> impl Strategy<Value = Unit> {
    let side = |langs: &[&'static str]| {
        (prop::sample::select(langs.to_vec()), text()).prop_map(|(lang, text)| Variant {
            lang: lang.parse().unwrap(),
            text,
            meta: Meta::default(),
        })
    };
    let target = prop::option::weighted(0.8, side(&["ar", "ar-EG"]));
    (side(&["en", "en-US"]), target, any::<bool>()).prop_map(|(source, target, is_final)| {
        let mut unit =
            Unit { variants: [source].into_iter().chain(target).collect(), meta: Meta::default() };
        if is_final && unit.variants.len() > 1 {
            unit.meta.add_prop("x-xliff-state", "final");
        }
        unit
    })
}

fn written(format: &str, units: &[Unit]) -> String {
    let writing = Writing {
        source_lang: Some(Lang::english()),
        target_lang: Some(Lang::arabic()),
        ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
    };
    let mut out = Vec::new();
    let format = registry::by_name(format).unwrap();
    let mut writer = format.begin(&mut out, &writing).unwrap();
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    let outcome = writer.finish().unwrap();
    assert_eq!(outcome.lost.len(), 0, "{:?}", outcome.lost);
    String::from_utf8(out).unwrap()
}

fn read(format: &str, file: &str) -> Vec<Unit> {
    let source = Source::from_bytes(file, "a").unwrap();
    let format = registry::by_name(format).unwrap();
    let reader = registry::open(source, Some(format), &Reading::default()).unwrap();
    reader.map(Result::unwrap).collect()
}

/// Writes units in two formats, one from the other, and checks both files.
fn round_trip(units: &[Unit]) {
    for first in FORMATS {
        let file = written(first, units);
        check(&file);
        let back = read(first, &file);
        let texts = |units: &[Unit]| -> Vec<Vec<(Lang, Text)>> {
            let of = |unit: &Unit| {
                unit.variants.iter().map(|v| (v.lang.clone(), v.text.clone())).collect()
            };
            units.iter().map(of).collect()
        };
        assert_eq!(texts(&back), texts(units), "{first}\n{file}");
        for second in FORMATS.into_iter().filter(|second| *second != first) {
            let file = written(second, &back);
            check(&file);
            assert_eq!(texts(&read(second, &file)), texts(units), "{first} {second}\n{file}");
        }
    }
}

/// Fails if a file breaks a rule.
fn check(file: &str) {
    let at = file.find("<tmx").or_else(|| file.find("<xliff")).unwrap();
    assert!(file.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"));
    let root = Element::parse(file[at..].trim_end()).unwrap();
    let fault = match root.attribute("version").unwrap() {
        "1.4" => faults_of_tmx(&root),
        "1.2" => faults_of_xliff_1(&root),
        _ => faults_of_xliff_2(&root),
    };
    assert_eq!(fault, None, "{file}");
}

/// Returns all elements within one, in the order of their starts.
fn all(element: &Element) -> Vec<&Element> {
    let mut found = Vec::new();
    for child in element.elements() {
        found.push(child);
        found.extend(all(child));
    }
    found
}

fn named<'e>(element: &'e Element, name: &str) -> Vec<&'e Element> {
    all(element).into_iter().filter(|e| e.name == name).collect()
}

fn value(element: &Element, name: &str) -> String {
    element.attribute(name).unwrap_or_default().to_owned()
}

fn faults_of_tmx(root: &Element) -> Option<String> {
    for tu in named(root, "tu") {
        let mut numbers = Vec::new();
        for tuv in named(tu, "tuv") {
            let mut pairs: BTreeMap<String, i32> = BTreeMap::new();
            let mut own = BTreeSet::new();
            for code in all(named(tuv, "seg")[0]) {
                let x = value(code, "x");
                if !x.is_empty() && (x.parse::<f64>().is_err() || !own.insert((&code.name, x))) {
                    return Some(format!("x of {code:?}"));
                }
                let step = match code.name.as_str() {
                    "bpt" => 1,
                    "ept" => -1,
                    "it" if !matches!(&*value(code, "pos"), "begin" | "end") => {
                        return Some(format!("pos of {code:?}"));
                    }
                    _ => continue,
                };
                let i = value(code, "i");
                let state = pairs.get(&i).copied();
                if i.parse::<f64>().is_err() || state != (step < 0).then_some(1) {
                    return Some(format!("i of {code:?}"));
                }
                pairs.insert(i, if step > 0 { 1 } else { 0 });
            }
            if pairs.values().any(|state| *state != 0) {
                return Some("bpt without ept".to_owned());
            }
            numbers.push(own);
        }
        if numbers.iter().any(|own| *own != numbers[0]) {
            return Some("texts with other x".to_owned());
        }
    }
    None
}

fn faults_of_xliff_1(root: &Element) -> Option<String> {
    for file in named(root, "file") {
        let mut ids = BTreeSet::new();
        if !named(file, "trans-unit").iter().all(|unit| ids.insert(value(unit, "id"))) {
            return Some("id of trans-unit twice".to_owned());
        }
        for (name, declared) in [("source", "source-language"), ("target", "target-language")] {
            let mut lone = BTreeMap::new();
            for side in named(file, name) {
                let lang = value(side, "xml:lang");
                if !lang.is_empty() && lang != value(file, declared) {
                    return Some(format!("xml:lang of {name}"));
                }
                let keys = |name: &str| -> Vec<String> {
                    let key = |code: &Element| code.attribute("rid").unwrap_or("").to_owned();
                    let mut keys: Vec<String> = named(side, name)
                        .iter()
                        .map(|code| {
                            Some(key(code))
                                .filter(|rid| !rid.is_empty())
                                .unwrap_or_else(|| value(code, "id"))
                        })
                        .collect();
                    keys.sort();
                    keys
                };
                if keys("bx") != keys("ex") || keys("bpt") != keys("ept") {
                    return Some(format!("pairs of {side:?}"));
                }
                for code in named(side, "it") {
                    *lone.entry(value(code, "id")).or_insert(0) +=
                        if value(code, "pos") == "open" { 1 } else { -1 };
                }
            }
            if lone.values().any(|state| *state != 0) {
                return Some("it without its other half in the file".to_owned());
            }
        }
    }
    None
}

fn faults_of_xliff_2(root: &Element) -> Option<String> {
    for unit in named(root, "unit") {
        let data: BTreeSet<String> = named(unit, "data").iter().map(|d| value(d, "id")).collect();
        if data.len() != named(unit, "data").len() {
            return Some("id of data twice".to_owned());
        }
        let mut kept = BTreeSet::new();
        let mut of_source = Vec::new();
        for (name, declared) in [("source", "srcLang"), ("target", "trgLang")] {
            for side in named(unit, name) {
                let lang = value(side, "xml:lang");
                if !lang.is_empty() && lang != value(root, declared) {
                    return Some(format!("xml:lang of {name}"));
                }
                let codes: Vec<_> =
                    all(side).into_iter().filter(|code| code.name != "cp").collect();
                if let Some(fault) = faults_of_codes(&codes, &data, name == "source") {
                    return Some(fault);
                }
                let locked = codes.iter().filter(|code| value(code, "canDelete") == "no");
                let locked: BTreeSet<String> = locked.map(|code| value(code, "id")).collect();
                if name == "source" {
                    (kept, of_source) = (locked, codes);
                } else if !kept.is_subset(&locked) {
                    return Some("a code that may not be deleted is not in the target".to_owned());
                } else if named(unit, "segment")[0].attribute("state") == Some("final") {
                    for (one, other) in
                        of_source.iter().flat_map(|one| codes.iter().map(move |o| (one, o)))
                    {
                        let is_same =
                            one.name == other.name && value(one, "id") == value(other, "id");
                        if is_same
                            && (one.name != "ec" || !value(one, "id").is_empty())
                            && one.attributes != other.attributes
                        {
                            return Some(format!("{one:?} is not {other:?}"));
                        }
                        if one.name == "sc"
                            && other.name == "ec"
                            && !value(one, "id").is_empty()
                            && value(one, "id") == value(other, "startRef")
                            && value(one, "dataRef") != value(other, "dataRef")
                        {
                            return Some(format!("{one:?} is closed by {other:?}"));
                        }
                    }
                }
            }
        }
    }
    None
}

fn faults_of_codes(codes: &[&Element], data: &BTreeSet<String>, is_source: bool) -> Option<String> {
    let mut ids = BTreeSet::new();
    let mut open = BTreeSet::new();
    for code in codes {
        let is_lone = value(code, "isolated") == "yes";
        let is_end = matches!(code.name.as_str(), "ec" | "em") && !is_lone;
        let id = value(code, "id");
        if !is_end && (id.is_empty() || (is_source && !ids.insert(id.clone()))) {
            return Some(format!("id of {code:?}"));
        }
        for name in ["dataRef", "dataRefStart", "dataRefEnd"] {
            if code.attribute(name).is_some_and(|id| !data.contains(id)) {
                return Some(format!("{name} of {code:?}"));
            }
        }
        let subtype = value(code, "subType");
        let is_sound = match value(code, "type").as_str() {
            "" => subtype.is_empty(),
            "ui" => !subtype.starts_with("xlf:") || subtype == "xlf:var",
            "fmt" => !subtype.starts_with("xlf:") || subtype != "xlf:var",
            _ => true,
        };
        if !is_sound {
            return Some(format!("subType of {code:?}"));
        }
        let is_open = match code.name.as_str() {
            "sc" if !is_lone => open.insert(id),
            "ec" if !is_lone => open.remove(&value(code, "startRef")),
            _ => true,
        };
        if !is_open {
            return Some(format!("pair of {code:?}"));
        }
    }
    (!open.is_empty()).then(|| "sc without ec".to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn files_obey_the_rules_after_any_round_trip(units in vec(unit(), 1..4)) {
        round_trip(&units);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    #[ignore = "slow: 1,000 round trips"]
    fn files_obey_the_rules_after_a_thousand_round_trips(units in vec(unit(), 1..4)) {
        round_trip(&units);
    }
}

#[test]
fn the_checks_find_what_is_wrong() {
    let tmx = |seg: &str, other: &str| {
        format!(
            "<tmx version='1.4'><tu><tuv><seg>{seg}</seg></tuv><tuv><seg>{other}</seg></tuv></tu></tmx>"
        )
    };
    let one = |source: &str| {
        format!(
            "<xliff version='1.2'><file source-language='en'><trans-unit id='1'><source>{source}</source></trans-unit></file></xliff>"
        )
    };
    let two = |source: &str, target: &str| {
        format!(
            "<xliff version='2.1' srcLang='en'><unit><segment state='final'><source>{source}</source>\
                 <target>{target}</target></segment></unit></xliff>"
        )
    };
    for bad in [
        tmx("<bpt i='1'/>", ""),
        tmx("<ept i='1'/>", ""),
        tmx("<bpt i='1'/><ept i='2'/>", ""),
        tmx("<bpt i='1'/><ept i='1'/><bpt i='1'/><ept i='1'/>", ""),
        tmx("<it/>", ""),
        tmx("<ph x='1'/>", ""),
        tmx("<ph x='a'/>", "<ph x='a'/>"),
    ] {
        assert!(faults_of_tmx(&Element::parse(&bad).unwrap()).is_some(), "{bad}");
    }
    for bad in ["<bx id='1'/>", "<bpt id='1' rid='2'/><ept id='1'/>", "<it id='1' pos='open'/>"] {
        assert!(faults_of_xliff_1(&Element::parse(&one(bad)).unwrap()).is_some(), "{bad}");
    }
    for bad in [
        two("<sc id='1'/>", ""),
        two("<ec startRef='1'/>", ""),
        two("<ph id='1'/><ph id='1'/>", ""),
        two("<ph id='1' dataRef='d'/>", ""),
        two("<ph id='1' canDelete='no'/>", ""),
        two("<ph id='1' subType='a:b'/>", ""),
        two("<ph id='1' equiv='a'/>", "<ph id='1' equiv='b'/>"),
    ] {
        assert!(faults_of_xliff_2(&Element::parse(&bad).unwrap()).is_some(), "{bad}");
    }
}
