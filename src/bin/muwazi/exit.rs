//! The exit statuses, which are the same for every command.

use std::{io, process::ExitCode};

use muwazi::{Error, ErrorKind};

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
    // A server that hangs up is another matter.
    let is_service =
        |cause: &Cause| cause.downcast_ref::<Error>().is_some_and(|e| e.kind == ErrorKind::Service);
    !error.chain().any(is_service) && error.chain().any(is_closed)
}

type Cause = dyn std::error::Error + 'static;

/// Returns true for the error of a closed pipe itself. JSON and other formats hide it within their own.
pub(crate) fn is_closed(cause: &Cause) -> bool {
    if let Some(e) = cause.downcast_ref::<serde_json::Error>() {
        return e.io_error_kind() == Some(io::ErrorKind::BrokenPipe);
    }
    let Some(e) = cause.downcast_ref::<io::Error>() else { return false };
    // Windows: a pipe is being closed, and no process is at its other end.
    let is_windows = cfg!(windows) && matches!(e.raw_os_error(), Some(232 | 233));
    let within = || e.get_ref().is_some_and(|inner| is_closed(inner));
    e.kind() == io::ErrorKind::BrokenPipe || is_windows || within()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_seen_through_other_errors() {
        struct Closed;
        impl io::Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let json = || serde_json::to_writer(Closed, "x").unwrap_err();
        let closed = || io::Error::from(io::ErrorKind::BrokenPipe);
        for error in [
            anyhow::Error::from(json()),
            anyhow::Error::from(io::Error::other(json())),
            anyhow::Error::from(io::Error::other(closed())).context("x"),
            anyhow::Error::from(Error::cannot_write(json().into())),
            anyhow::Error::from(Error::cannot_write(closed())),
        ] {
            assert!(is_closed_pipe(&error), "{error:?}");
        }
        let server = Error::new(ErrorKind::Service, "it hung up").because(closed());
        for error in [
            anyhow::Error::from(server),
            anyhow::Error::from(Error::cannot_write(io::ErrorKind::StorageFull.into())),
            anyhow::anyhow!("broken pipe"),
        ] {
            assert!(!is_closed_pipe(&error), "{error:?}");
        }
    }
}
