//! Requests of strangers, and requests that are too large, too slow or no requests.

use std::{
    io::{Read, Write},
    time::{Duration, Instant},
};

use super::{JOURNAL, PAIR, Page, Reply, accept, news};

#[test]
fn strangers_learn_nothing() {
    let folder = news();
    let page = Page::serve(folder.path(), &PAIR);
    let (base, port) = (page.base.clone(), page.port);
    let own = page.get("");
    assert_eq!(own.status, 200);
    let with = |path: &str, host: &str, more: &str| {
        let head =
            format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n");
        page.raw(head.as_bytes())
    };
    let good = format!("127.0.0.1:{port}");
    let home = format!("{base}api/home");
    assert_eq!(with(&home, &good, "").status, 200);
    assert_eq!(with(&home, &format!("localhost:{port}"), "").status, 200);
    let mut refused: Vec<(String, Reply)> = Vec::new();
    let hosts = ["evil.example", &format!("evil.example:{port}"), "127.0.0.1", "127.0.0.1:1", ""];
    for host in hosts {
        refused.push((format!("Host {host}"), with(&home, host, "")));
    }
    for more in [
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "Host: evil.example\r\n",
    ] {
        refused.push((more.to_owned(), with(&home, &good, more)));
    }
    let other = base.replace(|c: char| c.is_ascii_hexdigit(), "0");
    let upper = base.to_uppercase();
    for path in [
        "/",
        "/t/",
        "/api/home",
        &other,
        &format!("{other}api/home"),
        &upper,
        "/favicon.ico",
        &format!("http://evil.example{home}"),
        "/t/%00/",
        "//t/x/",
        "*",
    ] {
        refused.push((path.to_owned(), with(path, &good, "")));
    }
    for (what, reply) in &refused {
        // Some are no HTTP, and are refused as such.
        assert!([400, 404].contains(&reply.status), "{what}: {}", reply.head);
        if reply.status == 404 {
            assert_eq!(reply.text(), r#"{"error":"not found"}"#, "{what}");
            is_protected(reply);
        }
    }
    is_protected(&own);
    page.quit();
}

#[track_caller]
fn is_protected(reply: &Reply) {
    let head = reply.head.to_lowercase();
    for header in [
        "content-security-policy: default-src 'none'; script-src 'self'",
        "frame-ancestors 'none'",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
        "cache-control: no-store",
        "x-frame-options: deny",
        "cross-origin-opener-policy: same-origin",
        "cross-origin-resource-policy: same-origin",
    ] {
        assert!(head.contains(header), "{header}: {head}");
    }
    assert!(!head.contains("access-control"), "{head}");
}

#[test]
fn no_path_leads_to_a_file() {
    let folder = news();
    let page = Page::serve(folder.path(), &PAIR);
    for path in [
        "../../../../etc/passwd",
        "..%2f..%2f..%2fetc%2fpasswd",
        "api/../../etc/passwd",
        "app.js/../../a.ar.txt",
        "a.ar.txt",
        JOURNAL,
        "api/review/../home",
        "api/review/a.ar.txt",
        "api/review/-1",
        "api/review/1/journal/../../x",
        "api/recent/../../x",
        "api//home",
        "api/review/%2e%2e",
        "api/review/1%00",
        "api/review/99999999999999999999",
        "built/index.html",
        "%",
    ] {
        let reply = page.get(path);
        assert_eq!(reply.status, 404, "{path}: {}", reply.head);
        assert!(!reply.text().contains("root:"), "{path}");
    }
    for id in [0, 2, u32::MAX] {
        assert_eq!(page.get(&format!("api/review/{id}")).status, 422);
    }
    assert_eq!(page.post("api/recent/7", b"").status, 422);
    assert_eq!(page.get("api/review/1/row/4000000000").status, 404);
    assert_eq!(page.get("api/review/1/export?format=../../x").status, 422);
    assert_eq!(page.get("api/review/1/export?format=tmx&rows=most").status, 400);
    assert_eq!(page.get("api/review/1/changes?since=-1").status, 400);
    page.quit();
}

#[test]
fn odd_bodies_are_refused_and_the_review_goes_on() {
    let folder = news();
    let page = Page::serve(folder.path(), &PAIR);
    let decide = "api/review/1/decide";
    for body in [
        &b""[..],
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe{}",
        b"{\"seen\":0}",
        b"\"\xed\xa0\x80\"",
        br#"{"seen":-1,"decision":{"act":"undo"}}"#,
        br#"{"seen":0,"decision":{"act":"format"}}"#,
        br#"{"seen":0,"decision":{"act":"accept","rows":"all"}}"#,
    ] {
        let reply = page.post(decide, body);
        assert_eq!(reply.status, 400, "{}: {}", String::from_utf8_lossy(body), reply.text());
    }
    let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
    assert_eq!(page.post(decide, deep.as_bytes()).status, 400);
    for decision in [
        r#"{"act":"split","row":1,"source":18446744073709551615}"#,
        r#"{"act":"split","row":1,"source":116}"#,
        r#"{"act":"cut","row":1,"side":"target","at":9999999}"#,
        r#"{"act":"accept","rows":[4294967295]}"#,
        r#"{"act":"shape","from":1,"to":2,"beads":[[18446744073709551615,1]]}"#,
        r#"{"act":"pair-block","source":[1,2],"target":[3,4],"beads":[[9,9]]}"#,
        r#"{"act":"undo"}"#,
    ] {
        let asked = format!(r#"{{"seen":0,"decision":{decision}}}"#);
        let reply = page.post(decide, asked.as_bytes());
        assert!(reply.json()["conflict"]["text"].is_string(), "{decision}: {}", reply.text());
    }
    for bytes in [&b"\x00\x01\x02\r\n\r\n"[..], b"GET\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"]
    {
        assert!([0, 400, 404].contains(&page.raw(bytes).status));
    }
    assert_eq!(page.decide(0, "", &accept(1))["at"], 1);
    page.quit();
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let folder = news();
    let page = Page::serve(folder.path(), &PAIR);
    let path = format!("{}api/review/1/decide", page.base);
    let announced = page.head("POST", &path, "Content-Length: 99999999999\r\n\r\n{");
    assert_eq!(page.raw(announced.as_bytes()).status, 413);
    // Nothing announced: the server counts.
    let mut chunks = page.head("POST", &path, "Transfer-Encoding: chunked\r\n\r\n").into_bytes();
    for _ in 0..40 {
        chunks.extend_from_slice(b"10000\r\n");
        chunks.resize(chunks.len() + 0x10000, b' ');
        chunks.extend_from_slice(b"\r\n");
    }
    // The connection may be gone before the answer is read.
    assert!([0, 413].contains(&page.raw(&chunks).status));
    let long = page.head("GET", &page.base, &format!("X: {}\r\n\r\n", "x".repeat(200_000)));
    assert!([0, 400, 431].contains(&page.raw(long.as_bytes()).status));
    assert_eq!(page.get("api/home").status, 200);
    page.quit();
}

#[test]
fn slow_clients_keep_nobody_waiting() {
    let folder = news();
    let page = Page::serve(folder.path(), &PAIR);
    let start = Instant::now();
    let head = format!("GET {}api/home HTTP/1.1\r\nHo", page.base);
    let mut slow: Vec<_> = (0..100).map(|_| page.connect()).collect();
    slow.iter_mut().for_each(|stream| stream.write_all(head.as_bytes()).unwrap());
    let mut silent = page.connect();
    assert_eq!(page.get("api/home").status, 200);
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    // A head that does not come ends the connection.
    slow.push(page.connect());
    for stream in slow.iter_mut().take(1).chain([&mut silent]) {
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).ok();
    }
    assert!(start.elapsed() < Duration::from_secs(40), "{:?}", start.elapsed());
    page.quit();
}
