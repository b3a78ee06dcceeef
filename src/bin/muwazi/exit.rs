//! The exit statuses, which are the same for every command.

use std::{io, process::ExitCode};

/// The way in which a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Everything is done.
    Done = 0,
    /// Done, but the user should look at something.
    Look = 1,
    /// Not done, or not all of it.
    Failed = 2,
}

impl Exit {
    /// Done, with or without something for a person to look at.
    pub(crate) fn look_if(look: bool) -> Self {
        if look { Self::Look } else { Self::Done }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Returns true if the reader of the output has closed it, as `head` does. That is not a failure.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}
