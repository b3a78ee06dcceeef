//! UTX, the glossary format of the Asia-Pacific Association for Machine Translation: lines of
//! tab-separated fields under a header that begins with `#UTX`. Versions 1.0 to 1.20 are read, 1.11
//! is written.

use std::io::Write;

use super::{
    control::without_nul,
    diagnostics::Diagnostics,
    reader::{self, UnitParser},
    source::Source,
    units::{AlignmentLayout, Capabilities, Format, Outcome, Reading, WriteUnits, Writing},
    unnamed::Unnamed,
};
use crate::text::decode;
use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    lang::Lang,
    unit::{Meta, Text, Unit, Variant},
};

/// The registry entry of UTX.
pub(crate) static FORMAT: Format = Format {
    name: "utx",
    title: "UTX, a tab-separated glossary",
    extensions: &["utx"],
    capabilities: Capabilities { untranslated: true, ..Capabilities::PAIRS },
    is_glossary: true,
    is: |start| start.text.trim_start_matches('\u{FEFF}').starts_with("#UTX"),
    read: Some(|source, reading| reader::boxed(|_| UtxParser::open(source, reading))),
    write: Some(|out, writing| begin(out, writing)),
    alignment: Some(AlignmentLayout::Units),
};

/// Maximum file size in bytes. A glossary of a million terms has a tenth of it.
const LIMIT: u64 = 256 * 1024 * 1024;
/// Columns that are written.
const COLUMNS: &str = "#src\ttgt\tsrc:pos\ttgt:pos\tterm status\tdomain\tcomment\n";

/// Content of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    /// Text of a side: 0 is the source, 1 the target.
    Term(usize),
    /// Property of a side, or of the unit if the side is 2, by its name.
    About(usize, String),
    Comment(usize),
}

impl Column {
    fn of(name: &str, codes: &[String; 2]) -> Self {
        let name = name.trim().trim_start_matches('#').trim().to_lowercase();
        let side = |code: &str| match code {
            "src" => Some(0),
            "tgt" => Some(1),
            code => codes.iter().position(|own| own.eq_ignore_ascii_case(code)),
        };
        // Version 1.20 writes `pos:en` for the `src:pos` of 1.11.
        let (side, name) = match name.split_once(':') {
            None => match side(&name) {
                Some(side) => return Self::Term(side),
                None => (2, name.as_str()),
            },
            Some((a, b)) => match (side(a), side(b)) {
                (Some(side), _) => (side, b),
                (None, Some(side)) => (side, a),
                (None, None) => (2, name.as_str()),
            },
        };
        let name = match name.trim() {
            "term" if side < 2 => return Self::Term(side),
            "comment" | "note" => return Self::Comment(side),
            "pos" => "x-part-of-speech".to_owned(),
            "term status" | "status" => "x-status".to_owned(),
            "domain" => "x-domain".to_owned(),
            "definition" => "x-definition".to_owned(),
            "concept id" => "x-concept-id".to_owned(),
            other => format!("x-utx-{}", other.replace(' ', "-")),
        };
        Self::About(side, name)
    }
}

/// Reads the lines of a UTX file, each as a unit.
struct UtxParser {
    text: String,
    origin: String,
    at: usize,
    line: u64,
    columns: Vec<Column>,
    langs: [Option<Lang>; 2],
    unnamed: Unnamed,
}

impl UtxParser {
    fn open(source: Source, reading: &Reading) -> Result<Self> {
        let origin = source.origin().to_owned();
        let bytes = source.into_bytes(LIMIT)?;
        let text = decode::decode(bytes, &origin, reading.encoding.as_deref())?;
        let mut reader = Self {
            text,
            origin,
            at: 0,
            line: 0,
            columns: Vec::new(),
            langs: [None, None],
            unnamed: Unnamed::new(reading),
        };
        reader.read_header(reading)?;
        Ok(reader)
    }

