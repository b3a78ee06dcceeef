//! `muwazi score`

use std::{io::Write, path::PathBuf};

use muwazi::{
    Place,
    align::{
        gather::{Endings, gather},
        score::{Scores, Tally},
    },
};
use serde::Serialize;

use crate::{console::Console, exit::Exit, screen::Results, wildcard::one_file};

/// Compare alignments with correct ones, to measure their quality
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi align --segmented a.ar a.en --format beads -o a.beads
  muwazi score a.gold a.beads
      compare the beads of one text with the correct ones in a.gold
  muwazi align --segmented --pairs-in set --out-dir out --format beads
  muwazi score set out --documents
      compare all texts of a folder: set/NAME.gold with out/NAME.out or out/NAME.beads

A bead is a line such as [0, 1]:[0]: the numbers of the source and target sentences, counted from 0.
The rest of the line is ignored. Strict: a bead is correct if the gold has exactly the same bead. Lax:
a bead is correct if it shares a source and a target sentence with a bead of the gold. Beads with only
one side count as omissions, sentence by sentence, and not as pairs (Sennrich and Volk 2011). 'As
Vecalign': they do count in the precision. Counts are summed over all documents.

Exit status 1: a document of the gold has no list in the other folder; it counts as not aligned.")]
pub(crate) struct Args {
    /// The correct beads: a file, or a folder of NAME.gold
    #[arg(value_parser = one_file())]
    gold: PathBuf,
    /// The beads to measure: a file, or a folder of NAME.out, NAME.beads or NAME.gold
    #[arg(value_parser = one_file())]
    out: PathBuf,
    /// Also print the figures of each document
    #[arg(long)]
    documents: bool,
    /// Print the figures as JSON, with the names that other scoring tools use
    #[arg(long)]
    json: bool,
    /// The ending of the files in the folder of the gold
    #[arg(long, value_name = "ENDING", default_value = "gold")]
    gold_ending: String,
    /// The ending of the files in the other folder; out, beads or gold if not given
    #[arg(long, value_name = "ENDING")]
    out_ending: Option<String>,
}

/// A document's figures.
#[derive(Serialize)]
struct Document {
    name: String,
    #[serde(flatten)]
    scores: Scores,
    #[serde(skip)]
    tally: Tally,
}

#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    scores: Scores,
    docs: usize,
    missing: &'a [String],
    extra: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    documents: Option<&'a [Document]>,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let bare = |ending: &String| ending.strip_prefix('.').unwrap_or(ending).to_owned();
    let mut endings = Endings { gold: bare(&args.gold_ending), ..Endings::default() };
    if let Some(ending) = &args.out_ending {
        endings.found = vec![bare(ending)];
    }
    let all = gather(&args.gold, &args.out, &endings)?;
    let mut total = Tally::default();
    let (mut documents, mut missing) = (Vec::new(), Vec::new());
    for lists in all.documents {
        if lists.found.is_none() {
            missing.push(lists.name.clone());
        }
        let tally = Tally::of(&lists.gold, &lists.found.unwrap_or_default());
        total.add(&tally);
        documents.push(Document { name: lists.name, scores: tally.scores(), tally });
    }
    let extra: Vec<String> = all.extra.iter().map(|path| path.display().to_string()).collect();

    let mut out = console.results();
    if args.json {
        let report = Report {
            scores: total.scores(),
            docs: documents.len(),
            missing: &missing,
            extra: &extra,
            documents: args.documents.then_some(&documents),
        };
        out.json(&report)?;
    } else {
        if args.documents {
            each(&documents, &mut out)?;
        }
        table(&total, documents.len(), &mut out)?;
    }
    out.flush()?;
    for name in &missing {
        console.warn_of(Place::file(name.as_str()), "no list for it; it counts as not aligned");
    }
    for path in &extra {
        console.warn_of(Place::file(path.as_str()), "the gold has no such document; left out");
    }
    if let [first, more @ ..] = all.same_file.as_slice() {
        let others =
            if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        let first = console.text(first);
        console.warn(format_args!("{first}{others}: the gold is compared with itself"));
    }
    Ok(if missing.is_empty() { Exit::Done } else { Exit::Look })
}

fn table(total: &Tally, documents: usize, out: &mut dyn Write) -> std::io::Result<()> {
    let s = total.scores();
    writeln!(out, "{:<20}{:>10}{:>10}{:>10}", "", "precision", "recall", "F1")?;
    for (what, p, r, f1) in [
        ("strict", s.strict_p, s.strict_r, s.strict_f1),
        ("lax", s.lax_p, s.lax_r, s.lax_f1),
        ("omissions", s.del_p, s.del_r, s.del_f1),
        ("strict, as Vecalign", s.vecalign_strict_p, s.strict_r, s.vecalign_strict_f1),
        ("lax, as Vecalign", s.vecalign_lax_p, s.lax_r, s.vecalign_lax_f1),
    ] {
        if what == "omissions" && !total.has_omissions() {
            writeln!(out, "{what:<20}{:>10}{:>10}{:>10}", "-", "-", "-")?;
        } else {
            writeln!(out, "{what:<20}{p:>10.4}{r:>10.4}{f1:>10.4}")?;
        }
    }
    writeln!(
        out,
        "documents: {documents}; pairs in the gold: {}; found: {}",
        s.gold_beads, s.test_beads
    )
}

fn each(documents: &[Document], out: &mut Results) -> std::io::Result<()> {
    writeln!(
        out,
        "{:>9}{:>9}{:>9}{:>9}{:>14}  document",
        "strict P", "strict R", "F1", "lax F1", "omissions F1"
    )?;
    let look = out.look;
    for Document { name, scores: s, tally } in documents {
        let name = look.text(name);
        let omissions =
            if tally.has_omissions() { format!("{:.4}", s.del_f1) } else { "-".to_owned() };
        writeln!(
            out,
            "{:>9.4}{:>9.4}{:>9.4}{:>9.4}{omissions:>14}  {name}",
            s.strict_p, s.strict_r, s.strict_f1, s.lax_f1
        )?;
    }
    writeln!(out)
}
