//! Writer of PO and POT.

use std::{borrow::Cow, collections::BTreeSet, hash::Hasher, io::Write};

use super::{
    APART, CONTEXT, DEVELOPER, FLAGS, FORMS, LINE_ENDS, MSGID_PLURAL, OBSOLETE, PLURAL, PREVIOUS,
    PROPS, REFERENCE, escape::write as string, header, plural,
};
use crate::{
    error::{Error, Result},
    format::{
        control::without_nul,
        sides::{self, Sides},
        units::{Outcome, WriteUnits, Writing},
    },
    unit::{Meta, Prop, Unit, Variant},
};

/// Character that parts context and text in a compiled catalogue.
const SEPARATOR: char = '\u{4}';

/// Writes units as messages.
pub(crate) struct PoWriter<'w> {
    out: &'w mut dyn Write,
    writing: Writing,
    template: bool,
    /// Number of plural forms of the target language, if known.
    forms: Option<usize>,
    /// Hashes of the messages so far, by context and text, which no two may share.
    written: BTreeSet<u64>,
    text: String,
    outcome: Outcome,
}

impl<'w> PoWriter<'w> {
    /// Creates a writer; a template is written without translations.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn new(out: &'w mut dyn Write, writing: &Writing, template: bool) -> Result<Self> {
        let (fields, notes, flags) = header::write(writing, template);
        let rule = fields.lines().find_map(|line| line.strip_prefix("Plural-Forms:"));
        let forms = rule.and_then(plural::forms);
        let mut writer = Self {
            out,
            writing: writing.clone(),
            template,
            forms,
            written: BTreeSet::new(),
            text: String::new(),
            outcome: Outcome::default(),
        };
        comments(&mut writer.text, &notes);
        if !flags.is_empty() {
            line(&mut writer.text, "#, ", &flags);
        }
        string(&mut writer.text, "", "msgid", "");
        string(&mut writer.text, "", "msgstr", &fields);
        writer.send()?;
        Ok(writer)
    }

    fn send(&mut self) -> Result<()> {
        self.out.write_all(self.text.as_bytes()).map_err(Error::cannot_write)?;
        self.text.clear();
        Ok(())
    }

    fn entry(&mut self, unit: &Unit, sides: Sides<'_>, source: &Variant) {
        let texts = Texts::of(unit, sides, source);
        let meta = &unit.meta;
        let prefix = if meta.prop(OBSOLETE) == Some("yes") { "#~ " } else { "" };
        self.text.push('\n');
        let of_texts = unit.variants.iter().flat_map(|v| &v.meta.notes);
        let notes: Vec<String> = meta.notes.iter().chain(of_texts).cloned().collect();
        comments(&mut self.text, &notes);
        for (mark, kind) in [("#. ", DEVELOPER), ("#: ", REFERENCE)] {
            for prop in meta.props.iter().filter(|p| p.kind == kind) {
                prop.value.lines().for_each(|value| line(&mut self.text, mark, value));
            }
        }
        let unsure = sides.target.is_some() && !unit.is_reviewed();
        // An untranslated message cannot be fuzzy.
        let fuzzy = !self.template && (unsure || meta.prop("x-reviewed") == Some("no"));
        let is_uneven = !fuzzy && !self.template && texts.is_uneven();
        self.outcome.lose("messages whose line ends differ, marked as fuzzy", is_uneven.into());
        let fuzzy = fuzzy || is_uneven;
        let flags = fuzzy.then_some("fuzzy").into_iter().chain(meta.prop(FLAGS));
        let flags = flags.chain(is_uneven.then_some(LINE_ENDS));
        let flags: Vec<&str> = flags.filter(|f| !f.is_empty()).collect();
        if !flags.is_empty() {
            line(&mut self.text, "#, ", &flags.join(", "));
        }
        let mark = if prefix.is_empty() { "#| " } else { "#~| " };
        for prop in meta.props.iter().filter(|p| p.kind == PREVIOUS) {
            prop.value.lines().for_each(|value| line(&mut self.text, mark, value));
        }
        if let Some(context) = self.context(meta.prop(CONTEXT), texts.one) {
            string(&mut self.text, prefix, "msgctxt", &context);
        }
        string(&mut self.text, prefix, "msgid", texts.one);
        self.translations(prefix, &texts, meta);
    }

    /// Returns the context of a message: its own, with a number if there is such a message already.
    fn context(&mut self, own: Option<&str>, id: &str) -> Option<String> {
        let mut context = own.map(str::to_owned);
        let mut number = 1_u64;
        while !self.written.insert(key(context.as_deref(), id)) {
            number += 1;
            let (start, end) = APART;
            let space = if own.is_some() { " " } else { "" };
            context = Some(format!("{}{space}{start}{number}{end}", own.unwrap_or_default()));
        }
        context
    }

    fn translations(&mut self, prefix: &str, texts: &Texts<'_>, meta: &Meta) {
        let Some(plural) = texts.plural else {
            let text = texts.forms.first().map_or("", |(_, text)| text);
            let text = if self.template { "" } else { text };
            string(&mut self.text, prefix, "msgstr", text);
            return;
        };
        string(&mut self.text, prefix, "msgid_plural", plural);
        let most = texts.forms.iter().map(|(form, _)| form + 1).max().unwrap_or_default();
        let declared = meta.prop(FORMS).and_then(|n| n.parse::<usize>().ok()).filter(|n| *n <= 100);
        // gettext passes over a message whose first form is empty.
        let is_used =
            !self.template && texts.forms.iter().any(|(form, text)| *form == 0 && !text.is_empty());
        let number = match (self.forms, declared) {
            (Some(forms), _) if is_used => forms,
            (_, Some(declared)) => declared.max(most),
            // The translator knew the number of forms.
            _ if most > 0 => most,
            (forms, None) => forms.unwrap_or(2),
        };
        let beyond = texts.forms.iter().filter(|(form, _)| *form >= number).count();
        self.outcome.lose("plural forms that the language does not have", beyond as u64);
        for form in 0..number {
            let text = texts.forms.iter().find(|(f, _)| *f == form).map_or("", |(_, t)| t);
            let text = if self.template { "" } else { text };
            string(&mut self.text, prefix, &format!("msgstr[{form}]"), text);
        }
    }

    /// Counts content that an entry cannot hold.
    fn lose(&mut self, unit: &Unit, sides: Sides<'_>, source: &Variant) {
        let texts = Texts::of(unit, sides, source);
        let written = 1 + texts.forms.len() + usize::from(texts.plural_is_text);
        let outcome = &mut self.outcome;
        outcome.lose("texts in further languages", (unit.variants.len() - written) as u64);
        outcome.lose("inline tags", unit.variants.iter().map(|v| v.text.marks.len() as u64).sum());
        if self.template {
            outcome.lose("translations", texts.forms.len() as u64);
        }
        let metas = || std::iter::once(&unit.meta).chain(unit.variants.iter().map(|v| &v.meta));
        outcome.lose("dates and users", metas().map(|m| m.attributes.len() as u64).sum());
        let own = unit.meta.props.iter().filter(|p| !PROPS.contains(&p.kind.as_str())).count();
        let of_texts = unit.variants.iter().flat_map(|v| &v.meta.props);
        let of_texts = of_texts.filter(|p| p.kind != PLURAL).count();
        outcome.lose("properties", (own + of_texts) as u64);
    }
}

