//! All tests that see the crate from outside, in one binary: one is linked and cached faster than
//! many.
//!
//! | folder | tests |
//! |---|---|
//! | `sessions.rs` | the command line, as typed and answered: `tests/cmd` |
//! | `laws.rs` | properties of any text |
//! | `align`, `segment`, `memory`, `lookup`, `format` | the parts of the library and their commands |
//! | `program` | the program on terminals, in pipes, under signals |
//! | `accident` | programs killed and power cut while they write |
//! | `quality` | floors of precision and recall on gold data |
//! | `windows.rs` | what Windows does in another way: devices, patterns, long paths |
//! | `tree` | the sources themselves: imports, file names |
//! | `support` | helpers of the others |
//!
//! Tests that need what a user does not have (`../shared`, OmegaT) or that take minutes are marked
//! `#[ignore = "…"]` with the reason. `cargo test` names and counts them; `cargo test --
//! --include-ignored` runs them, and then what they need must be there.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests, and figures")]

mod accident;
mod align;
mod format;
mod laws;
mod lookup;
mod memory;
#[cfg(unix)]
mod program;
mod quality;
mod segment;
mod sessions;
mod support;
mod tree;
#[cfg(windows)]
mod windows;
