//! Findings in a file, and the programs that refuse it because of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::format::tmx::Damage;
use crate::xml::oddity::Oddity;

/// Maximum number of reported findings with the same code and detail.
const MAX_OF_A_KIND: u64 = 20;
/// Maximum number of codes with details that are counted separately.
const MAX_KINDS: usize = 1000;

/// Kind of program that refuses or misreads a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Refuser {
    /// All XML parsers.
    XmlParsers,
    /// Programs that validate against the DTD of TMX 1.4.
    TmxDtd,
    /// Programs that validate against OmegaT's schema.
    OmegatSchema,
    /// Tools that require a text in exactly the source language.
    SourceLanguage,
    /// Validators that check what the standard asks for in words.
    TmxValidators,
    /// The standard itself.
    Standard,
}

impl Refuser {
    /// Returns the name for messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::XmlParsers => "XML parsers",
            Self::TmxDtd => "the TMX 1.4 DTD",
            Self::OmegatSchema => "OmegaT's schema",
            Self::SourceLanguage => "tools that check the source language",
            Self::TmxValidators => "TMX validators",
            Self::Standard => "the standard",
        }
    }
}

pub(super) const XML: &[Refuser] = &[Refuser::XmlParsers];
pub(super) const SCHEMAS: &[Refuser] = &[Refuser::TmxDtd, Refuser::OmegatSchema];
pub(super) const STANDARD: &[Refuser] = &[Refuser::Standard];
pub(super) const VALIDATORS: &[Refuser] = &[Refuser::TmxValidators];

/// A defect because of which a file is refused or misread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ailment {
    /// Stable code: one of [`Oddity`], `not-well-formed`, `cut-off`, or one listed in
    /// `docs/tmx.md`.
    pub code: String,
    /// Line, from 1.
    pub line: Option<u64>,
    /// Unit number, from 1.
    pub unit: Option<u64>,
    /// Description of the defect.
    pub message: String,
    /// Programs that refuse it; may be empty.
    pub refused_by: Vec<Refuser>,
    /// Repair of the defect.
    pub mend: String,
}

impl Ailment {
    /// Creates a finding for damage that ends reading.
    pub(super) fn fatal(error: &Error, is_cut: bool) -> Self {
        let mend = if is_cut {
            "the units before it are kept; the rest is lost"
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

    pub(super) fn damage(damage: Damage) -> Self {
        let Damage { line, unit, message, hint, is_oversize, is_mended } = damage;
        let by_hand = hint.map(|hint| format!("by hand: {hint}"));
        let mend = match (is_mended, unit, by_hand) {
            (true, ..) => "the unit is kept, and what is no markup becomes text".to_owned(),
            (_, None, by_hand) => by_hand.unwrap_or_else(|| "left out".to_owned()),
            (_, _, Some(by_hand)) => format!("{by_hand}; or the unit is dropped"),
            (_, _, None) => "the unit is dropped".to_owned(),
        };
        Self {
            code: if is_oversize { "oversize" } else { "not-well-formed" }.into(),
            line: Some(line),
            unit,
            message,
            refused_by: if is_oversize { Vec::new() } else { XML.to_vec() },
            mend,
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

/// Returns who refuses an oddity, and how it is repaired.
fn judged(oddity: Oddity) -> (&'static [Refuser], &'static str) {
    match oddity {
        Oddity::WrongEncoding => (XML, "written as UTF-8"),
        Oddity::DamagedCharacter => (XML, "written as told, in UTF-8"),
        Oddity::NoVersion | Oddity::UnknownVersion => (SCHEMAS, "version 1.4 is written"),
        Oddity::NoHeader => (SCHEMAS, "a header is written"),
        Oddity::NoSourceLanguage => (SCHEMAS, "the source language is written as *all*"),
        Oddity::NoBody | Oddity::UnitOutsideBody => (SCHEMAS, "the units are put into a body"),
        Oddity::ElementCase => (SCHEMAS, "written in lower case"),
        Oddity::LangAttribute => (SCHEMAS, "written as xml:lang"),
        Oddity::RepeatedAttribute => (XML, "the first is kept"),
        Oddity::UnknownElement | Oddity::StrayText => (SCHEMAS, "left out"),
        Oddity::NoSegment => (SCHEMAS, "the text is put into a <seg>"),
        Oddity::LateDeclaration => (XML, "what stands before it is left out"),
        Oddity::XmlVersion => (XML, "version 1.0 is written"),
        Oddity::BadComment => (XML, "comments are left out"),
        Oddity::UnsafeEntity => (XML, "not read; a reference to it becomes text"),
        Oddity::ControlCharacter => (XML, "left out, or written as a line end if it means one"),
        Oddity::BadReference => (XML, "the character is written, or the & as &amp;"),
        Oddity::LoneAmpersand => (XML, "the & is written as &amp;"),
        Oddity::UndeclaredEntity => (XML, "the character is written, or the & as &amp;"),
        Oddity::NoLanguage => (SCHEMAS, "written with the language that the text shows"),
        Oddity::TextLeftOut => (STANDARD, "the text is left out"),
        Oddity::UnitSkipped => (STANDARD, "the unit is left out"),
        Oddity::OneText => (&[], "nothing to repair: there is no translation yet"),
        _ => (&[], "left out, because it is not supported"),
    }
}

/// Collected findings, bounded for any file.
#[derive(Default)]
pub(super) struct Findings {
    list: Vec<Ailment>,
    number: u64,
    kinds: BTreeMap<(String, String), u64>,
}

impl Findings {
    /// Adds a finding; findings with the same code are counted together.
    pub(super) fn add(&mut self, ailment: Ailment) {
        self.add_as("", ailment);
    }

    /// Adds a finding of which there may be many; `detail` separates them within one code.
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

    /// Counts findings that are not reported.
    pub(super) fn more(&mut self, number: u64) {
        self.number += number;
    }

    pub(super) fn finish(mut self) -> (Vec<Ailment>, u64) {
        self.list.sort_by_key(|ailment| (ailment.line, ailment.unit));
        (self.list, self.number)
    }
}
