//! Tests of client and cache together, against a small server in this process.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;

/// The requests that the server received: head in small letters, and body.
type Requests = Arc<Mutex<Vec<(String, Value)>>>;

/// A server that sends the given responses in turn, and the last one again for all further requests.
struct Server {
    url: String,
    received: Requests,
    folder: TempDir,
}

/// Status, further header lines, body; `None` for a body with the vectors of the texts.
type Response = (u16, &'static str, Option<&'static str>);

const SUCCESS: Response = (200, "", None);

impl Server {
    fn new(responses: &'static [Response]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Requests::default();
        let log = Arc::clone(&received);
        thread::spawn(move || {
            for (stream, at) in listener.incoming().zip(0..) {
                let response = responses[usize::min(at, responses.len() - 1)];
                serve(stream.unwrap(), response, &log);
            }
        });
        Self { url, received, folder: tempfile::tempdir().unwrap() }
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
        self.received.lock().unwrap().len()
    }
}

fn serve(mut stream: TcpStream, (status, head, body): Response, received: &Requests) {
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
    let response = body.map_or_else(|| vectors_of(&sent), str::to_owned);
    received.lock().unwrap().push((request, sent));
    if status == 0 {
        // Sends nothing until the client gives up.
        let _ = reader.read_line(&mut String::new());
        return;
    }
    let length = response.len();
    let all = format!(
        "HTTP/1.1 {status} x\r\ncontent-length: {length}\r\nconnection: close\r\n{head}\r\n{response}"
    );
    // The client may have closed the connection already.
    let _ = stream.write_all(all.as_bytes());
}

/// A response with the vector `[1, length]` for each text, in reverse order.
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
fn texts_are_sent_in_batches_and_vectors_returned_in_order() {
    let server = Server::new(&[SUCCESS]);
    let options = EmbeddingOptions { batch: 2, ..server.options() };
    let embedder = server.with(&options, Some("geheim"));
    let found = embedder.encode(&texts(&["ccc", "a", "bb", "a", "eeeee", "dddd"])).unwrap();
    assert_eq!(found, [3.0, 1.0, 2.0, 1.0, 5.0, 4.0].map(|n| vec![1.0, n]));
    let received = server.received.lock().unwrap();
    let sent: Vec<&Value> = received.iter().map(|(_, body)| body).collect();
    assert_eq!(*sent[0], json!({ "model": "m", "input": ["a", "bb"] }));
    assert_eq!(*sent[1], json!({ "model": "m", "input": ["ccc", "dddd"] }));
    assert_eq!(*sent[2], json!({ "model": "m", "input": ["eeeee"] }));
    let head = &received[0].0;
    assert!(head.starts_with("post /v1/embeddings http/1.1\r\n"), "{head}");
    assert!(head.contains("authorization: bearer geheim\r\n"));
}

#[test]
fn cached_texts_are_not_requested_again() {
    let server = Server::new(&[SUCCESS, (500, "", Some("off"))]);
    let first = server.embedder().encode(&texts(&["a", "bb"])).unwrap();
    let again = server.embedder().encode(&texts(&["bb", "a"])).unwrap();
    assert_eq!((again[0].clone(), again[1].clone()), (first[1].clone(), first[0].clone()));
    assert_eq!(server.requests(), 1);
    assert!(server.embedder().encode(&[]).unwrap().is_empty());
    // A text that is not cached is requested, and the failure is reported.
    assert!(server.embedder().encode(&texts(&["a", "c"])).is_err());
    assert_eq!(server.requests(), 1 + 4);
}

#[test]
fn requests_to_a_busy_server_are_retried() {
    let server =
        Server::new(&[(500, "", Some("")), (429, "retry-after: 0\r\n", Some("")), SUCCESS]);
    assert_eq!(server.embedder().encode(&texts(&["a"])).unwrap(), [[1.0, 1.0]]);
    assert_eq!(server.requests(), 3);
}

#[test]
fn requests_to_a_silent_server_are_retried() {
    let server = Server::new(&[(0, "", Some("")), SUCCESS]);
    let options = EmbeddingOptions { timeout: Duration::from_millis(300), ..server.options() };
    assert_eq!(server.with(&options, None).encode(&texts(&["a"])).unwrap(), [[1.0, 1.0]]);
    let silent = Server::new(&[(0, "", Some(""))]);
    let options =
        EmbeddingOptions { timeout: Duration::from_millis(200), retries: 1, ..silent.options() };
    let error = silent.with(&options, None).encode(&texts(&["a"])).unwrap_err();
    assert!(error.message.contains("no answer within 0.2 seconds, tried 2 times"), "{error}");
}

#[test]
fn failures_are_reported_with_cause_and_hint() {
    let cases: [(&'static [Response], usize, &str); 8] = [
        (
            &[(401, "", Some(r#"{"error":{"message":"no entry for sesam"}}"#))],
            1,
            "does not accept the key (status 401): no entry for (key)",
        ),
        (&[(404, "", Some("x"))], 1, "does not know the address or the model (status 404)"),
        (&[(422, "", Some(r#"{"error":"too long"}"#))], 1, "(status 422): too long"),
        (&[(307, "location: http://127.0.0.1:1/\r\n", Some(""))], 1, "to another address"),
        (&[(503, "", Some(""))], 4, "failed (status 503), tried 4 times"),
        (
            &[(429, "retry-after: 3600\r\n", Some(""))],
            1,
            "limits the rate of requests (status 429)",
        ),
        (&[(200, "", Some("<html>"))], 1, "is not JSON"),
        (&[(200, "", Some(r#"{"data":[]}"#))], 1, "0 vectors for 1 texts"),
    ];
    for (responses, requests, expected) in cases {
        let server = Server::new(responses);
        let embedder = server.with(&server.options(), Some("sesam"));
        let error = embedder.encode(&texts(&["a"])).unwrap_err();
        assert!(error.to_string().contains(expected), "{expected}: {error}");
        assert!(error.to_string().starts_with(&server.url) && error.hint.is_some());
        assert!(!format!("{error:?}").contains("sesam"));
        assert_eq!((error.kind, server.requests()), (ErrorKind::Service, requests), "{expected}");
    }
}

#[test]
fn an_unreachable_server_is_reported_without_retries() {
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
fn a_changed_model_is_reported() {
    let server =
        Server::new(&[SUCCESS, (200, "", Some(r#"{"data":[{"index":0,"embedding":[1,2,3]}]}"#))]);
    server.embedder().encode(&texts(&["a"])).unwrap();
    let error = server.embedder().encode(&texts(&["a", "b"])).unwrap_err();
    assert!(error.message.contains("2 dimensions before, now 3"), "{error}");
}
