//! Required elements and attributes of the formats, and for TMX also all allowed ones.

use super::super::source::Source;

/// Rules of a format.
pub(super) struct Rules {
    pub(super) format: &'static str,
    /// True if elements and attributes not listed here are not allowed.
    pub(super) is_closed: bool,
    /// Elements that are counted as units.
    pub(super) units: &'static [&'static str],
    pub(super) elements: &'static [Rule],
}

/// Rule of an element.
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) required: &'static [&'static str],
    pub(super) allowed: &'static [&'static str],
    /// Allowed children, in groups that must follow each other in this order.
    pub(super) children: &'static [&'static [&'static str]],
    /// Required children: one from each group.
    pub(super) needs: &'static [&'static [&'static str]],
    /// True if the element may contain text.
    pub(super) is_text: bool,
}

type Names = &'static [&'static str];

const fn rule(
    name: &'static str,
    required: Names,
    allowed: Names,
    children: &'static [Names],
) -> Rule {
    Rule { name, required, allowed, children, needs: &[], is_text: false }
}

const fn needing(name: &'static str, required: Names, needs: &'static [Names]) -> Rule {
    Rule { name, required, allowed: &[], children: &[], needs, is_text: false }
}

const fn text(
    name: &'static str,
    required: Names,
    allowed: Names,
    children: &'static [Names],
) -> Rule {
    Rule { name, required, allowed, children, needs: &[], is_text: true }
}

const INLINE: &[Names] = &[&["bpt", "ept", "ph", "it", "hi", "ut"]];
const SUB: &[Names] = &[&["sub"]];
const OF_HEADER: Names = &[
    "creationtool",
    "creationtoolversion",
    "segtype",
    "o-tmf",
    "adminlang",
    "srclang",
    "datatype",
];
const ALSO_HEADER: Names = &["o-encoding", "creationdate", "creationid", "changedate", "changeid"];
const OF_UNIT: Names = &[
    "tuid",
    "o-encoding",
    "datatype",
    "usagecount",
    "lastusagedate",
    "creationtool",
    "creationtoolversion",
    "creationdate",
    "creationid",
    "changedate",
    "segtype",
    "changeid",
    "o-tmf",
    "srclang",
];
const OF_TEXT: Names = &[
    "o-encoding",
    "datatype",
    "usagecount",
    "lastusagedate",
    "creationtool",
    "creationtoolversion",
    "creationdate",
    "creationid",
    "changedate",
    "o-tmf",
    "changeid",
    "lang",
];

const TMX: Rules = Rules {
    format: "tmx",
    is_closed: true,
    units: &["tu"],
    elements: &[
        rule("tmx", &["version"], &[], &[&["header"], &["body"]]),
        rule("header", OF_HEADER, ALSO_HEADER, &[&["note", "prop", "ude"]]),
        rule("ude", &["name"], &["base"], &[&["map"]]),
        rule("map", &["unicode"], &["code", "ent", "subst"], &[]),
        rule("body", &[], &[], &[&["tu"]]),
        text("note", &[], &["o-encoding", "xml:lang", "lang"], &[]),
        text("prop", &["type"], &["xml:lang", "o-encoding", "lang"], &[]),
        Rule { needs: &[&["tuv"]], ..rule("tu", &[], OF_UNIT, &[&["note", "prop"], &["tuv"]]) },
        Rule {
            needs: &[&["seg"]],
            ..rule("tuv", &["xml:lang"], OF_TEXT, &[&["note", "prop"], &["seg"]])
        },
        text("seg", &[], &[], INLINE),
        text("bpt", &["i"], &["x", "type"], SUB),
        text("ept", &["i"], &[], SUB),
        text("ph", &[], &["x", "assoc", "type"], SUB),
        text("it", &["pos"], &["x", "type"], SUB),
        text("hi", &[], &["x", "type"], INLINE),
        text("ut", &[], &["x"], SUB),
        text("sub", &[], &["datatype", "type"], INLINE),
    ],
};

const XLIFF_1: Rules = Rules {
    format: "xliff",
    is_closed: false,
    units: &["trans-unit"],
    elements: &[
        needing("xliff", &["version"], &[&["file"]]),
        needing("file", &["original", "source-language", "datatype"], &[&["body"]]),
        needing("trans-unit", &["id"], &[&["source"]]),
        needing("group", &[], &[]),
    ],
};

const XLIFF_2: Rules = Rules {
    format: "xliff",
    is_closed: false,
    units: &["unit"],
    elements: &[
        needing("xliff", &["version", "srcLang"], &[&["file"]]),
        needing("file", &["id"], &[&["unit", "group"]]),
        needing("unit", &["id"], &[&["segment"]]),
        needing("segment", &[], &[&["source"]]),
        needing("group", &["id"], &[]),
    ],
};

const SRX: Rules = Rules {
    format: "srx",
    is_closed: false,
    units: &["rule"],
    elements: &[
        needing("srx", &["version"], &[&["header"], &["body"]]),
        needing("body", &[], &[&["languagerules"], &["maprules"]]),
        needing("languagerule", &["languagerulename"], &[]),
        needing("languagemap", &["languagepattern", "languagerulename"], &[]),
        needing("formathandle", &["type", "include"], &[]),
    ],
};

const TBX_2: Rules = Rules {
    format: "tbx",
    is_closed: false,
    units: &["termEntry"],
    elements: &[
        needing("martif", &["type", "xml:lang"], &[&["martifHeader"], &["text"]]),
        needing("martifHeader", &[], &[&["fileDesc"]]),
        needing("text", &[], &[&["body"]]),
        needing("termEntry", &[], &[&["langSet"]]),
        needing("langSet", &["xml:lang"], &[&["tig", "ntig"]]),
        needing("tig", &[], &[&["term"]]),
        needing("ntig", &[], &[&["termGrp"]]),
    ],
};

const TBX_3: Rules = Rules {
    format: "tbx",
    is_closed: false,
    units: &["conceptEntry"],
    elements: &[
        needing("tbx", &["type", "style", "xml:lang"], &[&["tbxHeader"], &["text"]]),
        needing("text", &[], &[&["body"]]),
        needing("conceptEntry", &[], &[&["langSec"]]),
        needing("langSec", &["xml:lang"], &[&["termSec"]]),
        needing("termSec", &[], &[&["term"]]),
    ],
};

/// Returns the rules of a file by its root element.
pub(super) fn of(source: &Source) -> Option<&'static Rules> {
    let start = source.start();
    // XLIFF 2 has its language at the root, XLIFF 1 at each file.
    let is_second = || start.text.contains("srcLang") || start.text.contains("xliff:document:2");
    // Text before the XML hides its root.
    let is_xml =
        start.text.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']).starts_with('<');
    if !is_xml && start.text.contains("<tmx") {
        return Some(&TMX);
    }
    match start.root()?.to_ascii_lowercase().as_str() {
        "tmx" => Some(&TMX),
        "xliff" if is_second() => Some(&XLIFF_2),
        "xliff" => Some(&XLIFF_1),
        "srx" => Some(&SRX),
        "martif" => Some(&TBX_2),
        "tbx" => Some(&TBX_3),
        _ => None,
    }
}
