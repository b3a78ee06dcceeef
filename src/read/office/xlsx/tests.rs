//! Small workbooks, each for one rule.

use super::super::testing::{check_skeleton, left_out, package, read, relations, shown};
use crate::document::Extra;

const NAMESPACES: &str = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' \
     xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'";

#[test]
fn cells_come_sheet_by_sheet() {
    let book = format!(
        "<workbook {NAMESPACES}><sheets><sheet name='الأسعار' r:id='b'/><sheet name='Sheet2' r:id='a'/>\
         <sheet name='سر' state='hidden' r:id='h'/></sheets></workbook>"
    );
    let links = relations(&[
        ("a", "worksheet", "worksheets/s1.xml"),
        ("b", "worksheet", "/xl/worksheets/s2.xml"),
        ("h", "worksheet", "worksheets/s3.xml"),
        ("s", "sharedStrings", "sharedStrings.xml"),
    ]);
    let strings = format!(
        "<sst {NAMESPACES}><si><t>واحد</t></si><si><r><t>كلمة </t></r><r><rPr><b/></rPr><t>عريضة</t></r>\
         <rPh><t>قراءة</t></rPh></si><si><t/></si><si><t>سطر_x000A_آخر</t></si></sst>"
    );
    let sheet = |data: &str| format!("<worksheet {NAMESPACES}>{data}</worksheet>");
    let first = sheet(
        "<cols><col min='3' max='4' hidden='1'/></cols><sheetData>\
         <row><c r='A1' t='s'><v>1</v></c><c r='B1' t='s'><v>0</v></c><c r='D1' t='s'><v>0</v></c>\
         <c t='s'><v>3</v></c><c t='s'><v>99</v></c><c t='s'><v>2</v></c></row>\
         <row hidden='1'><c r='A2' t='s'><v>0</v></c></row>\
         <row><c><v>45600</v></c><c t='b'><v>1</v></c><c r='E3' t='str'><f>A1</f><v>صيغة</v></c>\
         <c t='str'><v>نص</v></c><c t='e'><v>#N/A</v></c></row></sheetData>\
         <headerFooter><oddHeader>&amp;Cرأس &amp;P</oddHeader></headerFooter>",
    );
    let second = sheet(
        "<sheetData><row><c t='inlineStr'><is><t>داخل &amp; خارج</t></is></c></row></sheetData>",
    );
    let third = sheet("<sheetData><row><c t='s'><v>0</v></c></row></sheetData>");
    let comments = format!(
        "<comments {NAMESPACES}><commentList><comment ref='A1'><text><t>رأي</t></text></comment>\
         </commentList></comments>"
    );
    let sheet_links = relations(&[("c", "comments", "../comments1.xml")]);
    let parts = [
        ("xl/workbook.xml", &*book),
        ("xl/_rels/workbook.xml.rels", &*links),
        ("xl/sharedStrings.xml", &*strings),
        ("xl/worksheets/s1.xml", &*second),
        ("xl/worksheets/s2.xml", &*first),
        ("xl/worksheets/s3.xml", &*third),
        ("xl/worksheets/_rels/s2.xml.rels", &*sheet_links),
        ("xl/comments1.xml", &*comments),
    ];
    let document = read(&package(&parts), &[]).unwrap();
    check_skeleton(&document, &parts);
    let expected = [
        "heading: الأسعار",
        "cell: كلمة عريضة [b عريضة]",
        "cell: واحد",
        "cell: سطر\nآخر",
        "cell: نص",
        "cell: داخل & خارج",
    ];
    assert_eq!(shown(&document), expected);
    let expected =
        ["3 hidden texts", "1 comment", "1 page header or footer", "4 values without text"];
    assert_eq!(left_out(&document), expected);
    let all = read(&package(&parts), &Extra::ALL).unwrap();
    check_skeleton(&all, &parts);
    let all = shown(&all);
    for block in
        ["cell: TRUE", "cell: 45600", "cell: صيغة", "header: رأس", "note: رأي", "heading: سر"]
    {
        assert!(all.iter().any(|shown| shown == block), "{block}: {all:?}");
    }
}
