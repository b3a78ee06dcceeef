//! Accidents to an index and to a memory while they are used: numbers that lie, files cut off or written
//! over under a program that reads them, rights.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::Arc,
};

use muwazi::{
    Lang, SqliteStore,
    lookup::{Concordance, Lookup, LookupOptions, Match},
};

use super::index::{MANY, english, folder, put, segments};

/// Writes bytes into a file at a place; its size and its date stay as they were.
fn write_over(path: &Path, at: u64, bytes: &[u8]) {
    let mut file = File::options().write(true).open(path).unwrap();
    let date = file.metadata().unwrap().modified().unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
    file.set_modified(date).unwrap();
}

/// The answers of an index to some queries, and the same without it.
struct Asked(Lookup);

impl Asked {
    fn new(path: &Path) -> Self {
        let memory = Arc::new(SqliteStore::open(path).unwrap());
        Self(Lookup::new(memory, &Lang::english(), &Lang::arabic()).unwrap())
    }

    fn matches(&self, exhaustive: bool) -> Vec<Vec<Match>> {
        let options = LookupOptions { min: 40.0, exhaustive, ..LookupOptions::default() };
        let queries = (0..MANY).step_by(331).map(english);
        queries.map(|query| self.0.find(&query, &options).unwrap()).collect()
    }

    fn places(&self) -> [Concordance; 2] {
        ["of office 3 signed", "day 17"].map(|text| self.0.concordance(text, true, 50).unwrap())
    }
}

/// Every part of a segment in turn says billions; then single bits.
#[test]
fn numbers_that_lie_at_the_same_size_and_date_are_found_out() {
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("m.muwazi");
    put(&path, 0..MANY);
    let sound: Vec<(PathBuf, Vec<u8>)> =
        segments(&path).into_iter().map(|file| (file.clone(), fs::read(file).unwrap())).collect();
    let list = folder(&path).join("segments.json");
    let sound_list = fs::read(&list).unwrap();
    let (right, places) = (Asked::new(&path).matches(true), Asked::new(&path).places());
    let (en, size) = sound
        .iter()
        .find(|(file, _)| is_english(file))
        .map_or_else(|| panic!("no English segment"), |(file, bytes)| (file, bytes.len() as u64));
    let lies: Vec<(u64, Vec<u8>)> = (0..12)
        .map(|k| (24 + (size - 40) / 12 * k / 4 * 4, [0xF0, 0xFF, 0xFF, 0xFF].repeat(3)))
        .chain((0..12).map(|k| (size / 13 * (k + 1), vec![0x5A])))
        .collect();
    for (at, bytes) in lies {
        for file in segments(&path) {
            fs::remove_file(file).unwrap();
        }
        for (file, bytes) in &sound {
            fs::write(file, bytes).unwrap();
        }
        fs::write(&list, &sound_list).unwrap();
        write_over(en, at, &bytes);
        let asked = Asked::new(&path);
        assert_eq!(asked.matches(false), right, "{} bytes at {at}", bytes.len());
        assert_eq!(asked.places(), places, "{} bytes at {at}", bytes.len());
    }
}

fn is_english(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("en-"))
}

