//! Valid files of common shapes, and invalid ones.

use std::io::Read;

use super::{
    laws::{sorted, written_for_all},
    *,
};
use crate::{
    error::{Error, ErrorKind, Result},
    event::Event,
    unit::{Mark, Text, Unit},
};

fn header() -> Header {
    Header::new(Some(&Lang::english()), Timestamp::UNIX_EPOCH)
}

pub(super) fn written(units: &[Unit]) -> (String, Written) {
    let mut out = Vec::new();
    let mut writer = TmxWriter::new(&mut out, &header()).unwrap();
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    let done = writer.finish().unwrap();
    (String::from_utf8(out).unwrap(), done)
}

pub(super) fn read(bytes: &[u8]) -> Result<(Vec<Unit>, Vec<String>)> {
    let mut reader = TmxReader::new(bytes, "a.tmx")?;
    let units = reader.by_ref().collect::<Result<Vec<_>>>()?;
    let warnings = reader.take_warnings().into_iter().map(|warning| match warning {
        Event::Warning { place, message, .. } => format!("{place}: {message}"),
        other => panic!("{other:?}"),
    });
    Ok((units, warnings.collect()))
}

fn body(units: &str) -> String {
    format!("<tmx version=\"1.4\"><header srclang=\"en\"/><body>\n{units}\n</body></tmx>")
}

fn unit_of(seg: &str) -> String {
    body(&format!(
        "<tu><tuv xml:lang=\"en\"><seg>{seg}</seg></tuv><tuv xml:lang=\"ar\"><seg>س</seg></tuv></tu>"
    ))
}

fn text_of(seg: &str) -> Text {
    let (units, warnings) = read(unit_of(seg).as_bytes()).unwrap();
    assert_eq!(warnings, [""; 0]);
    units[0].variants[0].text.clone()
}

fn refused(tmx: &[u8]) -> Error {
    let error = read(tmx).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Format);
    assert!(error.hint.is_some() && error.place.is_some(), "{error}");
    error
}

#[test]
fn text_follows_the_rules_of_xml() {
    for (seg, text) in [
        (" a  b\n\tc ", " a  b\n\tc "),
        ("a\r\nb\rc&#13;d", "a\nb\nc\rd"),
        ("&lt;&gt;&amp;&quot;&apos;&#1605;&#x645;", "<>&\"'مم"),
        ("<![CDATA[<b> & ]]>x<!-- no --><?pi?>y", "<b> & xy"),
        ("\u{202B}نص\u{202C}\u{FEFF}\u{85}", "\u{202B}نص\u{202C}\u{FEFF}\u{85}"),
    ] {
        assert_eq!(text_of(seg), Text::plain(text), "{seg}");
    }
}

#[test]
fn inline_tags_become_marks() {
    let seg = "A<bpt i='1' x=\"2\">{\\b <sub>note &amp; <ph/></sub></bpt>B<ept i='1'/> <hi\r\n type='t'>\
               C<it pos='end'><![CDATA[<i>]]></it></hi>D<ph />";
    let text = text_of(seg);
    assert_eq!(text.text, "AB CD");
    let marks: Vec<_> = text.marks.iter().map(|m| (m.at, m.code.to_tmx().into_owned())).collect();
    assert_eq!(
        marks,
        [
            (1, "<bpt i='1' x=\"2\">{\\b <sub>note &amp; <ph/></sub></bpt>".to_owned()),
            (2, "<ept i='1'/>".to_owned()),
            (3, "<hi\n type='t'>".to_owned()),
            (4, "<it pos='end'>&lt;i&gt;</it>".to_owned()),
            (4, "</hi>".to_owned()),
            (5, "<ph />".to_owned()),
        ]
    );
}

#[test]
fn a_unit_is_kept_completely() {
    let tmx = body(
        "<tu tuid='7' ex:status='a&#10;b'><note>n 1</note><prop type='x-a'>1</prop><note/>\
         <prop type='x-a'>2</prop><tuv creationid='me' lang='EN_us'><prop type='p'/><seg>One</seg></tuv>\
         <tuv xml:lang='ar' lang='old'><note>ملاحظة</note><seg><![CDATA[واحد]]></seg></tuv></tu>",
    )
    .replace("version=\"1.4\"", "version='1.1'");
    let (units, warnings) = read(tmx.as_bytes()).unwrap();
    assert_eq!(warnings, [""; 0]);
    let unit = &units[0];
    assert_eq!(unit.meta.attribute("tuid"), Some("7"));
    assert_eq!(unit.meta.attribute("ex:status"), Some("a\nb"));
    assert_eq!(unit.meta.notes, ["n 1", ""]);
    let props: Vec<_> = unit.meta.props.iter().map(|p| (&*p.kind, &*p.value)).collect();
    assert_eq!(props, [("x-a", "1"), ("x-a", "2")]);
    let [one, two] = &unit.variants[..] else { panic!() };
    assert_eq!((one.lang.as_str(), one.meta.attribute("lang")), ("en-US", None));
    assert_eq!(one.meta.attribute("creationid"), Some("me"));
    assert_eq!(one.meta.prop("p"), Some(""));
    assert_eq!((two.lang.as_str(), two.meta.attribute("lang")), ("ar", Some("old")));
    assert_eq!(two.meta.notes, ["ملاحظة"]);
    assert_eq!(read(written_for_all(&units).0.as_bytes()).unwrap().0, units);
}

