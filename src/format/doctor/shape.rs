//! Validation of a file's structure against the rules of its format.

use std::{io::Read, sync::atomic::Ordering};

use quick_xml::events::{BytesStart, Event as XmlEvent};

use super::{
    finding::{Ailment, Findings, Refuser, SCHEMAS, STANDARD, VALIDATORS},
    pairs::Codes,
    tables::{Rule, Rules},
};
use crate::{
    error::{ErrorKind, Result},
    event::{Event, Report},
    format::{source::Source, tmx::date},
    lang::Lang,
    xml::{
        Xml,
        input::{Sort, Tolerance},
    },
};

/// Results of the validation.
pub(super) struct Shape {
    pub(super) version: String,
    pub(super) units: u64,
}

/// Validates a file against the rules of its format. Malformed XML in a TMX is not reported here,
/// because the reader of units reports it.
pub(super) fn check(
    source: Source,
    rules: &'static Rules,
    findings: &mut Findings,
    report: &mut Report<'_>,
) -> Result<Shape> {
    let (origin, size, done) = (source.origin().to_owned(), source.size(), source.progress());
    report(Event::Begin { task: format!("checking {origin}"), total: size });
    let tolerance = if rules.is_closed { Tolerance::Salvage } else { Tolerance::Tolerant };
    let sort = match rules.format {
        "tmx" => Sort::TMX,
        "srx" => Sort { name: "SRX", part: "rule" },
        "tbx" => Sort { name: "TBX", part: "entry" },
        _ => Sort { name: "XLIFF", part: "unit" },
    };
    let mut shape = Shape { version: String::new(), units: 0 };
    let mut xml = match Xml::open_with(source.into_reader(), &origin, sort, tolerance) {
        Ok(xml) => xml,
        Err(e) if e.kind == ErrorKind::Io => return Err(e),
        Err(e) => {
            if !rules.is_closed {
                findings.add(Ailment::fatal(&e, false));
            }
            return Ok(shape);
        }
    };
    let mut state = State {
        rules,
        findings,
        open: Vec::new(),
        version: String::new(),
        source: String::new(),
        units: 0,
        unit: None,
        number: None,
        is_done: true,
    };
    let mut buffer = Vec::new();
    let mut steps = 0_u64;
    loop {
        steps += 1;
        if steps.is_multiple_of(10_000) {
            report(Event::Advance(done.load(Ordering::Relaxed)));
        }
        match state.step(&mut xml, &mut buffer) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) if e.kind == ErrorKind::Io => return Err(e),
            Err(_) if rules.is_closed && !xml.is_hopeless.get() => {
                let has_begun = state.unit.is_some() || xml.begins_unit();
                state.units += u64::from(has_begun);
                state.unit = None;
                state.open.truncate(2);
                if !xml.resync(has_begun)?.1 {
                    break;
                }
                xml.is_cut = false;
            }
            Err(e) => {
                if !rules.is_closed {
                    state.findings.add(Ailment::fatal(&e, xml.is_cut));
                }
                break;
            }
        }
    }
    report(Event::End);
    (shape.version, shape.units) = (state.version, state.units);
    Ok(shape)
}

/// An open element.
struct Open {
    name: String,
    /// Its rule; elements without a rule are entered but not checked.
    rule: Option<&'static Rule>,
    /// Index of the current group of children.
    group: usize,
    /// Bit set of the required children seen so far.
    had: u32,
    /// Children of which there may be one only, seen so far.
    once: Vec<&'static str>,
    line: u64,
}

/// An open unit of a TMX.
#[derive(Default)]
struct OpenUnit {
    /// Source language that the unit names itself.
    source: Option<String>,
    langs: Vec<String>,
    codes: Codes,
    line: u64,
}

struct State<'f> {
    rules: &'static Rules,
    findings: &'f mut Findings,
    open: Vec<Open>,
    version: String,
    /// Source language of the header.
    source: String,
    units: u64,
    unit: Option<OpenUnit>,
    /// Number of the open unit of a format other than TMX.
    number: Option<u64>,
    /// True at the end of a part, after which the size limits of the XML reader start again.
    is_done: bool,
}

