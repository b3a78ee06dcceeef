//! German.

use unicode_script::Script;

use super::{Casing, Inflection, NumberWords, Numbers, Profile, Sentences};

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
    strict_capitals: true,
    sentences: Sentences { words: WORDS, ordinals: true },
    inflection: Inflection {
        endings: &[
            ("e", ""),
            ("n", ""),
            ("s", ""),
            ("en", ""),
            ("er", ""),
            ("es", ""),
            ("em", ""),
            ("st", ""),
            ("te", ""),
            ("ung", ""),
            ("ern", ""),
            ("ten", ""),
            ("ungen", ""),
            ("isch", ""),
            ("ische", ""),
            ("ischen", ""),
            ("ischer", ""),
            ("isches", ""),
            ("keit", ""),
            ("innen", "in"),
        ],
        shortest: 4,
        ..Inflection::bare()
    },
    numbers: Numbers {
        decimal: ',',
        grouping: '.',
        joiners: &["und"],
        endings: &["sten", "ster", "stes", "stem", "ste", "ten", "ter", "tes", "tem", "te"],
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
Dr. Drs. Prof. Hr. Hrn. Fr. Frl. Ing. Dipl. Lic. Univ. Med. Phil. Theol. Habil. Stud. Cand. Präs.
Abg. Lt. Hptm. Kpt. Kard. Bf. Mgr. Msgr. Fam. Geschw. Gebr. St. Hl. hll. Sr. Br. Chr. Joh. Th. Ph.
Mr. Mrs. Ms. Mr. Mrs. Ms. Fa. Bgm. Insp. Hptkomm. Wwe. Nat. rer. pol. oec. publ. vet. dent. iur.
sc. agr. forest. mont. geb. gest. verh. gesch. sel.
# Between words.
bzw. vgl. sog. gem. lt. ca. ggf. ggfs. gegebenenf. evtl. event. inkl. exkl. einschl. zzgl. abzgl.
bspw. insb. insbes. allg. entspr. betr. bez. bzgl. hinsichtl. gegr. ehem. urspr. vorm. nachm.
vorl. vorauss. voraussichtl. durchschn. mind. ungef. wg. od. u. v. vs. versch. zw. zus. zzt. dzt.
derz. jew. resp. offiz. öffentl. priv. staatl. städt. ev. evang. kath. röm. griech. lat. dt. engl.
frz. franz. ital. span. russ. türk. österr. schweiz. bayer. amerik. europ. internat. nördl. südl.
östl. westl. techn. wiss. wissenschaftl. wirtschaftl. gesetzl. jährl. monatl. tägl. wöchentl.
persönl. phys. chem. biol. math. jur. hist. kgl. geogr. umgangsspr. veralt. bildl. eigtl. eigentl.
sämtl. erw. überarb. hrsg. hg. bearb. übers. korr. verf. abgek. abk. einz. gez. Urt. Beschl.
Entsch. beil. beigef. verpfl. entspr. vollst. unvollst. zugl. gleichz. folg. nachf. vorh. vorg.
heut. mehrf. bes. besond. lfd. schriftl. mündl. tel. telef. elektr. mech. landw. forstw. kaufm.
angest. arab. hebr. jap. chin. poln. tschech. ung. niederl. dän. schwed. norw. finn. port. allgem.
sächs. preuß. westf. hess. pfälz. fränk. schwäb. thür. berl. hamb. südd. nordd. -präs. -abg.
-insp. -tägl. -jähr.
# Of several words.
z._B. d._h. d._i. z._T. u._U. o._g. u._g. s._o. s._u. i._d._R. i._e._S. i._w._S. i._H._v. i._S._d.
i._S._v. i._V._m. i._A. i._Allg. m._E. m._a._W. m._W. v._a. z._Hd. z._Hdn. a._d. i._d. u._d. v._d.
o._d. b._d. v._l._n._r. v._r._n._l. z._Z. z._Zt. u._dgl. i._J. l._c. e._h. k._u._k. k._k. b._w.

[maybe-last]
u._a. o._ä. u._ä. e._V. a._D. a._M. a._d._D. h._c. i._R. i._T. i._L. i._G. i._V. i._Br. n._a.
p._a. a._a._O. o._J. o._O. o._V. m._b._H. d._J. d._M. d._Ä. d._R. u._E. f. ff. fg. Co. Inc. Ltd.
Corp. Jr. jun. sen. Cie. Nachf. dgl. desgl. Mag. Gen. max. min. Ph.D. M.A. B.A. M.Sc. B.Sc. LL.M.
U.S. U.S.A. U.K. Pr. Stck. TL. EL. Ztr. Btl. Dos. Fl. Gl. Tr. Sch. Schb. -str. -pl. -bhf. Mo. Mi.
Do. Sa. Min. Std. Stdn. Sek. Pkt. Tsd. Mio. Mrd. Pck. Pkg. Stk. Stck. Msp. Pers. Port. Abt. Ref.
Hbf. Bhf. Zi. Whg. Bez. Kt. Ldkr. Lkr. Reg. Württ. Westf. Holst. Meckl. Thür. Brandenb. Yahoo!
Jeopardy!

[often-last]
usw. etc. usf. al. a.m. p.m. ebd. ibid. Jh. Jhd. Jhdt. Jhs. v._Chr. n._Chr. v._u._Z. n._u._Z.
u._Z. v._d._Z. o._Ä. u._Ä. u._v._m. u._v._a. u._v._a._m. u._a._m.

[before-number never-last]
Nr. Nrn. No. Abb. Bd. Bde. Bl. Kap. Ziff. Rn. Rz. Rdn. Rdnr. Randnr. Tab. Tel. Az. Sp. Fn. Fußn.
Bsp. Pos. Lfd. Tz. Lit. Buchst. Inv. Kat. BGBl. ABl. RGBl. GVBl. Drucks. Vol. fol. Hs. Hss. Ver.
[before-number maybe-last]
Abs. Abschn. Anl. Anh. Anm. Aufl. Ausg. Jg. Jgg. Hausnr. Postf. Str. Pl. Kto. Gr. Kl. S. s. Jan.
Feb. Febr. Mrz. Apr. Jun. Jul. Aug. Sep. Sept. Okt. Nov. Dez.
[before-number often-last]
Art. Vers.

[label]
vitamin plan gruppe klasse typ anlage abschnitt teil punkt variante option team hepatitis block
gebäude haus halle saal raum reihe zone stufe kategorie serie buchstabe version modell linie ebene
phase tor tribüne artikel anhang blutgruppe gleis abteilung liga lösung möglichkeit szenario
sektor eingang aufgang treppe versuchsgruppe

[starter]
der die das dem den des ein eine einem einen einer eines er sie es wir ihr ich du man ihm ihn
ihnen uns euch mir mich dir dich dies diese diesem diesen dieser dieses jene jenem jenen jener
jenes und aber doch denn dann danach daher dabei dafür dagegen damit daneben daran darauf
daraufhin daraus darin darüber darum darunter davon davor dazu deshalb deswegen dennoch trotzdem
dadurch demnach demzufolge demgegenüber dementsprechend hier hierbei hierfür hierzu hiermit
hiervon dort heute gestern morgen jetzt nun nur noch nach nachdem nachher auch als wenn weil
obwohl obgleich während wegen trotz zwar falls sofern soweit sobald solange somit sonst so in im
ins an am auf aus bei beim bis durch für gegen hinter mit mitte mittels ohne seit seitdem um unter
unterdessen von vom vor vorher zu zum zur zwischen gemäß laut entgegen neben außer außerdem
innerhalb außerhalb aufgrund anhand angesichts alle allem allen alles allerdings also anders
anschließend bald bereits besonders bislang bisher da damals dass einige einiges einst erst
erstmals etwa etwas fast ferner früher ganz genau hinzu hingegen immer immerhin insgesamt
inzwischen irgendwann irgendwie irgendwo ja jede jedem jeden jeder jedes jedoch jemand kein keine
keinem keinen keiner kaum später schließlich schon sein seine seinem seinen seiner ihre ihrem
ihren ihrer unser unsere unserem unseren mein meine meinem meinen meiner viel viele vielen vieles
vielleicht vielmehr weder weiter weitere weiterhin wer was wann warum wie wo woher wohin wieso
weshalb wozu womit wodurch welche welchem welchen welcher welches wieder wohl zuerst zuletzt
zunächst zudem zuvor zwei drei vier fünf sechs sieben acht neun zehn zwölf beide beides statt
stattdessen ist sind war waren hat hatte haben wird werden wurde wurden kann können könnte muss
müssen soll sollen sollte darf bitte nein niemand nichts nie niemals manche manchmal mehr mehrere
meist meistens oft oftmals häufig ob indes indessen insbesondere ebenso ebenfalls eigentlich
endlich entweder entsprechend erstens zweitens drittens plötzlich leider natürlich offenbar
offensichtlich vermutlich wahrscheinlich tatsächlich übrigens überdies überhaupt selbst
selbstverständlich sogar sicher sicherlich solche solcher solches seither möglicherweise
mittlerweile letztlich letztendlich künftig kürzlich gerade genauso gleichzeitig gleichwohl
folglich freilich gern gerne dank einerseits andererseits andere anderer anderen anderes abends
morgens mittags nachts
[opener]
am an ab bis im in seit um vor nach gegen zwischen von vom zum ende anfang mitte noch schon erst
etwa bereits

[after-ordinal]
januar jänner februar feber märz april mai juni juli august september oktober november dezember
jan feb febr mrz apr jun jul aug sep sept okt nov dez jahrhundert jahrhunderts jahrhunderte
jahrhunderten jh jhd jhdt jhs jahrtausend jahrtausends mal lebensjahr lebensjahres semester
semesters geburtstag geburtstags geburtstages todestag todestages jahrestag jahrestages
hochzeitstag platz platzes rang runde auflage ausgabe kapitel kapitels stock stockwerk etage
obergeschoss untergeschoss klasse klassen liga ligen bundesliga spieltag spieltags spieltages
minute stunde halbzeit satz satzes etappe fc fck sc sv vfl tsv fsv weltkrieg weltkriegs
weltkrieges kreuzzug kreuzzugs band bandes akt aktes szene strophe sinfonie symphonie kammer senat
senats zivilsenat strafsenat quartal quartals halbjahr halbjahres grades ordnung generation
wahlperiode legislaturperiode armee division bataillon regiment advent adventssonntag
arrondissement gebot gebots stelle stufe internationale internationalen internationaler
[before-ordinal]
am im der die das den dem des zum zur vom beim ein eine einen einem einer eines sein seine seinem
seinen seiner ihr ihre ihrem ihren ihrer unser unsere unserem unseren unserer mein meine meinem
meinen jeder jede jedes jedem jeden dieser diese dieses diesem diesen ins ans montag dienstag
mittwoch donnerstag freitag samstag sonnabend sonntag
";

#[rustfmt::skip]
const SMALL: NumberWords = &[
    (1.0, "ein eins eine einen einem einer eines erste ersten erster erstes"),
    (2.0, "zwei zwo"),
    (3.0, "drei dritte dritten dritter drittes"),
    (4.0, "vier"),
    (5.0, "fünf"),
    (6.0, "sechs"),
    (7.0, "sieben siebte siebten siebter siebtes"),
    (8.0, "acht achte achten achter achtes"),
    (9.0, "neun"),
    (10.0, "zehn"),
    (11.0, "elf"),
    (12.0, "zwölf dutzend"),
    (13.0, "dreizehn"),
    (14.0, "vierzehn"),
    (15.0, "fünfzehn"),
    (16.0, "sechzehn"),
    (17.0, "siebzehn"),
    (18.0, "achtzehn"),
    (19.0, "neunzehn"),
    (20.0, "zwanzig"),
    (30.0, "dreißig dreissig"),
    (40.0, "vierzig"),
    (50.0, "fünfzig"),
    (60.0, "sechzig"),
    (70.0, "siebzig"),
    (80.0, "achtzig"),
    (90.0, "neunzig"),
];

#[rustfmt::skip]
const SCALES: NumberWords = &[
    (1e2, "hundert hunderte hunderten"),
    (1e3, "tausend tausende tausenden tsd"),
    (1e6, "million millionen mio"),
    (1e9, "milliarde milliarden mrd"),
    (1e12, "billion billionen"),
];
