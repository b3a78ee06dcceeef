//! German.

use unicode_script::Script;

use super::{Casing, Profile};

pub(super) static PROFILE: Profile = Profile {
    codes: &["de"],
    letters: "ßäöü",
    common: "der die das und ist in den von zu mit sich des auf für nicht ein eine einer einem \
        einen eines dem im es auch an als am war waren werden wird aus bei er sie wir ihr \
        ich du sind hat haben hatte nach über wie oder aber noch nur vor zum zur durch dass \
        daß bis mehr kann wenn so man um sein seine ihre ihrer unter diese dieser dieses \
        wurde wurden können muss sehr hier schon sagte gegen",
    casing: Casing::Nouns,
    ..Profile::bare(Script::Latin)
};
