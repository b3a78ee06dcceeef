//! Small documents, each for one rule.

use proptest::prelude::*;

use super::super::testing::{check_skeleton, left_out, package, read, relations, shown};
use crate::{
    document::{Document, Extra},
    error::Result,
};

const NAMESPACES: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
     xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' \
     xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' \
     xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' \
     xmlns:pic='http://schemas.openxmlformats.org/drawingml/2006/picture' \
     xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' \
     xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' \
     xmlns:v='urn:schemas-microsoft-com:vml'";

const STYLES: &str = "\
    <w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>\
    <w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/><w:basedOn w:val='a'/>\
     <w:rPr><w:b/><w:bCs/></w:rPr></w:style>\
    <w:style w:type='paragraph' w:styleId='Mine'><w:name w:val='خاص'/><w:basedOn w:val='1'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Deep'><w:name w:val='عميق'/>\
     <w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>\
    <w:style w:type='paragraph' w:styleId='Arabic'><w:name w:val='عنوان 2'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Item'><w:name w:val='بند'/>\
     <w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr></w:style>\
    <w:style w:type='paragraph' w:styleId='Cap'><w:name w:val='caption'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Loop'><w:basedOn w:val='Loop'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Secret'><w:rPr><w:vanish/></w:rPr></w:style>\
    <w:style w:type='character' w:styleId='Strong'><w:rPr><w:b/><w:bCs/></w:rPr></w:style>\
    <w:style w:type='character' w:styleId='Hidden'><w:rPr><w:vanish/></w:rPr></w:style>";

/// The parts of a document with this body, and others.
pub(super) fn parts(body: &str, others: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let mut all = vec![
        ("_rels/.rels", relations(&[("a", "officeDocument", "word/document.xml")])),
        (
            "word/_rels/document.xml.rels",
            relations(&[
                ("s", "styles", "styles.xml"),
                ("f", "footnotes", "footnotes.xml"),
                ("e", "endnotes", "/word/endnotes.xml"),
                ("c", "comments", "comments.xml"),
                ("h", "header", "header1.xml"),
            ]),
        ),
        (
            "word/document.xml",
            format!(
                "<?xml version='1.0'?><w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
            ),
        ),
        ("word/styles.xml", format!("<w:styles {NAMESPACES}>{STYLES}</w:styles>")),
    ];
    for (name, text) in others {
        all.push((name, format!("<w:root {NAMESPACES}>{text}</w:root>")));
    }
    all
}

fn read_parts(parts: &[(&'static str, String)], extras: &[Extra]) -> Result<Document> {
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, &**text)).collect();
    let document = read(&package(&parts), extras)?;
    check_skeleton(&document, &parts);
    Ok(document)
}

fn blocks(body: &str) -> Vec<String> {
    shown(&read_parts(&parts(body, &[]), &[]).unwrap())
}

