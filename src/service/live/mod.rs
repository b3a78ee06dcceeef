//! Memories that answer many callers at once while they are written: the part of a server that knows
//! no network.
//!
//! One [`Live`] serves all threads. Before each answer every memory is asked whether it has changed,
//! by this program or another one, which takes microseconds; so an answer holds all that was written
//! before it was asked for. [`Live::tend`] is called now and then by a thread that has time: it keeps
//! the indexes on disk up to the memories.

mod ask;
mod browse;
mod context;
mod exchange;
mod memory;
mod search;
#[cfg(test)]
mod tests;
mod tmx;
mod units;
mod view;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use self::view::lock;
pub use self::{
    ask::{BatchRequest, Batched, LookupRequest, Offsets, QueryRequest},
    browse::{BrowsePage, BrowseRequest, BrowseRow},
    context::ContextRequest,
    exchange::{ExportRequest, Exported, ImportRequest, Imported, Labels, Progress},
    memory::LiveMemory,
    search::{ConcordanceRequest, Concordances, FoundIn, TermsRequest},
    tmx::{number_of_tuid, tu, tuv, unit_of_tu},
    units::{
        EditRequest, HistoryRequest, NewUnit, OperationLine, OutcomeKind, Removed, UndoAnswer,
        UndoRequest, UnitOutcome, check_script,
    },
};
use super::{AlignerOptions, Glossaries, PairAligner};
use crate::{
    error::{Error, ErrorKind, Result},
    event::{Report, silent},
    format::units::Reading,
    pipeline::{self, PipelineOptions},
};

/// Options of [`Live`] memories.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LiveOptions {
    /// The memories, in the order in which equal matches are shown.
    pub memories: Vec<LiveMemoryOptions>,
    /// Files of glossaries.
    pub glossaries: Vec<PathBuf>,
    /// The time to wait while another program writes to a memory; some seconds when not given.
    pub wait: Option<Duration>,
    /// No memory is written to.
    pub read_only: bool,
}

/// A memory among others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveMemoryOptions {
    /// Its file.
    pub path: PathBuf,
    /// The name by which it is asked for; that of the file without its ending when not given.
    #[serde(default)]
    pub name: Option<String>,
    /// Points off the scores of its matches, of 100.
    #[serde(default)]
    pub penalty: u32,
    /// Makes the memory where there is none.
    #[serde(default)]
    pub create: bool,
}

/// Memories and glossaries that many threads ask at the same time.
///
/// ```
/// use muwazi::{Lang, SqliteStore, Unit, event::silent};
/// use muwazi::service::live::{Live, LiveMemoryOptions, LiveOptions, LookupRequest};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("house.muwazi");
/// let unit = Unit::pair((Lang::arabic(), "بدأ الاجتماع أمس."), (Lang::english(), "The meeting began yesterday."));
/// SqliteStore::open_or_create(&path)?.add([unit], jiff::Timestamp::now(), None)?;
/// let memories = vec![LiveMemoryOptions { path, ..Default::default() }];
/// let live = Live::open(&LiveOptions { memories, ..Default::default() }, &mut silent())?;
/// let asked = LookupRequest::of("The meeting began today.");
/// let answer = live.lookup(&live.memories().collect::<Vec<_>>(), &asked, &mut silent())?;
/// assert_eq!(answer.matches[0].target, "بدأ الاجتماع أمس.");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Live {
    memories: Vec<LiveMemory>,
    glossaries: Arc<Glossaries>,
    /// Files of glossaries, whose terms are anchors of the aligner.
    anchors: Vec<PathBuf>,
    /// Made for the first alignment: it takes a moment, and most servers never need it.
    aligner: Mutex<Option<Arc<PairAligner>>>,
}

impl Live {
    /// Opens memories and glossaries, and the indexes of the memories.
    ///
    /// # Errors
    /// A file that cannot be opened, two memories of one name, a name that cannot be part of an
    /// address.
    pub fn open(options: &LiveOptions, report: &mut Report<'_>) -> Result<Self> {
        let mut memories: Vec<LiveMemory> = Vec::new();
        for one in &options.memories {
            let name = match &one.name {
                Some(name) => name.clone(),
                None => name_of(&one.path),
            };
            check_name(&name)?;
            if memories.iter().any(|memory| memory.name() == name) {
                let message = format!("two memories have the name '{name}'");
                return Err(Error::new(ErrorKind::Usage, message).hint("give one another name"));
            }
            let memory = LiveMemory::open(name, one, options)?;
            memory.tend(report)?;
            memories.push(memory);
        }
        let reading = Reading::default();
        let glossaries = Arc::new(Glossaries::open(&options.glossaries, &reading, report)?);
        let anchors = options.glossaries.clone();
        Ok(Self { memories, glossaries, anchors, aligner: Mutex::default() })
    }

    /// Aligns two texts: a request as a line of [`crate::pipeline`], without files.
    ///
    /// # Errors
    /// A request that cannot be read, or texts that cannot be aligned.
    pub fn align(
        &self,
        request: &[u8],
        options: &PipelineOptions,
    ) -> Result<pipeline::Answer<'static>> {
        let aligner = self.aligner()?;
        let options = PipelineOptions { files: None, ..options.clone() };
        pipeline::answer_one(request, &options, |source, target| {
            aligner.align(source, target, &mut silent())
        })
    }

    fn aligner(&self) -> Result<Arc<PairAligner>> {
        let mut aligner = lock(&self.aligner);
        if let Some(aligner) = &*aligner {
            return Ok(Arc::clone(aligner));
        }
        let options =
            AlignerOptions { glossaries: self.anchors.clone(), ..AlignerOptions::default() };
        let made = Arc::new(PairAligner::open(&options, &mut silent())?);
        Ok(Arc::clone(aligner.insert(made)))
    }

    /// The memories, in order.
    pub fn memories(&self) -> impl Iterator<Item = &LiveMemory> {
        self.memories.iter()
    }

    /// The memory of a name.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] where there is none.
    pub fn memory(&self, name: &str) -> Result<&LiveMemory> {
        self.memories
            .iter()
            .find(|memory| memory.name() == name)
            .ok_or_else(|| Error::new(ErrorKind::NotFound, format!("no memory is named '{name}'")))
    }

    /// The glossaries.
    pub fn glossaries(&self) -> &Arc<Glossaries> {
        &self.glossaries
    }

    /// Brings the indexes on disk up to the memories, where there is enough new.
    ///
    /// # Errors
    /// A store's own.
    pub fn tend(&self, report: &mut Report<'_>) -> Result<()> {
        self.memories.iter().try_for_each(|memory| memory.tend(report))
    }
}

/// The name of a memory by its file.
fn name_of(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Checks that a name can be a part of an address.
fn check_name(name: &str) -> Result<()> {
    let is_odd = |c: char| c.is_control() || "/\\?#%*=,".contains(c);
    if name.is_empty() || name.starts_with('.') || name.len() > 100 || name.contains(is_odd) {
        let message = format!("a memory cannot have the name '{name}'");
        return Err(Error::new(ErrorKind::Usage, message)
            .hint("name it with letters, digits, spaces, hyphens and underscores"));
    }
    Ok(())
}
