//! `muwazi align`

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use muwazi::{
    Document, Error, ErrorKind, Lang,
    align::{Alignment, Explainer, Search, beads},
    event::Event,
    format::{AlignmentLayout, Format, registry, replace::is_report},
    memory::Added,
    output::RunFiles,
    read::{self, file, input::Input, plain::ReadOptions},
    report::{self, ExportCounts, ExportOptions, Summary, pairs_below, select},
    service::{
        AlignerOptions, PairAligner, TextOptions,
        review::{ReviewsOptions, journal_beside},
    },
    text::counted,
};

use super::{
    batch,
    documents::DocumentArgs,
    embeddings::Embeddings,
    explain,
    input::{STDIN, is_stdin, stdin_bytes},
    language::LangParser,
    offered,
    offsets::OffsetArgs,
    output::{self, ReplaceArgs, creation_date},
    pipeline,
    refresh::refresh,
    review_page::{self, PageArgs},
    splitting::Splitting,
    srx_rules::SrxArgs,
    wait::WaitArgs,
};
use crate::{console::Console, exit::Exit, signals::Writing, wildcard::one_file};

/// Pair the sentences of a text and its translation
#[derive(clap::Args)]
#[command(
    after_long_help = "\
Examples:
  muwazi align article.ar.txt article.en.txt -o article.tmx
      write a TMX file for OmegaT, Trados, memoQ and other CAT tools
  muwazi align contract.ar.docx contract.en.pdf -o contract.tmx
      documents too: Word, PDF, web pages, subtitles and more; 'muwazi formats' lists all
  muwazi align article.ar.txt article.en.txt -o pairs.xlsx
      write a spreadsheet to correct by hand; 'muwazi import' reads the corrected one
  muwazi align article.ar.txt article.en.txt
      print the pairs on the screen, separated by tabs, with their confidence
  muwazi align --segmented a.ar a.en --beads a.beads -o a.jsonl
      align texts with one sentence per line, and also write the beads as numbers
  muwazi align a.ar.txt a.en.txt --glossary terms.tsv --min-confidence 0.8 -o a.tmx
      use your own terms as anchors; leave out pairs with a confidence below 0.8
  muwazi align a.ar.txt a.en.txt --memory work.muwazi -o a.tmx
      learn words from your memory: approved translations help with the next text
  muwazi align a.ar.txt a.en.txt --into work.muwazi
      put the pairs into a memory; look-ups rank them below your own translations
  muwazi align --pairs-in texts --out-dir memories
      align each texts/NAME.ar.txt with texts/NAME.en.txt, or NAME.ar.docx with NAME.en.docx; write
      memories/NAME.tmx
  muwazi align --pairs list.tsv --out-dir memories --format tsv --resume
      align the pairs of a list that are not done yet; a line is: source, tab, target, tab, name
  muwazi align --jsonl < pairs.jsonl > aligned.jsonl
      read one JSON object per line, {\"id\": 1, \"source\": \"…\", \"target\": \"…\"}; write one per line
  muwazi align --jsonl --files < documents.jsonl > aligned.jsonl
      lines may name documents: {\"id\": 1, \"source_file\": \"a.ar.docx\", \"target_file\": \"a.en.pdf\"}
  muwazi align article.ar.txt article.en.txt --explain
      show the reasons for each pair: ٤٥ = 45, البنك الدولي = World Bank (term), and all signals
  muwazi align article.ar.txt article.en.txt -o article.tmx --report article.html
      also write a page for the browser: both texts side by side, with confidence and reasons
  muwazi align a.de a.fr --from de --to fr --embeddings http://127.0.0.1:8000
      ask a server for sentence vectors, which help most for languages without word vectors

Sentences without a translation are left out and counted; --beads lists them too.
Exit status 1: the two texts hardly look like translations of each other. With many pairs: at least
one pair hardly looks so or failed; the others are done.",
    override_usage = "\
muwazi align [OPTIONS] <SOURCE> <TARGET>
       muwazi align [OPTIONS] --pairs <LIST> --out-dir <DIR>
       muwazi align [OPTIONS] --pairs-in <FOLDER> --out-dir <DIR>
       muwazi align [OPTIONS] --jsonl"
)]
pub(crate) struct Args {
    /// The source: a text or a document; - for standard input
    #[arg(required_unless_present_any = ["pairs", "pairs_in", "jsonl"], value_parser = one_file())]
    source: Option<PathBuf>,
    /// Its translation; - for standard input
    #[arg(required_unless_present_any = ["pairs", "pairs_in", "jsonl"], value_parser = one_file())]
    target: Option<PathBuf>,
    /// The output file; - for standard output. Its ending gives the format: .tmx, .tsv, .jsonl, .xlsx,
    /// or any other that 'muwazi formats' lists as output
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Put the pairs into a memory, which is created if it does not exist. They count as unreviewed
    /// until somebody edits them. Without -o no pairs are printed
    #[arg(long, value_name = "MEMORY", conflicts_with_all = ["pairs", "pairs_in", "jsonl"])]
    into: Option<PathBuf>,
    /// The format of the output, if the file name does not give it; tsv if there is no file
    #[arg(long, value_name = "FORMAT", value_parser = offered::alignment_format(),
          hide_possible_values = true)]
    pub(super) format: Option<&'static Format>,
    /// The language of the source; detected if not given
    #[arg(long = "from", alias = "source-lang", value_name = "LANG", value_parser = LangParser, hide_possible_values = true)]
    pub(super) source_lang: Option<Lang>,
    /// The language of the target; detected if not given
    #[arg(long = "to", alias = "target-lang", value_name = "LANG", value_parser = LangParser, hide_possible_values = true)]
    pub(super) target_lang: Option<Lang>,
    /// The texts already have one sentence per line
    #[arg(long)]
    pub(super) segmented: bool,
    /// Keep what the rules take for one sentence whole. Otherwise long passages without stops are cut where
    /// the other text shows that a sentence ends
    #[arg(long)]
    keep_sentences: bool,
    /// Also write the beads, one per line as in `[0, 1]:[0]:0.93`: source sentences and target
    /// sentences, counted from 0, and confidence
    #[arg(long, value_name = "FILE")]
    beads: Option<PathBuf>,
    /// A glossary whose terms help the alignment: term, tab, translation; can be given several times
    #[arg(long, value_name = "FILE")]
    pub(super) glossary: Vec<PathBuf>,
    /// Leave out pairs with a confidence below this, from 0 to 1
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub(super) min_confidence: Option<f64>,
    /// Count pairs with a confidence below this, which somebody should look at; with any such pair the
    /// exit status is 1
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub(super) review_below: Option<f64>,
    /// Word vectors to use instead of the built-in Arabic and English ones; docs/vectors.md describes
    /// the format
    #[arg(long, value_name = "FILE.vec")]
    pub(super) vectors: Option<PathBuf>,
    /// Compare every possible pair of sentences, also in long texts. Slow: time and memory grow with
    /// the product of the lengths of the texts
    #[arg(long)]
    pub(super) exact: bool,
    /// Write doubtful pairs also where the texts look unrelated
    #[arg(long)]
    pub(super) keep_unrelated: bool,
    #[command(flatten)]
    offsets: OffsetArgs,
    /// In CSV and TSV, put an apostrophe before texts that a spreadsheet would take for formulas: those
    /// that begin with = + - @
    #[arg(long)]
    pub(super) quote_formulas: bool,
    #[command(flatten)]
    pub(super) documents: DocumentArgs,
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
    wait: WaitArgs,
    #[command(flatten)]
    why: explain::Why,
    #[command(flatten)]
    pub(super) replace: ReplaceArgs,
    #[command(flatten)]
    pub(super) embeddings: Embeddings,
    /// Open a page in the browser to correct the pairs; it is kept in SOURCE.muwazi-review beside the
    /// source. 'muwazi review' tells more
    #[arg(long, help_heading = "Review page", conflicts_with_all = ["pairs", "pairs_in", "jsonl"])]
    review: bool,
    #[command(flatten)]
    page: PageArgs,
}

