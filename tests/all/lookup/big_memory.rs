//! A memory of 100,000 units, whose right answers are known.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use crate::support::{shared::shared, tools::python};

/// Recall of known neighbours in 100,000 units; the data and the scorer lie in `../shared`.
#[test]
#[ignore = "slow, needs ../shared"]
fn a_big_memory_is_answered_completely() {
    let tools = shared("eval/lookup");
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let run = |command: &mut Command| assert!(command.status().unwrap().success(), "{command:?}");
    let (units, count) = (Path::new("--units"), Path::new("100000"));
    python(&tools.join("make_memory.py"), [folder.path(), units, count]);
    let muwazi = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_muwazi"));
        command.arg("-q").current_dir(folder.path());
        command
    };
    run(muwazi().args(["import", "-m", "m.muwazi", "memory.tmx"]));
    for (from, to) in [("en", "ar"), ("ar", "en")] {
        let queries = fs::read_to_string(file(&format!("queries.{from}.tsv"))).unwrap();
        let texts: Vec<&str> = queries.lines().filter_map(|l| l.split('\t').nth(1)).collect();
        fs::write(file("queries.txt"), texts.join("\n") + "\n").unwrap();
        let answers = fs::File::create(file("answers.jsonl")).unwrap();
        run(muwazi()
            .args(["lookup", "-m", "m.muwazi", "--from", from, "--to", to, "--json"])
            .args(["--input", "queries.txt"])
            .stdout(Stdio::from(answers)));
        // The same answers by comparing with every unit, ties included.
        fs::write(file("few.txt"), texts[..20].join("\n") + "\n").unwrap();
        let few = |exhaustive: &[&str]| {
            let mut command = muwazi();
            command.args(["lookup", "-m", "m.muwazi", "--from", from, "--to", to, "--json"]);
            command.args(["--input", "few.txt"]).args(exhaustive).output().unwrap().stdout
        };
        assert!(!few(&[]).is_empty() && few(&[]) == few(&["--exhaustive"]));
        let scored = file("scored.tsv");
        fs::write(&scored, without_markup(&queries)).unwrap();
        run(Command::new("python3")
            .arg(tools.join("score_lookup.py"))
            .args([&file("memory.tsv"), &scored])
            .arg(file("answers.jsonl"))
            .args(["--lang", from]));
    }
}

/// The queries for the scorer. Where one holds tags or a sign for a phrase, no unit is expected: the
/// scorer counts the letters of a tag as words and a sign as one, look-up neither.
fn without_markup(queries: &str) -> String {
    let line = |line: &str| match line.rsplit_once('\t') {
        Some((rest, _)) if rest.contains(['<', '>', 'ﷺ', 'ﷻ', '﷽']) => {
            format!("{rest}\t-1\n")
        }
        _ => format!("{line}\n"),
    };
    queries.lines().map(line).collect()
}
