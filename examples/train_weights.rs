//! Learns the aligner's weights from folders of texts that were aligned by hand.
//!
//! ```text
//! cargo run --release --features training --example train_weights -- [--plain] [--by-set] "PROVENANCE" FOLDER… > tm/weights/vectors.json
//! cargo run --release --features training --example train_weights -- --without=names,terms "-" FOLDER… > other.json
//! ```
//!
//! A folder is a set: `NAME.ar` and `NAME.en` of one sentence a line, `NAME.gold` of beads like
//! `[0, 1]:[0]`. Files of one name in several sets are versions of one document. What is learnt goes
//! to standard output; how well texts were aligned that were held out of the learning goes to
//! standard error: a quarter of the documents at a time or, with `--by-set`, a set at a time with
//! all that shares documents with it. `--plain` learns without word vectors, for other languages;
//! `--without` silences signals, to see what they are worth, `--only=shape,names` all but those named;
//! `--penalty=1.0` and `--rounds=120` change how it learns. `--embeddings=URL` (with the feature
//! `embeddings`) lets the vectors of sentences have a say, from the server there;
//! `--embeddings-model=NAME` names its model. docs/embeddings.md has the whole.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example tells what it did")]

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use muwazi::{
    BlockKind, Document, Lang,
    align::{
        Segmented, SentenceEncoder, SentenceVectors, Side, Vectors, beads,
        train::{Example, HoldOut, TrainOptions, train},
    },
    glossary::Terms,
};

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, mut arguments): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|a| a.starts_with("--"));
    if arguments.len() < 2 {
        return Err("say where the texts come from, then name folders".into());
    }
    let (provenance, folders) = (arguments.remove(0), arguments);
    let has = |flag: &str| flags.iter().any(|f| f == flag);
    let mut options = TrainOptions::default();
    if has("--by-set") {
        options.hold_out = HoldOut::Sets(folders.len());
    }
    let value = |name: &str| flags.iter().find_map(|f| f.strip_prefix(name)?.strip_prefix('='));
    if let Some(penalty) = value("--penalty") {
        options.penalty = penalty.parse()?;
    }
    if let Some(rounds) = value("--rounds") {
        options.rounds = rounds.parse()?;
    }
    let list =
        |name| value(name).into_iter().flat_map(|l| l.split(',')).map(ToOwned::to_owned).collect();
    (options.without, options.only) = (list("--without"), list("--only"));
    let encoder = encoder(&flags)?;
    let examples = examples(&folders, encoder.as_deref())?;
    let vectors = Vectors::built_in().filter(|_| !has("--plain"));
    let built_in = Terms::built_in();
    let terms: &[&Terms] = if has("--no-terms") { &[] } else { &[&built_in] };
    let mut trained = train(&examples, terms, vectors.as_deref(), &options);
    trained.weights.provenance = provenance;
    println!("{}", serde_json::to_string_pretty(&trained.weights)?);
    for (folder, h) in folders.iter().zip(&trained.held_out) {
        let name = Path::new(folder).file_name().unwrap_or_default().to_string_lossy();
        eprintln!(
            "held out: {name:16} P {:.4} R {:.4} F1 {:.4}, omissions F1 {:.3}, calibration error {:.3}, \
             confidence 0.9 and more: {:.3} of pairs, {:.3} right",
            h.precision, h.recall, h.f1, h.omissions, h.calibration_error, h.sure, h.sure_right
        );
    }
    Ok(())
}

/// What turns sentences into vectors, where a server is named.
fn encoder(flags: &[String]) -> Result<Option<Box<dyn SentenceEncoder>>, Box<dyn Error>> {
    let value = |name: &str| flags.iter().find_map(|f| f.strip_prefix(name)?.strip_prefix('='));
    let Some(url) = value("--embeddings") else { return Ok(None) };
    #[cfg(not(feature = "embeddings"))]
    return Err(format!("to ask {url}, build with --features embeddings").into());
    #[cfg(feature = "embeddings")]
    {
        use muwazi::embeddings::{Embedder, EmbeddingOptions, Key, default_cache};
        let mut options = EmbeddingOptions { url: url.to_owned(), ..Default::default() };
        if let Some(model) = value("--embeddings-model") {
            options.model = model.to_owned();
        }
        let key = std::env::var("MUWAZI_EMBEDDINGS_KEY").ok().map(|key| Key::new(&key));
        Ok(Some(Box::new(Embedder::new(&options, key.transpose()?, &default_cache()?)?)))
    }
}

fn examples(
    folders: &[String],
    encoder: Option<&dyn SentenceEncoder>,
) -> Result<Vec<Example>, Box<dyn Error>> {
    let mut examples = Vec::new();
    let mut documents = BTreeMap::new();
    for (set, folder) in folders.iter().enumerate() {
        let mut names: Vec<_> =
            fs::read_dir(folder)?.map(|f| Ok(f?.path())).collect::<Result<_, std::io::Error>>()?;
        names.retain(|path| path.extension().is_some_and(|e| e == "gold"));
        // The folds must not hang on the order in which a system lists its files.
        names.sort();
        for (i, gold) in names.iter().enumerate() {
            let name = gold.file_stem().map(ToOwned::to_owned).unwrap_or_default();
            let document = *documents.entry(name).or_insert(1000 * set + i);
            examples.push(example(gold, set, document, encoder)?);
        }
    }
    Ok(examples)
}

fn example(
    gold: &Path,
    set: usize,
    document: usize,
    encoder: Option<&dyn SentenceEncoder>,
) -> Result<Example, Box<dyn Error>> {
    let segmented = |extension: &str, lang| -> Result<Segmented, Box<dyn Error>> {
        let path = gold.with_extension(extension);
        let text = fs::read_to_string(&path)?;
        let origin = path.display().to_string();
        Ok(Segmented::new(Document::from_lines(origin, lang, text, BlockKind::Sentence)))
    };
    let (source, target) = (segmented("ar", Lang::arabic())?, segmented("en", Lang::english())?);
    let sentences =
        encoder.map(|encoder| SentenceVectors::of(&source, &target, encoder)).transpose()?;
    let [source, target] = [&source, &target].map(|s| Side::new(&s.document, &s.segments));
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
    Ok(Example { source, target, sentences, gold: beads, set, document })
}
