//! File names that every system can hold, and test files that are part of the build.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Names that Windows keeps for devices, whatever the extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Returns why Windows cannot hold a file or folder of this name.
fn fault(name: &str) -> Option<&'static str> {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|device| {
        let rest = stem.strip_prefix(device).unwrap_or_default();
        rest.chars().count() == 1 && rest.contains(|c| "0123456789¹²³".contains(c))
    });
    if DEVICES.contains(&stem.as_str()) || numbered {
        Some("a device of Windows")
    } else if name.ends_with(['.', ' ']) {
        Some("ends in a dot or a space")
    } else if name.contains(|c: char| r#"<>:"|?*\"#.contains(c) || c.is_control()) {
        Some("holds a character that Windows forbids")
    } else {
        None
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files of the repository: what git knows of, or, in a copy without git, all but builds.
fn files() -> Vec<String> {
    let git = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    if let Some(out) = git.ok().filter(|out| out.status.success() && !out.stdout.is_empty()) {
        let all = String::from_utf8(out.stdout).unwrap();
        return all.split_terminator('\0').map(str::to_owned).collect();
    }
    let mut all = Vec::new();
    walk(root(), &mut all);
    all
}

fn walk(folder: &Path, all: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy();
        if path.is_dir() && name != "target" && name != ".git" {
            walk(&path, all);
        } else {
            all.push(path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/"));
        }
    }
}

#[test]
fn every_system_can_hold_the_names() {
    let files = files();
    assert!(files.len() > 300, "{}", files.len());
    let mut faults = Vec::new();
    for file in &files {
        let why = file.split('/').find_map(fault);
        faults.extend(why.map(|why| format!("{file}: {why}")));
    }
    let mut folded: Vec<String> = files.iter().map(|file| file.to_lowercase()).collect();
    folded.sort();
    let twice = folded.windows(2).filter(|pair| pair[0] == pair[1]);
    faults.extend(twice.map(|pair| format!("{}: another differs in case only", pair[0])));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn names_that_windows_cannot_hold_are_found() {
    for name in [
        "nul",
        "NUL.rs",
        "con.txt",
        "aux.tar.gz",
        "com1",
        "lpt9.x",
        "a.",
        "a ",
        "a:b",
        "a?",
        "a\tb",
    ] {
        assert!(fault(name).is_some(), "{name}");
    }
    for name in ["null.rs", "console.rs", "com.rs", "com10", "auxiliary", ".ci", "a b", "نص.txt"]
    {
        assert_eq!(fault(name), None, "{name}");
    }
}

/// A file of tests that no module names would never run, and nothing would tell.
#[test]
fn every_file_of_tests_is_a_module() {
    let folder = root().join("tests/all");
    let mut missing: Vec<PathBuf> = Vec::new();
    for file in files() {
        let Some(module) = file.strip_prefix("tests/all/").and_then(|f| f.strip_suffix(".rs"))
        else {
            continue;
        };
        let module = module.trim_end_matches("/mod");
        let (parent, name) = module.rsplit_once('/').unwrap_or(("", module));
        let parent = if parent.is_empty() { "main.rs".into() } else { format!("{parent}/mod.rs") };
        let named = fs::read_to_string(folder.join(parent)).unwrap_or_default();
        let declaration = format!("mod {name};");
        if name != "main" && !named.lines().any(|line| line.ends_with(&declaration)) {
            missing.push(file.into());
        }
    }
    assert!(missing.is_empty(), "no mod line names these: {missing:?}");
}
