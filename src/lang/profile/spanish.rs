//! Spanish.

use unicode_script::Script;

use super::{Casing, Profile};

pub(super) static PROFILE: Profile = Profile {
    codes: &["es"],
    letters: "ñ¿¡áíóú",
    common: "el la los las de del que y en un una por con no se su sus para es al lo como más \
        pero le ha me sin sobre este esta estos estas ya entre cuando todo todos también fue \
        era son había muy hasta desde está están nos durante uno ni otros ese eso ante ellos \
        esto antes algunos qué unos yo otro él tanto si porque donde quien hay ser tiene \
        tienen han años después dijo",
    casing: Casing::Names,
    ..Profile::bare(Script::Latin)
};
