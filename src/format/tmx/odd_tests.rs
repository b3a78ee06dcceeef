//! Tests of single oddities: each is tolerated and reported with its line and unit, and refused by
//! strict reading.

use std::io::Read;

use super::*;
use crate::xml::oddity::{Finding, Oddity};
use crate::{error::Result, format::units::Reading, unit::Unit};

const AR: &str = "<tuv xml:lang='ar'><seg>س</seg></tuv>";

fn file(units: &str) -> String {
    format!("<tmx version='1.4'><header srclang='en'/><body>\n{units}\n</body></tmx>")
}

/// A valid unit, and on the third line a unit with the given text.
fn seg(text: &str) -> String {
    let en = |text: &str| format!("<tu><tuv xml:lang='en'><seg>{text}</seg></tuv>{AR}</tu>");
    file(&format!("{}\n{}", en("good"), en(text)))
}

fn read(tmx: &[u8]) -> Result<(Vec<Unit>, Vec<Finding>)> {
    let mut reader = TmxReader::new(tmx, "a.tmx")?;
    let units = reader.by_ref().collect::<Result<Vec<_>>>()?;
    Ok((units, reader.take_findings().0))
}

/// Returns the texts and tags of the first text of the last unit.
fn last(units: &[Unit]) -> String {
    let text = &units.last().unwrap().variants[0].text;
    let mut marked = text.text.clone();
    for mark in text.marks.iter().rev() {
        marked.insert_str(mark.at, &mark.code.to_tmx());
    }
    marked
}

fn strict(tmx: &[u8]) -> Result<usize> {
    let reading = Reading { strict: true, ..Reading::default() };
    let units: Vec<_> = TmxReader::with(tmx, "a.tmx", &reading)?.collect::<Result<_>>()?;
    Ok(units.len())
}

/// Asserts that the file has one oddity of the given kind, at the given line, and that strict
/// reading refuses it.
fn holds(tmx: &[u8], oddity: Oddity, line: u64, unit: Option<u64>) -> Vec<Unit> {
    let shown = String::from_utf8_lossy(tmx);
    let (units, findings) = read(tmx).unwrap_or_else(|e| panic!("{e}: {shown}"));
    let first = findings.iter().find(|f| f.oddity == oddity);
    let first = first.unwrap_or_else(|| panic!("{findings:?}: {shown}"));
    assert_eq!((first.line, first.unit), (line, unit), "{first:?} {shown}");
    let refused = strict(tmx);
    if oddity.is_refused() {
        let error = refused.unwrap_err();
        assert_eq!(error.place.unwrap().line, Some(findings[0].line), "{shown}");
        assert_eq!(error.message, findings[0].told());
    } else {
        refused.unwrap();
    }
    units
}

