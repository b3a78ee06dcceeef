use proptest::{collection::vec, prelude::*};

use super::*;
use crate::{
    Lang,
    error::Result,
    format::{
        source::Source,
        tmx::Header,
        units::{Outcome, ReadUnits, Reading, Writing},
    },
    unit::Unit,
};

pub(super) fn reading() -> Reading {
    // Both languages are named, because the script would decide otherwise.
    Reading {
        source_lang: Some(Lang::english()),
        target_lang: Some(Lang::arabic()),
        ..Reading::default()
    }
}

fn open(source: Source, reading: &Reading) -> Result<Box<dyn ReadUnits>> {
    (PO.read.unwrap())(source, reading)
}

fn read(text: impl Into<Vec<u8>>) -> Result<(Vec<Unit>, Vec<String>, Option<Header>)> {
    let mut reader = open(Source::from_bytes(text, "a.po")?, &reading())?;
    let units = reader.by_ref().collect::<Result<_>>()?;
    let warnings = reader.take_warnings().iter().map(|w| format!("{w:?}")).collect();
    Ok((units, warnings, reader.header().cloned()))
}

fn write(units: &[Unit], header: Option<Header>, format: &Format) -> (String, Outcome) {
    let writing = Writing {
        source_lang: Some(Lang::english()),
        target_lang: Some(Lang::arabic()),
        header,
        ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
    };
    let mut out = Vec::new();
    let mut writer = format.write.unwrap()(&mut out, &writing).unwrap();
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    let outcome = writer.finish().unwrap();
    (String::from_utf8(out).unwrap(), outcome)
}

const WHOLE: &str = r##"# Messages of the town hall.
msgid ""
msgstr ""
"Project-Id-Version: hall 1.0\n"
"Language: ar\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);\n"

# First a note
# of two lines.
#
# Then another.
#. Shown on the button.
#: main.c:11 main.c:12
#: other.c:3
#, fuzzy, c-format
#| msgid "Open"
msgctxt "menu"
msgid "Open the file"
msgstr "افتح الملف"

msgid "%d file\n"
msgid_plural "%d files\n"
msgstr[0] "لا ملفات\n"
msgstr[1] "ملف واحد\n"
msgstr[2] ""
msgstr[3] "%d ملفات\n"
msgstr[4] "%d ملفًا\n"
msgstr[5] "%d ملف\n"

msgid "%d day"
msgid_plural "%d days"
msgstr[0] ""
msgstr[1] ""

msgid ""
"Several\n"
"lines\t\"here\"\\\n"
msgstr ""

#~ msgctxt "old"
#~ msgid "Gone"
#~ msgstr "ذهب"
"##;

#[test]
fn everything_is_kept() {
    let (units, warnings, header) = read(WHOLE).unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    let texts: Vec<usize> = units.iter().map(|u| u.variants.len()).collect();
    assert_eq!(texts, [2, 7, 1, 1, 2]);
    assert_eq!(units[0].meta.notes, ["First a note\nof two lines.", "Then another."]);
    assert_eq!(units[0].meta.prop("x-flags"), Some("c-format"));
    assert!(!units[0].is_reviewed());
    assert_eq!(units[1].variants[1].meta.prop(PLURAL), Some("other"));
    assert_eq!(units[1].variants[4].text.text, "%d ملفات\n");
    assert_eq!(units[2].meta.prop(MSGID_PLURAL), Some("%d days"));
    assert_eq!(units[3].variants[0].text.text, "Several\nlines\t\"here\"\\\n");
    assert_eq!(units[4].meta.prop(OBSOLETE), Some("yes"));
    let (again, outcome) = write(&units, header, &PO);
    assert_eq!(again, WHOLE);
    assert_eq!((outcome.units, outcome.lost.len()), (5, 0), "{:?}", outcome.lost);
}

