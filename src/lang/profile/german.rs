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
        wurde wurden können muss sehr hier schon sagte gegen alle also andere anderen ab \
        bereits beim dann da doch damit diesem diesen ihm ihn ihnen ihren immer jetzt kein \
        keine könnte mich mir mal ohne seit seiner seinen soll sondern sowie uns viele vom \
        während weil wieder wo zwei zwischen sagt wäre etwa gestern heute morgen dort nie \
        oft manchmal fast genug etwas nichts jeder jede jedes mein meine meinen dein deine \
        unser unsere welche welcher welches warum wer wen wem denn eben ja nein nun erst \
        erste ersten danach zuvor dabei dafür dagegen daher daran darauf daraus darin \
        darüber davon dazu deshalb deren dessen einfach einige einigen einmal entweder euch \
        gab geben gegenüber gemäß genau gehen geht gibt ging ganz gute guten gut habe hätte \
        heißt hin hinter ihres indem innerhalb jedoch könnten lassen lässt letzte macht \
        manche müssen neben neue neuen obwohl per schließlich sei selbst sogar sollte sollen \
        sonst statt trotz viel vielleicht weder weiter weitere wenig weniger werde wollen \
        will wollte worden würde würden zwar drei vier fünf -ung -ungen -lich -liche -lichen \
        -keit -heit -isch -ische -ischen -schaft -ten -eit -gen -hen -chen -nen -ern -iert \
        -ieren -end -icht -tet -ige -igen -sten",
    casing: Casing::Nouns,
    ..Profile::bare(Script::Latin)
};
