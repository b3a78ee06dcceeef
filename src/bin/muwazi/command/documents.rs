//! The options of every command that reads documents.

use std::collections::BTreeSet;

use clap::{Arg, Command, builder::PossibleValue, builder::TypedValueParser};
use muwazi::{document::Extra, read::registry};

use super::offered;

/// How documents are read.
#[derive(clap::Args)]
pub(crate) struct DocumentArgs {
    /// The format of the documents, such as text, docx or html; detected if not given
    #[arg(long, value_name = "FORMAT", value_parser = offered::document_format(),
          hide_possible_values = true)]
    pub(super) input_format: Option<String>,
    /// The encoding of texts, such as windows-1256; detected if not given
    #[arg(long, value_name = "NAME", value_parser = offered::encoding(), hide_possible_values = true)]
    pub(super) encoding: Option<String>,
    /// Also read what is left out otherwise: hidden, deleted, comments, navigation, code, furniture,
    /// values, untranslatable; several with commas, or all
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = ExtraParser,
          hide_possible_values = true)]
    with: Vec<Extras>,
    /// Read the whole page of HTML, not only its article; as --with navigation
    #[arg(long)]
    whole: bool,
}

impl DocumentArgs {
    /// The content that is read beside the usual one.
    pub(super) fn extras(&self) -> BTreeSet<Extra> {
        let named = self.with.iter().flat_map(|Extras(extras)| extras.iter().copied());
        named.chain(self.whole.then_some(Extra::Navigation)).collect()
    }
}

/// One kind of content, or all.
#[derive(Clone)]
pub(crate) struct Extras(Vec<Extra>);

/// Reads the name of a kind of content.
#[derive(Clone)]
struct ExtraParser;

impl TypedValueParser for ExtraParser {
    type Value = Extras;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> clap::error::Result<Extras> {
        let parse = |name: &str| {
            if name == "all" {
                return Ok(Extras(Extra::ALL.to_vec()));
            }
            let found = Extra::ALL.into_iter().find(|extra| extra.name() == name);
            let names = Extra::ALL.map(Extra::name).join(", ");
            found.map(|extra| Extras(vec![extra])).ok_or(format!("choose from {names}, or all"))
        };
        parse.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let names = Extra::ALL.into_iter().map(Extra::name).chain(["all"]);
        Some(Box::new(names.map(PossibleValue::new)))
    }
}

/// The names of the formats of documents.
pub(super) fn format_names() -> Vec<&'static str> {
    registry::every().map(|reader| reader.name).collect()
}
