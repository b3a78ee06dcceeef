//! The options of every command that splits texts into sentences.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use muwazi::service::{SegmenterOptions, SrxOptions};

/// How texts are split into sentences.
#[derive(clap::Args)]
pub(crate) struct Splitting {
    /// Wrapped lines: a paragraph goes on up to an empty line; auto detects it from the lengths of the
    /// lines
    #[arg(long, value_name = "yes|no|auto", default_value = "auto", default_missing_value = "yes",
          num_args = 0..=1, require_equals = true, hide_possible_values = true)]
    wrapped: Wrapped,
    /// A file of your own abbreviations, one per line, as in 'كغم.' or 'subj. maybe-last'; can be given
    /// several times
    #[arg(long, value_name = "FILE")]
    abbreviations: Vec<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Wrapped {
    Yes,
    No,
    Auto,
}

impl Splitting {
    /// As [`muwazi::read::plain::ReadOptions`] has it.
    pub(crate) fn wrapped(&self) -> Option<bool> {
        match self.wrapped {
            Wrapped::Yes => Some(true),
            Wrapped::No => Some(false),
            Wrapped::Auto => None,
        }
    }

    /// The files that are read.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        self.abbreviations.iter().map(PathBuf::as_path)
    }

    /// The options of segmenters, with the rules of an SRX file where one is named.
    pub(crate) fn options(&self, srx: Option<SrxOptions>) -> SegmenterOptions {
        SegmenterOptions { abbreviations: self.abbreviations.clone(), srx }
    }
}
