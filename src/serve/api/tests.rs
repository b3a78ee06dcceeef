//! The interface against its description: every route is described and the reverse, and answers have
//! the shape that is told.

use std::collections::BTreeSet;

use axum::http::Request;
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use serde_json::{Value, json};

use super::*;
use crate::{
    event::silent,
    lang::Lang,
    memory::SqliteStore,
    serve::listen::Quit,
    service::live::{LiveMemoryOptions, LiveOptions},
    unit::Unit,
};

/// A served memory `house`, and another one `old`.
struct Served {
    _folder: tempfile::TempDir,
    service: TowerToHyperService<Router>,
    description: Value,
    runtime: tokio::runtime::Runtime,
}

impl Served {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let memory = |name: &str| {
            let path = folder.path().join(format!("{name}.muwazi"));
            let store = SqliteStore::open_or_create(&path).unwrap();
            let unit = |source: &str, target: &str| {
                Unit::pair((Lang::english(), source), (Lang::arabic(), target))
            };
            let units = [
                unit("The meeting began on Monday.", "بدأ الاجتماع يوم الاثنين."),
                unit("The 12 members left.", "غادر الأعضاء الـ 12."),
            ];
            store.add(units, jiff::Timestamp::UNIX_EPOCH, None).unwrap();
            LiveMemoryOptions { path, ..LiveMemoryOptions::default() }
        };
        let terms = folder.path().join("terms.tsv");
        std::fs::write(&terms, "meeting\tاجتماع\n").unwrap();
        let memories = vec![memory("house"), memory("old")];
        let options = LiveOptions { memories, glossaries: vec![terms], ..LiveOptions::default() };
        let live = Arc::new(Live::open(&options, &mut silent()).unwrap());
        let state = State::new(live, Arc::new(|_| {}), Quit::default(), true);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let routes =
            crate::serve::front::all(&state, Default::default(), None, None).swap_remove(0).routes;
        Self {
            _folder: folder,
            service: TowerToHyperService::new(routes),
            description: serde_json::from_str(OPENAPI).unwrap(),
            runtime,
        }
    }

    /// Asks as somebody, and returns the status and the answer.
    fn ask_as(&self, who: Caller, method: &str, path: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        let mut request = request.body(Body::from(body.to_vec())).unwrap();
        request.extensions_mut().insert(who);
        self.runtime.block_on(async {
            let Ok(response) = self.service.call(request).await;
            let status = response.status().as_u16();
            let content = axum::body::to_bytes(response.into_body(), 1 << 24).await.unwrap();
            (status, content.to_vec())
        })
    }

    /// Asks, and checks the answer against the description.
    fn ask(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let (status, content) = self.ask_as(Caller::admin(), method, path, &body);
        let text = String::from_utf8_lossy(&content).into_owned();
        let answer: Value = serde_json::from_slice(&content).expect(&text);
        let operation = self.operation(method, path);
        let told = self.resolved(&operation["responses"][status.to_string()]);
        assert!(!told.is_null(), "{method} {path}: {status} is not described: {text}");
        let schema = &told["content"]["application/json"]["schema"];
        if let Err(e) = self.fits(schema, &answer, "") {
            panic!("{method} {path}: {e}: {text}");
        }
        (status, answer)
    }

    /// The description of an operation.
    fn operation(&self, method: &str, path: &str) -> &Value {
        let path = path.split('?').next().unwrap();
        let paths = self.description["paths"].as_object().unwrap();
        let is_it = |template: &str| {
            let (a, b): (Vec<&str>, Vec<&str>) =
                (template.split('/').collect(), path.split('/').collect());
            a.len() == b.len() && a.iter().zip(&b).all(|(t, p)| t.starts_with('{') || t == p)
        };
        let found = paths.iter().find(|(template, _)| is_it(template)).unwrap();
        &found.1[method.to_lowercase()]
    }

    fn resolved<'v>(&'v self, value: &'v Value) -> &'v Value {
        match value["$ref"].as_str() {
            Some(name) => self.description.pointer(&name[1..]).expect(name),
            None => value,
        }
    }

    /// Checks a value against a schema, as far as ours go.
    fn fits(&self, schema: &Value, value: &Value, at: &str) -> std::result::Result<(), String> {
        let schema = self.resolved(schema);
        if let Some(any) = schema["anyOf"].as_array() {
            let tried: Vec<_> = any.iter().map(|one| self.fits(one, value, at)).collect();
            let wrong: Vec<String> =
                tried.into_iter().filter_map(std::result::Result::err).collect();
            return if wrong.len() < any.len() { Ok(()) } else { Err(wrong.join("; or ")) };
        }
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(n) if n.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let takes = |t: &Value| t == kind || (t == "number" && kind == "integer");
        let is_kind = match &schema["type"] {
            Value::Null => true,
            Value::Array(types) => types.iter().any(takes),
            one => takes(one),
        };
        if !is_kind {
            return Err(format!("{at} is of type {kind}"));
        }
        let values = schema["enum"].as_array();
        if values.is_some_and(|values| !values.contains(value)) {
            return Err(format!("{at} is {value}"));
        }
        if let Value::Array(items) = value {
            for (n, item) in items.iter().enumerate() {
                self.fits(&schema["items"], item, &format!("{at}[{n}]"))?;
            }
        }
        let Some(object) = value.as_object().filter(|_| schema["type"] == "object") else {
            return Ok(());
        };
        for name in schema["required"].as_array().into_iter().flatten() {
            if !object.contains_key(name.as_str().unwrap()) {
                return Err(format!("{at} lacks {name}"));
            }
        }
        for (name, item) in object {
            match &schema["properties"][name] {
                Value::Null if schema["additionalProperties"] == true => {}
                Value::Null => return Err(format!("{at}.{name} is not described")),
                schema => self.fits(schema, item, &format!("{at}.{name}"))?,
            }
        }
        Ok(())
    }

    /// Waits for a job.
    fn finish(&self, begun: &Value) -> Value {
        for _ in 0..2000 {
            let (_, state) = self.ask("GET", &format!("/jobs/{}", begun["job"]), &Value::Null);
            if state["state"] != "running" {
                return state;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        panic!("the job does not end");
    }
}

#[test]
fn every_route_is_described_and_the_reverse() {
    let description: Value = serde_json::from_str(OPENAPI).unwrap();
    let described: BTreeSet<String> = description["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            methods.as_object().unwrap().keys().map(move |method| format!("{method} {path}"))
        })
        .collect();
    let routed: BTreeSet<String> =
        routes().into_iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    assert_eq!(described, routed);
    let text = OPENAPI.to_owned();
    for name in description["components"]["schemas"].as_object().unwrap().keys() {
        assert!(text.contains(&format!("schemas/{name}\"")), "{name} is not used");
    }
}

