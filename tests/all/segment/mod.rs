//! Sentence rules: the SRX files that are read and written.

mod srx;
