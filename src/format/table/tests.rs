use proptest::{collection::vec, prelude::*};

use super::*;
use crate::{
    Lang,
    format::units::Outcome,
    unit::{Text, Unit, Variant},
};

fn reading(source: &str, target: &str) -> Reading {
    Reading {
        source_lang: source.parse().ok(),
        target_lang: target.parse().ok(),
        ..Reading::default()
    }
}

fn read_with(text: impl Into<Vec<u8>>, reading: &Reading) -> Result<(Vec<Unit>, Vec<String>, u64)> {
    let mut reader = (CSV.read.unwrap())(Source::from_bytes(text, "a.csv")?, reading)?;
    let units = reader.by_ref().collect::<Result<_>>()?;
    let warnings = reader.take_warnings().iter().map(|w| format!("{w:?}")).collect();
    Ok((units, warnings, reader.skipped()))
}

fn read(text: impl Into<Vec<u8>>) -> Result<(Vec<Unit>, Vec<String>, u64)> {
    read_with(text, &Reading::default())
}

fn write(units: &[Unit], format: &Format) -> (String, Outcome) {
    let writing = Writing {
        source_lang: Some(Lang::english()),
        target_lang: Some(Lang::arabic()),
        ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
    };
    let mut out = Vec::new();
    let mut writer = format.write.unwrap()(&mut out, &writing).unwrap();
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    let outcome = writer.finish().unwrap();
    (String::from_utf8(out).unwrap(), outcome)
}

fn pair(source: &str, target: &str) -> Unit {
    Unit::pair((Lang::english(), source), (Lang::arabic(), target))
}

#[test]
fn headings_are_recognised_in_several_languages() {
    let expected = pair("Peace", "سلام");
    for table in [
        "en,ar\nPeace,سلام\n",
        "English,العربية\nPeace,سلام\n",
        "eng,ara\nPeace,سلام\n",
        "Source (English),Target: Arabic\nPeace,سلام\n",
        "النص بالإنجليزية,النص العربي\nPeace,سلام\n",
        "source;target\nPeace;سلام\n",
        "Arabic\tEnglish\nسلام\tPeace\n",
        "\u{FEFF}المصدر,الترجمة\r\nPeace,سلام\r\n",
        "Our glossary\n\n\"en\",\"ar\"\nPeace,سلام",
        "Peace,سلام\n",
        "sep=;\nen;ar\nPeace;سلام\n",
        "source language|source|target language|target\nen|Peace|ar|سلام\n",
    ] {
        let (mut units, _, _) = read(table).unwrap();
        units[0].variants.sort_by(|a, b| b.lang.cmp(&a.lang));
        assert_eq!(units, std::slice::from_ref(&expected), "{table}");
    }
    let utf16: Vec<u8> =
        "\u{FEFF}en\tar\nPeace\tسلام\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(utf16).unwrap().0, [expected]);
    let long = "قال رئيس الوزراء إنّ الحكومة ستعلن الموازنة الجديدة يوم الخميس المقبل.";
    let table = format!("en;ar\nThe prime minister said so.;{long}\n");
    let (arabic, _, _) = encoding_rs::WINDOWS_1256.encode(&table);
    assert_eq!(read(arabic.into_owned()).unwrap().0[0].variants[1].text.text, long);
}

#[test]
fn data_of_other_tools_is_kept() {
    let weblate = "location,source,target,id,fuzzy,context,translator_comments,developer_comments\n\
                   main.c:1,Peace,سلام,7,True,menu,Short,On a button\n,War,,,,,,\n";
    let (units, warnings, _) = read_with(weblate, &reading("en", "ar")).unwrap();
    assert!(warnings.is_empty());
    let meta = &units[0].meta;
    assert_eq!(
        (meta.attribute("tuid"), meta.notes.as_slice()),
        (Some("7"), &["Short".to_owned()][..])
    );
    assert_eq!(
        (meta.prop("x-context"), meta.prop("x-reference")),
        (Some("menu"), Some("main.c:1"))
    );
    assert!(!units[0].is_reviewed());
    assert_eq!(units[1].variants.len(), 1);
    let ours = "Peace\tسلام\t0.93\nWar\tحرب\t0.5\n";
    assert_eq!(read(ours).unwrap().0[0].confidence(), Some(0.93));
    let unknown = "en,ar,Colour\nPeace,سلام,green\n";
    assert_eq!(read(unknown).unwrap().0[0].meta.prop("Colour"), Some("green"));
}

