//! A review: the replay of a journal, and the plan of what comes next.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    ops::Range,
    sync::Arc,
};

use jiff::Timestamp;

use super::{
    act::{Act, Shaped, Way},
    anew,
    apply::{GONE, Refusal, Rows, indices},
    journal::{Entry, Journal, rounded},
    message::{Asked, Conflict, Said},
    row::{Row, RowId},
};
use crate::{
    align::{Aligner, Fixed, Segmented},
    error::{Error, ErrorKind, Place, Result},
};

/// The number of entries whose changes are kept for other windows; an older window reads everything.
const KEPT: usize = 1000;

/// An alignment with the decisions on it.
pub struct Review {
    texts: [Segmented; 2],
    rows: Vec<Arc<Row>>,
    /// The number of the next new row.
    next: u32,
    /// The number of the last entry.
    number: u64,
    done: Vec<Done>,
    undone: Vec<Done>,
    /// The changes of the last entries.
    recent: VecDeque<(u64, Splice)>,
    /// Who made an entry.
    authors: BTreeMap<u64, String>,
    /// The keys of entries.
    keys: BTreeSet<String>,
}

/// A decision that can be taken back or made again.
struct Done {
    act: &'static str,
    by: Option<String>,
    splice: Splice,
    /// The rows before, in the place of those after.
    old: Vec<Arc<Row>>,
}

/// A change of the list of rows.
#[derive(Clone)]
pub(super) struct Splice {
    pub(super) at: usize,
    pub(super) removed: usize,
    pub(super) rows: Vec<Arc<Row>>,
}

impl Splice {
    /// The change between two lists: all but what is the same at both ends.
    fn between(old: &[Arc<Row>], new: &[Arc<Row>]) -> Self {
        let same = |(a, b): &(&Arc<Row>, &Arc<Row>)| Arc::ptr_eq(a, b);
        let before = old.iter().zip(new).take_while(same).count();
        let most = old.len().min(new.len()) - before;
        let after = old.iter().rev().zip(new.iter().rev()).take(most).take_while(same).count();
        let rows = new[before..new.len() - after].to_vec();
        Self { at: before, removed: old.len() - before - after, rows }
    }
}

impl Review {
    /// Replays a journal.
    ///
    /// # Errors
    /// [`ErrorKind::Format`] where the journal contradicts itself.
    pub fn new(journal: Journal) -> Result<Self> {
        let texts = journal.segmented()?;
        let rows: Vec<Arc<Row>> = journal.rows(&texts)?.into_iter().map(Arc::new).collect();
        let mut review = Self {
            next: u32::try_from(rows.len()).unwrap_or(u32::MAX),
            texts,
            rows,
            number: 0,
            done: Vec::new(),
            undone: Vec::new(),
            recent: VecDeque::new(),
            authors: BTreeMap::new(),
            keys: BTreeSet::new(),
        };
        journal.entries.into_iter().try_for_each(|entry| review.apply(entry))?;
        Ok(review)
    }

    /// The texts with their segments as they were before any was cut.
    pub fn texts(&self) -> &[Segmented; 2] {
        &self.texts
    }

    /// The rows in order.
    pub fn rows(&self) -> &[Arc<Row>] {
        &self.rows
    }

    /// The number of the last entry; 0 where there is none.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Returns `true` where a decision can be taken back.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Returns `true` where a decision that was taken back can be made again.
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// The index of a row.
    pub fn find(&self, id: RowId) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// Returns `true` where a decision with a key was made already.
    pub fn knows(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// Plans a decision: checks it, and aligns the open rows around it anew. Nothing changes before
    /// [`Review::apply`].
    ///
    /// # Errors
    /// A [`Conflict`] where somebody changed one of its rows in the meantime, or where it cannot be made.
    pub fn plan(
        &self,
        asked: Asked,
        at: Timestamp,
        aligner: Option<&Aligner>,
    ) -> Result<Entry, Conflict> {
        self.check(&asked)?;
        let Asked { by, key, mut act, .. } = asked;
        let number = self.number + 1;
        let mut rows = self.working(number);
        if let Act::PairBlock { source, target, beads: beads @ None } = &mut act {
            *beads = Some(
                self.block_beads(&rows, *source, *target, aligner).map_err(Conflict::refused)?,
            );
        }
        let anew = match act {
            Act::Undo | Act::Redo => Vec::new(),
            _ => {
                let touched = rows.apply(&act).map_err(Conflict::refused)?;
                self.aligned(&rows, &act, &touched, aligner)
            }
        };
        Ok(Entry { n: number, when: at.to_string(), by, key, act, anew })
    }

    fn working(&self, number: u64) -> Rows<'_> {
        Rows { list: self.rows.clone(), next: self.next, number, texts: &self.texts }
    }

