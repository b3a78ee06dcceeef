//! Small OpenDocument files, each for one rule.

use proptest::prelude::*;

use super::super::testing::{check_skeleton, left_out, package, read, shown};
use crate::document::{Document, Extra};

const NAMESPACES: &str = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
     xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' \
     xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' \
     xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' \
     xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' \
     xmlns:presentation='urn:oasis:names:tc:opendocument:xmlns:presentation:1.0' \
     xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0' xmlns:fo='fo' xmlns:dc='dc'";

const AUTOMATIC: &str = "\
    <style:style style:name='T1' style:family='text'>\
     <style:text-properties style:font-weight-complex='bold'/></style:style>\
    <style:style style:name='T2' style:family='text'><style:text-properties text:display='none'/></style:style>\
    <style:style style:name='P1' style:family='paragraph' style:parent-style-name='Loud'>\
     <style:text-properties fo:font-style='italic'/></style:style>\
    <style:style style:name='P2' style:family='paragraph' style:parent-style-name='Illustration'/>\
    <style:style style:name='dp' style:family='drawing-page'>\
     <style:drawing-page-properties presentation:visibility='hidden'/></style:style>\
    <style:style style:name='ta' style:family='table'><style:table-properties table:display='false'/></style:style>";

const STYLES: &str = "<office:styles>\
    <style:style style:name='Loud' style:family='paragraph'><style:text-properties fo:font-weight='700'/>\
    </style:style>\
    <style:style style:name='Illustration' style:family='paragraph' style:parent-style-name='Caption'/>\
    </office:styles><office:master-styles><style:master-page style:name='S'>\
    <style:header><text:p>رأس</text:p></style:header>\
    <style:footer style:display='false'><text:p>لا</text:p></style:footer>\
    </style:master-page></office:master-styles>";

