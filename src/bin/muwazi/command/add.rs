//! `muwazi add`

use std::{collections::BTreeSet, path::PathBuf};

use muwazi::{
    Error, ErrorKind, Lang, Store, Unit, UnitId,
    error::Setting,
    format::lines::content,
    lang::{detect, detect_pair},
    memory::Added,
    read::plain::detected,
};
use serde::{Deserialize, Serialize};

use super::{
    input::lines_of,
    language::LangParser,
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

A unit that the memory has already is merged with it. After an error no unit is added.
Exit status 1: lines were skipped; warnings say which.")]
pub(crate) struct Args {
    /// The memory, which is created if it does not exist
    #[arg(short, long, value_name = "MEMORY")]
    memory: PathBuf,
    #[command(flatten)]
    wait: WaitArgs,
    /// The language of the source; detected if not given
    #[arg(long, alias = "source-lang", value_name = "LANG", value_parser = LangParser)]
    from: Option<Lang>,
    /// The language of the translation; detected if not given
    #[arg(long, alias = "target-lang", value_name = "LANG", value_parser = LangParser)]
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
    #[arg(long, value_name = "NAME", requires = "input")]
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

#[derive(Serialize)]
struct Answer {
    unit: UnitId,
    outcome: &'static str,
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
    let mut detected = Detected::default();
    let (units, skipped) = units(args, &mut detected, console)?;
    detected.tell(console);
    if units.is_empty() {
        return Err(Error::new(ErrorKind::Text, "there are no units to add").into());
    }
    let writing = signals::Writing::begin();
    let memory = args.wait.open_or_create(&args.memory)?;
    let added = memory.add(units, creation_date()?, args.user.as_deref())?;
    let mut answers = Answers::new(console);
    if args.json {
        for added in &added {
            let outcome = match added {
                Added::New(_) => "new",
                Added::Merged(_) => "merged",
                Added::Unchanged(_) => "unchanged",
            };
            answers.json(&Answer { unit: added.unit(), outcome });
        }
    }
    let told = answers.finish("the units are in the memory", console);
    tell(&added, skipped, console);
    let exit = told.max(refresh(&memory, console));
    drop((memory, writing));
    Ok(exit.max(Exit::look_if(skipped > 0)))
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
                "{} units read, {new} new, {merged} merged, {unchanged} unchanged, {skipped} skipped",
                many.len() as u64 + skipped
            ));
        }
    }
}

/// The units that are meant, and how many lines hold none that can be used.
fn units(
    args: &Args,
    detected: &mut Detected,
    console: &Console,
) -> anyhow::Result<(Vec<Unit>, u64)> {
    let Some(path) = &args.input else {
        let (source, target) = (args.source.as_deref(), args.target.as_deref());
        let (source, target) = (source.unwrap_or_default(), target.unwrap_or_default());
        let unit = unit(args, source, target, (None, None), &Known::default(), detected)?;
        return Ok((vec![unit], 0));
    };
    let mut lines = lines_of(path, args.encoding.as_deref())?;
    let (mut units, mut skipped) = (Vec::new(), 0);
    while let Some(line) = lines.next()?.map(content) {
        signals::check()?;
        if line.trim().is_empty() {
            continue;
        }
        match read_line(args, line, detected) {
            Ok(unit) => units.push(unit),
            Err(e) => {
                let place = console.place(&lines.place());
                console.warn(format_args!("{place}: line skipped: {}", e.message));
                skipped += 1;
            }
        }
    }
    Ok((units, skipped))
}

fn read_line(args: &Args, line: &str, detected: &mut Detected) -> muwazi::Result<Unit> {
    if line.trim_start().starts_with('{') {
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
