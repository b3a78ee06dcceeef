//! The part of a reader that all formats share: diagnostics, the count of skipped units, and the end
//! of reading after the first error.

use super::{diagnostics::Diagnostics, tmx::Header, units::ReadUnits};
use crate::{
    error::{Place, Result},
    event::Event,
    unit::{Text, Unit},
};

/// A parser of one format, which yields units one by one.
pub(super) trait UnitParser {
    /// Returns the next usable unit, or `None` at the end of the file. Not called again after
    /// `None` or an error.
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>>;

    /// The place of warnings about the file as a whole, such as counts of dropped content.
    fn place(&self) -> Place;

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

impl<P: UnitParser> UnitReader<P> {
    /// Returns a unit without texts in which there is nothing to read, if any other is left.
    fn without_hollow(&mut self, mut unit: Unit) -> Option<Unit> {
        unit.variants.retain(|variant| !is_hollow(&variant.text));
        if unit.variants.is_empty() {
            let why = "nothing but codes or invisible signs in it";
            self.diagnostics.skip(self.parser.place(), why);
            return None;
        }
        Some(unit)
    }
}

/// Returns true for a text of codes, control characters or invisible signs alone. White space may
/// be a text, as in the messages of a program.
fn is_hollow(text: &Text) -> bool {
    text.is_blank() && !(text.marks.is_empty() && text.text.trim().is_empty())
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
        let next = loop {
            let next = self.parser.next_unit(&mut self.diagnostics).transpose();
            match next {
                Some(Ok(unit)) if unit.variants.iter().any(|v| is_hollow(&v.text)) => {
                    let Some(unit) = self.without_hollow(unit) else { continue };
                    break Some(Ok(unit));
                }
                next => break next,
            }
        };
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
}
