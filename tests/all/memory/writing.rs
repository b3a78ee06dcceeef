//! Writing to a memory: units added, edited, removed, updated; by many at once; by programs that are
//! killed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use jiff::Timestamp;
use muwazi::{
    Error, ErrorKind, Lang, Mark, SqliteStore, Store, Text, Unit, UnitId,
    memory::{Added, Edited, ImportCounts, ImportOptions, Moment, UnitText},
    unit::{Condition, Origin},
};
use proptest::prelude::*;

const AT: Timestamp = Timestamp::UNIX_EPOCH;

fn unit(ar: &str, en: &str) -> Unit {
    Unit::pair((Lang::arabic(), ar), (Lang::english(), en))
}

fn id(number: i64) -> UnitId {
    UnitId::new(number)
}

/// The units that changed since a moment.
fn changed(memory: &SqliteStore, since: &Moment) -> Vec<i64> {
    let changed = memory.changed_since(since).unwrap().unwrap();
    changed.into_iter().map(UnitId::get).collect()
}

pub(super) fn all(memory: &dyn Store) -> Vec<(i64, Unit)> {
    let mut out = Vec::new();
    memory
        .each_unit(&mut |id, unit| {
            out.push((id.get(), unit));
            Ok(())
        })
        .unwrap();
    out
}

/// What is counted is what is there.
pub(crate) fn check_counts(memory: &SqliteStore) {
    let mut counted: BTreeMap<Lang, (u64, u64)> = BTreeMap::new();
    for (_, unit) in all(memory) {
        for v in &unit.variants {
            let sum = counted.entry(v.lang.clone()).or_default();
            sum.0 += 1;
            sum.1 += v.text.text.chars().count() as u64;
        }
    }
    let told: BTreeMap<Lang, (u64, u64)> =
        memory.languages().unwrap().into_iter().map(|l| (l.lang, (l.texts, l.chars))).collect();
    assert_eq!(told, counted);
}

#[test]
fn an_edit_is_dated_signed_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let memory = SqliteStore::open_or_create(&folder.path().join("m.muwazi")).unwrap();
    let mut aligned = unit("نص", "text");
    aligned.meta.add_prop("x-origin", "aligned");
    aligned.variants[1].text.marks.push(Mark::from_tmx(0, "<ph/>"));
    let added = memory.add([aligned, unit("نص", "a text")], AT, Some("anna")).unwrap();
    assert_eq!(added, [Added::New(id(1)), Added::New(id(2))]);
    let start = memory.stamp().unwrap().moment;
    assert!(changed(&memory, &start).is_empty());
    let english = Lang::english();
    let edit = |memory: &SqliteStore, id, lang: &Lang, text: &str| {
        memory.edit(id, lang, Text::plain(text), AT, Some("badr"))
    };
    assert_eq!(edit(&memory, id(1), &english, "the text").unwrap(), Edited::Changed);
    assert_eq!(edit(&memory, id(1), &english, "the text").unwrap(), Edited::Unchanged);
    let held = memory.unit(id(1)).unwrap();
    assert_eq!(held.variants[1].text, Text::plain("the text"));
    assert_eq!(held.creator(), Some("anna"));
    assert_eq!(held.meta.attribute("changeid"), Some("badr"));
    assert_eq!(held.meta.attribute("changedate"), Some("19700101T000000Z"));
    assert_eq!((held.origin(), held.is_reviewed()), (Origin::Aligned, true));
    assert_eq!(changed(&memory, &start), [1]);
    let edited = memory.stamp().unwrap().moment;
    // Now the same as the other.
    assert_eq!(edit(&memory, id(1), &english, "a text").unwrap(), Edited::MergedInto(id(2)));
    assert_eq!(memory.units(&[id(1)]).unwrap(), [None]);
    assert_eq!(memory.unit(id(2)).unwrap().meta.attribute("changeid"), Some("badr"));
    assert_eq!(changed(&memory, &edited), [1]);
    let error = edit(&memory, id(2), &"fr".parse().unwrap(), "texte").unwrap_err();
    assert_eq!(
        (error.kind, error.hint.as_deref()),
        (ErrorKind::Language, Some("it holds: ar, en"))
    );
    assert!(edit(&memory, id(9), &english, "x").unwrap_err().to_string().contains("no unit 9"));
    check_counts(&memory);
}

