//! Pages, Markdown and books of any bytes: blocks are in order, and nothing panics.
#![no_main]

mod packages;
mod segmented;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    // A fifth of the inputs are the parts of a book.
    if first % 5 == 4 {
        let book = [&[*first][..], &packages::package(rest)].concat();
        segmented::read_and_segment(&["a.epub"], &book);
    } else {
        segmented::read_and_segment(&["a.html", "a.md", "a.xhtml", "a.epub", "a.htm"], bytes);
    }
});
