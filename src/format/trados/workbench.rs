//! Exports of Trados Workbench: a preamble of RTF, then units of lines that begin with a tag: dates and
//! users, attributes, and a segment for each language.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::{code_pages, rtf};
use crate::{
    error::{Place, Result},
    format::{
        diagnostics::Diagnostics,
        languages::Languages,
        lines::{Lines, content},
        reader::UnitParser,
        source::Source,
        units::Reading,
    },
    lang::Lang,
    text::decode,
    unit::{Meta, Unit, Variant},
};

/// Maximum number of lines of a unit.
const MAX_LINES: usize = 1000;
/// Maximum number of texts of a unit.
const MAX_TEXTS: usize = 100;
/// Styles in which Trados puts the tags of a document.
const TAG_STYLES: [&str; 4] =
    ["tw4winInternal", "tw4winExternal", "tw4winJump", "DO_NOT_TRANSLATE"];

/// Reads an export unit by unit.
pub(super) struct WorkbenchParser {
    lines: Lines,
    /// The code page of lines that are not in a known language; `None` if all lines are decoded
    /// already.
    page: Option<&'static Encoding>,
    languages: Languages,
    /// The numbers of the character styles of tags.
    internal: Vec<u32>,
}

/// The lines of a unit: the tag, the language or name in it, and the text.
#[derive(Default)]
struct Held {
    line: u64,
    fields: Vec<(String, String, String)>,
    is_open: bool,
}

impl WorkbenchParser {
    pub(super) fn open(source: Source, reading: &Reading) -> Result<Self> {
        let bytes = source.start().bytes;
        let is_told = reading.encoding.is_some()
            || Encoding::for_bom(bytes).is_some()
            || decode::utf16_by_zeros(bytes).is_some();
        // Each text is in the code page of its language, so lines are kept as bytes at first, which
        // windows-1252 maps one by one.
        let page = (!is_told).then(|| match decode::likeliest(bytes) {
            page if page == UTF_8 => WINDOWS_1252,
            page => page,
        });
        let declared = if is_told { reading.encoding.as_deref() } else { Some("windows-1252") };
        let lines = Lines::open(source, declared)?;
        let languages = Languages::new(None, None, reading);
        Ok(Self { lines, page, languages, internal: Vec::new() })
    }

    /// Returns the text of a line. Segments are in the code page of their language.
    fn decoded(&self, line: &str, (tag, name): (&str, &str)) -> String {
        let Some(page) = self.page.filter(|_| !line.is_ascii()) else { return line.to_owned() };
        let lang = if tag == "Seg" { name.replace('_', "-").parse().ok() } else { None };
        let page = lang.map_or(page, |lang| code_pages::of(&lang));
        let (bytes, _, _) = WINDOWS_1252.encode(line);
        code_pages::decoded(&bytes, page)
    }

    /// Reads the lines of the next unit.
    fn held(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Held>> {
        let mut held = Held::default();
        loop {
            let Some(line) = self.lines.next()? else { break };
            let line = content(line).trim_start_matches('\u{FEFF}').to_owned();
            let number = self.lines.line();
            if line.starts_with("<TrU>") {
                if held.is_open {
                    let place = Place::line(self.lines.origin(), held.line);
                    diagnostics.warn(place, "a unit without </TrU>");
                }
                held = Held { line: number, is_open: true, fields: Vec::new() };
            } else if !held.is_open {
                self.style(&line);
            } else if line.starts_with("</TrU>") {
                return Ok(Some(held));
            } else if held.fields.len() >= MAX_LINES {
                diagnostics.leave("lines of a very long unit", || self.lines.place());
            } else if let Some((tag, name, text)) = field(&line) {
                held.fields.push((
                    tag.to_owned(),
                    name.to_owned(),
                    self.decoded(text, (tag, name)),
                ));
            } else if let Some((tag, name, text)) =
                held.fields.last_mut().filter(|_| !line.is_empty())
            {
                let more = self.decoded(&line, (tag, name));
                text.push('\n');
                text.push_str(&more);
            }
        }
        Ok(held.is_open.then_some(held))
    }

    /// Learns the number of a character style: `{\St \cs6 {\StB \v}{\StN tw4winInternal}}`.
    fn style(&mut self, line: &str) {
        let is_tag = TAG_STYLES.iter().any(|style| line.contains(style));
        let number = line.split("\\cs").nth(1).filter(|_| is_tag && line.contains("\\St"));
        let digits = number.map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next());
        let number: Option<u32> = digits.flatten().and_then(|digits| digits.parse().ok());
        if self.internal.len() < TAG_STYLES.len() * 4 {
            self.internal.extend(number);
        }
    }

