//! Japanese.

use unicode_script::Script;

use super::Profile;

pub(super) static PROFILE: Profile =
    Profile { codes: &["ja"], spaced: false, ..Profile::bare(Script::Hiragana) };
