//! Memories that are written while they are asked.

use std::{
    sync::{
        RwLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::{
    lang::Lang,
    memory::SqliteStore,
    unit::{Text, Unit, UnitId},
};

const WORDS: [&str; 8] = ["meeting", "began", "door", "open", "minister", "left", "house", "river"];

fn pair(text: &str) -> NewUnit {
    NewUnit {
        source: text.to_owned(),
        target: format!("نص {text}"),
        source_lang: Some(Lang::english()),
        target_lang: Some(Lang::arabic()),
        ..NewUnit::default()
    }
}

/// A sentence of a few words that often come again.
fn sentence(mut number: usize) -> String {
    let mut words = Vec::new();
    for _ in 0..4 + number % 3 {
        words.push(WORDS[number % WORDS.len()]);
        number = number.wrapping_mul(2_654_435_761).rotate_right(7) + 1;
    }
    words.join(" ")
}

fn opened(units: usize) -> (tempfile::TempDir, Live) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    let all = (0..units).map(|k| {
        let (source, target) = (sentence(k), format!("نص {k}"));
        Unit::pair((Lang::english(), source.as_str()), (Lang::arabic(), target.as_str()))
    });
    SqliteStore::open_or_create(&path).unwrap().add(all, Timestamp::UNIX_EPOCH, None).unwrap();
    let memories = vec![LiveMemoryOptions { path, ..LiveMemoryOptions::default() }];
    let live = Live::open(&LiveOptions { memories, ..LiveOptions::default() }, &mut silent());
    (folder, live.unwrap())
}

fn asked(query: &str, exhaustive: bool) -> LookupRequest {
    let how = QueryRequest { exhaustive, min: 50.0, limit: 10, ..QueryRequest::default() };
    LookupRequest { how, ..LookupRequest::of(query) }
}

/// The units and the scores that a look-up finds.
fn found(live: &Live, asked: &LookupRequest) -> Vec<(UnitId, u32, String)> {
    let memories: Vec<&LiveMemory> = live.memories().collect();
    let answer = live.lookup(&memories, asked, &mut silent()).unwrap();
    answer.matches.into_iter().map(|m| (m.unit, m.score, m.source)).collect()
}

#[test]
fn what_is_written_is_found_at_once() {
    let (folder, live) = opened(300);
    let memory = live.memory("m").unwrap();
    let new = memory.add(&[pair("a tiger slept in the shade")], None).unwrap()[0].unit;
    let query = asked("a tiger slept in the shade", false);
    assert_eq!(found(&live, &query)[0], (new, 100, query.query.clone()));
    let edit = EditRequest {
        lang: Lang::english(),
        text: "a lion slept in the sun".into(),
        marks: Vec::new(),
        any_script: false,
    };
    memory.edit(new, &edit, Some("anna")).unwrap();
    assert!(found(&live, &query).iter().all(|(_, score, _)| *score < 100));
    // Another program.
    let other = SqliteStore::open_to_write(&folder.path().join("m.muwazi")).unwrap();
    let text = Text::plain("a tiger slept in the shade");
    other.edit(new, &Lang::english(), text, Timestamp::now(), None).unwrap();
    assert_eq!(found(&live, &query)[0].0, new);
    other.remove(&[new]).unwrap();
    assert!(found(&live, &query).iter().all(|(unit, ..)| *unit != new));
    memory.undo(&UndoRequest { last: true, ..UndoRequest::default() }, None).unwrap();
    assert_eq!(found(&live, &query)[0].0, new);
}

#[test]
fn many_small_writings_are_followed() {
    let (_folder, live) = opened(50);
    let memory = live.memory("m").unwrap();
    // More than an index keeps apart, and more than it leaves out of its files.
    for k in 0..120 {
        let text = format!("number {k} of the {} that came", WORDS[k % 8]);
        let id = memory.add(&[pair(&text)], None).unwrap()[0].unit;
        let query = asked(&text, false);
        assert_eq!(found(&live, &query)[0].0, id, "{k}");
        if k % 10 == 0 {
            memory.remove(&[id], None).unwrap();
            assert_eq!(found(&live, &query), found(&live, &asked(&text, true)), "{k}");
        }
    }
    let many: Vec<NewUnit> = (0..1500).map(|k| pair(&format!("line {k} of a long list"))).collect();
    memory.add(&many, None).unwrap();
    live.tend(&mut silent()).unwrap();
    let query = "line 777 of a long list";
    assert_eq!(found(&live, &asked(query, false)), found(&live, &asked(query, true)));
}

#[test]
fn a_look_up_leaves_the_index_on_disk_to_the_upkeep() {
    let (folder, live) = opened(400);
    let memory = live.memory("m").unwrap();
    let segments = || {
        let files = std::fs::read_dir(folder.path().join("m.muwazi-index")).into_iter().flatten();
        let is_segment = |name: &std::ffi::OsStr| name.to_string_lossy().ends_with(".seg");
        files.flatten().filter(|file| is_segment(&file.file_name())).count()
    };
    let add = |from: usize, count: usize| {
        let lines = from..from + count;
        let many: Vec<NewUnit> = lines.map(|k| pair(&format!("line {k} of a long list"))).collect();
        memory.add(&many, None).unwrap();
        let query = format!("line {} of a long list", from + count / 2);
        assert_eq!(found(&live, &asked(&query, false)), found(&live, &asked(&query, true)));
    };
    found(&live, &asked("the first one", false));
    let before = segments();
    add(0, 1500);
    assert_eq!(segments(), before);
    live.tend(&mut silent()).unwrap();
    let kept = segments();
    assert!(kept > before);
}

/// Clients that write at the same time.
const CLIENTS: usize = 50;

/// Adds, edits and removes units of its own, each found or not found at once, until it is told to end.
fn write_as(client: usize, live: &Live, (gate, ended): (&RwLock<()>, &AtomicBool)) {
    let memory = live.memory("m").unwrap();
    let mut own: Vec<(UnitId, String)> = Vec::new();
    for k in 0.. {
        let Ok(open) = gate.read() else { return };
        if ended.load(Ordering::Relaxed) {
            return;
        }
        // Words that all clients share, so that they write into each other's answers.
        let text = format!("{} {client} {k}", sentence(k * 7 + client));
        let is_there = |unit: &(UnitId, String)| {
            let matches = found(live, &asked(&unit.1, false));
            matches
                .iter()
                .any(|(id, score, source)| (*id, *score) == (unit.0, 100) && *source == unit.1)
        };
        match (k % 4, own.pop()) {
            (2, Some((id, old))) => {
                let edit = EditRequest {
                    lang: Lang::english(),
                    text: text.clone(),
                    marks: Vec::new(),
                    any_script: false,
                };
                memory.edit(id, &edit, None).unwrap();
                assert!(is_there(&(id, text.clone())) && !is_there(&(id, old)), "{text}");
                own.push((id, text));
            }
            (3, Some(unit)) => {
                memory.remove(&[unit.0], None).unwrap();
                assert!(!is_there(&unit), "{unit:?}");
            }
            (_, last) => {
                own.extend(last);
                let id = memory.add(&[pair(&text)], None).unwrap()[0].unit;
                assert!(is_there(&(id, text.clone())), "{text}");
                own.push((id, text));
            }
        }
        drop(open);
        thread::sleep(Duration::from_millis(5));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]

    #[test]
    fn answers_are_complete_while_fifty_clients_write(
        queries in prop::collection::vec(0..5000_usize, 40),
        tends in 1..8_usize,
    ) {
        let (_folder, live) = opened(400);
        let (live, gate, ended) = (&live, &RwLock::new(()), &AtomicBool::new(false));
        let mut wrong = None;
        thread::scope(|scope| {
            for client in 0..CLIENTS {
                scope.spawn(move || write_as(client, live, (gate, ended)));
            }
            for (at, query) in queries.iter().enumerate() {
                // What is found in the midst of writing is whole too: the clients look at that.
                found(live, &asked(&sentence(*query), false));
                if at % tends == 0 {
                    live.tend(&mut silent()).unwrap();
                }
                let Ok(_closed) = gate.write() else { break };
                // Nobody writes now, so that both are of one moment.
                let query = sentence(*query);
                let (quick, slow) =
                    (found(live, &asked(&query, false)), found(live, &asked(&query, true)));
                if quick != slow {
                    wrong = Some((query, quick, slow));
                    break;
                }
            }
            ended.store(true, Ordering::Relaxed);
        });
        prop_assert!(wrong.is_none(), "{:?}", wrong);
    }
}

#[derive(Debug, Clone)]
enum Act {
    Add(usize),
    Edit(usize, usize),
    Remove(usize),
    Undo,
    Tend,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0..5000_usize).prop_map(Act::Add),
        2 => (0..80_usize, 0..5000_usize).prop_map(|(a, b)| Act::Edit(a, b)),
        2 => (0..80_usize).prop_map(Act::Remove),
        1 => Just(Act::Undo),
        1 => Just(Act::Tend),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn an_index_that_follows_finds_what_comparing_finds(
        acts in prop::collection::vec(act(), 1..60),
        query in 0..5000_usize,
    ) {
        let (_folder, live) = opened(40);
        let memory = live.memory("m").unwrap();
        let query = sentence(query);
        for act in acts {
            match act {
                Act::Add(k) => drop(memory.add(&[pair(&sentence(k))], None).unwrap()),
                Act::Edit(unit, k) => {
                    let edit = EditRequest {
                        lang: Lang::english(), text: sentence(k), marks: Vec::new(), any_script: false,
                    };
                    memory.edit(UnitId::new(unit as i64), &edit, None).ok();
                }
                Act::Remove(unit) => drop(memory.remove(&[UnitId::new(unit as i64)], None).unwrap()),
                Act::Undo => {
                    let last = UndoRequest { last: true, ..UndoRequest::default() };
                    memory.undo(&last, None).ok();
                }
                Act::Tend => live.tend(&mut silent()).unwrap(),
            }
            prop_assert_eq!(found(&live, &asked(&query, false)), found(&live, &asked(&query, true)));
        }
    }
}