#[test]
fn odd_texts_are_read() {
    use Oddity::*;
    for (text, oddity, expected) in [
        ("a\u{1}b", ControlCharacter, "ab"),
        ("a\u{B}b", ControlCharacter, "a\nb"),
        ("a\u{C}b", ControlCharacter, "a\nb"),
        ("a\u{FFFE}b", ControlCharacter, "ab"),
        ("a&#1;b", ControlCharacter, "ab"),
        ("a&#x0;b", ControlCharacter, "ab"),
        ("a&#11;b", ControlCharacter, "a\nb"),
        ("a&#xFFFF;b", ControlCharacter, "ab"),
        ("<![CDATA[a\u{2}b]]>", ControlCharacter, "ab"),
        ("a&#xD800;b", BadReference, "a&#xD800;b"),
        ("a&#x110000;b", BadReference, "a&#x110000;b"),
        ("a&#;b", BadReference, "a&#;b"),
        ("a&#12a;b", BadReference, "a&#12a;b"),
        ("a&#99999999999;b", BadReference, "a&#99999999999;b"),
        ("a&nbsp;b", UndeclaredEntity, "a\u{A0}b"),
        ("&eacute;t&eacute;", UndeclaredEntity, "été"),
        ("a&mdash;b&rlm;", UndeclaredEntity, "a—b\u{200F}"),
        ("a&company;b", UndeclaredEntity, "a&company;b"),
        ("AT&T", LoneAmpersand, "AT&T"),
        ("A & B", LoneAmpersand, "A & B"),
        ("A & B; C", LoneAmpersand, "A & B; C"),
        ("A &amp B", LoneAmpersand, "A &amp B"),
        ("& A", LoneAmpersand, "& A"),
        ("A &", LoneAmpersand, "A &"),
        ("A&<ph/>B", LoneAmpersand, "A&<ph/>B"),
        ("x<ph>A & B</ph>", LoneAmpersand, "x<ph>A &amp; B</ph>"),
        ("x<ph>A&nbsp;B</ph>", UndeclaredEntity, "x<ph>A\u{A0}B</ph>"),
        ("x<ph x='&nope;'/>", UndeclaredEntity, "x<ph x='&nope;'/>"),
        ("<ph x='1' x='2'/>A", RepeatedAttribute, "<ph x='1' x='2'/>A"),
    ] {
        if oddity == RepeatedAttribute {
            // The reader keeps the tag as it is; the writer wraps it in another.
            assert_eq!(last(&read(seg(text).as_bytes()).unwrap().0), expected);
            continue;
        }
        let units = holds(seg(text).as_bytes(), oddity, 3, Some(2));
        assert_eq!((units.len(), last(&units)), (2, expected.to_owned()), "{text}");
    }
}

#[test]
fn odd_files_are_read() {
    use Oddity::*;
    let tu = format!("<tu><tuv xml:lang='en'><seg>One</seg></tuv>{AR}</tu>");
    let of = |root: &str, rest: &str| format!("<tmx{root}>{rest}</tmx>");
    let head = "<header srclang='en'/>";
    for (tmx, oddity, line, unit) in [
        (of("", &format!("{head}<body>{tu}</body>")), NoVersion, 1, None),
        (of(" version='2.0'", &format!("{head}<body>{tu}</body>")), UnknownVersion, 1, None),
        (of(" version='1.4'", &format!("<body>{tu}</body>")), NoHeader, 1, None),
        (of(" version='1.4'", &format!("<header/><body>{tu}</body>")), NoSourceLanguage, 1, None),
        (of(" version='1.4'", &format!("{head}\n{tu}")), NoBody, 2, None),
        (
            of(" version='1.4'", &format!("{head}<body>{tu}</body>\n{tu}")),
            UnitOutsideBody,
            2,
            Some(2),
        ),
        (file(&tu).replace("tu>", "TU>"), ElementCase, 2, None),
        (file(&tu).replace("seg>", "SEG>"), ElementCase, 2, Some(1)),
        (file(&tu).replace("xml:lang", "lang"), LangAttribute, 2, Some(1)),
        (file(&tu).replace("<tu>", "<tu tuid='1' tuid='2'>"), RepeatedAttribute, 2, Some(1)),
        (file(&tu).replace("<tu>", "<tu><x><y/></x>"), UnknownElement, 2, Some(1)),
        (file(&tu).replace("<tu>", "<tu>x"), StrayText, 2, Some(1)),
        (file(&format!("{tu}\n<tu>{AR}</tu>")), OneText, 3, Some(2)),
        (file(&format!("{tu}\n<tu/>")), UnitSkipped, 3, Some(2)),
        (
            file(&tu.replace("</tu>", "<tuv xml:lang='fr'><seg/></tuv></tu>")),
            TextLeftOut,
            2,
            Some(1),
        ),
        (file(&tu.replace("</tu>", "<tuv><seg>x</seg></tuv></tu>")), TextLeftOut, 2, Some(1)),
        (file(&tu).replace("<tu>", "<tu><note xml:lang='en'>x</note>"), NotKept, 2, Some(1)),
        (file(&tu).replace("<tu>", "<tu tuid='a & b'>"), LoneAmpersand, 2, Some(1)),
        (format!("<?xml version='1.0' encoding='utf-16'?>\n{}", file(&tu)), WrongEncoding, 1, None),
        (
            format!(
                "<?xml version='1.0' encoding='windows-1252'?>\n{}",
                file(&tu.replace("One", "سلام"))
            ),
            WrongEncoding,
            1,
            None,
        ),
    ] {
        let units = holds(tmx.as_bytes(), oddity, line, unit);
        assert_eq!(units[0].variants[1].text.text, "س", "{tmx}");
    }
    let declared = format!("<!DOCTYPE tmx [<!ENTITY co 'Al-&#65;hram'>]>{}", seg("&co; x"));
    assert_eq!(last(&read(declared.as_bytes()).unwrap().0), "Al-Ahram x");
    assert_eq!(strict(file(&tu).as_bytes()).unwrap(), 1);
}

