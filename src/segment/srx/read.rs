//! The SRX reader: structure and patterns of a file, with its defects as warnings with lines.

use std::{collections::BTreeSet, io::Read};

use quick_xml::events::{BytesStart, Event};
use regex_automata::{Anchored, Input, meta};
use regex_syntax::hir::{Hir, Look};

use super::{Dialect, LanguageMap, Rule, RuleList, Srx, Warning, pattern};
use crate::{
    error::{Error, Place, Result},
    xml::{Xml, input::Sort},
};

const SRX: Sort = Sort { name: "SRX", part: "rule" };
/// Maximum number of rules; the largest files in use have three thousand.
const MAX_RULES: usize = 100_000;
/// Maximum length in bytes of a pattern; the longest in use have two thousand.
const MAX_PATTERN: usize = 64 * 1024;
/// Maximum number of warnings kept one by one.
const MAX_WARNINGS: usize = 1000;

impl Srx {
    /// Reads a file of segmentation rules; `origin` is its name in messages.
    ///
    /// A damaged file is an error. Rules that cannot run and parts without meaning are reported in
    /// [`Srx::warnings`].
    pub fn read(input: impl Read, origin: &str) -> Result<Self> {
        let mut reader = Reader {
            xml: Xml::open(input, origin, SRX)?,
            srx: Srx { origin: origin.to_owned(), ..Srx::default() },
            foreign: BTreeSet::new(),
            map_rules: 0,
            suppressed: 0,
        };
        let mut buffer = Vec::new();
        reader.root(&mut buffer)?;
        reader.content(&mut buffer)?;
        reader.finish()
    }
}

struct Reader<R> {
    xml: Xml<R>,
    srx: Srx,
    /// Names of elements that do not belong to SRX.
    foreign: BTreeSet<String>,
    /// The number of sets of maps: SRX 1.0 allows several.
    map_rules: usize,
    suppressed: usize,
}

impl<R: Read> Reader<R> {
    fn root(&mut self, buffer: &mut Vec<u8>) -> Result<()> {
        loop {
            match self.xml.read(buffer)? {
                Event::Start(root) if root.local_name().as_ref() == "srx" => {
                    self.srx.header.version = self.attribute(&root, "version")?.unwrap_or_default();
                    return Ok(());
                }
                Event::Start(root) => {
                    let message = format!("this is XML but not SRX: it holds <{}>", root.name().0);
                    return Err(self.xml.fail(message, "expected an SRX file"));
                }
                Event::Eof => {
                    return Err(self
                        .xml
                        .fail("the file contains no element", "expected an SRX file"));
                }
                Event::Text(text) if !text.trim().is_empty() => {
                    let message = "this is not XML: text without any element";
                    return Err(self.xml.fail(message, "expected an SRX file"));
                }
                _ => {}
            }
        }
    }

    /// Reads the content of the root. Elements are recognised by name wherever they are, so that a
    /// slightly malformed file is read as its author meant it.
    fn content(&mut self, buffer: &mut Vec<u8>) -> Result<()> {
        loop {
            self.xml.renew();
            let tag = match self.xml.read(buffer)? {
                Event::Start(tag) => tag,
                Event::Eof => return Ok(()),
                other => {
                    self.expect_blank(&other)?;
                    continue;
                }
            };
            match tag.local_name().as_ref() {
                "srx" => {
                    return Err(self.xml.fail(
                        "another file begins inside the first",
                        "several files were joined into one; pass them separately",
                    ));
                }
                "header" => self.header(&tag)?,
                "formathandle" => self.format_handle(&tag)?,
                "languagerule" => self.list(&tag)?,
                "rule" => {
                    let tag = tag.into_owned();
                    self.rule(&tag, buffer)?;
                }
                "maprule" => self.map_rule(&tag)?,
                "languagemap" => self.map(&tag)?,
                "body" | "languagerules" | "maprules" => {}
                _ => {
                    let name = tag.name().0.to_owned();
                    self.skip(name, buffer)?;
                }
            }
        }
    }

    fn header(&mut self, tag: &BytesStart<'_>) -> Result<()> {
        let cascade = self.attribute(tag, "cascade")?;
        self.srx.header.cascade = self.yes(cascade.as_deref(), "cascade", false);
        let flows = self.attribute(tag, "segmentsubflows")?;
        self.srx.header.segment_subflows = self.yes(flows.as_deref(), "segmentsubflows", true);
        Ok(())
    }

    fn format_handle(&mut self, tag: &BytesStart<'_>) -> Result<()> {
        let kind = self.attribute(tag, "type")?.unwrap_or_default();
        let include = self.attribute(tag, "include")?;
        let include = self.yes(include.as_deref(), "include", kind == "end");
        self.srx.header.format_handles.push((kind, include));
        Ok(())
    }

