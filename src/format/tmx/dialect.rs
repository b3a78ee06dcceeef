//! Where tools differ in what they make of a TMX; `docs/tmx.md` says where that is known from.

use std::borrow::Cow;

use crate::{format::units::Dialect, lang::Lang};

/// The properties that Trados Studio has itself: they carry no type of field.
const OF_TRADOS: [&str; 8] = [
    "x-Context",
    "x-ContextContent",
    "x-ConfirmationLevel",
    "x-IdContext",
    "x-LastUsedBy",
    "x-Origin",
    "x-OriginalFormat",
    "x-StructureContext",
];

impl Dialect {
    /// What the header says of the memory's own format, where a tool goes by it.
    pub(super) fn o_tmf(self) -> Option<&'static str> {
        (self == Self::Trados).then_some("SDL TM8 Format")
    }

    /// The type of a property, as the tool calls what is known under another name here.
    pub(super) fn prop(self, kind: &str) -> Cow<'_, str> {
        match (self, kind) {
            (Self::OmegaT, "x-context-before") => "prev".into(),
            (Self::OmegaT, "x-context-after") => "next".into(),
            (Self::OmegaT, "x-document") => "file".into(),
            (Self::MemoQ, "x-context-before") => "x-context-pre".into(),
            (Self::MemoQ, "x-context-after") => "x-context-post".into(),
            (Self::Trados, _) if !kind.contains(':') && !OF_TRADOS.contains(&kind) => {
                let start = if kind.starts_with("x-") { "" } else { "x-" };
                format!("{start}{kind}:SingleString").into()
            }
            _ => Cow::Borrowed(kind),
        }
    }

    /// A language's code, and whether something of it was left out.
    pub(super) fn code(self, lang: &Lang) -> (Cow<'_, str>, bool) {
        let code = lang.as_str();
        // A language of two letters, a country of two.
        if self != Self::Wordfast || code.len() <= 5 {
            return (Cow::Borrowed(code), false);
        }
        let country = code.split('-').skip(1).find(|subtag| subtag.len() == 2);
        let short = match country {
            Some(country) if lang.primary().len() == 2 => format!("{}-{country}", lang.primary()),
            _ => lang.primary().to_owned(),
        };
        (Cow::Owned(short), true)
    }

    /// Whether a file has two languages and no more.
    pub(super) fn is_bilingual(self) -> bool {
        self == Self::Trados
    }
}
