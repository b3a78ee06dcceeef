//! German.

use unicode_script::Script;

use super::{Casing, Profile};

pub(super) static PROFILE: Profile = Profile {
    codes: &["de"],
    letters: "ßäöü",
    common: "der die das und ist in den von zu mit sich des auf für nicht ein eine einer \
        einem einen eines dem im es auch an als am war waren werden wird aus bei er sie \
        wir ihr ich du sind hat haben hatte nach über wie oder aber noch nur vor zum zur \
        durch dass daß bis mehr kann wenn so man um sein seine ihre ihrer unter diese \
        dieser dieses wurde wurden können muss sehr hier schon sagte gegen alle also \
        andere anderen ab bereits beim dann da doch damit diesem diesen ihm ihn ihnen \
        ihren immer jetzt kein keine könnte mich mir mal ohne seit seiner seinen soll \
        sondern sowie uns viele vom während weil wieder wo zwei zwischen sagt wäre etwa \
        -ung -ungen -lich -liche -lichen -keit -heit -isch -ische -ischen -schaft -ten \
        -eit -gen -hen -chen -nen -ern -iert -ieren -end -icht -tet -ige -igen -sten",
    casing: Casing::Nouns,
    ..Profile::bare(Script::Latin)
};
