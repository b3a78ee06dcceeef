//! Documents made here, as producers of PDF write them: glyphs in the order of the eye.

use hayro_syntax::{DecryptionError, LoadPdfError};
use proptest::prelude::*;

use crate::{
    document::{BlockKind, Document, Extra, MarkKind},
    error::{NoText, Result},
    lang::Lang,
    read::{input::Input, plain::ReadOptions, registry},
};

/// Operations that show texts, each at its place and size. The font has every character at its own
/// code, half an em wide.
fn show(texts: &[(f64, f64, f64, &str)]) -> String {
    let mut out = String::new();
    for (x, y, size, text) in texts {
        let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        out += &format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj ET\n");
    }
    out
}

/// The same from the right edge, the text being given in logical order without numbers.
fn from_right(texts: &[(f64, f64, f64, &str)]) -> String {
    let place = |(x, y, size, text): &(f64, f64, f64, &str)| {
        let visual: String = text.chars().rev().collect();
        let width = text.chars().count() as f64 * size / 2.;
        show(&[(x - width, *y, *size, &visual)])
    };
    texts.iter().map(place).collect()
}

fn pdf(pages: &[&str]) -> Vec<u8> {
    with_map(pages, "1 beginbfrange <0020> <FFF0> <0020> endbfrange")
}

fn with_map(pages: &[&str], map: &str) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|at| format!("{} 0 R ", 10 + 2 * at)).collect();
    let mut out = format!(
        "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n\
         2 0 obj << /Type /Pages /Kids [{kids}] /Count {} /MediaBox [0 0 600 800] >> endobj\n\
         3 0 obj << /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /Identity-H \
         /DescendantFonts [4 0 R] /ToUnicode 5 0 R >> endobj\n\
         4 0 obj << /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /DW 500 >> endobj\n\
         5 0 obj << /Length {} >> stream\n{map}\nendstream endobj\n",
        pages.len(),
        map.len() + 1,
    );
    for (at, page) in pages.iter().enumerate() {
        let number = 10 + 2 * at;
        out += &format!(
            "{number} 0 obj << /Type /Page /Parent 2 0 R /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >> endobj\n\
             {} 0 obj << /Length {} >> stream\n{page}\nendstream endobj\n",
            number + 1,
            number + 1,
            page.len() + 1,
        );
    }
    out += "trailer << /Root 1 0 R >>\n%%EOF";
    out.into_bytes()
}

fn read_with(bytes: &[u8], extras: &[Extra]) -> Result<Document> {
    let lang = Some(Lang::arabic());
    let options =
        ReadOptions { lang, extras: extras.iter().copied().collect(), ..Default::default() };
    registry::read(&mut Input::from_bytes(bytes, "a.pdf")?, &options)
}

fn blocks(bytes: &[u8]) -> Vec<(BlockKind, String)> {
    let doc = read_with(bytes, &[]).unwrap();
    doc.blocks.iter().map(|b| (b.kind, b.span.of(&doc.text).to_owned())).collect()
}

