//! Python values from and to the serde types of the library, and events as warnings.

use muwazi::event::Event;
use pyo3::{exceptions::PyUserWarning, prelude::*, types::PyDict};
use serde::{Serialize, de::DeserializeOwned};

use crate::errors::odd;

/// A Python value of a result.
pub(crate) fn python<'py, T: Serialize>(py: Python<'py>, value: &T) -> PyResult<Bound<'py, PyAny>> {
    pythonize::pythonize(py, value).map_err(odd)
}

/// Options from keyword arguments; those not given are as usual.
pub(crate) fn options<T: DeserializeOwned>(given: Option<&Bound<'_, PyDict>>) -> PyResult<T> {
    match given {
        Some(given) => pythonize::depythonize(given).map_err(odd),
        None => serde_json::from_str("{}").map_err(odd),
    }
}

/// Collects warnings while the interpreter is not held.
#[derive(Default)]
pub(crate) struct Warnings(Vec<String>);

impl Warnings {
    /// Takes an event; progress is passed over.
    pub(crate) fn take(&mut self, event: Event) {
        if let Event::Warning { place, message, hint, .. } = event {
            let place = place.to_string();
            let mut text = if place.is_empty() { message } else { format!("{place}: {message}") };
            if let Some(hint) = hint {
                text = format!("{text} ({hint})");
            }
            self.0.push(text);
        }
    }

    /// Hands the warnings to Python's own.
    pub(crate) fn tell(self, py: Python<'_>) -> PyResult<()> {
        let kind = py.get_type::<PyUserWarning>();
        for text in self.0 {
            let text = std::ffi::CString::new(text.replace('\0', "\\0")).map_err(odd)?;
            PyErr::warn(py, &kind, &text, 2)?;
        }
        Ok(())
    }
}
