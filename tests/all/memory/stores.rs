//! One suite over every store: what is read back, languages, changes, removal, snapshots, look-up and
//! concordance; and the contract of stores whose units become visible out of order.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
    thread,
};

use muwazi::{
    InMemoryStore, Lang, Result, SqliteStore, Store, Unit, UnitId,
    event::silent,
    lookup::{Lookup, LookupOptions, Match, Pattern, refresh, search_pattern},
    memory::{Moment, Stamp, direction},
    unit::Condition,
};

/// Gives a unit another English text.
type Replace = dyn Fn(UnitId, &str);

/// A store that the suite can write to.
struct Writable {
    store: Arc<dyn Store>,
    add: Box<dyn Fn(Unit) -> UnitId>,
    replace: Box<Replace>,
    remove: Box<dyn Fn(UnitId) -> bool>,
}

/// Every store, empty.
fn stores(folder: &Path) -> Vec<Writable> {
    let late = Arc::new(LateStore::new(Some(folder.join("late-index"))));
    vec![sqlite(&folder.join("m.muwazi")), in_memory(), by_default_methods(late)]
}

fn sqlite(path: &Path) -> Writable {
    const AT: jiff::Timestamp = jiff::Timestamp::UNIX_EPOCH;
    let store = Arc::new(SqliteStore::open_or_create(path).unwrap());
    // There are tables only once something was written.
    let seed = store.add([unit("بذرة", "seed")], AT, None).unwrap()[0].unit();
    store.remove(&[seed]).unwrap();
    let [one, two, three] = [(); 3].map(|()| Arc::clone(&store));
    Writable {
        add: Box::new(move |unit| one.add([unit], AT, None).unwrap()[0].unit()),
        replace: Box::new(move |id, text| {
            two.edit(id, &Lang::english(), muwazi::Text::plain(text), AT, None).unwrap();
        }),
        remove: Box::new(move |id| !three.remove(&[id]).unwrap().is_empty()),
        store,
    }
}

fn in_memory() -> Writable {
    let store = Arc::new(InMemoryStore::new("in memory"));
    let [one, two, three] = [(); 3].map(|()| Arc::clone(&store));
    Writable {
        add: Box::new(move |unit| one.add(unit)),
        replace: Box::new(move |id, text| {
            let mut unit = two.units(&[id]).unwrap().remove(0).unwrap();
            unit.variants[1].text.text = text.to_owned();
            assert!(two.replace(id, unit));
        }),
        remove: Box::new(move |id| three.remove(id)),
        store,
    }
}

fn by_default_methods(store: Arc<LateStore>) -> Writable {
    let [one, two, three] = [(); 3].map(|()| Arc::clone(&store));
    Writable {
        add: Box::new(move |unit| {
            let id = one.reserve();
            one.commit(id, Some(unit));
            id
        }),
        replace: Box::new(move |id, text| {
            let mut unit = two.units(&[id]).unwrap().remove(0).unwrap();
            unit.variants[1].text.text = text.to_owned();
            two.commit(id, Some(unit));
        }),
        remove: Box::new(move |id| {
            let there = three.units(&[id]).unwrap()[0].is_some();
            three.commit(id, None);
            there
        }),
        store,
    }
}

/// A store whose units become visible in another order than that of their numbers, as in a database
/// where transactions run side by side. Beyond what an index needs it has the default methods only.
struct LateStore {
    state: Mutex<State>,
    folder: Option<PathBuf>,
}

#[derive(Default)]
struct State {
    units: BTreeMap<UnitId, Unit>,
    /// The largest number that was given, and the largest that was ever visible.
    given: i64,
    visible: UnitId,
    /// Every unit that was committed, in that order.
    log: Vec<UnitId>,
}

impl LateStore {
    fn new(folder: Option<PathBuf>) -> Self {
        Self { state: Mutex::default(), folder }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Gives a number, as an open transaction does.
    fn reserve(&self) -> UnitId {
        let mut state = self.state();
        // Sparse, and beyond 32 bits.
        state.given += if state.given == 500 { 10_000_000_000 } else { 1 };
        UnitId::new(state.given)
    }

    /// Makes a unit visible, or takes it away.
    fn commit(&self, id: UnitId, unit: Option<Unit>) {
        let mut state = self.state();
        match unit {
            Some(unit) => state.units.insert(id, unit),
            None => state.units.remove(&id),
        };
        state.visible = state.visible.max(id);
        state.log.push(id);
    }
}

impl Store for LateStore {
    fn name(&self) -> String {
        "late".to_owned()
    }

    fn stamp(&self) -> Result<Stamp> {
        let state = self.state();
        Ok(Stamp {
            identity: "late".to_owned(),
            last_unit: state.visible,
            moment: Moment::new(format!("after {}", state.log.len())),
        })
    }

