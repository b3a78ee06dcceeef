//! Pages as they are written, from clean to broken.

use std::io::Write;

use proptest::prelude::*;

use crate::{
    document::{BlockKind, Document, Extra, MarkKind},
    error::Result,
    read::{input::Input, plain::ReadOptions, registry},
};

fn options(extras: &[Extra]) -> ReadOptions {
    ReadOptions {
        lang: Some("ar".parse().unwrap()),
        extras: extras.iter().copied().collect(),
        ..Default::default()
    }
}

fn read_as(bytes: &[u8], name: &str, extras: &[Extra]) -> Result<Document> {
    registry::read(&mut Input::from_bytes(bytes, name)?, &options(extras))
}

fn blocks(document: &Document) -> Vec<(BlockKind, &str)> {
    document.blocks.iter().map(|b| (b.kind, b.span.of(&document.text))).collect()
}

/// Checks the blocks of a page in a line each: the initial of the kind, then the text.
#[track_caller]
fn check(page: &str, expected: &[&str]) {
    check_as(page, "a.html", &[], expected);
}

#[track_caller]
fn check_as(page: &str, name: &str, extras: &[Extra], expected: &[&str]) {
    let document = read_as(page.as_bytes(), name, extras).unwrap();
    let initial = |kind| match kind {
        BlockKind::Heading => 'h',
        BlockKind::ListItem => 'l',
        BlockKind::Cell => 'c',
        BlockKind::Note => 'n',
        BlockKind::Caption => 't',
        BlockKind::Alternative => 'a',
        BlockKind::Footer => 'f',
        BlockKind::Header => 'r',
        _ => 'p',
    };
    let found = blocks(&document);
    let found: Vec<String> =
        found.iter().map(|(kind, text)| format!("{} {text}", initial(*kind))).collect();
    assert_eq!(found, expected);
}

fn marked(document: &Document, kind: MarkKind) -> Vec<&str> {
    let marks = document.structure.marks.iter().filter(|mark| mark.kind == kind);
    marks.map(|mark| mark.span.of(&document.text)).collect()
}

#[test]
fn blocks_are_told_by_elements() {
    check(
        "<!doctype html><title>النافذة</title><h1>عنوان</h1>نص\n  حر<p>فقرة<br>وسطر\
         <ul><li>أول<li>ثان<ul><li>داخلي</ul>تتمة</ul>\
         <table><caption>جدول</caption><tr><th>رأس<td>خلية<p>وفقرة<tr><td>أخرى</table>\
         <dl><dt>لفظ<dd>معناه</dl><blockquote><p>قول</p></blockquote>\
         <figure><img alt='صورة'><figcaption>شرح</figcaption></figure>\
         <div role=heading aria-level=2>عنوان ثان</div><pre>\nسطر\n  وسطر</pre>",
        &[
            "h عنوان",
            "p نص حر",
            "p فقرة\nوسطر",
            "l أول",
            "l ثان",
            "l داخلي",
            "l تتمة",
            "t جدول",
            "c رأس",
            "c خلية",
            "c وفقرة",
            "c أخرى",
            "l لفظ",
            "l معناه",
            "p قول",
            "a صورة",
            "t شرح",
            "h عنوان ثان",
            "p سطر\n  وسطر",
        ],
    );
}

#[test]
fn text_is_joined_where_it_reads_as_one() {
    check(
        "<p>كل<b>مة</b> و<span>أخرى</span>&nbsp;و&#1575;&laquo;قول&raquo;<!-- ملاحظة --> هنا\n\
         <wbr>انتهى<sup><a href='#n1'>[1]</a></sup>.<div>قبل<p>وسط</p>بعد</div>\
         <p>10<sup>2</sup> م",
        &["p كلمة وأخرى\u{A0}وا«قول» هنا انتهى.", "p قبل", "p وسط", "p بعد", "p 102 م"],
    );
}

