use std::io::Write as _;

use proptest::{collection::vec, prelude::*};

use super::*;
use crate::{
    Lang,
    format::{
        table::tests::{any_unit, in_order},
        units::{Outcome, WriteUnits as _, Writing},
    },
    unit::Unit,
};

fn writing() -> Writing {
    Writing {
        source_lang: Some(Lang::english()),
        target_lang: Some(Lang::arabic()),
        ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
    }
}

fn write(units: &[Unit], max_rows: u32) -> (Vec<u8>, Outcome) {
    let mut out = Vec::new();
    let book = Book::new(&mut out, "Units", jiff::Timestamp::UNIX_EPOCH).unwrap();
    let mut writer = Box::new(TableWriter::new(book.with_rows(max_rows), &writing()).unwrap());
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    let outcome = writer.finish().unwrap();
    (out, outcome)
}

fn read(bytes: Vec<u8>) -> Result<Vec<Unit>> {
    open(Source::from_bytes(bytes, "a.xlsx")?, &Reading::default())?.collect()
}

fn pair(source: &str, target: &str) -> Unit {
    Unit::pair((Lang::english(), source), (Lang::arabic(), target))
}

#[test]
fn rows_continue_on_the_next_sheet() {
    let units: Vec<Unit> = (0..10).map(|i| pair(&format!("Text {i}"), "نص")).collect();
    let (bytes, outcome) = write(&units, 4);
    assert_eq!(outcome.units, 10);
    assert_eq!(read(bytes).unwrap(), units);
}

#[test]
fn texts_too_long_for_a_cell_are_counted() {
    let mut noted = pair("b", "ب");
    noted.meta.notes.push("n".repeat(40_000));
    let (bytes, outcome) = write(&[pair(&"a".repeat(32_768), "ا"), noted], 100);
    assert_eq!((outcome.units, outcome.lost.len()), (1, 2), "{:?}", outcome.lost);
    assert_eq!(read(bytes).unwrap(), [pair("b", "ب")]);
    let (bytes, _) = write(&[pair(&"a".repeat(32_767), "=1+1"), pair("007", "2026-02-19")], 100);
    assert_eq!(read(bytes).unwrap()[1], pair("007", "2026-02-19"));
}

/// Returns the XML of the first sheet.
fn sheet(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut part = zip.by_name("xl/worksheets/sheet1.xml").unwrap();
    std::io::Read::read_to_string(&mut part, &mut text).unwrap();
    text
}

#[test]
fn numbers_are_numbers_and_come_back_as_they_were() {
    let of = |confidence: &str, used: &str| {
        let mut unit = pair("Text 1", "نص");
        unit.meta.add_prop("x-confidence", confidence);
        unit.meta.set_attribute("usagecount", used);
        unit
    };
    // Those that are not written as we write them stay texts.
    let units =
        [of("0.90", "12"), of("1.00", "0"), of("0.5", "007"), of("high", "1e3"), of("0.123", "-")];
    let (bytes, _) = write(&units, 100);
    let xml = sheet(&bytes);
    for number in ["<v>0.9</v>", "<v>12</v>", "<v>1</v>"] {
        assert!(xml.contains(number), "{number}: {xml}");
    }
    assert!(xml.contains("<autoFilter ref=\"A1:D6\"/>"), "{xml}");
    assert_eq!(read(bytes).unwrap(), units);
}

#[test]
fn weak_rows_have_a_colour_where_there_are_confidences() {
    let mut weak = pair("Text", "نص");
    weak.meta.add_prop("x-confidence", "0.30");
    let (with, _) = write(&[weak], 100);
    let (without, _) = write(&[pair("Text", "نص")], 100);
    assert!(sheet(&with).contains("AND(ISNUMBER($C2),$C2&lt;0.5)"), "{}", sheet(&with));
    assert!(!sheet(&without).contains("conditionalFormatting"));
    assert!(sheet(&without).contains("autoFilter"));
}

/// A compressed sheet of zeros that would fill a disk.
#[test]
fn zip_bombs_are_refused() {
    let mut bytes = Vec::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(&mut bytes));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("[Content_Types].xml", options).unwrap();
    zip.write_all(b"<Types/>").unwrap();
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let zeros = vec![0; 1024 * 1024];
    (0..64).for_each(|_| zip.write_all(&zeros).unwrap());
    zip.finish().unwrap();
    let error = read(bytes).unwrap_err();
    assert!(error.to_string().contains("decompresses to too much data"), "{error}");
    assert!(error.hint.is_some());
}

#[test]
fn other_files_are_refused_with_a_hint() {
    let (mut bytes, _) = write(&[pair("a", "ا")], 100);
    for (bytes, hint) in [(b"\xD0\xCF\x11\xE0".to_vec(), "password"), (b"a,b".to_vec(), ".xlsx")] {
        assert!(read(bytes).unwrap_err().hint.unwrap().contains(hint));
    }
    for at in (0..bytes.len()).step_by(7) {
        bytes[at] ^= 0x55;
        let _ = read(bytes.clone());
        bytes[at] ^= 0x55;
    }
    for length in (0..bytes.len()).step_by(13) {
        assert!(read(bytes[..length].to_vec()).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn units_round_trip(units in vec(any_unit(), 1..6)) {
        let (bytes, outcome) = write(&units, 100);
        prop_assert!(outcome.lost.is_empty());
        prop_assert_eq!(in_order(read(bytes).unwrap()), in_order(units));
    }
}