    fn units(&self, ids: &[UnitId]) -> Result<Vec<Option<Unit>>> {
        let state = self.state();
        Ok(ids.iter().map(|id| state.units.get(id).cloned()).collect())
    }

    fn each_unit(&self, each: &mut dyn FnMut(UnitId, Unit) -> Result<()>) -> Result<()> {
        let units = self.state().units.clone();
        units.into_iter().try_for_each(|(id, unit)| each(id, unit))
    }

    fn changed_since(&self, moment: &Moment) -> Result<Option<Vec<UnitId>>> {
        let state = self.state();
        let since = moment.as_str().strip_prefix("after ").and_then(|n| n.parse::<usize>().ok());
        Ok(since.and_then(|since| state.log.get(since..)).map(|later| {
            let mut later = later.to_vec();
            later.sort_unstable();
            later.dedup();
            later
        }))
    }

    fn index_folder(&self) -> Option<PathBuf> {
        self.folder.clone()
    }
}

fn unit(ar: &str, en: &str) -> Unit {
    Unit::pair((Lang::arabic(), ar), (Lang::english(), en))
}

fn numbered(number: usize) -> Unit {
    let (office, day) = (number % 7, number % 31);
    unit(
        &format!("وقّع كاتب المكتب {office} الورقة {number} في اليوم {day}."),
        &format!("The clerk of office {office} signed paper {number} on day {day}."),
    )
}

fn english(number: usize) -> String {
    numbered(number).variants[1].text.text.clone()
}

fn all(store: &dyn Store) -> Vec<(UnitId, Unit)> {
    let mut out = Vec::new();
    store
        .each_unit(&mut |id, mut unit| {
            // Stores may date units.
            unit.meta = muwazi::Meta::default();
            out.push((id, unit));
            Ok(())
        })
        .unwrap();
    out
}

fn languages(store: &dyn Store) -> Vec<(String, u64, u64)> {
    let stats = store.languages().unwrap();
    stats.into_iter().map(|l| (l.lang.to_string(), l.texts, l.chars)).collect()
}

fn ask(lookup: &Lookup, query: &str) -> Vec<Match> {
    let ask = |exhaustive| {
        let options = LookupOptions { exhaustive, min: 60.0, ..LookupOptions::default() };
        lookup.find(query, &options).unwrap()
    };
    let found = ask(false);
    assert_eq!(found, ask(true), "{query}");
    found
}

fn from_english(store: &Arc<dyn Store>) -> Lookup {
    Lookup::new(Arc::clone(store), &Lang::english(), &Lang::arabic()).unwrap()
}

#[test]
fn what_is_written_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    for Writable { store, add, replace, remove } in stores(folder.path()) {
        let name = store.name();
        let before = store.stamp().unwrap();
        let mut three = unit("ثلاثة", "three");
        three.variants.push(unit("", "third").variants.remove(1));
        let ids = [add(unit("واحد", "one")), add(unit("اثنان", "two")), add(three.clone())];
        assert!(ids.is_sorted() && ids[0] > UnitId::ZERO, "{name}");
        assert_eq!(store.count().unwrap(), 3, "{name}");
        let units: Vec<_> = all(&*store);
        assert_eq!(units.iter().map(|(id, _)| *id).collect::<Vec<_>>(), ids, "{name}");
        assert_eq!(units[2].1, three, "{name}");
        assert_eq!(
            languages(&*store),
            [("ar".to_owned(), 3, 14), ("en".to_owned(), 4, 16)],
            "{name}"
        );
        assert_eq!(store.common_language().unwrap(), Some(Lang::arabic()), "{name}");
        let mut texts = Vec::new();
        let range = ids[1]..=ids[2];
        let take = &mut |t: muwazi::memory::UnitText<'_>| {
            texts.push(format!("{} {} {}", t.unit == ids[2], t.text, t.langs));
        };
        store.each_text(&Lang::english(), range, take).unwrap();
        store.texts_of(&Lang::english(), &[ids[2], UnitId::new(99), ids[1]], take).unwrap();
        let (two, three, third) = ("false two ar,en", "true three ar,en", "true third ar,en");
        assert_eq!(texts, [two, three, third, three, third, two], "{name}");
        let mut pairs = Vec::new();
        let (en, ar) = ([Lang::english()], [Lang::arabic()]);
        store.each_pair(&en, &ar, &mut |p| pairs.push((p.source.1, p.target.1))).unwrap();
        let pair = |en: &str, ar: &str| (en.to_owned(), ar.to_owned());
        let expected = [
            pair("one", "واحد"),
            pair("two", "اثنان"),
            pair("three", "ثلاثة"),
            pair("third", "ثلاثة"),
        ];
        assert_eq!(pairs, expected, "{name}");

