//! Tests of the semantics of an SRX file, point by point.

use super::*;

/// Writes a file of the given lists and maps.
fn file(cascade: &str, lists: &[(&str, &str)], maps: &[(&str, &str)]) -> String {
    let lists: String = lists
        .iter()
        .map(|(name, rules)| {
            format!("<languagerule languagerulename=\"{name}\">\n{rules}\n</languagerule>\n")
        })
        .collect();
    let maps: String = maps
        .iter()
        .map(|(pattern, list)| {
            format!("<languagemap languagepattern=\"{pattern}\" languagerulename=\"{list}\"/>\n")
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?>\n<srx version=\"2.0\" xmlns=\"http://www.lisa.org/srx20\">\n\
         <header cascade=\"{cascade}\" segmentsubflows=\"yes\"/>\n<body>\n<languagerules>\n{lists}\
         </languagerules>\n<maprules>\n{maps}</maprules>\n</body>\n</srx>\n"
    )
}

fn read(text: &str) -> Srx {
    Srx::read(text.as_bytes(), "a.srx").unwrap()
}

fn of_rules(rules: &str) -> Srx {
    read(&file("no", &[("All", rules)], &[(".*", "All")]))
}

fn rule(breaks: &str, before: &str, after: &str) -> String {
    format!(
        "<rule break=\"{breaks}\"><beforebreak>{before}</beforebreak>\
         <afterbreak>{after}</afterbreak></rule>\n"
    )
}

/// Marks every break in a text with `|`, so that its exact place is visible.
fn broken(srx: &Srx, language: &str, text: &str) -> String {
    broken_in(srx, language, text, Dialect::Icu)
}

fn broken_in(srx: &Srx, language: &str, text: &str, dialect: Dialect) -> String {
    let rules = srx.rules_in(language, dialect).unwrap();
    assert_eq!(rules.warnings(), [], "{text}");
    let mut out = String::new();
    let mut start = 0;
    for at in rules.breaks(text) {
        out.push_str(&text[start..at]);
        out.push('|');
        start = at;
    }
    assert_eq!(rules.gave_up(), []);
    out + &text[start..]
}

#[track_caller]
fn check(rules: &[(&str, &str, &str)], marked: &str) {
    check_in(rules, marked, Dialect::Icu);
}

#[track_caller]
fn check_in(rules: &[(&str, &str, &str)], marked: &str, dialect: Dialect) {
    let rules: String = rules.iter().map(|(breaks, b, a)| rule(breaks, b, a)).collect();
    let srx = of_rules(&rules);
    assert_eq!(srx.warnings, []);
    // A break at the very end does not count, so something has to follow it.
    let marked = if marked.ends_with('|') { format!("{marked}~") } else { marked.to_owned() };
    assert_eq!(broken_in(&srx, "ar", &marked.replace('|', ""), dialect), marked);
}

#[test]
fn the_first_matching_rule_decides() {
    let break_at_stops = ("yes", r"\.", r"\s");
    check(&[("no", r"Mr\.", r"\s"), break_at_stops], "Mr. X.| Y");
    check(&[break_at_stops, ("no", r"Mr\.", r"\s")], "Mr.| X.| Y");
    check(&[("yes", r"X\.", ""), ("no", r"\.", r"\s"), break_at_stops], "a. X.| Y");
    check(&[("no", r"\.", r"\s")], "a. b");
}

#[test]
fn there_is_no_break_without_a_rule() {
    check(&[("yes", "!", r"\s")], "a. b.\nc");
}

#[test]
fn maps_in_order_and_cascade() {
    let lists = [
        ("Own", rule("no", r"د\.", r"\s")),
        ("All", rule("yes", r"\.", r"\s")),
        ("Other", rule("yes", "!", r"\s")),
    ];
    let lists: Vec<(&str, &str)> = lists.iter().map(|(n, r)| (*n, r.as_str())).collect();
    let maps = [("AR.*", "Own"), ("FR|DE", "Other"), (".*", "All")];
    let text = "د. س. ص! ع";
    let cascading = read(&file("yes", &lists, &maps));
    assert_eq!(broken(&cascading, "ar", text), "د. س.| ص! ع");
    assert_eq!(broken(&cascading, "fr", text), "د.| س.| ص!| ع");
    let first_only = read(&file("no", &lists, &maps));
    assert_eq!(broken(&first_only, "ar-EG", text), text);
    assert_eq!(broken(&first_only, "fr", text), "د. س. ص!| ع");
    // The pattern must match the whole code.
    assert_eq!(broken(&first_only, "fra", text), "د.| س.| ص! ع");
    // The lists are in the order of the maps, not of the file.
    let turned = read(&file("yes", &lists, &[(".*", "All"), ("AR", "Own")]));
    assert_eq!(broken(&turned, "ar", text), "د.| س.| ص! ع");
}

#[test]
fn a_language_without_rules_is_an_error() {
    let srx = read(&file("no", &[("A", &rule("yes", "x", ""))], &[("FR.*", "A"), ("DE", "A")]));
    let error = srx.rules_for("ar").unwrap_err();
    assert_eq!(error.to_string(), "a.srx: no language map of the file matches 'ar'");
    assert!(error.hint.unwrap().ends_with("FR.*, DE"));
}

#[test]
fn codes_with_hyphen_or_underscore() {
    let lists = [("One", &*rule("yes", "x", "")), ("All", &*rule("yes", "y", ""))];
    let srx = read(&file("no", &lists, &[("[a-z]{2,3}_one|PT_BR", "One"), (".*", "All")]));
    assert_eq!(broken(&srx, "ar_one", "xxyy"), "x|x|yy");
    assert_eq!(broken(&srx, "pt-BR", "xxyy"), "x|x|yy");
    assert_eq!(broken(&srx, "ar", "xxyy"), "xxy|y");
}

#[test]
fn break_and_patterns_are_optional() {
    let srx = of_rules(
        "<rule><beforebreak>x</beforebreak></rule>\
         <rule break=\"no\"><afterbreak>b</afterbreak></rule>\
         <rule break=\"yes\"><afterbreak>[bc]</afterbreak></rule>\
         <rule break=\"yes\"><beforebreak/><afterbreak>d</afterbreak></rule>",
    );
    assert_eq!(srx.warnings, []);
    assert_eq!(broken(&srx, "ar", "axaabacad"), "ax|aaba|ca|d");
}

#[test]
fn a_rule_without_patterns_breaks_everywhere_with_a_warning() {
    let srx = of_rules("<rule/>");
    assert!(srx.warnings[0].message.contains("breaks everywhere"));
    assert_eq!(srx.rules_for("ar").unwrap().breaks("aع😀b"), [1, 3, 7]);
    let srx = of_rules(&(rule("no", "", "b") + "<rule/>"));
    assert_eq!(srx.rules_for("ar").unwrap().breaks("abcd"), [2, 3]);
}

#[test]
fn spaces_in_patterns_are_significant() {
    check(&[("yes", " a ", "")], "b a |a |a |a");
    check(&[("yes", r"\.", " ")], "a.| b.\tc");
    check(&[("yes", "\n", "")], "a\n|b c");
    check(&[("yes", "<![CDATA[<]]>&gt;&#x20;", "")], "a<> |b<>c");
}

#[test]
fn overlapping_matches_are_all_found() {
    check(&[("no", r"a\.b\.", ""), ("yes", r"\.", "")], "a.|b.c.|");
    check(&[("yes", "aba", "b")], "aba|ba|b");
    check(&[("no", r"\s\w\.", r"\s"), ("yes", r"\.", r"\s")], "x.| a. b. c. Dd.| e. f");
}

#[test]
fn groups_change_nothing() {
    check(&[("yes", r"(a|(b)+)(\.)", r"(\s)(c|d)")], "a.| c b.| d a. e");
    check(&[("yes", r"(?&lt;name>x)(y)?", "z")], "x|z xy|z y");
}

#[test]
fn a_match_must_extend_as_far_as_possible() {
    check(&[("yes", r"[.!?]+", "")], "Well...| No?!| Yes.|");
    check(&[("yes", r"[.!?]+", r"\s?")], "Well...| No");
    // The pattern after it may restrict the match.
    check(&[("yes", r"[.!?]+", "!")], "a?|! b");
    // Rules that forbid are not restricted: every offset in the run is forbidden.
    check(&[("no", r"\.+", ""), ("yes", "[.!]", "")], "a.. b!| c");
    check(&[("yes", "x{1,2}?", "")], "x|x|x|a");
}

#[test]
fn look_around() {
    check(&[("yes", r"(?&lt;!Mr)\.", r"\s")], "Mr. A.| B.| C");
    check(&[("yes", r"(?&lt;![A-Z])\.", r"\s")], "A. b.| C");
    check(&[("yes", r"\.", r"\s(?=[A-Z])")], "a. b.| C");
    check(&[("yes", r"\.", r"\s(?!b)")], "a. b.| C");
    check(&[("yes", r"\.", r"(?!\s[a-z])\s")], "a. b.| C");
    check(&[("yes", r"(?&lt;=[a-z])\.(?=\s)", "")], "a.| B. c.| D");
    check(&[("yes", r"\s(?!(?:an|on))\w{2}\.", "")], "x an. it.| on. we.|");
    // Look-around sees text beyond the offset and before the start of the match.
    check(&[("yes", r"(?&lt;=^|\s)x\.(?= y)", "")], "x.| y ax. y x. z x.| y");
    check(&[("yes", r"a(?!bc)", "b")], "abc a|bd");
    check(&[("no", r"(?&lt;!(?:foo|ba))\.", ""), ("yes", r"\.", "")], "foo.|a. ba.|x.y");
}

#[test]
fn back_references_and_possessive_repetition() {
    check(&[("yes", r"(['&quot;])\w+\1", "")], "'a'| \"b\"| 'c\" d");
    check(&[("yes", r"(?&lt;q>['&quot;])\w+\k&lt;q>", r"\s")], "'a'| \"b\"| 'c\" d");
    check(&[("yes", r"\w++\d", "")], "a1 b2");
    check(&[("yes", r"[a-z]++\d", "")], "a1| b2|");
    check(&[("yes", r"(?>a|ab)c", "")], "abc ac|");
}

#[test]
fn word_boundaries_cover_all_letters() {
    for dialect in [Dialect::Icu, Dialect::Java] {
        let rules = [("no", r"\bد\.", r"\s"), ("yes", r"\.", r"\s")];
        check_in(&rules, "جاء د. سالم يوجد.| (د. علي) يَد.| عاد", dialect);
        check_in(&[("yes", r"\.", r"\s\bab\b")], "a.| ab. abc.| ab-c", dialect);
        check_in(&[("yes", r"\b", "x")], "a |x ax", dialect);
    }
    check(&[("yes", r"a\b", "")], "ab a| a|.");
    check(&[("yes", r"a\B", "")], "a|b a a.");
    check(&[("yes", r"\.", r"\Ba")], "b. a");
    check(&[("yes", r"(?:\bx|-y)\.", "")], "x.|ax.-y.|by.");
    check(&[("yes", r"[x-]\b.", "")], "xa -a|x.|a");
}

#[test]
fn dialects() {
    let spaced = [("yes", r"\.", r"\s")];
    check_in(&spaced, "a.|\u{A0}b.| c", Dialect::Icu);
    check_in(&spaced, "a.\u{A0}b.| c", Dialect::Java);
    check_in(&[("yes", r"(?U)\.", r"(?U)\s")], "a.|\u{A0}b.| c", Dialect::Java);
    check_in(&[("yes", r"\w\.", "")], "ع.|a.|", Dialect::Icu);
    check_in(&[("yes", r"\w\.", "")], "ع.a.|", Dialect::Java);
    check_in(&[("yes", "(?i)é", "")], "é|É|", Dialect::Icu);
    check_in(&[("yes", "(?i)éa", "")], "éa|ÉAéA|", Dialect::Java);
    check_in(&[("yes", "(?iu)é", "")], "é|É|", Dialect::Java);
}

#[test]
fn syntax_of_java_and_icu() {
    check(&[("yes", r"[a-z&amp;&amp;[^b]]\.", "")], "a.|b.c.|");
    check(&[("yes", r"[[a-b][d]]\.", "")], "a.|c.d.|");
    check(&[("yes", r"[[:digit:]]\.", "")], "1.|a.٣.|");
    check(&[("yes", r"[]a]\.", "")], "].|a.|b.");
    check(&[("yes", r"[^]a]\.", "")], "].a.b.|");
    check(&[("yes", r"[a\-z]\.", "")], "a.|-.|b.z.|");
    check(&[("yes", r"\Q.*\E+", "x")], ".***|x a");
    check(&[("yes", r"\u0061\x62\x{63}\0144", "")], "abcd|");
    check(&[("yes", r"\uD83D\uDE00", "")], "😀|a");
    check(&[("yes", r"\R", "")], "a\r\n|b\n|c\u{2028}|d");
    check(&[("yes", r"\h\v", "")], "a\u{A0}\n|b");
    check(&[("yes", r"(?x) a \. # a stop", "")], "a.|b.");
    check(&[("yes", r"((?i)jan|feb)\.x", "")], "JAN.x|FEB.x|feb.X");
    check(&[("yes", r"(?i:a)b", "")], "Ab|AB");
    check(&[("yes", r"^a", "")], "a|aa");
    check(&[("yes", "", "a$")], "aab|a");
    check(&[("yes", "", r"a$")], "aab|a\n");
    check(&[("yes", r"(?m)^a", "")], "a|a\na|a");
    check(&[("yes", ".b", "")], "ab|\nb");
    check(&[("yes", "(?s).b", "")], "ab|\nb|");
    check(&[("yes", r"\p{Lu}\P{Lu}\p{IsArabic}\pL", "")], "Aععa|");
    check(&[("yes", "a(?#note)b", "")], "ab|");
}

#[test]
fn a_rule_that_cannot_run_is_reported_with_its_line() {
    let bad = ["(", r"\p{Nonsense}", "a{2000}", r"\y", "*a", "[a", r"\1", "[b-a]"];
    for bad in bad {
        let rules =
            rule("yes", "x", "") + "\n<rule>\n<beforebreak>" + bad + "</beforebreak></rule>";
        let srx = of_rules(&rules);
        assert_eq!((srx.loaded(), srx.reported(), srx.warnings.len()), (2, 1, 1), "{bad}");
        let warning = &srx.warnings[0];
        assert_eq!(warning.place.to_string(), "a.srx:10", "{bad}");
        assert!(warning.message.starts_with("a rule cannot run: "));
        assert!(warning.hint.is_some());
        assert!(srx.lists[0].rules[1].fault.is_some());
        assert_eq!(broken(&srx, "ar", "axa"), "ax|a");
        assert_eq!(srx.rules_for("ar").unwrap().run(), 1);
    }
}

#[test]
fn a_rule_that_is_too_large_is_reported_when_compiled() {
    let srx = of_rules(&rule("yes", r"(?:(?:\p{L}{1000}){1000}){1000}", ""));
    assert_eq!(srx.warnings, []);
    let rules = srx.rules_for("ar").unwrap();
    assert_eq!(rules.run(), 0);
    assert!(rules.warnings()[0].message.contains("MiB"));
}

#[test]
fn a_rule_that_backtracks_endlessly_gives_up_with_a_warning() {
    let srx = of_rules(&rule("yes", "x", r"(?:(a|aa)+)+\1!"));
    let rules = srx.rules_for("ar").unwrap();
    let text = "x".to_owned() + &"a".repeat(60) + "b c! b!";
    assert!(rules.breaks(&text).is_empty());
    let gave_up = rules.gave_up();
    assert_eq!((gave_up.len(), gave_up[0].place.line), (1, Some(7)));
    assert!(gave_up[0].message.contains("gave up at 1 place:"), "{}", gave_up[0].message);
    assert!(rules.breaks(&text).is_empty());
    let message = &rules.gave_up()[0].message;
    assert!(message.contains("gave up at 2 places:"), "{message}");
}

#[test]
fn header_and_oddities() {
    let srx = read(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:srx version=\"2.0\" xmlns:s=\"urn:s\">\
         <s:header cascade=\"yes\" segmentsubflows=\"no\">\
         <s:formathandle type=\"start\" include=\"no\"/><s:formathandle type=\"end\" include=\"yes\"/>\
         <o:options xmlns:o=\"urn:o\"/></s:header><s:body><s:languagerules>\
         <s:languagerule languagerulename=\"A\"><s:rule break=\"maybe\">\
         <s:beforebreak>x</s:beforebreak></s:rule></s:languagerule>\
         <s:languagerule languagerulename=\"A\"/></s:languagerules><s:maprules>\
         <s:languagemap languagepattern=\".*\" languagerulename=\"A\"/>\
         <s:languagemap languagepattern=\"(\" languagerulename=\"B\"/></s:maprules></s:body></s:srx>",
    );
    assert!(srx.header.cascade && !srx.header.segment_subflows);
    assert_eq!(srx.header.format_handles, [("start".into(), false), ("end".into(), true)]);
    let messages: Vec<&str> = srx.warnings.iter().map(|w| w.message.as_str()).collect();
    assert_eq!(messages.len(), 5, "{messages:?}");
    assert!(messages[0].starts_with("break=\"maybe\""));
    assert!(messages[1].contains("a second <languagerule> is named 'A'"));
    assert!(messages[2].contains("o:options"));
    assert!(messages[3].contains("'B', which do not exist"));
    assert!(messages[4].contains("a map cannot be used"));
    assert_eq!(broken(&srx, "en", "axb"), "ax|b");
}

#[test]
fn srx_1_0() {
    let srx = read(
        "<srx version=\"1.0\"><header segmentsubflows=\"yes\"/><body><languagerules>\
         <languagerule languagerulename=\"A\"><rule><beforebreak>x</beforebreak></rule>\
         </languagerule></languagerules><maprules><maprule maprulename=\"Default\">\
         <languagemap languagepattern=\".*\" languagerulename=\"A\"/></maprule>\
         <maprule maprulename=\"Other\"><languagemap languagepattern=\".*\" \
         languagerulename=\"B\"/></maprule></maprules></body></srx>",
    );
    assert_eq!(srx.maps.len(), 1);
    assert!(srx.warnings[0].message.contains("'Other' is ignored"));
    assert_eq!(broken(&srx, "en", "axb"), "ax|b");
}

#[test]
fn other_encodings() {
    let text = file("no", &[("A", &rule("yes", "؟", r"\s"))], &[(".*", "A")]);
    let utf16: Vec<u8> =
        [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let srx = Srx::read(&*utf16, "a.srx").unwrap();
    assert_eq!(broken(&srx, "ar", "a؟ b"), "a؟| b");
    let arabic = text.replace("?>", " encoding=\"windows-1256\"?>");
    let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(&arabic);
    let srx = Srx::read(&*bytes, "a.srx").unwrap();
    assert_eq!(broken(&srx, "ar", "a؟ b"), "a؟| b");
}

#[test]
fn files_that_are_not_srx_are_errors_with_a_hint() {
    let whole = file("no", &[("A", &rule("yes", "a", "b"))], &[(".*", "A")]);
    let cut = &whole[..whole.find("<afterbreak>").unwrap() + 14];
    let nested = whole.replace("<body>", "<srx><body>");
    for (text, expected) in [
        ("", "the file is empty"),
        ("hello", "it does not begin with <"),
        ("<tmx/>", "this is XML but not SRX: it holds <tmx>"),
        ("<srx", "cut off"),
        (cut, "cut off"),
        ("<srx version='2.0'><rule/></srx>", "outside any <languagerule>"),
        ("<srx><languagerule/></srx>", "without a languagerulename"),
        ("<srx><languagemap/></srx>", "without languagepattern"),
        ("<srx>&nbsp;</srx>", "nbsp"),
        ("<!DOCTYPE srx [<!ENTITY a 'b'>]><srx/>", "declares entities, which SRX"),
        (&nested, "another file begins"),
        ("%PDF-1.4", "a PDF"),
    ] {
        let error = match Srx::read(text.as_bytes(), "a.srx") {
            Err(error) => error,
            Ok(srx) => {
                assert!(srx.warnings.iter().any(|w| w.message.contains(expected)), "{text}");
                continue;
            }
        };
        assert!(error.to_string().contains(expected), "{error}");
        assert!(error.hint.is_some(), "{error}");
    }
}

#[test]
fn too_many_rules_are_an_error() {
    let rules = "<rule><beforebreak>a</beforebreak></rule>".repeat(100_001);
    let error = Srx::read(file("no", &[("A", &rules)], &[]).as_bytes(), "a.srx").unwrap_err();
    assert!(error.to_string().contains("more than 100000 rules"));
}

#[test]
fn sentences_are_trimmed() {
    let srx = of_rules(&rule("yes", r"\.\s", ""));
    let rules = srx.rules_for("ar").unwrap();
    let text = " a. \u{A0} b.\n . ";
    let found: Vec<&str> = rules.sentences(text).iter().map(|s| s.of(text)).collect();
    assert_eq!(found, ["a.", "b.", "."]);
    assert_eq!(rules.sentences(" \n "), []);
}
