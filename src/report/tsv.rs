//! Tab-separated pairs: the tables of [`crate::format::table`], with the columns source, target,
//! confidence and, where there are many, document. A tab or a line break inside a text becomes a
//! space, so that each pair is a line.

use std::io::Write;

use super::ExportOptions;
use crate::{
    align::{Alignment, Bead},
    error::Result,
    format::{
        table::{Headings, Kind, Sheet, tab_separated},
        units::Outcome,
    },
};

/// Writes the headings, and a line for each bead.
pub(super) fn write(
    alignment: &Alignment,
    beads: &[&Bead],
    options: &ExportOptions,
    out: &mut dyn Write,
) -> Result<()> {
    let (source, target) = (&alignment.source, &alignment.target);
    let mut kinds = vec![
        Kind::Text(source.document.lang.clone()),
        Kind::Text(target.document.lang.clone()),
        Kind::Prop("x-confidence".to_owned()),
    ];
    // Only where there is one, so that other tables keep their columns.
    let has_moved = beads.iter().any(|bead| bead.moved);
    kinds.extend(has_moved.then(|| Kind::Prop("x-moved".to_owned())));
    kinds.extend(options.document.as_ref().map(|_| Kind::Prop("x-document".to_owned())));
    let mut table = tab_separated(out, options.quote_formulas);
    table.headings(&Headings::of(kinds))?;
    let cell = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    let mut outcome = Outcome::default();
    for bead in beads {
        let mut cells = vec![
            cell(&source.text(&bead.source)),
            cell(&target.text(&bead.target)),
            bead.confidence.map(|confidence| format!("{confidence:.2}")).unwrap_or_default(),
        ];
        cells.extend(has_moved.then(|| if bead.moved { "yes" } else { "" }.to_owned()));
        cells.extend(options.document.as_deref().map(cell));
        table.row(&cells, &mut outcome)?;
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{align::Segmented, document::Document, lang::Lang};

    #[test]
    fn every_pair_is_a_line_that_any_reader_of_tables_takes_apart() {
        let text = |text, lang| Segmented::new(Document::new(text, lang));
        let source = text("\"قال\tنعم\"", Lang::arabic());
        let target = text("\"He said \"\"yes\", twice\"", Lang::english());
        let bead = Bead {
            source: 0..1,
            target: 0..1,
            confidence: Some(0.9),
            evidence: vec![],
            moved: false,
        };
        let alignment = Alignment { source, target, beads: vec![bead.clone()] };
        let options =
            ExportOptions { document: Some("a\tb".to_owned()), ..ExportOptions::default() };
        let mut out = Vec::new();
        write(&alignment, &[&bead], &options, &mut out).unwrap();
        let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(&*out);
        assert_eq!(reader.headers().unwrap(), vec!["ar", "en", "confidence", "document"]);
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        let expected = ["\"قال نعم\"", "\"He said \"\"yes\", twice\"", "0.90", "a b"];
        assert_eq!(rows, [csv::StringRecord::from(&expected[..])]);
        assert_eq!(out.iter().filter(|b| **b == b'\n').count(), 2);
    }
}
