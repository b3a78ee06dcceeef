//! Output that nobody takes: a closed pipe, a full disk.

use std::{
    fs::{self, File},
    io,
    path::Path,
    process::Command,
};

use muwazi::{SqliteStore, Store};

use super::{example, muwazi, run, speaking};

/// Runs a command into a pipe that is closed already.
fn into_closed_pipe(command: &mut Command) -> (Option<i32>, String) {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    run(command.stdout(writer))
}

/// Runs a command onto a full disk.
fn onto_full_disk(command: &mut Command) -> (Option<i32>, String) {
    run(command.stdout(File::options().write(true).open("/dev/full").unwrap()))
}

fn count(folder: &Path, memory: &str) -> u64 {
    SqliteStore::open(&folder.join(memory)).unwrap().count().unwrap()
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let folder = example();
    for args in speaking() {
        let (status, said) = into_closed_pipe(muwazi(folder.path()).args(&args));
        assert!(matches!(status, Some(0 | 1)), "{args:?}: {said}");
        let is_fault = said.contains("error") || said.contains("ipe") || said.contains("ZipWriter");
        assert!(!is_fault, "{args:?}: {said}");
    }
}

#[test]
fn what_is_written_stays_written_when_nobody_listens() {
    let folder = example();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("one.tsv", "first text\tنص أول\n");
    put("two.tsv", "second text\tنص ثان\n");
    let align = ["align", "--from", "en", "--to", "ar", "a.txt", "b.txt", "--format", "jsonl"];
    let pages = ["doctor", "x.tmx", "--json", "--repair", "y.tmx"];
    assert_eq!(run(muwazi(folder.path()).args(["convert", "one.tsv", "-o", "x.tmx"])).0, Some(0));
    for (i, go) in [into_closed_pipe, onto_full_disk].into_iter().enumerate() {
        let (memory, full) = (format!("new{i}"), i == 1);
        let check = |args: &[&str], done: &str| {
            let args: Vec<&str> =
                args.iter().map(|a| if *a == "M" { &*memory } else { a }).collect();
            let (status, said) = go(muwazi(folder.path()).args(&args));
            assert_eq!(status, Some(i32::from(full)), "{args:?}: {said}");
            assert_eq!(said.contains(done), full, "{args:?}: {said}");
        };
        check(&["add", "-m", "M", "--input", "one.tsv", "--json"], "units are in the memory");
        assert_eq!(count(folder.path(), &memory), 1);
        let import =
            ["import", "-m", "M", "one.tsv", "two.tsv", "--json", "--from", "en", "--to", "ar"];
        check(&import, "units are in the memory");
        assert_eq!(count(folder.path(), &memory), 2, "the second file too");
        check(
            &["edit", "-m", "M", "1", "--lang", "en", "--json", "another text"],
            "new text is in the memory",
        );
        check(&["remove", "-m", "M", "2", "--json"], "units are removed");
        assert_eq!(count(folder.path(), &memory), 1);
        check(&["undo", "-m", "M", "--last", "--json"], "it is undone");
        let before = count(folder.path(), &memory);
        let (status, said) = go(muwazi(folder.path()).args(align).args(["--into", &memory]));
        // These texts may look doubtful, which is status 1 too.
        assert!(matches!(status, Some(0 | 1)), "{said}");
        assert_eq!(said.contains("units are in the memory"), full, "{said}");
        assert!(count(folder.path(), &memory) > before);
        let repaired = folder.path().join("y.tmx");
        let _ = fs::remove_file(&repaired);
        let (status, said) = go(muwazi(folder.path()).args(pages));
        assert!(matches!(status, Some(0 | 1)), "{said}");
        assert_eq!(said.contains("repaired file is written"), full, "{said}");
        assert!(repaired.exists());
    }
}

#[test]
fn a_full_disk_is_an_error_where_nothing_else_was_done() {
    let folder = example();
    for args in [
        &["lookup", "-m", "m", "The meeting 7 began"][..],
        &["lookup", "-m", "m", "meeting", "--json"],
        &["export", "-m", "m", "-o", "-"],
        &["segment", "a.txt"],
        &["doctor", "units.csv", "--json"],
        &["stats", "-m", "m"],
        &["formats"],
    ] {
        let (status, said) = onto_full_disk(muwazi(folder.path()).args(args));
        assert_eq!(status, Some(2), "{args:?}: {said}");
    }
}

#[test]
fn a_line_without_end_does_not_fill_the_memory() {
    let folder = example();
    let long = format!("text\tنص\n{}", "x".repeat(17 << 20));
    fs::write(folder.path().join("long"), long).unwrap();
    for args in
        [&["add", "-m", "new", "--input", "long"][..], &["lookup", "-m", "m", "--input", "long"]]
    {
        let (status, said) = run(muwazi(folder.path()).args(args));
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains("long:2: a line is longer than 16 MiB"), "{said}");
    }
    assert!(!folder.path().join("new").exists(), "after an error no unit is added");
    let typed = format!("{}\nThe meeting 7 began\n\n", "x".repeat(17 << 20));
    fs::write(folder.path().join("typed"), typed).unwrap();
    let mut command = muwazi(folder.path());
    command.args(["lookup", "-m", "m", "--interactive"]);
    let out = command.stdin(File::open(folder.path().join("typed")).unwrap()).output().unwrap();
    assert!(String::from_utf8(out.stderr).unwrap().contains("longer than 16 MiB"));
    assert!(String::from_utf8(out.stdout).unwrap().contains("100 %"), "the next line is answered");
}

/// As `<(zcat memory.tmx.gz)` in a shell gives it.
#[test]
#[cfg(unix)]
fn a_pipe_is_read_under_its_name() {
    let folder = example();
    for command in [
        &["import", "-m", "new", "--input-format", "tsv", "/dev/stdin"][..],
        &["convert", "--input-format", "tsv", "/dev/stdin", "-o", "out.tmx"],
    ] {
        let (reader, mut writer) = io::pipe().unwrap();
        io::Write::write_all(&mut writer, "first text\tنص أول\n".as_bytes()).unwrap();
        drop(writer);
        let (status, said) = run(muwazi(folder.path()).args(command).stdin(reader));
        assert_eq!(status, Some(0), "{command:?}: {said}");
    }
    assert_eq!(count(folder.path(), "new"), 1);
}