#[test]
fn no_message_is_written_twice() {
    let pair = |source: &str, target: &str, context: Option<&str>| {
        let mut unit = Unit::pair((Lang::english(), source), (Lang::arabic(), target));
        context.into_iter().for_each(|context| unit.meta.add_prop(CONTEXT, context));
        unit
    };
    let units = [
        pair("Open", "افتح", None),
        pair("Open", "مفتوح", None),
        pair("Open", "افتح", Some("menu")),
        pair("Open", "فتح", Some("menu")),
        pair("Open", "افتح", Some("[muwazi 2]")),
        pair("Open", "فتح", None),
        pair("Done\n", "تم", None),
    ];
    let (text, outcome) = write(&units, None, &PO);
    let mut seen = std::collections::BTreeSet::new();
    for entry in text.split("\n\n") {
        let lines = entry.lines().filter(|l| l.starts_with("msgctxt") || l.starts_with("msgid"));
        assert!(seen.insert(lines.collect::<Vec<_>>()), "{text}");
    }
    assert_eq!(outcome.lost.values().sum::<u64>(), 1, "{:?}", outcome.lost);
    let back = read(text).unwrap().0;
    assert_eq!(back[..4], units[..4]);
    assert_eq!(back[5..], units[5..]);
}

#[test]
fn a_template_has_no_translations() {
    let (units, _, _) = read(WHOLE).unwrap();
    let (text, outcome) = write(&units, None, &POT);
    assert!(!text.contains("افتح") && text.contains("msgstr[5] \"\""), "{text}");
    assert_eq!(outcome.lost["translations"], 7);
    assert_eq!(read(text).unwrap().0.len(), 5);
}

#[test]
fn faults_are_reported_by_line_and_entries_kept() {
    let faulty = "msgid \"a\nmsgstr \"b \"c\" d\"\n\"e\"\nhello\nmsgid \"x\"\nmsgid \"y\" z\n\
                  msgstr \"1\"\nmsgstr \"2\"\nmsgstr[200] \"3\"\n\n\"lost\"\nmsgid w\nmsgstr \"v\"\n# end";
    let (units, warnings, _) = read(faulty).unwrap();
    let texts: Vec<Vec<&str>> =
        units.iter().map(|u| u.variants.iter().map(|v| v.text.text.as_str()).collect()).collect();
    assert_eq!(texts, [vec!["a", "b \"c\" de"], vec!["x"], vec!["y", "1"], vec!["w", "v"]]);
    let lines: Vec<bool> = [1, 2, 4, 6, 8, 9, 11, 12, 14]
        .iter()
        .zip(&warnings)
        .map(|(line, warning)| warning.contains(&format!("line: Some({line})")))
        .collect();
    assert_eq!(lines, [true; 9], "{warnings:#?}");
    let strict = Reading { strict: true, ..reading() };
    let source = Source::from_bytes(faulty, "a.po").unwrap();
    let refused = open(source, &strict).and_then(|r| r.collect::<Result<Vec<_>>>());
    assert!(refused.unwrap_err().to_string().starts_with("a.po:1: "));
}

