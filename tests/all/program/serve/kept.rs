//! What was answered as done is there, whenever the server is killed. `MUWAZI_KILLS` sets how often:
//! six times where it is not set, a thousand times for a night (`.ci/slow soak`).

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use super::{Reply, Server, memories, muwazi, reply};

const WRITERS: u64 = 8;
/// Kills between two looks at the whole memory.
const SPELL: u64 = 50;

/// The text that a unit has; none where it was removed.
type Held = Option<String>;

/// A client that writes, and what it was told.
struct Writer {
    number: u64,
    chance: u64,
    count: u64,
    /// Units of its own by number, as they were answered.
    units: BTreeMap<u64, Held>,
    /// The unit of the change that was not answered, and what it would be.
    open: Option<(u64, Held)>,
    /// The units of this round.
    touched: Vec<u64>,
}

impl Writer {
    fn new(number: u64) -> Self {
        let chance = number * 7 + 1;
        let (units, touched) = (BTreeMap::new(), Vec::new());
        Self { number, chance, count: 0, units, open: None, touched }
    }

    fn below(&mut self, most: u64) -> u64 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        self.chance % most
    }

    /// Adds, edits and removes until the server is gone.
    fn write(&mut self, server: &Server, ended: &AtomicBool) {
        while !ended.load(Ordering::Relaxed) && self.write_once(server).is_some() {}
    }

    /// One change; none where it was not answered.
    fn write_once(&mut self, server: &Server) -> Option<()> {
        self.count += 1;
        let text = format!("Line {} of writer {} came.", self.count, self.number);
        let kind = self.below(4);
        let living: Vec<u64> =
            self.units.iter().filter(|(_, held)| held.is_some()).map(|(unit, _)| *unit).collect();
        if kind < 2 || living.is_empty() {
            let target = format!("نص {} {}", self.count, self.number);
            let unit = json!({ "source": text, "target": target, "source_lang": "en", "target_lang": "ar" });
            let added = answered(server, "POST", "/units", &json!({ "units": [unit] }))?;
            let unit = added["units"][0]["unit"].as_u64()?;
            self.units.insert(unit, Some(text));
            self.touched.push(unit);
            return Some(());
        }
        let at = self.below(living.len() as u64) as usize;
        let (unit, is_edit) = (living[at], kind == 2);
        let held = is_edit.then_some(text);
        self.open = Some((unit, held.clone()));
        self.touched.push(unit);
        let path = format!("/units/{unit}");
        match &held {
            Some(text) => {
                answered(server, "PUT", &path, &json!({ "lang": "en", "text": text }))?;
            }
            None => drop(answered(server, "DELETE", &path, &Value::Null)?),
        }
        self.units.insert(unit, held);
        self.open = None;
        Some(())
    }

    /// Compares the units of the last round with what was answered.
    fn check(&mut self, server: &Server) {
        let open = self.open.take();
        for unit in std::mem::take(&mut self.touched) {
            let found = text_of(server, unit);
            let held = self.units[&unit].clone();
            match &open {
                // Without an answer it was done, or it was not.
                Some((of, new)) if *of == unit && found == *new => {
                    self.units.insert(unit, found);
                }
                _ => assert_eq!(found, held, "unit {unit} of writer {}", self.number),
            }
        }
    }
}

/// Asks on a connection of its own; none where no whole answer came.
fn answered(server: &Server, method: &str, path: &str, body: &Value) -> Option<Value> {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let more = format!(
        "Authorization: Bearer {}\r\nContent-Length: {}\r\n\r\n{body}",
        server.token,
        body.len()
    );
    let head = server.head(method, &format!("/api/v1/memories/house{path}"), &more);
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
    let mut got = Vec::new();
    stream.write_all(head.as_bytes()).ok()?;
    stream.read_to_end(&mut got).ok();
    let Reply { status, body, .. } = reply(&got);
    let answer = serde_json::from_slice(&body).ok()?;
    assert_eq!(status, 200, "{answer}");
    Some(answer)
}

/// The English text of a unit.
fn text_of(server: &Server, unit: u64) -> Held {
    let reply = server.ask("GET", &format!("/memories/house/units/{unit}"), &Value::Null);
    if reply.status == 404 {
        return None;
    }
    assert_eq!(reply.status, 200, "{}", reply.text());
    let unit = reply.json();
    let english = unit["variants"].as_array().unwrap().iter().find(|v| v["lang"] == "en");
    Some(english.unwrap()["text"]["text"].as_str().unwrap().to_owned())
}

/// Looks at all of it: each text is found by its index, and the memory is sound.
fn look(server: Server, folder: &Path, writers: &[Writer]) {
    let held: Vec<&String> = writers.iter().flat_map(|w| w.units.values().flatten()).collect();
    for queries in held.chunks(100) {
        let asked = json!({ "queries": queries, "from": "en", "min": 100, "limit": 1 });
        let answers = server.answer("POST", "/lookup/batch", &asked);
        for answer in answers["answers"].as_array().unwrap() {
            assert_eq!(answer["matches"][0]["score"], 100, "{answer}");
        }
    }
    drop(server);
    let doctor = muwazi(folder).args(["doctor", "house.muwazi"]).output().unwrap();
    assert!(doctor.status.success(), "{}", String::from_utf8_lossy(&doctor.stdout));
}

#[test]
fn what_was_answered_survives_a_kill() {
    let rounds = std::env::var("MUWAZI_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(6_u64);
    let folder = memories();
    let start = || Server::start(folder.path(), &["-m", "house.muwazi", "--log", "off"]);
    let mut writers: Vec<Writer> = (1..=WRITERS).map(Writer::new).collect();
    let mut server = start();
    for round in 1..=rounds {
        let (ended, wait) = (AtomicBool::new(false), 20 + writers[0].below(300));
        thread::scope(|scope| {
            for writer in &mut writers {
                let (server, ended) = (&server, &ended);
                scope.spawn(move || writer.write(server, ended));
            }
            thread::sleep(Duration::from_millis(wait));
            kill(&server);
            ended.store(true, Ordering::Relaxed);
        });
        server.child.kill().ok();
        server.child.wait().unwrap();
        server = start();
        writers.iter_mut().for_each(|writer| writer.check(&server));
        if round % SPELL == 0 || round == rounds {
            look(server, folder.path(), &writers);
            server = start();
            eprintln!("{round} kills");
        }
    }
    let units: usize = writers.iter().map(|writer| writer.units.len()).sum();
    assert!(units as u64 > rounds * 2, "{units} units");
}

/// Kills the server while its clients write.
fn kill(server: &Server) {
    #[cfg(unix)]
    {
        let id = rustix::process::Pid::from_raw(server.child.id() as i32).unwrap();
        rustix::process::kill_process(id, rustix::process::Signal::KILL).unwrap();
    }
    #[cfg(not(unix))]
    let _ = server;
}
