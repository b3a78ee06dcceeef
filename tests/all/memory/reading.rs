//! The memory as its users meet it: what goes in comes out, and nothing half-done stays.

use std::{fs, path::Path};

use jiff::Timestamp;
use muwazi::{
    Error, ErrorKind, Lang, Mark, Result, SqliteStore, Store, Text, Unit, UnitId, Variant,
    memory::{Moment, UnitText},
    unit::Condition,
};
use proptest::prelude::*;

fn unit(ar: &str, en: &str) -> Unit {
    Unit::pair((Lang::arabic(), ar), (Lang::english(), en))
}

fn id(number: i64) -> UnitId {
    UnitId::new(number)
}

fn all(memory: &SqliteStore) -> Vec<Unit> {
    let mut out = Vec::new();
    memory
        .each_unit(&mut |_, unit| {
            out.push(unit);
            Ok(())
        })
        .unwrap();
    out
}

fn import(path: &Path, units: Vec<Result<Unit>>) -> Result<muwazi::memory::ImportCounts> {
    SqliteStore::open_or_create(path)?.import("test", Timestamp::UNIX_EPOCH, units)
}

#[test]
fn what_goes_in_comes_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    let mut rich = unit("نصٌّ\u{200F} أوّل", "First\ttext");
    rich.meta.set_attribute("tuid", "7");
    rich.meta.add_prop("x-domain", "أخبار");
    rich.meta.notes.push("a note".into());
    rich.variants[1].text.marks.push(Mark::from_tmx(5, "<ph x=\"1\"/>"));
    rich.variants.push(Variant {
        lang: "fr-CA".parse().unwrap(),
        text: Text::plain("Premier texte"),
        meta: Default::default(),
    });
    let counts = import(&path, vec![Ok(rich.clone()), Ok(unit("ثان", "Second"))]).unwrap();
    assert_eq!((counts.read, counts.new, counts.merged), (2, 2, 0));
    let memory = SqliteStore::open(&path).unwrap();
    assert_eq!(all(&memory), [rich, unit("ثان", "Second")]);
    assert_eq!(memory.common_language().unwrap(), Some(Lang::arabic()));
    let stats = memory.stats().unwrap();
    assert_eq!((stats.units, stats.languages.len(), stats.imports.len()), (2, 3, 1));
}

#[test]
fn the_same_unit_twice_is_one_and_other_translations_stay_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    let mut again = unit("نص", "text");
    again.meta.add_prop("x-client", "A");
    let units = vec![Ok(unit("نص", "text")), Ok(unit("نص", "a text")), Ok(again.clone())];
    let counts = import(&path, units).unwrap();
    assert_eq!((counts.new, counts.merged), (2, 1));
    assert_eq!(all(&SqliteStore::open(&path).unwrap()), [again, unit("نص", "a text")]);
}

#[test]
fn an_error_among_the_units_leaves_the_memory_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    let failing = || vec![Ok(unit("أ", "a")), Err(Error::new(ErrorKind::Format, "cut off"))];
    assert_eq!(import(&path, failing()).unwrap_err().message, "cut off");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no half-made memory stays");
    import(&path, vec![Ok(unit("ب", "b"))]).unwrap();
    import(&path, failing()).unwrap_err();
    assert_eq!(all(&SqliteStore::open(&path).unwrap()), [unit("ب", "b")]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nor a journal");
}

#[test]
fn what_is_no_memory_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    let refusal = |what: &str| {
        for error in [SqliteStore::open(&path).unwrap_err(), import(&path, vec![]).unwrap_err()] {
            assert!(error.to_string().contains(what), "{error}");
            assert!(error.place.is_some());
        }
    };
    assert_eq!(SqliteStore::open(&path).unwrap_err().kind, ErrorKind::Io);
    fs::write(&path, "a text that is not a database, long enough to be taken for none").unwrap();
    refusal("no memory");
    fs::remove_file(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE birds (name TEXT)").unwrap();
    refusal("not a Muwazi memory");
    other.execute_batch("PRAGMA application_id = 0x4D75777A; PRAGMA user_version = 99").unwrap();
    refusal("version 99");
    drop(other);
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    refusal("a folder");
    let lost = folder.path().join("no such folder").join("m.muwazi");
    assert!(import(&lost, vec![]).unwrap_err().hint.unwrap().contains("make the folder"));
}

#[test]
fn a_damaged_memory_is_told_from_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    let units = (0..500).map(|i| Ok(unit(&format!("نص {i}"), &format!("text {i}")))).collect();
    import(&path, units).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    bytes[4096..].fill(0xAA);
    fs::write(&path, bytes).unwrap();
    let error = SqliteStore::open(&path).and_then(|m| m.each_unit(&mut |_, _| Ok(()))).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Memory);
    assert!(error.to_string().contains("damaged"), "{error}");
}

