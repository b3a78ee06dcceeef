//! The index beside a memory: it may be missing, stale, damaged or another's, and answers stay those
//! of the memory.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use muwazi::{
    Lang, SqliteStore, Text, Unit, UnitId,
    event::silent,
    lookup::{Lookup, LookupOptions, refresh},
};

pub(super) const MANY: usize = 3000;

/// The folder of a memory's index.
pub(super) fn folder(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-index");
    name.into()
}

fn unit(number: usize) -> Unit {
    let en =
        format!("The clerk of office {} signed paper {number} on day {}.", number % 7, number % 31);
    let ar = format!("وقّع كاتب المكتب {} الورقة {number} في اليوم {}.", number % 7, number % 31);
    Unit::pair((Lang::arabic(), &ar), (Lang::english(), &en))
}

pub(super) fn put(path: &Path, numbers: std::ops::Range<usize>) {
    let memory = SqliteStore::open_or_create(path).unwrap();
    let units = numbers.map(|number| Ok(unit(number)));
    memory.import("test", jiff::Timestamp::UNIX_EPOCH, units).unwrap();
    refresh(&memory, &mut silent()).unwrap();
}

/// The units that a query finds, by index, held against comparing with every text.
fn find(path: &Path, query: &str) -> Vec<i64> {
    let memory = SqliteStore::open(path).unwrap();
    let lookup = Lookup::new(Arc::new(memory), &Lang::english(), &Lang::arabic()).unwrap();
    let ask = |exhaustive| {
        let options = LookupOptions { exhaustive, ..LookupOptions::default() };
        lookup.find(query, &options).unwrap()
    };
    let found = ask(false);
    assert_eq!(found, ask(true));
    found.iter().map(|found| found.unit.get()).collect()
}

pub(super) fn english(number: usize) -> String {
    unit(number).variants[1].text.text.clone()
}

pub(super) fn segments(path: &Path) -> Vec<PathBuf> {
    let Ok(files) = fs::read_dir(folder(path)) else { return Vec::new() };
    let mut out: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    out.retain(|file| file.extension().is_some_and(|e| e == "seg"));
    out.sort();
    out
}

#[test]
fn it_is_made_kept_and_grows_by_segments() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    put(&path, 0..500);
    assert!(segments(&path).is_empty(), "so few units are read when they are asked");
    assert_eq!(find(&path, &english(77))[0], 78);
    put(&path, 500..MANY);
    assert_eq!(segments(&path).len(), 2, "one a language");
    let before = segments(&path);
    assert_eq!(find(&path, &english(2077))[0], 2078);
    assert_eq!(segments(&path), before, "a look-up has nothing to write");
    // A few more are read; many get a segment, and small neighbours become one.
    put(&path, MANY..MANY + 900);
    assert_eq!(segments(&path), before);
    assert_eq!(find(&path, &english(MANY + 7))[0], MANY as i64 + 8);
    put(&path, MANY + 900..MANY + 1200);
    assert_eq!(segments(&path).len(), 4);
    put(&path, MANY + 1200..MANY + 4000);
    assert_eq!(segments(&path).len(), 2, "old segments are gone");
    assert_eq!(find(&path, &english(MANY + 3999))[0], MANY as i64 + 4000);
}

#[test]
fn what_is_added_changed_and_removed_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    put(&path, 0..MANY);
    let memory = SqliteStore::open_to_write(&path).unwrap();
    let at = jiff::Timestamp::UNIX_EPOCH;
    memory.remove(&[UnitId::new(11)]).unwrap();
    let text = Text::plain("A quite different sentence stands here now.");
    memory.edit(UnitId::new(12), &Lang::english(), text, at, None).unwrap();
    let new = Unit::pair(
        (Lang::arabic(), "جملة جديدة تماما هنا"),
        (Lang::english(), "A wholly new one here"),
    );
    memory.add([new], at, None).unwrap();
    drop(memory);
    assert!(!find(&path, &english(10)).contains(&11));
    assert!(!find(&path, &english(11)).contains(&12));
    assert_eq!(find(&path, "A quite different sentence stands here now."), [12]);
    assert_eq!(find(&path, "a wholly new one here"), [MANY as i64 + 1]);
    // The same in an open look-up that is renewed.
    let reader = SqliteStore::open(&path).unwrap();
    let mut lookup = Lookup::new(Arc::new(reader), &Lang::english(), &Lang::arabic()).unwrap();
    let memory = SqliteStore::open_to_write(&path).unwrap();
    memory.remove(&[UnitId::new(MANY as i64 + 1)]).unwrap();
    let options = LookupOptions::default();
    assert!(lookup.find("a wholly new one here", &options).unwrap().is_empty());
    lookup.renew(&mut silent()).unwrap();
    assert!(lookup.find("a wholly new one here", &options).unwrap().is_empty());
}

