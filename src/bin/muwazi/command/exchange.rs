//! Options and messages of the commands that read or write files of units.

use std::{io, path::Path};

use jiff::Timestamp;
use muwazi::{
    Format, Lang,
    format::{
        registry,
        source::Source,
        units::{Dialect, Level, Outcome, Reading, Writing},
    },
    service::{UnitInput, find_units, open_units},
    text::counted,
};

use super::{
    input::{STDIN, is_stdin},
    language::LangParser,
    offered,
};
use crate::{console::Console, exit::Exit};

/// How files of units are read.
#[derive(clap::Args)]
pub(crate) struct InArgs {
    /// The format of the files; detected from content or name if not given (see 'muwazi formats')
    #[arg(long, value_name = "FORMAT", help_heading = "Reading",
          value_parser = offered::input_format(), hide_possible_values = true)]
    input_format: Option<String>,
    /// The language of the sources, if the file does not give it
    #[arg(
        long = "from",
        alias = "source-lang",
        value_name = "LANG",
        value_parser = LangParser, hide_possible_values = true,
        help_heading = "Reading"
    )]
    pub(super) source_lang: Option<Lang>,
    /// The language of the targets, if the file does not give it
    #[arg(
        long = "to",
        alias = "target-lang",
        value_name = "LANG",
        value_parser = LangParser, hide_possible_values = true,
        help_heading = "Reading"
    )]
    pub(super) target_lang: Option<Lang>,
    /// The encoding of plain text, such as windows-1256; detected if not given
    #[arg(long, value_name = "NAME", help_heading = "Reading",
          value_parser = offered::encoding(), hide_possible_values = true)]
    encoding: Option<String>,
    /// Take away the apostrophes that --quote-formulas put into a CSV or TSV
    #[arg(long, help_heading = "Reading")]
    unquote_formulas: bool,
    /// Stop with an error where there would be a warning
    #[arg(long, help_heading = "Reading")]
    strict: bool,
}

impl InArgs {
    pub(super) fn format(&self) -> muwazi::Result<Option<&'static Format>> {
        self.input_format.as_deref().map(registry::by_name).transpose()
    }

    /// Returns true if no format is named.
    pub(super) fn is_any_format(&self) -> bool {
        self.input_format.is_none()
    }

    fn reading(&self) -> Reading {
        Reading {
            source_lang: self.source_lang.clone(),
            target_lang: self.target_lang.clone(),
            encoding: self.encoding.clone(),
            strict: self.strict,
            unquote_formulas: self.unquote_formulas,
        }
    }

    /// The files that a path names, more than one where it is an archive; warns of those in it that hold
    /// no units.
    pub(super) fn sources(&self, path: &Path, console: &Console) -> muwazi::Result<Vec<Source>> {
        if is_stdin(path) {
            return Ok(vec![Source::stream(io::stdin(), STDIN)?]);
        }
        find_units(path, self.format()?, self.strict, &mut console.progress())
    }

    /// Opens a file.
    pub(super) fn open(&self, source: Source) -> muwazi::Result<UnitInput> {
        open_units(source, self.format()?, &self.reading())
    }
}

/// How a file of units is written.
#[derive(clap::Args)]
pub(crate) struct OutArgs {
    /// The format of the output; taken from the file name if not given (see 'muwazi formats')
    #[arg(long, value_name = "FORMAT", help_heading = "Writing",
          value_parser = offered::output_format(), hide_possible_values = true)]
    format: Option<String>,
    /// The tool that will read the TMX: standard, omegat, trados, memoq, wordfast
    #[arg(long, value_name = "TOOL", help_heading = "Writing",
          value_parser = offered::dialect(), hide_possible_values = true)]
    dialect: Option<Dialect>,
    /// The level of the TMX: 1 without inline tags, 2 with them
    #[arg(long, value_name = "LEVEL", help_heading = "Writing",
          value_parser = offered::level(), hide_possible_values = true)]
    level: Option<Level>,
    /// In CSV and TSV, put an apostrophe before texts that a spreadsheet would take for formulas: those
    /// that begin with = + - @
    #[arg(long, help_heading = "Writing")]
    quote_formulas: bool,
}

impl OutArgs {
    /// The format that is named, or that the file's name tells.
    pub(super) fn format(&self, path: &Path) -> muwazi::Result<&'static Format> {
        match &self.format {
            Some(name) => registry::by_name(name),
            // To standard output goes what all tools read.
            None if path == Path::new("-") => registry::by_name("tmx"),
            None => registry::to_write(path),
        }
    }

    pub(super) fn writing(&self, created: Timestamp) -> Writing {
        Writing {
            dialect: self.dialect.unwrap_or_default(),
            level: self.level.unwrap_or_default(),
            quote_formulas: self.quote_formulas,
            ..Writing::new(created)
        }
    }
}

/// Says what was written, and what the format cannot hold.
pub(super) fn tell(outcome: &Outcome, format: &Format, console: &Console) -> Exit {
    console.say(format_args!("{} written", counted(outcome.units, "unit")));
    if outcome.lost.is_empty() {
        return Exit::Done;
    }
    let said = |(what, n): (&String, &u64)| format!("{n} {what}");
    let all: Vec<String> = outcome.lost.iter().map(said).collect();
    console.warn(format_args!("left out, for {} cannot hold it: {}", format.name, all.join(", ")));
    Exit::Look
}
