//! What reaches a terminal, and what reaches a pipe.

use std::{
    fs::File,
    io::Read,
    path::Path,
    process::{Command, Stdio},
};

use muwazi::text::terminal::is_unsafe;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::{HOSTILE, example, muwazi, speaking};

/// Runs a command with a terminal for standard output and standard error; returns its status and all
/// that the terminal got.
fn on_terminal(command: &mut Command) -> (Option<i32>, String) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
    let open = || File::options().read(true).write(true).open(&name).unwrap();
    let mut child = command.stdout(open()).stderr(open()).spawn().unwrap();
    // The command keeps its ends of the terminal open, and would never see the end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut all = Vec::new();
    let mut master = File::from(master);
    let mut buffer = [0; 4096];
    // The end is an error on Linux.
    while let Ok(read @ 1..) = master.read(&mut buffer) {
        all.extend_from_slice(&buffer[..read]);
    }
    (child.wait().unwrap().code(), String::from_utf8(all).unwrap())
}

/// Panics where a terminal got anything but text, balanced isolates, lines and progress bars.
#[track_caller]
fn assert_harmless(shown: &str, what: &str) {
    let mut text = shown.replace("\r\n", "\n");
    for bar in ["\u{1b}[2K", "\u{1b}[1A", "\u{1b}[1B", "\u{1b}[0m", "\r"] {
        text = text.replace(bar, "");
    }
    for line in text.lines() {
        let mut depth = 0;
        for c in line.chars().filter(|c| is_unsafe(*c) && *c != '\t') {
            match c {
                '\u{2068}' => depth += 1,
                '\u{2069}' => depth -= 1,
                c => panic!("{what}: U+{:04X} in {line:?}", u32::from(c)),
            }
            assert!(depth >= 0, "{what}: an isolate is ended that was not begun: {line:?}");
        }
        assert_eq!(depth, 0, "{what}: an isolate is not ended: {line:?}");
    }
}

#[test]
fn no_output_acts_on_a_terminal() {
    let folder = example();
    for args in speaking() {
        let (status, shown) = on_terminal(muwazi(folder.path()).args(&args));
        assert!(matches!(status, Some(0 | 1)), "{args:?}: {shown}");
        assert_harmless(&shown, &format!("{args:?}"));
    }
}

#[test]
fn no_message_acts_on_a_terminal() {
    let folder = example();
    let tmx = format!("{HOSTILE}.tmx");
    let text = format!("{HOSTILE}.txt");
    let list = format!("a.txt\t{HOSTILE}\tn\na.txt\tb.txt\t{HOSTILE}\n");
    std::fs::write(folder.path().join("list"), list).unwrap();
    for args in [
        &["segment", &text, "a.txt"][..],
        &["segment", "--encoding", HOSTILE, &text],
        &["segment", HOSTILE, "none"],
        &["align", &text, &text, "-o", &tmx],
        &["align", "a.txt", "b.txt", "--from", "en", "--to", "ar", "--into", HOSTILE],
        &["align", "a.txt", "b.txt", "--from", "en", "--to", "ar", "-o", &tmx, "--report", HOSTILE],
        &["align", "--pairs", "list", "--out-dir", "out", "--from", "en", "--to", "ar"],
        &["import", "-m", "m", &tmx, HOSTILE, &text],
        &["import", "-m", HOSTILE, "units.csv", &text],
        &["export", "-m", "m", "-o", &tmx],
        &["export", "-m", "m", "-o", &format!("{HOSTILE}/a.tmx")],
        &["export", "-m", HOSTILE, "-o", &tmx],
        &["export", "-m", "m", "-o", &text],
        &["export", "-m", "m", "--omegat", HOSTILE, "--name", "x"],
        &["convert", &text, "-o", &tmx],
        &["doctor", &tmx],
        &["doctor", &text],
        &["doctor", &tmx, "--repair", &format!("{HOSTILE}2.tmx"), "--force"],
        &["lookup", "-m", HOSTILE, "x"],
        &["lookup", "-m", "m", "--penalty", &format!("{HOSTILE}=5"), "x"],
        &["lookup", "-m", "m", "--where", &format!("{HOSTILE}=5"), "x"],
        &["lookup", "-m", "m", "--glossary", &text, "x"],
        &["lookup", "-m", "m", "--from", HOSTILE, "x"],
        &["context", "-m", "m", "--budget", "1", HOSTILE],
        &["context", "-m", "m", "--notes", HOSTILE, "x"],
        &["concordance", "-m", "m", "--regex", &format!("({HOSTILE}")],
        &["stats", "-m", &text],
        &["stats", "-m", HOSTILE],
        &["score", HOSTILE, &text],
        &["srx", "--lang", HOSTILE],
        &[HOSTILE],
        &["stats", &format!("--{HOSTILE}")],
        &["lookup", "-m", "m", "--min", HOSTILE, "x"],
    ] {
        let (_, shown) = on_terminal(muwazi(folder.path()).args(args));
        assert_harmless(&shown, &format!("{args:?}"));
        // Neither do logs get what a terminal would obey.
        let out = muwazi(folder.path()).args(args).output().unwrap();
        let log = String::from_utf8(out.stderr).unwrap();
        assert!(!log.contains(|c| is_unsafe(c) && c != '\n'), "{args:?}: {log:?}");
    }
}

