//! Decisions on requests, without a network.

use serde_json::{Value, json};

use super::*;
use crate::{
    memory::SqliteStore,
    service::live::{LiveMemoryOptions, LiveOptions},
    unit::Unit,
};

fn live() -> (tempfile::TempDir, Live) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("house.muwazi");
    let units = [
        ("The meeting began on Monday.", "بدأ الاجتماع يوم الاثنين."),
        ("The minister left.", "غادر الوزير."),
    ];
    let units = units.map(|(en, ar)| Unit::pair((Lang::english(), en), (Lang::arabic(), ar)));
    let store = SqliteStore::open_or_create(&path).unwrap();
    store.add(units, Timestamp::now(), None).unwrap();
    drop(store);
    // Of other languages, and first: it hinders nobody.
    let other = folder.path().join("other.muwazi");
    let [french, german] = ["fr", "de"].map(|code| code.parse::<Lang>().unwrap());
    let unit =
        Unit::pair((french, "Le ministre est parti."), (german, "Der Minister ist gegangen."));
    SqliteStore::open_or_create(&other).unwrap().add([unit], Timestamp::now(), None).unwrap();
    let memories = [other, path].map(|path| LiveMemoryOptions { path, ..Default::default() });
    let memories = memories.to_vec();
    let options = LiveOptions { memories, ..Default::default() };
    (folder, Live::open(&options, &mut silent()).unwrap())
}

fn plan(live: &Live, options: ProxyOptions, request: &Value) -> Plan {
    let endpoint = "http://127.0.0.1:1/v1".to_owned();
    let proxy = Proxy::new(&ProxyOptions { endpoint, ..options }).unwrap();
    let request = Chat::read(&Bytes::from(request.to_string())).unwrap();
    proxy.plan(live, &Caller::local(), request)
}

fn chat(system: &str, user: &str) -> Value {
    json!({ "model": "m", "temperature": 0.1, "messages": [
        { "role": "system", "content": system }, { "role": "user", "content": user },
    ] })
}

#[test]
fn texts_of_the_memory_are_answered_and_others_get_a_context() {
    let (_folder, live) = live();
    let usual = ProxyOptions::default();
    let translate = "Translate from English to Arabic.";
    let asked = chat(translate, "The minister left.");
    let Plan::Answer(text, wanted) = plan(&live, usual.clone(), &asked) else { panic!() };
    assert_eq!((text.as_str(), wanted.model.as_str()), ("غادر الوزير.", "m"));
    let asked = chat(translate, "The meeting began on Tuesday.");
    let Plan::Add(body) = plan(&live, usual.clone(), &asked) else { panic!() };
    let sent: Value = serde_json::from_slice(&body).unwrap();
    let system = sent["messages"][0]["content"].as_str().unwrap();
    assert!(system.starts_with(translate) && system.contains("بدأ الاجتماع"), "{system}");
    assert_eq!(sent["messages"][1], asked["messages"][1], "the text is as it was");
    assert_eq!(sent["temperature"], 0.1);
    let none = ProxyOptions { answers: false, ..usual };
    let asked = chat(translate, "The minister left.");
    assert!(matches!(plan(&live, none, &asked), Plan::Add(_)));
}

#[test]
fn what_is_not_ours_is_passed_on_as_it_is() {
    let (_folder, live) = live();
    let is_passed =
        |request: &Value| matches!(plan(&live, ProxyOptions::default(), request), Plan::Pass);
    assert!(is_passed(&chat("Translate into French.", "The minister left.")));
    assert!(is_passed(&chat("Translate into Arabic.", "Something quite unlike: 42 zebras.")));
    assert!(is_passed(&json!({ "messages": [{ "role": "assistant", "content": "Hi" }] })));
    assert!(is_passed(&json!({ "messages": [] })));
    assert!(is_passed(&chat("You are a helpful assistant.", "The minister left.")), "a chat");
    assert!(
        is_passed(&chat("You are a translator.", "The minister left.")),
        "into which language?"
    );
}

#[test]
fn two_languages_tell_the_one_to_translate_into() {
    let (_folder, live) = live();
    let house = ProxyOptions { memories: vec!["house".into()], ..ProxyOptions::default() };
    let of = |system: &str| plan(&live, house.clone(), &chat(system, "The minister left."));
    assert!(matches!(of("You are a translator."), Plan::Answer(..)));
    assert!(matches!(of("You are a helpful assistant."), Plan::Pass));
    let to = ProxyOptions { to: Some(Lang::arabic()), ..ProxyOptions::default() };
    let asked = chat("You are a helpful assistant.", "The minister left.");
    assert!(matches!(plan(&live, to, &asked), Plan::Answer(..)));
}

#[test]
fn replies_of_another_form_are_not_from_the_memory() {
    let (_folder, live) = live();
    for (field, value) in [
        ("n", json!(2)),
        ("tools", json!([{ "type": "function" }])),
        ("response_format", json!({ "type": "json_object" })),
    ] {
        let mut asked = chat("Translate into Arabic.", "The minister left.");
        asked[field] = value;
        let plan = plan(&live, ProxyOptions::default(), &asked);
        assert!(matches!(plan, Plan::Add(_)), "{field}");
    }
}

#[test]
fn parts_are_answered_where_all_are_known() {
    let (_folder, live) = live();
    let weblate = "from language 'en'\nto language 'ar'\n==WEBLATE_PART==\n";
    let both = "The minister left.\n==WEBLATE_PART==\nThe meeting began on Monday.";
    let Plan::Answer(text, _) = plan(&live, ProxyOptions::default(), &chat(weblate, both)) else {
        panic!()
    };
    assert_eq!(text, "غادر الوزير.\n==WEBLATE_PART==\nبدأ الاجتماع يوم الاثنين.");
    let one = "The minister left.\n==WEBLATE_PART==\nThe meeting began on Friday.";
    let Plan::Add(body) = plan(&live, ProxyOptions::default(), &chat(weblate, one)) else {
        panic!()
    };
    assert!(String::from_utf8(body).unwrap().contains("For text 2:"));
}

#[test]
fn odd_requests_are_refused() {
    for odd in ["", "{}", "[]", "{\"messages\": 1}", "{\"messages\": [", "\u{0}"] {
        assert!(Chat::read(&Bytes::from(odd.to_owned())).is_err(), "{odd}");
    }
    assert!(Chat::read(&Bytes::from_static(b"{\"messages\": [], \"x\": \"\xff\"}")).is_err());
}
