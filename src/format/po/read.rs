//! Reader of PO, entry by entry. Invalid lines give a warning and are dropped; their entry is kept.

use std::collections::VecDeque;

use super::{
    APART, CONTEXT, DEVELOPER, FLAGS, FORMS, LINE_ENDS, MSGID_PLURAL, OBSOLETE, PLURAL, PREVIOUS,
    REFERENCE,
    entry::{Entry, Field, starts_entry},
    escape, header, plural,
};
use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    format::{
        diagnostics::Diagnostics,
        lines::{Lines, content},
        reader::UnitParser,
        source::Source,
        tmx::Header,
        units::Reading,
        unnamed::{SOURCE, TARGET, Unnamed},
    },
    lang::{Lang, detect},
    unit::{Meta, Text, Unit, Variant},
};

/// Maximum number of plural forms; a higher index is an error in the file.
const MAX_FORMS: usize = 100;

/// Reads the messages of a PO file one by one.
pub(super) struct PoParser {
    lines: Lines,
    header: Header,
    has_header: bool,
    source: Lang,
    target: Option<Lang>,
    /// Number of plural forms that the header declares.
    forms: Option<usize>,
    unnamed: Unnamed,
    /// The entry being read.
    entry: Entry,
    done: VecDeque<Entry>,
    ended: bool,
    strict: bool,
}

