//! Reading and writing files of units by their formats, for the tests of formats.

use std::{
    fs,
    path::{Path, PathBuf},
};

use muwazi::{
    Lang, Mark, Meta, Prop, Result, Text, Unit, Variant,
    event::Event,
    format::{
        registry,
        source::Source,
        units::{Outcome, Reading, Writing},
    },
    output::write_file,
};
use proptest::{collection::vec, prelude::*};

/// What a file gave.
pub(crate) struct Read {
    pub(crate) units: Vec<Unit>,
    pub(crate) skipped: u64,
    pub(crate) told: Vec<String>,
}

/// Reads a file in the format that it is found to be in; English to Arabic where it does not say.
pub(crate) fn read(path: &Path) -> Result<Read> {
    read_source(Source::open(path)?.remove(0))
}

pub(crate) fn read_source(source: Source) -> Result<Read> {
    let reading = Reading {
        source_lang: Some(Lang::english()),
        target_lang: Some(Lang::arabic()),
        ..Reading::default()
    };
    let mut reader = registry::open(source, None, &reading)?;
    let units = reader.by_ref().collect::<Result<_>>()?;
    let told = reader.take_warnings().into_iter().map(|event| match event {
        Event::Warning { message, .. } => message,
        _ => String::new(),
    });
    Ok(Read { units, told: told.collect(), skipped: reader.skipped() })
}

/// Writes units in a format.
pub(crate) fn write(path: &Path, format: &str, langs: (&str, &str), units: &[Unit]) -> Outcome {
    let begin = registry::by_name(format).unwrap().write.unwrap();
    let writing = Writing {
        source_lang: Some(langs.0.parse().unwrap()),
        target_lang: Some(langs.1.parse().unwrap()),
        ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
    };
    write_file(path, |out| {
        let mut writer = begin(out, &writing)?;
        units.iter().try_for_each(|unit| writer.write(unit))?;
        writer.finish()
    })
    .unwrap()
}

/// The samples with one of these endings, with the number of units that each holds, by the list that
/// comes with them.
pub(crate) fn samples(formats: &Path, endings: &[&str]) -> Vec<(String, PathBuf, u64)> {
    let list = fs::read_to_string(formats.join("samples.tsv")).unwrap();
    list.lines()
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let (name, units) = (columns.next()?, columns.next()?);
            let path = formats.join("samples").join(name);
            let lower = name.to_lowercase();
            let is_one = endings.iter().any(|ending| lower.ends_with(ending));
            is_one.then(|| (name.to_owned(), path, units.parse().unwrap()))
        })
        .collect()
}

/// A file of our own samples.
pub(crate) fn own(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/exchange").join(name)
}

/// Changes a file in a few hundred ways, none of which may do more than fail.
pub(crate) fn mutate(path: &Path) {
    let bytes = fs::read(path).unwrap();
    let bytes = &bytes[..bytes.len().min(20_000)];
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or(0) % below.max(1)
    };
    for _ in 0..300 {
        let mut changed = bytes.to_vec();
        for _ in 0..=next(4) {
            let at = next(changed.len());
            match next(5) {
                0 => changed[at] = u8::try_from(next(256)).unwrap_or(0),
                1 => changed[at] = b"<>&\"'/\t\n"[next(8)],
                2 => changed.truncate(at.max(1)),
                3 => drop(changed.drain(at..(at + next(200)).min(changed.len()))),
                _ => {
                    let piece = changed[at..(at + next(200)).min(changed.len())].to_vec();
                    let to = next(changed.len());
                    changed.splice(to..to, piece);
                }
            }
        }
        if let Ok(source) = Source::from_bytes(changed, "changed") {
            let _ = read_source(source);
        }
    }
}

