//! `muwazi segment`

use std::{
    ffi::OsStr,
    io::Write,
    path::{Path, PathBuf},
};

use clap::{
    Arg, Command,
    builder::{PossibleValue, TypedValueParser},
};
use muwazi::{
    Lang, Segmenter, Span,
    error::Setting,
    read::{
        plain::{ReadOptions, detected},
        registry::left_out,
        stream::{Chunk, TextStream},
    },
    segment::one_line,
    segments_with,
    service::Segmenters,
    text::counted,
};
use serde::Serialize;

use super::{
    documents::DocumentArgs,
    input::{STDIN, is_stdin, name_of},
    language::usual_codes,
    offsets::{self, OffsetArgs, Running},
    splitting::Splitting,
    srx_rules::SrxArgs,
};
use crate::{console::Console, exit::Exit, screen::Results, wildcard};

/// Split texts into sentences, one per line, with an empty line between paragraphs
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi segment article.ar.txt
      print the sentences of an article
  muwazi segment contract.docx film.srt
      documents too: Word, PDF, web pages, subtitles and more; 'muwazi formats' lists all
  muwazi segment --json - < article.txt
      read standard input; print one object per sentence, with byte offsets
  muwazi segment --explain article.ar.txt
      show each place where a sentence could end, and the rule that decided
  muwazi segment --abbreviations mine.txt book.txt
      use your own abbreviations, one per line:
          كغم.
          subj. maybe-last
          fol. before-number
      never-last (the default): no sentence ends after it, as after a title;
      maybe-last: the next word decides; before-number: it belongs to the number that follows
  muwazi segment --srx segmentation.srx article.ar.txt
      use the rules of your CAT tool
  muwazi segment --wrapped book.txt
      join lines up to an empty line, even if their lengths do not look wrapped

Plain texts can be of any size. Several texts are printed one after the other.")]
pub(crate) struct Args {
    /// The texts, plain or documents of any format that is read; - for standard input
    #[arg(default_value = "-", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The language of the texts, as a code or a name (fr, English, العربية); auto detects it
    #[arg(long, default_value = "auto", value_name = "LANG|auto",
          value_parser = LangArgParser, hide_possible_values = true)]
    lang: LangArg,
    #[command(flatten)]
    documents: DocumentArgs,
    #[command(flatten)]
    splitting: Splitting,
    /// Show each place where a sentence could end, and the rule that decided
    #[arg(long)]
    explain: bool,
    /// Print one JSON object per sentence: text, byte offsets, paragraph; with --explain one per place
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    offsets: OffsetArgs,
    #[command(flatten)]
    srx: SrxArgs,
}

/// A language code, or `auto`.
#[derive(Clone)]
pub(crate) struct LangArg(Option<Lang>);

impl std::str::FromStr for LangArg {
    type Err = muwazi::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(if text == "auto" { None } else { Some(text.parse()?) }))
    }
}

/// Reads a language or `auto`, and offers both.
#[derive(Clone)]
struct LangArgParser;

impl TypedValueParser for LangArgParser {
    type Value = LangArg;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> clap::error::Result<LangArg> {
        let parse = |text: &str| text.parse::<LangArg>();
        parse.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let all = ["auto"].into_iter().chain(usual_codes());
        Some(Box::new(all.map(PossibleValue::new)))
    }
}

#[derive(Serialize)]
struct Line<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    paragraph: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
}

#[derive(Serialize)]
struct Explained<'a> {
    at: usize,
    breaks: bool,
    rule: &'a str,
    before: &'a str,
    after: &'a str,
    paragraph: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let options = args.splitting.options(args.srx.options());
    let files = wildcard::files(&args.files)?;
    let segmenters = Segmenters::open(&options, &mut console.progress())?;
    let mut out = console.results();
    let mut exit = Exit::Done;
    for (i, file) in files.iter().enumerate() {
        if i > 0 && !args.json {
            out.write_all(b"\n")?;
        }
        match split(file, args, &segmenters, console, &mut out) {
            Ok(()) => {}
            // One bad file is said, and the rest go on.
            Err(e) if files.len() > 1 && e.downcast_ref::<muwazi::Error>().is_some() => {
                out.flush()?;
                console.error(&e);
                exit = Exit::Failed;
            }
            Err(e) => return Err(e),
        }
    }
    out.flush()?;
    Ok(exit.max(Exit::look_if(segmenters.finish(&mut console.progress()))))
}

