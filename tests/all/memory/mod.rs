//! Memories: reading, writing, old versions, crashes.

mod codes;
mod damaged;
mod history;
pub(crate) mod reading;
mod stores;
pub(crate) mod writing;
