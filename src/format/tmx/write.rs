//! Writer of TMX 1.4: output is valid by the DTD for any units, and is read back without loss.

use std::{borrow::Cow, io::Write};

use super::{
    ATTRIBUTE_PROP, HELD_TAG, Header, TAG_PROP, date,
    forms::{self, Form},
};
use crate::{
    error::{Error, Result},
    format::units::{Dialect, Level, Outcome, WriteUnits, Writing},
    lang::Lang,
    unit::{Meta, Text, Unit, Variant},
    xml::out::XmlOut,
};

/// Attributes allowed on header, unit and text.
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
/// Empty texts are dropped, and so are units without any other text; [`Written`] counts them. If
/// the header names a source language, each unit without a text in exactly that language names its
/// own source language.
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
    parts: Parts,
    /// Source language as written in the header; `None` for `*all*`.
    source: Option<String>,
    dialect: Dialect,
    level: Level,
    /// The two languages to write, if the tool takes only two.
    pair: Option<(Lang, Lang)>,
    done: Written,
}

/// Counts of written and dropped content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[must_use]
#[non_exhaustive]
pub struct Written {
    /// Number of units written.
    pub units: u64,
    /// Number of control characters dropped because XML cannot represent them.
    pub dropped_characters: u64,
    /// Number of inline tags dropped at level 1.
    pub dropped_tags: u64,
    /// Number of empty texts dropped.
    pub empty_texts: u64,
    /// Number of units dropped because no text was left.
    pub empty_units: u64,
    /// Number of texts dropped because the tool takes only two languages.
    pub other_texts: u64,
    /// Number of language codes shortened for the tool.
    pub short_codes: u64,
    /// Number of units that named a source language in which they have no text.
    pub wrong_sources: u64,
}

impl Written {
    /// Converts the counts to the form that all formats share.
    pub fn outcome(self) -> Outcome {
        let mut outcome = Outcome { units: self.units, ..Outcome::default() };
        outcome.lose("control characters", self.dropped_characters);
        outcome.lose("inline tags", self.dropped_tags);
        outcome.lose("empty texts", self.empty_texts);
        outcome.lose("units without a text", self.empty_units);
        outcome.lose("texts in a third language", self.other_texts);
        outcome.lose("parts of language codes", self.short_codes);
        outcome.lose("source languages of units without a text in them", self.wrong_sources);
        outcome
    }
}

