//! Plausibility check: two documents that cannot be a text and its translation are refused.

use crate::{
    document::Document,
    error::{Error, ErrorKind, Place, Result, Setting},
    lang::Lang,
};

/// Refuses two documents in the same language, and a document whose script does not match its
/// language, as happens if the two files are swapped. If the user named both languages (`both_named`),
/// two documents in the same language are accepted: they may be two versions of one text.
///
/// # Errors
/// [`ErrorKind::Language`], with the file and a hint.
pub fn check(source: &Document, target: &Document, both_named: bool) -> Result<()> {
    let sides = [(source, "source", Setting::SourceLang), (target, "target", Setting::TargetLang)];
    for (document, side, setting) in sides {
        let Some(found) = Lang::from_script(&document.text) else { continue };
        if found.is_rtl() != document.lang.is_rtl() {
            let (lang, script) = (&document.lang, script(&found));
            return Err(Error::new(
                ErrorKind::Language,
                format!("the language of the {side} is '{lang}' but its text is in {script} script"),
            )
            .at(Place::file(&document.origin))
            .hint(format!(
                "are the two files swapped? give the source first, or omit the language of the {side}"
            ))
            .settings(setting));
        }
    }
    if !both_named && source.lang.same_language(&target.lang) {
        return Err(Error::new(
            ErrorKind::Language,
            format!("both texts are in the same language, '{}'", source.lang),
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

fn script(lang: &Lang) -> &'static str {
    if lang.is_rtl() { "Arabic" } else { "Latin" }
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
}