/// A program that is killed in the middle leaves a log; the next one to open leaves out of it what
/// was not done.
#[test]
fn a_stopped_import_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    import(&path, vec![Ok(unit("أ", "a"))]).unwrap();
    let copy = folder.path().join("c.muwazi");
    let other = rusqlite::Connection::open(&path).unwrap();
    // A small cache makes SQLite write to the log before the transaction ends.
    other.execute_batch("PRAGMA cache_size = 1; BEGIN").unwrap();
    let fill = "INSERT INTO imports (origin, at, read, new, merged) VALUES (hex(zeroblob(9000)), '', 0, 0, 0)";
    for _ in 0..50 {
        other.execute(fill, []).unwrap();
    }
    fs::copy(&path, &copy).unwrap();
    let log = folder.path().join("c.muwazi-wal");
    fs::copy(folder.path().join("m.muwazi-wal"), &log).unwrap();
    // What `fs::copy` returns is 0 under Wine 8.
    assert!(fs::metadata(log).unwrap().len() > 100_000);
    let memory = SqliteStore::open(&copy).unwrap();
    assert_eq!((memory.count().unwrap(), memory.stats().unwrap().imports.len()), (1, 1));
}

#[test]
fn a_locked_memory_can_be_waited_for_but_not_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    import(&path, vec![Ok(unit("أ", "a"))]).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let memory = SqliteStore::open_or_create(&path).unwrap();
    memory.set_patience(std::time::Duration::from_millis(50)).unwrap();
    let error = memory.import("test", Timestamp::UNIX_EPOCH, [Ok(unit("ب", "b"))]).unwrap_err();
    assert!(error.to_string().contains("locked"), "{error}");
    assert_eq!(SqliteStore::open(&path).unwrap().count().unwrap(), 1, "readers go on");
    other.execute_batch("ROLLBACK").unwrap();
    import(&path, vec![Ok(unit("ب", "b"))]).unwrap();
}

#[test]
fn a_read_only_memory_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    import(&path, vec![Ok(unit("أ", "a"))]).unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    assert_eq!(SqliteStore::open(&path).unwrap().count().unwrap(), 1);
    // Root may write where nobody may; for everybody else it is refused.
    if fs::OpenOptions::new().append(true).open(&path).is_err() {
        let error = import(&path, vec![Ok(unit("ب", "b"))]).unwrap_err();
        assert!(error.to_string().contains("read-only"), "{error}");
    }
}

/// The tables as the first version made them, with two units.
fn version_1(path: &Path) {
    let old = rusqlite::Connection::open(path).unwrap();
    old.execute_batch(
        r#"PRAGMA application_id = 0x4D75777A;
           PRAGMA user_version = 1;
           CREATE TABLE units (
               id INTEGER PRIMARY KEY,
               key BLOB NOT NULL UNIQUE,
               meta TEXT NOT NULL
           ) STRICT;
           CREATE TABLE texts (
               unit INTEGER NOT NULL REFERENCES units (id),
               place INTEGER NOT NULL,
               lang TEXT NOT NULL,
               text TEXT NOT NULL,
               marks TEXT,
               meta TEXT NOT NULL,
               PRIMARY KEY (unit, place)
           ) STRICT, WITHOUT ROWID;
           CREATE TABLE imports (
               id INTEGER PRIMARY KEY,
               origin TEXT NOT NULL,
               at TEXT NOT NULL,
               read INTEGER NOT NULL,
               new INTEGER NOT NULL,
               merged INTEGER NOT NULL
           ) STRICT;
           INSERT INTO units VALUES (1, x'6B2F', '{"props":[{"kind":"x-domain","value":"news"}]}'), (7, x'6B30', '{}');
           INSERT INTO texts VALUES (1, 0, 'en-US', 'text', NULL, '{}'), (1, 1, 'ar', 'نص', NULL, '{}'),
               (7, 0, 'ar', 'ثان', NULL, '{}'), (7, 1, 'en', 'Second', '[{"at":0,"raw":"<ph/>"}]', '{}');
           INSERT INTO imports VALUES (1, 'old.tmx', '20260219T083000Z', 2, 2, 0);"#,
    )
    .unwrap();
}

