//! `muwazi add`

use std::{collections::BTreeSet, path::PathBuf};

use muwazi::{
    Error, ErrorKind, Lang, Store, Unit, UnitId,
    error::Setting,
    lang::{detect, detect_pair},
    memory::Added,
    read::plain::detected,
    service::live::UnitOutcome,
    text::counted,
};
use serde::{Deserialize, Serialize};

use super::{
    language::LangParser,
    live::LiveLines,
    offered,
    output::{Answers, creation_date},
    refresh::refresh,
    wait::WaitArgs,
};
use crate::{console::Console, exit::Exit, signals};

/// Add one or many translations to a memory
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi add -m work.muwazi \"بدأ الاجتماع أمس.\" \"The meeting began yesterday.\"
      add one unit; the languages are detected
  muwazi add -m work.muwazi --from de --to fr \"Guten Tag\" Bonjour --domain travel --user anna
      give the languages, a domain and your name
  muwazi add -m work.muwazi --input new.tsv
      add one unit per line: source, tab, translation
  muwazi add -m work.muwazi --input - --json < new.jsonl
      {\"source\": \"…\", \"target\": \"…\", \"domain\": \"news\"} per line; prints one answer per line

A unit that the memory has already is merged with it. After an error no unit is added; lines that come
through a pipe with --json are added and answered as they come.
Exit status 1: lines were skipped; warnings say which.")]
pub(crate) struct Args {
    /// The memory, which is created if it does not exist
    #[arg(short, long, value_name = "MEMORY")]
    memory: PathBuf,
    #[command(flatten)]
    wait: WaitArgs,
    /// The language of the source; detected if not given
    #[arg(long, alias = "source-lang", value_name = "LANG", value_parser = LangParser, hide_possible_values = true)]
    from: Option<Lang>,
    /// The language of the translation; detected if not given
    #[arg(long, alias = "target-lang", value_name = "LANG", value_parser = LangParser, hide_possible_values = true)]
    to: Option<Lang>,
    #[command(flatten)]
    known: Known,
    /// The name of the person who adds it
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// A file of units, tab-separated or JSON lines; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["source", "target"])]
    input: Option<PathBuf>,
    /// The encoding of that file, such as windows-1256; detected if not given
    #[arg(long, value_name = "NAME", requires = "input",
          value_parser = offered::encoding(), hide_possible_values = true)]
    encoding: Option<String>,
    /// Print one JSON object per unit: {"unit": 7, "outcome": "new"}
    #[arg(long)]
    json: bool,
    /// The text
    #[arg(required_unless_present = "input")]
    source: Option<String>,
    /// Its translation
    #[arg(required_unless_present = "input")]
    target: Option<String>,
}

/// The fields of a unit.
#[derive(Default, Deserialize, clap::Args)]
#[serde(default)]
struct Known {
    /// A note; can be given several times
    #[arg(long, value_name = "TEXT")]
    #[serde(deserialize_with = "one_or_many")]
    note: Vec<String>,
    /// The subject of the text
    #[arg(long, value_name = "NAME")]
    domain: Option<String>,
    /// The client of the translation
    #[arg(long, value_name = "NAME")]
    client: Option<String>,
    /// The document of the text
    #[arg(long, value_name = "NAME")]
    document: Option<String>,
    /// The text before it in the document
    #[arg(long, value_name = "TEXT")]
    context_before: Option<String>,
    /// The text after it
    #[arg(long, value_name = "TEXT")]
    context_after: Option<String>,
}

/// A line of JSON.
#[derive(Deserialize)]
struct Line {
    source: String,
    target: String,
    source_lang: Option<Lang>,
    target_lang: Option<Lang>,
    #[serde(flatten)]
    known: Known,
}

/// The answer to a line that holds no unit.
#[derive(Serialize)]
struct Skipped {
    /// None; present so that every answer has the same keys.
    unit: Option<UnitId>,
    outcome: &'static str,
    message: String,
    line: Option<u64>,
}

/// The source of units.
enum Input {
    /// The arguments.
    One,
    Lines(LiveLines),
}

