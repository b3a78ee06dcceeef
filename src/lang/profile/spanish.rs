//! Spanish.

use unicode_script::Script;

use super::{Casing, Profile};

pub(super) static PROFILE: Profile = Profile {
    codes: &["es"],
    letters: "ñ¿¡áéíóúü",
    common: "el la los las de del que y en un una por con no se su sus para es al lo como más \
        pero le ha me sin sobre este esta estos estas ya entre cuando todo todos también fue \
        era son había muy hasta desde está están nos durante uno ni otros ese eso ante ellos \
        esto antes algunos qué unos yo otro él tanto si porque donde quien hay ser tiene \
        tienen han años después dijo así cada mismo misma mientras aunque además solo sólo \
        según mayor dos puede pueden hace hacer fueron sido estaba contra nada mucho muchos \
        otra otras tras mi cual parte fui hemos he hubo haya sea sean será serán estaban \
        dónde cómo cuándo quién ahora aquí allí ahí hoy ayer mañana siempre nunca casi \
        entonces luego tarde menos bien mejor peor gran grande nuevo nueva primer primera \
        segundo tres cuatro cinco señor señora casa tiempo vez veces hombre mujer gente \
        ciudad país mundo vida nombre lugar forma manera debe deben decir dice dicen quiere \
        quiero puedo podía hizo hecho dado visto mis tu tus te les usted ustedes aquel \
        aquella cualquier ningún alguna alguien nadie -ción -ciones -mente -dad -dades -ando \
        -iendo -ado -ados -ada -adas -ido -idos -ero -eros -aron -ieron -ico -icos -ía -ían \
        -aba -aban -miento -nte -ntes",
    casing: Casing::Names,
    ..Profile::bare(Script::Latin)
};