/// The same as the second version made them; unit 9 was removed.
fn version_2(path: &Path) {
    let old = rusqlite::Connection::open(path).unwrap();
    old.execute_batch(
        r#"PRAGMA application_id = 0x4D75777A;
           PRAGMA user_version = 2;
           CREATE TABLE units (
               id INTEGER PRIMARY KEY AUTOINCREMENT,
               key BLOB NOT NULL UNIQUE,
               langs TEXT NOT NULL,
               meta TEXT NOT NULL
           ) STRICT;
           CREATE TABLE texts (
               id INTEGER PRIMARY KEY,
               lang TEXT NOT NULL,
               text TEXT NOT NULL,
               marks TEXT,
               meta TEXT NOT NULL,
               unit INTEGER GENERATED ALWAYS AS (id >> 16) VIRTUAL,
               place INTEGER GENERATED ALWAYS AS (id & 65535) VIRTUAL
           ) STRICT;
           CREATE TABLE imports (
               id INTEGER PRIMARY KEY,
               origin TEXT NOT NULL,
               at TEXT NOT NULL,
               read INTEGER NOT NULL,
               new INTEGER NOT NULL,
               merged INTEGER NOT NULL,
               updated INTEGER NOT NULL DEFAULT 0,
               unchanged INTEGER NOT NULL DEFAULT 0
           ) STRICT;
           CREATE TABLE memory (one INTEGER PRIMARY KEY CHECK (one = 1), identity TEXT NOT NULL) STRICT;
           CREATE TABLE changes (id INTEGER PRIMARY KEY AUTOINCREMENT, unit INTEGER NOT NULL) STRICT;
           CREATE TABLE languages (
               lang TEXT PRIMARY KEY, texts INTEGER NOT NULL, chars INTEGER NOT NULL
           ) STRICT, WITHOUT ROWID;
           INSERT INTO units VALUES (1, x'6B2F', 'ar,en-US', '{"props":[{"kind":"x-domain","value":"news"}]}'),
               (7, x'6B30', 'ar,en', '{}'), (9, x'6B31', 'ar,en', '{}');
           DELETE FROM units WHERE id = 9;
           INSERT INTO texts (id, lang, text, marks, meta) VALUES
               (65536, 'en-US', 'text', NULL, '{}'), (65537, 'ar', 'نص', NULL, '{}'),
               (458752, 'ar', 'ثان', NULL, '{}'), (458753, 'en', 'Second', '[{"at":0,"raw":"<ph/>"}]', '{}');
           INSERT INTO imports VALUES (1, 'old.tmx', '20260219T083000Z', 2, 2, 0, 0, 0);
           INSERT INTO memory VALUES (1, '0123456789abcdef0123456789abcdef');
           INSERT INTO changes VALUES (4, 9);
           INSERT INTO languages VALUES ('ar', 2, 5), ('en', 1, 6), ('en-US', 1, 4);"#,
    )
    .unwrap();
}

/// The same as the third version made them.
pub(crate) fn version_3(path: &Path) {
    version_2(path);
    let old = rusqlite::Connection::open(path).unwrap();
    old.execute_batch(
        "PRAGMA journal_mode = WAL;
         ALTER TABLE texts ADD COLUMN unit_meta TEXT;
         UPDATE texts SET unit_meta = (SELECT u.meta FROM units u WHERE u.id = unit) WHERE place = 0;
         ALTER TABLE units DROP COLUMN meta;
         PRAGMA user_version = 3;",
    )
    .unwrap();
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap();
    let mut out: Vec<String> =
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    out.sort();
    out
}

#[test]
fn a_copy_is_kept_where_an_old_memory_cannot_be_brought_to_this_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    version_3(&path);
    // A table in the way.
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch("CREATE TABLE operations (id INTEGER PRIMARY KEY)").unwrap();
    drop(old);
    let mine = folder.path().join("m.muwazi.version-3");
    fs::write(&mine, "a file of somebody").unwrap();
    let error = SqliteStore::open(&path).unwrap_err();
    let hint = error.hint.unwrap();
    assert!(hint.contains("m.muwazi.version-3-2"), "{hint}");
    assert_eq!(fs::read(&mine).unwrap(), b"a file of somebody");
    let copy = rusqlite::Connection::open(folder.path().join("m.muwazi.version-3-2")).unwrap();
    let texts: i64 = copy.query_row("SELECT count(*) FROM texts", [], |row| row.get(0)).unwrap();
    assert_eq!(texts, 4);
    drop(copy);
    // With the obstacle away it works, and its own copy goes.
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch("DROP TABLE operations").unwrap();
    drop(old);
    assert_eq!(SqliteStore::open(&path).unwrap().count().unwrap(), 2);
    assert_eq!(names(folder.path()), ["m.muwazi", "m.muwazi.version-3", "m.muwazi.version-3-2"]);
}

#[test]
fn a_memory_of_the_first_version_is_brought_to_this_one() {
    brought_to_this_one(version_1, 7);
}

#[test]
fn a_memory_of_the_second_version_is_brought_to_this_one() {
    brought_to_this_one(version_2, 9);
}

#[test]
fn a_memory_of_the_third_version_is_brought_to_this_one() {
    brought_to_this_one(version_3, 9);
}

