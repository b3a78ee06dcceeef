//! Many pairs at once, by the program itself: the same whatever the number of threads, whole files
//! only, and pipelines that stream.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Output, Stdio},
    time::{Duration, SystemTime},
};

use serde_json::{Value, json};

fn muwazi(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_muwazi"))
        .args(arguments)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1771488000")
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

const NEWS: [&str; 2] = [
    include_str!("../../../examples/news/article.ar.txt"),
    include_str!("../../../examples/news/article.en.txt"),
];

/// Pairs of very different length, some of them bad, with a list of them.
fn corpus(folder: &Path) {
    let mut list = String::new();
    let beginning = |text: &str, lines: usize| -> String {
        text.lines().filter(|line| !line.is_empty()).take(lines).collect::<Vec<_>>().join("\n")
    };
    fs::create_dir(folder.join("texts")).unwrap();
    for i in 0..24_usize {
        let lines = (i * 7) % 12 + 1;
        let file = |lang: &str| folder.join(format!("texts/t{i:02}.{lang}.txt"));
        if i % 8 != 5 {
            fs::write(file("ar"), beginning(NEWS[0], lines)).unwrap();
        }
        let text = if i % 8 == 2 { "\u{0}binary".to_owned() } else { beginning(NEWS[1], lines) };
        fs::write(file("en"), text).unwrap();
        list += &format!("texts/t{i:02}.ar.txt\ttexts/t{i:02}.en.txt\tname {}\n", i % 20);
    }
    fs::write(folder.join("list.tsv"), list).unwrap();
}

/// The files of a folder by name.
type Files = BTreeMap<String, Vec<u8>>;

fn files(folder: &Path) -> Files {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|e| (e.file_name().into_string().unwrap(), fs::read(e.path()).unwrap())).collect()
}

#[test]
fn the_same_whatever_the_threads() {
    let folder = tempfile::tempdir().unwrap();
    corpus(folder.path());
    for input in [["--pairs-in", "texts"], ["--pairs", "list.tsv"]] {
        let mut first: Option<(Vec<u8>, Vec<u8>, Files)> = None;
        for threads in ["1", "2", "3", "16"] {
            let arguments = ["align", "--out-dir", "out", "--json", "--threads", threads];
            let run = muwazi(folder.path(), &[&arguments[..], &input].concat());
            assert_eq!(run.status.code(), Some(1));
            let out = files(&folder.path().join("out"));
            fs::remove_dir_all(folder.path().join("out")).unwrap();
            let all = (run.stdout, run.stderr, out);
            let first = first.get_or_insert_with(|| all.clone());
            assert_eq!(*first, all, "{threads} threads");
        }
        let (stdout, stderr, out) = first.unwrap();
        let report: Value = serde_json::from_slice(&stdout).unwrap();
        // In the folder a missing side, in the list also names that stand twice.
        let failed = if input[0] == "--pairs" { 9 } else { 6 };
        assert_eq!((report["failed"].as_u64(), out.len()), (Some(failed), 24 - failed as usize));
        assert_eq!(
            String::from_utf8(stderr).unwrap().matches("{\"kind\":").count(),
            failed as usize
        );
        let documents = report["documents"].as_array().unwrap();
        assert_eq!(documents.len(), 24);
        let aligned: Vec<&Value> = documents.iter().filter(|d| d["status"] == "aligned").collect();
        let sum = |what: &str| aligned.iter().map(|d| d[what].as_u64().unwrap()).sum::<u64>();
        for what in ["beads", "pairs", "source_segments", "source_omitted", "left_out"] {
            assert_eq!(report[what].as_u64(), Some(sum(what)), "{what}");
        }
        assert_eq!(report["weakest"].as_array().unwrap().len(), 10);
    }
}

