//! Italian.

use unicode_script::Script;

use super::{Casing, Inflection, NumberWords, Numbers, Profile, Sentences};

pub(super) static PROFILE: Profile = Profile {
    codes: &["it"],
    letters: "àèéìòù",
    common: "il lo la gli le i di che è e un una uno non per con del dello della dei degli delle \
        nel nello nella nei negli nelle sono si da dal dalla dai dalle al allo alla ai agli \
        alle sul sulla sui sulle come più ma anche ha hanno ho abbiamo aveva avevano questo \
        questa questi queste quello quella quelli suo sua suoi sue loro ci essere stato stata \
        stati state era erano quando dopo prima tutti tutto tutte così cui fatto molto dell \
        all nell sull dall quest un l d c s in a o se mi ti io lui lei noi voi gli chi cosa \
        perché già ancora sempre mai solo poi dove mentre ogni altro altra altri altre due tre \
        quattro cinque primo seconda secondo tra fra senza contro verso durante ora oggi ieri \
        domani anni anno fa parte può possono deve devono sarà saranno sia siano fu furono ed \
        ad né ne vi mio mia tuo nostro nostra qui però quindi allora invece infatti oltre \
        circa meno bene poco nulla niente nessuno qualche alcuni alcune stesso stessa tutta \
        qualcosa qualcuno detto dice disse viene vengono fare avere dire quanto quale quali \
        tempo volta modo sotto sopra fino dentro fuori grande nuovo nuova -zione -zioni -mente \
        -tà -ndo -ato -ata -ati -ate -ito -ita -aggio -ismo -iva -ivo -ento -enti -ella -ello \
        -etto -are -ere -ire",
    casing: Casing::Names,
    strict_capitals: true,
    sentences: Sentences { words: WORDS, ordinals: false },
    inflection: Inflection {
        endings: &[
            ("a", ""),
            ("o", ""),
            ("e", ""),
            ("i", ""),
            ("e", "a"),
            ("i", "o"),
            ("i", "e"),
            ("hi", "o"),
            ("he", "a"),
            ("ò", ""),
            ("are", ""),
            ("ere", ""),
            ("ire", ""),
            ("ato", ""),
            ("ata", ""),
            ("ati", ""),
            ("ate", ""),
            ("ito", ""),
            ("uto", ""),
            ("ando", ""),
            ("endo", ""),
            ("arono", ""),
            ("irono", ""),
            ("mente", ""),
            ("amente", "o"),
        ],
        shortest: 4,
        ..Inflection::bare()
    },
    numbers: Numbers {
        decimal: ',',
        grouping: '.',
        joiners: &["e"],
        joined_scales: true,
        endings: &["esimo", "esima", "esimi", "esime"],
        compounds: true,
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
Sig. Sigg. Dott. Dr. Prof. Proff. Ing. Arch. Avv.
Geom. Rag. Gen. Col. Magg. Cap. Ten. Serg. Mar. Amm. Mons. Card. On. Sen. Pres. Egr. Gent.
Spett. Cav. Comm. Uff. Dir. Sost. Isp. Ss. SS. Sto.
Sta. Rev. Not. Mr. Mrs. Ms. Fr. Sac. Ven. Per. Lic. Mo.
# Between words.
cfr. cf. vd. vs. ca. circ. es. ed. cit. trad. incl. escl. spec. partic. appross. approssim. agg.
avv. sost. sing. plur. femm. masch. lat. gr. ingl. franc. ted. spagn. ant. lett. prec. succ. segg.
cosid. cosidd. compl. tecn. giur. stor. geogr. mat. chim. fis. biol. med. arch. mus. relig. n._b.
i._e. e._g. p._es. per_es. ad_es. a._es. p._v. v._a. s._d. s._l. c._d. a._D. S._E. S._S. S._M.
fraz. loc. prov. reg. tit.

[maybe-last]
Jr. Inc. Ltd. Corp. Co. Flli. S._p._A. S._r._l. S._n._c. S._a._s. S._A. S.p.a. Soc. Coop.
U.S. U.S.A. U.K. N._Y. R._U. C. op._cit. loc._cit. ibid. ivi. id. Univ. Ist. Dip. Fac. min.
max. P._S. c._c. c._p. c._p._c. c._p._p. Yahoo! Jeopardy!

[often-last]
ecc. etc. et_al. e_coll. a._C. d._C. a._e._v. e._v. a._m. p._m. ss. sgg. seg. sec. ab. kg. km. hl.
cad. gg. hh.

[after-number]
h. m. g. l. t. s. ha. min. sec.
[before-number]
p. v. n. t. f. r. q. C.P.
[before-number often-last]
art. artt. cap. capp. pag. pagg. pp. vol. voll. fig. figg. num. nn. nr. No. tel. cell. fax. tav.
tavv. par. parr. sez. all. rif. reg. fol. ff. vv. lett. co. disp. sent. ord. doc. int. est. lib.
gen. genn. feb. febbr. mar. apr. mag. magg. giu. giugn. lug. lugl. ago. ag. set. sett. ott. nov.
dic.

[label]
vitamina piano gruppo classe tipo allegato sezione parte punto variante opzione squadra epatite
blocco edificio sala zona livello categoria serie lettera versione modello linea fase porta secolo
atto capitolo tomo libro titolo articolo volume scena comma modulo scala settore lotto alternativa
turno terminal binario fila piano corridoio girone influenza palazzina interno

[name-part]
de di del della dello dei degli d' da dal dalla la le lo li

[starter]
il lo la gli le i l' un uno una un' di del dello della dei degli delle dell' a al allo alla ai agli
alle all' da dal dallo dalla dai dagli dalle dall' in nel nello nella nei negli nelle nell' con col
su sul sullo sulla sui sugli sulle sull' per tra fra io tu egli lui lei noi voi essi esse loro esso
essa ella questo questa questi queste quest' quello quella quelli quelle quel quell' ciò chi che cosa
cos' cui quale quali quanto quanta quanti quante quando dove dov' come com' perché poiché siccome
se ma e ed o oppure né però anzi tuttavia eppure infatti quindi dunque perciò pertanto allora così
inoltre invece mentre anche neanche nemmeno neppure non no sì mai sempre spesso talvolta ora adesso
oggi ieri domani poi prima dopo infine intanto finalmente ancora già appena presto tardi qui qua lì
là ecco forse certo certamente naturalmente purtroppo probabilmente secondo durante contro verso
senza sotto sopra oltre dentro fuori presso circa nonostante malgrado grazie tutto tutta tutti tutte
ogni ognuno ciascuno qualche qualcuno qualcosa alcuni alcune nessuno nessuna niente nulla molto molta
molti molte poco pochi poche troppo tanto tanti tante altro altra altri altre entrambi entrambe
il suo sua suoi sue mio mia miei mie tuo tua nostro nostra nostri nostre vostro vostra c' ci vi si
ne n' mi ti è era erano fu furono sono ha hanno aveva avevano sarà saranno può possono deve devono
due tre quattro cinque primo seconda terzo successivamente attualmente solo soltanto benché sebbene
affinché finché qualora chiunque ovunque bene meglio peggio fino sin dato visto
[opener]
nel nell' il dal dall' al entro fino tra fra verso dopo prima circa per già a in intorno attorno
l' del
";

#[rustfmt::skip]
const SMALL: NumberWords = &[
    (1.0, "un uno una primo prima primi prime unesimo unesima"),
    (2.0, "due secondo seconda duesimo duesima"),
    (3.0, "tre tré terzo terza terzi"),
    (4.0, "quattro quarto quarta quarti quattresimo quattresima"),
    (5.0, "cinque quinto quinta quinti cinquesimo cinquesima"),
    (6.0, "sei sesto sesta"),
    (7.0, "sette settimo settima settesimo settesima"),
    (8.0, "otto ottavo ottava ottesimo ottesima"),
    (9.0, "nove nono nona novesimo novesima"),
    (10.0, "dieci decimo decima decina decine"),
    (11.0, "undici undicesimo undicesima"),
    (12.0, "dodici dodicesimo dodicesima dozzina dozzine"),
    (13.0, "tredici tredicesimo tredicesima"),
    (14.0, "quattordici quattordicesimo quattordicesima"),
    (15.0, "quindici quindicesimo quindicesima"),
    (16.0, "sedici sedicesimo sedicesima"),
    (17.0, "diciassette diciassettesimo diciassettesima"),
    (18.0, "diciotto diciottesimo diciottesima"),
    (19.0, "diciannove diciannovesimo diciannovesima"),
    (20.0, "venti vent ventesimo ventesima ventina"),
    (30.0, "trenta trent trentesimo trentesima trentina"),
    (40.0, "quaranta quarant quarantesimo quarantesima"),
    (50.0, "cinquanta cinquant cinquantesimo cinquantesima"),
    (60.0, "sessanta sessant sessantesimo sessantesima"),
    (70.0, "settanta settant settantesimo settantesima"),
    (80.0, "ottanta ottant ottantesimo ottantesima"),
    (90.0, "novanta novant novantesimo novantesima"),
];

#[rustfmt::skip]
const SCALES: NumberWords = &[
    (1e2, "cento cent centinaio centinaia centesimo centesima"),
    (1e3, "mille mila migliaio migliaia millesimo millesima"),
    (1e6, "milione milioni mln"),
    (1e9, "miliardo miliardi mld"),
    (1e12, "bilione bilioni"),
];
