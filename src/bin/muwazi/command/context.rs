//! `muwazi context`

use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::ValueEnum;
use muwazi::{
    Error, ErrorKind, Lang, Store,
    event::Event,
    format::units::Reading,
    read::{plain::ReadOptions, registry::left_out},
    service::{
        Content, Glossaries, content_of,
        context::{
            Context, ContextOptions, Contexts, LeftOut, Message, sentences_in, sentences_of,
        },
        memories::{Memories, MemoriesOptions},
        open_content,
    },
    text::counted,
    unit::Condition,
};
use serde::Serialize;

use super::{
    documents::DocumentArgs,
    input::{STDIN, is_stdin, stdin_bytes, text_of},
    language::LangParser,
    lookup::{Penalty, Refusal, percent},
    losses, offered,
    offsets::OffsetArgs,
    wait::WaitArgs,
};
use crate::{console::Console, exit::Exit, screen::Results};

/// Write what a language model needs to translate a text as the memory does
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi context -m work.muwazi \"The meeting began on Monday.\"
      similar pairs with their differences, as text to paste into a chat
  muwazi context -m work.muwazi --glossary terms.tbx --notes style.txt --budget 1000 \"…\"
      also the terms that occur, and notes of style; all in 1,000 tokens
  muwazi context -m work.muwazi --to ar contract.docx --json > contexts.jsonl
      one object for each sentence of a document, with the sentences around it
  muwazi context -m work.muwazi --format chat \"…\" | jq '. + {model: \"…\"}'
      the body of a request to a server of language models

An argument that names a file is read as a document, one context for each sentence. The number of
tokens is estimated, rather too high: docs/context.md. If not all has room, notes go first, then
terms, the best pairs, the sentences around the text, and further pairs.")]
pub(crate) struct Args {
    /// The memory; can be given several times
    #[arg(short, long, value_name = "MEMORY", required = true)]
    memory: Vec<PathBuf>,
    #[command(flatten)]
    wait: WaitArgs,
    /// The language of the text; if not given, every language of the memory that it may be in
    #[arg(long, alias = "source-lang", value_name = "LANG", value_parser = LangParser, hide_possible_values = true)]
    from: Option<Lang>,
    /// The language of the translation; the other language of the memory if not given
    #[arg(long, alias = "target-lang", value_name = "LANG", value_parser = LangParser, hide_possible_values = true)]
    to: Option<Lang>,
    /// The largest number of tokens of each context, by an estimate that is rather too high
    #[arg(long, default_value_t = 2000, value_name = "N")]
    budget: usize,
    /// The lowest similarity of pairs, from 0 to 100
    #[arg(long, default_value_t = 50.0, value_name = "PERCENT", value_parser = percent)]
    min: f64,
    /// The number of pairs that are taken by their score
    #[arg(long, default_value_t = 8, value_name = "N")]
    limit: usize,
    /// The number of further pairs, each unlike those before it
    #[arg(long, default_value_t = 4, value_name = "N")]
    further: usize,
    /// Points to subtract from all matches, or from those of one memory; can be given several times
    #[arg(long, value_name = "POINTS|MEMORY=POINTS")]
    penalty: Vec<Penalty>,
    /// Only units with this value, such as domain=medical or reviewed=yes; with several, all must fit
    #[arg(long = "where", value_name = "FIELD=VALUE",
          value_parser = offered::condition(), hide_possible_values = true)]
    condition: Vec<Condition>,
    /// A glossary; its terms that occur in the text are included; can be given several times
    #[arg(short, long, value_name = "FILE")]
    glossary: Vec<PathBuf>,
    /// A file with notes of style, which go first
    #[arg(long, value_name = "FILE")]
    notes: Option<PathBuf>,
    /// The text before, or a file with it; its last sentences are included
    #[arg(long, value_name = "TEXT|FILE")]
    before: Option<String>,
    /// The text after, or a file with it; its first sentences are included
    #[arg(long, value_name = "TEXT|FILE")]
    after: Option<String>,
    /// The number of sentences before, and after, with their translations if the memory has them
    #[arg(long, default_value_t = 2, value_name = "N")]
    neighbours: usize,
    /// The form of the output: text; json, an object for each context; chat, {"messages": […]}
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "text|json|chat",
        hide_possible_values = true
    )]
    format: Form,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    #[command(flatten)]
    offsets: OffsetArgs,
    #[command(flatten)]
    documents: DocumentArgs,
    /// A document, of which each sentence is a text; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    input: Option<PathBuf>,
    /// The texts, or documents; - for standard input
    #[arg(required_unless_present = "input", value_name = "TEXT|FILE")]
    text: Vec<String>,
}