impl PoParser {
    /// Opens a PO file and reads its header.
    ///
    /// # Errors
    /// The file cannot be read or decoded.
    pub(super) fn open(
        source: Source,
        reading: &Reading,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self> {
        // The user's encoding takes precedence over the header, which may never have been right.
        let declared = reading.encoding.clone().or_else(|| header::charset(source.start().bytes));
        let named = header::by_name(source.name());
        let bytes = source.start().bytes;
        let is_utf8 = std::str::from_utf8(bytes).map_or_else(|e| e.error_len().is_none(), |_| true);
        let is_guessed =
            declared.is_none() && !is_utf8 && encoding_rs::Encoding::for_bom(bytes).is_none();
        let known = declared.filter(|name| {
            reading.encoding.is_some() || crate::text::decode::by_name(name).is_ok()
        });
        let lines = Lines::open(source, known.as_deref())?;
        let mut parser = Self {
            lines,
            header: Header::default(),
            has_header: false,
            source: reading.source_lang.clone().unwrap_or_else(Lang::english),
            target: None,
            forms: None,
            unnamed: Unnamed::new(reading),
            entry: Entry::default(),
            done: VecDeque::new(),
            ended: false,
            strict: reading.strict,
        };
        parser.read_on(diagnostics)?;
        match parser.done.pop_front() {
            Some(entry) if entry.is_header() => {
                if is_guessed {
                    let place = Place::line(parser.lines.origin(), entry.line);
                    let fault = "the header names no charset; the encoding was guessed";
                    diagnostics.warn(place, fault);
                }
                parser.take_header(entry);
            }
            Some(entry) => parser.done.push_front(entry),
            None => {}
        }
        parser.target = header::language(&parser.header)
            .or(reading.target_lang.clone())
            .or(named)
            .or_else(|| header::of_team(&parser.header));
        // PO has no standard field for the source language. Almost always it is English; the text
        // may show that it is not.
        if reading.source_lang.is_none() && !parser.says_source() {
            parser.read_on(diagnostics)?;
            let first = parser.done.front().and_then(|e| Some((e.id.as_deref()?, e.line)));
            if let Some((id, line)) = first
                && is_not_english(id)
            {
                let place = Place::line(parser.lines.origin(), line.max(1));
                parser.source = parser.unnamed.lang(SOURCE, id, "", &place, diagnostics)?;
                parser.header.meta.set_attribute("srclang", parser.source.as_str());
            }
        }
        Ok(parser)
    }

    fn says_source(&self) -> bool {
        header::field(&self.header, "X-Source-Language").is_some()
    }

    /// Reads lines until an entry is complete or the file ends.
    fn read_on(&mut self, diagnostics: &mut Diagnostics) -> Result<()> {
        while self.done.is_empty() && !self.ended {
            let Some(line) = self.lines.next()? else {
                self.ended = true;
                self.finish(diagnostics);
                break;
            };
            let line = content(line).trim_start_matches(['\u{FEFF}', ' ', '\t']).to_owned();
            self.line(&line, diagnostics)?;
        }
        Ok(())
    }

    fn line(&mut self, line: &str, diagnostics: &mut Diagnostics) -> Result<()> {
        if line.trim().is_empty() {
            self.entry.parted |= self.entry.id.is_some();
            self.entry.open = None;
            return Ok(());
        }
        if let Some(rest) = line.strip_prefix("#~") {
            let rest = rest.trim_start();
            if self.entry.is_complete() || (self.entry.id.is_some() && !self.entry.obsolete) {
                let goes_on = self.entry.obsolete && !starts_entry(rest);
                if !goes_on {
                    self.finish(diagnostics);
                }
            }
            self.entry.obsolete = true;
            return match rest.strip_prefix('|') {
                Some(previous) => {
                    self.begin();
                    self.entry.props.push((PREVIOUS, previous.trim().to_owned()));
                    Ok(())
                }
                None => self.statement(rest, diagnostics),
            };
        }
        if line.starts_with('#') {
            self.comment(line, diagnostics);
            return Ok(());
        }
        if self.entry.obsolete && starts_entry(line) {
            if self.entry.id.is_some() {
                self.finish(diagnostics);
            }
            self.entry.obsolete = false;
        }
        self.statement(line, diagnostics)
    }

    /// Completes the current entry and begins another.
    fn finish(&mut self, diagnostics: &mut Diagnostics) {
        let entry = std::mem::take(&mut self.entry);
        if entry.id.is_some() {
            self.done.push_back(entry);
        } else if !entry.is_empty() {
            let place = Place::line(self.lines.origin(), entry.line.max(1));
            diagnostics.warn(place, "comments or texts without a msgid; left out");
        }
    }

    fn begin(&mut self) {
        if self.entry.line == 0 {
            self.entry.line = self.lines.line();
        }
    }

    fn comment(&mut self, line: &str, diagnostics: &mut Diagnostics) {
        if self.entry.is_complete() {
            self.finish(diagnostics);
        }
        self.begin();
        let entry = &mut self.entry;
        let was_in_note = std::mem::take(&mut entry.in_note);
        let (kind, rest) = (line.as_bytes().get(1), line.get(2..).unwrap_or_default().trim());
        let prop = match kind {
            Some(b'.') => DEVELOPER,
            Some(b':') => REFERENCE,
            Some(b'|') => PREVIOUS,
            Some(b',' | b'=') => {
                self.flags(rest);
                return;
            }
            _ => {
                let text = &line[1..];
                let text = text.strip_prefix(' ').unwrap_or(text);
                entry.in_note = !text.is_empty();
                match entry.notes.last_mut().filter(|_| was_in_note) {
                    Some(note) if !text.is_empty() => {
                        note.push('\n');
                        note.push_str(text);
                    }
                    _ if !text.is_empty() => entry.notes.push(text.to_owned()),
                    _ => {}
                }
                return;
            }
        };
        entry.props.push((prop, rest.to_owned()));
    }

    fn flags(&mut self, flags: &str) {
        let all = flags.split(',').map(str::trim).filter(|f| !f.is_empty());
        let (fuzzy, mut others): (Vec<&str>, Vec<&str>) = all.partition(|f| *f == "fuzzy");
        // Marked by this program, because its texts end differently.
        let is_sure = others.contains(&LINE_ENDS);
        others.retain(|flag| *flag != LINE_ENDS);
        self.entry.fuzzy |= !fuzzy.is_empty() && !is_sure;
        if others.is_empty() {
            return;
        }
        let others = others.join(", ");
        match self.entry.props.iter_mut().find(|(kind, _)| *kind == FLAGS) {
            Some((_, held)) => *held = format!("{held}, {others}"),
            None => self.entry.props.push((FLAGS, others)),
        }
    }

    /// Reads a keyword with a string, or a continuation string.
    fn statement(&mut self, line: &str, diagnostics: &mut Diagnostics) -> Result<()> {
        if line.starts_with('"') {
            return self.goes_on(line, diagnostics);
        }
        let end = line.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(line.len());
        let (word, rest) = line.split_at(end);
        match word {
            "msgctxt" => {
                if self.entry.id.is_some() || self.entry.context.is_some() {
                    self.finish_like(diagnostics);
                }
                self.entry.context = Some(String::new());
                self.string(Field::Context, rest, diagnostics)
            }
            "msgid" => {
                if self.entry.id.is_some() {
                    self.finish_like(diagnostics);
                }
                self.entry.id = Some(String::new());
                self.string(Field::Id, rest, diagnostics)
            }
            "msgid_plural" if self.entry.id.is_some() && self.entry.plural.is_none() => {
                self.entry.plural = Some(String::new());
                self.string(Field::Plural, rest, diagnostics)
            }
            "msgstr" if self.entry.id.is_some() => self.translation(rest, diagnostics),
            "domain" => {
                self.entry.open = Some(Field::Nothing);
                self.odd("domains are not kept; left out", diagnostics)
            }
            _ => {
                self.entry.open = Some(Field::Nothing);
                self.odd("this line is not valid in a PO file; left out", diagnostics)
            }
        }
    }

    /// Completes the current entry. The next one is obsolete if this line is, which was determined
    /// before.
    fn finish_like(&mut self, diagnostics: &mut Diagnostics) {
        let obsolete = self.entry.obsolete;
        self.finish(diagnostics);
        self.entry.obsolete = obsolete;
    }

    fn translation(&mut self, rest: &str, diagnostics: &mut Diagnostics) -> Result<()> {
        let rest = rest.trim_start();
        let (form, rest) = match rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            Some((form, rest)) => (form.trim().parse().ok(), rest),
            None => (Some(0), rest),
        };
        let taken = |form| self.entry.strings.iter().any(|(held, _)| *held == form);
        match form {
            Some(form) if form < MAX_FORMS && !taken(form) => {
                self.entry.strings.push((form, String::new()));
                self.string(Field::String(self.entry.strings.len() - 1), rest, diagnostics)
            }
            _ => {
                self.entry.open = Some(Field::Nothing);
                self.odd("a repeated translation or an invalid form number; left out", diagnostics)
            }
        }
    }

