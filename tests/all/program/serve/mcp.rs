//! Tools for assistants, over standard input and output and over HTTP.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Stdio},
};

use serde_json::{Value, json};

use super::{Server, memories, muwazi};

/// The program as an assistant starts it.
struct Assistant {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    last: u64,
}

fn hello() -> Value {
    let client = json!({ "name": "test", "version": "1" });
    json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client })
}

impl Assistant {
    fn start(folder: &Path, args: &[&str]) -> Self {
        let mut command = muwazi(folder);
        command.arg("mcp").args(args).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let (input, output) = (child.stdin.take(), child.stdout.take().unwrap());
        let mut assistant = Self { child, input, output: BufReader::new(output), last: 0 };
        let answer = assistant.ask("initialize", hello());
        assert_eq!(answer["result"]["serverInfo"]["name"], "muwazi", "{answer}");
        assistant.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        assistant
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.input.as_mut().unwrap(), "{message}").unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "{method}: no answer");
            let answer: Value = serde_json::from_str(&line).expect(&line);
            if answer["id"] == id {
                return answer;
            }
        }
    }

    fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let answer = self.ask("tools/call", json!({ "name": tool, "arguments": arguments }));
        answer["result"].clone()
    }

    fn tools(&mut self) -> Vec<String> {
        names(&self.ask("tools/list", json!({})))
    }

    /// Closes its input and returns whether it ended well.
    fn end(mut self) -> bool {
        self.input.take();
        self.child.wait().unwrap().success()
    }
}

impl Drop for Assistant {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn names(answer: &Value) -> Vec<String> {
    let tools = answer["result"]["tools"].as_array().expect("tools");
    tools.iter().map(|tool| tool["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn assistants_ask_over_standard_input() {
    let folder = memories();
    let mut assistant = Assistant::start(folder.path(), &["-m", "house.muwazi"]);
    let tools = assistant.tools();
    assert_eq!(tools, ["look_up", "concordance", "terms", "context", "align", "stats"]);
    let found = assistant.call("look_up", json!({ "text": "The meeting began on Monday." }));
    let first = &found["structuredContent"]["matches"][0];
    assert_eq!(
        (&first["score"], &first["target"]),
        (&json!(100), &json!("بدأ الاجتماع يوم الاثنين."))
    );
    assert!(found["content"][0]["text"].as_str().unwrap().contains("بدأ الاجتماع يوم الاثنين."));
    let wrong = assistant.call("look_up", json!({ "sentence": "x" }));
    assert_eq!(wrong["isError"], true);
    assert!(wrong["content"][0]["text"].as_str().unwrap().contains("hint: "), "{wrong}");
    let none = assistant.ask("tools/call", json!({ "name": "add_unit", "arguments": {} }));
    assert_eq!(none["error"]["code"], -32602, "{none}");
    let prompt = json!({ "name": "translate", "arguments": { "text": "The meeting began." } });
    let prompt = assistant.ask("prompts/get", prompt);
    assert!(prompt.to_string().contains("بدأ الاجتماع"), "{prompt}");
    let memories = assistant.ask("resources/read", json!({ "uri": "muwazi://memories" }));
    assert!(memories.to_string().contains("house"), "{memories}");
    assert!(assistant.end());
}

#[test]
fn assistants_add_only_where_they_may() {
    let folder = memories();
    let mut assistant = Assistant::start(folder.path(), &["-m", "house.muwazi", "--allow-add"]);
    assert!(assistant.tools().contains(&"add_unit".to_owned()));
    let unit = json!({ "source": "The river rose.", "target": "ارتفع النهر." });
    let added = assistant.call("add_unit", unit);
    assert_eq!(added["structuredContent"]["outcome"], "new", "{added}");
    let found = assistant.call("look_up", json!({ "text": "The river rose." }));
    assert_eq!(found["structuredContent"]["matches"][0]["score"], 100);
    assert!(assistant.end());
    let mut history = muwazi(folder.path());
    let told = history.args(["history", "-m", "house.muwazi", "--json"]).output().unwrap();
    assert!(String::from_utf8(told.stdout).unwrap().contains("\"assistant\""));
}

/// Sends a message to the tools of a server.
fn post(server: &Server, token: &str, message: &Value) -> super::Reply {
    let body = message.to_string();
    let more = format!(
        "Authorization: Bearer {token}\r\nContent-Type: application/json\r\n\
         Accept: application/json, text/event-stream\r\nMCP-Protocol-Version: 2025-06-18\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    server.raw(server.head("POST", "/mcp", &more).as_bytes())
}

#[test]
fn assistants_ask_over_http_behind_the_gate() {
    let folder = memories();
    let tokens = r#"{"tokens": [
        {"name": "reader", "token": "reader-0123456789", "rights": {"house": "read"}}
    ]}"#;
    std::fs::write(folder.path().join("tokens.json"), tokens).unwrap();
    let args = ["-m", "house.muwazi", "-m", "old.muwazi", "--allow-add", "--tokens", "tokens.json"];
    let server = Server::start(folder.path(), &args);
    let message = |method: &str, params: Value| json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let hello = post(&server, &server.token, &message("initialize", hello()));
    assert_eq!(hello.status, 200, "{}{}", hello.head, hello.text());
    assert_eq!(hello.json()["result"]["serverInfo"]["name"], "muwazi");
    let list = message("tools/list", json!({}));
    assert!(names(&post(&server, &server.token, &list).json()).contains(&"add_unit".into()));
    let reader = "reader-0123456789";
    assert!(!names(&post(&server, reader, &list).json()).contains(&"add_unit".into()));
    let look_up = |text: &str| {
        let params = json!({ "name": "look_up", "arguments": { "text": text } });
        post(&server, reader, &message("tools/call", params)).json()
    };
    let found = look_up("The meeting began on Monday.");
    let matches = &found["result"]["structuredContent"]["matches"];
    assert_eq!(matches[0]["score"], 100, "{found}");
    let hidden = look_up("The minister left.");
    assert_eq!(hidden["result"]["structuredContent"]["matches"], json!([]), "{hidden}");
    let unit = json!({ "name": "add_unit", "arguments": { "source": "a", "target": "ب" } });
    let refused = post(&server, reader, &message("tools/call", unit)).json();
    assert_eq!(refused["result"]["isError"], true, "{refused}");
    assert_eq!(post(&server, "wrong-0123456789ab", &list).status, 401);
    let other =
        server.head("POST", "/mcp", "Origin: http://evil.example\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(server.raw(other.as_bytes()).status, 403);
}