    fn check(&self, asked: &Asked) -> Result<(), Conflict> {
        match asked.act {
            Act::Undo | Act::Redo | Act::Realign if asked.seen < self.number => {
                return Err(self.conflict(self.number, "The last decision was made"));
            }
            Act::Undo if !self.can_undo() => {
                return Err(Conflict::refused("There is nothing to take back.".into()));
            }
            Act::Redo if !self.can_redo() => {
                return Err(Conflict::refused("There is nothing to make again.".into()));
            }
            _ => {}
        }
        let Some(named) = indices(&self.rows, &asked.act.rows()) else {
            return Err(match asked.seen < self.number {
                true => {
                    self.conflict(self.number, "A row is not there any more: a decision was made")
                }
                false => Conflict::refused(GONE.into()),
            });
        };
        for at in self.concerned(&asked.act, &named) {
            let changed = self.rows[at].changed;
            if changed > asked.seen {
                return Err(self.conflict(changed, &format!("Row {} was changed", at + 1)));
            }
        }
        Ok(())
    }

    /// The rows that a decision is about, by index: those that it names, and those that it reaches from
    /// there. Nothing that a person has not seen is decided with them.
    fn concerned(&self, act: &Act, named: &[usize]) -> Vec<usize> {
        let last = self.rows.len() - 1;
        match (act, named) {
            (Act::AcceptThrough { .. }, [at]) => {
                (0..=*at).filter(|at| !self.rows[*at].is_decided()).collect()
            }
            (Act::Merge { .. } | Act::Move { way: Way::Down, .. }, [at]) => {
                (*at..=(at + 1).min(last)).collect()
            }
            (Act::Move { way: Way::Up, .. }, [at]) => (at.saturating_sub(1)..=*at).collect(),
            (Act::Shape { .. } | Act::PairBlock { .. }, ends) => {
                let runs = ends.chunks(2);
                runs.flat_map(|run| {
                    run.iter().copied().min().unwrap_or(0)..=run.iter().copied().max().unwrap_or(0)
                })
                .collect()
            }
            _ => named.to_vec(),
        }
    }

    fn conflict(&self, entry: u64, what: &str) -> Conflict {
        let by = self.authors.get(&entry).cloned();
        let who = by.as_deref().map(|by| format!(" by {by}")).unwrap_or_default();
        Conflict { text: format!("{what}{who} in the meantime."), by }
    }

    /// The runs that a decision aligns anew.
    fn aligned(
        &self,
        rows: &Rows<'_>,
        act: &Act,
        touched: &Range<usize>,
        aligner: Option<&Aligner>,
    ) -> Vec<super::Run> {
        let Some(aligner) = aligner else { return Vec::new() };
        match act {
            Act::Note { .. } | Act::Edit { .. } => Vec::new(),
            Act::Realign => {
                let runs = anew::runs(&self.texts, &rows.list, touched, aligner, None, rows.number);
                if rows.can_take(&runs) { runs } else { Vec::new() }
            }
            _ => {
                let runs = anew::around(&self.texts, &rows.list, touched, aligner, rows.number);
                if self.keeps(rows, act, &runs) { runs } else { Vec::new() }
            }
        }
    }

    /// Returns `true` where runs can be applied and leave what a person moved or split.
    fn keeps(&self, rows: &Rows<'_>, act: &Act, runs: &[super::Run]) -> bool {
        let brings_back =
            |row: &RowId| self.find(*row).is_some_and(|at| rows.brings_back(&self.rows[at], runs));
        match act {
            Act::Split { row, source: Some(at), target: None } => {
                rows.begins(0, *at, runs) && !brings_back(row)
            }
            Act::Split { row, source: None, target: Some(at) } => {
                rows.begins(1, *at, runs) && !brings_back(row)
            }
            Act::Move { row, .. } => !brings_back(row),
            _ => rows.can_take(runs),
        }
    }

