//! Single units as elements of TMX, as they travel in questions and answers.

use jiff::Timestamp;

use super::{LiveMemory, OutcomeKind, UnitOutcome, units::check_text};
use crate::{
    error::{Error, ErrorKind, Result},
    format::{
        tmx::{Header, TmxReader, TmxWriter},
        units::Reading,
    },
    memory::Added,
    unit::{Unit, UnitId, Variant},
};

/// The beginning of identifiers that are numbers of a memory.
const TUID: &str = "muwazi-";
/// No element has more bytes.
const LARGEST: usize = 1 << 20;

/// A unit as an element `tu`. Its identifier is made of its number.
///
/// # Errors
/// A unit without a text.
pub fn tu(id: UnitId, unit: &Unit) -> Result<String> {
    let mut unit = unit.clone();
    unit.meta.set_attribute("tuid", format!("{TUID}{id}"));
    element(&unit, "<tu", "</tu>")
}

/// A text of a unit as an element `tuv`.
///
/// # Errors
/// An empty text.
pub fn tuv(variant: &Variant) -> Result<String> {
    let unit = Unit { variants: vec![variant.clone()], ..Unit::default() };
    element(&unit, "<tuv", "</tuv>")
}

/// Writes a file with one unit, and cuts the element out of it.
fn element(unit: &Unit, begin: &str, end: &str) -> Result<String> {
    let mut out = Vec::new();
    let header = Header::new(None, Timestamp::UNIX_EPOCH);
    let mut writer = TmxWriter::new(&mut out, &header)?;
    writer.write(unit)?;
    let _written = writer.finish()?;
    let text = String::from_utf8_lossy(&out);
    let body = text.find("<body>").map_or("", |at| &text[at..]);
    let (start, end) = (body.find(begin), body.rfind(end).map(|at| at + end.len()));
    match start.zip(end).and_then(|(start, end)| body.get(start..end)) {
        Some(element) => Ok(element.to_owned()),
        None => Err(Error::new(ErrorKind::Text, "the unit has no text")),
    }
}

/// Reads an element `tu`.
///
/// # Errors
/// Anything but one unit with two texts or more.
pub fn unit_of_tu(xml: &str) -> Result<Unit> {
    let refuse = |message: &str| Err(Error::new(ErrorKind::Format, message));
    if xml.len() > LARGEST {
        return refuse("the unit is too large");
    }
    // A document of its own may begin so.
    let element = match xml.trim_start().strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>").map_or("", |(_, rest)| rest),
        None => xml,
    };
    let file = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><tmx version=\"1.4\"><header \
         creationtool=\"muwazi\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"none\" \
         adminlang=\"en\" srclang=\"*all*\" datatype=\"unknown\"/><body>{element}</body></tmx>"
    );
    let mut reader = TmxReader::with(file.as_bytes(), "unit", &Reading::default())?;
    let Some(unit) = reader.next().transpose()? else { return refuse("there is no unit") };
    if reader.next().is_some() || reader.skipped() > 0 {
        return refuse("there is more than one unit");
    }
    if unit.variants.len() < 2 {
        return refuse("the unit has no translation");
    }
    Ok(unit)
}

/// The number of an identifier that [`tu`] has made.
pub fn number_of_tuid(tuid: &str) -> Option<UnitId> {
    tuid.strip_prefix(TUID)?.parse().ok()
}

impl LiveMemory {
    /// Stores a unit. One with the identifier of a unit that is here changes that unit's texts; any
    /// other is added.
    ///
    /// # Errors
    /// A text that cannot be used, or the store's own.
    pub fn store_unit(&self, mut unit: Unit, user: Option<&str>) -> Result<UnitOutcome> {
        unit.variants.iter().try_for_each(|variant| check_text(&variant.text))?;
        let store = self.to_write()?;
        let known = unit.meta.attribute("tuid").and_then(number_of_tuid);
        let held = match known {
            Some(id) => self.units(&[id])?.pop().flatten().map(|held| (id, held)),
            None => None,
        };
        if known.is_some() {
            unit.meta.attributes.retain(|(name, _)| name != "tuid");
        }
        let at = Timestamp::now();
        let Some((id, held)) = held.filter(|(_, held)| is_change(held, &unit)) else {
            let added = store.add([unit], at, user)?;
            let Some(added) = added.into_iter().next() else {
                return Err(Error::new(ErrorKind::Internal, "nothing was added"));
            };
            let outcome = match added {
                Added::New(_) => OutcomeKind::New,
                Added::Merged(_) => OutcomeKind::Merged,
                Added::Unchanged(_) => OutcomeKind::Unchanged,
            };
            return Ok(UnitOutcome { unit: added.unit(), outcome });
        };
        let mut outcome = UnitOutcome { unit: id, outcome: OutcomeKind::Unchanged };
        for variant in unit.variants {
            if held.variants.iter().any(|old| old.lang == variant.lang && old.text == variant.text)
            {
                continue;
            }
            let edited = store.edit(outcome.unit, &variant.lang, variant.text, at, user)?;
            let (unit, kind) = match edited {
                crate::memory::Edited::Changed => (outcome.unit, OutcomeKind::Changed),
                crate::memory::Edited::Unchanged => continue,
                crate::memory::Edited::MergedInto(other) => (other, OutcomeKind::Merged),
            };
            outcome = UnitOutcome { unit, outcome: kind };
        }
        Ok(outcome)
    }
}

/// Returns true if a unit has the languages of one that is held, so that it can take its place.
fn is_change(held: &Unit, new: &Unit) -> bool {
    new.variants.iter().all(|variant| held.variants.iter().any(|old| old.lang == variant.lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lang::Lang, unit::Mark};

    #[test]
    fn a_unit_comes_back_as_it_went() {
        let mut unit = Unit::pair((Lang::english(), "A <b> & \"c\"."), (Lang::arabic(), "نص."));
        unit.variants[0].text.marks.push(Mark::from_tmx(2, "<ph x=\"1\"/>"));
        unit.meta.add_prop("x-project", "dam");
        let xml = tu(UnitId::new(7), &unit).unwrap();
        assert!(xml.starts_with("<tu ") && xml.ends_with("</tu>"), "{xml}");
        let back = unit_of_tu(&xml).unwrap();
        assert_eq!(back.variants, unit.variants);
        assert_eq!(number_of_tuid(back.meta.attribute("tuid").unwrap()), Some(UnitId::new(7)));
        assert_eq!(back.project(), Some("dam"));
        let xml = tuv(&unit.variants[1]).unwrap();
        assert!(xml.starts_with("<tuv xml:lang=\"ar\"") && xml.ends_with("</tuv>"), "{xml}");
        assert!(xml.contains("<seg>نص.</seg>"), "{xml}");
    }

    #[test]
    fn what_is_not_one_unit_is_refused() {
        let pair =
            "<tuv xml:lang=\"en\"><seg>a b</seg></tuv><tuv xml:lang=\"ar\"><seg>ب</seg></tuv>";
        assert!(
            unit_of_tu(&format!("<?xml version=\"1.0\"?>\n<tu tuid=\"x\">{pair}</tu>")).is_ok()
        );
        for odd in [
            String::new(),
            "<tu>".into(),
            "text".into(),
            "<tu></tu>".into(),
            format!("<tu>{pair}</tu><tu>{pair}</tu>"),
            "<tu><tuv xml:lang=\"en\"><seg>a</seg></tuv></tu>".into(),
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><tu/>".into(),
            "</body></tmx><tmx><body>".into(),
            "\u{0}".into(),
        ] {
            assert!(unit_of_tu(&odd).is_err(), "{odd}");
        }
    }
}
