//! Writer of XLIFF 1.2 and 2.1: output is valid by the schemas for any units, and is read back
//! without loss.

use std::io::Write;

use jiff::Timestamp;

use super::{
    ATTRIBUTE, GROUPS, KEPT, LANG, OURS, PROP, Version,
    content::{self, Data},
    state::{State, is_own},
    unit1::encoded,
};
use crate::{
    error::{Error, ErrorKind, Result, Setting},
    format::units::{Outcome, WriteUnits, Writing},
    lang::Lang,
    unit::{Mark, Meta, Text, Unit, Variant},
    xml::out::XmlOut,
};

/// Creates a writer and writes the beginning of the file.
pub(super) fn begin<'w>(
    out: &'w mut dyn Write,
    writing: &Writing,
    version: Version,
) -> Result<Box<dyn WriteUnits + 'w>> {
    let source = writing.source_lang.clone().ok_or_else(|| {
        Error::new(ErrorKind::Usage, "XLIFF needs to know the language of sources")
            .hint("say which language it is")
            .settings(Setting::SourceLang)
    })?;
    let mut writer = XliffWriter {
        out,
        xml: XmlOut::default(),
        version,
        source: source.clone(),
        target: writing.target_lang.clone(),
        created: writing.created,
        outcome: Outcome::default(),
        document: None,
        langs: (source, writing.target_lang.clone()),
        files: 0,
    };
    writer.root();
    writer.send()?;
    Ok(Box::new(writer))
}

struct XliffWriter<'w> {
    out: &'w mut dyn Write,
    xml: XmlOut,
    version: Version,
    source: Lang,
    target: Option<Lang>,
    created: Timestamp,
    outcome: Outcome,
    /// Document of the open `file`.
    document: Option<String>,
    /// Languages of the open `file`. In XLIFF 2 all files have the same.
    langs: (Lang, Option<Lang>),
    files: u64,
}

