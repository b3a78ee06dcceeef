//! What was answered as done is there, whenever the server is killed.

use std::{
    io::{Read, Write},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use super::{Server, memories, reply};

/// Adds units on one connection after the other until the server is gone; the texts that were answered.
fn add(server: &Server, writer: usize, ended: &AtomicBool, done: &Mutex<Vec<String>>) {
    for k in 0.. {
        if ended.load(Ordering::Relaxed) {
            return;
        }
        let text = format!("Line {k} of writer {writer} came.");
        let unit = json!({ "source": text, "target": format!("نص {k} {writer}"), "source_lang": "en", "target_lang": "ar" });
        let body = json!({ "units": [unit] }).to_string();
        let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", server.port)) else {
            return;
        };
        let head = server.head(
            "POST",
            "/api/v1/memories/house/units",
            &format!(
                "Authorization: Bearer {}\r\nContent-Length: {}\r\n\r\n",
                server.token,
                body.len()
            ),
        );
        let mut got = Vec::new();
        stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).ok();
        stream.read_to_end(&mut got).ok();
        let reply = reply(&got);
        let is_whole = serde_json::from_slice::<Value>(&reply.body).is_ok();
        if reply.status == 200 && is_whole {
            done.lock().unwrap().push(text);
        }
    }
}

#[test]
fn what_was_answered_survives_a_kill() {
    let folder = memories();
    let (done, args) = (Mutex::new(Vec::new()), ["-m", "house.muwazi", "--log", "off"]);
    for round in 0..6 {
        let mut server = Server::start(folder.path(), &args);
        let ended = AtomicBool::new(false);
        thread::scope(|scope| {
            for writer in 0..4 {
                let (server, ended, done) = (&server, &ended, &done);
                scope.spawn(move || add(server, round * 10 + writer, ended, done));
            }
            thread::sleep(Duration::from_millis(150 + 60 * round as u64));
            #[cfg(unix)]
            {
                let id = rustix::process::Pid::from_raw(server.child.id() as i32).unwrap();
                rustix::process::kill_process(id, rustix::process::Signal::KILL).unwrap();
            }
            ended.store(true, Ordering::Relaxed);
        });
        server.child.kill().ok();
        server.child.wait().unwrap();
    }
    let done = done.into_inner().unwrap();
    assert!(done.len() > 20, "{}", done.len());
    let server = Server::start(folder.path(), &args);
    for queries in done.chunks(200) {
        let asked = json!({ "queries": queries, "from": "en", "min": 100, "limit": 1 });
        let answers = server.answer("POST", "/lookup/batch", &asked);
        for answer in answers["answers"].as_array().unwrap() {
            assert_eq!(answer["matches"][0]["score"], 100, "{answer}");
        }
    }
}
