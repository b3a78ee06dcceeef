//! Chinese, simplified and traditional.

use unicode_script::Script;

use super::Profile;

pub(super) static PROFILE: Profile =
    Profile { codes: &["zh", "yue"], spaced: false, ..Profile::bare(Script::Han) };
