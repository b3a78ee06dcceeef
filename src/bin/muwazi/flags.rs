//! The flags of the settings that a hint of the library is about.

use clap::CommandFactory;
use muwazi::error::{Operation, Setting, Settings};

/// Returns a hint with the flags that it is about, as `command` spells them.
pub(crate) fn with_flags(
    hint: &str,
    settings: Settings,
    operation: Option<Operation>,
    command: &str,
) -> String {
    let mut names = of(settings, command);
    names.extend(operation.map(|operation| of_operation(operation).to_owned()));
    if names.is_empty() { hint.to_owned() } else { format!("{hint} ({})", names.join(", ")) }
}

/// The flags of settings. A command without a flag for a setting adds nothing.
fn of(settings: Settings, command: &str) -> Vec<String> {
    if settings.is_empty() {
        return Vec::new();
    }
    let program = crate::Cli::command();
    let Some(command) = program.find_subcommand(command) else { return Vec::new() };
    let has = |flag: &str| command.get_arguments().any(|arg| arg.get_long() == Some(flag));
    let mut names = Vec::new();
    for setting in settings.iter() {
        if setting == Setting::EmbeddingsKey {
            names.push("MUWAZI_EMBEDDINGS_KEY in the environment".to_owned());
            continue;
        }
        let flags = candidates(setting).iter().find(|flags| flags.iter().all(|flag| has(flag)));
        for flag in flags.into_iter().copied().flatten() {
            names.push(match setting {
                Setting::Strict => format!("leave out --{flag}"),
                _ => format!("--{flag}"),
            });
        }
    }
    names.dedup();
    names
}

/// The flags that a setting can have. The first group that a command has in full is the one.
fn candidates(setting: Setting) -> &'static [&'static [&'static str]] {
    match setting {
        Setting::SourceLang => &[&["from"], &["lang"]],
        Setting::TargetLang => &[&["to"]],
        Setting::Lang => &[&["lang"], &["from", "to"]],
        Setting::InputFormat => &[&["input-format"]],
        Setting::OutputFormat => &[&["format"]],
        Setting::Encoding => &[&["encoding"]],
        Setting::Strict => &[&["strict"]],
        Setting::PairList => &[&["pairs"]],
        Setting::OutputFolder => &[&["out-dir"]],
        Setting::JsonLines => &[&["jsonl"]],
        Setting::FileName => &[&["name"]],
        Setting::GoldEnding => &[&["gold-ending"]],
        Setting::EmbeddingsUrl => &[&["embeddings"]],
        Setting::EmbeddingsModel => &[&["embeddings-model"]],
        Setting::EmbeddingsCache => &[&["embeddings-cache"]],
        Setting::Force => &[&["force"]],
        Setting::Wait => &[&["wait"]],
        Setting::Extras => &[&["with"]],
        Setting::NamedFiles => &[&["files"]],
        Setting::Unrelated => &[&["keep-unrelated"]],
        _ => &[],
    }
}

fn of_operation(operation: Operation) -> &'static str {
    match operation {
        Operation::Import => "muwazi import -m MEMORY FILE",
        Operation::Export => "muwazi export -m MEMORY -o FILE",
        Operation::Repair => "muwazi doctor MEMORY --repair FILE",
        _ => "see muwazi --help",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_a_flag_in_some_command() {
        let program = crate::Cli::command();
        for setting in Setting::ALL {
            let named =
                program.get_subcommands().any(|c| !of(setting.into(), c.get_name()).is_empty());
            assert!(named, "{setting:?}");
        }
    }

    #[test]
    fn a_command_has_its_own_flags() {
        let both = Settings::from([Setting::SourceLang, Setting::TargetLang]);
        assert_eq!(of(both, "align"), ["--from", "--to"]);
        assert_eq!(of(Setting::Lang.into(), "align"), ["--from", "--to"]);
        assert_eq!(of(Setting::Lang.into(), "segment"), ["--lang"]);
        assert!(of(both, "stats").is_empty() && of(both, "").is_empty());
        let hint = with_flags("mend it", Setting::Strict.into(), None, "import");
        assert_eq!(hint, "mend it (leave out --strict)");
    }
}