pub(super) fn confidence(text: &str) -> Result<f64, String> {
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
    let options = ExportOptions { units: wants_units(args, format), ..export_options(args)? };
    args.why.check(layout(format, &options), args.format.is_some(), args.output.as_deref())?;
    let mut files = files(args, console);
    files.reads(source, "the source");
    files.reads(target, "the target");
    outputs(args, format, &options, &mut files)?;
    if args.review && is_stdin(source) {
        let message = "a review is kept beside its source, and standard input has no place";
        return Err(Error::new(ErrorKind::Usage, message).into());
    }
    let aligner = open_aligner(args, console)?;
    let (source, target) = read_pair(&aligner, source, target)?;
    let mut progress = console.progress();
    aligner.tell_of_texts(&source, &target, &mut progress);
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
    // Files are written before the memory, so that an error leaves it as it was; what is only shown
    // is shown afterwards, so that a closed pipe does not keep the pairs out of the memory.
    let mut exit = Exit::Done;
    let keep = || match &args.into {
        Some(memory) => into_memory(args, memory, &alignment, options.clone(), console),
        None => Ok(Exit::Done),
    };
    let is_named = args.output.is_some() || args.format.is_some();
    let is_shown = explain::is_stdout(args.output.as_deref())
        && (is_named || args.why.prints(layout(format, &options)));
    if is_shown {
        exit = exit.max(keep()?);
    }
    let written = write(args, format, &alignment, explainer.as_ref(), &options, console);
    let counts = match written {
        Err(e) if is_shown && args.into.is_some() => {
            exit = exit.max(output::untold("the units are in the memory", &e.into(), console));
            None
        }
        other => Some(other?),
    };
    if let Some(counts) = counts {
        exit = exit.max(tell(&alignment, counts, args, console));
    }
    exit = exit.max(Exit::look_if(aligner.finish(&mut progress)));
    if !is_shown {
        exit = exit.max(keep()?);
    }
    args.why.tell(console);
    if args.review {
        exit = exit.max(review(args, &alignment, console)?);
    }
    Ok(exit)
}