/// The form of the output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    #[default]
    Text,
    Json,
    Chat,
}

/// A context as the body of a request.
#[derive(Serialize)]
struct Chat {
    messages: [Message; 2],
}

/// Sentences that follow each other, of which some are translated.
struct Passage {
    sentences: Vec<String>,
    from: usize,
    to: usize,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let open = |path: &PathBuf| Ok(Arc::new(args.wait.open(path)?) as Arc<dyn Store>);
    let stores = args.memory.iter().map(open).collect::<muwazi::Result<Vec<_>>>()?;
    let stores = stores.iter().map(|s| s.snapshot()).collect::<muwazi::Result<Vec<_>>>()?;
    let reading = Reading::default();
    let glossaries = Glossaries::open(&args.glossary, &reading, &mut console.progress())?;
    let notes = args.notes.as_deref().map(|path| text_of(path, None)).transpose()?;
    let passages = passages(args, console)?;
    let read = stores.clone();
    let options = options(args);
    let lookup = options.memories(lookup_options(args));
    let mut memories = Memories::new(stores, lookup)?.with_glossaries(glossaries);
    let all: Vec<&String> = passages.iter().flat_map(|p| &p.sentences[p.from..p.to]).collect();
    memories.announce(&all);
    let contexts = Contexts::new(memories, options, notes.unwrap_or_default());
    let left_out = LeftOut::default();
    let mut writing = Writing { args, console, contexts, left_out, written: 0 };
    let exit = writing.all(&passages, all.len())?;
    tell_left_out(&writing.left_out, console);
    Ok(read.iter().map(|memory| losses::tell(&**memory, console)).fold(exit, Exit::max))
}

fn options(args: &Args) -> ContextOptions {
    ContextOptions {
        budget: args.budget,
        min: args.min,
        limit: args.limit,
        further: args.further,
        neighbours: args.neighbours,
        ..ContextOptions::default()
    }
}

fn lookup_options(args: &Args) -> MemoriesOptions {
    MemoriesOptions {
        from: args.from.clone(),
        to: args.to.clone(),
        penalties: args.penalty.iter().map(|penalty| penalty.by_name(&args.memory)).collect(),
        filter: args.condition.iter().cloned().collect(),
        ..MemoriesOptions::default()
    }
}

/// The texts to translate, each among the sentences around it.
fn passages(args: &Args, console: &Console) -> anyhow::Result<Vec<Passage>> {
    let around = |text: &Option<String>| match text {
        Some(text) if is_file(text) => document(Path::new(text), args, console),
        Some(text) => Ok(sentences_in(text, args.from.as_ref())),
        None => Ok(Vec::new()),
    };
    let (before, after) = (around(&args.before)?, around(&args.after)?);
    let mut texts = Vec::new();
    match &args.input {
        Some(path) => texts.push(document(path, args, console)?),
        None => {
            for text in &args.text {
                let is_document = text == "-" || is_file(text);
                texts.push(match is_document {
                    true => document(Path::new(text), args, console)?,
                    false => vec![text.clone()],
                });
            }
        }
    }
    if texts.iter().all(Vec::is_empty) {
        return Err(Error::new(ErrorKind::Text, "there are no texts").into());
    }
    let passage = |text: Vec<String>| {
        let (from, to) = (before.len(), before.len() + text.len());
        Passage { sentences: [&before[..], &text, &after].concat(), from, to }
    };
    Ok(texts.into_iter().map(passage).collect())
}

