//! Any bytes are read as XLSX or refused; what was read is written and is as many units again.

#![no_main]

mod support;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| support::read_and_write("xlsx", bytes));
