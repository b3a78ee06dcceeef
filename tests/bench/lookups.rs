//! How fast a big memory is asked:
//! `cargo bench --bench lookups -- FOLDER [--min 70] [--exact N] [--rounds N] [--whole] [--phrase P]`.
//!
//! FOLDER holds `memory.tsv` (source, tab, target, a unit a line: English, Arabic) and
//! `queries.en.tsv`, `queries.ar.tsv` (kind, tab, query). The first figures are of the search alone;
//! where the folder holds a `memory.muwazi` too, others follow of whole look-ups, with the texts,
//! scores and differences. `--exact N` holds the first N answers against comparing with every text,
//! and so for 200 hostile queries made of the memory's own texts. `--rounds N` asks whole look-ups so
//! often, for profilers; `--whole` asks nothing else. `--phrase P` asks for a phrase's places, and may
//! be given more than once.

#![allow(clippy::print_stdout, clippy::expect_used, reason = "a report for people")]

use std::{
    collections::BTreeMap,
    env, fs,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use muwazi::{
    Lang, SqliteStore, UnitId,
    lookup::{
        Lookup, LookupOptions,
        index::{Builder, Index},
    },
};

fn main() {
    let args: Vec<String> = env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let Some(folder) = args.first().filter(|arg| !arg.starts_with("--")) else {
        println!("skipped: no folder with a big memory was named");
        return;
    };
    let value = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1)?.parse::<f64>().ok()
    };
    let options = LookupOptions { min: value("--min").unwrap_or(70.0), ..LookupOptions::default() };
    for (column, lang) in ["en", "ar"].iter().enumerate() {
        language(
            Path::new(folder),
            lang,
            column,
            &options,
            value("--exact").unwrap_or(0.0) as usize,
            (value("--rounds").unwrap_or(2.0) as usize, args.iter().any(|arg| arg == "--whole")),
        );
    }
}

fn language(
    folder: &Path,
    lang: &str,
    column: usize,
    options: &LookupOptions,
    exact: usize,
    (rounds, only_whole): (usize, bool),
) {
    let queries = fs::read_to_string(folder.join(format!("queries.{lang}.tsv"))).expect("queries");
    let queries: Vec<(&str, &str)> = queries
        .lines()
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?, columns.next()?))
        })
        .collect();
    if only_whole {
        return whole(folder, lang, &queries, options, rounds);
    }
    let index = build(&folder.join("memory.tsv"), column, lang);
    let round = || -> (Vec<Duration>, usize) {
        let mut found = 0;
        let times = queries.iter().map(|(_, query)| {
            let start = Instant::now();
            found += index.find(query, options).len();
            start.elapsed()
        });
        (times.collect(), found)
    };
    let (first, found) = round();
    let (second, _) = round();
    println!(
        "{lang}: {} queries, {:.1} hits each",
        queries.len(),
        found as f64 / queries.len() as f64
    );
    show("first round", &first);
    show("second round", &second);
    let mut kinds: BTreeMap<String, Vec<Duration>> = BTreeMap::new();
    for ((kind, query), time) in queries.iter().zip(&second) {
        kinds.entry((*kind).to_owned()).or_default().push(*time);
        let words = query.split_whitespace().count();
        if words <= 3 {
            kinds.entry("up to 3 words".to_owned()).or_default().push(*time);
        } else if words > 64 {
            kinds.entry("over 64 words".to_owned()).or_default().push(*time);
        }
    }
    kinds.iter().for_each(|(kind, times)| show(kind, times));
    let slow = LookupOptions { exhaustive: true, ..options.clone() };
    for (_, query) in queries.iter().take(exact) {
        assert_eq!(index.find(query, options), index.find(query, &slow), "{query}");
    }
    println!("  {exact} answers equal to comparing with every text");
    let hostile = hostile(&queries);
    let start = Instant::now();
    hostile.iter().for_each(|query| drop(index.find(query, options)));
    let rate = hostile.len() as f64 / start.elapsed().as_secs_f64();
    println!("  {} hostile ones: {rate:.0} a second", hostile.len());
    for query in hostile.iter().take(exact) {
        assert_eq!(index.find(query, options), index.find(query, &slow), "{query}");
    }
    drop(index);
    whole(folder, lang, &queries, options, rounds);
}

