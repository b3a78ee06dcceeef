//! Russian.

use unicode_script::Script;

use super::{Casing, Profile};

pub(super) static PROFILE: Profile =
    Profile { codes: &["ru"], casing: Casing::Names, ..Profile::bare(Script::Cyrillic) };
