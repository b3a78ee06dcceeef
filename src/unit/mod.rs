//! The translation unit: one text in two or more languages, with its metadata.

mod code;
mod fields;
#[cfg(feature = "sqlite")]
mod glance;
mod id;
mod pairs;

use serde::{Deserialize, Serialize};

pub(crate) use self::pairs::halves;
pub use self::{
    code::{CodeKind, InlineCode},
    fields::{Condition, Context, Field, Origin, UnitFilter},
    id::UnitId,
};
use crate::lang::{Lang, LangSet};

/// A translation unit: the same text in several languages (TMX `tu`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// The variants, in the order in which they were given.
    pub variants: Vec<Variant>,
    /// Metadata of the unit as a whole.
    pub meta: Meta,
}

/// A unit's text in one language (TMX `tuv`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// The language of the text.
    pub lang: Lang,
    /// The text, never altered.
    pub text: Text,
    /// Metadata of this variant.
    pub meta: Meta,
}

/// A text and its inline codes, kept apart so that words can be matched without them.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Text {
    /// The text without inline codes.
    pub text: String,
    /// The inline codes in order of position.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// An inline code at a position in a [`Text`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mark {
    /// The byte offset in the text that the code stands before.
    pub at: usize,
    /// The code. It serializes as the tag that TMX writes, such as `<ph x="1"/>` or `</hi>`.
    #[serde(rename = "raw")]
    pub code: InlineCode,
}

impl Mark {
    /// Creates a mark with the code that a tag of TMX represents.
    pub fn from_tmx(at: usize, tag: &str) -> Self {
        Self { at, code: InlineCode::from_tmx(tag) }
    }
}

/// Metadata of a unit or a variant as TMX records it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Attributes by TMX name (`creationdate`, `creationid`, `tuid` …), in order, without
    /// duplicates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<(String, String)>,
    /// Notes in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Properties in order; a type may occur more than once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub props: Vec<Prop>,
}

/// A property (TMX `prop`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Prop {
    /// The type, such as `x-confidence`.
    pub kind: String,
    /// The value.
    pub value: String,
}

impl Text {
    /// Creates a text without inline codes.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), marks: Vec::new() }
    }

    /// Returns true if there is nothing to read in the text: at most inline codes, white space,
    /// control characters and invisible signs.
    ///
    /// ```
    /// use muwazi::Text;
    /// assert!(Text::plain(" \u{200F}\u{3}\n").is_blank());
    /// assert!(!Text::plain("!").is_blank());
    /// ```
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(is_nothing)
    }
}

impl Meta {
    /// Returns the value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Sets an attribute, at its old position if it had one.
    pub fn set_attribute(&mut self, name: &str, value: impl Into<String>) {
        match self.attributes.iter_mut().find(|(n, _)| n == name) {
            Some((_, old)) => *old = value.into(),
            None => self.attributes.push((name.to_owned(), value.into())),
        }
    }

    /// Returns the first property of a type.
    pub fn prop(&self, kind: &str) -> Option<&str> {
        self.props.iter().find(|p| p.kind == kind).map(|p| p.value.as_str())
    }

    /// Sets the first property of a type, or adds one.
    pub fn set_prop(&mut self, kind: &str, value: impl Into<String>) {
        match self.props.iter_mut().find(|p| p.kind == kind) {
            Some(prop) => prop.value = value.into(),
            None => self.add_prop(kind, value),
        }
    }

    /// Adds a property.
    pub fn add_prop(&mut self, kind: impl Into<String>, value: impl Into<String>) {
        self.props.push(Prop { kind: kind.into(), value: value.into() });
    }
}

impl Unit {
    /// Creates a unit of two plain texts.
    pub fn pair(source: (Lang, &str), target: (Lang, &str)) -> Self {
        let variants = [source, target]
            .map(|(lang, text)| Variant { lang, text: Text::plain(text), meta: Meta::default() })
            .into();
        Self { variants, meta: Meta::default() }
    }

    /// Returns the languages of its texts.
    pub fn languages(&self) -> LangSet {
        self.variants.iter().map(|v| v.lang.clone()).collect()
    }

    /// Returns the first variant in a language or a variety of it.
    pub fn variant(&self, lang: &Lang) -> Option<&Variant> {
        self.variants.iter().find(|v| v.lang.is_a(lang))
    }
}

/// Returns true for a character that shows nothing: white space, controls, joiners, marks of
/// direction, and code points that are no characters.
fn is_nothing(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || !crate::text::escape::is_allowed(c)
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
}

/// Formats a time as TMX does, in UTC: `20260219T083000Z`.
pub fn tmx_date(time: jiff::Timestamp) -> String {
    time.strftime("%Y%m%dT%H%M%SZ").to_string()
}
