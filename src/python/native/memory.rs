//! A memory: look-up, concordance, units, history, files.

use std::{io::Seek, path::PathBuf};

use muwazi::{
    Error, UnitId,
    event::silent,
    format::registry,
    output::write_file,
    service::live::{
        BatchRequest, ConcordanceRequest, ContextRequest, EditRequest, ExportRequest,
        HistoryRequest, ImportRequest, Live, LiveMemory, LiveMemoryOptions, LiveOptions,
        LookupRequest, NewUnit, Progress, TermsRequest, UndoRequest,
    },
};
use pyo3::{
    prelude::*,
    types::{PyDict, PyList},
};
use serde::Serialize;

use crate::{
    errors::{odd, raised},
    value::{Warnings, options, python},
};

/// Memories that are asked together. All threads may use it; what other programs write is seen at once.
#[pyclass(frozen, module = "muwazi")]
pub(crate) struct Memory {
    live: Live,
}

#[pymethods]
impl Memory {
    #[new]
    #[pyo3(signature = (paths, *, glossaries = Vec::new(), read_only = false, create = false))]
    fn new(
        py: Python<'_>,
        paths: Vec<PathBuf>,
        glossaries: Vec<PathBuf>,
        read_only: bool,
        create: bool,
    ) -> PyResult<Self> {
        let memory = |path| LiveMemoryOptions { path, create, ..LiveMemoryOptions::default() };
        let memories = paths.into_iter().map(memory).collect();
        let options = LiveOptions { memories, glossaries, read_only, ..LiveOptions::default() };
        let mut warnings = Warnings::default();
        let live = py.detach(|| Live::open(&options, &mut |event| warnings.take(event)));
        warnings.tell(py)?;
        Ok(Self { live: live.map_err(|e| raised(&e))? })
    }

