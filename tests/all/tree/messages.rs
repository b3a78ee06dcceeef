//! Messages of the library: no flags of the program, no commands of it.

use std::{
    fs,
    path::{Path, PathBuf},
};

const COMMANDS: [&str; 16] = [
    "add",
    "align",
    "completions",
    "concordance",
    "convert",
    "doctor",
    "edit",
    "export",
    "formats",
    "import",
    "lookup",
    "remove",
    "score",
    "segment",
    "srx",
    "stats",
];

/// Returns true for a line of code that holds a flag, a command of the program or one of its
/// environment variables in a string.
fn names_a_flag(line: &str) -> bool {
    let is_word = |text: &str| text.bytes().take_while(u8::is_ascii_lowercase).count() > 1;
    let is_command = |text: &str| {
        COMMANDS.iter().any(|name| text.strip_prefix(name).is_some_and(|rest| !is_word(rest)))
    };
    !line.trim_start().starts_with("//")
        && line.contains('"')
        && (line.split("--").skip(1).any(is_word)
            || line.split("muwazi ").skip(1).any(is_command)
            || line.contains("MUWAZI_"))
}

/// The sources of the library; the program lies in `src/bin`.
fn sources(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().unwrap() != "bin" {
            sources(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push(path);
        }
    }
}

#[test]
fn no_message_of_the_library_names_a_flag() {
    let mut all = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    assert!(all.len() > 100, "{} files", all.len());
    for path in all {
        for line in fs::read_to_string(&path).unwrap().lines() {
            assert!(!names_a_flag(line), "{}: {line}", path.display());
        }
    }
    assert!(names_a_flag(r#".hint("read without --strict")"#));
    assert!(names_a_flag(r#".hint("make one: muwazi import -m MEMORY")"#));
    assert!(!names_a_flag(r#"format!("<i style=\"--c:{c}\">")"#));
}
