//! `muwazi lookup`

use std::{io::Write, path::PathBuf, str::FromStr, sync::Arc};

use muwazi::{
    Error, ErrorKind, Lang, Store,
    event::Event,
    format::units::Reading,
    lookup::{LookupOptions, ScoreOptions},
    service::{
        Glossaries,
        memories::{Memories, MemoriesOptions, MemoryPenalty},
    },
    unit::Condition,
};
use serde::Serialize;

use super::{
    language::LangParser, live::LiveLines, losses, matches, occurrences, offered,
    offsets::OffsetArgs, output, prompt::Prompt, wait::WaitArgs,
};
use crate::{console::Console, exit::Exit, failure::Failure, screen::Results};

/// Find units of a memory that are similar to a text, best first
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi lookup -m work.muwazi \"The meeting began on Monday.\"
      show the five best matches of 70 % and more, with the differences
  muwazi lookup -m work.muwazi --from ar --min 50 \"بدأ الاجتماع يوم الاثنين.\"
      search in Arabic, and show weaker matches too
  muwazi lookup -m work.muwazi --interactive
      type or paste one sentence after the other
  muwazi lookup -m work.muwazi -m old.muwazi --penalty old.muwazi=5 \"…\"
      use two memories; subtract five points from matches of the old one
  muwazi lookup -m work.muwazi --glossary terms.tbx \"…\"
      also show the terms of a glossary that occur in the text
  muwazi lookup -m work.muwazi --input sentences.txt --json > matches.jsonl
      read one query per line, write one object per query

Similarity is 100 (1 - d/L), where L is the number of words of the longer text and d the number of
words that differ. Case, diacritics, and the forms of hamza, ya and ta marbuta make no difference.
Every unit with a similarity of at least --min is found. The score is the similarity minus other
differences: 101 the same text in the same context, 100 the same text, 95-99 the same words.")]
pub(crate) struct Args {
    /// The memory; can be given several times
    #[arg(short, long, value_name = "MEMORY", required = true)]
    memory: Vec<PathBuf>,
    #[command(flatten)]
    wait: WaitArgs,
    /// The language of the query; if not given, every language of the memory that it may be in
    #[arg(long, alias = "source-lang", value_name = "LANG", value_parser = LangParser, hide_possible_values = true)]
    from: Option<Lang>,
    /// The language of the translation; the other language of the memory if not given
    #[arg(long, alias = "target-lang", value_name = "LANG", value_parser = LangParser, hide_possible_values = true)]
    to: Option<Lang>,
    /// The lowest similarity, from 0 to 100
    #[arg(long, default_value_t = 70.0, value_name = "PERCENT", value_parser = percent)]
    min: f64,
    /// The number of matches per query
    #[arg(long, default_value_t = 5, value_name = "N")]
    limit: usize,
    /// Points to subtract from all matches, or from those of one memory; can be given several times
    #[arg(long, value_name = "POINTS|MEMORY=POINTS")]
    penalty: Vec<Penalty>,
    /// The segment before the query in its document; a unit that followed the same segment scores 101
    #[arg(long, value_name = "TEXT", conflicts_with = "input")]
    context_before: Option<String>,
    /// The segment after the query
    #[arg(long, value_name = "TEXT", conflicts_with = "input")]
    context_after: Option<String>,
    /// Only units with this value, such as domain=medical or reviewed=yes; with several, all must fit
    #[arg(long = "where", value_name = "FIELD=VALUE",
          value_parser = offered::condition(), hide_possible_values = true)]
    condition: Vec<Condition>,
    /// If there is no match, show the longest phrases of the query that occur in the memory
    #[arg(long)]
    phrases: bool,
    /// A glossary; its terms in the query are shown with translations; can be given several times
    #[arg(short, long, value_name = "FILE")]
    glossary: Vec<PathBuf>,
    /// Compare with every unit: slower, with the same result
    #[arg(long)]
    exhaustive: bool,
    /// Print one JSON object per query: {"query": …, "matches": [{"score": 87, "similarity": 87.5, …}]}
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    offsets: OffsetArgs,
    /// A file of queries, one per line; - for standard input, where each is answered as it comes
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    input: Option<PathBuf>,
    /// The encoding of that file, such as windows-1256; detected if not given
    #[arg(long, value_name = "NAME", requires = "input",
          value_parser = offered::encoding(), hide_possible_values = true)]
    encoding: Option<String>,
    /// Ask for queries and show their matches, with the keys of a line editor; an empty line ends it
    #[arg(short, long, conflicts_with_all = ["text", "input"])]
    interactive: bool,
    /// The queries
    #[arg(required_unless_present_any = ["input", "interactive"], value_name = "TEXT")]
    text: Vec<String>,
}