        let full = store.stamp().unwrap();
        assert_ne!(full, before, "{name}");
        assert_eq!((&full.identity, full.last_unit), (&before.identity, ids[2]), "{name}");
        replace(ids[0], "the one");
        assert!(remove(ids[1]) && !remove(ids[1]), "{name}");
        let changed = store.changed_since(&full.moment).unwrap().unwrap();
        assert_eq!(changed, ids[..2], "{name}");
        let now = store.stamp().unwrap();
        assert_eq!(store.changed_since(&now.moment).unwrap(), Some(vec![]), "{name}");
        let nonsense = Moment::new("never");
        assert_eq!(store.changed_since(&nonsense).unwrap(), None, "{name}");
        assert!(now != full && now.last_unit >= ids[2], "{name}");
        let units = store.units(&[ids[2], ids[1], ids[0]]).unwrap();
        assert!(units[1].is_none(), "{name}");
        let first = units[2].as_ref().unwrap();
        assert_eq!(first.variants[1].text.text, "the one", "{name}");
        assert!(add(unit("اثنان", "two")) > ids[2], "{name}: a number is given once");
    }
}

#[test]
fn units_are_filtered_by_field() {
    let folder = tempfile::tempdir().unwrap();
    for Writable { store, add, .. } in stores(folder.path()) {
        let mut news = unit("أ", "a");
        news.meta.add_prop("x-domain", "News");
        let (plain, news) = (add(unit("ب", "b")), add(news));
        let filter = |text: &str| [text.parse::<Condition>().unwrap()].into_iter().collect();
        assert_eq!(store.units_where(&filter("domain=news")).unwrap(), [news]);
        assert_eq!(store.units_where(&filter("reviewed=yes")).unwrap(), [plain, news]);
        assert!(store.units_where(&filter("client=x")).unwrap().is_empty());
    }
}

#[test]
fn a_snapshot_stays_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    for Writable { store, add, replace, remove } in stores(folder.path()) {
        let name = store.name();
        let ids = [add(unit("واحد", "one")), add(unit("اثنان", "two"))];
        let (stamp, units) = (store.stamp().unwrap(), all(&*store));
        let snapshot = store.snapshot().unwrap();
        let again = snapshot.snapshot().unwrap();
        replace(ids[0], "the one");
        remove(ids[1]);
        add(unit("ثلاثة", "three"));
        drop(store);
        for frozen in [snapshot, again] {
            assert_eq!(frozen.stamp().unwrap(), stamp, "{name}");
            assert_eq!(frozen.changed_since(&stamp.moment).unwrap(), Some(vec![]), "{name}");
            assert_eq!(frozen.count().unwrap(), 2, "{name}");
            assert_eq!(languages(&*frozen)[1], ("en".to_owned(), 2, 6), "{name}");
            // From another thread too.
            let read = thread::scope(|scope| scope.spawn(|| all(&*frozen)).join().unwrap());
            assert_eq!(read, units, "{name}");
        }
    }
}

#[test]
fn every_store_gives_the_same_answers() {
    let folder = tempfile::tempdir().unwrap();
    let mut answers = Vec::new();
    for Writable { store, add, replace, remove } in stores(folder.path()) {
        // By place among the units, since each store numbers them in its way.
        let mut ids: Vec<UnitId> = (0..1500).map(|number| add(numbered(number))).collect();
        refresh(&*store, &mut silent()).unwrap();
        let mut lookup = from_english(&store);
        replace(ids[7], "Nobody signed anything on that day.");
        remove(ids[8]);
        ids.push(add(unit("جاء موظف جديد.", "A new clerk came to the office.")));
        lookup.renew(&mut silent()).unwrap();
        let place = |id: UnitId| ids.iter().position(|known| *known == id).unwrap();
        let mut told = Vec::new();
        for query in [english(3), english(7), english(8), english(1499), "A new clerk came".into()]
        {
            let found = ask(&lookup, &query);
            told.push(format!(
                "{query}: {:?}",
                found.iter().map(|m| (place(m.unit), m.score)).collect::<Vec<_>>()
            ));
        }
        for (phrase, clitics) in [("office 3 signed paper", false), ("new clerk", true)] {
            let found = lookup.concordance(phrase, clitics, 4).unwrap();
            let first: Vec<_> = found.occurrences.iter().map(|o| (place(o.unit), o.span)).collect();
            told.push(format!("{phrase}: {} {first:?}", found.total));
        }
        let phrases = lookup.phrases("whoever signed paper 77 on that day", None).unwrap();
        told.push(format!("{:?}", phrases.iter().map(|p| p.query).collect::<Vec<_>>()));
        let held = store.languages().unwrap();
        let meant = direction(&held, Some(&Lang::arabic()), None, "").unwrap();
        let pattern = Pattern::new("موظف|الورقة 12 ").unwrap();
        let found = search_pattern(&*store, &meant, &pattern, 9, &mut silent()).unwrap();
        let first: Vec<_> = found.occurrences.iter().map(|o| (place(o.unit), o.span)).collect();
        told.push(format!("{} {first:?}", found.total));
        answers.push((store.name(), told));
    }
    for (name, told) in &answers[1..] {
        assert_eq!(*told, answers[0].1, "{name} and {}", answers[0].0);
    }
}

