//! Objects of a JSON array or of JSON lines, read one by one, so memory use is bounded by one
//! object.

use crate::{
    error::{Error, ErrorKind, Place, Result},
    format::lines::Lines,
};

/// Maximum size of an object in bytes; no unit is larger.
const LONGEST: usize = 16 * 1024 * 1024;

/// Reads the objects of a file.
pub(super) struct Objects {
    pub(super) lines: Lines,
    /// Current line or piece of a line; `at` is the position in it.
    line: String,
    at: usize,
    ended: bool,
}

impl Objects {
    pub(super) fn new(lines: Lines) -> Self {
        Self { lines, line: String::new(), at: 0, ended: false }
    }

    fn next_line(&mut self) -> Result<bool> {
        match self.lines.next_piece()? {
            Some(line) => {
                self.line.clear();
                self.line.push_str(line);
                self.at = 0;
                Ok(true)
            }
            None => {
                self.ended = true;
                Ok(false)
            }
        }
    }

    /// Returns the next object as raw JSON, and the number of the line on which it begins.
    pub(super) fn next(&mut self) -> Result<Option<(u64, String)>> {
        // Commas, white space and array brackets separate objects.
        let start = loop {
            let rest = &self.line[self.at..];
            match rest.char_indices().find(|(_, c)| !is_between(*c)) {
                Some((n, '{')) => break self.at + n,
                Some(_) => return Err(self.fail("this is not a JSON object with a unit")),
                None if self.ended || !self.next_line()? => return Ok(None),
                None => {}
            }
        };
        let line = self.lines.line();
        self.at = start;
        let mut object = String::new();
        let mut state = State::default();
        loop {
            let rest = &self.line[self.at..];
            if let Some(end) = state.end(rest) {
                object.push_str(&rest[..end]);
                self.at += end;
                return Ok(Some((line, object)));
            }
            object.push_str(rest);
            if object.len() > LONGEST {
                return Err(self.fail("an object is too long to be a unit"));
            }
            if !self.next_line()? {
                let place = Place::line(self.lines.origin(), line);
                return Err(Error::new(
                    ErrorKind::Format,
                    "the object that begins here is cut off",
                )
                .at(place)
                .hint("the file is incomplete; copy or download it again"));
            }
        }
    }

    fn fail(&self, message: &str) -> Error {
        Error::new(ErrorKind::Format, message)
            .at(self.lines.place())
            .hint("units are objects: {\"source\": …, \"target\": …}")
    }
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '[' | ']' | '\u{FEFF}' | '\u{1E}')
}

/// State of the scan within an object.
#[derive(Default)]
struct State {
    depth: u32,
    in_string: bool,
    escaped: bool,
}

impl State {
    /// Returns the end of the object, if it lies in this text.
    fn end(&mut self, text: &str) -> Option<usize> {
        for (at, b) in text.bytes().enumerate() {
            if std::mem::take(&mut self.escaped) {
                continue;
            }
            match b {
                b'\\' if self.in_string => self.escaped = true,
                b'"' => self.in_string = !self.in_string,
                b'{' if !self.in_string => self.depth += 1,
                b'}' if !self.in_string => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }
}
