//! Fonts: codes, widths, characters and style.

use std::collections::BTreeMap;

use hayro_syntax::object::{Array, Dict, Name, Object, Stream, dict::keys};

use super::{
    cmap::CMap,
    encoding::{self, Codes},
    names,
    stream::{Budget, decoded},
    widths,
};

/// A font.
#[derive(Debug, Default)]
pub(super) struct Font {
    /// A number for each font of the file.
    pub number: usize,
    pub bold: bool,
    pub italic: bool,
    /// True if a code has one byte.
    is_simple: bool,
    /// The code's way to the numbers of glyphs, in composite fonts.
    codes: Option<CMap>,
    /// True if the codes of a composite font are UTF-16.
    is_unicode: bool,
    to_unicode: Option<CMap>,
    /// Characters of simple fonts by their encoding.
    characters: Vec<Option<String>>,
    /// Widths by code or glyph number, in thousandths of an em.
    widths: BTreeMap<u32, f64>,
    default_width: f64,
    /// The size of an em where glyphs are drawn in units of their own.
    pub em: f64,
}

impl Font {
    pub(super) fn read(dict: &Dict<'_>, number: usize, budget: &mut Budget) -> Self {
        let subtype = dict.get::<Name<'_>>(keys::SUBTYPE);
        let subtype = subtype.as_deref().unwrap_or_default();
        let mut font = Self { number, em: 1., ..Self::default() };
        if let Some(map) = dict.get::<Stream<'_>>("ToUnicode") {
            font.to_unicode = decoded(&map, budget).map(|data| CMap::parse(&data));
        }
        if subtype == b"Type0" {
            font.is_unicode |=
                dict.get::<Name<'_>>("ToUnicode").is_some_and(|n| n.starts_with(b"Identity"));
            font.read_composite(dict, budget);
        } else {
            font.is_simple = true;
            font.read_simple(dict, subtype == b"Type3", budget);
        }
        font
    }

    fn read_composite(&mut self, dict: &Dict<'_>, budget: &mut Budget) {
        match dict.get::<Object<'_>>("Encoding") {
            Some(Object::Stream(map)) => {
                self.codes = decoded(&map, budget).map(|data| CMap::parse(&data));
            }
            Some(Object::Name(name)) => {
                let name = String::from_utf8_lossy(&name).into_owned();
                self.is_unicode |= name.contains("UCS2") || name.contains("UTF16");
            }
            _ => {}
        }
        let below = dict.get::<Array<'_>>("DescendantFonts");
        let Some(below) = below.and_then(|fonts| fonts.iter::<Dict<'_>>().next()) else {
            return;
        };
        self.default_width = below.get::<f64>("DW").unwrap_or(1000.);
        if let Some(table) = below.get::<Array<'_>>("W") {
            self.widths = composite_widths(&table);
        }
        self.read_style(&base_name(dict), &below.get::<Dict<'_>>("FontDescriptor"));
    }

    fn read_simple(&mut self, dict: &Dict<'_>, is_type3: bool, budget: &mut Budget) {
        let name = base_name(dict);
        let descriptor = dict.get::<Dict<'_>>("FontDescriptor");
        self.read_style(&name, &descriptor);
        let mut codes = [const { None }; 256];
        for (code, c) in base_encoding(dict, descriptor.as_ref()).into_iter().enumerate() {
            codes[code] = c.map(String::from);
        }
        let program = descriptor.as_ref().and_then(|d| d.get::<Stream<'_>>("FontFile"));
        if let Some(program) = program.filter(|_| !dict.contains_key("Encoding")) {
            let data = decoded(&program, budget).unwrap_or_default();
            built_in(&data, &mut codes);
        }
        if let Some(encoding) = dict.get::<Dict<'_>>("Encoding") {
            differences(&encoding, &mut codes);
        }
        let first = dict.get::<u32>("FirstChar").unwrap_or(0);
        self.default_width =
            descriptor.and_then(|d| d.get::<f64>("MissingWidth")).unwrap_or_default();
        if let Some(table) = dict.get::<Array<'_>>("Widths") {
            let numbered = (first..).zip(table.iter::<f64>().take(256));
            self.widths = numbered.filter(|(_, width)| width.is_finite()).collect();
        } else if !is_type3 {
            let character = |code: u8| codes[usize::from(code)].as_ref()?.chars().next();
            self.widths = (0..).zip(widths::standard(&name, character)).collect();
        }
        if is_type3 {
            self.scale_type3(dict);
        }
        self.characters = codes.into();
    }

    /// Brings the widths of a font with units of its own to thousandths of an em.
    fn scale_type3(&mut self, dict: &Dict<'_>) {
        let numbers = |key: &str| -> Vec<f64> {
            dict.get::<Array<'_>>(key)
                .map(|a| a.iter::<f64>().take(6).collect())
                .unwrap_or_default()
        };
        let matrix = numbers("FontMatrix");
        let scale = |at: usize| matrix.get(at).map_or(0.001, |n| n.abs());
        let height = match numbers("FontBBox")[..] {
            [_, bottom, _, top] if top > bottom => (top - bottom) * scale(3),
            _ => 1.,
        };
        self.em = if (0.3..=3.).contains(&height) { 1. } else { height };
        for width in self.widths.values_mut() {
            *width *= scale(0) * 1000.;
        }
    }

    fn read_style(&mut self, name: &str, descriptor: &Option<Dict<'_>>) {
        let name = name.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let number = |key: &str| descriptor.as_ref().and_then(|d| d.get::<f64>(key));
        let flags = number("Flags").unwrap_or_default() as i64;
        self.bold = has(&["bold", "black", "heavy", "-semibold", "demi"])
            || name.ends_with(",b") && !has(&["italic"])
            || flags & (1 << 18) != 0
            || number("FontWeight").is_some_and(|weight| weight >= 600.);
        self.italic = has(&["italic", "oblique", "slanted"]) || flags & (1 << 6) != 0;
    }

    /// Takes the next code of a string, with its number of bytes.
    pub(super) fn code(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        match bytes {
            [] => None,
            [code, ..] if self.is_simple => Some((u32::from(*code), 1)),
            _ if self.codes.is_some() => self.codes.as_ref()?.code(bytes),
            [high, low, ..] => Some((u32::from(u16::from_be_bytes([*high, *low])), 2)),
            [code] => Some((u32::from(*code), 1)),
        }
    }

    /// Returns the width of a code in ems.
    pub(super) fn width(&self, code: u32) -> f64 {
        let glyph = self.codes.as_ref().and_then(|map| map.glyph(code)).unwrap_or(code);
        let width = self.widths.get(&glyph).copied().unwrap_or(self.default_width);
        if width.is_finite() { width.clamp(-20_000., 20_000.) / 1000. } else { 0. }
    }

    /// Returns the characters of a code.
    pub(super) fn text(&self, code: u32) -> Option<String> {
        let told = self.to_unicode.as_ref().and_then(|map| map.text(code));
        told.or_else(|| self.characters.get(code as usize)?.clone()).or_else(|| {
            let c = self.is_unicode.then(|| char::from_u32(code)).flatten();
            c.filter(|c| !c.is_control()).map(String::from)
        })
    }

    /// Returns true if the code is the space that word spacing widens.
    pub(super) fn is_word_space(&self, code: u32, length: usize) -> bool {
        code == 32 && length == 1
    }
}

