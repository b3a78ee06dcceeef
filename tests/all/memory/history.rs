//! The history and undo: what was done is told, and can be taken back.

use std::{collections::BTreeMap, path::Path};

use jiff::Timestamp;
use muwazi::{
    ErrorKind, Lang, SqliteStore, Store, Text, Unit, UnitId,
    memory::{
        Added, Change, ConflictReason, HistoryFilter, ImportOptions, Operation, OperationKind,
        Undo, Undone,
    },
};
use proptest::prelude::*;

use super::writing::{all, check_counts};

fn unit(ar: &str, en: &str) -> Unit {
    Unit::pair((Lang::arabic(), ar), (Lang::english(), en))
}

fn id(number: i64) -> UnitId {
    UnitId::new(number)
}

/// A time; each is a day after the one before.
fn day(number: i64) -> Timestamp {
    Timestamp::from_second(number * 86_400).unwrap()
}

fn with_memory(test: impl FnOnce(&SqliteStore, &Path)) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.muwazi");
    test(&SqliteStore::open_or_create(&path).unwrap(), &path);
}

fn history(memory: &SqliteStore) -> Vec<Operation> {
    memory.history(&HistoryFilter::default()).unwrap()
}

fn undo(memory: &SqliteStore, which: Undo) -> Undone {
    memory.undo(which, day(99), Some("anna"), false).unwrap()
}

fn edit(memory: &SqliteStore, number: i64, text: &str) {
    memory.edit(id(number), &Lang::english(), Text::plain(text), day(1), Some("badr")).unwrap();
}

/// Three units, with metadata.
fn fill(memory: &SqliteStore) {
    let mut rich = unit("أ", "a");
    rich.meta.add_prop("x-domain", "news");
    rich.meta.notes.push("see there".into());
    rich.variants[1].meta.set_attribute("changedate", "20200101T000000Z");
    memory.import("a.tmx", day(0), [rich, unit("ب", "b"), unit("ت", "t")].map(Ok)).unwrap();
}

#[test]
fn each_operation_is_told() {
    with_memory(|memory, path| {
        fill(memory);
        memory.add([unit("ث", "th")], day(1), Some("anna")).unwrap();
        edit(memory, 1, "A");
        memory.remove_by(&[id(2)], day(2), Some("badr")).unwrap();
        memory.add_aligned([unit("ج", "j"), unit("ح", "h")], Some("j.txt"), day(3)).unwrap();
        let told: Vec<_> = history(memory)
            .into_iter()
            .map(|o| {
                (o.operation, o.kind.as_str(), o.origin, o.user, [o.added, o.changed, o.removed])
            })
            .collect();
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(
            told,
            [
                (5, "align", some("j.txt"), None, [2, 0, 0]),
                (4, "remove", None, some("badr"), [0, 0, 1]),
                (3, "edit", None, some("badr"), [0, 1, 0]),
                (2, "add", None, some("anna"), [1, 0, 0]),
                (1, "import", some("a.tmx"), None, [3, 0, 0]),
            ]
        );
        // A reader sees it as well, and by unit, time and number.
        let reader = SqliteStore::open(path).unwrap();
        let numbers = |filter| -> Vec<i64> {
            reader.history(&filter).unwrap().iter().map(|o| o.operation).collect()
        };
        assert_eq!(numbers(HistoryFilter { unit: Some(id(2)), ..Default::default() }), [4, 1]);
        assert_eq!(numbers(HistoryFilter { since: Some(day(2)), ..Default::default() }), [5, 4]);
        assert_eq!(numbers(HistoryFilter { limit: Some(1), ..Default::default() }), [5]);
        let mut changes = Vec::new();
        let mut take = |change| {
            changes.push(change);
            Ok(())
        };
        reader.changes_of(3, None, &mut take).unwrap();
        reader.changes_of(1, None, &mut take).unwrap();
        assert_eq!((changes[0].unit, changes[0].change), (id(1), Change::Edited));
        let before = changes[0].before.as_ref().unwrap();
        assert_eq!(
            (before.variants[1].text.text.as_str(), before.meta.prop("x-domain")),
            ("a", Some("news"))
        );
        assert_eq!((changes[1].unit, changes[1].last, &changes[1].before), (id(1), id(3), &None));
    });
}

