//! Documents and files of units, and the score of an alignment.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use muwazi::{
    Lang, Timestamp, Unit,
    align::score::Tally,
    document::Extra,
    event::{Event, silent},
    format::{
        registry,
        units::{ReadUnits, Reading, Writing},
    },
    output::write_file,
    read::{plain::ReadOptions, registry::left_out},
    service::{self, Content, blocks_of, blocks_of_unit, open_content},
};
use pyo3::{
    prelude::*,
    types::{PyDict, PyIterator},
};
use serde::Deserialize;

use crate::{
    errors::{odd, raised},
    value::{options, python},
};

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Given {
    lang: Option<Lang>,
    format: Option<String>,
    encoding: Option<String>,
    wrapped: Option<bool>,
    extras: BTreeSet<Extra>,
}

/// Iterates over the blocks of a document, or the texts of a file of units.
#[pyclass(module = "muwazi")]
pub(crate) struct Blocks {
    ready: std::vec::IntoIter<Py<PyAny>>,
    /// A file of units that is read as far as blocks are taken. The mutex is never locked: it makes
    /// this shareable.
    units: Option<Mutex<Box<dyn ReadUnits>>>,
    number: usize,
    /// The notice of what the reader left out.
    #[pyo3(get)]
    left_out: Option<String>,
}