#[test]
fn numbers_of_removed_units_do_not_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    let memory = SqliteStore::open_or_create(&path).unwrap();
    memory.add([unit("أ", "a"), unit("ب", "b")], AT, None).unwrap();
    assert_eq!(memory.remove(&[id(2), id(7)]).unwrap(), [id(2)]);
    drop(memory);
    let memory = SqliteStore::open_or_create(&path).unwrap();
    assert_eq!(memory.add([unit("ب", "b")], AT, None).unwrap(), [Added::New(id(3))]);
    let stamp = memory.stamp().unwrap();
    assert_eq!(stamp.last_unit, id(3));
    // Nothing at all is left, and yet it is known.
    memory.remove(&[id(1), id(3)]).unwrap();
    assert_eq!(memory.stamp().unwrap().last_unit, id(3));
    assert!(memory.languages().unwrap().is_empty());
}

#[test]
fn units_are_found_by_what_is_known_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let memory = SqliteStore::open_or_create(&folder.path().join("m.muwazi")).unwrap();
    let mut news = unit("أ", "a");
    news.meta.add_prop("x-domain", "News");
    let mut theirs = unit("ب", "b");
    theirs.variants[1].meta.add_prop("domain", "news");
    let mut aligned = unit("ت", "t");
    aligned.meta.add_prop("x-origin", "aligned");
    aligned.meta.add_prop("x-domain", "news");
    memory.add([news, theirs, aligned, unit("news", "news")], AT, Some("anna")).unwrap();
    let found = |conditions: &[&str]| {
        let wanted = conditions.iter().map(|c| c.parse::<Condition>().unwrap()).collect();
        let found = memory.units_where(&wanted).unwrap();
        found.into_iter().map(UnitId::get).collect::<Vec<_>>()
    };
    assert_eq!(found(&["domain=news"]), [1, 2, 3]);
    assert_eq!(found(&["domain=news", "reviewed=yes"]), [1, 2]);
    assert_eq!(found(&["origin=aligned"]), [3]);
    assert_eq!(found(&["creator=ANNA"]), [1, 2, 3, 4]);
    assert!(found(&["client=x"]).is_empty());
}

fn update(memory: &SqliteStore, units: Vec<Unit>) -> ImportCounts {
    let options = ImportOptions { update: true };
    memory.import_with("test", AT, &options, units.into_iter().map(Ok)).unwrap()
}

fn english(memory: &SqliteStore) -> Vec<(i64, String)> {
    let mut out = Vec::new();
    let mut take = |t: UnitText<'_>| out.push((t.unit.get(), t.text.to_owned()));
    memory.each_text(&Lang::english(), id(0)..=id(99), &mut take).unwrap();
    out
}

fn texts(expected: &[(i64, &str)]) -> Vec<(i64, String)> {
    expected.iter().map(|(id, text)| (*id, (*text).to_owned())).collect()
}

#[test]
fn an_update_replaces_the_older_translation() {
    let folder = tempfile::tempdir().unwrap();
    let memory = SqliteStore::open_or_create(&folder.path().join("m.muwazi")).unwrap();
    let mut old = unit("أ", "a");
    old.meta.set_attribute("creationid", "anna");
    old.meta.add_prop("x-domain", "news");
    old.meta.add_prop("x-origin", "aligned");
    memory.import("old", AT, [Ok(old), Ok(unit("ب", "b"))]).unwrap();
    let start = memory.stamp().unwrap().moment;
    // Two translations in one file are both meant, and the first takes the old one's place.
    let units = vec![unit("أ", "an a"), unit("أ", "the a"), unit("ب", "b"), unit("ت", "t")];
    let counts = update(&memory, units);
    assert_eq!((counts.read, counts.new, counts.updated, counts.unchanged), (4, 2, 1, 1));
    assert_eq!(english(&memory), texts(&[(1, "an a"), (2, "b"), (3, "the a"), (4, "t")]));
    let held = memory.unit(id(1)).unwrap();
    assert_eq!(
        (held.creator(), held.domain(), held.origin()),
        (Some("anna"), Some("news"), Origin::Person)
    );
    assert_eq!(held.meta.attribute("changedate"), Some("19700101T000000Z"));
    assert_eq!(changed(&memory, &start), [1]);
    assert_eq!(memory.stats().unwrap().imports[1].counts, counts);
    // Two would do: nobody can tell which is meant.
    assert_eq!(update(&memory, vec![unit("أ", "any a")]).new, 1);
    check_counts(&memory);
}

