use proptest::prelude::*;

use crate::{
    document::{BlockKind, Document, Extra, Label, MarkKind},
    error::Result,
    lang::Lang,
    read::{
        input::Input,
        plain::ReadOptions,
        registry::{self, read},
    },
};

const ANDROID: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE resources [<!ENTITY app "المكتبة">]>
<resources xmlns:xliff="urn:oasis:names:tc:xliff:document:1.2">
    <!-- الشاشة الأولى -->
    <string name="title">&app; <b>العامة</b></string>
    <string name="due">يُعاد بعد <xliff:g id="days">%1$d</xliff:g> أيام، ثم %2$s</string>
    <string name="quoted">"  بداية\u0020و\'نهاية\' "</string>
    <string name="folded">
        سطر   أول
        وثان\nوثالث \@ \#</string>
    <string name="cdata"><![CDATA[<p>نص <i>مائل</i> &amp; آخر</p>]]></string>
    <string name="id" translatable="false">org.example.library</string>
    <string name="ref">@string/title</string>
    <string name="at">@ليس مرجعا</string>
    <string name="none"/>
    <plurals name="books"><item quantity="one">كتاب</item><item quantity="few">%d كتب</item></plurals>
    <string-array name="days"><item>السبت</item><!-- ع --><item>الأحد</item></string-array>
    <integer name="max">12</integer>
    <style name="s"><item name="color">#fff</item></style>
</resources>"#;

const APPLE: &str = "/* العنوان \"الأول\"; */\n\"title\" = \"المكتبة\\nالعامة\";\n// \"no\" = \"entry\";\n\
'key' = \"قال: \\\"نعم\\\" \\U0645 \\UD83D\\UDE00\";\nalone;\nbare.word = \"%1$@ من %d%%\";\n";

const PROPERTIES: &str = "# تعليق\n! آخر\n  title = \\u0627\\u0644مكتبة\nsave:حفظ\ncancel إلغاء\n\
long = أول \\\n   وثان \\\r\n\tوثالث\npath=C:\\\\users\\t{0}\nkey\\ a\\:b==x\nempty=\nend";

const JSON: &str = r#"{"app": {"title": "المكتبة\n\u0645\uD83D\uDE00", "list": ["أول", 2, {"x": "ثان"}]},
 "n_few": "{{count}} كتب", "icu": "{n, plural, other {<b>#</b> كتاب}}", "html": "نص <em>مائل</em>&nbsp;هنا",
 "a.b": "نقطة", "on": true, "none": null, "empty": ""}"#;

const ARB: &str = r#"{"@@locale": "ar", "@@x-note": "b", "hello": "مرحبا يا {name}",
 "@hello": {"description": "تحية", "placeholders": {"name": {"type": "String", "n": [1, {"a": "b"}]}}}, "bye": "وداعا"}"#;

const YAML: &str = "# تعليق أول\n# في سطرين\nar:\n  title: المكتبة # العنوان\n  quoted: \"أول\\nثان\"\n\
\x20 single: 'قال: ''نعم'''\n  block: |\n    سطر\n    آخر\n  folded: >-\n    نص\n    واحد\n\n    وثان\n\
\x20 list: [أول, 'ثان']\n  yes: نعم\n  no: لا\n  word: yes\n  num: 12\n  text: !!str 12\n  date: 2024-01-05\n\
\x20 sym: :day\n  none: ~\n  base: &b\n    x: أصل\n  copy: *b\n  ? [a, {b: c}]\n  : مركب\n";

const RESX: &str = "\u{FEFF}<?xml version=\"1.0\"?>\r\n<root>\r\n<resheader name=\"resmimetype\"><value>text/microsoft-resx</value></resheader>\r\n\
<data name=\"title\" xml:space=\"preserve\"><value>المكتبة\r\nالعامة</value><comment>العنوان</comment></data>\r\n\
<data name=\"btn.Text\"><value>&amp;حفظ {0} &lt;b&gt;الآن&lt;/b&gt;</value></data>\r\n\
<data name=\"&gt;&gt;btn.Name\"><value>btn</value></data>\r\n<data name=\"i\" type=\"System.Drawing.Icon\"><value>AAA</value></data>\r\n\
<data name=\"s\" type=\"System.String\"><value>نص</value></data>\r\n</root>";

const DICT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>books</key><dict><key>NSStringLocalizedFormatKey</key><string>لديك %#@n@</string>
<key>n</key><dict><key>NSStringFormatSpecTypeKey</key><string>NSStringPluralRuleType</string><key>one</key><string>كتاب</string>
<key>few</key><string>%d كتب</string></dict></dict><key>only</key><dict><key>NSStringLocalizedFormatKey</key><string>%#@n@</string></dict></dict></plist>"#;

