//! Oddities: defects of TMX files that tools write. They are read all the same, and reported.

use serde::{Deserialize, Serialize};

/// A defect of a TMX file that is read all the same.
///
/// The names in JSON and in [`Oddity::code`] are stable across versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Oddity {
    /// The encoding differs from the one that the file declares.
    WrongEncoding,
    /// Bytes that are invalid in the file's encoding, replaced by `U+FFFD`. Only when a file is
    /// salvaged.
    DamagedCharacter,
    /// The file does not name its version of TMX.
    NoVersion,
    /// A version of TMX that does not exist.
    UnknownVersion,
    /// There is no `<header>`.
    NoHeader,
    /// The header does not name a source language.
    NoSourceLanguage,
    /// There is no `<body>`.
    NoBody,
    /// A unit is outside of the `<body>`.
    UnitOutsideBody,
    /// The name of an element or attribute has the wrong case, such as `<TU>`.
    ElementCase,
    /// `lang` is used for `xml:lang` in a version of TMX that has the latter.
    LangAttribute,
    /// An attribute occurs twice in an element; the first one counts.
    RepeatedAttribute,
    /// An element that TMX does not allow there; it is dropped with its content.
    UnknownElement,
    /// Text where TMX allows none; dropped.
    StrayText,
    /// A text stands in its `<tuv>` without a `<seg>`.
    NoSegment,
    /// Something stands before the XML declaration: an empty line, or other text.
    LateDeclaration,
    /// The XML declaration names a version of XML that parsers do not know.
    XmlVersion,
    /// A comment that contains `--`.
    BadComment,
    /// The DOCTYPE declares entities that are not read: of other files, or made of other entities.
    UnsafeEntity,
    /// A control character that XML does not allow.
    ControlCharacter,
    /// A numeric reference that is not a character, such as `&#xD800;`; kept as written.
    BadReference,
    /// An undeclared entity, such as `&nbsp;`.
    UndeclaredEntity,
    /// A `&` that should be `&amp;`; kept as it is.
    LoneAmpersand,
    /// A variant whose language is missing or invalid, and was told from the text.
    NoLanguage,
    /// A variant whose text is empty or whose language is missing or invalid; dropped.
    TextLeftOut,
    /// A unit with one variant only.
    OneText,
    /// A unit without any usable variant; dropped.
    UnitSkipped,
    /// Valid content that is not kept: attributes of notes, user-defined characters.
    NotKept,
}

impl Oddity {
    /// All oddities, in the order of the documentation.
    pub const ALL: [Self; 27] = [
        Self::WrongEncoding,
        Self::DamagedCharacter,
        Self::NoVersion,
        Self::UnknownVersion,
        Self::NoHeader,
        Self::NoSourceLanguage,
        Self::NoBody,
        Self::UnitOutsideBody,
        Self::ElementCase,
        Self::LangAttribute,
        Self::RepeatedAttribute,
        Self::UnknownElement,
        Self::StrayText,
        Self::NoSegment,
        Self::LateDeclaration,
        Self::XmlVersion,
        Self::BadComment,
        Self::UnsafeEntity,
        Self::ControlCharacter,
        Self::BadReference,
        Self::UndeclaredEntity,
        Self::LoneAmpersand,
        Self::NoLanguage,
        Self::TextLeftOut,
        Self::OneText,
        Self::UnitSkipped,
        Self::NotKept,
    ];

    /// Returns the name for programs, such as `lone-ampersand`.
    pub fn code(self) -> &'static str {
        match self {
            Self::WrongEncoding => "wrong-encoding",
            Self::DamagedCharacter => "damaged-character",
            Self::NoVersion => "no-version",
            Self::UnknownVersion => "unknown-version",
            Self::NoHeader => "no-header",
            Self::NoSourceLanguage => "no-source-language",
            Self::NoBody => "no-body",
            Self::UnitOutsideBody => "unit-outside-body",
            Self::ElementCase => "element-case",
            Self::LangAttribute => "lang-attribute",
            Self::RepeatedAttribute => "repeated-attribute",
            Self::UnknownElement => "unknown-element",
            Self::StrayText => "stray-text",
            Self::NoSegment => "no-segment",
            Self::LateDeclaration => "late-declaration",
            Self::XmlVersion => "xml-version",
            Self::BadComment => "bad-comment",
            Self::UnsafeEntity => "unsafe-entity",
            Self::ControlCharacter => "control-character",
            Self::BadReference => "bad-reference",
            Self::UndeclaredEntity => "undeclared-entity",
            Self::LoneAmpersand => "lone-ampersand",
            Self::NoLanguage => "no-language",
            Self::TextLeftOut => "text-left-out",
            Self::OneText => "one-text",
            Self::UnitSkipped => "unit-skipped",
            Self::NotKept => "not-kept",
        }
    }

    /// Returns true if only the first occurrence is reported: the rest of the file is probably the
    /// same.
    pub(crate) fn is_told_once(self) -> bool {
        matches!(
            self,
            Self::UnitOutsideBody | Self::ElementCase | Self::LangAttribute | Self::NotKept
        )
    }

    /// Returns true if a strict reader refuses it: all but valid TMX that is not kept.
    pub(crate) fn is_refused(self) -> bool {
        self != Self::NotKept
    }
}

/// An oddity with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// The kind of oddity.
    pub oddity: Oddity,
    /// The line, from 1.
    pub line: u64,
    /// The number of the unit, from 1, dropped ones included; `None` outside of units.
    pub unit: Option<u64>,
    /// The defect and its treatment.
    pub message: String,
}

