//! `muwazi read`

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use muwazi::{
    Error, Lang,
    read::{plain::ReadOptions, registry::left_out},
    segment::one_line,
    service::{
        Content, ContentBlock, UnitInput, blocks_of, blocks_of_unit, content_of, open_content,
    },
};

use super::{
    documents::DocumentArgs,
    input::{STDIN, is_stdin, stdin_bytes},
    language::LangParser,
};
use crate::{console::Console, exit::Exit, screen::Results, wildcard};

/// Show the text of documents as the other commands read it
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi read contract.docx
      print each heading, paragraph, cell and note, and what was left out
  muwazi read --with deleted,comments contract.docx
      also print what tracked changes deleted, and the comments
  muwazi read --json page.html
      print one JSON object per block: kind, text, marks, key or time
  muwazi read film.srt
      print the subtitles with their times
  muwazi read old-memory.txt
      print the units of a memory: both texts, with their languages

'muwazi formats' lists what can be read.")]
pub(crate) struct Args {
    /// The documents; - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    documents: DocumentArgs,
    /// The language of the documents, as a code or a name; detected if not given
    #[arg(long, value_name = "LANG", value_parser = LangParser, hide_possible_values = true)]
    lang: Option<Lang>,
    /// Print one JSON object per block
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let files = wildcard::files(&args.files)?;
    let options = ReadOptions {
        encoding: args.documents.encoding.clone(),
        // Blocks are shown without a language.
        lang: Some(args.lang.clone().unwrap_or_else(Lang::english)),
        format: args.documents.input_format.clone(),
        extras: args.documents.extras(),
        ..ReadOptions::default()
    };
    let mut out = console.results();
    let mut exit = Exit::Done;
    for (i, file) in files.iter().enumerate() {
        if i > 0 && !args.json {
            out.write_all(b"\n")?;
        }
        let shown = show(file, &options, args.json, console, &mut out);
        if args.json
            && let Err(e) = &shown
        {
            none(e, &mut out)?;
        }
        match shown {
            Ok(()) => {}
            // One bad file is said, and the rest go on.
            Err(e) if files.len() > 1 && e.downcast_ref::<Error>().is_some() => {
                out.flush()?;
                console.error(&e);
                exit = Exit::Failed;
            }
            Err(e) => return Err(e),
        }
    }
    out.flush()?;
    Ok(exit)
}

/// Prints the reason why a document has no text to give, in place of its blocks.
fn none(error: &anyhow::Error, out: &mut Results) -> std::io::Result<()> {
    let Some(reason) = error.downcast_ref::<Error>().and_then(|e| e.no_text) else { return Ok(()) };
    out.json(&serde_json::json!({ "kind": "none", "reason": reason }))?;
    out.flush()
}

fn show(
    file: &Path,
    options: &ReadOptions,
    json: bool,
    console: &Console,
    out: &mut Results,
) -> anyhow::Result<()> {
    let content = match is_stdin(file) {
        true => content_of(&stdin_bytes()?, STDIN, options)?,
        false => open_content(file, options)?,
    };
    match content {
        Content::Document(document) => {
            for block in blocks_of(&document) {
                line(&block, json, out)?;
            }
            left_out(&document).into_iter().for_each(|notice| console.tell(notice));
        }
        Content::Units(units) => show_units(units, json, console, out)?,
        _ => {}
    }
    Ok(())
}

fn show_units(
    units: UnitInput,
    json: bool,
    console: &Console,
    out: &mut Results,
) -> anyhow::Result<()> {
    let mut progress = console.progress();
    let (shown, _) = units.read("reading", &mut progress, |units| {
        for (number, unit) in units.enumerate() {
            for block in blocks_of_unit(&unit?, number + 1) {
                if let Err(e) = line(&block, json, out) {
                    return Ok(Err(e));
                }
            }
        }
        Ok(Ok(()))
    })?;
    Ok(shown?)
}

/// Prints a block in a line: what it is, then its text.
fn line(block: &ContentBlock<'_>, json: bool, out: &mut Results) -> std::io::Result<()> {
    if json {
        return out.json(block);
    }
    let look = out.look;
    let mut kind = serde_json::to_string(&block.kind).unwrap_or_default().replace('"', "");
    let labels = [block.time.as_deref(), block.key.as_deref(), block.lang.map(Lang::as_str)];
    for label in labels.into_iter().flatten() {
        kind.push_str("  ");
        kind.push_str(&look.text(&one_line(label)).to_string());
    }
    writeln!(out, "{kind:<9}  {}", look.text(&one_line(block.text)))
}