#[pymethods]
impl Blocks {
    #[new]
    #[pyo3(signature = (path, **given))]
    fn new(py: Python<'_>, path: PathBuf, given: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let Given { lang, format, encoding, wrapped, extras } = options(given)?;
        let reading = ReadOptions {
            lang,
            format,
            encoding,
            wrapped,
            extras,
            assumed_english: true,
            ..Default::default()
        };
        let content = py.detach(|| open_content(&path, &reading)).map_err(|e| raised(&e))?;
        let (mut ready, mut units, mut notice) = (Vec::new(), None, None);
        match content {
            Content::Document(document) => {
                for block in blocks_of(&document) {
                    ready.push(python(py, &block)?.unbind());
                }
                if let Some(Event::Notice { message, .. }) = left_out(&document) {
                    notice = Some(message);
                }
            }
            Content::Units(input) => units = Some(Mutex::new(input.into_reader())),
            _ => {}
        }
        Ok(Self { ready: ready.into_iter(), units, number: 0, left_out: notice })
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        loop {
            if let Some(block) = self.ready.next() {
                return Ok(Some(block));
            }
            let Some(units) = &mut self.units else { return Ok(None) };
            let reader = units.get_mut().unwrap_or_else(PoisonError::into_inner);
            let Some(unit) = py.detach(|| reader.next()) else {
                self.units = None;
                return Ok(None);
            };
            let unit = unit.map_err(|e| raised(&e))?;
            self.number += 1;
            let blocks = blocks_of_unit(&unit, self.number);
            let blocks = blocks.iter().map(|block| Ok(python(py, block)?.unbind()));
            self.ready = blocks.collect::<PyResult<Vec<_>>>()?.into_iter();
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Format {
    format: Option<String>,
    source_lang: Option<Lang>,
    target_lang: Option<Lang>,
}

impl Format {
    fn reading(&self) -> Reading {
        let (source_lang, target_lang) = (self.source_lang.clone(), self.target_lang.clone());
        Reading { source_lang, target_lang, ..Reading::default() }
    }
}

/// Iterates over the units of a file of any format, one at a time.
#[pyclass(module = "muwazi")]
pub(crate) struct Units {
    /// Never locked: the mutex makes this shareable.
    reader: Mutex<Box<dyn ReadUnits>>,
}

#[pymethods]
impl Units {
    #[new]
    #[pyo3(signature = (path, **given))]
    fn new(path: PathBuf, given: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let given: Format = options(given)?;
        let open = || {
            let format = given.format.as_deref().map(registry::by_name).transpose()?;
            let mut sources = muwazi::format::source::Source::open(&path)?;
            if sources.len() != 1 {
                let message = "an archive of several files; unpack it, or import it";
                return Err(muwazi::Error::new(muwazi::ErrorKind::Format, message));
            }
            registry::open(sources.remove(0), format, &given.reading())
        };
        Ok(Self { reader: Mutex::new(open().map_err(|e| raised(&e))?) })
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let reader = self.reader.get_mut().unwrap_or_else(PoisonError::into_inner);
        match py.detach(|| reader.next()) {
            Some(Ok(unit)) => python(py, &unit).map(Some),
            Some(Err(e)) => Err(raised(&e)),
            None => Ok(None),
        }
    }

    /// Units of which nothing could be used, so far.
    #[getter]
    fn skipped(&mut self) -> u64 {
        self.reader.get_mut().unwrap_or_else(PoisonError::into_inner).skipped()
    }
}

/// Writes units to a file, whole or not at all; returns their number.
#[pyfunction]
#[pyo3(signature = (path, units, **given))]
pub(crate) fn write_units(
    path: PathBuf,
    units: &Bound<'_, PyAny>,
    given: Option<&Bound<'_, PyDict>>,
) -> PyResult<u64> {
    let given: Format = options(given)?;
    let mut failed = None;
    let units = PyIterator::from_object(units)?;
    let written = write_file(&path, |out| {
        let format = match &given.format {
            Some(name) => registry::by_name(name)?,
            None => registry::to_write(&path)?,
        };
        let (source_lang, target_lang) = (given.source_lang.clone(), given.target_lang.clone());
        let writing = Writing { source_lang, target_lang, ..Writing::new(Timestamp::now()) };
        let mut writer = format.begin(out, &writing)?;
        for unit in units {
            let unit = unit.and_then(|unit| pythonize::depythonize::<Unit>(&unit).map_err(odd));
            match unit {
                Ok(unit) => writer.write(&unit)?,
                Err(e) => {
                    failed = Some(e);
                    let message = "not a unit";
                    return Err(muwazi::Error::new(muwazi::ErrorKind::Format, message));
                }
            }
        }
        writer.finish()
    });
    match (failed, written) {
        (Some(e), _) => Err(e),
        (None, Ok(outcome)) => Ok(outcome.units),
        (None, Err(e)) => Err(raised(&e)),
    }
}

/// Converts a file of units to the format of another one; returns the number of units.
#[pyfunction]
#[pyo3(signature = (source, target, **given))]
pub(crate) fn convert(
    py: Python<'_>,
    source: PathBuf,
    target: PathBuf,
    given: Option<&Bound<'_, PyDict>>,
) -> PyResult<u64> {
    let given: Format = options(given)?;
    let done = py.detach(|| {
        let mut found = service::find_units(&source, None, false, &mut silent())?;
        let Some(first) = found.pop().filter(|_| found.is_empty()) else {
            let message = "not one file of units; unpack the archive";
            return Err(muwazi::Error::new(muwazi::ErrorKind::Format, message));
        };
        let input = service::open_units(first, None, &given.reading())?;
        write_file(&target, |out| {
            let format = match &given.format {
                Some(name) => registry::by_name(name)?,
                None => registry::to_write(&target)?,
            };
            let (source_lang, target_lang) = (given.source_lang.clone(), given.target_lang.clone());
            let writing = Writing { source_lang, target_lang, ..Writing::new(Timestamp::now()) };
            service::convert(input, format, writing, out, &mut silent())
        })
    });
    Ok(done.map_err(|e| raised(&e))?.written.units)
}

/// Compares beads with the right ones.
#[pyfunction]
pub(crate) fn score<'py>(
    py: Python<'py>,
    gold: Vec<(Vec<usize>, Vec<usize>)>,
    found: Vec<(Vec<usize>, Vec<usize>)>,
) -> PyResult<Bound<'py, PyAny>> {
    python(py, &Tally::of(&gold, &found).scores())
}
