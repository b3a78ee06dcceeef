//! Documents within a document.

use super::{
    super::testing::{left_out, read, shown},
    tests::parts,
};

/// The parts of a document that holds others, and those.
fn with_chunks(chunks: &[(&'static str, &[u8])]) -> Vec<u8> {
    let body: String = (0..chunks.len()).map(|at| format!("<w:altChunk r:id='c{at}'/>")).collect();
    let body = format!(
        "<w:p><w:r><w:t>قبل</w:t></w:r></w:p>{body}<w:tbl><w:tr><w:tc><w:altChunk r:id='c0'/>\
         <w:p/></w:tc></w:tr></w:tbl><w:p><w:r><w:t>بعد</w:t></w:r></w:p>"
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8]| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, bytes).unwrap();
    };
    for (name, text) in parts(&body, &[]) {
        let links: String = chunks
            .iter()
            .enumerate()
            .map(|(at, (chunk, _))| {
                format!("<Relationship Id='c{at}' Type='http://x/aFChunk' Target='/{chunk}'/>")
            })
            .collect();
        let text = match name {
            "word/_rels/document.xml.rels" => text.replace("</Rel", &format!("{links}</Rel")),
            _ => text,
        };
        put(name, text.as_bytes());
    }
    chunks.iter().for_each(|(name, bytes)| put(name, bytes));
    zip.finish().unwrap().into_inner()
}

#[test]
fn documents_within_are_read_where_they_stand() {
    let page = "<html><body><h1>عنوان</h1><p>نص <b>عريض</b></p></body></html>";
    let mail = format!("MIME-Version: 1.0\nContent-Type: text/html\n\n{page}");
    let inner = with_chunks(&[("word/c.txt", "سطر\nآخر".as_bytes())]);
    let file = with_chunks(&[
        ("word/a.html", page.as_bytes()),
        ("word/b.docx", &inner),
        ("word/c.mht", mail.as_bytes()),
        ("word/d.rtf", b"{\\rtf1 x}"),
        ("word/e.docx", b"PK no package"),
    ]);
    let document = read(&file, &[]).unwrap();
    let expected = [
        "paragraph: قبل",
        "heading: عنوان",
        "paragraph: نص عريض [b عريض]",
        "paragraph: قبل",
        "paragraph: سطر",
        "paragraph: آخر",
        "cell: سطر",
        "cell: آخر",
        "paragraph: بعد",
        "heading: عنوان",
        "paragraph: نص عريض [b عريض]",
        "cell: عنوان",
        "cell: نص عريض [b عريض]",
        "paragraph: بعد",
    ];
    assert_eq!(shown(&document), expected);
    assert_eq!(left_out(&document), ["2 documents within the document"]);
    assert_eq!(document.structure.skeleton.parts, ["word/document.xml", "word/a.html"]);
}

#[test]
fn documents_within_documents_end_somewhere() {
    let mut file = with_chunks(&[("word/c.txt", b"text")]);
    for _ in 0..8 {
        file = with_chunks(&[("word/c.docx", &file)]);
    }
    let document = read(&file, &[]).unwrap();
    assert!(!left_out(&document).is_empty());
}
