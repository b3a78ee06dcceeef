//! SRX against the world: files of other tools, what their rules reach, and how near the file that
//! we write comes to the rules that it was written from.

use std::{
    fs::{self, File},
    path::Path,
};

use crate::support::{shared::shared, tools::validate};
use muwazi::{
    Lang, SegmentOptions, Segmenter,
    segment::srx::{Dialect, Srx, SrxRules, export},
};
use proptest::{collection::vec, prelude::*};

const FILES: [(&str, usize); 4] = [
    ("languagetool_segment.srx", 1698),
    ("okapi_defaultSegmentation.srx", 10),
    ("omegat_default.srx", 2772),
    ("openxliff_default.srx", 1985),
];

fn read(name: &str) -> Srx {
    let path = shared("formats/srx").join(name);
    Srx::read(File::open(path).unwrap(), name).unwrap()
}

/// A paragraph as it stands, and its sentences.
type Paragraph = (String, Vec<String>);

/// A set of paragraphs: its name, language, and contents.
type Set = (&'static str, Lang, Vec<Paragraph>);

/// The sample article, without gold sentences.
fn sample_article() -> Vec<Set> {
    let mut sets = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for lang in ["ar", "en"] {
        let text =
            fs::read_to_string(root.join(format!("examples/news/article.{lang}.txt"))).unwrap();
        let name = if lang == "ar" { "news.ar" } else { "news.en" };
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        sets.push((
            name,
            lang.parse().unwrap(),
            lines.map(|line| (line.to_owned(), Vec::new())).collect(),
        ));
    }
    sets
}

/// The languages with rules whose writers keep to the capitals, beside Arabic and English.
const STRICT: [&str; 5] = ["de", "es", "fr", "ru", "tr"];

fn all_langs() -> Vec<Lang> {
    let codes = ["ar", "en"].into_iter().chain(STRICT);
    codes.map(|code| code.parse().unwrap()).collect()
}

/// Lines of five languages; what is joined by a space there is a paragraph.
fn lines() -> Vec<Set> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/segment");
    let set = |code: &'static str| {
        let text = fs::read_to_string(folder.join(format!("lines.{code}.txt"))).unwrap();
        let paragraphs = text.trim_end().split("\n\n");
        let joined = paragraphs.map(|lines| (lines.replace('\n', " "), Vec::new()));
        (code, code.parse().unwrap(), joined.collect())
    };
    STRICT.map(set).into()
}

/// The gold sets of `../shared`.
fn gold_sets() -> Vec<Set> {
    let mut sets = Vec::new();
    let folder = shared("eval/segment");
    for (name, lang) in [
        ("seed", "ar"),
        ("arpud", "ar"),
        ("pysbd-golden", "ar"),
        ("enpud", "en"),
        ("ewt-dev", "en"),
    ] {
        let gold = fs::read_to_string(folder.join(format!("{name}.gold"))).unwrap();
        let paragraphs = gold
            .split("\n\n")
            .map(|paragraph| paragraph.lines().map(str::to_owned).collect::<Vec<_>>())
            .filter(|paragraph| paragraph.iter().any(|line| !line.trim().is_empty()))
            .map(|paragraph| (paragraph.join(" "), paragraph))
            .collect();
        sets.push((name, lang.parse().unwrap(), paragraphs));
    }
    let hard = fs::read_to_string(folder.join("hardcases.tsv")).unwrap();
    let paragraphs = hard
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(text, sentences)| {
            (text.to_owned(), sentences.split(" ‖ ").map(str::to_owned).collect())
        })
        .collect();
    sets.push(("hardcases", Lang::arabic(), paragraphs));
    sets
}

/// Where sentences end inside of paragraphs, counted in characters that are no white space, and
/// the pairs of both ends of sentences.
#[derive(Default)]
struct Ends {
    inner: Vec<usize>,
    sentences: Vec<(usize, usize)>,
}

