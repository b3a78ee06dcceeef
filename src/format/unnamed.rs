//! The languages of a file that does not say them.
//!
//! Tools write files without languages, and others take them; so do we, with a warning. Where the
//! letters tell, they decide; the rest is English on the side of sources, for most software is
//! written in it, and undetermined (`und`) on the other, for a wrong language would be believed.

use super::{diagnostics::Diagnostics, units::Reading};
use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    lang::Lang,
};

/// The side of sources, in arrays of two.
pub(crate) const SOURCE: usize = 0;
/// The side of targets.
pub(crate) const TARGET: usize = 1;

/// Takes texts for some language where neither the file nor the person who reads says it.
#[derive(Debug, Default)]
pub(crate) struct Unnamed {
    is_strict: bool,
    is_told: bool,
    sides: [Seen; 2],
}

/// What was seen of one side so far.
#[derive(Debug, Default)]
struct Seen {
    arabic: u64,
    other: u64,
}

impl Unnamed {
    pub(crate) fn new(reading: &Reading) -> Self {
        Self { is_strict: reading.strict, ..Self::default() }
    }

    /// The language of a text of that side; the first time this is told. `said` is what stands in
    /// the place of a language, which may be nothing.
    ///
    /// # Errors
    /// Where reading is strict: the file does not say.
    pub(crate) fn lang(
        &mut self,
        side: usize,
        text: &str,
        said: &str,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Result<Lang> {
        let (sides, setting) = if side == SOURCE {
            ("sources", Setting::SourceLang)
        } else {
            ("targets", Setting::TargetLang)
        };
        let fault = match said.trim() {
            "" => format!("the file does not say in which language its {sides} are"),
            said => format!("the language of the {sides} is '{said}', which is no language code"),
        };
        if self.is_strict {
            return Err(Error::new(ErrorKind::Language, fault)
                .at(place.clone())
                .hint("say which language it is")
                .settings(setting));
        }
        let lang = self.guess(side, text);
        if !std::mem::replace(&mut self.is_told, true) {
            let (lang, means) = (lang.as_str(), if lang.as_str() == "und" { " (any)" } else { "" });
            let message = format!("{fault}; taken for {lang}{means}: say which languages they are");
            let both = [Setting::SourceLang, Setting::TargetLang];
            diagnostics.warn_about(both, place.clone(), message);
        }
        Ok(lang)
    }

    /// Texts without any letter, such as numbers, are what most are.
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
    fn the_letters_decide_and_it_is_told_once() {
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
        let said = format!("{warnings:?}");
        assert!(said.contains("Some(3)") && said.contains("TargetLang"), "{said}");
    }

    #[test]
    fn strict_reading_refuses() {
        let strict = Reading { strict: true, ..Reading::default() };
        let (mut unnamed, mut diagnostics) = (Unnamed::new(&strict), Diagnostics::default());
        let place = Place::file("a.xlf");
        let error = unnamed.lang(TARGET, "a", "C!", &place, &mut diagnostics).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a.xlf: the language of the targets is 'C!', which is no language code"
        );
        assert!(error.settings.contains(Setting::TargetLang));
    }
}