/// Any characters at all, those that XML forbids too, with markup among them.
pub(crate) fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zء-ي ]{1,8}",
        "[<>&\"'\\r\\n\\t;#%\\]\\[!/-]{1,4}",
        any::<char>().prop_map(String::from),
        prop::sample::select(vec!["\0", "\u{1}", "\u{FFFE}", "\u{FFFF}", "\u{202E}", "]]>", "&e;"])
            .prop_map(str::to_owned),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn meta() -> impl Strategy<Value = Meta> {
    let known = [
        "tuid",
        "creationdate",
        "creationid",
        "x-xliff-state",
        "x-xliff-state-qualifier",
        "x-xliff-approved",
        "x-xliff-resname",
        "x-xliff-data:d1",
        "x-document",
        "x-reviewed",
        "x-origin",
        "x-definition",
        "x-part-of-speech",
        "x-tbx-descrip:a",
        "x- ",
        "",
    ];
    let name =
        || prop_oneof![prop::sample::select(known.to_vec()).prop_map(str::to_owned), hostile()];
    let value = || {
        let known = ["yes", "no", "machine", "final", "x-a b", "20260219T083000Z"];
        prop_oneof![prop::sample::select(known.to_vec()).prop_map(str::to_owned), hostile()]
    };
    let prop = (name(), value()).prop_map(|(kind, value)| Prop { kind, value });
    (vec((name(), value()), 0..4), vec(hostile(), 0..2), vec(prop, 0..4))
        .prop_map(|(attributes, notes, props)| Meta { attributes, notes, props })
}

/// Units with whatever may stand in them.
pub(crate) fn unit() -> impl Strategy<Value = Unit> {
    let codes = [
        "<g id=\"1\">",
        "</g>",
        "<x id=\"1\"/>",
        "<x/>",
        "<x id=\"1\" ctype=\"x-a b\"/>",
        "<x id=\"1\" sdl:a=\"b\"/>",
        "<bx id=\"1\" rid=\"1\"/>",
        "<ex id=\"1\" rid=\"1\"/>",
        "<bpt id=\"1\" rid=\"2\">a<sub>b</sub></bpt>",
        "<it id=\"1\" pos=\"open\">a</it>",
        "<mrk mtype=\"seg\" mid=\"1\">",
        "<mrk mtype=\"term\">",
        "<mrk id=\"1\" type=\"term\">",
        "</mrk>",
        "<pc id=\"1\" dataRefStart=\"d1\">",
        "</pc>",
        "<ph id=\"1\"/>",
        "<sc id=\"1 2\"/>",
        "<sc id=\"1\"/>",
        "<ec startRef=\"1\"/>",
        "<cp hex=\"0\"/>",
        "<sm id=\"1\" type=\"a:b\"/>",
        "<em startRef=\"1\"/>",
        "{\\b ",
    ];
    let escaped = |code: &str| {
        code.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    };
    let code = prop::sample::select(codes.to_vec()).prop_map(escaped);
    let tags = ["<bpt i=\"1\">_</bpt>", "<ept i=\"1\">_</ept>", "<ph x=\"1\">_</ph>", "<ph>_</ph>"];
    let held = (prop::sample::select(tags.to_vec()), code).prop_map(|(t, c)| t.replace('_', &c));
    let other =
        ["<ph/>", "<bpt i='1'>x</bpt>", "<hi>", "</hi>", "<it pos=\"end\">x</it>", "<b>", "&"];
    let raw = prop_oneof![
        6 => held,
        2 => prop::sample::select(other.to_vec()).prop_map(str::to_owned),
        1 => hostile(),
    ];
    let mark = (0..40_usize, raw).prop_map(|(at, raw)| Mark::from_tmx(at, &raw));
    let text = (hostile(), vec(mark, 0..6))
        .prop_map(|(text, marks)| Text { text: format!("x{text}"), marks })
        .boxed();
    let variant = move |langs: &[&'static str]| {
        (prop::sample::select(langs.to_vec()), text.clone(), meta())
            .prop_map(|(lang, text, meta)| Variant { lang: lang.parse().unwrap(), text, meta })
    };
    let others = vec(variant(&["ar", "ar-EG", "fr", "zh-Hant-TW"]), 0..3);
    (variant(&["en", "en-US"]), others, meta()).prop_map(|(source, others, meta)| Unit {
        variants: [source].into_iter().chain(others).collect(),
        meta,
    })
}
