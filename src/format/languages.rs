//! The languages of a source and a target side: as the file names them, or else the user, or else as the
//! texts tell.

use super::{
    diagnostics::Diagnostics,
    units::Reading,
    unnamed::{SOURCE, TARGET, Unnamed},
};
use crate::{
    error::{Place, Result},
    lang::Lang,
};

/// The languages of the two sides of a file.
#[derive(Debug)]
pub(super) struct Languages {
    /// The codes in the file.
    codes: [String; 2],
    known: [Option<Lang>; 2],
    unnamed: Unnamed,
}

impl Languages {
    /// Takes the codes that the file names, which may be missing or wrong.
    pub(super) fn new(source: Option<&str>, target: Option<&str>, reading: &Reading) -> Self {
        let codes = [source, target].map(|code| code.unwrap_or_default().trim().to_owned());
        let given = [&reading.source_lang, &reading.target_lang];
        let mut known = codes.each_ref().map(|code| parsed(code));
        for (known, given) in known.iter_mut().zip(given) {
            *known = known.take().or_else(|| given.clone());
        }
        Self { codes, known, unnamed: Unnamed::new(reading) }
    }

    /// Returns the language of a text; `own` is the code at the text itself.
    ///
    /// # Errors
    /// Nothing names the language, and reading is strict.
    pub(super) fn of(
        &mut self,
        side: usize,
        own: Option<&str>,
        text: &str,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Result<Lang> {
        let side = if side == SOURCE { SOURCE } else { TARGET };
        let known = own.and_then(parsed).or_else(|| self.known[side].clone());
        match known {
            Some(lang) => Ok(lang),
            None => {
                let code = own.unwrap_or(&self.codes[side]);
                self.unnamed.lang(side, text, code, place, diagnostics)
            }
        }
    }

    /// Returns the language of the source, if it is known without a text.
    pub(super) fn source(&self) -> Option<&Lang> {
        self.known[SOURCE].as_ref()
    }

    /// Sets the language of a side that nothing names.
    pub(super) fn assume(&mut self, side: usize, lang: Lang) {
        if let Some(known) = self.known.get_mut(side) {
            known.get_or_insert(lang);
        }
    }
}

fn parsed(code: &str) -> Option<Lang> {
    let code = code.trim();
    (!code.is_empty()).then(|| code.replace('_', "-").parse().ok()).flatten()
}