const ALL: [(&str, &str); 8] = [
    ("strings.xml", ANDROID),
    ("a.strings", APPLE),
    ("a.properties", PROPERTIES),
    ("a.json", JSON),
    ("a.arb", ARB),
    ("a.yml", YAML),
    ("a.resx", RESX),
    ("a.stringsdict", DICT),
];

fn options(extras: &[Extra]) -> ReadOptions {
    let extras = extras.iter().copied().collect();
    ReadOptions { lang: Some(Lang::arabic()), extras, ..ReadOptions::default() }
}

fn document(name: &str, bytes: &[u8], extras: &[Extra]) -> Result<Document> {
    read(&mut Input::from_bytes(bytes, name)?, &options(extras))
}

/// Returns the keys and texts of a document.
fn strings(document: &Document) -> Vec<(String, &str)> {
    let key = |at| match document.structure.labels.get(&at) {
        Some(Label::Key(key)) => key.clone(),
        _ => "-".to_owned(),
    };
    let blocks = document.blocks.iter().enumerate();
    blocks.map(|(at, block)| (key(at), block.span.of(&document.text))).collect()
}

fn assert_strings(name: &str, text: &str, expected: &[(&str, &str)]) {
    let document = document(name, text.as_bytes(), &[]).unwrap();
    let expected: Vec<_> = expected.iter().map(|(key, text)| ((*key).to_owned(), *text)).collect();
    assert_eq!(strings(&document), expected, "{name}");
    assert!(document.blocks.iter().all(|block| block.kind == BlockKind::String));
}

/// Returns the marked parts of a document.
fn marked(document: &Document, kind: MarkKind) -> Vec<&str> {
    let marks = document.structure.marks.iter().filter(|mark| mark.kind == kind);
    marks.map(|mark| mark.span.of(&document.text)).collect()
}

#[test]
fn android_strings_are_unescaped_and_folded() {
    assert_strings(
        "strings.xml",
        ANDROID,
        &[
            ("title", "المكتبة العامة"),
            ("due", "يُعاد بعد %1$d أيام، ثم %2$s"),
            ("quoted", "بداية و'نهاية'"),
            ("folded", "سطر أول وثان\nوثالث @ #"),
            ("cdata", "نص مائل & آخر"),
            ("at", "@ليس مرجعا"),
            ("books[one]", "كتاب"),
            ("books[few]", "%d كتب"),
            ("days[0]", "السبت"),
            ("days[1]", "الأحد"),
        ],
    );
    let read = document("strings.xml", ANDROID.as_bytes(), &[]).unwrap();
    assert_eq!(marked(&read, MarkKind::Bold), ["العامة"]);
    assert_eq!(marked(&read, MarkKind::Italic), ["مائل"]);
    assert_eq!(marked(&read, MarkKind::Placeholder), ["%1$d", "%2$s", "%d"]);
    let left = &read.structure.left_out;
    assert_eq!(
        (left[&Extra::Untranslatable], left[&Extra::Values], left[&Extra::Comments]),
        (2, 2, 2)
    );
    let all = document("strings.xml", ANDROID.as_bytes(), &Extra::ALL).unwrap();
    assert!(all.structure.left_out.is_empty());
    assert!(strings(&all).contains(&("ref".to_owned(), "@string/title")));
    assert!(strings(&all).contains(&("-".to_owned(), "الشاشة الأولى")));
}

