//! `muwazi align`

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use muwazi::{
    Document, Error, ErrorKind, Lang, Memory,
    align::{Alignment, beads, check, explain::Explainer},
    format::{Format, registry, tmx, units::Writing},
    glossary::Terms,
    memory::Added,
    read::plain,
    report::{
        Summary,
        export::{ExportCounts, ExportOptions, add_context, exported, unit},
        jsonl, tsv, xlsx,
    },
};

use super::{
    batch,
    embeddings::Embeddings,
    exchange, explain,
    memories::MemoryArgs,
    output::{self, creation_date},
    pair_aligner::PairAligner,
    pipeline,
    refresh::refresh,
    splitting::Splitting,
    srx_rules::SrxArgs,
};
use crate::{console::Console, exit::Exit};

/// Pair the sentences of a text and its translation
#[derive(clap::Args)]
#[command(
    after_long_help = "\
Examples:
  muwazi align article.ar.txt article.en.txt -o article.tmx
      a TMX for OmegaT, Trados, memoQ and other CAT tools
  muwazi align article.ar.txt article.en.txt -o pairs.xlsx
      a spreadsheet to correct by hand; 'muwazi import' takes it back
  muwazi align article.ar.txt article.en.txt
      the pairs on the screen, tab-separated, with their confidence
  muwazi align --segmented a.ar a.en --beads a.beads -o a.jsonl
      texts of one sentence a line; the beads by number as well
  muwazi align a.ar.txt a.en.txt --glossary terms.tsv --min-confidence 0.8 -o a.tmx
      with your own terms as anchors; pairs below 0.8 are left out and counted
  muwazi align a.ar.txt a.en.txt --memory work.muwazi -o a.tmx
      your memory teaches it your words: what you have approved helps with the next text
  muwazi align a.ar.txt a.en.txt --into work.muwazi
      straight into a memory, with their confidence and context; lookup ranks them below your own
  muwazi align --pairs-in texts --out-dir memories
      texts/NAME.ar.txt with texts/NAME.en.txt, all of them, into memories/NAME.tmx
  muwazi align --pairs list.tsv --out-dir memories --to tsv --resume
      the pairs of a list (source, tab, target, tab, name a line) that are not done yet
  muwazi align --jsonl < pairs.jsonl > aligned.jsonl
      {\"id\": 1, \"source\": \"…\", \"target\": \"…\"} a line, one answer a line
  muwazi align article.ar.txt article.en.txt --explain
      why each pair is one: ٤٥ = 45, البنك الدولي = World Bank (term), and each signal's word
  muwazi align article.ar.txt article.en.txt -o article.tmx --report article.html
      and a page to look at: both texts side by side, confidence, evidence, the weakest first
  muwazi align a.de a.fr --source-lang de --target-lang fr --embeddings http://127.0.0.1:8000
      with a second opinion from a model of sentences, for languages without word vectors above all

Sentences without a partner are left out and counted; --beads lists them too.
Exit status 1: the two texts hardly look like translations of each other; of many, some such pair
or one that failed, while the rest is done.",
    override_usage = "\
muwazi align [OPTIONS] <SOURCE> <TARGET>
       muwazi align [OPTIONS] --pairs <LIST> --out-dir <DIR>
       muwazi align [OPTIONS] --pairs-in <FOLDER> --out-dir <DIR>
       muwazi align [OPTIONS] --jsonl"
)]
pub(crate) struct Args {
    /// The source text; - for standard input
    #[arg(required_unless_present_any = ["pairs", "pairs_in", "jsonl"])]
    source: Option<PathBuf>,
    /// Its translation; - for standard input
    #[arg(required_unless_present_any = ["pairs", "pairs_in", "jsonl"])]
    target: Option<PathBuf>,
    /// Where the pairs go; - for standard output. The ending tells the format: .tmx, .tsv,
    /// .jsonl, .xlsx, or any that 'muwazi formats' lists as written
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Put the pairs into a memory, which is made if there is none; unreviewed until a person edits
    /// them. Without -o nothing is printed
    #[arg(long, value_name = "MEMORY", conflicts_with_all = ["pairs", "pairs_in", "jsonl"])]
    into: Option<PathBuf>,
    /// The format, where the name does not tell it (tsv without either)
    #[arg(long, value_name = "FORMAT")]
    pub(super) to: Option<To>,
    /// The source's language; told by its script when not given
    #[arg(long, value_name = "LANG")]
    pub(super) source_lang: Option<Lang>,
    /// The target's language; told by its script when not given
    #[arg(long, value_name = "LANG")]
    pub(super) target_lang: Option<Lang>,
    /// The inputs already hold one sentence a line
    #[arg(long)]
    pub(super) segmented: bool,
    /// Also write the beads, `[0, 1]:[0]:0.93` a line: source, target (from 0), confidence
    #[arg(long, value_name = "FILE")]
    beads: Option<PathBuf>,
    /// A glossary whose terms anchor the alignment: term, tab, translation; may stand several times
    #[arg(long, value_name = "FILE")]
    pub(super) glossary: Vec<PathBuf>,
    /// Leave out pairs of less confidence than this, from 0 to 1
    #[arg(long, value_name = "X", value_parser = confidence)]
    min_confidence: Option<f64>,
    /// Pairs of less confidence than this are for a person to look at: they are counted, and the exit
    /// status is 1
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub(super) review_below: Option<f64>,
    /// Word vectors in place of the built-in Arabic and English ones; docs/vectors.md has the format
    #[arg(long, value_name = "FILE.vec")]
    pub(super) vectors: Option<PathBuf>,
    /// Look at every possible pair, however long the texts: time and memory grow with the product of
    /// their lengths
    #[arg(long)]
    pub(super) exact: bool,
    /// The inputs' encoding, such as windows-1256; recognised when not given
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// Of many pairs.
    #[command(flatten)]
    pub(super) many: batch::Many,
    #[command(flatten)]
    pub(super) splitting: Splitting,
    #[command(flatten)]
    pub(super) srx: SrxArgs,
    #[command(flatten)]
    pub(super) memories: MemoryArgs,
    #[command(flatten)]
    why: explain::Why,
    #[command(flatten)]
    pub(super) embeddings: Embeddings,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum To {
    Tmx,
    Tsv,
    Jsonl,
    Beads,
    Xlsx,
}

fn confidence(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|x| (0.0..=1.0).contains(x))
        .ok_or_else(|| "it is not a number from 0 to 1".to_owned())
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    if args.many.jsonl {
        return pipeline::run(args, console);
    }
    let (Some(source), Some(target)) = (&args.source, &args.target) else {
        return batch::run(args, console);
    };
    // What is wrong with the output is said before the work, not after it.
    let format = format(args)?;
    args.why.check(format, args.to.is_some(), args.output.as_deref())?;
    let aligner = PairAligner::new(args, console)?;
    let (source, target) = read_pair(args, source, target)?;
    let learnt = aligner.learn(&source.lang, &target.lang)?;
    let mut progress = console.progress();
    progress(muwazi::event::Event::Begin { task: "aligning".into(), total: None });
    let alignment = aligner.align(source, target)?;
    progress(muwazi::event::Event::End);

