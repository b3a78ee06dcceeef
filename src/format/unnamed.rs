//! Languages of files that do not name them.
//!
//! Some tools write files without languages and others accept them; so does this program, with a
//! warning. The text decides where it can. Otherwise a source in Latin script is taken for English,
//! because most software is written in English, and any other text for undetermined (`und`), because
//! users would trust a wrong language.

use super::{diagnostics::Diagnostics, units::Reading};
use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    lang::{Lang, detect},
};

/// Index of the source side in arrays of two.
pub(crate) const SOURCE: usize = 0;
/// Index of the target side in arrays of two.
pub(crate) const TARGET: usize = 1;

/// Guesses the language of texts if neither the file nor the user names it.
#[derive(Debug, Default)]
pub(crate) struct Unnamed {
    is_strict: bool,
    has_warned: bool,
    sides: [Seen; 2],
}

/// The languages that texts of one side were taken for, with their number.
#[derive(Debug, Default)]
struct Seen(Vec<(Lang, u64)>);

impl Seen {
    fn note(&mut self, lang: &Lang) {
        match self.0.iter_mut().find(|(known, _)| known == lang) {
            Some((_, count)) => *count += 1,
            None => self.0.push((lang.clone(), 1)),
        }
    }

    /// Returns the language of most texts among those that fit.
    fn most(&self, fits: impl Fn(&Lang) -> bool) -> Option<&(Lang, u64)> {
        let fitting = self.0.iter().rev().filter(|(lang, _)| fits(lang));
        fitting.max_by_key(|(_, count)| *count)
    }
}

impl Unnamed {
    pub(crate) fn new(reading: &Reading) -> Self {
        Self { is_strict: reading.strict, ..Self::default() }
    }

    /// Returns the language of a text on the given side; the first call adds a warning. `code` is
    /// the invalid language code in the file, which may be empty.
    ///
    /// # Errors
    /// Reading is strict, and the file does not name the language.
    pub(crate) fn lang(
        &mut self,
        side: usize,
        text: &str,
        code: &str,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Result<Lang> {
        let (sides, setting) = if side == SOURCE {
            ("sources", Setting::SourceLang)
        } else {
            ("targets", Setting::TargetLang)
        };
        let fault = match code.trim() {
            "" => format!("the file does not say in which language its {sides} are"),
            code => {
                format!("the language of the {sides} is '{code}', which is not a language code")
            }
        };
        if self.is_strict {
            return Err(Error::new(ErrorKind::Language, fault)
                .at(place.clone())
                .hint("say which language it is")
                .settings(setting));
        }
        let lang = self.guess(side, text);
        if !std::mem::replace(&mut self.has_warned, true) {
            let (lang, means) = (lang.as_str(), if lang.as_str() == "und" { " (any)" } else { "" });
            let message = format!("{fault}; taken for {lang}{means}: say which languages they are");
            let both = [Setting::SourceLang, Setting::TargetLang];
            diagnostics.warn_about(both, place.clone(), message);
        }
        Ok(lang)
    }

    /// Takes note of a language that is known without a guess.
    pub(crate) fn note(&mut self, side: usize, lang: &Lang) {
        self.sides[side.min(TARGET)].note(lang);
    }

    /// Guesses a language. A text that does not tell it, such as a number, gets that of most texts
    /// before it; so does one that seems to be in another language of the same script, since a side
    /// is hardly ever in two.
    fn guess(&mut self, side: usize, text: &str) -> Lang {
        let seen = &mut self.sides[side.min(TARGET)];
        let detected = detect(text);
        let sure = detected.assumed();
        let fits = |lang: &Lang| match &sure {
            Some(sure) => lang.is_in_one_script_with(sure),
            None => detected.may_be(lang),
        };
        let least = if sure.is_some() { 4 } else { 1 };
        let before = seen.most(fits).filter(|(_, count)| *count >= least);
        let known = before.map(|(lang, _)| lang.clone());
        let Some(lang) = known.or(sure) else {
            let is_english = detected.is_perhaps_english() || !detected.has_letters();
            return if side == SOURCE && is_english {
                Lang::english()
            } else {
                Lang::undetermined()
            };
        };
        seen.note(&lang);
        lang
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_decides_with_one_warning() {
        let (mut unnamed, mut diagnostics) = (Unnamed::default(), Diagnostics::default());
        let place = Place::line("a.po", 3);
        let mut lang = |side, text| {
            let lang = unnamed.lang(side, text, "", &place, &mut diagnostics).unwrap();
            lang.as_str().to_owned()
        };
        assert_eq!([lang(SOURCE, "Peace"), lang(SOURCE, "مصدر")], ["en", "ar"]);
        assert_eq!([lang(TARGET, "Paix"), lang(TARGET, "بلد")], ["und", "ar"]);
        assert_eq!([lang(TARGET, "سلام"), lang(TARGET, "7")], ["ar", "ar"]);
        let warnings = diagnostics.take(true, || place.clone());
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        let shown = format!("{warnings:?}");
        assert!(shown.contains("Some(3)") && shown.contains("TargetLang"), "{shown}");
    }

    #[test]
    fn strict_reading_fails() {
        let strict = Reading { strict: true, ..Reading::default() };
        let (mut unnamed, mut diagnostics) = (Unnamed::new(&strict), Diagnostics::default());
        let place = Place::file("a.xlf");
        let error = unnamed.lang(TARGET, "a", "C!", &place, &mut diagnostics).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a.xlf: the language of the targets is 'C!', which is not a language code"
        );
        assert!(error.settings.contains(Setting::TargetLang));
    }
}