    /// Returns the next line without its line end.
    fn next_line(&mut self) -> Option<String> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let line = rest[..end].trim_end_matches(['\n', '\r']).to_owned();
        self.at += end;
        self.line += 1;
        Some(line)
    }

    fn read_header(&mut self, reading: &Reading) -> Result<()> {
        let first = self.next_line().unwrap_or_default();
        if !first.trim_start_matches('\u{FEFF}').starts_with("#UTX") {
            return Err(Error::new(
                ErrorKind::Format,
                "this is not UTX: it does not begin with #UTX",
            )
            .at(self.place())
            .hint("a tab-separated file without this header has the format tsv"));
        }
        let mut codes = codes(&first);
        let mut named = None;
        // The last header line names the columns.
        while self.text[self.at..].starts_with('#') {
            let line = self.next_line().unwrap_or_default();
            if codes.is_none() {
                codes = self::codes(&line);
            }
            let is_named = line.contains('\t') || line.trim().eq_ignore_ascii_case("#src");
            if is_named && (named.is_none() || line.to_lowercase().contains("tgt")) {
                named = Some(line);
            }
        }
        let codes = codes.unwrap_or_default();
        let otherwise = [&reading.source_lang, &reading.target_lang];
        for ((lang, code), otherwise) in self.langs.iter_mut().zip(&codes).zip(otherwise) {
            *lang = code.parse().ok().or_else(|| otherwise.clone());
        }
        let named = named.unwrap_or_else(|| "#src\ttgt".to_owned());
        self.columns = named.split('\t').map(|name| Column::of(name, &codes)).collect();
        if !self.columns.contains(&Column::Term(0)) {
            return Err(Error::new(ErrorKind::Format, "the header names no column src")
                .at(self.place())
                .hint("name the columns as in: #src, tgt, src:pos, separated by tabs"));
        }
        Ok(())
    }

    fn unit(&mut self, line: &str, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        let mut texts = [String::new(), String::new()];
        let mut metas = [Meta::default(), Meta::default(), Meta::default()];
        let mut more = false;
        for (i, field) in line.split('\t').enumerate() {
            let field = field.trim();
            if field.is_empty() {
                continue;
            }
            match self.columns.get(i) {
                Some(Column::Term(side)) => texts[*side] = field.to_owned(),
                // A dash means that there is no value.
                Some(Column::About(..)) if field == "-" => {}
                Some(Column::About(side, name)) => metas[*side].add_prop(name, field),
                Some(Column::Comment(side)) => metas[*side].notes.push(field.to_owned()),
                None => more = true,
            }
        }
        if more {
            let place = self.place();
            diagnostics.leave("fields beyond the columns of the header", || place);
        }
        let [source, target, mut meta] = metas;
        let mut variants = Vec::with_capacity(2);
        for (side, (text, own)) in texts.into_iter().zip([source, target]).enumerate() {
            if text.is_empty() {
                meta.notes.extend(own.notes);
                meta.props.extend(own.props);
                continue;
            }
            let lang = match &self.langs[side] {
                Some(lang) => lang.clone(),
                None => {
                    let place = self.place();
                    self.unnamed.lang(side, &text, "", &place, diagnostics)?
                }
            };
            variants.push(Variant { lang, text: Text::plain(text), meta: own });
        }
        Ok((!variants.is_empty()).then_some(Unit { variants, meta }))
    }
}

impl UnitParser for UtxParser {
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        while let Some(line) = self.next_line() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(unit) = self.unit(&line, diagnostics)? {
                return Ok(Some(unit));
            }
            let place = self.place();
            diagnostics.skip(place, "it has no term");
        }
        Ok(None)
    }

    fn place(&self) -> Place {
        Place::line(&self.origin, self.line.max(1))
    }
}

/// Returns the two languages that a header line names, as in `en-US/ja-JP`.
fn codes(line: &str) -> Option<[String; 2]> {
    line.split(';').find_map(|part| {
        let part = part.trim().trim_start_matches("lang:").trim();
        let (source, target) = part.split_once('/').unwrap_or((part, ""));
        let is_lang = |code: &str| code.trim().parse::<Lang>().is_ok();
        // A single language code may be an ordinary word; only a pair is certain.
        (is_lang(source) && is_lang(target))
            .then(|| [source.trim().to_owned(), target.trim().to_owned()])
    })
}

fn begin<'w>(out: &'w mut dyn Write, writing: &Writing) -> Result<Box<dyn WriteUnits + 'w>> {
    let (Some(source), Some(target)) = (&writing.source_lang, &writing.target_lang) else {
        return Err(Error::new(ErrorKind::Usage, "UTX needs to know two languages")
            .hint("say which languages they are")
            .settings([Setting::SourceLang, Setting::TargetLang]));
    };
    let created = writing.created.strftime("%Y-%m-%dT%H:%M:%SZ");
    write!(out, "#UTX 1.11; {source}/{target}; {created}\n{COLUMNS}")
        .map_err(Error::cannot_write)?;
    let langs = [source.clone(), target.clone()];
    Ok(Box::new(UtxWriter { out, langs, outcome: Outcome::default() }))
}

