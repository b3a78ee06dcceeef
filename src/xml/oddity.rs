//! What is odd in TMX files as tools write them: read all the same, and told.

use serde::{Deserialize, Serialize};

/// Something that a TMX file should not have and that is read all the same.
///
/// The names in JSON and in [`Oddity::code`] stay as they are from version to version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Oddity {
    /// The bytes are in another encoding than the file says.
    WrongEncoding,
    /// Bytes that are no character of the file's encoding; `U+FFFD` stands for them. Only where a
    /// file is mended.
    DamagedCharacter,
    /// The file does not name its version of TMX.
    NoVersion,
    /// A version of TMX that there is not.
    UnknownVersion,
    /// There is no `<header>`.
    NoHeader,
    /// The header names no source language.
    NoSourceLanguage,
    /// There is no `<body>`.
    NoBody,
    /// Units stand outside of the `<body>`.
    UnitOutsideBody,
    /// Names of elements or attributes in other letters, such as `<TU>`.
    ElementCase,
    /// `lang` stands for `xml:lang` in a version that has the latter.
    LangAttribute,
    /// An attribute stands twice in one element; the first counts.
    RepeatedAttribute,
    /// An element that TMX does not have there; left out with all that is in it.
    UnknownElement,
    /// Text where TMX has none; left out.
    StrayText,
    /// A control character that XML does not have.
    ControlCharacter,
    /// A number that stands for no character, such as `&#xD800;`; kept as it is written.
    BadReference,
    /// An entity that nothing declares, such as `&nbsp;`.
    UndeclaredEntity,
    /// A `&` that should be `&amp;`; kept as it is.
    LoneAmpersand,
    /// A text that is empty or whose language is missing or wrong; left out.
    TextLeftOut,
    /// A unit with one text only.
    OneText,
    /// A unit without any text that can be used; left out.
    UnitSkipped,
    /// Something good that is not kept: attributes of notes, user-defined characters.
    NotKept,
}

impl Oddity {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 21] = [
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
        Self::ControlCharacter,
        Self::BadReference,
        Self::UndeclaredEntity,
        Self::LoneAmpersand,
        Self::TextLeftOut,
        Self::OneText,
        Self::UnitSkipped,
        Self::NotKept,
    ];

    /// Its name for programs, such as `lone-ampersand`.
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
            Self::ControlCharacter => "control-character",
            Self::BadReference => "bad-reference",
            Self::UndeclaredEntity => "undeclared-entity",
            Self::LoneAmpersand => "lone-ampersand",
            Self::TextLeftOut => "text-left-out",
            Self::OneText => "one-text",
            Self::UnitSkipped => "unit-skipped",
            Self::NotKept => "not-kept",
        }
    }

    /// Whether it is told only where it is met first: the rest of the file is likely to be so too.
    pub(crate) fn is_told_once(self) -> bool {
        matches!(
            self,
            Self::UnitOutsideBody | Self::ElementCase | Self::LangAttribute | Self::NotKept
        )
    }

    /// Whether a strict reader refuses it: all but what is good TMX and only not kept here.
    pub(crate) fn is_refused(self) -> bool {
        self != Self::NotKept
    }
}

/// An oddity in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is.
    pub oddity: Oddity,
    /// The line, counted from 1.
    pub line: u64,
    /// The unit, counted from 1 with those that are left out; `None` outside of units.
    pub unit: Option<u64>,
    /// What was found and what was done about it.
    pub message: String,
}

impl Finding {
    /// What it says, with the number of the unit.
    pub fn told(&self) -> String {
        match self.unit {
            Some(unit) => format!("unit {unit}: {}", self.message),
            None => self.message.clone(),
        }
    }
}

/// The character that a name stands for in HTML, for the names that find their way into memories.
pub(crate) fn html_entity(name: &str) -> Option<char> {
    NAMED.binary_search_by_key(&name, |(name, _)| name).ok().map(|at| NAMED[at].1)
}

/// In order of name: Latin 1, and the punctuation and signs of running text.
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
    fn names_of_html_are_in_order() {
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
