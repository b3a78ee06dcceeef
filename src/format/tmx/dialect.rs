//! Differences between tools in their use of TMX; `docs/tmx.md` names the sources.

use std::borrow::Cow;

use crate::{format::units::Dialect, lang::Lang};

/// Built-in properties of Trados Studio, whose types carry no field type.
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
    /// Returns the `o-tmf` value of the header, if the tool depends on it.
    pub(super) fn o_tmf(self) -> Option<&'static str> {
        (self == Self::Trados).then_some("SDL TM8 Format")
    }

    /// Returns the type of a property under the name that the tool uses.
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

    /// Returns the code of a language, and whether it was shortened.
    pub(super) fn code(self, lang: &Lang) -> (Cow<'_, str>, bool) {
        let code = lang.as_str();
        // The tool takes a language of two letters and a country of two.
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

    /// Returns true if a file may have two languages only.
    pub(super) fn is_bilingual(self) -> bool {
        self == Self::Trados
    }
}
