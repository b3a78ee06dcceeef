//! Learns the aligner's weights from folders of texts that were aligned by hand.
//!
//! ```text
//! cargo run --release --example train_weights -- "PROVENANCE" FOLDER… > tm/weights.json
//! ```
//!
//! A folder is a set: `NAME.ar` and `NAME.en` of one sentence a line, `NAME.gold` of beads like
//! `[0, 1]:[0]`. What is learnt goes to standard output; how well texts were aligned that were held
//! out of the learning goes to standard error.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example tells what it did")]

use std::{error::Error, fs, path::Path};

use muwazi::{
    BlockKind, Document, Lang,
    align::{
        Side, Terms,
        train::{Example, TrainOptions, train},
    },
    format::beads,
    segments,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let provenance = arguments.next().ok_or("say where the texts come from, then name folders")?;
    let folders: Vec<String> = arguments.collect();
    let mut examples = Vec::new();
    for (set, folder) in folders.iter().enumerate() {
        let mut names: Vec<_> =
            fs::read_dir(folder)?.map(|f| Ok(f?.path())).collect::<Result<_, std::io::Error>>()?;
        names.retain(|path| path.extension().is_some_and(|e| e == "gold"));
        // The folds must not hang on the order in which a system lists its files.
        names.sort();
        for gold in names {
            examples.push(example(&gold, set)?);
        }
    }
    let mut trained = train(&examples, &[Terms::built_in()], &TrainOptions::default());
    trained.weights.provenance = provenance;
    println!("{}", serde_json::to_string_pretty(&trained.weights)?);
    for (folder, [p, r, f]) in folders.iter().zip(&trained.held_out) {
        eprintln!("held out: {folder}: precision {p:.4}, recall {r:.4}, F1 {f:.4}");
    }
    Ok(())
}

fn example(gold: &Path, set: usize) -> Result<Example, Box<dyn Error>> {
    let side = |extension: &str, lang| -> Result<Side, Box<dyn Error>> {
        let path = gold.with_extension(extension);
        let text = fs::read_to_string(&path)?;
        let document =
            Document::from_lines(path.display().to_string(), lang, text, BlockKind::Sentence);
        let segments = segments(&document);
        Ok(Side::new(&document, &segments))
    };
    let (source, target) = (side("ar", Lang::arabic())?, side("en", Lang::english())?);
    let mut beads = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (a, b) in beads::read(&fs::read_to_string(gold)?, &gold.display().to_string())? {
        let range = |side: &[usize], at: usize| match (side.first(), side.last()) {
            (Some(first), Some(last)) => *first..last + 1,
            _ => at..at,
        };
        let (s, t) = (range(&a, i), range(&b, j));
        // Beads out of order, or with gaps, are faults of the gold: their segments go free.
        let sound = s.len() == a.len() && t.len() == b.len() && s.start >= i && t.start >= j;
        if sound && s.end <= source.len() && t.end <= target.len() {
            (i, j) = (s.end, t.end);
            beads.push((s, t));
        } else {
            eprintln!("{}: bead {a:?}:{b:?} is out of order and not learnt from", gold.display());
        }
    }
    Ok(Example { source, target, gold: beads, set })
}
