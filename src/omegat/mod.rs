//! OmegaT's project folder: memories by where they come from and how far they are trusted, and
//! glossaries. Written for OmegaT to read, and read back.
//!
//! | folder | what OmegaT does with it | what of a memory goes there |
//! |---|---|---|
//! | `tm/auto` | fills exact matches in | what a person wrote or reviewed |
//! | `tm` | shows matches | what a person wrote and marked as a draft |
//! | `tm/mt` | shows matches as a machine's | machine translations that nobody reviewed |
//! | `tm/penalty-NN` | takes NN % off matches | alignments that nobody reviewed, by confidence; units with a penalty of their own |
//! | `glossary` | shows terms | glossaries |

mod read;
mod write;

use std::path::Path;

pub use self::{
    read::{Contents, read},
    write::{Written, write, write_glossary},
};
use crate::{
    lookup::{ScoreOptions, score},
    unit::{Origin, Unit},
};

/// The file that makes a folder a project.
const PROJECT: &str = "omegat.project";
/// What a person has translated in the project so far.
const SAVED: &str = "omegat/project_save.tmx";

/// Whether a folder is a project of OmegaT.
pub fn is_project(folder: &Path) -> bool {
    folder.join(PROJECT).is_file()
}

/// Where in a project a unit belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TmFolder {
    /// `tm/auto`: exact matches are filled in.
    Auto,
    /// `tm`: matches are shown.
    Plain,
    /// `tm/mt`: a machine's.
    Machine,
    /// `tm/penalty-NN`: so many points off.
    Penalty(u32),
}

impl TmFolder {
    /// Where a unit belongs, by its origin and whether somebody stands for it.
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

    /// Its folder in the project, with `/`.
    pub fn folder(self) -> String {
        match self {
            Self::Auto => "tm/auto".to_owned(),
            Self::Plain => "tm".to_owned(),
            Self::Machine => "tm/mt".to_owned(),
            Self::Penalty(points) => format!("tm/penalty-{points:02}"),
        }
    }

    /// Of a folder within `tm`: its name as it lies there.
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

    /// Notes down in a unit that it lay there, unless what it says of itself leads there anyway.
    pub fn mark(self, unit: &mut Unit) {
        if Self::of(unit) == self {
            return;
        }
        match self {
            // A person had it filled in unseen.
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
    fn each_unit_has_its_shelf() {
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
    fn a_unit_from_a_shelf_goes_back_to_it() {
        let shelves = [
            TmFolder::Auto,
            TmFolder::Plain,
            TmFolder::Machine,
            TmFolder::Penalty(1),
            TmFolder::Penalty(45),
        ];
        for shelf in shelves {
            for props in [&[][..], &[("x-origin", "aligned")], &[("x-origin", "machine")]] {
                let mut unit = unit(props);
                shelf.mark(&mut unit);
                let stays = TmFolder::of(&unit);
                // What says that a machine made it or an aligner paired it is not a draft of a person.
                let other = shelf == TmFolder::Plain && !props.is_empty();
                assert!(stays == shelf || other, "{shelf:?} {props:?} {stays:?}");
            }
        }
        let name = |shelf: TmFolder| shelf.folder().rsplit('/').next().map(str::to_owned).unwrap();
        for shelf in [TmFolder::Auto, TmFolder::Machine, TmFolder::Penalty(7)] {
            assert_eq!(TmFolder::of_folder(&name(shelf)), Some(shelf));
        }
        assert_eq!(TmFolder::of_folder("clients"), None);
    }
}
