//! The prompt of `muwazi lookup --interactive`: lines with editing and history at a terminal, plain
//! lines elsewhere.

use std::io::{self, IsTerminal, StdinLock};

use muwazi::{
    Error, ErrorKind, Result,
    read::bounded::{LineRead, read_line},
};
use rustyline::{Config, Editor, error::ReadlineError, history::MemHistory};

use super::live::LONGEST;
use crate::console::Console;

/// Where queries come from.
pub(super) enum Prompt {
    /// A person at a terminal. The history ends with the program, for texts may be confidential.
    Editor(Box<Editor<(), MemHistory>>),
    /// A pipe or a file.
    Lines(StdinLock<'static>, Vec<u8>),
}

impl Prompt {
    /// Opens standard input; `plain` asks for no prompt.
    pub(super) fn open(plain: bool, console: &Console) -> Self {
        let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal() && !plain;
        if is_terminal {
            let editor = Editor::with_history(Config::default(), MemHistory::new());
            if let Ok(editor) = editor {
                console.say("type or paste a sentence; an empty line ends it");
                return Self::Editor(Box::new(editor));
            }
        }
        Self::Lines(io::stdin().lock(), Vec::new())
    }

    /// Returns the next query, or `None` at the end. The query is an error if it cannot be one.
    pub(super) fn next(&mut self) -> anyhow::Result<Option<Result<String>>> {
        let query = match self {
            Self::Editor(editor) => match editor.readline("> ") {
                Ok(line) => {
                    let _ = editor.add_history_entry(line.trim());
                    line
                }
                Err(ReadlineError::Eof | ReadlineError::Interrupted) => return Ok(None),
                Err(ReadlineError::Io(e)) => return Err(e.into()),
                Err(e) => return Err(anyhow::anyhow!("the terminal cannot be read: {e}")),
            },
            Self::Lines(input, line) => {
                line.clear();
                match read_line(input, LONGEST, line)? {
                    LineRead::End => return Ok(None),
                    LineRead::Whole => String::from_utf8_lossy(line).into_owned(),
                    LineRead::TooLong => {
                        let message = format!("a query is longer than {} MiB", LONGEST >> 20);
                        return Ok(Some(Err(Error::new(ErrorKind::Text, message))));
                    }
                }
            }
        };
        let query = query.trim();
        Ok((!query.is_empty()).then(|| Ok(query.to_owned())))
    }
}
