//! `--srx FILE`: rules of the user's own in place of ours, for the commands that split texts.

use std::path::{Path, PathBuf};

use muwazi::{segment::srx::Dialect, service::SrxOptions};

#[derive(clap::Args)]
pub(crate) struct SrxArgs {
    /// Split only by the rules of an SRX file, as CAT tools do
    #[arg(long, value_name = "FILE.srx", conflicts_with = "abbreviations")]
    srx: Option<PathBuf>,
    /// The code to look up in the language maps of the file, such as ar_two; the language of the text
    /// if not given
    #[arg(long, value_name = "CODE", requires = "srx")]
    srx_language: Option<String>,
    /// The dialect of the regular expressions: icu, as the SRX standard says, or java, as in
    /// LanguageTool and OmegaT (\s, \w and \d match only ASCII)
    #[arg(long, value_name = "icu|java", requires = "srx", value_parser = dialect)]
    srx_dialect: Option<Dialect>,
}

fn dialect(text: &str) -> Result<Dialect, String> {
    match text {
        "icu" => Ok(Dialect::Icu),
        "java" => Ok(Dialect::Java),
        _ => Err("it is neither icu nor java".to_owned()),
    }
}

impl SrxArgs {
    /// The file, where one is named.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.srx.as_deref()
    }

    /// The file with its options, where one is named.
    pub(crate) fn options(&self) -> Option<SrxOptions> {
        Some(SrxOptions {
            file: self.srx.clone()?,
            language: self.srx_language.clone(),
            dialect: self.srx_dialect.unwrap_or_default(),
        })
    }
}
