//! Any bytes as JSON lines: one whole line of JSON for each that is not empty.
#![no_main]

use libfuzzer_sys::fuzz_target;
use muwazi::{
    align::{Segmented, align},
    pipeline::{PipelineOptions, run},
};

fuzz_target!(|bytes: &[u8]| {
    let mut out = Vec::new();
    let counts = run(bytes, &mut out, &PipelineOptions::default(), |source, target| {
        let (source, target) = (Segmented::new(source), Segmented::new(target));
        Ok(align(source, target))
    });
    let counts = counts.unwrap();
    let asked = bytes.split(|b| *b == b'\n').filter(|line| !line.trim_ascii().is_empty()).count();
    assert_eq!(counts.aligned + counts.failed, asked);
    let lines: Vec<&[u8]> = out.split(|b| *b == b'\n').collect();
    assert_eq!(lines.len(), asked + 1);
});
