//! Folders of pairs, uploads and recent reviews.

use std::{
    fs,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use muwazi::{
    review::{Act, Asked, RowId},
    service::review::{ReviewId, Reviews, ReviewsOptions},
};
use serde_json::Value;

use super::{PAIR, Page, accept, news};

#[test]
fn a_folder_is_a_list() {
    let folder = news();
    let texts = folder.path().join("texts");
    fs::create_dir(&texts).unwrap();
    for name in ["b", "a"] {
        for lang in ["ar", "en"] {
            let text = folder.path().join(format!("a.{lang}.txt"));
            fs::copy(text, texts.join(format!("{name}.{lang}.txt"))).unwrap();
        }
    }
    fs::write(texts.join("c.ar.txt"), "وحيد").unwrap();
    let page = Page::serve(folder.path(), &["texts"]);
    let start = Instant::now();
    let home = loop {
        let home = page.get("api/home").json();
        let counts = |at: usize| home["reviews"][at]["rows"].as_u64();
        if counts(0).is_some() && counts(1).is_some() {
            break home;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "{home}");
        thread::sleep(Duration::from_millis(20));
    };
    assert_eq!((&home["view"], &home["folder"]), (&"folder".into(), &"texts".into()));
    let names: Vec<&Value> =
        home["reviews"].as_array().unwrap().iter().map(|r| &r["name"]).collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(home["reviews"][0]["state"], "new");
    assert!(home["reviews"][0]["confidence"].as_f64().unwrap() > 0.9);
    assert!(home["reviews"][2]["error"].as_str().unwrap().contains("no translation"));
    let weakest = page.get("api/weakest").json();
    let weakest = weakest["rows"].as_array().unwrap();
    assert!(weakest.iter().any(|row| row["review"] == "2"), "{weakest:?}");
    // Looking leaves no files; opening does.
    assert_eq!(fs::read_dir(&texts).unwrap().count(), 5);
    let whole = page.whole(1);
    let path = whole["path"].as_str().unwrap();
    assert!(path.ends_with("a.ar.txt.muwazi-review") && path.starts_with('/'), "{path}");
    assert_eq!(fs::read_dir(&texts).unwrap().count(), 6);
    page.decide(0, "", &accept(0));
    let home = page.get("api/home").json();
    assert_eq!(home["reviews"][0]["state"], "begun");
    assert_eq!(home["reviews"][0]["decided"], 1);
    assert_eq!(page.get("api/review/3").status, 422);
    page.quit();
}

#[test]
fn two_files_can_be_dropped_and_found_again() {
    let folder = news();
    let page = Page::serve(folder.path(), &[]);
    assert_eq!(page.get("api/home").json()["view"], "start");
    let part = |field: &str, name: &str, text: &[u8]| {
        let head = format!(
            "--XX\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
        );
        [head.as_bytes(), text, b"\r\n"].concat()
    };
    let texts = PAIR.map(|name| fs::read(folder.path().join(name)).unwrap());
    let form = |names: [&str; 2]| {
        let parts = [part("source", names[0], &texts[0]), part("target", names[1], &texts[1])];
        let body = [parts.concat(), b"--XX--\r\n".to_vec()].concat();
        page.post_as("api/new", "multipart/form-data; boundary=XX", &body)
    };
    let made = form(["../../خبر.ar.txt", "C:\\x\\news.en.txt"]);
    assert_eq!(made.json()["review"], "1", "{}", made.text());
    let whole = page.whole(1);
    assert_eq!(whole["source"]["name"], "خبر.ar.txt");
    assert_eq!(whole["target"]["name"], "news.en.txt");
    let kept = fs::canonicalize(folder.path().join("data/muwazi/reviews")).unwrap();
    let path = fs::canonicalize(whole["path"].as_str().unwrap()).unwrap();
    assert!(path.starts_with(&kept), "{path:?}");
    // Two files of one name, and a second pair at the same second.
    assert_eq!(form(["a.txt", "A.txt"]).json()["review"], "2");
    let one = [part("source", "a.txt", b"x"), b"--XX--\r\n".to_vec()].concat();
    assert_eq!(page.post_as("api/new", "multipart/form-data; boundary=XX", &one).status, 400);
    assert_eq!(page.post("api/new", b"{}").status, 400);
    assert_eq!(form(["a.exe", "b.exe"]).json()["review"], "3");
    page.decide(0, "", &accept(0));
    page.quit();
    let page = Page::serve(folder.path(), &[]);
    let recent = page.get("api/home").json()["recent"].clone();
    assert_eq!(recent.as_array().unwrap().len(), 3);
    let first = recent
        .as_array()
        .unwrap()
        .iter()
        .position(|item| item["name"].as_str().unwrap().contains("news.en.txt"));
    let number = recent[first.unwrap()]["number"].as_u64().unwrap();
    let opened = page.post(&format!("api/recent/{number}"), b"");
    assert_eq!(opened.json()["review"], "1", "{}", opened.text());
    assert_eq!(page.whole(1)["at"], 1);
    page.quit();
}

/// Sentences in which made-up words correspond, which no dictionary knows.
fn made_up(seed: usize, shuffled: bool) -> [String; 2] {
    const WORDS: [(&str, &str); 16] = [
        ("زمبور", "zindle"),
        ("قرطوش", "marfeck"),
        ("شلقام", "tovish"),
        ("برقوت", "quellan"),
        ("دعموش", "hurbit"),
        ("طرنوق", "sprangle"),
        ("غلفاس", "wexmoor"),
        ("نشكور", "plonter"),
        ("حردوب", "yastick"),
        ("ضفنيس", "corvane"),
        ("خطرون", "dumbrill"),
        ("فلشاط", "oskery"),
        ("ثعلوق", "brintle"),
        ("ظربان", "lumquist"),
        ("صنتيت", "gavrick"),
        ("جعفوط", "nellop"),
    ];
    let mut texts = [String::new(), String::new()];
    for i in 0..48 {
        let pick = |k: usize| WORDS[(seed + i * (2 * k + 3) + k * 5 + i / 7) % WORDS.len()];
        let (a, b) = (pick(0), pick(1));
        texts[0] += &format!("رأى {} أن {} وصل أمس.\n", a.0, b.0);
        // Some have no translation, so that beads have to be told from each other.
        if !(shuffled && i % 5 == 2) {
            texts[1] += &format!("{} thought that {} arrived.\n", a.1, b.1);
        }
    }
    texts
}

#[test]
fn accepted_pairs_teach_the_aligner_for_the_next_document() {
    let folder = tempfile::tempdir().unwrap();
    for (name, texts) in [("a", made_up(1, false)), ("b", made_up(5, true))] {
        for (lang, text) in ["ar", "en"].iter().zip(texts) {
            fs::write(folder.path().join(format!("{name}.{lang}.txt")), text).unwrap();
        }
    }
    let open = || {
        let reviews = Reviews::open(ReviewsOptions::default(), Arc::new(|_| {})).unwrap();
        reviews.add_folder(folder.path()).unwrap();
        reviews
    };
    let second = ReviewId(2);
    let journal = folder.path().join("b.ar.txt.muwazi-review");
    let mean = |reviews: &Reviews| {
        let rows = reviews.whole(second).unwrap().whole.rows;
        let pairs: Vec<f64> = rows
            .iter()
            .filter(|row| !row.s.is_empty() && !row.t.is_empty())
            .filter_map(|row| row.c)
            .collect();
        pairs.iter().sum::<f64>() / pairs.len() as f64
    };
    let untaught = mean(&open());
    fs::remove_file(&journal).unwrap();
    let reviews = open();
    let first = ReviewId(1);
    let last = reviews.whole(first).unwrap().whole.rows.last().unwrap().id;
    let act = Act::AcceptThrough { row: last };
    reviews.decide(first, Asked { seen: 0, by: None, key: None, act }).unwrap();
    let taught = mean(&reviews);
    assert!(taught > untaught + 0.02, "{untaught} before, {taught} after");
    let details = reviews.details(second, RowId(4)).unwrap().unwrap();
    assert!(details.evidence.iter().any(|e| e.signal == "terms" && e.nats > 0.0), "{details:?}");
    // The next session learns from the journal of this one.
    fs::remove_file(&journal).unwrap();
    let again = mean(&open());
    assert_eq!(again, taught);
}
