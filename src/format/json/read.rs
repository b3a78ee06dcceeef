//! Reader of JSON objects of all supported kinds.

use serde_json::{Map, Value};

use super::objects::Objects;
use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    format::{
        diagnostics::Diagnostics,
        lines::Lines,
        po,
        reader::UnitParser,
        source::Source,
        units::Reading,
        unnamed::{SOURCE, TARGET, Unnamed},
    },
    lang::{Lang, detect_pair, names},
    unit::{Meta, Text, Unit, Variant},
};

/// Keys of alignments written by this program that are of no use in a memory and are dropped.
const DROPPED: [&str; 5] =
    ["source_segments", "target_segments", "evidence", "links", "length_surprise"];

/// Keys of three letters that are no languages, though they look like codes.
const WORDS: [&str; 48] = [
    "add", "age", "bin", "cat", "col", "day", "dir", "doc", "end", "fmt", "idx", "img", "int",
    "key", "len", "log", "map", "max", "min", "msg", "new", "not", "num", "old", "pid", "pos",
    "raw", "ref", "row", "seq", "set", "src", "str", "sub", "sum", "tag", "tgt", "tmx", "txt",
    "uid", "uri", "url", "use", "val", "var", "ver", "who", "xml",
];

/// Reads units from objects.
pub(super) struct JsonParser {
    objects: Objects,
    reading: Reading,
    warned_of_dropped: bool,
    unnamed: Unnamed,
}

impl JsonParser {
    pub(super) fn open(source: Source, reading: &Reading) -> Result<Self> {
        Ok(Self {
            objects: Objects::new(Lines::open(source, reading.encoding.as_deref())?),
            reading: reading.clone(),
            warned_of_dropped: false,
            unnamed: Unnamed::new(reading),
        })
    }