impl Ends {
    fn add<'t>(&mut self, from: usize, sentences: impl Iterator<Item = &'t str>) -> usize {
        let mut at = from;
        for sentence in sentences {
            let start = at;
            at += sentence.chars().filter(|c| !c.is_whitespace()).count();
            self.inner.push(at);
            self.sentences.push((start, at));
        }
        self.inner.pop();
        at
    }
}

fn f1<T: Ord>(a: &[T], b: &[T]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 100.0;
    }
    let both = a.iter().filter(|at| b.binary_search(at).is_ok()).count();
    200.0 * both as f64 / (a.len() + b.len()) as f64
}

/// Sentence F1 against gold.
fn sentence_f1(rules: &SrxRules, paragraphs: &[Paragraph]) -> f64 {
    let (mut gold, mut found, mut at) = (Ends::default(), Ends::default(), 0);
    for (text, paragraph) in paragraphs {
        gold.add(at, paragraph.iter().map(String::as_str));
        at = found.add(at, rules.sentences(text.trim()).iter().map(|s| s.of(text.trim())));
    }
    f1(&gold.sentences, &found.sentences)
}

#[test]
#[ignore = "needs ../shared"]
fn files_of_other_tools_load_whole() {
    for (name, rules) in FILES {
        let srx = read(name);
        assert_eq!((srx.loaded(), srx.reported()), (rules, 0), "{name}");
        // What is no part of SRX is said, and nothing else.
        let said: Vec<&str> = srx.warnings.iter().map(|w| w.message.as_str()).collect();
        assert!(said.iter().all(|m| m.starts_with("elements that are not SRX, skipped: okpsrx:")));
        for language in ["ar", "en", "pl", "sk", "fr", "de", "ar_two", "th"] {
            let rules = srx.rules_for(language).unwrap();
            assert_eq!(rules.warnings(), [], "{name} {language}");
            assert!(rules.run() > 0);
        }
    }
}

#[test]
#[ignore = "needs ../shared"]
fn rules_of_other_tools_reach_what_they_reach_there() {
    let sets = gold_sets();
    for (file, dialect, set, wanted) in [
        ("languagetool_segment.srx", Dialect::Icu, "arpud", 99.25),
        ("languagetool_segment.srx", Dialect::Icu, "hardcases", 72.65),
        ("languagetool_segment.srx", Dialect::Icu, "enpud", 99.55),
        // The same, boundary by boundary, as Java 17 has it.
        ("languagetool_segment.srx", Dialect::Java, "arpud", 99.25),
        ("languagetool_segment.srx", Dialect::Java, "hardcases", 71.17),
        ("languagetool_segment.srx", Dialect::Java, "ewt-dev", 85.84),
        ("omegat_default.srx", Dialect::Java, "arpud", 98.50),
        ("omegat_default.srx", Dialect::Java, "hardcases", 57.01),
        ("okapi_defaultSegmentation.srx", Dialect::Icu, "arpud", 89.42),
        ("okapi_defaultSegmentation.srx", Dialect::Java, "arpud", 18.12),
        ("openxliff_default.srx", Dialect::Icu, "arpud", 89.57),
    ] {
        let srx = read(file);
        let (_, lang, paragraphs) = sets.iter().find(|(name, ..)| *name == set).unwrap();
        let rules = srx.rules_in(lang.as_str(), dialect).unwrap();
        let found = sentence_f1(&rules, paragraphs);
        println!("{file} {dialect:?} {set}: {found:.2}");
        assert!((found - wanted).abs() < 0.01, "{file} {dialect:?} {set}: {found} not {wanted}");
    }
}

#[test]
fn what_we_write_splits_the_sample_article_as_we_do() {
    splits_alike(sample_article());
}

#[test]
fn what_we_write_splits_lines_of_other_languages_as_we_do() {
    splits_alike(lines());
}

#[test]
#[ignore = "needs ../shared"]
fn what_we_write_splits_the_gold_sets_as_we_do() {
    splits_alike(gold_sets());
}

