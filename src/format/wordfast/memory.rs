//! Memories of Wordfast Classic: a header, then a unit a line, in fields between tabs: date, user, number
//! of uses, language and text of the source, language and text of the target, attributes.

use crate::{
    error::{Place, Result},
    format::{
        diagnostics::Diagnostics,
        languages::Languages,
        lines::{Lines, content},
        reader::UnitParser,
        source::Source,
        tags::{TagKind, Tagged},
        units::Reading,
    },
    unit::{Meta, Unit, Variant},
};

/// Number of fields of a unit that has both texts.
const FIELDS: usize = 7;
/// Maximum number of attributes.
const MAX_ATTRIBUTES: usize = 20;

/// Reads a memory line by line.
pub(super) struct MemoryParser {
    lines: Lines,
    languages: Languages,
    is_begun: bool,
}

impl MemoryParser {
    pub(super) fn open(source: Source, reading: &Reading) -> Result<Self> {
        let lines = Lines::open(source, reading.encoding.as_deref())?;
        Ok(Self { lines, languages: Languages::new(None, None, reading), is_begun: false })
    }

    /// Reads the header: fields that begin with a percent sign, the languages the fourth and sixth.
    fn header(&mut self, line: &str) {
        let field = |at: usize| line.split('\t').nth(at).and_then(|field| field.strip_prefix('%'));
        for (side, code) in [field(3), field(5)].into_iter().enumerate() {
            let lang = code.and_then(|code| code.trim().parse().ok());
            lang.into_iter().for_each(|lang| self.languages.assume(side, lang));
        }
    }

    fn unit(&mut self, line: &str, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        let place = self.lines.place();
        let fields: Vec<&str> = line.split('\t').take(FIELDS + MAX_ATTRIBUTES).collect();
        let [date, user, uses, source_lang, source, target_lang, target, attributes @ ..] =
            fields.as_slice()
        else {
            diagnostics.skip(place, "a unit of Wordfast has seven fields between tabs");
            return Ok(None);
        };
        let mut meta = Meta::default();
        if let Some(date) = tmx_date(date) {
            meta.set_attribute("creationdate", date);
        }
        for (name, value) in [("creationid", *user), ("usagecount", *uses)] {
            let value = value.trim();
            if !value.is_empty() && (name == "creationid" || value != "0") {
                meta.set_attribute(name, value);
            }
        }
        for (number, value) in attributes.iter().enumerate().filter(|(_, v)| !v.trim().is_empty()) {
            meta.add_prop(format!("x-attribute-{}", number + 1), value.trim());
        }
        let mut variants = Vec::with_capacity(2);
        for (side, (code, raw)) in
            [(source_lang, source), (target_lang, target)].into_iter().enumerate()
        {
            let text = read(raw);
            if text.is_full {
                diagnostics.skip(place, "it has too many tags");
                return Ok(None);
            }
            let text = text.finish();
            if text.is_blank() {
                continue;
            }
            let lang = self.languages.of(side, Some(*code), &text.text, &place, diagnostics)?;
            variants.push(Variant { lang, text, meta: Meta::default() });
        }
        if variants.is_empty() {
            diagnostics.skip(place, "it has no text");
            return Ok(None);
        }
        Ok(Some(Unit { variants, meta }))
    }
}

impl UnitParser for MemoryParser {
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        loop {
            let Some(line) = self.lines.next()? else { return Ok(None) };
            let line = content(line).trim_start_matches('\u{FEFF}').to_owned();
            if line.trim().is_empty() {
                continue;
            }
            if !std::mem::replace(&mut self.is_begun, true) && line.starts_with('%') {
                self.header(&line);
                continue;
            }
            if let Some(unit) = self.unit(&line, diagnostics)? {
                return Ok(Some(unit));
            }
        }
    }

    fn place(&self) -> Place {
        Place::file(self.lines.origin())
    }
}

/// Converts a date, `20240105~101500`.
fn tmx_date(date: &str) -> Option<String> {
    let (day, time) = date.trim().split_once('~')?;
    let are_digits =
        |text: &str, number| text.len() == number && text.bytes().all(|b| b.is_ascii_digit());
    (are_digits(day, 8) && are_digits(time, 6)).then(|| format!("{day}T{time}Z"))
}

/// Reads a text: `&tA;` is a tag, `&'26;` a character by its number in windows-1252.
fn read(raw: &str) -> Tagged {
    let mut out = Tagged::default();
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        let (before, code) = rest.split_at(at);
        out.text.push_str(before);
        let Some((name, after)) = code[1..].split_once(';').filter(|(name, _)| name.len() <= 8)
        else {
            out.text.push('&');
            rest = &code[1..];
            continue;
        };
        if let Some(c) = name.strip_prefix('\'').and_then(character) {
            out.text.push(c);
        } else if let Some(number) = name.strip_prefix('t').and_then(tag_number) {
            out.tag(TagKind::Single, "", Some(number), &code[..name.len() + 2]);
        } else {
            out.text.push('&');
            rest = &code[1..];
            continue;
        }
        rest = after;
    }
    out.text.push_str(rest);
    out
}

fn character(hex: &str) -> Option<char> {
    let is_hex = (2..=4).contains(&hex.len()) && hex.bytes().all(|b| b.is_ascii_hexdigit());
    let code = is_hex.then(|| u32::from_str_radix(hex, 16).ok()).flatten()?;
    let c = match u8::try_from(code) {
        Ok(byte) => {
            let bytes = [byte];
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0.chars().next()?
        }
        Err(_) => char::from_u32(code)?,
    };
    (!c.is_control() || matches!(c, '\n' | '\t')).then_some(c)
}

/// Returns the number of a tag, whose name counts in letters: A is 1, Z is 26, AA is 27.
fn tag_number(name: &str) -> Option<u32> {
    let letters = name.bytes().all(|b| b.is_ascii_uppercase());
    if name.is_empty() || name.len() > 3 || !(letters || name.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    if !letters {
        return name.parse().ok().filter(|number| *number > 0);
    }
    Some(name.bytes().fold(0, |number, b| number * 26 + u32::from(b - b'A') + 1))
}