#[test]
fn apple_strings_are_read_in_utf_8_and_utf_16() {
    let expected = [
        ("title", "المكتبة\nالعامة"),
        ("key", "قال: \"نعم\" م 😀"),
        ("alone", "alone"),
        ("bare.word", "%1$@ من %d%%"),
    ];
    assert_strings("a.strings", APPLE, &expected);
    let wide: Vec<u8> =
        format!("\u{FEFF}{APPLE}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    let read = document("noname", &wide, &[]).unwrap();
    assert_eq!(strings(&read)[1].1, expected[1].1);
    assert_eq!(read.structure.left_out[&Extra::Comments], 2);
    let title = &read.structure.skeleton.pieces[0];
    let units = wide[title.bytes.clone()].chunks_exact(2).map(|b| u16::from_be_bytes([b[0], b[1]]));
    assert_eq!(String::from_utf16(&units.collect::<Vec<_>>()).unwrap(), "المكتبة\\nالعامة");
    let binary = document("a.strings", b"bplist00\xD1", &[]).unwrap_err();
    assert!(binary.hint.unwrap().contains("plutil"));
}

#[test]
fn properties_go_on_over_lines() {
    assert_strings(
        "a.properties",
        PROPERTIES,
        &[
            ("title", "المكتبة"),
            ("save", "حفظ"),
            ("cancel", "إلغاء"),
            ("long", "أول وثان وثالث"),
            ("path", "C:\\users\t{0}"),
            ("key a:b", "=x"),
        ],
    );
    let latin = document("a.properties", b"a=caf\xE9 \\u0645\n", &[]).unwrap();
    assert_eq!(strings(&latin)[0].1, "café م");
    let arabic =
        b"a=\xC7\xE1\xE3\xDF\xCA\xC8\xC9 \xC7\xE1\xDA\xC7\xE3\xC9 \xC7\xE1\xCC\xCF\xED\xCF\xC9\n";
    assert_eq!(
        strings(&document("a.properties", arabic, &[]).unwrap())[0].1,
        "المكتبة العامة الجديدة"
    );
}

#[test]
fn json_is_read_with_the_way_to_each_text() {
    assert_strings(
        "a.json",
        JSON,
        &[
            ("app.title", "المكتبة\nم😀"),
            ("app.list.0", "أول"),
            ("app.list.2.x", "ثان"),
            ("n_few", "{{count}} كتب"),
            ("icu", "{n, plural, other {<b>#</b> كتاب}}"),
            ("html", "نص مائل\u{A0}هنا"),
            ("a.b", "نقطة"),
        ],
    );
    let read = document("a.json", JSON.as_bytes(), &[]).unwrap();
    assert_eq!(read.structure.left_out[&Extra::Values], 3);
    let message = "{n, plural, other {<b>#</b> كتاب}}";
    assert_eq!(marked(&read, MarkKind::Placeholder), ["{{count}}", message]);
    assert_strings("a.arb", ARB, &[("hello", "مرحبا يا {name}"), ("bye", "وداعا")]);
}

#[test]
fn yaml_keeps_words_and_leaves_values() {
    assert_strings(
        "a.yml",
        YAML,
        &[
            ("ar.title", "المكتبة"),
            ("ar.quoted", "أول\nثان"),
            ("ar.single", "قال: 'نعم'"),
            ("ar.block", "سطر\nآخر"),
            ("ar.folded", "نص واحد\nوثان"),
            ("ar.list.0", "أول"),
            ("ar.list.1", "ثان"),
            ("ar.yes", "نعم"),
            ("ar.no", "لا"),
            ("ar.word", "yes"),
            ("ar.text", "12"),
            ("ar.base.x", "أصل"),
            ("ar.?", "مركب"),
        ],
    );
    let read = document("a.yml", YAML.as_bytes(), &[]).unwrap();
    let left = &read.structure.left_out;
    assert_eq!(
        (left[&Extra::Values], left[&Extra::Untranslatable], left[&Extra::Comments]),
        (4, 1, 2)
    );
}

#[test]
fn resx_and_stringsdict_leave_what_is_no_text() {
    assert_strings(
        "a.resx",
        RESX,
        &[("title", "المكتبة\nالعامة"), ("btn.Text", "&حفظ {0} الآن"), ("s", "نص")],
    );
    let read = document("a.resx", RESX.as_bytes(), &[]).unwrap();
    assert_eq!(marked(&read, MarkKind::Bold), ["الآن"]);
    assert_eq!(read.structure.left_out.values().sum::<usize>(), 3);
    assert_strings(
        "a.stringsdict",
        DICT,
        &[("books", "لديك %#@n@"), ("books.n[one]", "كتاب"), ("books.n[few]", "%d كتب")],
    );
}

#[test]
fn content_and_name_tell_the_format() {
    for (name, bytes, format) in [
        ("x", ANDROID, "android"),
        ("x", APPLE, "strings"),
        ("x.txt", RESX, "resx"),
        ("x.plist", DICT, "stringsdict"),
        ("a.json", ARB, "arb"),
        ("x", JSON, "text"),
        ("x", PROPERTIES, "text"),
        (
            "a.json",
            "{\"source\":\"a\",\"target\":\"ب\"}\n{\"source\":\"c\",\"target\":\"د\"}\n",
            "text",
        ),
        ("a.json", "[{\"source\":\"a\",\"target\":\"ب\"}]", "text"),
        ("a.json", "{\n \"source\": \"المصدر\",\n \"target\": \"الهدف\"\n}", "json"),
        ("a.txt", "\"Yes,\" he said; \"no\" = \"never\".", "text"),
    ] {
        let mut input = Input::from_bytes(bytes, name).unwrap();
        assert_eq!(
            registry::of(&mut input, &ReadOptions::default()).unwrap().name,
            format,
            "{name}"
        );
    }
}

#[test]
fn damage_is_told_with_its_line() {
    for (name, text, line) in [
        ("strings.xml", "<resources>\n<string name='a'>ب</strin>", 2),
        ("strings.xml", "<resources>\n<string name='a'>ب", 2),
        ("a.strings", "\"a\" = \"b\";\n\"c\" = \"d\"\n\"e\" = \"f\";", 3),
        ("a.strings", "\n\"a\" = \"b;", 2),
        ("a.json", "{\n \"a\": \"b\",\n}", 3),
        ("a.json", "{\"a\": \"\\uD800\"}", 1),
        ("a.json", "{\"a\": 1} x", 1),
        ("a.yml", "a: ب\n b: c", 2),
        ("a.resx", "<root>\n<data name='a'><value>ب</data></root>", 2),
    ] {
        let error = document(name, text.as_bytes(), &[]).unwrap_err();
        assert_eq!(error.place.unwrap().line, Some(line), "{name} {}", error.message);
        assert!(error.hint.is_some());
    }
}

/// Reads a piece of a file again, alone in a file of its format.
fn again(name: &str, raw: &str) -> String {
    let text = match name {
        "strings.xml" if raw.contains('<') => {
            format!("<resources><string name='a'><![CDATA[{raw}]]></string></resources>")
        }
        "strings.xml" => format!(
            "<!DOCTYPE r [<!ENTITY app \"المكتبة\">]><resources><string name='a'>{raw}</string></resources>"
        ),
        "a.strings" => format!("\"a\" = \"{raw}\";"),
        "a.properties" => format!("a={raw}"),
        "a.json" | "a.arb" => format!("{{\"a\": \"{raw}\"}}"),
        "a.yml" if raw.starts_with(['|', '>']) => format!("a: {raw}\n"),
        "a.yml" => format!("a: {raw}"),
        "a.resx" => format!("<root><data name='a'><value>{raw}</value></data></root>"),
        _ => format!("<plist><dict><key>a</key><string>{raw}</string></dict></plist>"),
    };
    let read = document(name, text.as_bytes(), &Extra::ALL).unwrap();
    strings(&read).first().map(|(_, text)| (*text).to_owned()).unwrap_or_default()
}

fn assert_pieces(name: &str, bytes: &[u8]) {
    let Ok(document) = document(name, bytes, &[]) else { return };
    let mut end = 0;
    for piece in &document.structure.skeleton.pieces {
        assert!(piece.bytes.start >= end && piece.part == 0, "{name}: in order");
        end = piece.bytes.end;
        let raw = std::str::from_utf8(&bytes[piece.bytes.clone()]).unwrap();
        assert_eq!(again(name, raw).trim(), piece.text.of(&document.text).trim(), "{name}: {raw}");
    }
}

#[test]
fn each_piece_of_text_stands_in_the_file() {
    for (name, text) in ALL {
        assert_pieces(name, text.as_bytes());
        let document = document(name, text.as_bytes(), &[]).unwrap();
        let traced: usize = document.structure.skeleton.pieces.iter().map(|p| p.text.len()).sum();
        let read: usize = document.blocks.iter().map(|block| block.span.len()).sum();
        assert!(traced >= read, "{name}: all of the text is traced");
    }
}

proptest! {
    #[test]
    fn values_are_traced(key in "[a-z]{1,5}", text in "([a-zء-ي %{}:#,'&;<>/]|\\\\n|&amp;|<b>|</b>|\\\\u0645){0,30}") {
        for (name, file) in [
            ("strings.xml", format!("<resources><string name='{key}'>x{}</string></resources>", text.replace("&;", "").replace(['<', '>'], ""))),
            ("a.strings", format!("\"{key}\" = \"x{text}\";")),
            ("a.properties", format!("{key}=x{text}")),
        ] {
            assert_pieces(name, file.as_bytes());
        }
    }

    #[test]
    fn changed_files_are_read_or_refused(at in 0..2000_usize, with in "[\\x00-\\xFF]{0,3}", cut in 0..3_usize) {
        for (name, text) in ALL {
            let mut bytes = text.as_bytes().to_vec();
            let at = at % bytes.len();
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, with.bytes());
            let _ = document(name, &bytes, &Extra::ALL);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        for (name, _) in ALL {
            let _ = document(name, &bytes, &[]);
        }
    }
}