/// Cases by kind, each a paragraph of its own: many more of them than in any text turn on what a pattern
/// cannot express.
#[test]
fn what_we_write_splits_the_kinds_nearly_as_we_do() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/segment");
    let set = |(name, lang): (&'static str, &str)| {
        let cases = fs::read_to_string(folder.join(format!("kinds.{lang}.txt"))).unwrap();
        let cases = cases.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
        let texts = cases.map(|case| case.replace(" ‖ ", " ").replace('‖', ""));
        (name, lang.parse().unwrap(), texts.map(|text| (text, Vec::new())).collect())
    };
    at_least(95.0, [("kinds.ar", "ar"), ("kinds.en", "en")].map(set).into());
}

/// Compares the rules with the file that is written from them. MUWAZI_SHOW prints where they part.
#[track_caller]
fn splits_alike(sets: Vec<Set>) {
    at_least(99.5, sets);
}

#[track_caller]
fn at_least(least: f64, sets: Vec<Set>) {
    let file = export(&all_langs()).unwrap();
    let srx = Srx::read(file.text.as_bytes(), "muwazi.srx").unwrap();
    assert_eq!((srx.loaded(), srx.reported(), srx.warnings.len()), (file.rules, 0, 0));
    let mut low = Vec::new();
    for (name, lang, paragraphs) in sets {
        let native = Segmenter::new(&lang, &SegmentOptions::default());
        for dialect in [Dialect::Icu, Dialect::Java] {
            let rules = srx.rules_in(lang.as_str(), dialect).unwrap();
            assert_eq!(rules.warnings(), []);
            let (mut ours, mut theirs, mut at) = (Ends::default(), Ends::default(), 0);
            for (text, _) in &paragraphs {
                let text = text.trim();
                let (a, b) = (native.sentences(text), rules.sentences(text));
                if a != b && std::env::var_os("MUWAZI_SHOW").is_some() {
                    let shown = |spans: &[muwazi::Span]| {
                        spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" ‖ ")
                    };
                    println!("{name} {dialect:?}\n  native {}\n  srx    {}", shown(&a), shown(&b));
                    for d in rules.explain(text) {
                        let after: String = text[d.at..].chars().take(12).collect();
                        println!("    {} {}: {after}", d.breaks, d.rule);
                    }
                }
                ours.add(at, a.iter().map(|s| s.of(text)));
                at = theirs.add(at, b.iter().map(|s| s.of(text)));
            }
            assert_eq!(rules.gave_up(), []);
            let agreement = f1(&ours.inner, &theirs.inner);
            println!("{name} {dialect:?}: {agreement:.2} of {} boundaries", ours.inner.len());
            if agreement < least {
                low.push((name, dialect, agreement));
            }
        }
    }
    assert_eq!(low, [], "under {least}");
}

#[test]
fn what_we_write_is_always_the_same() {
    let langs = all_langs();
    let file = export(&langs).unwrap();
    assert_eq!(file, export(&langs).unwrap());
    let error = export(&["nl".parse().unwrap()]).unwrap_err();
    assert_eq!(error.to_string(), "no built-in rules for 'nl'");
    assert!(error.hint.unwrap().starts_with("built-in rules exist for ar, en, fr, "));
}

