//! A language model with the memory before it. The model is a listener of the test.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use super::{Reply, Server, memories};

/// A listener that answers each request with the same bytes, part by part, and hands on the requests.
fn model(parts: &'static [&'static str]) -> (String, Receiver<String>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("http://{}/base/v1", listener.local_addr().unwrap());
    let (sender, requests) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
            let mut got = Vec::new();
            let mut part = [0; 4096];
            while !is_whole(&got) {
                match stream.read(&mut part) {
                    Ok(read) if read > 0 => got.extend_from_slice(&part[..read]),
                    _ => break,
                }
            }
            if sender.send(String::from_utf8(got).unwrap()).is_err() {
                return;
            }
            for part in parts {
                stream.write_all(part.as_bytes()).ok();
                stream.flush().ok();
                thread::sleep(Duration::from_millis(50));
            }
        }
    });
    (address, requests)
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    body.len() >= length.unwrap_or(0)
}

const PLAIN: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Request-Id: r1\r\n\
    Set-Cookie: a=b\r\nContent-Length: 20\r\nConnection: close\r\n\r\n{\"object\":\"from it\"}";

fn chat(text: &str) -> Value {
    json!({ "model": "m", "messages": [
        { "role": "system", "content": "Translate from English to Arabic." },
        { "role": "user", "content": text },
    ] })
}

fn ask(server: &Server, path: &str, more: &str, body: &Value) -> Reply {
    let body = body.to_string();
    let more = format!(
        "{more}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    server.raw(server.head("POST", path, &more).as_bytes())
}

const COMPLETIONS: &str = "/v1/chat/completions";
const KEY: &str = "Authorization: Bearer sk-secret-key-123\r\n";

#[test]
fn what_the_memory_has_is_answered_and_the_rest_is_passed_on() {
    let folder = memories();
    let (model, requests) = model(&[PLAIN]);
    let args = ["-m", "house.muwazi", "--proxy", &model, "--log", "json"];
    let server = Server::start(folder.path(), &args);
    let known = chat("The meeting began on Monday.");
    let reply = ask(&server, COMPLETIONS, KEY, &known);
    assert!(reply.head.contains("x-muwazi: memory"), "{}", reply.head);
    let message = &reply.json()["choices"][0]["message"];
    assert_eq!(message["content"], "بدأ الاجتماع يوم الاثنين.");
    assert!(requests.try_recv().is_err(), "the model is not asked");
    let with_token = format!("/t/{}{COMPLETIONS}", server.token);
    let mut streamed = known;
    streamed["stream"] = json!(true);
    let reply = ask(&server, &with_token, KEY, &streamed);
    assert!(reply.head.contains("text/event-stream"), "{}", reply.head);
    assert!(reply.text().contains("بدأ الاجتماع") && reply.text().ends_with("data: [DONE]\n\n"));

    let reply = ask(&server, &with_token, KEY, &chat("The meeting began on Tuesday."));
    assert_eq!((reply.status, reply.json()["object"].as_str()), (200, Some("from it")));
    assert!(reply.head.contains("x-muwazi: context"), "{}", reply.head);
    assert!(reply.head.contains("x-request-id: r1") && !reply.head.contains("set-cookie"));
    let sent = requests.recv().unwrap();
    assert!(sent.starts_with("POST /base/v1/chat/completions HTTP/1.1\r\n"), "{sent}");
    assert!(sent.contains("sk-secret-key-123") && sent.contains("بدأ الاجتماع يوم الاثنين."));
    assert!(!sent.contains(&server.token), "our token stays here");
    let models = server.raw(server.head("GET", "/v1/models", &format!("{KEY}\r\n")).as_bytes());
    assert_eq!(models.json()["object"], "from it");
    assert!(requests.recv().unwrap().starts_with("GET /base/v1/models HTTP/1.1"));
    let other = server.head("GET", "/v1/models/..%2F..%2Fetc", "\r\n");
    assert_eq!(server.raw(other.as_bytes()).status, 404);
    #[cfg(unix)]
    {
        let log = server.interrupt(folder.path());
        assert!(!log.contains("sk-secret") && !log.contains("meeting"), "{log}");
    }
}

#[test]
fn streams_are_passed_on_part_by_part() {
    let folder = memories();
    let (model, requests) = model(&[
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n",
        "9\r\ndata: a\n\n\r\n",
        "9\r\ndata: b\n\n\r\n",
        "0\r\n\r\n",
    ]);
    let server = Server::start(folder.path(), &["-m", "house.muwazi", "--proxy", &model]);
    let mut request = chat("Quite another thing: 42 zebras.");
    request["stream"] = json!(true);
    let reply = ask(&server, COMPLETIONS, KEY, &request);
    assert!(reply.head.contains("x-muwazi: none"), "{}", reply.head);
    assert!(reply.text().contains("data: a") && reply.text().contains("data: b"));
    let sent = requests.recv().unwrap();
    assert!(sent.ends_with(&request.to_string()), "unchanged: {sent}");
}

#[test]
fn faults_of_the_model_are_errors_of_one() {
    let folder = memories();
    let other = chat("Quite another thing.");
    let status = |model: &str, path: &str, more: &str| {
        let server = Server::start(folder.path(), &["-m", "house.muwazi", "--proxy", model]);
        let reply = ask(&server, path, more, &other);
        (reply.status, reply.json()["error"]["type"].as_str().unwrap_or("-").to_owned())
    };
    let fault = |code: u16| (code, "upstream_error".to_owned());
    let redirect =
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
    let redirect: &'static [&'static str] = Box::leak(Box::new([&*redirect.to_owned().leak()]));
    assert_eq!(status(&model(redirect).0, COMPLETIONS, KEY), fault(502));
    assert_eq!(status(&model(&["nonsense\r\n\r\n"]).0, COMPLETIONS, KEY), fault(502));
    assert_eq!(status("http://127.0.0.1:1/v1", COMPLETIONS, KEY), fault(502));
    assert_eq!(status("http://127.0.0.1:1/v1", COMPLETIONS, "X-Muwazi: proxy\r\n"), fault(508));
    let refused = "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n\
        Content-Length: 32\r\n\r\n{\"error\":{\"type\":\"bad_api_key\"}}";
    let refused: &'static [&'static str] = Box::leak(Box::new([&*refused.to_owned().leak()]));
    assert_eq!(status(&model(refused).0, COMPLETIONS, KEY), (401, "bad_api_key".to_owned()));
}