impl WriteUnits for PoWriter<'_> {
    fn write(&mut self, unit: &Unit) -> Result<()> {
        let unit = &*without_nul(unit, &mut self.outcome);
        let unit = &*without_separator(unit, &mut self.outcome);
        let sides = Sides::of(unit, &self.writing);
        let Some(source) = sides.source.filter(|v| !v.text.text.is_empty()) else {
            self.outcome.lose(&sides::without(self.writing.source_lang.as_ref()), 1);
            return Ok(());
        };
        self.lose(unit, sides, source);
        self.entry(unit, sides, source);
        self.outcome.units += 1;
        self.send()
    }

    fn finish(self: Box<Self>) -> Result<Outcome> {
        self.out.flush().map_err(Error::cannot_write)?;
        Ok(self.outcome)
    }
}

/// Texts of an entry.
struct Texts<'u> {
    one: &'u str,
    plural: Option<&'u str>,
    /// True if the plural is a text of the unit, false if it is a property.
    plural_is_text: bool,
    forms: Vec<(usize, &'u str)>,
}

impl<'u> Texts<'u> {
    fn of(unit: &'u Unit, sides: Sides<'u>, source: &'u Variant) -> Self {
        let marked =
            |v: &Variant, form: &str| v.lang == source.lang && v.meta.prop(PLURAL) == Some(form);
        let other = unit.variants.iter().find(|v| marked(v, "other"));
        let one = unit.variants.iter().find(|v| marked(v, "one")).filter(|_| other.is_some());
        let plural = other.map(|v| v.text.text.as_str()).or(unit.meta.prop(MSGID_PLURAL));
        let mut forms = Vec::new();
        if let Some(target) = sides.target {
            let number =
                |v: &Variant| v.meta.prop(PLURAL)?.parse::<usize>().ok().filter(|n| *n < 100);
            if plural.is_some() {
                for variant in unit.variants.iter().filter(|v| v.lang == target.lang) {
                    let number = number(variant).unwrap_or(forms.len());
                    if forms.iter().all(|(held, _)| *held != number) {
                        forms.push((number, variant.text.text.as_str()));
                    }
                }
            } else {
                forms.push((0, target.text.text.as_str()));
            }
        }
        let one = one.unwrap_or(source);
        Self { one: &one.text.text, plural, plural_is_text: other.is_some(), forms }
    }
}

