//! French.

use unicode_script::Script;

use super::{Casing, Profile};

pub(super) static PROFILE: Profile = Profile {
    codes: &["fr"],
    letters: "œçêèàùâîôûëïé",
    common: "le la les de des du un une et est en que qui dans pour pas sur au aux ce cette ces \
        il elle ils elles nous vous je tu se son sa ses leur leurs plus ne avec par mais ou \
        où été être sont avait ont fait tout tous comme même sans deux aussi cela entre \
        après avant très peut lui y à était étaient faire si dont donc d l qu n s c j m \
        notre votre a ai ainsi car chez contre depuis encore eux fois jour lors moins non \
        peu peuvent plusieurs pendant quand selon sera seulement sous toujours toute toutes \
        trop vers déjà dit celui celle ceux voici voilà hier aujourd hui demain ici là \
        maintenant jamais souvent parfois beaucoup assez presque chaque quelque quelques \
        certains autre autres mêmes ceci afin alors auprès avoir ayant bien bon bonne \
        comment pourquoi combien dès devant derrière doit doivent eu eut fut furent grand \
        grande jusqu lorsque lorsqu mes mon ma tes ton ta ni nos vos petit petite plutôt \
        pourtant premier première près puis puisque quel quelle quels rien sauf semble \
        serait soit sommes suis tant tel telle temps toi veut veux vont trois quatre cinq \
        -tion -tions -ment -ments -eur -eurs -euse -eux -ique -iques -aient -ait -ais -ée \
        -ées -és -ité -ités -ance -oir -elle -aire -ien -eau -aux -ent -ant",
    casing: Casing::Names,
    ..Profile::bare(Script::Latin)
};
