//! Client and cache together, against a server of a few lines in this process.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;

/// What the server was sent: the head of a request in small letters, and its body.
type Seen = Arc<Mutex<Vec<(String, Value)>>>;

/// A server that answers the requests one after another, the last answer for all further ones.
struct Server {
    url: String,
    seen: Seen,
    folder: TempDir,
}

/// Status, further head lines, body; the body is made from the texts where it is `None`.
type Answer = (u16, &'static str, Option<&'static str>);

const FINE: Answer = (200, "", None);

impl Server {
    fn new(answers: &'static [Answer]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Seen::default();
        let told = Arc::clone(&seen);
        thread::spawn(move || {
            for (stream, at) in listener.incoming().zip(0..) {
                let answer = answers[usize::min(at, answers.len() - 1)];
                serve(stream.unwrap(), answer, &told);
            }
        });
        Self { url, seen, folder: tempfile::tempdir().unwrap() }
    }

    fn options(&self) -> EmbeddingOptions {
        EmbeddingOptions {
            url: self.url.clone(),
            model: "m".into(),
            pause: Duration::from_millis(1),
            ..EmbeddingOptions::default()
        }
    }

    fn embedder(&self) -> Embedder {
        self.with(&self.options(), None)
    }

    fn with(&self, options: &EmbeddingOptions, key: Option<&str>) -> Embedder {
        let key = key.map(|key| Key::new(key).unwrap());
        Embedder::new(options, key, &self.folder.path().join("cache")).unwrap()
    }

