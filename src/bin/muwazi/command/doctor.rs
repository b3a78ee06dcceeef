//! `muwazi doctor`

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use muwazi::{
    Error, ErrorKind, Place,
    format::{
        doctor::{self, Ailment, Diagnosis, Refuser, Repaired},
        registry,
        source::Source,
    },
    memory::DamagedMemory,
    text::counted,
};
use serde_json::json;

use super::{
    doctor_memory,
    exchange::OutArgs,
    input::{STDIN, is_stdin, name_of},
    output::{self, Answers, ReplaceArgs, creation_date},
};
use crate::{console::Console, exit::Exit, screen::Results, wildcard::one_file};

/// Find out why other programs refuse a TMX, XLIFF, SRX or TBX file, or what is damaged in a memory,
/// and repair a TMX or a memory
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi doctor memory.tmx
      show each problem: the line, the programs that refuse it, and the repair
  muwazi doctor memory.tmx --repair mended.tmx
      also write a file that every tool accepts, with everything that can be saved
  muwazi doctor --json memory.tmx
      print JSON
  muwazi doctor work.muwazi
      show what is damaged in a memory, and which units cannot be read
  muwazi doctor work.muwazi --repair saved.muwazi
      also write a new memory with everything that can be saved; saved.tmx writes a TMX

A repaired memory has all units that can be read, without damaged metadata and without the history; they
get new numbers. The file that is examined is never changed.
Exit status 0: no problem; 1: at least one problem; 2: the file cannot be read.")]
pub(crate) struct Args {
    /// The file, a memory, or an archive that contains a file (.gz, .zip); - for standard input
    #[arg(value_name = "FILE", value_parser = one_file())]
    file: PathBuf,
    /// Write a repaired TMX to this file; of a memory a new memory (.muwazi), or any format of units
    #[arg(long, value_name = "OUT")]
    repair: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    replace: ReplaceArgs,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    if !is_stdin(&args.file) && DamagedMemory::is_one(&args.file) {
        let Args { file, repair, json, out, replace } = args;
        return doctor_memory::run(file, repair.as_deref(), *json, (out, replace), console);
    }
    let mut files = args.replace.files(console);
    files.reads(&args.file, "the damaged file");
    let tmx = registry::by_name("tmx")?;
    output::declare(&mut files, args.repair.as_deref(), "the repaired file", tmx, None)?;
    let copy = match is_stdin(&args.file) {
        true => Some(Source::stream(io::stdin(), STDIN)?.into_copy()?),
        false => None,
    };
    let open = || match &copy {
        Some(copy) => copy.open(),
        None => only_one(&args.file),
    };
    let diagnosis = doctor::examine(open, &mut console.progress())?;
    let repaired = match &args.repair {
        Some(path) if diagnosis.format == "tmx" => {
            let writing = args.out.writing(creation_date()?);
            Some(output::write(Some(path), console, |out| {
                doctor::repair(open()?, out, &writing, &mut console.progress())
            })?)
        }
        Some(_) => {
            let message = format!("{} is examined, not mended", diagnosis.format);
            return Err(Error::new(ErrorKind::Usage, message)
                .hint("mend it where the findings say, without --repair")
                .into());
        }
        None => None,
    };
    let mut answers = Answers::new(console);
    if args.json {
        let name = args.file.display().to_string();
        let whole = json!({ "file": name, "diagnosis": diagnosis, "repair": repaired });
        answers.json(&whole);
    } else {
        answers.write(|out| tell(args, &diagnosis, repaired.as_ref(), out));
    }
    let exit = match repaired.is_some() {
        true => answers.finish("the repaired file is written", console),
        false => answers.required().map(|()| Exit::Done)?,
    };
    Ok(exit.max(Exit::look_if(diagnosis.number > 0)))
}

/// The one file that a path names.
fn only_one(path: &Path) -> muwazi::Result<Source> {
    let mut sources = Source::open(path)?;
    if sources.len() > 1 {
        return Err(Error::new(ErrorKind::Usage, format!("an archive of {} files", sources.len()))
            .at(Place::file(path.display().to_string()))
            .hint("unpack it and examine each"));
    }
    Ok(sources.remove(0))
}

fn tell(
    args: &Args,
    diagnosis: &Diagnosis,
    repaired: Option<&Repaired>,
    out: &mut Results,
) -> io::Result<()> {
    let look = out.look;
    for finding in &diagnosis.findings {
        tell_one(out, finding)?;
    }
    let untold = diagnosis.number - diagnosis.findings.len() as u64;
    if untold > 0 {
        writeln!(out, "and {untold} more like these")?;
    }
    let Diagnosis { format, version, units, number, .. } = diagnosis;
    let format = [format.to_uppercase(), version.clone()].join(" ");
    let what = match number {
        0 => "nothing is wrong".to_owned(),
        n => counted(*n, "finding"),
    };
    let parts = match diagnosis.format.as_str() {
        "srx" => counted(*units, "rule"),
        "tbx" => counted(*units, "entry"),
        _ => counted(*units, "unit"),
    };
    let name = name_of(&args.file);
    writeln!(out, "{}: {}, {parts}, {what}", look.text(&name), look.part(format.trim()))?;
    if let (Some(repaired), Some(path)) = (repaired, &args.repair) {
        let Repaired { outcome, dropped, mended, damaged, .. } = repaired;
        let path = path.display().to_string();
        writeln!(
            out,
            "{}: {} written, {dropped} dropped",
            look.text(&path),
            counted(outcome.units, "unit")
        )?;
        if *mended > 0 {
            writeln!(out, "  damaged and mended: {}", counted(*mended, "unit"))?;
        }
        if !damaged.is_empty() {
            let numbers: Vec<String> = damaged.iter().take(20).map(u64::to_string).collect();
            let more = if damaged.len() > 20 { ", …" } else { "" };
            writeln!(out, "  damaged and dropped: unit {}{more}", numbers.join(", "))?;
        }
        for (what, times) in &outcome.lost {
            writeln!(out, "  left out: {times} {}", look.part(what))?;
        }
    }
    Ok(())
}

fn tell_one(out: &mut Results, finding: &Ailment) -> io::Result<()> {
    let look = out.look;
    let line = finding.line.map(|line| format!("line {line}"));
    let unit = finding.unit.map(|unit| format!("unit {unit}"));
    let place: Vec<String> = line.into_iter().chain(unit).collect();
    let message = look.text(&finding.message);
    writeln!(out, "{}: {message} [{}]", place.join(", "), finding.code)?;
    let who: Vec<&str> = finding.refused_by.iter().map(|who| Refuser::name(*who)).collect();
    let who = if who.is_empty() { "nobody".to_owned() } else { who.join(", ") };
    writeln!(out, "  refused by: {who}")?;
    writeln!(out, "  mended: {}", look.text(&finding.mend))
}