fn one_or_many<'d, D: serde::Deserializer<'d>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Notes {
        One(String),
        Many(Vec<String>),
    }
    Ok(match Option::deserialize(from)? {
        None => Vec::new(),
        Some(Notes::One(note)) => vec![note],
        Some(Notes::Many(notes)) => notes,
    })
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let mut input = match &args.input {
        Some(path) => Input::Lines(LiveLines::open(path, args.encoding.as_deref())?),
        None => Input::One,
    };
    // Without answers nobody waits for one: all lines are then one operation.
    let is_live = args.json && matches!(&input, Input::Lines(lines) if lines.is_live());
    let mut detected = Detected::default();
    let mut answers = Answers::new(console);
    let (mut added, mut skipped) = (Vec::new(), 0);
    let mut opened = None;
    loop {
        let (batch, ended) = batch(args, &mut input, is_live, &mut detected, console)?;
        let units: Vec<Unit> =
            batch.iter().filter_map(|line| line.as_ref().ok().cloned()).collect();
        let mut done = Vec::new();
        if !units.is_empty() {
            let (memory, _) = match &opened {
                Some(opened) => opened,
                None => {
                    detected.tell(console);
                    let writing = signals::Writing::begin();
                    opened.insert((args.wait.open_or_create(&args.memory)?, writing))
                }
            };
            done = memory.add(units, creation_date()?, args.user.as_deref())?;
        }
        skipped += (batch.len() - done.len()) as u64;
        if args.json {
            answer(&batch, &done, &mut answers);
            answers.flush();
        }
        added.append(&mut done);
        if ended {
            break;
        }
    }
    let Some((memory, writing)) = opened else {
        return Err(Error::new(ErrorKind::Text, "there are no units to add").into());
    };
    let told = answers.finish("the units are in the memory", console);
    tell(&added, skipped, console);
    let exit = told.max(refresh(&memory, console));
    drop((memory, writing));
    Ok(exit.max(Exit::look_if(skipped > 0)))
}

/// Answers each line, in order.
fn answer(batch: &[Result<Unit, Skipped>], done: &[Added], answers: &mut Answers) {
    let mut done = done.iter();
    for line in batch {
        match line {
            Ok(_) => {
                let Some(added) = done.next() else { continue };
                answers.json(&UnitOutcome::from(*added));
            }
            Err(skipped) => answers.json(skipped),
        }
    }
}

fn tell(added: &[Added], skipped: u64, console: &Console) {
    match added {
        [Added::New(id)] => console.say(format_args!("unit {id} added")),
        [Added::Merged(id)] => console
            .say(format_args!("unit {id} holds these texts; what was new about them was added")),
        [Added::Unchanged(id)] => console.say(format_args!("unit {id} holds these texts already")),
        many => {
            let count = |is: fn(&Added) -> bool| many.iter().filter(|a| is(a)).count();
            let new = count(|a| matches!(a, Added::New(_)));
            let merged = count(|a| matches!(a, Added::Merged(_)));
            let unchanged = many.len() - new - merged;
            console.say(format_args!(
                "{} read, {new} new, {merged} merged, {unchanged} unchanged, {skipped} skipped",
                counted(many.len() as u64 + skipped, "unit")
            ));
        }
    }
}

/// Most lines that are added at once while others may follow.
const MOST: usize = 1000;

/// The next units: all of them or, if somebody waits for answers, those that have come. True where no
/// others follow.
fn batch(
    args: &Args,
    input: &mut Input,
    is_live: bool,
    detected: &mut Detected,
    console: &Console,
) -> anyhow::Result<(Vec<Result<Unit, Skipped>>, bool)> {
    let Input::Lines(lines) = input else {
        let (source, target) = (args.source.as_deref(), args.target.as_deref());
        let (source, target) = (source.unwrap_or_default(), target.unwrap_or_default());
        let unit = unit(args, source, target, (None, None), &Known::default(), detected)?;
        return Ok((vec![Ok(unit)], true));
    };
    let mut batch = Vec::new();
    while let Some(line) = lines.next()? {
        signals::check()?;
        if !line.trim().is_empty() {
            batch.push(read_line(args, &line, detected).map_err(|e| {
                let place = lines.place();
                let line = place.line;
                console.warn_of(place, format!("line skipped: {}", e.message));
                Skipped { unit: None, outcome: "skipped", message: e.message, line }
            }));
        }
        if is_live && !batch.is_empty() && (lines.waits() || batch.len() >= MOST) {
            return Ok((batch, false));
        }
    }
    Ok((batch, true))
}

fn read_line(args: &Args, line: &str, detected: &mut Detected) -> muwazi::Result<Unit> {
    // A text may begin with a brace too.
    let is_text =
        || line.contains('\t') && serde_json::from_str::<serde_json::Value>(line).is_err();
    if line.trim_start().starts_with('{') && !is_text() {
        let line: Line = serde_json::from_str(line)
            .map_err(|e| Error::new(ErrorKind::Format, format!("not what is expected: {e}")))?;
        let langs = (line.source_lang.as_ref(), line.target_lang.as_ref());
        return unit(args, &line.source, &line.target, langs, &line.known, detected);
    }
    let mut fields = line.split('\t');
    match (fields.next(), fields.next()) {
        (Some(source), Some(target)) => {
            unit(args, source, target, (None, None), &Known::default(), detected)
        }
        _ => Err(Error::new(ErrorKind::Format, "there is no tab in it")),
    }
}

