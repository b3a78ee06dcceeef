//! Memories that were written with codes of languages that are not canonical.

use std::{fs, path::Path, sync::Arc};

use jiff::Timestamp;
use muwazi::{
    Lang, SqliteStore, Store, Unit,
    lookup::{Lookup, LookupOptions, refresh},
    memory::Added,
};

fn lang(code: &str) -> Lang {
    code.parse().unwrap()
}

fn hebrew(source: &str, target: &str) -> Unit {
    Unit::pair((lang("he"), source), (Lang::english(), target))
}

/// A memory of two units in `iw` and `eng`, of one in `he` and `en` that is like the first, and of
/// one more in those.
fn old(path: &Path) {
    let memory = SqliteStore::open_or_create(path).unwrap();
    let units = [
        Unit::pair((lang("fr"), "שלום לכולם."), (lang("de"), "Hello everybody.")),
        Unit::pair((lang("fr"), "הספר נמצא על השולחן."), (lang("de"), "The book is on the table.")),
        hebrew("שלום לכולם.", "Hello everybody."),
        hebrew("הדלת פתוחה היום.", "The door is open today."),
    ];
    memory.import("old", Timestamp::UNIX_EPOCH, units.map(Ok)).unwrap();
    refresh(&memory, &mut |_| {}).unwrap();
    drop(memory);
    rusqlite::Connection::open(path)
        .unwrap()
        .execute_batch(
            "UPDATE texts SET lang = 'iw' WHERE lang = 'fr';
             UPDATE texts SET lang = 'eng' WHERE lang = 'de';
             UPDATE units SET langs = 'eng,iw' WHERE langs = 'de,fr';
             UPDATE languages SET lang = 'iw' WHERE lang = 'fr';
             UPDATE languages SET lang = 'eng' WHERE lang = 'de';",
        )
        .unwrap();
}

fn codes(memory: &SqliteStore) -> Vec<(String, u64)> {
    let languages = memory.languages().unwrap();
    languages.into_iter().map(|l| (l.lang.to_string(), l.texts)).collect()
}

fn found(memory: SqliteStore, text: &str) -> Vec<String> {
    let lookup = Lookup::new(Arc::new(memory), &Lang::english(), &lang("he")).unwrap();
    let found = lookup.find(text, &LookupOptions::default()).unwrap();
    found.into_iter().filter(|m| m.score == 100).map(|m| m.target).collect()
}

fn exported(memory: &SqliteStore) -> Vec<String> {
    let mut langs = Vec::new();
    memory
        .each_unit(&mut |_, unit| {
            langs.push(unit.languages().to_string());
            Ok(())
        })
        .unwrap();
    langs
}

#[test]
fn old_codes_are_rewritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    old(&path);
    let memory = SqliteStore::open(&path).unwrap();
    assert_eq!(codes(&memory), [("en".into(), 3), ("he".into(), 3)]);
    assert_eq!(memory.count().unwrap(), 3, "equal units are one");
    assert_eq!(exported(&memory), ["en,he"; 3]);
    for (text, target) in [
        ("The book is on the table.", "הספר נמצא על השולחן."),
        ("The door is open today.", "הדלת פתוחה היום."),
        ("Hello everybody.", "שלום לכולם."),
    ] {
        assert_eq!(found(SqliteStore::open(&path).unwrap(), text), [target]);
    }
    let writer = SqliteStore::open_to_write(&path).unwrap();
    let units = [hebrew("הספר נמצא על השולחן.", "The book is on the table."), hebrew("א", "a")];
    let added = writer.add(units, Timestamp::UNIX_EPOCH, None).unwrap();
    assert!(matches!(added[..], [Added::Merged(_) | Added::Unchanged(_), Added::New(_)]));
    assert_eq!(codes(&writer), [("en".into(), 4), ("he".into(), 4)]);
}

#[test]
fn a_writer_rewrites_them_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    old(&path);
    let writer = SqliteStore::open_or_create(&path).unwrap();
    let unit = hebrew("הספר נמצא על השולחן.", "The book is on the table.");
    let added = writer.add([unit], Timestamp::UNIX_EPOCH, None).unwrap();
    assert!(!matches!(added[..], [Added::New(_)]));
    assert_eq!(exported(&writer), ["en,he"; 3]);
}

#[test]
fn they_are_found_where_nobody_may_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    old(&path);
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let memory = SqliteStore::open(&path).unwrap();
    assert_eq!(codes(&memory), [("en".into(), 4), ("he".into(), 4)]);
    assert_eq!(exported(&memory), ["en,he"; 4]);
    assert_eq!(found(memory, "The book is on the table."), ["הספר נמצא על השולחן."]);
    let memory = SqliteStore::open(&path).unwrap();
    assert_eq!(found(memory, "The door is open today."), ["הדלת פתוחה היום."]);
}
