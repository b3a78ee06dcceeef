use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::{
    InMemoryStore, Unit,
    event::silent,
    format::units::Reading,
    lookup::LookupOptions,
    service::{Glossaries, memories::Memories},
};

/// A memory of English sentences with Arabic translations.
fn store(pairs: &[(&str, &str)]) -> Arc<InMemoryStore> {
    let store = InMemoryStore::new("m");
    for (english, arabic) in pairs {
        store.add(Unit::pair((Lang::english(), *english), (Lang::arabic(), *arabic)));
    }
    Arc::new(store)
}

const PAIRS: [(&str, &str); 6] = [
    ("The council met on Sunday.", "اجتمع المجلس يوم الأحد."),
    ("The council met on Sunday.", "اجتمع المجلسُ يوم الاحد."),
    ("The council met on Friday.", "اجتمع المجلس يوم الجمعة."),
    ("The mayor spoke first.", "تحدث العمدة أولا."),
    ("The council will meet on Monday evening.", "سيجتمع المجلس مساء الاثنين."),
    ("Nobody came.", "لم يأت أحد."),
];

fn contexts(pairs: &[(&str, &str)], options: &ContextOptions, notes: &str) -> Contexts {
    let lookup = options.memories(MemoriesOptions::default());
    let memories = Memories::new(vec![store(pairs)], lookup).unwrap();
    Contexts::new(memories, options.clone(), notes.to_owned())
}

fn context(text: &str, options: &ContextOptions) -> Result<Context> {
    contexts(&PAIRS, options, "").of(text, &[], &[], &mut silent())
}

/// The estimate of what is written, in the language that costs more.
fn written(context: &Context) -> usize {
    let messages: Vec<String> = context.messages().into_iter().map(|m| m.content).collect();
    tokens_of(&messages.join("\n"), &Lang::english())
        .max(tokens_of(&context.text(), &Lang::english()))
}

#[test]
fn pairs_come_with_their_differences() {
    let found = context("The council met on Monday.", &ContextOptions::default()).unwrap();
    let sources: Vec<&str> = found.pairs.iter().map(|pair| pair.source.as_str()).collect();
    assert_eq!(
        sources,
        [
            "The council met on Sunday.",
            "The council met on Friday.",
            "The council will meet on Monday evening."
        ],
        "the second is the first in the view"
    );
    let text = found.text();
    assert!(text.contains("80 % en: The council met on Sunday.\nar: اجتمع المجلس يوم الأحد.\n"));
    assert!(text.contains("differs: [-Sunday-]{+Monday+}\n"), "{text}");
    assert!(text.contains("differs: [-will meet-]{+met+} [-evening-]\n"), "{text}");
    assert!(text.ends_with("\nThe text:\nThe council met on Monday.\n"), "{text}");
    assert!(text.starts_with("Translate the text from English (en) into Arabic (ar)."), "{text}");
    let [system, user] = found.messages();
    assert_eq!((user.role, user.content.as_str()), (Role::User, "The council met on Monday."));
    assert!(!system.content.contains("The text:"));
    assert!(written(&found) <= found.tokens && found.tokens <= found.budget);
    assert_eq!(found.left_out, LeftOut::default());
}

#[test]
fn phrases_stand_in_where_nothing_matches() {
    let text =
        "After a long day the council met on Sunday with all of its many new members present";
    let found = context(text, &ContextOptions::default()).unwrap();
    assert!(found.pairs.is_empty());
    assert_eq!(found.phrases[0].query.of(text), "the council met on Sunday");
    assert!(
        found.text().contains("“the council met on Sunday” in en: The council met on Sunday.\n")
    );
    assert_eq!(found.target_lang, Some(Lang::arabic()));
}

#[test]
fn neighbours_have_the_translations_of_the_memory() {
    let sentences = ["Nobody came.", "The mayor spoke first.", "The council met.", "So it is."];
    let sentences: Vec<String> = sentences.map(str::to_owned).to_vec();
    let options = ContextOptions { neighbours: 1, ..ContextOptions::default() };
    let mut contexts = contexts(&PAIRS, &options, "");
    let found = contexts.in_document(&sentences, 2, &mut silent()).unwrap();
    assert_eq!(found.before[0].translation.as_deref(), Some("تحدث العمدة أولا."));
    assert_eq!((found.before.len(), found.after.len()), (1, 1));
    assert_eq!(found.after[0].translation, None);
    assert!(found.text().contains("\nSentences before the text:\n- The mayor spoke first. = تحدث"));
    let none = contexts.in_document(&sentences, 9, &mut silent());
    assert!(none.is_ok_and(|context| context.query.is_empty() && context.before.len() == 1));
}

