//! Chinese, simplified and traditional.

use unicode_script::Script;

use super::{NumberWords, Numbers, Profile};

pub(super) static PROFILE: Profile = Profile {
    codes: &["zh", "yue"],
    letters: "们这说么吗呢吧个为时发给过还从问间门东车长书让样现开头业两你她它您啊很哪谁個們這說麼嗎沒發還從讓樣兩",
    spaced: false,
    numbers: Numbers { small: SMALL, scales: SCALES, ..Numbers::bare() },
    ..Profile::bare(Script::Han)
};

#[rustfmt::skip]
const SMALL: NumberWords = &[
    (0.0, "〇 零"),
    (1.0, "一 壹"),
    (2.0, "二 两 兩 贰 貳"),
    (3.0, "三 叁 參"),
    (4.0, "四 肆"),
    (5.0, "五 伍"),
    (6.0, "六 陆 陸"),
    (7.0, "七 柒"),
    (8.0, "八 捌"),
    (9.0, "九 玖"),
    (10.0, "十 拾"),
];

#[rustfmt::skip]
const SCALES: NumberWords = &[
    (1e2, "百 佰"),
    (1e3, "千 仟"),
    (1e4, "万 萬"),
    (1e8, "亿 億"),
    (1e12, "兆"),
];