#[test]
fn a_wrong_encoding_declaration_is_corrected() {
    let french = "La réunion a été reportée à l’été prochain, déclare le porte-parole. ".repeat(8);
    let arabic = "قال رئيس الوزراء إن الحكومة ستعلن الموازنة الجديدة يوم الخميس المقبل ".repeat(8);
    for (text, encoding) in
        [(french, encoding_rs::WINDOWS_1252), (arabic, encoding_rs::WINDOWS_1256)]
    {
        let unit = format!(
            "<tu><tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='fr'><seg>{text}</seg></tuv></tu>"
        );
        for before in [
            "",
            &"<tu><tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='fr'><seg>b</seg></tuv></tu>"
                .repeat(3000),
        ] {
            let tmx = format!(
                "<?xml version='1.0' encoding='utf-8'?>\n{}",
                file(&format!("{before}{unit}"))
            );
            let (bytes, _, lossy) = encoding.encode(&tmx);
            assert!(!lossy);
            let (units, findings) = read(&bytes).unwrap();
            assert_eq!(units.last().unwrap().variants[1].text.text, text, "{}", encoding.name());
            assert!(findings.iter().any(|f| f.oddity == Oddity::WrongEncoding), "{findings:?}");
            assert!(strict(&bytes).is_err());
        }
    }
}

#[test]
fn damaged_units_are_mended_or_dropped_and_the_others_kept() {
    let unit =
        |i: u32| format!("<tu tuid='{i}'><tuv xml:lang='en'><seg>text {i}</seg></tuv>{AR}</tu>\n");
    for (bad, dropped) in [
        ("<tu><tuv xml:lang='en'><seg>2 < 3</seg></tuv></tu>\n", 0),
        ("<tu><tuv xml:lang='en'><seg>x</tuv></seg></tu>\n", 0),
        ("<tu><tuv xml:lang='en'><seg>x</seg></tuv>\n", 0),
        ("<tu><tuv xml:lang='en'><seg><b>x</seg></tuv></tu>\n", 0),
        ("<tu><tuv xml:lang='en><seg>x</seg></tuv></tu>\n", 1),
        ("<tu tuid='9><tuv xml:lang='en'><seg>x</seg></tuv></tu>\n", 1),
        ("</tuv></tu>\n", 0),
        ("<\n", 0),
        ("<tu><!-- <tuv></tu>\n", 1),
    ] {
        let many = |from: u32, to: u32| (from..to).map(unit).collect::<String>();
        let tmx = file(&format!("{}{bad}{}", many(0, 500), many(500, 1000)));
        assert!(read(tmx.as_bytes()).is_err(), "{bad}");
        let mut reader = TmxReader::salvage(tmx.as_bytes(), "a.tmx").unwrap();
        let units = reader.by_ref().collect::<Result<Vec<_>>>().unwrap();
        let damages = reader.take_damages();
        assert!((999..=1001).contains(&units.len()), "{bad} {damages:?}");
        assert_eq!(damages.len(), 1, "{bad} {damages:?}");
        assert_eq!(damages[0].is_mended, units.len() == 1001, "{bad} {damages:?}");
        assert!((501..=504).contains(&damages[0].line), "{bad} {damages:?}");
        assert_eq!(reader.units(), units.len() as u64 + dropped, "{bad} {damages:?}");
        let last = units.last().unwrap();
        assert_eq!(last.variants[0].text.text, "text 999");
    }
}