#[test]
fn an_index_is_complete_though_units_become_visible_out_of_order() {
    for on_disk in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index");
        let late = Arc::new(LateStore::new(on_disk.then(|| index.clone())));
        let store: Arc<dyn Store> = late.clone();
        let finds = |lookup: &Lookup, number: usize| {
            ask(lookup, &english(number)).iter().any(|m| m.source == english(number))
        };
        // Two transactions hold numbers among those of a large import.
        let held = [late.reserve(), late.reserve()];
        for number in 0..1200 {
            late.commit(late.reserve(), Some(numbered(number)));
        }
        let gap = late.reserve();
        late.commit(late.reserve(), Some(numbered(1200)));
        refresh(&*store, &mut silent()).unwrap();
        assert_eq!(index.join("segments.json").exists(), on_disk);
        let mut lookup = from_english(&store);
        assert!(finds(&lookup, 600) && finds(&lookup, 1200) && !finds(&lookup, 5000));
        // They commit after the index was written, below its last unit.
        late.commit(held[1], Some(numbered(5000)));
        lookup.renew(&mut silent()).unwrap();
        assert!(finds(&lookup, 5000) && !finds(&lookup, 5001));
        late.commit(held[0], Some(numbered(5001)));
        late.commit(gap, Some(numbered(5002)));
        lookup.renew(&mut silent()).unwrap();
        assert!([5000, 5001, 5002].iter().all(|number| finds(&lookup, *number)));
        // Others whose numbers come between those of a segment that is written meanwhile.
        let between = late.reserve();
        for number in 1201..2500 {
            late.commit(late.reserve(), Some(numbered(number)));
        }
        refresh(&*store, &mut silent()).unwrap();
        late.commit(between, Some(numbered(5003)));
        late.commit(held[0], None);
        for lookup in [from_english(&store), from_english(&store.snapshot().unwrap())] {
            assert!([5000, 5002, 5003, 0, 2499].iter().all(|number| finds(&lookup, *number)));
            assert!(!finds(&lookup, 5001));
            assert_eq!(lookup.len() as u64, store.count().unwrap());
        }
    }
}

#[test]
fn many_threads_ask_one_look_up() {
    let folder = tempfile::tempdir().unwrap();
    for Writable { store, add, .. } in stores(folder.path()) {
        for number in 0..300 {
            add(numbered(number));
        }
        for store in [store.snapshot().unwrap(), store] {
            let lookup = from_english(&store);
            let find = |number: usize| lookup.find(&english(number), &LookupOptions::default());
            thread::scope(|scope| {
                for thread in 0..8 {
                    scope.spawn(move || {
                        for number in (0..40).map(|k| (k * 7 + thread * 31) % 300) {
                            let found = find(number).unwrap();
                            assert_eq!((found[0].score, &found[0].source), (100, &english(number)));
                        }
                    });
                }
            });
        }
    }
}

#[test]
fn a_snapshot_that_is_asked_from_its_own_answer_refuses() {
    let folder = tempfile::tempdir().unwrap();
    let Writable { store, add, .. } = sqlite(&folder.path().join("m.muwazi"));
    add(unit("واحد", "one"));
    // The store itself has another connection.
    store.each_unit(&mut |_, _| store.count().map(drop)).unwrap();
    let frozen = store.snapshot().unwrap();
    let error = frozen.each_unit(&mut |_, _| frozen.count().map(drop)).unwrap_err();
    assert!(error.message.contains("within its own answer"), "{error}");
    assert_eq!(frozen.count().unwrap(), 1, "and goes on");
}

#[test]
fn parts_are_shareable() {
    fn shareable<T: Send + Sync + 'static>() {}
    fn sendable<T: Send + 'static>() {}
    shareable::<Arc<dyn Store>>();
    shareable::<SqliteStore>();
    shareable::<InMemoryStore>();
    shareable::<Lookup>();
    shareable::<Pattern>();
    sendable::<muwazi::service::memories::Memories>();
    sendable::<Box<dyn muwazi::format::units::ReadUnits>>();
}
