use std::collections::BTreeMap;

use quick_xml::{Reader, XmlVersion, escape::resolve_predefined_entity, events::Event};

use super::*;
use crate::{
    align::{Aligner, Side},
    document::{BlockKind, Document},
    lang::Lang,
};

/// What a test wants to know of a page: read as XML, so that it must be well-formed.
#[derive(Default)]
struct Page {
    /// How often each element stands in it.
    elements: BTreeMap<String, usize>,
    /// The attributes of all elements, by name.
    attributes: BTreeMap<String, Vec<String>>,
    /// The sentences of each bead's sides.
    texts: Vec<String>,
    /// The text of everything that is no sentence.
    rest: String,
}

fn read(page: &str) -> Page {
    let mut out = Page::default();
    let mut reader = Reader::from_str(page);
    reader.config_mut().expand_empty_elements = true;
    let (mut open, mut sentence) = (Vec::new(), None::<String>);
    loop {
        let said = match reader.read_event().unwrap() {
            Event::Start(tag) => {
                let name = tag.name().0.to_owned();
                *out.elements.entry(name.clone()).or_default() += 1;
                for attribute in tag.attributes() {
                    let attribute = attribute.unwrap();
                    let key = attribute.key.0.to_owned();
                    let value = attribute.normalized_value(XmlVersion::Explicit1_0).unwrap();
                    out.attributes.entry(key).or_default().push(value.into_owned());
                }
                if name == "bdi" && open.last().is_some_and(|parent| parent == "p") {
                    sentence = Some(String::new());
                }
                open.push(name);
                continue;
            }
            Event::End(_) => {
                if open.pop().unwrap() == "bdi" {
                    out.texts.extend(sentence.take());
                }
                continue;
            }
            Event::Text(text) => text.xml10_content().into_owned(),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().unwrap() {
                Some(c) => c.to_string(),
                None => resolve_predefined_entity(&reference).unwrap().to_owned(),
            },
            Event::Eof => break,
            Event::DocType(_) => continue,
            other => panic!("{other:?}"),
        };
        sentence.as_mut().unwrap_or(&mut out.rest).push_str(&said);
    }
    assert!(open.is_empty(), "{open:?}");
    out
}

fn side(origin: &str, lang: &str, text: &str) -> Segmented {
    let lang: Lang = lang.parse().unwrap();
    Segmented::new(Document::from_lines(origin, lang, text, BlockKind::Sentence))
}