#[test]
fn one_of_many_is_as_it_is_alone() {
    let folder = tempfile::tempdir().unwrap();
    corpus(folder.path());
    let (source, target) = ("texts/t11.ar.txt", "texts/t11.en.txt");
    for to in ["tmx", "tsv", "jsonl", "beads"] {
        muwazi(
            folder.path(),
            &["align", "--pairs-in", "texts", "--out-dir", "out", "--format", to],
        );
        let alone = muwazi(folder.path(), &["align", source, target, "--format", to, "-q"]);
        let many = fs::read_to_string(folder.path().join(format!("out/t11.{to}"))).unwrap();
        // A table of one of many names the document, in its last column.
        let many: String = match to {
            "tsv" => many
                .lines()
                .map(|line| line.rsplit_once('\t').map_or(line, |(row, _)| row).to_owned() + "\n")
                .collect(),
            _ => many,
        };
        assert!(alone.status.success());
        assert_eq!(String::from_utf8(alone.stdout).unwrap(), many, "{to}");
    }
}

#[test]
fn what_is_done_is_skipped_until_a_text_changes() {
    let folder = tempfile::tempdir().unwrap();
    corpus(folder.path());
    let texts = folder.path().join("texts");
    let old = SystemTime::now() - Duration::from_secs(60);
    for name in files(&texts).into_keys() {
        fs::File::options().write(true).open(texts.join(name)).unwrap().set_modified(old).unwrap();
    }
    let arguments = ["align", "--pairs-in", "texts", "--out-dir", "out", "--json", "--resume"];
    let counts = || {
        let run = muwazi(folder.path(), &arguments);
        let report: Value = serde_json::from_slice(&run.stdout).unwrap();
        ["aligned", "skipped", "failed"].map(|what| report[what].as_u64().unwrap())
    };
    assert_eq!(counts(), [18, 0, 6]);
    assert_eq!(counts(), [0, 18, 6]);
    fs::remove_file(folder.path().join("out/t11.tmx")).unwrap();
    let changed = fs::File::options().write(true).open(texts.join("t03.en.txt")).unwrap();
    changed.set_modified(SystemTime::now() + Duration::from_secs(60)).unwrap();
    assert_eq!(counts(), [2, 16, 6]);
}

#[test]
fn a_text_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.tsv"), NEWS[0]).unwrap();
    fs::write(folder.path().join("b.tsv"), NEWS[1]).unwrap();
    fs::write(folder.path().join("list.tsv"), "a.tsv\tb.tsv\ta\na.tsv\tb.tsv\tlist\n").unwrap();
    let arguments = ["align", "--pairs", "list.tsv", "--out-dir", ".", "--format", "tsv"];
    let before = files(folder.path());
    let run = muwazi(folder.path(), &arguments);
    assert_eq!((run.status.code(), files(folder.path())), (Some(1), before));
    assert_eq!(
        String::from_utf8(run.stderr).unwrap().matches("the result would replace").count(),
        2
    );
}

fn pipeline(arguments: &[&str]) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_muwazi"))
        .args(["align", "--jsonl"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn request(id: usize) -> String {
    format!("{}\n", json!({"id": id, "source": NEWS[0], "target": NEWS[1]}))
}

/// A program that sends a line and waits for its answer must get it before it sends the next.
#[test]
fn an_answer_does_not_wait_for_the_next_line() {
    for threads in ["1", "3"] {
        let mut child = pipeline(&["--threads", threads]);
        let mut input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        for id in 0..5 {
            input.write_all(request(id).as_bytes()).unwrap();
            input.flush().unwrap();
            let mut line = String::new();
            output.read_line(&mut line).unwrap();
            let answer: Value = serde_json::from_str(&line).unwrap();
            assert_eq!(answer["id"].as_u64(), Some(id as u64));
        }
        drop(input);
        assert!(child.wait().unwrap().success());
    }
}

/// As with `| head -1`: whoever reads has had enough, and that is no failure.
#[test]
fn a_closed_pipe_is_no_failure() {
    let mut child = pipeline(&[]);
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    input.write_all(request(0).as_bytes()).unwrap();
    output.read_line(&mut line).unwrap();
    drop(output);
    // It stops reading sooner or later; before that the pipe may hold some lines.
    while input.write_all(request(1).as_bytes()).is_ok() {}
    drop(input);
    let end = child.wait_with_output().unwrap();
    assert!(end.status.success(), "{}", String::from_utf8_lossy(&end.stderr));
    assert!(end.stderr.is_empty());
}
