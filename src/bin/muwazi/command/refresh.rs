//! After a memory was written: what is derived from it is brought up to it.

use muwazi::Memory;

use crate::console::Console;

/// Called once the memory holds what a command put in. The units are safe whatever happens here.
#[expect(clippy::unnecessary_wraps, reason = "an index beside the memory will be written here")]
pub(super) fn refresh(_memory: &Memory, _console: &Console) -> muwazi::Result<()> {
    Ok(())
}
