//! Persian, with Dari.

use unicode_script::Script;

use super::{Inflection, NumberWords, Numbers, Profile, Sounds, arabic};

pub(super) static PROFILE: Profile = Profile {
    codes: &["fa", "prs"],
    inflection: Inflection {
        proclitics: &[&["نمی", "می"]],
        endings: &[
            ("ی", ""),
            ("م", ""),
            ("ش", ""),
            ("ت", ""),
            ("ها", ""),
            ("ان", ""),
            ("ات", ""),
            ("ای", ""),
            ("یی", ""),
            ("تر", ""),
            ("های", ""),
            ("هایی", ""),
            ("گان", ""),
            ("ترین", ""),
            ("مان", ""),
            ("تان", ""),
            ("شان", ""),
            ("هایش", ""),
            ("هایم", ""),
            ("هایشان", ""),
            ("هایمان", ""),
            ("هایتان", ""),
            ("ند", ""),
            ("یم", ""),
            ("ید", ""),
            ("ده", ""),
            ("شده", ""),
        ],
        shortest: 3,
        ..Inflection::bare()
    },
    numbers: Numbers {
        decimal: '\u{66B}',
        grouping: '\u{66C}',
        joiners: &["و"],
        joined_scales: true,
        endings: &["مین", "م"],
        compounds: true,
        slash: true,
        small: SMALL,
        scales: SCALES,
        ..Numbers::bare()
    },
    sounds: &[SOUNDS, arabic::SOUNDS],
    ..Profile::bare(Script::Arabic)
};

#[rustfmt::skip]
const SMALL: NumberWords = &[
    (1.0, "یک یکم اول نخستین"),
    (2.0, "دو دوم دومین"),
    (3.0, "سه سوم سومین"),
    (4.0, "چهار"),
    (5.0, "پنج"),
    (6.0, "شش"),
    (7.0, "هفت"),
    (8.0, "هشت"),
    (9.0, "نه"),
    (10.0, "ده"),
    (11.0, "یازده"),
    (12.0, "دوازده"),
    (13.0, "سیزده"),
    (14.0, "چهارده"),
    (15.0, "پانزده"),
    (16.0, "شانزده"),
    (17.0, "هفده"),
    (18.0, "هجده هیجده"),
    (19.0, "نوزده"),
    (20.0, "بیست"),
    (30.0, "سی"),
    (40.0, "چهل"),
    (50.0, "پنجاه"),
    (60.0, "شصت"),
    (70.0, "هفتاد"),
    (80.0, "هشتاد"),
    (90.0, "نود"),
];

#[rustfmt::skip]
const SCALES: NumberWords = &[
    (1e2, "صد صدها"),
    (2e2, "دویست"),
    (3e2, "سیصد"),
    (4e2, "چهارصد"),
    (5e2, "پانصد"),
    (6e2, "ششصد"),
    (7e2, "هفتصد"),
    (8e2, "هشتصد"),
    (9e2, "نهصد"),
    (1e3, "هزار هزاران"),
    (1e6, "میلیون میلیونها"),
    (1e9, "میلیارد"),
    (1e12, "تریلیون"),
];

/// Letters and sounds that Arabic does not have.
#[rustfmt::skip]
const SOUNDS: Sounds = &[
    ("^و", &["f", "w"]), ("ه$", &["i", "h"]), ("و", &["u", "f"]), ("ژ", &["k", "s"]),
];