/// A paragraph of runs.
fn p(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

/// A run with this text.
fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

#[test]
fn runs_split_in_words_are_one_text() {
    let body = p(&format!(
        "<w:smartTag><w:smartTag>{}</w:smartTag></w:smartTag><w:proofErr/>{}<w:bookmarkStart w:id='1'/>\
         <w:dir w:val='rtl'>{}</w:dir>{}",
        r("افصل التي"),
        r("ار "),
        r("قبل "),
        "<w:r><w:t> الفتح </w:t><w:noBreakHyphen/><w:softHyphen/><w:tab/><w:t>a &amp; b&#x21;</w:t>\
         <w:br/><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>",
    ));
    assert_eq!(blocks(&body), ["paragraph: افصل التيار قبل الفتح\u{2011}\ta & b!\n✓"]);
}

#[test]
fn tracked_changes_are_accepted() {
    let deleted = "<w:del w:id='1'><w:r><w:delText>محذوف</w:delText></w:r></w:del>";
    let mark = "<w:pPr><w:pStyle w:val='1'/><w:rPr><w:del w:id='2'/></w:rPr></w:pPr>";
    let body = [
        p(&format!("{}{deleted}<w:ins w:id='3'>{}</w:ins>{}", r("مد"), r("ي"), r("نة"))),
        p(&format!("{mark}{deleted}")),
        p(&format!("{mark}{}", r("أول "))),
        p(&r("ثان")),
        p("<w:moveFrom><w:r><w:t>منقول</w:t></w:r></w:moveFrom>"),
        p(&format!("<w:moveTo>{}</w:moveTo>", r("منقول"))),
        format!("<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>", p(&r("صف"))),
        p(
            "<w:pPr><w:pPrChange><w:pPr><w:pStyle w:val='1'/></w:pPr></w:pPrChange></w:pPr>\
             <w:r><w:rPr><w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr><w:t>تغيير</w:t></w:r>"
        ),
    ]
    .concat();
    let document = read_parts(&parts(&body, &[]), &[]).unwrap();
    let expected =
        ["paragraph: مدينة", "paragraph: أول ثان", "paragraph: منقول", "paragraph: تغيير"];
    assert_eq!(shown(&document), expected);
    assert_eq!(left_out(&document), ["4 deleted texts"]);
    let all = read_parts(&parts(&body, &[]), &[Extra::Deleted]).unwrap();
    assert_eq!(shown(&all)[..3], ["paragraph: مدمحذوفينة", "heading: محذوف", "heading: أول"]);
    assert!(all.structure.left_out.is_empty());
}

#[test]
fn notes_stand_after_the_block_that_calls_them() {
    let note = |id: u32, text: &str| {
        let sign = "<w:r><w:footnoteRef/></w:r>";
        format!("<w:footnote w:id='{id}'>{}</w:footnote>", p(&format!("{sign}{}", r(text))))
    };
    let notes = format!(
        "<w:footnote w:type='separator' w:id='0'>{}</w:footnote>{}{}",
        p(&r("-")),
        note(2, " حاشية"),
        note(3, "ثانية")
    );
    let end = format!("<w:endnote w:id='2'>{}</w:endnote>", p(&r("ختام")));
    let comment = format!("<w:comment w:id='0'>{}</w:comment>", p(&r("تعليق")));
    let body = [
        p(&format!(
            "{}<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:commentReference w:id='0'/></w:r>{}\
             <w:r><w:footnoteReference w:id='3' w:customMarkFollows='1'/><w:t>*</w:t></w:r>\
             <w:r><w:footnoteReference w:id='0'/></w:r><w:r><w:footnoteReference w:id='2'/></w:r>",
            r("نص"),
            r(" آخر")
        )),
        p(&format!("{}<w:r><w:endnoteReference w:id='2'/></w:r>", r("بعد"))),
    ]
    .concat();
    let others = [
        ("word/footnotes.xml", &*notes),
        ("word/endnotes.xml", &*end),
        ("word/comments.xml", &*comment),
    ];
    let document = read_parts(&parts(&body, &others), &[]).unwrap();
    let expected =
        ["paragraph: نص آخر", "note: حاشية", "note: ثانية", "paragraph: بعد", "note: ختام"];
    assert_eq!(shown(&document), expected);
    assert_eq!(left_out(&document), ["1 comment"]);
    let all = read_parts(&parts(&body, &others), &[Extra::Comments]).unwrap();
    assert_eq!(shown(&all)[2], "note: تعليق");
}

#[test]
fn text_boxes_come_once_and_pictures_by_their_text() {
    let inner = p(&r("صندوق"));
    let content = format!("<w:txbxContent>{inner}</w:txbxContent>");
    let shape = format!("<v:shape alt='شكل'><v:textbox>{content}</v:textbox></v:shape>");
    let body = p(&format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>\
         <wp:docPr id='1' name='Box' descr=''/>{content}</wp:anchor></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict>{shape}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{}\
         <w:r><w:pict>{shape}</w:pict></w:r>\
         <w:r><w:drawing><wp:inline><wp:docPr descr='صورة' title='عنوان'/>\
         <pic:cNvPr descr='صورة'/></wp:inline></w:drawing></w:r>\
         <w:r><w:drawing><wp:inline><wp:docPr descr='photo.JPG'/></wp:inline></w:drawing></w:r>",
        r("فقرة")
    ));
    let document = read_parts(&parts(&body, &[]), &[]).unwrap();
    let expected =
        ["paragraph: فقرة", "text-box: صندوق", "alt: شكل", "text-box: صندوق", "alt: صورة"];
    assert_eq!(shown(&document), expected);
    assert_eq!(left_out(&document), ["1 value without text"]);
}

