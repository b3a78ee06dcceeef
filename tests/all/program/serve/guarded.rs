//! Strangers, and requests that are too large, too slow or no requests.

use std::{
    fs,
    io::{Read, Write},
    process::Stdio,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{Server, memories, muwazi};

const TOKENS: &str = r#"{"tokens": [
    {"name": "reader", "token": "reader-0123456789", "rights": {"*": "read"}},
    {"name": "writer", "token": "writer-0123456789", "rights": {"house": "write"}},
    {"name": "hidden", "token": "hidden-0123456789", "rights": {"*": "read", "house": "none"}}
]}"#;

#[test]
fn strangers_learn_nothing() {
    let folder = memories();
    let server =
        Server::start(folder.path(), &["-m", "house.muwazi", "--allow-host", "tm.example"]);
    let (port, token) = (server.port, &server.token);
    let with = |path: &str, host: &str, more: &str| {
        let head =
            format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n");
        server.raw(head.as_bytes())
    };
    let (good, path) = (format!("127.0.0.1:{port}"), format!("/t/{token}/api/v1/memories"));
    for host in [&good, &format!("localhost:{port}"), &format!("[::1]:{port}"), "tm.example"] {
        assert_eq!(with(&path, host, "").status, 200, "{host}");
    }
    for host in ["evil.example", &format!("evil.example:{port}"), "127.0.0.1:1", "10.0.0.1", ""] {
        assert!([400, 421].contains(&with(&path, host, "").status), "{host}");
    }
    for more in [
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
    ] {
        assert_eq!(with(&path, &good, more).status, 403, "{more}");
    }
    assert!([400, 421].contains(&with(&path, &good, "Host: evil.example\r\n").status));
    assert_eq!(with(&format!("http://evil.example{path}"), &good, "").status, 421);
    // Without a token everything looks alike, there or not.
    for path in [
        "/",
        "/api/v1/memories",
        "/api/v1/none",
        "/none",
        "/api/v1/memories/house/stats",
        "/t/",
        "/t/x/api/v1/memories",
        "/api/v1/memories?key=x",
        "/../etc/passwd",
        "//",
    ] {
        let reply = with(path, &good, "");
        assert_eq!(reply.status, 401, "{path}");
        assert!(reply.head.to_lowercase().contains("content-security-policy"), "{}", reply.head);
        assert_eq!(reply.json()["error"]["kind"], "token");
    }
    assert_eq!(with("/health", &good, "").json(), json!({ "status": "ok" }));
    assert_eq!(with("/metrics", &good, "").status, 200, "this machine may read figures");
}

#[test]
fn tokens_come_in_the_ways_that_tools_know() {
    let folder = memories();
    fs::write(folder.path().join("tokens.json"), TOKENS).unwrap();
    let server = Server::start(folder.path(), &["-m", "house.muwazi", "--tokens", "tokens.json"]);
    let get = |path: &str, more: &str| {
        server.raw(server.head("GET", path, &format!("{more}\r\n")).as_bytes()).status
    };
    let path = "/api/v1/memories";
    assert_eq!(get(path, "Authorization: Bearer reader-0123456789\r\n"), 200);
    assert_eq!(get(path, "Authorization: Basic YW55OnJlYWRlci0wMTIzNDU2Nzg5\r\n"), 200);
    assert_eq!(get("/t/reader-0123456789/api/v1/memories", ""), 200);
    assert_eq!(get("/api/v1/memories?key=reader-0123456789", ""), 200);
    assert_eq!(get(path, "Authorization: Bearer reader-012345678\r\n"), 401);
}

#[test]
fn the_page_is_served_to_whoever_has_a_token() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi"]);
    let get = |path: &str| server.raw(server.head("GET", path, "\r\n").as_bytes());
    let token = &server.token;
    for (name, mime, holds) in [
        ("", "text/html", "src=\"app.js\""),
        ("app.js", "text/javascript", "muwazi-serve"),
        ("app.css", "text/css", ".head-bar"),
    ] {
        let reply = get(&format!("/t/{token}/{name}"));
        assert_eq!(reply.status, 200, "{name}");
        assert!(reply.head.to_lowercase().contains(&format!("content-type: {mime}")), "{name}");
        assert!(reply.text().contains(holds), "{name}");
        assert!(!reply.text().contains("http://") || name == "app.js", "{name}");
        assert_eq!(get(&format!("/{name}")).status, 401, "{name}");
    }
    // Addresses within the page would miss the token.
    let reply = get(&format!("/t/{token}"));
    assert_eq!(reply.status, 308);
    assert!(
        reply.head.to_lowercase().contains(&format!("location: /t/{token}/")),
        "{}",
        reply.head
    );
    assert_eq!(get("/t/none").status, 401);
    assert_eq!(get(&format!("/t/{token}/none")).status, 404);
}