#[test]
fn what_changes_nothing_is_no_operation() {
    with_memory(|memory, _| {
        fill(memory);
        let stamp = memory.stamp().unwrap();
        memory.import("b.tmx", day(1), [Ok(unit("ب", "b"))]).unwrap();
        edit(memory, 2, "b");
        memory.remove(&[id(9)]).unwrap();
        assert_eq!((history(memory).len(), memory.stamp().unwrap()), (1, stamp));
    });
}

#[test]
fn a_change_is_taken_back_and_put_there_again() {
    with_memory(|memory, _| {
        fill(memory);
        let first = all(memory);
        edit(memory, 1, "A");
        let edited = all(memory);
        let undone = undo(memory, Undo::Last);
        assert_eq!((undone.undone, undone.operation, undone.changed), (vec![2], Some(3), 1));
        assert_eq!(all(memory), first);
        assert_eq!(undo(memory, Undo::Last).undone, [3]);
        assert_eq!(all(memory), edited);
        // Of the removed too, under the same number; no new unit gets it.
        memory.remove(&[id(1), id(3)]).unwrap();
        assert_eq!(undo(memory, Undo::Last).added, 2);
        assert_eq!(all(memory), edited);
        let told = &history(memory)[0];
        assert_eq!(
            (told.kind, told.user.as_deref(), told.origin.as_deref()),
            (OperationKind::Undo, Some("anna"), Some("5"))
        );
        // A whole import.
        assert_eq!(undo(memory, Undo::Operation(2)).conflicts, []);
        let undone = undo(memory, Undo::Operation(1));
        assert_eq!((undone.removed, undone.conflicts.len()), (3, 0));
        assert!(all(memory).is_empty() && memory.languages().unwrap().is_empty());
        assert_eq!(memory.add([unit("خ", "kh")], day(9), None).unwrap(), [Added::New(id(4))]);
        check_counts(memory);
    });
}

#[test]
fn an_update_and_a_merge_are_taken_back() {
    with_memory(|memory, _| {
        fill(memory);
        let first = all(memory);
        let mut merged = unit("ب", "b");
        merged.meta.add_prop("x-client", "Acme");
        // One is merged, one replaced, one added twice, the second time with more metadata.
        let (mut replaced, mut again) = (unit("ت", "T"), unit("خ", "kh"));
        replaced.meta.notes.push("new".into());
        again.meta.notes.push("again".into());
        let units = [merged, replaced, unit("خ", "kh"), again];
        let options = ImportOptions { update: true };
        let counts = memory.import_with("b.tmx", day(1), &options, units.map(Ok)).unwrap();
        assert_eq!((counts.new, counts.merged, counts.updated), (1, 2, 1));
        let then = all(memory);
        let undone = undo(memory, Undo::Last);
        assert_eq!((undone.changed, undone.removed, undone.conflicts.len()), (2, 1, 0));
        assert_eq!(all(memory), first);
        undo(memory, Undo::Last);
        assert_eq!(all(memory), then);
        // An edit by which two became one.
        edit(memory, 1, "x");
        let apart = all(memory);
        memory.add([unit("أ", "y")], day(2), None).unwrap();
        edit(memory, 1, "y");
        assert_eq!(memory.units(&[id(1)]).unwrap(), [None]);
        undo(memory, Undo::Last);
        undo(memory, Undo::Operation(history(memory)[2].operation));
        assert_eq!(all(memory), apart);
        check_counts(memory);
    });
}

#[test]
fn conflicts_are_told_and_left() {
    with_memory(|memory, _| {
        fill(memory);
        edit(memory, 1, "A");
        edit(memory, 1, "AA");
        memory.remove(&[id(2)]).unwrap();
        memory.add([unit("ب", "b")], day(3), None).unwrap();
        let before = all(memory);
        let reasons = |undone: &Undone| -> Vec<_> {
            undone.conflicts.iter().map(|c| (c.unit.get(), c.operation, c.reason)).collect()
        };
        let undone = undo(memory, Undo::Operation(2));
        assert_eq!(reasons(&undone), [(1, 2, ConflictReason::ChangedSince)]);
        assert_eq!(undone.operation, None);
        let undone = undo(memory, Undo::Operation(4));
        assert_eq!(reasons(&undone), [(2, 4, ConflictReason::HeldBy(id(4)))]);
        assert_eq!(all(memory), before);
        // The rest of an operation is undone all the same.
        let undone = undo(memory, Undo::Operation(1));
        assert_eq!(
            (undone.removed, reasons(&undone)),
            (1, vec![(2, 1, ConflictReason::ChangedSince), (1, 1, ConflictReason::ChangedSince),])
        );
        assert_eq!(memory.units(&[id(3)]).unwrap(), [None]);
        let error = memory.undo(Undo::Operation(77), day(9), None, false).unwrap_err();
        assert_eq!((error.kind, error.hint.is_some()), (ErrorKind::NotFound, true));
    });
}

