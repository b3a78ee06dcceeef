use rusqlite::Connection;

use super::*;

/// Creates a memory with Studio's tables, as far as they are read.
fn memory(path: &std::path::Path) {
    let db = Connection::open(path).unwrap();
    db.execute_batch(
        "CREATE TABLE translation_memories (id INTEGER PRIMARY KEY, guid TEXT, name TEXT,
             source_language TEXT, target_language TEXT);
         CREATE TABLE translation_units (id INTEGER PRIMARY KEY, guid TEXT,
             translation_memory_id INT, source_hash INT, source_segment TEXT, target_hash INT,
             target_segment TEXT, creation_date TEXT, creation_user TEXT, change_date TEXT,
             change_user TEXT, last_used_date TEXT, last_used_user TEXT, usage_counter INT, flags INT);
         CREATE TABLE attributes (id INTEGER PRIMARY KEY, guid TEXT, name TEXT, type INT, tm_id INT);
         CREATE TABLE string_attributes (translation_unit_id INT, attribute_id INT, value TEXT);
         CREATE TABLE picklist_values (id INTEGER PRIMARY KEY, guid TEXT, attribute_id INT, value TEXT);
         CREATE TABLE picklist_attributes (translation_unit_id INT, picklist_value_id INT);
         INSERT INTO translation_memories VALUES (1, 'g', 'hall', 'en-US', 'ar-SA');
         INSERT INTO attributes VALUES (1, 'g', 'Customer', 4, 1), (2, 'g', 'Remark', 1, 1);
         INSERT INTO picklist_values VALUES (1, 'g', 1, 'Town Hall');",
    )
    .unwrap();
    let segment = |text: &str| {
        format!("<Segment><Elements><Text><Value>{text}</Value></Text></Elements></Segment>")
    };
    for i in 1..=1200 {
        let target = if i == 3 { "garbage".to_owned() } else { segment("السلام عليكم") };
        db.execute(
            "INSERT INTO translation_units VALUES (?1, 'guid', 1, 0, ?2, 0, ?3,
             '2026-02-19 08:30:00', 'huda', '2026-02-20 09:00:00', 'huda', NULL, NULL, 0, 0)",
            rusqlite::params![i, segment(&format!("Peace &amp; quiet {i}")), target],
        )
        .unwrap();
    }
    db.execute_batch(
        "INSERT INTO picklist_attributes VALUES (2, 1);
         INSERT INTO string_attributes VALUES (2, 2, 'short');",
    )
    .unwrap();
}

#[test]
fn units_have_dates_fields_and_languages() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hall.sdltm");
    memory(&path);
    let source = Source::open(&path).unwrap().remove(0);
    assert_eq!(crate::format::registry::of(&source).unwrap().name, "sdltm");
    let mut reader = FORMAT.read.unwrap()(source, &Reading::default()).unwrap();
    let units: Vec<Unit> = reader.by_ref().collect::<Result<_>>().unwrap();
    assert_eq!((units.len(), reader.skipped(), reader.take_warnings().len()), (1199, 1, 1));
    let unit = &units[1];
    assert_eq!(unit.variants[0].text.text, "Peace & quiet 2");
    assert_eq!(unit.variants[1].lang.as_str(), "ar-SA");
    assert_eq!(unit.meta.attribute("changedate"), Some("20260220T090000Z"));
    assert_eq!((unit.client(), unit.creator()), (Some("Town Hall"), Some("huda")));
    assert_eq!(unit.meta.prop("x-Remark:SingleString"), Some("short"));
}

#[test]
fn other_and_damaged_databases_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sdltm");
    let db = Connection::open(&path).unwrap();
    db.execute_batch("CREATE TABLE translation_units (a)").unwrap();
    drop(db);
    let mut bytes = std::fs::read(&path).unwrap();
    let open = |bytes: &[u8]| {
        let source = Source::from_bytes(bytes, "a.sdltm").unwrap();
        FORMAT.read.unwrap()(source, &Reading::default()).map(Iterator::count)
    };
    assert!(open(&bytes).err().unwrap().hint.unwrap().contains("TMX"));
    assert!(open(b"no database at all").is_err());
    memory(&folder.path().join("b.sdltm"));
    bytes = std::fs::read(folder.path().join("b.sdltm")).unwrap();
    for at in (100..bytes.len()).step_by(bytes.len() / 50) {
        let old = std::mem::replace(&mut bytes[at], 0xFF);
        let _ = open(&bytes);
        bytes[at] = old;
    }
}

#[test]
fn identifiers_in_bytes_are_written_as_text() {
    let bytes: Vec<u8> = (0xF0..=0xFF).collect();
    assert!(super::is_guid(&bytes));
    assert_eq!(super::guid(&bytes), "f3f2f1f0-f5f4-f7f6-f8f9-fafbfcfdfeff");
    assert!(!super::is_guid(b"sixteen letters!") && !super::is_guid(b"\xFF"));
}

#[test]
fn what_would_run_in_place_of_a_table_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (at, sql) in [
        "ALTER TABLE translation_units RENAME TO old;
         CREATE VIEW translation_units AS WITH RECURSIVE n(i) AS
             (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i > 0)
             SELECT i AS id, 0 AS translation_memory_id, '' AS source_segment, '' AS target_segment FROM n",
        "ALTER TABLE attributes RENAME TO old; CREATE VIEW attributes AS SELECT * FROM old",
        "ALTER TABLE translation_units ADD COLUMN x TEXT AS (hex(zeroblob(100000000)))",
        "DROP TABLE picklist_values; CREATE VIRTUAL TABLE picklist_values USING fts5(id, value)",
    ]
    .iter()
    .enumerate()
    {
        let path = folder.path().join(format!("{at}.sdltm"));
        memory(&path);
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let source = Source::open(&path).unwrap().remove(0);
        let error = FORMAT.read.unwrap()(source, &Reading::default()).err().unwrap();
        assert!(error.to_string().contains("no plain table"), "{sql}: {error}");
    }
}
