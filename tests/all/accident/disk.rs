//! A disk that forgets, as disks do when the power is cut: what was not synced may be there or not,
//! each write for itself, whatever their order was.
//!
//! A file's writes are on the disk once it was synced. Its name, a new one, another or none, is on
//! the disk once its folder was synced. Names that were not synced are there up to some moment, as in
//! every file system with a journal.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::desk::Random;

/// What a program asked of the system. Paths are from the folder on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Call {
    Open { file: PathBuf, create: bool, empty: bool },
    Write(PathBuf, u64, Vec<u8>),
    Truncate(PathBuf, u64),
    Extend(PathBuf, u64),
    Sync(PathBuf),
    Rename(PathBuf, PathBuf),
    Link(PathBuf, PathBuf),
    Remove(PathBuf),
    Folder(PathBuf),
}

impl Call {
    pub(super) fn is_sync(&self) -> bool {
        matches!(self, Self::Sync(_))
    }
}

/// What lies under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    File(usize),
    Folder,
}

type Names = BTreeMap<PathBuf, Node>;

/// A change of names; what lies under each from then on.
type Renaming = Vec<(PathBuf, Option<Node>)>;

#[derive(Debug, Clone)]
enum Change {
    Write(u64, Vec<u8>),
    Truncate(u64),
    Extend(u64),
}

#[derive(Debug, Clone, Default)]
struct File {
    synced: Vec<u8>,
    changes: Vec<Change>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Disk {
    files: Vec<File>,
    synced: Names,
    renamings: Vec<Renaming>,
    /// The names as programs see them.
    names: Names,
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write(offset, new) => write(bytes, *offset as usize, new),
        Change::Truncate(length) => bytes.resize(*length as usize, 0),
        Change::Extend(length) => bytes.resize(bytes.len().max(*length as usize), 0),
    }
}

fn write(bytes: &mut Vec<u8>, offset: usize, new: &[u8]) {
    if bytes.len() < offset + new.len() {
        bytes.resize(offset + new.len(), 0);
    }
    bytes[offset..offset + new.len()].copy_from_slice(new);
}

fn rename(names: &mut Names, renaming: &Renaming) {
    for (name, node) in renaming {
        match node {
            Some(node) => names.insert(name.clone(), *node),
            None => names.remove(name),
        };
    }
}

impl Disk {
    /// A disk that holds a folder, all of it synced.
    pub(super) fn of(folder: &Path) -> Self {
        let mut disk = Self::default();
        disk.take(folder, Path::new(""));
        disk.synced = disk.names.clone();
        disk
    }

    fn take(&mut self, root: &Path, within: &Path) {
        for entry in fs::read_dir(root.join(within)).unwrap() {
            let entry = entry.unwrap();
            let name = within.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                self.names.insert(name.clone(), Node::Folder);
                self.take(root, &name);
            } else {
                let synced = fs::read(entry.path()).unwrap();
                self.names.insert(name, Node::File(self.files.len()));
                self.files.push(File { synced, changes: Vec::new() });
            }
        }
    }

    /// Takes files of a folder that others than the traced programs wrote, as synced.
    pub(super) fn take_others(&mut self, folder: &Path, names: &[&str]) {
        for name in names {
            let Ok(synced) = fs::read(folder.join(name)) else { continue };
            let node = Node::File(self.files.len());
            self.files.push(File { synced, changes: Vec::new() });
            self.names.insert(name.into(), node);
            self.synced.insert(name.into(), node);
        }
    }

    fn file(&mut self, path: &Path) -> Option<&mut File> {
        match self.names.get(path) {
            Some(Node::File(number)) => self.files.get_mut(*number),
            _ => None,
        }
    }

    fn change(&mut self, path: &Path, change: Change) {
        // A file that was removed while it is open is nobody's.
        if let Some(file) = self.file(path) {
            file.changes.push(change);
        }
    }

    fn name(&mut self, renaming: Renaming) {
        rename(&mut self.names, &renaming);
        self.renamings.push(renaming);
    }

    pub(super) fn call(&mut self, call: Call) {
        match call {
            Call::Open { file, create, empty } => {
                if create && !self.names.contains_key(&file) {
                    self.files.push(File::default());
                    self.name(vec![(file, Some(Node::File(self.files.len() - 1)))]);
                } else if empty {
                    self.change(&file, Change::Truncate(0));
                }
            }
            Call::Write(file, offset, bytes) => self.change(&file, Change::Write(offset, bytes)),
            Call::Truncate(file, length) => self.change(&file, Change::Truncate(length)),
            Call::Extend(file, length) => self.change(&file, Change::Extend(length)),
            Call::Sync(path) => self.sync(&path),
            Call::Rename(from, to) => {
                let Some(node) = self.names.get(&from).copied() else { return };
                self.name(vec![(from, None), (to, Some(node))]);
            }
            Call::Link(from, to) => {
                let Some(node) = self.names.get(&from).copied() else { return };
                self.name(vec![(to, Some(node))]);
            }
            Call::Remove(path) => self.name(vec![(path, None)]),
            Call::Folder(path) => self.name(vec![(path, Some(Node::Folder))]),
        }
    }

    fn sync(&mut self, path: &Path) {
        if let Some(file) = self.file(path) {
            for change in std::mem::take(&mut file.changes) {
                apply(&mut file.synced, &change);
            }
            return;
        }
        // A folder: its names.
        let (theirs, others) = std::mem::take(&mut self.renamings)
            .into_iter()
            .partition(|renaming| renaming.iter().any(|(name, _)| name.parent() == Some(path)));
        self.renamings = others;
        for renaming in &theirs {
            rename(&mut self.synced, renaming);
        }
    }

    /// The content of each file as programs see it.
    pub(super) fn seen(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut out = BTreeMap::new();
        for (name, node) in &self.names {
            if let Node::File(number) = node {
                let file = &self.files[*number];
                let mut bytes = file.synced.clone();
                file.changes.iter().for_each(|change| apply(&mut bytes, change));
                out.insert(name.clone(), bytes);
            }
        }
        out
    }

    /// Writes what is left after the power was cut into a folder.
    pub(super) fn cut(&self, random: &mut Random, folder: &Path) {
        let mut names = self.synced.clone();
        let there = random.below(self.renamings.len() as u64 + 1) as usize;
        self.renamings[..there].iter().for_each(|renaming| rename(&mut names, renaming));
        let mut folders = BTreeSet::from([PathBuf::new()]);
        // A cut of its own for each: nothing, all, or some of what was not synced.
        for (name, node) in &names {
            if !name.parent().is_some_and(|parent| folders.contains(parent)) {
                continue;
            }
            match node {
                Node::Folder => {
                    fs::create_dir_all(folder.join(name)).unwrap();
                    folders.insert(name.clone());
                }
                Node::File(number) => {
                    fs::write(folder.join(name), self.files[*number].cut(random)).unwrap();
                }
            }
        }
    }
}

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

