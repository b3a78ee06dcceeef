//! The tools: what each is given, and its answer as data and as text.

use std::fmt::Write as _;

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::McpOptions;
use crate::{
    error::{Error, ErrorKind, Result},
    event::silent,
    lang::Lang,
    lookup::Match,
    pipeline::PipelineOptions,
    serve::{
        access::{Caller, Right},
        answer,
        state::{allowed, readable},
    },
    service::{
        context::{ContextOptions, changes},
        live::{
            ConcordanceRequest, ContextRequest, Live, LiveMemory, LookupRequest, NewUnit,
            QueryRequest, TermsRequest,
        },
    },
};

/// Maximum number of bytes of a text.
const LONGEST: usize = 40_000;
/// Maximum number of bytes of a text to align.
const LONGEST_TO_ALIGN: usize = 400_000;
/// Maximum number of bytes of the texts in an answer; what is beyond is counted.
const MOST: usize = 60_000;

/// An answer: for programs, and for a model to read.
pub(super) struct Said {
    pub(super) value: Value,
    pub(super) text: String,
}

/// The tool that writes.
pub(super) const ADD: &str = "add_unit";

/// Returns true if a tool keeps a core busy for long.
pub(super) fn is_slow(tool: &str) -> bool {
    tool == "align"
}

/// Returns true if a caller may add units to any memory.
pub(super) fn may_add(live: &Live, caller: &Caller, options: McpOptions) -> bool {
    options.add && writable(live, caller).next().is_some()
}

/// Runs a tool; `None` if there is none of that name.
pub(super) fn call(
    live: &Live,
    caller: &Caller,
    options: McpOptions,
    tool: &str,
    arguments: Value,
) -> Option<Result<Said>> {
    Some(match tool {
        "look_up" => given(arguments).and_then(|asked| look_up(live, caller, asked)),
        "concordance" => given(arguments).and_then(|asked| concordance(live, caller, asked)),
        "terms" => given(arguments).and_then(|asked| terms(live, caller, asked)),
        "context" => given(arguments).and_then(|asked| context(live, caller, asked)),
        "align" => given(arguments).and_then(|asked| align(live, &asked)),
        "stats" => given(arguments).and_then(|asked: Stats| match &asked.memory {
            Some(name) => stats(live, caller, name),
            None => memories(live, caller),
        }),
        ADD if options.add => given(arguments).and_then(|asked| add(live, caller, asked)),
        _ => return None,
    })
}

/// An error as the answer of a tool.
pub(super) fn fault(error: &Error) -> Said {
    let mut text = format!("error: {}", error.message);
    if let Some(hint) = &error.hint {
        let _ = write!(text, "\nhint: {hint}");
    }
    Said { value: json!({ "error": answer::problem_of(error) }), text }
}

fn given<A: DeserializeOwned>(arguments: Value) -> Result<A> {
    serde_json::from_value(arguments).map_err(|e| {
        Error::new(ErrorKind::Usage, format!("the arguments do not fit: {e}"))
            .hint("send those that the schema of the tool lists")
    })
}

fn short(texts: &[&str], most: usize) -> Result<()> {
    match texts.iter().any(|text| text.len() > most) {
        true => Err(Error::new(ErrorKind::Text, format!("a text is longer than {most} bytes"))
            .hint("send it in parts, sentence by sentence")),
        false => Ok(()),
    }
}

