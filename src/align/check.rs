//! Plausibility check: two documents that cannot be a text and its translation are refused.

use crate::{
    document::Document,
    error::{Error, ErrorKind, Place, Result, Setting},
    lang::{Detected, Lang, detect, detect_script},
};

/// Refuses two documents that are surely in the same language; two documents of which each is in the
/// script of the other, as happens if the two files are swapped; and a document whose letters are
/// many, nearly all in a script in which its language is not written. A short text may be a name
/// that is not translated, so its script alone is no reason. If the user named both languages
/// (`both_named`), two documents in the same language are accepted: they may be two versions of one
/// text.
///
/// # Errors
/// [`ErrorKind::Language`], with the file and a hint.
pub fn check(source: &Document, target: &Document, both_named: bool) -> Result<()> {
    let seen = [source, target].map(|document| detect_script(&document.text));
    let is_foreign = |at: usize, own: &Lang, other: &Lang| {
        !seen[at].is_in_script_of(own) && seen[at].is_in_script_of(other)
    };
    let is_swapped =
        is_foreign(0, &source.lang, &target.lang) && is_foreign(1, &target.lang, &source.lang);
    let sides = [(source, "source", Setting::SourceLang), (target, "target", Setting::TargetLang)];
    for ((document, side, setting), seen) in sides.into_iter().zip(&seen) {
        if is_swapped || seen.is_in_another_script_than(&document.lang) {
            return Err(wrong_script(document, side, setting, seen));
        }
    }
    let sure = |document: &Document| detect(&document.text).lang().cloned();
    let is_same = source.lang.same_language(&target.lang)
        || sure(source).is_some_and(|lang| sure(target).is_some_and(|o| lang.same_language(&o)));
    if !both_named && is_same {
        let lang = if source.lang.same_language(&target.lang) {
            source.lang.clone()
        } else {
            sure(source).unwrap_or_else(|| source.lang.clone())
        };
        return Err(Error::new(
            ErrorKind::Language,
            format!("both texts are in the same language, '{lang}'"),
        )
        .at(Place::file(&target.origin))
        .hint(
            "give a text and its translation; for two languages in one script, or two versions of \
             one text, name both languages",
        )
        .settings([Setting::SourceLang, Setting::TargetLang]));
    }
    Ok(())
}

fn wrong_script(document: &Document, side: &str, setting: Setting, seen: &Detected) -> Error {
    let (lang, script) = (&document.lang, seen.script_name());
    Error::new(
        ErrorKind::Language,
        format!("the language of the {side} is '{lang}' but its text is in {script} script"),
    )
    .at(Place::file(&document.origin))
    .hint(format!(
        "are the two files swapped? give the source first, or omit the language of the {side}"
    ))
    .settings(setting)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;

    fn doc(lang: &str, text: &str) -> Document {
        Document::from_lines(lang, lang.parse().unwrap(), text, BlockKind::Paragraph)
    }

    #[test]
    fn swapped_texts_and_texts_in_one_language_are_refused() {
        let (ar, en) = (doc("ar", "نص قصير"), doc("en", "A short text"));
        assert!(check(&ar, &en, false).is_ok());
        assert!(check(&doc("de", "Ein Text"), &doc("fr", "Un texte"), false).is_ok());
        let other = doc("en-GB", "Another");
        assert!(check(&en, &other, true).is_ok());
        let same = check(&en, &other, false).unwrap_err();
        assert!(same.to_string().contains("same language"));
        let swapped = check(&doc("ar", "A short text"), &doc("en", "نص قصير"), true).unwrap_err();
        assert!(swapped.hint.unwrap().contains("swapped"));
    }

    #[test]
    fn letters_of_tags_and_names_are_no_reason_to_refuse() {
        for (ar, en) in [
            ("<g id=\"1\">نعم</g> <x id=\"2\"/>", "<g id=\"1\">Yes</g> <x id=\"2\"/>"),
            ("انظر https://example.com/a/long/address/of/a/page", "See https://example.com/"),
            ("BMW X5", "BMW X5"),
            ("Microsoft Windows Server", "Microsoft Windows Server"),
            ("%(name)s: %d", "%(name)s: %d"),
        ] {
            assert!(check(&doc("ar", ar), &doc("en", en), false).is_ok(), "{ar}");
        }
        let long = "This is a whole English sentence that nobody has translated yet.";
        let error = check(&doc("ar", long), &doc("en", long), true).unwrap_err();
        assert!(error.message.contains("Latin script"), "{error}");
        let french = "Le ministre est arrivé dans la capitale avec une délégation.";
        assert!(check(&doc("fr", french), &doc("en", long), false).is_ok());
        let same = check(&doc("fr", long), &doc("en", long), false).unwrap_err();
        assert!(same.message.contains("same language, 'en'"), "{same}");
        assert!(check(&doc("fa", "این یک جمله است"), &doc("en", "A sentence"), false).is_ok());
    }
}
