//! Metadata fields of a unit, by the names that TMX and the tools that write it use.
//!
//! Values stay where they were read: in attributes, properties and notes, so that an export returns
//! them unchanged. They have no database columns of their own: a look-up finds units by text and
//! then reads the few that it shows; `--where` scans the units once per process.
//!
//! The first name of each list is ours. The others: `x-context-pre` and `x-document` are memoQ's
//! and MateCat's; `prev`, `next` and `file` OmegaT's; `x-Origin`, `x-ConfirmationLevel` and names
//! with a type after a colon (`x-Customer:MultiplePicklist`) Trados Studio's; names without `x-`
//! memoQ's. Names are compared without regard to case.

use std::{fmt, str::FromStr};

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

/// The origin of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Origin {
    /// A person wrote it; also the default if nothing is recorded.
    Person,
    /// It comes from an alignment of two texts.
    Aligned,
    /// Machine translation.
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

/// The texts before and after a unit in its document, in the source language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Context<'a> {
    /// The text before.
    pub before: Option<&'a str>,
    /// The text after.
    pub after: Option<&'a str>,
}

impl Context<'_> {
    /// Returns true if neither text is known.
    pub fn is_empty(&self) -> bool {
        self.before.is_none() && self.after.is_none()
    }
}

impl Unit {
    /// Returns the origin of the unit.
    pub fn origin(&self) -> Origin {
        let recorded = self.property(ORIGIN).unwrap_or_default().to_ascii_lowercase();
        match recorded.as_str() {
            "aligned" | "alignment" | "autoaligned" => Origin::Aligned,
            "machine"
            | "mt"
            | "machinetranslation"
            | "automatictranslation"
            | "adaptivemachinetranslation"
            | "nmt" => Origin::Machine,
            // memoQ writes yes or no in a property of its own; Trados Workbench and others mark
            // machine translation by the creator's name.
            _ if self.property(&["aligned"]).is_some_and(is_yes) => Origin::Aligned,
            _ if matches!(self.attribute("creationid"), Some("MT!" | "MT")) => Origin::Machine,
            _ => Origin::Person,
        }
    }

    /// Returns the confidence of the unit's alignment, from 0 to 1.
    pub fn confidence(&self) -> Option<f64> {
        self.property(&["x-confidence"])?.parse().ok().filter(|c| (0.0..=1.0).contains(c))
    }

    /// Returns true if a person vouches for the unit: one who wrote it, or who checked aligned or
    /// machine-translated text.
    pub fn is_reviewed(&self) -> bool {
        if let Some(recorded) = self.property(REVIEWED) {
            return is_yes(recorded);
        }
        if self.property(&["corrected"]).is_some_and(is_yes) {
            return true;
        }
        let level =
            self.property(&["x-confirmationlevel"]).unwrap_or_default().to_ascii_lowercase();
        match level.as_str() {
            "translated" | "approvedtranslation" | "approvedsignoff" => true,
            "draft" | "unspecified" | "rejectedtranslation" | "rejectedsignoff" => false,
            _ => self.origin() == Origin::Person,
        }
    }

    /// Returns the penalty, in points from 0 to 100, that is subtracted from the unit's score
    /// because of its origin, for example for units from a folder of less trusted memories.
    pub fn penalty(&self) -> u32 {
        self.property(&["x-penalty"]).and_then(|p| p.parse().ok()).map_or(0, |p: u32| p.min(100))
    }

    /// Returns the subject field.
    pub fn domain(&self) -> Option<&str> {
        self.property(DOMAIN)
    }

    /// Returns the client that it was translated for.
    pub fn client(&self) -> Option<&str> {
        self.property(CLIENT)
    }

    /// Returns the project that it was translated in.
    pub fn project(&self) -> Option<&str> {
        self.property(PROJECT)
    }

    /// Returns the name of the document that it was part of.
    pub fn document(&self) -> Option<&str> {
        self.property(DOCUMENT)
    }

