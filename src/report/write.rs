//! Writing an alignment in any format of [`crate::format::registry`].

use std::io::Write;

#[cfg(feature = "xlsx")]
use super::xlsx;
use super::{
    export::{ExportCounts, ExportOptions, select, unit_from_bead},
    jsonl, tsv,
};
use crate::{
    align::{Alignment, Explainer, beads},
    error::{Error, ErrorKind, Result},
    format::{AlignmentLayout, Format, units::Writing},
};

/// Writes an alignment in a format.
///
/// # Errors
/// [`ErrorKind::Usage`] where the format is not written; errors of the output.
///
/// ```
/// use muwazi::{Document, Lang, align::{Segmented, align}, format::registry};
/// use muwazi::report::{ExportOptions, write};
/// let text = |text, lang| Segmented::new(Document::new(text, lang));
/// let pair = align(text("وصل الوزير.", Lang::arabic()), text("He arrived.", Lang::english()));
/// let mut out = Vec::new();
/// let counts = write(&pair, registry::by_name("tsv")?, &ExportOptions::default(), &mut out)?;
/// assert_eq!(counts.written, 1);
/// assert!(out.starts_with("ar\ten\tconfidence\nوصل الوزير.\tHe arrived.\t".as_bytes()));
/// # Ok::<(), muwazi::Error>(())
/// ```
pub fn write(
    alignment: &Alignment,
    format: &Format,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> Result<ExportCounts> {
    write_explained(alignment, None, format, options, out)
}

/// Writes an alignment in a format, with the explanation of each bead where the format has fields
/// for it: JSON lines have.
///
/// # Errors
/// As [`write()`].
pub fn write_explained(
    alignment: &Alignment,
    explainer: Option<&Explainer>,
    format: &Format,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> Result<ExportCounts> {
    let layout = match format.alignment {
        Some(_) if options.units => AlignmentLayout::Units,
        Some(layout) => layout,
        None => {
            let message = format!("{} is read, not written", format.title);
            return Err(Error::new(ErrorKind::Usage, message));
        }
    };
    let (selected, counts) = select(alignment, options);
    match layout {
        AlignmentLayout::Pairs => {
            tsv::write(alignment, &selected, options, out)?;
            return Ok(counts);
        }
        AlignmentLayout::Objects => {
            jsonl::write(alignment, &selected, explainer, options.char_offsets, out)
        }
        AlignmentLayout::Beads => beads::write(&alignment.beads, out),
        #[cfg(feature = "xlsx")]
        AlignmentLayout::Review => return xlsx::write(alignment, options, out),
        AlignmentLayout::Units => return units(alignment, format, options, out),
    }
    .map_err(Error::cannot_write)?;
    Ok(counts)
}

/// Writes the selected beads as units.
fn units(
    alignment: &Alignment,
    format: &Format,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> Result<ExportCounts> {
    let (selected, mut counts) = select(alignment, options);
    let created = options.created();
    let writing = Writing {
        source_lang: Some(alignment.source.document.lang.clone()),
        target_lang: Some(alignment.target.document.lang.clone()),
        quote_formulas: options.quote_formulas,
        ..Writing::new(created)
    };
    let mut writer = format.begin(out, &writing)?;
    for bead in selected {
        writer.write(&unit_from_bead(alignment, bead, options, created))?;
    }
    let mut outcome = writer.finish()?;
    counts.controls = outcome.lost.remove("control characters").unwrap_or(0);
    counts.details = outcome.lost.values().sum();
    counts.written = usize::try_from(outcome.units).unwrap_or(usize::MAX);
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        align::{Segmented, align},
        document::Document,
        format::registry,
        lang::Lang,
    };

    #[test]
    fn every_format_that_is_written_takes_an_alignment() {
        let text = |text: &str, lang| Segmented::new(Document::new(text, lang));
        let source = text("وصل الوزير. وغادر الأحد.", Lang::arabic());
        let target = text("The minister arrived. He left on Sunday.", Lang::english());
        let pair = align(source, target);
        for format in registry::ALL {
            let mut out = Vec::new();
            let written = write(&pair, format, &ExportOptions::default(), &mut out);
            assert_eq!(written.is_ok(), format.alignment.is_some(), "{}", format.name);
            if let Ok(counts) = written {
                assert_eq!(counts.written, 2, "{}", format.name);
                assert!(!out.is_empty(), "{}", format.name);
            }
            let units = ExportOptions { units: true, ..ExportOptions::default() };
            let written = write(&pair, format, &units, &mut Vec::new());
            assert_eq!(written.is_ok(), format.write.is_some(), "{}", format.name);
        }
    }
}