#[test]
#[ignore = "needs ../shared"]
fn what_we_write_is_valid() {
    let langs = all_langs();
    let schemas = shared("formats/schemas/omegat");
    let folder = tempfile::tempdir().unwrap();
    // The schema names its helper by an address on the net; the copy beside it serves.
    let schema = fs::read_to_string(schemas.join("srx20.xsd")).unwrap();
    let schema = schema.replace("http://www.w3.org/2001/xml.xsd", "xml.xsd");
    fs::write(folder.path().join("srx20.xsd"), schema).unwrap();
    fs::copy(schemas.join("xml.xsd"), folder.path().join("xml.xsd")).unwrap();
    for langs in [&langs[..], &langs[..1], &langs[1..2], &langs[2..]] {
        let path = folder.path().join("muwazi.srx");
        fs::write(&path, export(langs).unwrap().text).unwrap();
        validate("--schema", &folder.path().join("srx20.xsd"), &[path]);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_rules_or_an_error(bytes in vec(any::<u8>(), 0..200)) {
        let _ = Srx::read(&bytes[..], "a.srx");
    }

    #[test]
    fn any_pattern_runs_or_is_told(
        before in pattern(), after in pattern(), breaks in any::<bool>(), text in "\\PC{0,40}"
    ) {
        let escaped =
            |s: &str| s.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let file = format!(
            "<srx version=\"2.0\"><header cascade=\"no\" segmentsubflows=\"no\"/><body>\
             <languagerules><languagerule languagerulename=\"A\"><rule break=\"{}\">\
             <beforebreak>{}</beforebreak><afterbreak>{}</afterbreak></rule>\
             <rule><beforebreak>[a-c.]</beforebreak></rule></languagerule></languagerules>\
             <maprules><languagemap languagepattern=\".*\" languagerulename=\"A\"/></maprules>\
             </body></srx>",
            if breaks { "yes" } else { "no" }, escaped(&before), escaped(&after),
        );
        let srx = Srx::read(file.as_bytes(), "a.srx").unwrap();
        let told = srx.warnings.len();
        for dialect in [Dialect::Icu, Dialect::Java] {
            let rules = srx.rules_in("ar", dialect).unwrap();
            prop_assert_eq!(
                rules.run() + srx.reported() + rules.warnings().len(), srx.loaded(), "{}", told
            );
            for at in rules.breaks(&text) {
                prop_assert!(text.is_char_boundary(at));
            }
        }
    }

    #[test]
    #[ignore = "needs ../shared"]
    fn any_text_loses_only_space(text in text()) {
        for (name, _) in FILES {
            for language in ["ar", "en", "pl"] {
                let rules = compiled(name, language);
                let mut end = 0;
                for span in rules.sentences(&text) {
                    prop_assert!(span.start >= end && text.is_char_boundary(span.start));
                    prop_assert!(text[end..span.start].chars().all(char::is_whitespace));
                    prop_assert!(!span.is_empty());
                    end = span.end;
                }
                prop_assert!(text[end..].chars().all(char::is_whitespace));
            }
        }
    }
}

/// Rules of the real files, compiled once.
fn compiled(name: &str, language: &str) -> &'static SrxRules {
    use std::sync::OnceLock;
    static ALL: OnceLock<Vec<(String, SrxRules)>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let mut all = Vec::new();
        for (name, _) in FILES {
            let srx = read(name);
            for language in ["ar", "en", "pl"] {
                all.push((format!("{name} {language}"), srx.rules_for(language).unwrap()));
            }
        }
        all
    });
    let wanted = format!("{name} {language}");
    all.iter().find(|(key, _)| *key == wanted).map(|(_, rules)| rules).unwrap()
}

/// Patterns of the pieces that regular expressions are made of, well-formed or not.
fn pattern() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-cا-ت. ]{1,3}",
        prop::sample::select(vec![
            "(",
            ")",
            "[",
            "]",
            "^",
            "$",
            "|",
            "*",
            "+",
            "?",
            "{2}",
            "{1,3}",
            "*?",
            "++",
            "(?i)",
            "(?=",
            "(?!",
            "(?<=",
            "(?<!",
            "(?>",
            "(?:",
            r"\b",
            r"\B",
            r"\s",
            r"\w",
            r"\p{L}",
            r"\P{Lu}",
            r"\1",
            r"\Q",
            r"\E",
            r"\.",
            r"\A",
            r"\z",
            r"\R",
            "&&",
            "[^",
            "-",
            r"\u0041",
            r"\x{1F600}",
            "(a|b)",
            "(?<n>a)",
            r"\k<n>",
            "[a-c]",
            "[[:alpha:]]",
            "(?U)",
            "(?m)",
        ])
        .prop_map(str::to_owned),
        "\\PC",
    ];
    vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ابتدم]{1,4}",
        "[a-zA-Z]{1,4}",
        "[.!?؟…»«\"'()\\[\\] ]{1,3}",
        "[ \n\r\u{A0}\u{2029}\u{85}]{1,2}",
        any::<char>().prop_map(String::from),
        Just("د. ".to_owned()),
        Just("U.S. ".to_owned()),
    ];
    vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}