impl<W: Write> TmxWriter<W> {
    /// Creates a writer and writes the header. Missing required attributes of the header get
    /// default values.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn new(out: W, header: &Header) -> Result<Self> {
        Self::begin(out, header, Dialect::Standard, Level::Two, None)
    }

    /// Creates a writer for a tool and a level, and writes the header.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn with(out: W, writing: &Writing) -> Result<Self> {
        let pair = writing.source_lang.clone().zip(writing.target_lang.clone());
        let pair = pair.filter(|_| writing.dialect.is_bilingual());
        Self::begin(out, &Header::of(writing), writing.dialect, writing.level, pair)
    }

    fn begin(
        out: W,
        header: &Header,
        dialect: Dialect,
        level: Level,
        pair: Option<(Lang, Lang)>,
    ) -> Result<Self> {
        let source = header.srclang().and_then(|code| source_code(code, dialect));
        let parts = Parts { dialect, ..Parts::default() };
        let done = Written::default();
        let mut writer = Self { out, parts, source, dialect, level, pair, done };
        let parts = &mut writer.parts;
        parts.xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        parts.xml.raw("<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\">\n  <header");
        let mut meta = header.meta.clone();
        for (name, value) in Header::REQUIRED {
            if meta.attribute(name).is_none() {
                meta.set_attribute(name, value);
            }
        }
        if !is_segtype(meta.attribute("segtype").unwrap_or_default()) {
            meta.set_attribute("segtype", "sentence");
        }
        meta.set_attribute("srclang", writer.source.as_deref().unwrap_or("*all*"));
        if let Some(format) = dialect.o_tmf() {
            meta.set_attribute("o-tmf", format);
        }
        parts.meta(&meta, &OF_HEADER, None, "    ");
        parts.xml.raw("  </header>\n  <body>\n");
        writer.send()?;
        Ok(writer)
    }

    /// Writes a unit, or counts it as dropped if it has no text.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn write(&mut self, unit: &Unit) -> Result<()> {
        let is_left = |variant: &&Variant| !variant.text.is_blank();
        let is_requested = |variant: &&Variant| {
            self.pair.as_ref().is_none_or(|(source, target)| {
                variant.lang.same_language(source) || variant.lang.same_language(target)
            })
        };
        let requested = unit.variants.iter().filter(is_requested).count();
        let left = unit.variants.iter().filter(is_requested).filter(is_left).count();
        if left == 0 {
            self.done.empty_units += 1;
            return Ok(());
        }
        let variants = unit.variants.iter().filter(is_requested).filter(is_left);
        let source = self.source_of(unit, variants.clone());
        self.parts.xml.raw("    <tu");
        let source = source.map_err(|wrong| (self.done.wrong_sources += 1, wrong).1);
        let source = source.unwrap_or_else(|first| first);
        self.parts.meta(&unit.meta, &OF_UNIT, source.as_deref(), "      ");
        let forms = match self.level {
            Level::One => Vec::new(),
            Level::Two => forms::of_unit(variants.clone()),
        };
        for (i, variant) in variants.enumerate() {
            let (code, is_short) = self.code(variant);
            self.done.short_codes += u64::from(is_short);
            if self.level == Level::One {
                self.done.dropped_tags += variant.text.marks.len() as u64;
            }
            self.parts.variant(variant, &code, forms.get(i).map_or(&[], Vec::as_slice));
        }
        self.parts.xml.raw("    </tu>\n");
        self.done.units += 1;
        self.done.empty_texts += (requested - left) as u64;
        self.done.other_texts += (unit.variants.len() - requested) as u64;
        self.send()
    }

    /// Returns the language code to write for a text, and whether it was shortened. A code that
    /// differs from the source language of the header only in case is written as in the header,
    /// because some tools compare codes case-sensitively.
    fn code<'v>(&self, variant: &'v Variant) -> (Cow<'v, str>, bool) {
        let (code, is_short) = self.dialect.code(&variant.lang);
        match &self.source {
            Some(source) if *source != code && source.eq_ignore_ascii_case(&code) => {
                (Cow::Owned(source.clone()), is_short)
            }
            _ => (code, is_short),
        }
    }

    /// Returns the source language that a unit must name, or `None` if that of the header applies.
    /// The `Err` variant has the same content and means that the unit named a source language in
    /// which it has no text.
    fn source_of<'v>(
        &self,
        unit: &Unit,
        variants: impl Iterator<Item = &'v Variant> + Clone,
    ) -> Result<Option<String>, Option<String>> {
        let own = unit.meta.attribute("srclang").map(str::trim).filter(|code| !code.is_empty());
        let among = |expected: &str| {
            let lang = expected.parse::<Lang>().ok();
            let mut codes = variants.clone().map(|v| (self.code(v).0, &v.lang));
            let same = codes.clone().find(|(code, _)| code.eq_ignore_ascii_case(expected));
            let variety = || codes.find(|(_, other)| lang.as_ref().is_some_and(|l| other.is_a(l)));
            same.or_else(variety).map(|(code, _)| code.into_owned())
        };
        match own {
            Some(own) if own.eq_ignore_ascii_case("*all*") => return Ok(Some("*all*".into())),
            Some(own) => {
                if let Some(code) = among(own) {
                    return Ok(Some(code));
                }
            }
            None => {}
        }
        let Some(source) = &self.source else {
            return if own.is_some() { Err(None) } else { Ok(None) };
        };
        // Most units have it, so this saves the search for varieties.
        if variants.clone().any(|v| self.code(v).0 == *source) {
            return if own.is_some() { Err(None) } else { Ok(None) };
        }
        let first = || variants.clone().next().map(|v| self.code(v).0.into_owned());
        let code = among(source).or_else(first);
        if own.is_some() { Err(code) } else { Ok(code) }
    }

    /// Completes the file.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn finish(mut self) -> Result<Written> {
        self.parts.xml.raw("  </body>\n</tmx>\n");
        self.send()?;
        self.out.flush().map_err(Error::cannot_write)?;
        Ok(Written { dropped_characters: self.parts.xml.dropped, ..self.done })
    }

    fn send(&mut self) -> Result<()> {
        self.out.write_all(self.parts.xml.text.as_bytes()).map_err(Error::cannot_write)?;
        self.parts.xml.text.clear();
        Ok(())
    }
}

impl<W: Write> WriteUnits for TmxWriter<W> {
    fn write(&mut self, unit: &Unit) -> Result<()> {
        TmxWriter::write(self, unit)
    }

    fn finish(self: Box<Self>) -> Result<Outcome> {
        Ok(TmxWriter::finish(*self)?.outcome())
    }
}

/// Returns the source language for the header: a code, or `None` for all languages.
fn source_code(code: &str, dialect: Dialect) -> Option<String> {
    let lang: Lang = code.parse().ok()?;
    let (short, is_short) = dialect.code(&lang);
    if is_short {
        return Some(short.into_owned());
    }
    let given = code.trim().replace('_', "-");
    let same = given.eq_ignore_ascii_case(lang.as_str());
    Some(if same { given } else { lang.as_str().to_owned() })
}

