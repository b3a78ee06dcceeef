//! Memories: reading, writing, old versions, crashes.

mod codes;
mod history;
pub(crate) mod reading;
mod stores;
pub(crate) mod writing;
