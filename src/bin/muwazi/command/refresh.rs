//! After a memory was written: the index beside it is brought up to it, where there is enough new.

use muwazi::{Store, lookup};

use crate::{console::Console, exit::Exit};

/// Called once the memory holds what a command put in. The units are safe whatever happens here.
pub(super) fn refresh(memory: &dyn Store, console: &Console) -> Exit {
    match lookup::refresh(memory, &mut console.progress()) {
        Ok(()) => Exit::Done,
        Err(e) => {
            let e = anyhow::Error::from(e);
            console.error(&e.context("the memory is written, but its index is not up to date"));
            Exit::Look
        }
    }
}