impl Finding {
    /// Formats the message with the number of the unit.
    pub fn told(&self) -> String {
        match self.unit {
            Some(unit) => format!("unit {unit}: {}", self.message),
            None => self.message.clone(),
        }
    }
}

/// Returns the character of a named HTML entity, for the names that occur in memories.
pub(crate) fn html_entity(name: &str) -> Option<char> {
    NAMED.binary_search_by_key(&name, |(name, _)| name).ok().map(|at| NAMED[at].1)
}

/// Sorted by name: Latin-1, and the punctuation and signs of running text.
#[rustfmt::skip]
const NAMED: [(&str, char); 142] = [
    ("AElig", 'Æ'), ("Aacute", 'Á'), ("Acirc", 'Â'), ("Agrave", 'À'), ("Aring", 'Å'),
    ("Atilde", 'Ã'), ("Auml", 'Ä'), ("Ccedil", 'Ç'), ("Dagger", '‡'), ("ETH", 'Ð'), ("Eacute", 'É'),
    ("Ecirc", 'Ê'), ("Egrave", 'È'), ("Euml", 'Ë'), ("Iacute", 'Í'), ("Icirc", 'Î'),
    ("Igrave", 'Ì'), ("Iuml", 'Ï'), ("Ntilde", 'Ñ'), ("OElig", 'Œ'), ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'), ("Ograve", 'Ò'), ("Oslash", 'Ø'), ("Otilde", 'Õ'), ("Ouml", 'Ö'),
    ("Prime", '″'), ("Scaron", 'Š'), ("THORN", 'Þ'), ("Uacute", 'Ú'), ("Ucirc", 'Û'),
    ("Ugrave", 'Ù'), ("Uuml", 'Ü'), ("Yacute", 'Ý'), ("Yuml", 'Ÿ'), ("aacute", 'á'), ("acirc", 'â'),
    ("acute", '´'), ("aelig", 'æ'), ("agrave", 'à'), ("aring", 'å'), ("atilde", 'ã'), ("auml", 'ä'),
    ("bdquo", '„'), ("brvbar", '¦'), ("bull", '•'), ("ccedil", 'ç'), ("cedil", '¸'), ("cent", '¢'),
    ("circ", 'ˆ'), ("copy", '©'), ("curren", '¤'), ("dagger", '†'), ("darr", '↓'), ("deg", '°'),
    ("divide", '÷'), ("eacute", 'é'), ("ecirc", 'ê'), ("egrave", 'è'), ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'), ("eth", 'ð'), ("euml", 'ë'), ("euro", '€'), ("fnof", 'ƒ'),
    ("frac12", '½'), ("frac14", '¼'), ("frac34", '¾'), ("frasl", '⁄'), ("ge", '≥'), ("harr", '↔'),
    ("hellip", '…'), ("iacute", 'í'), ("icirc", 'î'), ("iexcl", '¡'), ("igrave", 'ì'),
    ("infin", '∞'), ("iquest", '¿'), ("iuml", 'ï'), ("laquo", '«'), ("larr", '←'), ("ldquo", '“'),
    ("le", '≤'), ("lrm", '\u{200E}'), ("lsaquo", '‹'), ("lsquo", '‘'), ("macr", '¯'),
    ("mdash", '—'), ("micro", 'µ'), ("middot", '·'), ("minus", '−'), ("nbsp", '\u{A0}'),
    ("ndash", '–'), ("ne", '≠'), ("not", '¬'), ("ntilde", 'ñ'), ("oacute", 'ó'), ("ocirc", 'ô'),
    ("oelig", 'œ'), ("ograve", 'ò'), ("oline", '‾'), ("ordf", 'ª'), ("ordm", 'º'), ("oslash", 'ø'),
    ("otilde", 'õ'), ("ouml", 'ö'), ("para", '¶'), ("permil", '‰'), ("plusmn", '±'), ("pound", '£'),
    ("prime", '′'), ("raquo", '»'), ("rarr", '→'), ("rdquo", '”'), ("reg", '®'),
    ("rlm", '\u{200F}'), ("rsaquo", '›'), ("rsquo", '’'), ("sbquo", '‚'), ("scaron", 'š'),
    ("sect", '§'), ("shy", '\u{AD}'), ("sup1", '¹'), ("sup2", '²'), ("sup3", '³'), ("szlig", 'ß'),
    ("thinsp", '\u{2009}'), ("thorn", 'þ'), ("tilde", '˜'), ("times", '×'), ("trade", '™'),
    ("uacute", 'ú'), ("uarr", '↑'), ("ucirc", 'û'), ("ugrave", 'ù'), ("uml", '¨'), ("uuml", 'ü'),
    ("yacute", 'ý'), ("yen", '¥'), ("yuml", 'ÿ'), ("zwj", '\u{200D}'), ("zwnj", '\u{200C}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_names_in_json() {
        for oddity in Oddity::ALL {
            let json = serde_json::to_string(&oddity).unwrap();
            assert_eq!(json, format!("\"{}\"", oddity.code()));
        }
    }

    #[test]
    fn html_entities_are_sorted() {
        assert!(NAMED.is_sorted_by_key(|(name, _)| name));
        for (name, c) in [
            ("nbsp", '\u{A0}'),
            ("eacute", 'é'),
            ("Eacute", 'É'),
            ("mdash", '—'),
            ("rlm", '\u{200F}'),
        ] {
            assert_eq!(html_entity(name), Some(c));
        }
        assert_eq!(html_entity("lt"), None);
        assert_eq!(html_entity(""), None);
    }
}
