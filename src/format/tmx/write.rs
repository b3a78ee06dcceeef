//! TMX 1.4 out: valid by the DTD whatever the units hold, and read back without loss.

use std::io::Write;

use super::{
    ATTRIBUTE_PROP, HELD_TAG, Header,
    tag::{self, Kind},
};
use crate::{
    error::{Error, ErrorKind, Result},
    format::units::{Outcome, WriteUnits},
    unit::{Meta, Text, Unit, Variant},
};

/// `<hi>` within `<hi>`; no tool nests more than a few.
const MAX_HI: usize = 50;

/// Attributes that all of header, unit and text may have.
const COMMON: [&str; 8] = [
    "o-encoding",
    "datatype",
    "creationtool",
    "creationtoolversion",
    "creationdate",
    "creationid",
    "changedate",
    "changeid",
];
const OF_HEADER: [&str; 4] = ["segtype", "o-tmf", "adminlang", "srclang"];
const OF_UNIT: [&str; 6] = ["tuid", "usagecount", "lastusagedate", "segtype", "o-tmf", "srclang"];
const OF_TEXT: [&str; 4] = ["usagecount", "lastusagedate", "o-tmf", "lang"];

/// Writes units as TMX 1.4.
///
/// ```
/// use muwazi::{Lang, Unit, format::tmx::{Header, TmxReader, TmxWriter}};
/// let unit = Unit::pair((Lang::english(), "Peace & quiet"), (Lang::arabic(), "سلام"));
/// let header = Header::new(Some(&Lang::english()), jiff::Timestamp::UNIX_EPOCH);
/// let mut tmx = Vec::new();
/// let mut writer = TmxWriter::new(&mut tmx, &header)?;
/// writer.write(&unit)?;
/// assert_eq!(writer.finish()?.units, 1);
/// assert_eq!(TmxReader::new(&tmx[..], "a.tmx")?.next().unwrap()?, unit);
/// # Ok::<(), muwazi::Error>(())
/// ```
pub struct TmxWriter<W> {
    out: W,
    xml: Xml,
    units: u64,
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[must_use]
pub struct Written {
    /// How many units.
    pub units: u64,
    /// How many control characters were left out because XML has no way to write them.
    pub dropped_characters: u64,
}

impl<W: Write> TmxWriter<W> {
    /// Begins a file. What the header must have and lacks is filled in.
    pub fn new(out: W, header: &Header) -> Result<Self> {
        let mut writer = Self { out, xml: Xml::default(), units: 0 };
        let xml = &mut writer.xml;
        xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.raw("<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\">\n  <header");
        let mut meta = header.meta.clone();
        for (name, value) in Header::REQUIRED {
            if meta.attribute(name).is_none() {
                meta.set_attribute(name, value);
            }
        }
        if !is_segtype(meta.attribute("segtype").unwrap_or_default()) {
            meta.set_attribute("segtype", "sentence");
        }
        xml.meta(&meta, &OF_HEADER, "    ");
        xml.raw("  </header>\n  <body>\n");
        writer.send()?;
        Ok(writer)
    }

    /// Writes a unit. One without any text is refused, for TMX has no place for it.
    pub fn write(&mut self, unit: &Unit) -> Result<()> {
        if unit.variants.is_empty() {
            return Err(Error::new(ErrorKind::Format, "a unit without any text"));
        }
        self.xml.raw("    <tu");
        self.xml.meta(&unit.meta, &OF_UNIT, "      ");
        for variant in &unit.variants {
            self.xml.variant(variant);
        }
        self.xml.raw("    </tu>\n");
        self.units += 1;
        self.send()
    }

    /// Ends the file.
    pub fn finish(mut self) -> Result<Written> {
        self.xml.raw("  </body>\n</tmx>\n");
        self.send()?;
        self.out.flush().map_err(Error::cannot_write)?;
        Ok(Written { units: self.units, dropped_characters: self.xml.dropped })
    }

    fn send(&mut self) -> Result<()> {
        self.out.write_all(self.xml.text.as_bytes()).map_err(Error::cannot_write)?;
        self.xml.text.clear();
        Ok(())
    }
}

impl<W: Write> WriteUnits for TmxWriter<W> {
    fn write(&mut self, unit: &Unit) -> Result<()> {
        TmxWriter::write(self, unit)
    }

    fn finish(self: Box<Self>) -> Result<Outcome> {
        let written = TmxWriter::finish(*self)?;
        let mut outcome = Outcome { units: written.units, ..Outcome::default() };
        outcome.lose("control characters", written.dropped_characters);
        Ok(outcome)
    }
}

/// XML that grows, one unit at a time.
#[derive(Default)]
struct Xml {
    text: String,
    dropped: u64,
}

impl Xml {
    fn raw(&mut self, raw: &str) {
        self.text.push_str(raw);
    }