    fn requests(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

fn serve(mut stream: TcpStream, (status, head, body): Answer, seen: &Seen) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut request = String::new();
    while !request.ends_with("\r\n\r\n") {
        if reader.read_line(&mut request).unwrap() == 0 {
            return;
        }
    }
    let request = request.to_lowercase();
    let length = request.lines().find_map(|l| l.strip_prefix("content-length: ")?.parse().ok());
    let mut bytes = vec![0; length.unwrap()];
    reader.read_exact(&mut bytes).unwrap();
    let sent: Value = serde_json::from_slice(&bytes).unwrap();
    let answer = body.map_or_else(|| vectors_of(&sent), str::to_owned);
    seen.lock().unwrap().push((request, sent));
    if status == 0 {
        // A server that falls silent, until nobody waits any more.
        let _ = reader.read_line(&mut String::new());
        return;
    }
    let length = answer.len();
    let all = format!(
        "HTTP/1.1 {status} x\r\ncontent-length: {length}\r\nconnection: close\r\n{head}\r\n{answer}"
    );
    // Whoever has seen enough may have gone.
    let _ = stream.write_all(all.as_bytes());
}

/// The length of each text as its vector, the last text first.
fn vectors_of(request: &Value) -> String {
    let texts = request["input"].as_array().unwrap();
    let length = |text: &Value| text.as_str().unwrap().len();
    let item = |(i, text)| json!({ "index": i, "embedding": [1, length(text)] });
    let data: Vec<Value> = texts.iter().enumerate().map(item).rev().collect();
    json!({ "object": "list", "data": data }).to_string()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn texts_go_in_batches_and_come_back_in_order() {
    let server = Server::new(&[FINE]);
    let options = EmbeddingOptions { batch: 2, ..server.options() };
    let embedder = server.with(&options, Some("geheim"));
    let found = embedder.encode(&texts(&["ccc", "a", "bb", "a", "eeeee", "dddd"])).unwrap();
    assert_eq!(found, [3.0, 1.0, 2.0, 1.0, 5.0, 4.0].map(|n| vec![1.0, n]));
    let seen = server.seen.lock().unwrap();
    let sent: Vec<&Value> = seen.iter().map(|(_, body)| body).collect();
    assert_eq!(*sent[0], json!({ "model": "m", "input": ["a", "bb"] }));
    assert_eq!(*sent[1], json!({ "model": "m", "input": ["ccc", "dddd"] }));
    assert_eq!(*sent[2], json!({ "model": "m", "input": ["eeeee"] }));
    assert!(seen[0].0.starts_with("post /v1/embeddings http/1.1\r\n"), "{}", seen[0].0);
    assert!(seen[0].0.contains("authorization: bearer geheim\r\n"));
}

#[test]
fn what_was_asked_before_is_not_asked_again() {
    let server = Server::new(&[FINE, (500, "", Some("off"))]);
    let first = server.embedder().encode(&texts(&["a", "bb"])).unwrap();
    let again = server.embedder().encode(&texts(&["bb", "a"])).unwrap();
    assert_eq!((again[0].clone(), again[1].clone()), (first[1].clone(), first[0].clone()));
    assert_eq!(server.requests(), 1);
    assert!(server.embedder().encode(&[]).unwrap().is_empty());
    // What is not there is asked for, and its failure told.
    assert!(server.embedder().encode(&texts(&["a", "c"])).is_err());
    assert_eq!(server.requests(), 1 + 4);
}

#[test]
fn a_busy_server_is_asked_again() {
    let server = Server::new(&[(500, "", Some("")), (429, "retry-after: 0\r\n", Some("")), FINE]);
    assert_eq!(server.embedder().encode(&texts(&["a"])).unwrap(), [[1.0, 1.0]]);
    assert_eq!(server.requests(), 3);
}

#[test]
fn a_silent_server_is_asked_again() {
    let server = Server::new(&[(0, "", Some("")), FINE]);
    let options = EmbeddingOptions { timeout: Duration::from_millis(300), ..server.options() };
    assert_eq!(server.with(&options, None).encode(&texts(&["a"])).unwrap(), [[1.0, 1.0]]);
    let silent = Server::new(&[(0, "", Some(""))]);
    let options =
        EmbeddingOptions { timeout: Duration::from_millis(200), retries: 1, ..silent.options() };
    let error = silent.with(&options, None).encode(&texts(&["a"])).unwrap_err();
    assert!(error.message.contains("no answer within 0.2 seconds, tried 2 times"), "{error}");
}

#[test]
fn failures_are_told_with_cause_and_hint() {
    let cases: [(&'static [Answer], usize, &str); 8] = [
        (
            &[(401, "", Some(r#"{"error":{"message":"no entry for sesam"}}"#))],
            1,
            "does not accept the key (status 401): no entry for (key)",
        ),
        (&[(404, "", Some("x"))], 1, "does not know the address or the model (status 404)"),
        (&[(422, "", Some(r#"{"error":"too long"}"#))], 1, "(status 422): too long"),
        (&[(307, "location: http://127.0.0.1:1/\r\n", Some(""))], 1, "to another address"),
        (&[(503, "", Some(""))], 4, "failed (status 503), tried 4 times"),
        (&[(429, "retry-after: 3600\r\n", Some(""))], 1, "is asked too much (status 429)"),
        (&[(200, "", Some("<html>"))], 1, "is no JSON"),
        (&[(200, "", Some(r#"{"data":[]}"#))], 1, "0 vectors for 1 texts"),
    ];
    for (answers, requests, said) in cases {
        let server = Server::new(answers);
        let embedder = server.with(&server.options(), Some("sesam"));
        let error = embedder.encode(&texts(&["a"])).unwrap_err();
        assert!(error.to_string().contains(said), "{said}: {error}");
        assert!(error.to_string().starts_with(&server.url) && error.hint.is_some());
        assert!(!format!("{error:?}").contains("sesam"));
        assert_eq!((error.kind, server.requests()), (ErrorKind::Service, requests), "{said}");
    }
}

#[test]
fn a_server_that_is_away_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let options = EmbeddingOptions {
        url: format!("http://127.0.0.1:{port}"),
        pause: Duration::from_secs(60),
        ..EmbeddingOptions::default()
    };
    let embedder = Embedder::new(&options, None, &folder.path().join("c")).unwrap();
    let error = embedder.encode(&texts(&["a"])).unwrap_err();
    assert!(error.message.contains("cannot be reached: connection refused"), "{error}");
}

#[test]
fn a_model_that_changed_is_told() {
    let server =
        Server::new(&[FINE, (200, "", Some(r#"{"data":[{"index":0,"embedding":[1,2,3]}]}"#))]);
    server.embedder().encode(&texts(&["a"])).unwrap();
    let error = server.embedder().encode(&texts(&["a", "b"])).unwrap_err();
    assert!(error.message.contains("2 numbers before, now of 3"), "{error}");
}