fn base_name(dict: &Dict<'_>) -> String {
    let name = dict.get::<Name<'_>>("BaseFont").or_else(|| dict.get::<Name<'_>>("Name"));
    let name = name.map(|name| String::from_utf8_lossy(&name).into_owned()).unwrap_or_default();
    // A subset has a tag of six letters before its name.
    match name.split_once('+') {
        Some((tag, name)) if tag.len() == 6 => name.to_owned(),
        _ => name,
    }
}

/// The encoding that the differences of a simple font differ from.
fn base_encoding(dict: &Dict<'_>, descriptor: Option<&Dict<'_>>) -> Codes {
    let name = dict.get::<Name<'_>>("Encoding").or_else(|| {
        dict.get::<Dict<'_>>("Encoding").and_then(|e| e.get::<Name<'_>>("BaseEncoding"))
    });
    if let Some(codes) = name.and_then(|name| encoding::named(&name)) {
        return codes;
    }
    let has_program =
        |d: &Dict<'_>| ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| d.contains_key(key));
    let is_symbolic = descriptor.is_some_and(|d| {
        has_program(d) && d.get::<i32>("Flags").is_some_and(|flags| flags & 4 != 0)
    });
    // An embedded font of symbols has an encoding of its own, which is not known here.
    if is_symbolic { [None; 256] } else { encoding::standard() }
}

fn differences(encoding: &Dict<'_>, codes: &mut [Option<String>; 256]) {
    let Some(list) = encoding.get::<Array<'_>>("Differences") else { return };
    let mut code = 0usize;
    for object in list.iter::<Object<'_>>().take(4096) {
        match object {
            Object::Number(number) => code = usize::try_from(number.as_i64()).unwrap_or(256),
            Object::Name(name) => {
                if let Some(place) = codes.get_mut(code) {
                    *place = names::characters(&String::from_utf8_lossy(&name));
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
}

/// The encoding that a Type 1 font program states in its readable part: `dup 65 /A put`.
fn built_in(program: &[u8], codes: &mut [Option<String>; 256]) {
    let end = memchr::memmem::find(program, b"eexec").unwrap_or(program.len().min(1 << 16));
    let text = String::from_utf8_lossy(program.get(..end).unwrap_or_default());
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if word != "dup" {
            continue;
        }
        let code = words.next().and_then(|code| code.parse::<usize>().ok());
        let name = words.next().and_then(|name| name.strip_prefix('/'));
        if let (Some(place), Some(name)) = (code.and_then(|code| codes.get_mut(code)), name) {
            *place = names::characters(name);
        }
    }
}

/// Widths of a composite font: `1 [500 600] 10 20 700`.
fn composite_widths(table: &Array<'_>) -> BTreeMap<u32, f64> {
    let mut widths = BTreeMap::new();
    let mut numbers: Vec<f64> = Vec::new();
    // Ranges may overlap, so the work is counted, not the entries.
    let mut left = 1usize << 18;
    for object in table.iter::<Object<'_>>() {
        match object {
            Object::Number(number) => numbers.push(number.as_f64()),
            Object::Array(list) => {
                let first = numbers.pop().unwrap_or_default() as u32;
                numbers.clear();
                for (glyph, width) in (first..).zip(list.iter::<f64>().take(left)) {
                    widths.insert(glyph, width);
                    left -= 1;
                }
            }
            _ => numbers.clear(),
        }
        if let [first, last, width] = numbers[..] {
            for glyph in (first as u32..=last as u32).take(left.min(1 << 16)) {
                widths.insert(glyph, width);
                left -= 1;
            }
            numbers.clear();
        }
        if left == 0 {
            break;
        }
    }
    widths
}
