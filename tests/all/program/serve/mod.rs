//! Served memories, asked as programs would and as an attacker would.

mod guarded;
mod kept;
mod mcp;
mod proxy;
mod reviews;
mod tools;

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use super::muwazi;

/// A server, and the token of its run.
struct Server {
    child: Child,
    port: u16,
    token: String,
}

/// An answer of the server.
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{e}: {}{}", self.head, self.text()))
    }
}

impl Server {
    /// Serves with some arguments.
    fn start(folder: &Path, args: &[&str]) -> Self {
        let mut command = muwazi(folder);
        command.arg("serve").args(args).args(["--port", "0", "--json"]);
        command.env("XDG_DATA_HOME", folder.join("data"));
        command.stdout(Stdio::piped()).stderr(std::fs::File::create(folder.join("log")).unwrap());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address: Value = serde_json::from_str(&line).expect("an address");
        let url = address["url"].as_str().unwrap();
        let (_, authority) = url.trim_end_matches('/').split_once("://").unwrap();
        let (_, port) = authority.rsplit_once(':').unwrap();
        let token = address["token"].as_str().unwrap().to_owned();
        Self { child, port: port.parse().unwrap(), token }
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
        reply(&bytes)
    }

    /// A head with the right host.
    fn head(&self, method: &str, path: &str, more: &str) -> String {
        let port = self.port;
        format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{more}")
    }

    /// Asks with a token in the header.
    fn ask_as(&self, token: &str, method: &str, path: &str, body: &[u8]) -> Reply {
        let more =
            format!("Authorization: Bearer {token}\r\nContent-Length: {}\r\n\r\n", body.len());
        self.raw(&[self.head(method, path, &more).as_bytes(), body].concat())
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Reply {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.ask_as(&self.token, method, &format!("/api/v1{path}"), body.as_bytes())
    }

    /// Asks, which has to be answered.
    #[track_caller]
    fn answer(&self, method: &str, path: &str, body: &Value) -> Value {
        let reply = self.ask(method, path, body);
        assert!(reply.status < 300, "{}{}", reply.head, reply.text());
        reply.json()
    }

    /// Ends the server as a user would, and returns its log without words for people.
    #[cfg(unix)]
    fn interrupt(mut self, folder: &Path) -> String {
        let id = rustix::process::Pid::from_raw(self.child.id() as i32).unwrap();
        rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
        self.child.wait().unwrap();
        let log = std::fs::read_to_string(folder.join("log")).unwrap();
        log.lines().filter(|line| line.starts_with('{')).map(|line| format!("{line}\n")).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn reply(bytes: &[u8]) -> Reply {
    let at = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Reply { status, head, body: bytes.get(at + 4..).unwrap_or_default().to_vec() }
}

/// A folder with two memories.
fn memories() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, source, target) in [
        ("house", "The meeting began on Monday.", "بدأ الاجتماع يوم الاثنين."),
        ("old", "The minister left.", "غادر الوزير."),
    ] {
        let mut add = muwazi(folder.path());
        let memory = format!("{name}.muwazi");
        let added =
            add.args(["add", "-q", "-m", &memory, "--from", "en", "--to", "ar", source, target]);
        assert!(added.status().unwrap().success());
    }
    folder
}

#[test]
fn programs_look_up_and_write() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi", "-m", "x=old.muwazi"]);
    let found =
        server.answer("POST", "/lookup", &json!({ "query": "The meeting began on Tuesday." }));
    let first = &found["matches"][0];
    assert_eq!((&first["score"], &first["memory"]), (&json!(80), &json!("house")));
    assert!(!found.to_string().contains("muwazi"), "no path is told: {found}");
    let unit = json!({ "source": "The river rose.", "target": "ارتفع النهر." });
    let added = server.answer("POST", "/memories/x/units", &json!({ "units": [unit] }));
    assert_eq!(added["units"][0]["outcome"], "new");
    // The command line sees it, and what it writes is seen.
    let mut lookup = muwazi(folder.path());
    let told = lookup.args(["lookup", "-m", "old.muwazi", "--json", "The river rose."]).output();
    assert!(String::from_utf8(told.unwrap().stdout).unwrap().contains("ارتفع النهر."));
    let mut add = muwazi(folder.path());
    add.args([
        "add",
        "-q",
        "-m",
        "old.muwazi",
        "--from",
        "en",
        "--to",
        "ar",
        "A cat slept.",
        "نامت قطة.",
    ]);
    assert!(add.status().unwrap().success());
    let found = server.answer("POST", "/lookup", &json!({ "query": "A cat slept." }));
    assert_eq!(found["matches"][0]["score"], 100);
    let tsv = "The sea is calm.\tالبحر هادئ.\n".as_bytes();
    let path = "/api/v1/memories/house/import?name=new.tsv&from=en&to=ar";
    let begun = server.ask_as(&server.token, "POST", path, tsv);
    assert_eq!(begun.status, 202, "{}", begun.text());
    let job = format!("/jobs/{}", begun.json()["job"]);
    let mut state = server.answer("GET", &job, &Value::Null);
    while state["state"] == "running" {
        state = server.answer("GET", &job, &Value::Null);
    }
    assert_eq!(state["result"]["files"][0]["new"], 1, "{state}");
    assert_eq!(server.answer("GET", "/memories/house/stats", &Value::Null)["units"], 2);
}

#[test]
fn one_connection_serves_many_requests() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi"]);
    let mut stream = server.connect();
    let body = r#"{"query": "The meeting began."}"#;
    for _ in 0..3 {
        let (port, token) = (server.port, &server.token);
        write!(
            stream,
            "POST /t/{token}/api/v1/lookup HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut got = Vec::new();
        while !String::from_utf8_lossy(&got).contains("\"matches\"") {
            let mut part = [0; 4096];
            let read = stream.read(&mut part).unwrap();
            assert!(read > 0);
            got.extend_from_slice(&part[..read]);
        }
        assert_eq!(reply(&got).status, 200);
    }
}

#[cfg(unix)]
#[test]
fn the_log_says_what_was_done_and_no_text() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi", "--log", "json"]);
    server.answer("POST", "/lookup", &json!({ "query": "a secret sentence" }));
    server.ask("GET", "/memories/house/units/1", &Value::Null);
    server.ask_as("wrong-token-0123456789", "GET", "/api/v1/memories/hidden", b"");
    let (token, metrics) = (server.token.clone(), server.ask_as("", "GET", "/metrics", b""));
    assert!(
        metrics.text().contains("route=\"/api/v1/lookup\",status=\"200\"} 1"),
        "{}",
        metrics.text()
    );
    let log = server.interrupt(folder.path());
    let lines: Vec<Value> =
        log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let routes: Vec<(&str, u64, &str)> = lines
        .iter()
        .map(|l| {
            (
                l["route"].as_str().unwrap(),
                l["status"].as_u64().unwrap(),
                l["caller"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        routes[..3],
        [
            ("/api/v1/lookup", 200, "admin"),
            ("/api/v1/memories/{memory}/units/{unit}", 200, "admin"),
            ("-", 401, "-"),
        ]
    );
    for secret in ["secret", "hidden", "wrong-token", &token, "Monday"] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
}

#[cfg(unix)]
#[test]
fn a_server_ends_gracefully() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi", "--log", "off"]);
    server.answer("POST", "/lookup", &json!({ "query": "The meeting began." }));
    assert_eq!(server.interrupt(folder.path()), "");
    let left = std::fs::read_dir(folder.path()).unwrap().filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("-wal")
    });
    assert_eq!(left.count(), 0, "the memory is one file again");
}
