//! French.

use unicode_script::Script;

use super::{Casing, Inflection, NumberWords, Numbers, Profile, Sentences};

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
    strict_capitals: true,
    sentences: Sentences { words: WORDS, ordinals: false },
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

/// What tells where sentences end, in the format of docs/segmentation.md.
const WORDS: &str = "
# Titles and offices.
[never-last]
M. MM. Mr. Mrs. Ms. Mme. Mmes. Mlle. Mlles. Me. Mgr. Mgrs. Dr. Drs. Pr. Prof. Vve. Ste. St. Stes.
Sts. Gal. Gén. Cdt. Lt. Adj. Sgt. R.P. Fr. Chr. Ch. Th. Ph. Jh. Pdt. Sté. Stés. Éts. Ets. Cnl.
Cne. Ltn. Gal. Asst. Mtre. Vte. Vtesse. Cte. Ctesse. S.A.S. S.M. S.E. S.S. Insp. Cass. Civ. Crim.
Req. Ch.
# Between words.
cf. env. approx. vs. notam. spéc. éd. éds. trad. dir. préf. introd. coord. rééd. réimpr. dépt.
arrt. bibl. angl. lat. gr. ital. fém. masc. plur. sing. adj. adv. subst. fam. litt. anc. mod. syn.
propr. ext. int. sup. inf. moy. incl. resp. boul. bld. av. ave. pl. imp. sq. chem. rte. bât. esc.
app. appt. resp. prat. théor. techn. gén. partic. compl. suppl. expl. arch. manusc. ms. mss. litt.
hist. géogr. phil. méd. jur. écon. mil. admin. nat. intern. univ. lic. doct. priv. publ. prov.
rég. dpt. cant. p._ex. c._à._d. n._b. s._d. s._l. n._d. i._e. e._g. a._c.

[maybe-last]
Jr. Sr. Inc. Ltd. Ltée. Cie. Corp. Co. S._A. S._A._R._L. S._A._S. S._N._C. U.S. U.S.A. É._U. E._U.
R._U. P._S. N._B. dept. op._cit. loc._cit. art._cit. min. max. bd. coll. déc. Yahoo!

[often-last]
etc. et_al. ibid. id. apr. hab. av._J._C. apr._J._C. ap._J._C. J._C. a.m. p.m. ss. sqq. suiv. sec.
qqch. qqn. exempl.

[after-number]
h. m. g. l. t. s. mn. min. ha.
[before-number]
p. t. v. l. n. r. f. B.P.
[before-number often-last]
art. pp. pag. vol. vols. chap. chp. fasc. fol. fig. figs. no. nos. num. tab. tabl. ill. ann. livr.
par. al. alin. sect. réf. réfs. tél. fax. ex. éq. éqs. rem. prop. déf. doc. tit. lett. lot. janv.
févr. fév. avr. juil. juill. sept. oct. nov.

[label]
vitamine plan groupe classe type annexe section partie point variante option équipe hépatite bloc
bâtiment salle zone niveau catégorie série lettre version modèle ligne phase porte tribune siècle
acte chapitre tome livre titre article volume scène hall quai terminal escalier allée rangée
appartement appendice pièce ordre rhésus solution scénario secteur alinéa

[name-part]
le la les du de des l' d' van von

[starter]
le la les l' un une des du de d' il elle ils elles on nous vous je j' tu ce c' cet cette ces cela
ceci ça celui celle ceux celles en y à au aux dans par pour sur sous avec sans chez vers entre
depuis pendant avant après dès selon malgré outre parmi contre devant derrière mais ou où et donc
or ni car si s' quand lorsque lorsqu' puisque puisqu' comme comment pourquoi combien qui que qu'
quoi quel quelle quels quelles mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs
tout toute tous toutes chaque plusieurs certains certaines aucun aucune personne rien puis ensuite
enfin alors ainsi aussi cependant pourtant toutefois néanmoins aujourd'hui hier demain ici là
voici voilà oui non parfois souvent toujours jamais déjà bientôt peut seul seule seuls deux trois
quatre cinq six dix est était sont ne n' pas plus moins très trop bien même quelques quelque lui
eux moi toi soi jusque jusqu' durant quant tant tandis afin bref certes sauf grâce près loin lors
actuellement autrefois désormais finalement heureusement malheureusement évidemment naturellement
notamment seulement également beaucoup peu assez encore telle tel tels telles autre autres
quiconque chacun chacune merci suite faute faut avait avons avez ont a premièrement deuxièmement
tantôt soudain maintenant ensemble
[opener]
en au à dès vers depuis le du jusqu'en avant après fin début mi pour entre
";

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
