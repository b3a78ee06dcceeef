//! TMX into a memory, and from the memory through each format and back: nothing is lost that the
//! format can hold.

use std::path::Path;

use crate::support::exchange::{read, write};
use muwazi::{Lang, Mark, Prop, SqliteStore, Store, Text, Unit, format::registry};
use proptest::{
    collection::vec,
    prelude::*,
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zء-ي٠-٩]{1,8} ?",
        2 => "[<>&\"'|;,#%=+@\\\\/-]{1,3}",
        1 => prop::sample::select(vec!["\n", "\t", "\u{200F}", "\u{202B}نص\u{202C}", "\u{A0}", "😀", "كِتَابٌ", "{1}", "  "])
            .prop_map(str::to_owned),
    ];
    vec(piece, 1..8).prop_map(|pieces| format!("x{}x", pieces.concat()))
}

/// A pair with an inline tag, a note, a property and a date.
fn unit() -> impl Strategy<Value = Unit> {
    (text(), text(), vec("[a-z]{1,9}", 0..2), "[a-z]{1,9}").prop_map(|(en, ar, notes, domain)| {
        let mut unit = Unit::pair((Lang::english(), &en), (Lang::arabic(), &ar));
        for variant in &mut unit.variants {
            let mark = Mark::from_tmx(1, "<ph x=\"1\">&lt;br/&gt;</ph>");
            variant.text = Text { text: variant.text.text.clone(), marks: vec![mark] };
        }
        unit.meta.notes = notes;
        unit.meta.props = vec![Prop { kind: "x-domain".into(), value: domain }];
        unit.meta.set_attribute("creationdate", "20260219T083000Z");
        unit
    })
}

fn in_memory(path: &Path, units: Vec<Unit>) -> Vec<Unit> {
    let memory = SqliteStore::open_or_create(path).unwrap();
    memory.import("units", jiff::Timestamp::UNIX_EPOCH, units.into_iter().map(Ok)).unwrap();
    let mut all = Vec::new();
    memory
        .each_unit(&mut |_, unit| {
            all.push(unit);
            Ok(())
        })
        .unwrap();
    all
}

#[test]
fn a_memory_goes_through_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let mut runner = TestRunner::deterministic();
    let units: Vec<Unit> =
        (0..300).map(|_| unit().new_tree(&mut runner).unwrap().current()).collect();
    // The first journey: TMX into a memory.
    let tmx = folder.path().join("first.tmx");
    let outcome = write(&tmx, "tmx", ("en", "ar"), &units);
    assert!(outcome.lost.is_empty(), "{:?}", outcome.lost);
    let held = in_memory(&folder.path().join("m.muwazi"), read(&tmx).unwrap().units);
    assert!(held.len() > 290, "few are the same by chance: {}", held.len());
    for name in ["tmx", "jsonl", "xliff", "xliff2", "csv", "tsv", "xlsx", "po", "weblate"] {
        let format = registry::by_name(name).unwrap();
        let extension = format.extensions.first().unwrap();
        let path = folder.path().join(format!("all.{extension}"));
        let outcome = write(&path, name, ("en", "ar"), &held);
        assert_eq!(outcome.units, held.len() as u64, "{name}");
        let back = read(&path).unwrap().units;
        let told = |units: &[Unit]| -> Vec<Unit> {
            let keep = |unit: &Unit| {
                let mut unit = unit.clone();
                unit.variants.sort_by(|a, b| a.lang.cmp(&b.lang));
                unit.variants.iter_mut().for_each(|v| {
                    v.meta = Default::default();
                    if !format.capabilities.tags {
                        v.text.marks.clear();
                    }
                });
                if !format.capabilities.notes {
                    unit.meta.notes.clear();
                }
                if !format.capabilities.dates {
                    unit.meta.attributes.clear();
                }
                let ours = |p: &Prop| format.capabilities.properties && p.kind == "x-domain";
                unit.meta.props.retain(ours);
                unit
            };
            units.iter().map(keep).collect()
        };
        assert_eq!(told(&back), told(&held), "{name}");
        // What came back is the same to a memory: units are known again, not doubled.
        if format.capabilities.tags {
            let again = in_memory(&folder.path().join(format!("{name}.muwazi")), back);
            assert_eq!(again.len(), held.len(), "{name}");
        }
    }
}
