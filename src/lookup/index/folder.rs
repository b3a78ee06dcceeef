//! The index of a store on disk: a folder with a list of segments and their files; for a memory
//! `work.muwazi` the folder `work.muwazi-index` beside it. A store without a folder is read into
//! memory instead.
//!
//! The index is derived: whatever is missing, damaged or of another store is built again. A segment
//! is never changed once it is written. It covers a range of unit numbers as the store held them at
//! one moment. Units with larger numbers, and those that came or changed in the range since that
//! moment, are read from the store when the index is opened, and get a segment of their own once
//! they are many; small neighbours are then built into one.

use std::{
    fs::{self, File, TryLockError},
    io::{BufWriter, Write},
    ops::RangeInclusive,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::{
    Builder, Index,
    read::{FIRST, LOOSE_UNITS, read, size},
    segment::IndexSegment,
    words::fingerprint,
};
use crate::{
    error::{Error, Result},
    event::Report,
    lang::{Lang, LangSet},
    memory::{Moment, Stamp, Store, targets},
    output,
    unit::UnitId,
};

/// The version of the list and of the segments; those of other versions are built again. Version 3
/// has other words than 2: letters of scripts without spaces, Hebrew abbreviations, the i of Turkish;
/// 4 has moments with tokens.
const VERSION: u32 = 4;

/// The segments of an index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct List {
    version: u32,
    /// The store's; see [`Stamp`].
    identity: String,
    /// By language, then by unit.
    segments: Vec<Entry>,
}

/// A segment of the list: all texts of a language of a range of units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    lang: Lang,
    file: String,
    first: UnitId,
    last: UnitId,
    texts: u64,
    /// Where the store stood before its texts were read.
    moment: Moment,
    /// One of its texts, which the store must still hold: a store that was put back to what it was
    /// before, and has grown otherwise since, is found out by it.
    witness: Option<(UnitId, u32)>,
    /// The file's size in bytes and when it was written, in nanoseconds since 1970. Where either
    /// differs, the whole file is checked before it is used.
    bytes: u64,
    written: u64,
}

/// Brings the index of every language up to date, where there is enough to do.
///
/// Nothing is done where the store has no folder for it, the folder cannot be written, or another
/// program is writing the index: look-ups then read the texts from the store.
///
/// # Errors
/// The store's own.
pub fn refresh(store: &dyn Store, report: &mut Report<'_>) -> Result<()> {
    let langs: Vec<Lang> = store.languages()?.into_iter().map(|l| l.lang).collect();
    IndexFolder::open(store)?.refresh(&langs, report)
}

/// Opens the index of some languages of a store, with what has been added since it was written.
pub(in crate::lookup) fn load(
    store: &dyn Store,
    from: &[Lang],
    to: &[Lang],
    report: &mut Report<'_>,
) -> Result<Index> {
    // A file may be replaced between the reading of the list and its opening, but not for ever.
    for _ in 0..3 {
        let _ = IndexFolder::open(store)?.refresh(from, report);
        if let Some(index) = IndexFolder::open(store)?.load(from, to, report)? {
            return Ok(index);
        }
    }
    let without = IndexFolder { list: List::default(), ..IndexFolder::open(store)? };
    Ok(without.load(from, to, report)?.unwrap_or_default())
}

struct IndexFolder<'s> {
    store: &'s dyn Store,
    /// `None` where the index lives in memory.
    path: Option<PathBuf>,
    stamp: Stamp,
    list: List,
}

impl<'s> IndexFolder<'s> {
    fn open(store: &'s dyn Store) -> Result<Self> {
        let (stamp, path) = (store.stamp()?, store.index_folder());
        let mut list = path
            .as_ref()
            .and_then(|path| fs::read(path.join(LIST)).ok())
            .and_then(|bytes| serde_json::from_slice::<List>(&bytes).ok())
            .filter(|list| list.version == VERSION)
            .filter(|list| list.identity == stamp.identity)
            .unwrap_or_default();
        list.version = VERSION;
        Ok(Self { store, path, stamp, list })
    }