fn page((alignment, explainer): &(Alignment, Explainer)) -> String {
    let mut out = Vec::new();
    write(alignment, explainer, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The page of an alignment that was made by hand.
fn page_by_hand(alignment: Alignment) -> String {
    let sides =
        [&alignment.source, &alignment.target].map(|s| Side::new(&s.document, &s.segments, None));
    let explainer = Explainer::new(&alignment, sides, Vec::new(), None);
    page(&(alignment, explainer))
}

/// All sentences in the order of the beads, source before target.
fn sentences(alignment: &Alignment) -> Vec<String> {
    let side = |side: &Segmented, range: &Range<usize>| {
        let text = &side.document.text;
        side.segments[range.clone()].iter().map(|s| s.span.of(text).to_owned()).collect::<Vec<_>>()
    };
    let of = |bead: &Bead| {
        let mut texts = side(&alignment.source, &bead.source);
        texts.extend(side(&alignment.target, &bead.target));
        texts
    };
    alignment.beads.iter().flat_map(of).collect()
}

fn news() -> (Alignment, Explainer) {
    let read = |name: &str| std::fs::read_to_string(format!("examples/news/{name}")).unwrap();
    let source = side("news/article.ar.txt", "ar", &read("article.ar.sentences.txt"));
    let target = side("news/article.en.txt", "en", &read("article.en.sentences.txt"));
    let aligner = Aligner { vectors: None, ..Aligner::default() };
    aligner.align_explained(source, target, None).unwrap()
}

#[test]
fn every_bead_stands_on_the_page_once() {
    let news = news();
    let page = read(&page(&news));
    let (alignment, explainer) = news;
    assert_eq!(page.texts, sentences(&alignment));
    let ids = &page.attributes["id"];
    for at in 1..=alignment.beads.len() {
        let id = format!("b{at}");
        assert_eq!(ids.iter().filter(|i| **i == id).count(), 1, "{id}");
    }
    assert_eq!(page.elements["details"], alignment.beads.len());
    assert!(page.rest.contains("22") && page.rest.contains("article.ar.txt"));
    // Each link has two ends.
    let links: usize = alignment.beads.iter().map(|b| explainer.explain(b).links.len()).sum();
    assert_eq!(page.attributes["data-l"].len(), 2 * links);
}

#[test]
fn the_page_asks_for_nothing() {
    let page = page(&news());
    for outside in ["http:", "https:", "//cdn", "url(", "@import", "src=", "<link", "fetch("] {
        assert!(!page.contains(outside), "{outside}");
    }
    let page = read(&page);
    assert!(page.attributes["href"].iter().all(|href| href.starts_with("#b")));
    assert!(page.attributes["content"][0].starts_with("default-src 'none'"));
    assert_eq!((page.elements["script"], page.elements["style"]), (1, 1));
}

#[test]
fn hostile_texts_stay_texts() {
    let hostile = "</bdi></p></div></li><script>alert('٤٥')</script>\n\
                   ]]> <!-- & &amp; &#x3c; \"quoted\" 'single' <img src=x onerror=alert(1)>\n\
                   \u{202E}turned \u{2066}open \u{2069}\u{2069}\u{202C} \u{200F}45\n\
                   <![CDATA[ 45 ]]> \u{FEFF}\n";
    let name = "a\"><script>x</script>/'b\"><i>.txt";
    let source = side(name, "ar", hostile);
    let target = side(name, "en", hostile);
    let beads = [(0..1, 0..2), (1..4, 2..3), (4..4, 3..4)]
        .map(|(source, target)| Bead {
            source,
            target,
            confidence: None,
            evidence: vec![],
            moved: false,
        })
        .into();
    let alignment = Alignment { source, target, beads };
    let plain = read(&page(&news()));
    let page = read(&page_by_hand(alignment.clone()));
    assert_eq!(page.texts, sentences(&alignment));
    assert!(page.rest.contains("'b\"><i>.txt"));
    for element in page.elements.keys() {
        assert!(plain.elements.contains_key(element) || element == "mark", "{element}");
    }
    assert_eq!((page.elements["script"], page.elements["style"]), (1, 1));
}

#[test]
fn what_xml_cannot_hold_is_shown() {
    let source = side("-", "de", "eins\u{1}\u{7F}");
    let target = side("-", "he", "one\u{FFFF}");
    let bead =
        Bead { source: 0..1, target: 0..1, confidence: Some(0.3), evidence: vec![], moved: false };
    let page = page_by_hand(Alignment { source, target, beads: vec![bead] });
    assert_eq!(read(&page).texts, ["eins␁␡", "one\u{FFFD}"]);
    assert!(page.contains("class=\"side target\" lang=\"he\" dir=\"rtl\""));
    assert!(page.contains("class=\"side source\" lang=\"de\" dir=\"ltr\""));
    assert!(page.contains("class=\"bead row weak\""));
}

#[test]
fn a_name_keeps_its_ending_at_its_end() {
    let name = "folder/تقرير 2024.ar.txt";
    let alignment = Alignment {
        source: side(name, "ar", "نص\n"),
        target: side("report.txt", "en", "Text\n"),
        beads: vec![Bead {
            source: 0..1,
            target: 0..1,
            confidence: Some(0.9),
            evidence: vec![],
            moved: false,
        }],
    };
    let page = page_by_hand(alignment);
    assert!(page.contains("<title>\u{2066}تقرير 2024.ar.txt\u{2069} and "));
    let shown = "<bdi dir=\"ltr\">تقرير 2024.ar.txt</bdi>";
    assert_eq!(page.matches(shown).count(), page.matches("تقرير 2024.ar.txt").count() - 1);
}

#[test]
fn the_page_tells_of_doubtful_texts_and_of_an_empty_filter() {
    let of = |confidence| {
        let beads = vec![Bead {
            source: 0..1,
            target: 0..1,
            confidence: Some(confidence),
            evidence: vec![],
            moved: false,
        }];
        let (source, target) = (side("a", "ar", "نص\n"), side("b", "en", "Text\n"));
        read(&page_by_hand(Alignment { source, target, beads })).rest
    };
    for (confidence, doubtful, empty) in
        [(0.95, false, true), (0.7, false, false), (0.2, true, false)]
    {
        let page = of(confidence);
        assert_eq!(page.contains("hardly look like translations"), doubtful, "{confidence}");
        assert_eq!(page.contains("Nothing is below"), empty, "{confidence}");
    }
}