/// Builder for the XML of a TMX, one unit at a time.
#[derive(Default)]
struct Parts {
    xml: XmlOut,
    dialect: Dialect,
}

impl Parts {
    /// Writes a text; without forms it is written without its tags.
    fn variant(&mut self, variant: &Variant, code: &str, forms: &[Form]) {
        self.xml.raw("      <tuv");
        self.xml.attribute("xml:lang", code);
        self.meta(&variant.meta, &OF_TEXT, None, "        ");
        for (i, (mark, form)) in variant.text.marks.iter().zip(forms).enumerate() {
            if matches!(form, Form::Unnumbered(_)) {
                self.prop("        ", TAG_PROP, &i.to_string(), &mark.code.to_tmx());
            }
        }
        self.xml.raw("        <seg>");
        if forms.is_empty() {
            self.xml.escaped(&variant.text.text);
        } else {
            self.marked(&variant.text, forms);
        }
        self.xml.raw("</seg>\n      </tuv>\n");
    }

    /// Writes attributes, the end of the tag, notes and properties. For a unit, `source` replaces
    /// its own source language.
    fn meta(&mut self, meta: &Meta, own: &[&str], source: Option<&str>, indent: &str) {
        let is_unit = own.len() == OF_UNIT.len();
        let fits = |i: usize, name: &str, value: &str| {
            (COMMON.contains(&name) || own.contains(&name))
                && (name != "segtype" || is_segtype(value))
                && (name != "usagecount" || value.trim().parse::<f64>().is_ok())
                && (!date::ATTRIBUTES.contains(&name) || date::utc(value).is_some())
                && !meta.attributes[..i].iter().any(|(earlier, _)| earlier == name)
        };
        let is_source = |name: &str| is_unit && name == "srclang";
        let mut has_source = false;
        for (i, (name, value)) in meta.attributes.iter().enumerate() {
            if is_source(name) {
                if let Some(source) = source.filter(|_| !has_source) {
                    self.xml.attribute(name, source);
                    has_source = true;
                }
            } else if fits(i, name, value) {
                let is_date = date::ATTRIBUTES.contains(&name.as_str());
                let date = if is_date { date::utc(value) } else { None };
                self.xml.attribute(name, date.as_deref().unwrap_or(value));
            }
        }
        if let Some(source) = source.filter(|_| !has_source) {
            self.xml.attribute("srclang", source);
        }
        self.xml.raw(">\n");
        // Written first, so that the reader takes them for attributes and not for properties of the
        // same type.
        for (i, (name, value)) in meta.attributes.iter().enumerate() {
            if !is_source(name) && !fits(i, name, value) {
                self.prop(indent, ATTRIBUTE_PROP, name, value);
            }
        }
        for note in &meta.notes {
            self.xml.raw(indent);
            self.xml.raw("<note>");
            self.xml.escaped(note);
            self.xml.raw("</note>\n");
        }
        for prop in &meta.props {
            let kind = self.dialect.prop(&prop.kind);
            self.prop(indent, "", &kind, &prop.value);
        }
    }

    fn prop(&mut self, indent: &str, prefix: &str, kind: &str, value: &str) {
        self.xml.raw(indent);
        self.xml.raw("<prop");
        self.xml.attribute("type", &[prefix, kind].concat());
        self.xml.raw(">");
        self.xml.escaped(value);
        self.xml.raw("</prop>\n");
    }

    /// Writes a text with its tags. Invalid mark positions are corrected, because marks may come
    /// from any caller.
    fn marked(&mut self, text: &Text, forms: &[Form]) {
        let mut done = 0;
        for (mark, form) in text.marks.iter().zip(forms) {
            let mut at = mark.at.min(text.text.len());
            while !text.text.is_char_boundary(at) {
                at -= 1;
            }
            if at > done {
                self.xml.escaped(&text.text[done..at]);
                done = at;
            }
            match form {
                Form::Whole => self.xml.raw(&mark.code.to_tmx()),
                Form::Unnumbered(tag) => self.xml.raw(tag),
                Form::Held => {
                    self.xml.raw(HELD_TAG.0);
                    self.xml.escaped(&mark.code.to_tmx());
                    self.xml.raw(HELD_TAG.1);
                }
            }
        }
        self.xml.escaped(&text.text[done..]);
    }
}

fn is_segtype(value: &str) -> bool {
    matches!(value, "block" | "paragraph" | "sentence" | "phrase")
}