/// Opens the review page on the alignment.
fn review(args: &Args, alignment: &Alignment, console: &Console) -> anyhow::Result<Exit> {
    let source = args.source.as_deref().unwrap_or(Path::new(STDIN));
    let options = ReviewsOptions {
        aligner: aligner_options(args),
        memory: args.into.clone(),
        ..ReviewsOptions::default()
    };
    let opened = review_page::open(options, &args.page, console)?;
    opened.reviews.show(opened.reviews.add_alignment(alignment, &journal_beside(source))?);
    review_page::serve(opened, &args.page, false, console)
}

/// Returns the files of the run, with all that it reads besides the texts.
pub(super) fn files<'a>(args: &'a Args, console: &'a Console) -> RunFiles<'a> {
    let mut files = args.replace.files(console);
    args.memory.iter().chain(&args.into).for_each(|path| files.uses_memory(path));
    args.glossary.iter().for_each(|path| files.reads(path, "a glossary"));
    args.vectors.iter().for_each(|path| files.reads(path, "the word vectors"));
    args.splitting.files().for_each(|path| files.reads(path, "a list of abbreviations"));
    args.srx.file().into_iter().for_each(|path| files.reads(path, "the SRX file"));
    args.embeddings.file().into_iter().for_each(|path| files.reads(path, "the kept vectors"));
    files
}

