//! Look-up as its users meet it.

use std::{path::Path, sync::Arc};

use muwazi::{
    Lang, SqliteStore, Unit,
    lookup::{Lookup, LookupOptions, MatchKind, diff::Op},
};

fn memory(folder: &Path, pairs: &[(&str, &str)]) -> SqliteStore {
    let memory = SqliteStore::open_or_create(&folder.join("m.muwazi")).unwrap();
    let units = pairs
        .iter()
        .map(|(ar, en)| Ok(Unit::pair((Lang::arabic(), ar), ("en-US".parse().unwrap(), en))));
    memory.import("test", jiff::Timestamp::UNIX_EPOCH, units).unwrap();
    memory
}

#[test]
fn both_directions_and_all_spellings() {
    let folder = tempfile::tempdir().unwrap();
    let pairs = [
        ("أعلنت الحكومةُ خطةً جديدة.", "The government announced a new plan."),
        ("أعلنت الحكومة خطة قديمة.", "The government announced an old plan."),
    ];
    let memory = Arc::new(memory(folder.path(), &pairs));
    let options = LookupOptions::default();
    let from_arabic = Lookup::new(memory.clone(), &Lang::arabic(), &Lang::english()).unwrap();
    let found = from_arabic.find("اعلنت الحكومه خطه جديده", &options).unwrap();
    assert_eq!((found[0].score, found[0].kind), (98, MatchKind::SameWords));
    assert_eq!(found[0].similarity, 100.0);
    assert!(found[0].differences.iter().all(|d| matches!(d.op, Op::Spelling | Op::Punctuation)));
    assert_eq!(found[0].source, pairs[0].0, "the text comes back as it went in");
    assert_eq!((found[1].score, found[1].target.as_str()), (73, pairs[1].1));
    assert_eq!(found[1].similarity, 75.0);

    let from_english = Lookup::new(memory, &Lang::english(), &Lang::arabic()).unwrap();
    let found = from_english.find("The government announced a new plan.", &options).unwrap();
    assert_eq!((found[0].kind, found[0].target.as_str()), (MatchKind::Exact, pairs[0].0));
    assert!(found[0].differences.is_empty());
    assert_eq!(found.len(), 1, "two words of six differ in the other, and 66 is under 70");
}

#[test]
fn the_threshold_is_exact() {
    let folder = tempfile::tempdir().unwrap();
    let memory =
        memory(folder.path(), &[("نص", "one two three four five six seven eight nine ten")]);
    let lookup = Lookup::new(Arc::new(memory), &Lang::english(), &Lang::arabic()).unwrap();
    let find = |query: &str, min| {
        lookup.find(query, &LookupOptions { min, ..LookupOptions::default() }).unwrap().len()
    };
    let three_off = "one two three four five six seven X Y Z";
    assert_eq!((find(three_off, 70.0), find(three_off, 70.1)), (1, 0));
    assert_eq!(find("", 0.0), 1, "everything reaches nothing");
    assert_eq!(find("", 1.0), 0);
}