#[test]
fn tables_nest_and_merge() {
    let cell = |properties: &str, content: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>")
    };
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let nested = format!("<w:tbl>{}</w:tbl>{}", row(&[cell("", &p(&r("داخل")))]), p(""));
    let body = format!(
        "<w:tbl>{}{}<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:tbl>{}",
        row(&[cell("<w:vMerge w:val='restart'/>", &p(&r("أعلى"))), cell("", &p(&r("1")))]),
        row(
            &[cell("<w:vMerge/>", &p(&r("لا يظهر"))), cell("", &format!("{}{nested}", p(&r("2")))),]
        ),
        row(&[format!("<w:tc>{}{}</w:tc>", p(&r("بلا")), p(&r("خصائص")))]),
        p(&r("بعد"))
    );
    let document = read_parts(&parts(&body, &[]), &[]).unwrap();
    let expected = [
        "cell: أعلى",
        "cell: 1",
        "cell: 2",
        "cell: داخل",
        "cell: بلا",
        "cell: خصائص",
        "paragraph: بعد",
    ];
    assert_eq!(shown(&document), expected);
    assert_eq!(left_out(&document), ["1 hidden text"]);
}

/// A sign of a field.
fn sign(kind: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>")
}

fn code(text: &str) -> String {
    format!("<w:r><w:instrText> {text} </w:instrText></w:r>")
}

#[test]
fn fields_give_their_results() {
    let (begin, then, end) = (sign("begin"), sign("separate"), sign("end"));
    let inner = format!("{begin}{}{then}{}{end}", code("MERGEFIELD Sex"), r("F"));
    let body = [
        p(&format!("{begin}{}{inner}{}{then}{}{end}", code("IF"), code("= F"), r("حضرة"))),
        p(&format!("{begin}{}{then}{}{end} {}", code("HYPERLINK \"x\""), r("رابط"), r(" بعد"))),
        p(&format!("<w:fldSimple w:instr=' SEQ a '>{}</w:fldSimple>", r("1"))),
        p(&format!("<w:hyperlink r:id='x'>{}</w:hyperlink>", r("صلة"))),
        p(&format!("{begin}{}{end}{}", code("XE \"أ\""), r("فهرس"))),
    ];
    let expected = [
        "paragraph: حضرة",
        "paragraph: رابط بعد [a رابط]",
        "paragraph: 1",
        "paragraph: صلة [a صلة]",
        "paragraph: فهرس",
    ];
    assert_eq!(blocks(&body.concat()), expected);
    // A field without an end takes nothing along.
    let broken = p(&format!("{begin}{}{}", code("PAGE"), r("باق")));
    assert_eq!(blocks(&broken), ["paragraph: باق"]);
}

#[test]
fn styles_tell_kinds() {
    let styled = |style: &str, more: &str| {
        p(&format!("<w:pPr><w:pStyle w:val='{style}'/>{more}</w:pPr>{}", r("نص")))
    };
    let number = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>";
    let none = "<w:numPr><w:numId w:val='0'/></w:numPr>";
    for (style, more, kind) in [
        ("1", "", "heading"),
        ("Mine", number, "heading"),
        ("Deep", "", "heading"),
        ("Deep", "<w:outlineLvl w:val='9'/>", "paragraph"),
        ("Arabic", "", "heading"),
        ("Heading3", "", "heading"),
        ("a", "<w:outlineLvl w:val='0'/>", "heading"),
        ("a", number, "list"),
        ("Item", "", "list"),
        ("Item", none, "paragraph"),
        ("Cap", "", "caption"),
        ("Loop", "", "paragraph"),
    ] {
        assert_eq!(blocks(&styled(style, more)), [format!("{kind}: نص")], "{style} {more}");
    }
}

