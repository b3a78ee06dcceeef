//! Writer of TBX-Basic in the forms of 2019 and 2008. Output is valid by the core schemas for any
//! units.

use std::io::Write;

use jiff::civil::DateTime;

use super::{ATTRIBUTE, Form, KEPT, KNOWN, OURS, PROP};
use crate::{
    error::{Error, Result},
    format::units::{Outcome, WriteUnits, Writing},
    lang::Lang,
    unit::{Meta, Prop, Unit, Variant},
    xml::out::{XmlOut, is_allowed},
};

/// Creates a writer and writes the beginning of the file.
pub(super) fn begin<'w>(
    out: &'w mut dyn Write,
    writing: &Writing,
    form: Form,
) -> Result<Box<dyn WriteUnits + 'w>> {
    let mut xml = XmlOut::default();
    let lang = writing.source_lang.as_ref().map_or("en", Lang::as_str);
    let about = format!("{OURS}{}", env!("CARGO_PKG_VERSION"));
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let header = match form {
        Form::Martif => {
            xml.raw(
                "<!DOCTYPE martif SYSTEM \"TBXcoreStructV02.dtd\">\n<martif type=\"TBX-Basic\"",
            );
            "martifHeader"
        }
        Form::Tbx => {
            xml.raw("<tbx type=\"TBX-Basic\" style=\"dca\" xmlns=\"urn:iso:std:iso:30042:ed-2\"");
            "tbxHeader"
        }
    };
    xml.attribute("xml:lang", lang);
    xml.raw(">\n");
    xml.element(2, header, &[], "");
    let empty = format!("></{header}>\n");
    if let Some(start) = xml.text.strip_suffix(&empty) {
        xml.text.truncate(start.len());
    }
    xml.raw(">\n    <fileDesc>\n      <sourceDesc>\n");
    xml.element(8, "p", &[], &about);
    xml.raw("      </sourceDesc>\n    </fileDesc>\n");
    xml.close(2, header);
    xml.raw("  <text>\n");
    let mut writer = TbxWriter { out, xml, form, outcome: Outcome::default() };
    writer.send()?;
    Ok(Box::new(writer))
}

struct TbxWriter<'w> {
    out: &'w mut dyn Write,
    xml: XmlOut,
    form: Form,
    outcome: Outcome,
}

impl TbxWriter<'_> {
    /// Returns the names of the elements for entry, language and term.
    fn names(&self) -> [&'static str; 3] {
        match self.form {
            Form::Martif => ["termEntry", "langSet", "tig"],
            Form::Tbx => ["conceptEntry", "langSec", "termSec"],
        }
    }

    fn meta(&mut self, meta: &Meta, indent: usize, is_term: bool) {
        let elements: Vec<_> = meta.props.iter().map(|prop| element(prop, is_term)).collect();
        // The schema requires notes on the term first.
        for of_term in [true, false] {
            for (prop, (name, kind)) in meta.props.iter().zip(&elements) {
                if (*name == "termNote") == of_term {
                    self.xml.element(indent, name, &[("type", kind)], &prop.value);
                }
            }
        }
        for (what, date, by) in [
            ("origination", "creationdate", "creationid"),
            ("modification", "changedate", "changeid"),
        ] {
            self.transaction(meta, indent, what, [date, by]);
        }
        for (name, value) in &meta.attributes {
            if !is_transaction(name, value) {
                let kind = format!("{ATTRIBUTE}{name}");
                self.xml.element(indent, "admin", &[("type", &kind)], value);
            }
        }
        for note in &meta.notes {
            self.xml.element(indent, "note", &[], note);
        }
    }

    fn transaction(&mut self, meta: &Meta, indent: usize, what: &str, names: [&str; 2]) {
        let [date, by] =
            names.map(|name| meta.attribute(name).filter(|value| is_transaction(name, value)));
        if date.is_none() && by.is_none() {
            return;
        }
        self.xml.open(indent, "transacGrp");
        self.xml.raw(">\n");
        self.xml.element(indent + 2, "transac", &[("type", "transactionType")], what);
        if let Some(date) = date.and_then(tbx_date) {
            self.xml.element(indent + 2, "date", &[], &date);
        }
        if let Some(by) = by {
            self.xml.element(indent + 2, "transacNote", &[("type", "responsibility")], by);
        }
        self.xml.close(indent, "transacGrp");
    }

    fn term(&mut self, variant: &Variant) {
        let [.., term] = self.names();
        self.xml.open(10, term);
        self.xml.raw(">\n");
        self.xml.element(12, "term", &[], &variant.text.text);
        self.outcome.lose("inline tags", variant.text.marks.len() as u64);
        self.meta(&variant.meta, 12, true);
        self.xml.close(10, term);
    }

    fn send(&mut self) -> Result<()> {
        self.out.write_all(self.xml.text.as_bytes()).map_err(Error::cannot_write)?;
        self.xml.text.clear();
        Ok(())
    }
}

