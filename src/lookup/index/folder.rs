//! A memory's index on disk: a folder beside the memory, `work.muwazi-index`, with a list of segments
//! and their files.
//!
//! The index is derived: whatever is missing, damaged or of another memory is built anew. A segment
//! is never changed once it is written. Units that came after the last segment, and those whose
//! texts have changed since theirs, are read from the memory when it is opened, and get a segment of
//! their own once they are many; small neighbours are then built into one.

use std::{
    fs::{self, File, TryLockError},
    io::{BufWriter, Write},
    ops::RangeInclusive,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use serde::{Deserialize, Serialize};

use super::{Builder, Index, segment::IndexSegment, words::fingerprint};
use crate::{
    error::{Error, Result},
    event::{Event, Report},
    lang::Lang,
    memory::{Memory, Stamp},
    output,
};

/// The form of the list and of the segments: others are built anew.
const VERSION: u32 = 1;
/// So many new or changed units of a language are read when a memory is opened; more get a segment.
const LOOSE_UNITS: usize = 1000;

/// The segments that there are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct List {
    version: u32,
    /// The memory's; see [`Stamp`].
    identity: String,
    /// By language, then by unit.
    segments: Vec<Entry>,
}

/// A segment of the list: all texts of a language of a range of units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    lang: Lang,
    file: String,
    first: i64,
    last: i64,
    texts: u64,
    /// The memory's last change when it was built.
    change: i64,
    /// One of its texts, which the memory must still hold: a memory that was put back to what it
    /// was before, and has grown otherwise since, is found out by it.
    witness: Option<(i64, u32)>,
    /// The file's size in bytes and when it was written, in nanoseconds since 1970. Where either
    /// differs, the whole file is checked before it is believed.
    bytes: u64,
    written: u64,
}

/// Brings the index of every language up to date, where there is enough to do.
///
/// Where the folder cannot be written, or another program is at it, nothing is done: look-ups then
/// read the texts from the memory.
///
/// # Errors
/// The memory's own.
pub fn refresh(memory: &Memory, report: &mut Report<'_>) -> Result<()> {
    let langs: Vec<Lang> = memory.languages()?.into_iter().map(|l| l.lang).collect();
    IndexFolder::open(memory)?.refresh(&langs, report)
}

/// The index of some languages of a memory, with what has been added since it was written.
pub(in crate::lookup) fn load(
    memory: &Memory,
    from: &[Lang],
    to: &[Lang],
    report: &mut Report<'_>,
) -> Result<Index> {
    // A file may be replaced between the reading of the list and its opening, but not for ever.
    for _ in 0..3 {
        let shelf = IndexFolder::open(memory)?;
        let _ = shelf.refresh(from, report);
        let shelf = IndexFolder::open(memory)?;
        if let Some(index) = shelf.load(from, to, report)? {
            return Ok(index);
        }
    }
    let shelf = IndexFolder { list: List::default(), ..IndexFolder::open(memory)? };
    Ok(shelf.load(from, to, report)?.unwrap_or_default())
}

struct IndexFolder<'m> {
    memory: &'m Memory,
    folder: PathBuf,
    stamp: Stamp,
    list: List,
}

impl<'m> IndexFolder<'m> {
    fn open(memory: &'m Memory) -> Result<Self> {
        let stamp = memory.stamp()?;
        let folder = folder(memory.path());
        let list = fs::read(folder.join(LIST))
            .ok()
            .and_then(|bytes| serde_json::from_slice::<List>(&bytes).ok())
            .filter(|list| list.version == VERSION && list.identity == stamp.identity)
            .unwrap_or_default();
        Ok(Self { memory, folder, stamp, list })
    }

    /// A language's segments, from the first unit on without a gap; none where they cannot be of
    /// what the memory holds.
    fn entries(&self, lang: &Lang) -> Result<Vec<&Entry>> {
        let mut out: Vec<&Entry> = Vec::new();
        for entry in self.list.segments.iter().filter(|entry| entry.lang == *lang) {
            let next = out.last().map_or(1, |before| before.last + 1);
            let belongs = entry.first == next
                && entry.last <= self.stamp.last_unit
                && entry.change <= self.stamp.last_change
                && self.holds(lang, entry)?;
            if !belongs {
                break;
            }
            out.push(entry);
        }
        Ok(out)
    }

