//! Languages that have no profile and are told all the same: the letters that tell them from others
//! of their script, and frequent words. They also keep a text of theirs from being taken for a
//! language that has a profile.

use unicode_script::Script;

/// A language without a profile.
pub(super) struct Other {
    pub(super) code: &'static str,
    pub(super) script: Script,
    pub(super) letters: &'static str,
    pub(super) common: &'static str,
}

const fn latin(code: &'static str, letters: &'static str, common: &'static str) -> Other {
    Other { code, script: Script::Latin, letters, common }
}

const fn cyrillic(code: &'static str, letters: &'static str, common: &'static str) -> Other {
    Other { code, script: Script::Cyrillic, letters, common }
}

const fn arabic(code: &'static str, letters: &'static str, common: &'static str) -> Other {
    Other { code, script: Script::Arabic, letters, common }
}

pub(super) const OTHERS: [Other; 43] = [
    latin(
        "it",
        "",
        "il lo la gli le di che è e un una non per con del della dei delle degli nel nella nei sono si da dal dalla al alla alle ai come più ma anche ha hanno questo questa suo sua loro ci essere stato stata era quando dopo prima tutti così cui fatto molto dell all nell sull d l",
    ),
    latin(
        "pt",
        "ãõ",
        "o a os as de do da dos das que e não em um uma para com por no na nos nas se mais como mas ao aos à às foi foram é são ele ela eles seu sua seus isso isto também já está pelo pela até muito ser tem têm quando entre depois mesmo você eu num disse sobre",
    ),
    latin(
        "ca",
        "·",
        "el la els les de del dels que i a en un una per amb no és al als es com més però o aquest aquesta ha han seva seu són també molt fins quan hi ho pel pels van va ser tot l d s n qui sense des perquè ja va",
    ),
    latin(
        "gl",
        "",
        "o a os as de do da dos das que e non en un unha para con por no na nos nas se máis como pero ao aos foi foron é son el ela seu súa tamén xa está pola polo até ata moi ser ten cando entre despois mesmo á ás dixo sobre hai",
    ),
    latin(
        "oc",
        "",
        "lo la los las de del dels que e a en un una per amb es al als coma mai mas o aqueste aquesta a an son tanben fins quand dins pels foguèt",
    ),
    latin(
        "nl",
        "",
        "de het een en van in is dat op te zijn met voor niet die er aan om ook als dan maar bij nog uit naar heeft hij ze zij wij ik je u was werd worden wordt door over deze dit hebben had geen meer na tot kan zich hun haar of werden omdat kunnen zou",
    ),
    latin(
        "af",
        "",
        "die en van n het nie is in te dat wat op vir met om aan sy hy hulle ons ek jy was word deur nog maar as ook by ná na sal kan gesê hierdie baie een meer daar toe of uit tot haar oor was sê wees",
    ),
    latin(
        "lb",
        "",
        "de den dem d déi en eng ass an op fir mat net och si hien sech ze datt gouf huet hunn sinn war vun um am wéi méi mir bei no awer ginn gëtt als dat dass hat op der hir wat",
    ),
    latin(
        "pl",
        "łąęśćźż",
        "i w na z nie się że jest do to jak o po za przez od ale co tak dla był była było być tym tylko już czy są jego jej ich ze które który która oraz może przed lub a jako także ma",
    ),
    latin(
        "cs",
        "ěřů",
        "a v se na je že s z do o i to jako po za od pro ale jsem jsou byl byla bylo byli by k ve který kteří která které jeho její však také když už podle při nebo být má si tak co",
    ),
    latin(
        "sk",
        "ĺŕľ",
        "a v sa na je že s z do o i to ako po za od pre ale som sú bol bola bolo boli by k vo ktorý ktorí ktorá ktoré jeho jej však tiež keď už podľa pri alebo byť má si tak čo",
    ),
    latin(
        "sv",
        "",
        "och i att det som en på är av för med den till inte har de om ett han var men jag från så vi man kan när hon sig ska också efter eller nu skulle sin mot hade år över ut",
    ),
    latin(
        "da",
        "",
        "og i at det som en på er af for med den til ikke har de om et han var men jeg fra så vi man kan når hun sig skal også efter eller nu skulle sin mod havde år over blev ved",
    ),
    latin(
        "nb",
        "",
        "og i at det som en på er av for med den til ikke har de om et han var men jeg fra så vi man kan når hun seg skal også etter eller nå skulle sin mot hadde år over ble ved",
    ),
    latin(
        "nn",
        "",
        "og i at det som ein på er av for med den til ikkje har dei om eit han var men eg frå så vi kan når ho seg skal også etter eller no skulle mot hadde år over vart ved",
    ),
    latin(
        "is",
        "ðþ",
        "og að í á er sem var til við um með fyrir það ekki en af hann hún þeir þá hefur frá eru sé voru hafa því þetta",
    ),
    latin(
        "fi",
        "",
        "ja on ei että se oli hän joka jotka mutta kun niin ovat myös kuin hänen sen tai vain jo nyt mukaan jos ole sekä siitä olisi tämä joissa kanssa minä he me ollut eivät",
    ),
    latin(
        "et",
        "õ",
        "ja on ei et see oli ta mis kui ka aga oma nii tema seda kes siis või ning mida veel selle olid pärast kuid ole mitte",
    ),
    latin(
        "hu",
        "őű",
        "a az és hogy nem is egy ez meg volt csak de ha már még el mint vagy aki ami azt ezt lesz sem voltak fel majd után minden nagyon szerint",
    ),
    latin(
        "ro",
        "ăâîșțşţ",
        "de și în a la cu pe nu care o un din este că mai se pentru să au fost sau dar lui ca prin după cel le sunt ei fi acest această până între când sa său iar al ale",
    ),
    latin(
        "hr",
        "đ",
        "u i je se na da su za od s koji koja koje nije kao o to ali bi iz što ne sam bio bila će li po samo više ili prema nakon njegov te kako ga ako biti",
    ),
    latin(
        "sl",
        "",
        "in je v na se da so za z s ki ne pa tudi kot po ni bi bil bila bilo iz od do ali še le ko če kar pri zaradi lahko bo ga",
    ),
    latin(
        "sq",
        "",
        "të e në dhe i për me që një nga është si nuk u ka më do ky kjo janë por ai ajo kur ose ishte së",
    ),
    latin(
        "az",
        "ə",
        "və bir bu ilə üçün da də olan kimi o çox daha sonra var idi deyil ki hər mən onun olduğu edib edir",
    ),
    latin(
        "id",
        "",
        "yang dan di dari untuk dengan ini itu pada tidak dalam akan adalah ke juga oleh ada atau mereka kami saya dia telah lebih karena kerana bisa boleh sebagai tersebut kepada para",
    ),
    latin(
        "vi",
        "ơưđạảấầẩậắằặẹẻẽếềểễệịọỏốồổỗộớờởợụủứừửữựỳỵ",
        "và của là có không một được cho trong người với các đã này những để khi từ đến về như tôi ông cũng",
    ),
    latin(
        "lt",
        "ųėįū",
        "ir kad yra į su ne tai buvo jis kaip bet iš apie už dėl tik jų po taip ar šis",
    ),
    latin(
        "lv",
        "āēīūķļņģ",
        "un ir ka ar par no uz bija kas viņš tas bet ne arī kā lai pēc tika pie vai šo",
    ),
    latin("eo", "ĉĝĥĵŝŭ", "la de kaj en estas mi li ne ke al por kun pri tio ĉi ĝi"),
    latin("tk", "ňž", "we bir bu bilen üçin hem ol şeýle boldy onuň diýip bolan"),
    cyrillic(
        "uk",
        "іїєґ",
        "і в не на що з як це та до у за від але він його вона для ми ви я був була було були вони про так також або якщо вже коли їх є після бути може який яка які цього й",
    ),
    cyrillic(
        "be",
        "іў",
        "і ў не на што з як гэта да у за ад але ён яго яна для мы вы я быў была было былі яны пра так таксама ці калі",
    ),
    cyrillic(
        "bg",
        "ъ",
        "и в на се да не за от че с по са това той като но ще до при към след или беше има които който тя бъде са бе му тази този си е от",
    ),
    cyrillic(
        "sr",
        "ђјљњћџ",
        "и у је се на да су за од с који која које није као о то али би из што не сам био била ће ли по само више или",
    ),
    cyrillic(
        "mk",
        "ѓќѕјљњџ",
        "и во на се да не за од дека со по ја што ги го е но ќе до при или беше има кои тој тоа",
    ),
    cyrillic("kk", "әғқңөұүһі", "және бұл бір мен үшін деп болып ол да де"),
    cyrillic("mn", "өү", "нь байна гэж энэ нэг бол болон юм байсан"),
    cyrillic("tg", "ӣӯҳҷқғ", "ва дар ба аз ки ин бо барои аст"),
    arabic("ps", "ټځڅډړږښګڼېۍ", "د په چې او کې له ته دي څخه یې سره هغه شوي"),
    arabic("ckb", "ۆێڕڵڤە", "لە بە و کە بۆ ئەم ئەو لەگەڵ"),
    arabic("sd", "ٻٺٿڄڃڇڊڏڙڦڪڳڱڻ۾۽", "جي جو ۾ ۽ کي سان آهي آهن تي"),
    arabic("ug", "ېۈۇەڭۋ", "ۋە بۇ بىر بىلەن ئۇ دەپ"),
    Other {
        code: "yi",
        script: Script::Hebrew,
        letters: "װױײ",
        common: "דער די דאס דאָס און איז אין פון פֿון מיט אויף צו נישט ניט האט האָט האבן זיי ער זי מען וואס וואָס איך אז",
    },
];