#[test]
fn damaged_characters_are_replaced_in_repair() {
    let mut bytes = seg("كلمة أخرى").into_bytes();
    let at = bytes.windows(4).position(|w| w == "كل".as_bytes()).unwrap();
    bytes.insert(at, 0xFF);
    assert!(read(&bytes).is_err());
    let mut reader = TmxReader::salvage(&bytes[..], "a.tmx").unwrap();
    let units: Vec<_> = reader.by_ref().collect::<Result<_>>().unwrap();
    assert_eq!(last(&units), "\u{FFFD}كلمة أخرى");
    let (findings, _) = reader.take_findings();
    assert_eq!((findings[0].oddity, findings[0].line), (Oddity::DamagedCharacter, 3));
}

/// A file generated while it is read: a beginning, then a piece repeated.
fn endless(start: &str, piece: &'static str, bytes: u64) -> impl Read {
    struct Again(&'static [u8], usize);
    impl Read for Again {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            for b in &mut *out {
                *b = self.0[self.1];
                self.1 = (self.1 + 1) % self.0.len();
            }
            Ok(out.len())
        }
    }
    std::io::Cursor::new(start.to_owned().into_bytes())
        .chain(Again(piece.as_bytes(), 0).take(bytes))
}

#[test]
fn oversized_input_is_refused() {
    const GB: u64 = 1 << 30;
    let start = "<tmx version='1.4'><header srclang='en'/><body>";
    let text = format!("{start}<tu><tuv xml:lang='en'><seg>");
    let attribute = format!("{start}<tu tuid='");
    let large = "a unit exceeds 16 MiB";
    for (start, piece, expected) in [
        (text.as_str(), "x", large),
        (attribute.as_str(), "x", large),
        (start, " ", large),
        (start, "<!-- x -->", large),
        (&format!("{start}<!--"), "x", large),
        (&format!("{text}<![CDATA["), "x", large),
        (&text, "<hi>", "elements are nested more than 200 deep"),
        (start, "<x>", "elements are nested more than 200 deep"),
        (&text, "<ph/>", "a text with more than 100000 inline tags"),
        (&text, "&amp;", large),
        (&text, "&x;", large),
        (&format!("{start}<tu>"), "<tuv><seg/></tuv>", large),
        (
            &format!("{start}<tu>"),
            "<prop/>",
            "more than 100000 notes and properties in one element",
        ),
        (
            &format!("<!DOCTYPE tmx [<!ENTITY a '{}'>]>{text}", "x".repeat(200)),
            "&a;",
            "entities that expand",
        ),
        ("<tmx ", "a='' ", large),
        ("<!DOCTYPE tmx [", "<!ENTITY a 'x'>", large),
        ("", "\0", "this is not XML"),
    ] {
        for salvage in [false, true] {
            let input = endless(start, piece, 8 * GB);
            let reader = if salvage {
                TmxReader::salvage(input, "a.tmx")
            } else {
                TmxReader::new(input, "a.tmx")
            };
            let error = match reader {
                Err(e) => Some(e),
                Ok(mut reader) => reader.by_ref().find_map(Result::err).or_else(|| {
                    assert!(salvage);
                    None
                }),
            };
            if let Some(error) = error {
                assert!(error.message.starts_with(expected), "{piece}: {error}");
                assert!(error.place.is_some());
            }
        }
    }
}
