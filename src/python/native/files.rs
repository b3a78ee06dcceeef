//! Documents and files of units, and the score of an alignment.

use std::path::PathBuf;

use muwazi::{
    Lang, Timestamp, Unit,
    align::score::Tally,
    event::silent,
    format::{
        registry,
        units::{ReadUnits, Reading, Writing},
    },
    output::write_file,
    read::plain::ReadOptions,
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
}

/// The blocks of a document, or the texts of a file of units.
#[pyfunction]
#[pyo3(signature = (path, **given))]
pub(crate) fn read<'py>(
    py: Python<'py>,
    path: PathBuf,
    given: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let Given { lang, format, encoding, wrapped } = options(given)?;
    let reading = ReadOptions {
        lang,
        format,
        encoding,
        wrapped,
        assumed_english: true,
        ..Default::default()
    };
    let content = py.detach(|| open_content(&path, &reading)).map_err(|e| raised(&e))?;
    match content {
        Content::Document(document) => python(py, &blocks_of(&document).collect::<Vec<_>>()),
        Content::Units(units) => {
            let mut blocks = Vec::new();
            let read = units.read("reading", &mut silent(), |units| {
                for (at, unit) in units.enumerate() {
                    let unit = unit?;
                    let made = blocks_of_unit(&unit, at + 1);
                    blocks.push(serde_json::to_value(made).unwrap_or_default());
                }
                Ok(())
            });
            read.map_err(|e| raised(&e))?;
            let all = blocks.into_iter().flat_map(|made| match made {
                serde_json::Value::Array(made) => made,
                _ => Vec::new(),
            });
            python(py, &all.collect::<Vec<_>>())
        }
        _ => python(py, &[(); 0]),
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
#[pyclass(module = "muwazi", unsendable)]
pub(crate) struct Units {
    reader: Box<dyn ReadUnits>,
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
        Ok(Self { reader: open().map_err(|e| raised(&e))? })
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self.reader.next() {
            Some(Ok(unit)) => python(py, &unit).map(Some),
            Some(Err(e)) => Err(raised(&e)),
            None => Ok(None),
        }
    }

    /// Units of which nothing could be used, so far.
    #[getter]
    fn skipped(&self) -> u64 {
        self.reader.skipped()
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
