//! Cells that a spreadsheet takes for formulas, and the apostrophe that prevents it.

use std::borrow::Cow;

/// Returns true if a spreadsheet that opens a CSV may take a cell for a formula. Some skip white space
/// first, and some read the wide signs of East Asian texts as the narrow ones.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['\t', '\r', '\n'])
        || cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Returns a cell with an apostrophe before it if it may be taken for a formula. A cell that begins
/// with an apostrophe before such a text gets one more, so that [`unquoted`] restores each cell.
pub(crate) fn quoted(cell: &str) -> Cow<'_, str> {
    match is_formula(cell.trim_start_matches('\'')) {
        true => format!("'{cell}").into(),
        false => cell.into(),
    }
}

/// Returns a cell as it was before [`quoted`].
pub(super) fn unquoted(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(text) if is_formula(text.trim_start_matches('\'')) => text.to_owned(),
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_quoted_and_nothing_else() {
        for (cell, expected) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+1", "'+1"),
            ("- Yes?", "'- Yes?"),
            ("@user", "'@user"),
            (" =1+1", "' =1+1"),
            ("\t=1", "'\t=1"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
            ("1-2", "1-2"),
            ("", ""),
            ("سلام = peace", "سلام = peace"),
        ] {
            assert_eq!(quoted(cell), expected);
            assert_eq!(unquoted(expected.to_owned()), cell);
        }
    }

    proptest! {
        #[test]
        fn every_cell_is_restored(cell in "['=+@ \t a-]{0,6}") {
            let shown = quoted(&cell).into_owned();
            prop_assert!(!is_formula(&shown));
            prop_assert_eq!(unquoted(shown), cell);
        }
    }
}
