use proptest::prelude::*;

use super::*;

fn told(text: &str) -> String {
    detect(text).lang().map_or_else(|| "-".to_owned(), Lang::to_string)
}

fn may_be(text: &str) -> Vec<&'static str> {
    let seen = detect(text);
    let codes = ["ar", "en", "fr", "de", "fa", "ur", "he", "ru", "uk", "zh", "ja", "ko", "it"];
    codes.into_iter().filter(|code| seen.may_be(&code.parse().unwrap())).collect()
}

#[test]
fn sentences_tell_their_language() {
    for (text, lang) in [
        ("The committee said that it would publish its report in two weeks.", "en"),
        ("La commission a dit qu’elle publierait son rapport dans deux semaines.", "fr"),
        ("Der Ausschuss sagte, er werde seinen Bericht in zwei Wochen veröffentlichen.", "de"),
        ("La comisión dijo que publicaría su informe en las próximas dos semanas.", "es"),
        ("Komisyon, raporunu iki hafta içinde yayımlayacağını söyledi.", "tr"),
        ("Комиссия сообщила, что она опубликует свой отчёт через две недели.", "ru"),
        ("Комісія повідомила, що вона опублікує свій звіт через два тижні.", "uk"),
        ("Комисията каза, че ще публикува доклада си след две седмици.", "bg"),
        ("قالت اللجنة إنها ستنشر تقريرها خلال أسبوعين.", "ar"),
        ("کمیسیون گفت که گزارش خود را تا دو هفته دیگر منتشر می‌کند.", "fa"),
        ("کمیشن نے کہا کہ وہ اپنی رپورٹ دو ہفتوں میں شائع کرے گا۔", "ur"),
        ("הוועדה אמרה כי היא תפרסם את הדוח שלה בתוך שבועיים.", "he"),
        ("委员会说，它将在两周内发布报告。", "zh"),
        ("委員會表示，將在兩週內發布這份報告。", "zh"),
        ("委員会は二週間以内に報告書を発表すると述べた。", "ja"),
        ("위원회는 2주 안에 보고서를 발표하겠다고 말했다.", "ko"),
        ("Η επιτροπή είπε ότι θα δημοσιεύσει την έκθεσή της.", "el"),
        ("La commissione ha detto che pubblicherà il suo rapporto tra due settimane.", "it"),
        ("De commissie zei dat ze haar rapport binnen twee weken zou publiceren.", "nl"),
    ] {
        assert_eq!(told(text), lang, "{text}");
    }
}

#[test]
fn what_is_short_or_shared_is_open() {
    for text in ["Hello world", "Bonjour", "OK", "Berlin 2024", "A short text", "BMW X5"] {
        assert_eq!(may_be(text), ["en", "fr", "de", "it"], "{text}");
    }
    assert_eq!(may_be("سلام"), ["ar", "fa", "ur"]);
    assert_eq!(may_be("کتاب"), ["fa", "ur"]);
    assert_eq!(may_be("東京"), ["zh", "ja"]);
    assert_eq!(may_be("Москва"), ["ru", "uk"]);
    for none in ["", "12 — 34 %", "<b>7</b>", "https://example.com", "%s {name} $x \\n"] {
        assert_eq!(may_be(none).len(), 13, "{none}");
        assert!(!detect(none).has_letters(), "{none}");
    }
    let unknown: Lang = "xx".parse().unwrap();
    assert!(detect("日本語").may_be(&unknown) && detect("Hello world").may_be(&unknown));
    assert!(detect("قالت اللجنة إنها ستنشر").may_be(&"arz".parse().unwrap()));
}

#[test]
fn arabic_stays_arabic() {
    for text in [
        // Typed on a Persian keyboard, with foreign letters in names.
        "قالت الشرکة إن التقریر سیصدر فی نهایة الأسبوع الحالی",
        "وصل المدرب گوارديولا إلى چيكاگو مع فريقه",
        // Letters that say nothing, but many of them.
        "واشنطن باراك اوباما جورج بوش ترامب رونالد ماكرون جونسون",
        "قال الرئيس BBC",
    ] {
        assert_eq!(detect(text).assumed(), Some(Lang::arabic()), "{text}");
    }
    assert_eq!(detect("نص قصير").assumed(), Some(Lang::arabic()));
    assert_eq!(detect("کتاب").assumed(), None);
    // Many letters of Persian, none of Urdu, no words of either.
    assert_eq!(told("پژوهشگران چگونگی گسترش"), "fa");
}