#[test]
fn unknown_languages_are_undetermined() {
    // Latin script alone does not mean English on the target side.
    let (units, warnings, _) = read("context,target\n7,Mír a klid\n").unwrap();
    assert_eq!((units[0].variants[0].lang.as_str(), warnings.len()), ("und", 1));
    for table in ["Peace,Mír\nWar,Válka\n", "1,2\n3,4\n"] {
        // Other tools accept such files, so they are refused only by strict reading.
        let (units, warnings, _) = read(table).unwrap();
        let langs: Vec<_> = units[0].variants.iter().map(|v| v.lang.as_str()).collect();
        assert_eq!(langs, ["en", "und"], "{table}");
        assert!(warnings.len() == 1 && warnings[0].contains("TargetLang"), "{warnings:?}");
        let strict = Reading { strict: true, ..Reading::default() };
        let error = read_with(table, &strict).unwrap_err();
        assert!(error.hint.unwrap().contains("lang"), "{table}");
        let (units, _, _) = read_with(table, &reading("en", "cs")).unwrap();
        assert_eq!((units.len(), units[0].variants[1].lang.as_str()), (2, "cs"));
    }
}

#[test]
fn rows_of_a_corrected_alignment() {
    let table = "no.,en,ar,confidence,note,act\n1,One.,واحد.,0.9,,keep\n2,Two.,اثنان.,0.4,,OK\n\
                 3,x,y,0.1,,delete\n4,Three.,,,,\n,,,,,\n";
    let (units, warnings, skipped) = read(table).unwrap();
    assert_eq!((units.len(), warnings.len(), skipped), (3, 1, 1));
    assert_eq!((units[0].is_reviewed(), units[1].is_reviewed()), (false, true));
    assert_eq!(units[0].meta.prop("x-origin"), Some("aligned"));
    assert_eq!(units[2].variants.len(), 1);
}

#[test]
fn words_of_a_reviewer_are_known_or_told() {
    let row = |act: &str| {
        let (units, warnings, skipped) = read(format!("en,ar,act\nOne.,واحد.,{act}\n")).unwrap();
        let unit = units.first().cloned();
        (unit.map(|unit| (unit.is_reviewed(), unit.meta.notes)), warnings.len(), skipped)
    };
    for word in ["ok", " OK! ", "Yes", "y", "نعم", "مُوافق", "✓", "✔️", "صحيح"] {
        assert_eq!(row(word), (Some((true, vec![])), 0, 0), "{word}");
    }
    for word in ["", "keep", "Keep.", "إبقاء", "أبقِ"] {
        assert_eq!(row(word), (Some((false, vec![])), 0, 0), "{word}");
    }
    for word in ["delete", "DELETE", "حذف", "إحذف", "remove"] {
        assert_eq!(row(word), (None, 1, 1), "{word}");
    }
    for word in ["no", "later", "لا", "?", "okk"] {
        assert_eq!(row(word), (Some((false, vec![word.to_owned()])), 1, 0), "{word}");
    }
}

