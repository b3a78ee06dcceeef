//! Memories: reading, writing, old versions, crashes.

mod codes;
mod history;
mod killed;
mod reading;
mod stores;
mod writing;
