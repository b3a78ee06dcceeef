//! Chinese, simplified and traditional.

use unicode_script::Script;

use super::Profile;

pub(super) static PROFILE: Profile = Profile {
    codes: &["zh", "yue"],
    letters: "们这说么吗呢吧个为时发给过还从问间门东车长书让样现开头业两你她它您啊很哪谁個們這說麼嗎沒發還從讓樣兩",
    spaced: false,
    ..Profile::bare(Script::Han)
};