#[test]
fn old_programs_break_lines_twice() {
    check(
        "<P>أول<BR><BR>\nثان<P>ثالث<BR><BR>رابع<HR>خامس<BR>وسطر<BR> <BR>سادس",
        &["p أول", "p ثان", "p ثالث", "p رابع", "p خامس\nوسطر", "p سادس"],
    );
    check("<p>أول<br><br>منه</p><p>ثان</p>", &["p أول\n\nمنه", "p ثان"]);
}

#[test]
fn marks_are_kept_and_go_on_over_blocks() {
    let page = "<p><b>عريض</b> و<em>مائل</em> و<a href=x>رابط</a><a name=y>مرساة</a>\
                <p><strong>يبدأ<p>ويستمر</strong> وينتهي<p><span style='font-weight: bold'>نمط</span>\
                <table><tr><td><i>في خلية<td>لا</table>خارجها";
    let document = read_as(page.as_bytes(), "a.html", &[]).unwrap();
    assert_eq!(marked(&document, MarkKind::Bold), ["عريض", "يبدأ", "ويستمر", "نمط"]);
    assert_eq!(marked(&document, MarkKind::Italic), ["مائل", "في خلية"]);
    assert_eq!(marked(&document, MarkKind::Link), ["رابط"]);
}

#[test]
fn hidden_text_is_counted_or_asked_for() {
    let page = "<p>ظاهر<span hidden>مخفي</span> وظاهر</p><div style='display: none'><p>نمط<p>آخر</div>\
                <template><p>قالب</p></template><noscript>بلا</noscript><script>let a='<p>';</script>\
                <div><span aria-hidden=true>•</span> بند</div><style>p{}</style>\
                <a hidden href=x>رابط</a><p>آخر</p>";
    let document = read_as(page.as_bytes(), "a.html", &[]).unwrap();
    let expected = [
        (BlockKind::Paragraph, "ظاهر وظاهر"),
        (BlockKind::ListItem, "بند"),
        (BlockKind::Paragraph, "آخر"),
    ];
    assert_eq!(blocks(&document), expected);
    assert_eq!(document.structure.left_out[&Extra::Hidden], 5);
    let all = read_as(page.as_bytes(), "a.html", &[Extra::Hidden]).unwrap();
    assert!(all.text.contains("مخفي") && all.text.contains("قالب") && !all.text.contains("let"));
}

#[test]
fn the_article_is_told_from_what_is_around() {
    let page = "<body><header><nav><a href=1>الرئيسية</a></nav><h1>عنوان المقال</h1></header>\
                <div class='cookie-notice'>نستخدم ملفات</div>\
                <ul><li><a href=1>سياسة</a><li><a href=2>اقتصاد</a><li><a href=3>رياضة</a>\
                <li><a href=4>فن</a></ul>\
                <form><label>بحث</label><input placeholder='اكتب'><button>ابحث</button></form>\
                <div>وصل الوفد إلى المدينة مساء أمس بعد رحلة طويلة شاقة.</div>\
                <aside>اقرأ أيضا</aside><footer>الحقوق محفوظة</footer>";
    check(page, &["h عنوان المقال", "p وصل الوفد إلى المدينة مساء أمس بعد رحلة طويلة شاقة."]);
    let whole = read_as(page.as_bytes(), "a.html", &[Extra::Navigation]).unwrap();
    assert_eq!(whole.blocks.len(), 13);
    assert_eq!(whole.blocks[12].kind, BlockKind::Footer);
}

#[test]
fn a_form_around_the_whole_page_is_none() {
    let page = "<form id=aspnet><div class=sidebar-page><h1>عنوان</h1><p>نص طويل يملأ الصفحة كلها</div></form>";
    check(page, &["h عنوان", "p نص طويل يملأ الصفحة كلها"]);
    check("<nav><p>لا شيء سواه</nav>", &["p لا شيء سواه"]);
    check("<title>عنوان وحيد</title>", &["h عنوان وحيد"]);
}

