//! Memories that are damaged, came from somebody else, or lie on a full disk.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use muwazi::{
    Error, ErrorKind, Lang, SqliteStore, Store, Unit,
    error::Setting,
    lookup::{Lookup, LookupOptions},
    memory::DamagedMemory,
};
use proptest::prelude::*;

const PAGE: usize = 4096;

fn unit(number: usize) -> Unit {
    let (ar, en) = (
        format!("في الاجتماع رقم {number} قرر المجلس بناء جسر جديد على النهر."),
        format!("At meeting number {number} the council decided to build a new bridge."),
    );
    let mut unit = Unit::pair((Lang::arabic(), &ar), (Lang::english(), &en));
    unit.meta.add_prop("x-domain", "news");
    unit
}

fn made(path: &Path, units: usize) {
    let memory = SqliteStore::open_or_create(path).unwrap();
    memory.import("test", Timestamp::UNIX_EPOCH, (1..=units).map(|n| Ok(unit(n)))).unwrap();
}

/// The numbers of the units that a store gives, each of which must be what was put in.
fn given(store: &dyn Store) -> Vec<i64> {
    let mut all = Vec::new();
    store
        .each_unit(&mut |id, read| {
            assert_eq!(read, unit(usize::try_from(id.get()).unwrap()));
            all.push(id.get());
            Ok(())
        })
        .unwrap();
    all
}

/// The pages of a table, from SQLite itself.
fn pages(path: &Path, table: &str, leaf: bool) -> Vec<usize> {
    let c = rusqlite::Connection::open(path).unwrap();
    let kind = if leaf { "leaf" } else { "internal" };
    let mut pages = c
        .prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ? ORDER BY pageno")
        .unwrap();
    let pages = pages.query_map([table, kind], |row| row.get::<_, usize>(0)).unwrap();
    pages.map(Result::unwrap).collect()
}

fn overwrite(path: &Path, page: usize, byte: u8) {
    let mut bytes = fs::read(path).unwrap();
    bytes[(page - 1) * PAGE..page * PAGE].fill(byte);
    fs::write(path, bytes).unwrap();
}

fn muwazi(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_muwazi")).current_dir(folder).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with a memory of 2,000 units.
fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    made(&path, 2000);
    (folder, path)
}

#[test]
fn one_page_of_texts_costs_only_its_units() {
    for byte in [0, 0xAA, 13] {
        let (folder, path) = folder();
        let leaves = pages(&path, "texts", true);
        overwrite(&path, leaves[leaves.len() / 2], byte);
        let memory = SqliteStore::open(&path).unwrap();
        let all = given(&memory);
        let losses = memory.losses();
        assert!(all.len() > 1980, "{byte}: {}", all.len());
        assert_eq!(all.len() + losses.unreadable.len(), 2000, "{byte}");
        assert!(losses.unreadable.iter().all(|id| !all.contains(&id.get())));
        drop(memory);
        let out = muwazi(folder.path(), &["export", "-m", "m.muwazi", "-o", "out.tmx"]);
        assert_eq!(out.status.code(), Some(1), "{}", text(&out.stderr));
        let first = losses.unreadable.first().unwrap().to_string();
        assert!(text(&out.stderr).contains("not read"), "{}", text(&out.stderr));
        assert!(text(&out.stderr).contains(&first), "{}", text(&out.stderr));
        let tmx = fs::read_to_string(folder.path().join("out.tmx")).unwrap();
        assert_eq!(tmx.matches("<tu").count() - tmx.matches("<tuv").count(), all.len());
    }
}

/// The pages that lead to others hold no unit: with them all are found again.
#[test]
fn pages_that_lead_to_units_cost_none() {
    for (table, leaf) in [
        ("texts", false),
        ("units", false),
        ("units", true),
        ("sqlite_autoindex_units_1", true),
        ("sqlite_autoindex_units_1", false),
        ("languages", true),
        ("memory", true),
        ("moments", true),
        ("imports", true),
    ] {
        let (_folder, path) = folder();
        let page = *pages(&path, table, leaf).first().unwrap_or(&0);
        if page < 2 {
            continue;
        }
        overwrite(&path, page, 0xAA);
        let memory = SqliteStore::open(&path).unwrap();
        assert_eq!(given(&memory).len(), 2000, "{table} {leaf}");
        assert!(memory.losses().unreadable.is_empty(), "{table} {leaf}");
        assert_eq!(memory.languages().unwrap().len(), 2, "{table} {leaf}");
    }
}