    fn goes_on(&mut self, line: &str, diagnostics: &mut Diagnostics) -> Result<()> {
        match self.entry.open {
            Some(Field::Nothing) => Ok(()),
            Some(field) => self.string(field, line, diagnostics),
            None => self.odd("a string without a keyword; left out", diagnostics),
        }
    }

    /// Appends the string of a line to its field.
    fn string(&mut self, field: Field, rest: &str, diagnostics: &mut Diagnostics) -> Result<()> {
        self.begin();
        let (inner, fault) = escape::quoted(rest.trim());
        self.entry.open = Some(field);
        let mut text = String::new();
        escape::unescape(inner, &mut text);
        if let Some(held) = self.entry.text(field) {
            held.push_str(&text);
        }
        fault.map_or(Ok(()), |fault| self.odd(fault, diagnostics))
    }

    /// Adds a warning about the line, or fails if reading is strict.
    fn odd(&self, fault: &str, diagnostics: &mut Diagnostics) -> Result<()> {
        if self.strict {
            return Err(Error::new(ErrorKind::Format, fault)
                .at(self.lines.place())
                .hint("correct the line, or read the file without strict checking")
                .settings(Setting::Strict));
        }
        diagnostics.warn(self.lines.place(), fault);
        Ok(())
    }

    fn take_header(&mut self, entry: Entry) {
        let text = entry.strings.first().map(|(_, text)| text.as_str()).unwrap_or_default();
        let mut flags = if entry.fuzzy { "fuzzy".to_owned() } else { String::new() };
        for (_, more) in entry.props.iter().filter(|(kind, _)| *kind == FLAGS) {
            if !flags.is_empty() {
                flags.push_str(", ");
            }
            flags.push_str(more);
        }
        let mut header = header::read(text, entry.notes, &flags, &self.source);
        let code = header::field(&header, "X-Source-Language");
        if let Some(source) = code.and_then(|code| code.parse::<Lang>().ok()) {
            header.meta.set_attribute("srclang", source.as_str());
            self.source = source;
        }
        self.forms = header::field(&header, "Plural-Forms").and_then(plural::forms);
        self.header = header;
        self.has_header = true;
    }