#[test]
fn the_methods_are_those_of_the_list() {
    let served = Served::new();
    for (method, path, _) in routes() {
        let path = path.replace("{memory}", "house").replace("{unit}", "1").replace("{job}", "1");
        let (status, _) = served.ask_as(Caller::admin(), &method.to_uppercase(), &path, b"");
        assert!(![404, 405].contains(&status) || path.starts_with("/jobs"), "{method} {path}");
        let (status, _) = served.ask_as(Caller::admin(), "PATCH", &path, b"");
        assert_eq!(status, 405, "{path}");
    }
}

#[test]
fn answers_have_the_shape_that_is_told() {
    let served = Served::new();
    let ask = |method, path: &str, body: Value| served.ask(method, path, &body);
    let (_, found) = ask("POST", "/lookup", json!({ "query": "The meeting began on Tuesday." }));
    assert_eq!(
        (&found["matches"][0]["memory"], &found["terms"][0]["term"]),
        (&json!("house"), &json!("meeting"))
    );
    let adapted =
        json!({ "query": "The 13 members left.", "memories": ["old"], "offsets": "chars" });
    assert!(ask("POST", "/lookup", adapted).1["matches"][0]["adapted"].is_object());
    let weak = json!({ "query": "On Monday the moon shone", "phrases": true, "nearest": true });
    assert!(!ask("POST", "/lookup", weak).1["phrases"].as_array().unwrap().is_empty());
    let longest = "The meeting ".repeat(30_000);
    let queries = json!({ "queries": ["The meeting began", longest, "12"], "in_order": true });
    let (_, batch) = ask("POST", "/lookup/batch", queries);
    assert!(batch["answers"][1]["error"].is_object(), "{batch}");
    // A language that no memory holds is an error whatever the others are in.
    let queries = json!({ "queries": ["The meeting began", "会議が始まった", "12"] });
    let (_, batch) = ask("POST", "/lookup/batch", queries);
    assert_eq!(batch["answers"][1]["error"]["kind"], "language", "{batch}");
    assert!(batch["answers"][2]["matches"].is_array(), "{batch}");
    for concordance in [json!({ "text": "members" }), json!({ "text": "m.*s", "regex": true })] {
        assert!(ask("POST", "/concordance", concordance).1["total"].as_u64().unwrap() >= 2);
    }
    assert_eq!(
        ask("POST", "/terms", json!({ "text": "Another meeting" })).1["terms"][0]["translations"]
            [0],
        "اجتماع"
    );
    let texts = json!({ "source": "وصل الوزير. وغادر الأحد.", "target": "The minister arrived. He left on Sunday." });
    assert_eq!(ask("POST", "/align", texts).1["pairs"].as_array().unwrap().len(), 2);
    assert_eq!(ask("GET", "/languages", Value::Null).1["languages"][0]["texts"], 4);
    assert_eq!(ask("GET", "/memories", Value::Null).1["memories"][1]["name"], "old");
    assert_eq!(ask("GET", "/memories/house/stats", Value::Null).1["units"], 2);
    assert_eq!(ask("GET", "/openapi.json", Value::Null).0, 200);
}

