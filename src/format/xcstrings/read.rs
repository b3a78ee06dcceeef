//! Reader of string catalogs, string by string.

use std::{collections::VecDeque, fmt, ops::Range};

use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::entry::{Entry, Localization, StringUnit, Variations};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    format::{
        diagnostics::Diagnostics,
        po::{DEVELOPER, OBSOLETE, PLURAL},
        reader::UnitParser,
        source::Source,
        units::Reading,
    },
    lang::Lang,
    text::decode::decode,
    unit::{Meta, Text, Unit, Variant},
};

/// Maximum size of a catalog, in bytes.
const MAX_FILE: u64 = 32 << 20;
/// Maximum number of strings of a catalog.
const MAX_STRINGS: usize = 500_000;

/// Reads the strings of a catalog one by one.
pub(super) struct CatalogParser {
    origin: String,
    text: String,
    source_lang: Lang,
    /// The keys, and where each string stands in the text.
    strings: std::vec::IntoIter<(String, Range<usize>)>,
    /// Where the string that is read begins.
    at: usize,
    /// Units of a string that has several.
    ready: VecDeque<Unit>,
}

/// A text in one language.
struct Form<'e> {
    /// The form of a plural: `few`.
    plural: Option<&'e str>,
    unit: &'e StringUnit,
}

impl CatalogParser {
    pub(super) fn open(source: Source, reading: &Reading) -> Result<Self> {
        let origin = source.origin().to_owned();
        let bytes = source.into_bytes(MAX_FILE)?;
        let text = decode(bytes, &origin, reading.encoding.as_deref())?;
        let catalog: Catalog<'_> = serde_json::from_str(text.trim_start_matches('\u{FEFF}'))
            .map_err(|e| {
                let place = Place::line(&origin, e.line() as u64);
                Error::new(ErrorKind::Format, format!("this is no string catalog: {e}"))
                    .at(place)
                    .hint("open it in Xcode and save it again")
            })?;
        let told = catalog.source_language.as_deref().and_then(|code| code.parse().ok());
        let source_lang = told.or(reading.source_lang.clone()).unwrap_or_else(Lang::english);
        // Each string is a part of the text, so the difference of addresses is its place.
        let start = text.as_ptr() as usize;
        let place = |raw: &str| {
            let from = (raw.as_ptr() as usize).saturating_sub(start);
            from..from + raw.len()
        };
        let strings = catalog.strings.0.into_iter().map(|(key, raw)| (key, place(raw.get())));
        let strings: Vec<_> = strings.collect();
        let strings = strings.into_iter();
        Ok(Self { origin, source_lang, strings, at: 0, ready: VecDeque::new(), text })
    }

    fn read(&mut self, key: &str, raw: Range<usize>, diagnostics: &mut Diagnostics) -> Result<()> {
        self.at = raw.start;
        let raw = self.text.get(raw).unwrap_or_default();
        let entry: Entry = serde_json::from_str(raw).map_err(|e| {
            Error::new(ErrorKind::Format, format!("a string of the catalog is damaged: {e}"))
                .at(self.place_of(e.line() as u64))
                .hint("open it in Xcode and save it again")
        })?;
        if entry.should_translate == Some(false) {
            diagnostics.leave("a string that is not to be translated", || self.place());
            return Ok(());
        }
        let mut unit = self.unit(key, &entry);
        let mut parts: Vec<(String, Unit)> = Vec::new();
        for (code, localization) in &entry.localizations.0 {
            let Ok(lang) = code.replace('_', "-").parse::<Lang>() else {
                diagnostics.leave(&format!("texts in the language '{code}'"), || self.place());
                continue;
            };
            let mut left = Vec::new();
            add(&mut unit, &lang, forms(localization, &mut left), lang == self.source_lang);
            for set in localization.string_set.iter().filter(|set| !set.values.is_empty()) {
                let value = set.values.first().cloned().unwrap_or_default();
                let first = StringUnit { state: set.state.clone(), value };
                add(&mut unit, &lang, vec![Form { plural: None, unit: &first }], false);
                left.extend((set.values.len() > 1).then_some("further ways to say a string"));
            }
            for (name, substitution) in &localization.substitutions.0 {
                let own = format!("{key}|{name}");
                let at = parts.iter().position(|(other, _)| *other == own).unwrap_or_else(|| {
                    parts.push((own.clone(), self.unit(&own, &entry)));
                    parts.len() - 1
                });
                let found = match &substitution.variations {
                    Some(variations) => of_variations(variations, &mut left),
                    None => Vec::new(),
                };
                if let Some((_, part)) = parts.get_mut(at) {
                    add(part, &lang, found, lang == self.source_lang);
                }
            }
            left.iter().for_each(|what| diagnostics.leave(what, || self.place()));
        }
        if !unit.variants.iter().any(|variant| variant.lang == self.source_lang) {
            let text = Text::plain(key.to_owned());
            let meta = Meta::default();
            unit.variants.insert(0, Variant { lang: self.source_lang.clone(), text, meta });
        }
        let parts = parts.into_iter().map(|(_, unit)| unit);
        let all = std::iter::once(unit).chain(parts);
        self.ready.extend(all.filter(|unit| unit.variants.iter().any(|v| !v.text.is_blank())));
        Ok(())
    }

