use super::*;
use crate::{
    error::Result,
    format::{
        registry,
        source::Source,
        units::{ReadUnits, Reading},
    },
    unit::Unit,
};

const EXPORT: &str = "<TWBExportFile version=\"7.0\" generator=\"TW4Win\" build=\"8.3.0.863\">\r\n<RTF Preamble>\r\n\
<StyleSheet>\r\n{\\stylesheet \r\n{\\St \\cs6 {\\StB \\v\\f1 }{\\StN tw4winInternal}}}\r\n</RTF Preamble>\r\n\
<TrU>\r\n<CrD>05012024, 10:15:01\r\n<CrU>HUDA\r\n<ChD>06022024, 11:00:00\r\n<UsC>3\r\n<Att L=Client>البلدية\r\n<Quality>97\r\n\
<Seg L=EN_US>The {\\b new} hall\\rquote s caf\\'e9 \\endash  open\r\n<Seg L=AR_SA>مقهى القاعة {\\b الجديدة} مفتوح\r\n</TrU>\r\n\
<TrU>\r\n<Seg L=EN-US>{\\cs6\\f1\\cf6\\lang1024 <br>}Line \\\\ \\{x\\} \\u1605?\\u-10179?\\u-8704?\r\n<Seg L=FR-FR>caf\u{E9}\r\n</TrU>\r\n\
<TrU>\r\n<Seg L=EN-US>One\r\n<Seg L=AR_SA>\\{\\\\rtlch\\\\f3 واحد}\r\n</TrU>\r\n";

const DOCUMENT: &str = "<?xml version='1.0'?>\n<!DOCTYPE TRADOStag SYSTEM \"tradostag.dtd\">\n<TRADOStag Version=\"2.0\">\
<FrontMatter><UserSettings SourceLanguage=\"EN-US\" TargetLanguage=\"AR-SA\" SourceDocumentPath=\"C:\\hall.html\"/></FrontMatter>\n\
<Body><Raw><ut Type=\"start\" DisplayText=\"p\">&lt;p&gt;</ut>\n\
<Tu Origin=\"manual\" MatchPercent=\"87\"><Tuv Lang=\"EN-US\"><df Bold=\"on\">The</df> <ut Type=\"start\" DisplayText=\"i\">&lt;i&gt;</ut>hall\
<ut Type=\"end\" DisplayText=\"i\">&lt;/i&gt;</ut><ut DisplayText=\"br\">&lt;br/&gt;</ut></Tuv><Tuv Lang=\"AR-SA\">القاعة</Tuv></Tu>\n\
between<Tu MatchPercent=\"0\"><Tuv Lang=\"EN-US\">Doors</Tuv></Tu></Raw></Body></TRADOStag>";

/// Returns the export as Workbench writes it: each text in the code page of its language.
fn export() -> Vec<u8> {
    let lines = EXPORT.split_inclusive('\n').map(|line| {
        let page = if line.contains("L=FR") {
            encoding_rs::WINDOWS_1252
        } else {
            encoding_rs::WINDOWS_1256
        };
        page.encode(line).0.into_owned()
    });
    lines.flatten().collect()
}

fn open(bytes: impl Into<Vec<u8>>) -> Result<Box<dyn ReadUnits>> {
    registry::open(Source::from_bytes(bytes, "a.txt")?, None, &Reading::default())
}

fn read(bytes: impl Into<Vec<u8>>) -> Vec<Unit> {
    open(bytes).unwrap().collect::<Result<_>>().unwrap()
}

/// Returns the text of a side, and its codes as TMX writes them.
fn side(unit: &Unit, side: usize) -> (&str, Vec<(usize, String)>) {
    let text = &unit.variants[side].text;
    (&text.text, text.marks.iter().map(|mark| (mark.at, mark.code.to_tmx().into_owned())).collect())
}

fn own(codes: &[(usize, &str)]) -> Vec<(usize, String)> {
    codes.iter().map(|(at, code)| (*at, (*code).to_owned())).collect()
}

