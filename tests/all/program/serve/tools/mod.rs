//! The protocols of translation tools, asked as those tools ask.

mod remotetm;

use std::{fs, path::Path};

use serde_json::{Value, json};

use super::{Reply, Server, memories, muwazi};
use crate::support::tools::tool;

impl Server {
    /// Asks without a token.
    fn get(&self, path: &str) -> Reply {
        self.raw(self.head("GET", path, "\r\n").as_bytes())
    }

    #[track_caller]
    fn got(&self, path: &str) -> Value {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {}{}", reply.head, reply.text());
        reply.json()
    }

    /// Sends a body with headers.
    fn send(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Reply {
        let more = format!("{headers}Content-Length: {}\r\n\r\n", body.len());
        self.raw(&[self.head(method, path, &more).as_bytes(), body].concat())
    }
}

/// A text as Weblate writes it into an address.
fn quoted(text: &str) -> String {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-~".contains(byte);
    let one = |byte: u8| match is_plain(&byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

/// A folder with a memory of texts that are hard to put into an address.
fn odd_texts() -> (tempfile::TempDir, Vec<(String, String)>) {
    let folder = memories();
    let pairs: Vec<(String, String)> = [
        ("a/b and/or c//d", "أ/ب"),
        ("Salt & pepper? Yes: 100 % + #1;x=y", "ملح وفلفل؟ نعم: ١٠٠٪"),
        ("He said \"no\" <b>twice</b> \\ here", "قال «لا» مرتين"),
        ("Line one\nand line two\tof it", "السطر الأول\nوالثاني"),
    ]
    .map(|(source, target)| (source.to_owned(), target.to_owned()))
    .into();
    let lines: Vec<String> = pairs
        .iter()
        .map(|(source, target)| {
            json!({ "source": source, "target": target, "source_lang": "en", "target_lang": "ar" })
                .to_string()
        })
        .collect();
    fs::write(folder.path().join("odd.jsonl"), lines.join("\n")).unwrap();
    let added = muwazi(folder.path())
        .args(["add", "-q", "-m", "house.muwazi", "--input", "odd.jsonl"])
        .status();
    assert!(added.unwrap().success());
    (folder, pairs)
}

#[test]
fn amagama_finds_units_by_address() {
    let (folder, pairs) = odd_texts();
    let server = Server::start(folder.path(), &["-m", "house.muwazi"]);
    for base in ["/tmserver", "/amagama/api/v1", "/api/v1"] {
        for (source, target) in &pairs {
            for path in [
                format!("{base}/en/ar/unit/{}", quoted(source)),
                format!("{base}/en/ar/unit/?source={}", quoted(source)),
                format!("{base}/ar/en/unit/{}", quoted(target)),
            ] {
                let found = server.got(&path);
                let (asked, other) = match path.contains("/ar/en/") {
                    true => (target, source),
                    false => (source, target),
                };
                let first = &found[0];
                assert_eq!(first["source"], json!(asked), "{path}: {found}");
                assert_eq!(first["target"], json!(other));
                assert_eq!((&first["quality"], &first["rank"]), (&json!(100.0), &json!(100.0)));
            }
        }
        let languages = server.got(&format!("{base}/languages/"));
        assert_eq!(
            languages,
            json!({ "sourceLanguages": ["ar", "en"], "targetLanguages": ["ar", "en"] })
        );
    }
    // A slash as it is, and codes as others write them.
    let found = server.got("/tmserver/EN_us/ar/unit/a/b%20and/or%20c//d");
    assert_eq!(found[0]["target"], "أ/ب");
    let near = server.got("/tmserver/en/ar/unit/The%20meeting%20began%20on%20Tuesday.");
    let quality = near[0]["quality"].as_f64().unwrap();
    assert!((75.0..100.0).contains(&quality), "{near}");
    let few = "/tmserver/en/ar/unit/The%20meeting%20began%20on%20Tuesday.?min_similarity=90";
    assert_eq!(server.got(few), json!([]));
    for odd in [
        "?min_similarity=x&max_candidates=-1",
        "?max_candidates=99999999999999999999",
        "?min_similarity=-5",
    ] {
        server.got(&format!("/tmserver/en/ar/unit/The%20meeting{odd}"));
    }
    assert_eq!(server.got("/tmserver/en/ar/unit/nothing%20like%20it%20here"), json!([]));
    for (path, status) in [
        ("/tmserver/en/en/unit/x", 404),
        ("/tmserver/xx/ar/unit/x", 404),
        ("/tmserver/en/fr/unit/x", 404),
        ("/tmserver/en/ar/unit/", 404),
        ("/tmserver/en/ar/unit", 404),
        ("/tmserver/en/ar", 404),
        ("/tmserver/", 404),
        ("/tmserver/e!/ar/unit/x", 404),
        ("/tmserver/en/ar/unit/%FF", 400),
        ("/tmserver/en/ar/unit/?source=%C3%28", 400),
        ("/tmserver/en/ar/unit/x?callback=alert(1)", 400),
        ("/tmserver/../etc/passwd", 404),
        ("/tmserverx/en/ar/unit/x", 401),
        ("/api/v1/languages", 401),
        ("/api/v1/memories", 401),
    ] {
        assert_eq!(server.get(path).status, status, "{path}");
    }
    // Weblate asks this before it saves the settings.
    assert_eq!(server.got("/tmserver/en/de/unit/test"), json!([]));
    let script = server.get("/tmserver/en/ar/unit/The%20meeting?jsoncallback=jQuery.x_1");
    assert!(script.text().starts_with("jQuery.x_1([") && script.text().ends_with(")"));
    assert!(script.head.contains("text/javascript"), "{}", script.head);
}

#[test]
fn amagama_writes_with_a_token_only() {
    let folder = memories();
    let args = ["-m", "house.muwazi", "-m", "old.muwazi"];
    let server = Server::start(folder.path(), &args);
    let unit = json!({ "source": "The sea/ocean is calm.", "target": "البحر هادئ." }).to_string();
    let path = "/tmserver/en/ar/unit/The%20sea%2Focean%20is%20calm.";
    for method in ["PUT", "POST"] {
        assert_eq!(server.send(method, path, "", unit.as_bytes()).status, 401);
    }
    assert_eq!(server.got(path), json!([]));
    let large = "Content-Length: 5000000\r\n\r\n";
    let refused = server.raw(server.head("PUT", "/tmserver/en/ar/store/x.tmx", large).as_bytes());
    assert_eq!(refused.status, 413, "nothing large is read without a token");
    let token = server.token.clone();
    let with = |path: &str| format!("/t/{token}{path}");
    let added = server.send("PUT", &with(path), "", unit.as_bytes());
    assert_eq!((added.status, &*added.text()), (200, ""));
    assert_eq!(server.got(path)[0]["target"], "البحر هادئ.");
    let key = format!("/tmserver/en/ar/unit/x?key={token}&memory=old");
    let other = json!({ "source": "A cat slept.", "target": "نامت قطة." }).to_string();
    assert_eq!(server.send("POST", &key, "", other.as_bytes()).status, 200);
    assert_eq!(server.answer("GET", "/memories/old/stats", &Value::Null)["units"], 2);
    let list = json!([
        { "source": "One.", "target": "واحد." }, { "source": "Two.", "target": "اثنان." },
    ]);
    let path = with("/tmserver/en/ar/store/list.po");
    let added = server.send("POST", &path, "", list.to_string().as_bytes());
    assert_eq!(added.text(), "added 2 units from list.po");
    let po = "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n\
              msgid \"Three doors\"\nmsgstr \"ثلاثة أبواب\"\n";
    let added = server.send("PUT", &path, "", po.as_bytes());
    assert_eq!(added.text(), "added 1 units from list.po", "{}", added.head);
    assert_eq!(server.got("/tmserver/en/ar/unit/Three%20doors")[0]["target"], "ثلاثة أبواب");
    for odd in [&b"[]"[..], b"{", b"", b"{\"source\": 1}", b"\xFF", b"{\"target\": \"\"}"] {
        let status = server.send("PUT", &with("/tmserver/en/ar/unit/x"), "", odd).status;
        assert!((400..500).contains(&status), "{odd:?}: {status}");
        let status = server.send("POST", &path, "", odd).status;
        assert!(status == 200 && odd == b"[]" || (400..500).contains(&status), "{odd:?}");
    }
    let history = server.answer("GET", "/memories/old/history?limit=1", &Value::Null);
    assert_eq!(history["operations"][0]["user"], "admin");
}

#[test]
fn weblate_looks_many_texts_up_and_browses() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi", "-m", "old.muwazi"]);
    let ask = |path: &str, body: &Value| {
        server.send("POST", path, "Content-Type: application/json\r\n", body.to_string().as_bytes())
    };
    let pair = "/api/memory/lookup/?source_language=en&target_language=ar";
    let strings =
        json!({ "strings": ["The minister left.", "The meeting began on Tuesday.", "none"] });
    let found = ask(pair, &strings).json();
    let first = &found[0]["match"];
    assert_eq!((&first["target"], &first["exact"]), (&json!("غادر الوزير."), &json!(true)));
    assert_eq!((&first["quality"], &first["origin"]), (&json!(100), &json!("old")));
    assert_eq!((&found[1]["match"]["exact"], &found[2]["match"]), (&json!(false), &Value::Null));
    assert_eq!(found[1]["query"], "The meeting began on Tuesday.");
    // The languages in the body do too.
    let body = json!({ "strings": ["غادر الوزير."], "source_language": "ar", "target_language": "en",
        "exact": true });
    assert_eq!(
        ask("/api/memory/lookup/", &body).json()[0]["match"]["target"],
        "The minister left."
    );
    let of = |project: &str| ask(&format!("{pair}&project={project}"), &strings).json();
    assert_eq!(of("house")[0]["match"], Value::Null);
    assert_eq!(of("nobodys")[1]["match"], Value::Null);
    let many = json!({ "strings": vec!["x"; 101] });
    let long = json!({ "strings": ["x".repeat(2001)] });
    for odd in
        [json!({}), json!({ "strings": [] }), json!({ "strings": [""] }), json!([]), many, long]
    {
        let reply = ask(pair, &odd);
        assert_eq!(
            (reply.status, &reply.json()["type"]),
            (400, &json!("validation_error")),
            "{odd}"
        );
    }
    for odd in ["", "?source_language=en", "?source_language=en&target_language=!"] {
        assert_eq!(ask(&format!("/api/memory/lookup/{odd}"), &strings).status, 400, "{odd}");
    }
    let unheld = "/api/memory/lookup/?source_language=en&target_language=fr";
    assert_eq!(ask(unheld, &strings).json()[0]["match"], Value::Null);

    let page = server.got("/api/memory/?page_size=1");
    assert_eq!((&page["count"], &page["previous"]), (&json!(2), &Value::Null));
    let next = server.got(page["next"].as_str().unwrap());
    assert_eq!(
        (&next["next"], &next["results"][0]["source"]),
        (&Value::Null, &json!("The minister left."))
    );
    let found = server.got("/api/memory/?source=MEETING&source_language=en&target_language=ar");
    let row = &found["results"][0];
    assert_eq!((&found["count"], &row["source_language"]), (&json!(1), &json!("en")));
    let one = format!("/api/memory/{}/", row["id"]);
    assert_eq!(server.got(&one)["target"], row["target"]);
    for odd in [
        "/api/memory/9999/",
        "/api/memory/x/",
        "/api/memory/-1/",
        "/api/memory/?page=9",
        "/api/memory/?page=0",
    ] {
        assert_eq!(server.get(odd).status, 404, "{odd}");
    }
    assert_eq!(server.send("DELETE", &one, "", b"").status, 401);
    let token = format!("Authorization: Token {}\r\n", server.token);
    assert_eq!(server.send("DELETE", &one, &token, b"").status, 204);
    assert_eq!(server.get(&one).status, 404);
}

#[test]
fn omegat_gets_a_suggestion_and_a_page() {
    let (folder, pairs) = odd_texts();
    let hostile = "<script>alert(1)</script> & \"the end\"";
    let mut add = muwazi(folder.path());
    add.args([
        "add",
        "-q",
        "-m",
        "house.muwazi",
        "--from",
        "en",
        "--to",
        "ar",
        hostile,
        "</td> نص",
    ]);
    assert!(add.status().unwrap().success());
    let server = Server::start(folder.path(), &["-m", "house.muwazi"]);
    let suggested = |query: &str| server.got(&format!("/translate?markUnknown=no&{query}&key="));
    let found = suggested("q=The+meeting+began+on+Monday.&langpair=en|ar");
    assert_eq!(found["responseData"]["translatedText"], "بدأ الاجتماع يوم الاثنين.");
    assert_eq!((&found["responseStatus"], &found["responseDetails"]), (&json!(200), &Value::Null));
    let found = suggested(&format!("q={}&langpair=ar|en", quoted(&pairs[2].1)));
    assert_eq!(found["responseData"]["translatedText"], json!(pairs[2].0));
    let none = suggested("q=nothing+of+it&langpair=en|ar");
    assert_eq!(
        (&none["responseData"]["translatedText"], &none["responseStatus"]),
        (&json!(""), &json!(200))
    );
    let unheld = suggested("q=x&langpair=en|fr");
    assert!(unheld["responseDetails"].as_str().unwrap().contains("'fr'"), "{unheld}");
    for odd in ["q=x", "q=x&langpair=en", "q=x&langpair=en|en", "q=%FF&langpair=en|ar"] {
        assert_eq!(server.get(&format!("/translate?{odd}")).status, 400, "{odd}");
    }
    // A key is a token: a wrong one is refused, though none is needed.
    assert_eq!(server.get("/translate?q=x&langpair=en|ar&key=wrong").status, 401);

    let page = server.get("/find?q=meeting");
    assert!(page.text().contains("<mark>meeting</mark>") && page.text().contains("dir=\"rtl\""));
    let head = page.head.to_lowercase();
    assert!(head.contains("text/html") && head.contains("default-src 'none'"), "{head}");
    let page = server.get(&format!("/find?q={}", quoted(hostile))).text();
    assert!(!page.contains("<script") && page.contains("&lt;/td&gt; نص"), "{page}");
    assert!(page.contains("href=\"find/style.css\""));
    assert_eq!(server.get("/find/style.css").status, 200);
    for odd in ["", "?q=", "?q=%20", "?q=!!", "?q=x&from=fr&to=xx", "?q=%F0%9F%98%80"] {
        assert_eq!(server.get(&format!("/find{odd}")).status, 200, "{odd}");
    }
    assert_eq!(server.get("/find?q=%FF").status, 400);
}

#[test]
fn tools_need_a_token_where_it_is_required() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi", "--require-token"]);
    let paths = [
        "/tmserver/languages/",
        "/tmserver/en/ar/unit/x",
        "/api/v1/en/ar/unit/x",
        "/api/memory/",
        "/translate?q=x&langpair=en|ar",
        "/find?q=x",
        "/remotetm/remote",
    ];
    for path in paths {
        assert_eq!(server.get(path).status, 401, "{path}");
        assert_eq!(server.get(&format!("/t/{}{path}", server.token)).status, 200, "{path}");
    }
}

/// Runs a script of `tests/tools` with the arguments.
fn script(name: &str, arguments: &[&str]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools").join(name);
    let out = tool("python3", "--version").arg(path).args(arguments).output().unwrap();
    let told = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{}{told}", String::from_utf8_lossy(&out.stdout));
}

#[test]
#[ignore = "needs Weblate's package"]
fn weblates_own_class_finds_matches() {
    let (folder, _) = odd_texts();
    let server = Server::start(folder.path(), &["-m", "house.muwazi"]);
    for base in ["tmserver", "api/v1", &format!("t/{}/tmserver", server.token)] {
        script("weblate_client.py", &[&format!("http://127.0.0.1:{}/{base}", server.port)]);
    }
}

#[test]
#[ignore = "needs OmegaT"]
fn omegats_own_connector_shows_the_best_match() {
    let (folder, pairs) = odd_texts();
    let server = Server::start(folder.path(), &["-m", "house.muwazi"]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/ApertiumConnector.java");
    let asked = [
        &pairs[0].0,
        &pairs[1].0,
        &"The meeting began on Monday.".to_owned(),
        &"nothing".to_owned(),
    ];
    let out = tool("java", "--version")
        .args(["-Dfile.encoding=UTF-8", "-Djava.awt.headless=true"])
        .arg(format!("-Duser.home={}", folder.path().display()))
        .args(["-cp", "/usr/share/omegat/OmegaT.jar"])
        .arg(script)
        .arg(format!("http://127.0.0.1:{}", server.port))
        .args(["en", "ar"])
        .args(asked)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&out.stdout);
    let lines: Vec<&str> = shown.lines().collect();
    let told = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{told}");
    assert_eq!(lines, [&*pairs[0].1, &*pairs[1].1, "بدأ الاجتماع يوم الاثنين.", ""], "{told}");
}