#[test]
fn a_trial_and_a_date() {
    with_memory(|memory, path| {
        fill(memory);
        let first = all(memory);
        edit(memory, 1, "A");
        memory.add([unit("ث", "th")], day(2), None).unwrap();
        edit(memory, 4, "TH");
        let (now, stamp) = (all(memory), memory.stamp().unwrap());
        let trial = memory.undo(Undo::Since(day(1)), day(9), None, true).unwrap();
        assert_eq!((trial.undone.as_slice(), trial.operation), (&[4, 3, 2][..], None));
        assert_eq!((all(memory), memory.stamp().unwrap(), history(memory).len()), (now, stamp, 4));
        let undone = undo(memory, Undo::Since(day(1)));
        assert_eq!((undone.units(), undone.conflicts.len()), (trial.units(), 0));
        assert_eq!(all(memory), first);
        assert_eq!(undo(memory, Undo::Since(day(100))), Undone::default());
        let reader = SqliteStore::open(path).unwrap();
        assert!(reader.undo(Undo::Last, day(9), None, true).is_err(), "only a writer undoes");
    });
}

#[test]
fn history_is_forgotten_and_the_units_stay() {
    with_memory(|memory, _| {
        fill(memory);
        for text in ["1", "2", "3"] {
            edit(memory, 2, text);
        }
        let (now, moment) = (all(memory), memory.stamp().unwrap().moment);
        assert_eq!(memory.prune_history(2).unwrap(), 2);
        assert_eq!(memory.prune_history(2).unwrap(), 0);
        assert_eq!(history(memory).iter().map(|o| o.operation).collect::<Vec<_>>(), [4, 3]);
        assert_eq!(all(memory), now);
        assert_eq!(memory.changed_since(&moment).unwrap(), Some(vec![]), "the index need not care");
        undo(memory, Undo::Operation(4));
        assert_eq!(memory.unit(id(2)).unwrap().variants[1].text.text, "2");
        assert_eq!(memory.prune_history(0).unwrap(), 3);
        assert_eq!(
            memory.undo(Undo::Last, day(9), None, false).unwrap_err().kind,
            ErrorKind::NotFound
        );
        edit(memory, 2, "4");
        assert_eq!(history(memory)[0].operation, 6, "numbers are not given again");
    });
}

/// By default old units are kept up to 64 MiB, and the last operation whatever its size.
#[test]
fn history_has_bounds() {
    with_memory(|memory, _| {
        let long = "x".repeat(1 << 20);
        let units = || (0..40).map(|n| unit("ط", &format!("{n} {long}")));
        memory.add(units(), day(0), None).unwrap();
        let ids: Vec<UnitId> = (1..=40).map(id).collect();
        memory.remove(&ids).unwrap();
        undo(memory, Undo::Last);
        assert_eq!(history(memory).len(), 3);
        memory.remove(&ids).unwrap();
        let kept: Vec<i64> = history(memory).iter().map(|o| o.operation).collect();
        assert_eq!(kept, [4, 3], "twice 40 MiB are too many");
        undo(memory, Undo::Last);
        assert_eq!(memory.count().unwrap(), 40);
    });
}

#[derive(Debug, Clone)]
enum Step {
    Add(Vec<(u8, u8)>),
    Update(u8, u8),
    Merge(u8, u8, u8),
    Edit(i64, bool, u8),
    Remove(Vec<i64>),
    Undo(u8),
}

