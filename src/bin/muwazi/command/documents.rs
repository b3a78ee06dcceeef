//! The options of every command that reads documents.

use std::collections::BTreeSet;

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
    /// values, untranslatable, labels, embedded; several with commas, or all
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = offered::extras(),
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

impl Extras {
    /// Every name, `all` last.
    pub(super) fn names() -> Vec<&'static str> {
        Extra::ALL.into_iter().map(Extra::name).chain(["all"]).collect()
    }

    /// The content of a name.
    pub(super) fn named(name: &str) -> Result<Self, String> {
        if name == "all" {
            return Ok(Self(Extra::ALL.to_vec()));
        }
        let found = Extra::ALL.into_iter().find(|extra| extra.name() == name);
        let found = found.map(|extra| Self(vec![extra]));
        found.ok_or_else(|| format!("choose from {}", Self::names().join(", ")))
    }
}

/// The names of the formats of documents.
pub(super) fn format_names() -> Vec<&'static str> {
    registry::every().map(|reader| reader.name).collect()
}
