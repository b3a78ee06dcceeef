//! Programs that are ended from outside.

use std::{
    fs,
    io::Write,
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use muwazi::{SqliteStore, Store};
use rustix::process::{Pid, Signal, kill_process};

use super::{muwazi, run};

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Returns true if the tests themselves run with a signal ignored, as in the background of a script:
/// the programs that they start then ignore it too.
fn is_ignored(signal: Signal) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    mask >> (signal.as_raw() - 1) & 1 == 1
}

fn send(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

/// Waits until something is so.
#[track_caller]
fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(60), "{what} does not come");
        thread::sleep(Duration::from_millis(2));
    }
}

/// A conversion of a stream that never ends, whose unfinished output is there.
fn endless_conversion(folder: &Path) -> Child {
    let mut command = muwazi(folder);
    command.args(["convert", "-", "--input-format", "tsv", "-o", "out.tmx", "-q"]);
    let child = begin(&mut command);
    let is_part = |name: &String| name.starts_with(".muwazi-") && name.ends_with(".part");
    wait_for("an unfinished file", || names(folder).iter().any(is_part));
    child
}

/// Starts a command with units on standard input that never end.
fn begin(command: &mut Command) -> Child {
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    thread::spawn(move || {
        for i in 0_u64.. {
            if writeln!(input, "text number {i}\tنص رقم {i}").is_err() {
                break;
            }
        }
    });
    child
}

#[test]
fn a_signal_leaves_no_unfinished_file() {
    let all = [Signal::INT, Signal::TERM, Signal::HUP].into_iter();
    for signal in all.filter(|signal| !is_ignored(*signal)) {
        let folder = tempfile::tempdir().unwrap();
        let mut child = endless_conversion(folder.path());
        send(&child, signal);
        let status = child.wait().unwrap();
        assert_eq!(status.signal(), Some(signal.as_raw()), "it ends by the signal itself");
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }
}

#[test]
fn what_a_kill_leaves_is_removed_by_the_next_write() {
    let folder = tempfile::tempdir().unwrap();
    let mut living = endless_conversion(folder.path());
    let mut dead = endless_conversion(folder.path());
    wait_for("the second file", || names(folder.path()).len() == 2);
    dead.kill().unwrap();
    dead.wait().unwrap();
    assert_eq!(names(folder.path()).len(), 2);
    fs::write(folder.path().join("a.tsv"), "text\tنص\n").unwrap();
    let (status, said) = run(muwazi(folder.path()).args(["convert", "a.tsv", "-o", "b.tmx"]));
    assert!(matches!(status, Some(0 | 1)), "{said}");
    let left = names(folder.path());
    assert_eq!(left.len(), 3, "that of the living program stays: {left:?}");
    living.kill().unwrap();
    living.wait().unwrap();
    run(muwazi(folder.path()).args(["convert", "a.tsv", "-o", "b.tmx"]));
    assert_eq!(names(folder.path()), ["a.tsv", "b.tmx"]);
}

#[test]
fn an_import_that_is_broken_off_leaves_no_half_made_memory() {
    for signal in [Signal::INT, Signal::TERM].into_iter().filter(|signal| !is_ignored(*signal)) {
        let folder = tempfile::tempdir().unwrap();
        let mut command = muwazi(folder.path());
        command.args(["import", "-m", "new", "--input-format", "tsv", "-", "-q"]);
        let mut child = begin(&mut command);
        wait_for("the memory", || folder.path().join("new").exists());
        thread::sleep(Duration::from_millis(100));
        send(&child, signal);
        assert_eq!(child.wait().unwrap().signal(), Some(signal.as_raw()));
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }
}

#[test]
fn an_import_that_is_broken_off_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.tsv"), "text\tنص\n").unwrap();
    let import = ["import", "-m", "m", "--from", "en", "--to", "ar", "--input-format", "tsv"];
    assert_eq!(run(muwazi(folder.path()).args(import).arg("a.tsv")).0, Some(0));
    let before = names(folder.path());
    let mut child = begin(muwazi(folder.path()).args(import).arg("-"));
    wait_for("the log", || names(folder.path()).iter().any(|name| name.ends_with("-wal")));
    thread::sleep(Duration::from_millis(100));
    send(&child, Signal::TERM);
    assert_eq!(child.wait().unwrap().signal(), Some(Signal::TERM.as_raw()));
    assert_eq!(names(folder.path()), before);
    assert_eq!(SqliteStore::open(&folder.path().join("m")).unwrap().count().unwrap(), 1);
}

#[test]
fn a_signal_that_is_ignored_stays_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("sh");
    command.args(["-c", r#"trap "" HUP; exec "$0" "$@""#, env!("CARGO_BIN_EXE_muwazi")]);
    command.args(["convert", "-", "--input-format", "tsv", "-o", "out.tmx", "-q"]);
    let mut child = begin(command.current_dir(folder.path()));
    wait_for("an unfinished file", || !names(folder.path()).is_empty());
    if !Path::new("/proc/self/status").exists() {
        child.kill().unwrap();
        child.wait().unwrap();
        return;
    }
    send(&child, Signal::HUP);
    thread::sleep(Duration::from_millis(200));
    assert!(child.try_wait().unwrap().is_none(), "as under nohup");
    send(&child, Signal::TERM);
    assert_eq!(child.wait().unwrap().signal(), Some(Signal::TERM.as_raw()));
}
