//! Reviews that are begun on the page of served memories.

use std::{fs, path::Path};

use serde_json::{Value, json};

use super::{Reply, Server, memories};

const TOKENS: &str = r#"{"tokens": [
    {"name": "anna", "token": "anna-0123456789abc", "rights": {"house": "write"}},
    {"name": "bob", "token": "bobs-0123456789abc", "rights": {"*": "read"}}]}"#;
const ANNA: &str = "anna-0123456789abc";
const BOB: &str = "bobs-0123456789abc";

fn serve(folder: &Path, more: &[&str]) -> Server {
    fs::write(folder.join("tokens.json"), TOKENS).unwrap();
    let args = ["-m", "house.muwazi", "-m", "old.muwazi", "--tokens", "tokens.json"];
    Server::start(folder, &[args.as_slice(), more].concat())
}

/// Sends two texts as a form, with names that lead elsewhere.
fn begin(server: &Server, token: &str, memory: &str) -> Reply {
    let part = |name: &str, file: &str, text: &str| {
        format!(
            "--xyz\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n{text}\r\n"
        )
    };
    let source = part("source", "../../../stolen.txt", "وصل القطار مبكرا. غادر الضيوف القاعة.");
    let target =
        part("target", "C:\\stolen.txt", "The train arrived early. The guests left the hall.");
    let body = format!("{source}{target}--xyz--\r\n");
    let more = format!(
        "Content-Type: multipart/form-data; boundary=xyz\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let path = format!("/t/{token}/review/{memory}/api/new");
    server.raw(server.head("POST", &path, &more).as_bytes())
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => all.extend(files(&path)),
            false => all.push(path.file_name().unwrap().to_string_lossy().into_owned()),
        }
    }
    all.sort();
    all
}

#[test]
fn rows_of_a_review_go_into_its_memory_in_the_name_of_the_token() {
    let folder = memories();
    let server = serve(folder.path(), &["--reviews", "reviews"]);
    let asked = |token: &str, method: &str, path: &str, body: &Value| {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        server.ask_as(token, method, &format!("/review/house/{path}"), body.as_bytes())
    };
    let begun = begin(&server, ANNA, "house");
    assert_eq!(begun.status, 200, "{}", begun.text());
    let review = begun.json()["review"].as_str().unwrap().to_owned();
    // Their names are kept, and lead nowhere else.
    let kept = files(&folder.path().join("reviews"));
    let stolen: Vec<&String> = kept.iter().filter(|name| name.starts_with("stolen")).collect();
    assert_eq!(stolen.len(), 3, "{kept:?}");
    assert!(!folder.path().parent().unwrap().join("stolen.txt").exists());

    let whole = asked(ANNA, "GET", &format!("api/review/{review}"), &Value::Null);
    assert!(!whole.text().contains(&*folder.path().to_string_lossy()), "{}", whole.text());
    let rows: Vec<Value> =
        whole.json()["rows"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect();
    let decision = json!({ "act": "accept", "rows": rows });
    let accept = json!({ "seen": 0, "by": "somebody else", "decision": decision });
    let decided = asked(ANNA, "POST", &format!("api/review/{review}/decide"), &accept);
    assert_eq!(decided.status, 200, "{}", decided.text());
    let live =
        asked(ANNA, "POST", &format!("api/review/{review}/memory-live"), &json!({ "on": true }));
    assert_eq!(live.json()["added"], 2, "{}", live.text());
    let journal = asked(ANNA, "GET", &format!("api/review/{review}/journal"), &Value::Null).text();
    assert!(journal.contains("\"anna\"") && !journal.contains("somebody else"), "{journal}");
    let found = server.answer("POST", "/lookup", &json!({ "query": "The guests left the hall." }));
    assert_eq!(found["matches"][0]["score"], 100);
    let history = server.answer("GET", "/memories/house/history?limit=1", &Value::Null);
    assert_eq!(history["operations"][0]["user"], "anna");
    assert!(!history.to_string().contains(&*folder.path().to_string_lossy()));

    // Who may only read has no reviews, nor has who has no token; and nobody ends the server.
    for path in ["", "api/home", "api/review/1"] {
        assert_eq!(asked(BOB, "GET", path, &Value::Null).status, 404, "{path}");
    }
    assert_eq!(begin(&server, BOB, "house").status, 404);
    assert_eq!(begin(&server, ANNA, "old").status, 404);
    assert_eq!(begin(&server, ANNA, "none").status, 404);
    assert_eq!(begin(&server, ANNA, "..").status, 404);
    assert_eq!(begin(&server, ANNA, "..%2Fold").status, 404);
    let plain = server.head("GET", "/review/house/", "\r\n");
    assert_eq!(server.raw(plain.as_bytes()).status, 401);
    assert_eq!(asked(ANNA, "POST", "api/quit", &json!({})).status, 404);
    assert_eq!(asked(ANNA, "POST", "api/recent/7", &json!({})).status, 422);
    let memories = server.ask_as(BOB, "GET", "/api/v1/memories", b"").json();
    assert_eq!(memories["memories"][0].get("reviews"), None, "{memories}");

    // The list is there after a start.
    drop(server);
    let server = serve(folder.path(), &["--reviews", "reviews"]);
    let home = server.ask_as(ANNA, "GET", "/review/house/api/home", b"").json();
    assert_eq!(home["recent"][0]["name"], "stolen.txt · stolen.txt", "{home}");
    assert_eq!(home["recent"][0]["path"], "stolen.txt.muwazi-review", "{home}");
    let opened = server.ask_as(ANNA, "POST", "/review/house/api/recent/0", b"");
    assert_eq!(opened.status, 200, "{}", opened.text());
}

#[test]
fn without_a_folder_there_are_no_reviews() {
    let folder = memories();
    let home = |server: &Server| server.ask_as(&server.token, "GET", "/review/house/api/home", b"");
    let server = serve(folder.path(), &[]);
    assert_eq!(home(&server).status, 404);
    assert!(begin(&server, &server.token, "house").status >= 400);
    assert_eq!(server.answer("GET", "/memories", &Value::Null)["memories"][0].get("reviews"), None);
    drop(server);
    let server = serve(folder.path(), &["--reviews", "reviews", "--read-only"]);
    assert_eq!(home(&server).status, 404);
    assert_eq!(begin(&server, &server.token, "house").status, 404);
    assert!(!folder.path().join("reviews").exists());
}
