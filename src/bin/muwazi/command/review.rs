//! `muwazi review`

use std::path::{Path, PathBuf};

use muwazi::{
    Error, ErrorKind, Lang, Place,
    align::Search,
    format::{AlignmentLayout, Format, registry, replace::is_report},
    review::Choice,
    service::{
        AlignerOptions, TextOptions,
        review::{ReviewsOptions, is_journal},
    },
};

use super::{
    documents::DocumentArgs,
    language::LangParser,
    offered,
    output::{self, ReplaceArgs, creation_date},
    review_page::{self, PageArgs},
    splitting::Splitting,
    srx_rules::SrxArgs,
    wait::WaitArgs,
};
use crate::{console::Console, exit::Exit, wildcard::one_file};

/// Correct an alignment in the browser
#[derive(clap::Args)]
#[command(
    after_long_help = "\
Examples:
  muwazi review article.ar.txt article.en.txt
      align both texts and open a page to correct the pairs; press ? there to see all keys
  muwazi review contract.ar.docx contract.en.pdf -m house.muwazi
      documents too; accepted pairs can go into a memory, at the end or one by one
  muwazi review article.ar.txt.muwazi-review
      go on with a review, also of a file that a colleague sent
  muwazi review texts
      a folder: texts/NAME.ar.txt with texts/NAME.en.txt, as a list; the weakest pairs of all first
  muwazi review
      a page to choose two files, or to go on with a recent review
  muwazi review article.ar.txt.muwazi-review --export article.tmx --rows sure
      write the pairs without a page: accepted ones, and others that need no look

Nothing leaves this machine: the page comes from this program, at an address that only this machine
reaches, and the address is a secret of this run. End with the button of the page or with Ctrl+C.
Every decision is on disk before the page shows it, in SOURCE.muwazi-review beside the source. Undo
works without end, also tomorrow. Two windows and two people may work on one file.
What is accepted helps to align the rest again at once, and the next document of a folder.",
    override_usage = "\
muwazi review [OPTIONS] <SOURCE> <TARGET>
       muwazi review [OPTIONS] <FILE.muwazi-review>
       muwazi review [OPTIONS] <FOLDER>
       muwazi review [OPTIONS]"
)]
pub(crate) struct Args {
    /// The source, a review, or a folder of pairs
    #[arg(value_parser = one_file())]
    source: Option<PathBuf>,
    /// The translation of the source
    #[arg(value_parser = one_file())]
    target: Option<PathBuf>,
    /// The file that keeps the review; SOURCE.muwazi-review beside the source if not given
    #[arg(short, long, value_name = "JOURNAL", requires = "target")]
    output: Option<PathBuf>,
    /// A memory that accepted pairs can go into; its units teach the aligner. It is created if it does
    /// not exist
    #[arg(short, long, value_name = "MEMORY")]
    memory: Option<PathBuf>,
    #[command(flatten)]
    wait: WaitArgs,
    #[command(flatten)]
    page: PageArgs,
    /// Write the pairs of a review to a file instead of opening a page; its ending gives the format
    #[arg(long, value_name = "OUT", conflicts_with_all = ["target", "memory", "port", "no_open"])]
    export: Option<PathBuf>,
    /// The pairs to write: reviewed (accepted), sure (these, and others that need no look) or all
    #[arg(long, value_name = "reviewed|sure|all", requires = "export", default_value = "reviewed",
          value_parser = choice)]
    rows: Choice,
    #[command(flatten)]
    replace: ReplaceArgs,
    /// The language of the source; detected if not given
    #[arg(long = "from", alias = "source-lang", value_name = "LANG", value_parser = LangParser, hide_possible_values = true)]
    source_lang: Option<Lang>,
    /// The language of the target; detected if not given
    #[arg(long = "to", alias = "target-lang", value_name = "LANG", value_parser = LangParser, hide_possible_values = true)]
    target_lang: Option<Lang>,
    /// The texts already have one sentence per line
    #[arg(long)]
    segmented: bool,
    /// Keep what the rules take for one sentence whole, also in texts without stops
    #[arg(long)]
    keep_sentences: bool,
    /// A glossary whose terms help the alignment: term, tab, translation; can be given several times
    #[arg(long, value_name = "FILE")]
    glossary: Vec<PathBuf>,
    /// Word vectors to use instead of the built-in Arabic and English ones
    #[arg(long, value_name = "FILE.vec")]
    vectors: Option<PathBuf>,
    /// Compare every possible pair of sentences, also in long texts
    #[arg(long)]
    exact: bool,
    /// Leave the open rows as they are after a decision, instead of aligning them anew
    #[arg(long, hide_short_help = true)]
    no_realign: bool,
    #[command(flatten)]
    documents: DocumentArgs,
    #[command(flatten)]
    splitting: Splitting,
    #[command(flatten)]
    srx: SrxArgs,
    /// The format of --export, if the file name does not give it
    #[arg(long, value_name = "FORMAT", requires = "export", value_parser = offered::alignment_format(),
          hide_possible_values = true)]
    format: Option<&'static Format>,
    /// Print one JSON object with the address of the page
    #[arg(long)]
    json: bool,
}

