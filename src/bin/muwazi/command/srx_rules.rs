//! `--srx FILE`: rules of the user's own in place of ours, for the commands that split texts.

use std::path::PathBuf;

use muwazi::{segment::srx::Dialect, service::SrxOptions};

#[derive(clap::Args)]
pub(crate) struct SrxArgs {
    /// Split by the rules of an SRX file, as CAT tools have them, and by nothing else
    #[arg(long, value_name = "FILE.srx", conflicts_with = "abbreviations")]
    srx: Option<PathBuf>,
    /// The code to look up in the file's language maps, such as ar_two; the text's language when
    /// not given
    #[arg(long, value_name = "CODE", requires = "srx")]
    srx_language: Option<String>,
    /// Whose regular expressions they are: icu, as the SRX standard has it, or java, as
    /// LanguageTool and OmegaT run them (\s, \w and \d are ASCII only)
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
    pub(crate) fn options(&self) -> Option<SrxOptions> {
        Some(SrxOptions {
            file: self.srx.clone()?,
            language: self.srx_language.clone(),
            dialect: self.srx_dialect.unwrap_or_default(),
        })
    }
}