pub(super) fn percent(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|x| (0.0..=100.0).contains(x))
        .ok_or_else(|| "it is not a number from 0 to 100".to_owned())
}

/// `--penalty 5`, or `--penalty old.muwazi=5`.
#[derive(Debug, Clone)]
pub(super) struct Penalty {
    /// The memory as it was named; all of them where none is.
    memory: Option<PathBuf>,
    points: u32,
}

impl FromStr for Penalty {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (memory, points) = match text.rsplit_once('=') {
            Some((memory, points)) => (Some(PathBuf::from(memory)), points),
            None => (None, text),
        };
        let points = points.trim().parse().ok().filter(|points| *points <= 100);
        let points = points.ok_or("it is not a number from 0 to 100, nor MEMORY=NUMBER")?;
        Ok(Self { memory, points })
    }
}

impl Penalty {
    /// Returns true if it is for a memory of this name.
    pub(super) fn is_of(&self, name: &str) -> bool {
        self.memory.as_ref().is_none_or(|memory| memory.to_str() == Some(name))
    }

    /// The points.
    pub(super) fn points(&self) -> u32 {
        self.points
    }

    /// The penalty by the name that `--memory` gives the memory: `a//b` is `a/b`.
    pub(super) fn by_name(&self, memories: &[PathBuf]) -> MemoryPenalty {
        let named = |path: &PathBuf| memories.iter().find(|m| *m == path).unwrap_or(path).clone();
        let memory = self.memory.as_ref().map(|path| named(path).display().to_string());
        MemoryPenalty { memory, points: self.points }
    }
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let open = |path: &PathBuf| Ok(Arc::new(args.wait.open(path)?) as Arc<dyn Store>);
    let stores = args.memory.iter().map(open).collect::<muwazi::Result<Vec<_>>>()?;
    let lines = match &args.input {
        Some(path) => Some(LiveLines::open(path, args.encoding.as_deref())?),
        None => None,
    };
    let is_live = lines.as_ref().is_some_and(LiveLines::is_live);
    // All queries are asked of the memories as they are now, unless somebody waits for answers.
    let stays = args.interactive || is_live;
    let now = |store: Arc<dyn Store>| if stays { Ok(store) } else { store.snapshot() };
    let stores = stores.into_iter().map(now).collect::<muwazi::Result<Vec<_>>>()?;
    let reading = Reading::default();
    let glossaries = Glossaries::open(&args.glossary, &reading, &mut console.progress())?;
    let read = stores.clone();
    let memories = Memories::new(stores, options(args))?.with_glossaries(glossaries);
    let mut asking = Asking { args, memories, console, has_legend: false };
    let exit = match lines {
        _ if args.interactive => asking.interactive(),
        Some(lines) if is_live => asking.live(lines),
        lines => asking.all(&queries(args, lines)?),
    }?;
    Ok(read.iter().map(|memory| losses::tell(&**memory, console)).fold(exit, Exit::max))
}

fn options(args: &Args) -> MemoriesOptions {
    let score = ScoreOptions {
        context_before: args.context_before.clone(),
        context_after: args.context_after.clone(),
        ..ScoreOptions::default()
    };
    MemoriesOptions {
        from: args.from.clone(),
        to: args.to.clone(),
        lookup: LookupOptions {
            min: args.min,
            limit: args.limit,
            exhaustive: args.exhaustive,
            score,
        },
        penalties: args.penalty.iter().map(|penalty| penalty.by_name(&args.memory)).collect(),
        filter: args.condition.iter().cloned().collect(),
        phrases: args.phrases || (!args.json && args.input.is_none()),
        nearest: args.input.is_none(),
    }
}

/// The place of an answer that there is none for.
#[derive(Serialize)]
pub(super) struct Refusal<'q> {
    /// None where the query is too long.
    pub(super) query: Option<&'q str>,
    pub(super) error: Failure,
}

/// Queries being answered.
struct Asking<'a> {
    args: &'a Args,
    memories: Memories,
    console: &'a Console,
    /// True once it was told what the signs around differences mean.
    has_legend: bool,
}