#[test]
fn unusable_content_gives_warnings() {
    let tmx = body(
        "<tu><tuv xml:lang='en'><seg>alone</seg></tuv></tu>\n\
         <tu><tuv xml:lang='en'><seg>One</seg></tuv><tuv xml:lang='ar'><seg> </seg></tuv></tu>\n\
         <tu><tuv xml:lang='en'><seg>One</seg></tuv><tuv xml:lang='no such'><seg>x</seg></tuv>\n\
             <tuv><seg>x</seg></tuv><tuv xml:lang='ar'><seg>واحد</seg></tuv></tu>\n\
         <tu/><extra><tu/></extra>stray\n\
         <tu><tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='ar'/><seg>b</seg></tu>",
    );
    let mut reader = TmxReader::new(tmx.as_bytes(), "a.tmx").unwrap();
    assert_eq!(reader.by_ref().count(), 4);
    assert_eq!(reader.skipped(), 1);
    let (_, warnings) = read(tmx.as_bytes()).unwrap();
    assert_eq!(
        warnings,
        [
            "a.tmx:2: unit 1: one text only",
            "a.tmx:3: unit 2: one text only (the text in ar is empty)",
            "a.tmx:4: unit 3: a text was left out ('no such' is not a language code; \
             a text does not name its language)",
            "a.tmx:6: unit 4: skipped: no usable text",
            "a.tmx:6: <extra> is not allowed here in TMX; left out",
            "a.tmx:6: text outside a segment; left out",
            "a.tmx:7: unit 5: <seg> is not allowed here in TMX; left out",
            "a.tmx:7: unit 5: one text only (the text in ar is empty)",
        ]
    );
}

#[test]
fn warnings_are_bounded() {
    let tmx = body(&"<tu/>".repeat(5000));
    let mut reader = TmxReader::new(tmx.as_bytes(), "a.tmx").unwrap();
    assert!(reader.next().is_none());
    assert_eq!((reader.skipped(), reader.take_warnings().len()), (5000, 1001));
}

#[test]
fn common_shapes_of_files() {
    let tu = "<tu><tuv lang='EN'><seg>One</seg></tuv><tuv lang='AR'><seg>واحد</seg></tuv></tu>";
    let v = "version='1.1'";
    let header = "<header srclang='en'/>";
    for (tmx, expected) in [
        (format!("<tmx {v}><body>{tu}</body></tmx>"), vec!["a.tmx:1: the file has no header"]),
        (
            format!(
                "<!DOCTYPE tmx PUBLIC 'x%20y' 'tmx11.dtd'><tmx {v}>{header}<body>{tu}</body></tmx>"
            ),
            vec![],
        ),
        (
            format!(
                "<!DOCTYPE tmx [<!ELEMENT tmx ANY>]>\n<tmx {v}>{header}<body>{tu}</body></tmx>\n<!-- -->\n"
            ),
            vec![],
        ),
        (
            format!(
                "\u{FEFF}\n<t:tmx xmlns:t='x' {v}><t:header srclang='*all*'/><t:body>{tu}</t:body></t:tmx>"
            ),
            vec![],
        ),
        (
            format!(
                "<tmx {v}><header srclang='en'><note xml:lang='en'>n</note></header><body>{tu}</body></tmx>"
            ),
            vec!["a.tmx:1: attributes of <note>, such as xml:lang, are not kept"],
        ),
    ] {
        let (units, warnings) = read(tmx.as_bytes()).unwrap();
        assert_eq!(
            (units.len(), warnings),
            (1, expected.iter().map(|w| (*w).to_owned()).collect()),
            "{tmx}"
        );
        assert_eq!(units[0].variants[1].text.text, "واحد");
    }
    let (units, warnings) = read(b"<tmx version='1.4b'><header srclang='en'/></tmx>").unwrap();
    assert_eq!((units.len(), warnings), (0, vec!["a.tmx:1: the file has no body".to_owned()]));
}