    /// A language's segments, from the first unit on without a gap, each with the units of its
    /// range that may have changed since; none where they cannot be of what the store holds.
    fn entries(&self, lang: &Lang) -> Result<Vec<(&Entry, Vec<UnitId>)>> {
        let mut out: Vec<(&Entry, Vec<UnitId>)> = Vec::new();
        for entry in self.list.segments.iter().filter(|entry| entry.lang == *lang) {
            let next = out.last().map_or(FIRST, |(before, _)| before.last.next());
            // Segments of two old codes, `iw` and `he`, that are one language now.
            if entry.first < next {
                return Ok(Vec::new());
            }
            if entry.first != next || entry.last > self.stamp.last_unit {
                break;
            }
            let Some(mut changed) = self.store.changed_since(&entry.moment)? else { break };
            changed.retain(|unit| (entry.first..=entry.last).contains(unit));
            if !self.holds(lang, entry, &changed)? {
                break;
            }
            out.push((entry, changed));
        }
        Ok(out)
    }

    /// Whether the store still holds the segment's witness, or says that it has changed.
    fn holds(&self, lang: &Lang, entry: &Entry, changed: &[UnitId]) -> Result<bool> {
        let Some((unit, print)) = entry.witness else { return Ok(true) };
        let mut holds = false;
        self.store.texts_of(lang, &[unit], &mut |t| holds |= fingerprint(t.text) == print)?;
        Ok(holds || changed.binary_search(&unit).is_ok())
    }

    /// Opens the index; `None` where a segment is not what the list says, which is then taken off
    /// the list.
    fn load(&self, from: &[Lang], to: &[Lang], report: &mut Report<'_>) -> Result<Option<Index>> {
        let mut index = Index::default();
        let mut list = self.list.clone();
        for (place, lang) in from.iter().enumerate().take(usize::from(u8::MAX)) {
            let wanted = |langs: &LangSet| targets(lang, to).any(|to| langs.contains(to));
            let (mut next, mut changed) = (FIRST, Vec::new());
            for (entry, dead) in self.entries(lang)? {
                let Some((segment, bytes, written)) = self.segment(entry) else {
                    list.segments.retain(|other| other != entry);
                    self.replace(&list)?;
                    return Ok(None);
                };
                for own in list.segments.iter_mut().filter(|other| *other == entry) {
                    (own.bytes, own.written) = (bytes, written);
                }
                changed.extend(&dead);
                next = entry.last.next();
                index.push(segment, place as u8, dead, wanted);
            }
            for builder in read(self.store, lang, &changed, next..=self.stamp.last_unit, report)? {
                if let Some(segment) = builder.finish() {
                    index.push(segment, place as u8, Vec::new(), wanted);
                }
            }
        }
        // Copied files have other dates: having been checked once, they need not be again.
        if list != self.list {
            self.replace(&list)?;
        }
        Ok(Some(index))
    }

    /// Writes another list in place of this one, unless another program has just done so.
    fn replace(&self, list: &List) -> Result<()> {
        let lock = self.path.as_ref().and_then(|path| lock(path));
        if lock.is_some() && Self::open(self.store)?.list == self.list {
            self.keep(list);
        }
        Ok(())
    }

    /// A segment, if its file is what was written, and the file's size and date.
    fn segment(&self, entry: &Entry) -> Option<(IndexSegment, u64, u64)> {
        let path = self.path.as_ref()?.join(&entry.file);
        let segment = IndexSegment::open(&path).ok()?;
        let (bytes, written) = written(&path)?;
        let as_written = (bytes, written) == (entry.bytes, entry.written);
        let right = segment.facts().texts == entry.texts && (as_written || segment.is_sound());
        right.then_some((segment, bytes, written))
    }

    /// Writes the list, if that can be done; whether it was.
    fn keep(&self, list: &List) -> bool {
        let Some(path) = self.path.as_ref().filter(|path| path.is_dir()) else { return false };
        let list = serde_json::to_vec_pretty(list).unwrap_or_default();
        let put = |out: &mut dyn Write| out.write_all(&list).map_err(Error::cannot_write);
        output::write_file(&path.join(LIST), put).is_ok()
    }

    fn refresh(&self, langs: &[Lang], report: &mut Report<'_>) -> Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let mut wanted = Vec::new();
        for lang in langs {
            if self.outdated(lang)?.is_some() {
                wanted.push(lang);
            }
        }
        if wanted.is_empty() || fs::create_dir_all(path).is_err() {
            return Ok(());
        }
        let Some(_lock) = lock(path) else { return Ok(()) };
        // Between the look at the list and the lock another program may have done it all.
        let mut current = Self::open(self.store)?;
        for lang in wanted {
            if let Some(range) = current.outdated(lang)? {
                // Without an index look-ups are slow, but they are right.
                if !current.write(path, lang, range, report)? {
                    return Ok(());
                }
            }
        }
        current.clean(path);
        Ok(())
    }