#[test]
fn an_export_is_read_in_the_code_pages_of_its_languages() {
    let wide: Vec<u8> =
        format!("\u{FEFF}{EXPORT}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [export(), EXPORT.as_bytes().to_vec(), wide] {
        let units = read(bytes);
        assert_eq!(units.len(), 3);
        let hall = &units[0];
        let (text, codes) = side(hall, 0);
        assert_eq!(text, "The new hall’s café – open");
        assert_eq!(codes, own(&[(4, "<bpt i=\"1\">{\\b </bpt>"), (7, "<ept i=\"1\">}</ept>")]));
        assert_eq!(side(hall, 1).0, "مقهى القاعة الجديدة مفتوح");
        let attribute = |name| hall.meta.attribute(name);
        assert_eq!(attribute("creationdate"), Some("20240105T101501Z"));
        assert_eq!(attribute("changedate"), Some("20240206T110000Z"));
        assert_eq!((attribute("usagecount"), hall.creator()), (Some("3"), Some("HUDA")));
        assert_eq!(hall.client(), Some("البلدية"));
        let (text, codes) = side(&units[1], 0);
        assert_eq!(text, "Line \\ {x} م😀");
        assert_eq!(codes, own(&[(0, "<it pos=\"begin\" x=\"1\">&lt;br&gt;</it>")]));
        assert_eq!((units[1].variants[1].lang.as_str(), side(&units[1], 1).0), ("fr-FR", "café"));
        let (text, codes) = side(&units[2], 1);
        assert_eq!(text, "واحد");
        assert_eq!(codes[0].1, "<bpt i=\"1\">{\\rtlch\\f3 </bpt>");
    }
}

#[test]
fn a_document_is_read_unit_by_unit() {
    let mut reader = open(DOCUMENT).unwrap();
    let units: Vec<Unit> = reader.by_ref().collect::<Result<_>>().unwrap();
    assert_eq!((units.len(), units[1].variants.len()), (2, 1));
    let (text, codes) = side(&units[0], 0);
    assert_eq!(text, "The hall");
    let expected = own(&[
        (0, "<hi type=\"bold\">"),
        (3, "</hi>"),
        (4, "<bpt i=\"1\">&lt;i&gt;</bpt>"),
        (8, "<ept i=\"1\">&lt;/i&gt;</ept>"),
        (8, "<ph x=\"1\">&lt;br/&gt;</ph>"),
    ]);
    assert_eq!(codes, expected);
    assert_eq!(
        (units[0].document(), units[0].meta.prop("x-match-percent")),
        (Some("C:\\hall.html"), Some("87"))
    );
    assert_eq!(units[0].variants[1].lang.as_str(), "ar-SA");
    assert_eq!(reader.take_warnings().len(), 1, "the text between units");
}

#[test]
fn what_was_read_comes_back_from_tmx() {
    for bytes in [EXPORT, DOCUMENT] {
        crate::format::pair_laws::through_tmx(&read(bytes));
    }
}

#[test]
fn damage_is_told_with_its_line() {
    let cut = &DOCUMENT[..DOCUMENT.find("القاعة").unwrap()];
    let error = open(cut).unwrap().collect::<Result<Vec<_>>>().unwrap_err();
    assert_eq!(error.place.unwrap().line, Some(5), "{}", error.message);
    let unit = read("<TrU>\n<Seg L=EN_US>a\nmore\n<Seg L=AR>ب\n<TrU>\n<Seg L=EN>c\n");
    assert_eq!(unit.len(), 1, "the first has no end");
}

proptest::proptest! {
    #[test]
    fn changed_files_are_read_or_refused(at in 0..1000_usize, byte: u8) {
        for mut bytes in [export(), DOCUMENT.as_bytes().to_vec()] {
            let at = at % bytes.len();
            bytes[at] = byte;
            if let Ok(reader) = open(bytes) {
                let _: Result<Vec<_>> = reader.collect();
            }
        }
    }

    #[test]
    fn any_rtf_is_read(raw in "([{}\\\\ ']|\\\\u|\\\\uc|[a-z0-9-]|م){0,40}") {
        let _ = rtf::read(&raw, encoding_rs::WINDOWS_1256, &[6]).finish();
    }
}
