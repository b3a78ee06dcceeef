//! What is found of a file, and who would refuse it for that.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::xml::oddity::Oddity;

/// Findings of one code and detail that are told one by one.
const MAX_OF_A_KIND: u64 = 20;
/// Codes with details that are told apart.
const MAX_KINDS: usize = 1000;

/// Who would refuse a file, or misread it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Refuser {
    /// Whatever reads XML.
    XmlParsers,
    /// Whatever holds it against the DTD of TMX 1.4.
    TmxDtd,
    /// Whatever holds it against the schema that comes with OmegaT.
    OmegatSchema,
    /// Tools that look for a text in just the source language.
    SourceLanguage,
    /// The standard itself.
    Standard,
}

impl Refuser {
    /// Who that is, in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::XmlParsers => "XML parsers",
            Self::TmxDtd => "the TMX 1.4 DTD",
            Self::OmegatSchema => "OmegaT's schema",
            Self::SourceLanguage => "tools that go by the source language",
            Self::Standard => "the standard",
        }
    }
}

pub(super) const XML: &[Refuser] = &[Refuser::XmlParsers];
pub(super) const SCHEMAS: &[Refuser] = &[Refuser::TmxDtd, Refuser::OmegatSchema];
pub(super) const STANDARD: &[Refuser] = &[Refuser::Standard];

/// Something for which a file would be refused or misread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ailment {
    /// Its code, which stays the same: those of [`Oddity`], `not-well-formed`, `cut-off`, and what
    /// `docs/tmx.md` lists.
    pub code: String,
    /// The line, counted from 1.
    pub line: Option<u64>,
    /// The unit, counted from 1.
    pub unit: Option<u64>,
    /// What was found.
    pub message: String,
    /// Who refuses it; empty where nobody does.
    pub refused_by: Vec<Refuser>,
    /// How it is mended.
    pub mend: String,
}

impl Ailment {
    /// Damage after which nothing more can be read.
    pub(super) fn fatal(error: &Error, is_cut: bool) -> Self {
        let mend = if is_cut {
            "the units before it are kept, the rest is gone"
        } else {
            error.hint.as_deref().unwrap_or("by hand")
        };
        Self {
            code: if is_cut { "cut-off" } else { "not-well-formed" }.into(),
            line: error.place.as_ref().and_then(|place| place.line),
            unit: None,
            message: error.message.clone(),
            refused_by: XML.to_vec(),
            mend: mend.into(),
        }
    }

    pub(super) fn damage(
        line: u64,
        unit: Option<u64>,
        message: String,
        hint: Option<String>,
    ) -> Self {
        let hint = hint.map(|hint| format!("by hand: {hint}; or the unit is dropped"));
        Self {
            code: "not-well-formed".into(),
            line: Some(line),
            unit,
            message,
            refused_by: XML.to_vec(),
            mend: hint.unwrap_or_else(|| "the unit is dropped".into()),
        }
    }

    pub(super) fn odd(oddity: Oddity, line: u64, unit: Option<u64>, message: String) -> Self {
        let (refused_by, mend) = judged(oddity);
        Self {
            code: oddity.code().into(),
            line: Some(line),
            unit,
            message,
            refused_by: refused_by.to_vec(),
            mend: mend.into(),
        }
    }
}

/// Who refuses an oddity, and what becomes of it.
fn judged(oddity: Oddity) -> (&'static [Refuser], &'static str) {
    match oddity {
        Oddity::WrongEncoding => (XML, "written as UTF-8"),
        Oddity::DamagedCharacter => (XML, "U+FFFD stands for what is lost"),
        Oddity::NoVersion | Oddity::UnknownVersion => (SCHEMAS, "version 1.4 is written"),
        Oddity::NoHeader => (SCHEMAS, "a header is written"),
        Oddity::NoSourceLanguage => (SCHEMAS, "the source language is written as *all*"),
        Oddity::NoBody | Oddity::UnitOutsideBody => (SCHEMAS, "the units are put into a body"),
        Oddity::ElementCase => (SCHEMAS, "written in small letters"),
        Oddity::LangAttribute => (SCHEMAS, "written as xml:lang"),
        Oddity::RepeatedAttribute => (XML, "the first is kept"),
        Oddity::UnknownElement | Oddity::StrayText => (SCHEMAS, "left out"),
        Oddity::ControlCharacter => (XML, "left out, or a line end where it means that"),
        Oddity::BadReference | Oddity::LoneAmpersand => (XML, "the & is written as &amp;"),
        Oddity::UndeclaredEntity => (XML, "the character is written, or &amp; for the &"),
        Oddity::TextLeftOut => (STANDARD, "the text is left out"),
        Oddity::UnitSkipped => (STANDARD, "the unit is left out"),
        Oddity::OneText => (&[], "nothing to mend: there is no translation yet"),
        _ => (&[], "left out, for it is not kept here"),
    }
}

/// Findings as they come, bounded whatever the file.
#[derive(Default)]
pub(super) struct Findings {
    list: Vec<Ailment>,
    number: u64,
    kinds: BTreeMap<(String, String), u64>,
}

impl Findings {
    /// Adds one, told by its code and its own words.
    pub(super) fn add(&mut self, ailment: Ailment) {
        self.add_as("", ailment);
    }

    /// Adds one of which there may be many: `detail` tells them apart.
    pub(super) fn add_as(&mut self, detail: &str, ailment: Ailment) {
        self.number += 1;
        let kind = (ailment.code.clone(), detail.to_owned());
        if self.kinds.len() >= MAX_KINDS && !self.kinds.contains_key(&kind) {
            return;
        }
        let count = self.kinds.entry(kind).or_default();
        *count += 1;
        if *count <= MAX_OF_A_KIND {
            self.list.push(ailment);
        }
    }

    /// Counts some that are not told.
    pub(super) fn more(&mut self, number: u64) {
        self.number += number;
    }

    pub(super) fn finish(mut self) -> (Vec<Ailment>, u64) {
        self.list.sort_by_key(|ailment| (ailment.line, ailment.unit));
        (self.list, self.number)
    }
}