fn split(
    file: &Path,
    args: &Args,
    segmenters: &Segmenters,
    console: &Console,
    out: &mut Results,
) -> anyhow::Result<()> {
    let read = ReadOptions {
        encoding: args.documents.encoding.clone(),
        lang: args.lang.0.clone(),
        // Sentences are written without a language, and English is split like most.
        assumed_english: true,
        segmented: false,
        wrapped: args.splitting.wrapped(),
        format: args.documents.input_format.clone(),
        extras: args.documents.extras(),
    };
    let mut stream = match is_stdin(file) {
        true => TextStream::new(Box::new(std::io::stdin()), STDIN, &read)?,
        false => TextStream::open(file, &read)?,
    };
    if let Some(notice) =
        detected(&name_of(file), stream.lang(), Setting::Lang).filter(|_| args.lang.0.is_none())
    {
        console.tell(notice);
    }
    let segmenter = segmenters.of(stream.lang(), &mut console.progress())?;
    let name = file.display().to_string();
    let name = (args.files.len() > 1).then_some(name.as_str());
    let mut last = 0;
    let mut running = args.offsets.unit.are_chars().then(Running::default);
    while let Some(chunk) = stream.next_chunk(&segmenter)? {
        left_out(&chunk.document).into_iter().for_each(|notice| console.tell(notice));
        if args.explain {
            explain(&chunk, &segmenter, args.json, name, running.as_mut(), out)?;
        } else {
            last = write(&chunk, &segmenter, args.json, name, (last, running.as_mut()), out)?;
        }
        if let Some(running) = &mut running {
            let text = &chunk.document.text;
            running.chars(chunk.start + text.len(), text, chunk.start);
        }
    }
    if stream.cut_sentences() > 0 {
        console.warn(format_args!(
            "{} of more than 4 MiB cut at a space",
            counted(stream.cut_sentences(), "sentence")
        ));
    }
    Ok(())
}

/// Writes the sentences; gives back the number of the last paragraph.
fn write(
    chunk: &Chunk,
    segmenter: &Segmenter,
    json: bool,
    file: Option<&str>,
    (mut last, mut running): (usize, Option<&mut Running>),
    out: &mut Results,
) -> anyhow::Result<usize> {
    let look = out.look;
    for segment in segments_with(&chunk.document, segmenter) {
        let text = segment.span.of(&chunk.document.text);
        let paragraph = chunk.first_block + segment.block;
        if json {
            let Span { start, end } = match &mut running {
                Some(running) => {
                    offsets::in_chars(running, segment.span, &chunk.document.text, chunk.start)
                }
                None => Span::new(chunk.start + segment.span.start, chunk.start + segment.span.end),
            };
            out.json(&Line { text, start, end, paragraph, file })?;
        } else {
            if paragraph != last {
                out.write_all(b"\n")?;
            }
            writeln!(out, "{}", look.text(&one_line(text)))?;
        }
        last = paragraph;
    }
    Ok(last)
}

/// Writes each place where a sentence could end, with what stands around it.
fn explain(
    chunk: &Chunk,
    segmenter: &Segmenter,
    json: bool,
    file: Option<&str>,
    mut running: Option<&mut Running>,
    out: &mut Results,
) -> anyhow::Result<()> {
    let look = out.look;
    for (block, b) in chunk.document.blocks.iter().enumerate() {
        let text = b.span.of(&chunk.document.text);
        for decision in segmenter.explain(text) {
            let (before, after) = around(text, decision.at);
            let at = chunk.start + b.span.start + decision.at;
            let at = match &mut running {
                Some(running) => running.chars(at, &chunk.document.text, chunk.start),
                None => at,
            };
            let (breaks, rule) = (decision.breaks, decision.rule.as_str());
            if json {
                let paragraph = chunk.first_block + block;
                let line = Explained { at, breaks, rule, before, after, paragraph, file };
                out.json(&line)?;
            } else {
                // The context has a line of its own, so that Arabic is not mixed into English.
                let mark = if breaks { " ‖" } else { " ~" };
                let what = if breaks { "ends" } else { "goes on" };
                writeln!(out, "{at}: {what}: {}", look.text(rule))?;
                let (before, after) = (one_line(before), one_line(after.trim_start()));
                let (open, close) = (look.open(), look.close());
                let (before, after) = (look.part(&before), look.part(&after));
                writeln!(out, "    {open}{before}{mark} {after}{close}")?;
            }
        }
    }
    Ok(())
}

/// A few words on either side of a place.
fn around(text: &str, at: usize) -> (&str, &str) {
    const LONG: usize = 32;
    let (before, after) = text.split_at(at);
    let from = before.char_indices().rev().nth(LONG).map_or(0, |(at, _)| at);
    // Whole words, where there is a space.
    let from = match before[from..].find(' ') {
        Some(space) if from > 0 => from + space + 1,
        _ => from,
    };
    let to = after.char_indices().nth(LONG).map_or(after.len(), |(at, _)| at);
    let to = match after[..to].rfind(' ') {
        Some(space) if to < after.len() && space > 0 => space,
        _ => to,
    };
    (&before[from..], &after[..to])
}
