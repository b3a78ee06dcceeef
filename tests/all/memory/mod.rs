//! Memories: reading, writing, old versions, crashes.

mod history;
mod killed;
mod reading;
mod stores;
mod writing;