fn file(kind: &str, body: &str, extras: &[Extra]) -> Document {
    let content = format!(
        "<office:document-content {NAMESPACES}><office:automatic-styles>{AUTOMATIC}</office:automatic-styles>\
         <office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    );
    let styles = format!("<office:document-styles {NAMESPACES}>{STYLES}</office:document-styles>");
    let mime = format!("application/vnd.oasis.opendocument.{kind}");
    let parts = [("mimetype", &*mime), ("content.xml", &*content), ("styles.xml", &*styles)];
    let document = read(&package(&parts), extras).unwrap();
    check_skeleton(&document, &parts);
    document
}

const BODY: &str = "\
    <text:sequence-decls><text:sequence-decl/></text:sequence-decls>\
    <text:h text:outline-level='1'>عنوان</text:h>\
    <text:p>نص  <text:span text:style-name='T1'>عريض</text:span><text:s text:c='2'/>ثم<text:tab/>تاب\
     <text:line-break/>سطر &amp; <text:a>رابط</text:a><text:span text:style-name='T2'>سر</text:span></text:p>\
    <text:p text:style-name='P1'>كله مائل</text:p>\
    <text:list><text:list-item><text:p>بند</text:p><text:list><text:list-item><text:p>فرعي</text:p>\
     </text:list-item></text:list></text:list-item></text:list>\
    <text:p>قبل<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>حاشية</text:p>\
     </text:note-body></text:note><office:annotation><dc:creator>أ</dc:creator><text:p>رأي</text:p>\
     </office:annotation> بعد</text:p>\
    <text:p><draw:frame><draw:text-box><text:p text:style-name='P2'>شكل 1<draw:frame><draw:image/>\
     <svg:desc>صورة</svg:desc></draw:frame></text:p></draw:text-box></draw:frame></text:p>\
    <table:table><table:table-row><table:table-cell><text:p>أ</text:p><text:p>ب</text:p></table:table-cell>\
     <table:covered-table-cell><text:p>مغطى</text:p></table:covered-table-cell></table:table-row></table:table>\
    <text:section text:display='none'><text:p>قسم</text:p></text:section>\
    <text:table-of-content><text:table-of-content-source><text:p>نمط</text:p></text:table-of-content-source>\
     <text:index-body><text:p>فهرس</text:p></text:index-body></text:table-of-content>";

#[test]
fn texts_are_read() {
    let document = file("text", BODY, &[]);
    let expected = [
        "heading: عنوان",
        "paragraph: نص عريض  ثم\tتاب\nسطر & رابط [b عريض] [a رابط]",
        "paragraph: كله مائل [i كله مائل]",
        "list: بند",
        "list: فرعي",
        "paragraph: قبل بعد",
        "note: حاشية",
        "caption: شكل 1",
        "alt: صورة",
        "cell: أ",
        "cell: ب",
        "paragraph: فهرس",
    ];
    assert_eq!(shown(&document), expected);
    assert_eq!(left_out(&document), ["3 hidden texts", "1 comment", "1 page header or footer"]);
    let all = shown(&file("text", BODY, &[Extra::Hidden, Extra::Comments, Extra::Furniture]));
    for block in ["note: رأي", "header: رأس", "paragraph: قسم", "cell: مغطى"] {
        assert!(all.iter().any(|shown| shown == block), "{block}: {all:?}");
    }
}

#[test]
fn deletions_are_counted_where_they_were() {
    let body = "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion><office:change-info>\
        <dc:creator>أ</dc:creator></office:change-info><text:p>محذوف</text:p></text:deletion>\
        </text:changed-region><text:changed-region text:id='c2'><text:insertion/></text:changed-region>\
        </text:tracked-changes><text:p>مد<text:change text:change-id='c1'/><text:change-start \
        text:change-id='c2'/>ي<text:change-end text:change-id='c2'/>نة</text:p>";
    let document = file("text", body, &[]);
    assert_eq!(shown(&document), ["paragraph: مدينة"]);
    assert_eq!(left_out(&document)[0], "1 deleted text");
    assert_eq!(shown(&file("text", body, &[Extra::Deleted])), ["paragraph: مدمحذوفينة"]);
}

#[test]
fn slides_and_sheets_are_read() {
    let slides = "<draw:page draw:name='1'>\
        <draw:frame presentation:class='title'><draw:text-box><text:p>عنوان</text:p></draw:text-box></draw:frame>\
        <draw:frame presentation:class='outline'><draw:text-box><text:list><text:list-item><text:p>بند</text:p>\
        </text:list-item></text:list></draw:text-box></draw:frame>\
        <draw:g><draw:custom-shape><text:p>شكل</text:p></draw:custom-shape></draw:g>\
        <draw:frame><table:table><table:table-row><table:table-cell><text:p>خلية</text:p></table:table-cell>\
        </table:table-row></table:table></draw:frame>\
        <presentation:notes><draw:frame presentation:class='notes'><draw:text-box><text:p>ملاحظة</text:p>\
        </draw:text-box></draw:frame></presentation:notes></draw:page>\
        <draw:page draw:style-name='dp'><draw:frame><draw:text-box><text:p>سر</text:p></draw:text-box>\
        </draw:frame></draw:page>";
    let document = file("presentation", slides, &[]);
    let expected =
        ["heading: عنوان", "paragraph: بند", "text-box: شكل", "cell: خلية", "note: ملاحظة"];
    assert_eq!(shown(&document), expected);
    assert_eq!(left_out(&document)[0], "1 hidden text");
    let sheets = "<table:table table:name='أسعار'><table:table-column table:number-columns-repeated='2'/>\
        <table:table-column table:visibility='collapse'/>\
        <table:table-row><table:table-cell office:value-type='string' table:number-columns-repeated='2'>\
        <text:p>سطر</text:p><text:p>آخر</text:p></table:table-cell>\
        <table:table-cell office:value-type='string'><text:p>عمود مخفي</text:p></table:table-cell>\
        <table:table-cell office:value-type='float'><text:p>1,5</text:p></table:table-cell></table:table-row>\
        <table:table-row table:visibility='filter'><table:table-cell><text:p>صف</text:p></table:table-cell>\
        </table:table-row></table:table><table:table table:name='سر' table:style-name='ta'><table:table-row>\
        <table:table-cell><text:p>ورقة</text:p></table:table-cell></table:table-row></table:table>";
    let document = file("spreadsheet", sheets, &[]);
    assert_eq!(shown(&document), ["heading: أسعار", "cell: سطر\nآخر"]);
    let expected = ["3 hidden texts", "1 page header or footer", "1 value without text"];
    assert_eq!(left_out(&document), expected);
}

#[test]
fn flat_files_are_read_and_encrypted_ones_told() {
    let flat = format!(
        "<?xml version='1.0'?>\n<office:document {NAMESPACES} office:mimetype=\
         'application/vnd.oasis.opendocument.text'>{STYLES}<office:body><office:text>\
         <text:p>\n  نص\n  طويل </text:p></office:text></office:body></office:document>"
    );
    let document = read(flat.as_bytes(), &[]).unwrap();
    check_skeleton(&document, &[("", &flat)]);
    assert_eq!(shown(&document), ["paragraph: نص طويل"]);
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", "<manifest:encryption-data/>"),
        ("content.xml", "xyz"),
    ];
    let error = read(&package(&parts), &[]).unwrap_err();
    assert!(error.message.contains("encrypted"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Elements in any order and number neither panic nor hang.
    #[test]
    fn any_elements_are_read(kind in 0_usize..3, tags in prop::collection::vec(0_usize..TAGS.len(), 0..40)) {
        let (mut body, mut open) = (String::new(), Vec::new());
        for tag in tags {
            match TAGS[tag] {
                "/" => body += &open.pop().map(|name| format!("</{name}>")).unwrap_or_default(),
                name if name.contains(':') => {
                    body += &format!("<{name}>");
                    open.push(name.split(' ').next().unwrap_or_default());
                }
                text => body += text,
            }
        }
        open.iter().rev().for_each(|name| body += &format!("</{name}>"));
        file(["text", "spreadsheet", "presentation"][kind], &body, &[]);
    }
}

const TAGS: [&str; 22] = [
    "/",
    "/",
    "/",
    " نص ",
    "text:p",
    "text:p text:style-name='P1'",
    "text:h",
    "text:span text:style-name='T1'",
    "text:span text:style-name='T2'",
    "text:s text:c='99999999999999'",
    "text:list",
    "text:note",
    "text:note-body",
    "text:tracked-changes",
    "text:change text:change-id='c1'",
    "office:annotation",
    "table:table",
    "table:table-row",
    "table:table-cell",
    "draw:frame",
    "draw:text-box",
    "draw:page",
];
