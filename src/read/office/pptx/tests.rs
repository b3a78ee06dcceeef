//! Small presentations, each for one rule.

use super::super::testing::{check_skeleton, left_out, package, read, relations, shown};
use crate::document::{Document, Extra};

const NAMESPACES: &str = "xmlns:p='http://schemas.openxmlformats.org/presentationml/2006/main' \
     xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' \
     xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' \
     xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' \
     xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'";

/// A shape with paragraphs; `role` is its placeholder.
fn shape(role: &str, paragraphs: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id='2' name='x'/><p:nvPr>{role}</p:nvPr></p:nvSpPr>\
         <p:txBody><a:bodyPr/>{paragraphs}</p:txBody></p:sp>"
    )
}

fn text(text: &str) -> String {
    format!("<a:p><a:r><a:t>{text}</a:t></a:r></a:p>")
}

fn slide(show: &str, shapes: &str) -> String {
    format!("<p:sld {NAMESPACES} {show}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>")
}

fn deck(slides: &[String], more: &[(&str, &str)], extras: &[Extra]) -> Document {
    let names: Vec<String> = (1..=slides.len()).map(|n| format!("ppt/slides/s{n}.xml")).collect();
    // The order is that of the list, not of the names.
    let list: String =
        (1..=slides.len()).rev().map(|n| format!("<p:sldId id='{n}' r:id='r{n}'/>")).collect();
    let main =
        format!("<p:presentation {NAMESPACES}><p:sldIdLst>{list}</p:sldIdLst></p:presentation>");
    let ids: Vec<String> = (1..=slides.len()).map(|n| format!("r{n}")).collect();
    let targets: Vec<String> = (1..=slides.len()).map(|n| format!("slides/s{n}.xml")).collect();
    let links: Vec<_> =
        ids.iter().zip(&targets).map(|(id, target)| (&**id, "slide", &**target)).collect();
    let links = relations(&links);
    let mut parts =
        vec![("ppt/presentation.xml", &*main), ("ppt/_rels/presentation.xml.rels", &links)];
    parts.extend(names.iter().map(|name| &**name).zip(slides.iter().map(|slide| &**slide)));
    parts.extend(more);
    let document = read(&package(&parts), extras).unwrap();
    check_skeleton(&document, &parts);
    document
}

#[test]
fn slides_come_in_their_order_with_titles_and_groups() {
    let body = "<a:p><a:pPr lvl='1'/><a:r><a:t>كلمة </a:t></a:r><a:r><a:rPr b='1'/><a:t>عريضة</a:t></a:r>\
                <a:br/><a:fld type='slidenum'><a:t>3</a:t></a:fld></a:p>\
                <a:p><a:pPr><a:buChar char='•'/></a:pPr><a:r><a:t>بند</a:t></a:r></a:p>";
    let group = format!(
        "<p:grpSp><p:nvGrpSpPr/><p:grpSp>{}</p:grpSp></p:grpSp>",
        shape("", &text("مجموعة"))
    );
    let first = slide(
        "",
        &[
            shape("<p:ph type='title'/>", &text("عنوان")),
            shape("<p:ph idx='1'/>", body),
            group,
            shape("<p:ph type='ftr'/>", &text("ذيل")),
            "<p:pic><p:nvPicPr><p:cNvPr id='1' descr='صورة'/></p:nvPicPr></p:pic>".to_owned(),
            format!(
                "<mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback>\
                 </mc:AlternateContent>",
                shape("", &text("مرة"))
            ),
        ]
        .concat(),
    );
    let document =
        deck(&[slide("", &shape("<p:ph type='ctrTitle'/>", &text("آخر"))), first], &[], &[]);
    let expected = [
        "heading: عنوان",
        "paragraph: كلمة عريضة\n3 [b عريضة]",
        "list: بند",
        "text-box: مجموعة",
        "alt: صورة",
        "text-box: مرة",
        "heading: آخر",
    ];
    assert_eq!(shown(&document), expected);
    assert_eq!(left_out(&document), ["1 page header or footer"]);
}

#[test]
fn tables_charts_and_notes_are_read() {
    let cell = |text: &str, more: &str| format!("<a:tc {more}><a:txBody>{text}</a:txBody></a:tc>");
    let table = format!(
        "<p:graphicFrame><p:nvGraphicFramePr/><a:graphic><a:graphicData><a:tbl><a:tr>{}{}</a:tr></a:tbl>\
         </a:graphicData></a:graphic></p:graphicFrame>",
        cell(&text("خلية"), "gridSpan='2'"),
        cell(&text("مدموجة"), "hMerge='1'")
    );
    let chart = "<p:graphicFrame><a:graphic><a:graphicData><c:chart r:id='c'/></a:graphicData></a:graphic>\
                 </p:graphicFrame>";
    let shown_slide = slide("", &format!("{table}{chart}"));
    let hidden = slide("show='0'", &shape("", &text("مخفي")));
    let notes = slide(
        "",
        &[shape("<p:ph type='body'/>", &text("ملاحظة")), shape("<p:ph type='sldNum'/>", &text("1"))]
            .concat(),
    );
    let rels = relations(&[
        ("n", "notesSlide", "../notes/n1.xml"),
        ("c", "chart", "../charts/c1.xml"),
        ("k", "comments", "../comments/k1.xml"),
    ]);
    let chart = format!(
        "<c:chartSpace {NAMESPACES}><c:title><c:rich>{}</c:rich></c:title></c:chartSpace>",
        text("رسم")
    );
    let comments = format!("<p:cmLst {NAMESPACES}><p:cm><p:text>رأي</p:text></p:cm></p:cmLst>");
    let more = [
        ("ppt/slides/_rels/s2.xml.rels", &*rels),
        ("ppt/notes/n1.xml", &*notes),
        ("ppt/charts/c1.xml", &*chart),
        ("ppt/comments/k1.xml", &*comments),
    ];
    let document = deck(&[hidden.clone(), shown_slide.clone()], &more, &[]);
    assert_eq!(shown(&document), ["cell: خلية", "text-box: رسم", "note: ملاحظة"]);
    let expected = ["2 hidden texts", "1 comment", "1 page header or footer"];
    assert_eq!(left_out(&document), expected);
    let all = deck(&[hidden, shown_slide], &more, &[Extra::Hidden, Extra::Comments]);
    let expected = [
        "cell: خلية",
        "cell: مدموجة",
        "text-box: رسم",
        "note: ملاحظة",
        "note: رأي",
        "text-box: مخفي",
    ];
    assert_eq!(shown(&all), expected);
}
