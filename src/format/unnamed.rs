//! Languages of files that do not name them.
//!
//! Some tools write files without languages and others accept them; so does this program, with a
//! warning. The script decides where it can. Otherwise a source is taken for English, because most
//! software is written in English, and a target for undetermined (`und`), because users would trust
//! a wrong language.

use super::{diagnostics::Diagnostics, units::Reading};
use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    lang::Lang,
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

/// Number of texts of one side by script.
#[derive(Debug, Default)]
struct Seen {
    arabic: u64,
    other: u64,
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

    /// Guesses a language from the script. A text without letters, such as a number, gets the
    /// script of most texts before it.
    fn guess(&mut self, side: usize, text: &str) -> Lang {
        let seen = &mut self.sides[side.min(TARGET)];
        let is_arabic = if text.chars().any(char::is_alphabetic) {
            let is_arabic = Lang::from_script(text) == Some(Lang::arabic());
            *(if is_arabic { &mut seen.arabic } else { &mut seen.other }) += 1;
            is_arabic
        } else {
            seen.arabic > seen.other
        };
        match side {
            _ if is_arabic => Lang::arabic(),
            SOURCE => Lang::english(),
            _ => Lang::undetermined(),
        }
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
