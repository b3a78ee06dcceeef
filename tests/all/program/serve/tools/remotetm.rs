//! RemoteTM, asked as Swordfish asks.

use std::fs;

use serde_json::{Value, json};

use super::{
    super::{Server, memories},
    script,
};

#[test]
fn remotetm_goes_through_its_commands() {
    let folder = memories();
    let tokens = r#"{"tokens": [
        {"name": "anna", "token": "anna-0123456789abc", "rights": {"house": "write"}},
        {"name": "bob", "token": "bobs-0123456789abc", "rights": {"*": "read"}}]}"#;
    fs::write(folder.path().join("tokens.json"), tokens).unwrap();
    let args = ["-m", "house.muwazi", "-m", "old.muwazi", "--tokens", "tokens.json"];
    let server = Server::start(folder.path(), &args);
    // YW5uYTo… is anna:anna-0123456789abc.
    let ticket = |basic: &str| {
        let header = format!("Authorization: BASIC {basic}\r\n");
        let reply = server.send("GET", "/remotetm/remote", &header, b"").json();
        assert_eq!(reply["status"], "OK", "{reply}");
        reply["ticket"].as_str().unwrap().to_owned()
    };
    let anna = ticket("YW5uYTphbm5hLTAxMjM0NTY3ODlhYmM=");
    let bob = ticket("Ym9iOmJvYnMtMDEyMzQ1Njc4OWFiYw==");
    assert_eq!(
        server.send("GET", "/remotetm/remote", "Authorization: BASIC eDp4eHg=\r\n", b"").status,
        401
    );
    let session = |ticket: &str| format!("Session: {ticket}\r\n");
    let names = |ticket: &str| {
        let listed = server.send("GET", "/remotetm/memories", &session(ticket), b"").json();
        let listed = listed["memories"].as_array().unwrap().clone();
        listed.iter().map(|memory| memory["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        (names(&anna), names(&bob)),
        (vec!["house".into()], vec!["house".into(), "old".into()])
    );
    let command = |ticket: &str, command: &str, more: Value| {
        let mut body = json!({ "command": command, "memory": "house" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let body = body.to_string();
        server.send("POST", "/remotetm/memories", &session(ticket), body.as_bytes())
    };
    let good = |name: &str, more: Value| {
        let reply = command(&anna, name, more).json();
        assert_eq!(reply["status"], "OK", "{name}: {reply}");
        reply
    };
    for name in ["openMemory", "commit", "closeMemory", "closeMemories"] {
        good(name, json!({}));
    }
    let search = json!({ "searchStr": "The meeting began on Tuesday.", "srcLang": "en",
        "tgtLang": "ar", "similarity": 60, "caseSensitive": false });
    let found = good("searchTranslation", search.clone());
    let first = &found["matches"][0];
    assert_eq!((&first["similarity"], &first["origin"]), (&json!(80), &json!("house")));
    assert!(first["source"].as_str().unwrap().starts_with("<tuv xml:lang=\"en\""), "{found}");
    assert!(first["properties"]["creationdate"].is_string(), "{found}");
    let tus = good("searchAll", search.clone());
    let tu = tus["tus"][0].as_str().unwrap();
    assert!(tu.starts_with("<tu ") && tu.contains("tuid=\"muwazi-1\""), "{tu}");
    assert_eq!(good("getTu", json!({ "tuid": "muwazi-1" }))["tu"], json!(tu));
    let phrase = json!({ "searchStr": "meeting", "srcLang": "en", "limit": 5 });
    assert_eq!(good("concordanceSearch", phrase)["tus"], json!([tu]));
    let pattern =
        json!({ "searchStr": "m[e]+ting", "srcLang": "en", "limit": 5, "isRegexp": true });
    assert_eq!(good("concordanceSearch", pattern)["tus"].as_array().unwrap().len(), 1);
    let cased =
        json!({ "searchStr": "Meeting", "srcLang": "en", "limit": 5, "caseSensitive": true });
    assert_eq!(good("concordanceSearch", cased)["tus"], json!([]));
    let segments = json!([{ "file": "1", "unit": "2", "segment": "3", "pure": "The meeting began." },
        { "pure": "" }, { "other": 1 }]);
    let batch = json!({ "srcLang": "en", "tgtLang": "ar", "segments": segments });
    let batch = good("batchTranslate", batch);
    let segments = batch["matches"].as_array().unwrap();
    assert_eq!((&segments[0]["unit"], segments.len()), (&json!("2"), 3));
    assert_eq!((&segments[1]["matches"], &segments[2]["matches"]), (&json!([]), &json!([])));
    assert_eq!(good("memoryLanguages", json!({}))["languages"], json!(["ar", "en"]));

    let new = "<tu tuid=\"k\" creationdate=\"20260101T000000Z\"><prop type=\"project\">dam</prop>\
        <tuv xml:lang=\"en\"><seg>The <ph x=\"1\"/>dam &amp; lake.</seg></tuv>\
        <tuv xml:lang=\"ar\"><seg>السد والبحيرة.</seg></tuv></tu>";
    good("storeTu", json!({ "tu": new }));
    assert_eq!(good("memoryProjects", json!({}))["projects"], json!(["dam"]));
    let changed = tu.replace("بدأ الاجتماع", "انطلق الاجتماع");
    good("storeTu", json!({ "tu": changed }));
    assert_eq!(server.answer("GET", "/memories/house/stats", &Value::Null)["units"], 2);
    let found = good("searchTranslation", search);
    assert!(found["matches"][0]["target"].as_str().unwrap().contains("انطلق"), "{found}");
    let history = server.answer("GET", "/memories/house/history?limit=1", &Value::Null);
    assert_eq!(history["operations"][0]["user"], "anna");

    let tmx = format!(
        "<tmx version=\"1.4\"><header creationtool=\"x\" creationtoolversion=\"1\" \
        segtype=\"sentence\" o-tmf=\"x\" adminlang=\"en\" srclang=\"en\" datatype=\"x\"/><body>{}</body></tmx>",
        new.replace("dam", "bridge")
    );
    let file = server.send("POST", "/remotetm/upload", &session(&anna), tmx.as_bytes()).json();
    let import =
        json!({ "file": file["file"], "project": "roads", "subject": "civil", "client": "" });
    assert_eq!(good("importTMX", import.clone())["imported"], 1);
    assert_eq!(good("memorySubjects", json!({}))["subjects"], json!(["civil"]));
    assert_eq!(command(&anna, "importTMX", import).json()["status"], "error", "it is gone");
    let file =
        good("exportMemory", json!({ "srcLang": "en" }))["file"].as_str().unwrap().to_owned();
    let path = format!("/remotetm/download?session={anna}&file={file}");
    assert_eq!(server.get(&format!("/remotetm/download?session={bob}&file={file}")).status, 404);
    assert!(server.get(&path).text().contains("bridge"));
    good("removeTu", json!({ "tuid": "muwazi-1" }));

    // Nobody does more than the token may.
    for (name, more) in [
        ("storeTu", json!({ "tu": new })),
        ("removeTu", json!({ "tuid": "muwazi-2" })),
        ("importTMX", json!({ "file": "x" })),
    ] {
        assert_eq!(command(&bob, name, more).json()["status"], "error", "{name}");
    }
    assert_eq!(command(&anna, "openMemory", json!({ "memory": "old" })).json()["status"], "error");
    for (name, more) in [
        ("storeTu", json!({ "tu": "<tu/>" })),
        ("getTu", json!({ "tuid": "999" })),
        ("removeMemory", json!({})),
        ("nothing", json!({})),
        ("searchTranslation", json!({ "searchStr": "x" })),
        ("searchTranslation", json!({ "searchStr": 1 })),
        ("exportMemory", json!({ "memory": "../x" })),
        ("concordanceSearch", json!({ "searchStr": "(", "srcLang": "en", "isRegexp": true })),
    ] {
        let reply = command(&anna, name, more).json();
        assert!(reply["status"] == "error" && reply["reason"].is_string(), "{name}: {reply}");
    }
    for odd in ["", "Session: \r\n", "Session: 00000000000000000000000000000000\r\n"] {
        assert_eq!(server.send("GET", "/remotetm/memories", odd, b"").status, 401, "{odd}");
    }
    assert_eq!(server.send("GET", "/remotetm/logout", &session(&anna), b"").status, 200);
    assert_eq!(server.send("GET", "/remotetm/memories", &session(&anna), b"").status, 401);
    // Without a token programs of this machine get a ticket that reads.
    let local = server.got("/remotetm/remote")["ticket"].as_str().unwrap().to_owned();
    assert_eq!(command(&local, "openMemory", json!({})).json()["status"], "OK");
    assert_eq!(command(&local, "storeTu", json!({ "tu": new })).json()["status"], "error");
    assert_eq!(server.send("POST", "/remotetm/upload", &session(&local), b"x").status, 401);
}

#[test]
#[ignore = "needs Python"]
fn remotetm_is_spoken_over_tls() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi", "--tls"]);
    let certificate = fs::read_dir(folder.path().join("data/muwazi"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| fs::read_to_string(path).is_ok_and(|text| text.contains("BEGIN CERTIFICATE")));
    let certificate = certificate.unwrap().display().to_string();
    let port = server.port.to_string();
    script("remotetm_client.py", &[&port, &server.token, &certificate]);
}
