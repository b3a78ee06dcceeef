//! Finding sentences in 50 MB of Arabic and of English, side by side with ICU4X's sentence
//! segmenter, one thread: `cargo bench --bench sentences`. First a table with the ratio: the text is
//! gone through by the mebibyte, five times by either side in turns, and each side's best time of a
//! mebibyte counts, so that a busy machine does not decide. Then divan's figures of the whole.
//!
//! The text is the news sample of this repository and, where the gold data lies beside it, the
//! sentences of PUD, in paragraphs of five; repeated with other numbers each time up to 50 MB.

#![allow(clippy::print_stdout, reason = "the table is what it is for")]

use std::{fmt::Write, fs, path::Path, sync::LazyLock, time::Instant};

use divan::{Bencher, counter::BytesCount};
use icu_segmenter::{SentenceSegmenter, options::SentenceBreakInvariantOptions};
use muwazi::{BlockKind, Document, Lang, SegmentOptions, Segmenter, segments_with};

const SIZE: usize = 50_000_000;

static ARABIC: LazyLock<String> =
    LazyLock::new(|| text(include_str!("../../examples/news/article.ar.txt"), "arpud.gold"));
static ENGLISH: LazyLock<String> =
    LazyLock::new(|| text(include_str!("../../examples/news/article.en.txt"), "enpud.gold"));

fn main() {
    if std::env::args().all(|argument| argument != "--test" && argument != "--list") {
        compare();
    }
    divan::main();
}

fn text(sample: &str, gold: &str) -> String {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/segment").join(gold);
    let gold = fs::read_to_string(gold).unwrap_or_default();
    let gold: Vec<&str> = gold.lines().filter(|line| !line.is_empty()).collect();
    let mut paragraphs: Vec<String> = sample.lines().map(str::to_owned).collect();
    paragraphs.extend(gold.chunks(5).map(|sentences| sentences.join(" ")));
    let mut out = String::with_capacity(SIZE + 10_000);
    for round in 0.. {
        for paragraph in &paragraphs {
            if out.len() >= SIZE {
                return out;
            }
            let _ = writeln!(out, "{}", paragraph.replace('1', &round.to_string()));
        }
    }
    out
}

fn of(lang: &str) -> &'static str {
    if lang == "ar" { &ARABIC } else { &ENGLISH }
}

/// Reads the paragraphs and finds the sentences; takes the text over, as a reader hands it on.
fn ours(segmenter: &Segmenter, lang: &Lang, text: String) -> usize {
    let document = Document::from_lines("-", lang.clone(), text, BlockKind::Paragraph);
    segments_with(&document, segmenter).len()
}

fn peers(text: &str) -> usize {
    SentenceSegmenter::new(SentenceBreakInvariantOptions::default()).segment_str(text).count()
}

/// Stretches of a mebibyte of whole lines: short enough for a busy machine to leave alone.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut end = rest.len().min(1 << 20);
        while end < rest.len() && rest.as_bytes()[end - 1] != b'\n' {
            end += 1;
        }
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

fn compare() {
    println!("language   muwazi MB/s   ICU4X MB/s   ratio   sentences: muwazi, ICU4X");
    for lang in ["ar", "en"] {
        let text = of(lang);
        let code: Lang = lang.parse().expect("a code");
        let segmenter = Segmenter::new(&code, &SegmentOptions::default());
        let (mut seconds, mut found) = ([0.0; 2], [0; 2]);
        for piece in pieces(text) {
            let mut best = [f64::MAX; 2];
            let mut counts = [0; 2];
            for _ in 0..5 {
                let owned = piece.to_owned();
                let begin = Instant::now();
                counts[0] = ours(&segmenter, &code, owned);
                best[0] = best[0].min(begin.elapsed().as_secs_f64());
                let begin = Instant::now();
                counts[1] = peers(piece);
                best[1] = best[1].min(begin.elapsed().as_secs_f64());
            }
            for i in 0..2 {
                seconds[i] += best[i];
                found[i] += counts[i];
            }
        }
        let rate = seconds.map(|seconds| text.len() as f64 / 1e6 / seconds);
        println!(
            "{lang:8} {:13.0} {:12.0} {:7.2}   {}, {}",
            rate[0],
            rate[1],
            rate[0] / rate[1],
            found[0],
            found[1]
        );
    }
}

#[divan::bench(args = ["ar", "en"], sample_count = 5)]
fn muwazi(bencher: Bencher<'_, '_>, lang: &str) {
    let code: Lang = lang.parse().expect("a code");
    let segmenter = Segmenter::new(&code, &SegmentOptions::default());
    let text = of(lang);
    bencher
        .counter(BytesCount::of_str(text))
        .with_inputs(|| text.to_owned())
        .bench_values(|text| ours(&segmenter, &code, text));
}

#[divan::bench(args = ["ar", "en"], sample_count = 5)]
fn icu4x(bencher: Bencher<'_, '_>, lang: &str) {
    let text = of(lang);
    bencher.counter(BytesCount::of_str(text)).bench(|| peers(text));
}
