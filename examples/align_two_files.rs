//! Aligns a text and its translation and prints the pairs.
//!
//! ```text
//! cargo run --example align_two_files -- examples/news/article.ar.txt examples/news/article.en.txt
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example tells what it did")]

use std::path::Path;

use muwazi::{
    Result,
    align::{Segmented, align, check},
    read::plain::{ReadOptions, read_file},
    report::Summary,
};

fn main() -> Result<()> {
    let mut files = std::env::args().skip(1);
    let source = files.next().unwrap_or_else(|| "examples/news/article.ar.txt".into());
    let target = files.next().unwrap_or_else(|| "examples/news/article.en.txt".into());

    // Read: the encoding and the language are recognised, the text is never changed.
    let options = ReadOptions::default();
    let source = read_file(Path::new(&source), &options)?;
    let target = read_file(Path::new(&target), &options)?;
    check(&source, &target, false)?;

    // Segment and align.
    let (source, target) = (Segmented::new(source), Segmented::new(target));
    let pair = align(source, target);

    // Each bead points back into both texts.
    for bead in &pair.beads {
        println!("{:.2}", bead.confidence.unwrap_or(1.0));
        println!("  {}", pair.source.text(&bead.source));
        println!("  {}", pair.target.text(&bead.target));
    }
    let summary = Summary::of(&pair);
    println!("{} pairs, mean confidence {:.2}", summary.pairs, summary.mean_confidence);
    Ok(())
}