    fn unit(&mut self, held: Held, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        let place = Place::line(self.lines.origin(), held.line);
        let mut unit = Unit::default();
        for (tag, name, value) in &held.fields {
            if tag == "Seg" {
                if unit.variants.len() == MAX_TEXTS {
                    diagnostics.leave("texts in further languages", || place.clone());
                    continue;
                }
                let lang: Option<Lang> = name.replace('_', "-").parse().ok();
                let page = lang.as_ref().map_or(WINDOWS_1252, code_pages::of);
                let text = rtf::read(value, page, &self.internal);
                if text.is_full {
                    diagnostics.skip(place, "it has too many tags");
                    return Ok(None);
                }
                let text = text.finish();
                if text.is_blank() {
                    continue;
                }
                let side = unit.variants.len().min(1);
                let lang = self.languages.of(side, Some(name), &text.text, &place, diagnostics)?;
                unit.variants.push(Variant { lang, text, meta: Meta::default() });
            } else if !describe(&mut unit.meta, tag, name, value) {
                diagnostics.leave(&format!("<{tag}>"), || place.clone());
            }
        }
        if unit.variants.is_empty() {
            diagnostics.skip(place, "it has no text");
            return Ok(None);
        }
        Ok(Some(unit))
    }
}

impl UnitParser for WorkbenchParser {
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        while let Some(held) = self.held(diagnostics)? {
            if let Some(unit) = self.unit(held, diagnostics)? {
                return Ok(Some(unit));
            }
        }
        Ok(None)
    }

    fn place(&self) -> Place {
        Place::file(self.lines.origin())
    }
}

/// Takes a line apart: `<Seg L=AR_SA>text`.
fn field(line: &str) -> Option<(&str, &str, &str)> {
    let (tag, text) = line.strip_prefix('<')?.split_once('>')?;
    let (tag, name) = tag.split_once(' ').unwrap_or((tag, ""));
    let is_tag = !tag.is_empty() && tag.len() <= 20 && tag.bytes().all(|b| b.is_ascii_alphabetic());
    let name = name.trim().strip_prefix("L=").unwrap_or(name.trim());
    is_tag.then_some((tag, name, text))
}

/// Takes a line that describes the unit; returns false if it is not known.
fn describe(meta: &mut Meta, tag: &str, name: &str, value: &str) -> bool {
    let value = value.trim();
    let (attribute, is_date) = match tag {
        "CrD" => ("creationdate", true),
        "CrU" => ("creationid", false),
        "ChD" => ("changedate", true),
        "ChU" => ("changeid", false),
        "UsD" => ("lastusagedate", true),
        "UsC" => ("usagecount", false),
        // Values of lists, and free texts.
        "Att" | "Txt" => {
            if !value.is_empty() {
                meta.add_prop(format!("x-{}", name.replace(' ', "-")), value);
            }
            return true;
        }
        _ => return false,
    };
    let value = if is_date { tmx_date(value) } else { Some(value.to_owned()) };
    let is_known = |value: &String| !(value.is_empty() || tag == "UsC" && value == "0");
    if let Some(value) = value.filter(is_known) {
        meta.set_attribute(attribute, value);
    }
    true
}

/// Converts a date, `05012024, 10:15:00`: day, month, year.
fn tmx_date(date: &str) -> Option<String> {
    let digits: String = date.chars().filter(char::is_ascii_digit).collect();
    let others = date.chars().filter(|c| !c.is_ascii_digit());
    let is_date = others.into_iter().all(|c| matches!(c, ',' | ' ' | ':' | '.' | '/'));
    if !is_date || !matches!(digits.len(), 8 | 14) {
        return None;
    }
    let (day, month, year) = (&digits[..2], &digits[2..4], &digits[4..8]);
    let time = if digits.len() == 14 { &digits[8..] } else { "000000" };
    Some(format!("{year}{month}{day}T{time}Z"))
}