struct UtxWriter<'w> {
    out: &'w mut dyn Write,
    langs: [Lang; 2],
    outcome: Outcome,
}

impl UtxWriter<'_> {
    /// Replaces tabs and line breaks, which a field cannot hold.
    fn field(&mut self, text: &str) -> String {
        let breaks = text.matches(['\t', '\n', '\r']).count();
        self.outcome.lose("tabs and line breaks", breaks as u64);
        let mut field = text.replace(['\t', '\n', '\r'], " ");
        // A file with many control characters would be taken for binary data.
        let controls = field.bytes().filter(u8::is_ascii_control).count();
        self.outcome.lose("control characters", controls as u64);
        field.retain(|c| !c.is_ascii_control());
        field
    }

    fn line(&mut self, unit: &Unit, source: &Variant, target: Option<&Variant>) -> String {
        let value = |meta: Option<&Meta>, kind: &str| {
            meta.and_then(|m| m.prop(kind)).unwrap_or_default().to_owned()
        };
        let of = |kind: &str| {
            let metas = [Some(&unit.meta), target.map(|t| &t.meta), Some(&source.meta)];
            metas.into_iter().map(|m| value(m, kind)).find(|v| !v.is_empty()).unwrap_or_default()
        };
        let metas = [Some(&unit.meta), Some(&source.meta), target.map(|t| &t.meta)];
        let notes: Vec<&str> =
            metas.into_iter().flatten().flat_map(|m| &m.notes).map(String::as_str).collect();
        let fields = [
            source.text.text.clone(),
            target.map(|t| t.text.text.clone()).unwrap_or_default(),
            Some(value(Some(&source.meta), "x-part-of-speech"))
                .filter(|pos| !pos.is_empty())
                .unwrap_or_else(|| value(Some(&unit.meta), "x-part-of-speech")),
            value(target.map(|t| &t.meta), "x-part-of-speech"),
            of("x-status"),
            unit.domain().unwrap_or_default().to_owned(),
            notes.join("; "),
        ];
        let fields = fields.map(|field| self.field(&field));
        fields.join("\t").trim_end_matches('\t').to_owned()
    }

    /// Counts content that a line cannot hold.
    fn count_lost(&mut self, unit: &Unit) {
        const HELD: [&str; 3] = ["x-part-of-speech", "x-status", "x-domain"];
        let metas = || std::iter::once(&unit.meta).chain(unit.variants.iter().map(|v| &v.meta));
        let props = metas().flat_map(|m| &m.props);
        let props = props.filter(|p| !HELD.contains(&p.kind.as_str())).count();
        self.outcome.lose("properties", props as u64);
        self.outcome.lose("attributes", metas().map(|m| m.attributes.len() as u64).sum());
        self.outcome
            .lose("inline tags", unit.variants.iter().map(|v| v.text.marks.len() as u64).sum());
    }
}