    /// The units that want a new segment, if there are enough: new ones, with as many of the last
    /// segments as keep each at least twice as large as the next; or those from a segment on of which
    /// much is dead.
    fn outdated(&self, lang: &Lang) -> Result<Option<RangeInclusive<UnitId>>> {
        let entries = self.entries(lang)?;
        let last = self.stamp.last_unit;
        for (entry, dead) in &entries {
            if dead.len() >= LOOSE_UNITS && dead.len() as u64 >= entry.texts / 10 {
                return Ok(Some(entry.first..=last));
            }
        }
        let mut first = entries.last().map_or(FIRST, |(entry, _)| entry.last.next());
        if size(&(first..=last)) < LOOSE_UNITS as i64 {
            return Ok(None);
        }
        for (entry, _) in entries.iter().rev() {
            if size(&(entry.first..=entry.last)) >= size(&(first..=last)).saturating_mul(2) {
                break;
            }
            first = entry.first;
        }
        Ok(Some(first..=last))
    }

    /// Writes a segment of a range of units in place of those that it covers; `false` where the disk
    /// would not take it.
    fn write(
        &mut self,
        path: &Path,
        lang: &Lang,
        range: RangeInclusive<UnitId>,
        report: &mut Report<'_>,
    ) -> Result<bool> {
        let (mut first, last) = (*range.start(), *range.end());
        let before = self.entries(lang)?.into_iter().map(|(entry, _)| entry);
        let mut entries: Vec<Entry> = before.filter(|e| e.last < first).cloned().collect();
        let mut builders = read(self.store, lang, &[], range, report)?;
        let whole = builders.len();
        for (k, builder) in builders.drain(..).enumerate() {
            let end = if k + 1 == whole { last } else { builder.last_unit().unwrap_or(last) };
            let Some(entry) = self.write_segment(path, lang, first..=end, builder) else {
                return Ok(false);
            };
            entries.push(entry);
            first = end.next();
        }
        self.list.identity.clone_from(&self.stamp.identity);
        self.list.segments.retain(|entry| entry.lang != *lang);
        self.list.segments.extend(entries);
        Ok(self.keep(&self.list))
    }

    fn write_segment(
        &self,
        folder: &Path,
        lang: &Lang,
        range: RangeInclusive<UnitId>,
        builder: Builder,
    ) -> Option<Entry> {
        let (first, last) = (*range.start(), *range.end());
        let (texts, witness) = (builder.len() as u64, builder.witness());
        // A name that no segment has had: a file that is mapped somewhere cannot be replaced.
        let moment = self.stamp.moment.clone();
        let of_moment = xxh3_64(moment.as_str().as_bytes());
        let (file, path) = (0..).find_map(|k| {
            let file = format!("{lang}-{first}-{last}-{of_moment:016x}-{k}.seg");
            let path = folder.join(&file);
            (!path.exists()).then_some((file, path))
        })?;
        let mut out = File::create(&path).ok()?;
        let mut buffered = BufWriter::with_capacity(1 << 20, &mut out);
        let done = builder.write(&mut buffered).and_then(|()| buffered.flush());
        drop(buffered);
        if done.and_then(|()| out.sync_all()).is_err() {
            drop(out);
            let _ = fs::remove_file(&path);
            return None;
        }
        drop(out);
        let (bytes, written) = written(&path)?;
        let lang = lang.clone();
        Some(Entry { lang, file, first, last, texts, moment, witness, bytes, written })
    }

    /// Removes segments that stand in no list any more. Those that are in use somewhere may stay on
    /// some systems, until the next time.
    fn clean(&self, folder: &Path) {
        let Ok(files) = fs::read_dir(folder) else { return };
        for file in files.flatten() {
            let name = file.file_name();
            let is_segment = Path::new(&name).extension().is_some_and(|e| e == "seg");
            if is_segment && !self.list.segments.iter().any(|e| name == *e.file) {
                let _ = fs::remove_file(file.path());
            }
        }
    }
}

const LIST: &str = "segments.json";

/// Keeps other programs from writing an index at the same time; `None` where one is at it.
fn lock(folder: &Path) -> Option<File> {
    let file = File::create(folder.join("lock")).ok()?;
    match file.try_lock() {
        // Some file systems have no locks: better two writers, whose files have their own names.
        Ok(()) | Err(TryLockError::Error(_)) => Some(file),
        Err(TryLockError::WouldBlock) => None,
    }
}

/// A file's size and the time when it was written.
fn written(path: &Path) -> Option<(u64, u64)> {
    let meta = fs::metadata(path).ok()?;
    let time = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((meta.len(), u64::try_from(time.as_nanos()).ok()?))
}