fn choice(text: &str) -> Result<Choice, String> {
    match text {
        "reviewed" => Ok(Choice::Reviewed),
        "sure" => Ok(Choice::Sure),
        "all" => Ok(Choice::All),
        _ => Err("choose from reviewed, sure, all".to_owned()),
    }
}

impl Args {
    fn options(&self) -> ReviewsOptions {
        let aligner = AlignerOptions {
            source_lang: self.source_lang.clone(),
            target_lang: self.target_lang.clone(),
            texts: TextOptions {
                encoding: self.documents.encoding.clone(),
                segmented: self.segmented,
                wrapped: self.splitting.wrapped(),
                format: self.documents.input_format.clone(),
                extras: self.documents.extras(),
            },
            segmenter: self.splitting.options(self.srx.options()),
            keep_sentences: self.keep_sentences,
            glossaries: self.glossary.clone(),
            memories: Vec::new(),
            wait: Some(self.wait.time()),
            vectors: self.vectors.clone(),
            search: if self.exact { Search::Exact } else { Search::Fast },
            // A person decides.
            keep_unrelated: true,
        };
        let memory = self.memory.clone();
        ReviewsOptions { aligner, memory, no_realign: self.no_realign, ..ReviewsOptions::default() }
    }
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    if let Some(out) = &args.export {
        return export(args, out, console);
    }
    let opened = review_page::open(args.options(), &args.page, console)?;
    match (&args.source, &args.target) {
        (None, _) => {}
        (Some(source), Some(target)) => {
            let id = opened.reviews.add_pair(source, target, args.output.as_deref());
            opened.tell(console);
            opened.reviews.show(id?);
        }
        (Some(folder), None) if folder.is_dir() => opened.reviews.add_folder(folder)?,
        (Some(path), None) if is_journal(path) => {
            opened.reviews.show(opened.reviews.add_journal(path)?);
        }
        (Some(path), None) => return Err(alone(path).into()),
    }
    review_page::serve(opened, &args.page, args.json, console)
}

/// An error for one text.
fn alone(path: &Path) -> Error {
    let (kind, message) = match path.exists() {
        true => (ErrorKind::Usage, "the translation of this text is not named"),
        false => (ErrorKind::Io, "no such file or folder"),
    };
    Error::new(kind, message)
        .at(Place::file(path.display().to_string()))
        .hint("name a text and its translation, a file that ends in .muwazi-review, or a folder")
}

/// Writes the pairs of a review, for scripts.
fn export(args: &Args, out: &Path, console: &Console) -> anyhow::Result<Exit> {
    let journal = args.source.as_deref().filter(|path| is_journal(path)).ok_or_else(|| {
        Error::new(ErrorKind::Usage, "only a review can be exported")
            .hint("name a file that ends in .muwazi-review; 'muwazi align' writes an alignment")
    })?;
    let is_page =
        args.format.is_none() && out.extension().is_some_and(|e| e.eq_ignore_ascii_case("html"));
    let mut files = args.replace.files(console);
    files.reads(journal, "the review");
    let format = if is_page {
        files.writes(out, "the page", "that of a page", &is_report)?;
        "html"
    } else {
        let format = match args.format {
            Some(format) => format,
            None if out == Path::new("-") => registry::by_name("tmx")?,
            None => registry::for_alignment(out)?,
        };
        output::declare(&mut files, Some(out), "the output", format, layout(format))?;
        format.name
    };
    let opened = review_page::open_bare(args.options(), console)?;
    let id = opened.reviews.add_journal(journal)?;
    let made = opened.reviews.export(id, format, args.rows, Some(creation_date()?))?;
    output::write(Some(out), console, |to| {
        to.write_all(&made.content).map_err(Error::cannot_write)
    })?;
    if let Some(units) = made.units {
        console.say(format_args!("{} written", muwazi::text::counted(units, "pair")));
    }
    Ok(Exit::Done)
}

/// The layout in which a review is written: units, except in formats without any.
fn layout(format: &Format) -> Option<AlignmentLayout> {
    match format.alignment {
        Some(AlignmentLayout::Pairs) => Some(AlignmentLayout::Units),
        other => other,
    }
}