#[test]
fn names_are_isolated_in_messages_on_a_terminal() {
    let folder = example();
    let name = "ملف 3.tmx";
    let args = ["import", "-m", "m", name];
    let (status, shown) = on_terminal(muwazi(folder.path()).args(args));
    assert_eq!(status, Some(2));
    assert!(shown.contains("\u{2068}ملف 3.tmx\u{2069}: cannot read"), "{shown:?}");
    let out = muwazi(folder.path()).args(args).output().unwrap();
    assert!(String::from_utf8(out.stderr).unwrap().contains("error: ملف 3.tmx: cannot read"));
    let forced = ["convert", "units.csv", "-o", "ملف.tmx"];
    assert_harmless(&on_terminal(muwazi(folder.path()).args(forced)).1, "convert");
}

#[test]
fn pipes_get_texts_exactly() {
    let folder = example();
    let piped = |args: &[&str]| {
        let out = muwazi(folder.path()).args(args).output().unwrap();
        String::from_utf8(out.stdout).unwrap()
    };
    let text = format!("{HOSTILE} on Monday");
    let found = piped(&["lookup", "-m", "m", &text]);
    assert!(found.contains(&format!("  en {text}\n")), "{found:?}");
    assert!(found.contains("  ar بدأ \u{1b}[31m\u{202e}\u{2069} الاجتماع\n"), "{found:?}");
    assert!(!found.contains('\u{2068}'), "{found:?}");
    let places = piped(&["concordance", "-m", "m", "on Monday"]);
    assert!(places.contains(&format!("{HOSTILE} «on Monday»\n")), "{places:?}");
    let explained =
        piped(&["align", "--from", "en", "--to", "ar", "a.txt", "b.txt", "--explain", "-q"]);
    assert!(!explained.contains('\u{2068}') && explained.contains("\u{9b}31m"), "{explained:?}");
    let json = piped(&["lookup", "-m", "m", "--json", &text]);
    assert!(json.contains('\u{9b}') && json.contains("\\u001b"), "{json:?}");
}

#[test]
fn json_on_a_terminal_keeps_its_meaning() {
    let folder = example();
    let args = ["lookup", "-m", "m", "--json", &format!("{HOSTILE} on Monday")];
    let out = muwazi(folder.path()).args(args).output().unwrap();
    let piped: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let (_, shown) = on_terminal(muwazi(folder.path()).arg("-q").args(args));
    let shown: serde_json::Value = serde_json::from_str(shown.trim()).unwrap();
    assert_eq!(shown, piped);
    assert!(Path::new(folder.path()).join("m").exists());
}
