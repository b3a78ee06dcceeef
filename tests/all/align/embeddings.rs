//! `muwazi align --embeddings` as a whole, against a server of a few lines: one pair, many, and JSON
//! lines. With a real model it is tried by hand; docs/embeddings.md tells how.

#![cfg(feature = "embeddings")]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Command, Output, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use serde_json::{Value, json};

/// Lines whose partners only their vectors tell: the digit of each says where it belongs.
const SOURCE: &str = "eins a1\nzwei b2\ndrei c3\nvier d4\nfunf e5\n";
const TARGET: &str = "mmmm f1\nnnnn g2\noooo h4\npppp i5\n";

/// A server on this machine, and the number of texts that it was sent.
fn server() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let texts = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&texts);
    thread::spawn(move || listener.incoming().for_each(|stream| serve(stream.unwrap(), &count)));
    (url, texts)
}

fn serve(mut stream: TcpStream, count: &AtomicUsize) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(reader.read_line(&mut head).unwrap() > 0);
    }
    let head = head.to_lowercase();
    let length = head.lines().find_map(|l| l.strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap()];
    reader.read_exact(&mut body).unwrap();
    let request: Value = serde_json::from_slice(&body).unwrap();
    let texts = request["input"].as_array().unwrap();
    count.fetch_add(texts.len(), Ordering::SeqCst);
    let vector = |text: &Value| -> Vec<u8> {
        let text = text.as_str().unwrap();
        ('0'..='9').map(|digit| u8::from(text.contains(digit))).collect()
    };
    let data: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(i, text)| json!({ "index": i, "embedding": vector(text) }))
        .collect();
    let answer = json!({ "data": data }).to_string();
    let length = answer.len();
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
    stream.write_all((head + &answer).as_bytes()).unwrap();
}

fn muwazi(folder: &Path, url: &str, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_muwazi"))
        .args(["align", "--segmented", "--from", "de", "--to", "fr"])
        .args(["--embeddings", url, "--embeddings-cache", "vectors.sqlite"])
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.code() < Some(2), "{}", String::from_utf8_lossy(&out.stderr));
    out
}

#[test]
fn one_pair_many_and_json_lines_hear_the_sentences() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::write(here.join("a.de"), SOURCE).unwrap();
    fs::write(here.join("a.fr"), TARGET).unwrap();
    let (url, texts) = server();

    let one = muwazi(here, &url, &["a.de", "a.fr", "--format", "jsonl"], "");
    let pairs: Vec<Value> = String::from_utf8(one.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let places: Vec<String> =
        pairs.iter().map(|p| format!("{}{}", p["source_segments"], p["target_segments"])).collect();
    assert_eq!(places, ["[0][0]", "[1][1]", "[3][2]", "[4][3]"]);
    assert!(pairs.iter().all(|pair| pair["evidence"]["embeddings"].as_f64() > Some(0.0)));
    assert_eq!(texts.load(Ordering::SeqCst), 9);

    // All further runs know the sentences, whatever their form.
    muwazi(here, &url, &["--pairs-in", ".", "--out-dir", "out", "--format", "beads"], "");
    let beads = fs::read_to_string(here.join("out/a.beads")).unwrap();
    assert!(beads.starts_with("[0]:[0]:") && beads.contains("\n[3]:[2]:"), "{beads}");
    let line = json!({ "source": SOURCE, "target": TARGET }).to_string();
    let answer = muwazi(here, &url, &["--jsonl"], &format!("{line}\n{line}\n"));
    let answer = String::from_utf8(answer.stdout).unwrap();
    assert_eq!(answer.matches(r#""source_segments":[3],"target_segments":[2]"#).count(), 2);
    assert_eq!(texts.load(Ordering::SeqCst), 9);
}

#[test]
fn a_server_that_is_away_is_told_once_in_a_batch() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    for name in ["a", "b", "c", "d"] {
        fs::write(here.join(name).with_extension("de"), SOURCE).unwrap();
        fs::write(here.join(name).with_extension("fr"), TARGET).unwrap();
    }
    // What is wrong with a pair of its own is told all the same.
    fs::write(here.join("b.fr"), "").unwrap();
    // The port is free again once the listener is gone.
    let away = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{away}");

    let out = muwazi(here, &url, &["--pairs-in", ".", "--out-dir", "out", "--json"], "");
    let said = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(1));
    let said: Vec<Value> =
        said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let count = |key: &str, fits: &dyn Fn(&str) -> bool| {
        said.iter().filter(|error| error[key].as_str().is_some_and(fits)).count()
    };
    let more = |text: &str| text.starts_with("and 2 more pairs for the same reason: ");
    let refused = |text: &str| text.ends_with("cannot be reached: connection refused");
    assert_eq!(count("message", &|text| refused(text) && !more(text)), 1, "{said:?}");
    assert_eq!(count("message", &more), 1, "{said:?}");
    assert_eq!(count("hint", &|text| text.starts_with("start the server")), 1, "{said:?}");
    assert_eq!(count("file", &|text| text.ends_with("b.fr")), 1, "{said:?}");
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(report["failed"], 4);
    let pairs = report["documents"].as_array().unwrap();
    assert!(pairs.iter().all(|pair| pair["error"]["message"].is_string()), "the report has all");

    fs::remove_file(here.join("d.de")).unwrap();
    let out = muwazi(here, &url, &["--pairs-in", ".", "--out-dir", "out"], "");
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(said.contains("and 1 more pair for the same reason: "), "{said}");
}
