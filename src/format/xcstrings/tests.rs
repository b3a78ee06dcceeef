use proptest::prelude::*;

use crate::{
    event::Event,
    format::{registry, source::Source, units::Reading},
    unit::Unit,
};

const CATALOG: &str = r#"{
  "sourceLanguage" : "en",
  "strings" : {
    "" : {},
    "%lld files" : {
      "comment" : "Below the list",
      "localizations" : {
        "ar" : {"variations" : {"plural" : {
          "one" : {"stringUnit" : {"state" : "translated", "value" : "ملف واحد"}},
          "few" : {"stringUnit" : {"state" : "translated", "value" : "%lld ملفات"}},
          "other" : {"stringUnit" : {"state" : "translated", "value" : "%lld ملف"}}
        }}},
        "en" : {"variations" : {"plural" : {
          "one" : {"stringUnit" : {"state" : "new", "value" : "%lld file"}},
          "other" : {"stringUnit" : {"state" : "new", "value" : "%lld files"}}
        }}}
      }
    },
    "Open" : {"extractionState" : "stale", "localizations" : {
      "ar" : {"stringUnit" : {"state" : "needs_review", "value" : "افتح"}},
      "no such language!" : {"stringUnit" : {"value" : "x"}}
    }},
    "Muwazi" : {"shouldTranslate" : false},
    "tap" : {"localizations" : {
      "en" : {"variations" : {"device" : {
        "mac" : {"stringUnit" : {"value" : "Click here"}}, "other" : {"stringUnit" : {"value" : "Tap here"}}
      }}},
      "ar" : {"stringUnit" : {"value" : "المس هنا"}}
    }},
    "Save" : {},
    "%1$@ in %2$@" : {"localizations" : {"ar" : {
      "stringUnit" : {"value" : "%#@files@ في %2$@"},
      "substitutions" : {"files" : {"argNum" : 1, "formatSpecifier" : "lld", "variations" : {"plural" : {
        "two" : {"stringUnit" : {"value" : "ملفان"}}, "other" : {"stringUnit" : {"value" : "%arg ملف"}}
      }}}}
    }}}
  },
  "version" : "1.0"
}"#;

fn read(text: &str) -> crate::Result<(Vec<Unit>, Vec<String>)> {
    let source = Source::from_bytes(text, "Localizable.xcstrings")?;
    let mut reader = registry::open(source, None, &Reading::default())?;
    let units = reader.by_ref().collect::<crate::Result<_>>()?;
    let told = |event: Event| match event {
        Event::Warning { message, .. } => message,
        other => format!("{other:?}"),
    };
    Ok((units, reader.take_warnings().into_iter().map(told).collect()))
}

fn texts(unit: &Unit) -> Vec<String> {
    let text = |v: &crate::unit::Variant| {
        let form = v.meta.prop("x-plural").map(|form| format!("[{form}]")).unwrap_or_default();
        format!("{}{form}: {}", v.lang, v.text.text)
    };
    unit.variants.iter().map(text).collect()
}

#[test]
fn strings_have_all_their_texts() {
    let (units, warnings) = read(CATALOG).unwrap();
    let all: Vec<Vec<String>> = units.iter().map(texts).collect();
    let expected: [&[&str]; 6] = [
        &[
            "en[one]: %lld file",
            "en[other]: %lld files",
            "ar[one]: ملف واحد",
            "ar[few]: %lld ملفات",
            "ar[other]: %lld ملف",
        ],
        &["en: Open", "ar: افتح"],
        &["en: Tap here", "ar: المس هنا"],
        &["en: Save"],
        &["en: %1$@ in %2$@", "ar: %#@files@ في %2$@"],
        &["ar[two]: ملفان", "ar[other]: %arg ملف"],
    ];
    assert_eq!(all, expected);
    assert_eq!(units[0].meta.prop("x-developer-comment"), Some("Below the list"));
    assert!(units[0].is_reviewed() && !units[1].is_reviewed());
    assert_eq!(units[1].meta.prop("x-obsolete"), Some("yes"));
    assert_eq!(units[5].meta.attribute("tuid"), Some("%1$@ in %2$@|files"));
    let expected = [
        "left out: a string that is not to be translated",
        "left out: texts for other devices",
        "left out: texts in the language 'no such language!'",
    ];
    assert_eq!(warnings, expected);
}

#[test]
fn damaged_catalogs_are_refused_with_their_line() {
    let error = read(&CATALOG[..CATALOG.len() / 2]).unwrap_err();
    assert!(error.place.is_some_and(|place| place.line.is_some_and(|line| line > 10)));
    let odd = "{\"sourceLanguage\": \"en\",\n\"strings\": {\n\"a\": {\"localizations\": 5}}}";
    let error = read(odd).unwrap_err();
    assert_eq!(error.place.and_then(|place| place.line), Some(3), "{}", error.message);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn changed_catalogs_do_not_panic(at in 0..CATALOG.len(), by in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = CATALOG.as_bytes().to_vec();
        bytes[at] = by;
        if cut {
            bytes.remove(at);
        }
        let _ = read(&String::from_utf8_lossy(&bytes));
    }
}
