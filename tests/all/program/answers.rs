//! Answers as people and programs at the command line want them.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

use muwazi::{SqliteStore, Store};
use serde_json::Value;

use super::{muwazi, run};

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

const UNITS: &str = "\
{\"source\":\"The ship left the harbour at noon.\",\"target\":\"غادرت السفينة الميناء ظهرا.\",\"domain\":\"sea\"}
{\"source\":\"Rain fell all night.\",\"target\":\"هطل المطر طوال الليل.\",\"x-origin\":\"aligned\",\"x-confidence\":\"0.40\"}
{\"source\":\"The market opens early.\",\"target\":\"يفتح السوق باكرا.\",\"x-origin\":\"aligned\",\"x-confidence\":\"0.90\"}
";

/// A folder with a memory `m` of three units.
fn example() -> tempfile::TempDir {
    let folder = folder(&[("u.jsonl", UNITS)]);
    ok(folder.path(), &["import", "-m", "m", "u.jsonl", "--from", "en", "--to", "ar"]);
    folder
}

#[track_caller]
fn ok(folder: &Path, args: &[&str]) -> (String, String) {
    let output = muwazi(folder).args(args).output().unwrap();
    let [out, said] = [output.stdout, output.stderr].map(|b| String::from_utf8(b).unwrap());
    assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?}: {said}");
    (out, said)
}

fn count(folder: &Path, memory: &str) -> u64 {
    SqliteStore::open(&folder.join(memory)).unwrap().count().unwrap()
}

/// Sends lines one by one to a command, each after the answer to the one before.
fn talk(command: &mut Command, lines: &[&str]) -> Vec<Value> {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (mut to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut from = BufReader::new(from).lines();
    let mut answers = Vec::new();
    for line in lines {
        writeln!(to, "{line}").unwrap();
        to.flush().unwrap();
        answers.push(serde_json::from_str(&from.next().unwrap().unwrap()).unwrap());
    }
    drop(to);
    assert!(from.next().is_none());
    assert!(matches!(child.wait().unwrap().code(), Some(0 | 1)));
    answers
}

#[test]
fn each_line_of_a_pipe_is_answered_before_the_next() {
    let folder = example();
    let queries = ["Rain fell all day.", "غادرت السفينة الميناء مساء.", "77"];
    for args in [
        &["lookup", "-m", "m", "--json", "--input", "-"][..],
        &["lookup", "-m", "m", "-i", "--json"],
    ] {
        let found = talk(muwazi(folder.path()).args(args), &queries);
        let asked: Vec<&str> = found.iter().map(|a| a["query"].as_str().unwrap()).collect();
        assert_eq!(asked, queries, "{args:?}");
        assert_eq!(found[0]["matches"][0]["unit"], 2);
    }
    let lines = [
        "{\"source\":\"Bread is baked at dawn.\",\"target\":\"يخبز الخبز فجرا.\"}",
        "no tab in it",
        "Bread is baked at dawn.\tيخبز الخبز فجرا.",
    ];
    let added =
        talk(muwazi(folder.path()).args(["add", "-m", "m", "--json", "--input", "-"]), &lines);
    let outcomes: Vec<&str> = added.iter().map(|a| a["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["new", "skipped", "unchanged"]);
    assert_eq!((&added[0]["unit"], &added[1]["line"]), (&added[2]["unit"], &Value::from(2)));
    assert_eq!(count(folder.path(), "m"), 4);
    let pair = "{\"id\":5,\"source\":\"هطل المطر.\",\"target\":\"Rain fell.\"}";
    let aligned = talk(muwazi(folder.path()).args(["align", "--jsonl"]), &[pair, pair]);
    assert_eq!((&aligned[0]["id"], aligned.len()), (&Value::from(5), 2));
}

#[test]
fn pipes_in_other_encodings_are_read() {
    let folder = example();
    for (bytes, found) in [
        (b"Rain fell all night.\r\nThe market opens early.".to_vec(), 2),
        ("\u{FEFF}Rain fell all night.\n".as_bytes().to_vec(), 1),
        (b"Rain fell all night.\rThe market opens early.\r".to_vec(), 2),
        ("Rain fell all night.\n".encode_utf16().flat_map(u16::to_le_bytes).collect(), 1),
        (b"\xFF\xFER\0a\0i\0n\0 \0f\0e\0l\0l\0\n\0".to_vec(), 1),
        // windows-1256, after a line that is UTF-8 as well.
        (b"Rain fell all night.\n\xE5\xD8\xE1 \xC7\xE1\xE3\xD8\xD1 \xD8\xE6\xC7\xE1 \xC7\xE1\xE1\xED\xE1.\n".to_vec(), 2),
    ] {
        let mut child = muwazi(folder.path())
            .args(["lookup", "-m", "m", "--json", "--min", "50", "--input", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(&bytes).unwrap();
        let output = child.wait_with_output().unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        let with_match = out.lines().filter(|line| line.contains("\"unit\":")).count();
        assert_eq!((with_match, out.lines().count()), (found, found), "{bytes:?}: {out}");
    }
}

#[test]
fn matches_name_their_unit_and_their_signs_once() {
    let folder = example();
    let texts = ["Rain fell all day.", "The market opens late."];
    let (out, said) = ok(folder.path(), &["lookup", "-m", "m", texts[0], texts[1]]);
    assert!(out.contains("unit 2") && out.contains("unit 3"), "{out}");
    assert_eq!(said.matches("only in the memory").count(), 1, "{said}");
    let (_, said) = ok(folder.path(), &["lookup", "-m", "m", "Rain fell all night."]);
    assert_eq!(said, "", "nothing differs");
    let (_, said) = ok(folder.path(), &["lookup", "-m", "m", "Entirely other words here"]);
    assert!(said.contains("nothing at 70 % or above for 'Entirely other words here'"), "{said}");
    let (_, said) = ok(folder.path(), &["concordance", "-m", "m", "lighthouse"]);
    assert!(said.contains("'lighthouse'"), "{said}");
    let (_, said) = ok(folder.path(), &["concordance", "-m", "m", "--from", "en", "market"]);
    assert_eq!(said.trim(), "1 place");
}

#[test]
fn a_part_of_a_memory_goes_out_and_is_counted() {
    let folder = example();
    let texts = |args: &[&str]| {
        let (out, _) = ok(
            folder.path(),
            &[&["export", "-m", "m", "-o", "-", "--format", "tsv"], args].concat(),
        );
        out.lines().count() - 1
    };
    assert_eq!(texts(&[]), 3);
    assert_eq!(texts(&["--where", "domain=sea"]), 1);
    assert_eq!(texts(&["--where", "origin=aligned"]), 2);
    assert_eq!(texts(&["--min-confidence", "0.8"]), 2, "a unit without confidence counts");
    assert_eq!(texts(&["--min-confidence", "0.8", "--where", "origin=aligned"]), 1);
    let (out, said) = ok(folder.path(), &["stats", "-m", "m", "--json", "--where", "domain=air"]);
    assert!(out.contains("\"units\":0") && said.contains("domain=air"), "{out}{said}");
    let (out, _) = ok(folder.path(), &["stats", "-m", "m", "--json", "--min-confidence", "0.8"]);
    let stats: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&stats["units"], &stats["languages"][0]["texts"]),
        (&Value::from(2), &Value::from(2))
    );
    let none = ["export", "-m", "m", "-o", "x.tmx", "--where", "domain=air"];
    let (status, said) = run(muwazi(folder.path()).args(none));
    assert!(status == Some(1) && said.contains("no unit has domain=air"), "{said}");
}

#[test]
fn a_memory_is_imported_with_all_that_is_known() {
    let folder = example();
    let (_, said) = ok(folder.path(), &["import", "-m", "other.muwazi", "m", "m"]);
    assert!(said.contains("m: 3 units read, 3 new") && said.contains("3 unchanged"), "{said}");
    let export =
        |memory| ok(folder.path(), &["export", "-m", memory, "-o", "-", "--format", "jsonl"]).0;
    assert_eq!(export("m"), export("other.muwazi"));
    let (status, said) = run(muwazi(folder.path()).args(["import", "-m", "m", "./m"]));
    assert!(status == Some(2) && said.contains("into itself"), "{said}");
}

#[test]
fn rows_marked_delete_leave_the_memory() {
    let folder = example();
    let sheet = "en,ar,act\n\
        Rain fell all night.,هطل المطر طوال الليل.,Delete\n\
        The market opens early.,يفتح السوق باكرا.,نعم\n\
        Not in the memory.,ليس في الذاكرة.,حذف\n\
        A new one.,وحدة جديدة.,perhaps\n";
    fs::write(folder.path().join("s.csv"), sheet).unwrap();
    let (_, said) = ok(folder.path(), &["import", "-m", "m", "s.csv"]);
    assert!(said.contains("1 removed") && said.contains("2 rows marked delete"), "{said}");
    assert!(said.contains("s.csv:5: 'perhaps' in the column act"), "{said}");
    assert_eq!(count(folder.path(), "m"), 3);
    let (out, _) = ok(folder.path(), &["lookup", "-m", "m", "--json", "Rain fell all night."]);
    assert!(out.contains("\"matches\":[]"), "{out}");
    ok(folder.path(), &["undo", "-m", "m", "--last", "--yes"]);
    let (out, _) = ok(folder.path(), &["lookup", "-m", "m", "--json", "Rain fell all night."]);
    assert!(out.contains("\"unit\":2"), "one operation, which can be undone: {out}");
    let (status, said) =
        run(muwazi(folder.path()).args(["import", "-m", "m", "--strict", "s.csv"]));
    assert!(status == Some(2) && said.contains("perhaps"), "{said}");
}

#[test]
fn a_text_in_the_wrong_script_is_no_edit() {
    let folder = example();
    let edit =
        |args: &[&str]| run(muwazi(folder.path()).args([&["edit", "-m", "m"], args].concat()));
    for wrong in [["1", "--lang", "en", "غادرت السفينة"], ["1", "--lang", "ar", "The ship left"]]
    {
        let (status, said) = edit(&wrong);
        assert!(status == Some(2) && said.contains("script") && said.contains("--yes"), "{said}");
    }
    for right in [
        &["1", "--lang", "ar", "غادرت السفينة BMW الميناء."][..],
        &["1", "--lang", "en", "2026"],
        &["1", "--lang", "ar", "--yes", "SS Atlantic"],
        &["1", "--lang", "ar", "SS Pacific"],
    ] {
        let (status, said) = edit(right);
        assert_eq!(status, Some(0), "{right:?}: {said}");
    }
}

#[test]
fn offsets_are_bytes_or_characters() {
    let folder = folder(&[("t.txt", "سلام عليكم. أهلا بكم.\n\nوداعا يا صديقي. انتهى.\n")]);
    let text: Vec<char> =
        fs::read_to_string(folder.path().join("t.txt")).unwrap().chars().collect();
    let (out, _) = ok(folder.path(), &["segment", "--json", "--offsets", "chars", "t.txt"]);
    assert_eq!(out.lines().count(), 4, "{out}");
    for line in out.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let at = |key: &str| usize::try_from(line[key].as_u64().unwrap()).unwrap();
        let cut: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(line["text"], cut);
    }
    let memory = example();
    let span = |args: &[&str]| {
        let base = ["concordance", "-m", "m", "--json", "الميناء"];
        let (out, _) = ok(memory.path(), &[&base, args].concat());
        let found: Value = serde_json::from_str(&out).unwrap();
        found["occurrences"][0]["span"].clone()
    };
    assert_eq!(span(&[]), serde_json::json!({"start": 26, "end": 40}));
    assert_eq!(span(&["--offsets", "chars"]), serde_json::json!({"start": 14, "end": 21}));
    let query = "غادرت السفينة المرفأ ظهرا.";
    let (out, _) = ok(memory.path(), &["lookup", "-m", "m", "--json", "--offsets", "chars", query]);
    let found: Value = serde_json::from_str(&out).unwrap();
    let difference = &found["matches"][0]["differences"][0];
    assert_eq!(difference["query"], serde_json::json!({"start": 14, "end": 20}));
    assert_eq!(difference["source"], serde_json::json!({"start": 14, "end": 21}));
}

#[test]
fn completions_offer_values() {
    let folder = folder(&[]);
    let (out, _) = ok(folder.path(), &["completions", "bash"]);
    for values in ["wordfast", "origin=aligned", "windows-1256", "xlsx", "ar en de"] {
        assert!(out.contains(values), "{values}");
    }
    let (help, _) = ok(folder.path(), &["lookup", "--help"]);
    assert!(!help.contains("origin=machine"), "the help stays short");
}

#[test]
fn numbers_have_their_nouns() {
    let folder = folder(&[
        ("a.ar.txt", "نص واحد.\n"),
        ("a.en.txt", "One text.\n"),
        ("u.tsv", "One\tواحد\n"),
    ]);
    for args in [
        &["align", "a.ar.txt", "a.en.txt", "-o", "a.tmx"][..],
        &["align", "a.ar.txt", "a.en.txt", "--into", "m"],
        &["convert", "u.tsv", "-o", "u.tmx"],
        &["import", "-m", "m", "u.tmx"],
        &["add", "-m", "m", "--input", "u.tsv"],
        &["export", "-m", "m", "-o", "x.tmx", "--where", "origin=aligned"],
        &["doctor", "u.tmx"],
        &["history", "-m", "m", "--prune", "2"],
        &["remove", "-m", "m", "1"],
    ] {
        let (out, said) = ok(folder.path(), args);
        let all = format!(" {out} {said}");
        let is_fault = |noun: &str| all.contains(&format!(" 1 {noun}"));
        for noun in ["units", "pairs", "sentences", "rows", "places", "findings", "operations"] {
            assert!(!is_fault(noun), "{args:?}: {all}");
        }
    }
}

#[test]
#[ignore = "needs Python; reads with pandas too where that is installed"]
fn other_programs_read_the_tables() {
    const SCRIPT: &str = "
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding='utf-8', newline=''), delimiter='\\t'))
assert {len(row) for row in rows} == {len(rows[0])}, rows
try:
    import pandas
    frame = pandas.read_csv(sys.argv[1], sep='\\t')
    assert list(frame.columns) == rows[0] and len(frame) == len(rows) - 1, frame
except ImportError:
    pass
print(len(rows) - 1, rows[0][0], rows[1][0])
";
    let odd = "{\"en\":\"\\\"Yes\\\", he\\tsaid\\nloudly \\\"\\\"\",\"ar\":\"\\\"نعم\\\"\"}\n{\"en\":\"#1\",\"ar\":\"'\"}\n";
    let folder = folder(&[
        ("odd.jsonl", odd),
        ("a.ar.txt", "\"نعم\" قال الوزير.\n"),
        ("a.en.txt", "\"Yes\", the minister said.\n"),
        ("list.tsv", "a.ar.txt\ta.en.txt\tone\n"),
    ]);
    ok(folder.path(), &["convert", "odd.jsonl", "-o", "odd.tsv", "--from", "en", "--to", "ar"]);
    ok(folder.path(), &["align", "a.ar.txt", "a.en.txt", "-o", "pairs.tsv"]);
    ok(folder.path(), &["align", "--pairs", "list.tsv", "--out-dir", ".", "--format", "tsv"]);
    for (name, said) in [
        ("odd.tsv", "2 en \"Yes\", he\tsaid\nloudly \"\""),
        ("pairs.tsv", "1 ar \"نعم\" قال الوزير."),
        ("one.tsv", "1 ar \"نعم\" قال الوزير."),
    ] {
        let mut python = Command::new("python3");
        let output = python.args(["-c", SCRIPT, name]).current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8(output.stdout).unwrap().trim_end(), said, "{name}");
    }
    let one = fs::read_to_string(folder.path().join("one.tsv")).unwrap();
    assert!(one.starts_with("ar\ten\tconfidence\tdocument\n") && one.contains("\tone\n"), "{one}");
    ok(folder.path(), &["import", "-m", "m", "one.tsv", "odd.tsv"]);
    assert_eq!(count(folder.path(), "m"), 3);
}
