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
    fs::{self, File},
    io::{BufWriter, Read, Write},
    ops::RangeInclusive,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use xxhash_rust::xxh3::xxh3_64;

use super::{
    Builder, Index,
    lock::{LOCK, lock},
    read::{FIRST, LOOSE_UNITS, read, size},
    rights,
    segment::IndexSegment,
    words::fingerprint,
};
use crate::{
    error::{Error, Place, Result},
    event::{Event, Report},
    lang::{Lang, LangSet},
    memory::{Moment, Stamp, Store, targets},
    output,
    unit::UnitId,
};

/// The version of the list and of the segments; those of other versions are built again. Version 3
/// has other words than 2: letters of scripts without spaces, Hebrew abbreviations, the i of Turkish;
/// 4 has moments with tokens, 5 checksums that are checked with each block, 6 one letter for every hamza
/// and one word for a number, 7 لئن apart from لأن.
const VERSION: u32 = 7;
/// No list is longer; one that is was not written by us.
const LONGEST_LIST: u64 = 1 << 26;

/// Units that a look-up which follows its memory reads from the store itself; above, it builds segments.
const MOST_WAITING: usize = 4 * LOOSE_UNITS;

/// The list as it is in its file.
#[derive(Deserialize)]
struct Sealed<'s> {
    /// The checksum of the list as it is written (XXH3).
    sum: u64,
    #[serde(borrow)]
    list: &'s RawValue,
}

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
    /// The checksum of the file's header, which holds those of all its blocks.
    sum: u64,
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
    load_without(store, from, to, Vec::new(), None, report)
}

/// Opens the index of a store as [`load`] does. Segments that another index has open are not opened
/// again, so that what was read of them stays read.
pub(in crate::lookup) fn load_beside(
    store: &dyn Store,
    from: &[Lang],
    to: &[Lang],
    other: &Index,
    report: &mut Report<'_>,
) -> Result<Index> {
    load_without(store, from, to, Vec::new(), Some(other), report)
}

/// Opens an index again of which segments were found to be damaged: they are built anew or, where
/// nothing can be written, their texts are read from the store.
pub(in crate::lookup) fn load_again(
    store: &dyn Store,
    from: &[Lang],
    to: &[Lang],
    index: &Index,
    report: &mut Report<'_>,
) -> Result<Index> {
    let damaged = index.damaged().map(str::to_owned).collect();
    load_without(store, from, to, damaged, None, report)
}

/// Reads the texts of some languages of a store into memory, whatever index there is.
pub(in crate::lookup) fn load_whole(
    store: &dyn Store,
    from: &[Lang],
    to: &[Lang],
    report: &mut Report<'_>,
) -> Result<Index> {
    let without = IndexFolder { list: List::default(), path: None, ..IndexFolder::open(store)? };
    Ok(without.load(from, to, &[], None, report)?.unwrap_or_default())
}

fn load_without(
    store: &dyn Store,
    from: &[Lang],
    to: &[Lang],
    mut bad: Vec<String>,
    beside: Option<&Index>,
    report: &mut Report<'_>,
) -> Result<Index> {
    // A file may be replaced between the reading of the list and its opening, but not for ever.
    for _ in 0..3 {
        if !bad.is_empty() && IndexFolder::open(store)?.discard(&bad)? {
            bad.clear();
        }
        let folder = IndexFolder::open(store)?;
        // Who follows a memory has its answer to give: merging segments is left to [`refresh`], as long
        // as that comes.
        if beside.is_none() || folder.waiting(from)? > MOST_WAITING {
            let _ = folder.refresh(from, report);
        }
        match IndexFolder::open(store)?.load(from, to, &bad, beside, report)? {
            Ok(index) => {
                if !bad.is_empty() {
                    warn(store, report);
                }
                return Ok(index);
            }
            Err(file) => bad.push(file),
        }
    }
    warn(store, report);
    load_whole(store, from, to, report)
}

