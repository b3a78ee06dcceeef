//! Turkish.

use unicode_script::Script;

use super::{Casing, Inflection, NumberWords, Numbers, Profile};

pub(super) static PROFILE: Profile = Profile {
    codes: &["tr"],
    casing: Casing::Names,
    inflection: Inflection {
        endings: &[
            ("a", ""),
            ("e", ""),
            ("ı", ""),
            ("i", ""),
            ("u", ""),
            ("ü", ""),
            ("n", ""),
            ("da", ""),
            ("de", ""),
            ("ta", ""),
            ("te", ""),
            ("ya", ""),
            ("ye", ""),
            ("yı", ""),
            ("yi", ""),
            ("nı", ""),
            ("ni", ""),
            ("ın", ""),
            ("in", ""),
            ("un", ""),
            ("ün", ""),
            ("dan", ""),
            ("den", ""),
            ("tan", ""),
            ("ten", ""),
            ("nın", ""),
            ("nin", ""),
            ("nun", ""),
            ("nün", ""),
            ("lar", ""),
            ("ler", ""),
            ("ları", ""),
            ("leri", ""),
            ("lara", ""),
            ("lere", ""),
            ("ların", ""),
            ("lerin", ""),
            ("larda", ""),
            ("lerde", ""),
            ("ndaki", ""),
            ("ndeki", ""),
            ("lardan", ""),
            ("lerden", ""),
            ("larının", ""),
            ("lerinin", ""),
        ],
        shortest: 3,
        ..Inflection::bare()
    },
    numbers: Numbers {
        decimal: ',',
        grouping: '.',
        endings: &[
            "ıncı", "inci", "uncu", "üncü", "ncı", "nci", "ncu", "ncü", "ının", "inin", "sı", "si",
            "i", "ü", "u",
        ],
        tens: 10.0,
        compounds: true,
        small: SMALL,
        scales: SCALES,
        ..Numbers::bare()
    },
    ..Profile::bare(Script::Latin)
};

#[rustfmt::skip]
const SMALL: NumberWords = &[
    (1.0, "bir birinci ilk"),
    (2.0, "iki"),
    (3.0, "üç"),
    (4.0, "dört dördüncü dördü"),
    (5.0, "beş"),
    (6.0, "altı"),
    (7.0, "yedi"),
    (8.0, "sekiz"),
    (9.0, "dokuz"),
    (10.0, "on"),
    (12.0, "düzine"),
    (20.0, "yirmi"),
    (30.0, "otuz"),
    (40.0, "kırk"),
    (50.0, "elli"),
    (60.0, "altmış"),
    (70.0, "yetmiş"),
    (80.0, "seksen"),
    (90.0, "doksan"),
];

#[rustfmt::skip]
const SCALES: NumberWords = &[
    (1e2, "yüz yüzlerce"),
    (1e3, "bin binlerce"),
    (1e6, "milyon milyonlarca"),
    (1e9, "milyar"),
    (1e12, "trilyon"),
];
