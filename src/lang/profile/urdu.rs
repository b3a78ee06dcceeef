//! Urdu.

use unicode_script::Script;

use super::Profile;

pub(super) static PROFILE: Profile = Profile { codes: &["ur"], ..Profile::bare(Script::Arabic) };