#[test]
fn an_update_looks_at_the_place_and_the_date() {
    let folder = tempfile::tempdir().unwrap();
    let memory = SqliteStore::open_or_create(&folder.path().join("m.muwazi")).unwrap();
    let at = |en: &str, tuid: &str, before: &str, date: &str| {
        let mut unit = unit("نعم", en);
        for (name, value) in [("tuid", tuid), ("changedate", date)] {
            if !value.is_empty() {
                unit.meta.set_attribute(name, value);
            }
        }
        if !before.is_empty() {
            unit.meta.add_prop("x-context-before", before);
        }
        unit
    };
    let old = [
        at("yes", "1", "", ""),
        at("yea", "2", "", "20200101T000000Z"),
        at("aye", "", "سؤال", ""),
        at("yep", "", "", ""),
    ];
    memory.import("old", AT, old.map(Ok)).unwrap();
    let counts = update(
        &memory,
        vec![
            at("Yes", "1", "", ""),
            at("Yea", "2", "", "20190101T000000Z"),
            at("Aye", "9", "سؤال", ""),
            at("Yep", "", "", ""),
            at("Yup", "3", "", ""),
        ],
    );
    assert_eq!((counts.updated, counts.unchanged, counts.new), (3, 1, 1));
    let expected = [(1, "Yes"), (2, "yea"), (3, "Aye"), (4, "Yep"), (5, "Yup")];
    assert_eq!(english(&memory), texts(&expected));
}

#[derive(Debug, Clone)]
enum Deed {
    Add(u8, u8),
    /// A unit (of those that were ever there), a language, a text.
    Edit(usize, bool, u8),
    Remove(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => (0..4_u8, 0..4_u8).prop_map(|(ar, en)| Deed::Add(ar, en)),
        3 => (0..12_usize, any::<bool>(), 0..4_u8).prop_map(|(id, ar, to)| Deed::Edit(id, ar, to)),
        1 => (0..12_usize).prop_map(Deed::Remove),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, ..ProptestConfig::default() })]

    #[test]
    fn any_deeds_leave_what_a_list_would_hold(deeds in prop::collection::vec(deed(), 1..25)) {
        let folder = tempfile::tempdir().unwrap();
        let memory = SqliteStore::open_or_create(&folder.path().join("m.muwazi")).unwrap();
        memory.add([unit("ar0", "en0")], AT, None).unwrap();
        let start = memory.stamp().unwrap().moment;
        let mut list = BTreeMap::from([(1_i64, (0_u8, 0_u8))]);
        let (mut last, mut touched) = (1_i64, BTreeSet::new());
        let holder = |list: &BTreeMap<i64, (u8, u8)>, texts| {
            list.iter().find(|(_, held)| **held == texts).map(|(id, _)| *id)
        };
        for deed in deeds {
            match deed {
                Deed::Add(ar, en) => {
                    let added = memory.add([unit(&format!("ar{ar}"), &format!("en{en}"))], AT, None).unwrap();
                    match holder(&list, (ar, en)) {
                        Some(id) => prop_assert_eq!(added[0].unit().get(), id),
                        None => {
                            last += 1;
                            prop_assert_eq!(added, [Added::New(id(last))]);
                            list.insert(last, (ar, en));
                        }
                    }
                }
                Deed::Edit(id, arabic, to) => {
                    let id = id as i64;
                    let (lang, text) =
                        if arabic { (Lang::arabic(), format!("ar{to}")) } else { (Lang::english(), format!("en{to}")) };
                    let edited = memory.edit(UnitId::new(id), &lang, Text::plain(text), AT, None);
                    let Some(held) = list.get(&id).copied() else {
                        prop_assert!(edited.is_err());
                        continue;
                    };
                    let new = if arabic { (to, held.1) } else { (held.0, to) };
                    let expected = if new == held {
                        Edited::Unchanged
                    } else if let Some(other) = holder(&list, new) {
                        list.remove(&id);
                        touched.insert(id);
                        Edited::MergedInto(UnitId::new(other))
                    } else {
                        list.insert(id, new);
                        touched.insert(id);
                        Edited::Changed
                    };
                    prop_assert_eq!(edited.unwrap(), expected);
                }
                Deed::Remove(id) => {
                    let id = id as i64;
                    let there = list.remove(&id).is_some();
                    let removed = memory.remove(&[UnitId::new(id)]).unwrap();
                    prop_assert_eq!(removed, if there { vec![UnitId::new(id)] } else { vec![] });
                    if there {
                        touched.insert(id);
                    }
                }
            }
        }
        let held: Vec<(i64, (String, String))> = all(&memory)
            .into_iter()
            .map(|(id, u)| (id, (u.variants[0].text.text.clone(), u.variants[1].text.text.clone())))
            .collect();
        let expected: Vec<_> =
            list.into_iter().map(|(id, (ar, en))| (id, (format!("ar{ar}"), format!("en{en}")))).collect();
        prop_assert_eq!(held, expected);
        prop_assert_eq!(changed(&memory, &start), touched.into_iter().collect::<Vec<_>>());
        prop_assert_eq!(memory.stamp().unwrap().last_unit.get(), last);
        check_counts(&memory);
    }
}