    fn list(&mut self, tag: &BytesStart<'_>) -> Result<()> {
        let Some(name) = self.attribute(tag, "languagerulename")? else {
            return Err(self.xml.fail(
                "a <languagerule> without a languagerulename",
                "give it the name that the <languagemap> elements refer to",
            ));
        };
        if self.srx.lists.iter().any(|list| list.name == name) {
            let message = format!("a second <languagerule> is named '{name}'; it never runs");
            self.warn(message, Some("give it another name, or move its rules into the first"));
        }
        self.srx.lists.push(RuleList { name, rules: Vec::new() });
        Ok(())
    }

    fn map_rule(&mut self, tag: &BytesStart<'_>) -> Result<()> {
        self.map_rules += 1;
        if self.map_rules == 2 {
            let name = self.attribute(tag, "maprulename")?.unwrap_or_default();
            let message = format!("only the first <maprule> is used; '{name}' is ignored");
            self.warn(message, Some("SRX 2.0 has no <maprule>; move the maps into the first"));
        }
        Ok(())
    }

    fn map(&mut self, tag: &BytesStart<'_>) -> Result<()> {
        if self.map_rules > 1 {
            return Ok(());
        }
        let pattern = self.attribute(tag, "languagepattern")?;
        let list = self.attribute(tag, "languagerulename")?;
        let (Some(pattern), Some(list)) = (pattern, list) else {
            return Err(self.xml.fail(
                "a <languagemap> without languagepattern or languagerulename",
                "write it like <languagemap languagepattern=\"AR.*\" languagerulename=\"Arabic\"/>",
            ));
        };
        let line = self.xml.place().line.unwrap_or(0);
        self.srx.maps.push(LanguageMap { pattern, list, line });
        if self.srx.maps.len() > MAX_RULES {
            return Err(self.too_many("language maps"));
        }
        Ok(())
    }

