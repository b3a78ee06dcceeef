use proptest::prelude::*;

use super::*;
use crate::{lang::Lang, lookup::steps, unit::Unit};

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
        // One hamza on several seats.
        "مسؤول",
        "مسئول",
        // Numbers, of which some may be either of two.
        "12500",
        "12,500",
        "١٢٬٥٠٠",
        "12.500",
        "12.5",
        "12.50",
        "12.501",
        "7.000",
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
    fn phrases_with_numbers_are_found_wherever_they_stand(
        texts in prop::collection::vec(text(), 1..20), phrase in text(),
    ) {
        let phrase = Words::new(&phrase);
        prop_assume!(!phrase.is_empty());
        let forms: Vec<Vec<String>> = phrase.iter().map(|(word, _)| {
            let mut all = vec![word.to_owned()];
            crate::text::figures::equals(word, |other| all.push(other.to_owned()));
            all
        }).collect();
        let same = crate::text::figures::same_word;
        let mut expected = 0;
        for text in &texts {
            let words = Words::new(text);
            let ends = (words.len() + 1).saturating_sub(phrase.len());
            expected += (0..ends).filter(|first| {
                (0..phrase.len()).all(|k| same(words.folded(first + k), phrase.folded(k)))
            }).count();
        }
        prop_assert_eq!(index(&texts, 2).places(&forms, usize::MAX).0, expected);
    }

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
        let covered = index.covered(&phrase, (3, MOST_READ), None);
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
fn facts_are_read_as_written_or_not_at_all() {
    let facts = segment::Facts::from_numbers(&[1, 2, 3, 4, 5]).unwrap();
    assert_eq!(segment::Facts::from_numbers(&facts.to_numbers()), Some(facts));
    assert_eq!(segment::Facts::from_numbers(&[1, 2, 3, 4]), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn comparing_with_every_text_of_the_store_finds_the_same(
        texts in prop::collection::vec(text(), 0..40),
        queries in prop::collection::vec(text(), 1..6),
        min in prop::sample::select(vec![0.0, 49.9, 50.0, 70.0, 100.0]),
        limit in 0..8_usize,
    ) {
        let store = crate::memory::InMemoryStore::new("all");
        for text in &texts {
            store.add(Unit::pair((Lang::arabic(), text), (Lang::english(), "a")));
        }
        let (from, to) = ([Lang::arabic()], [Lang::english()]);
        let plain = Plain::read(&store, &from, &to).unwrap();
        let index = load(&store, &from, &to, &mut |_| {}).unwrap();
        let options = LookupOptions { min, limit, ..LookupOptions::default() };
        for query in &queries {
            let found = plain.find(query, &Words::new(query), &options, None);
            prop_assert_eq!(index.find(query, &options), found);
        }
    }
}

/// A segment of a few texts whose numbers are changed before its checksums are made.
fn forged(change: impl Fn(&mut Vec<u32>, file::Section)) -> Option<IndexSegment> {
    let mut builder = Builder::default();
    for unit in 0..40 {
        builder.add(id(unit), &format!("one two three {}", unit % 9), &langs("ar,en"));
    }
    let mut bytes = Vec::new();
    builder.write(&mut bytes).unwrap();
    let size = bytes.len() as u64;
    let sections = file::Sections::open(Box::new(Held(bytes)), size, None).unwrap();
    let mut parts: Vec<Vec<u8>> = Vec::new();
    for section in file::Section::ALL {
        let mut numbers: Vec<u32> = sections.numbers(section).to_vec();
        let same = numbers.clone();
        change(&mut numbers, section);
        parts.push(match numbers == same {
            true => sections.bytes(section).to_vec(),
            false => bytemuck::cast_slice(&numbers).to_vec(),
        });
    }
    let mut bytes = Vec::new();
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    file::write(&mut bytes, parts.try_into().unwrap()).unwrap();
    let size = bytes.len() as u64;
    IndexSegment::new(file::Sections::open(Box::new(Held(bytes)), size, None)?)
}

struct Held(Vec<u8>);

impl blocks::Source for Held {
    fn read(&self, from: u64, out: &mut [u8]) -> std::io::Result<()> {
        let held = self.0.get(from as usize..from as usize + out.len());
        out.copy_from_slice(held.ok_or(std::io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

#[test]
fn numbers_that_lie_though_their_checksums_are_right_do_no_harm() {
    // Billions of sequences of a length; lengths that fall.
    for lie in [0xFFFF_FFF0, 0] {
        let first = |numbers: &mut Vec<u32>, section| {
            if section == file::Section::First {
                *numbers.last_mut().unwrap() = lie;
            }
        };
        assert!(forged(first).is_none());
    }
    assert!(forged(|_, _| {}).is_some_and(|segment| !segment.is_damaged()));
    for section in file::Section::ALL {
        for (lie, step) in [(0, 2), (u32::MAX, 1), (u32::MAX, 3), (7, 2), (40, 2)] {
            let every = |numbers: &mut Vec<u32>, own| {
                if own == section {
                    numbers.iter_mut().step_by(step).for_each(|number| *number = lie);
                }
            };
            let Some(segment) = forged(every) else { continue };
            let mut index = Index::default();
            index.push(segment, 0, Vec::new(), |_| true);
            for min in [0.0, 60.0, 90.0] {
                for exhaustive in [false, true] {
                    let options = LookupOptions { min, exhaustive, ..LookupOptions::default() };
                    index.find("one two 3 four", &options);
                }
            }
            let words = ["one", "two"].map(str::to_owned);
            index.covered(&words, (2, MOST_READ), None);
            index.places(&words.map(|word| vec![word]), 5);
        }
    }
}

#[test]
fn sequences_that_overlap_end_the_search() {
    // Each other record begins at the first text and ends at the last.
    let overlap = |numbers: &mut Vec<u32>, section| {
        if section == file::Section::Records {
            for (k, record) in numbers.chunks_mut(6).enumerate() {
                record[5] = if k % 2 == 0 { 0 } else { 40 };
            }
        }
    };
    let mut index = Index::default();
    index.push(forged(overlap).unwrap(), 0, Vec::new(), |_| true);
    index.find("one two three 3", &LookupOptions { min: 0.0, limit: 100, ..Default::default() });
    assert!(index.is_damaged());
}

#[test]
fn a_long_text_takes_steps_in_proportion_to_its_length() {
    let steps = |words: usize| {
        let text = "the clerk of the court signed it and ".repeat(words / 8);
        let index = index(&[text], 1);
        let all = |min| LookupOptions { min, ..LookupOptions::default() };
        let phrase = ["the", "court"].map(|word| vec![word.to_owned()]);
        [
            steps::of(|| index.places(&phrase, 5)).0,
            steps::of(|| index.find("the judge of the court", &all(0.0))).0,
            steps::of(|| {
                index.covered(&["of", "the", "court"].map(str::to_owned), (2, MOST_READ), None)
            })
            .0,
        ]
    };
    for (short, long) in steps(4_000).into_iter().zip(steps(32_000)) {
        assert!(short > 0 && long <= 9 * short, "{short} {long}");
    }
}

#[cfg(feature = "files")]
mod in_a_folder;
