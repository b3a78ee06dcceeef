//! The options of every command that splits texts into sentences.

use std::path::PathBuf;

use clap::ValueEnum;
use muwazi::service::{SegmenterOptions, SrxOptions};

/// How texts are split into sentences.
#[derive(clap::Args)]
pub(crate) struct Splitting {
    /// Whether lines are wrapped, so that a paragraph ends at an empty line; auto tells it from
    /// their lengths
    #[arg(long, value_name = "yes|no|auto", default_value = "auto", default_missing_value = "yes",
          num_args = 0..=1, require_equals = true, hide_possible_values = true)]
    wrapped: Wrapped,
    /// Abbreviations of your own, one a line, as in 'كغم.' or 'subj. maybe-last'; may stand
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

    /// The options of segmenters, with the rules of an SRX file where one is named.
    pub(crate) fn options(&self, srx: Option<SrxOptions>) -> SegmenterOptions {
        SegmenterOptions { abbreviations: self.abbreviations.clone(), srx }
    }
}
