//! `muwazi segment`

use std::{io::Write, path::PathBuf};

use muwazi::{
    Lang,
    format::plain,
    segment::{SegmentOptions, Segmenter, segments_with},
};
use serde::Serialize;

use super::srx_rules::SrxArgs;
use crate::{console::Console, exit::Exit};

/// Split a text into sentences, one a line, an empty line between paragraphs
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi segment article.ar.txt
      the sentences of an article
  muwazi segment --json - < article.txt
      from standard input, an object a sentence, with byte offsets
  muwazi segment --srx segmentation.srx article.ar.txt
      by the rules of your CAT tool")]
pub(crate) struct Args {
    /// The text; - for standard input
    #[arg(default_value = "-", value_name = "FILE")]
    file: PathBuf,
    /// Its language; auto tells it from the script
    #[arg(long, default_value = "auto", value_name = "ar|en|auto")]
    lang: LangArg,
    /// Its encoding, such as windows-1256; recognised when not given
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Write an object a sentence: text, byte offsets, paragraph
    #[arg(long)]
    json: bool,
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

#[derive(Serialize)]
struct Line<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    paragraph: usize,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let options = plain::ReadOptions {
        encoding: args.encoding.clone(),
        lang: args.lang.0.clone(),
        segmented: false,
    };
    let mut own = args.srx.read(console)?;
    let document = plain::read_file(&args.file, &options)?;
    let segmenter = match &mut own {
        Some(own) => own.segmenter(&document.lang, console)?,
        None => Segmenter::new(&document.lang, &SegmentOptions::default()),
    };
    let mut out = std::io::BufWriter::new(console.results());
    let mut block = 0;
    for segment in segments_with(&document, &segmenter) {
        let text = segment.span.of(&document.text);
        if args.json {
            let (start, end) = (segment.span.start, segment.span.end);
            serde_json::to_writer(&mut out, &Line { text, start, end, paragraph: segment.block })?;
            out.write_all(b"\n")?;
        } else {
            if segment.block != block {
                out.write_all(b"\n")?;
            }
            writeln!(out, "{text}")?;
        }
        block = segment.block;
    }
    out.flush()?;
    drop(out);
    Ok(own.map_or(Exit::Done, |own| own.finish(console)))
}
