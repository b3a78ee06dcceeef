//! `--memory MEMORY`: what a translator has approved teaches the aligner.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use muwazi::{
    Error, ErrorKind, Lang, Memory,
    align::lexicon::{LexiconOptions, Teacher},
    error::Place,
    glossary::Terms,
    service::teach::TeachingCounts,
};

use crate::{console::Console, exit::Exit};

#[derive(clap::Args)]
pub(crate) struct MemoryArgs {
    /// A memory whose units teach the aligner words and short terms; may stand several times
    #[arg(short, long, value_name = "MEMORY")]
    memory: Vec<PathBuf>,
}

/// The memories, and what each pair of languages that came up learnt from them.
pub(super) struct Memories(Mutex<Known>);

struct Known {
    opened: Vec<(PathBuf, Memory)>,
    learnt: Vec<((Lang, Lang), Arc<Terms>)>,
    exit: Exit,
}

impl MemoryArgs {
    /// Opens the memories, so that what is none is told before the work.
    pub(super) fn open(&self) -> muwazi::Result<Memories> {
        let open = |path: &PathBuf| Ok((path.clone(), Memory::open(path)?));
        let opened = self.memory.iter().map(open).collect::<muwazi::Result<_>>()?;
        Ok(Memories(Mutex::new(Known { opened, learnt: Vec::new(), exit: Exit::Done })))
    }
}

impl Memories {
    /// What the memories teach of a pair of languages; learnt and told at the first time of asking.
    pub(super) fn terms(
        &self,
        source: &Lang,
        target: &Lang,
        console: &Console,
    ) -> muwazi::Result<Arc<Terms>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let pair = (source.clone(), target.clone());
        if let Some((_, terms)) = known.learnt.iter().find(|(learnt, _)| *learnt == pair) {
            return Ok(Arc::clone(terms));
        }
        let mut teacher = Teacher::new(&LexiconOptions::default());
        let mut mute = false;
        for (path, memory) in &known.opened {
            let place = Place::file(path.display().to_string());
            match teacher.add_memory(memory, source, target, &mut console.progress()) {
                Ok(TeachingCounts { units: 0, .. }) => {
                    console.warn(format_args!(
                        "{place}: no unit holds both {source} and {target}; it teaches nothing"
                    ));
                    mute = true;
                }
                Ok(TeachingCounts { units: 1, .. }) => console
                    .say(format_args!("{place}: 1 unit teaches the aligner {source} and {target}")),
                Ok(TeachingCounts { units, of }) if units < of => console.say(format_args!(
                    "{place}: {units} of {of} units, spread evenly, teach the aligner {source} and {target}"
                )),
                Ok(TeachingCounts { units, .. }) => console.say(format_args!(
                    "{place}: {units} units teach the aligner {source} and {target}"
                )),
                Err(e) if e.kind == ErrorKind::Language => {
                    console.warn(format_args!("{place}: it teaches nothing: {}", said(&e)));
                    mute = true;
                }
                Err(e) => return Err(e),
            }
        }
        let terms = Arc::new(teacher.finish().terms(source, target));
        if mute {
            known.exit = Exit::Look;
        }
        known.learnt.push((pair, Arc::clone(&terms)));
        Ok(terms)
    }

    /// Whether a person should look at what was said of a memory.
    pub(super) fn finish(&self) -> Exit {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).exit
    }
}

fn said(error: &Error) -> String {
    match &error.hint {
        Some(hint) => format!("{}\n  hint: {hint}", error.message),
        None => error.message.clone(),
    }
}