#[test]
fn rights_are_those_of_the_token() {
    let folder = memories();
    fs::write(folder.path().join("tokens.json"), TOKENS).unwrap();
    let args = ["-m", "house.muwazi", "-m", "old.muwazi", "--tokens", "tokens.json"];
    let server = Server::start(folder.path(), &args);
    let unit =
        json!({ "units": [{ "source": "It rained.", "target": "أمطرت السماء." }] }).to_string();
    let add = |who: &str, memory: &str| {
        let path = format!("/api/v1/memories/{memory}/units?user=somebody");
        server.ask_as(&format!("{who}-0123456789"), "POST", &path, unit.as_bytes()).status
    };
    assert_eq!(add("reader", "house"), 422);
    assert_eq!(add("writer", "old"), 404);
    assert_eq!(add("hidden", "house"), 404);
    assert_eq!(add("writer", "house"), 200);
    let history = server.answer("GET", "/memories/house/history?limit=1", &Value::Null);
    assert_eq!(history["operations"][0]["user"], "writer", "nobody writes in another's name");
    let names = |who: &str| {
        let reply = server.ask_as(&format!("{who}-0123456789"), "GET", "/api/v1/memories", b"");
        let memories = reply.json()["memories"].as_array().unwrap().clone();
        memories.iter().map(|m| m["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("reader"), ["house", "old"]);
    assert_eq!((names("writer"), names("hidden")), (vec!["house".into()], vec!["old".into()]));
    let query = br#"{"query": "The meeting began on Monday."}"#;
    let hidden = server.ask_as("hidden-0123456789", "POST", "/api/v1/lookup", query);
    assert_eq!(hidden.json()["matches"], json!([]));
    let told = |memory: &str| {
        let path = format!("/api/v1/memories/{memory}/stats");
        server.ask_as("hidden-0123456789", "GET", &path, b"").text().replace(memory, "")
    };
    assert_eq!(told("house"), told("none"), "it is as if it were not there");
}

#[test]
fn memories_that_are_only_read_are_not_written() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi", "--read-only"]);
    let unit = json!({ "units": [{ "source": "It rained.", "target": "أمطرت السماء." }] });
    assert_eq!(server.ask("POST", "/memories/house/units", &unit).status, 422);
    assert_eq!(server.answer("GET", "/memories", &Value::Null)["memories"][0]["right"], "read");
}

#[test]
fn guessing_takes_long() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi", "--log", "off"]);
    let guess = |n: u32| server.ask_as(&format!("guess-{n:016}"), "GET", "/api/v1/memories", b"");
    let told: Vec<u16> = (0..40).map(|n| guess(n).status).collect();
    assert!(told[..20].iter().all(|status| *status == 401) && told.contains(&429), "{told:?}");
    assert_eq!(
        server.ask("GET", "/memories", &Value::Null).status,
        200,
        "the right token is taken"
    );
}

#[test]
fn too_many_requests_are_refused() {
    let folder = memories();
    let server =
        Server::start(folder.path(), &["-m", "house.muwazi", "--rate", "5", "--log", "off"]);
    let told: Vec<u16> =
        (0..12).map(|_| server.ask("GET", "/memories", &Value::Null).status).collect();
    assert!(told[..5].iter().all(|status| *status == 200) && told.contains(&429), "{told:?}");
}

#[test]
fn odd_bodies_are_refused_and_the_server_goes_on() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi"]);
    for body in [
        &b""[..],
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe{}",
        b"{\"query\": \"\xff\"}",
        b"{\"query\": 1}",
        b"{\"query\": \"\\ud800\"}",
    ] {
        let reply = server.ask_as(&server.token, "POST", "/api/v1/lookup", body);
        assert_eq!(reply.status, 400, "{}", String::from_utf8_lossy(body));
    }
    let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
    assert_eq!(server.ask_as(&server.token, "POST", "/api/v1/lookup", deep.as_bytes()).status, 400);
    for path in ["/api/v1/memories/%ff/stats", "/api/v1/memories/house/units/99999999999999999999"]
    {
        assert_eq!(server.ask_as(&server.token, "GET", path, b"").status, 400, "{path}");
    }
    for path in ["/api/v1/memories/..%2f..%2fhouse/stats", "/api/v1/memories/house.muwazi/stats"] {
        assert_eq!(server.ask_as(&server.token, "GET", path, b"").status, 404, "{path}");
    }
    for bytes in [&b"\x00\x01\x02\r\n\r\n"[..], b"GET\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"]
    {
        assert!([0, 400, 401, 421].contains(&server.raw(bytes).status));
    }
    for (text, query) in [("\u{0}\u{202e}", "'; DROP TABLE units; --"), ("%s%n", "x' OR '1'='1")] {
        server.answer("POST", "/lookup", &json!({ "query": text, "nearest": true, "from": "en" }));
        server.answer("POST", "/lookup", &json!({ "query": query, "phrases": true, "from": "en" }));
        server.answer("POST", "/concordance", &json!({ "text": query, "from": "en" }));
    }
    assert_eq!(server.answer("GET", "/memories/house/stats", &Value::Null)["units"], 1);
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi", "--max-upload", "1"]);
    let bearer = format!("Authorization: Bearer {}\r\n", server.token);
    for path in ["/api/v1/lookup", "/api/v1/memories/house/import"] {
        let announced = format!("{bearer}Content-Length: 99999999999\r\n\r\n{{");
        assert_eq!(server.raw(server.head("POST", path, &announced).as_bytes()).status, 413);
        // Nothing announced: the server counts.
        let head =
            server.head("POST", path, &format!("{bearer}Transfer-Encoding: chunked\r\n\r\n"));
        let mut chunks = head.into_bytes();
        for _ in 0..80 {
            chunks.extend_from_slice(b"10000\r\n");
            chunks.resize(chunks.len() + 0x10000, b' ');
            chunks.extend_from_slice(b"\r\n");
        }
        // The connection may be gone before the answer is read.
        assert!([0, 413].contains(&server.raw(&chunks).status));
    }
    // Without a token nothing of a body is read.
    let unknown = server.head("POST", "/api/v1/lookup", "Content-Length: 1000000\r\n\r\n{");
    assert_eq!(server.raw(unknown.as_bytes()).status, 401);
    let long = server.head("GET", "/health", &format!("X: {}\r\n\r\n", "x".repeat(200_000)));
    assert!([0, 400, 431].contains(&server.raw(long.as_bytes()).status));
    assert_eq!(server.ask("GET", "/memories", &Value::Null).status, 200);
}

