//! Any text as a list of pairs: jobs with safe names, or an error with the line, and nothing else.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use muwazi::batch::{check_name, read_list};

fuzz_target!(|text: &str| {
    for job in read_list(text, "fuzz", Path::new("folder")) {
        let line = job.place.and_then(|place| place.line);
        assert!(line.is_some_and(|line| line > 0));
        match job.files {
            Ok(_) => {
                assert!(check_name(&job.name).is_ok());
                assert_eq!(Path::new(&job.name).components().count(), 1);
            }
            Err(error) => assert_eq!(error.place.and_then(|place| place.line), line),
        }
    }
});