fn texts(page: &str) -> Vec<String> {
    blocks(&pdf(&[page])).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn a_line_comes_into_logical_order() {
    let cases = [
        // As laid out, from left to right, and as read.
        (".ةنس 2024 ماع يف", "في عام 2024 سنة."),
        ("%15 ةبسنب", "بنسبة 15%"),
        ("64/292 رارقلا", "القرار 64/292"),
        ("0142-555-800 مقرلا", "الرقم 800-555-0142"),
        ("2019–2015 نم", "من 2015–2019"),
        (".Rust ةغلب", "بلغة Rust."),
        ("AX-200 ةخضم", "مضخة AX-200"),
        ("mm 2.5 هعطقم", "مقطعه 2.5 mm"),
        ("IELTS 8.0 ةجرد", "درجة IELTS 8.0"),
        ("www.example.com/a عقوملا", "الموقع www.example.com/a"),
        ("(ةقرو 500) A4 قرو", "ورق A4 (500 ورقة)"),
        ("(US$ 320m) رالود", "دولار (US$ 320m)"),
        ("A line with ةيبرع words.", "A line with عربية words."),
    ];
    for (drawn, read) in cases {
        assert_eq!(texts(&show(&[(100., 700., 12., drawn)])), [read], "{drawn}");
    }
}

#[test]
fn brackets_may_be_told_as_they_are_meant() {
    // The font tells for each bracket the one that was typed, so the drawn order looks reversed.
    assert_eq!(texts(&show(&[(100., 700., 12., ")ةقرو( قرو")])), ["ورق (ورقة)"]);
    assert_eq!(texts(&show(&[(100., 700., 12., "(ةقرو) قرو")])), ["ورق (ورقة)"]);
}

#[test]
fn marks_find_their_letters_and_fillers_go() {
    // From the left: the mark comes before its letter, and has no width in its font; here it has.
    let page = show(&[(100., 700., 12., "\u{64F}م\u{640}\u{640}\u{650}ل\u{64E}ع ةملك")]);
    assert_eq!(texts(&page), ["كلمة عَلِمُ"]);
    assert_eq!(texts(&show(&[(100., 700., 12., "\u{FEFB} مث")])), ["ثم لا"]);
}

#[test]
fn lines_join_where_the_next_word_did_not_fit() {
    let page = from_right(&[
        (500., 700., 12., "كلمات طويلة تملأ السطر كله إلى آخره"),
        (500., 684., 12., "وكلمات أخرى تملأ السطر إلى نهايته هنا"),
        (500., 668., 12., "ثم آخر سطر"),
        (500., 652., 12., "فقرة جديدة بعد سطر قصير في آخر الكلام"),
        (500., 636., 12., "لها سطر ثان"),
    ]);
    let found = texts(&page);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].ends_with("إلى نهايته هنا ثم آخر سطر"), "{found:?}");
}

#[test]
fn columns_are_read_from_the_right() {
    let column = |x: f64, word: &str| -> String {
        let lines: Vec<(f64, f64, f64, String)> =
            (0..6).map(|at| (x, 700. - 16. * f64::from(at), 12., [word; 6].join(" "))).collect();
        lines.iter().map(|(x, y, s, t)| from_right(&[(*x, *y, *s, t)])).collect()
    };
    // The last line of a column is full and has no full stop: the paragraph goes on in the next.
    let found = texts(&(column(270., "يسار") + &column(520., "يمين")));
    let right_then_left = [[vec!["يمين"; 36], vec!["يسار"; 36]].concat().join(" ")];
    assert_eq!(found, right_then_left);
}

#[test]
fn cells_between_rules_are_whole() {
    let rules = "100 600 400 100 re S 300 600 m 300 700 l S 100 650 m 500 650 l S\n";
    let page = rules.to_owned()
        + &from_right(&[
            (490., 685., 12., "الصنف"),
            (290., 685., 12., "السعر"),
            (490., 635., 12., "دفتر كبير"),
            (490., 619., 12., "للملاحظات"),
            (290., 627., 12., "غال"),
        ]);
    let found = blocks(&pdf(&[&page]));
    assert!(found.iter().all(|(kind, _)| *kind == BlockKind::Cell), "{found:?}");
    let found: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(found, ["الصنف", "السعر", "دفتر كبير للملاحظات", "غال"]);
}

#[test]
fn heads_and_page_numbers_are_left_out_and_told() {
    let page = |number: &str, text: &str| {
        from_right(&[
            (500., 760., 9., "جريدة الوادي"),
            (500., 600., 12., text),
            (500., 560., 12., "نص آخر هنا"),
        ]) + &show(&[(300., 30., 9., number)])
    };
    let (one, two) = (page("1", "نص أول"), page("2", "نص ثان"));
    let file = pdf(&[&one, &two]);
    let found: Vec<String> = blocks(&file).into_iter().map(|(_, text)| text).collect();
    assert_eq!(found, ["نص أول", "نص آخر هنا", "نص ثان", "نص آخر هنا"]);
    let doc = read_with(&file, &[]).unwrap();
    assert_eq!(doc.structure.left_out[&Extra::Furniture], 4);
    let all = read_with(&file, &[Extra::Furniture]).unwrap();
    assert_eq!((all.blocks.len(), all.structure.left_out.len()), (8, 0));
}