impl WriteUnits for UtxWriter<'_> {
    fn write(&mut self, unit: &Unit) -> Result<()> {
        let unit = &*without_nul(unit, &mut self.outcome);
        let seen = |c: char| !c.is_whitespace() && !c.is_control();
        let is_used = |v: &&Variant| v.text.text.contains(seen);
        let of = |lang: &Lang| -> Vec<&Variant> {
            unit.variants.iter().filter(|v| v.lang.is_a(lang)).filter(is_used).collect()
        };
        let [sources, targets] = [of(&self.langs[0]), of(&self.langs[1])];
        let others = unit.variants.len().saturating_sub(sources.len() + targets.len());
        self.outcome.lose("texts in other languages", others as u64);
        let Some(first) = sources.first() else {
            self.outcome.lose(&format!("units without a text in {}", self.langs[0]), 1);
            return Ok(());
        };
        if sources.iter().any(|v| v.text.text.trim_start_matches(|c| !seen(c)).starts_with('#')) {
            // Such a line would be a comment.
            self.outcome.lose("terms that begin with #", 1);
            return Ok(());
        }
        // Synonyms get lines of their own: the first source with each target, the other sources
        // with the first target.
        let mut lines = Vec::new();
        let to_each = targets.iter().map(|t| (*first, Some(*t)));
        let from_each = sources.iter().skip(1).map(|s| (*s, targets.first().copied()));
        let pairs: Vec<_> = to_each.chain(from_each).collect();
        let pairs = if pairs.is_empty() { vec![(*first, None)] } else { pairs };
        for (source, target) in pairs {
            lines.push(self.line(unit, source, target));
        }
        self.count_lost(unit);
        self.outcome.units += 1;
        for line in lines {
            writeln!(self.out, "{line}").map_err(Error::cannot_write)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Outcome> {
        self.out.flush().map_err(Error::cannot_write)?;
        Ok(self.outcome)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::format::registry;

    fn read(text: &str) -> Result<Vec<Unit>> {
        registry::open(Source::from_bytes(text, "a.utx")?, Some(&FORMAT), &Reading::default())?
            .collect()
    }

    fn written(units: &[Unit]) -> (String, Outcome) {
        let writing = Writing {
            source_lang: Some(Lang::english()),
            target_lang: Some(Lang::arabic()),
            ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
        };
        let mut out = Vec::new();
        let mut writer = begin(&mut out, &writing).unwrap();
        units.iter().for_each(|unit| writer.write(unit).unwrap());
        let outcome = writer.finish().unwrap();
        (String::from_utf8(out).unwrap(), outcome)
    }

    #[test]
    fn each_line_is_a_unit() {
        let text = "#UTX 1.11; en/ar; 2026-02-19; bidirectional\r\n#description: a; b\r\n\
            #src\ttgt\tsrc:pos\ttgt:gender\tterm status\tcomment\r\n\
            well\tبئر\tnoun\tfeminine\tapproved\tof water\r\n# a comment\r\n\r\ndate\t\t-\r\n";
        let units = read(text).unwrap();
        assert_eq!(units.len(), 2);
        assert_eq!(units[0].variants[0].meta.prop("x-part-of-speech"), Some("noun"));
        assert_eq!(units[0].variants[1].meta.prop("x-utx-gender"), Some("feminine"));
        assert_eq!(units[0].meta.prop("x-status"), Some("approved"));
        assert_eq!(units[0].meta.notes, ["of water"]);
        assert_eq!((units[1].variants.len(), units[1].meta.props.len()), (1, 0));
        let newer = "#UTX 1.20; lang: en/ar\n#term:en\tterm:ar\tpos:ar\nwell\tبئر\tnoun\n";
        let units = read(newer).unwrap();
        assert_eq!(units[0].variants[1].meta.prop("x-part-of-speech"), Some("noun"));
    }

    #[test]
    fn unreadable_files_are_refused_with_their_line() {
        for (text, expected) in [
            ("src\ttgt\n", "a.utx:1: this is not UTX: it does not begin with #UTX"),
            ("#UTX 1\n#a\tb\n", "a.utx:2: the header names no column src"),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(error.to_string(), expected);
            assert!(error.hint.is_some());
        }
    }

    #[test]
    fn unnamed_languages_are_taken_from_the_script() {
        let units = read("#UTX 1\n#src\ttgt\na\tب\nb\tc\n").unwrap();
        let langs: Vec<_> =
            units.iter().flat_map(|u| &u.variants).map(|v| v.lang.as_str()).collect();
        assert_eq!(langs, ["en", "ar", "en", "und"]);
    }

    #[test]
    fn lost_content_is_counted() {
        let mut unit = Unit::pair((Lang::english(), "a\tb"), (Lang::arabic(), "ب"));
        unit.meta.add_prop("x-client", "c");
        let comment = Unit::pair((Lang::english(), "#1"), (Lang::arabic(), "ب"));
        let (text, outcome) = written(&[unit, comment]);
        assert!(text.ends_with("\na b\tب\n"), "{text}");
        let lost: Vec<_> = outcome.lost.keys().map(String::as_str).collect();
        assert_eq!(lost, ["properties", "tabs and line breaks", "terms that begin with #"]);
    }

    proptest! {
        #[test]
        fn terms_round_trip(terms in vec(("[a-z]{1,9}", prop::option::of("[ء-ي]{1,9}")), 0..6)) {
            let units: Vec<Unit> = terms.iter().map(|(source, target)| {
                let mut unit = Unit::pair((Lang::english(), source), (Lang::arabic(), ""));
                match target {
                    Some(target) => unit.variants[1].text = Text::plain(target.as_str()),
                    None => drop(unit.variants.pop()),
                }
                unit
            }).collect();
            let (text, outcome) = written(&units);
            prop_assert!(outcome.lost.is_empty());
            prop_assert_eq!(read(&text).unwrap(), units);
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let _ = read(&text);
            let _ = read(&format!("#UTX 1.11; en/ar\n#src\ttgt\n{text}"));
        }
    }
}
