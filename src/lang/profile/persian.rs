//! Persian, with Dari.

use unicode_script::Script;

use super::Profile;

pub(super) static PROFILE: Profile =
    Profile { codes: &["fa", "prs"], ..Profile::bare(Script::Arabic) };