impl Texts<'_> {
    /// Returns true if some of the texts begin or end with a line end, and others do not.
    fn is_uneven(&self) -> bool {
        let all = || self.plural.into_iter().chain(self.forms.iter().map(|(_, text)| *text));
        let mut others = all().filter(|text| !text.is_empty());
        let ends = |text: &str| (text.starts_with('\n'), text.ends_with('\n'));
        others.any(|text| ends(text) != ends(self.one))
    }
}

/// Returns the unit without separators in what becomes a string, which are counted as lost.
fn without_separator<'u>(unit: &'u Unit, outcome: &mut Outcome) -> Cow<'u, Unit> {
    let is_string = |prop: &&Prop| matches!(prop.kind.as_str(), CONTEXT | MSGID_PLURAL);
    let strings = unit.meta.props.iter().filter(is_string).map(|prop| prop.value.as_str());
    let texts = unit.variants.iter().map(|variant| variant.text.text.as_str());
    let found: usize = texts.chain(strings).map(|text| text.matches(SEPARATOR).count()).sum();
    if found == 0 {
        return Cow::Borrowed(unit);
    }
    outcome.lose("control characters", found as u64);
    let mut unit = unit.clone();
    unit.variants.iter_mut().for_each(|variant| variant.text.text.retain(|c| c != SEPARATOR));
    for prop in unit.meta.props.iter_mut().filter(|prop| is_string(&&**prop)) {
        prop.value.retain(|c| c != SEPARATOR);
    }
    Cow::Owned(unit)
}

/// Returns a hash of a message.
fn key(context: Option<&str>, id: &str) -> u64 {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    hasher.write(context.unwrap_or_default().as_bytes());
    hasher.write(if context.is_some() { b"\x04" } else { b"" });
    hasher.write(id.as_bytes());
    hasher.finish()
}

/// Writes translator comments, separated by empty ones.
fn comments(out: &mut String, notes: &[String]) {
    for (i, note) in notes.iter().enumerate() {
        if i > 0 {
            out.push_str("#\n");
        }
        note.split(['\n', '\r']).for_each(|text| line(out, "# ", text));
    }
}

/// Writes a comment line.
fn line(out: &mut String, mark: &str, text: &str) {
    let whole = out.len();
    out.push_str(mark);
    if text.is_empty() {
        out.truncate(whole + mark.trim_end().len());
    }
    out.push_str(text);
    out.push('\n');
}
