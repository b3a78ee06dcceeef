//! French.

use unicode_script::Script;

use super::{Casing, Profile};

pub(super) static PROFILE: Profile =
    Profile { codes: &["fr"], casing: Casing::Names, ..Profile::bare(Script::Latin) };