/// A program that answers queries, one a line.
struct Asking {
    child: Child,
    queries: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Asking {
    fn of(path: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_muwazi"))
            .args(["lookup", "--interactive", "--json", "--from", "en", "--to", "ar", "-m"])
            .arg(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let queries = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { child, queries, answers }
    }

    /// Its answer; none where it has ended.
    fn ask(&mut self, query: &str) -> String {
        let mut answer = String::new();
        if writeln!(self.queries, "{query}").is_ok() {
            self.answers.read_line(&mut answer).unwrap();
        }
        answer
    }

    /// Its status and what it said; it must have ended by itself.
    fn end(self) -> (i32, String) {
        drop(self.queries);
        let run = self.child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        (run.status.code().unwrap_or_else(|| panic!("ended by a signal: {said}")), said)
    }
}

/// A mapped file that is cut off ends the process that reads it, by a signal that cannot be caught.
#[test]
fn an_index_cut_off_or_written_over_in_place_changes_no_answer() {
    for length in [0, 5000] {
        for written_over in [false, true] {
            let temporary = tempfile::tempdir().unwrap();
            let path = temporary.path().join("m.muwazi");
            put(&path, 0..2 * MANY);
            let mut asking = Asking::of(&path);
            assert!(asking.ask(&english(5)).contains("paper 5 "));
            for file in segments(&path) {
                let size = fs::metadata(&file).unwrap().len();
                let file = File::options().write(true).open(file).unwrap();
                file.set_len(length).unwrap();
                if written_over {
                    file.set_len(size).unwrap();
                }
            }
            for number in (0..2 * MANY).step_by(787) {
                let answer = asking.ask(&english(number));
                assert!(answer.contains(&format!("paper {number} ")), "{number}: {answer}");
            }
            let (status, said) = asking.end();
            assert_eq!(status, 0, "{said}");
        }
    }
}

/// What is done to the file of a memory that is being read.
#[cfg(unix)]
fn harm(path: &Path, kind: &str, other: &Path) {
    let size = fs::metadata(path).unwrap().len();
    match kind {
        "cut off" => File::options().write(true).open(path).unwrap().set_len(4096).unwrap(),
        "emptied" => File::options().write(true).open(path).unwrap().set_len(0).unwrap(),
        "zeros" => write_over(path, 8192, &vec![0; size as usize - 8192]),
        _ => fs::write(path, fs::read(other).unwrap()).unwrap(),
    }
}

#[cfg(unix)]
const HARM: [&str; 4] = ["cut off", "emptied", "zeros", "another memory"];

#[test]
#[cfg(unix)]
fn a_memory_written_over_in_place_ends_an_export_with_an_error() {
    use std::io::Read;
    for kind in HARM {
        let temporary = tempfile::tempdir().unwrap();
        let (path, other) = (temporary.path().join("m.muwazi"), temporary.path().join("o.muwazi"));
        put(&path, 0..2 * MANY);
        put(&other, 5 * MANY..7 * MANY);
        let mut child = Command::new(env!("CARGO_BIN_EXE_muwazi"))
            .args(["export", "-q", "--format", "tmx", "-o", "-", "-m"])
            .arg(&path)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It waits in the middle of writing until somebody reads on.
        let mut out = child.stdout.take().unwrap();
        let mut told = vec![0; 1024];
        out.read_exact(&mut told).unwrap();
        harm(&path, kind, &other);
        out.read_to_end(&mut told).unwrap();
        let run = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        match run.status.code() {
            // It may have read everything before.
            Some(0) => {
                let told = String::from_utf8_lossy(&told);
                assert_eq!(told.matches("<tu ").count() + told.matches("<tu>").count(), 2 * MANY);
            }
            Some(_) => assert!(said.contains("m.muwazi"), "{kind}: {said}"),
            None => panic!("{kind}: {} {said}", run.status),
        }
    }
}

#[test]
#[cfg(unix)]
fn a_memory_written_over_in_place_does_not_end_look_ups_by_a_signal() {
    for kind in HARM {
        let temporary = tempfile::tempdir().unwrap();
        let (path, other) = (temporary.path().join("m.muwazi"), temporary.path().join("o.muwazi"));
        put(&path, 0..2 * MANY);
        put(&other, 5 * MANY..7 * MANY);
        let mut asking = Asking::of(&path);
        assert!(asking.ask(&english(5)).contains("paper 5 "));
        harm(&path, kind, &other);
        // A query that fails has no answer, only a message: nothing is waited for.
        for number in (0..2 * MANY).step_by(787) {
            let _ = writeln!(asking.queries, "{}", english(number));
        }
        let (status, said) = asking.end();
        assert!(status == 0 || said.contains("m.muwazi"), "{kind}: {status} {said}");
    }
}

/// The rights of the files of an index, and of its folder.
#[cfg(unix)]
fn modes(path: &Path) -> (u32, Vec<u32>) {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let files = fs::read_dir(folder(path)).unwrap().map(|file| mode(&file.unwrap().path()));
    (mode(&folder(path)), files.collect())
}

#[test]
#[cfg(unix)]
fn an_index_has_the_rights_of_its_memory() {
    use std::os::unix::fs::PermissionsExt;
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("m.muwazi");
    let set = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    put(&path, 0..10);
    for (rights, of_folder) in [(0o600, 0o700), (0o640, 0o750), (0o644, 0o755), (0o660, 0o770)] {
        // Made with them, and given them when they change, without a need to write anything.
        set(rights);
        for made in [true, false] {
            if made {
                let _ = fs::remove_dir_all(folder(&path));
                put(&path, 10..MANY);
            } else {
                set(0o600);
                Asked::new(&path);
                set(rights);
                Asked::new(&path);
            }
            let (folder, files) = modes(&path);
            assert_eq!(folder, of_folder, "{rights:o}");
            assert!(files.len() > 2 && files.iter().all(|mode| *mode == rights), "{files:?}");
        }
    }
    // A memory that is only read has an index that its owner can still build again.
    set(0o400);
    Asked::new(&path);
    assert_eq!(modes(&path).0, 0o700);
}

/// A folder that came from someone else may hold links to files of ours.
#[test]
#[cfg(unix)]
fn links_in_the_folder_lead_to_nothing_that_is_changed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let temporary = tempfile::tempdir().unwrap();
    let (path, own) = (temporary.path().join("m.muwazi"), temporary.path().join("own.txt"));
    fs::write(&own, "mine").unwrap();
    fs::set_permissions(&own, fs::Permissions::from_mode(0o600)).unwrap();
    put(&path, 0..10);
    let index = folder(&path);
    fs::create_dir(&index).unwrap();
    for name in ["lock", "segments.json", "en-x.seg", "a.part"] {
        symlink(&own, index.join(name)).unwrap();
    }
    put(&path, 10..MANY);
    assert_eq!(Asked::new(&path).matches(false), Asked::new(&path).matches(true));
    assert_eq!(fs::read_to_string(&own).unwrap(), "mine");
    assert_eq!(fs::metadata(&own).unwrap().permissions().mode() & 0o777, 0o600);
}
