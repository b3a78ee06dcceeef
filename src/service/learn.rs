//! Terms learnt from memories: approved translations teach the aligner words and short terms.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::{teach::TeachingCounts, warning::warn};
use crate::{
    align::lexicon::{LexiconOptions, Teacher},
    error::{ErrorKind, Place, Result, Settings},
    event::{Event, Report},
    glossary::Terms,
    lang::Lang,
    memory::{SqliteStore, Store},
};

/// Memories, and the terms learnt from them for each pair of languages.
#[derive(Default)]
pub struct LearntTerms(Mutex<State>);

#[derive(Default)]
struct State {
    memories: Vec<Arc<dyn Store>>,
    learnt: Vec<((Lang, Lang), Arc<Terms>)>,
    /// Whether a memory taught nothing.
    silent: bool,
}

impl LearntTerms {
    /// Takes memories to learn from.
    pub fn new(memories: Vec<Arc<dyn Store>>) -> Self {
        Self(Mutex::new(State { memories, ..State::default() }))
    }

    /// Opens memories to learn from.
    ///
    /// # Errors
    /// See [`SqliteStore::open`].
    pub fn open(paths: &[PathBuf]) -> Result<Self> {
        Self::open_waiting(paths, None)
    }

    /// Opens memories to learn from, and waits so long for those that another program writes to; some
    /// seconds when no time is given.
    ///
    /// # Errors
    /// See [`SqliteStore::open`].
    pub fn open_waiting(paths: &[PathBuf], wait: Option<Duration>) -> Result<Self> {
        let open = |path: &PathBuf| {
            let memory = match wait {
                Some(wait) => SqliteStore::open_waiting(path, wait)?,
                None => SqliteStore::open(path)?,
            };
            Ok(Arc::new(memory) as Arc<dyn Store>)
        };
        paths.iter().map(open).collect::<Result<_>>().map(Self::new)
    }

    /// Returns the terms of a pair of languages. They are learnt at the first call, which reports how
    /// many units each memory has for them.
    ///
    /// # Errors
    /// Errors of the memories.
    pub fn between(
        &self,
        source: &Lang,
        target: &Lang,
        report: &mut Report<'_>,
    ) -> Result<Arc<Terms>> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let pair = (source.clone(), target.clone());
        if let Some((_, terms)) = state.learnt.iter().find(|(learnt, _)| *learnt == pair) {
            return Ok(Arc::clone(terms));
        }
        let mut teacher = Teacher::new(&LexiconOptions::default()).between(source, target);
        let mut silent = false;
        for memory in &state.memories {
            silent |= !teach(&mut teacher, &**memory, (source, target), report)?;
        }
        let terms = Arc::new(teacher.finish().terms(source, target));
        state.silent |= silent;
        state.learnt.push((pair, Arc::clone(&terms)));
        Ok(terms)
    }

    /// Returns `true` where a memory taught nothing for a pair of languages, which was reported.
    pub fn has_silent(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).silent
    }
}

/// Has a memory teach; returns whether it taught anything.
fn teach(
    teacher: &mut Teacher,
    memory: &dyn Store,
    (source, target): (&Lang, &Lang),
    report: &mut Report<'_>,
) -> Result<bool> {
    let place = Place::file(memory.name());
    let taught = teacher.add_memory(memory, source, target, report);
    let lost = memory.losses().unreadable.len();
    if lost > 0 {
        let message = format!("the memory is damaged: {lost} of its units teach nothing");
        warn(place.clone(), message, (None, Settings::default()), report);
    }
    let message = match taught {
        Ok(TeachingCounts { units: 0, .. }) => {
            let message = format!("no unit holds both {source} and {target}; it teaches nothing");
            warn(place, message, (None, Settings::default()), report);
            return Ok(false);
        }
        Err(e) if e.kind == ErrorKind::Language => {
            let message = format!("it teaches nothing: {}", e.message);
            warn(place, message, (e.hint.as_deref(), e.settings), report);
            return Ok(false);
        }
        Ok(TeachingCounts { units: 1, .. }) => {
            format!("1 unit teaches the aligner {source} and {target}")
        }
        Ok(TeachingCounts { units, of }) if units < of => {
            format!("{units} of {of} units, spread evenly, teach the aligner {source} and {target}")
        }
        Ok(TeachingCounts { units, .. }) => {
            format!("{units} units teach the aligner {source} and {target}")
        }
        Err(e) => return Err(e),
    };
    report(Event::notice(place, message));
    Ok(true)
}
