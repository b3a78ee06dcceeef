//! The index in its folder, damaged in every way: answers stay those of the store.

use std::{fs, path::PathBuf, sync::Arc};

use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_64;

use super::*;
use crate::{
    error::Result,
    lookup::Lookup,
    memory::{InMemoryStore, Moment, Stamp, Store},
};

/// A store with a folder for its index, in the hands of a test.
struct Kept(InMemoryStore, PathBuf);

impl Store for Kept {
    fn name(&self) -> String {
        self.0.name()
    }

    fn stamp(&self) -> Result<Stamp> {
        self.0.stamp()
    }

    fn units(&self, ids: &[UnitId]) -> Result<Vec<Option<Unit>>> {
        self.0.units(ids)
    }

    fn each_unit(&self, each: &mut dyn FnMut(UnitId, Unit) -> Result<()>) -> Result<()> {
        self.0.each_unit(each)
    }

    fn changed_since(&self, moment: &Moment) -> Result<Option<Vec<UnitId>>> {
        self.0.changed_since(moment)
    }

    fn index_folder(&self) -> Option<PathBuf> {
        Some(self.1.clone())
    }
}

fn kept(folder: &std::path::Path) -> Arc<Kept> {
    let store = InMemoryStore::new("kept");
    for k in 0..1100 {
        let source = format!("paper {k} of office {} on day {}", k % 13, k % 31);
        store.add(Unit::pair((Lang::english(), &source), (Lang::arabic(), "ورقة")));
    }
    Arc::new(Kept(store, folder.to_owned()))
}

fn files(folder: &std::path::Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut out: Vec<(PathBuf, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some())
        .map(|path| (path.clone(), fs::read(&path).unwrap()))
        .collect();
    out.sort();
    out
}

/// INDEX_FLIPS sets the number of cases; 60 where it is not set.
#[test]
fn whatever_bytes_change_the_answers_stay() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("index");
    let store = kept(&folder);
    refresh(&*store, &mut |_| {}).unwrap();
    let sound = files(&folder);
    let (en, ar) = (Lang::english(), Lang::arabic());
    let ask = |lookup: &Lookup, query: &str, min, exhaustive| {
        let options = LookupOptions { min, exhaustive, ..LookupOptions::default() };
        lookup.find(query, &options).unwrap()
    };
    let queries = [("paper 77 of office 5 on a day", 60.0), ("of office 4 on day 9", 40.0)];
    let lookup = Lookup::new(store.clone(), &en, &ar).unwrap();
    let right = queries.map(|(query, min)| ask(&lookup, query, min, true));
    let phrase = lookup.concordance("office 7 on", true, 50).unwrap();
    let flip = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..=u8::MAX);
    let damage = (prop::collection::vec(flip, 1..40), any::<bool>(), any::<prop::sample::Index>());
    let cases = std::env::var("INDEX_FLIPS").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    let config = ProptestConfig { cases, ..ProptestConfig::default() };
    proptest!(config, |((flips, cut, at) in damage, late in any::<bool>())| {
        for (path, bytes) in files(&folder) {
            if !sound.contains(&(path.clone(), bytes)) {
                fs::remove_file(path).unwrap();
            }
        }
        for (path, bytes) in &sound {
            fs::write(path, bytes).unwrap();
        }
        // Opened before the damage is done, or after.
        let early = late.then(|| Lookup::new(store.clone(), &en, &ar).unwrap());
        for (file, place, bits) in &flips {
            let (path, _) = &sound[file.index(sound.len())];
            let mut bytes = fs::read(path).unwrap();
            if let Some(at) = bytes.len().checked_sub(1).map(|_| place.index(bytes.len())) {
                bytes[at] ^= bits;
            }
            fs::write(path, bytes).unwrap();
        }
        if cut {
            let (path, bytes) = &sound[at.index(sound.len())];
            fs::write(path, &bytes[..at.index(bytes.len())]).unwrap();
        }
        let lookup = early.unwrap_or_else(|| Lookup::new(store.clone(), &en, &ar).unwrap());
        for ((query, min), right) in queries.iter().zip(&right) {
            prop_assert_eq!(&ask(&lookup, query, *min, false), right);
        }
        prop_assert_eq!(&lookup.concordance("office 7 on", true, 50).unwrap(), &phrase);
    });
}

#[test]
fn what_a_stopped_writer_left_goes() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("index");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join(".muwazi-abc.part"), "x").unwrap();
    refresh(&*kept(&folder), &mut |_| {}).unwrap();
    assert!(!folder.join(".muwazi-abc.part").exists());
    assert!(folder.join("segments.json").exists());
}

#[test]
fn a_list_that_lies_though_its_checksum_is_right_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("index");
    let store = kept(&folder);
    refresh(&*store, &mut |_| {}).unwrap();
    let list = folder.join("segments.json");
    let sound: Value = serde_json::from_slice(&fs::read(&list).unwrap()).unwrap();
    let lies = [
        ("texts", json!(u64::MAX)),
        ("last", json!(i64::MAX)),
        ("first", json!(i64::MIN)),
        ("first", json!(700)),
        ("file", json!("../index/segments.json")),
        ("file", json!("segments.json")),
        ("file", json!("")),
        ("file", json!("/dev/zero")),
        ("sum", json!(0)),
        ("moment", json!("99999999999999999999")),
        ("witness", json!([i64::MAX, 1])),
        ("lang", json!("ar")),
    ];
    for (field, lie) in lies {
        let mut list_of_lies = sound["list"].clone();
        for entry in list_of_lies["segments"].as_array_mut().unwrap() {
            entry[field] = lie.clone();
        }
        let text = list_of_lies.to_string();
        fs::write(&list, format!("{{\"sum\": {}, \"list\": {text}}}", xxh3_64(text.as_bytes())))
            .unwrap();
        let lookup = Lookup::new(store.clone(), &Lang::english(), &Lang::arabic()).unwrap();
        let options = LookupOptions::default();
        let found = lookup.find("paper 77 of office 12 on day 15", &options).unwrap();
        assert_eq!(found[0].unit, UnitId::new(78), "{field} {lie}");
    }
}