    /// Answers a look-up request.
    #[pyo3(signature = (**asked))]
    fn lookup<'py>(
        &self,
        py: Python<'py>,
        asked: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let asked: LookupRequest = options(asked)?;
        self.answer(py, |live| live.lookup(&all(live), &asked, &mut silent()))
    }

    /// Answers several queries; a query that cannot be answered raises.
    #[pyo3(signature = (**asked))]
    fn lookup_all<'py>(
        &self,
        py: Python<'py>,
        asked: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let asked: BatchRequest = options(asked)?;
        self.answer(py, |live| {
            live.lookup_all(&all(live), &asked, &mut silent())?
                .into_iter()
                .collect::<Result<Vec<_>, _>>()
        })
    }

    /// What a language model needs to translate a text: as data, as text, or as the messages of a chat.
    #[pyo3(signature = (form, **asked))]
    fn context<'py>(
        &self,
        py: Python<'py>,
        form: &str,
        asked: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let asked: ContextRequest = options(asked)?;
        let made = py.detach(|| self.live.context(&all(&self.live), &asked, &mut silent()));
        let mut made = made.map_err(|e| raised(&e))?;
        match form {
            "text" => python(py, &made.text()),
            "chat" => python(py, &made.messages()),
            _ => {
                made.count_in_chars();
                python(py, &made)
            }
        }
    }

    /// The occurrences of a phrase.
    #[pyo3(signature = (**asked))]
    fn concordance<'py>(
        &self,
        py: Python<'py>,
        asked: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let asked: ConcordanceRequest = options(asked)?;
        self.answer(py, |live| live.concordance(&all(live), &asked, &mut silent()))
    }

    /// The terms of the glossaries in a text.
    #[pyo3(signature = (**asked))]
    fn terms<'py>(
        &self,
        py: Python<'py>,
        asked: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let asked: TermsRequest = options(asked)?;
        self.answer(py, |live| live.terms(&all(live), &asked))
    }

    /// A unit by its number.
    fn unit<'py>(&self, py: Python<'py>, unit: i64) -> PyResult<Bound<'py, PyAny>> {
        let id = number(unit)?;
        self.answer(py, |live| first(live)?.unit(id))
    }

    /// Counts.
    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.answer(py, |live| first(live)?.stats())
    }

    /// Adds units, all or none.
    #[pyo3(signature = (units, user = None))]
    fn add<'py>(
        &self,
        py: Python<'py>,
        units: &Bound<'py, PyList>,
        user: Option<&str>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let units: Vec<NewUnit> = pythonize::depythonize(units).map_err(odd)?;
        self.answer(py, |live| first(live)?.add(&units, user))
    }

    /// Gives a unit a new text.
    #[pyo3(signature = (unit, user = None, **asked))]
    fn edit<'py>(
        &self,
        py: Python<'py>,
        unit: i64,
        user: Option<&str>,
        asked: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (id, asked): (UnitId, EditRequest) = (number(unit)?, options(asked)?);
        self.answer(py, |live| first(live)?.edit(id, &asked, user))
    }

    /// Removes units.
    #[pyo3(signature = (units, user = None))]
    fn remove<'py>(
        &self,
        py: Python<'py>,
        units: Vec<i64>,
        user: Option<&str>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let ids = units.into_iter().map(number).collect::<PyResult<Vec<_>>>()?;
        self.answer(py, |live| first(live)?.remove(&ids, user))
    }

    /// What was done to the memory, newest first.
    #[pyo3(signature = (**asked))]
    fn history<'py>(
        &self,
        py: Python<'py>,
        asked: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let asked: HistoryRequest = options(asked)?;
        self.answer(py, |live| first(live)?.history(&asked))
    }

    /// Takes operations back.
    #[pyo3(signature = (user = None, **asked))]
    fn undo<'py>(
        &self,
        py: Python<'py>,
        user: Option<&str>,
        asked: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let asked: UndoRequest = options(asked)?;
        self.answer(py, |live| first(live)?.undo(&asked, user))
    }

    /// Adds the units of a file's content.
    #[pyo3(signature = (content, **asked))]
    fn import_bytes<'py>(
        &self,
        py: Python<'py>,
        content: &[u8],
        asked: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let asked: ImportRequest = options(asked)?;
        self.answer(py, |live| first(live)?.import(content, &asked, &Progress::default()))
    }

    /// Writes the memory to a file, whole or not at all; returns the number of units.
    #[pyo3(signature = (path, **asked))]
    fn export_file(
        &self,
        py: Python<'_>,
        path: PathBuf,
        asked: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<u64> {
        let mut asked: ExportRequest = options(asked)?;
        let done = py.detach(|| {
            if asked.format.is_none() {
                asked.format = Some(registry::to_write(&path)?.name.to_owned());
            }
            let mut made = first(&self.live)?.export(&asked, &Progress::default())?;
            made.file.as_file_mut().rewind().map_err(Error::cannot_write)?;
            write_file(&path, |out| {
                std::io::copy(made.file.as_file_mut(), out).map_err(Error::cannot_write)?;
                Ok(made.outcome.units)
            })
        });
        done.map_err(|e| raised(&e))
    }
}

impl Memory {
    fn answer<'py, T: Serialize + Send>(
        &self,
        py: Python<'py>,
        ask: impl FnOnce(&Live) -> muwazi::Result<T> + Send,
    ) -> PyResult<Bound<'py, PyAny>> {
        let answer = py.detach(|| ask(&self.live));
        python(py, &answer.map_err(|e| raised(&e))?)
    }
}

fn all(live: &Live) -> Vec<&LiveMemory> {
    live.memories().collect()
}

/// The memory that is written to: the first one.
fn first(live: &Live) -> muwazi::Result<&LiveMemory> {
    live.memories().next().ok_or_else(|| Error::new(muwazi::ErrorKind::Usage, "no memory is named"))
}

fn number(unit: i64) -> PyResult<UnitId> {
    serde_json::from_value(unit.into()).map_err(odd)
}