#[test]
fn units_are_written_and_their_history_is_kept() {
    let served = Served::new();
    let ask = |method, path: &str, body: Value| {
        served.ask(method, &format!("/memories/house{path}"), &body)
    };
    let unit = json!({ "source": "He left.", "target": "غادر.", "domain": "news", "notes": ["n"] });
    let (_, added) = ask("POST", "/units?user=anna", json!({ "units": [unit] }));
    let id = added["units"][0]["unit"].clone();
    assert_eq!(added["units"][0]["outcome"], "new");
    let edit = json!({ "lang": "en", "text": "He left at once." });
    assert_eq!(ask("PUT", &format!("/units/{id}"), edit.clone()).1["outcome"], "changed");
    assert_eq!(ask("PUT", &format!("/units/{id}"), edit).1["outcome"], "unchanged");
    let (_, unit) = ask("GET", &format!("/units/{id}"), Value::Null);
    assert_eq!(unit["variants"][0]["text"]["text"], "He left at once.");
    let found = served.ask("POST", "/lookup", &json!({ "query": "He left at once." })).1;
    assert_eq!(found["matches"][0]["score"], 100, "what is written is found at once");
    assert_eq!(ask("DELETE", &format!("/units/{id}"), Value::Null).1["removed"], json!([id]));
    assert_eq!(ask("POST", "/remove", json!({ "units": [id, 1] })).1["missing"], json!([id]));
    let (_, undone) = ask("POST", "/undo", json!({ "last": true }));
    assert_eq!((&undone["done"], &undone["added"]), (&json!(true), &json!(1)));
    let (_, history) = ask("GET", "/history?limit=10", Value::Null);
    let users: Vec<&str> = history["operations"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|o| o["user"].as_str())
        .collect();
    assert_eq!(users, ["admin", "admin", "admin", "admin", "anna"]);
    assert_eq!(
        ask("GET", &format!("/history?unit={id}"), Value::Null).1["operations"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[test]
fn files_are_jobs() {
    let served = Served::new();
    let tsv = "The end.\tالنهاية.\nThe door opened.\tفُتح الباب.\n";
    let path = "/memories/house/import?name=..%2F..%2Fa.tsv&from=en&to=ar";
    let (status, begun) = served.ask_as(Caller::admin(), "POST", path, tsv.as_bytes());
    assert_eq!(status, 202);
    let begun: Value = serde_json::from_slice(&begun).unwrap();
    let imported = served.finish(&begun);
    assert_eq!(
        (&imported["result"]["files"][0]["file"], &imported["result"]["files"][0]["new"]),
        (&json!("a.tsv"), &json!(2))
    );
    let (status, begun) = served.ask("POST", "/memories/house/export", &json!({ "format": "tmx" }));
    assert_eq!((status, served.finish(&begun)["result"]["units"].clone()), (202, json!(4)));
    let file = format!("/jobs/{}/file", begun["job"]);
    let (status, content) = served.ask_as(Caller::admin(), "GET", &file, b"");
    assert!(status == 200 && String::from_utf8(content).unwrap().contains("فُتح الباب."));
    assert_eq!(served.ask_as(Caller::local(), "GET", &file, b"").0, 404, "it is another's");
    assert_eq!(served.ask("DELETE", &format!("/jobs/{}", begun["job"]), &Value::Null).0, 200);
    assert_eq!(served.ask("GET", &format!("/jobs/{}", begun["job"]), &Value::Null).0, 404);
    let (_, begun) =
        served.ask_as(Caller::admin(), "POST", "/memories/old/import", b"\x00\xff\xfe");
    assert_eq!(served.finish(&serde_json::from_slice(&begun).unwrap())["state"], "failed");
}

#[test]
fn odd_requests_are_answered_as_is_told() {
    let served = Served::new();
    let status = |method, path: &str, body: Value| served.ask(method, path, &body).0;
    assert_eq!(status("POST", "/lookup", json!({})), 400);
    assert_eq!(status("POST", "/lookup", json!({ "query": "x", "min": 101 })), 422);
    assert_eq!(status("POST", "/lookup", json!({ "query": "x", "limit": 1001 })), 422);
    assert_eq!(status("POST", "/lookup", json!({ "query": "x", "where": ["odd"] })), 400);
    assert_eq!(status("POST", "/lookup", json!({ "query": "x", "memories": ["none"] })), 404);
    assert_eq!(status("POST", "/lookup", json!({ "query": "x", "from": "de" })), 422);
    assert_eq!(status("POST", "/lookup", json!({ "query": "" })), 200);
    assert_eq!(status("POST", "/concordance", json!({ "text": "(", "regex": true })), 422);
    assert_eq!(status("POST", "/concordance", json!({ "text": " " })), 422);
    for (method, path, body) in [
        ("GET", "/memories/none/stats", Value::Null),
        ("GET", "/memories/house/units/999", Value::Null),
        ("GET", "/memories/house/units/9223372036854775806", Value::Null),
        ("DELETE", "/memories/house/units/999", Value::Null),
        ("PUT", "/memories/house/units/999", json!({ "lang": "en", "text": "x" })),
        ("POST", "/memories/house/undo", json!({ "operation": 999 })),
    ] {
        let (status, told) = served.ask(method, path, &body);
        assert_eq!((status, &told["error"]["kind"]), (404, &json!("not-found")), "{path}");
    }
    assert_eq!(status("GET", "/memories/house/units/x", Value::Null), 400);
    assert_eq!(
        status("PUT", "/memories/house/units/1", json!({ "lang": "en", "text": "نص" })),
        422
    );
    let mark = json!({ "lang": "en", "text": "é", "marks": [{ "at": 1, "raw": "<ph/>" }] });
    assert_eq!(status("PUT", "/memories/house/units/1", mark), 422);
    assert_eq!(status("POST", "/memories/house/undo", json!({})), 422);
    assert_eq!(status("GET", "/jobs/-1", Value::Null), 400);
    assert_eq!(status("POST", "/lookup", json!({ "query": "x", "limit": 3.0 })), 200);
    assert_eq!(status("POST", "/lookup", json!({ "query": "x", "limit": 3.5 })), 400);
    assert_eq!(status("POST", "/memories/house/export", json!([null, null])), 400);
    let bad = |path| served.ask_as(Caller::admin(), "POST", path, b"{\"query\": \"\xff\"}").0;
    assert_eq!(bad("/lookup"), 400);
    assert_eq!(bad("/align"), 400);
}

#[test]
fn a_reader_cannot_write() {
    let served = Served::new();
    let body = json!({ "units": [{ "source": "a b", "target": "نص" }] }).to_string();
    let (status, told) =
        served.ask_as(Caller::local(), "POST", "/memories/house/units", body.as_bytes());
    assert_eq!(status, 422, "{}", String::from_utf8_lossy(&told));
    let import = "/memories/house/import?name=a.tsv";
    assert_eq!(served.ask_as(Caller::local(), "POST", import, b"a\tb\n").0, 422);
    assert_eq!(served.ask("GET", "/memories/house/stats", &Value::Null).1["units"], 2);
}