    fn rule(&mut self, tag: &BytesStart<'_>, buffer: &mut Vec<u8>) -> Result<()> {
        let place = self.xml.place();
        let breaks = self.attribute(tag, "break")?;
        let breaks = self.yes(breaks.as_deref(), "break", true);
        let mut rule = Rule { breaks, line: place.line.unwrap_or(0), ..Rule::default() };
        let mut fault = None;
        loop {
            match self.xml.read(buffer)? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "beforebreak" => rule.before = self.pattern(buffer, &mut fault)?,
                    "afterbreak" => rule.after = self.pattern(buffer, &mut fault)?,
                    _ => {
                        let name = tag.name().0.to_owned();
                        self.skip(name, buffer)?;
                    }
                },
                Event::End(_) => break,
                other => self.expect_blank(&other)?,
            }
        }
        if let Some((place, fault)) = fault {
            rule.fault = Some(fault.message.clone());
            let message = format!("a rule cannot run: {}", fault.message);
            self.warn_at(place, message, Some(&fault.hint));
        } else if rule.before.is_empty() && rule.after.is_empty() && rule.breaks {
            let hint = "give it a <beforebreak> or an <afterbreak>, or remove it";
            let message = "a rule that breaks everywhere: both of its patterns are empty";
            self.warn_at(place, message.into(), Some(hint));
        }
        self.xml.units += 1;
        if self.xml.units > MAX_RULES as u64 {
            return Err(self.too_many("rules"));
        }
        match self.srx.lists.last_mut() {
            Some(list) => list.rules.push(rule),
            None => {
                return Err(self.xml.fail(
                    "a <rule> outside any <languagerule>",
                    "put it between <languagerule languagerulename=\"…\"> and </languagerule>",
                ));
            }
        }
        Ok(())
    }

    /// Reads a pattern, in which every character counts, and checks that it can be parsed.
    fn pattern(
        &mut self,
        buffer: &mut Vec<u8>,
        fault: &mut Option<(Place, pattern::Fault)>,
    ) -> Result<String> {
        let place = self.xml.place();
        let mut text = String::new();
        loop {
            match self.xml.read(buffer)? {
                Event::Text(piece) => text.push_str(&piece.xml10_content()),
                Event::CData(piece) => text.push_str(&piece.xml10_content()),
                Event::GeneralRef(reference) => text.push(self.xml.resolve(&reference)?),
                Event::Start(tag) => {
                    let name = tag.name().0.to_owned();
                    self.skip(name, buffer)?;
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        let read = if text.len() > MAX_PATTERN {
            Err(pattern::Fault {
                message: format!("a pattern longer than {} KiB", MAX_PATTERN / 1024),
                hint: "split it into several rules".into(),
            })
        } else {
            pattern::parse(&text, Dialect::default()).map(|_| ())
        };
        if let Err(e) = read {
            fault.get_or_insert((place, e));
        }
        Ok(text)
    }

    /// Skips an element with its content.
    fn skip(&mut self, name: String, buffer: &mut Vec<u8>) -> Result<()> {
        if self.foreign.len() < MAX_WARNINGS {
            self.foreign.insert(name);
        }
        let depth = self.xml.depth();
        while self.xml.depth() >= depth {
            self.xml.read(buffer)?;
        }
        Ok(())
    }

    fn expect_blank(&mut self, event: &Event<'_>) -> Result<()> {
        let is_blank = match event {
            Event::Text(text) => text.trim().is_empty(),
            Event::CData(text) => text.trim().is_empty(),
            Event::GeneralRef(reference) => self.xml.resolve(reference)?.is_whitespace(),
            _ => true,
        };
        if !is_blank {
            self.warn("text outside a pattern; ignored", None);
        }
        Ok(())
    }

    fn attribute(&self, tag: &BytesStart<'_>, expected: &str) -> Result<Option<String>> {
        let mut found = None;
        for attribute in self.xml.attributes(tag) {
            let (name, value) = attribute?;
            if name.rsplit(':').next() == Some(expected) {
                found = Some(value.into_owned());
            }
        }
        Ok(found)
    }

    fn yes(&mut self, value: Option<&str>, name: &str, otherwise: bool) -> bool {
        match value.map(str::trim) {
            Some("yes") => true,
            Some("no") => false,
            None => otherwise,
            Some(other) => {
                let taken = if otherwise { "yes" } else { "no" };
                let message = format!("{name}=\"{other}\" is neither yes nor no; taken as {taken}");
                self.warn(message, None);
                otherwise
            }
        }
    }

    fn warn(&mut self, message: impl Into<String>, hint: Option<&str>) {
        self.warn_at(self.xml.place(), message.into(), hint);
    }

    fn warn_at(&mut self, place: Place, message: String, hint: Option<&str>) {
        if self.srx.warnings.len() < MAX_WARNINGS {
            let hint = hint.map(str::to_owned);
            self.srx.warnings.push(Warning { place, message, hint });
        } else {
            self.suppressed += 1;
        }
    }

    fn too_many(&self, what: &str) -> Error {
        self.xml.fail(
            format!("more than {MAX_RULES} {what}"),
            "no tool needs so many; the file is damaged or malicious",
        )
    }

    /// Adds the warnings that require the whole file.
    fn finish(mut self) -> Result<Srx> {
        let whole = Place::file(&self.srx.origin);
        if !matches!(self.srx.header.version.as_str(), "1.0" | "2.0") {
            let message = format!("unknown version '{}'; read as SRX 2.0", self.srx.header.version);
            self.warn_at(whole.clone(), message, None);
        }
        if !self.foreign.is_empty() {
            let names: Vec<&str> = self.foreign.iter().map(String::as_str).collect();
            let message = format!("elements that are not SRX, skipped: {}", super::some(&names));
            self.warn_at(whole.clone(), message, None);
        }
        if self.srx.maps.is_empty() {
            self.warn_at(
                whole.clone(),
                "there is no language map, so no rule applies to any language".into(),
                Some("add <maprules> with a <languagemap> for each language"),
            );
        }
        for map in std::mem::take(&mut self.srx.maps) {
            let place = Place::line(&self.srx.origin, map.line);
            if !self.srx.lists.iter().any(|list| list.name == map.list) {
                let message =
                    format!("a map refers to the rules '{}', which do not exist", map.list);
                self.warn_at(
                    place.clone(),
                    message,
                    Some("check the spelling; names are case-sensitive"),
                );
            }
            if let Err(fault) = language(&map.pattern) {
                let message = format!("a map cannot be used: {}", fault.message);
                self.warn_at(place, message, Some(&fault.hint));
            }
            self.srx.maps.push(map);
        }
        if self.suppressed > 0 {
            let message =
                format!("{} like these", crate::text::counted(self.suppressed, "more warning"));
            self.srx.warnings.push(Warning { place: whole, message, hint: None });
        }
        Ok(self.srx)
    }
}

/// Compiles a pattern for whole language codes, ignoring case.
fn language(pattern: &str) -> Result<meta::Regex, pattern::Fault> {
    let fault = |message: &str| pattern::Fault {
        message: message.to_owned(),
        hint: "write it like AR.* or (en|EN).*".into(),
    };
    let node = pattern::parse(&format!("(?i){pattern}"), Dialect::default())?;
    let hir = pattern::plain(&node).ok_or_else(|| fault("look-around in a language pattern"))?;
    let whole = Hir::concat(vec![Hir::look(Look::Start), hir, Hir::look(Look::End)]);
    meta::Regex::builder()
        .configure(meta::Config::new().nfa_size_limit(Some(1 << 20)))
        .build_from_hir(&whole)
        .map_err(|_| fault("a language pattern that is too large"))
}

/// Returns true if a map's pattern matches the whole language code. A hyphen in the code may be an
/// underscore in the pattern: both are in use.
pub(super) fn matches_language(pattern: &str, code: &str) -> bool {
    let Ok(regex) = language(pattern) else { return false };
    let is_match = |code: &str| regex.is_match(Input::new(code).anchored(Anchored::Yes));
    is_match(code) || is_match(&code.replace('-', "_")) || is_match(&code.replace('_', "-"))
}
