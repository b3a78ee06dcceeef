use proptest::prelude::*;

use super::*;
use crate::{
    document::{BlockKind, Document},
    lang::Lang,
};

fn side(lang: &str, text: &str) -> Segmented {
    Segmented::new(Document::new(text, lang.parse().unwrap()))
}

fn texts(side: &Segmented) -> Vec<&str> {
    side.segments.iter().map(|segment| segment.span.of(&side.document.text)).collect()
}

const ARABIC: &str = "كان الحاج صالح يفتح دكانه كل صباح قبل أن تطلع الشمس ولم يتأخر يوما واحدا منذ أربعين سنة \
    وفي يوم من أيام الشتاء وجد الناس الباب مغلقا فظنوا أنه مريض وذهب جاره محمود إلى بيته ليسأل عنه فقالت له \
    زوجته إنه سافر إلى دمشق ليزور ابنته ثم عاد محمود إلى السوق وأخبر التجار بالخبر فضحكوا جميعا لكن أحدا منهم \
    لم يصدق أن الحاج صالح يمكن أن يسافر";

const ENGLISH: [&str; 6] = [
    "Every morning Hajj Salih opened his shop before the sun rose, and in forty years he had not been late \
     for a single day.",
    "One winter day people found the door closed and thought that he was ill.",
    "His neighbour Mahmoud went to his house to ask about him.",
    "His wife told him that he had travelled to Damascus to visit his daughter.",
    "Then Mahmoud returned to the market and told the merchants the news, and they all laughed.",
    "But none of them believed that Hajj Salih could travel.",
];

#[test]
fn sentences_begin_where_the_translation_has_them() {
    let recut = Aligner::default().recut(side("ar", ARABIC), side("en", &ENGLISH.join(" ")));
    let found = texts(&recut.sides[0]);
    let begins = ["كان الحاج", "وفي يوم", "وذهب جاره", "فقالت له", "ثم عاد", "لكن أحدا"];
    let right = begins.iter().filter(|b| found.iter().any(|f| f.starts_with(**b))).count();
    assert!(found.len() == 6 && right >= 5, "{found:#?}");
    assert_eq!(recut.cut, [(1, 6), (0, 0)]);
    let swapped = Aligner::default().recut(side("en", &ENGLISH.join(" ")), side("ar", ARABIC));
    assert_eq!(texts(&swapped.sides[1]).len(), 6);
}

#[test]
fn texts_without_any_stop_are_cut_into_sentences() {
    let english = ENGLISH.join(" ").replace(['.', ','], "");
    let recut = Aligner::default().recut(side("ar", ARABIC), side("en", &english));
    for found in recut.sides.each_ref().map(texts) {
        assert!((3..=9).contains(&found.len()), "{found:#?}");
    }
}

#[test]
fn texts_with_stops_and_given_lines_stay_as_they_are() {
    let long = "وقال المدير إن الشركة ستبني مصنعا جديدا في المدينة الصناعية وإن المصنع سيوفر مئات الوظائف للشباب "
        .repeat(5);
    let lines =
        |text: &str, kind| Segmented::new(Document::from_lines("-", Lang::arabic(), text, kind));
    let english = || side("en", &ENGLISH.join(" "));
    let closed = format!("{}. وصل الوفد أمس. ثم غادر اليوم.", long.trim());
    for source in [
        lines(&closed, BlockKind::Paragraph),
        lines(ARABIC, BlockKind::Sentence),
        lines(ARABIC, BlockKind::Heading),
        lines("", BlockKind::Paragraph),
    ] {
        let whole = source.segments.clone();
        let recut = Aligner::default().recut(source, english());
        assert_eq!(recut.sides[0].segments, whole);
        assert_eq!(recut.cut, [(0, 0); 2]);
    }
    let recut = Aligner::default().recut(lines(ARABIC, BlockKind::Paragraph), side("en", ""));
    assert_eq!(recut.sides[0].segments.len(), 1);
}

#[test]
fn texts_without_vectors_are_cut_by_lengths_and_names() {
    let german = "Der Minister flog am Montag nach Paris und traf dort den Präsidenten Macron Am Dienstag reiste er \
        nach London weiter wo 40 Abgeordnete auf ihn warteten Danach kehrte er nach Berlin zurück";
    let french = "Le ministre est parti lundi pour Paris, où il a rencontré le président Macron. Mardi, il s'est rendu \
        à Londres, où 40 députés l'attendaient. Ensuite, il est rentré à Berlin.";
    let recut = Aligner::default().recut(side("de", german), side("fr", french));
    assert_eq!(texts(&recut.sides[0]).len(), 3, "{:#?}", texts(&recut.sides[0]));
}

#[test]
fn words_tell_where_sentences_begin() {
    let gain = |words: [&str; 3]| begins::gains(&Lang::arabic(), &words)[1];
    assert!(gain(["المدينة", "وقال", "الوزير"]) > gain(["قال", "الوزير", "إن"]) + 3.0);
    assert!(gain(["من", "المدينة", "ثم"]) < -3.0);
    let gain = |words: [&str; 6]| begins::gains(&Lang::english(), &words)[3];
    assert!(
        gain(["We", "saw", "him", "But", "he", "left"])
            > gain(["We", "saw", "a", "But", "he", "left"])
    );
    assert_eq!(begins::gains(&"de".parse().unwrap(), &[]), Vec::<f64>::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn segments_lose_only_spaces(
        source in "([ا-ي]{1,6}[ \n،.]{1,2}){0,120}",
        target in "([A-Za-z0-9]{1,7}[ \n,.«]{1,2}){0,120}",
    ) {
        let (source, target) = (side("ar", &source), side("en", &target));
        let aligner = Aligner { vectors: None, ..Aligner::default() };
        let recut = aligner.recut(source, target);
        for side in &recut.sides {
            let text = &side.document.text;
            let mut at = 0;
            for segment in &side.segments {
                prop_assert!(segment.span.start >= at && !segment.span.is_empty());
                prop_assert!(text[at..segment.span.start].trim().is_empty());
                prop_assert_eq!(segment.span.of(text).trim(), segment.span.of(text));
                at = segment.span.end;
            }
            prop_assert!(text[at..].trim().is_empty());
        }
    }
}
