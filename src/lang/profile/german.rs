//! German.

use unicode_script::Script;

use super::{Casing, Inflection, NumberWords, Numbers, Profile};

pub(super) static PROFILE: Profile = Profile {
    codes: &["de"],
    casing: Casing::Nouns,
    inflection: Inflection {
        endings: &[
            ("e", ""),
            ("n", ""),
            ("s", ""),
            ("en", ""),
            ("er", ""),
            ("es", ""),
            ("em", ""),
            ("st", ""),
            ("te", ""),
            ("ung", ""),
            ("ern", ""),
            ("ten", ""),
            ("ungen", ""),
            ("isch", ""),
            ("ische", ""),
            ("ischen", ""),
            ("ischer", ""),
            ("isches", ""),
            ("keit", ""),
            ("innen", "in"),
        ],
        shortest: 4,
        ..Inflection::bare()
    },
    numbers: Numbers {
        decimal: ',',
        grouping: '.',
        joiners: &["und"],
        endings: &["sten", "ster", "stes", "stem", "ste", "ten", "ter", "tes", "tem", "te"],
        compounds: true,
        small: SMALL,
        scales: SCALES,
        ..Numbers::bare()
    },
    ..Profile::bare(Script::Latin)
};

#[rustfmt::skip]
const SMALL: NumberWords = &[
    (1.0, "ein eins eine einen einem einer eines erste ersten erster erstes"),
    (2.0, "zwei zwo"),
    (3.0, "drei dritte dritten dritter drittes"),
    (4.0, "vier"),
    (5.0, "fünf"),
    (6.0, "sechs"),
    (7.0, "sieben siebte siebten siebter siebtes"),
    (8.0, "acht achte achten achter achtes"),
    (9.0, "neun"),
    (10.0, "zehn"),
    (11.0, "elf"),
    (12.0, "zwölf dutzend"),
    (13.0, "dreizehn"),
    (14.0, "vierzehn"),
    (15.0, "fünfzehn"),
    (16.0, "sechzehn"),
    (17.0, "siebzehn"),
    (18.0, "achtzehn"),
    (19.0, "neunzehn"),
    (20.0, "zwanzig"),
    (30.0, "dreißig dreissig"),
    (40.0, "vierzig"),
    (50.0, "fünfzig"),
    (60.0, "sechzig"),
    (70.0, "siebzig"),
    (80.0, "achtzig"),
    (90.0, "neunzig"),
];

#[rustfmt::skip]
const SCALES: NumberWords = &[
    (1e2, "hundert hunderte hunderten"),
    (1e3, "tausend tausende tausenden tsd"),
    (1e6, "million millionen mio"),
    (1e9, "milliarde milliarden mrd"),
    (1e12, "billion billionen"),
];
