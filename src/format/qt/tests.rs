use super::*;
use crate::{
    event::Event,
    format::{
        registry,
        source::Source,
        units::{Reading, Writing},
    },
    lang::Lang,
    unit::Unit,
};

const WHOLE: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE TS>\n\
<TS version=\"2.1\" language=\"ar\">\n<context>\n    <name>Window</name>\n    <message>\n\
        <location filename=\"../main.cpp\" line=\"+5\"/>\n        <source>Open %1&amp;…</source>\n\
        <comment>menu</comment>\n        <extracomment>Of a file</extracomment>\n\
        <translatorcomment>راجعها</translatorcomment>\n        <translation>افتح %1&amp;…</translation>\n\
    </message>\n    <message>\n        <source>Close</source>\n        <oldsource>Shut \"it\"</oldsource>\n\
        <translation type=\"unfinished\">أغلق</translation>\n    </message>\n    <message>\n\
        <source>New</source>\n        <translation type=\"unfinished\"></translation>\n    </message>\n\
    <message numerus=\"yes\">\n        <source>%n file(s)</source>\n        <translation>\n\
            <numerusform>لا ملفات</numerusform>\n            <numerusform></numerusform>\n\
            <numerusform>ملفان</numerusform>\n        </translation>\n    </message>\n    <message>\n\
        <source>Beep<byte value=\"x7\"/></source>\n        <translation variants=\"yes\">\n\
            <lengthvariant>صفير طويل</lengthvariant>\n            <lengthvariant>صفير</lengthvariant>\n\
        </translation>\n    </message>\n    <message>\n        <source>Old</source>\n\
        <translation type=\"vanished\">قديم</translation>\n    </message>\n</context>\n</TS>\n";

fn read(text: &str) -> (Vec<Unit>, Vec<String>) {
    let source = Source::from_bytes(text, "app_ar.ts").unwrap();
    let mut reader = registry::open(source, None, &Reading::default()).unwrap();
    let units = reader.by_ref().collect::<crate::Result<_>>().unwrap();
    let told = |event: Event| match event {
        Event::Warning { message, .. } => message,
        other => format!("{other:?}"),
    };
    (units, reader.take_warnings().into_iter().map(told).collect())
}

#[test]
fn messages_have_keys_comments_and_states() {
    let (units, warnings) = read(WHOLE);
    assert_eq!(units.len(), 6);
    let open = &units[0];
    assert_eq!(open.meta.attribute("tuid"), Some("Window|Open %1&…"));
    assert_eq!(
        (open.variants[0].lang.as_str(), open.variants[1].text.text.as_str()),
        ("en", "افتح %1&…")
    );
    assert_eq!(open.meta.prop("x-context"), Some("Window|menu"));
    assert_eq!(open.meta.prop("x-reference"), Some("../main.cpp:+5"));
    assert_eq!(open.meta.prop("x-developer-comment"), Some("Of a file"));
    assert_eq!(open.meta.notes, ["راجعها"]);
    assert!(open.is_reviewed() && !units[1].is_reviewed());
    assert_eq!(units[1].meta.prop("x-previous"), Some("msgid \"Shut \\\"it\\\"\""));
    assert_eq!(units[2].variants.len(), 1);
    assert_eq!(units[4].variants[0].text.text, "Beep\u{7}");
    assert_eq!(units[4].variants[1].text.text, "صفير طويل");
    assert_eq!(units[5].meta.prop("x-obsolete"), Some("yes"));
    assert_eq!(warnings, ["left out: shorter variants of a translation"]);
}

#[test]
fn plural_forms_become_those_of_po() {
    let (units, _) = read(WHOLE);
    let forms: Vec<_> =
        units[3].variants.iter().map(|v| (v.meta.prop("x-plural"), v.text.text.as_str())).collect();
    assert_eq!(forms, [(None, "%n file(s)"), (Some("0"), "لا ملفات"), (Some("2"), "ملفان")]);
    let writing = Writing {
        source_lang: Some(Lang::english()),
        target_lang: Some(Lang::arabic()),
        ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
    };
    let mut out = Vec::new();
    let po = registry::by_name("po").unwrap();
    let mut writer = po.begin(&mut out, &writing).unwrap();
    writer.write(&units[3]).unwrap();
    drop(writer.finish().unwrap());
    let po = String::from_utf8(out).unwrap();
    let expected = "msgctxt \"Window\"\nmsgid \"%n file(s)\"\nmsgid_plural \"%n file(s)\"\n\
                    msgstr[0] \"لا ملفات\"\nmsgstr[1] \"\"\nmsgstr[2] \"ملفان\"\n";
    assert!(po.contains(expected), "{po}");
}

#[test]
fn damage_is_told_with_its_line() {
    for (text, line) in [
        (&WHOLE[..WHOLE.find("<source>Close").unwrap()], 15),
        (&WHOLE.replacen("</extracomment>", "</comment>", 1), 10),
    ] {
        let source = Source::from_bytes(text, "a.ts").unwrap();
        let error = registry::open(source, Some(&FORMAT), &Reading::default())
            .and_then(|reader| reader.collect::<crate::Result<Vec<_>>>())
            .unwrap_err();
        assert_eq!(error.place.unwrap().line, Some(line), "{}", error.message);
    }
}

proptest::proptest! {
    #[test]
    fn changed_files_are_read_or_refused(at in 0..WHOLE.len(), byte: u8) {
        let mut bytes = WHOLE.as_bytes().to_vec();
        bytes[at] = byte;
        if let Ok(reader) = registry::open(Source::from_bytes(bytes, "a.ts").unwrap(), Some(&FORMAT), &Reading::default()) {
            let _: crate::Result<Vec<_>> = reader.collect();
        }
    }
}
