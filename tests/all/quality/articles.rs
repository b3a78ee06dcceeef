//! Whole articles against beads made by hand. The sample article lies in `examples/news`; the
//! user's own article (Arabic) lies in `../shared`, its translation here in `tests/data/seed`.

use std::{collections::BTreeSet, fs, path::Path};

use muwazi::{
    BlockKind, Document, Lang,
    align::{Aligner, Alignment, Search, Segmented, align, beads},
    segments,
};

use crate::support::shared::shared;

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn side(path: &Path, lang: Lang) -> Segmented {
    Segmented::new(Document::from_lines("-", lang, read(path), BlockKind::Paragraph))
}

fn pairs(alignment: &Alignment) -> BTreeSet<(Vec<usize>, Vec<usize>)> {
    // A run of omitted segments may be one bead or several.
    let each = |b: &muwazi::align::Bead| {
        let (s, t): (Vec<_>, Vec<_>) = (b.source.clone().collect(), b.target.clone().collect());
        if b.is_omission() {
            let source = s.into_iter().map(|i| (vec![i], vec![]));
            source.chain(t.into_iter().map(|j| (vec![], vec![j]))).collect::<Vec<_>>()
        } else {
            vec![(s, t)]
        }
    };
    alignment.beads.iter().flat_map(each).collect()
}

fn gold(path: &Path) -> BTreeSet<(Vec<usize>, Vec<usize>)> {
    beads::read(&read(path), "gold").unwrap().into_iter().collect()
}

#[track_caller]
fn every_bead_is_right(source: Segmented, target: Segmented, gold_beads: &Path) {
    let mirrored = align(target.clone(), source.clone());
    let pair = align(source, target);
    let (found, wanted) = (pairs(&pair), gold(gold_beads));
    let (wrong, missed): (Vec<_>, Vec<_>) =
        (found.difference(&wanted).collect(), wanted.difference(&found).collect());
    assert!(wrong.is_empty() && missed.is_empty(), "wrong: {wrong:?}\nmissed: {missed:?}");
    let turned = pairs(&mirrored).into_iter().map(|(a, b)| (b, a)).collect();
    assert_eq!(found, turned, "the other way round the beads are the same");
}

#[test]
fn the_sample_article_is_split_as_by_hand() {
    let folder = Path::new("examples/news");
    for (lang, name) in [(Lang::arabic(), "article.ar"), (Lang::english(), "article.en")] {
        let text = read(&folder.join(format!("{name}.txt")));
        let document = Document::from_lines("-", lang, text, BlockKind::Paragraph);
        let found: Vec<&str> =
            segments(&document).iter().map(|s| s.span.of(&document.text)).collect();
        let by_hand = read(&folder.join(format!("{name}.sentences.txt")));
        let by_hand: Vec<&str> = by_hand.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(found, by_hand);
    }
}

#[test]
fn the_sample_article_is_aligned_as_by_hand() {
    let folder = Path::new("examples/news");
    let source = side(&folder.join("article.ar.txt"), Lang::arabic());
    let target = side(&folder.join("article.en.txt"), Lang::english());
    every_bead_is_right(source, target, &folder.join("gold.beads"));
}

#[test]
#[ignore = "needs ../shared"]
fn the_users_own_article_is_aligned_as_by_hand() {
    let article = shared("seed/article.ar.txt");
    let folder = Path::new("tests/data/seed");
    let source = side(&article, Lang::arabic());
    let target = side(&folder.join("article.en.txt"), Lang::english());
    every_bead_is_right(source, target, &folder.join("gold.beads"));
}

/// A text against itself: nothing to find out, and every bead sure.
#[track_caller]
fn is_its_own_translation(path: &Path, lang: &Lang) {
    let (a, b) = (side(path, lang.clone()), side(path, lang.clone()));
    let count = a.segments.len();
    let pair = align(a, b);
    let wanted: Vec<_> = (0..count).map(|i| (i..i + 1, i..i + 1)).collect();
    let found: Vec<_> = pair.beads.iter().map(|b| (b.source.clone(), b.target.clone())).collect();
    assert_eq!(found, wanted, "{}", path.display());
    for bead in &pair.beads {
        let confidence = bead.confidence.unwrap();
        assert!(confidence > 0.95, "{}: {:?} {confidence}", path.display(), bead.source);
    }
}

#[test]
fn an_article_against_itself_is_one_to_one_and_sure() {
    for (lang, name) in [(Lang::arabic(), "article.ar"), (Lang::english(), "article.en")] {
        is_its_own_translation(&Path::new("examples/news").join(format!("{name}.txt")), &lang);
    }
}

#[test]
#[ignore = "needs ../shared"]
fn the_users_own_article_against_itself_is_one_to_one_and_sure() {
    is_its_own_translation(&shared("seed/article.ar.txt"), &Lang::arabic());
}

/// Coarse to fine loses nothing: the sample article many times over, beads left out here and there.
#[test]
fn long_texts_are_aligned_as_by_looking_at_every_bead() {
    let folder = Path::new("examples/news");
    let long = |name: &str, lang: Lang, times: usize, left_out: usize| {
        let lines = read(&folder.join(name));
        let kept = |round: usize| {
            let lines = lines.lines().filter(|line| !line.trim().is_empty()).enumerate();
            lines.filter(move |(i, _)| (i + round) % left_out != 3).map(|(_, line)| line)
        };
        let text: Vec<&str> = (0..times).flat_map(kept).collect();
        Segmented::new(Document::from_lines("-", lang, text.join("\n"), BlockKind::Paragraph))
    };
    // Within the whole plane, then around a coarse path.
    for times in [4, 17] {
        let source = long("article.ar.txt", Lang::arabic(), times, 11);
        let target = long("article.en.txt", Lang::english(), times, 13);
        let exact = Aligner { search: Search::Exact, ..Aligner::default() };
        let every = exact.align(source.clone(), target.clone());
        let fast = align(source, target);
        assert_eq!(fast.beads.len(), every.beads.len());
        for (a, b) in fast.beads.iter().zip(&every.beads) {
            assert_eq!((&a.source, &a.target), (&b.source, &b.target), "{times} times");
            let apart = a.confidence.unwrap() - b.confidence.unwrap();
            assert!(apart.abs() < 1e-3, "{times} times: {:?} {apart}", a.source);
        }
    }
}
