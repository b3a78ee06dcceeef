//! Errors of the library as one Python exception.

use muwazi::Error;
use pyo3::{create_exception, exceptions::PyException, prelude::*};

create_exception!(
    muwazi,
    MuwaziError,
    PyException,
    "An error with its kind, its place and a hint: attributes kind, message, file, line and hint."
);

/// The exception of an error.
pub(crate) fn raised(error: &Error) -> PyErr {
    let raised = MuwaziError::new_err(error.to_string());
    Python::attach(|py| {
        let value = raised.value(py);
        let kind = serde_json::to_value(error.kind).ok();
        let kind = kind.as_ref().and_then(|kind| kind.as_str()).unwrap_or("other");
        let place = error.place.as_ref();
        // An exception takes any attribute.
        let _ = value.setattr("kind", kind);
        let _ = value.setattr("message", error.message.as_str());
        let _ = value.setattr("file", place.map(|place| place.file.as_str()));
        let _ = value.setattr("line", place.and_then(|place| place.line));
        let _ = value.setattr("hint", error.hint.as_deref());
    });
    raised
}

/// An error of serde as a Python `ValueError`.
pub(crate) fn odd(error: impl std::fmt::Display) -> PyErr {
    pyo3::exceptions::PyValueError::new_err(error.to_string())
}
