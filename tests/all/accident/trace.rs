//! What a program did to the files of a folder, as strace tells it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use super::{
    desk::{PROGRAM, Step, command},
    disk::Call,
};

/// All that may write; a call that the model does not know must not go unseen.
const CALLS: &str = "open,openat,creat,read,pread64,readv,lseek,write,writev,pwrite64,pwritev,pwritev2,\
                     ftruncate,truncate,fallocate,fsync,fdatasync,sync_file_range,rename,renameat,\
                     renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,\
                     copy_file_range,sendfile,splice,dup,dup2,dup3";

/// Runs a step under strace; returns its calls in their order.
pub(super) fn trace(step: &Step, folder: &Path) -> Vec<Call> {
    let logs = tempfile::tempdir().unwrap();
    let log = logs.path().join("log");
    let output = command("strace", folder)
        .args(["-ff", "-y", "-xx", "-ttt", "-qqq", "-s", "1000000000", "-o"])
        .arg(&log)
        .args(["-e", &format!("trace={CALLS}"), PROGRAM])
        .args(&step.args)
        .output()
        .unwrap();
    // A file for each thread; the times put them in one order.
    let mut lines = Vec::new();
    for entry in fs::read_dir(logs.path()).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for line in text.lines() {
            let (time, call) = line.split_once(' ').unwrap();
            lines.push((time.to_owned(), call.to_owned()));
        }
    }
    lines.sort_by(|one, other| one.0.cmp(&other.0));
    let mut reader = Reader { folder: folder.canonicalize().unwrap(), places: BTreeMap::new() };
    let ended = output.status.code().is_some_and(|code| code < 2);
    assert!(ended, "{:?}: {}", step.args, String::from_utf8_lossy(&output.stderr));
    lines.iter().filter_map(|(_, line)| reader.read(line)).collect()
}

/// Reads lines; knows where in its file each open file is read and written next.
struct Reader {
    folder: PathBuf,
    places: BTreeMap<String, u64>,
}

impl Reader {
    fn read(&mut self, line: &str) -> Option<Call> {
        let (name, rest) = line.split_once('(')?;
        let (args, result) = rest.rsplit_once(") = ").or_else(|| rest.rsplit_once(" = "))?;
        let result = result.trim();
        if result.starts_with('-') || result.starts_with('?') {
            return None;
        }
        let args = split(args);
        let number = |at: usize| args[at].trim().parse::<u64>().unwrap();
        let returned = || result.split(['<', ' ']).next().unwrap().parse::<u64>().unwrap();
        match name {
            "open" | "openat" | "creat" => self.open(&args, result),
            "rename" => self.rename(&args[0], &args[1]),
            "renameat" | "renameat2" => {
                self.rename(&at(&args[0], &args[1]), &at(&args[2], &args[3]))
            }
            "link" => self.link(&args[0], &args[1]),
            "linkat" => self.link(&at(&args[0], &args[1]), &at(&args[2], &args[3])),
            "unlink" | "rmdir" => Some(Call::Remove(self.within(&text(&args[0]))?)),
            "unlinkat" => Some(Call::Remove(self.within(&at(&args[0], &args[1]))?)),
            "mkdir" => Some(Call::Folder(self.within(&text(&args[0]))?)),
            "mkdirat" => Some(Call::Folder(self.within(&at(&args[0], &args[1]))?)),
            _ => {
                let descriptor = args[0].trim();
                let file = self.within(&opened(descriptor)?)?;
                let key = descriptor.split('<').next().unwrap().to_owned();
                let place = self.places.entry(key).or_default();
                match name {
                    "read" | "readv" => {
                        *place += returned();
                        None
                    }
                    "pread64" => None,
                    "lseek" => {
                        *place = returned();
                        None
                    }
                    "write" => {
                        let mut bytes = quoted(&args[1]);
                        bytes.truncate(returned() as usize);
                        let offset = *place;
                        *place += bytes.len() as u64;
                        Some(Call::Write(file, offset, bytes))
                    }
                    "pwrite64" => {
                        let mut bytes = quoted(&args[1]);
                        bytes.truncate(returned() as usize);
                        Some(Call::Write(file, number(3), bytes))
                    }
                    "ftruncate" => Some(Call::Truncate(file, number(1))),
                    "fallocate" => Some(Call::Extend(file, number(2) + number(3))),
                    "fsync" | "fdatasync" => Some(Call::Sync(file)),
                    other => panic!("the model does not know {other}: {line:.200}"),
                }
            }
        }
    }

    fn open(&mut self, args: &[String], result: &str) -> Option<Call> {
        let path = opened(result)?;
        let file = self.within(&path)?;
        self.places.insert(result.split('<').next().unwrap().to_owned(), 0);
        let flags = args.iter().find(|arg| arg.contains("O_"))?;
        assert!(!flags.contains("O_APPEND") && !flags.contains("O_TMPFILE"), "{flags}");
        let (create, empty) = (flags.contains("O_CREAT"), flags.contains("O_TRUNC"));
        (create || empty).then_some(Call::Open { file, create, empty })
    }

    fn rename(&self, from: &str, to: &str) -> Option<Call> {
        Some(Call::Rename(self.within(&text(from))?, self.within(&text(to))?))
    }

    fn link(&self, from: &str, to: &str) -> Option<Call> {
        Some(Call::Link(self.within(&text(from))?, self.within(&text(to))?))
    }

    /// A path from the folder on; `None` for what lies elsewhere.
    fn within(&self, path: &str) -> Option<PathBuf> {
        let path = self.folder.join(path.strip_suffix(" (deleted)").unwrap_or(path));
        path.strip_prefix(&self.folder).ok().map(Path::to_owned)
    }
}

/// The arguments, whose strings hold no comma and no quote but as `\x2c`.
fn split(args: &str) -> Vec<String> {
    args.split(", ").map(str::to_owned).collect()
}

/// A path that is relative to an open folder.
fn at(folder: &str, path: &str) -> String {
    let path = text(path);
    match opened(folder) {
        Some(folder) if !path.starts_with('/') => format!("{folder}/{path}"),
        _ => path,
    }
}

/// The path of an open file: `3</tmp/x>`, or with its bytes as `\x2f`.
fn opened(descriptor: &str) -> Option<String> {
    let (_, path) = descriptor.split_once('<')?;
    Some(String::from_utf8(unescaped(path.rsplit_once('>')?.0)).unwrap())
}

/// A path as text, whether quoted or ready.
fn text(path: &str) -> String {
    if path.trim_start().starts_with('"') {
        String::from_utf8(quoted(path)).unwrap()
    } else {
        path.to_owned()
    }
}

fn quoted(arg: &str) -> Vec<u8> {
    let arg = arg.trim();
    assert!(arg.starts_with('"') && arg.ends_with('"'), "{arg:.200}");
    unescaped(&arg[1..arg.len() - 1])
}

/// Bytes of a string in which some or all are written as `\x2f`.
fn unescaped(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let (mut out, mut i) = (Vec::with_capacity(bytes.len() / 4), 0);
    while i < bytes.len() {
        if bytes[i] == b'\\' && bytes.get(i + 1) == Some(&b'x') {
            out.push(u8::from_str_radix(&text[i + 2..i + 4], 16).unwrap());
            i += 4;
        } else {
            out.push(bytes[i]);
            i += 1;
        }
    }
    out
}