#[test]
fn labels_are_counted_and_come_when_asked_for() {
    let page = from_right(&[(480., 670., 12., "بند أول هنا"), (480., 650., 12., "بند آخر هنا")])
        + &show(&[(490., 670., 12., "•"), (490., 650., 12., "•")])
        + &show(&[
            (50., 600., 12., "Some words"),
            (111., 604., 7., "12"),
            (118., 600., 12., " follow."),
        ]);
    let file = pdf(&[&page]);
    let text = |extras: &[Extra]| {
        let doc = read_with(&file, extras).unwrap();
        (doc.text.trim().to_owned(), doc.structure.left_out.get(&Extra::Labels).copied())
    };
    let (plain, left) = text(&[]);
    assert_eq!((plain.contains('•'), left), (false, Some(3)), "{plain}");
    let (labelled, left) = text(&[Extra::Labels]);
    assert_eq!((labelled.matches("• بند").count(), left), (2, Some(1)), "{labelled}");
}

#[test]
fn large_lines_are_headings_and_labels_make_lists() {
    let page = from_right(&[
        (500., 740., 20., "عنوان كبير"),
        (500., 700., 12., "هذه فقرة عادية من النص"),
        (480., 670., 12., "واجب أول في القائمة"),
        (480., 650., 12., "واجب ثان في القائمة"),
    ]) + &show(&[(490., 670., 12., "•"), (490., 650., 12., "•")]);
    let kinds: Vec<BlockKind> = blocks(&pdf(&[&page])).into_iter().map(|(kind, _)| kind).collect();
    use BlockKind::{Heading, ListItem, Paragraph};
    assert_eq!(kinds, [Heading, Paragraph, ListItem, ListItem]);
}

#[test]
fn slanted_letters_are_italic() {
    let page =
        "BT /F1 12 Tf 1 0 0 1 100 700 Tm <00610062> Tj 1 0 0.3 1 118 700 Tm <00630064> Tj ET";
    let doc = read_with(&pdf(&[page]), &[]).unwrap();
    let marks: Vec<_> =
        doc.structure.marks.iter().map(|m| (m.kind, m.span.of(&doc.text))).collect();
    assert_eq!(marks, [(MarkKind::Italic, "cd")]);
}

#[test]
fn text_that_is_not_there_or_not_known_is_refused() {
    let reason = |file: &[u8]| read_with(file, &[]).unwrap_err().no_text;
    assert_eq!(reason(&pdf(&["100 100 50 50 re f"])), Some(NoText::NoTextLayer));
    let page = show(&[(100., 700., 12., "نص بلا جدول")]);
    let broken = with_map(&[&page], "1 beginbfchar <0041> <0041> endbfchar");
    assert_eq!(reason(&broken), Some(NoText::BrokenTextLayer));
    let locked = LoadPdfError::Decryption(DecryptionError::PasswordProtected);
    assert_eq!(super::refused(locked, "a.pdf").no_text, Some(NoText::Encrypted));
    assert_eq!(read_with(b"%PDF-1.7 nothing", &[]).unwrap_err().no_text, None);
}

#[test]
fn words_that_stand_backwards_are_no_text() {
    let words = "الوزير محطة الطاقة الشمسية الكهرباء المرحلة الثانية التمويل الحكومة الأسعار المشروع السكان \
                 المحافظة شركة أبناء عامل ارتفاع الأراضي نسبة خلال";
    assert_eq!(texts(&from_right(&[(560., 700., 5., words)])), [words]);
    // The same letters from the left, as if they had been typed so.
    let backwards = pdf(&[&show(&[(30., 700., 5., words)])]);
    assert_eq!(read_with(&backwards, &[]).unwrap_err().no_text, Some(NoText::BrokenTextLayer));
}

proptest! {
    #[test]
    fn no_damage_is_too_strange(
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        cut in any::<prop::sample::Index>(),
        streams in "[ -~]{0,80}",
    ) {
        let page = from_right(&[(500., 700., 12., "كلمات طويلة تملأ السطر"), (500., 684., 12., "نص")])
            + "100 600 400 100 re S q 0 -1 1 0 5 5 cm " + &streams;
        let mut file = pdf(&[&page, &page]);
        for (place, byte) in places {
            let at = place.index(file.len());
            file[at] = byte;
        }
        let _ = read_with(&file, &[]);
        file.truncate(cut.index(file.len()));
        let _ = read_with(&file, &[]);
    }
}
