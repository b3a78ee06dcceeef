//! Japanese.

use unicode_script::Script;

use super::{NumberWords, Numbers, Profile};

pub(super) static PROFILE: Profile = Profile {
    codes: &["ja"],
    letters: "込働駅円広県気売読験沢浜図畑峠",
    spaced: false,
    numbers: Numbers { small: SMALL, scales: SCALES, ..Numbers::bare() },
    ..Profile::bare(Script::Hiragana)
};

#[rustfmt::skip]
const SMALL: NumberWords = &[
    (0.0, "〇 零"),
    (1.0, "一 壱"),
    (2.0, "二 弐"),
    (3.0, "三 参"),
    (4.0, "四"),
    (5.0, "五"),
    (6.0, "六"),
    (7.0, "七"),
    (8.0, "八"),
    (9.0, "九"),
    (10.0, "十 拾"),
];

#[rustfmt::skip]
const SCALES: NumberWords = &[
    (1e2, "百"),
    (1e3, "千"),
    (1e4, "万"),
    (1e8, "億"),
    (1e12, "兆"),
];