fn unit(
    args: &Args,
    source: &str,
    target: &str,
    langs: (Option<&Lang>, Option<&Lang>),
    known: &Known,
    detected: &mut Detected,
) -> muwazi::Result<Unit> {
    if source.trim().is_empty() || target.trim().is_empty() {
        return Err(Error::new(ErrorKind::Text, "a text is empty"));
    }
    let given = [langs.0.or(args.from.as_ref()), langs.1.or(args.to.as_ref())];
    let [from, to] = match detect_pair([source, target], given) {
        [Some(from), Some(to)] => [Some(from), Some(to)],
        found => without_letters(args, [source, target], found, detected),
    };
    let (from, to) = (told(from, source, "--from")?, told(to, target, "--to")?);
    if from == to {
        return Err(Error::new(ErrorKind::Language, format!("both texts are in '{from}'"))
            .hint("say the languages with --from and --to"));
    }
    for (at, lang) in [&from, &to].into_iter().enumerate().filter(|(at, _)| given[*at].is_none()) {
        detected.0[at].insert(lang.clone());
    }
    let mut unit = Unit::pair((from, source), (to, target));
    unit.meta.notes = [known, &args.known].iter().flat_map(|k| k.note.clone()).collect();
    let known_or = |of: fn(&Known) -> Option<&String>| of(known).or_else(|| of(&args.known));
    for (kind, value) in [
        ("x-domain", known_or(|k| k.domain.as_ref())),
        ("x-client", known_or(|k| k.client.as_ref())),
        ("x-document", known_or(|k| k.document.as_ref())),
        ("x-context-before", known_or(|k| k.context_before.as_ref())),
        ("x-context-after", known_or(|k| k.context_after.as_ref())),
    ] {
        if let Some(value) = value {
            unit.meta.add_prop(kind, value);
        }
    }
    Ok(unit)
}

/// The languages of a pair in which a text has no letters, as 75 and ٧٥: its digits may tell that it is
/// Arabic; else the two languages of the memory are meant.
fn without_letters(
    args: &Args,
    texts: [&str; 2],
    found: [Option<Lang>; 2],
    detected: &mut Detected,
) -> [Option<Lang>; 2] {
    let letters = |text: &str| text.chars().any(char::is_alphabetic);
    if texts.iter().zip(&found).any(|(text, lang)| lang.is_none() && letters(text)) {
        return found;
    }
    let arabic = |text: &str| text.chars().any(|c| matches!(c, '٠'..='٩' | '٪' | '٫' | '٬'));
    let mut found = found;
    for side in [0, 1] {
        if found[side].is_none() && arabic(texts[side]) && found[1 - side] != Some(Lang::arabic()) {
            found[side] = Some(Lang::arabic());
        }
    }
    let held = detected.1.get_or_insert_with(|| {
        let memory = args.memory.is_file().then(|| args.wait.open(&args.memory).ok()).flatten();
        let languages = memory.and_then(|memory| memory.languages().ok()).unwrap_or_default();
        languages.into_iter().map(|stats| stats.lang).collect::<Vec<_>>()
    });
    let held: Vec<Lang> = match held.as_slice() {
        [a, b] => vec![a.clone(), b.clone()],
        _ => vec![Lang::arabic(), Lang::english()],
    };
    for side in [0, 1] {
        let other = found[1 - side].clone();
        let one = |lang: &&Lang| other.as_ref().is_none_or(|other| !other.same_language(lang));
        if found[side].is_none() && (other.is_some() || held.len() == 2) {
            found[side] = held.iter().find(one).cloned();
        }
    }
    found
}

/// The languages that were detected, of sources and of translations, and those of the memory, where they
/// were asked for.
#[derive(Default)]
struct Detected([BTreeSet<Lang>; 2], Option<Vec<Lang>>);

impl Detected {
    fn tell(&self, console: &Console) {
        let sides = [("source", Setting::SourceLang), ("translation", Setting::TargetLang)];
        for ((side, setting), langs) in sides.into_iter().zip(&self.0) {
            langs
                .iter()
                .filter_map(|lang| detected(side, lang, setting))
                .for_each(|e| console.tell(e));
        }
    }
}

/// The language of a text, or the error that it is in doubt.
fn told(lang: Option<Lang>, text: &str, flag: &str) -> muwazi::Result<Lang> {
    lang.ok_or_else(|| {
        let all = detect(text).candidates();
        let message = if all.is_empty() {
            "the script does not tell the language of a text"
        } else {
            "the words do not tell the language of a text"
        };
        let codes: Vec<&str> = all.iter().map(Lang::as_str).collect();
        let among = if codes.is_empty() {
            String::new()
        } else {
            format!("; it may be {}", codes.join(", "))
        };
        Error::new(ErrorKind::Language, message).hint(format!("say it with {flag}{among}"))
    })
}