    if let Some(path) = &args.beads {
        output::write(Some(path), console, |out| {
            beads::write(&alignment.beads, out).map_err(Error::cannot_write)
        })?;
    }
    let glossary =
        aligner.terms(&alignment.source.document.lang, &alignment.target.document.lang)?;
    let terms = [Terms::built_in(), &glossary, &learnt];
    let explainer = args.why.explainer(&alignment, &terms, aligner.vectors());
    if let Some(explainer) = &explainer {
        args.why.write_report(&alignment, explainer, console)?;
    }
    let options = export_options(args);
    let date = creation_date()?;
    let shown = explainer.as_ref().filter(|_| args.why.prints(format));
    let counts = match shown {
        None if args.into.is_some() && args.output.is_none() && args.to.is_none() => {
            exported(&alignment, &options).1
        }
        Some(why) if explain::is_stdout(args.output.as_deref()) => {
            show(&alignment, why, &options, console)?
        }
        _ => output::write(args.output.as_deref(), console, |out| {
            let fields = args.why.for_fields(explainer.as_ref());
            write(&alignment, format, &options, date, fields, out)
        })?,
    };
    if let Some(why) = shown.filter(|_| !explain::is_stdout(args.output.as_deref())) {
        show(&alignment, why, &options, console)?;
    }
    let exit = tell(&alignment, counts, args, console).max(aligner.finish());
    if let Some(memory) = &args.into {
        into_memory(memory, &alignment, &options, args.source.as_deref(), console)?;
    }
    args.why.tell(console);
    Ok(exit)
}

fn format(args: &Args) -> anyhow::Result<Format> {
    Ok(match (args.to, &args.output) {
        (Some(to), _) => to.format(),
        (None, None) => Format::Tsv,
        (None, Some(path)) if path == Path::new("-") => Format::Tsv,
        (None, Some(path)) => Format::from_path(path)?,
    })
}

impl To {
    pub(super) fn format(self) -> Format {
        match self {
            Self::Tmx => Format::Tmx,
            Self::Tsv => Format::Tsv,
            Self::Jsonl => Format::Jsonl,
            Self::Beads => Format::Beads,
            Self::Xlsx => Format::Xlsx,
        }
    }
}

pub(super) fn export_options(args: &Args) -> ExportOptions {
    ExportOptions { min_confidence: args.min_confidence }
}

/// Reads the two texts, which must be able to be translations of each other.
pub(super) fn read_pair(
    args: &Args,
    source: &Path,
    target: &Path,
) -> muwazi::Result<(Document, Document)> {
    if source == Path::new("-") && target == Path::new("-") {
        return Err(Error::new(
            ErrorKind::Usage,
            "only one of the two texts can come from standard input",
        ));
    }
    let read = |path: &Path, lang: &Option<Lang>| {
        let options = plain::ReadOptions {
            encoding: args.encoding.clone(),
            lang: lang.clone(),
            segmented: args.segmented,
            wrapped: args.splitting.wrapped(),
        };
        plain::read_file(path, &options)
    };
    let source = read(source, &args.source_lang)?;
    let target = read(target, &args.target_lang)?;
    check(&source, &target, args.source_lang.is_some() && args.target_lang.is_some())?;
    Ok((source, target))
}

