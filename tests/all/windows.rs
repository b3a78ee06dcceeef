//! The command line on Windows, where it differs from other systems.

use std::{
    fs::{self, File},
    os::windows::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use muwazi::{SqliteStore, Store};

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muwazi"));
    command.current_dir(folder).args(args).stdin(Stdio::null()).output().unwrap()
}

/// Runs a command that must end well; returns what it printed to both outputs.
fn done(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {text}");
    text
}

/// Runs a command that must fail; returns its messages.
fn failed(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{args:?}: {text}");
    text
}

fn texts(folder: &Path) {
    for (name, text) in [
        ("a.ar.txt", "بدأ الاجتماع يوم الاثنين.\n"),
        ("a.en.txt", "The meeting began on Monday.\n"),
        ("b.en.txt", "It ended on Tuesday.\n"),
        ("u1.tsv", "ar\ten\nبدأ الاجتماع.\tThe meeting began.\n"),
        ("u2.tsv", "ar\ten\nانتهى الاجتماع.\tThe meeting ended.\n"),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn outputs_can_be_devices() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    texts(folder);
    let before = names(folder);
    let texts = ["align", "a.ar.txt", "a.en.txt"];
    for device in ["NUL", "nul", r"\\.\NUL"] {
        done(folder, &[&texts[..], &["-o", device, "--format", "tmx"]].concat());
        done(
            folder,
            &[&texts[..], &["-o", device, "--format", "tmx", "--report", device]].concat(),
        );
        done(folder, &["convert", "u1.tsv", "-o", device, "--format", "tmx"]);
    }
    // As an input, too.
    let error = failed(folder, &["convert", "NUL", "-o", "a.tmx"]);
    assert!(error.contains("NUL: neither its content"), "{error}");
    // Nothing would remain of a memory there.
    let error = failed(folder, &["import", "-m", "NUL", "u1.tsv"]);
    assert!(error.contains("this is a device, not a memory"), "{error}");
    assert_eq!(names(folder), before);
    // A device before Windows 11, a file since.
    done(folder, &[&texts[..], &["-o", "nul.tmx"]].concat());
}

#[test]
fn patterns_name_input_files() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    texts(folder);
    let both = "The meeting began on Monday.\n\nIt ended on Tuesday.\n";
    assert_eq!(done(folder, &["segment", "?.EN.txt"]).replace('\r', ""), both);
    done(folder, &["import", "-m", "w.muwazi", "u*.tsv", "--quiet"]);
    assert_eq!(SqliteStore::open(&folder.join("w.muwazi")).unwrap().count().unwrap(), 2);
    done(folder, &["align", "a.a*", "a.e*", "-o", "a.tmx"]);
    let error = failed(folder, &["import", "-m", "w.muwazi", "*.po"]);
    assert!(error.contains("*.po: no file fits this pattern"), "{error}");
    let error = failed(folder, &["align", "a.ar.txt", "*.en.txt", "-o", "a.tmx"]);
    assert!(error.contains("2 files fit the pattern"), "{error}");
    // Neither an output nor a text is a pattern.
    let error = failed(folder, &["align", "a.ar.txt", "a.en.txt", "-o", "*.tmx"]);
    assert!(error.contains("no file can have this name"), "{error}");
    done(folder, &["lookup", "-m", "w.muwazi", "u?.tsv"]);
}

#[test]
fn a_memory_that_another_program_holds_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    texts(folder);
    done(folder, &["import", "-m", "w.muwazi", "u1.tsv"]);
    let path = folder.join("w.muwazi");
    let held = File::options().read(true).write(true).share_mode(0).open(path).unwrap();
    for args in [
        &["lookup", "-m", "w.muwazi", "The meeting began."][..],
        &["import", "-m", "w.muwazi", "u2.tsv"],
        &["export", "-m", "w.muwazi", "-o", "w.tmx"],
    ] {
        let error = failed(folder, args);
        assert!(error.contains("another program has its file open"), "{args:?}: {error}");
    }
    drop(held);
    done(folder, &["import", "-m", "w.muwazi", "u2.tsv"]);
}

#[test]
fn a_name_that_no_file_can_have_is_told() {
    let folder = tempfile::tempdir().unwrap();
    texts(folder.path());
    let args = ["convert", "u1.tsv", "-o", "a<b.tmx"];
    let error = failed(folder.path(), &args);
    assert!(error.contains("no file can have this name") && !error.contains("hint"), "{error}");
}

/// A folder whose path is longer than Windows takes as it is, and than SQLite's usual limit.
fn deep(folder: &Path) -> PathBuf {
    let deep = (0..6).fold(folder.to_owned(), |path, _| path.join("مجلد".repeat(25)));
    fs::create_dir_all(&deep).unwrap();
    deep
}

#[test]
fn paths_may_be_long() {
    let folder = tempfile::tempdir().unwrap();
    let deep = deep(folder.path());
    texts(&deep);
    let at = |name: &str| deep.join(name).into_os_string().into_string().unwrap();
    let in_deep = |args: &[&str]| done(folder.path(), args);
    let memory = at("w.muwazi");
    in_deep(&["import", "-m", &memory, &at("u1.tsv")]);
    in_deep(&["import", "-m", &memory, &at("u*.tsv")]);
    let found = in_deep(&["lookup", "-m", &memory, "The meeting began."]);
    assert!(found.contains("بدأ الاجتماع."), "{found}");
    in_deep(&["export", "-m", &memory, "-o", &at("w.tmx")]);
    in_deep(&["export", "-m", &memory, "-o", &at("w.tmx")]);
    in_deep(&["align", &at("a.ar.txt"), &at("a.en.txt"), "-o", &at("a.xlsx")]);
    // Opened by the other way: nobody can write to it.
    let mut rights = fs::metadata(&memory).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&memory, rights.clone()).unwrap();
    let found = in_deep(&["lookup", "-m", &memory, "The meeting ended."]);
    assert!(found.contains("انتهى الاجتماع."), "{found}");
    #[allow(clippy::permissions_set_readonly_false, reason = "an attribute on Windows")]
    rights.set_readonly(false);
    fs::set_permissions(&memory, rights).unwrap();
}

#[test]
fn names_in_messages_have_one_separator() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    texts(folder);
    done(folder, &["import", "-m", "w.muwazi", "u1.tsv"]);
    for project in ["p/a", r"p\b"] {
        let told = done(folder, &["export", "-m", "w.muwazi", "--omegat", project]);
        let line = told.lines().find(|line| line.ends_with("1 unit")).unwrap();
        assert!(line.starts_with(r"p\") && !line.contains('/'), "{line}");
    }
}

#[test]
fn usage_names_the_program_without_its_ending() {
    let error = failed(Path::new("."), &["lookup", "-m", "w.muwazi"]);
    assert!(error.contains("Usage: muwazi lookup "), "{error}");
}
