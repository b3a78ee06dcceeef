//! The Python module `muwazi._native`: a thin front over the library's services.
//!
//! Options come in as dictionaries of the library's serde types, results go out as values of theirs, so
//! both are those of the command line's `--json`. The work runs without the interpreter's lock.

mod align;
mod errors;
mod files;
mod memory;
mod segment;
mod value;

use pyo3::prelude::*;

#[pymodule]
mod _native {
    use super::*;
    #[pymodule_export]
    use super::{
        align::Aligner,
        errors::MuwaziError,
        files::{Blocks, Units, convert, score, write_units},
        memory::Memory,
        segment::{Segmenter, Sentences},
    };

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