impl XliffWriter<'_> {
    fn root(&mut self) {
        let xml = &mut self.xml;
        xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        if self.version == Version::One {
            xml.raw("<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n");
            return;
        }
        xml.raw("<xliff version=\"2.1\" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" ");
        xml.raw("xmlns:mda=\"urn:oasis:names:tc:xliff:metadata:2.0\"");
        xml.attribute("srcLang", self.source.as_str());
        if let Some(target) = &self.target {
            xml.attribute("trgLang", target.as_str());
        }
        xml.raw(">\n");
    }

    /// Begins a new `file` if the unit belongs to another document than the one before, or in XLIFF
    /// 1.2 has other varieties of the languages, which all texts of a `file` share.
    fn turn_to(&mut self, document: Option<&str>, source: Option<&Lang>, target: Option<&Lang>) {
        let is_other = |old: &Lang, new: Option<&Lang>| {
            self.version == Version::One && new.is_some_and(|new| new != old)
        };
        let (old_source, old_target) = &self.langs;
        let is_same = !is_other(old_source, source)
            && !old_target.as_ref().is_some_and(|old| is_other(old, target));
        if self.files > 0 && self.document.as_deref() == document && is_same {
            return;
        }
        if self.version == Version::One {
            self.langs =
                (source.unwrap_or(&self.source).clone(), target.or(self.target.as_ref()).cloned());
        }
        if self.files > 0 {
            self.end_file();
        }
        self.files += 1;
        self.document = document.map(str::to_owned);
        let xml = &mut self.xml;
        xml.open(2, "file");
        if self.version == Version::Two {
            xml.attribute("id", &format!("f{}", self.files));
            if let Some(document) = document {
                xml.attribute("original", document);
            }
            xml.raw(" xml:space=\"preserve\">\n    <mda:metadata>\n");
            xml.raw("      <mda:metaGroup category=\"muwazi\">\n");
            let version = [("type", "version")];
            xml.element(8, "mda:meta", &version, env!("CARGO_PKG_VERSION"));
            xml.raw("      </mda:metaGroup>\n    </mda:metadata>\n");
            return;
        }
        xml.attribute("original", document.unwrap_or(OURS));
        xml.attribute("source-language", self.langs.0.as_str());
        if let Some(target) = &self.langs.1 {
            xml.attribute("target-language", target.as_str());
        }
        xml.raw(" datatype=\"plaintext\" tool-id=\"muwazi\"");
        xml.attribute("date", &self.created.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        xml.raw(">\n    <header>\n      <tool tool-id=\"muwazi\" tool-name=\"muwazi\"");
        xml.attribute("tool-version", env!("CARGO_PKG_VERSION"));
        xml.raw("/>\n    </header>\n    <body>\n");
    }

    fn end_file(&mut self) {
        if self.version == Version::One {
            self.xml.close(4, "body");
        }
        self.xml.close(2, "file");
    }

    fn unit_1(&mut self, unit: &Unit, source: &Variant, target: Option<&Variant>) {
        let state = target.map(|_| State::of(unit, Version::One));
        self.xml.open(6, "trans-unit");
        self.xml.attribute("id", &self.outcome.units.to_string());
        if let Some(name) = name_of(unit) {
            self.xml.attribute("resname", name);
        }
        if let Some(approved) = state.as_ref().and_then(|s| s.approved) {
            self.xml.attribute("approved", approved);
        }
        self.xml.raw(" xml:space=\"preserve\">\n");
        self.texts(source, target, state.as_ref(), &mut Data::default());
        let metas = metas(unit, source, target);
        for (meta, annotates) in metas.iter().zip(["general", "source", "target"]) {
            for note in &meta.notes {
                let about = [("annotates", annotates)];
                self.xml.element(8, "note", &about[usize::from(annotates == "general")..], note);
            }
        }
        for (meta, group) in metas.iter().zip(GROUPS) {
            self.contexts(meta, group);
        }
        self.xml.close(6, "trans-unit");
    }

    fn contexts(&mut self, meta: &Meta, group: &str) {
        if meta.attributes.is_empty() && meta.props.is_empty() {
            return;
        }
        self.xml.open(8, "context-group");
        // Not in its `name`, which must be unique in a file.
        self.xml.attribute("purpose", &format!("x-{group}"));
        self.xml.raw(">\n");
        for (name, value) in &meta.attributes {
            let kind = format!("{ATTRIBUTE}{}", encoded(name));
            self.xml.element(10, "context", &[("context-type", &kind)], value);
        }
        for prop in &meta.props {
            let is_plain = is_own(&prop.kind) && !prop.kind.starts_with("x-muwazi-");
            let kind = match is_plain {
                true => prop.kind.clone(),
                false => format!("{PROP}{}", encoded(&prop.kind)),
            };
            self.xml.element(10, "context", &[("context-type", &kind)], &prop.value);
        }
        self.xml.close(8, "context-group");
    }

    fn unit_2(&mut self, unit: &Unit, source: &Variant, target: Option<&Variant>) {
        self.xml.open(4, "unit");
        self.xml.attribute("id", &format!("u{}", self.outcome.units));
        if let Some(name) = name_of(unit) {
            self.xml.attribute("name", name);
        }
        self.xml.raw(">\n");
        let metas = metas(unit, source, target);
        let (declared_source, declared_target) = &self.langs;
        let langs = [
            None,
            Some(&source.lang).filter(|lang| *lang != declared_source),
            target.map(|t| &t.lang).filter(|lang| Some(*lang) != declared_target.as_ref()),
        ]
        .map(Option::<&Lang>::cloned);
        self.metadata(&metas, &langs);
        if metas.iter().any(|meta| !meta.notes.is_empty()) {
            self.xml.raw("      <notes>\n");
            for (meta, applies) in metas.iter().zip(["", "source", "target"]) {
                for note in &meta.notes {
                    let about = [("appliesTo", applies)];
                    self.xml.element(8, "note", &about[usize::from(applies.is_empty())..], note);
                }
            }
            self.xml.raw("      </notes>\n");
        }
        let mut data = Data::of(&unit.meta);
        let mut segment = XmlOut::default();
        std::mem::swap(&mut segment, &mut self.xml);
        self.xml.open(6, "segment");
        let state = target.map(|_| State::of(unit, Version::Two));
        if let Some(state) = &state {
            self.xml.attribute("state", &state.state);
        }
        self.xml.raw(">\n");
        self.texts(source, target, state.as_ref(), &mut data);
        self.xml.close(6, "segment");
        std::mem::swap(&mut segment, &mut self.xml);
        data.write(&mut self.xml);
        self.xml.raw(&segment.text);
        self.xml.dropped += segment.dropped;
        self.xml.close(4, "unit");
    }

    /// Writes metadata of the unit and its texts, with the languages that the texts cannot name
    /// themselves.
    fn metadata(&mut self, metas: &[&Meta; 3], langs: &[Option<Lang>; 3]) {
        let is_empty = |(meta, lang): &(&&Meta, &Option<Lang>)| {
            meta.attributes.is_empty() && meta.props.is_empty() && lang.is_none()
        };
        if metas.iter().zip(langs).all(|side| is_empty(&side)) {
            return;
        }
        self.xml.raw("      <mda:metadata>\n");
        for ((meta, lang), group) in metas.iter().zip(langs).zip(GROUPS) {
            if is_empty(&(meta, lang)) {
                continue;
            }
            self.xml.open(8, "mda:metaGroup");
            self.xml.attribute("category", group);
            self.xml.raw(">\n");
            if let Some(lang) = lang {
                self.xml.element(10, "mda:meta", &[("type", LANG)], lang.as_str());
            }
            for (name, value) in &meta.attributes {
                let kind = format!("{ATTRIBUTE}{name}");
                self.xml.element(10, "mda:meta", &[("type", &kind)], value);
            }
            for prop in &meta.props {
                let is_plain = !prop.kind.starts_with("x-muwazi-");
                let kind =
                    if is_plain { prop.kind.clone() } else { format!("{PROP}{}", prop.kind) };
                self.xml.element(10, "mda:meta", &[("type", &kind)], &prop.value);
            }
            self.xml.close(8, "mda:metaGroup");
        }
        self.xml.raw("      </mda:metadata>\n");
    }

    /// Writes the source and the target of a unit.
    fn texts(
        &mut self,
        source: &Variant,
        target: Option<&Variant>,
        state: Option<&State>,
        data: &mut Data,
    ) {
        let is_final = state.is_some_and(|state| state.state == "final");
        let target_text = target.map(|target| &target.text);
        let contents = content::contents(&source.text, target_text, self.version, is_final, data);
        self.xml.dropped += contents.dropped;
        self.xml.raw("        <source>");
        self.xml.raw(&contents.source);
        self.xml.raw("</source>\n");
        let (Some(target), Some(content)) = (target, contents.target) else { return };
        self.xml.open(8, "target");
        if self.version == Version::One {
            if self.langs.1.is_none() {
                self.xml.attribute("xml:lang", target.lang.as_str());
            }
            if let Some(state) = state {
                self.xml.attribute("state", &state.state);
                if let Some(qualifier) = &state.qualifier {
                    self.xml.attribute("state-qualifier", qualifier);
                }
            }
        }
        self.xml.raw(">");
        self.xml.raw(&content);
        self.xml.raw("</target>\n");
    }

    fn send(&mut self) -> Result<()> {
        self.out.write_all(self.xml.text.as_bytes()).map_err(Error::cannot_write)?;
        self.xml.text.clear();
        Ok(())
    }
}

impl WriteUnits for XliffWriter<'_> {
    fn write(&mut self, unit: &Unit) -> Result<()> {
        let is_used = |v: &&Variant| content::is_written(&v.text, self.version);
        let Some(source) = unit.variant(&self.source).filter(is_used) else {
            self.outcome.lose(&format!("units without a text in {}", self.source), 1);
            return Ok(());
        };
        let is_target = |v: &&Variant| {
            !std::ptr::eq(*v, source) && self.target.as_ref().is_some_and(|t| v.lang.is_a(t))
        };
        let target = unit.variants.iter().find(is_target);
        let blank = target.filter(|v| !is_used(v)).is_some();
        let target = target.filter(is_used);
        let others = unit.variants.len() - 1 - usize::from(target.is_some() || blank);
        self.outcome.lose("texts in other languages", others as u64);
        self.outcome.lose("blank texts", u64::from(blank));
        self.outcome.units += 1;
        self.turn_to(unit.document(), Some(&source.lang), target.map(|t| &t.lang));
        match self.version {
            Version::One => self.unit_1(unit, source, target),
            Version::Two => self.unit_2(unit, source, target),
        }
        self.send()
    }

    fn finish(mut self: Box<Self>) -> Result<Outcome> {
        if self.files == 0 {
            self.turn_to(None, None, None);
            if self.version == Version::Two {
                // A `file` may not be empty, so it gets an empty group if there are no units.
                self.xml.raw("    <group id=\"g1\"/>\n");
            }
        }
        self.end_file();
        self.xml.close(0, "xliff");
        self.send()?;
        self.out.flush().map_err(Error::cannot_write)?;
        self.outcome.lose("control characters", self.xml.dropped);
        Ok(self.outcome)
    }
}

