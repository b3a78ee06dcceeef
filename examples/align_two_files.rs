//! Aligns the texts of two files and prints the pairs with the reasons for them.
//!
//! ```text
//! cargo run --example align_two_files -- examples/news/article.ar.txt examples/news/article.en.txt
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example tells what it did")]

use std::path::Path;

use muwazi::{
    Result,
    event::silent,
    report::Summary,
    service::{AlignerOptions, PairAligner},
};

fn main() -> Result<()> {
    let mut files = std::env::args().skip(1);
    let source = files.next().unwrap_or_else(|| "examples/news/article.ar.txt".into());
    let target = files.next().unwrap_or_else(|| "examples/news/article.en.txt".into());

    // One aligner serves any number of pairs. Options name glossaries, memories and rules.
    let aligner = PairAligner::open(&AlignerOptions::default(), &mut silent())?;

    // Encoding and language are recognised, and the texts are never changed.
    let (source, target) = aligner.read_pair(Path::new(&source), Path::new(&target))?;
    let (pair, explainer) = aligner.align_explained(source, target, &mut silent())?;

    // Beads and links point back into both texts.
    for bead in &pair.beads {
        println!("{:.2}", bead.confidence.unwrap_or(1.0));
        println!("  {}", pair.source.text(&bead.source));
        println!("  {}", pair.target.text(&bead.target));
        for link in explainer.explain(bead).links {
            let source = link.source.of(&pair.source.document.text);
            println!("    {source} = {}", link.target.of(&pair.target.document.text));
        }
    }
    let summary = Summary::of(&pair);
    println!("{} pairs, mean confidence {:.2}", summary.pairs, summary.mean_confidence);
    Ok(())
}
