//! A translator's folder, and the writing commands that are given in it.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
};

use muwazi::{
    Lang, SqliteStore, Store,
    lookup::{Lookup, LookupOptions},
    memory::HistoryFilter,
};

/// A small generator (xorshift), so that a failure can be seen again.
pub(super) struct Random(pub(super) u64);

impl Random {
    /// A number under `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end.max(1)
    }
}

/// A command: its kind, its arguments, and the file that it writes beside the memory.
pub(super) struct Step {
    pub(super) kind: &'static str,
    pub(super) args: Vec<String>,
    pub(super) output: Option<&'static str>,
}

/// The content of a memory: units in their order without dates, and the kinds of its operations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) units: Vec<(i64, Vec<(String, String)>)>,
    pub(super) operations: Vec<String>,
}

/// A folder with a memory `m.muwazi` and files to import.
pub(super) struct Desk {
    pub(super) folder: PathBuf,
    pub(super) random: Random,
    files: usize,
}

/// A command in a folder.
pub(super) fn command(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("SOURCE_DATE_EPOCH", "1700000000");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(super) const PROGRAM: &str = env!("CARGO_BIN_EXE_muwazi");

impl Desk {
    pub(super) fn new(folder: &Path, seed: u64) -> Self {
        let news = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/news");
        for name in ["article.ar.txt", "article.en.txt"] {
            fs::copy(news.join(name), folder.join(name)).unwrap();
        }
        let desk = Self { folder: folder.to_owned(), random: Random(seed | 1), files: 0 };
        fs::write(folder.join("c.tmx"), tmx(0, 40, "text")).unwrap();
        desk
    }

    pub(super) fn memory(&self) -> PathBuf {
        self.folder.join("m.muwazi")
    }

    /// Draws a command. `held` is what the memory holds; `None` where there is none.
    pub(super) fn step(&mut self, held: Option<&Held>) -> Step {
        let Some(held) = held.filter(|held| !held.units.is_empty()) else {
            return self.import("import", &[]);
        };
        let unit = held.units[self.random.below(held.units.len() as u64) as usize].0;
        match self.random.below(13) {
            0 | 1 => self.import("import", &[]),
            2 => self.import("update", &["--update"]),
            3 => {
                self.files += 1;
                let (source, target) =
                    (format!("نص {}", self.files), format!("text {}", self.files));
                step(
                    "add",
                    &["add", "-m", "m.muwazi", "--from", "ar", "--to", "en", &source, &target],
                )
            }
            4 => self.add_many(),
            5 => {
                self.files += 1;
                let text = format!("text edited {}", self.files);
                step("edit", &["edit", "-m", "m.muwazi", &unit.to_string(), "--lang", "en", &text])
            }
            6 => step("remove", &["remove", "-m", "m.muwazi", &unit.to_string()]),
            7 => step("undo", &["undo", "-m", "m.muwazi", "--last", "--yes"]),
            8 => step("history", &["history", "-m", "m.muwazi", "--prune", "5"]),
            9 => {
                step("align", &["align", "article.ar.txt", "article.en.txt", "--into", "m.muwazi"])
            }
            10 => writes(
                "align",
                "a.xlsx",
                &["align", "article.ar.txt", "article.en.txt", "-o", "a.xlsx"],
            ),
            11 => writes("convert", "c.tsv", &["convert", "c.tmx", "-o", "c.tsv"]),
            _ => writes("export", "e.tmx", &["export", "-m", "m.muwazi", "-o", "e.tmx"]),
        }
    }

    fn import(&mut self, kind: &'static str, more: &[&str]) -> Step {
        self.files += 1;
        // An update meets units of earlier files again.
        let (file, word) = if more.is_empty() {
            (self.files, "text".to_owned())
        } else {
            (self.random.below(self.files as u64) as usize, format!("new {}", self.files))
        };
        let units = 50 + 150 * self.random.below(4) as usize;
        fs::write(self.folder.join("f.tmx"), tmx(file, units, &word)).unwrap();
        let mut step = step(kind, &["import", "-m", "m.muwazi", "f.tmx"]);
        step.args.extend(more.iter().map(|arg| (*arg).to_owned()));
        step
    }

    fn add_many(&mut self) -> Step {
        self.files += 1;
        let lines: String =
            (0..60).map(|n| format!("نص {0} {n}\ttext {0} {n}\n", self.files)).collect();
        fs::write(self.folder.join("f.tsv"), lines).unwrap();
        step("add", &["add", "-m", "m.muwazi", "--from", "ar", "--to", "en", "--input", "f.tsv"])
    }

    /// Copies the memory as it is, with what a kill left of it, into another folder, with all that
    /// commands read.
    pub(super) fn copy_to(&self, other: &Path) {
        for entry in fs::read_dir(&self.folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name();
            // The shared memory of programs that run is none of the copy's.
            if entry.file_type().unwrap().is_file() && !name.to_string_lossy().ends_with("-shm") {
                fs::copy(entry.path(), other.join(name)).unwrap();
            }
        }
    }
}

fn step(kind: &'static str, args: &[&str]) -> Step {
    Step { kind, args: args.iter().map(|arg| (*arg).to_owned()).collect(), output: None }
}

fn writes(kind: &'static str, output: &'static str, args: &[&str]) -> Step {
    Step { output: Some(output), ..step(kind, args) }
}

fn tmx(file: usize, units: usize, word: &str) -> String {
    let mut out = String::from(r#"<tmx version="1.4"><header srclang="ar"/><body>"#);
    for i in 0..units {
        write!(
            out,
            r#"<tu><tuv xml:lang="ar"><seg>نص {file} {i}</seg></tuv><tuv xml:lang="en"><seg>{word} {file} {i}</seg></tuv></tu>"#
        )
        .unwrap();
    }
    out + "</body></tmx>"
}

/// Runs a step to its end.
pub(super) fn run(step: &Step, folder: &Path) -> Output {
    command(PROGRAM, folder).args(&step.args).output().unwrap()
}

/// The content of a memory, after everything in it was found sound; `None` where there is none, or
/// a file that no import has finished.
pub(super) fn held(memory: &Path) -> Option<Held> {
    if !memory.exists() {
        return None;
    }
    let store = match SqliteStore::open(memory) {
        Ok(store) => store,
        Err(e) if e.to_string().contains("nothing has been put") => return None,
        Err(e) => panic!("{e}"),
    };
    let mut held = Held::default();
    store
        .each_unit(&mut |id, unit| {
            let texts = unit.variants.into_iter();
            let texts = texts.map(|v| (v.lang.to_string(), v.text.text)).collect();
            held.units.push((id.get(), texts));
            Ok(())
        })
        .unwrap();
    let history = store.history(&HistoryFilter::default()).unwrap();
    held.operations =
        history.iter().map(|o| format!("{} {}", o.operation, o.kind.as_str())).collect();
    crate::memory::writing::check_counts(&store);
    check_lookup(store, &held);
    let raw = rusqlite::Connection::open(memory).unwrap();
    let sound: String = raw.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    Some(held)
}

/// What is there is what answers are made of, whatever became of the index.
fn check_lookup(store: SqliteStore, held: &Held) {
    let Some((id, texts)) = held.units.last() else { return };
    let lookup = Lookup::new(Arc::new(store), &Lang::english(), &Lang::arabic()).unwrap();
    let query = &texts.iter().find(|(lang, _)| lang.starts_with("en")).unwrap().1;
    let ask = |exhaustive| {
        let options = LookupOptions { exhaustive, ..LookupOptions::default() };
        lookup.find(query, &options).unwrap()
    };
    let found = ask(false);
    assert_eq!(found, ask(true));
    assert!(
        found.iter().any(|m| m.unit.get() == *id && m.similarity >= 100.0),
        "{query}: {found:?}"
    );
}
