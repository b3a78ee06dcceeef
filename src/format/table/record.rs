//! Rows of a file of delimited columns.
//!
//! This does not use the crate that writes such files: a quote that does not open a quoted cell
//! must remain part of the text. In corpora, `"Yes," he said` is a sentence.

use std::collections::VecDeque;

use super::{Row, formula::unquoted};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    format::lines::{Lines, content},
};

/// Maximum length of a cell in bytes. If no closing quote is found within it, the opening quote is
/// part of the text.
const LONGEST: usize = 1024 * 1024;
/// Maximum number of cells in a row; no table is wider.
const MAX_CELLS: usize = 20_000;
/// Number of unclosed quotes after which closing quotes are only sought in the same line.
const MAX_STRAYS: u32 = 20;

/// Rule for removing the quotes around a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// Always removes them.
    All,
    /// Removes them only if the cell needs quotes: for a separator, a line end, or a doubled quote.
    /// In tab-separated files, quotes around a sentence usually belong to the text.
    Needed,
}

/// Reads the rows of a file.
pub(super) struct Records {
    pub(super) lines: Lines,
    pending: VecDeque<(u64, String)>,
    /// Lines appended to the first line of a row: their numbers and offsets.
    appended: Vec<(u64, usize)>,
    separator: char,
    quotes: Quotes,
    strays: Vec<u64>,
    stray_number: u32,
    /// True if the apostrophes before formulas are taken away.
    pub(super) unquote: bool,
}

impl Records {
    pub(super) fn new(lines: Lines, separator: char, quotes: Quotes) -> Self {
        Self {
            lines,
            pending: VecDeque::new(),
            appended: Vec::new(),
            separator,
            quotes,
            strays: Vec::new(),
            stray_number: 0,
            unquote: false,
        }
    }

    /// Returns the next row, or `None` at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<Row>> {
        let mut row = self.next_as_written()?;
        if let Some(row) = row.as_mut().filter(|_| self.unquote) {
            let cells = std::mem::take(&mut row.cells);
            row.cells = cells.into_iter().map(unquoted).collect();
        }
        Ok(row)
    }

    fn next_as_written(&mut self) -> Result<Option<Row>> {
        let Some((line, mut text)) = self.take()? else { return Ok(None) };
        if text.matches(self.separator).count() > MAX_CELLS {
            let message = format!("a row has more than {MAX_CELLS} cells");
            return Err(Error::new(ErrorKind::Format, message)
                .at(Place::line(self.lines.origin(), line))
                .hint("the file is damaged or not a table"));
        }
        let mut row = Row { line, ..Row::default() };
        if !text.contains('"') {
            row.cells.extend(content(&text).split(self.separator).map(str::to_owned));
            return Ok(Some(row));
        }
        let mut at = 0;
        loop {
            let quoted =
                if text[at..].starts_with('"') { self.quoted(&mut text, at, line)? } else { None };
            let (cell, end) = quoted.unwrap_or_else(|| {
                let end =
                    text[at..].find([self.separator, '\n', '\r']).map_or(text.len(), |n| at + n);
                // A lone carriage return does not end a row.
                let end = self.plain_end(&text, at, end);
                (text[at..end].to_owned(), end)
            });
            row.cells.push(cell);
            at = end;
            match text[at..].strip_prefix(self.separator) {
                Some(_) => at += self.separator.len_utf8(),
                None => break,
            }
        }
        self.put_back(&text, at);
        Ok(Some(row))
    }

    /// Returns the end of an unquoted cell that ends at `end` or later.
    fn plain_end(&self, text: &str, at: usize, end: usize) -> usize {
        let mut end = end;
        while text[end..].starts_with('\r') && !ends_line(&text[end..]) {
            let from = end + 1;
            end = text[from..].find([self.separator, '\n', '\r']).map_or(text.len(), |n| from + n);
        }
        end.max(at)
    }

    fn take(&mut self) -> Result<Option<(u64, String)>> {
        if let Some(pending) = self.pending.pop_front() {
            return Ok(Some(pending));
        }
        let line = self.lines.next()?.map(str::to_owned);
        Ok(line.map(|text| (self.lines.line(), text)))
    }

    /// Puts back lines that were read in search of a missing closing quote.
    fn put_back(&mut self, text: &str, at: usize) {
        let mut end = text.len();
        while let Some((line, start)) = self.appended.pop() {
            if start > at {
                self.pending.push_front((line, text[start..end].to_owned()));
            }
            end = start;
        }
    }

    /// Reads a cell that begins with a quote. Returns its text and end, or `None` if the quote is
    /// part of the text. Appends lines to `text` as needed.
    fn quoted(
        &mut self,
        text: &mut String,
        at: usize,
        line: u64,
    ) -> Result<Option<(String, usize)>> {
        let mut value = String::new();
        let mut pos = at + 1;
        let mut has_reason = self.quotes == Quotes::All;
        loop {
            let Some(found) = text[pos..].find('"') else {
                has_reason = true;
                value.push_str(&text[pos..]);
                pos = text.len();
                if value.len() > LONGEST || self.stray_number >= MAX_STRAYS {
                    return Ok(self.stray(line));
                }
                match self.take()? {
                    Some((number, more)) => {
                        self.appended.push((number, text.len()));
                        text.push_str(&more);
                    }
                    None => return Ok(self.stray(line)),
                }
                continue;
            };
            value.push_str(&text[pos..pos + found]);
            pos += found + 1;
            let after = &text[pos..];
            if after.starts_with('"') {
                has_reason = true;
                value.push('"');
                pos += 1;
                continue;
            }
            let spaces = after.len() - after.trim_start_matches(' ').len();
            let next = &after[spaces..];
            if !(next.is_empty() || next.starts_with(self.separator) || ends_line(next)) {
                return Ok(None);
            }
            has_reason |= value.contains([self.separator, '\r']);
            return Ok(has_reason.then_some((value, pos + spaces)));
        }
    }

    fn stray<T>(&mut self, line: u64) -> Option<T> {
        self.strays.push(line);
        self.stray_number += 1;
        None
    }

    /// Returns the lines of unclosed quotes since the last call.
    pub(super) fn take_strays(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.strays)
    }
}

