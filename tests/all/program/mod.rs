//! The program as its surroundings meet it.

mod answers;
mod archives;
mod json;
mod pipes;
#[cfg(feature = "serve")]
mod review;
#[cfg(feature = "serve")]
mod serve;
mod signals;
mod terminal;

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

/// A text with all that a terminal would obey.
const HOSTILE: &str = "Meeting \u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{8}\u{7f}\u{85}\u{202e}\u{2069}\u{2066}\u{2029} began";

/// The program, without standard input and colours.
fn muwazi(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muwazi"));
    command.current_dir(folder).stdin(Stdio::null());
    command.env("SOURCE_DATE_EPOCH", "1771488000").env("NO_COLOR", "1");
    command
}

/// Runs the program, and returns its status and standard error.
fn run(command: &mut Command) -> (Option<i32>, String) {
    let Output { status, stderr, .. } = command.output().unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

/// Makes a folder with a memory `m`, files of units in several formats, texts, and a glossary.
fn example() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let line = |source: &str, target: &str| {
        serde_json::json!({
            "source": source, "target": target, "source_lang": "en", "target_lang": "ar",
            "domain": HOSTILE, "note": HOSTILE, "document": HOSTILE,
        })
        .to_string()
    };
    let mut units = line(&format!("{HOSTILE} on Monday"), "بدأ \u{1b}[31m\u{202e}\u{2069} الاجتماع");
    for i in 0..200 {
        units +=
            &format!("\n{}", line(&format!("The meeting {i} began"), &format!("بدأ الاجتماع {i}")));
    }
    put("units.jsonl", &units);
    put("units.csv", &format!("en,ar\n{HOSTILE},بدأ\n"));
    put("units.tsv", &format!("{HOSTILE}\tبدأ\n{}", "the end\tالنهاية\n".repeat(60)));
    // Enough text not to pass for binary data.
    put("a.txt", &format!("{HOSTILE}. {}\n", "The minister arrived. He left. ".repeat(60)));
    put("b.txt", &format!("بدأ \u{9b}31m\u{202e}. {}\n", "وصل الوزير. ثم سافر. ".repeat(60)));
    put(&format!("{HOSTILE}.txt"), "One sentence.\n");
    let added = run(muwazi(folder.path()).args(["add", "-m", "m", "--input", "units.jsonl"]));
    assert_eq!(added.0, Some(0), "{}", added.1);
    folder
}

/// Commands that write to standard output, in all formats.
fn speaking() -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = [
        "segment a.txt",
        "segment a.txt b.txt",
        "segment --json a.txt",
        "segment --explain a.txt",
        "segment --explain --json a.txt",
        "align --from en --to ar a.txt b.txt --explain",
        "align --from en --to ar a.txt b.txt --beads -",
        "align --from en --to ar a.txt b.txt --report - -o x.tmx --force",
        "lookup -m m --min 30 began",
        "lookup -m m --min 30 --json meeting began",
        "lookup -m m --min 30 --limit 100 --input units.tsv",
        "lookup -m m --min 30 --glossary units.csv meeting began",
        "context -m m --glossary units.csv meeting began",
        "context -m m --json meeting began",
        "context -m m --format chat --input a.txt",
        "concordance -m m meeting",
        "concordance -m m --json began",
        "concordance -m m --regex meet.*31m",
        "history -m m",
        "history -m m 1",
        "history -m m --json",
        "undo -m m --last --dry-run --json",
        "stats -m m",
        "stats -m m --json",
        "formats",
        "formats --json",
        "completions bash",
        "srx",
        "--help",
        "align --help",
    ]
    .iter()
    .map(|line| line.split(' ').map(str::to_owned).collect())
    .collect();
    let of = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<String>>();
    all.push(of(&["lookup", "-m", "m", "--min", "30", HOSTILE, "The meeting 7 began"]));
    all.push(of(&["lookup", "-m", "m", &format!("{HOSTILE} on Monday")]));
    for format in muwazi::format::registry::ALL {
        if format.write.is_some() {
            let name = format.name;
            let pair = ["--from", "en", "--to", "ar"];
            let export = ["export", "-m", "m", "-o", "-", "--format", name];
            all.push(of(&[&export[..], &pair].concat()));
            let convert = ["convert", "units.jsonl", "-o", "-", "--format", name];
            all.push(of(&[&convert[..], &pair].concat()));
        }
        if format.alignment.is_some() {
            let align = ["align", "--from", "en", "--to", "ar", "a.txt", "b.txt", "--format"];
            all.push(of(&[&align[..], &[format.name]].concat()));
        }
    }
    all
}
