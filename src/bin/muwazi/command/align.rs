//! `muwazi align`

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use muwazi::{
    Error, Lang, Segmenter,
    align::{Alignment, Segmented, Terms, Weights, align, check},
    export::{ExportCounts, ExportOptions, exported, unit},
    format::{Format, beads, decode, jsonl, plain, tmx, tsv},
    review::Summary,
};

use super::{
    output::{self, creation_date},
    splitting::Splitting,
    srx_rules::{OwnRules, SrxArgs},
};
use crate::{console::Console, exit::Exit};

/// Pair the sentences of a text and its translation
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi align article.ar.txt article.en.txt -o article.tmx
      a TMX for OmegaT, Trados, memoQ and other CAT tools
  muwazi align article.ar.txt article.en.txt
      the pairs on the screen, tab-separated, with their confidence
  muwazi align --segmented a.ar a.en --beads a.beads -o a.jsonl
      texts of one sentence a line; the beads by number as well
  muwazi align a.ar.txt a.en.txt --glossary terms.tsv --min-confidence 0.8 -o a.tmx
      with your own terms as anchors; pairs below 0.8 are left out and counted

Sentences without a partner are left out and counted; --beads lists them too.
Exit status 1: the two texts hardly look like translations of each other.")]
pub(crate) struct Args {
    /// The source text; - for standard input
    source: PathBuf,
    /// Its translation; - for standard input
    target: PathBuf,
    /// Where the pairs go; - for standard output. The ending tells the format: .tmx, .tsv, .jsonl
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// The format, where the name does not tell it (tsv without either)
    #[arg(long, value_name = "FORMAT")]
    to: Option<To>,
    /// The source's language; told by its script when not given
    #[arg(long, value_name = "LANG")]
    source_lang: Option<Lang>,
    /// The target's language; told by its script when not given
    #[arg(long, value_name = "LANG")]
    target_lang: Option<Lang>,
    /// The inputs already hold one sentence a line
    #[arg(long)]
    segmented: bool,
    /// Also write the beads, `[0, 1]:[0]:0.93` a line: source, target (from 0), confidence
    #[arg(long, value_name = "FILE")]
    beads: Option<PathBuf>,
    /// A glossary whose terms anchor the alignment: term, tab, translation; may stand several times
    #[arg(long, value_name = "FILE")]
    glossary: Vec<PathBuf>,
    /// Leave out pairs of less confidence than this, from 0 to 1
    #[arg(long, value_name = "X", value_parser = confidence)]
    min_confidence: Option<f64>,
    /// The inputs' encoding, such as windows-1256; recognised when not given
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    #[command(flatten)]
    splitting: Splitting,
    #[command(flatten)]
    srx: SrxArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum To {
    Tmx,
    Tsv,
    Jsonl,
    Beads,
}

fn confidence(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|x| (0.0..=1.0).contains(x))
        .ok_or_else(|| "it is not a number from 0 to 1".to_owned())
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    // What is wrong with the output is said before the work, not after it.
    let format = format(args)?;
    let mut own = args.srx.read(console)?;
    let (source, target) = read_pair(args, own.as_mut(), console)?;
    let mut lists = vec![Terms::built_in()];
    let glossary = read_glossaries(&args.glossary, &source.document.lang, &target.document.lang)?;
    if !glossary.is_empty() {
        lists.push(&glossary);
    }
    let mut progress = console.progress();
    progress(muwazi::event::Event::Begin { task: "aligning".into(), total: None });
    let alignment = align(source, target, &lists, Weights::built_in());
    progress(muwazi::event::Event::End);

    if let Some(path) = &args.beads {
        output::write(Some(path), console, |out| {
            beads::write(&alignment.beads, out).map_err(Error::cannot_write)
        })?;
    }
    let options = ExportOptions { min_confidence: args.min_confidence };
    let date = creation_date()?;
    let counts = output::write(args.output.as_deref(), console, |out| {
        write(&alignment, format, &options, date, out)
    })?;
    let exit = tell(&alignment, counts, args, console);
    Ok(own.map_or(exit, |own| exit.max(own.finish(console))))
}

fn format(args: &Args) -> anyhow::Result<Format> {
    Ok(match (args.to, &args.output) {
        (Some(To::Tmx), _) => Format::Tmx,
        (Some(To::Jsonl), _) => Format::Jsonl,
        (Some(To::Beads), _) => Format::Beads,
        (Some(To::Tsv), _) | (None, None) => Format::Tsv,
        (None, Some(path)) if path == Path::new("-") => Format::Tsv,
        (None, Some(path)) => Format::from_path(path)?,
    })
}

fn read_pair(
    args: &Args,
    mut own: Option<&mut OwnRules>,
    console: &Console,
) -> anyhow::Result<(Segmented, Segmented)> {
    if args.source == Path::new("-") && args.target == Path::new("-") {
        return Err(Error::new(
            muwazi::ErrorKind::Usage,
            "only one of the two texts can come from standard input",
        )
        .into());
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
    let source = read(&args.source, &args.source_lang)?;
    let target = read(&args.target, &args.target_lang)?;
    check(&source, &target)?;
    let options = args.splitting.options()?;
    let mut split = |text: muwazi::Document| -> anyhow::Result<Segmented> {
        let segmenter = match own.as_deref_mut() {
            Some(own) => own.segmenter(&text.lang, console)?,
            None => Segmenter::new(&text.lang, &options),
        };
        Ok(Segmented::with(text, &segmenter))
    };
    Ok((split(source)?, split(target)?))
}

fn read_glossaries(paths: &[PathBuf], source: &Lang, target: &Lang) -> anyhow::Result<Terms> {
    let mut terms = Terms::default();
    for path in paths {
        let origin = path.display().to_string();
        let bytes = fs::read(path).map_err(|e| Error::io("cannot read", path, e))?;
        let text = decode::decode(bytes, &origin, None)?;
        terms.add_tsv(&text, &origin, Some((source, target)))?;
    }
    Ok(terms)
}

fn write(
    alignment: &Alignment,
    format: Format,
    options: &ExportOptions,
    date: jiff::Timestamp,
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
            jsonl::write(alignment, &going, out).map_err(Error::cannot_write)?;
        }
        Format::Beads => {
            beads::write(&alignment.beads, out).map_err(Error::cannot_write)?;
        }
        _ => tsv::write(alignment, &going, out).map_err(Error::cannot_write)?,
    }
    Ok(counts)
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
    if let Some(path) = args.output.as_deref().filter(|p| *p != Path::new("-")) {
        console.say(format_args!("wrote {} pairs to {}", counts.written, path.display()));
    }
    if summary.is_doubtful() {
        console.warn(
            "these texts hardly look like translations of each other; check that the files are a pair",
        );
        return Exit::Look;
    }
    Exit::Done
}
