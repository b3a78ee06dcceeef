//! Memories: reading, writing, old versions, crashes.

mod killed;
mod reading;
mod stores;
mod writing;
