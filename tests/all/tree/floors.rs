//! The floors of the library: each folder of `src` imports only from floors below it, or from its
//! own floor without a circle. docs/architecture.md tells why.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::imports::{Import, imports};

/// The folders and files of `src`, from the ground up.
const FLOORS: [&[&str]; 16] = [
    &["error", "event", "output", "parallel", "lang", "lookup_map"],
    &["text"],
    &["document", "unit"],
    &["xml"],
    &["segment"],
    &["read"],
    &["format"],
    &["glossary"],
    &["memory"],
    &["lookup"],
    &["align"],
    &["report"],
    &["review"],
    &["batch", "pipeline", "omegat", "embeddings"],
    &["service"],
    &["serve"],
];

/// Returns what breaks the rule in a tree of files, each a path below `src` and its text.
fn faults(files: &[(String, String)], floors: &[&[&str]]) -> Vec<String> {
    let floor_of: BTreeMap<&str, usize> = floors
        .iter()
        .zip(0..)
        .flat_map(|(names, at)| names.iter().map(move |n| (*n, at)))
        .collect();
    let mut faults = Vec::new();
    let mut sideways: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for Import { file, from, to, path } in imports(files) {
        match (floor_of.get(from.as_str()), floor_of.get(to.as_str())) {
            (None, _) => faults.push(format!("{file}: {from} stands on no floor")),
            (_, None) => faults.push(format!("{file}: {path} is imported by the root's re-export")),
            (Some(own), Some(other)) if other > own => {
                faults.push(format!("{file}: {path} lies on a higher floor than {from}"));
            }
            (Some(own), Some(other)) if other == own => {
                sideways.entry(from).or_default().insert(to);
            }
            _ => {}
        }
    }
    faults.extend(sideways.keys().filter_map(|start| circle(start, &sideways)));
    faults.sort();
    faults.dedup();
    faults
}

/// Returns a circle that leads back to `start`, which is the first of its names.
fn circle(start: &str, edges: &BTreeMap<String, BTreeSet<String>>) -> Option<String> {
    let mut trails = vec![vec![start]];
    let mut seen = BTreeSet::new();
    while let Some(trail) = trails.pop() {
        for next in edges.get(*trail.last()?).into_iter().flatten() {
            let longer = [&trail[..], &[next.as_str()]].concat();
            if next == start {
                let is_first = trail.iter().all(|name| *name >= start);
                return is_first.then(|| format!("a circle: {}", longer.join(" → ")));
            }
            if seen.insert(next) {
                trails.push(longer);
            }
        }
    }
    None
}

/// Reads the library's files: paths below `src`, with `/`, and texts.
fn library(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        // Packages of their own, over all floors.
        if path.is_dir() && !["bin", "python"].contains(&name.as_str()) {
            library(&path, &format!("{name}/"), files);
        } else if name.ends_with(".rs") && name != "lib.rs" {
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
}

#[test]
fn imports_run_down_the_floors() {
    let mut files = Vec::new();
    library(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut files);
    let there: BTreeSet<&str> =
        files.iter().filter_map(|(name, _)| name.split(['/', '.']).next()).collect();
    let listed: BTreeSet<&str> = FLOORS.concat().into_iter().collect();
    let odd: Vec<_> = there.symmetric_difference(&listed).collect();
    assert!(odd.is_empty(), "either in src or in the list of floors, not in both: {odd:?}");
    let faults = faults(&files, &FLOORS);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // What reads nothing finds nothing wrong.
    assert!(imports(&files).len() > 300);
}

/// The check itself, on trees that are made up.
mod made_up {
    use super::*;

    const TWO_FLOORS: [&[&str]; 2] = [&["ground", "cellar", "well"], &["attic"]];

    fn faults_of(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<_> = files.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
        faults(&files, &TWO_FLOORS)
    }

    #[test]
    fn downwards_and_sideways_is_right() {
        let attic =
            "use crate::{cellar::Jar, ground::{self, Door}}; fn f(x: crate::well::Water) {}";
        assert!(faults_of(&[("attic.rs", attic), ("ground.rs", "use crate::well::W;")]).is_empty());
    }

    #[test]
    fn upwards_is_wrong_in_imports_and_in_inline_paths() {
        let faults = faults_of(&[
            ("ground/mod.rs", "use crate::{well::W, attic::Roof};"),
            ("ground/deep/stair.rs", "fn f() { super::super::super::attic::open() }"),
            ("well.rs", "fn f() -> crate::attic::Roof { todo() }"),
        ]);
        assert_eq!(
            faults,
            [
                "ground/deep/stair.rs: attic::open lies on a higher floor than ground",
                "ground/mod.rs: attic::Roof lies on a higher floor than ground",
                "well.rs: attic::Roof lies on a higher floor than well",
            ]
        );
    }

    #[test]
    fn a_circle_is_wrong_however_long() {
        let two = faults_of(&[
            ("well.rs", "use crate::cellar::A;"),
            ("cellar.rs", "use crate::well::A;"),
        ]);
        assert_eq!(two, ["a circle: cellar → well → cellar"]);
        let three = faults_of(&[
            ("well.rs", "use crate::cellar::A;"),
            ("cellar.rs", "use crate::ground::A;"),
            ("ground.rs", "use crate::well::A;"),
        ]);
        assert_eq!(three, ["a circle: cellar → ground → well → cellar"]);
    }

    #[test]
    fn root_re_exports_and_unlisted_modules_are_wrong() {
        let faults =
            faults_of(&[("well.rs", "use crate::Unit;"), ("shed.rs", "use crate::well::A;")]);
        assert_eq!(
            faults,
            [
                "shed.rs: shed stands on no floor",
                "well.rs: Unit is imported by the root's re-export",
            ]
        );
    }

    #[test]
    fn tests_comments_and_texts_do_not_count() {
        let ground = r###"
            //! [`Roof`](crate::attic::Roof)
            /* use crate::attic::A; /* and */ use crate::attic::B; */
            const TEXT: &str = "use crate::attic::C;";
            const RAW: &str = r#"use crate::attic::"D";"#;
            fn quote<'a>(c: char) -> bool { c == '"' || c == '\'' }
            pub(crate) mod inner { use super::door; }
            #[cfg(test)]
            mod tests { use crate::attic::E; mod deeper { use crate::attic::F; } }
            #[cfg(test)]
            #[allow(unused)]
            use crate::attic::G;
            #[cfg(test)]
            mod laws;
        "###;
        let laws = "use crate::attic::H; mod more;";
        let files = [
            ("ground/mod.rs", ground),
            ("ground/laws.rs", laws),
            ("ground/laws/more.rs", "use crate::attic::I;"),
        ];
        assert!(faults_of(&files).is_empty());
    }
}