    fn unit(
        &mut self,
        object: Map<String, Value>,
        raw: &str,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Result<Unit, String> {
        if object.contains_key("variants") {
            let unit: Unit = serde_json::from_str(raw).map_err(|e| e.to_string())?;
            return if unit.variants.is_empty() {
                Err("no text in it".into())
            } else {
                Ok(checked(unit))
            };
        }
        let mut unit = Unit::default();
        let source = self.lang(&object, "source", self.reading.source_lang.as_ref())?;
        let target = self.lang(&object, "target", self.reading.target_lang.as_ref())?;
        let has_sides = object.get("source").is_some_and(Value::is_string);
        let texts = ["source", "target"].map(|key| object.get(key).and_then(Value::as_str));
        let sides =
            detect_pair(texts.map(Option::unwrap_or_default), [source.as_ref(), target.as_ref()]);
        let names_langs = !has_sides && object.keys().any(|key| names::in_heading(key).is_some());
        for (key, value) in object {
            let side = match key.as_str() {
                "source" if has_sides => Some((SOURCE, &source)),
                "target" if has_sides => Some((TARGET, &target)),
                _ => None,
            };
            if let (Some((side, lang)), Some(text)) = (side, value.as_str()) {
                if text.is_empty() {
                    continue;
                }
                let lang = match lang {
                    Some(lang) => lang.clone(),
                    None => {
                        self.guess(side, text, &sides, place, diagnostics).map_err(|e| e.message)?
                    }
                };
                unit.add(lang, text);
                continue;
            }
            let named = if has_sides { None } else { names::in_heading(&key) };
            let named = named.or_else(|| key.parse().ok().filter(|_| names_langs && is_rare(&key)));
            match (named, value.as_str()) {
                (Some(lang), Some(text)) => unit.add(lang, text),
                _ if is_language_of(&key) => {}
                _ if DROPPED.contains(&key.as_str()) => {
                    self.warn_of_dropped(place, &key, diagnostics);
                }
                _ => describe(&mut unit.meta, &key, value),
            }
        }
        if unit.variants.is_empty() { Err("no text in it".into()) } else { Ok(unit) }
    }

    fn guess(
        &mut self,
        side: usize,
        text: &str,
        [source, target]: &[Option<Lang>; 2],
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Result<Lang> {
        // Arabic and English are taken without a warning, unless both sides are the same.
        let found = if side == SOURCE { source } else { target };
        let is_usual = |lang: &Lang| *lang == Lang::arabic() || *lang == Lang::english();
        match found {
            Some(lang) if is_usual(lang) && (side == SOURCE || source != target) => {
                self.unnamed.note(side, lang);
                Ok(lang.clone())
            }
            Some(lang) if side == TARGET && source == target && *lang != Lang::arabic() => {
                self.unnamed.lang(side, "", "", place, diagnostics)
            }
            _ => self.unnamed.lang(side, text, "", place, diagnostics),
        }
    }

    fn warn_of_dropped(&mut self, place: &Place, key: &str, diagnostics: &mut Diagnostics) {
        if !std::mem::replace(&mut self.warned_of_dropped, true) {
            let message = format!("details of an alignment, such as {key}, are not kept");
            diagnostics.warn(place.clone(), message);
        }
    }

    /// Returns the language of a side, if the object or the options name it.
    fn lang(
        &self,
        object: &Map<String, Value>,
        side: &str,
        default: Option<&Lang>,
    ) -> Result<Option<Lang>, String> {
        let keys = [format!("{side}_lang"), format!("{side}_language"), format!("{side}Lang")];
        let code = keys.iter().find_map(|key| object.get(key)?.as_str());
        match code {
            Some(code) => code.parse().map(Some).map_err(|e: Error| e.message),
            None => Ok(default.cloned()),
        }
    }
}

impl UnitParser for JsonParser {
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        loop {
            let Some((line, object)) = self.objects.next()? else { return Ok(None) };
            let place = Place::line(self.objects.lines.origin(), line);
            let value: Map<String, Value> = serde_json::from_str(&object).map_err(|e| {
                Error::new(ErrorKind::Format, format!("this is not valid JSON: {e}"))
                    .at(place.clone())
                    .hint("correct the line")
            })?;
            match self.unit(value, &object, &place, diagnostics) {
                Ok(unit) => return Ok(Some(unit)),
                Err(why) if self.reading.strict => {
                    return Err(Error::new(ErrorKind::Format, why)
                        .at(place)
                        .hint("correct the line, or read the file without strict checking")
                        .settings(Setting::Strict));
                }
                Err(why) => {
                    diagnostics.skipped += 1;
                    diagnostics.warn(place, format!("object skipped: {why}"));
                }
            }
        }
    }

    fn place(&self) -> Place {
        Place::file(self.objects.lines.origin())
    }
}

impl Unit {
    fn add(&mut self, lang: Lang, text: &str) {
        if !text.is_empty() {
            self.variants.push(Variant { lang, text: Text::plain(text), meta: Meta::default() });
        }
    }
}

/// Moves marks to character boundaries and sorts them; the file may come from any program.
fn checked(mut unit: Unit) -> Unit {
    for text in unit.variants.iter_mut().map(|v| &mut v.text) {
        for mark in &mut text.marks {
            mark.at = mark.at.min(text.text.len());
            while !text.text.is_char_boundary(mark.at) {
                mark.at -= 1;
            }
        }
        text.marks.sort_by_key(|mark| mark.at);
    }
    unit
}

/// Returns true for a key that is a code of a language beside keys that surely are: `mhr`, but not
/// `add` and `url`.
fn is_rare(key: &str) -> bool {
    key.len() == 3 && key.bytes().all(|b| b.is_ascii_lowercase()) && !WORDS.contains(&key)
}

fn is_language_of(key: &str) -> bool {
    let ends = ["_lang", "_language", "Lang"];
    ["source", "target"]
        .iter()
        .any(|side| key.strip_prefix(side).is_some_and(|k| ends.contains(&k)))
}

/// Stores a value other than a text in `meta`.
fn describe(meta: &mut Meta, key: &str, value: Value) {
    let text = match value {
        Value::Null => return,
        Value::String(text) if text.is_empty() => return,
        Value::String(text) => text,
        Value::Array(all) if matches!(key, "note" | "notes") => {
            meta.notes.extend(all.iter().filter_map(Value::as_str).map(str::to_owned));
            return;
        }
        other => other.to_string(),
    };
    match key {
        "note" | "notes" | "comment" => meta.notes.push(text),
        "confidence" => {
            meta.add_prop("x-confidence", text);
            meta.add_prop("x-origin", "aligned");
        }
        // In Weblate, the component or file of the text.
        "origin" if matches!(text.as_str(), "aligned" | "machine" | "person") => {
            meta.add_prop("x-origin", text);
        }
        "origin" | "document" => meta.add_prop("x-document", text),
        "context" => meta.add_prop(po::CONTEXT, text),
        "status" if text == "0" => meta.add_prop("x-reviewed", "no"),
        "status" if text == "1" => {}
        "category" => meta.add_prop("x-weblate-category", text),
        "id" => meta.set_attribute("tuid", text),
        "domain" | "client" | "project" | "reviewed" => meta.add_prop(format!("x-{key}"), text),
        _ => meta.add_prop(key, text),
    }
}
