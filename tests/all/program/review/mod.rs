//! The review page's server, asked as a browser and as an attacker would.

mod folder;
mod guarded;
mod kept;
mod memory;

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use super::muwazi;

/// A served review.
struct Page {
    child: Child,
    port: u16,
    /// The path of the first page: `/t/TOKEN/`.
    base: String,
}

/// An answer of the server.
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{e}: {}{}", self.head, String::from_utf8_lossy(&self.body)))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Page {
    /// Serves the review of some arguments.
    fn serve(folder: &Path, args: &[&str]) -> Self {
        let mut command: Command = muwazi(folder);
        command.arg("review").args(args).args(["--no-open", "--json", "-q"]);
        command.env("XDG_DATA_HOME", folder.join("data"));
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address: Value = serde_json::from_str(&line).expect("an address");
        // As docs/json.md says.
        assert_eq!(address.as_object().unwrap().keys().collect::<Vec<_>>(), ["url"]);
        let url = address["url"].as_str().unwrap();
        let (authority, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let (host, port) = authority.split_once(':').unwrap();
        assert_eq!(host, "127.0.0.1");
        Self { child, port: port.parse().unwrap(), base: format!("/{path}") }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Sends bytes as they are and reads until the server closes.
    fn raw(&self, request: &[u8]) -> Reply {
        let mut stream = self.connect();
        // The server may answer, and close, before it has read everything.
        stream.write_all(request).ok();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok();
        reply(bytes)
    }

    /// A head that is right, for a path as it is.
    fn head(&self, method: &str, path: &str, more: &str) -> String {
        let port = self.port;
        format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{more}")
    }

    fn get(&self, path: &str) -> Reply {
        let head = self.head("GET", &format!("{}{path}", self.base), "\r\n");
        self.raw(head.as_bytes())
    }

    fn post(&self, path: &str, body: &[u8]) -> Reply {
        self.post_as(path, "application/json", body)
    }

    fn post_as(&self, path: &str, kind: &str, body: &[u8]) -> Reply {
        let more = format!("Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len());
        let head = self.head("POST", &format!("{}{path}", self.base), &more);
        self.raw(&[head.as_bytes(), body].concat())
    }

    /// Makes a decision, which has to be answered.
    fn decide(&self, seen: u64, by: &str, decision: &Value) -> Value {
        let asked = json!({ "seen": seen, "by": by, "decision": decision });
        let reply = self.post("api/review/1/decide", asked.to_string().as_bytes());
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    }

    fn whole(&self, review: u32) -> Value {
        let reply = self.get(&format!("api/review/{review}"));
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    }

    /// Ends the program by its page.
    fn quit(mut self) {
        assert_eq!(self.post("api/quit", b"{}").status, 200);
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn reply(bytes: Vec<u8>) -> Reply {
    let at = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let body = bytes.get(at + 4..).unwrap_or_default().to_vec();
    Reply { status, head, body }
}

/// A folder with a text of news and its translation.
fn news() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/news");
    for lang in ["ar", "en"] {
        let text = fs::read(from.join(format!("article.{lang}.txt"))).unwrap();
        fs::write(folder.path().join(format!("a.{lang}.txt")), text).unwrap();
    }
    folder
}

/// The pair of that folder.
const PAIR: [&str; 2] = ["a.ar.txt", "a.en.txt"];
/// Its journal.
const JOURNAL: &str = "a.ar.txt.muwazi-review";

fn accept(row: u64) -> Value {
    json!({ "act": "accept", "rows": [row] })
}
