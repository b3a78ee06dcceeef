//! `--srx FILE`: rules of the user's own in place of ours, for the commands that split texts.

use std::{fs::File, path::PathBuf, sync::Arc};

use muwazi::{
    Error, Lang,
    segment::{
        Segmenter,
        srx::{Dialect, Srx, SrxRules, Warning},
    },
};

use crate::{console::Console, exit::Exit};

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

/// The rules of a file, and what was said of them.
pub(crate) struct OwnRules {
    srx: Srx,
    dialect: Dialect,
    language: Option<String>,
    compiled: Vec<(String, Arc<SrxRules>)>,
    exit: Exit,
}

impl SrxArgs {
    /// The rules, where there are any to read; tells what is odd about them.
    pub(crate) fn read(&self, console: &Console) -> muwazi::Result<Option<OwnRules>> {
        let Some(path) = &self.srx else { return Ok(None) };
        let file = File::open(path).map_err(|e| Error::io("cannot read", path, e))?;
        let srx = Srx::read(file, &path.display().to_string())?;
        srx.warnings.iter().for_each(|warning| tell(warning, console));
        let exit = if srx.reported() > 0 { Exit::Look } else { Exit::Done };
        Ok(Some(OwnRules {
            srx,
            dialect: self.srx_dialect.unwrap_or_default(),
            language: self.srx_language.clone(),
            compiled: Vec::new(),
            exit,
        }))
    }
}

impl OwnRules {
    /// The rules for a language; tells how many there are.
    pub(crate) fn segmenter(
        &mut self,
        lang: &Lang,
        console: &Console,
    ) -> muwazi::Result<Segmenter> {
        let code = self.language.as_deref().unwrap_or(lang.as_str());
        if let Some((_, rules)) = self.compiled.iter().find(|(known, _)| known == code) {
            return Ok(Segmenter::from_srx(Arc::clone(rules)));
        }
        let rules = Arc::new(self.srx.rules_in(code, self.dialect)?);
        rules.warnings().iter().for_each(|warning| tell(warning, console));
        if !rules.warnings().is_empty() {
            self.exit = Exit::Look;
        }
        console.say(format_args!(
            "{}: {} rules loaded, {} run for {code}, {} reported",
            self.srx.origin,
            self.srx.loaded(),
            rules.run(),
            self.srx.reported() + rules.warnings().len(),
        ));
        self.compiled.push((code.to_owned(), Arc::clone(&rules)));
        Ok(Segmenter::from_srx(rules))
    }

    /// What can be told only after the work, and whether a person should look.
    pub(crate) fn finish(&self, console: &Console) -> Exit {
        let mut exit = self.exit;
        for warning in self.compiled.iter().flat_map(|(_, rules)| rules.gave_up()) {
            tell(&warning, console);
            exit = Exit::Look;
        }
        exit
    }
}

fn tell(warning: &Warning, console: &Console) {
    let Warning { place, message, hint } = warning;
    match hint {
        Some(hint) => console.warn(format_args!("{place}: {message}\n  hint: {hint}")),
        None => console.warn(format_args!("{place}: {message}")),
    }
}