fn metas<'u>(unit: &'u Unit, source: &'u Variant, target: Option<&'u Variant>) -> [&'u Meta; 3] {
    static NOTHING: Meta = Meta { attributes: Vec::new(), notes: Vec::new(), props: Vec::new() };
    [&unit.meta, &source.meta, target.map_or(&NOTHING, |t| &t.meta)]
}

/// Returns the name by which other tools may identify a unit.
fn name_of(unit: &Unit) -> Option<&str> {
    let named = |name: &str| unit.meta.prop(&format!("{KEPT}{name}"));
    let tuid = || unit.meta.attribute("tuid");
    named("resname").or_else(|| named("name")).or_else(tuid).filter(|name| !name.is_empty())
}

/// Returns the text without characters that are not kept, with valid mark positions, and the number
/// of characters removed.
pub(super) fn made_good(text: &Text, is_kept: impl Fn(char) -> bool) -> (Text, u64) {
    let mut good = Text::default();
    let mut done = 0;
    let mut dropped = 0;
    let mut copy = |good: &mut Text, piece: &str| {
        for c in piece.chars() {
            if is_kept(c) {
                good.text.push(c);
            } else {
                dropped += 1;
            }
        }
    };
    for mark in &text.marks {
        let mut at = mark.at.min(text.text.len());
        while !text.text.is_char_boundary(at) {
            at -= 1;
        }
        if at > done {
            copy(&mut good, &text.text[done..at]);
            done = at;
        }
        good.marks.push(Mark { at: good.text.len(), code: mark.code.clone() });
    }
    copy(&mut good, &text.text[done..]);
    (good, dropped)
}