/// Says why look-up takes longer.
fn warn(store: &dyn Store, report: &mut Report<'_>) {
    report(Event::warning(
        Place::file(store.name()),
        "the index is damaged and cannot be built again here: the texts are read from the memory",
    ));
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
            .and_then(|path| read_list(&path.join(LIST)))
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

    /// Opens the index but for some files, whose texts are read from the store; the name of a file that
    /// is not what the list says.
    fn load(
        &self,
        from: &[Lang],
        to: &[Lang],
        bad: &[String],
        beside: Option<&Index>,
        report: &mut Report<'_>,
    ) -> Result<std::result::Result<Index, String>> {
        let mut index = Index::default();
        self.renew_rights();
        for (place, lang) in from.iter().enumerate().take(usize::from(u8::MAX)) {
            let wanted = |langs: &LangSet| targets(lang, to).any(|to| langs.contains(to));
            let (mut next, mut changed) = (FIRST, Vec::new());
            for (entry, dead) in self.entries(lang)? {
                if bad.contains(&entry.file) {
                    break;
                }
                let open = beside.and_then(|other| other.open_segment(&entry.file, entry.sum));
                let opened = open.or_else(|| self.segment(entry).map(Arc::new));
                let Some(segment) = opened else {
                    return Ok(Err(entry.file.clone()));
                };
                changed.extend(&dead);
                next = entry.last.next();
                index.push(segment, place as u8, dead, wanted);
                if let Some(part) = index.parts.last_mut() {
                    part.file = Some((entry.file.clone(), entry.sum));
                }
            }
            for builder in read(self.store, lang, &changed, next..=self.stamp.last_unit, report)? {
                if let Some(segment) = builder.finish() {
                    index.push(segment, place as u8, Vec::new(), wanted);
                }
            }
        }
        Ok(Ok(index))
    }

    /// Takes files off the list; whether none of them is on it any more.
    fn discard(&self, bad: &[String]) -> Result<bool> {
        let Some((path, _lock)) = self.path.as_ref().and_then(|path| Some((path, lock(path)?)))
        else {
            return Ok(false);
        };
        let mut current = Self::open(self.store)?;
        let before = current.list.segments.len();
        current.list.segments.retain(|entry| !bad.contains(&entry.file));
        let kept = current.list.segments.len() == before || current.keep(path);
        Ok(kept)
    }

    /// A segment, if its file is the one that was written.
    fn segment(&self, entry: &Entry) -> Option<IndexSegment> {
        // Nothing but a file of this folder.
        let name = Path::new(&entry.file);
        if name.components().count() != 1 || name.file_name() != Some(name.as_os_str()) {
            return None;
        }
        let segment = IndexSegment::open(&self.path.as_ref()?.join(name), entry.sum).ok()?;
        (segment.facts().texts == entry.texts).then_some(segment)
    }

    /// Writes the list, if that can be done; whether it was.
    fn keep(&self, path: &Path) -> bool {
        let list = serde_json::to_string_pretty(&self.list).unwrap_or_default();
        let sum = xxh3_64(list.as_bytes());
        let sealed = format!("{{\"sum\": {sum}, \"list\": {list}}}\n");
        let put =
            |out: &mut dyn Write| out.write_all(sealed.as_bytes()).map_err(Error::cannot_write);
        let path = path.join(LIST);
        // What a link leads to is not ours to write over.
        if fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_symlink()) {
            let _ = fs::remove_file(&path);
        }
        let written = output::write_file(&path, put).is_ok();
        self.share_rights(&path, false);
        written
    }

    /// Gives a file or the folder the rights of the store: whoever may not read the memory may not read
    /// its words here.
    fn share_rights(&self, path: &Path, folder: bool) {
        if let Some(rights) = self.store.index_rights() {
            rights::set(path, &rights, folder);
        }
    }

    /// Gives all files the rights of the store where the folder shows that these have changed, or were
    /// never asked for.
    fn renew_rights(&self) {
        let (Some(path), Some(rights)) = (&self.path, self.store.index_rights()) else { return };
        if !rights::set(path, &rights, true) {
            return;
        }
        for file in fs::read_dir(path).into_iter().flatten().flatten() {
            rights::set(&file.path(), &rights, false);
        }
    }

    /// The largest number of units of a language that are in no segment, or have changed since.
    fn waiting(&self, langs: &[Lang]) -> Result<usize> {
        let mut most = 0;
        for lang in langs {
            let entries = self.entries(lang)?;
            let first = entries.last().map_or(FIRST, |(entry, _)| entry.last.next());
            let new = size(&(first..=self.stamp.last_unit)).max(0) as usize;
            most = most.max(new + entries.iter().map(|(_, changed)| changed.len()).sum::<usize>());
        }
        Ok(most)
    }

    fn refresh(&self, langs: &[Lang], report: &mut Report<'_>) -> Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let mut wanted = Vec::new();
        for lang in langs {
            if self.outdated(lang)?.is_some() {
                wanted.push(lang);
            }
        }
        if wanted.is_empty() || rights::create_folder(path).is_err() {
            return Ok(());
        }
        self.share_rights(path, true);
        let Some(lock) = lock(path) else { return Ok(()) };
        self.share_rights(&path.join(LOCK), false);
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
        current.clean(path, lock.held);
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
        Ok(self.keep(path))
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
        // A name that no segment has had: on some systems a file that is open cannot be replaced.
        let moment = self.stamp.moment.clone();
        let of_moment = xxh3_64(moment.as_str().as_bytes());
        let (file, path) = (0..).find_map(|k| {
            let file = format!("{lang}-{first}-{last}-{of_moment:016x}-{k}.seg");
            let path = folder.join(&file);
            (!path.exists()).then_some((file, path))
        })?;
        let mut out = rights::create_file(&path).ok()?;
        self.share_rights(&path, false);
        let mut buffered = BufWriter::with_capacity(1 << 20, &mut out);
        let done = builder.write(&mut buffered).and_then(|sum| buffered.flush().map(|()| sum));
        drop(buffered);
        let Ok(sum) = done.and_then(|sum| out.sync_all().map(|()| sum)) else {
            drop(out);
            let _ = fs::remove_file(&path);
            return None;
        };
        let lang = lang.clone();
        Some(Entry { lang, file, first, last, texts, moment, witness, sum })
    }

    /// Removes segments that are on no list any more, and what a writer that was stopped left of a list.
    /// Those that are in use somewhere may stay on some systems, until the next time.
    fn clean(&self, folder: &Path, alone: bool) {
        let Ok(files) = fs::read_dir(folder) else { return };
        for file in files.flatten() {
            let name = file.file_name();
            let ends_in = |end: &str| Path::new(&name).extension().is_some_and(|e| e == end);
            let is_old = ends_in("seg") && !self.list.segments.iter().any(|e| name == *e.file);
            // Without a lock another writer may be at it.
            let is_left = alone && ends_in("part");
            if is_old || is_left {
                let _ = fs::remove_file(file.path());
            }
        }
    }
}

const LIST: &str = "segments.json";

/// Reads a list, if it is what was written.
fn read_list(path: &Path) -> Option<List> {
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(LONGEST_LIST).read_to_end(&mut bytes).ok()?;
    let sealed: Sealed<'_> = serde_json::from_slice(&bytes).ok()?;
    let list = sealed.list.get();
    (xxh3_64(list.as_bytes()) == sealed.sum).then(|| serde_json::from_str(list).ok()).flatten()
}