#[test]
fn what_the_page_calls_its_main_part_is_the_article() {
    check(
        "<div>شريط جانبي</div><main><h1>عنوان</h1><p>نص المقال أطول من غيره بكثير</main><div>إعلان</div>",
        &["h عنوان", "p نص المقال أطول من غيره بكثير"],
    );
}

#[test]
fn notes_are_notes_and_code_is_code() {
    check(
        "<p>نص<a role=doc-noteref href='#f'>1</a></p><pre><code class=language-rust>fn a()</code></pre>\
         <section role=doc-endnotes><ol><li>حاشية <a role=doc-backlink href='#r'>↩</a></ol></section>",
        &["p نص", "n حاشية"],
    );
    let code = "<p>نص</p><pre><code>fn a()</code></pre>";
    check_as(code, "a.html", &[Extra::Code], &["p نص", "p fn a()"]);
    check("<div class='body lang-ar'><p>نص", &["p نص"]);
}

#[test]
fn broken_pages_are_read() {
    check(
        "<p>أول</div></b></li><td>ثان</p><h2>ثالث</h3>رابع<a <b>خامس</",
        &["p أول", "p ثان", "h ثالث", "p رابعخامس</"],
    );
    check("<html><head><title>ن</title><p>بلا جسم", &["p بلا جسم"]);
    check("<p>أ & ب &lt; ج &unknown; د", &["p أ & ب < ج &unknown; د"]);
    check(
        "<?xml version='1.0'?><html><script src='a'/><p/>نص<a id='b'/> آخر</html>",
        &["p نص آخر"],
    );
}

#[test]
fn deep_pages_do_not_overflow() {
    for tag in ["div", "b", "table", "ul", "span", "p", "svg", "x"] {
        let deep = format!("<{tag}>").repeat(100_000) + "نص" + &format!("</{tag}>").repeat(100_000);
        let document = read_as(format!("<!doctype html>{deep}").as_bytes(), "a.html", &[]).unwrap();
        assert_eq!(blocks(&document).len(), 1, "{tag}");
    }
}

#[test]
fn the_language_of_the_page_counts_where_its_text_does_not_tell() {
    let page = "<html lang=fa><p>12</p>";
    let mut input = Input::from_bytes(page, "a.html").unwrap();
    assert_eq!(registry::read(&mut input, &Default::default()).unwrap().lang.as_str(), "fa");
}

#[test]
fn markdown_is_read() {
    let text = "---\ntitle: س\nlang: ar\n---\n# عنوان #\n\nنص **عريض**\nيتبع[^1] `رمز`.  \nسطر\\\nثان <b>و</b><!-- لا -->\n\n\
                - أول\n- [x] ثان\n\n  فقرة منه\n\n> قول\n\n| أ | ب |\n|---|---|\n| ج | د |\n\n\
                ![صورة](a.png)\n\n```\nfn\n```\n\n<div>\n<p>خام</p>\n</div>\n\n[^1]: حاشية\n";
    check_as(
        text,
        "a.md",
        &[],
        &[
            "h عنوان",
            "p نص عريض يتبع رمز.\nسطر\nثان و",
            "l أول",
            "l ثان",
            "l فقرة منه",
            "p قول",
            "c أ",
            "c ب",
            "c ج",
            "c د",
            "a صورة",
            "p خام",
            "n حاشية",
        ],
    );
    let document = read_as(text.as_bytes(), "a.md", &[]).unwrap();
    assert_eq!(marked(&document, MarkKind::Bold), ["عريض", "و"]);
    let left_out: Vec<_> = document.structure.left_out.into_iter().collect();
    assert_eq!(left_out, [(Extra::Comments, 1), (Extra::Code, 1), (Extra::Values, 1)]);
    check_as("نص\n\n    fn", "a.md", &[Extra::Code], &["p نص", "p fn"]);
}