#[test]
fn type_is_marked_where_it_differs() {
    let run = |properties: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t>كلمة</w:t></w:r>{}", r(" نص"))
    };
    for (style, properties, marks) in [
        ("a", "<w:b/>", " [b كلمة]"),
        ("a", "<w:b w:val='0'/>", ""),
        ("a", "<w:bCs/><w:rtl/>", " [b كلمة]"),
        ("a", "<w:b/><w:bCs w:val='false'/><w:rtl/>", ""),
        ("a", "<w:bCs/>", ""),
        ("a", "<w:i/><w:b/>", " [b كلمة] [i كلمة]"),
        ("a", "<w:rStyle w:val='Strong'/>", " [b كلمة]"),
        ("a", "<w:rStyle w:val='Strong'/><w:b w:val='0'/>", ""),
        ("1", "<w:b/>", ""),
        ("1", "<w:rStyle w:val='Strong'/>", ""),
    ] {
        let body = p(&format!("<w:pPr><w:pStyle w:val='{style}'/></w:pPr>{}", run(properties)));
        let found = blocks(&body);
        let (_, text) = found[0].split_once(": ").unwrap();
        assert_eq!(text, format!("كلمة نص{marks}"), "{style} {properties}");
    }
}

#[test]
fn hidden_text_is_left_out() {
    let body = [
        p(&format!(
            "{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>سر</w:t></w:r>\
             <w:r><w:rPr><w:rStyle w:val='Hidden'/></w:rPr><w:t>سر</w:t></w:r>",
            r("ظاهر")
        )),
        p(&format!("<w:pPr><w:pStyle w:val='Secret'/></w:pPr>{}", r("سر"))),
    ]
    .concat();
    let document = read_parts(&parts(&body, &[]), &[]).unwrap();
    assert_eq!(shown(&document), ["paragraph: ظاهر"]);
    assert_eq!(left_out(&document), ["3 hidden texts"]);
    let all = read_parts(&parts(&body, &[]), &[Extra::Hidden]).unwrap();
    assert_eq!(shown(&all), ["paragraph: ظاهرسرسر", "paragraph: سر"]);
}

#[test]
fn running_heads_come_when_asked_for() {
    let section = "<w:sectPr><w:headerReference w:type='default' r:id='h'/>\
                   <w:headerReference w:type='first' r:id='h'/></w:sectPr>";
    let body = format!("{}{section}", p(&r("نص")));
    let header = p(&r("رأس"));
    let all = parts(&body, &[("word/header1.xml", &header)]);
    let document = read_parts(&all, &[]).unwrap();
    assert_eq!(shown(&document), ["paragraph: نص"]);
    assert_eq!(left_out(&document), ["1 page header or footer"]);
    let document = read_parts(&all, &[Extra::Furniture]).unwrap();
    assert_eq!(shown(&document), ["paragraph: نص", "header: رأس"]);
}

#[test]
fn the_main_part_is_found_by_the_relationships() {
    let text = "<x:document xmlns:x='http://purl.oclc.org/ooxml/wordprocessingml/main'>\
                <x:body><x:p><x:r><x:t>نص</x:t></x:r></x:p></x:body></x:document>";
    let types = "<Types><Override PartName='/main.xml' ContentType='application/vnd.openxmlformats-\
                 officedocument.wordprocessingml.document.main+xml'/></Types>";
    let rels = relations(&[("a", "officeDocument", "/Main.xml")]);
    let parts = [("main.xml", text), ("[Content_Types].xml", types), ("_rels/.rels", &*rels)];
    assert_eq!(shown(&read(&package(&parts), &[]).unwrap()), ["paragraph: نص"]);
    let cut = [("word/document.xml", "<w:document><w:body>")];
    let error = read(&package(&cut), &[]).unwrap_err();
    assert!(error.message.contains("'word/document.xml' in the package is damaged"), "{error}");
}

#[test]
fn what_nests_too_deep_is_refused() {
    let deep = |count: usize, open: &str, close: &str| {
        let body = format!("{}{}{}", open.repeat(count), r("نص"), close.repeat(count));
        read_parts(&parts(&body, &[]), &[]).is_err()
    };
    let table = ["<w:tbl><w:tr><w:tc><w:p/>", "</w:tc></w:tr></w:tbl>"];
    assert!(!deep(20, table[0], table[1]) && deep(100, table[0], table[1]));
    let text_box = ["<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"];
    assert!(!deep(5, text_box[0], text_box[1]) && deep(30, text_box[0], text_box[1]));
}