fn is_file(text: &str) -> bool {
    Path::new(text).is_file()
}

/// The sentences of a document.
fn document(path: &Path, args: &Args, console: &Console) -> anyhow::Result<Vec<String>> {
    let options = ReadOptions {
        encoding: args.documents.encoding.clone(),
        lang: args.from.clone(),
        assumed_english: true,
        format: args.documents.input_format.clone(),
        extras: args.documents.extras(),
        ..ReadOptions::default()
    };
    let content = match is_stdin(path) {
        true => content_of(&stdin_bytes()?, STDIN, &options)?,
        false => open_content(path, &options)?,
    };
    if let Content::Document(document) = &content {
        left_out(document).into_iter().for_each(|notice| console.tell(notice));
    }
    Ok(sentences_of(content, args.from.as_ref(), &mut console.progress())?)
}

/// Contexts being written.
struct Writing<'a> {
    args: &'a Args,
    console: &'a Console,
    contexts: Contexts,
    left_out: LeftOut,
    written: usize,
}

impl Writing<'_> {
    fn all(&mut self, passages: &[Passage], count: usize) -> anyhow::Result<Exit> {
        let (console, mut exit) = (self.console, Exit::Done);
        let mut out = console.results();
        let mut progress = console.progress();
        if count > 1 {
            progress(Event::Begin { task: "looking up".into(), total: Some(count as u64) });
        }
        for passage in passages {
            for at in passage.from..passage.to {
                let found = self.contexts.in_document(&passage.sentences, at, &mut progress);
                match found {
                    Ok(context) => self.write(context, &mut out)?,
                    // The others are written; a program stays in step.
                    Err(e) if count > 1 => {
                        self.refuse(&passage.sentences[at], &e.into(), &mut out)?;
                        exit = Exit::Look;
                    }
                    Err(e) => return Err(e.into()),
                }
                if self.written.is_multiple_of(100) {
                    progress(Event::Advance(self.written as u64));
                }
            }
        }
        progress(Event::End);
        out.flush()?;
        Ok(exit)
    }

    fn form(&self) -> Form {
        if self.args.json { Form::Json } else { self.args.format }
    }

    fn write(&mut self, mut context: Context, out: &mut Results) -> anyhow::Result<()> {
        let is_first = self.written == 0;
        self.written += 1;
        add(&mut self.left_out, &context.left_out);
        match self.form() {
            Form::Json => {
                self.args.offsets.unit.convert_context(&mut context);
                out.json(&context)?;
            }
            Form::Chat => out.json(&Chat { messages: context.messages() })?,
            Form::Text => {
                if !is_first {
                    out.write_all(b"\n----\n\n")?;
                }
                let (text, look) = (context.text(), out.look);
                for line in text.lines() {
                    match line {
                        "" => out.write_all(b"\n")?,
                        line => writeln!(out, "{}", look.text(line))?,
                    }
                }
            }
        }
        Ok(())
    }

    fn refuse(
        &mut self,
        query: &str,
        error: &anyhow::Error,
        out: &mut Results,
    ) -> anyhow::Result<()> {
        if self.form() == Form::Text {
            out.flush()?;
            self.console.error(error);
            return Ok(());
        }
        Ok(out.json(&Refusal { query: Some(query), error: self.console.failure(error) })?)
    }
}

fn add(sum: &mut LeftOut, more: &LeftOut) {
    sum.notes += more.notes;
    sum.terms += more.terms;
    sum.pairs += more.pairs;
    sum.phrases += more.phrases;
    sum.neighbours += more.neighbours;
}

/// Reports what had no room.
fn tell_left_out(left_out: &LeftOut, console: &Console) {
    let counts = [
        (left_out.notes, "note line"),
        (left_out.terms, "term"),
        (left_out.pairs, "pair"),
        (left_out.phrases, "phrase"),
        (left_out.neighbours, "sentence"),
    ];
    let said = counts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = said.map(|(count, noun)| counted(*count, noun)).collect();
    if !said.is_empty() {
        console.say(format_args!("no room for {}; raise --budget", said.join(", ")));
    }
}
