//! Line ends in texts of twelve languages and more: `tests/data/segment/lines.CODE.txt`, one
//! sentence a line, an empty line between paragraphs.

use std::{collections::BTreeSet, fs, path::PathBuf};

use muwazi::{Lang, SegmentOptions, Segmenter};

/// Counts over the paragraphs of a file.
#[derive(Debug, Default)]
struct Counts {
    lines: usize,
    /// Line ends inside paragraphs.
    ends: usize,
    found: usize,
    /// Ends of segments inside lines.
    wrong: usize,
}

impl Counts {
    /// The share of line ends that were found, in percent.
    fn recall(&self) -> f64 {
        100.0 * self.found as f64 / self.ends as f64
    }

    /// Wrong splits in 100 lines.
    fn wrong_splits(&self) -> f64 {
        100.0 * self.wrong as f64 / self.lines as f64
    }

    fn add(&mut self, lang: &Lang, segmenter: &Segmenter, lines: &[&str]) {
        let text = lines.join(between(lang));
        let gold = inner_ends(lines.iter().copied());
        let found = inner_ends(segmenter.sentences(&text).iter().map(|span| span.of(&text)));
        let (missed, wrong) = (gold.difference(&found).count(), found.difference(&gold).count());
        if missed + wrong > 0 && std::env::var_os("MUWAZI_SHOW").is_some() {
            let shown: Vec<&str> =
                segmenter.sentences(&text).iter().map(|span| span.of(&text)).collect();
            println!("{lang}: {missed} missed, {wrong} wrong: {}", shown.join(" ‖ "));
        }
        self.lines += lines.len();
        self.ends += gold.len();
        self.found += gold.len() - missed;
        self.wrong += wrong;
    }
}

/// Least recall of line ends, in percent.
const RECALL: f64 = 99.0;
/// The number of wrong splits in 100 lines that is too many.
const WRONG: f64 = 1.0;

/// Returns what separates sentences: nothing in Chinese and Japanese.
fn between(lang: &Lang) -> &'static str {
    if matches!(lang.primary(), "zh" | "ja") { "" } else { " " }
}

/// Ends of sentences except the last, counted in characters that are no white space.
fn inner_ends<'t>(sentences: impl Iterator<Item = &'t str>) -> BTreeSet<usize> {
    let mut at = 0;
    let mut ends: BTreeSet<usize> = sentences
        .map(|sentence| {
            at += sentence.chars().filter(|c| !c.is_whitespace()).count();
            at
        })
        .collect();
    ends.pop_last();
    ends
}

/// The languages of the files that are there, in order, with their texts.
fn texts() -> Vec<(Lang, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/segment");
    let mut all: Vec<(Lang, String)> = fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name()?.to_str()?;
            let code = name.strip_prefix("lines.")?.strip_suffix(".txt")?;
            Some((code.parse().unwrap(), fs::read_to_string(&path).unwrap()))
        })
        .collect();
    all.sort();
    all
}

#[test]
fn line_ends_are_found_and_few_others() {
    let mut low = Vec::new();
    println!("language  lines  recall  wrong splits in 100 lines");
    for (lang, text) in texts() {
        let segmenter = Segmenter::new(&lang, &SegmentOptions::default());
        let mut counts = Counts::default();
        for paragraph in text.trim_end().split("\n\n") {
            let lines: Vec<&str> = paragraph.lines().filter(|l| !l.trim().is_empty()).collect();
            counts.add(&lang, &segmenter, &lines);
        }
        let (recall, wrong) = (counts.recall(), counts.wrong_splits());
        println!("{:<8}  {:>5}  {recall:>6.2}  {wrong:>5.2}", lang.as_str(), counts.lines);
        if recall < RECALL || wrong >= WRONG {
            low.push((lang, recall, wrong));
        }
    }
    assert_eq!(low, [], "recall too low, or too many wrong splits in 100 lines");
}
