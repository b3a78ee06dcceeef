//! Spanish.

use unicode_script::Script;

use super::{Casing, Inflection, NumberWords, Numbers, Profile, Sentences};

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
    strict_capitals: true,
    sentences: Sentences { words: WORDS, ordinals: false },
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

/// What tells where sentences end, in the format of docs/segmentation.md.
const WORDS: &str = "
# Titles and offices.
[never-last]
Sr. Sra. Srta. Sres. Sras. Srtas. Dr. Dra. Dres. Dras. Dña. Lic. Licda. Ing. Arq. Prof. Profa.
Gral. Tte. Cnel. Cmdte. Sgto. Almte. Mons. Fr. Sto. Sta. Excmo. Excma. Excmos. Ilmo. Ilma. Rvdo.
Rvda. Hno. Hna. Mtro. Mtra. Mgtr. Pbro. Pdte. Pte. Pdta. Vda. Abg. Gob. Emmo. Dip. Sen. Adm. Ma.
Fco. Fdo. Mr. Mrs. Ms. Sn. Stgo. Ntra. Ntro. Nstra. Nstro. Pta. Pto. Gpe. Fdez. Hdez. Glez. Mtnez.
Rguez. Rdguez. Dgo. Comis. Insp. Cmdt. Alm.
# Between words.
aprox. cf. cfr. vs. máx. mín. esp. incl. trad. ed. eds. coord. coords. dir. comp. prol. adj. adv.
fem. masc. sing. plur. lat. gr. ingl. ant. coloq. avda. av. avd. ctra. pza. plza. pl. pje. urb.
ptda. bda. blvr. blvd. bulev. gta. fracc. calz. prol. circunv. pobl. ptal. nac. mpal. internac.
adm. jurisp. econ. polít. hist. geogr. fís. quím. téc. mús. relig. i._e. e._g. p._ej. p._e. v._gr.
v._g. n._b. s._n. s._f. s._d. s._l. q._e._p._d. q._d._e._p. S._M. S._A._R. S._E. S._S. N._S.
c._s._p. a._i.

[maybe-last]
Jr. Inc. Ltd. Ltda. Corp. Co. Cía. Cia. Hnos. Bros. Coop. S._A. S._L. S._A._U. S._L._U. S._C.
C._V. S._R._L. S._A._S. EE._UU. FF._AA. RR._HH. CC._OO. JJ._OO. CC._AA. AA._VV. VV._AA. DD._HH.
SS._MM. AA._EE. FF._CC. PP._PP. RR._CC. RR._MM. BB._AA. D._F. R._U. U._E. N._Y. U.S. U.S.A.
Bs._As. P._D. C._P. A._C. M._A. op._cit. loc._cit. ibíd. ibid. id. Bco. Admón. Dpto. Depto. Univ.
Fac. Inst. Prov. Mpio. izq. izqda. dcha. der. esq. cent. Yahoo!

[often-last]
Ud. Uds. Vd. Vds. etc. et_al. y_cols. y_col. a._C. d._C. a._J._C. d._J._C. e._c. a._e._c. a._m.
p._m. m._n. ss. sigs. hab. habs. hs. hrs. min. mins. seg. segs. kg. km. kms. ptas. cts. grs. lts.
mill.

[after-number]
h. m. g. l. t. s. ha. min. seg.
[before-number]
p. t. v. l. s. C.P.
[before-number maybe-last]
col. aptdo. of. ofic. edif. mza.
[before-number often-last]
art. arts. cap. caps. pág. págs. pag. pags. pp. vol. vols. ts. fig. figs. núm. núms. num. No. nro.
nros. tel. tels. tfno. teléf. fax. apdo. párr. inc. ap. apart. exp. ref. refs. reg. fol. fols. ej.
ejs. vv. lám. tab. cl. cláus. disp. sec. secc. lib. tít. parr. ext. int. cols. esc. vers. doc.
min. seg. ene. feb. mzo. abr. jun. jul. ago. agt. sept. set. oct. nov. dic.

[label]
vitamina plan grupo clase tipo anexo sección parte punto variante opción equipo hepatitis bloque
edificio sala zona nivel categoría serie letra versión modelo línea fase puerta tribuna siglo acto
capítulo tomo libro título artículo volumen escena apartado inciso cláusula módulo portal escalera
sector lote alternativa turno terminal andén fila planta pasillo influenza

[name-part]
de del la las los el

[starter]
el la los las lo un una unos unas él ella ellos ellas yo tú usted ustedes nosotros nosotras este
esta estos estas esto ese esa esos esas eso aquel aquella aquellos aquellas aquello su sus mi mis
tu tus nuestro nuestra nuestros nuestras en a al del de con sin por para según sobre tras desde
hasta durante entre hacia ante bajo contra mediante pero mas y e o u ni sino aunque porque pues
como cuando cuanto donde quien quienes qué que cuál cuáles cuánto cuánta cuántos cuántas cómo
dónde cuándo quién si sí no nunca jamás siempre también tampoco además ahora hoy ayer mañana
anoche después antes luego entonces así ya aún aun todavía más menos muy mucho mucha muchos muchas
poco pocos pocas todo toda todos todas cada algún alguna algunos algunas alguien algo nadie nada
ningún ninguno ninguna varios varias otro otra otros otras ambos ambas hay había hubo fue fueron
era eran es son está están estaba ha han se le les me nos te os aquí allí ahí allá quizá quizás
acaso finalmente actualmente igualmente mientras debido gracias posteriormente asimismo incluso
solo sólo solamente dos tres cuatro cinco primero segundo tercero tal tales tanto cualquier
cualquiera conforme dado apenas casi pronto tarde temprano bien mal mejor peor fuera dentro lejos
cerca será serán puede pueden debe deben hace hacía tiene tienen tenía existe existen parece
[opener]
en a hacia desde hasta el al del sobre para por ya entre alrededor cerca antes después
";

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