impl File {
    fn cut(&self, random: &mut Random) -> Vec<u8> {
        let mut bytes = self.synced.clone();
        let way = random.below(4);
        for change in &self.changes {
            match (way, change) {
                (0, _) => {}
                (1, change) => apply(&mut bytes, change),
                // In part, sector by sector.
                (2, Change::Write(offset, new)) => {
                    let mut from = 0;
                    while from < new.len() {
                        let sector = SECTOR - (*offset as usize + from) % SECTOR;
                        let to = (from + sector).min(new.len());
                        if random.below(2) == 0 {
                            write(&mut bytes, *offset as usize + from, &new[from..to]);
                        }
                        from = to;
                    }
                }
                (_, change) => {
                    if random.below(2) == 0 {
                        apply(&mut bytes, change);
                    }
                }
            }
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(file: &str) -> Call {
        Call::Open { file: file.into(), create: true, empty: false }
    }

    /// What can be left of a file after calls, over many cuts.
    fn left(calls: &[Call], name: &str) -> BTreeSet<Option<Vec<u8>>> {
        let (empty, mut random) = (tempfile::tempdir().unwrap(), Random(7));
        let mut disk = Disk::of(empty.path());
        calls.iter().for_each(|call| disk.call(call.clone()));
        let mut all = BTreeSet::new();
        for _ in 0..60 {
            let folder = tempfile::tempdir().unwrap();
            disk.cut(&mut random, folder.path());
            all.insert(fs::read(folder.path().join(name)).ok());
        }
        all
    }

    #[test]
    fn what_was_not_synced_may_be_lost() {
        let write = Call::Write("a".into(), 0, b"text".to_vec());
        let calls = [open("a"), write, Call::Sync("a".into())];
        let some = |text: &[u8]| Some(text.to_vec());
        assert_eq!(left(&calls[..2], "a"), [None, some(b""), some(b"text")].into());
        assert_eq!(left(&calls, "a"), [None, some(b"text")].into(), "the name is not synced");
        let all = [&calls[..], &[Call::Sync("".into())]].concat();
        assert_eq!(left(&all, "a"), [some(b"text")].into());
    }

    #[test]
    fn a_file_moved_before_it_is_synced_can_be_empty() {
        let write = Call::Write("new".into(), 0, b"text".to_vec());
        let calls = [open("new"), write, Call::Rename("new".into(), "a".into())];
        assert!(left(&calls, "a").contains(&Some(Vec::new())));
    }

    #[test]
    fn writes_are_lost_each_for_itself() {
        let write = |at, text: &[u8]| Call::Write("a".into(), at, text.to_vec());
        let calls = [open("a"), write(0, b"one"), write(3, b"two"), Call::Sync("".into())];
        assert!(left(&calls, "a").contains(&Some(b"\0\0\0two".to_vec())));
    }
}
