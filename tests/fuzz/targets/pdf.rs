//! Any bytes are read as PDF or refused; so is any content stream in a sound file.

#![no_main]

use muwazi::{
    Lang,
    read::{input::Input, pdf::READER, plain::ReadOptions},
};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    read(bytes);
    let head = "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n\
        2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 600 800] >> endobj\n\
        3 0 obj << /Type /Page /Parent 2 0 R /Contents 6 0 R /Resources << /Font << /F1 4 0 R >> >> >> \
        endobj\n4 0 obj << /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts \
        [<< /Type /Font /Subtype /CIDFontType2 /DW 500 >>] /ToUnicode 5 0 R >> endobj\n\
        5 0 obj << /Length 50 >> stream\n1 beginbfrange <0020> <FFF0> <0020> endbfrange\nendstream endobj\n";
    let page = format!("6 0 obj << /Length {} >> stream\n/F1 9 Tf BT ", bytes.len() + 12);
    let tail = b"\nendstream endobj\ntrailer << /Root 1 0 R >>\n%%EOF";
    read(&[head.as_bytes(), page.as_bytes(), bytes, tail].concat());
});

fn read(bytes: &[u8]) {
    let options = ReadOptions { lang: Some(Lang::arabic()), ..Default::default() };
    if let Ok(mut input) = Input::from_bytes(bytes, "a.pdf") {
        let _ = (READER.read)(&mut input, &options);
    }
}
