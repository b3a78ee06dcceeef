//! Japanese.

use unicode_script::Script;

use super::Profile;

pub(super) static PROFILE: Profile = Profile {
    codes: &["ja"],
    letters: "込働駅円広県気売読験沢浜図畑峠",
    spaced: false,
    ..Profile::bare(Script::Hiragana)
};
