use proptest::prelude::*;

use super::*;

fn id(number: usize) -> UnitId {
    UnitId::new(number as i64)
}

fn langs(codes: &str) -> LangSet {
    codes.parse().unwrap()
}

fn index(texts: &[String], parts: usize) -> Index {
    let mut index = Index::default();
    let size = texts.len().div_ceil(parts.max(1)).max(1);
    for (part, texts) in texts.chunks(size).enumerate() {
        let mut builder = Builder::default();
        for (k, text) in texts.iter().enumerate() {
            assert!(builder.add(id(part * size + k), text, &langs("ar,en")));
        }
        index.push(builder.finish().unwrap(), 0, Vec::new(), |_| true);
    }
    index
}

fn text() -> impl Strategy<Value = String> {
    // Few words, so that many texts are alike; some repeated, some spelt in two ways, some none.
    let word = prop::sample::select(vec![
        "one",
        "One",
        "two",
        "three",
        "four",
        "من",
        "إلى",
        "الى",
        "كتابٌ",
        "كتاب",
        "...",
        "«",
        "7",
        "٧",
    ]);
    let short = prop::collection::vec(word.clone(), 0..14);
    let long = prop::collection::vec(word, 60..140);
    prop_oneof![9 => short, 1 => long].prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn the_filters_lose_nothing(
        texts in prop::collection::vec(text(), 0..60),
        queries in prop::collection::vec(text(), 1..8),
        min in prop::sample::select(vec![0.0, 30.0, 49.9, 50.0, 60.0, 69.5, 70.0, 85.0, 100.0]),
        limit in 0..8_usize,
        parts in 1..4_usize,
    ) {
        let index = index(&texts, parts);
        let fast = LookupOptions { min, limit, ..LookupOptions::default() };
        let slow = LookupOptions { exhaustive: true, ..fast.clone() };
        for query in &queries {
            prop_assert_eq!(index.find(query, &fast), index.find(query, &slow));
        }
    }

    #[test]
    fn a_text_is_found_by_itself(texts in prop::collection::vec(text(), 1..30), at in 0..30_usize) {
        let at = at % texts.len();
        let options = LookupOptions { min: 100.0, limit: 1, ..LookupOptions::default() };
        let found = index(&texts, 1).find(&texts[at], &options);
        prop_assert!(found[0].similarity.is_full());
        prop_assert_eq!(found[0].text, fingerprint(&texts[at]));
    }

    #[test]
    fn damaged_bytes_are_refused_or_read(
        texts in prop::collection::vec(text(), 1..10),
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let mut builder = Builder::default();
        for (unit, text) in texts.iter().enumerate() {
            builder.add(id(unit), text, &langs("ar,en"));
        }
        let mut bytes = std::io::Cursor::new(Vec::new());
        builder.write(&mut bytes).unwrap();
        let mut bytes = bytes.into_inner();
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.seg");
        std::fs::write(&path, bytes).unwrap();
        if let Ok(segment) = IndexSegment::open(&path) {
            let mut index = Index::default();
            index.push(segment, 0, Vec::new(), |_| true);
            index.find(&texts[0], &LookupOptions::default());
            let words: Vec<String> =
                Words::new(&texts[0]).iter().map(|(word, _)| word.to_owned()).collect();
            index.covered(&words, 2, None);
            for pair in words.windows(2) {
                index.places(&pair.iter().map(|word| vec![word.clone()]).collect::<Vec<_>>(), 5);
            }
        }
    }
}

#[test]
fn ties_go_to_the_same_spelling_then_to_the_older_unit() {
    let texts = ["علي الكتاب", "على الكتاب", "على الكتابِ", "على الكتاب"].map(str::to_owned);
    let found = index(&texts, 1).find("على الكتاب", &LookupOptions::default());
    assert_eq!(found.iter().map(|h| h.unit.get()).collect::<Vec<_>>(), [1, 3, 2, 0]);
    assert!(found.iter().all(|h| h.similarity.is_full()));
}

