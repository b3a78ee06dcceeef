//! Splitting into sentences.

use std::{
    io::Read,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use muwazi::{
    event::silent,
    read::{plain::ReadOptions, stream::TextStream},
    segment::segments_with,
    service::{SegmenterOptions, Segmenters},
};
use pyo3::{prelude::*, types::PyDict};
use serde::{Deserialize, Serialize};

use crate::{
    errors::raised,
    value::{options, python},
};

/// Splits texts by the rules of their languages.
#[pyclass(frozen, module = "muwazi")]
pub(crate) struct Segmenter {
    segmenters: Segmenters,
    reading: ReadOptions,
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
struct Given {
    lang: Option<muwazi::Lang>,
    wrapped: Option<bool>,
    format: Option<String>,
    encoding: Option<String>,
    #[serde(flatten)]
    segmenter: Flat,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Flat {
    abbreviations: Vec<PathBuf>,
}

/// A sentence: offsets count characters, as those of `str` do.
#[derive(Serialize)]
struct Sentence {
    text: String,
    start: usize,
    end: usize,
    paragraph: usize,
}

#[pymethods]
impl Segmenter {
    #[new]
    #[pyo3(signature = (**given))]
    fn new(py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let Given { lang, wrapped, format, encoding, segmenter } = options(given)?;
        let asked = SegmenterOptions { abbreviations: segmenter.abbreviations, srx: None };
        let opened = py.detach(|| Segmenters::open(&asked, &mut silent()));
        let reading = ReadOptions {
            lang,
            wrapped,
            format,
            encoding,
            assumed_english: true,
            ..Default::default()
        };
        Ok(Self { segmenters: opened.map_err(|e| raised(&e))?, reading })
    }

    /// The sentences of a text.
    fn split<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
        // A text of Python is decoded already.
        let reading = ReadOptions { encoding: Some("utf-8".into()), ..self.reading.clone() };
        let found = py.detach(|| {
            let bytes: Box<dyn Read + Send + '_> = Box::new(text.as_bytes());
            let mut walk = self.walk(TextStream::new(bytes, "text", &reading)?)?;
            let mut all = Vec::new();
            while let Some(sentences) = walk.chunk()? {
                all.extend(sentences);
            }
            Ok(all)
        });
        python(py, &found.map_err(|e: muwazi::Error| raised(&e))?)
    }

    /// Iterates over the sentences of a file.
    fn split_file(&self, py: Python<'_>, path: PathBuf) -> PyResult<Sentences> {
        let opened = py.detach(|| self.walk(TextStream::open(&path, &self.reading)?));
        let walk = Mutex::new(Some(opened.map_err(|e| raised(&e))?));
        Ok(Sentences { walk, ready: Vec::new().into_iter() })
    }
}

impl Segmenter {
    fn walk<'r>(&self, stream: TextStream<'r>) -> muwazi::Result<Walk<'r>> {
        let segmenter = self.segmenters.of(stream.lang(), &mut silent())?;
        Ok(Walk { stream, segmenter, bytes: 0, chars: 0 })
    }
}

/// A text that is being split.
struct Walk<'r> {
    stream: TextStream<'r>,
    segmenter: Arc<muwazi::segment::Segmenter>,
    /// The text was counted up to here, in bytes of the whole and in characters.
    bytes: usize,
    chars: usize,
}

impl Walk<'_> {
    /// The sentences of the next part of the text.
    fn chunk(&mut self) -> muwazi::Result<Option<Vec<Sentence>>> {
        let Some(chunk) = self.stream.next_chunk(&self.segmenter)? else { return Ok(None) };
        let text = &chunk.document.text;
        let mut count = |at: usize| {
            let at = chunk.start + at;
            self.chars += text[self.bytes - chunk.start..at - chunk.start].chars().count();
            self.bytes = at;
            self.chars
        };
        let mut found = Vec::new();
        for segment in segments_with(&chunk.document, &self.segmenter) {
            let (start, end) = (count(segment.span.start), count(segment.span.end));
            let paragraph = chunk.first_block + segment.block;
            let text = segment.span.of(text).to_owned();
            found.push(Sentence { text, start, end, paragraph });
        }
        count(text.len());
        Ok(Some(found))
    }
}

/// Iterates over the sentences of a file, which is read as far as they are taken.
#[pyclass(module = "muwazi")]
pub(crate) struct Sentences {
    /// None after the end, and after an error. The mutex is never locked: it makes this shareable.
    walk: Mutex<Option<Walk<'static>>>,
    ready: std::vec::IntoIter<Sentence>,
}

#[pymethods]
impl Sentences {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        loop {
            if let Some(sentence) = self.ready.next() {
                return python(py, &sentence).map(Some);
            }
            let walk = self.walk.get_mut().unwrap_or_else(PoisonError::into_inner);
            let Some(open) = walk else { return Ok(None) };
            match py.detach(|| open.chunk()) {
                Ok(Some(found)) => self.ready = found.into_iter(),
                Ok(None) => *walk = None,
                Err(e) => {
                    *walk = None;
                    return Err(raised(&e));
                }
            }
        }
    }
}
