//! Rules that the sources keep, checked on the files themselves.

mod file_names;
mod floors;
mod imports;
mod messages;