    fn variant(&mut self, variant: &Variant) {
        self.raw("      <tuv");
        self.attribute("xml:lang", variant.lang.as_str());
        self.meta(&variant.meta, &OF_TEXT, "        ");
        self.raw("        <seg>");
        if variant.text.marks.is_empty() {
            self.escaped(&variant.text.text);
        } else {
            self.marked(&variant.text);
        }
        self.raw("</seg>\n      </tuv>\n");
    }

    /// Attributes, the end of the tag, and notes and properties.
    fn meta(&mut self, meta: &Meta, own: &[&str], indent: &str) {
        let fits = |i: usize, name: &str, value: &str| {
            (COMMON.contains(&name) || own.contains(&name))
                && (name != "segtype" || is_segtype(value))
                && !meta.attributes[..i].iter().any(|(earlier, _)| earlier == name)
        };
        for (i, (name, value)) in meta.attributes.iter().enumerate() {
            if fits(i, name, value) {
                self.attribute(name, value);
            }
        }
        self.raw(">\n");
        // First, so that the reader takes these for the attributes and not a property so called.
        for (i, (name, value)) in meta.attributes.iter().enumerate() {
            if !fits(i, name, value) {
                self.prop(indent, ATTRIBUTE_PROP, name, value);
            }
        }
        for note in &meta.notes {
            self.raw(indent);
            self.raw("<note>");
            self.escaped(note);
            self.raw("</note>\n");
        }
        for prop in &meta.props {
            self.prop(indent, "", &prop.kind, &prop.value);
        }
    }

    fn prop(&mut self, indent: &str, prefix: &str, kind: &str, value: &str) {
        self.raw(indent);
        self.raw("<prop type=\"");
        self.raw(prefix);
        self.quoted(kind);
        self.raw("\">");
        self.escaped(value);
        self.raw("</prop>\n");
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.text.push(' ');
        self.raw(name);
        self.raw("=\"");
        self.quoted(value);
        self.text.push('"');
    }

    /// A text with its tags. A tag's place is made good where it is not one: marks come from
    /// anywhere.
    fn marked(&mut self, text: &Text) {
        let stand = standing(text);
        let mut done = 0;
        for (mark, stands) in text.marks.iter().zip(stand) {
            let mut at = mark.at.min(text.text.len());
            while !text.text.is_char_boundary(at) {
                at -= 1;
            }
            if at > done {
                self.escaped(&text.text[done..at]);
                done = at;
            }
            if stands {
                self.raw(&mark.raw);
            } else {
                self.raw(HELD_TAG.0);
                self.escaped(&mark.raw);
                self.raw(HELD_TAG.1);
            }
        }
        self.escaped(&text.text[done..]);
    }

    fn escaped(&mut self, text: &str) {
        self.escape(text, |b| matches!(b, b'\t' | b'\n' | b'"'));
    }

    fn quoted(&mut self, text: &str) {
        self.escape(text, |_| false);
    }

    /// Copies text, with references for what means something to XML unless it is `plain` here.
    fn escape(&mut self, text: &str, plain: impl Fn(u8) -> bool) {
        let mut done = 0;
        for (at, b) in text.bytes().enumerate() {
            let reference = match b {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'\r' => "&#13;",
                b'"' | b'\t' | b'\n' if plain(b) => continue,
                b'"' => "&quot;",
                b'\t' => "&#9;",
                b'\n' => "&#10;",
                0..b' ' => "",
                // U+FFFE and U+FFFF, the only others that XML forbids, are three bytes that begin so.
                0xEF if text[at..].starts_with(['\u{FFFE}', '\u{FFFF}']) => "",
                _ => continue,
            };
            self.raw(&text[done..at]);
            self.raw(reference);
            done = at + if b == 0xEF { 3 } else { 1 };
            self.dropped += u64::from(reference.is_empty());
        }
        self.raw(&text[done..]);
    }
}

/// Which tags may stand as they are: those that TMX allows, `<hi>` only with its `</hi>`.
fn standing(text: &Text) -> Vec<bool> {
    let mut stand = vec![false; text.marks.len()];
    let mut open = Vec::new();
    for (i, mark) in text.marks.iter().enumerate() {
        match tag::kind(&mark.raw) {
            Some(Kind::Whole) => stand[i] = true,
            Some(Kind::Open) => open.push(i),
            Some(Kind::Close) => {
                if let Some(opening) = open.pop() {
                    let fits = open.len() < MAX_HI;
                    (stand[opening], stand[i]) = (fits, fits);
                }
            }
            None => {}
        }
    }
    stand
}

/// Whether XML 1.0 has the character at all.
pub(super) fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}

fn is_segtype(value: &str) -> bool {
    matches!(value, "block" | "paragraph" | "sentence" | "phrase")
}
