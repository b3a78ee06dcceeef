//! Decisions on disk: two windows, two programs, programs that are killed.

use std::{fs, thread};

use muwazi::review::JournalFile;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use super::{JOURNAL, PAIR, Page, accept, news};
use crate::program::{muwazi, run};

#[test]
fn two_windows_are_merged_or_told() {
    let folder = news();
    let page = Page::serve(folder.path(), &PAIR);
    let first = page.decide(0, "Layla", &accept(2));
    assert_eq!(first["at"], 1);
    // The other window has not seen it: the same row is a conflict, another is not.
    let conflict = page.decide(0, "Omar", &json!({ "act": "reject", "rows": [2] }));
    assert!(conflict["conflict"]["text"].as_str().unwrap().contains("by Layla"), "{conflict}");
    assert_eq!((&conflict["at"], &conflict["conflict"]["by"]), (&json!(1), &json!("Layla")));
    assert_eq!(conflict["changes"].as_array().unwrap().len(), 1);
    let merged = page.decide(0, "Omar", &accept(5));
    assert_eq!((&merged["at"], merged["changes"].as_array().unwrap().len()), (&json!(2), 2));
    let polled = page.get("api/review/1/changes?since=1").json();
    assert_eq!(polled["changes"].as_array().unwrap().len(), 1);
    assert_eq!(polled["changes"][0]["rows"][0]["state"], "accepted");
    page.quit();
}

#[test]
fn two_programs_share_a_journal() {
    let folder = news();
    let pages = [Page::serve(folder.path(), &PAIR), Page::serve(folder.path(), &[JOURNAL])];
    pages[0].decide(0, "Layla", &accept(2));
    let answer = pages[1].decide(0, "Omar", &accept(2));
    assert!(answer["conflict"]["text"].as_str().unwrap().contains("by Layla"), "{answer}");
    // Both at once: each decision is kept once, in some order.
    thread::scope(|scope| {
        for (at, page) in pages.iter().enumerate() {
            scope.spawn(move || {
                for row in 0..10 {
                    page.decide(u64::MAX >> 12, "", &accept(2 * row + at as u64));
                }
            });
        }
    });
    let at = |page: &Page| page.get("api/review/1/changes?since=0").json()["at"].as_u64();
    assert_eq!(at(&pages[0]), at(&pages[1]));
    let file = JournalFile::open(&folder.path().join(JOURNAL)).unwrap();
    assert_eq!(Some(file.review().number()), at(&pages[0]));
    assert!(file.review().rows()[..18].iter().all(|row| row.is_decided()));
}

#[test]
fn a_killed_program_loses_nothing_that_it_answered() {
    let folder = news();
    let mut answered = 0;
    for round in 0..6_u64 {
        let mut page = Page::serve(folder.path(), &PAIR);
        let kept = page.whole(1)["at"].as_u64().unwrap();
        assert!(kept >= answered, "{kept} of {answered}");
        answered = kept;
        let pid = Pid::from_child(&page.child);
        let killer = thread::spawn(move || {
            thread::sleep(std::time::Duration::from_millis(40 + 35 * round));
            kill_process(pid, Signal::KILL).unwrap();
        });
        loop {
            let decision = match answered % 3 {
                0 => accept(1 + answered % 7),
                1 => json!({ "act": "undo" }),
                _ => json!({ "act": "note", "row": 3, "text": format!("ملاحظة {answered}") }),
            };
            let asked = json!({ "seen": answered, "decision": decision }).to_string();
            let path = format!("{}api/review/1/decide", page.base);
            let more = format!("Content-Length: {}\r\n\r\n{asked}", asked.len());
            // The server may be gone at any point.
            let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", page.port)) else {
                break;
            };
            std::io::Write::write_all(&mut stream, page.head("POST", &path, &more).as_bytes()).ok();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut stream, &mut bytes).ok();
            let reply = super::reply(bytes);
            if reply.status != 200 {
                break;
            }
            if reply.json()["conflict"].is_null() {
                answered = reply.json()["at"].as_u64().unwrap();
            }
        }
        killer.join().unwrap();
        page.child.wait().unwrap();
    }
    assert!(answered > 0);
    // A line that was cut off is not read, and the next program goes on after it.
    let path = folder.path().join(JOURNAL);
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend_from_slice(br#"{"n":9999,"at":"2026"#);
    fs::write(&path, bytes).unwrap();
    let page = Page::serve(folder.path(), &[JOURNAL]);
    let at = page.whole(1)["at"].as_u64().unwrap();
    assert!(at >= answered);
    assert_eq!(page.decide(at, "", &json!({ "act": "note", "row": 0, "text": "x" }))["at"], at + 1);
    page.quit();
}

#[test]
fn a_journal_that_was_removed_takes_no_decision() {
    let folder = news();
    let page = Page::serve(folder.path(), &PAIR);
    page.decide(0, "", &accept(0));
    fs::rename(folder.path().join(JOURNAL), folder.path().join("away.muwazi-review")).unwrap();
    let asked = json!({ "seen": 1, "decision": accept(1) }).to_string();
    let reply = page.post("api/review/1/decide", asked.as_bytes());
    assert_eq!(reply.status, 500, "{}", reply.text());
    assert!(reply.json()["error"].as_str().unwrap().contains("removed or replaced"));
    fs::rename(folder.path().join("away.muwazi-review"), folder.path().join(JOURNAL)).unwrap();
    assert_eq!(page.decide(1, "", &accept(1))["at"], 2);
    page.quit();
}

#[test]
fn a_signal_ends_it() {
    use std::os::unix::process::ExitStatusExt;
    let folder = news();
    let mut page = Page::serve(folder.path(), &PAIR);
    kill_process(Pid::from_child(&page.child), Signal::TERM).unwrap();
    assert_eq!(page.child.wait().unwrap().signal(), Some(Signal::TERM.as_raw()));
}

#[test]
fn a_review_goes_out_without_a_page() {
    let folder = news();
    let page = Page::serve(folder.path(), &PAIR);
    page.decide(0, "", &accept(0));
    page.decide(
        1,
        "",
        &json!({ "act": "edit", "row": 0, "side": "target", "at": 0, "text": "Edited" }),
    );
    let shown = page.get("api/review/1/export?format=tsv&rows=reviewed");
    assert!(shown.head.contains("filename=\"a.ar.tsv\""), "{}", shown.head);
    page.quit();
    let export = |out: &str, rows: &str| {
        let mut command = muwazi(folder.path());
        run(command.args(["review", JOURNAL, "--export", out, "--rows", rows]))
    };
    assert_eq!(export("reviewed.tsv", "reviewed"), (Some(0), "1 pair written\n".into()));
    assert!(fs::read_to_string(folder.path().join("reviewed.tsv")).unwrap().contains("Edited"));
    for (out, rows) in [("a.tmx", "sure"), ("a.beads", "all"), ("a.xlsx", "all"), ("a.html", "all")]
    {
        assert_eq!(export(out, rows).0, Some(0), "{out}");
        assert!(fs::metadata(folder.path().join(out)).unwrap().len() > 100, "{out}");
    }
    // What is there and holds something else is not replaced.
    assert_eq!(export("a.ar.txt", "all").0, Some(2));
}
