//! What is known of a unit beside its texts, by the names that TMX and the tools that write it use.
//!
//! All of it lives where it came: in attributes, properties and notes, so that an export gives it
//! back unchanged. Nothing has a column of its own, for look-up finds by text and then reads the
//! few units that it shows; `--where` walks through the units once a process.
//!
//! Our own names are the first of each list. The others: `x-context-pre` and `x-document` memoQ and
//! MateCat; `prev`, `next` and `file` OmegaT; `x-Origin`, `x-ConfirmationLevel` and names with a
//! kind after a colon (`x-Customer:MultiplePicklist`) Trados Studio; names without `x-` memoQ.
//! Capitals make no difference.

use std::{fmt, str::FromStr};

use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};

use super::{Meta, Unit};
use crate::error::{Error, ErrorKind};

const ORIGIN: &[&str] = &["x-origin"];
const DOMAIN: &[&str] = &["x-domain", "domain", "x-subject", "subject"];
const CLIENT: &[&str] = &["x-client", "client", "x-customer", "customer"];
const PROJECT: &[&str] = &["x-project", "project", "x-project_name", "x-matecat-project"];
const DOCUMENT: &[&str] =
    &["x-document", "document", "x-filename", "x-file", "file", "x-matecat-filename"];
const BEFORE: &[&str] = &["x-context-before", "x-context-pre", "prev"];
const AFTER: &[&str] = &["x-context-after", "x-context-post", "next"];
const REVIEWED: &[&str] = &["x-reviewed"];

/// Where a unit comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A person wrote it, or nothing else is said.
    Person,
    /// Two texts were aligned.
    Aligned,
    /// A machine translated.
    Machine,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Person => "person",
            Self::Aligned => "aligned",
            Self::Machine => "machine",
        })
    }
}

/// The texts beside a unit's own in its document, in the language of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Context<'a> {
    /// The one before.
    pub before: Option<&'a str>,
    /// The one after.
    pub after: Option<&'a str>,
}

impl Context<'_> {
    /// Whether nothing is known of it.
    pub fn is_empty(&self) -> bool {
        self.before.is_none() && self.after.is_none()
    }
}

impl Unit {
    /// Where it comes from.
    pub fn origin(&self) -> Origin {
        let said = self.known(ORIGIN).unwrap_or_default().to_ascii_lowercase();
        match said.as_str() {
            "aligned" | "alignment" | "autoaligned" => Origin::Aligned,
            "machine"
            | "mt"
            | "machinetranslation"
            | "automatictranslation"
            | "adaptivemachinetranslation"
            | "nmt" => Origin::Machine,
            // memoQ says yes or no; the translator's workbench and others sign so for machines.
            _ if self.known(&["aligned"]).is_some_and(is_yes) => Origin::Aligned,
            _ if matches!(self.attribute("creationid"), Some("MT!" | "MT")) => Origin::Machine,
            _ => Origin::Person,
        }
    }

    /// The confidence of its alignment, from 0 to 1.
    pub fn confidence(&self) -> Option<f64> {
        self.known(&["x-confidence"])?.parse().ok().filter(|c| (0.0..=1.0).contains(c))
    }

    /// Whether a person stands for it: one who wrote it, or looked at what a machine made.
    pub fn is_reviewed(&self) -> bool {
        if let Some(said) = self.known(REVIEWED) {
            return is_yes(said);
        }
        if self.known(&["corrected"]).is_some_and(is_yes) {
            return true;
        }
        let level = self.known(&["x-confirmationlevel"]).unwrap_or_default().to_ascii_lowercase();
        match level.as_str() {
            "translated" | "approvedtranslation" | "approvedsignoff" => true,
            "draft" | "unspecified" | "rejectedtranslation" | "rejectedsignoff" => false,
            _ => self.origin() == Origin::Person,
        }
    }

    /// What is taken off its score for where it comes from, as a person said: of a unit in a folder
    /// for less trusted memories.
    pub fn penalty(&self) -> u32 {
        self.known(&["x-penalty"]).and_then(|p| p.parse().ok()).map_or(0, |p: u32| p.min(100))
    }

    /// Its subject.
    pub fn domain(&self) -> Option<&str> {
        self.known(DOMAIN)
    }

    /// For whom it was translated.
    pub fn client(&self) -> Option<&str> {
        self.known(CLIENT)
    }

