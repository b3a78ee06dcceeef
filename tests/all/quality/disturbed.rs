//! Texts that are no clean translations, made from the gold of `../shared` by seeded edits: passages moved,
//! lines replaced, texts that have nothing to do with each other. Floors just under what is reached.

use std::{collections::BTreeSet, fs, ops::Range, path::Path};

use crate::support::shared::shared;
use muwazi::{
    BlockKind, Document, Lang,
    align::{Bead, Segmented, align, beads},
};

/// A pair of texts by lines, and its beads.
struct Text {
    lines: [Vec<String>; 2],
    gold: Vec<(Vec<usize>, Vec<usize>)>,
}

fn texts(set: &str) -> Vec<Text> {
    let folder = shared("eval/align").join(set);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let gold = paths.iter().filter(|path| path.extension().is_some_and(|e| e == "gold"));
    let text = |path: &std::path::PathBuf| Text {
        lines: ["ar", "en"].map(|lang| lines(&path.with_extension(lang))),
        gold: beads::read(&fs::read_to_string(path).unwrap(), "gold").unwrap(),
    };
    gold.map(text).collect()
}

fn lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
}

fn aligned(source: &[String], target: &[String]) -> Vec<Bead> {
    let side = |lang: &str, lines: &[String]| {
        let lang: Lang = lang.parse().unwrap();
        Segmented::new(Document::from_lines("-", lang, lines.join("\n"), BlockKind::Sentence))
    };
    align(side("ar", source), side("en", target)).beads
}

/// Numbers that look like chance and are the same in every run (a linear congruential generator).
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

/// The last part of the translation is moved to its beginning.
#[test]
#[ignore = "needs ../shared"]
fn moved_passages_come_back() {
    let mut seeded = Seeded(18);
    let (mut moved, mut back, mut false_pairs, mut documents) = (0, 0, 0, 0);
    for text in ["ntrex-dev", "bible-dev"].into_iter().flat_map(texts) {
        let first = text.gold.len() - text.gold.len() / [3, 4, 6][seeded.below(3)];
        let targets = text.gold[first..].iter().flat_map(|(_, t)| t.clone());
        let Some(cut) = targets.min().filter(|_| text.gold.len() > 8) else { continue };
        let count = text.lines[1].len() - cut;
        let mut target = text.lines[1].clone();
        target.rotate_left(cut);
        let place = |at: usize| if at >= cut { at - cut } else { at + count };
        documents += 1;
        let found = aligned(&text.lines[0], &target);
        assert_all_once(&found, [text.lines[0].len(), target.len()]);
        let partners = |source: usize| -> BTreeSet<usize> {
            let beads = found.iter().filter(|bead| bead.source.contains(&source));
            beads.flat_map(|bead| bead.target.clone()).collect()
        };
        let mut right: Vec<(BTreeSet<usize>, BTreeSet<usize>)> = Vec::new();
        for (number, (s, t)) in text.gold.iter().enumerate() {
            let t: BTreeSet<usize> = t.iter().map(|at| place(*at)).collect();
            if number >= first && !t.is_empty() {
                moved += s.len();
                back += s.iter().filter(|at| !partners(**at).is_disjoint(&t)).count();
            }
            right.push((s.iter().copied().collect(), t));
        }
        for bead in found.iter().filter(|bead| bead.moved && bead.confidence >= Some(0.8)) {
            let touches = |(s, t): &&(BTreeSet<usize>, BTreeSet<usize>)| {
                bead.source.clone().any(|at| s.contains(&at))
                    && bead.target.clone().any(|at| t.contains(&at))
            };
            false_pairs += usize::from(!right.iter().any(|pair| touches(&pair)));
        }
    }
    println!("{documents} documents, {moved} moved lines, {back} back, {false_pairs} false at .8");
    assert!(documents >= 100 && back * 100 >= moved * 95, "{back} of {moved}");
    assert_eq!(false_pairs, 0);
}

/// Every segment of either text is in one bead.
#[track_caller]
fn assert_all_once(beads: &[Bead], counts: [usize; 2]) {
    let sides: [fn(&Bead) -> Range<usize>; 2] = [|b| b.source.clone(), |b| b.target.clone()];
    for (side, count) in sides.into_iter().zip(counts) {
        let mut all: Vec<usize> = beads.iter().flat_map(side).collect();
        all.sort_unstable();
        assert_eq!(all, (0..count).collect::<Vec<_>>());
    }
}