/// Very long, very short, of repeated words, of the commonest words, of no words.
fn hostile(queries: &[(&str, &str)]) -> Vec<String> {
    let words: Vec<&str> = queries.iter().flat_map(|(_, query)| query.split_whitespace()).collect();
    let mut out = Vec::new();
    for k in 0..50 {
        let stretch = |long: usize| {
            words.iter().cycle().skip(k * 97).take(long).copied().collect::<Vec<_>>().join(" ")
        };
        out.push(stretch(80 + 20 * k));
        out.push(stretch(1 + k % 3));
        out.push([words[k * 31 % words.len()]; 12].join(" "));
        out.push(format!("{} {}", stretch(2 + k % 9), "... ! ؟ 7 ٧ ".repeat(k % 4)));
    }
    out
}

/// Look-ups with all that is told of a match, through a memory and its index on disk.
fn whole(
    folder: &Path,
    lang: &str,
    queries: &[(&str, &str)],
    options: &LookupOptions,
    rounds: usize,
) {
    let Ok(memory) = SqliteStore::open(&folder.join("memory.muwazi")) else { return };
    let before = resident();
    let (from, to) = if lang == "en" { ("en", "ar") } else { ("ar", "en") };
    let code = |code: &str| code.parse::<Lang>().expect("a code");
    let lookup =
        Lookup::new(Arc::new(memory), &code(from), &code(to)).expect("a memory of both languages");
    for round in 1..=rounds {
        let times = queries.iter().map(|(_, query)| {
            let start = Instant::now();
            let found = lookup.find(query, options).expect("the memory answers");
            std::hint::black_box(found);
            start.elapsed()
        });
        show(&format!("whole, round {round}"), &times.collect::<Vec<_>>());
    }
    println!("  {} MB resident more than before it was opened", resident().saturating_sub(before));
    let args: Vec<String> = env::args().collect();
    for pair in args.windows(2).filter(|pair| pair[0] == "--phrase") {
        let places = |_| {
            let start = Instant::now();
            let found = lookup.concordance(&pair[1], true, 20).expect("the memory answers");
            (start.elapsed(), found.total)
        };
        let (times, totals): (Vec<Duration>, Vec<usize>) = (0..20).map(places).unzip();
        if totals[0] > 0 {
            show(&format!("{}: {} places", pair[1], totals[0]), &times);
        }
    }
}

fn build(memory: &Path, column: usize, lang: &str) -> Index {
    let text = fs::read_to_string(memory).expect("a memory");
    let before = resident();
    let start = Instant::now();
    let mut builder = Builder::default();
    let langs = "ar,en".parse().expect("codes");
    for (unit, line) in text.lines().enumerate() {
        let text = line.split('\t').nth(column).unwrap_or("");
        assert!(builder.add(UnitId::new(unit as i64), text, &langs));
    }
    let read = start.elapsed();
    let index = Index::of(builder);
    println!(
        "{lang}: {} texts, read in {:.1} s, built in {:.1} s, {} MB, {} MB resident",
        index.len(),
        read.as_secs_f64(),
        (start.elapsed() - read).as_secs_f64(),
        index.bytes() / 1_000_000,
        resident().saturating_sub(before)
    );
    index
}

fn show(what: &str, times: &[Duration]) {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let total: Duration = sorted.iter().sum();
    let at = |share: f64| {
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * share) as usize).map_or(0.0, |t| t.as_secs_f64() * 1000.0)
    };
    println!(
        "  {what:<14} {:>7} asked  {:>9.0} a second  p50 {:.4} ms  p99 {:.3} ms  max {:.3} ms",
        sorted.len(),
        sorted.len() as f64 / total.as_secs_f64().max(1e-9),
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

/// Resident memory in MB, where the system tells.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|l| l.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