#[test]
fn a_memory_without_its_first_page_or_its_end_gives_up_the_rest() {
    let (folder, path) = folder();
    let whole = fs::read(&path).unwrap();
    overwrite(&path, 1, 0x55);
    assert_eq!(given(&SqliteStore::open(&path).unwrap()).len(), 2000);
    fs::write(&path, &whole[..whole.len() / 2 / PAGE * PAGE + 100]).unwrap();
    let memory = SqliteStore::open(&path).unwrap();
    let read = given(&memory).len();
    assert!(read > 500, "{read}");
    assert!(memory.losses().pages > 0);
    drop(memory);
    let out = muwazi(folder.path(), &["doctor", "m.muwazi", "--repair", "saved.muwazi"]);
    assert_eq!(out.status.code(), Some(1), "{}", text(&out.stderr));
    let saved = SqliteStore::open(&folder.path().join("saved.muwazi")).unwrap();
    assert_eq!(saved.count().unwrap(), read as u64);
    assert!(saved.losses().is_empty());
}

#[test]
fn units_with_broken_parts_stop_nothing() {
    let (folder, path) = folder();
    let c = rusqlite::Connection::open(&path).unwrap();
    let set = |column: &str, value: &str, unit: i64, place: i64| {
        let sql = format!("UPDATE texts SET {column} = {value} WHERE id = ?");
        c.execute(&sql, [(unit << 16) + place]).unwrap();
    };
    set("unit_meta", "'{\"props\":['", 5, 0);
    set("meta", "'nonsense'", 6, 1);
    set("marks", "'[{\"at\":7777,\"raw\":\"<ph/>\"}]'", 7, 0);
    set("text", "CAST(x'FF41' AS TEXT)", 8, 1);
    set("lang", "'!!'", 9, 0);
    c.execute("DELETE FROM texts WHERE id = ?", [(10 << 16) + 1]).unwrap();
    c.execute("DELETE FROM texts WHERE id BETWEEN ? AND ?", [11 << 16, 12 << 16]).unwrap();
    drop(c);
    let before = fs::read(&path).unwrap();
    let out = muwazi(folder.path(), &["export", "-m", "m.muwazi", "-o", "out.jsonl"]);
    assert_eq!(out.status.code(), Some(1), "{}", text(&out.stderr));
    assert!(text(&out.stderr).contains("5 to 12"), "{}", text(&out.stderr));
    assert_eq!(fs::read_to_string(folder.path().join("out.jsonl")).unwrap().lines().count(), 1992);
    for query in ["units", "where"] {
        let memory = SqliteStore::open(&path).unwrap();
        let known = (1..=20).map(muwazi::UnitId::new).collect::<Vec<_>>();
        let found = match query {
            "units" => memory.units(&known).unwrap().iter().filter(|unit| unit.is_some()).count(),
            _ => memory.units_where(&"domain=news".parse().into_iter().collect()).unwrap().len(),
        };
        assert!(found == 12 + 1 || found == 1992, "{query}: {found}");
        assert!(!memory.losses().is_empty(), "{query}");
    }
    let out = muwazi(folder.path(), &["doctor", "--json", "m.muwazi", "--repair", "saved.tmx"]);
    assert_eq!(out.status.code(), Some(1));
    let told: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    // Metadata and tags are no reason to lose texts.
    assert_eq!(told["memory"]["losses"]["incomplete"], serde_json::json!([5, 6, 7]), "{told}");
    assert_eq!(told["memory"]["losses"]["unreadable"], serde_json::json!([8, 9, 10, 11, 12]));
    assert_eq!(told["repair"]["units"], 1995);
    assert!(fs::read(&path).unwrap() == before, "the doctor changed the memory");
    let names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

#[test]
fn look_ups_go_on_past_damage() {
    let (folder, path) = folder();
    let leaves = pages(&path, "texts", true);
    overwrite(&path, leaves[leaves.len() / 3], 0xAA);
    let memory = Arc::new(SqliteStore::open(&path).unwrap());
    let (sound, lost) = {
        let all = given(&*memory);
        let lost = memory.losses().unreadable.first().unwrap().get();
        (all[all.len() / 2], lost)
    };
    for exhaustive in [false, true] {
        let store = Arc::clone(&memory) as Arc<dyn Store>;
        let lookup = Lookup::new(store, &Lang::english(), &Lang::arabic()).unwrap();
        let options = LookupOptions { exhaustive, ..LookupOptions::default() };
        let find = |number: i64| {
            let query =
                format!("At meeting number {number} the council decided to build a new bridge.");
            lookup.find(&query, &options).unwrap()
        };
        assert_eq!(find(sound)[0].unit.get(), sound);
        assert!(find(lost).iter().all(|m| m.unit.get() != lost));
        let found = lookup.concordance(&format!("meeting number {sound}"), true, 5).unwrap();
        assert_eq!(found.occurrences[0].unit.get(), sound);
    }
    drop(memory);
    // Without an index every text is read.
    fs::remove_dir_all(folder.path().join("m.muwazi-index")).unwrap();
    let out = muwazi(folder.path(), &["lookup", "-m", "m.muwazi", "--from", "en", "a new bridge"]);
    assert_eq!(out.status.code(), Some(1), "{}", text(&out.stderr));
    assert!(text(&out.stderr).contains("damaged"), "{}", text(&out.stderr));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever is overwritten: a clear error or an answer, and every unit of whole pages.
    #[test]
    fn random_bytes_cost_the_units_of_their_pages(
        seed in any::<u64>(),
        places in proptest::collection::vec((any::<u16>(), 0..PAGE, 1..PAGE), 1..4),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.muwazi");
        made(&path, 400);
        let mut bytes = fs::read(&path).unwrap();
        let leaves = pages(&path, "texts", true);
        let mut random = seed | 1;
        let mut hit = Vec::new();
        for (page, start, length) in places {
            let page = usize::from(page) % (bytes.len() / PAGE);
            hit.push(page + 1);
            for at in start..(start + length).min(PAGE) {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                bytes[page * PAGE + at] = random as u8;
            }
        }
        // The units of which no text was on such a page.
        let hurt = hit.iter().filter(|page| leaves.contains(page)).count();
        fs::write(&path, bytes).unwrap();
        let begin = Instant::now();
        if let Ok(memory) = SqliteStore::open(&path) {
            let mut read = 0;
            let outcome = memory.each_unit(&mut |id, got| {
                // A byte within a text is nobody's to tell.
                read += usize::from(hurt > 0 || got == unit(usize::try_from(id.get()).unwrap()));
                Ok(())
            });
            if outcome.is_ok() {
                // The first page may lie to SQLite in ways that nobody can tell.
                prop_assert!(hit.contains(&1) || read + hurt * 20 >= 400, "{read} units, {hurt} pages");
            }
            let _ = (memory.stats(), memory.stamp(), memory.common_language());
            let memory = Arc::new(memory) as Arc<dyn Store>;
            if let Ok(lookup) = Lookup::new(memory, &Lang::english(), &Lang::arabic()) {
                let _ = lookup.find("At meeting number 7", &LookupOptions::default());
                let _ = lookup.concordance("council", true, 5);
            }
        }
        let _ = SqliteStore::open_to_write(&path)
            .and_then(|memory| memory.add([unit(4000)], Timestamp::UNIX_EPOCH, None));
        let doctor = DamagedMemory::open(&path).unwrap();
        doctor.examine(&mut |_| {}).unwrap();
        prop_assert!(begin.elapsed() < Duration::from_secs(60));
    }
}

#[test]
fn what_no_memory_has_is_refused() {
    for (sql, part) in [
        ("CREATE TRIGGER t AFTER INSERT ON units BEGIN DELETE FROM texts; END", "trigger"),
        ("CREATE VIEW extra AS SELECT * FROM units", "view"),
        (
            "ALTER TABLE languages RENAME TO real; CREATE VIEW languages AS WITH RECURSIVE
             n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'en', i, i FROM n",
            "view",
        ),
        ("CREATE VIRTUAL TABLE v USING fts5(a)", "virtual"),
        ("ALTER TABLE texts ADD COLUMN x TEXT AS (hex(zeroblob(100000)))", "computes"),
        ("CREATE INDEX i ON texts (length(text))", "index"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.muwazi");
        made(&path, 50);
        let c = rusqlite::Connection::open(&path).unwrap();
        c.execute_batch(sql).unwrap();
        drop(c);
        let refused = |error: Error| {
            assert_eq!(error.kind, ErrorKind::Memory);
            assert!(error.to_string().contains(part), "{sql}: {error}");
        };
        refused(SqliteStore::open(&path).unwrap_err());
        refused(SqliteStore::open_to_write(&path).unwrap_err());
        refused(SqliteStore::open_or_create(&path).unwrap_err());
        let out = muwazi(folder.path(), &["doctor", "m.muwazi", "--repair", "saved.muwazi"]);
        assert_eq!(out.status.code(), Some(1), "{}", text(&out.stderr));
        let saved = SqliteStore::open(&folder.path().join("saved.muwazi")).unwrap();
        assert_eq!(given(&saved).len(), 50, "{sql}");
    }
}

#[test]
fn a_wait_can_be_set_and_is_hinted_at() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    made(&path, 1);
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let begin = Instant::now();
    let out = muwazi(folder.path(), &["add", "-m", "m.muwazi", "--wait", "0", "سلام", "Peace"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(begin.elapsed() < Duration::from_secs(4));
    assert!(text(&out.stderr).contains("(--wait)"), "{}", text(&out.stderr));
    let memory = SqliteStore::open_or_create_waiting(&path, Duration::ZERO).unwrap();
    let error = memory.add([unit(2)], Timestamp::UNIX_EPOCH, None).unwrap_err();
    assert!(error.settings.contains(Setting::Wait));
    drop(memory);
    other.execute_batch("ROLLBACK").unwrap();
    let out = muwazi(folder.path(), &["add", "-m", "m.muwazi", "--wait", "0", "سلام", "Peace"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
}

#[test]
fn an_import_that_was_broken_off_leaves_no_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    // What a kill leaves: an empty file, or one with a journal and no tables.
    fs::write(&path, "").unwrap();
    assert!(SqliteStore::open(&path).unwrap_err().to_string().contains("nothing"));
    assert!(!path.exists());
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("PRAGMA cache_size = 1; BEGIN; CREATE TABLE x (a)").unwrap();
    for _ in 0..50 {
        other.execute("INSERT INTO x VALUES (zeroblob(9000))", []).unwrap();
    }
    let (half, log) = (folder.path().join("h.bin"), folder.path().join("h.bin-journal"));
    fs::copy(&path, &half).unwrap();
    fs::copy(folder.path().join("m.muwazi-journal"), &log).unwrap();
    drop(other);
    fs::remove_file(&path).unwrap();
    assert!(fs::metadata(&half).unwrap().len() > 0);
    assert!(SqliteStore::open(&half).is_err());
    assert!(!half.exists() && !log.exists());
    // One that is broken off by an error leaves none, whatever was there before.
    for begun in [false, true] {
        if begun {
            fs::write(&path, "").unwrap();
        }
        let memory = SqliteStore::open_or_create(&path).unwrap();
        let broken = Error::new(ErrorKind::Format, "broken");
        memory.import("x", Timestamp::UNIX_EPOCH, [Ok(unit(1)), Err(broken)]).unwrap_err();
        drop(memory);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
    // A reader that removes the empty file does not stop the import that is about to fill it.
    let memory = SqliteStore::open_or_create(&path).unwrap();
    fs::write(&path, "").unwrap();
    let _ = SqliteStore::open(&path);
    memory.import("x", Timestamp::UNIX_EPOCH, [Ok(unit(1))]).unwrap();
    drop(memory);
    assert_eq!(given(&SqliteStore::open(&path).unwrap()), [1]);
}

/// Needs the right to mount a small disk; without it there is nothing to test.
#[test]
#[cfg(target_os = "linux")]
fn a_memory_can_be_read_on_a_full_disk() {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mount =
        Command::new("mount").args(["-t", "tmpfs", "-o", "size=512k", "tmpfs"]).arg(&disk).output();
    if !mount.is_ok_and(|out| out.status.success()) {
        eprintln!("skipped: no right to mount");
        return;
    }
    let read = std::panic::catch_unwind(|| {
        let path = disk.join("m.muwazi");
        made(&path, 200);
        let fill = || {
            let mut size = 65536;
            for number in 0.. {
                let file = disk.join(format!("fill{number}"));
                while size > 0 && fs::write(&file, vec![1; size]).is_err() {
                    size /= 2;
                }
                if size == 0 {
                    break;
                }
            }
        };
        fill();
        assert_eq!(given(&SqliteStore::open(&path).unwrap()).len(), 200);
        let out = muwazi(&disk, &["lookup", "-m", "m.muwazi", "--from", "en", "meeting number 7"]);
        assert!(out.status.code() < Some(2), "{}", text(&out.stderr));
        // The same with a log that a stopped program left.
        for number in 0..20 {
            let _ = fs::remove_file(disk.join(format!("fill{number}")));
        }
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("PRAGMA wal_autocheckpoint = 0; DELETE FROM imports").unwrap();
        let stopped = ["m.muwazi", "m.muwazi-wal"].map(|name| fs::read(disk.join(name)).unwrap());
        drop(other);
        fs::write(&path, &stopped[0]).unwrap();
        fs::write(disk.join("m.muwazi-wal"), &stopped[1]).unwrap();
        fill();
        let memory = SqliteStore::open(&path).unwrap();
        assert_eq!(memory.stats().unwrap().imports.len(), 0, "what is in the log counts");
        assert_eq!(given(&memory).len(), 200);
    });
    Command::new("umount").arg(&disk).status().unwrap();
    if let Err(panic) = read {
        std::panic::resume_unwind(panic);
    }
}