    /// In which project.
    pub fn project(&self) -> Option<&str> {
        self.known(PROJECT)
    }

    /// The document that it stood in.
    pub fn document(&self) -> Option<&str> {
        self.known(DOCUMENT)
    }

    /// What stood beside it.
    pub fn context(&self) -> Context<'_> {
        Context {
            before: self.known(BEFORE).map(within_seg),
            after: self.known(AFTER).map(within_seg),
        }
    }

    /// When it was made, in TMX's form.
    pub fn created(&self) -> Option<&str> {
        self.attribute("creationdate")
    }

    /// When it was last changed, or made, in TMX's form.
    pub fn changed(&self) -> Option<&str> {
        self.attribute("changedate").or_else(|| self.created())
    }

    /// Who made it.
    pub fn creator(&self) -> Option<&str> {
        self.attribute("creationid")
    }

    /// How often it was used, where that is counted.
    pub fn usage_count(&self) -> Option<u64> {
        self.attribute("usagecount")?.parse().ok()
    }

    /// Notes down whether a person stands for it.
    pub fn set_reviewed(&mut self, yes: bool) {
        self.meta.set_prop("x-reviewed", if yes { "yes" } else { "no" });
    }

    /// The first value of the first of these properties, of the unit or of a text of it, that says
    /// something.
    fn known(&self, names: &[&str]) -> Option<&str> {
        let metas = || self.metas();
        names.iter().find_map(|name| {
            metas()
                .flat_map(|meta| &meta.props)
                .filter(|p| p.kind.split(':').next().is_some_and(|k| k.eq_ignore_ascii_case(name)))
                .map(|p| p.value.trim())
                .find(|value| !value.is_empty())
        })
    }

    /// An attribute of the unit, or of the first text that has it, as OmegaT writes them.
    fn attribute(&self, name: &str) -> Option<&str> {
        // A translation's dates are newer than the source's, which mostly has none.
        self.metas().find_map(|meta| meta.attribute(name)).filter(|value| !value.is_empty())
    }

    fn metas(&self) -> impl Iterator<Item = &Meta> {
        std::iter::once(&self.meta).chain(self.variants.iter().map(|v| &v.meta))
    }
}

fn is_yes(value: &str) -> bool {
    ["yes", "true", "1"].iter().any(|yes| value.eq_ignore_ascii_case(yes))
}

/// The text of a context that was written as `<seg>…</seg>`.
fn within_seg(value: &str) -> &str {
    value.strip_prefix("<seg>").and_then(|v| v.strip_suffix("</seg>")).map_or(value, str::trim)
}

/// What units must be like.
///
/// ```
/// use muwazi::unit::UnitFilter;
/// let wanted: Wanted = ["domain=medical", "reviewed=yes"].iter().map(|w| w.parse()).collect::<Result<_, _>>()?;
/// # Ok::<(), muwazi::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitFilter(Vec<Condition>);

/// One thing that units must be like: `domain=medical`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What is looked at.
    pub field: Field,
    /// What it must be; capitals make no difference.
    pub value: String,
}

/// What can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// [`Unit::domain`].
    Domain,
    /// [`Unit::client`].
    Client,
    /// [`Unit::project`].
    Project,
    /// [`Unit::document`].
    Document,
    /// [`Unit::origin`]: `person`, `aligned` or `machine`.
    Origin,
    /// [`Unit::creator`].
    Creator,
    /// [`Unit::is_reviewed`]: `yes` or `no`.
    Reviewed,
}

impl Field {
    const ALL: [(Self, &str); 7] = [
        (Self::Domain, "domain"),
        (Self::Client, "client"),
        (Self::Project, "project"),
        (Self::Document, "document"),
        (Self::Origin, "origin"),
        (Self::Creator, "creator"),
        (Self::Reviewed, "reviewed"),
    ];
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::ALL.iter().find(|(field, _)| field == self).map_or("", |(_, name)| name);
        f.write_str(name)
    }
}

impl UnitFilter {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a unit is as wanted in every way.
    pub fn fits(&self, unit: &Unit) -> bool {
        self.0.iter().all(|c| c.fits(unit))
    }