    /// Whether the memory still holds the segment's witness, or says that it has changed.
    fn holds(&self, lang: &Lang, entry: &Entry) -> Result<bool> {
        let Some((unit, print)) = entry.witness else { return Ok(true) };
        let mut holds = false;
        self.memory.texts_of(lang, &[unit], |text| holds |= fingerprint(text.text) == print)?;
        Ok(holds || self.memory.changed_since(entry.change)?.binary_search(&unit).is_ok())
    }

    /// The units of a segment that have been changed or removed since.
    fn dead(&self, entry: &Entry) -> Result<Vec<i64>> {
        let mut dead = self.memory.changed_since(entry.change)?;
        dead.retain(|unit| (entry.first..=entry.last).contains(unit));
        Ok(dead)
    }

    /// `None` where a segment is not what the list says; the list then names it no more.
    fn load(&self, from: &[Lang], to: &[Lang], report: &mut Report<'_>) -> Result<Option<Index>> {
        let mut index = Index::default();
        let mut list = self.list.clone();
        let wanted = |langs: &[String]| langs.iter().any(|l| to.iter().any(|to| to.as_str() == l));
        for (place, lang) in from.iter().enumerate().take(usize::from(u8::MAX)) {
            let (mut covered, mut changed) = (0, Vec::new());
            for entry in self.entries(lang)? {
                let Some((segment, bytes, written)) = self.segment(entry) else {
                    list.segments.retain(|other| other != entry);
                    self.replace(&list)?;
                    return Ok(None);
                };
                for own in list.segments.iter_mut().filter(|other| *other == entry) {
                    (own.bytes, own.written) = (bytes, written);
                }
                let dead = self.dead(entry)?;
                changed.extend(&dead);
                covered = entry.last;
                index.push(segment, place as u8, dead, wanted);
            }
            let new = covered + 1..=self.stamp.last_unit;
            for builder in self.read(lang, &changed, new, report)? {
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
        if let Some(_lock) = lock(&self.folder)
            && Self::open(self.memory)?.list == self.list
        {
            self.keep(list);
        }
        Ok(())
    }

    /// A segment, if its file is what was written, and the file's size and date.
    fn segment(&self, entry: &Entry) -> Option<(IndexSegment, u64, u64)> {
        let path = self.folder.join(&entry.file);
        let segment = IndexSegment::open(&path).ok()?;
        let (bytes, written) = written(&path)?;
        let as_written = (bytes, written) == (entry.bytes, entry.written);
        let right = segment.facts().texts == entry.texts && (as_written || segment.is_sound());
        right.then_some((segment, bytes, written))
    }

    /// Writes the list, if that can be done; whether it was.
    fn keep(&self, list: &List) -> bool {
        let list = serde_json::to_vec_pretty(list).unwrap_or_default();
        let put = |out: &mut dyn Write| out.write_all(&list).map_err(Error::cannot_write);
        self.folder.is_dir() && output::write_file(&self.folder.join(LIST), put).is_ok()
    }

    /// The texts of some units and of a range: one builder, or more where one cannot hold them.
    fn read(
        &self,
        lang: &Lang,
        some: &[i64],
        range: RangeInclusive<i64>,
        report: &mut Report<'_>,
    ) -> Result<Vec<Builder>> {
        let mut builders = vec![Builder::default()];
        let mut add = |text: crate::memory::TextOf<'_>| {
            let added =
                builders.last_mut().is_some_and(|b| b.add(text.unit, text.text, text.langs));
            if !added {
                let mut next = Builder::default();
                next.add(text.unit, text.text, text.langs);
                builders.push(next);
            }
        };
        self.memory.texts_of(lang, some, &mut add)?;
        let (first, last) = (*range.start(), *range.end());
        let many = last - first >= LOOSE_UNITS as i64;
        if many {
            let task = format!("indexing {lang}");
            report(Event::Begin { task, total: u64::try_from(last - first + 1).ok() });
        }
        let mut told = first;
        self.memory.each_text(lang, range, |text| {
            if many && text.unit >= told + 1000 {
                told = text.unit;
                report(Event::Advance((told - first) as u64));
            }
            add(text);
        })?;
        if many {
            report(Event::End);
        }
        Ok(builders)
    }

    fn can_write(&self) -> bool {
        fs::create_dir_all(&self.folder).is_ok()
    }

    fn refresh(&self, langs: &[Lang], report: &mut Report<'_>) -> Result<()> {
        let mut wanted = Vec::new();
        for lang in langs {
            if let Some(range) = self.outdated(lang)? {
                wanted.push((lang, range));
            }
        }
        if wanted.is_empty() || !self.can_write() {
            return Ok(());
        }
        let Some(_lock) = lock(&self.folder) else { return Ok(()) };
        // Between the look at the list and the lock another program may have done it all.
        let mut shelf = Self::open(self.memory)?;
        for (lang, _) in wanted {
            if let Some(range) = shelf.outdated(lang)? {
                // Without an index look-ups are slow, but they are right.
                if !shelf.write(lang, range, report)? {
                    return Ok(());
                }
            }
        }
        shelf.clean();
        Ok(())
    }

    /// The units that want a new segment, if there are enough: new ones, with as many of the last
    /// segments as keep each at least twice as large as the next; or those from a segment on of which
    /// much is dead.
    fn outdated(&self, lang: &Lang) -> Result<Option<RangeInclusive<i64>>> {
        let entries = self.entries(lang)?;
        let last = self.stamp.last_unit;
        for entry in &entries {
            let dead = self.dead(entry)?.len();
            if dead >= LOOSE_UNITS && dead as u64 >= entry.texts / 10 {
                return Ok(Some(entry.first..=last));
            }
        }
        let mut first = entries.last().map_or(1, |entry| entry.last + 1);
        if last - first + 1 < LOOSE_UNITS as i64 {
            return Ok(None);
        }
        for entry in entries.iter().rev() {
            if entry.last - entry.first + 1 >= 2 * (last - first + 1) {
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
        lang: &Lang,
        range: RangeInclusive<i64>,
        report: &mut Report<'_>,
    ) -> Result<bool> {
        let (mut first, last) = (*range.start(), *range.end());
        let mut entries: Vec<Entry> =
            self.entries(lang)?.into_iter().filter(|e| e.last < first).cloned().collect();
        let mut builders = self.read(lang, &[], range, report)?;
        let whole = builders.len();
        for (k, builder) in builders.drain(..).enumerate() {
            let end = if k + 1 == whole { last } else { builder.last_unit().unwrap_or(last) };
            let Some(entry) = self.write_segment(lang, first..=end, builder) else {
                return Ok(false);
            };
            entries.push(entry);
            first = end + 1;
        }
        self.list.version = VERSION;
        self.list.identity.clone_from(&self.stamp.identity);
        self.list.segments.retain(|entry| entry.lang != *lang);
        self.list.segments.extend(entries);
        Ok(self.keep(&self.list))
    }

    fn write_segment(
        &self,
        lang: &Lang,
        range: RangeInclusive<i64>,
        builder: Builder,
    ) -> Option<Entry> {
        let (first, last) = (*range.start(), *range.end());
        let (texts, witness) = (builder.len() as u64, builder.witness());
        // A name that no segment has had: a file that is mapped somewhere cannot be replaced.
        let (file, path) = (0..).find_map(|k| {
            let file = format!("{lang}-{first}-{last}-{}-{k}.seg", self.stamp.last_change);
            let path = self.folder.join(&file);
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
        let change = self.stamp.last_change;
        Some(Entry {
            lang: lang.clone(),
            file,
            first,
            last,
            texts,
            change,
            witness,
            bytes,
            written,
        })
    }

    /// Removes segments that stand in no list any more. Those that are in use somewhere may stay on
    /// some systems, until the next time.
    fn clean(&self) {
        let Ok(files) = fs::read_dir(&self.folder) else { return };
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

/// The folder of a memory's index.
pub fn folder(memory: &Path) -> PathBuf {
    let mut name = memory.as_os_str().to_owned();
    name.push("-index");
    name.into()
}

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
