//! Floors on gold data of our own, which needs nothing beside the repository: `tests/data/gold`.

use std::{fs, path::Path};

use muwazi::{
    BlockKind, Document, Lang,
    align::{Segmented, align, beads, score::Tally},
    segments,
};

use super::sentences::Found;

const NAMES: [&str; 4] = ["instructions", "law", "report", "story"];

fn read(name: &str, extension: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/gold");
    fs::read_to_string(folder.join(format!("{name}.{extension}"))).unwrap()
}

/// Sentence F1 in percent over all documents of a language.
fn sentences(lang: &Lang) -> f64 {
    let mut all = Found::default();
    for name in NAMES {
        let text = read(name, lang.as_str());
        for paragraph in text.trim_end().split("\n\n") {
            let joined = paragraph.replace('\n', " ");
            let document =
                Document::from_lines(name, lang.clone(), joined.as_str(), BlockKind::Paragraph);
            let found: Vec<&str> = segments(&document).iter().map(|s| s.span.of(&joined)).collect();
            let gold: Vec<&str> = paragraph.lines().collect();
            if found != gold {
                println!("{name}: {found:#?}");
            }
            all.add(gold.into_iter(), found.into_iter());
        }
    }
    all.f1()
}

#[test]
fn arabic_sentences() {
    let f1 = sentences(&Lang::arabic());
    assert!(f1 >= 99.0, "{f1}");
}

#[test]
fn english_sentences() {
    let f1 = sentences(&Lang::english());
    assert!(f1 >= 99.0, "{f1}");
}

/// Strict F1 over all documents, in both directions.
#[test]
fn beads() {
    let side = |name: &str, lang: Lang| {
        let text = read(name, lang.as_str());
        Segmented::new(Document::from_lines(name, lang, text, BlockKind::Sentence))
    };
    let mut both = [Tally::default(), Tally::default()];
    for name in NAMES {
        let gold = beads::read(&read(name, "gold"), name).unwrap();
        let turned: Vec<_> = gold.iter().map(|(s, t)| (t.clone(), s.clone())).collect();
        let (arabic, english) = (side(name, Lang::arabic()), side(name, Lang::english()));
        for (sum, gold, pair) in [
            (0, &gold, align(arabic.clone(), english.clone())),
            (1, &turned, align(english, arabic)),
        ] {
            let found: Vec<_> = pair
                .beads
                .iter()
                .map(|b| (b.source.clone().collect(), b.target.clone().collect()))
                .collect();
            let tally = Tally::of(gold, &found);
            println!("{name}: {:?}", tally.scores());
            both[sum].add(&tally);
        }
    }
    for tally in both {
        let f1 = tally.scores().strict_f1;
        assert!(f1 >= 0.9, "{f1}");
    }
}
