//! Documents of all formats against the right text, and alignments straight from documents against
//! those of the same texts as plain text.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::support::{shared::shared, tools::python};

/// By the beginning of a file's name: the least block F1, the largest character error. The figures of
/// docs/documents.md are above and below them.
const FLOORS: &[(&str, f64, f64)] = &[
    ("app", 0.97, 0.01),
    ("docx", 0.97, 0.01),
    ("epub", 0.97, 0.01),
    ("html", 0.97, 0.01),
    ("md", 0.97, 0.01),
    ("mem", 0.97, 0.01),
    ("odt", 0.97, 0.01),
    ("pdf", 0.92, 0.01),
    ("pptx", 0.97, 0.01),
    ("sub", 0.97, 0.01),
    ("xlsx", 0.97, 0.01),
];

fn documents() -> PathBuf {
    shared("documents")
}

fn muwazi(arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_muwazi")).args(arguments).output().unwrap();
    String::from_utf8(out.stdout).unwrap()
}

/// Writes what each document reads as.
fn read_all(folder: &Path) {
    for entry in fs::read_dir(documents()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if !documents().join(format!("{name}.expected.jsonl")).exists() {
            continue;
        }
        let blocks = muwazi(&["read", "--json", path.to_str().unwrap()]);
        fs::write(folder.join(format!("{name}.jsonl")), blocks).unwrap();
    }
}

#[test]
#[ignore = "needs ../shared/documents and python3"]
fn documents_are_read_as_they_should_be() {
    let folder = tempfile::tempdir().unwrap();
    read_all(folder.path());
    let script = documents().join("score_documents.py");
    let scores = python(&script, [documents().as_path(), folder.path()]);
    println!("{scores}");
    for (kind, least, most) in FLOORS {
        let row = scores.lines().find(|line| line.starts_with(&format!("[{kind} "))).unwrap();
        let cells: Vec<&str> = row.split('\t').collect();
        let (f1, error): (f64, f64) = (cells[1].parse().unwrap(), cells[3].parse().unwrap());
        assert!(f1 >= *least && error <= *most, "{kind}: {row}");
    }
    assert!(scores.contains("[no text to give] passed 3/3, reason right 3/3"), "{scores}");
}

/// A text without what readers may differ in.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() && *c != '\u{640}').collect()
}

/// One side of the right beads: its texts one after the other, and where each ends.
#[derive(Default)]
struct GoldSide {
    text: String,
    /// The end of each piece, and its bead.
    pieces: Vec<(usize, usize)>,
    found: usize,
}

impl GoldSide {
    /// Returns the beads that a text overlaps, searched for behind the text before it. What the right
    /// beads leave out, such as menus, is not to be found elsewhere: a short text only where it follows or
    /// is whole.
    fn beads(&mut self, text: &str) -> BTreeSet<usize> {
        let text = folded(text);
        let is_end = |at: usize| at == 0 || self.pieces.iter().any(|(end, _)| *end == at);
        let fits = |at: &usize| {
            let from = self.found + at;
            let is_whole = is_end(from) && is_end(from + text.len());
            *at == 0 || is_whole || text.chars().count() >= 20
        };
        let at = self.text[self.found..].find(&text).filter(|at| *at <= 2000);
        let Some(at) = at.filter(fits).filter(|_| !text.is_empty()) else { return BTreeSet::new() };
        let (from, to) = (self.found + at, self.found + at + text.len());
        self.found = to;
        let mut start = 0;
        let mut beads = BTreeSet::new();
        for (end, bead) in &self.pieces {
            if start < to && from < *end {
                beads.insert(*bead);
            }
            start = *end;
        }
        beads
    }
}

/// The share of right beads that come out whole and alone.
fn rate(gold: &str, aligned: &str, [left, right]: [&str; 2]) -> f64 {
    let mut sides = [GoldSide::default(), GoldSide::default()];
    let mut both = BTreeSet::new();
    for (bead, line) in gold.lines().skip(1).enumerate() {
        let line: Value = serde_json::from_str(line).unwrap();
        let texts = [left, right].map(|lang| line[lang].as_array().unwrap().clone());
        if texts.iter().all(|texts| !texts.is_empty()) {
            both.insert(bead);
        }
        for (side, texts) in sides.iter_mut().zip(texts) {
            for text in texts {
                side.text.push_str(&folded(text.as_str().unwrap()));
                side.pieces.push((side.text.len(), bead));
            }
        }
    }
    // Beads that a pair joins, or that lie in different ones on either side, are wrong.
    let (mut met, mut wrong) = (BTreeSet::new(), BTreeSet::<usize>::new());
    for line in aligned.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let [a, b] = ["source", "target"].map(|key| line[key].as_str().unwrap().to_owned());
        let (a, b) = (sides[0].beads(&a), sides[1].beads(&b));
        if a.len() == 1 && a == b {
            met.extend(a);
        } else {
            wrong.extend(a.union(&b));
        }
    }
    met.iter().filter(|bead| !wrong.contains(*bead) && both.contains(bead)).count() as f64
        / both.len() as f64
}

/// The texts of a document, a block a line.
fn plain(name: &str, folder: &Path) -> PathBuf {
    let expected = documents().join(format!("{name}.expected.jsonl"));
    let lines = fs::read_to_string(expected).unwrap();
    let texts = lines.lines().filter_map(|line| {
        let block: Value = serde_json::from_str(line).unwrap();
        let text = block["text"].as_str()?.replace('\n', " ");
        (block["optional"] != true).then_some(text)
    });
    let path = folder.join(format!("{name}.txt"));
    fs::write(&path, texts.collect::<Vec<_>>().join("\n")).unwrap();
    path
}

#[test]
#[ignore = "needs ../shared/documents"]
fn documents_are_aligned_as_well_as_their_texts() {
    let folder = tempfile::tempdir().unwrap();
    let mut entries: Vec<PathBuf> = fs::read_dir(documents())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_str().unwrap().ends_with(".beads.jsonl"))
        .collect();
    entries.sort();
    assert!(entries.len() >= 8);
    for path in entries {
        let gold = fs::read_to_string(&path).unwrap();
        let head: Value = serde_json::from_str(gold.lines().next().unwrap()).unwrap();
        let names = ["ar", "en"].map(|lang| head[lang].as_str().unwrap());
        let align = |files: [PathBuf; 2]| {
            let [a, b] = files.each_ref().map(|path| path.to_str().unwrap());
            muwazi(&["-q", "align", a, b, "--from", "ar", "--to", "en", "--format", "jsonl"])
        };
        let direct = align(names.map(|name| documents().join(name)));
        let texts = align(names.map(|name| plain(name, folder.path())));
        let rates = [&direct, &texts].map(|aligned| rate(&gold, aligned, ["ar", "en"]));
        println!("{}: {:.3} directly, {:.3} as text", head["ar"], rates[0], rates[1]);
        assert!(rates[0] >= rates[1] - 0.02, "{names:?}: {rates:?}");
    }
}