/// Makes a package of parts.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn book(extra: &[(&str, &str)]) -> Vec<u8> {
    let container = "<container><rootfiles><rootfile full-path='O/a.opf'/></rootfiles></container>";
    let opf = "<?xml version='1.0'?><opf:package><dc:language>ar</dc:language><opf:manifest>\
               <opf:item id='z' href='z.xhtml' media-type='application/xhtml+xml'/>\
               <opf:item id='a' href='../O/%D8%A7.xhtml' media-type='application/xhtml+xml'/>\
               <opf:item id='n' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/>\
               <opf:item id='o' href='out.xhtml' media-type='application/xhtml+xml'/>\
               </opf:manifest><opf:spine><opf:itemref idref='n'/><opf:itemref idref='z'/>\
               <opf:itemref idref='a' linear='no'/><opf:itemref idref='z'/></opf:spine></opf:package>";
    let mut parts = vec![
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", container),
        ("O/a.opf", opf),
        (
            "O/z.xhtml",
            "<html><head><title/></head><body><h1>فصل</h1><p>نص<a epub:type='noteref' href='#n'>1</a></p><aside epub:type='footnote' id='n'><p>حاشية</p></aside></body></html>",
        ),
        ("O/ا.xhtml", "<html><body><header>رأس</header><p>ملحق</p></body></html>"),
        ("O/nav.xhtml", "<html><body><nav><ol><li>فصل</li></ol></nav></body></html>"),
        ("O/out.xhtml", "<html><body><p>خارج</p></body></html>"),
    ];
    parts.extend(extra);
    package(&parts)
}

#[test]
fn a_book_is_read_in_its_own_order() {
    let document = read_as(&book(&[]), "a.epub", &[]).unwrap();
    let texts: Vec<&str> = blocks(&document).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["فصل", "نص", "حاشية", "رأس", "ملحق"]);
    assert_eq!(document.blocks[2].kind, BlockKind::Note);
    assert_eq!(document.structure.skeleton.parts, ["O/z.xhtml", "O/ا.xhtml"]);
    assert_eq!(document.structure.left_out[&Extra::Hidden], 1);
    let all = read_as(&book(&[]), "a.epub", &[Extra::Hidden, Extra::Navigation]).unwrap();
    assert_eq!(all.blocks.len(), 7);
}

#[test]
fn an_encrypted_book_is_told() {
    let encryption = |algorithm: &str, path: &str| {
        format!(
            "<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm='{algorithm}'/>\
             <enc:CipherData><enc:CipherReference URI='{path}'/></enc:CipherData></enc:EncryptedData>\
             </encryption>"
        )
    };
    let locked = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "O/z.xhtml");
    let error = read_as(&book(&[("META-INF/encryption.xml", &locked)]), "a.epub", &[]).unwrap_err();
    assert!(error.message.contains("encrypted"), "{error}");
    let font = encryption("http://www.idpf.org/2008/embedding", "O/a.otf");
    assert!(read_as(&book(&[("META-INF/encryption.xml", &font)]), "a.epub", &[]).is_ok());
    let error =
        read_as(&package(&[("META-INF/container.xml", "<a/>")]), "a.epub", &[]).unwrap_err();
    assert!(error.message.contains("no whole EPUB"), "{error}");
}

/// Words, tags and references in any order.
fn tags() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<a href='#x'>",
        "</a>",
        "<sup>",
        "</sup>",
        "<br>",
        "<div>",
        "</div>",
        "<ul>",
        "<li>",
        "</li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<pre>\n",
        "</pre>",
        "<nav>",
        "</nav>",
        "<span hidden>",
        "</span>",
        "نص ",
        "  ",
        "\r\n",
        "1",
        "&amp;",
        "&#1575;",
        "&nbsp;",
        "<img alt=\"صورة &quot;أ&quot;\">",
        "<!-- ك -->",
        "كلمة",
        "<h1>",
        "</h2>",
        "<script>",
        "</script>",
        "<x hidden>",
        "</x>",
        "<",
        "&",
        "<title>",
        "<p/>",
        "<main>",
        "<footer>",
        "<input placeholder=اكتب>",
    ]);
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