/// Prints the pairs that go out, with what explains them.
fn show(
    alignment: &Alignment,
    why: &Explainer<'_>,
    options: &ExportOptions,
    console: &Console,
) -> muwazi::Result<ExportCounts> {
    let (going, counts) = exported(alignment, options);
    output::write(None, console, |out| {
        explain::show(alignment, why, &going, out).map_err(Error::cannot_write)
    })?;
    Ok(counts)
}

pub(super) fn write(
    alignment: &Alignment,
    format: Format,
    options: &ExportOptions,
    date: jiff::Timestamp,
    why: Option<&Explainer<'_>>,
    out: &mut dyn Write,
) -> muwazi::Result<ExportCounts> {
    let (going, mut counts) = exported(alignment, options);
    match format {
        Format::Tmx => {
            let header = tmx::Header::new(Some(&alignment.source.document.lang), date);
            let mut writer = tmx::TmxWriter::new(out, &header)?;
            for bead in going {
                writer.write(&unit(alignment, bead, date))?;
            }
            counts.controls = writer.finish()?.dropped_characters;
        }
        Format::Jsonl => {
            jsonl::write_explained(alignment, &going, why, out).map_err(Error::cannot_write)?;
        }
        Format::Beads => {
            beads::write(&alignment.beads, out).map_err(Error::cannot_write)?;
        }
        Format::Xlsx => counts = xlsx::write(alignment, options, date, out)?,
        Format::Units(name) => {
            let writing = Writing {
                source_lang: Some(alignment.source.document.lang.clone()),
                target_lang: Some(alignment.target.document.lang.clone()),
                ..Writing::new(date)
            };
            let mut writer = exchange::begin(registry::by_name(name)?, out, &writing)?;
            for bead in going {
                writer.write(&unit(alignment, bead, date))?;
            }
            let outcome = writer.finish()?;
            counts.details = outcome.lost.values().sum();
            counts.written = usize::try_from(outcome.units).unwrap_or(usize::MAX);
        }
        _ => tsv::write(alignment, &going, out).map_err(Error::cannot_write)?,
    }
    Ok(counts)
}

/// Puts the pairs that go out into a memory.
fn into_memory(
    path: &Path,
    alignment: &Alignment,
    options: &ExportOptions,
    document: Option<&Path>,
    console: &Console,
) -> muwazi::Result<()> {
    let date = creation_date()?;
    let document = document.filter(|d| *d != Path::new("-")).map(|d| d.display().to_string());
    let (going, _) = exported(alignment, options);
    let units = going.into_iter().map(|bead| {
        let mut unit = unit(alignment, bead, date);
        add_context(&mut unit, alignment, bead);
        if let Some(document) = &document {
            unit.meta.add_prop("x-document", document);
        }
        unit
    });
    let mut memory = Memory::open_or_create(path)?;
    let added = memory.add(units, date, None)?;
    let new = added.iter().filter(|a| matches!(a, Added::New(_))).count();
    let path = path.display();
    console.say(format_args!("{path}: {new} units new, {} were there already", added.len() - new));
    refresh(&memory, console)
}

/// Says what was done, and whether a person should look.
fn tell(alignment: &Alignment, counts: ExportCounts, args: &Args, console: &Console) -> Exit {
    let summary = Summary::of(alignment);
    let (n, m) = (alignment.source.segments.len(), alignment.target.segments.len());
    console.say(format_args!(
        "{n} and {m} sentences: {} pairs, mean confidence {:.2}; without a partner: {} and {}",
        summary.pairs, summary.mean_confidence, summary.source_omitted, summary.target_omitted,
    ));
    if counts.below > 0 {
        console.say(format_args!("{} pairs left out: confidence too low", counts.below));
    }
    if counts.controls > 0 {
        console.warn(format_args!("{} control characters left out: XML has none", counts.controls));
    }
    if counts.details > 0 {
        console.warn(format_args!(
            "{} dates and properties left out: the format has no place for them",
            counts.details
        ));
    }
    if let Some(path) = args.output.as_deref().filter(|p| *p != Path::new("-")) {
        console.say(format_args!("wrote {} pairs to {}", counts.written, path.display()));
    }
    let weak = args.review_below.map_or(0, |least| below(alignment, least));
    if weak > 0 {
        console.warn(format_args!("{weak} pairs to look at: confidence below --review-below"));
    }
    if summary.is_doubtful() {
        console.warn(
            "these texts hardly look like translations of each other; check that the files are a pair",
        );
    }
    if weak > 0 || summary.is_doubtful() { Exit::Look } else { Exit::Done }
}

/// How many pairs have less confidence.
fn below(alignment: &Alignment, least: f64) -> usize {
    let pairs = alignment.beads.iter().filter(|bead| !bead.is_omission());
    pairs.filter(|bead| bead.confidence.is_some_and(|c| c < least)).count()
}
