//! Journals of reviews, and the messages that decide.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muwazi::{
    BlockKind, Document, Lang, Timestamp,
    align::{Aligner, Segmented, align},
    review::{Asked, Journal, Review},
};

fuzz_target!(|bytes: &[u8]| {
    if let Ok((journal, read)) = Journal::read(bytes, "fuzz") {
        assert!(read <= bytes.len());
        if let Ok(review) = Review::new(journal) {
            review.whole();
        }
    }
    let mut review = small();
    let aligner = Aligner { vectors: None, ..Aligner::default() };
    for asked in serde_json::Deserializer::from_slice(bytes).into_iter::<Asked>().take(20) {
        let Ok(asked) = asked else { break };
        let seen = asked.seen;
        if let Ok(entry) = review.plan(asked, Timestamp::UNIX_EPOCH, Some(&aligner)) {
            let line = entry.to_line();
            review.apply(entry).unwrap_or_else(|e| panic!("{line}: {e}"));
        }
        review.answer(seen);
    }
});

fn small() -> Review {
    let side = |lang, text: &str| {
        Segmented::new(Document::from_lines("-", lang, text, BlockKind::Sentence))
    };
    let source = side(Lang::arabic(), "وصل الوزير.\nالتقى نظيره. وغادر.\nانتهى الخبر.");
    let target = side(Lang::english(), "The minister arrived.\nHe met him.\nHe left.\nThe end.");
    Review::new(Journal::begin(&align(source, target))).expect("a review")
}
