//! `muwazi formats`

use std::io::Write;

use muwazi::format::{Format, registry};

use crate::{console::Console, exit::Exit};

/// List the formats of units and glossaries, and what each can hold
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi formats
      print a table
  muwazi formats --json
      print one JSON object per line")]
pub(crate) struct Args {
    /// Print one JSON object per line
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let mut out = console.results();
    if args.json {
        for format in registry::ALL {
            out.json(&json(format))?;
        }
        out.flush()?;
        return Ok(Exit::Done);
    }
    writeln!(
        out,
        "{:<10} {:<6} {:<22} {:<38} what it is",
        "format", "", "files", "holds beside two texts"
    )?;
    for format in registry::ALL {
        let direction = match (format.read.is_some(), format.alignment.is_some()) {
            (true, true) => "in out",
            (true, false) => "in",
            _ => "   out",
        };
        let files: Vec<String> = format.extensions.iter().map(|e| format!(".{e}")).collect();
        let holds = held(format).join(", ");
        let (name, title) = (format.name, format.title);
        writeln!(out, "{name:<10} {direction:<6} {:<22} {holds:<38} {title}", files.join(" "))?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// What a format holds beside two texts, in words.
fn held(format: &Format) -> Vec<&'static str> {
    let holds = &format.capabilities;
    let all = [
        (holds.many_languages, "languages"),
        (holds.tags, "tags"),
        (holds.notes, "notes"),
        (holds.properties, "properties"),
        (holds.dates, "dates"),
        (holds.untranslated, "untranslated"),
    ];
    if all.iter().all(|(yes, _)| *yes) {
        return vec!["everything"];
    }
    all.into_iter().filter(|(yes, _)| *yes).map(|(_, what)| what).collect()
}

fn json(format: &Format) -> serde_json::Value {
    serde_json::json!({
        "name": format.name,
        "title": format.title,
        "extensions": format.extensions,
        "reads": format.read.is_some(),
        "writes": format.write.is_some(),
        "alignments": format.alignment,
        "glossary": format.is_glossary,
        "holds": format.capabilities,
    })
}