#[test]
fn pieces_of_markdown_hold_their_text_and_no_signs() {
    let text = "أ &amp; ``ب ` ج`` \\* **د**\n\n![صورة](x)\n";
    let document = read_as(text.as_bytes(), "a.md", &[]).unwrap();
    let pieces = document.structure.skeleton.pieces.iter();
    let pieces: Vec<(&str, &str)> =
        pieces.map(|piece| (piece.text.of(&document.text), &text[piece.bytes.clone()])).collect();
    let expected = [
        ("أ ", "أ "),
        ("&", "&amp;"),
        (" ", " "),
        ("ب ` ج", "ب ` ج"),
        (" ", " "),
        ("* ", "* "),
        ("د", "د"),
        ("صورة", "صورة"),
    ];
    assert_eq!(pieces, expected);
}

/// Folds white space.
fn folded(text: &str) -> String {
    text.split([' ', '\t', '\n', '\r', '\u{C}'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Resolves the references that [`tags`] has.
fn resolved(raw: &str) -> String {
    let raw = raw.replace("&#1575;", "ا").replace("&nbsp;", "\u{A0}").replace("&quot;", "\"");
    folded(&raw.replace("&amp;", "&"))
}

proptest! {
    #[test]
    fn pages_of_any_tags_are_read(page in tags(), extras in prop::sample::subsequence(Extra::ALL.to_vec(), 0..10)) {
        let page = format!("<!doctype html>{page}");
        if let Ok(document) = read_as(page.as_bytes(), "a.html", &extras) {
            prop_assert!(document.blocks.is_sorted_by(|a, b| a.span.end <= b.span.start));
            for block in &document.blocks {
                prop_assert!(!block.span.of(&document.text).trim().is_empty());
            }
            for mark in &document.structure.marks {
                let holds = |block: &&crate::document::Block| {
                    block.span.start <= mark.span.start && mark.span.end <= block.span.end
                };
                prop_assert!(document.blocks.iter().any(|block| holds(&block)));
            }
            for piece in &document.structure.skeleton.pieces {
                let raw = resolved(&page[piece.bytes.clone()]);
                let text = folded(piece.text.of(&document.text));
                prop_assert_eq!(raw.trim(), text.trim());
            }
        }
    }

    #[test]
    fn markdown_of_any_signs_is_read(
        text in "([*_`~|\\[\\]()!<>&#:^\\\\ \n-]|نص|a|1|<b>|\\[x\\]|&amp;|&#1575;|&nbsp;|> |\\\\[*|`]|\r\n|\\|-\\|-\\|\n|<p>|```\n|!\\[){0,60}",
        extras in prop::sample::subsequence(Extra::ALL.to_vec(), 0..10),
    ) {
        let Ok(document) = read_as(text.as_bytes(), "a.md", &extras) else { return Ok(()) };
        let mut end = 0;
        for piece in &document.structure.skeleton.pieces {
            // Pictures and comments come after the block in which they stand.
            prop_assert!(end <= piece.text.start && piece.bytes.start < piece.bytes.end);
            end = piece.text.end;
            let raw = &text[piece.bytes.clone()];
            let read = folded(piece.text.of(&document.text));
            // Code has no references.
            let is_whole = folded(raw).trim() == read.trim() || resolved(raw).trim() == read.trim();
            prop_assert!(is_whole, "{:?} from {:?}", read, raw);
        }
    }

    #[test]
    fn any_bytes_are_read(bytes: Vec<u8>, name in prop::sample::select(vec!["a.html", "a.md", "a.epub"])) {
        let _ = read_as(&bytes, name, &[]);
        let html = [b"<!doctype html>", bytes.as_slice()].concat();
        let _ = read_as(&html, name, &[]);
    }

    #[test]
    fn any_damage_to_a_book_is_told(at in 0_usize..3000, byte: u8) {
        let mut bytes = book(&[]);
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read_as(&bytes, "a.epub", &[]);
    }
}
