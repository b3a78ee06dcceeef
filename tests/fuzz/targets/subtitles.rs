//! Subtitles of any bytes: blocks are in order, and nothing panics.
#![no_main]

mod segmented;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| segmented::read_and_segment(&["a.srt", "a.vtt", "a.ass", "a.sub"], bytes));
