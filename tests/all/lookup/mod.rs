//! Look-ups and the index beside a memory.

mod answers;
mod big_memory;
mod index;
mod unsound;
