//! Standard output. Pipes and files get every text as it is. On a terminal each text is escaped and
//! isolated: nothing in it can act on the terminal, and its direction ends with it.

use std::{
    fmt,
    io::{self, BufWriter, IsTerminal, StdoutLock, Write},
};

use anstream::{AutoStream, ColorChoice};
use clap::builder::styling::Style;
use muwazi::text::terminal::{ISOLATE, POP, escape_output, escaped};
use serde::Serialize;

/// The way in which texts and styles are shown.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    terminal: bool,
    color: bool,
}

impl Look {
    /// A text by itself.
    pub(crate) fn text(self, text: &str) -> Shown<'_> {
        Shown { text, escape: self.terminal, isolate: self.terminal }
    }

    /// A text, or a part of one, that somebody else isolates.
    pub(crate) fn part(self, text: &str) -> Shown<'_> {
        Shown { text, escape: self.terminal, isolate: false }
    }

    /// The beginning of a text that is written in parts.
    pub(crate) fn open(self) -> &'static str {
        if self.terminal { "\u{2068}" } else { "" }
    }

    /// The end of a text that is written in parts.
    pub(crate) fn close(self) -> &'static str {
        if self.terminal { "\u{2069}" } else { "" }
    }

    /// A style, or none where there are no colours.
    pub(crate) fn style(self, style: Style) -> Style {
        if self.color { style } else { Style::new() }
    }
}

/// A text as it is shown.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'t> {
    text: &'t str,
    escape: bool,
    isolate: bool,
}

impl<'t> Shown<'t> {
    /// A text for standard error: always escaped, for a log is read on a terminal too.
    pub(crate) fn in_message(text: &'t str, isolate: bool) -> Self {
        Self { text, escape: true, isolate }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if self.escape { escaped(self.text) } else { self.text.into() };
        if self.isolate { write!(f, "{ISOLATE}{text}{POP}") } else { f.pad(&text) }
    }
}

/// Standard output for results. What is written to it as such comes from the program: texts go
/// through [`Results::look`], JSON and files through their own ways.
pub(crate) struct Results {
    out: BufWriter<AutoStream<StdoutLock<'static>>>,
    /// The last line of JSON, whose room the next one takes.
    json: Vec<u8>,
    pub(crate) look: Look,
}

impl Results {
    pub(crate) fn new(color: ColorChoice) -> Self {
        let stdout = io::stdout();
        let color = match color {
            ColorChoice::Auto => AutoStream::choice(&stdout),
            other => other,
        };
        let look = Look { terminal: stdout.is_terminal(), color: color != ColorChoice::Never };
        // Without colours nothing is taken out: what looks like a colour is a text's own.
        let out = match look.color {
            true => AutoStream::new(stdout.lock(), color),
            false => AutoStream::always_ansi(stdout.lock()),
        };
        Self { out: BufWriter::new(out), json: Vec::new(), look }
    }

    /// Writes a value as a line of JSON.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.line(|line| serde_json::to_writer(line, value))
    }

    /// Writes a value as indented JSON.
    pub(crate) fn pretty_json(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.line(|line| serde_json::to_writer_pretty(line, value))
    }

    /// Writes what ends with a line. Put together first, because JSON comes in hundreds of pieces.
    fn line(
        &mut self,
        fill: impl FnOnce(&mut Vec<u8>) -> serde_json::Result<()>,
    ) -> io::Result<()> {
        let mut line = std::mem::take(&mut self.json);
        line.clear();
        fill(&mut line)?;
        line.push(b'\n');
        let mut out = self.file();
        out.write_all(&line)?;
        out.end()?;
        self.json = line;
        Ok(())
    }

    /// A writer for the content of files: exact, but on a terminal escaped.
    pub(crate) fn file(&mut self) -> FileOut<'_> {
        match self.look.terminal {
            true => FileOut::Screen(Screen { out: &mut self.out, line: Vec::new() }),
            false => FileOut::Exact(&mut self.out),
        }
    }
}

