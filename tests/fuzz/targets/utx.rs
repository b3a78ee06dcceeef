//! Any bytes are read as UTX or refused; what was read is written and is no fewer units again.

#![no_main]

mod support;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| support::read_and_write("utx", bytes));