    /// The beads of a passage and the passage that translates it.
    fn block_beads(
        &self,
        rows: &Rows<'_>,
        source: [RowId; 2],
        target: [RowId; 2],
        aligner: Option<&Aligner>,
    ) -> Result<Vec<Shaped>, Refusal> {
        let cells = rows.block(&rows.run(source)?, &rows.run(target)?)?;
        let side = |side: usize| Segmented {
            document: self.texts[side].document.clone(),
            segments: cells[side].iter().map(|piece| piece.segment).collect(),
        };
        let Some(aligner) = aligner else {
            let (n, m) = (cells[0].len(), cells[1].len());
            let pairs = (0..n.max(m)).map(|at| Shaped((at < n).into(), (at < m).into(), None));
            return Ok(pairs.collect());
        };
        let beads = aligner.align_around(&side(0), &side(1), &Fixed::default()).beads();
        let shaped = |bead: &crate::align::Bead| {
            Shaped(bead.source.len(), bead.target.len(), bead.confidence.map(rounded))
        };
        Ok(beads.iter().map(shaped).collect())
    }

    /// Applies an entry that was kept.
    ///
    /// # Errors
    /// [`ErrorKind::Format`] where it cannot follow what is there.
    pub fn apply(&mut self, entry: Entry) -> Result<()> {
        let number = entry.n;
        if number != self.number + 1 {
            return Err(self.wrong(number, "it does not follow the one before"));
        }
        let splice = match entry.act {
            Act::Undo => self.undo(number),
            Act::Redo => self.redo(number),
            _ => self.make(&entry),
        };
        let splice = splice.map_err(|refusal| self.wrong(number, &refusal))?;
        self.number = number;
        self.keys.extend(entry.key);
        if let Some(by) = entry.by {
            self.authors.insert(number, by);
        }
        self.recent.push_back((number, splice));
        if self.recent.len() > KEPT {
            self.recent.pop_front();
        }
        Ok(())
    }

    fn wrong(&self, number: u64, cause: &str) -> Error {
        let message = format!("decision {number} of the review cannot be made: {cause}");
        Error::new(ErrorKind::Format, message)
            .at(Place::file(self.texts[0].document.origin.clone()))
            .hint("the journal was changed by something else than muwazi")
    }

    fn make(&mut self, entry: &Entry) -> Result<Splice, Refusal> {
        let mut rows = self.working(entry.n);
        rows.apply(&entry.act)?;
        for run in &entry.anew {
            let end = run.at.checked_add(run.rows).ok_or("a run of rows is too long")?;
            rows.reshape(run.at..end, &run.beads)?;
        }
        let Rows { list, next, .. } = rows;
        let splice = Splice::between(&self.rows, &list);
        let old = self.rows[splice.at..splice.at + splice.removed].to_vec();
        self.rows = list;
        self.next = next;
        let (act, by) = (entry.act.name(), entry.by.clone());
        self.done.push(Done { act, by, splice: splice.clone(), old });
        self.undone.clear();
        Ok(splice)
    }

    fn undo(&mut self, number: u64) -> Result<Splice, Refusal> {
        let done = self.done.pop().ok_or("there is nothing to take back")?;
        let new = done.splice.rows.len();
        let splice = self.put(done.splice.at, new, &done.old, number);
        self.undone.push(done);
        Ok(splice)
    }

    fn redo(&mut self, number: u64) -> Result<Splice, Refusal> {
        let done = self.undone.pop().ok_or("there is nothing to make again")?;
        let splice = self.put(done.splice.at, done.old.len(), &done.splice.rows, number);
        self.done.push(done);
        Ok(splice)
    }

    /// Puts rows in the place of others. They count as changed now, for windows that saw them last
    /// as something else.
    fn put(&mut self, at: usize, removed: usize, rows: &[Arc<Row>], number: u64) -> Splice {
        let stamped = |row: &Arc<Row>| Arc::new(Row { changed: number, ..Row::clone(row) });
        let rows: Vec<Arc<Row>> = rows.iter().map(stamped).collect();
        self.rows.splice(at..at + removed, rows.iter().cloned());
        Splice { at, removed, rows }
    }

    /// The changes since an entry, or none where they are not kept any more.
    pub(super) fn since(&self, seen: u64) -> Option<Vec<&Splice>> {
        if seen > self.number {
            return None;
        }
        let first = self.recent.front().map_or(self.number + 1, |(number, _)| *number);
        let known = seen + 1 >= first;
        known.then(|| {
            self.recent.iter().filter(|(n, _)| *n > seen).map(|(_, splice)| splice).collect()
        })
    }

    /// The decision that an undo or a redo, the last entry, was about.
    pub fn said(&self, act: &Act) -> Option<Said> {
        let of = match act {
            Act::Undo => self.undone.last(),
            Act::Redo => self.done.last(),
            _ => None,
        }?;
        Some(Said { act: act.name().into(), of: of.act.into(), by: of.by.clone() })
    }
}
