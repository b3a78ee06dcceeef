//! `muwazi formats`

use std::io::Write;

use muwazi::{
    format::{Format, registry},
    read::registry::{Reader, every as documents},
};

use crate::{console::Console, exit::Exit};

/// List the formats of units, glossaries and documents, and what each can hold
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
        for reader in documents() {
            out.json(&json_of_document(reader))?;
        }
        out.flush()?;
        return Ok(Exit::Done);
    }
    let mut rows =
        vec![["format", "", "files", "holds beside two texts", "what it is"].map(str::to_owned)];
    for format in registry::ALL {
        let direction = match (format.read.is_some(), format.alignment.is_some()) {
            (true, true) => "in out",
            (true, false) => "in",
            _ => "   out",
        };
        let [name, direction, title] = [format.name, direction, format.title].map(str::to_owned);
        rows.push([name, direction, files(format.extensions), held(format).join(", "), title]);
    }
    rows.push(["documents", "", "files", "", "what it is"].map(str::to_owned));
    for reader in documents() {
        let [name, direction, held, title] =
            [reader.name, "in", "", reader.title].map(str::to_owned);
        rows.push([name, direction, files(reader.extensions), held, title]);
    }
    let width =
        |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths = [0, 1, 2, 3].map(width);
    for [a, b, c, d, title] in &rows {
        let [wa, wb, wc, wd] = widths;
        if a == "documents" {
            writeln!(out)?;
        }
        writeln!(out, "{a:<wa$}  {b:<wb$}  {c:<wc$}  {d:<wd$}  {title}")?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// Extensions as a list of endings.
fn files(extensions: &[&str]) -> String {
    extensions.iter().map(|e| format!(".{e}")).collect::<Vec<_>>().join(" ")
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
        "content": "units",
        "title": format.title,
        "extensions": format.extensions,
        "reads": format.read.is_some(),
        "writes": format.write.is_some(),
        "alignments": format.alignment,
        "glossary": format.is_glossary,
        "holds": format.capabilities,
    })
}

fn json_of_document(reader: &Reader) -> serde_json::Value {
    serde_json::json!({
        "name": reader.name,
        "content": "document",
        "title": reader.title,
        "extensions": reader.extensions,
        "reads": true,
        "writes": false,
        "alignments": null,
        "glossary": false,
        "holds": null,
    })
}
