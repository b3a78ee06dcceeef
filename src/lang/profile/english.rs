//! English.

use unicode_script::Script;

use super::{Casing, Profile, Sentences};

pub(super) static PROFILE: Profile = Profile {
    codes: &["en"],
    casing: Casing::Names,
    sentences: Sentences {
        words: include_str!("../../../tm/segmentation/en.txt"),
        ordinals: false,
    },
    ..Profile::bare(Script::Latin)
};
