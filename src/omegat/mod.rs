//! OmegaT project folders: export and import of memories, sorted by origin and reliability, and of
//! glossaries.
//!
//! | folder | use in OmegaT | exported content |
//! |---|---|---|
//! | `tm/auto` | inserts exact matches | units written or reviewed by a person |
//! | `tm` | shows matches | units written by a person and marked as draft |
//! | `tm/mt` | shows matches as machine translation | unreviewed machine translations |
//! | `tm/penalty-NN` | lowers matches by NN % | unreviewed alignments, by confidence; units with a penalty of their own |
//! | `glossary` | shows terms | glossaries |

mod read;
mod write;

use std::path::Path;

pub use self::{
    read::{Contents, read},
    write::{Written, check_names, write, write_glossary},
};
use crate::{
    lookup::{ScoreOptions, score},
    unit::{Origin, Unit},
};

/// The file that marks a folder as a project.
const PROJECT: &str = "omegat.project";
/// The translations made in the project so far.
const SAVED: &str = "omegat/project_save.tmx";

/// Returns true if a folder is an OmegaT project.
pub fn is_project(folder: &Path) -> bool {
    folder.join(PROJECT).is_file()
}

/// The folder of a project in which a unit belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TmFolder {
    /// `tm/auto`: exact matches are inserted.
    Auto,
    /// `tm`: matches are shown.
    Plain,
    /// `tm/mt`: matches are shown as machine translation.
    Machine,
    /// `tm/penalty-NN`: matches are lowered by NN points.
    Penalty(u32),
}

impl TmFolder {
    /// Returns the folder in which a unit belongs, by its penalty, review state and origin.
    pub fn of(unit: &Unit) -> Self {
        match (unit.penalty(), unit.origin()) {
            (points, _) if points > 0 => Self::Penalty(points),
            (_, _) if unit.is_reviewed() => Self::Auto,
            (_, Origin::Machine) => Self::Machine,
            (_, Origin::Person) => Self::Plain,
            (_, Origin::Aligned) => {
                let most = ScoreOptions::default().unreviewed;
                Self::Penalty(score::unreviewed(most, unit.confidence()))
            }
        }
    }

    /// The path of the folder in the project, with `/`.
    pub fn folder(self) -> String {
        match self {
            Self::Auto => "tm/auto".to_owned(),
            Self::Plain => "tm".to_owned(),
            Self::Machine => "tm/mt".to_owned(),
            Self::Penalty(points) => format!("tm/penalty-{points:02}"),
        }
    }

    /// Parses the name of a folder in `tm`.
    fn of_folder(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "auto" | "enforce" => Some(Self::Auto),
            "mt" => Some(Self::Machine),
            other => {
                let points = other.strip_prefix("penalty-")?.parse::<u32>().ok()?;
                Some(Self::Penalty(points.min(100)))
            }
        }
    }

    /// Marks a unit as coming from this folder, unless its own properties lead there anyway.
    pub fn mark(self, unit: &mut Unit) {
        if Self::of(unit) == self {
            return;
        }
        match self {
            // Its owner lets OmegaT insert it without review.
            Self::Auto => unit.set_reviewed(true),
            Self::Plain => unit.set_reviewed(false),
            Self::Machine => {
                unit.meta.set_prop("x-origin", "machine");
                unit.set_reviewed(false);
            }
            Self::Penalty(0) => {}
            Self::Penalty(points) => unit.meta.set_prop("x-penalty", points.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn unit(props: &[(&str, &str)]) -> Unit {
        let mut unit = Unit::pair((Lang::english(), "a"), (Lang::arabic(), "أ"));
        props.iter().for_each(|(kind, value)| unit.meta.add_prop(*kind, *value));
        unit
    }

    #[test]
    fn folder_depends_on_origin_and_review() {
        let aligned = ("x-origin", "aligned");
        let machine = ("x-origin", "machine");
        for (props, folder) in [
            (&[][..], "tm/auto"),
            (&[("x-reviewed", "no")], "tm"),
            (&[aligned, ("x-confidence", "0.93")], "tm/penalty-01"),
            (&[aligned], "tm/penalty-06"),
            (&[aligned, ("x-reviewed", "yes")], "tm/auto"),
            (&[machine], "tm/mt"),
            (&[machine, ("x-reviewed", "yes")], "tm/auto"),
            (&[("x-penalty", "30")], "tm/penalty-30"),
        ] {
            assert_eq!(TmFolder::of(&unit(props)).folder(), folder, "{props:?}");
        }
    }

    #[test]
    fn a_marked_unit_goes_back_to_its_folder() {
        let folders = [
            TmFolder::Auto,
            TmFolder::Plain,
            TmFolder::Machine,
            TmFolder::Penalty(1),
            TmFolder::Penalty(45),
        ];
        for folder in folders {
            for props in [&[][..], &[("x-origin", "aligned")], &[("x-origin", "machine")]] {
                let mut unit = unit(props);
                folder.mark(&mut unit);
                let stays = TmFolder::of(&unit);
                // A unit of a machine or an aligner is not a person's draft.
                let other = folder == TmFolder::Plain && !props.is_empty();
                assert!(stays == folder || other, "{folder:?} {props:?} {stays:?}");
            }
        }
        let name =
            |folder: TmFolder| folder.folder().rsplit('/').next().map(str::to_owned).unwrap();
        for folder in [TmFolder::Auto, TmFolder::Machine, TmFolder::Penalty(7)] {
            assert_eq!(TmFolder::of_folder(&name(folder)), Some(folder));
        }
        assert_eq!(TmFolder::of_folder("clients"), None);
    }
}
