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
//! all that shares documents with it. The confidence is learnt from such held-out texts too, and from
//! versions of them with some lines replaced, and from short texts that do and do not belong together.
//! `--plain` learns without word vectors, for other languages;
//! `--without` silences signals, to see what they are worth, `--only=shape,names` all but those named;
//! `--penalty=1.0` and `--rounds=120` change how it learns. `--embeddings=URL` (with the feature
//! `embeddings`) lets the vectors of sentences have a say, from the server there;
//! `--embeddings-model=NAME` names its model. docs/embeddings.md has the whole.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example tells what it did")]

use std::{collections::BTreeMap, error::Error, fs, ops::Range, path::Path};

use muwazi::{
    BlockKind, Document, Lang,
    align::{
        Segmented, SentenceEncoder, SentenceVectors, Side, Vectors, beads,
        train::{Example, HoldOut, TextKind, TrainOptions, train},
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
            "held out: {name:16} P {:.4} R {:.4} F1 {:.4} (unpriced {:.4}, gain {:+.4} to {:+.4}), \
             omissions F1 {:.3} ({:.3}), calibration error {:.3}, of omissions {:.3}, \
             confidence 0.9 and more: {:.3} of pairs, {:.3} right",
            h.precision,
            h.recall,
            h.f1,
            h.unpriced[0],
            h.gain[0],
            h.gain[1],
            h.omissions,
            h.unpriced[1],
            h.calibration_error,
            h.omission_error,
            h.sure,
            h.sure_right
        );
    }
    for (kind, bins) in ["pairs", "omissions"].iter().zip(&trained.reliability) {
        for bin in bins {
            eprintln!(
                "held out: {} {kind} of confidence {:.3}: {:.3} right",
                bin.beads, bin.confidence, bin.right
            );
        }
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

/// The number of short texts of a set, and of those that do not belong together.
const SHORT: usize = 60;

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
        let mut texts = Vec::new();
        for (i, gold) in names.iter().enumerate() {
            let name = gold.file_stem().map(ToOwned::to_owned).unwrap_or_default();
            let document = *documents.entry(name).or_insert(1000 * set + i);
            texts.push(Text::read(gold, document)?);
        }
        let mut seeded = Seeded(set as u64);
        let mut made: Vec<(Text, TextKind)> = Vec::new();
        for at in 0..texts.len() {
            made.push((texts[at].replaced(&texts, &mut seeded), TextKind::Replaced));
        }
        for at in 0..SHORT {
            let text = &texts[at % texts.len()];
            let other = &texts[(at + 1 + seeded.below(texts.len().max(2) - 1)) % texts.len()];
            made.push((text.short(text, &mut seeded), TextKind::Short));
            made.push((text.short(other, &mut seeded), TextKind::Unrelated));
        }
        made.extend(texts.into_iter().map(|text| (text, TextKind::Clean)));
        for (text, kind) in made {
            examples.push(text.example(set, kind, encoder)?);
        }
    }
    Ok(examples)
}

/// Numbers that look like chance and are the same in every run (a linear congruential generator).
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

/// A pair of texts by lines, and its gold beads.
struct Text {
    lines: [Vec<String>; 2],
    gold: Vec<(Range<usize>, Range<usize>)>,
    document: usize,
}

impl Text {
    fn read(gold: &Path, document: usize) -> Result<Self, Box<dyn Error>> {
        let lines = |extension: &str| -> std::io::Result<Vec<String>> {
            let text = fs::read_to_string(gold.with_extension(extension))?;
            Ok(text.lines().map(str::to_owned).collect())
        };
        let lines = [lines("ar")?, lines("en")?];
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
            if sound && s.end <= lines[0].len() && t.end <= lines[1].len() {
                (i, j) = (s.end, t.end);
                beads.push((s, t));
            } else {
                eprintln!(
                    "{}: bead {a:?}:{b:?} is out of order and not learnt from",
                    gold.display()
                );
            }
        }
        Ok(Self { lines, gold: beads, document })
    }

    /// The text with one target line in five replaced by a line of another text. A pair of which a
    /// line was replaced is right no more.
    fn replaced(&self, others: &[Self], seeded: &mut Seeded) -> Self {
        let mut lines = self.lines.clone();
        let mut gold = Vec::new();
        for (s, t) in &self.gold {
            let other = &others[seeded.below(others.len())].lines[1];
            if s.len() == 1 && t.len() == 1 && seeded.below(5) == 0 && other.len() > 1 {
                lines[1][t.start].clone_from(&other[seeded.below(other.len())]);
            } else {
                gold.push((s.clone(), t.clone()));
            }
        }
        Self { lines, gold, document: self.document }
    }

    /// One to eight neighbouring beads: both sides of them, or the source of this text beside the
    /// target of another one, of which no pair is right.
    fn short(&self, other: &Self, seeded: &mut Seeded) -> Self {
        let count = 1 + seeded.below(8);
        let mut part = |text: &Self| {
            let first = seeded.below(text.gold.len().saturating_sub(count).max(1));
            first..(first + count).min(text.gold.len())
        };
        let own = part(self);
        let is_same = std::ptr::eq(self, other);
        let others = if is_same { own.clone() } else { part(other) };
        let span = |beads: &[(Range<usize>, Range<usize>)], target: bool| {
            let ranges = || beads.iter().map(|(s, t)| if target { t } else { s });
            let start = ranges().filter(|r| !r.is_empty()).map(|r| r.start).min().unwrap_or(0);
            start..ranges().map(|r| r.end).max().unwrap_or(0).max(start)
        };
        let (s, t) = (span(&self.gold[own.clone()], false), span(&other.gold[others], true));
        let inside = |all: &Range<usize>, part: &Range<usize>| {
            part.is_empty() || (all.start <= part.start && part.end <= all.end)
        };
        let gold = if is_same { &self.gold[own] } else { &[] };
        let gold = gold.iter().filter(|(a, b)| inside(&s, a) && inside(&t, b));
        let moved = |range: &Range<usize>, by: usize| {
            range.start.saturating_sub(by)..range.end.saturating_sub(by)
        };
        Self {
            gold: gold.map(|(a, b)| (moved(a, s.start), moved(b, t.start))).collect(),
            lines: [self.lines[0][s.clone()].to_vec(), other.lines[1][t.clone()].to_vec()],
            document: self.document,
        }
    }

    fn example(
        self,
        set: usize,
        kind: TextKind,
        encoder: Option<&dyn SentenceEncoder>,
    ) -> Result<Example, Box<dyn Error>> {
        let side = |lines: &[String], lang| {
            let text = lines.join("\n");
            Segmented::new(Document::from_lines("-", lang, text, BlockKind::Sentence))
        };
        let source = side(&self.lines[0], Lang::arabic());
        let target = side(&self.lines[1], Lang::english());
        let sentences =
            encoder.map(|encoder| SentenceVectors::of(&source, &target, encoder)).transpose()?;
        let vectors = Vectors::built_in();
        let [source, target] =
            [&source, &target].map(|s| Side::new(&s.document, &s.segments, vectors.as_deref()));
        Ok(Example {
            source,
            target,
            sentences,
            gold: self.gold,
            set,
            document: self.document,
            kind,
        })
    }
}