    fn unit(&mut self, entry: Entry, place: &Place, diagnostics: &mut Diagnostics) -> Result<Unit> {
        let mut meta = Meta { notes: entry.notes, ..Meta::default() };
        if let Some(context) = entry.context.and_then(without_number) {
            meta.add_prop(CONTEXT, context);
        }
        for (kind, value) in entry.props {
            meta.add_prop(kind, value);
        }
        if entry.fuzzy {
            meta.add_prop("x-reviewed", "no");
        }
        if entry.obsolete {
            meta.add_prop(OBSOLETE, "yes");
        }
        let forms = entry.strings.iter().map(|(form, _)| form + 1).max().unwrap_or_default();
        let translated = entry.strings.iter().any(|(_, text)| !text.is_empty());
        let some_empty = entry.strings.iter().filter(|(_, text)| !text.is_empty()).count() < forms;
        let is_usual = self.forms == Some(forms);
        if entry.plural.is_some() && some_empty && !is_usual {
            meta.add_prop(FORMS, forms.to_string());
        }
        let mut variants = Vec::with_capacity(2);
        let mut add = |lang: &Lang, text: String, form: Option<String>| {
            let mut meta = Meta::default();
            if let Some(form) = form {
                meta.add_prop(PLURAL, form);
            }
            variants.push(Variant { lang: lang.clone(), text: Text::plain(text), meta });
        };
        let has_plural = entry.plural.is_some();
        let one = (has_plural && translated).then(|| "one".to_owned());
        add(&self.source, entry.id.unwrap_or_default(), one);
        match entry.plural {
            Some(plural) if translated => add(&self.source, plural, Some("other".into())),
            Some(plural) => meta.add_prop(MSGID_PLURAL, plural),
            None => {}
        }
        for (form, text) in entry.strings {
            if text.is_empty() {
                continue;
            }
            let target = match &self.target {
                Some(target) => target.clone(),
                None => self.unnamed.lang(TARGET, &text, "", place, diagnostics)?,
            };
            add(&target, text, (has_plural || form > 0).then(|| form.to_string()));
        }
        Ok(Unit { variants, meta })
    }
}

impl UnitParser for PoParser {
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        loop {
            self.read_on(diagnostics)?;
            let Some(entry) = self.done.pop_front() else { return Ok(None) };
            let place = Place::line(self.lines.origin(), entry.line.max(1));
            if entry.is_header() {
                if self.has_header {
                    diagnostics.warn(place, "another header; left out");
                } else {
                    self.take_header(entry);
                    self.target = header::language(&self.header).or(self.target.take());
                }
                continue;
            }
            if entry.id.as_deref() == Some("") {
                diagnostics.skipped += 1;
                diagnostics.warn(place, "a message without a text; skipped");
                continue;
            }
            return self.unit(entry, &place, diagnostics).map(Some);
        }
    }

    fn place(&self) -> Place {
        Place::file(self.lines.origin())
    }

    fn header(&self) -> Option<&Header> {
        self.has_header.then_some(&self.header)
    }
}

/// Returns a context without the number by which this program told messages apart.
fn without_number(mut context: String) -> Option<String> {
    let (start, end) = APART;
    let number = context.strip_suffix(end).and_then(|rest| rest.rsplit_once(start));
    let Some((own, number)) = number else { return Some(context) };
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    if !is_number || !(own.is_empty() || own.ends_with(' ')) {
        return Some(context);
    }
    let has_own = !own.is_empty();
    let length = own.len().saturating_sub(1);
    context.truncate(length);
    has_own.then_some(context)
}

/// Returns true if a text is in another script than English, or surely in another language.
fn is_not_english(text: &str) -> bool {
    let seen = detect(text);
    let english = Lang::english();
    seen.has_letters() && (!seen.is_in_script_of(&english) || !seen.may_be(&english))
}
