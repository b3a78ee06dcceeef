//! Spanish.

use unicode_script::Script;

use super::{Casing, Inflection, NumberWords, Numbers, Profile};

pub(super) static PROFILE: Profile = Profile {
    codes: &["es"],
    casing: Casing::Names,
    inflection: Inflection {
        endings: &[
            ("a", ""),
            ("o", ""),
            ("e", ""),
            ("s", ""),
            ("as", ""),
            ("os", ""),
            ("es", ""),
            ("ó", ""),
            ("ar", ""),
            ("er", ""),
            ("ir", ""),
            ("ado", ""),
            ("ada", ""),
            ("ados", ""),
            ("adas", ""),
            ("ando", ""),
            ("aron", ""),
            ("ieron", ""),
            ("mente", ""),
        ],
        shortest: 4,
        ..Inflection::bare()
    },
    numbers: Numbers {
        decimal: ',',
        grouping: '.',
        joiners: &["y"],
        small: SMALL,
        scales: SCALES,
        ..Numbers::bare()
    },
    ..Profile::bare(Script::Latin)
};

#[rustfmt::skip]
const SMALL: NumberWords = &[
    (1.0, "un uno una primer primero primera"),
    (2.0, "dos segundo segunda"),
    (3.0, "tres tercer tercero tercera"),
    (4.0, "cuatro cuarto cuarta"),
    (5.0, "cinco quinto quinta"),
    (6.0, "seis sexto sexta"),
    (7.0, "siete séptimo séptima"),
    (8.0, "ocho octavo octava"),
    (9.0, "nueve noveno novena"),
    (10.0, "diez décimo décima"),
    (11.0, "once undécimo"),
    (12.0, "doce duodécimo docena"),
    (13.0, "trece"),
    (14.0, "catorce"),
    (15.0, "quince"),
    (16.0, "dieciséis"),
    (17.0, "diecisiete"),
    (18.0, "dieciocho"),
    (19.0, "diecinueve"),
    (20.0, "veinte vigésimo veintena"),
    (21.0, "veintiuno veintiún veintiuna"),
    (22.0, "veintidós"),
    (23.0, "veintitrés"),
    (24.0, "veinticuatro"),
    (25.0, "veinticinco"),
    (26.0, "veintiséis"),
    (27.0, "veintisiete"),
    (28.0, "veintiocho"),
    (29.0, "veintinueve"),
    (30.0, "treinta trigésimo"),
    (40.0, "cuarenta"),
    (50.0, "cincuenta"),
    (60.0, "sesenta"),
    (70.0, "setenta"),
    (80.0, "ochenta"),
    (90.0, "noventa"),
];

#[rustfmt::skip]
const SCALES: NumberWords = &[
    (1e2, "cien ciento cientos centenar centenares"),
    (2e2, "doscientos doscientas"),
    (3e2, "trescientos trescientas"),
    (4e2, "cuatrocientos cuatrocientas"),
    (5e2, "quinientos quinientas"),
    (6e2, "seiscientos seiscientas"),
    (7e2, "setecientos setecientas"),
    (8e2, "ochocientos ochocientas"),
    (9e2, "novecientos novecientas"),
    (1e3, "mil miles"),
    (1e6, "millón millones"),
    (1e12, "billón billones"),
];
