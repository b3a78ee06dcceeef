//! Arabic, with the dialects that have a code of their own.

use unicode_script::Script;

use super::{Profile, Sentences};

pub(super) static PROFILE: Profile = Profile {
    codes: &["ar", "arz", "ary", "apc", "ajp"],
    sentences: Sentences {
        words: include_str!("../../../tm/segmentation/ar.txt"),
        ordinals: false,
    },
    ..Profile::bare(Script::Arabic)
};
