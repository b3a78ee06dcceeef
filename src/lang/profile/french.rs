//! French.

use unicode_script::Script;

use super::{Casing, Inflection, NumberWords, Numbers, Profile};

pub(super) static PROFILE: Profile = Profile {
    codes: &["fr"],
    casing: Casing::Names,
    inflection: Inflection {
        endings: &[
            ("e", ""),
            ("s", ""),
            ("x", ""),
            ("é", ""),
            ("er", ""),
            ("es", ""),
            ("és", ""),
            ("ée", ""),
            ("al", ""),
            ("aux", ""),
            ("ées", ""),
            ("ent", ""),
            ("ant", ""),
            ("ait", ""),
            ("euse", ""),
            ("aient", ""),
            ("ement", ""),
            ("eusement", "eux"),
        ],
        shortest: 4,
        ..Inflection::bare()
    },
    numbers: Numbers {
        decimal: ',',
        grouping: '\u{A0}',
        joiners: &["et"],
        endings: &["ièmes", "ième", "s"],
        tens: 10.0,
        twenties: true,
        small: SMALL,
        scales: SCALES,
        ..Numbers::bare()
    },
    ..Profile::bare(Script::Latin)
};

#[rustfmt::skip]
const SMALL: NumberWords = &[
    (1.0, "un une premier première premiers premières"),
    (2.0, "deux second seconde deuxième"),
    (3.0, "trois"),
    (4.0, "quatre quatrième"),
    (5.0, "cinq cinquième"),
    (6.0, "six"),
    (7.0, "sept"),
    (8.0, "huit"),
    (9.0, "neuf neuvième"),
    (10.0, "dix"),
    (11.0, "onze onzième"),
    (12.0, "douze douzième douzaine"),
    (13.0, "treize treizième"),
    (14.0, "quatorze quatorzième"),
    (15.0, "quinze quinzième quinzaine"),
    (16.0, "seize seizième"),
    (20.0, "vingt vingts vingtaine"),
    (30.0, "trente trentième trentaine"),
    (40.0, "quarante quarantième quarantaine"),
    (50.0, "cinquante cinquantième cinquantaine"),
    (60.0, "soixante soixantième soixantaine"),
    (70.0, "septante"),
    (80.0, "huitante octante"),
    (90.0, "nonante"),
];

#[rustfmt::skip]
const SCALES: NumberWords = &[
    (1e2, "cent cents centaine"),
    (1e3, "mille millier"),
    (1e6, "million"),
    (1e9, "milliard"),
    (1e12, "billion"),
];