#[test]
fn encodings_are_recognised() {
    let long = "كلمة ".repeat(20_000);
    for text in ["قال", &long] {
        let (tmx, expected) = (unit_of(text), Text::plain(text));
        let declared = |name: &str| format!("<?xml version=\"1.0\" encoding='{name}'?>\n{tmx}");
        let utf16 = |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(order).collect()
        };
        let (arabic, _, _) = encoding_rs::WINDOWS_1256.encode(&tmx);
        let mut declared_1256 = b"<?xml version='1.0' encoding=\"windows-1256\" ?>".to_vec();
        declared_1256.extend_from_slice(&arabic);
        for bytes in [
            declared("UTF-8").into_bytes(),
            declared("utf-16").into_bytes(),
            format!("\u{FEFF}{}", declared("iso-8859-1")).into_bytes(),
            utf16(&declared("UTF-16"), u16::to_le_bytes),
            utf16(&tmx, u16::to_be_bytes),
            utf16(&format!("\u{FEFF}{tmx}"), u16::to_le_bytes),
            utf16(&format!("\u{FEFF}{tmx}"), u16::to_be_bytes),
            declared_1256,
        ] {
            let (units, _) = read(&bytes).unwrap();
            assert_eq!(units[0].variants[0].text, expected);
        }
        let error = refused(declared("klingon").as_bytes());
        assert!(error.message.contains("unknown encoding 'klingon'"), "{error}");
    }
}

#[test]
fn damage_is_reported_with_its_place() {
    let deep = format!("<tmx>{}", "<a>".repeat(300));
    let many: String = (0..300).map(|i| format!(" a{i}=''")).collect();
    let many = body(&format!("<tu{many}></tu>"));
    let laughs = "<?xml version='1.0'?>\n<!DOCTYPE lolz [\n<!ENTITY lol 'lol'>\n\
                  <!ENTITY lol2 '&lol;&lol;&lol;&lol;'>]>\n<tmx><body/></tmx>";
    let mut latin = unit_of("سلام").into_bytes();
    let at = latin.windows(2).position(|pair| pair == "س".as_bytes()).unwrap();
    latin.insert(at + "سلام".len(), 0xE9);
    for (tmx, message) in [
        (&b""[..], "a.tmx:1: the file is empty"),
        (b"\xEF\xBB\xBF \n", "a.tmx:1: the file is empty"),
        (b"hello", "a.tmx:1: this is not XML: it does not begin with <"),
        (b"PK\x03\x04", "a.tmx:1: this is a zip archive, such as .docx, .odt or .xlsx, not TMX"),
        (b"\n<html><body>x</body></html>", "a.tmx:2: this is XML but not TMX: it holds <html>"),
        (b"<!-- only -->", "a.tmx:1: the file contains no element"),
        (b"<!-- a -->text", "a.tmx:1: this is not XML: text without any element"),
        (b"<tmx>", "a.tmx:1: the file is cut off after 0 whole units"),
        (unit_of("2 < 3").as_bytes(), "a.tmx:2: a < that does not begin an element"),
        (unit_of("</ph>").as_bytes(), "a.tmx:2: expected </seg>, found </ph>"),
        (
            laughs.as_bytes(),
            "a.tmx:2: the DOCTYPE declares entities, which TMX does not need and which can be malicious",
        ),
        (deep.as_bytes(), "a.tmx:1: elements are nested more than 200 deep"),
        (many.as_bytes(), "a.tmx:2: an element with more than 256 attributes"),
        (&latin, "a.tmx:2: this is not valid UTF-8"),
        (
            format!("{}<tmx></tmx>", unit_of("x")).as_bytes(),
            "a.tmx:3: another file begins after the end of the first",
        ),
    ] {
        assert_eq!(refused(tmx).to_string(), message, "{}", String::from_utf8_lossy(tmx));
    }
}

#[test]
fn every_truncation_is_reported() {
    let units = [Unit::pair((Lang::english(), "One & two"), (Lang::arabic(), "واحد")), sample()];
    let (tmx, _) = written(&units);
    let end = tmx.rfind("</tmx>").unwrap() + "</tmx>".len();
    let first_ends = tmx.find("</tu>").unwrap() + "</tu>".len();
    let body_ends = tmx.rfind("</tu>").unwrap() + "</tu>".len();
    for cut in 1..end {
        let error = refused(&tmx.as_bytes()[..cut]);
        let whole = usize::from(cut >= first_ends) + usize::from(cut >= body_ends);
        if cut > tmx.find("<tmx").unwrap() + 4 {
            assert!(
                error.message.ends_with(&format!("cut off after {whole} whole units")),
                "{cut} {error}"
            );
        }
    }
    let utf16: Vec<u8> = tmx.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(refused(&utf16[..utf16.len() / 2 + 1]).message.contains("cut off after"));
}

