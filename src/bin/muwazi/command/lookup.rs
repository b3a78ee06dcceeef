//! `muwazi lookup`

use std::{
    fs,
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use muwazi::{
    Error, ErrorKind, Lang, Memory,
    event::Event,
    format::decode,
    lookup::{Direction, Lookup, LookupOptions, Match, direction},
};
use serde::Serialize;

use super::matches;
use crate::{console::Console, exit::Exit};

/// Find the units of a memory that are like a text, best first
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi lookup -m work.muwazi \"The meeting began on Monday.\"
      the five best matches of 70 % and more, with what differs
  muwazi lookup -m work.muwazi --from ar --min 50 \"بدأ الاجتماع يوم الاثنين.\"
      from Arabic, and looser
  muwazi lookup -m work.muwazi --input sentences.txt --json > matches.jsonl
      a query a line, an object a query

The score is 100 (1 - d/L): d words of the L of the longer text differ. Case, diacritics, and the
forms of hamza, ya and ta marbuta make no difference. 100 means that all words are the same.")]
pub(crate) struct Args {
    /// The memory
    #[arg(short, long, value_name = "MEMORY")]
    memory: PathBuf,
    /// The language of the query; told by its script when not given
    #[arg(long, value_name = "LANG")]
    from: Option<Lang>,
    /// The language of the translation; the memory's other one when not given
    #[arg(long, value_name = "LANG")]
    to: Option<Lang>,
    /// The least score, from 0 to 100
    #[arg(long, default_value_t = 70.0, value_name = "SCORE", value_parser = percent)]
    min: f64,
    /// The most matches a query
    #[arg(long, default_value_t = 5, value_name = "N")]
    limit: usize,
    /// Write an object a query: {"query": …, "matches": [{"score": 87, …}]}
    #[arg(long)]
    json: bool,
    /// A file of queries, one a line; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    input: Option<PathBuf>,
    /// What to look for: each text is a query
    #[arg(required_unless_present = "input", value_name = "TEXT")]
    text: Vec<String>,
}

fn percent(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|x| (0.0..=100.0).contains(x))
        .ok_or_else(|| "it is not a number from 0 to 100".to_owned())
}

#[derive(Serialize)]
struct Answer<'a> {
    query: &'a str,
    matches: &'a [Match],
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let memory = Memory::open(&args.memory)?;
    let queries = queries(args)?;
    let options = LookupOptions { min: args.min, limit: args.limit, exhaustive: false };
    let mut progress = console.progress();
    let mut out = BufWriter::new(console.results());
    // Mostly one index serves all queries; a second is made if they are in both languages.
    let mut lookups: Vec<(Direction, Lookup<'_>)> = Vec::new();
    let languages = memory.languages()?;
    progress(Event::Begin { task: "looking up".into(), total: Some(queries.len() as u64) });
    for (done, query) in queries.iter().enumerate() {
        let told = (args.from.as_ref(), args.to.as_ref());
        let meant = match direction(&languages, told.0, told.1, query) {
            Ok(meant) => meant,
            // A line without letters, among others that tell the language.
            Err(e) => match lookups.first() {
                Some((direction, _)) => direction.clone(),
                None if queries.len() > 1 => common_direction(&languages, told, &queries)?,
                None => return Err(e.into()),
            },
        };
        let at = match lookups.iter().position(|(d, _)| *d == meant) {
            Some(at) => at,
            None => {
                lookups.push((meant.clone(), Lookup::in_direction(&memory, meant)?));
                lookups.len() - 1
            }
        };
        let found = lookups[at].1.find(query, &options)?;
        if args.json {
            serde_json::to_writer(&mut out, &Answer { query, matches: &found })?;
            out.write_all(b"\n")?;
        } else {
            if queries.len() > 1 {
                matches::heading(&mut out, query)?;
            }
            matches::show(&mut out, query, &found)?;
            if found.is_empty() {
                out.flush()?;
                console.say(format_args!("nothing at {} % or above", args.min));
            }
        }
        progress(Event::Advance(done as u64 + 1));
    }
    progress(Event::End);
    out.flush()?;
    Ok(Exit::Done)
}

/// The direction that the first query with letters means.
fn common_direction(
    languages: &[muwazi::memory::LanguageStats],
    told: (Option<&Lang>, Option<&Lang>),
    queries: &[String],
) -> muwazi::Result<Direction> {
    direction(languages, told.0, told.1, &queries.join("\n"))
}

fn queries(args: &Args) -> anyhow::Result<Vec<String>> {
    let Some(path) = &args.input else { return Ok(args.text.clone()) };
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        bytes
    } else {
        fs::read(path).map_err(|e| Error::io("cannot read", path, e))?
    };
    let text = decode::decode(bytes, &path.display().to_string(), None)?;
    let queries: Vec<String> = text.lines().map(str::to_owned).collect();
    if queries.is_empty() {
        return Err(Error::new(ErrorKind::Text, "there are no queries").into());
    }
    Ok(queries)
}
