//! German.

use unicode_script::Script;

use super::{Casing, Profile};

pub(super) static PROFILE: Profile =
    Profile { codes: &["de"], casing: Casing::Nouns, ..Profile::bare(Script::Latin) };