/// Declares all outputs, before anything is done.
fn outputs(
    args: &Args,
    format: &Format,
    options: &ExportOptions,
    files: &mut RunFiles<'_>,
) -> muwazi::Result<()> {
    let layout = layout(format, options);
    output::declare(files, args.output.as_deref(), "the output", format, layout)?;
    let beads = registry::by_name("beads")?;
    output::declare(files, args.beads.as_deref(), "the list of beads", beads, beads.alignment)?;
    match args.why.report_file() {
        Some(path) => files.writes(path, "the report", "that of a report", &is_report),
        None => Ok(()),
    }
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
    let shown = explainer.filter(|_| args.why.prints(layout(format, options)));
    let (selected, counts) = select(alignment, options);
    let show = |explainer: &Explainer| {
        let mut out = console.results();
        explain::show(alignment, explainer, &selected, &mut out)
            .and_then(|()| out.flush())
            .map_err(Error::cannot_write)
    };
    match shown {
        None if args.into.is_some() && args.output.is_none() && args.format.is_none() => {
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
    match (args.format, &args.output) {
        (Some(format), _) => Ok(format),
        (None, Some(path)) if path != Path::new("-") => registry::for_alignment(path),
        _ => registry::by_name("tsv"),
    }
}

/// The layout that is written.
fn layout(format: &Format, options: &ExportOptions) -> Option<AlignmentLayout> {
    if options.units { Some(AlignmentLayout::Units) } else { format.alignment }
}

/// Whether the name of the output asks for units in a format with a layout of its own.
fn wants_units(args: &Args, format: &Format) -> bool {
    let path = args.output.as_deref().filter(|path| *path != Path::new("-"));
    let layout = path.filter(|_| args.format.is_none()).and_then(|path| format.layout_for(path));
    layout == Some(AlignmentLayout::Units)
}

pub(super) fn export_options(args: &Args) -> muwazi::Result<ExportOptions> {
    Ok(ExportOptions {
        min_confidence: args.min_confidence,
        created: Some(creation_date()?),
        quote_formulas: args.quote_formulas,
        char_offsets: args.offsets.unit.are_chars(),
        ..ExportOptions::default()
    })
}

/// Opens what the options name.
pub(super) fn open_aligner(args: &Args, console: &Console) -> muwazi::Result<PairAligner> {
    let encoder = args.embeddings.encoder()?;
    let aligner = PairAligner::open(&aligner_options(args), &mut console.progress())?;
    Ok(match encoder {
        Some(encoder) => aligner.with_encoder(encoder),
        None => aligner,
    })
}

fn aligner_options(args: &Args) -> AlignerOptions {
    AlignerOptions {
        source_lang: args.source_lang.clone(),
        target_lang: args.target_lang.clone(),
        texts: TextOptions {
            encoding: args.documents.encoding.clone(),
            segmented: args.segmented,
            wrapped: args.splitting.wrapped(),
            format: args.documents.input_format.clone(),
            extras: args.documents.extras(),
        },
        segmenter: args.splitting.options(args.srx.options()),
        keep_sentences: args.keep_sentences,
        glossaries: args.glossary.clone(),
        memories: args.memory.clone(),
        wait: Some(args.wait.time()),
        vectors: args.vectors.clone(),
        search: if args.exact { Search::Exact } else { Search::Fast },
        keep_unrelated: args.keep_unrelated,
    }
}

/// Reads the two texts, of which one may come from standard input.
fn read_pair(
    aligner: &PairAligner,
    source: &Path,
    target: &Path,
) -> muwazi::Result<(Document, Document)> {
    if is_stdin(source) && is_stdin(target) {
        return Err(Error::new(
            ErrorKind::Usage,
            "only one of the two texts can come from standard input",
        ));
    }
    let read = |path: &Path, options: &ReadOptions| match is_stdin(path) {
        true => read::registry::read(&mut Input::from_bytes(stdin_bytes()?, STDIN)?, options),
        false => file::read_file(path, options),
    };
    let [of_source, of_target] = aligner.read_options();
    let (source, target) = (read(source, &of_source)?, read(target, &of_target)?);
    aligner.check_pair(&source, &target)?;
    Ok((source, target))
}

/// Adds the exported pairs to a memory.
fn into_memory(
    args: &Args,
    path: &Path,
    alignment: &Alignment,
    options: ExportOptions,
    console: &Console,
) -> muwazi::Result<Exit> {
    let document = args.source.as_deref().filter(|d| !is_stdin(d)).map(|d| d.display().to_string());
    let name = document.clone();
    let units = alignment.units(&ExportOptions { context: true, document, ..options });
    let writing = Writing::begin();
    let memory = args.wait.open_or_create(path)?;
    let added = memory.add_aligned(units, name.as_deref(), creation_date()?)?;
    let new = added.iter().filter(|a| matches!(a, Added::New(_))).count();
    let path = console.name(path);
    let (units, held) = (counted(new, "new unit"), added.len() - new);
    console.say(format_args!("{path}: {units}, {held} already there"));
    let exit = refresh(&memory, console);
    drop((memory, writing));
    Ok(exit)
}

/// Says what was done, and whether a person should look.
fn tell(alignment: &Alignment, counts: ExportCounts, args: &Args, console: &Console) -> Exit {
    let summary = Summary::of(alignment);
    let (n, m) = (alignment.source.segments.len(), alignment.target.segments.len());
    console.say(format_args!(
        "{n} and {}: {}, mean confidence {:.2}; without a partner: {} and {}",
        counted(m, "sentence"),
        counted(summary.pairs, "pair"),
        summary.mean_confidence,
        summary.source_omitted,
        summary.target_omitted,
    ));
    if summary.moved > 0 {
        console.say(format_args!(
            "{} out of order: a passage stands elsewhere in the translation",
            counted(summary.moved, "pair")
        ));
    }
    if counts.below > 0 {
        console.say(format_args!("{} left out: confidence too low", counted(counts.below, "pair")));
    }
    if counts.controls > 0 {
        console.warn(format_args!(
            "{} left out: XML has none",
            counted(counts.controls, "control character")
        ));
    }
    if counts.details > 0 {
        console.warn(format_args!(
            "{} left out that the format cannot hold: dates, properties",
            counted(counts.details, "detail")
        ));
    }
    if let Some(path) = args.output.as_deref().filter(|p| *p != Path::new("-")) {
        let written = counted(counts.written, "pair");
        console.say(format_args!("wrote {written} to {}", console.name(path)));
    }
    let weak = args.review_below.map_or(0, |least| pairs_below(alignment, least));
    if weak > 0 {
        console.warn(format_args!(
            "{} to look at: confidence below --review-below",
            counted(weak, "pair")
        ));
    }
    if summary.is_doubtful() {
        console.warn(
            "these texts hardly look like translations of each other; check that the files are a pair",
        );
    }
    Exit::look_if(weak > 0 || summary.is_doubtful())
}
