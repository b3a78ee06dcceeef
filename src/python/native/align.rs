//! Alignment of texts and documents.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};

use muwazi::{
    Error, ErrorKind,
    align::SentenceEncoder,
    event::silent,
    pipeline::{self, PipelineOptions},
    report::ExportOptions,
    service::{AlignerOptions, PairAligner},
};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyDict},
};

use crate::{
    errors::raised,
    value::{Warnings, options, python},
};

/// Aligns pairs of texts, from any thread.
#[pyclass(frozen, module = "muwazi")]
pub(crate) struct Aligner {
    aligner: PairAligner,
    options: AlignerOptions,
}

#[pymethods]
impl Aligner {
    /// `encode` turns a list of sentences into the bytes of 32-bit numbers, and how many are of one
    /// sentence.
    #[new]
    #[pyo3(signature = (*, encode = None, **given))]
    fn new(
        py: Python<'_>,
        encode: Option<Py<PyAny>>,
        given: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let options: AlignerOptions = options(given)?;
        let mut warnings = Warnings::default();
        let opened = py.detach(|| PairAligner::open(&options, &mut |event| warnings.take(event)));
        warnings.tell(py)?;
        let mut aligner = opened.map_err(|e| raised(&e))?;
        if let Some(encode) = encode {
            aligner = aligner.with_encoder(Arc::new(Encoder(encode)));
        }
        Ok(Self { aligner, options })
    }

    /// Aligns one request: the JSON of a line of `muwazi align --jsonl`. With `evidence` each pair
    /// says what speaks for it.
    #[pyo3(signature = (request, *, evidence = false, min_confidence = None))]
    fn align<'py>(
        &self,
        py: Python<'py>,
        request: &[u8],
        evidence: bool,
        min_confidence: Option<f64>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let beads = Mutex::new(Vec::new());
        let options = self.pipeline(min_confidence, None);
        let answer = py.detach(|| {
            pipeline::answer_one(request, &options, |source, target| {
                let aligned = self.aligner.align(source, target, &mut silent())?;
                *beads.lock().unwrap_or_else(PoisonError::into_inner) = aligned.beads.clone();
                Ok(aligned)
            })
        });
        let answer = python(py, &answer.map_err(|e| raised(&e))?)?;
        if evidence {
            let beads = beads.into_inner().unwrap_or_else(PoisonError::into_inner);
            answer.set_item("beads", python(py, &beads)?)?;
        }
        Ok(answer)
    }

    /// Answers lines of requests with lines of answers, in order, on all cores.
    #[pyo3(signature = (lines, *, threads = None, min_confidence = None))]
    fn align_lines<'py>(
        &self,
        py: Python<'py>,
        lines: &[u8],
        threads: Option<NonZeroUsize>,
        min_confidence: Option<f64>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let options = self.pipeline(min_confidence, threads);
        let mut out = Vec::new();
        let done = py.detach(|| {
            pipeline::run(lines, &mut out, &options, |source, target| {
                self.aligner.align(source, target, &mut silent())
            })
        });
        done.map_err(|e| raised(&e))?;
        Ok(PyBytes::new(py, &out))
    }
}

/// A function of Python that makes sentence vectors.
struct Encoder(Py<PyAny>);

impl SentenceEncoder for Encoder {
    fn encode(&self, texts: &[String]) -> muwazi::Result<Vec<Vec<f32>>> {
        let made = Python::attach(|py| {
            let made = self.0.bind(py).call1((texts,))?;
            let (bytes, length): (Bound<'_, PyBytes>, usize) = made.extract()?;
            let number = |bytes: &[u8]| bytes.try_into().map_or(f32::NAN, f32::from_ne_bytes);
            let vector = |bytes: &[u8]| bytes.chunks_exact(4).map(number).collect();
            let length = length.max(1).saturating_mul(4);
            Ok(bytes.as_bytes().chunks_exact(length).map(vector).collect())
        });
        made.map_err(|e: PyErr| {
            Error::new(ErrorKind::Service, format!("the encoder of sentences failed: {e}"))
        })
    }
}

impl Aligner {
    fn pipeline(
        &self,
        min_confidence: Option<f64>,
        threads: Option<NonZeroUsize>,
    ) -> PipelineOptions {
        let [files, _] = self.aligner.read_options();
        PipelineOptions {
            source_lang: self.options.source_lang.clone(),
            target_lang: self.options.target_lang.clone(),
            segmented: self.options.texts.segmented,
            // The caller names files itself, and may read them itself too.
            files: Some(muwazi::read::plain::ReadOptions { lang: None, ..files }),
            export: ExportOptions { min_confidence, ..ExportOptions::default() },
            threads,
        }
    }
}
