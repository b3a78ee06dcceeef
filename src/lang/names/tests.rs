use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> Lang {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

#[test]
fn codes_have_english_names() {
    for (code, name) in [
        ("fr", "French"),
        ("ar-EG", "Arabic, Egypt"),
        ("en-GB", "British English"),
        ("zh-Hant-TW", "Traditional Chinese, Taiwan"),
        ("xx-YY", "xx-YY"),
        ("sl-rozaj", "Slovenian, rozaj"),
    ] {
        assert_eq!(parse(code).name_in_english(), name);
    }
}

#[test]
fn names_are_languages() {
    for (code, names) in [
        (
            "ar",
            "Arabic|ARABIC|arabic language|العربية|عربي|اللغة العربية|لغة عربية|العربيّة|بالعربية",
        ),
        (
            "ar",
            "Modern Standard Arabic|Arabic (ar)|ar (Arabic)|Arabic - العربية|arabe|Arabisch|Arabic/ar|ara",
        ),
        (
            "ar-SA",
            "Arabic [ar-SA]|Arabic (Saudi Arabia)|العربية (السعودية)|Arabic_SA|Arabic, Saudi Arabia",
        ),
        (
            "ar-SA",
            "ar-SA (Arabic, Saudi Arabia)|العربية (المملكة العربية السعودية)|AR_sa|ar_SA.UTF-8|Arabic/ar-SA",
        ),
        (
            "ar-EG",
            "Arabic (Egypt)|العربية (مصر)|Arabic - Egypt|العربية - مصر|Arabic (EG)|Arabic EGYPT",
        ),
        ("ar-AE", "Arabic (UAE)|العربية (الإمارات)"),
        ("arz", "Egyptian Arabic|arz|العربية المصرية"),
        ("en", "English|english|الانجليزي|الإنجليزية|الإنكليزية|بالإنجليزية|اللغة الإنجليزية|إنجليزي"),
        (
            "en",
            "en (English)|Language: English|anglais|Englisch|eng|[en] English|English (en)|لغة إنجليزية",
        ),
        (
            "en-US",
            "English (United States)|US English|English - United States|English_US|English (US)",
        ),
        (
            "en-US",
            "English (USA)|American English|الإنجليزية (الولايات المتحدة)|en-US|EN_us|en_US.UTF-8",
        ),
        (
            "en-US",
            "en (United States)|English (en-US)|english-us|English (United States of America)",
        ),
        (
            "en-GB",
            "UK English|English/en-GB|British English|English (United Kingdom)|en-UK|English (UK)|English (GB)",
        ),
        ("en-GB", "الإنجليزية (المملكة المتحدة)|الإنجليزية البريطانية|English (Great Britain)"),
        (
            "zh-Hans",
            "Chinese (Simplified)|Simplified Chinese|简体中文|الصينية (المبسطة)|Chinese - Simplified",
        ),
        ("zh-Hant", "Chinese (Traditional)|Traditional Chinese|繁體中文|Chinese_Traditional"),
        ("zh-Hant-TW", "Chinese (Traditional, Taiwan)|zh_hant_tw|Traditional Chinese (Taiwan)"),
        ("zh", "Chinese|Mandarin|中文|الصينية|cmn|zho|chi"),
        ("pt-BR", "Brazilian Portuguese|Portuguese (Brazil)|Portuguese_BR|pt_br"),
        ("fa", "Farsi|Persian|فارسی|الفارسية|pes|fas|per|فارسي"),
        ("fa-AF", "Dari|prs|Persian (Afghanistan)"),
        ("fr", "français|FRANÇAIS|Francais|French|الفرنسية|fre|fra|französisch"),
        ("fr-CA", "French (Canada)|Canadian French|Français (Canada)|French (CA)"),
        ("de", "Deutsch|German|الألمانية|ger|deu"),
        ("de-AT", "Deutsch (Österreich)|German (Austria)|Austrian German"),
        ("ur", "اردو|أردو|الأردية|Urdu|urd"),
        ("he", "עברית|Hebrew|العبرية|iw|heb|Hebrew (iw)"),
        ("id", "in|Indonesian|ind|Bahasa Indonesia"),
        ("tr", "Türkçe|TÜRKÇE|turkce|Turkish|التركية|tur"),
        ("tr-TR", "Turkish (Turkey)|Türkçe (Türkiye)|Turkish (Türkiye)"),
        ("ru", "русский|Русский|Russian|الروسية|rus"),
        ("ja", "日本語|Japanese|اليابانية|jpn"),
        ("ko", "한국어|Korean"),
        ("es", "español|Spanish|الإسبانية|Castilian"),
        ("es-419", "Spanish (Latin America)|Latin American Spanish|es-419|Spanish (419)"),
        ("sr-Latn", "sr@latin|Serbian (Latin)|Serbian Latin|sh"),
        ("sr-Latn-RS", "sr_RS.UTF-8@latin|sr_RS@latin|Serbian (Latin, Serbia)"),
        ("sr-Cyrl", "Serbian (Cyrillic)|sr@cyrillic"),
        ("ca-valencia", "ca@valencia|ca-valencia"),
        ("de-DE", "de_DE@euro|de_DE.ISO-8859-15@euro"),
        ("az-Arab", "Azerbaijani (Arabic)"),
        ("la", "Latin"),
        ("nb", "Norwegian Bokmål|norsk bokmål|nob"),
        ("ckb", "Sorani|Central Kurdish|Kurdish, Central"),
        ("ku", "Kurdish|kmr|الكردية"),
        ("zh-cmn-Hans", "zh-cmn-Hans|ZH_cmn_hans"),
        ("key", "key"),
        ("abcde", "abcde"),
        ("und", "und|UND"),
    ] {
        for name in names.split('|') {
            let lang = name.parse::<Lang>().map(|l| l.to_string()).map_err(|e| e.to_string());
            assert_eq!(lang.as_deref(), Ok(code), "{name}");
        }
    }
}

#[test]
fn other_texts_are_no_languages() {
    for text in [
        "",
        "e",
        "en--US",
        "*all*",
        "ع",
        "English Arabic",
        "English/Arabic",
        "English to Arabic",
        "Arabic no",
        "Arabic definition",
        "the language",
        "en fr",
        "English (draft)",
        "British English (US)",
        "ar.po",
        "en_US.txt",
        "12",
        "English (Arabic)",
        "id English",
    ] {
        assert!(text.parse::<Lang>().is_err(), "{text}: {:?}", text.parse::<Lang>());
    }
}

#[test]
fn headings_are_read_with_more_care() {
    for (code, headings) in [
        (
            "en",
            "en|EN|eng|English|English text|Source: English|Source (English)|النص بالإنجليزية|english_term",
        ),
        (
            "en-US",
            "EN-US|en_us|Source (English (US))|Target - English (United States)|Translation (en-US)",
        ),
        ("en-GB", "en-UK|Translation: UK English"),
        (
            "ar",
            "ar|ara|Target: Arabic|النص العربي|الترجمة العربية|target_ar|Arabic text|العربية|text (ar)",
        ),
        ("he", "iw|Hebrew"),
        ("id", "id-ID|Indonesian|id_id|in-ID"),
        ("arz", "arz|Egyptian Arabic"),
        ("und", "und"),
        ("no", "Norwegian (NO)"),
        ("zh-Hans", "zh-Hans|zh_hans|Chinese (Simplified)"),
    ] {
        for heading in headings.split('|') {
            let found = in_heading(heading).map(|lang| lang.to_string());
            let code = if code == "id" && heading.contains(['-', '_']) { "id-ID" } else { code };
            assert_eq!(found.as_deref(), Some(code), "{heading}");
        }
    }
    for word in [
        "key",
        "tag",
        "not",
        "bin",
        "id",
        "to",
        "no",
        "in",
        "is-ready",
        "to_do",
        "source",
        "target",
        "text",
        "the language of it",
        "source language",
        "English ID",
        "English_ID",
        "Arabic notes",
        "source_id",
        "text_is",
        "src",
        "cat",
        "tel",
        "May",
        "no-op",
        "English (no)",
        "zh-cmn-Hans",
        "abcde",
        "xx",
        "",
    ] {
        assert_eq!(in_heading(word), None, "{word}");
    }
}

#[test]
fn any_text_is_read_without_panic() {
    let part = proptest::sample::select(vec![
        "en",
        "ar",
        "US",
        "English",
        "العربية",
        "(",
        ")",
        "-",
        "_",
        " ",
        "Latin",
        "@",
        ".",
        "UTF-8",
        "zh",
        "Hant",
        "x",
        "مصر",
        "ال",
        "ه",
        "Chinese",
        "cmn",
        "419",
        "u",
        "é",
        "Dari",
        "euro",
    ]);
    let built = proptest::collection::vec(part, 0..7).prop_map(|parts| parts.concat());
    let text = prop_oneof![
        any::<String>(),
        built,
        "[a-zA-Z_-]{0,12}",
        "[a-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,3}"
    ];
    proptest!(|(text in text)| {
        let _ = in_heading(&text);
        if let Ok(lang) = text.parse::<Lang>() {
            let _ = lang.name_in_english();
            prop_assert_eq!(lang.as_str().parse::<Lang>().unwrap(), lang);
        }
    });
}