fn ends_line(text: &str) -> bool {
    text.starts_with('\n') || text.starts_with("\r\n") || text == "\r"
}

/// Detects the separator: the one that gives most rows the same number of cells, more than one.
pub(super) fn separator(
    text: &str,
    preferred: Option<char>,
    is_headings: impl Fn(&[String]) -> bool,
) -> char {
    let all = [',', '\t', ';', '|'];
    let rows = |separator: char| -> Vec<usize> {
        text.lines()
            .take(200)
            .filter(|l| !l.trim().is_empty())
            .map(|l| cells_of(l, separator).len())
            .collect()
    };
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if let Some(declared) = first.strip_prefix("sep=").and_then(|rest| rest.chars().next()) {
        return declared;
    }
    if let Some(found) = all.iter().find(|s| is_headings(&cells_of(first, **s))) {
        return *found;
    }
    let mut best = (0, preferred.unwrap_or(','));
    for candidate in preferred.into_iter().chain(all) {
        let rows = rows(candidate);
        let most = rows
            .iter()
            .copied()
            .filter(|n| *n > 1)
            .max_by_key(|n| rows.iter().filter(|m| *m == n).count());
        let Some(most) = most else { continue };
        // In thousandths, so that a stray comma in a text has little weight.
        let share = 1000 * rows.iter().filter(|n| **n == most).count() / rows.len();
        // Tabs rarely occur in texts; commas followed by a space often do.
        let prose = text.matches(", ").count() * 2 > text.matches(',').count();
        let share = match candidate {
            '\t' => share + 500,
            ',' if prose => share.saturating_sub(200),
            _ => share,
        };
        if share > best.0 {
            best = (share, candidate);
        }
    }
    best.1
}

/// Splits a single line into cells, precisely enough to count them.
pub(super) fn cells_of(line: &str, separator: char) -> Vec<String> {
    let mut cells = Vec::new();
    let (mut cell, mut inside) = (String::new(), false);
    for c in line.chars() {
        match c {
            '"' if inside || cell.is_empty() => inside = !inside,
            c if c == separator && !inside => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}

/// Detects the quoting of a tab-separated file: spreadsheets quote every cell that contains a comma
/// or a quote.
pub(super) fn quotes_of_tabs(text: &str) -> Quotes {
    let well_quoted = |cell: &str| {
        let inner = cell.strip_prefix('"').and_then(|c| c.strip_suffix('"'));
        inner.is_some_and(|inner| !inner.replace("\"\"", "").contains('"'))
    };
    let mut odd = text.lines().flat_map(|line| line.split('\t')).filter(|c| c.contains([',', '"']));
    if odd.all(well_quoted) { Quotes::All } else { Quotes::Needed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::source::Source;

    fn rows(text: &str, separator: char, quotes: Quotes) -> Vec<(u64, Vec<String>)> {
        let lines = Lines::open(Source::from_bytes(text, "a.csv").unwrap(), None).unwrap();
        let mut records = Records::new(lines, separator, quotes);
        let mut all = Vec::new();
        while let Some(row) = records.next().unwrap() {
            all.push((row.line, row.cells));
        }
        all
    }

    fn row(line: u64, cells: &[&str]) -> (u64, Vec<String>) {
        (line, cells.iter().map(|c| (*c).to_owned()).collect())
    }

    #[test]
    fn quotes_enclose_cells_or_stay_part_of_the_text() {
        let text = "a,\"b, \"\"c\"\"\",d\r\n\"two\nlines\",x\n\"Yes,\" he said,y\n,\n\"end\"";
        let expected = [
            row(1, &["a", "b, \"c\"", "d"]),
            row(2, &["two\nlines", "x"]),
            row(4, &["\"Yes", "\" he said", "y"]),
            row(5, &["", ""]),
            row(6, &["end"]),
        ];
        assert_eq!(rows(text, ',', Quotes::All), expected);
        let tabs = "\"Yes.\"\t\"a\tb\"\n\"open\tc\nnext\td\n";
        let expected =
            [row(1, &["\"Yes.\"", "a\tb"]), row(2, &["\"open", "c"]), row(3, &["next", "d"])];
        assert_eq!(rows(tabs, '\t', Quotes::Needed), expected);
    }

    #[test]
    fn the_separator_is_detected_from_the_content() {
        let none = |_: &[String]| false;
        for (text, expected) in [
            ("a,b\nc,d", ','),
            ("a, b\tc\nd\te, f, g\n", '\t'),
            ("one, two;drei\nx;y, z\n", ';'),
            ("sep=|\na,b|c", '|'),
            ("\"a;b\",c\n\"d\",e", ','),
        ] {
            assert_eq!(separator(text, None, none), expected, "{text}");
        }
    }
}
