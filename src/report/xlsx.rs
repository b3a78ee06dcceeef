//! An alignment as a spreadsheet to correct: one row for each pair, segments without a partner in
//! their places, a column with the action for the row, and a sheet with instructions.
//!
//! The corrected spreadsheet is read as any table of units, by [`crate::format::table`].

use std::io::Write;

use jiff::Timestamp;
use rust_xlsxwriter::{DataValidation, Format, FormatAlign};

use super::export::{ExportCounts, ExportOptions, select};
use crate::{
    align::Alignment,
    error::{Error, ErrorKind, Result},
    format::{
        table::{Headings, Kind, Sheet as _},
        units::Outcome,
        xlsx::{
            HOW_TO,
            book::{Book, failed},
        },
    },
    lang::Lang,
};

/// The instructions, in both languages.
const STEPS: [(&str, &str); 8] = [
    (
        "Each row of the first sheet is a pair: a text and its translation. Correct it as you would any table, save it as .xlsx, and import it.",
        "كل صف في الورقة الأولى زوج: نص وترجمته. صححه كما تصحح أي جدول، ثم احفظه بصيغة ‎.xlsx واستورده.",
    ),
    (
        "Right as it is: choose ok in the column act. The pair then counts as reviewed.",
        "إذا كان الزوج صحيحًا فاختر ok في العمود act، فيُعد عندئذ مراجَعًا.",
    ),
    (
        "Not to be kept: choose delete, or delete the row.",
        "إذا كنت لا تريد الزوج فاختر delete أو احذف الصف.",
    ),
    (
        "Not looked at: leave keep. The pair is imported but does not count as reviewed.",
        "إذا لم تنظر في الزوج فاترك keep، فيُستورد من دون أن يُعد مراجَعًا.",
    ),
    (
        "To join two rows: move the text of the lower row up to the end of the upper one, and delete the lower row.",
        "لدمج صفين: انقل نص الصف الأسفل إلى نهاية نص الصف الأعلى، ثم احذف الصف الأسفل.",
    ),
    (
        "To split a row: insert a row below it and move the second part of both texts there.",
        "لتقسيم صف: أدرج صفًا تحته وانقل إليه الجزء الثاني من كلا النصين.",
    ),
    (
        "A row with an empty side has no translation yet. Move its text to where it belongs, or leave it: it is not imported.",
        "الصف الذي أحد جانبيه فارغ لا ترجمة له بعد. انقل نصه إلى موضعه الصحيح أو اتركه كما هو: لن يُستورد.",
    ),
    (
        "Keep the first row with its headings. The numbers in the first column are for you; they need not be right.",
        "أبقِ الصف الأول بعناوينه. الأرقام في العمود الأول لك، ولا يلزم أن تبقى صحيحة.",
    ),
];

/// The note of a moved bead.
const OUT_OF_ORDER: &str = "out of order";

/// A row of a sheet to correct.
pub(crate) struct SheetRow {
    pub(crate) source: String,
    pub(crate) target: String,
    /// None for rows of one side, for the confidence of an omission is not the confidence of a pair.
    pub(crate) confidence: Option<f64>,
    pub(crate) note: String,
    /// `keep`, `ok` or `delete`.
    pub(crate) act: &'static str,
}

/// Writes every exported pair, and the segments that have no partner.
///
/// # Errors
/// Errors of the output; a text that is longer than a cell can hold.
pub(super) fn write(
    alignment: &Alignment,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> Result<ExportCounts> {
    let (_, counts) = select(alignment, options);
    let (source, target) = (&alignment.source, &alignment.target);
    let rows = alignment.beads.iter().filter(|b| b.is_omission() || !options.is_below(b));
    let rows = rows.map(|bead| SheetRow {
        source: source.text(&bead.source),
        target: target.text(&bead.target),
        confidence: bead.confidence.filter(|_| !bead.is_omission()),
        note: if bead.moved { OUT_OF_ORDER } else { "" }.to_owned(),
        act: "keep",
    });
    write_sheet([&source.document.lang, &target.document.lang], options.created(), rows, out)?;
    Ok(counts)
}

/// Writes rows as a sheet to correct.
///
/// # Errors
/// Errors of the output; a text that is longer than a cell can hold.
pub(crate) fn write_sheet(
    [source, target]: [&Lang; 2],
    created: Timestamp,
    rows: impl Iterator<Item = SheetRow>,
    out: &mut dyn Write,
) -> Result<()> {
    let mut book = Book::new(out, "Pairs", created)?;
    book.headings(&Headings::of(vec![
        Kind::Number,
        Kind::Text(source.clone()),
        Kind::Text(target.clone()),
        Kind::Prop("x-confidence".to_owned()),
        Kind::Note,
        Kind::Act,
    ]))?;
    let mut outcome = Outcome::default();
    for (i, row) in rows.enumerate() {
        let confidence = row.confidence.map(|c| format!("{c:.2}")).unwrap_or_default();
        let number = (i + 1).to_string();
        let cells = [number, row.source, row.target, confidence, row.note, row.act.to_owned()];
        if !book.row(&cells, &mut outcome)? {
            let message = format!("pair {} is longer than the cell of a spreadsheet", i + 1);
            return Err(Error::new(ErrorKind::Format, message).hint("write it as .tsv or .tmx"));
        }
    }
    offer_acts(&mut book)?;
    how_to(&mut book)?;
    book.save()
}

/// Adds the list of actions to the last column of every sheet.
fn offer_acts(book: &mut Book<'_>) -> Result<()> {
    let list =
        DataValidation::new().allow_list_strings(&["keep", "ok", "delete"]).map_err(failed)?;
    let (sheets, _) = book.sheets();
    for sheet in sheets {
        // Beyond the last row too, for rows that are added.
        sheet.add_data_validation(1, 5, 1_048_575, 5, &list).map_err(failed)?;
    }
    Ok(())
}

fn how_to(book: &mut Book<'_>) -> Result<()> {
    let sheet = book.add_sheet(HOW_TO)?;
    let english = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let arabic = english.clone().set_reading_direction(2).set_align(FormatAlign::Right);
    for (column, format) in [(0, &english), (1, &arabic)] {
        sheet.set_column_width(column, 60).map_err(failed)?;
        sheet.set_column_format(column, format).map_err(failed)?;
    }
    for (row, (left, right)) in (0..).zip(STEPS) {
        sheet.write_string_with_format(row, 0, left, &english).map_err(failed)?;
        sheet.write_string_with_format(row, 1, right, &arabic).map_err(failed)?;
    }
    Ok(())
}