#[test]
fn what_is_damaged_or_missing_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    put(&path, 0..MANY);
    let index = self::folder(&path);
    let sound = |what: &str| {
        for number in [3, 1999] {
            assert_eq!(find(&path, &english(number))[0], number as i64 + 1, "{what}");
        }
        assert_eq!(segments(&path).iter().filter(|f| is_english(f)).count(), 1, "{what}");
    };
    fn is_english(file: &Path) -> bool {
        file.file_name().unwrap().to_string_lossy().starts_with("en-")
    }
    let english_segment = || segments(&path).into_iter().find(|f| is_english(f)).unwrap();
    for at in [0, 20, 200, 5_000, 60_000] {
        let file = english_segment();
        let mut bytes = fs::read(&file).unwrap();
        let at = at.min(bytes.len() - 1);
        bytes[at] ^= 0x55;
        fs::write(&file, &bytes).unwrap();
        sound(&format!("byte {at} changed"));
    }
    let file = english_segment();
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    sound("cut off");
    fs::remove_file(english_segment()).unwrap();
    sound("a segment is gone");
    fs::write(index.join("segments.json"), "{").unwrap();
    sound("the list is none");
    fs::remove_dir_all(&index).unwrap();
    sound("all is gone");
    // Copied elsewhere with its index, whose files then have other dates.
    let copy = folder.path().join("copy.muwazi");
    fs::copy(&path, &copy).unwrap();
    let copied = self::folder(&copy);
    fs::create_dir(&copied).unwrap();
    for file in fs::read_dir(&index).unwrap() {
        let file = file.unwrap().path();
        fs::copy(&file, copied.join(file.file_name().unwrap())).unwrap();
    }
    assert_eq!(find(&copy, &english(5))[0], 6);
}

#[test]
fn a_memory_put_back_to_what_it_was_is_not_taken_for_what_it_became() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    put(&path, 0..MANY);
    let old = fs::read(&path).unwrap();
    put(&path, MANY..2 * MANY);
    assert_eq!(find(&path, &english(2 * MANY - 1))[0], 2 * MANY as i64);
    fs::write(&path, old).unwrap();
    assert!(!find(&path, &english(2 * MANY - 1)).contains(&(2 * MANY as i64)));
    // It grows again, and other texts get the numbers that the lost ones had.
    put(&path, 5 * MANY..6 * MANY);
    assert_eq!(find(&path, &english(6 * MANY - 1))[0], 2 * MANY as i64);
    assert_eq!(find(&path, &english(5 * MANY))[0], MANY as i64 + 1);
}

#[test]
fn writers_and_readers_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    put(&path, 0..MANY);
    std::thread::scope(|scope| {
        for writer in 1..3 {
            let path = &path;
            scope.spawn(move || put(path, writer * MANY..(writer + 1) * MANY));
        }
        for reader in 0..4 {
            let path = &path;
            scope.spawn(move || {
                for round in 0..5 {
                    let number = reader * 500 + round;
                    let memory = SqliteStore::open(path).unwrap();
                    let lookup =
                        Lookup::new(Arc::new(memory), &Lang::english(), &Lang::arabic()).unwrap();
                    let found = lookup.find(&english(number), &LookupOptions::default()).unwrap();
                    assert_eq!((found[0].unit.get(), found[0].score), (number as i64 + 1, 100));
                }
            });
        }
    });
    for number in [0, MANY, 2 * MANY + 5] {
        let found = find(&path, &english(number));
        let memory = SqliteStore::open(&path).unwrap();
        assert_eq!(
            memory.unit(UnitId::new(found[0])).unwrap().variants[1].text.text,
            english(number)
        );
    }
}

#[test]
fn an_index_of_an_older_version_is_built_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    put(&path, 0..MANY);
    let list = self::folder(&path).join("segments.json");
    let now = fs::read_to_string(&list).unwrap();
    let old = now.replace("\"version\": 7", "\"version\": 6");
    assert_ne!(old, now);
    fs::write(&list, &old).unwrap();
    let before = segments(&path);
    assert_eq!(find(&path, &english(2077))[0], 2078);
    let after = segments(&path);
    assert!(!after.is_empty() && after != before, "{after:?}");
    assert!(fs::read_to_string(&list).unwrap().contains("\"version\": 7"));
    assert_eq!(find(&path, &english(2077))[0], 2078);
}

fn edit(path: &Path, unit: i64, text: &str) {
    let memory = SqliteStore::open_to_write(path).unwrap();
    let at = jiff::Timestamp::UNIX_EPOCH;
    memory.edit(UnitId::new(unit), &Lang::english(), Text::plain(text), at, None).unwrap();
}

/// Replaces one memory by another, as a person does with a file manager; the index stays.
fn copy_over(from: &Path, to: &Path) {
    fs::copy(from, to).unwrap();
}