    /// Begins a unit.
    fn unit(&self, key: &str, entry: &Entry) -> Unit {
        let mut unit = Unit::default();
        unit.meta.set_attribute("tuid", key.to_owned());
        if let Some(comment) = entry.comment.as_ref().filter(|comment| !comment.is_empty()) {
            unit.meta.add_prop(DEVELOPER, comment.as_str());
        }
        if entry.extraction_state.as_deref() == Some("stale") {
            unit.meta.add_prop(OBSOLETE, "yes");
        }
        unit
    }

    /// Returns the place of a line of the string that is read.
    fn place_of(&self, line: u64) -> Place {
        let before = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', before).count() as u64;
        Place::line(&self.origin, lines + line.max(1))
    }
}

impl UnitParser for CatalogParser {
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        loop {
            if let Some(unit) = self.ready.pop_front() {
                return Ok(Some(unit));
            }
            let Some((key, raw)) = self.strings.next() else { return Ok(None) };
            self.read(&key, raw, diagnostics)?;
        }
    }

    fn place(&self) -> Place {
        self.place_of(1)
    }
}

/// Returns the texts of a string in one language.
fn forms<'e>(localization: &'e Localization, left: &mut Vec<&'static str>) -> Vec<Form<'e>> {
    if let Some(unit) = &localization.string_unit {
        return vec![Form { plural: None, unit }];
    }
    match &localization.variations {
        Some(variations) => of_variations(variations, left),
        None => Vec::new(),
    }
}

/// Returns the forms of a plural; of several devices and widths the usual one.
fn of_variations<'e>(variations: &'e Variations, left: &mut Vec<&'static str>) -> Vec<Form<'e>> {
    let mut found = Vec::new();
    for (name, form) in &variations.plural.0 {
        let unit = form.string_unit.as_ref();
        found.extend(unit.map(|unit| Form { plural: Some(name), unit }));
    }
    for (others, what) in [
        (&variations.device, "texts for other devices"),
        (&variations.width, "texts for other widths"),
    ] {
        let usual = others.get("other").or_else(|| others.0.first().map(|(_, form)| form));
        let Some(usual) = usual.filter(|_| found.is_empty()) else { continue };
        found = forms(usual, left);
        left.extend((others.0.len() > 1).then_some(what));
    }
    found
}

/// Adds texts to a unit; those of the source come first.
fn add(unit: &mut Unit, lang: &Lang, forms: Vec<Form<'_>>, is_source: bool) {
    let first = if is_source { 0 } else { unit.variants.len() };
    let forms = forms.into_iter().filter(|form| !form.unit.value.is_empty());
    for (at, form) in (first..).zip(forms) {
        let mut meta = Meta::default();
        if let Some(plural) = form.plural {
            meta.add_prop(PLURAL, plural);
        }
        let is_open = matches!(form.unit.state.as_deref(), Some("new" | "needs_review"));
        if is_open && !is_source && unit.meta.prop("x-reviewed").is_none() {
            unit.meta.add_prop("x-reviewed", "no");
        }
        let text = Text::plain(form.unit.value.clone());
        unit.variants.insert(at, Variant { lang: lang.clone(), text, meta });
    }
}

/// A catalog whose strings are not parsed yet.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Catalog<'t> {
    source_language: Option<String>,
    #[serde(borrow)]
    strings: Strings<'t>,
}

struct Strings<'t>(Vec<(String, &'t RawValue)>);

impl<'de: 't, 't> Deserialize<'de> for Strings<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(StringsVisitor)
    }
}

struct StringsVisitor;

impl<'de> Visitor<'de> for StringsVisitor {
    type Value = Strings<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of strings")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(entry) = map.next_entry::<String, &RawValue>()? {
            if all.len() >= MAX_STRINGS {
                return Err(A::Error::custom(format!("there are more than {MAX_STRINGS} strings")));
            }
            all.push(entry);
        }
        Ok(Strings(all))
    }
}