#[test]
fn what_is_dead_or_without_translation_is_not_found() {
    let mut builder = Builder::default();
    for (unit, codes) in [(1, "ar,en"), (2, "ar"), (3, "ar,fr"), (4, "ar,en")] {
        builder.add(id(unit), "نص واحد", &langs(codes));
    }
    let mut index = Index::default();
    let wanted = |langs: &LangSet| langs.iter().any(|l| ["en", "fr"].contains(&l.as_str()));
    index.push(builder.finish().unwrap(), 0, vec![id(1)], wanted);
    let options = LookupOptions::default();
    let units = |hits: Vec<Hit>| hits.iter().map(|hit| hit.unit.get()).collect::<Vec<_>>();
    assert_eq!(units(index.find("نص واحد", &options)), [3, 4]);
    assert_eq!(units(index.find_among("نص واحد", &options, Some(&[id(2), id(4)]))), [4]);
}

proptest! {
    #[test]
    fn phrases_are_found_wherever_they_stand(
        mut texts in prop::collection::vec(prop::collection::vec("[ab]{1,2}", 0..9), 1..20),
        phrase in prop::collection::vec("[ab]{1,2}", 1..12),
        about in prop::collection::vec("[ab]{1,2}", 0..3),
        most in 0..6_usize,
    ) {
        // A long phrase stands nowhere by chance.
        texts.push([about.clone(), phrase.clone(), about].concat());
        let joined: Vec<String> = texts.iter().map(|words| words.join(" ")).collect();
        let forms: Vec<Vec<String>> = phrase.iter().map(|word| vec![word.clone()]).collect();
        let index = index(&joined, 2);
        let told = |places: &[PhrasePlace]| -> Vec<(i64, u32)> {
            places.iter().map(|place| (place.unit.get(), place.first)).collect()
        };
        let (total, found) = index.places(&forms, usize::MAX);
        let found = told(&found);
        let (again, few) = index.places(&forms, most);
        prop_assert_eq!((total, again), (found.len(), total));
        prop_assert_eq!(told(&few), &found[..most.min(total)]);
        let mut expected = Vec::new();
        for (unit, words) in texts.iter().enumerate() {
            let stands = words.windows(phrase.len()).enumerate().filter(|(_, w)| *w == phrase);
            expected.extend(stands.map(|(first, _)| (unit as i64, first as u32)));
        }
        prop_assert_eq!(found, expected);
        // What is covered stands where it is said to, and nothing of it stands in something longer.
        let covered = index.covered(&phrase, 3, None);
        for (at, found) in covered.iter().enumerate() {
            let stretch = &phrase[found.first..found.first + found.words];
            prop_assert!(stretch.len() > 1 && !found.places.is_empty());
            for place in &found.places {
                let first = place.first as usize;
                prop_assert_eq!(&texts[place.unit.get() as usize][first..first + found.words], stretch);
            }
            let end = found.first + found.words;
            let within = |o: &Covered| o.first <= found.first && end <= o.first + o.words;
            prop_assert!(covered.iter().enumerate().all(|(k, o)| k == at || !within(o)));
        }
        // The rarest word of a text always leads to it.
        let whole = texts.iter().any(|words| words.len() > 1 && words == &phrase);
        prop_assert!(!whole || covered.iter().any(|c| c.words == phrase.len()));
    }
}

#[test]
fn units_may_have_numbers_beyond_32_bits() {
    let far = [5_000_000_000, 5_000_000_007, 5_000_000_000 + i64::from(u32::MAX) + 1];
    let mut builder = Builder::default();
    let mut add = |number| builder.add(UnitId::new(number), "one two three", &langs("ar,en"));
    // In any order, as far as 32 bits hold the difference.
    assert!(add(far[1]) && add(far[0]) && !add(far[2]) && add(far[2] - 1));
    let found = Index::of(builder).find("one two three", &LookupOptions::default());
    let found: Vec<i64> = found.iter().map(|hit| hit.unit.get()).collect();
    assert_eq!(found, [far[0], far[1], far[2] - 1]);
}

#[test]
fn a_segment_without_a_base_counts_from_0() {
    let facts = segment::Facts::from_numbers(&[1, 2, 3, 4]).unwrap();
    assert_eq!((facts.longest, facts.base), (4, 0));
    assert_eq!(segment::Facts::from_numbers(&facts.to_numbers()), Some(facts));
    assert_eq!(segment::Facts::from_numbers(&[1, 2, 3]), None);
}