#[test]
fn english_is_assumed_beside_arabic_alone() {
    let pair = |source: &str, target: &str, given: [Option<&str>; 2]| {
        let given = given.map(|code| code.map(|code| code.parse::<Lang>().unwrap()));
        let found = detect_pair([source, target], given.each_ref().map(Option::as_ref));
        found.map(|lang| lang.map_or_else(|| "-".to_owned(), String::from))
    };
    assert_eq!(pair("نص قصير", "A short text", [None, None]), ["ar", "en"]);
    assert_eq!(pair("A short text", "نص قصير", [None, None]), ["en", "ar"]);
    assert_eq!(pair("A short text", "Un texte", [None, None]), ["-", "-"]);
    assert_eq!(pair("A short text", "x", [None, Some("ar")]), ["en", "ar"]);
    assert_eq!(pair("A short text", "x", [None, Some("fr")]), ["-", "fr"]);
    assert_eq!(pair("L’hôtel à Orléans", "فندق", [None, None]), ["-", "ar"]);
    assert_eq!(pair("Москва", "موسكو", [None, None]), ["-", "ar"]);
    assert_eq!(pair("BibTeX document", "مستند BibTeX", [None, None]), ["en", "ar"]);
    assert_eq!(pair("$1 {{name}}", "صفحة", [None, None]), ["en", "ar"]);
    assert_eq!(pair("12", "صفحة", [None, None]), ["-", "ar"]);
    let persian = "این کتاب را دیروز خریدم و خواندم";
    assert_eq!(pair(persian, "The book that I read", [None, None]), ["fa", "en"]);
}

#[test]
fn letters_of_profiles_are_in_their_script() {
    for profile in profile::own() {
        assert!(profile.letters.is_ascii() == profile.letters.is_empty(), "{:?}", profile.codes);
        assert_eq!(profile.common.is_empty(), !profile.spaced, "{:?}", profile.codes);
    }
    assert!(evidence::candidates().len() <= 128);
}

const CODES: &[&str] = &[
    "<b>",
    "</g>",
    "<x id=\"some long name\"/>",
    "&nbsp;",
    "&lt;strong class=\"wide\"&gt;",
    "%s",
    "%(name)s",
    "%1$d",
    "{0}",
    "{name}",
    "{{user name}}",
    "${value}",
    "$name",
    "https://example.com/the/end?of=all",
    "someone@example.com",
    "/usr/share/the/file.txt",
    "C:\\Users\\name",
    "\\n",
    "readme.txt",
    "user_name",
];

proptest! {
    #[test]
    fn nothing_panics(text in "\\PC*", more in "[<>&%{}$\\\\@a-zşñпの漢ةپ\u{301} ./:]{0,200}") {
        for text in [&text, &more] {
            let seen = detect(text);
            let script = detect_script(text);
            prop_assert_eq!(seen.has_letters(), script.has_letters());
            if let Some(lang) = seen.lang() {
                prop_assert!(seen.may_be(lang));
                prop_assert!(script.may_be(lang));
            }
        }
    }

    #[test]
    fn markup_does_not_vote(
        words in prop::collection::vec(prop::sample::select(vec![
            "كتاب", "في", "مدينة", "the", "house", "and", "Haus", "это", "пять", "の本", "%", "12",
        ]), 0..12),
        codes in prop::collection::vec(prop::sample::select(CODES), 12),
    ) {
        let plain = words.join(" ");
        let mixed: Vec<String> =
            words.iter().zip(&codes).map(|(word, code)| format!("{code} {word}")).collect();
        let mut seen = detect(&mixed.join(" "));
        seen.has_only_code = false;
        prop_assert_eq!(detect(&plain), seen);
    }
}
