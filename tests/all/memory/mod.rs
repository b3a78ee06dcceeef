//! Memories: reading, writing, old versions, crashes.

mod codes;
mod killed;
mod reading;
mod stores;
mod writing;
