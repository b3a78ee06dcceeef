//! What is not as it should be in a TMX: damaged units, texts without a language, faults of texts.

use std::{fmt::Write as _, io::Read};

use super::{
    TAG_PROP, forms, mend,
    parts::NoLang,
    read::{MAX_WARNINGS, TmxReader},
};
use crate::{
    error::{Error, Result},
    lang::{Lang, detect, names},
    unit::{InlineCode, Meta, Text, Variant},
    xml::{input::Tolerance, oddity::Oddity},
};

/// A damaged unit, or damaged content between units, that was dropped because it is not well-formed
/// XML.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Damage {
    /// Line, from 1.
    pub line: u64,
    /// Unit number, from 1; `None` between units.
    pub unit: Option<u64>,
    /// Description of the damage.
    pub message: String,
    /// Advice on how to repair it.
    pub hint: Option<String>,
    /// True if the unit is too large to be read, and the XML may be well-formed.
    pub is_oversize: bool,
    /// True if the unit was read all the same.
    pub is_mended: bool,
}

impl<R: Read> TmxReader<R> {
    /// Tries to continue at the next unit of a damaged file; returns false if the error is final.
    pub(super) fn salvaged(&mut self, error: &Error, tolerance: Tolerance) -> Result<bool> {
        if tolerance < Tolerance::Salvage || self.xml.is_hopeless.get() {
            return Ok(false);
        }
        self.in_unit = self.in_unit || self.xml.begins_unit();
        let unit = self.in_unit.then_some(self.xml.units + 1);
        let mut line = error.place.as_ref().and_then(|place| place.line).unwrap_or(self.xml.line);
        let (mut message, mut hint) = (error.message.clone(), error.hint.clone());
        let is_cut = self.xml.is_cut;
        let is_oversize = error.message.ends_with("MiB");
        let (raw, found) = self.xml.resync(self.in_unit)?;
        if self.in_unit && !is_oversize {
            let raw = String::from_utf8_lossy(&raw);
            self.saved = mend::unit(&raw, &self.xml.entities, is_cut && !found);
        }
        let is_mended = self.saved.is_some();
        if is_cut && !found {
            self.xml.units += u64::from(is_mended);
            return Ok(false);
        }
        if is_cut {
            // More units follow, so the end of the file is not what is missing.
            self.xml.is_cut = false;
            line = self.xml.began;
            message = "a comment or a tag is not closed".into();
            hint = Some("close it where it ends".into());
        }
        if self.damages.len() < MAX_WARNINGS {
            self.damages.push(Damage { line, unit, message, hint, is_oversize, is_mended });
        }
        self.xml.units += u64::from(self.in_unit);
        self.ended = !found;
        (self.in_unit, self.in_body) = (false, true);
        Ok(true)
    }

    /// Finds the languages of texts that do not name theirs: by a name in words, the languages that
    /// the user or the header gives, or the text. Texts that do not tell it are left out.
    pub(super) fn name(
        &mut self,
        variants: &mut Vec<Variant>,
        nameless: Vec<(usize, u64, NoLang)>,
        faults: &mut Faults,
    ) -> Result<()> {
        let mut lost = Vec::new();
        let header = self.header.srclang().and_then(|code| code.parse::<Lang>().ok());
        let given: Vec<Lang> = self.given.iter().cloned().chain(header).collect();
        for (at, line, NoLang { code, message }) in nameless {
            let seen = detect(&variants[at].text.text);
            let is_free = |lang: &&Lang| variants.iter().all(|v| !v.lang.same_language(lang));
            let among = given.iter().filter(is_free).find(|lang| seen.may_be(lang)).cloned();
            match names::in_heading(&code).or(among).or_else(|| seen.assumed()) {
                Some(lang) => {
                    self.warn_at(Oddity::NoLanguage, line, format!("{message}; taken for {lang}"))?;
                    variants[at].lang = lang;
                }
                None => {
                    faults.add(message);
                    faults.has_lost = true;
                    lost.push(at);
                }
            }
        }
        self.nameless += lost.len() as u64;
        lost.into_iter().rev().for_each(|at| drop(variants.remove(at)));
        Ok(())
    }
}

/// Faults in the texts of a unit: descriptions of the first few, and a total.
#[derive(Default)]
pub(super) struct Faults {
    first: Vec<String>,
    pub(super) number: usize,
    /// True if one of the texts could be read, but not its language.
    pub(super) has_lost: bool,
}

impl Faults {
    pub(super) fn add(&mut self, fault: String) {
        self.number += 1;
        if self.first.len() < 3 {
            self.first.push(fault);
        }
    }

    pub(super) fn describe(&self, what: &str) -> String {
        let mut message = what.to_owned();
        if self.number > 0 {
            let _ = write!(message, " ({}", self.first.join("; "));
            let rest = self.number - self.first.len();
            if rest > 0 {
                let _ = write!(message, "; and {rest} more");
            }
            message.push(')');
        }
        message
    }
}

/// Gives tags that were written without their numbers back as they were.
pub(super) fn restore(text: &mut Text, meta: &mut Meta) {
    meta.props.retain(|prop| {
        let Some(place) = prop.kind.strip_prefix(TAG_PROP) else { return true };
        let mark = place.parse().ok().and_then(|at: usize| text.marks.get_mut(at));
        let Some(mark) = mark else { return true };
        let restored = forms::restored(&mark.code.to_tmx(), &prop.value).map(InlineCode::from_tmx);
        match restored {
            Some(code) => mark.code = code,
            None => return true,
        }
        false
    });
}

/// Returns a text without the white space around it.
pub(super) fn trimmed(mut text: Text) -> Text {
    let start = text.text.len() - text.text.trim_start().len();
    text.text.drain(..start);
    text.text.truncate(text.text.trim_end().len());
    for mark in &mut text.marks {
        mark.at = mark.at.saturating_sub(start).min(text.text.len());
    }
    text
}