    /// What can be told without reading JSON.
    pub(crate) fn glance(&self) -> Glance {
        let finder = |text: &str| Finder::new(text.to_ascii_lowercase().as_bytes()).into_owned();
        let seen = |c: &Condition| match c.field {
            Field::Origin => Seen::Silent(c.value.eq_ignore_ascii_case("person")),
            Field::Reviewed => Seen::Silent(is_yes(&c.value)),
            _ => c
                .value_in_json()
                .map_or(Seen::Nothing, |value| Seen::Value(Box::new(finder(value)))),
        };
        Glance { sought: self.0.iter().map(seen).collect(), telling: TELLING.map(finder) }
    }
}

/// Words without which in its metadata a unit is a person's and reviewed.
const TELLING: [&str; 6] =
    ["origin", "aligned", "reviewed", "corrected", "confirmationlevel", "\"creationid\",\"mt"];

/// Whether units are as wanted, told from the JSON of their metadata where that is certain: reading
/// that of a million units takes seconds, looking for words in it does not.
pub(crate) struct Glance {
    sought: Vec<Seen>,
    telling: [Finder<'static>; TELLING.len()],
}

enum Seen {
    /// The value stands in the metadata of any unit that fits.
    Value(Box<Finder<'static>>),
    /// Whether a unit fits of which nothing telling is said.
    Silent(bool),
    Nothing,
}

impl Glance {
    /// `json` with small ASCII letters.
    pub(crate) fn tells(&self, json: &[u8]) -> Option<bool> {
        let mut sure = true;
        let mut silent = None;
        for seen in &self.sought {
            let fits = match seen {
                Seen::Value(value) if value.find(json).is_none() => Some(false),
                Seen::Silent(fits) => silent
                    .get_or_insert_with(|| self.telling.iter().all(|w| w.find(json).is_none()))
                    .then_some(*fits),
                _ => None,
            };
            match fits {
                Some(false) => return Some(false),
                Some(true) => {}
                None => sure = false,
            }
        }
        sure.then_some(true)
    }
}

impl Condition {
    fn fits(&self, unit: &Unit) -> bool {
        let is = |held: Option<&str>| held.is_some_and(|held| same(held, &self.value));
        match self.field {
            Field::Domain => is(unit.domain()),
            Field::Client => is(unit.client()),
            Field::Project => is(unit.project()),
            Field::Document => is(unit.document()),
            Field::Creator => is(unit.creator()),
            Field::Origin => is(Some(match unit.origin() {
                Origin::Person => "person",
                Origin::Aligned => "aligned",
                Origin::Machine => "machine",
            })),
            Field::Reviewed => unit.is_reviewed() == is_yes(&self.value),
        }
    }

    /// Its value as JSON writes it, where only ASCII capitals can differ.
    fn value_in_json(&self) -> Option<&str> {
        let plain = |c: char| c.is_ascii() && !c.is_ascii_control() && c != '"' && c != '\\';
        let uncased = |c: char| !c.is_ascii() && !c.is_lowercase() && !c.is_uppercase();
        (!self.value.is_empty() && self.value.chars().all(|c| plain(c) || uncased(c)))
            .then_some(self.value.as_str())
    }
}

fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
        || (!a.is_ascii() && !b.is_ascii() && a.to_lowercase() == b.to_lowercase())
}

impl FromStr for Condition {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let names = Field::ALL.map(|(_, name)| name).join(", ");
        let refuse = |what: String| {
            Error::new(ErrorKind::Usage, what).hint("write FIELD=VALUE, such as domain=medical")
        };
        let (name, value) = text
            .split_once('=')
            .ok_or_else(|| refuse(format!("'{text}' has no = after one of {names}")))?;
        let (name, value) = (name.trim(), value.trim());
        let field = Field::ALL.iter().find(|(_, n)| n.eq_ignore_ascii_case(name));
        let Some((field, _)) = field else {
            return Err(refuse(format!("there is no field '{name}' among {names}")));
        };
        let allowed: &[&str] = match field {
            Field::Reviewed => &["yes", "no"],
            Field::Origin => &["person", "aligned", "machine"],
            _ => &[],
        };
        if !allowed.is_empty() && !allowed.iter().any(|a| a.eq_ignore_ascii_case(value)) {
            return Err(Error::new(ErrorKind::Usage, format!("'{value}' is no {name}"))
                .hint(format!("say one of: {}", allowed.join(", "))));
        }
        Ok(Self { field: *field, value: value.into() })
    }
}

