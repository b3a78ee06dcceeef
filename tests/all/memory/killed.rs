//! Programs killed in the middle of writing a memory.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use muwazi::{
    ErrorKind, Lang, SqliteStore,
    lookup::{Lookup, LookupOptions},
};

use super::writing::{all, check_counts};

fn tmx(path: &Path, file: usize, units: usize) {
    let mut out = String::from(r#"<tmx version="1.4"><header srclang="ar"/><body>"#);
    for i in 0..units {
        write!(
            out,
            r#"<tu><tuv xml:lang="ar"><seg>نص {file} {i}</seg></tuv><tuv xml:lang="en"><seg>text {file} {i}</seg></tuv></tu>"#
        )
        .unwrap();
    }
    fs::write(path, out + "</body></tmx>").unwrap();
}

/// A run that imports a file with that many units, or adds one.
fn command(memory: &Path, run: usize, units: Option<usize>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muwazi"));
    if let Some(units) = units {
        let file = memory.with_extension("tmx");
        tmx(&file, run, units);
        command.arg("import").arg("-m").arg(memory).arg(&file);
    } else {
        command.arg("add").arg("-m").arg(memory);
        command.args([format!("نص {run} 0"), format!("text {run} 0")]);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The microseconds that a run takes which is not killed.
fn time_of(mut command: Command) -> u64 {
    let start = Instant::now();
    assert!(command.status().unwrap().success());
    u64::try_from(start.elapsed().as_micros()).unwrap().max(1)
}

/// MUWAZI_KILLS sets the number of moments; 20 where it is not set.
#[test]
fn killed_at_any_moment_nothing_reported_is_lost() {
    let moments =
        std::env::var("MUWAZI_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(20_usize);
    let folder = tempfile::tempdir().unwrap();
    let memory = folder.path().join("m.muwazi");
    // Systems differ in how long a program takes to start; the moments span all of its run.
    let other = folder.path().join("other.muwazi");
    let importing_time = time_of(command(&other, 0, Some(1900)));
    let adding_time = time_of(command(&other, 1, None));
    // Units of each run; done, begun and killed.
    let (mut done, mut unsure) = (BTreeMap::new(), BTreeMap::new());
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    for run in 0..moments {
        let importing = run % 3 != 2;
        let units = if importing { 300 + 400 * (run % 5) } else { 1 };
        let mut child = command(&memory, run, importing.then_some(units)).spawn().unwrap();
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let time = if importing { importing_time } else { adding_time };
        thread::sleep(Duration::from_micros(random % (time * 5 / 4)));
        let _ = child.kill();
        let finished = child.wait().unwrap().success();
        if finished { &mut done } else { &mut unsure }.insert(run, units);
        let opened = match SqliteStore::open(&memory) {
            Err(e) if done.is_empty() && e.to_string().contains("nothing has been put") => continue,
            Err(e) if done.is_empty() && e.kind == ErrorKind::Io => continue,
            other => other.unwrap(),
        };
        let mut held: BTreeMap<usize, usize> = BTreeMap::new();
        let opened = Arc::new(opened);
        for (_, unit) in all(&*opened) {
            let of = unit.variants[1].text.text.split(' ').nth(1).unwrap().parse().unwrap();
            *held.entry(of).or_default() += 1;
        }
        for (run, units) in &done {
            assert_eq!(held.get(run), Some(units), "run {run} was reported as done");
        }
        for (run, units) in &unsure {
            assert!(held.get(run).is_none_or(|n| n == units), "run {run} is there in part");
        }
        check_counts(&opened);
        // What is there is what answers are made of, whatever became of the index.
        if let Some(run) = done.keys().next_back() {
            let store = Arc::clone(&opened);
            let lookup = Lookup::new(store, &Lang::english(), &Lang::arabic()).unwrap();
            let query = format!("text {run} 0");
            let ask = |exhaustive| {
                let options = LookupOptions { exhaustive, ..LookupOptions::default() };
                lookup.find(&query, &options).unwrap()
            };
            let found = ask(false);
            assert_eq!(found, ask(true));
            assert_eq!((found[0].source.as_str(), found[0].score), (query.as_str(), 100));
        }
        drop(opened);
        let raw = rusqlite::Connection::open(&memory).unwrap();
        let sound: String = raw.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(sound, "ok");
    }
    assert!(!done.is_empty() || moments < 20, "some runs should have ended in time");
}
