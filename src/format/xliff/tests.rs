//! XLIFF files of other tools.

use super::{FORMAT, FORMAT_2};
use crate::{
    error::{ErrorKind, Result},
    event::Event,
    format::{
        source::Source,
        units::{Format, Outcome, Reading, Writing},
    },
    lang::Lang,
    unit::{InlineCode, Origin, Unit},
};

pub(super) fn read(bytes: &[u8]) -> Result<(Vec<Unit>, Vec<String>)> {
    let source = Source::from_bytes(bytes, "a.xlf")?;
    let mut reader = (super::FORMAT.read.unwrap())(source, &Reading::default())?;
    let units = reader.by_ref().collect::<Result<_>>()?;
    let messages = reader.take_warnings().into_iter().map(|event| match event {
        Event::Warning { message, .. } => message,
        _ => String::new(),
    });
    Ok((units, messages.collect()))
}

pub(super) fn written(format: &Format, units: &[Unit]) -> (String, Outcome) {
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

/// Returns an XLIFF 1.2 file with the given body.
fn file(body: &str) -> String {
    format!(
        "<xliff version='1.2' xmlns='urn:oasis:names:tc:xliff:document:1.2'>\
         <file original='a.txt' source-language='en' target-language='ar' datatype='plaintext'>\
         <body>{body}</body></file></xliff>"
    )
}

fn one(body: &str) -> Unit {
    let (mut units, messages) = read(file(body).as_bytes()).unwrap();
    assert_eq!((units.len(), messages), (1, Vec::<String>::new()));
    units.remove(0)
}

#[test]
fn a_unit_has_its_texts_and_metadata() {
    let unit = one("<trans-unit id='t1' resname='r' approved='yes'><source>Peace</source>\
         <target state='final'>سلام</target><note from='dev'>greeting</note>\
         <note annotates='target'>short</note>\
         <context-group purpose='location'><context context-type='linenumber'>3</context>\
         </context-group></trans-unit>");
    let texts: Vec<_> = unit.variants.iter().map(|v| (v.lang.as_str(), &*v.text.text)).collect();
    assert_eq!(texts, [("en", "Peace"), ("ar", "سلام")]);
    assert_eq!(unit.meta.attribute("tuid"), Some("t1"));
    assert_eq!(unit.meta.notes, ["greeting"]);
    assert_eq!(unit.variants[1].meta.notes, ["short"]);
    for (kind, value) in [
        ("x-xliff-resname", "r"),
        ("x-xliff-state", "final"),
        ("x-note-from", "dev"),
        ("x-context-linenumber", "3"),
        ("x-document", "a.txt"),
        ("x-reviewed", "yes"),
    ] {
        assert_eq!(unit.meta.prop(kind), Some(value), "{kind}");
    }
}

#[test]
fn states_decide_whether_a_unit_is_reviewed() {
    for (unit_says, target_says, origin, reviewed) in [
        ("", "", Origin::Person, true),
        ("approved='no'", "", Origin::Person, false),
        ("approved='yes'", "state='needs-review-translation'", Origin::Person, false),
        ("", "state='translated'", Origin::Person, true),
        ("", "state='translated' state-qualifier='leveraged-mt'", Origin::Machine, false),
        ("", "state='signed-off' state-qualifier='leveraged-mt'", Origin::Machine, true),
        ("", "state='new'", Origin::Person, false),
        ("m:confirmed='1' m:trans-origin='mt'", "", Origin::Machine, true),
        ("m:confirmed='0'", "", Origin::Person, false),
        ("mq:status='PartiallyEdited'", "", Origin::Person, false),
    ] {
        let unit = one(&format!(
            "<trans-unit id='1' {unit_says}><source>a</source><target {target_says}>ب</target>\
             </trans-unit>"
        ));
        let found = (unit.origin(), unit.is_reviewed());
        assert_eq!(found, (origin, reviewed), "{unit_says} {target_says}");
    }
}

#[test]
fn segments_are_units_matched_by_name() {
    let body = "<trans-unit id='7'><source>One. Two. Three.</source>\
        <seg-source><g id='1'><mrk mtype='seg' mid='1'>One.</mrk> <mrk mtype='seg' mid='2'>Two.\
        </mrk></g> <mrk mtype='seg' mid='3'>Three.</mrk></seg-source>\
        <target><mrk mtype='seg' mid='2'>اثنان.</mrk><mrk mtype='seg' mid='1'>واحد.</mrk>\
        <mrk mtype='seg' mid='9'>زيادة</mrk></target>\
        <sdl:seg-defs><sdl:seg id='1' conf='Draft' origin='nmt' percent='80'/>\
        <sdl:seg id='2' conf='Translated'><sdl:value key='created_by'>leila</sdl:value></sdl:seg>\
        </sdl:seg-defs></trans-unit>";
    let (units, messages) = read(file(body).as_bytes()).unwrap();
    assert_eq!(messages, Vec::<String>::new());
    let texts: Vec<Vec<&str>> =
        units.iter().map(|u| u.variants.iter().map(|v| &*v.text.text).collect()).collect();
    assert_eq!(
        texts,
        [vec!["One.", "واحد."], vec!["Two.", "اثنان."], vec!["Three."], vec!["زيادة"]]
    );
    assert_eq!(units[0].meta.attribute("tuid"), Some("7/1"));
    assert_eq!((units[0].origin(), units[0].is_reviewed()), (Origin::Machine, false));
    assert_eq!((units[1].creator(), units[1].is_reviewed()), (Some("leila"), true));
}

#[test]
fn segments_of_xliff_2_are_units() {
    let text = "<xliff xmlns='urn:oasis:names:tc:xliff:document:2.0' version='2.0' srcLang='en' \
        trgLang='ar'><file id='f' original='b.md'><group id='g'><unit id='u' name='n'>\
        <notes><note category='hint'>mind it</note></notes>\
        <originalData><data id='d1'>&lt;b></data></originalData>\
        <segment id='s1' state='reviewed'><source><pc id='1' dataRefStart='d1'>A</pc></source>\
        <target><pc id='1' dataRefStart='d1'>أ</pc></target></segment>\
        <ignorable><source> </source></ignorable>\
        <segment state='initial'><source>B</source><target/></segment></unit></group></file></xliff>";
    let (units, messages) = read(text.as_bytes()).unwrap();
    assert_eq!((units.len(), messages), (2, Vec::<String>::new()));
    assert_eq!(units[0].meta.attribute("tuid"), Some("u/s1"));
    assert_eq!(units[1].meta.attribute("tuid"), Some("u/2"));
    assert_eq!(units[0].meta.prop("x-xliff-data:d1"), Some("<b>"));
    assert_eq!(units[0].meta.prop("x-note-category"), Some("hint"));
    assert_eq!(units[0].document(), Some("b.md"));
    assert_eq!(units[0].variants[1].text.marks.len(), 2);
    assert_eq!(units[1].variants.len(), 1);
    // They are written unchanged, too.
    let (xliff, _) = written(&FORMAT_2, &units);
    assert!(xliff.contains("<target><pc id=\"1\" dataRefStart=\"d1\">أ</pc></target>"), "{xliff}");
    assert!(xliff.contains("<data id=\"d1\">&lt;b&gt;</data>"), "{xliff}");
    assert_eq!(read(xliff.as_bytes()).unwrap().0, units);
}

#[test]
fn codes_are_written_unchanged_and_tmx_tags_as_codes() {
    let body = "<trans-unit id='1'><source>A <g id=\"1\">b<x id=\"2\"/></g></source></trans-unit>";
    let mut unit = one(body);
    let (xliff, _) = written(&FORMAT, std::slice::from_ref(&unit));
    assert!(xliff.contains("<source>A <g id=\"1\">b<x id=\"2\"/></g></source>"), "{xliff}");
    unit.variants[0].text.marks[0].code = InlineCode::from_tmx("<bpt i=\"1\">{\\b</bpt>");
    unit.variants[0].text.marks[2].code = InlineCode::from_tmx("<ept i=\"1\">}</ept>");
    let (xliff, _) = written(&FORMAT, std::slice::from_ref(&unit));
    assert!(xliff.contains("A <bpt id=\"1\">{\\b</bpt>b<x id=\"2\"/><ept"), "{xliff}");
    let (xliff, _) = written(&FORMAT_2, &[unit]);
    assert!(xliff.contains("<sc id=\"s1\" type=\"other\""), "{xliff}");
}

#[test]
fn changes_of_other_tools_are_applied() {
    let unit = one("<trans-unit id='1'><source>a</source><target>ب</target></trans-unit>");
    assert!(unit.is_reviewed());
    let (xliff, _) = written(&FORMAT, std::slice::from_ref(&unit));
    assert_eq!(read(xliff.as_bytes()).unwrap().0, [unit]);
    let changed = xliff.replace("state=\"translated\"", "state=\"needs-translation\"");
    assert_ne!(changed, xliff);
    assert!(!read(changed.as_bytes()).unwrap().0[0].is_reviewed());
}

#[test]
fn dropped_content_gives_warnings() {
    let body = "<bin-unit id='b'><bin-source/></bin-unit><group id='g'><note>of all</note>\
        <trans-unit id='1'><source>a</source><alt-trans><target>ب</target></alt-trans>\
        <alt-trans/></trans-unit><trans-unit id='2'><source/><target/></trans-unit></group>";
    let (units, messages) = read(file(body).as_bytes()).unwrap();
    assert_eq!((units.len(), &*units[0].meta.notes[0]), (1, "of all"));
    assert_eq!(units[0].meta.prop("x-xliff-group-id"), Some("g"));
    assert_eq!(
        messages,
        [
            "unit skipped: it has no text",
            "left out: <alt-trans>, 2 times in the file",
            "left out: <bin-unit>, which has no text",
        ]
    );
}

#[test]
fn files_without_namespace_or_with_a_prefix_are_read() {
    for text in [
        "<xliff version='1.1'><file source-language='en'><body><trans-unit><source>a</source>\
         </trans-unit></body></file></xliff>",
        "<x:xliff xmlns:x='u'><x:file source-language='en'><x:body><x:trans-unit><x:source>a\
         </x:source></x:trans-unit></x:body></x:file></x:xliff>",
        "<xliff><file source-language='en'><trans-unit><source>a</source></trans-unit></file></xliff>",
    ] {
        assert_eq!(read(text.as_bytes()).unwrap().0.len(), 1, "{text}");
    }
}

#[test]
fn unreadable_files_are_refused_with_their_line() {
    let unit = "<trans-unit id='1'><source>a</source></trans-unit>";
    for (text, expected) in [
        (String::new(), "a.xlf:1: the file is empty"),
        ("<tmx/>".into(), "a.xlf:1: this is XML but not XLIFF: it holds <tmx>"),
        ("<xliff version='3.0'/>".into(), "a.xlf:1: unknown XLIFF version '3.0'"),
        (file(unit).replace("</file>", "\n"), "a.xlf:2: expected </file>, found </xliff>"),
        (
            format!("{}\n<xliff/>", file(unit)),
            "a.xlf:2: another file begins after the end of the first",
        ),
    ] {
        let error = read(text.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert!(error.hint.is_some());
    }
}

#[test]
fn unnamed_languages_are_taken_from_the_script() {
    // Other tools accept such files, so they are read with a warning.
    let unit = "<trans-unit id='1'><source>a</source><target>b</target></trans-unit>\
                <trans-unit id='2'><source>سلام</source><target>سلام</target></trans-unit>";
    for (said, expected) in
        [("", "does not say"), ("='Anglish (US)'", "'Anglish (US)', which is not")]
    {
        let said = if said.is_empty() { said.to_owned() } else { format!("source-language{said}") };
        let text =
            file(unit).replace("source-language='en' target-language='ar'", &format!("\n{said}"));
        let (units, messages) = read(text.as_bytes()).unwrap();
        let langs: Vec<_> =
            units.iter().flat_map(|u| &u.variants).map(|v| v.lang.as_str()).collect();
        assert_eq!(langs, ["en", "und", "ar", "ar"]);
        assert!(messages.len() == 1 && messages[0].contains(expected), "{messages:?}");
        let strict = Reading { strict: true, ..Reading::default() };
        let source = Source::from_bytes(text, "a.xlf").unwrap();
        let error =
            super::FORMAT.read.unwrap()(source, &strict).unwrap().next().unwrap().unwrap_err();
        assert_eq!((error.kind, error.place.unwrap().line), (ErrorKind::Language, Some(2)));
    }
}

#[test]
fn a_large_document_in_the_header_is_skipped() {
    let unit = "<trans-unit id='1'><source>a</source></trans-unit>";
    let document = "PGh0bWw+".repeat(5 << 20);
    let header =
        format!("<header><skl><internal-file>{document}</internal-file></skl><note/></header>");
    let text = file(unit).replace("<body>", &format!("{header}<header/>text<body>"));
    assert_eq!(read(text.as_bytes()).unwrap().0.len(), 1);
    let cut = text.split_at(30 << 20).0;
    let error = read(cut.as_bytes()).unwrap_err();
    assert!(error.message.starts_with("the file is cut off"), "{error}");
}

#[test]
fn languages_without_namespace_follow_the_version() {
    let text = "<xliff version='2.0' srcLang='fr'><file id='f' xmlns=''><unit id='u'><segment>\
        <source>a</source></segment></unit></file></xliff>";
    assert_eq!(read(text.as_bytes()).unwrap().0[0].variants[0].lang.as_str(), "fr");
}

#[test]
fn oversized_input_is_refused() {
    let deep = file(&format!("<trans-unit><source>{}", "<g id='1'>".repeat(100_000)));
    let wide = file(&format!("<trans-unit><source>{}", "<x id='1'/>".repeat(300_000)));
    let groups = file(&"<group>".repeat(100_000));
    let long = file(&format!("<trans-unit id='{}'>", "x".repeat(17 << 20)));
    let entities = "<!DOCTYPE xliff [<!ENTITY a 'b'>]><xliff/>".to_owned();
    for bomb in [deep, wide, groups, long, entities] {
        let error = read(bomb.as_bytes()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Format, "{error}");
    }
}

#[test]
fn other_languages_and_units_without_source_are_counted() {
    let mut unit = Unit::pair((Lang::english(), "a"), (Lang::arabic(), "ب"));
    let mut french = unit.variants[0].clone();
    french.lang = "fr".parse().unwrap();
    unit.variants.push(french);
    let lone = Unit { variants: unit.variants[1..].to_vec(), ..Unit::default() };
    for format in [&FORMAT, &FORMAT_2] {
        let (_, outcome) = written(format, &[unit.clone(), lone.clone()]);
        assert_eq!(outcome.units, 1);
        let lost: Vec<_> = outcome.lost.iter().map(|(what, n)| (what.as_str(), *n)).collect();
        assert_eq!(lost, [("texts in other languages", 1), ("units without a text in en", 1)]);
    }
}

#[test]
fn both_halves_of_a_pair_are_codes_of_one_kind() {
    let tags = |body: &str| {
        let unit = one(&format!("<trans-unit id='1'><source>{body}</source></trans-unit>"));
        let marks = unit.variants[0].text.marks.iter();
        marks.map(|mark| mark.code.to_tmx().into_owned()).collect::<Vec<_>>()
    };
    let paired = tags("<bpt id='4' ctype='link'>[</bpt>a<ept id='4'>]</ept>");
    assert!(paired[0].starts_with("<bpt i=\"4\">") && paired[1].starts_with("<ept i=\"4\">"));
    assert_eq!(
        tags("<bpt id='4'>[</bpt>a<ept id='4'>]</ept>"),
        ["<bpt i=\"4\">[</bpt>", "<ept i=\"4\">]</ept>"]
    );
    assert_eq!(tags("<bpt id='4'>[</bpt>a"), ["<it pos=\"begin\" x=\"4\">[</it>"]);
    // A closing code before its opening one.
    let turned = tags("<ex id='1'/>a<bx id='1'/>");
    assert!(turned[0].starts_with("<it pos=\"end\"") && turned[1].starts_with("<it pos=\"begin\""));
}

#[test]
fn codes_over_two_segments_are_isolated() {
    let text = "<xliff version='2.0' srcLang='en' trgLang='ar' \
        xmlns='urn:oasis:names:tc:xliff:document:2.0'><file id='f'><unit id='u'><segment><source>\
        <sc id='7'/>One.</source></segment><segment><source>Two.<ec startRef='7'/></source>\
        </segment></unit></file></xliff>";
    let (units, _) = read(text.as_bytes()).unwrap();
    let (out, _) = written(&FORMAT_2, &units);
    assert_eq!(out.matches(" isolated=\"yes\"").count(), 2, "{out}");
    assert_eq!(read(out.as_bytes()).unwrap().0, units);
}

#[test]
fn texts_without_anything_to_read_are_none() {
    let body = "<trans-unit id='1'><source>Open</source><target><x id='1'/> &#x200F;</target>\
                </trans-unit><trans-unit id='2'><source><g id='1'/></source><target>&#x2;</target>\
                </trans-unit>";
    let (units, messages) = read(file(body).as_bytes()).unwrap();
    assert_eq!((units.len(), units[0].variants.len()), (1, 1));
    assert!(messages.iter().any(|message| message.contains("U+0002")), "{messages:?}");
}

#[test]
fn characters_that_xml_does_not_allow_are_told() {
    let body = "<trans-unit id='1'>\n<source>a&#7;b &#xD83D;&#xDC4D;\u{1}</source></trans-unit>";
    let (units, messages) = read(file(body).as_bytes()).unwrap();
    assert_eq!(units[0].variants[0].text.text, "ab 👍");
    assert_eq!(messages.len(), 3, "{messages:?}");
}

#[test]
fn segments_have_the_language_of_their_source() {
    let unit = one("<trans-unit id='1'><source xml:lang='en-GB'>One.</source><seg-source>\
         <mrk mtype='seg' mid='1'>One.</mrk></seg-source></trans-unit>");
    assert_eq!(unit.variants[0].lang.as_str(), "en-GB");
}

#[test]
fn texts_of_a_file_are_in_its_languages() {
    let units = [("en", "ar"), ("en-GB", "ar"), ("en", "ar-EG")]
        .map(|(a, b)| Unit::pair((a.parse().unwrap(), "a"), (b.parse().unwrap(), "ب")));
    for (format, files) in [(&FORMAT, 3), (&FORMAT_2, 1)] {
        let (out, _) = written(format, &units);
        assert_eq!(out.matches("<file ").count(), files, "{out}");
        assert!(!out.contains("xml:lang"), "{out}");
        assert_eq!(read(out.as_bytes()).unwrap().0, units);
    }
}