impl State<'_> {
    /// Processes one event. Returns false at the end of the file.
    fn step<R: Read>(&mut self, xml: &mut Xml<R>, buffer: &mut Vec<u8>) -> Result<bool> {
        if std::mem::take(&mut self.is_done) {
            xml.renew();
        }
        let event = xml.read(buffer)?;
        match event {
            XmlEvent::Start(tag) => self.start(xml, &tag)?,
            XmlEvent::End(_) => self.end(),
            XmlEvent::Eof => return Ok(false),
            XmlEvent::Text(text) if !self.rules.is_closed => {
                // Only to detect oddities in it.
                xml.push_text(&text, &mut String::new());
            }
            XmlEvent::GeneralRef(name) if !self.rules.is_closed => {
                xml.push_reference(&name, &mut String::new())?;
            }
            _ => {}
        }
        if xml.has_odd() {
            for (oddity, line, message) in xml.take_odd() {
                if !self.rules.is_closed {
                    self.findings.add(Ailment::odd(oddity, line, self.number, message));
                }
            }
        }
        Ok(true)
    }

    fn start<R: Read>(&mut self, xml: &Xml<R>, tag: &BytesStart<'_>) -> Result<()> {
        let local = tag.local_name().as_ref().to_owned();
        let small = local.to_ascii_lowercase();
        let name = if self.rules.is_closed { &small } else { &local };
        let rule = self.rules.elements.iter().find(|rule| rule.name == name);
        if self.rules.is_closed && name == "tu" {
            if self.unit.is_some() {
                // The reader of units reports the same and continues there too.
                return Err(xml.fail("a unit begins inside another", "a </tu> is missing"));
            }
            if self.open.iter().all(|open| open.rule.is_some()) {
                self.unit = Some(OpenUnit { line: xml.line, ..OpenUnit::default() });
            }
        } else if !self.rules.is_closed && self.rules.units.contains(&name.as_str()) {
            self.units += 1;
            self.number = Some(self.units);
        }
        self.place(xml.line, tag.name().0, name, rule);
        self.repeated(xml.line, name);
        self.attributes(xml, tag, name, rule)?;
        if self.rules.is_closed {
            self.code(xml, tag, name)?;
        }
        let name = name.clone();
        self.open.push(Open { name, rule, group: 0, had: 0, once: Vec::new(), line: xml.line });
        Ok(())
    }

    /// Checks whether the element is allowed in its place.
    fn place(&mut self, line: u64, written: &str, name: &str, rule: Option<&'static Rule>) {
        let Some(parent) = self.open.last_mut() else { return };
        let Some(of_parent) = parent.rule else { return };
        for (i, needed) in of_parent.needs.iter().enumerate() {
            if needed.contains(&name) {
                parent.had |= 1 << i;
            }
        }
        if !self.rules.is_closed {
            return;
        }
        let parent_name = parent.name.clone();
        match of_parent.children.iter().position(|group| group.contains(&name)) {
            Some(group) if group < parent.group => {
                let message = format!("<{written}> comes too late in <{parent_name}>");
                self.report("wrong-order", name, line, message, SCHEMAS, "moved to its place");
            }
            Some(group) => parent.group = group,
            // Outside segments the reader of units reports it.
            None if of_parent.is_text && !matches!(of_parent.name, "note" | "prop") => {
                let message = format!("<{written}> is not allowed in <{parent_name}>");
                let mend = "wrapped in a <ph>, so that nothing is lost";
                self.report("misplaced-tag", name, line, message, SCHEMAS, mend);
            }
            None => {}
        }
        if rule.is_some() && written != name && written.contains(':') {
            let message = format!("the DTD allows no names with a prefix, such as <{written}>");
            self.report("prefixed-name", "", line, message, SCHEMAS, "written without the prefix");
        }
    }

    /// Reports a second element where there may be one only.
    fn repeated(&mut self, line: u64, name: &str) {
        const ONCE: [(&str, &str); 3] = [("tmx", "header"), ("tmx", "body"), ("tuv", "seg")];
        let Some(parent) = self.open.last_mut().filter(|_| self.rules.is_closed) else { return };
        let Some((_, once)) = ONCE.iter().find(|(of, once)| *of == parent.name && *once == name)
        else {
            return;
        };
        if !parent.once.contains(once) {
            return parent.once.push(once);
        }
        let message = format!("a second <{name}> in <{}>", parent.name);
        let mend = if name == "body" { "its units are put into the first" } else { "left out" };
        self.report("repeated-element", name, line, message, SCHEMAS, mend);
    }

    /// Takes note of the codes of a segment.
    fn code<R: Read>(&mut self, xml: &Xml<R>, tag: &BytesStart<'_>, name: &str) -> Result<()> {
        let Some(unit) = &mut self.unit else { return Ok(()) };
        if name == "seg" {
            unit.codes.begin_text();
        } else {
            let (mut i, mut x) = (None, None);
            for attribute in xml.attributes(tag) {
                match attribute? {
                    ("i", value) => i = Some(value.into_owned()),
                    ("x", value) => x = Some(value.into_owned()),
                    _ => {}
                }
            }
            unit.codes.add(name, i, x);
        }
        Ok(())
    }

    fn attributes<R: Read>(
        &mut self,
        xml: &Xml<R>,
        tag: &BytesStart<'_>,
        name: &str,
        rule: Option<&'static Rule>,
    ) -> Result<()> {
        let mut missing: Vec<&str> = rule.map_or(Vec::new(), |rule| rule.required.to_vec());
        for attribute in xml.attributes(tag) {
            let (key, value) = attribute?;
            missing.retain(|required| *required != key);
            let Some(rule) = rule else { continue };
            if self.open.is_empty() && key == "version" {
                self.version = value.chars().take(20).collect();
            }
            if !self.rules.is_closed {
                continue;
            }
            if !rule.required.contains(&key) && !rule.allowed.contains(&key) {
                let message = format!("<{name}> may not have the attribute {}", short(key));
                let mend = match name {
                    "tu" | "tuv" | "header" => "kept as a property",
                    "tmx" | "body" | "seg" | "note" | "prop" | "ude" | "map" => "left out",
                    _ => "the tag is wrapped in a <ph>",
                };
                self.report(
                    "unknown-attribute",
                    &format!("{name} {}", short(key)),
                    xml.line,
                    message,
                    SCHEMAS,
                    mend,
                );
            }
            self.value(xml.line, name, key, &value);
        }
        for key in missing {
            // Reported by the reader of units.
            let is_reported = self.rules.is_closed
                && matches!(
                    (name, key),
                    ("tmx", "version") | ("header", "srclang") | ("tuv", "xml:lang")
                );
            if !is_reported {
                let message = format!("<{name}> lacks the required attribute {key}");
                let detail = format!("{name} {key}");
                let (who, mend) = if self.rules.is_closed {
                    (SCHEMAS, mend_of_missing(name))
                } else {
                    (STANDARD, "by hand")
                };
                self.report("missing-attribute", &detail, xml.line, message, who, mend);
            }
        }
        Ok(())
    }

    /// Checks the value of a TMX attribute.
    fn value(&mut self, line: u64, element: &str, key: &str, value: &str) {
        let is_bad = match (element, key) {
            ("tmx", "version") => matches!(value.trim(), "1.4a" | "1.4b"),
            (_, "segtype") => !matches!(value, "block" | "paragraph" | "sentence" | "phrase"),
            ("it", "pos") => !matches!(value, "begin" | "end"),
            (_, "usagecount") => value.trim().parse::<f64>().is_err(),
            _ => false,
        };
        if is_bad {
            let message =
                format!("{key} of <{element}> is '{}', which is not allowed", short(value));
            let mend = if key == "version" { "1.4 is written" } else { "kept in another form" };
            let who = if key == "usagecount" { VALIDATORS } else { SCHEMAS };
            self.report("bad-value", &format!("{element} {key}"), line, message, who, mend);
        }
        if date::ATTRIBUTES.contains(&key)
            && !matches!(date::utc(value), Some(std::borrow::Cow::Borrowed(_)))
        {
            let (what, mend) = match date::utc(value) {
                Some(_) => ("is not in the form 20260219T083000Z", "converted to that form"),
                None => ("is not a valid date", "kept as a property"),
            };
            let message = format!("{key} {what}: '{}'", short(value));
            self.report("date-form", key, line, message, STANDARD, mend);
        }
        match (element, key, &mut self.unit) {
            ("header", "srclang", _) => self.source = value.trim().to_owned(),
            ("tu", "srclang", Some(unit)) => unit.source = Some(value.trim().to_owned()),
            ("tuv", "xml:lang" | "lang", Some(unit)) if unit.langs.len() < 100 => {
                unit.langs.push(value.trim().to_owned());
            }
            _ => {}
        }
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.is_done = if self.rules.is_closed { open.name == "tu" } else { open.rule.is_some() };
        if let Some(rule) = open.rule {
            for (i, needed) in rule.needs.iter().enumerate() {
                if open.had & (1 << i) == 0 {
                    let message =
                        format!("<{}> contains no <{}>", open.name, needed.join("> or <"));
                    let (who, mend) = if self.rules.is_closed {
                        let has_text = open.name == "tuv";
                        (SCHEMAS, if has_text { "what text it has gets one" } else { "left out" })
                    } else {
                        (STANDARD, "by hand")
                    };
                    let detail = format!("{} {}", open.name, needed.join(" "));
                    self.report("missing-element", &detail, open.line, message, who, mend);
                }
            }
        }
        if self.rules.is_closed
            && open.name == "seg"
            && let Some(fault) = self.unit.as_ref().and_then(|unit| unit.codes.unpaired())
        {
            let mend = "tags without their other half are wrapped in a <ph>";
            self.report("unpaired-tag", "", open.line, fault, VALIDATORS, mend);
        }
        if self.rules.is_closed
            && open.name == "tu"
            && let Some(unit) = self.unit.take()
        {
            self.numbers_of(&unit);
            self.source_of(&unit);
            self.units += 1;
        }
    }

    /// Checks that the texts of a unit have codes with the same numbers.
    fn numbers_of(&mut self, unit: &OpenUnit) {
        if let Some(fault) = unit.codes.mismatched() {
            self.unit = Some(OpenUnit::default());
            let mend = "written without the number, and with it in a property";
            self.report("unmatched-number", "", unit.line, fault, VALIDATORS, mend);
            self.unit = None;
        }
    }

    /// Checks that a unit has a text in exactly its source language.
    fn source_of(&mut self, unit: &OpenUnit) {
        let source = unit.source.as_ref().unwrap_or(&self.source).clone();
        let is_all = source.is_empty() || source.eq_ignore_ascii_case("*all*");
        if is_all || unit.langs.is_empty() || unit.langs.contains(&source) {
            return;
        }
        let who = &[Refuser::SourceLanguage];
        self.unit = Some(OpenUnit::default());
        if let Some(other) = unit.langs.iter().find(|lang| lang.eq_ignore_ascii_case(&source)) {
            let message =
                format!("the source language is written {source}, that of the text {other}");
            self.report("source-case", "", unit.line, message, who, "written the same way");
        } else {
            let lang = source.parse::<Lang>().ok();
            let is_variety = |code: &String| {
                let code = code.parse::<Lang>().ok();
                code.zip(lang.as_ref()).is_some_and(|(code, lang)| code.same_language(lang))
            };
            let near = unit.langs.iter().find(|code| is_variety(code));
            let message = match near {
                Some(near) => format!(
                    "no text in {}, the source language, only in {}",
                    short(&source),
                    short(near)
                ),
                None => format!("no text in {}, the source language", short(&source)),
            };
            self.report(
                "source-language",
                "",
                unit.line,
                message,
                who,
                "the unit gets its own source language",
            );
        }
        self.unit = None;
    }

    fn report(
        &mut self,
        code: &str,
        detail: &str,
        line: u64,
        message: String,
        refused_by: &[Refuser],
        mend: &str,
    ) {
        let unit = self.unit.as_ref().map(|_| self.units + 1).or(self.number);
        self.findings.add_as(
            detail,
            Ailment {
                code: code.into(),
                line: Some(line),
                unit,
                message,
                refused_by: refused_by.to_vec(),
                mend: mend.into(),
            },
        );
    }
}

/// Returns the repair of an element that lacks an attribute.
fn mend_of_missing(name: &str) -> &'static str {
    match name {
        "header" | "prop" => "filled in",
        "ude" | "map" => "left out",
        _ => "the tag is wrapped in a <ph>",
    }
}

/// Shortens a text to the size of a message.
fn short(text: &str) -> String {
    let mut short: String = text.chars().take(40).filter(|c| !c.is_control()).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}