#[test]
fn a_unit_without_end_is_refused() {
    for piece in ["x", "<tuv/>", "<!---->", "<note/>"] {
        let endless = std::io::repeat(0).take(40 << 20).map_bytes(piece);
        let start = body("").replace("\n\n</body></tmx>", "<tu>");
        let mut reader = TmxReader::new(start.as_bytes().chain(endless), "a.tmx").unwrap();
        let error = reader.next().unwrap().unwrap_err();
        let many = "a.tmx:1: more than 100000 notes and properties in one element";
        let expected = if piece == "<note/>" { many } else { "a.tmx:1: a unit exceeds 16 MiB" };
        assert_eq!(error.to_string(), expected);
        assert!(reader.next().is_none());
    }
}

/// A reader that repeats a piece for as long as another reader returns bytes.
trait MapBytes: Read + Sized {
    fn map_bytes(self, piece: &'static str) -> Repeat<Self> {
        Repeat { source: self, piece, at: 0 }
    }
}

impl<R: Read> MapBytes for R {}

struct Repeat<R> {
    source: R,
    piece: &'static str,
    at: usize,
}

impl<R: Read> Read for Repeat<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(out)?;
        for b in &mut out[..read] {
            *b = self.piece.as_bytes()[self.at];
            self.at = (self.at + 1) % self.piece.len();
        }
        Ok(read)
    }
}

fn sample() -> Unit {
    let mut unit = Unit::pair((Lang::english(), "a<b> & \"c\"\r\n\td"), (Lang::arabic(), "س"));
    unit.meta.set_attribute("tuid", "\"<&>'\t\n\r");
    unit.meta.set_attribute("segtype", "Sentence");
    unit.meta.set_attribute("ex:status", "draft");
    unit.meta.add_prop("x-\"kind\"", "v");
    unit.meta.add_prop("x-muwazi-attribute:ex:status", "a property all the same");
    unit.variants[0].text.marks = ["<ph/>", "<b>", "</hi>", "<hi x='1'>", "</hi>", "<ph id='1'/>"]
        .iter()
        .enumerate()
        .map(|(i, raw)| Mark::from_tmx(i, raw))
        .collect();
    unit
}

#[test]
fn content_unknown_to_tmx_round_trips() {
    let (tmx, _) = written(&[sample()]);
    assert!(tmx.contains("<ph type=\"x-muwazi-tag\">&lt;b&gt;</ph>"), "{tmx}");
    assert!(tmx.contains("<prop type=\"x-muwazi-attribute:ex:status\">draft</prop>"), "{tmx}");
    assert_eq!(read(tmx.as_bytes()).unwrap().0, sorted(vec![sample()]));
}

#[test]
fn content_impossible_in_xml_is_counted() {
    let unit = Unit::pair((Lang::english(), "a\0b\u{1F}c\u{FFFF}"), (Lang::arabic(), "س\u{FFFE}"));
    let (tmx, done) = written(std::slice::from_ref(&unit));
    assert_eq!(done, Written { units: 1, dropped_characters: 4, ..Written::default() });
    let (units, _) = read(tmx.as_bytes()).unwrap();
    assert_eq!(units, [Unit::pair((Lang::english(), "abc"), (Lang::arabic(), "س"))]);
    let mut writer = TmxWriter::new(Vec::new(), &Header::default()).unwrap();
    writer.write(&Unit::default()).unwrap();
    assert_eq!(writer.finish().unwrap(), Written { empty_units: 1, ..Written::default() });
}

#[test]
fn the_header_round_trips() {
    let mut header = header();
    header.meta.notes.push("a note".into());
    header.meta.add_prop("x-p", "v");
    let mut out = Vec::new();
    let _ = TmxWriter::new(&mut out, &header).unwrap().finish().unwrap();
    let reader = TmxReader::new(&out[..], "a.tmx").unwrap();
    assert_eq!(*reader.header(), header);
    assert_eq!(reader.header().meta.attribute("creationdate"), Some("19700101T000000Z"));
    assert_eq!(Header::new(None, Timestamp::UNIX_EPOCH).srclang(), Some("*all*"));
}