/// The first items that an answer has room for, and the number of the others.
fn kept<T>(items: Vec<T>, size: impl Fn(&T) -> usize) -> (Vec<T>, usize) {
    let (all, mut room) = (items.len(), MOST);
    let fits = |item: &T| {
        let left = room.checked_sub(size(item));
        room = left.unwrap_or(0);
        left.is_some()
    };
    let mut fits = fits;
    let kept: Vec<T> = items.into_iter().take_while(|item| fits(item)).collect();
    let left_out = all - kept.len();
    (kept, left_out)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LookUp {
    text: String,
    from: Option<Lang>,
    to: Option<Lang>,
    #[serde(default = "sixty")]
    min: f64,
    #[serde(default = "five")]
    limit: usize,
    #[serde(default)]
    memories: Vec<String>,
    before: Option<String>,
    after: Option<String>,
}

fn sixty() -> f64 {
    60.0
}

fn five() -> usize {
    5
}

fn ten() -> usize {
    10
}

fn look_up(live: &Live, caller: &Caller, asked: LookUp) -> Result<Said> {
    let LookUp { text, from, to, min, limit, memories, before, after } = asked;
    let around = [&before, &after].map(|text| text.as_deref().unwrap_or_default());
    short(&[&text, around[0], around[1]], LONGEST)?;
    let memories = readable(live, caller, &memories)?;
    let how = QueryRequest { from, to, min, limit: limit.min(20), ..QueryRequest::default() };
    let request = LookupRequest { query: text, context_before: before, context_after: after, how };
    let found = live.lookup(&memories, &request, &mut silent())?;
    let (matches, left_out) = kept(found.matches, |m| m.source.len() + m.target.len());
    let name = |m: &Match| {
        let only = (memories.len() == 1).then(|| memories[0].name().to_owned());
        m.memory.clone().or(only)
    };
    let one = |m: &Match| {
        let differs = changes(&request.query, m);
        json!({
            "score": m.score, "kind": m.kind, "memory": name(m), "unit": m.unit,
            "source_lang": m.source_lang, "source": m.source,
            "target_lang": m.target_lang, "target": m.target,
            "differs": (!differs.is_empty()).then_some(differs),
            "adapted": m.adapted.as_ref().map(|adapted| &adapted.text),
        })
    };
    let mut text = String::new();
    for m in &matches {
        let place = name(m).unwrap_or_default();
        let (from, to) = (&m.source_lang, &m.target_lang);
        let _ = writeln!(text, "{} % ({place}, unit {})", m.score, m.unit);
        let _ = writeln!(text, "{from}: {}\n{to}: {}", m.source, m.target);
        let differs = changes(&request.query, m);
        if !differs.is_empty() {
            let _ = writeln!(text, "[-in the memory-]{{+in the text+}}: {differs}");
        }
        if let Some(adapted) = &m.adapted {
            let _ = writeln!(text, "with the numbers of the text: {}", adapted.text);
        }
    }
    if matches.is_empty() {
        let _ = writeln!(text, "no match at {min} % or more");
    }
    term_lines(&mut text, &found.terms);
    let matches: Vec<Value> = matches.iter().map(one).collect();
    let value = json!({ "matches": matches, "terms": found.terms, "left_out": left_out });
    Ok(Said { value, text })
}

fn term_lines(text: &mut String, terms: &[crate::glossary::TermFound]) {
    for term in terms {
        let _ = write!(text, "term: {} = {}", term.term, term.translations.join(" | "));
        if !term.forbidden.is_empty() {
            let _ = write!(text, "; not: {}", term.forbidden.join(" | "));
        }
        text.push('\n');
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Concordance {
    phrase: String,
    from: Option<Lang>,
    to: Option<Lang>,
    #[serde(default)]
    exact: bool,
    #[serde(default = "ten")]
    limit: usize,
    #[serde(default)]
    memories: Vec<String>,
}

fn concordance(live: &Live, caller: &Caller, asked: Concordance) -> Result<Said> {
    short(&[&asked.phrase], 4000)?;
    let memories = readable(live, caller, &asked.memories)?;
    let request = ConcordanceRequest {
        text: asked.phrase,
        memories: Vec::new(),
        from: asked.from,
        to: asked.to,
        regex: false,
        exact: asked.exact,
        limit: asked.limit.min(50),
        offsets: Default::default(),
    };
    let found = live.concordance(&memories, &request, &mut silent())?;
    let size =
        |f: &crate::service::live::FoundIn| f.occurrence.source.len() + f.occurrence.target.len();
    let (occurrences, left_out) = kept(found.occurrences, size);
    let mut text = format!("{} in all\n", found.total);
    for found in &occurrences {
        let place = &found.occurrence;
        let (from, to) = (&place.source_lang, &place.target_lang);
        let _ = writeln!(text, "{from}: {}\n{to}: {}", place.source, place.target);
    }
    let one = |found: &crate::service::live::FoundIn| {
        let place = &found.occurrence;
        json!({
            "unit": place.unit, "memory": found.memory,
            "found": place.span.of(&place.source),
            "source_lang": place.source_lang, "source": place.source,
            "target_lang": place.target_lang, "target": place.target,
        })
    };
    let occurrences: Vec<Value> = occurrences.iter().map(one).collect();
    let value = json!({ "total": found.total, "occurrences": occurrences, "left_out": left_out });
    Ok(Said { value, text })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    text: String,
    from: Option<Lang>,
    to: Option<Lang>,
}

fn terms(live: &Live, caller: &Caller, Terms { text, from, to }: Terms) -> Result<Said> {
    short(&[&text], LONGEST)?;
    let memories = readable(live, caller, &[])?;
    let request = TermsRequest { text, from, to, ..TermsRequest::default() };
    let found = live.terms(&memories, &request)?;
    let mut text = String::new();
    term_lines(&mut text, &found);
    if found.is_empty() {
        text.push_str(match live.glossaries().is_empty() {
            true => "there is no glossary\n",
            false => "no term of the glossaries occurs in the text\n",
        });
    }
    Ok(Said { value: json!({ "terms": found }), text })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ForContext {
    text: String,
    from: Option<Lang>,
    to: Option<Lang>,
    #[serde(default)]
    budget: Option<usize>,
    #[serde(default)]
    before: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    notes: String,
    #[serde(default)]
    memories: Vec<String>,
}

pub(super) fn context(live: &Live, caller: &Caller, asked: ForContext) -> Result<Said> {
    let ForContext { text, from, to, budget, before, after, notes, memories } = asked;
    short(&[&text, &before, &after, &notes], LONGEST)?;
    let memories = readable(live, caller, &memories)?;
    let options = ContextOptions::default();
    let budget = budget.unwrap_or(options.budget).min(20_000);
    let options = ContextOptions { budget, ..options };
    let request =
        ContextRequest { text, from, to, before, after, notes, options, ..Default::default() };
    let found = live.context(&memories, &request, &mut silent())?;
    let value = json!({
        "source_lang": found.source_lang, "target_lang": found.target_lang,
        "pairs": found.pairs.len(), "terms": found.terms.len(),
        "tokens": found.tokens, "left_out": found.left_out.total(),
        "text": found.text(),
    });
    Ok(Said { value, text: found.text() })
}

#[derive(Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
struct Align {
    source: String,
    target: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_lang: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_lang: Option<String>,
}

fn align(live: &Live, asked: &Align) -> Result<Said> {
    short(&[&asked.source, &asked.target], LONGEST_TO_ALIGN)?;
    let line =
        serde_json::to_vec(asked).map_err(|e| Error::new(ErrorKind::Internal, e.to_string()))?;
    let found = live.align(&line, &PipelineOptions::default())?;
    let (pairs, left_out) = kept(found.pairs, |pair| pair.source.len() + pair.target.len());
    let mut text = String::new();
    if found.doubtful {
        text.push_str("the two hardly look like translations of each other\n");
    }
    let one = |pair: &crate::pipeline::PairOut| json!({ "source": pair.source, "target": pair.target, "confidence": pair.confidence });
    for pair in &pairs {
        let confidence = pair.confidence.map(|c| format!("{c:.2}")).unwrap_or_default();
        let _ = writeln!(text, "{confidence} | {} | {}", pair.source, pair.target);
    }
    let _ = writeln!(
        text,
        "without a partner: {} of the source, {} of the target",
        found.omissions.source, found.omissions.target
    );
    let pairs: Vec<Value> = pairs.iter().map(one).collect();
    let value = json!({
        "source_lang": found.source_lang, "target_lang": found.target_lang, "pairs": pairs,
        "omissions": found.omissions, "doubtful": found.doubtful, "left_out": left_out,
    });
    Ok(Said { value, text })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stats {
    memory: Option<String>,
}

/// The memories that a caller may read.
pub(super) fn memories(live: &Live, caller: &Caller) -> Result<Said> {
    let (mut all, mut text) = (Vec::new(), String::new());
    for memory in readable(live, caller, &[])? {
        let languages = memory.languages()?;
        let is_writable = memory.is_writable() && caller.right(memory.name()) >= Right::Write;
        let _ = write!(text, "{}:", memory.name());
        for stats in &languages {
            let _ = write!(text, " {} {} texts,", stats.lang, stats.texts);
        }
        text.push_str(if is_writable { " may be written\n" } else { " for reading\n" });
        all.push(json!({
            "name": memory.name(), "languages": languages, "penalty": memory.penalty(),
            "right": if is_writable { Right::Write } else { Right::Read },
        }));
    }
    Ok(Said { value: json!({ "memories": all }), text })
}

/// The counts of a memory.
pub(super) fn stats(live: &Live, caller: &Caller, name: &str) -> Result<Said> {
    let stats = allowed(live, caller, name, Right::Read)?.stats()?;
    let stats =
        serde_json::to_value(stats).map_err(|e| Error::new(ErrorKind::Internal, e.to_string()))?;
    let value = json!({ "memory": name, "stats": stats });
    let text = value.to_string();
    Ok(Said { value, text })
}

fn writable<'l>(live: &'l Live, caller: &Caller) -> impl Iterator<Item = &'l LiveMemory> {
    live.memories()
        .filter(move |memory| memory.is_writable() && caller.right(memory.name()) >= Right::Write)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    source: String,
    target: String,
    source_lang: Option<Lang>,
    target_lang: Option<Lang>,
    memory: Option<String>,
    note: Option<String>,
}

fn add(live: &Live, caller: &Caller, asked: Add) -> Result<Said> {
    short(&[&asked.source, &asked.target, asked.note.as_deref().unwrap_or_default()], LONGEST)?;
    let memory = match &asked.memory {
        Some(name) => allowed(live, caller, name, Right::Write)?,
        None => {
            let mut writable = writable(live, caller);
            match (writable.next(), writable.next()) {
                (Some(memory), None) => memory,
                (None, _) => return Err(Error::new(ErrorKind::Usage, "no memory may be written")),
                _ => {
                    let message = "several memories may be written";
                    return Err(Error::new(ErrorKind::Usage, message).hint("name one of them"));
                }
            }
        }
    };
    let unit = NewUnit {
        source: asked.source,
        target: asked.target,
        source_lang: asked.source_lang,
        target_lang: asked.target_lang,
        notes: asked.note.into_iter().collect(),
        ..NewUnit::default()
    };
    let outcome = memory.add(&[unit], Some(&caller.name))?;
    let outcome =
        outcome.first().ok_or_else(|| Error::new(ErrorKind::Internal, "nothing was added"))?;
    let value =
        json!({ "memory": memory.name(), "unit": outcome.unit, "outcome": outcome.outcome });
    let text = format!("{}: unit {}, {}", memory.name(), outcome.unit, value["outcome"]);
    Ok(Said { value, text })
}