#[test]
fn two_importers_and_eight_readers_at_once() {
    const FILES: usize = 12;
    const UNITS: usize = 100;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    let import = |writer: usize, file: usize| {
        let memory = SqliteStore::open_or_create(&path).unwrap();
        memory.set_patience(Duration::from_secs(60)).unwrap();
        let units = (0..UNITS).map(|i| {
            let name = format!("{writer} {file} {i}");
            Ok(unit(&format!("نص {name}"), &format!("text {name}")))
        });
        assert_eq!(
            memory.import(&format!("{writer} {file}"), AT, units).unwrap().new,
            UNITS as u64
        );
    };
    import(9, 9);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let writers: Vec<_> = (0..2)
            .map(|writer| scope.spawn(move || (0..FILES).for_each(|file| import(writer, file))))
            .collect();
        for _ in 0..8 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let memory = SqliteStore::open(&path).unwrap();
                    let memory = memory.snapshot().unwrap();
                    let count = memory.count().unwrap();
                    assert_eq!(count % UNITS as u64, 0, "a file is there whole or not at all");
                    assert_eq!(memory.stamp().unwrap().last_unit.get() as u64, count);
                    assert_eq!(memory.languages().unwrap()[0].texts, count);
                    assert_eq!(all(&*memory).len() as u64, count);
                }
            });
        }
        let outcomes: Vec<_> = writers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        done.store(true, Ordering::Relaxed);
        outcomes.into_iter().for_each(|outcome| outcome.unwrap());
    });
    let memory = SqliteStore::open(&path).unwrap();
    assert_eq!(memory.count().unwrap() as usize, (2 * FILES + 1) * UNITS);
    check_counts(&memory);
    drop(memory);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "one file at rest");
}

/// Both make the file; one of them has nothing to put in and takes nothing away from the other.
#[test]
fn a_failed_first_import_leaves_the_other_alone() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..20 {
        let path = folder.path().join(format!("{round}.muwazi"));
        thread::scope(|scope| {
            scope.spawn(|| {
                let units = [Err(Error::new(ErrorKind::Format, "cut off"))];
                let failed =
                    SqliteStore::open_or_create(&path).and_then(|m| m.import("f", AT, units));
                assert!(failed.is_err());
            });
            scope.spawn(|| {
                // Refused at worst, with a word; never lost.
                let outcome = SqliteStore::open_or_create(&path)
                    .and_then(|m| m.import("t", AT, [Ok(unit("أ", "a"))]));
                if outcome.is_ok() {
                    assert_eq!(SqliteStore::open(&path).unwrap().count().unwrap(), 1);
                }
            });
        });
    }
}

#[test]
#[cfg(unix)]
fn a_memory_in_a_read_only_folder_can_be_read() {
    use std::{os::unix::fs::PermissionsExt, path::Path};
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a b?#%ع");
    fs::create_dir(&inner).unwrap();
    let path = inner.join("m &.muwazi");
    let put = |path: &Path| -> muwazi::Result<()> {
        SqliteStore::open_or_create(path)?.add([unit("أ", "a")], AT, None).map(drop)
    };
    put(&path).unwrap();
    let set =
        |path: &Path, mode| fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    // The folder alone, then the file too: root may write all the same, and reads all the same.
    for file in [0o644, 0o444] {
        set(&path, file);
        set(&inner, 0o555);
        let memory = SqliteStore::open(&path).unwrap();
        assert_eq!(memory.unit(id(1)).unwrap().variants[1].text.text, "a");
        drop(memory);
        set(&inner, 0o755);
        assert_eq!(fs::read_dir(&inner).unwrap().count(), 1, "nothing is left beside it");
    }
}
