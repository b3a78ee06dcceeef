//! Accepted rows in a memory, and spreadsheets that come back corrected.

use muwazi::{Lang, SqliteStore, Store, Timestamp, Unit};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

use super::{PAIR, Page, accept, news};

fn texts(store: &SqliteStore) -> Vec<(String, bool)> {
    let mut texts = Vec::new();
    store
        .each_unit(&mut |_, unit: Unit| {
            texts.push((unit.variants[1].text.text.clone(), unit.is_reviewed()));
            Ok(())
        })
        .unwrap();
    texts
}

#[test]
fn rows_go_into_a_memory_as_they_are_accepted_and_come_out_again() {
    let folder = news();
    let path = folder.path().join("house.muwazi");
    // A row of one segment each.
    let (held, [source, target]) = {
        let page = Page::serve(folder.path(), &PAIR);
        let whole = page.whole(1);
        page.quit();
        let cells = |at: usize| ["s", "t"].map(|side| whole["rows"][at][side].clone());
        let is_single =
            |at: &usize| cells(*at).iter().all(|cell| cell.as_array().unwrap().len() == 1);
        let at = (2..20).find(is_single).unwrap();
        (at, cells(at).map(|cell| cell[0]["text"].as_str().unwrap().to_owned()))
    };
    let own = Unit::pair((Lang::arabic(), &source), (Lang::english(), &target));
    SqliteStore::open_or_create(&path).unwrap().add([own], Timestamp::UNIX_EPOCH, None).unwrap();
    let page =
        Page::serve(folder.path(), &[PAIR[0], PAIR[1], "-m", "house.muwazi", "--by", "Layla"]);
    assert_eq!(page.get("api/home").json()["memory"]["name"], "house.muwazi");
    page.decide(0, "", &accept(1));
    let live = page.post("api/review/1/memory-live", br#"{"on":true}"#).json();
    assert_eq!(live, json!({ "added": 1, "held": 0, "memory": "house.muwazi" }));
    assert_eq!(page.whole(1)["live"], true);
    let news = page.decide(1, "", &json!({ "act": "accept", "rows": [0, held] }));
    // The memory had one of them.
    assert_eq!(news["memory"], json!({ "added": 1, "held": 1 }));
    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.count().unwrap(), 3);
    assert!(texts(&store).iter().filter(|(_, reviewed)| *reviewed).count() >= 2);
    // What was taken back goes out, but not what the memory had before.
    let undone = page.decide(2, "", &json!({ "act": "undo" }));
    assert_eq!(undone["memory"], json!({ "added": 0, "held": 0, "removed": 1, "kept": 1 }));
    assert_eq!(store.count().unwrap(), 2);
    let edited = json!({ "act": "edit", "row": 1, "side": "target",
                         "at": page.whole(1)["rows"][1]["t"][0]["at"], "text": "Edited" });
    page.decide(3, "", &edited);
    assert_eq!(store.count().unwrap(), 2, "the edited unit takes the place of the old one");
    assert!(texts(&store).iter().any(|(text, _)| text.starts_with("Edited")));
    page.post("api/review/1/memory-live", br#"{"on":false}"#);
    assert!(page.decide(4, "", &accept(0))["memory"].is_null());
    let put = page.post("api/review/1/memory", br#"{"rows":"reviewed"}"#).json();
    assert_eq!((&put["added"], &put["held"]), (&json!(1), &json!(1)));
    page.quit();
}

#[test]
fn without_a_memory_it_says_so() {
    let folder = news();
    let page = Page::serve(folder.path(), &PAIR);
    let reply = page.post("api/review/1/memory", b"{}");
    assert_eq!(reply.status, 422);
    assert!(reply.json()["hint"].is_string());
    page.quit();
}

#[test]
fn a_corrected_spreadsheet_is_taken_over() {
    let folder = news();
    let page = Page::serve(folder.path(), &PAIR);
    let whole = page.whole(1);
    let rows = whole["rows"].as_array().unwrap();
    let text = |at: usize, side: &str| {
        let pieces = rows[at][side].as_array().unwrap().iter();
        pieces.map(|piece| piece["text"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
    };
    let single =
        |at: &usize| ["s", "t"].iter().all(|side| rows[*at][*side].as_array().unwrap().len() == 1);
    let ones: Vec<usize> = (0..rows.len()).filter(single).collect();
    let sheet = page.get("api/review/1/export?format=xlsx&rows=all");
    assert!(sheet.body.starts_with(b"PK"));
    // As it went out, it changes nothing.
    let path = "api/review/1/spreadsheet";
    let same = page.post_as(path, "application/octet-stream", &sheet.body).json();
    assert_eq!((&same["at"], &same["told"]), (&json!(0), &json!("0 rows taken over")));
    let mut book = Workbook::new();
    let out = book.add_worksheet();
    let mut put = |row: u32, cells: [&str; 6]| {
        for (column, cell) in (0..).zip(cells) {
            out.write_string(row, column, cell).unwrap();
        }
    };
    put(0, ["no.", "ar", "en", "confidence", "note", "act"]);
    let (s, t) = (text(ones[0], "s"), text(ones[0], "t"));
    put(1, ["1", &s, &t, "", "good", "ok"]);
    let (s, t) = (text(ones[1], "s"), text(ones[1], "t"));
    put(2, ["2", &s, &t, "", "", "delete"]);
    put(3, ["3", &text(ones[2], "s"), "Written by hand.", "", "", "keep"]);
    put(4, ["9", "لا أصل له", "Of no origin", "", "", "ok"]);
    let bytes = book.save_to_buffer().unwrap();
    let taken = page.post_as(path, "application/octet-stream", &bytes).json();
    assert_eq!(taken["whole"], true);
    let told = taken["told"].as_str().unwrap();
    assert!(told.starts_with("3 rows taken over, 1 not understood"), "{told}");
    let after = page.whole(1);
    let state = |at: usize| -> Value { after["rows"][at]["state"].clone() };
    assert_eq!((state(ones[0]), state(ones[1])), (json!("accepted"), json!("rejected")));
    assert_eq!(after["rows"][ones[0]]["note"], "good");
    assert_eq!(after["rows"][ones[2]]["t"][0]["edited"], "Written by hand.");
    assert_eq!(page.post_as(path, "application/octet-stream", b"no sheet").status, 422);
    page.quit();
}