#[test]
fn written_tables_are_readable() {
    let mut first = pair("=1+1, \"two\"", "سلام\nعليكم");
    first.meta.notes.push("careful".into());
    first.meta.set_attribute("creationdate", "20260219T083000Z");
    first.meta.add_prop("x-origin", "aligned");
    let (text, outcome) = write(&[first, pair("b", "ب")], &CSV);
    assert_eq!(
        text,
        "en,ar,note,origin,created\n\"=1+1, \"\"two\"\"\",\"سلام\nعليكم\",careful,aligned,20260219T083000Z\nb,ب,,,\n"
    );
    assert_eq!((outcome.units, outcome.lost.len()), (2, 0));
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zء-ي ]{1,8}",
        "[\"',;\\t\\r\\n|=+@-]{1,4}",
        any::<char>().prop_filter("no text has it", |c| *c != '\0').prop_map(String::from),
        prop::sample::select(vec!["\u{200F}", "\u{A0}", "😀", " =1", "sep=;", "_x000D_", "0012"])
            .prop_map(str::to_owned),
    ];
    vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

/// Units of all kinds except those with tags.
pub(crate) fn any_unit() -> impl Strategy<Value = Unit> {
    let kinds = ["x-origin", "x-domain", "domain", "Colour", "note", "en", "x-confidence", ""];
    let kind = prop_oneof![prop::sample::select(kinds.to_vec()).prop_map(str::to_owned), text()];
    let names = prop::sample::select(vec!["tuid", "creationdate", "changeid", "o-tmf", "id"]);
    let meta = (vec((names, text()), 0..3), vec(text(), 0..3), vec((kind, text()), 0..3))
        .prop_map(|(attributes, notes, props)| {
            let mut meta = crate::Meta { notes, ..crate::Meta::default() };
            attributes.into_iter().for_each(|(name, value)| meta.set_attribute(name, value));
            props.into_iter().for_each(|(kind, value)| meta.add_prop(kind, value));
            meta
        })
        .boxed();
    let langs =
        prop::sample::select(vec!["en", "en", "ar", "en-US", "id", "no", "arz", "zh-Hant-TW"]);
    let empty = Just(crate::Meta::default());
    let variant = (langs, text(), prop_oneof![4 => empty.boxed(), 1 => meta.clone().boxed()])
        .prop_map(|(lang, text, meta)| Variant {
            lang: lang.parse().unwrap(),
            text: Text::plain(text),
            meta,
        });
    (vec(variant, 1..4), meta).prop_map(|(variants, meta)| Unit { variants, meta })
}

/// Sorts the contents of units, because their order in a table is that of its columns.
pub(crate) fn in_order(mut units: Vec<Unit>) -> Vec<Unit> {
    for unit in &mut units {
        unit.variants.sort_by(|a, b| (&a.lang, &a.text).cmp(&(&b.lang, &b.text)));
        unit.meta.attributes.sort();
        unit.meta.notes.sort();
        unit.meta.props.sort();
    }
    units
}

#[test]
fn rows_wider_than_the_table_are_told() {
    let (units, warnings) = read_told("en,ar\nOpen, sesame,افتح يا سمسم\nClose,أغلق,,\n");
    assert_eq!((units, warnings.len()), (2, 1), "{warnings:?}");
    assert!(warnings[0].contains("3 cells"), "{warnings:?}");
}

fn read_told(text: &str) -> (usize, Vec<String>) {
    let source = Source::from_bytes(text, "a.csv").unwrap();
    let mut reader = CSV.read.unwrap()(source, &Reading::default()).unwrap();
    let units = reader.by_ref().map(Result::unwrap).count();
    (units, reader.take_warnings().iter().map(|warning| format!("{warning:?}")).collect())
}

proptest! {
    #[test]
    fn units_round_trip(units in vec(any_unit(), 1..6)) {
        for format in [&CSV, &TSV] {
            let (text, outcome) = write(&units, format);
            prop_assert!(outcome.lost.is_empty());
            let read = format.read.unwrap();
            let source = Source::from_bytes(text.as_str(), "a").unwrap();
            let back: Vec<Unit> =
                read(source, &Reading::default()).unwrap().collect::<Result<_>>().unwrap();
            prop_assert_eq!(in_order(back), in_order(units.clone()), "{}", text);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, words in vec("[en,ar\"\\n;\\t]{0,4}", 0..20)) {
        let _ = read(bytes);
        let _ = read_with(words.concat(), &reading("en", "ar"));
    }
}