    /// Returns the texts that stood before and after it.
    pub fn context(&self) -> Context<'_> {
        Context {
            before: self.property(BEFORE).map(within_seg),
            after: self.property(AFTER).map(within_seg),
        }
    }

    /// Returns the creation time, in TMX format.
    pub fn created(&self) -> Option<&str> {
        self.attribute("creationdate")
    }

    /// Returns the time of the last change, or of creation, in TMX format.
    pub fn changed(&self) -> Option<&str> {
        self.attribute("changedate").or_else(|| self.created())
    }

    /// Returns the name of its creator.
    pub fn creator(&self) -> Option<&str> {
        self.attribute("creationid")
    }

    /// Returns the number of times that it was used, if recorded.
    pub fn usage_count(&self) -> Option<u64> {
        self.attribute("usagecount")?.parse().ok()
    }

    /// Records whether a person vouches for the unit.
    pub fn set_reviewed(&mut self, yes: bool) {
        self.meta.set_prop("x-reviewed", if yes { "yes" } else { "no" });
    }

    /// Returns the first non-empty value of the first of these properties that the unit or one of
    /// its variants has.
    fn property(&self, names: &[&str]) -> Option<&str> {
        let metas = || self.metas();
        names.iter().find_map(|name| {
            metas()
                .flat_map(|meta| &meta.props)
                .filter(|p| p.kind.split(':').next().is_some_and(|k| k.eq_ignore_ascii_case(name)))
                .map(|p| p.value.trim())
                .find(|value| !value.is_empty())
        })
    }

    /// Returns an attribute of the unit, or of the first variant that has it, where OmegaT writes
    /// them.
    fn attribute(&self, name: &str) -> Option<&str> {
        // A translation's dates are newer than those of the source, which usually has none.
        self.metas().find_map(|meta| meta.attribute(name)).filter(|value| !value.is_empty())
    }

    fn metas(&self) -> impl Iterator<Item = &Meta> {
        std::iter::once(&self.meta).chain(self.variants.iter().map(|v| &v.meta))
    }
}

pub(super) fn is_yes(value: &str) -> bool {
    ["yes", "true", "1"].iter().any(|yes| value.eq_ignore_ascii_case(yes))
}

/// Returns the text of a context written as `<seg>…</seg>`.
fn within_seg(value: &str) -> &str {
    value.strip_prefix("<seg>").and_then(|v| v.strip_suffix("</seg>")).map_or(value, str::trim)
}

/// Conditions that units must meet, all of them.
///
/// ```
/// use muwazi::unit::UnitFilter;
/// let filter: UnitFilter = ["domain=medical", "reviewed=yes"].iter().map(|w| w.parse()).collect::<Result<_, _>>()?;
/// # Ok::<(), muwazi::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitFilter(pub(super) Vec<Condition>);

/// A condition on one field: `domain=medical`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Condition {
    /// The field.
    pub field: Field,
    /// The value that it must have; case is ignored.
    pub value: String,
}

/// A field that a condition can test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
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
    /// Returns true if there are no conditions.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns true if a unit meets all conditions.
    pub fn fits(&self, unit: &Unit) -> bool {
        self.0.iter().all(|c| c.fits(unit))
    }
}

impl Condition {
    fn fits(&self, unit: &Unit) -> bool {
        let is = |value: Option<&str>| value.is_some_and(|value| same(value, &self.value));
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
}

fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
        || (!a.is_ascii() && !b.is_ascii() && a.to_lowercase() == b.to_lowercase())
}

impl TryFrom<String> for Condition {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Condition> for String {
    fn from(condition: Condition) -> Self {
        condition.to_string()
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.field, self.value)
    }
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
            .ok_or_else(|| refuse(format!("'{text}' lacks a = after one of {names}")))?;
        let (name, value) = (name.trim(), value.trim());
        let field = Field::ALL.iter().find(|(_, n)| n.eq_ignore_ascii_case(name));
        let Some((field, _)) = field else {
            return Err(refuse(format!("unknown field '{name}'; known fields: {names}")));
        };
        let allowed: &[&str] = match field {
            Field::Reviewed => &["yes", "no"],
            Field::Origin => &["person", "aligned", "machine"],
            _ => &[],
        };
        if !allowed.is_empty() && !allowed.iter().any(|a| a.eq_ignore_ascii_case(value)) {
            return Err(Error::new(ErrorKind::Usage, format!("invalid {name} '{value}'"))
                .hint(format!("use one of: {}", allowed.join(", "))));
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
    use crate::lang::Lang;

    fn unit(props: &[(&str, &str)]) -> Unit {
        let mut unit = Unit::pair((Lang::english(), "text"), (Lang::arabic(), "نص"));
        for (kind, value) in props {
            unit.meta.add_prop(*kind, *value);
        }
        unit
    }

    #[test]
    fn property_names_of_many_tools_are_recognised() {
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
    fn aligned_units_count_as_unreviewed() {
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
    fn malformed_conditions_are_refused() {
        assert!("colour=red".parse::<Condition>().is_err());
        assert!("reviewed=maybe".parse::<Condition>().is_err());
        assert!("domain".parse::<Condition>().is_err());
    }
}
