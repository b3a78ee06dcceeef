//! `muwazi align`

use std::path::{Path, PathBuf};

use muwazi::{
    Error, Lang, Memory,
    align::{Alignment, Explainer, Search, beads},
    event::Event,
    format::{Format, registry},
    memory::Added,
    report::{self, ExportCounts, ExportOptions, Summary, select},
    service::{AlignerOptions, PairAligner, TextOptions},
};

use super::{
    batch,
    embeddings::Embeddings,
    explain,
    output::{self, creation_date},
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
    #[arg(long, value_name = "FORMAT", value_parser = format_named)]
    pub(super) to: Option<&'static Format>,
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
    pub(super) min_confidence: Option<f64>,
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
    /// A memory whose units teach the aligner words and short terms; may stand several times
    #[arg(short, long, value_name = "MEMORY")]
    memory: Vec<PathBuf>,
    #[command(flatten)]
    why: explain::Why,
    #[command(flatten)]
    pub(super) embeddings: Embeddings,
}

fn format_named(name: &str) -> Result<&'static Format, String> {
    let format = registry::by_name(name).ok().filter(|format| format.alignment.is_some());
    format.ok_or_else(|| {
        format!("choose one of {}", registry::names(|format| format.alignment.is_some()))
    })
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
    // Faults of the output are reported before the work, not after it.
    let format = format(args)?;
    args.why.check(format, args.to.is_some(), args.output.as_deref())?;
    let options = export_options(args)?;
    let aligner = open_aligner(args, console)?;
    let (source, target) = aligner.read_pair(source, target)?;
    let mut progress = console.progress();
    aligner.prepare(&source.lang, &target.lang, &mut progress)?;
    progress(Event::Begin { task: "aligning".into(), total: None });
    let (alignment, explainer) = if args.why.is_wanted() {
        let (alignment, explainer) = aligner.align_explained(source, target, &mut progress)?;
        (alignment, Some(explainer))
    } else {
        (aligner.align(source, target, &mut progress)?, None)
    };
    progress(Event::End);

    if let Some(path) = &args.beads {
        output::write(Some(path), console, |out| {
            beads::write(&alignment.beads, out).map_err(Error::cannot_write)
        })?;
    }
    if let Some(explainer) = &explainer {
        args.why.write_report(&alignment, explainer, console)?;
    }
    let counts = write(args, format, &alignment, explainer.as_ref(), &options, console)?;
    let exit = tell(&alignment, counts, args, console);
    let exit = exit.max(Exit::look_if(aligner.finish(&mut progress)));
    if let Some(memory) = &args.into {
        into_memory(memory, &alignment, options, args.source.as_deref(), console)?;
    }
    args.why.tell(console);
    Ok(exit)
}

/// Writes the pairs, and the explanation for a person, to where the options say.
fn write(
    args: &Args,
    format: &Format,
    alignment: &Alignment,
    explainer: Option<&Explainer>,
    options: &ExportOptions,
    console: &Console,
) -> muwazi::Result<ExportCounts> {
    let shown = explainer.filter(|_| args.why.prints(format));
    let (selected, counts) = select(alignment, options);
    let show = |explainer: &Explainer| {
        output::write(None, console, |out| {
            explain::show(alignment, explainer, &selected, out).map_err(Error::cannot_write)
        })
    };
    match shown {
        None if args.into.is_some() && args.output.is_none() && args.to.is_none() => {
            return Ok(counts);
        }
        Some(explainer) if explain::is_stdout(args.output.as_deref()) => {
            show(explainer)?;
            return Ok(counts);
        }
        _ => {}
    }
    let counts = output::write(args.output.as_deref(), console, |out| {
        let fields = args.why.for_fields(explainer);
        report::write_explained(alignment, fields, format, options, out)
    })?;
    if let Some(explainer) = shown {
        show(explainer)?;
    }
    Ok(counts)
}

fn format(args: &Args) -> muwazi::Result<&'static Format> {
    match (args.to, &args.output) {
        (Some(format), _) => Ok(format),
        (None, Some(path)) if path != Path::new("-") => registry::for_alignment(path),
        _ => registry::by_name("tsv"),
    }
}

pub(super) fn export_options(args: &Args) -> muwazi::Result<ExportOptions> {
    Ok(ExportOptions {
        min_confidence: args.min_confidence,
        created: Some(creation_date()?),
        ..ExportOptions::default()
    })
}

/// Opens what the options name.
pub(super) fn open_aligner(args: &Args, console: &Console) -> muwazi::Result<PairAligner> {
    let options = AlignerOptions {
        source_lang: args.source_lang.clone(),
        target_lang: args.target_lang.clone(),
        texts: TextOptions {
            encoding: args.encoding.clone(),
            segmented: args.segmented,
            wrapped: args.splitting.wrapped(),
        },
        segmenter: args.splitting.options(args.srx.options()),
        glossaries: args.glossary.clone(),
        memories: args.memory.clone(),
        vectors: args.vectors.clone(),
        search: if args.exact { Search::Exact } else { Search::Fast },
    };
    let encoder = args.embeddings.encoder()?;
    let aligner = PairAligner::open(&options, &mut console.progress())?;
    Ok(match encoder {
        Some(encoder) => aligner.with_encoder(encoder),
        None => aligner,
    })
}

/// Adds the exported pairs to a memory.
fn into_memory(
    path: &Path,
    alignment: &Alignment,
    options: ExportOptions,
    document: Option<&Path>,
    console: &Console,
) -> muwazi::Result<()> {
    let document = document.filter(|d| *d != Path::new("-")).map(|d| d.display().to_string());
    let units = alignment.units(&ExportOptions { context: true, document, ..options });
    let mut memory = Memory::open_or_create(path)?;
    let added = memory.add(units, creation_date()?, None)?;
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
    Exit::look_if(weak > 0 || summary.is_doubtful())
}

/// How many pairs have less confidence.
fn below(alignment: &Alignment, least: f64) -> usize {
    let pairs = alignment.beads.iter().filter(|bead| !bead.is_omission());
    pairs.filter(|bead| bead.confidence.is_some_and(|c| c < least)).count()
}