/// `last` is the number of the last unit that there was.
fn brought_to_this_one(old: fn(&Path), last: i64) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    old(&path);
    let memory = SqliteStore::open(&path).unwrap();
    let stamp = memory.stamp().unwrap();
    assert_eq!((stamp.identity.len(), stamp.last_unit.get()), (32, last));
    assert_eq!(memory.changed_since(&stamp.moment).unwrap(), Some(vec![]));
    for moment in ["0", "4"] {
        assert_eq!(
            memory.changed_since(&Moment::new(moment)).unwrap(),
            None,
            "of an earlier version"
        );
    }
    assert_eq!(memory.history(&Default::default()).unwrap(), []);
    assert_eq!(memory.unit(id(1)).unwrap().meta.prop("x-domain"), Some("news"));
    assert_eq!(memory.unit(id(7)).unwrap().variants[1].text.marks.len(), 1);
    let mut langs = Vec::new();
    memory
        .each_text(&Lang::arabic(), id(0)..=id(99), &mut |t| {
            langs.push((t.unit.get(), t.langs.to_string()));
        })
        .unwrap();
    assert_eq!(langs, [(1, "ar,en-US".to_owned()), (7, "ar,en".to_owned())]);
    let stats = memory.stats().unwrap();
    let languages: Vec<_> =
        stats.languages.iter().map(|l| (l.lang.as_str(), l.texts, l.chars)).collect();
    assert_eq!(languages, [("ar", 2, 5), ("en", 1, 6), ("en-US", 1, 4)]);
    assert_eq!(stats.imports[0].counts.new, 2);
    let news = std::iter::once("domain=news".parse::<Condition>().unwrap()).collect();
    assert_eq!(memory.units_where(&news).unwrap(), [id(1)]);
    drop(memory);
    // It stays so, and new units have new numbers.
    import(&path, vec![Ok(unit("ثالث", "Third"))]).unwrap();
    let memory = SqliteStore::open(&path).unwrap();
    let now = memory.stamp().unwrap();
    assert_eq!((now.identity, now.last_unit.get()), (stamp.identity, last + 1));
    drop(memory);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "one file at rest");
}

#[test]
fn an_old_memory_that_cannot_be_written_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    version_1(&path);
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let error = SqliteStore::open(&path).unwrap_err();
    assert!(error.to_string().contains("earlier version"), "{error}");
    assert!(error.hint.unwrap().contains("copy it"));
}

#[test]
fn texts_are_handed_out_by_language_and_unit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    let mut twice = unit("ب", "b");
    twice.variants.push(Variant {
        lang: Lang::english(),
        text: Text::plain("bee"),
        meta: Default::default(),
    });
    import(&path, vec![Ok(unit("أ", "a"))]).unwrap();
    let memory = SqliteStore::open(&path).unwrap();
    let moment = memory.stamp().unwrap().moment;
    import(&path, vec![Ok(twice), Ok(unit("ت", "t"))]).unwrap();
    let (mut some, mut named) = (Vec::new(), Vec::new());
    let english = Lang::english();
    let mut take = |t: UnitText<'_>| some.push((t.unit.get(), t.text.to_owned()));
    memory.each_text(&english, id(2)..=id(9), &mut take).unwrap();
    assert_eq!(some, [(2, "b".to_owned()), (2, "bee".to_owned()), (3, "t".to_owned())]);
    let mut take = |t: UnitText<'_>| named.push((t.unit.get(), t.text.to_owned()));
    memory.texts_of(&english, &[id(3), id(5), id(1)], &mut take).unwrap();
    assert_eq!(named, [(3, "t".to_owned()), (1, "a".to_owned())]);
    assert_eq!(memory.units(&[id(4)]).unwrap(), [None]);
    let changed = memory.changed_since(&moment).unwrap();
    assert_eq!(changed, Some(vec![]), "new units are no changes");
}

#[test]
fn a_snapshot_stays_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    import(&path, vec![Ok(unit("أ", "a"))]).unwrap();
    let memory = SqliteStore::open(&path).unwrap();
    let snapshot = memory.snapshot().unwrap();
    import(&path, vec![Ok(unit("ب", "b"))]).unwrap();
    assert_eq!(snapshot.count().unwrap(), 1);
    assert_eq!(snapshot.stamp().unwrap().last_unit, id(1));
    assert_eq!(memory.count().unwrap(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_text_comes_back_byte_for_byte(texts in prop::collection::vec((".{0,30}", ".{0,30}"), 1..20)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.muwazi");
        let mut units: Vec<Unit> = texts.iter().map(|(a, b)| unit(a, b)).collect();
        import(&path, units.iter().cloned().map(Ok).collect()).unwrap();
        let mut seen = Vec::new();
        units.retain(|u| !seen.contains(u) && { seen.push(u.clone()); true });
        prop_assert_eq!(all(&SqliteStore::open(&path).unwrap()), units);
    }
}