/// All texts of the news in a row, with a passage of a dozen pairs moved to the beginning: of such long texts only
/// a part is compared again.
#[test]
#[ignore = "needs ../shared"]
fn a_passage_of_a_long_text_comes_back() {
    let mut all = Text { lines: Default::default(), gold: Vec::new() };
    for text in texts("ntrex-dev") {
        let before = all.lines.each_ref().map(Vec::len);
        all.gold.extend(text.gold.into_iter().map(|(s, t)| {
            (
                s.iter().map(|at| at + before[0]).collect(),
                t.iter().map(|at| at + before[1]).collect(),
            )
        }));
        for (all, lines) in all.lines.iter_mut().zip(text.lines) {
            all.extend(lines);
        }
    }
    assert!(all.gold.len() > 1000);
    let (mut moved, mut back, mut false_pairs) = (0, 0, 0);
    for first in [150, 400, 650, 900] {
        let passage = &all.gold[first..first + 12];
        let targets: BTreeSet<usize> = passage.iter().flat_map(|(_, t)| t.clone()).collect();
        let rest = (0..all.lines[1].len()).filter(|at| !targets.contains(at));
        let order: Vec<usize> = targets.iter().copied().chain(rest).collect();
        let target: Vec<String> = order.iter().map(|at| all.lines[1][*at].clone()).collect();
        let found = aligned(&all.lines[0], &target);
        assert_all_once(&found, [all.lines[0].len(), target.len()]);
        let finds = |bead: &Bead, (s, t): &(Vec<usize>, Vec<usize>)| {
            bead.source.clone().any(|at| s.contains(&at))
                && bead.target.clone().any(|at| t.contains(&order[at]))
        };
        let pairs = || passage.iter().filter(|(s, t)| !s.is_empty() && !t.is_empty());
        moved += pairs().count();
        back += pairs().filter(|pair| found.iter().any(|bead| finds(bead, pair))).count();
        let sure = found.iter().filter(|bead| bead.moved && bead.confidence >= Some(0.8));
        false_pairs += sure.filter(|bead| !all.gold.iter().any(|pair| finds(bead, pair))).count();
    }
    println!("long: {moved} moved pairs, {back} back, {false_pairs} false at .8");
    // Six are lost to a bead of seven segments to one, before passages are compared.
    assert!(back * 100 >= moved * 80, "{back} of {moved}");
    assert_eq!(false_pairs, 0);
}

/// One line in five of the translation is replaced by a line of another text of the same kind.
#[test]
#[ignore = "needs ../shared"]
fn replaced_lines_are_no_sure_pairs() {
    let mut seeded = Seeded(19);
    let (mut replaced, mut sure, mut documents) = (0, 0, 0);
    for set in ["ntrex-dev", "bible-dev"] {
        let texts = texts(set);
        for (number, text) in texts.iter().enumerate() {
            let mut target = text.lines[1].clone();
            let mut others = BTreeSet::new();
            for (s, t) in &text.gold {
                if s.len() == 1 && t.len() == 1 && seeded.below(5) == 0 {
                    let other = &texts[(number + 1 + seeded.below(texts.len() - 1)) % texts.len()];
                    target[t[0]] = other.lines[1][seeded.below(other.lines[1].len())].clone();
                    others.insert((s[0], t[0]));
                }
            }
            documents += 1;
            replaced += others.len();
            let beads = aligned(&text.lines[0], &target);
            sure += others
                .iter()
                .filter(|(s, t)| {
                    beads.iter().any(|bead| {
                        bead.source.contains(s)
                            && bead.target.contains(t)
                            && bead.confidence >= Some(0.9)
                    })
                })
                .count();
        }
    }
    println!("{documents} documents, {replaced} replaced lines, {sure} paired at .9");
    assert!(documents >= 100 && sure * 100 <= replaced * 2, "{sure} of {replaced}");
}

/// One to eight lines beside as many of another text.
#[test]
#[ignore = "needs ../shared"]
fn unrelated_texts_are_no_pairs() {
    let mut seeded = Seeded(20);
    let (mut pairs, mut believed) = (0, 0);
    for set in ["ntrex-dev", "bible-dev", "alignar-dev"] {
        let texts = texts(set);
        for number in 0..50 {
            let (a, b) = (&texts[number % texts.len()], &texts[(number + 1) % texts.len()]);
            let count = 1 + seeded.below(8);
            let part = |lines: &[String], seeded: &mut Seeded| {
                let from = seeded.below(lines.len().saturating_sub(count));
                lines[from..(from + count).min(lines.len())].to_vec()
            };
            let (source, target) = (part(&a.lines[0], &mut seeded), part(&b.lines[1], &mut seeded));
            let found = aligned(&source, &target);
            pairs += found.iter().filter(|bead| !bead.is_omission()).count();
            let is_believed = |bead: &&Bead| !bead.is_omission() && bead.confidence >= Some(0.5);
            believed += found.iter().filter(is_believed).count();
        }
    }
    println!("{pairs} pairs in 150 unrelated texts, {believed} at .5");
    assert!(believed * 100 <= pairs * 6, "{believed} of {pairs}");
}

/// Every Arabic line without its spaces, as bad PDF files give it.
#[test]
#[ignore = "needs ../shared"]
fn words_run_together_are_aligned_nearly_as_well() {
    for (set, least) in [("ntrex-dev", 0.985), ("bible-dev", 0.91)] {
        let (mut right, mut found, mut asked) = (0, 0, 0);
        for text in texts(set) {
            let source: Vec<String> = text.lines[0].iter().map(|l| l.replace(' ', "")).collect();
            let gold: BTreeSet<_> = text.gold.iter().cloned().collect();
            asked += gold.iter().filter(|(s, t)| !s.is_empty() && !t.is_empty()).count();
            for bead in aligned(&source, &text.lines[1]).iter().filter(|bead| !bead.is_omission()) {
                let [s, t] = [&bead.source, &bead.target].map(|side| side.clone().collect());
                found += 1;
                right += usize::from(gold.contains(&(s, t)));
            }
        }
        let f1 = 2.0 * right as f64 / (found + asked) as f64;
        println!("{set} without spaces: strict F1 {f1:.4}");
        assert!(f1 >= least, "{set} {f1}");
    }
}