impl Write for Results {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The content of a file on its way to standard output.
pub(crate) enum FileOut<'r> {
    Exact(&'r mut dyn Write),
    Screen(Screen<'r>),
}

impl FileOut<'_> {
    /// Writes what is left of the last line.
    pub(crate) fn end(mut self) -> io::Result<()> {
        match &mut self {
            Self::Exact(_) => Ok(()),
            Self::Screen(screen) => screen.show(screen.line.len()),
        }
    }
}

impl Write for FileOut<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Exact(out) => out.write(bytes),
            Self::Screen(screen) => screen.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Exact(out) => out.flush(),
            Self::Screen(screen) => screen.flush(),
        }
    }
}

/// A longer line is shown in parts.
const LONGEST: usize = 64 * 1024;

/// Escapes what is written. The cells of a table are isolated, each by itself.
pub(crate) struct Screen<'r> {
    out: &'r mut dyn Write,
    /// What is written of the last line, or of the last part of a long one.
    line: Vec<u8>,
}

impl Screen<'_> {
    /// Shows the first bytes of those that wait.
    fn show(&mut self, end: usize) -> io::Result<()> {
        let mut shown = String::new();
        let line = &self.line[..end];
        // ASCII has one direction; and other lines than those of a table need no isolation.
        if line.contains(&b'\t') && !line.is_ascii() {
            let content = line.strip_suffix(b"\n").unwrap_or(line);
            for (i, cell) in content.split(|b| *b == b'\t').enumerate() {
                if i > 0 {
                    shown.push('\t');
                }
                shown.push(ISOLATE);
                escape_output(cell, &mut shown);
                shown.push(POP);
            }
            shown.push_str(if content.len() < line.len() { "\n" } else { "" });
        } else {
            escape_output(line, &mut shown);
        }
        self.line.drain(..end);
        self.out.write_all(shown.as_bytes())
    }
}

impl Write for Screen<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|b| *b == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                self.show(self.line.len())?;
            } else if self.line.len() > LONGEST {
                self.show(whole_characters(&self.line))?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.show(whole_characters(&self.line))?;
        self.out.flush()
    }
}

/// Returns the length of bytes without a character that is not complete yet.
fn whole_characters(bytes: &[u8]) -> usize {
    let start = bytes.len().saturating_sub(3);
    let tail = &bytes[start..];
    let begun = tail.iter().rposition(|b| *b >= 0xC0).filter(|at| {
        let length = match tail[*at] {
            0xF0.. => 4,
            0xE0.. => 3,
            _ => 2,
        };
        at + length > tail.len()
    });
    begun.map_or(bytes.len(), |at| start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screen(parts: &[&[u8]]) -> String {
        let mut out = Vec::new();
        let mut file = FileOut::Screen(Screen { out: &mut out, line: Vec::new() });
        for part in parts {
            file.write_all(part).unwrap();
            file.flush().unwrap();
        }
        file.end().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn files_are_escaped_however_they_are_cut() {
        let text = "x سلام\u{9b}31m\u{202e}\u{1b}]0;t\u{7}\nb\r\n\u{1F600}".as_bytes();
        let whole = "x سلام\\u009b31m\\u202e\\u001b]0;t\\u0007\nb\r\n\u{1F600}";
        for cut in 0..text.len() {
            // A carriage return that is flushed alone moves the cursor: it is escaped.
            if text[..cut].ends_with(b"\r") {
                continue;
            }
            assert_eq!(screen(&[&text[..cut], &text[cut..]]), whole, "{cut}");
        }
        let long = "ب".repeat(100_000);
        assert_eq!(screen(&[long.as_bytes()]), long);
    }

    #[test]
    fn cells_of_a_table_are_isolated() {
        let shown = screen(&["سلام\u{2069}\tpeace\t0.9\na\tb\n".as_bytes()]);
        assert_eq!(
            shown,
            "\u{2068}سلام\\u2069\u{2069}\t\u{2068}peace\u{2069}\t\u{2068}0.9\u{2069}\na\tb\n"
        );
    }

    #[test]
    fn texts_are_exact_unless_a_terminal_shows_them() {
        let text = "a\u{1b}\u{2069}";
        let [pipe, terminal] = [false, true].map(|terminal| Look { terminal, color: false });
        assert_eq!(pipe.text(text).to_string(), text);
        assert_eq!(terminal.text(text).to_string(), "\u{2068}a\\u001b\\u2069\u{2069}");
        assert_eq!(terminal.part(text).to_string(), "a\\u001b\\u2069");
        assert_eq!(pipe.open(), "");
    }
}
