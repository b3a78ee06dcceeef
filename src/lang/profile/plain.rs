//! Plain profiles: what is known of a language by its script alone.

use unicode_script::Script;

use super::{Casing, Profile, Sentences};

/// Words that many languages in Latin letters share.
const LATIN: &str = "
[never-last]
Dr. Prof. Mr. Mrs. Ms. Dott. Sig. Mag. Ing. Sr. Sra. Sto. Sta. Eng. Hr. Dhr. Mevr. St. vs. cf.
bijv. dvs. tzv. np. mgr. ks. św. p._ex. p._ej. i._e. e._g. t._ex. b._v. d._v._s. bl._a. o._a.
m._a. t._j. n._l.
[maybe-last]
Inc. Ltd. Co. Corp. Jr. S._A. S._p._A. N._V. B._V. U.S. U.S.A. Yahoo!
[often-last]
etc. ecc. enz. osv. itd. itp. al. a._m. p._m. a._C. d._C. p._n._e. n._e. v._Chr. n._Chr. f._Kr.
e._Kr.
[before-number]
p. v. t. n. č.
[before-number often-last]
No. Nr. nr. Art. art. pp. pag. vol. fig. tab. cap. kap. tel. str. str. par. pkt. ust. ex.
[starter]
the il lo la gli le un uno una el los las o a os as um uma de het een ik wij zij hij ze er en dit
dat deze die men det den en ett han hon vi jag de i på och att med för av og jeg til ikke to je na
se v s z w i nie tak co ale ten ta
";

/// Words that many languages in Cyrillic letters share.
const CYRILLIC: &str = "
[never-last]
проф. акад. доц. ул. вул. бул. пл. им. ім. св. див. см. ср. напр. обл. гр. інж. инж. т._е. т._н.
т._зв. т._к. тзв.
[maybe-last]
ген. пр. Inc. Ltd.
[often-last]
т._д. т._п. др. ін. руб. грн. коп. тыс. тис. млн. млрд. хил. лв. чел. н._э. н._е. пр._н._е.
[after-number]
г. р. в. ст. м. см. км. кг.
[before-number never-last]
гл. рис. табл. стр. тел. пп. чл. ал. бр.
";

/// Words of Greek.
const GREEK: &str = "
[never-last]
κ. κα. κκ. δρ. καθ. αγ. βλ. δηλ. λ._χ. π._χ. πρβλ. οδ. λεωφ.
[often-last]
κ._λπ. κ._τ._λ. κλπ. κτλ. κ._ά. κ._α. χλμ. δισ. π._Χ. μ._Χ. π._μ. μ._μ.
[before-number never-last]
αρ. άρθρ. σελ. τηλ. τόμ. κεφ. εικ. παρ. αριθ.
";

/// Titles in Devanagari.
const DEVANAGARI: &str = "
[never-last]
डॉ. श्री. प्रो. पं. स्व. रु. सं. क्र.
";

/// The last one is for all scripts that are not named.
pub(super) static PLAIN: [Profile; 17] = [
    cased(Script::Latin, LATIN),
    cased(Script::Cyrillic, CYRILLIC),
    cased(Script::Greek, GREEK),
    cased(Script::Armenian, ""),
    uncased(Script::Arabic),
    uncased(Script::Hebrew),
    uncased(Script::Syriac),
    uncased(Script::Thaana),
    uncased(Script::Nko),
    listed(uncased(Script::Devanagari), DEVANAGARI),
    uncased(Script::Hangul),
    unspaced(Script::Han),
    unspaced(Script::Hiragana),
    unspaced(Script::Thai),
    unspaced(Script::Lao),
    unspaced(Script::Khmer),
    uncased(Script::Unknown),
];

/// Returns the plain profile of a script.
pub(crate) fn plain(script: Script) -> &'static Profile {
    let found = PLAIN.iter().find(|profile| profile.script == script);
    found.unwrap_or(&PLAIN[PLAIN.len() - 1])
}

const fn cased(script: Script, words: &'static str) -> Profile {
    let casing = Casing::Names;
    listed(Profile { casing, strict_capitals: true, ..Profile::bare(script) }, words)
}

const fn listed(profile: Profile, words: &'static str) -> Profile {
    Profile { sentences: Sentences { words, ordinals: false }, ..profile }
}

const fn uncased(script: Script) -> Profile {
    Profile::bare(script)
}

const fn unspaced(script: Script) -> Profile {
    Profile { spaced: false, ..Profile::bare(script) }
}