impl WriteUnits for TbxWriter<'_> {
    fn write(&mut self, unit: &Unit) -> Result<()> {
        let is_blank =
            |v: &Variant| v.text.text.chars().all(|c| c.is_whitespace() || !is_allowed(c));
        let (blank, mut terms): (Vec<_>, Vec<_>) = unit.variants.iter().partition(|v| is_blank(v));
        if terms.is_empty() {
            self.outcome.lose("units without any text", 1);
            return Ok(());
        }
        self.outcome.lose("blank texts", blank.len() as u64);
        if self.outcome.units == 0 {
            self.xml.raw("    <body>\n");
        }
        self.outcome.units += 1;
        let [entry, lang, _] = self.names();
        self.xml.open(6, entry);
        self.xml.attribute("id", &format!("c{}", self.outcome.units));
        self.xml.raw(">\n");
        self.meta(&unit.meta, 8, false);
        while let Some(first) = terms.first() {
            let (of_lang, others): (Vec<_>, Vec<_>) =
                terms.iter().copied().partition(|v| v.lang == first.lang);
            self.xml.open(8, lang);
            self.xml.attribute("xml:lang", first.lang.as_str());
            self.xml.raw(">\n");
            of_lang.into_iter().for_each(|variant| self.term(variant));
            self.xml.close(8, lang);
            terms = others;
        }
        self.xml.close(6, entry);
        self.send()
    }

    fn finish(mut self: Box<Self>) -> Result<Outcome> {
        match (self.outcome.units, self.form) {
            (0, Form::Tbx) => {}
            (0, Form::Martif) => self.xml.raw("    <body/>\n"),
            _ => self.xml.close(4, "body"),
        }
        self.xml.close(2, "text");
        self.xml.close(0, if self.form == Form::Tbx { "tbx" } else { "martif" });
        self.send()?;
        self.out.flush().map_err(Error::cannot_write)?;
        self.outcome.lose("control characters", self.xml.dropped);
        Ok(self.outcome)
    }
}

/// Returns the element and type for a property; only terms may have `termNote`.
fn element(prop: &Prop, is_term: bool) -> (&'static str, String) {
    let place = |element| if element == "termNote" && !is_term { "admin" } else { element };
    let kind = prop.kind.as_str();
    if let Some((element, own, _)) = KNOWN.iter().find(|(.., known)| *known == kind) {
        return (place(element), (*own).to_owned());
    }
    let is_known = |own: &str| KNOWN.iter().any(|(_, known, _)| *known == own);
    for element in ["descrip", "termNote", "admin"] {
        let kept = kind.strip_prefix(KEPT).and_then(|k| k.strip_prefix(element)?.strip_prefix(':'));
        if let Some(own) = kept
            && place(element) == element
            && !is_known(own)
            && !own.starts_with(ATTRIBUTE)
            && !(element == "admin" && own.starts_with("x-"))
        {
            return (element, own.to_owned());
        }
    }
    if kind.starts_with("x-") && !kind.starts_with("x-muwazi-") {
        return ("admin", kind.to_owned());
    }
    ("admin", format!("{PROP}{kind}"))
}

fn is_transaction(name: &str, value: &str) -> bool {
    match name {
        "creationdate" | "changedate" => tbx_date(value).is_some(),
        "creationid" | "changeid" => true,
        _ => false,
    }
}

/// Converts a TMX date to the TBX form; `None` if it is not a valid date.
fn tbx_date(date: &str) -> Option<String> {
    const FORM: &str = "%Y%m%dT%H%M%SZ";
    let time = DateTime::strptime(FORM, date).ok()?;
    let is_exact = time.strftime(FORM).to_string() == date;
    (is_exact && time.year() > 0).then(|| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}