#[test]
fn encodings_and_languages_come_from_the_header() {
    let text = "msgid \"\"\nmsgstr \"\"\n\"Language: ar_EG\\n\"\n\
                \"Content-Type: text/plain; charset=windows-1256\\n\"\n\nmsgid \"Peace\"\nmsgstr \"سلام\"\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(text);
    let (units, _, header) = read(bytes.into_owned()).unwrap();
    assert_eq!(units[0].variants[1].text.text, "سلام");
    assert_eq!(units[0].variants[1].lang.as_str(), "ar-EG");
    let (again, _) = write(&units, header, &PO);
    assert!(again.contains("charset=UTF-8") && again.contains("سلام"), "{again}");
    let marked =
        format!("\u{FEFF}{}", text.replace("windows-1256", "CHARSET")).replace('\n', "\r\n");
    assert_eq!(read(marked).unwrap().0, units);
    let nameless = Source::from_bytes("msgid \"a\"\nmsgstr \"b\"\n", "fr.po").unwrap();
    let unit = open(nameless, &Reading::default()).unwrap().next().unwrap().unwrap();
    assert_eq!(unit.variants[1].lang.as_str(), "fr");
    for (field, code) in [
        ("Language: ar_SA", "ar-SA"),
        ("Language: Arabic", "ar"),
        ("Language: sr@latin", "sr-Latn"),
        ("Language: pt_BR.UTF-8", "pt-BR"),
        ("Language: iw", "he"),
        ("X-Poedit-Language: Arabic", "ar"),
        ("X-Poedit-Language: Arabic\\nX-Poedit-Country: EGYPT", "ar-EG"),
        ("X-Poedit-Language: Persian\\nX-Poedit-Country: IRAN, ISLAMIC REPUBLIC OF", "fa"),
    ] {
        let text = format!("msgid \"\"\nmsgstr \"{field}\\n\"\n\nmsgid \"a\"\nmsgstr \"b\"\n");
        let (units, _, header) = read(text).unwrap();
        assert_eq!(units[0].variants[1].lang.as_str(), code, "{field}");
        if field == "Language: Arabic" {
            assert!(write(&units, header, &PO).0.contains("Language: ar\\n"));
        }
    }
    let team = "msgid \"\"\nmsgstr \"Language-Team: Turkish <tr@example.org>\\n\"\n\nmsgid \"a\"\nmsgstr \"b\"\n";
    let team = Source::from_bytes(team, "one.po").unwrap();
    let unit = open(team, &Reading::default()).unwrap().next().unwrap().unwrap();
    assert_eq!(unit.variants[1].lang.as_str(), "tr");
    let nameless = Source::from_bytes("msgid \"a\"\nmsgstr \"b\"\n", "one.po").unwrap();
    // Other tools accept such files, so they are read with a warning.
    let mut reader = open(nameless, &Reading::default()).unwrap();
    let unit = reader.next().unwrap().unwrap();
    assert_eq!(unit.variants[1].lang.as_str(), "und");
    assert!(format!("{:?}", reader.take_warnings()).contains("TargetLang"));
    let strict = Reading { strict: true, ..Reading::default() };
    let nameless = Source::from_bytes("msgid \"a\"\nmsgstr \"b\"\n", "one.po").unwrap();
    let error = open(nameless, &strict).unwrap().next().unwrap().unwrap_err();
    assert!(error.settings.contains(crate::error::Setting::TargetLang));
    let arabic = "msgid \"\"\nmsgstr \"Language: en\\n\"\n\nmsgid \"سلام\"\nmsgstr \"Peace\"\n";
    let mut reader =
        open(Source::from_bytes(arabic, "a.po").unwrap(), &Reading::default()).unwrap();
    let unit = reader.next().unwrap().unwrap();
    assert_eq!([unit.variants[0].lang.as_str(), unit.variants[1].lang.as_str()], ["ar", "en"]);
    assert_eq!(reader.header().unwrap().srclang(), Some("ar"));
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zء-ي ]{1,8}",
        "[\"\\\\\\r\\n\\t#~=,;]{1,4}",
        // NUL cannot occur in text files: see `control.rs`. U+0004 cannot occur in messages.
        any::<char>().prop_filter("allowed", |c| !"\0\u{4}".contains(*c)).prop_map(String::from),
        prop::sample::select(vec!["\u{200F}", "\u{A0}", "😀", "\u{1}", "msgid \"x\"", "\\n"])
            .prop_map(str::to_owned),
    ];
    vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn units_round_trip(
        all in vec((text(), text(), vec("[^\\r\\n\\x00]*[^\\s\\x00]", 0..3), any::<bool>()), 0..5)
    ) {
        let units: Vec<Unit> = all
            .into_iter()
            .map(|(source, target, notes, translated)| {
                let mut unit = Unit::pair((Lang::english(), &source), (Lang::arabic(), &target));
                unit.variants.truncate(1 + usize::from(translated));
                unit.meta.notes = notes;
                unit
            })
            .collect();
        let (text, outcome) = write(&units, None, &PO);
        // Line ends that differ are told, and restored.
        let are_ends = outcome.lost.keys().all(|what| what.contains("line ends"));
        prop_assert!(are_ends, "{:?}", outcome.lost);
        let (back, warnings, _) = read(text).unwrap();
        prop_assert_eq!(back, units);
        prop_assert!(warnings.is_empty());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, at in 0..1000_usize, new: u8) {
        let _ = read(bytes);
        let mut bytes = WHOLE.as_bytes().to_vec();
        let at = at % bytes.len();
        bytes[at] = new;
        if let Ok((units, _, _)) = read(bytes) {
            let _ = write(&units, None, &PO);
        }
    }
}