#[test]
fn only_terms_that_occur_are_there_and_forbidden_ones_are_marked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("terms.utx");
    let terms = "#UTX 1.11; en/ar\n#src\ttgt\tsrc:pos\tterm status\ncouncil\tمجلس\tnoun\tapproved\n\
                 council\tهيئة\tnoun\tforbidden\nmayor\tعمدة\tnoun\tapproved\n";
    std::fs::write(&path, terms).unwrap();
    let glossaries = Glossaries::open(&[path], &Reading::default(), &mut silent()).unwrap();
    let options = ContextOptions::default();
    let lookup = options.memories(MemoriesOptions::default());
    let memories = Memories::new(vec![store(&PAIRS)], lookup).unwrap().with_glossaries(glossaries);
    let mut contexts = Contexts::new(memories, options, String::new());
    let found = contexts.of("Two councils met.", &[], &[], &mut silent()).unwrap();
    assert_eq!(found.terms.len(), 1);
    assert_eq!(found.terms[0].forms, ["councils"]);
    assert_eq!(found.terms[0].translations, ["مجلس"]);
    assert_eq!(found.terms[0].forbidden, ["هيئة"]);
    assert!(found.text().contains("- council = مجلس; not: هيئة; in the text: councils\n"));
}

#[test]
fn what_has_no_room_is_counted() {
    let text = "The council met on Monday.";
    let all = context(text, &ContextOptions::default()).unwrap();
    let less = ContextOptions { budget: all.tokens - 1, ..ContextOptions::default() };
    let found = context(text, &less).unwrap();
    assert_eq!((found.pairs.len(), found.left_out.pairs), (2, 1));
    let error = context(text, &ContextOptions { budget: 20, ..less }).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Usage);
    assert!(error.message.starts_with("the text and the instructions take "), "{error}");
    let small = ContextOptions { budget: 110, ..ContextOptions::default() };
    let notes = "Short sentences.\nNo passive voice wherever the active one will do.\n\nMSA.";
    let found = contexts(&PAIRS, &small, notes).of(text, &[], &[], &mut silent()).unwrap();
    assert_eq!(found.notes, "Short sentences.");
    assert_eq!(found.left_out.notes, 2);
    assert!(found.text().contains("\nNotes of style:\nShort sentences.\n"));
}

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["council", "met", "Monday", "the", "in", "Cairo", "3", "city"])
}

fn sentence() -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 3..9).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_context_keeps_its_promises(
        units in prop::collection::vec((sentence(), "[ابتثج ]{1,12}"), 1..40),
        query in sentence(),
        notes in "[a-z \n]{0,60}",
        budget in 60usize..1500,
        limit in 5usize..9,
    ) {
        let options = ContextOptions { budget, limit, ..ContextOptions::default() };
        let pairs: Vec<(&str, &str)> =
            units.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let Ok(found) = contexts(&pairs, &options, &notes).of(&query, &[], &[], &mut silent()) else {
            return Ok(());
        };
        prop_assert!(found.tokens <= budget);
        prop_assert!(written(&found) <= found.tokens, "{} {}", written(&found), found.tokens);
        let view = |text: &str| crate::View::new(text).text().trim().to_owned();
        let of = |m: &Match| (view(&m.source), view(&m.target));
        let mut seen: Vec<_> = found.pairs.iter().map(of).collect();
        seen.sort();
        let count = seen.len();
        seen.dedup();
        prop_assert_eq!(seen.len(), count, "a duplicate");
        // The five best of a look-up are there unless something had no room.
        if found.left_out.pairs == 0 {
            let lookup = LookupOptions { min: 50.0, ..LookupOptions::default() };
            let lookup = MemoriesOptions { lookup, ..MemoriesOptions::default() };
            let mut memories = Memories::new(vec![store(&pairs)], lookup).unwrap();
            for best in memories.find(&query, &mut silent()).unwrap() {
                prop_assert!(seen.contains(&of(&best)), "{:?}", best.source);
            }
        }
    }
}