#[test]
fn slow_clients_keep_nobody_waiting() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi", "--log", "off"]);
    let start = Instant::now();
    let head = "GET /health HTTP/1.1\r\nHo";
    let mut slow: Vec<_> = (0..150).map(|_| server.connect()).collect();
    slow.iter_mut().for_each(|stream| stream.write_all(head.as_bytes()).unwrap());
    assert_eq!(server.ask("GET", "/memories", &Value::Null).status, 200);
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    // The server hangs up, though a byte comes now and then.
    let mut stream = slow.pop().unwrap();
    let ended = (0..40).any(|_| {
        std::thread::sleep(Duration::from_millis(500));
        stream.write_all(b"x").is_err()
    });
    let mut rest = Vec::new();
    let read = stream.read_to_end(&mut rest);
    assert!(ended || read.is_ok() || start.elapsed() < Duration::from_secs(30));
    assert!(start.elapsed() < Duration::from_secs(40));
}

#[test]
fn beyond_this_machine_is_only_with_tls() {
    let folder = memories();
    let mut serve = muwazi(folder.path());
    serve.args(["serve", "-m", "house.muwazi", "--address", "0.0.0.0", "--port", "0", "--json"]);
    let output = serve.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("TLS"), "{told}");
}

#[test]
fn with_tls_nothing_is_answered_in_plain_text() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi", "--tls"]);
    let plain = server.raw(server.head("GET", "/health", "\r\n").as_bytes());
    assert_eq!(plain.status, 0, "{}", plain.head);
    let key = folder.path().join("data/muwazi/serve-key.pem");
    assert!(key.exists() || cfg!(windows));
    // A client of another make, where there is one.
    let port = server.port;
    let mut curl = std::process::Command::new("curl");
    curl.args(["-sk", &format!("https://127.0.0.1:{port}/health")]).stderr(Stdio::null());
    if let Ok(output) = curl.output() {
        assert_eq!(String::from_utf8_lossy(&output.stdout), r#"{"status":"ok"}"#);
    }
}

#[test]
fn tools_on_this_machine_read_without_a_token_unless_it_is_required() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi", "--require-token"]);
    let metrics = server.raw(server.head("GET", "/metrics", "\r\n").as_bytes());
    assert_eq!(metrics.status, 401);
    assert_eq!(server.ask_as(&server.token, "GET", "/metrics", b"").status, 200);
    assert_eq!(server.raw(server.head("GET", "/health", "\r\n").as_bytes()).status, 200);
}