impl FromIterator<Condition> for UnitFilter {
    fn from_iter<I: IntoIterator<Item = Condition>>(conditions: I) -> Self {
        Self(conditions.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    fn unit(props: &[(&str, &str)]) -> Unit {
        let mut unit = Unit::pair((Lang::english(), "text"), (Lang::arabic(), "نص"));
        for (kind, value) in props {
            unit.meta.add_prop(*kind, *value);
        }
        unit
    }

    #[test]
    fn the_names_of_many_tools_are_known() {
        let studio = unit(&[
            ("x-Origin", "Alignment"),
            ("x-ConfirmationLevel", "Draft"),
            ("x-Customer:MultiplePicklist", "Acme"),
        ]);
        assert_eq!((studio.origin(), studio.is_reviewed()), (Origin::Aligned, false));
        assert_eq!(studio.client(), Some("Acme"));
        let mut memoq = unit(&[("client", "Acme"), ("domain", " "), ("aligned", "no")]);
        memoq.variants[0].meta.add_prop("x-context-pre", "<seg>One.</seg>");
        assert_eq!((memoq.client(), memoq.domain()), (Some("Acme"), None));
        assert_eq!(memoq.context(), Context { before: Some("One."), after: None });
        assert!(memoq.is_reviewed());
        let mut omegat = unit(&[("prev", "One."), ("next", "Three."), ("file", "a.txt")]);
        omegat.variants[1].meta.set_attribute("changedate", "20260219T083000Z");
        assert_eq!(omegat.context().after, Some("Three."));
        assert_eq!(
            (omegat.document(), omegat.changed()),
            (Some("a.txt"), Some("20260219T083000Z"))
        );
    }

    #[test]
    fn ours_wait_for_a_person() {
        let mut aligned = unit(&[("x-origin", "aligned"), ("x-confidence", "0.93")]);
        assert_eq!((aligned.confidence(), aligned.is_reviewed()), (Some(0.93), false));
        aligned.set_reviewed(true);
        assert!(aligned.is_reviewed());
        aligned.set_reviewed(false);
        assert_eq!(aligned.meta.props.len(), 3);
        assert!(!unit(&[("x-origin", "machine")]).is_reviewed());
        assert_eq!(unit(&[("x-origin", "MT")]).origin(), Origin::Machine);
        assert_eq!(unit(&[("x-confidence", "7")]).confidence(), None);
    }

    #[test]
    fn a_glance_tells_what_reading_would() {
        let mut mt = unit(&[]);
        mt.meta.set_attribute("creationid", "MT!");
        let units = [
            unit(&[]),
            unit(&[("X-ORIGIN", "MT")]),
            unit(&[("aligned", "yes")]),
            unit(&[("x-reviewed", "no")]),
            unit(&[("corrected", "no")]),
            unit(&[("x-ConfirmationLevel", "Draft")]),
            mt,
        ];
        for condition in
            ["origin=person", "origin=aligned", "origin=machine", "reviewed=yes", "reviewed=no"]
        {
            let wanted = UnitFilter(vec![condition.parse().unwrap()]);
            for unit in &units {
                let json = serde_json::to_string(&unit.meta).unwrap().to_ascii_lowercase();
                let told = wanted.glance().tells(json.as_bytes());
                assert!(told.is_none_or(|told| told == wanted.fits(unit)), "{condition}: {json}");
            }
            assert!(wanted.glance().tells(b"{}").is_some());
        }
        for (value, held) in [("news", "NEWS"), ("أخبار", "أخبار"), ("É\"x", "é\"X")] {
            let unit = unit(&[("x-domain", held)]);
            let wanted = UnitFilter(vec![Condition { field: Field::Domain, value: value.into() }]);
            assert!(wanted.fits(&unit));
            let json = serde_json::to_string(&unit.meta).unwrap().to_ascii_lowercase();
            assert_ne!(wanted.glance().tells(json.as_bytes()), Some(false));
            assert_eq!(wanted.glance().tells(b"{}"), (held != "\u{e9}\"X").then_some(false));
        }
        assert!("colour=red".parse::<Condition>().is_err());
        assert!("reviewed=maybe".parse::<Condition>().is_err());
        assert!("domain".parse::<Condition>().is_err());
    }
}