#[test]
fn the_proxy_is_off_unless_asked_and_its_options_are_checked() {
    let folder = memories();
    let server = Server::start(folder.path(), &["-m", "house.muwazi"]);
    assert_eq!(ask(&server, COMPLETIONS, "", &chat("x")).status, 401);
    drop(server);
    let slow =
        json!({ "seconds": 1, "answers": false, "rules": [{ "rule": "field", "name": "s" }] });
    std::fs::write(folder.path().join("proxy.json"), slow.to_string()).unwrap();
    let silent = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}/v1", silent.local_addr().unwrap());
    let args = ["-m", "house.muwazi", "--proxy", &url, "--proxy-options", "proxy.json"];
    let server = Server::start(folder.path(), &args);
    assert_eq!(ask(&server, COMPLETIONS, "", &chat("The meeting began on Monday.")).status, 504);
    assert_eq!(ask(&server, COMPLETIONS, "", &json!({ "messages": 1 })).status, 400);
    for wrong in ["{\"rule\": 1}", "{\"rules\": [{\"rule\": \"pattern\", \"pattern\": \"(\"}]}"] {
        std::fs::write(folder.path().join("wrong.json"), wrong).unwrap();
        let mut serve = super::muwazi(folder.path());
        serve.args(["serve", "-m", "house.muwazi", "--port", "0", "--proxy", &url]);
        let told = serve.args(["--proxy-options", "wrong.json"]).output().unwrap();
        assert!(!told.status.success(), "{wrong}");
    }
}

#[test]
fn an_endpoint_is_believed_by_its_certificate() {
    let folder = memories();
    // Another server stands for the model: it refuses to be the model of a proxy, but in its own words.
    let args = ["-m", "house.muwazi", "--tls", "--proxy", "http://127.0.0.1:9/v1"];
    let other = Server::start(folder.path(), &args);
    let certificate = std::fs::read_dir(folder.path().join("data/muwazi"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            text.contains("BEGIN CERTIFICATE") && !text.contains("PRIVATE")
        })
        .unwrap();
    let models = |host: &str, certificates: Option<&std::path::Path>| {
        let options = json!({ "certificates": certificates });
        std::fs::write(folder.path().join("proxy.json"), options.to_string()).unwrap();
        let address = format!("https://{host}:{}/t/{}/v1", other.port, other.token);
        let args = ["-m", "house.muwazi", "--proxy", &address, "--proxy-options", "proxy.json"];
        let server = Server::start(folder.path(), &args);
        server.raw(server.head("GET", "/v1/models", &format!("{KEY}\r\n")).as_bytes())
    };
    let reached = "the proxy has itself as the language model";
    for host in ["localhost", "127.0.0.1"] {
        let reply = models(host, Some(&certificate));
        assert!(reply.text().contains(reached), "{host}: {}{}", reply.head, reply.text());
    }
    // Nobody vouches for it among the authorities of browsers.
    let reply = models("localhost", None);
    assert!(
        reply.status == 502 && !reply.text().contains(reached),
        "{}{}",
        reply.head,
        reply.text()
    );
}
