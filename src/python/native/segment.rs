//! Splitting into sentences.

use std::{io::Read, path::PathBuf};

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
            let bytes: Box<dyn Read + '_> = Box::new(text.as_bytes());
            self.sentences(TextStream::new(bytes, "text", &reading)?)
        });
        python(py, &found.map_err(|e| raised(&e))?)
    }

    /// The sentences of a file.
    fn split_file<'py>(&self, py: Python<'py>, path: PathBuf) -> PyResult<Bound<'py, PyAny>> {
        let found = py.detach(|| self.sentences(TextStream::open(&path, &self.reading)?));
        python(py, &found.map_err(|e| raised(&e))?)
    }
}

impl Segmenter {
    fn sentences(&self, mut stream: TextStream<'_>) -> muwazi::Result<Vec<Sentence>> {
        let segmenter = self.segmenters.of(stream.lang(), &mut silent())?;
        let mut out = Vec::new();
        // Where the text was counted up to, in bytes of the whole and in characters.
        let (mut bytes, mut chars) = (0, 0);
        while let Some(chunk) = stream.next_chunk(&segmenter)? {
            let text = &chunk.document.text;
            let mut count = |at: usize| {
                let at = chunk.start + at;
                chars += text[bytes - chunk.start..at - chunk.start].chars().count();
                bytes = at;
                chars
            };
            for segment in segments_with(&chunk.document, &segmenter) {
                let (start, end) = (count(segment.span.start), count(segment.span.end));
                let paragraph = chunk.first_block + segment.block;
                out.push(Sentence {
                    text: segment.span.of(text).to_owned(),
                    start,
                    end,
                    paragraph,
                });
            }
            count(text.len());
        }
        Ok(out)
    }
}
