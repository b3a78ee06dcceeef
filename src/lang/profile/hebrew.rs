//! Hebrew.

use unicode_script::Script;

use super::Profile;

pub(super) static PROFILE: Profile = Profile { codes: &["he"], ..Profile::bare(Script::Hebrew) };
