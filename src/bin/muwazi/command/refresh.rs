//! After a memory was written: the index beside it is brought up to it, where there is enough new.

use muwazi::{Store, lookup};

use crate::console::Console;

/// Called once the memory holds what a command put in. The units are safe whatever happens here.
pub(super) fn refresh(memory: &dyn Store, console: &Console) -> muwazi::Result<()> {
    lookup::refresh(memory, &mut console.progress())
}
