//! The part of a reader that all formats share: diagnostics, the count of skipped units, and the end
//! of reading after the first error.

use super::{
    diagnostics::Diagnostics,
    tmx::Header,
    units::{DeletedUnits, ReadUnits},
};
use crate::{
    error::{Place, Result},
    event::Event,
    unit::Unit,
};

/// A parser of one format, which yields units one by one.
pub(super) trait UnitParser {
    /// Returns the next usable unit, or `None` at the end of the file. Not called again after
    /// `None` or an error.
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>>;

    /// The place of warnings about the file as a whole, such as counts of dropped content.
    fn place(&self) -> Place;

    /// See [`ReadUnits::deleted`].
    fn deleted(&self) -> DeletedUnits {
        DeletedUnits::default()
    }

    /// The header, if the file has one.
    fn header(&self) -> Option<&Header> {
        None
    }
}

/// A reader of units on top of a parser.
#[derive(Debug)]
pub(super) struct UnitReader<P> {
    parser: P,
    diagnostics: Diagnostics,
    ended: bool,
}

impl<P: UnitParser> UnitReader<P> {
    /// Creates a reader; `open` builds the parser and may already report warnings.
    ///
    /// # Errors
    /// The error of `open`.
    pub(super) fn new(open: impl FnOnce(&mut Diagnostics) -> Result<P>) -> Result<Self> {
        let mut diagnostics = Diagnostics::default();
        let parser = open(&mut diagnostics)?;
        Ok(Self { parser, diagnostics, ended: false })
    }
}

/// Creates a boxed reader, as the list of formats needs it. See [`UnitReader::new`].
pub(super) fn boxed<P: UnitParser + Send + 'static>(
    open: impl FnOnce(&mut Diagnostics) -> Result<P>,
) -> Result<Box<dyn ReadUnits>> {
    Ok(Box::new(UnitReader::new(open)?))
}

impl<P: UnitParser> Iterator for UnitReader<P> {
    type Item = Result<Unit>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.parser.next_unit(&mut self.diagnostics).transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

impl<P: UnitParser + Send> ReadUnits for UnitReader<P> {
    fn header(&self) -> Option<&Header> {
        self.parser.header()
    }

    fn skipped(&self) -> u64 {
        self.diagnostics.skipped
    }

    fn take_warnings(&mut self) -> Vec<Event> {
        self.diagnostics.take(self.ended, || self.parser.place())
    }

    fn deleted(&self) -> DeletedUnits {
        self.parser.deleted()
    }
}
