//! `muwazi score` against the script that the gold data comes with: the same figures, on good
//! alignments and on mutilated ones.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::support::{shared::shared, tools::python};
use muwazi::align::beads;
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngSeed, TestRunner},
};
use serde_json::Value;

/// What the script says of two files or folders, with each document's figure.
fn theirs(script: &Path, gold: &Path, out: &Path) -> Value {
    let json = tempfile::NamedTempFile::new().unwrap();
    python(script, [gold, out, Path::new("--json"), json.path()]);
    serde_json::from_slice(&fs::read(json.path()).unwrap()).unwrap()
}

fn ours(gold: &Path, out: &Path) -> (Value, Option<i32>) {
    let run = Command::new(env!("CARGO_BIN_EXE_muwazi"))
        .args(["score", "--json", "--documents", "--quiet"])
        .args([gold, out])
        .output()
        .unwrap();
    assert!(run.stderr.is_empty(), "{}", String::from_utf8_lossy(&run.stderr));
    (serde_json::from_slice(&run.stdout).unwrap(), run.status.code())
}

/// Compares every figure that the script gives; says the strict F1.
#[track_caller]
fn compare(script: &Path, gold: &Path, out: &Path) -> f64 {
    let (theirs, (ours, _)) = (theirs(script, gold, out), ours(gold, out));
    let mut compared = 0;
    for (figure, value) in theirs.as_object().unwrap() {
        if figure == "per_doc_strict_f1" {
            let documents = ours["documents"].as_array().unwrap();
            assert_eq!(documents.len(), value.as_object().unwrap().len());
            for document in documents {
                let name = document["name"].as_str().unwrap();
                assert_eq!(document["strict_f1"].as_f64(), value[name].as_f64(), "{name}");
            }
        } else {
            assert_eq!(ours[figure].as_f64(), value.as_f64(), "{figure}");
            compared += 1;
        }
    }
    assert!(compared >= 16, "{theirs}");
    ours["strict_f1"].as_f64().unwrap()
}

/// What can be wrong with a line of beads.
#[derive(Debug, Clone)]
enum Damage {
    None,
    Dropped,
    Doubled,
    Shifted(usize),
    SourceAlone,
    TargetAlone,
    Grown(usize),
    Backwards,
    Empty,
}

fn damage() -> impl Strategy<Value = Damage> {
    use Damage::*;
    let some = prop_oneof![
        Just(Dropped),
        Just(Doubled),
        (1..3_usize).prop_map(Shifted),
        Just(SourceAlone),
        Just(TargetAlone),
        (1..4_usize).prop_map(Grown),
        Just(Backwards),
        Just(Empty),
    ];
    prop_oneof![3 => Just(None), 1 => some]
}

/// Damages a list's beads, each as it may come, and their order.
fn mutilated(list: &[beads::Pair], runner: &mut TestRunner) -> String {
    let mut lines = Vec::new();
    for (s, t) in list {
        let (mut s, mut t) = (s.clone(), t.clone());
        let damage = damage().new_tree(runner).unwrap().current();
        match damage {
            Damage::None | Damage::Doubled => {}
            Damage::Dropped => continue,
            Damage::Shifted(by) => t.iter_mut().for_each(|i| *i += by),
            Damage::SourceAlone => t.clear(),
            Damage::TargetAlone => s.clear(),
            Damage::Grown(by) => s.extend(s.last().copied().map(|last| last + by)),
            Damage::Backwards => s.reverse(),
            Damage::Empty => (s, t) = (vec![], vec![]),
        }
        let line = format!("{s:?}:{t:?}");
        if matches!(damage, Damage::Doubled) {
            lines.push(format!(" {s:?} : {t:?}:0.5"));
        }
        lines.push(line);
    }
    let order = Just(lines).prop_shuffle().new_tree(runner).unwrap().current();
    order.join("\n") + "\n"
}

fn golds(set: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(set).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<_> =
        all.filter(|path| path.extension().is_some_and(|e| e == "gold")).collect();
    all.sort();
    all
}

fn list(path: &Path) -> Vec<beads::Pair> {
    beads::read(&fs::read_to_string(path).unwrap(), "gold").unwrap()
}

const SETS: [&str; 5] = ["alignar-dev", "bible-dev", "ntrex-dev", "ntrex-hard-dev", "textberg-dev"];

#[test]
#[ignore = "needs ../shared"]
fn good_alignments() {
    let folder = shared("eval/align");
    let script = folder.join("score_align.py");
    for set in SETS {
        let scratch = tempfile::tempdir().unwrap();
        let langs = if set == "textberg-dev" { ["de", "fr"] } else { ["ar", "en"] };
        let run = Command::new(env!("CARGO_BIN_EXE_muwazi"))
            .args(["align", "--segmented", "--format", "beads", "--json", "--pairs-in"])
            .arg(folder.join(set))
            .arg("--out-dir")
            .arg(scratch.path())
            .args(["--from", langs[0], "--to", langs[1]])
            .output()
            .unwrap();
        let report: Value = serde_json::from_slice(&run.stdout).unwrap();
        let golds = golds(&folder.join(set));
        assert_eq!(report["aligned"].as_u64(), Some(golds.len() as u64));
        // The script knows no other ending.
        for gold in &golds {
            let name = gold.file_stem().unwrap().to_str().unwrap();
            let beads = scratch.path().join(format!("{name}.beads"));
            fs::rename(beads, scratch.path().join(format!("{name}.out"))).unwrap();
        }
        let f = compare(&script, &folder.join(set), scratch.path());
        println!("{set}: {f}");
        assert!(f > 0.3 && f < 1.0, "{set}: {f}");
        assert_eq!(compare(&script, &folder.join(set), &folder.join(set)), 1.0);
        let name = golds[0].file_stem().unwrap().to_str().unwrap();
        compare(&script, &golds[0], &scratch.path().join(format!("{name}.out")));
    }
}

#[test]
#[ignore = "needs ../shared"]
fn mutilated_alignments() {
    let folder = shared("eval/align");
    let script = folder.join("score_align.py");
    let config = Config { rng_seed: RngSeed::Fixed(4), ..Config::default() };
    let mut runner = TestRunner::new(config);
    for set in SETS {
        let scratch = tempfile::tempdir().unwrap();
        let golds = golds(&folder.join(set));
        for (number, gold) in golds.iter().enumerate() {
            let out = scratch.path().join(gold.with_extension("out").file_name().unwrap());
            let text = match number % 10 {
                // One in ten is missing, one in ten is empty.
                3 => continue,
                7 => String::new(),
                _ => mutilated(&list(gold), &mut runner),
            };
            fs::write(out, text).unwrap();
        }
        fs::write(scratch.path().join("of no document.out"), "[0]:[0]\n").unwrap();
        let f = compare(&script, &folder.join(set), scratch.path());
        println!("{set}: {f}");
        assert!(f > 0.2 && f < 0.95, "{set}: {f}");
        let (report, status) = ours(&folder.join(set), scratch.path());
        let missing = (0..golds.len()).filter(|number| number % 10 == 3).count();
        assert_eq!(report["missing"].as_array().unwrap().len(), missing);
        assert_eq!(report["extra"].as_array().unwrap().len(), 1);
        assert_eq!(status, Some(i32::from(missing > 0)));
    }
}
