//! The tools without the protocol.

use jiff::Timestamp;
use rmcp::model::Tool;
use serde_json::{Value, json};

use super::*;
use crate::{
    event::silent,
    lang::Lang,
    memory::SqliteStore,
    service::live::{LiveMemoryOptions, LiveOptions},
    unit::Unit,
};

fn live() -> (tempfile::TempDir, Live) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("house.muwazi");
    let unit = Unit::pair(
        (Lang::english(), "The meeting began on Monday."),
        (Lang::arabic(), "بدأ الاجتماعُ يوم الاثنين."),
    );
    SqliteStore::open_or_create(&path).unwrap().add([unit], Timestamp::now(), None).unwrap();
    let glossary = folder.path().join("terms.tsv");
    std::fs::write(&glossary, "en\tar\nmeeting\tاجتماع\n").unwrap();
    let memories = vec![LiveMemoryOptions { path, ..Default::default() }];
    let options = LiveOptions { memories, glossaries: vec![glossary], ..Default::default() };
    (folder, Live::open(&options, &mut silent()).unwrap())
}

fn call(live: &Live, tool: &str, arguments: Value) -> Option<Result<tools::Said>> {
    let options = McpOptions { add: true };
    tools::call(live, &Caller::assistant(true), options, tool, arguments)
}

#[track_caller]
fn answer(live: &Live, tool: &str, arguments: Value) -> tools::Said {
    call(live, tool, arguments).unwrap().unwrap()
}

#[test]
fn every_tool_that_is_described_answers() {
    let (_folder, live) = live();
    let tools: Vec<Tool> = serde_json::from_str(TOOLS).unwrap();
    for tool in tools {
        let outcome = call(&live, &tool.name, json!({ "unknown": 1 })).unwrap();
        let said = tools::fault(&outcome.err().unwrap());
        assert!(said.text.contains("hint:") && said.value["error"]["hint"].is_string());
        assert_eq!(tool.input_schema["additionalProperties"], false);
    }
    assert!(call(&live, "none", json!({})).is_none());
    let add =
        tools::call(&live, &Caller::assistant(true), McpOptions::default(), tools::ADD, json!({}));
    assert!(add.is_none(), "adding is off unless allowed");
}

#[test]
fn texts_are_found_as_they_are() {
    let (_folder, live) = live();
    let found = answer(&live, "look_up", json!({ "text": "The meeting began on Tuesday." }));
    let first = &found.value["matches"][0];
    assert_eq!((&first["score"], &first["memory"]), (&json!(80), &json!("house")));
    assert_eq!(first["target"], "بدأ الاجتماعُ يوم الاثنين.");
    assert_eq!(first["differs"], "[-Monday-]{+Tuesday+}");
    assert_eq!(found.value["terms"][0]["translations"], json!(["اجتماع"]));
    assert!(found.text.contains("ar: بدأ الاجتماعُ يوم الاثنين."), "{}", found.text);
    let found = answer(&live, "concordance", json!({ "phrase": "اجتماع" }));
    assert_eq!(
        (&found.value["total"], &found.value["occurrences"][0]["unit"]),
        (&json!(1), &json!(1))
    );
    let found = answer(&live, "terms", json!({ "text": "a meeting", "from": "en", "to": "ar" }));
    assert!(found.text.contains("meeting = اجتماع"), "{}", found.text);
    let found = answer(&live, "context", json!({ "text": "The meeting began.", "budget": 500 }));
    assert!(found.value["tokens"].as_u64().unwrap() <= 500 && found.text.contains("الاجتماعُ"));
    let texts = json!({ "source": "It rained. He left.", "target": "أمطرت السماء. غادر." });
    assert_eq!(answer(&live, "align", texts).value["pairs"].as_array().unwrap().len(), 2);
    assert_eq!(answer(&live, "stats", json!({})).value["memories"][0]["name"], "house");
    assert_eq!(answer(&live, "stats", json!({ "memory": "house" })).value["stats"]["units"], 1);
}

#[test]
fn what_is_added_is_found() {
    let (_folder, live) = live();
    let unit = json!({ "source": "The river rose.", "target": "ارتفع النهر." });
    assert_eq!(answer(&live, "add_unit", unit.clone()).value["outcome"], "new");
    assert_eq!(answer(&live, "add_unit", unit).value["outcome"], "unchanged");
    let found = answer(&live, "look_up", json!({ "text": "The river rose." }));
    assert_eq!(found.value["matches"][0]["score"], 100);
    let options = McpOptions { add: true };
    let reader = Caller::assistant(false);
    let unit = json!({ "source": "a b", "target": "ج د", "memory": "house" });
    assert!(tools::call(&live, &reader, options, "add_unit", unit).unwrap().is_err());
    assert!(!tools::may_add(&live, &reader, options));
}

#[test]
fn long_texts_are_refused_and_answers_have_limits() {
    let (_folder, live) = live();
    let long = "a".repeat(50_000);
    for tool in ["look_up", "terms", "context"] {
        assert!(call(&live, tool, json!({ "text": long })).unwrap().is_err(), "{tool}");
    }
    assert!(call(&live, "concordance", json!({ "phrase": long })).unwrap().is_err());
    for odd in
        [json!({ "text": "" }), json!({ "text": "\u{0}" }), json!({ "text": "x", "min": 1e300 })]
    {
        call(&live, "look_up", odd).unwrap().ok();
    }
}

#[test]
fn resources_and_prompts() {
    let (_folder, live) = live();
    let caller = Caller::local();
    let all = reading::resources(&live, &caller).unwrap();
    assert_eq!(all.len(), 4);
    for resource in &all {
        assert!(reading::read(&live, &caller, &resource.uri).unwrap().is_ok(), "{}", resource.uri);
    }
    for none in ["muwazi://memories/none", "muwazi://docs/../x", "file:///etc/passwd", ""] {
        assert!(reading::read(&live, &caller, none).is_none(), "{none}");
    }
    let arguments = json!({ "text": "The meeting began.", "to": "", "notes": "Be formal." });
    let prompt = |arguments: &Value| {
        reading::prompt(&live, &caller, "translate", arguments.as_object().unwrap().clone())
    };
    let text = serde_json::to_string(&prompt(&arguments).unwrap().unwrap()).unwrap();
    assert!(text.contains("Be formal.") && text.contains("الاجتماعُ"), "{text}");
    assert!(prompt(&json!({})).unwrap().is_err());
}