const HIS: &str = "The harbour master closed both gates before the storm.";
const HERS: &str = "Nobody on the island remembers the old lighthouse.";

#[test]
fn the_memory_of_another_who_started_from_the_same_one_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let (his, hers) = (folder.path().join("his.muwazi"), folder.path().join("hers.muwazi"));
    put(&his, 0..MANY);
    fs::copy(&his, &hers).unwrap();
    edit(&his, 7, HIS);
    edit(&hers, 9, HERS);
    put(&his, MANY..2 * MANY);
    put(&hers, MANY..2 * MANY);
    assert_eq!((find(&his, HIS), find(&hers, HERS)), (vec![7], vec![9]));
    copy_over(&hers, &his);
    assert_eq!(find(&his, HERS), [9]);
    assert!(find(&his, HIS).is_empty());
    assert_eq!(find(&his, &english(6))[0], 7, "no edit of it has come");
}

#[test]
fn a_memory_put_back_and_updated_otherwise_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("m.muwazi"), folder.path().join("copy.muwazi"));
    put(&path, 0..MANY);
    fs::copy(&path, &copy).unwrap();
    let update = |units: std::ops::Range<usize>, word: &str| {
        let memory = SqliteStore::open_to_write(&path).unwrap();
        let units = units.map(|n| {
            let mut new = unit(n);
            new.variants[1].text = Text::plain(format!("{word} text {n} in place of the other."));
            Ok(new)
        });
        let options = muwazi::memory::ImportOptions { update: true };
        let at = jiff::Timestamp::UNIX_EPOCH;
        memory.import_with("update", at, &options, units).unwrap();
        refresh(&memory, &mut silent()).unwrap();
    };
    update(0..1500, "First");
    assert_eq!(find(&path, "First text 77 in place of the other.")[0], 78);
    copy_over(&copy, &path);
    update(100..1700, "Second");
    for n in (100..1700).step_by(97) {
        assert_eq!(
            find(&path, &format!("Second text {n} in place of the other."))[0],
            i64::from(n) + 1
        );
    }
    assert_eq!(find(&path, &english(5))[0], 6);
}

#[test]
fn two_memories_that_change_names_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one.muwazi"), folder.path().join("two.muwazi"));
    put(&one, 0..MANY);
    fs::copy(&one, &two).unwrap();
    edit(&one, 7, HIS);
    edit(&two, 9, HERS);
    assert_eq!((find(&one, HIS), find(&two, HERS)), (vec![7], vec![9]));
    let third = folder.path().join("third");
    fs::rename(&one, &third).unwrap();
    fs::rename(&two, &one).unwrap();
    fs::rename(&third, &two).unwrap();
    assert_eq!((find(&one, HERS), find(&two, HIS)), (vec![9], vec![7]));
    assert!(find(&one, HIS).is_empty() && find(&two, HERS).is_empty());
}

/// A program that stays open reads another file once it is there, moved or copied to its place.
#[test]
#[cfg(unix)]
fn a_memory_replaced_under_an_open_look_up_is_seen() {
    for moved in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("m.muwazi"), folder.path().join("o.muwazi"));
        put(&path, 0..MANY);
        fs::copy(&path, &other).unwrap();
        edit(&path, 7, HIS);
        edit(&other, 9, HERS);
        let reader = SqliteStore::open(&path).unwrap();
        let mut lookup = Lookup::new(Arc::new(reader), &Lang::english(), &Lang::arabic()).unwrap();
        let ask = |lookup: &Lookup, query| -> Vec<i64> {
            let found = lookup.find(query, &LookupOptions::default()).unwrap();
            found.iter().map(|found| found.unit.get()).collect()
        };
        assert_eq!((ask(&lookup, HIS), ask(&lookup, HERS)), (vec![7], vec![]));
        if moved {
            fs::rename(&other, &path).unwrap();
        } else {
            copy_over(&other, &path);
        }
        lookup.renew(&mut silent()).unwrap();
        assert_eq!((ask(&lookup, HIS), ask(&lookup, HERS)), (vec![], vec![9]), "moved: {moved}");
    }
}

#[test]
#[cfg(unix)]
fn a_writer_does_not_write_to_a_file_that_was_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("m.muwazi"), folder.path().join("o.muwazi"));
    put(&path, 0..10);
    put(&other, 0..20);
    let writer = SqliteStore::open_to_write(&path).unwrap();
    fs::rename(&other, &path).unwrap();
    let error = writer.remove(&[UnitId::new(1)]).unwrap_err();
    assert!(error.to_string().contains("replaced"), "{error}");
    drop(writer);
    assert_eq!(
        SqliteStore::open_to_write(&path).unwrap().remove(&[UnitId::new(1)]).unwrap().len(),
        1
    );
}