impl Asking<'_> {
    /// Answers queries that are all known.
    fn all(&mut self, queries: &[String]) -> anyhow::Result<Exit> {
        self.memories.announce(queries);
        let mut progress = self.console.progress();
        let mut out = self.console.results();
        if self.args.json || !output::shows_on_screen(None) {
            progress(Event::Begin { task: "looking up".into(), total: Some(queries.len() as u64) });
        }
        for (done, query) in queries.iter().enumerate() {
            if queries.len() > 1 && !self.args.json {
                matches::heading(&mut out, query)?;
            }
            self.answer(query, &mut out)?;
            if done % 100 == 0 {
                progress(Event::Advance(done as u64));
            }
        }
        progress(Event::End);
        out.flush()?;
        Ok(Exit::Done)
    }

    /// Answers each line when it comes. What is put into the memories while nobody asks is seen.
    fn live(&mut self, mut lines: LiveLines) -> anyhow::Result<Exit> {
        let mut out = self.console.results();
        let (mut waited, mut any, mut exit) = (false, false, Exit::Done);
        while let Some(query) = lines.next()? {
            any = true;
            if waited {
                self.memories.renew(&mut self.console.progress())?;
            }
            if !self.args.json {
                matches::heading(&mut out, &query)?;
            }
            match self.answer(&query, &mut out) {
                Err(e) if self.args.json && e.is::<Error>() => {
                    self.refuse(Some(&query), &e, &mut out)?;
                    exit = Exit::Look;
                }
                other => other?,
            }
            waited = lines.waits();
            if waited {
                out.flush()?;
            }
        }
        out.flush()?;
        if any { Ok(exit) } else { Err(no_queries()) }
    }

    /// Answers what is typed at a prompt. What is put into the memories in the meantime is seen.
    fn interactive(&mut self) -> anyhow::Result<Exit> {
        let mut prompt = Prompt::open(self.args.json, self.console);
        let mut out = self.console.results();
        out.flush()?;
        while let Some(query) = prompt.next()? {
            self.memories.renew(&mut self.console.progress())?;
            match query {
                Ok(query) => match self.answer(&query, &mut out) {
                    // A line in no language of the memory is no reason to leave.
                    Err(e) if e.is::<Error>() => self.refuse(Some(&query), &e, &mut out)?,
                    other => other?,
                },
                Err(e) => self.refuse(None, &e.into(), &mut out)?,
            }
            out.flush()?;
        }
        Ok(Exit::Done)
    }

    /// Tells that a query has no answer. A program gets an object in its place, so that it stays in
    /// step.
    fn refuse(
        &self,
        query: Option<&str>,
        error: &anyhow::Error,
        out: &mut Results,
    ) -> anyhow::Result<()> {
        if self.args.json {
            return Ok(out.json(&Refusal { query, error: self.console.failure(error) })?);
        }
        self.console.error(error);
        Ok(())
    }

    fn answer(&mut self, query: &str, out: &mut Results) -> anyhow::Result<()> {
        let (args, console) = (self.args, self.console);
        let mut answer = self.memories.answer(query, &mut console.progress())?;
        if args.json {
            args.offsets.unit.convert_answer(&mut answer);
            return Ok(out.json(&answer)?);
        }
        // All of them are, or none.
        let nearest = answer.matches.first().is_none_or(|found| found.nearest);
        if nearest {
            out.flush()?;
            let query = matches::short(query);
            console.say(format_args!("nothing at {} % or above for '{query}'", args.min));
        }
        let is_marked = match nearest {
            true => matches::nearest(out, query, &answer.matches)?,
            false => matches::show(out, query, &answer.matches)?,
        };
        if is_marked && !std::mem::replace(&mut self.has_legend, true) {
            out.flush()?;
            console.say(matches::LEGEND);
        }
        if nearest {
            occurrences::phrases(out, &answer.query, &answer.phrases)?;
        }
        matches::terms(out, query, &answer.terms)?;
        Ok(())
    }
}

fn queries(args: &Args, lines: Option<LiveLines>) -> anyhow::Result<Vec<String>> {
    let Some(mut lines) = lines else { return Ok(args.text.clone()) };
    let mut queries = Vec::new();
    while let Some(line) = lines.next()? {
        queries.push(line);
    }
    if queries.is_empty() { Err(no_queries()) } else { Ok(queries) }
}

fn no_queries() -> anyhow::Error {
    Error::new(ErrorKind::Text, "there are no queries").into()
}