#[test]
fn memories_without_the_language_are_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let memory = |name: &str, units: Vec<Unit>| {
        let path = folder.path().join(format!("{name}.muwazi"));
        let store = SqliteStore::open_or_create(&path).unwrap();
        store.add(units, Timestamp::UNIX_EPOCH, None).unwrap();
        LiveMemoryOptions { path, ..LiveMemoryOptions::default() }
    };
    let german = Unit::pair(
        ("de".parse().unwrap(), "Die Tür ist offen."),
        ("fr".parse().unwrap(), "La porte est ouverte."),
    );
    let arabic =
        Unit::pair((Lang::arabic(), "الباب مفتوح."), (Lang::english(), "The door is open."));
    let memories = vec![memory("german", vec![german]), memory("arabic", vec![arabic])];
    let live =
        Live::open(&LiveOptions { memories, ..LiveOptions::default() }, &mut silent()).unwrap();
    let matches = found(&live, &LookupRequest::of("الباب مفتوح."));
    assert_eq!(matches.len(), 1);
    let all: Vec<&LiveMemory> = live.memories().collect();
    let how = QueryRequest { from: Some("ja".parse().unwrap()), ..QueryRequest::default() };
    let asked = LookupRequest { how, ..LookupRequest::of("x") };
    assert!(live.lookup(&all, &asked, &mut silent()).is_err());
    let phrase = ConcordanceRequest {
        text: "door".into(),
        memories: Vec::new(),
        from: None,
        to: None,
        regex: false,
        exact: false,
        limit: 5,
        offsets: Offsets::Bytes,
    };
    let found = live.concordance(&all, &phrase, &mut silent()).unwrap();
    assert_eq!((found.total, found.occurrences[0].memory.as_deref()), (1, Some("arabic")));
}

#[test]
fn names_of_memories_are_parts_of_addresses() {
    assert_eq!(name_of(Path::new("work/house.muwazi")), "house");
    for good in ["house", "بيت", "a b", "a_b-2"] {
        assert!(check_name(good).is_ok(), "{good}");
    }
    for bad in ["", ".", ".x", "a/b", "a\\b", "a?b", "a\nb", "*", "a%b", "a=b"] {
        assert!(check_name(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_memory_that_is_not_there_is_made_where_that_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.muwazi");
    let one = LiveMemoryOptions { path: path.clone(), create: true, ..Default::default() };
    let options = LiveOptions { memories: vec![one], ..LiveOptions::default() };
    let live = Live::open(&options, &mut silent()).unwrap();
    let memory = live.memories().next().unwrap();
    assert_eq!(memory.stats().unwrap().units, 0);
    let unit = NewUnit { source: "سلام".into(), target: "peace".into(), ..NewUnit::default() };
    memory.add(&[unit], None).unwrap();
    let found = live.lookup(&[memory], &LookupRequest::of("peace"), &mut silent()).unwrap();
    assert_eq!(found.matches.len(), 1);
    drop(live);
    assert!(path.exists());
}