/// A paragraph of random runs: each its text, and whether it is bold, deleted or hidden.
fn runs() -> impl Strategy<Value = Vec<(String, u8)>> {
    prop::collection::vec(("[ ء-ي a-z&<>\"'٠-٩]{0,8}", 0_u8..6), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Text comes out as it went in, and each piece stands in its bytes.
    #[test]
    fn what_is_written_is_read(paragraphs in prop::collection::vec(runs(), 1..5)) {
        let (mut body, mut expected) = (String::new(), Vec::new());
        for runs in &paragraphs {
            let (mut inner, mut text) = (String::new(), String::new());
            for (run, kind) in runs {
                let raw = quick_xml::escape::escape(run);
                inner += &match kind {
                    0 => format!("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>{raw}</w:t></w:r>"),
                    1 => format!("<w:del><w:r><w:delText>{raw}</w:delText></w:r></w:del>"),
                    2 => format!("<w:r><w:rPr><w:vanish/></w:rPr><w:t>{raw}</w:t></w:r>"),
                    3 => format!("<w:ins>{}</w:ins>", r(&raw)),
                    _ => r(&raw),
                };
                if !matches!(kind, 1 | 2) {
                    text += run;
                }
            }
            body += &p(&inner);
            expected.extend(Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
        }
        let document = read_parts(&parts(&body, &[]), &[]).unwrap();
        let texts: Vec<&str> = document.blocks.iter().map(|b| b.span.of(&document.text)).collect();
        prop_assert_eq!(texts, expected);
    }

    /// Elements in any order and number neither panic nor hang.
    #[test]
    fn any_elements_are_read(tags in prop::collection::vec(0_usize..TAGS.len(), 0..40)) {
        let mut body = String::new();
        let mut open = Vec::new();
        for tag in tags {
            match TAGS[tag] {
                "/" => body += &open.pop().map(|name| format!("</{name}>")).unwrap_or_default(),
                leaf if leaf.ends_with('/') || !leaf.starts_with("w:") => body += &match leaf {
                    text if !text.starts_with("w:") => text.to_owned(),
                    leaf => format!("<{leaf}>"),
                },
                name => {
                    body += &format!("<{name}>");
                    open.push(name.split(' ').next().unwrap_or_default().to_owned());
                }
            }
        }
        open.iter().rev().for_each(|name| body += &format!("</{name}>"));
        let note = format!("<w:footnote w:id='1'>{}</w:footnote>", p(&r("ح")));
        let _ = read_parts(&parts(&body, &[("word/footnotes.xml", &note)]), &[]);
    }

    /// Nor does any damage to the bytes of a package.
    #[test]
    fn any_damage_is_survived(at in 0_usize..4000, byte: u8, cut in 0_usize..4000) {
        let all = parts(&p(&r("نص")), &[]);
        let all: Vec<(&str, &str)> = all.iter().map(|(name, text)| (*name, &**text)).collect();
        let mut bytes = package(&all);
        let length = bytes.len();
        bytes[at % length] = byte;
        bytes.truncate(length - cut.min(length) / 8);
        let _ = read(&bytes, &[]);
    }
}

const TAGS: [&str; 26] = [
    "/",
    "/",
    "/",
    "w:p",
    "w:p",
    "w:r",
    "w:r",
    "w:t",
    "نص",
    "w:tbl",
    "w:tr",
    "w:tc",
    "w:tcPr",
    "w:vMerge/",
    "w:del",
    "w:ins",
    "w:pPr",
    "w:rPr",
    "w:vanish/",
    "w:sdt",
    "w:pict",
    "w:txbxContent",
    "w:fldChar w:fldCharType='begin'/",
    "w:fldChar w:fldCharType='separate'/",
    "w:fldChar w:fldCharType='end'/",
    "w:footnoteReference w:id='1'/",
];