fn step() -> impl Strategy<Value = Step> {
    let pair = || (0..4_u8, 0..4_u8);
    prop_oneof![
        3 => prop::collection::vec(pair(), 1..4).prop_map(Step::Add),
        2 => pair().prop_map(|(ar, en)| Step::Update(ar, en)),
        2 => (0..4_u8, 0..4_u8, 0..9_u8).prop_map(|(ar, en, note)| Step::Merge(ar, en, note)),
        3 => (1..14_i64, any::<bool>(), 0..4_u8).prop_map(|(id, ar, to)| Step::Edit(id, ar, to)),
        2 => prop::collection::vec(1..14_i64, 1..4).prop_map(Step::Remove),
        3 => any::<u8>().prop_map(Step::Undo),
    ]
}

fn take(memory: &SqliteStore, step: &Step) {
    let pair = |ar: u8, en: u8| unit(&format!("ar{ar}"), &format!("en{en}"));
    match step {
        Step::Add(pairs) => {
            memory.add(pairs.iter().map(|(ar, en)| pair(*ar, *en)), day(1), Some("anna")).unwrap();
        }
        Step::Update(ar, en) => {
            let options = ImportOptions { update: true };
            memory.import_with("u.tmx", day(1), &options, [Ok(pair(*ar, *en))]).unwrap();
        }
        Step::Merge(ar, en, note) => {
            let mut unit = pair(*ar, *en);
            unit.meta.notes.push(note.to_string());
            unit.variants[0].meta.notes.push(note.to_string());
            memory.import("m.tmx", day(1), [Ok(unit)]).unwrap();
        }
        Step::Edit(number, arabic, to) => {
            let lang = if *arabic { Lang::arabic() } else { Lang::english() };
            let text = format!("{}{to}", lang.as_str());
            let _ = memory.edit(id(*number), &lang, Text::plain(text), day(1), Some("badr"));
        }
        Step::Remove(numbers) => {
            let numbers: Vec<UnitId> = numbers.iter().map(|n| id(*n)).collect();
            memory.remove_by(&numbers, day(1), None).unwrap();
        }
        Step::Undo(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    /// The model is a list of what the memory held after each operation.
    #[test]
    fn undoing_gives_back_what_was_there(steps in prop::collection::vec(step(), 1..25)) {
        let folder = tempfile::tempdir().unwrap();
        let memory = SqliteStore::open_or_create(&folder.path().join("m.muwazi")).unwrap();
        memory.add([unit("ar0", "en0")], day(0), None).unwrap();
        let mut after = BTreeMap::from([(1_i64, all(&memory))]);
        for step in &steps {
            let (before, last) = (all(&memory), *after.keys().last().unwrap());
            match step {
                // Any operation: without a conflict its units are as they were before it.
                Step::Undo(n) if n % 2 == 0 => {
                    let number = 1 + i64::from(*n) % last;
                    let undone = memory.undo(Undo::Operation(number), day(2), None, false).unwrap();
                    prop_assert_eq!(undone.operation.is_some(), undone.units() > 0);
                    if number == last {
                        prop_assert_eq!(undone.conflicts.len(), 0);
                    }
                }
                Step::Undo(_) => {
                    memory.undo(Undo::Last, day(2), None, false).unwrap();
                    let expected = after.get(&(last - 1)).cloned().unwrap_or_default();
                    prop_assert_eq!(&all(&memory), &expected);
                }
                step => take(&memory, step),
            }
            let now = all(&memory);
            let number = history(&memory)[0].operation;
            prop_assert!(number > last || now == before, "each change is an operation");
            after.insert(number, now);
            check_counts(&memory);
        }
        // Back to any operation by undoing what came since, one by one, and there again.
        let end = all(&memory);
        let operations = history(&memory);
        for operation in &operations {
            let undone = memory.undo(Undo::Operation(operation.operation), day(3), None, false).unwrap();
            prop_assert_eq!(undone.conflicts.len(), 0);
            let expected = after.get(&(operation.operation - 1)).cloned().unwrap_or_default();
            prop_assert_eq!(&all(&memory), &expected);
        }
        prop_assert!(all(&memory).is_empty());
        let undone = memory.undo(Undo::Since(day(3)), day(4), None, false).unwrap();
        prop_assert_eq!(undone.conflicts.len(), 0);
        prop_assert_eq!(&all(&memory), &end);
        let undone = memory.undo(Undo::Since(day(0)), day(5), None, false).unwrap();
        prop_assert_eq!(undone.conflicts.len(), 0);
        prop_assert!(all(&memory).is_empty());
        check_counts(&memory);
    }
}
