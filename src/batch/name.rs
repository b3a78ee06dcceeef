//! Names that can be files' names on every system, and stay in their folder.

use unicode_normalization::UnicodeNormalization;

use crate::error::{Error, ErrorKind, Result, Setting};

/// What Windows keeps for devices, whatever the ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// What Windows allows in no name; the slashes would lead out of the folder anywhere.
const FORBIDDEN: &str = "/\\<>:\"|?*";

/// Refuses a name that cannot be a file's name on every system, or that would lead elsewhere.
///
/// # Errors
/// [`ErrorKind::Usage`], with the reason.
pub fn check_name(name: &str) -> Result<()> {
    let Some(reason) = reason(name) else { return Ok(()) };
    let shown: String = name.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    Err(Error::new(ErrorKind::Usage, format!("'{shown}' cannot be a file's name: {reason}"))
        .hint("give a plain file name without ending; the results have a folder of their own")
        .settings(Setting::OutputFolder))
}

fn reason(name: &str) -> Option<String> {
    if let Some(c) = name.chars().find(|c| FORBIDDEN.contains(*c)) {
        return Some(format!("it holds '{c}'"));
    }
    if name.chars().any(char::is_control) {
        return Some("it holds a control character".into());
    }
    if name.is_empty() {
        return Some("it is empty".into());
    }
    if name.ends_with(['.', ' ']) {
        return Some("it ends in a dot or a space".into());
    }
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let numbered = |rest: &str| {
        let mut rest = rest.chars();
        matches!((rest.next(), rest.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    };
    if DEVICES.contains(&stem.as_str()) || port.is_some_and(numbered) {
        return Some("Windows keeps it for a device".into());
    }
    None
}

/// The same for two names that are one file's on some system: there case or the composition of
/// letters makes no difference.
pub(super) fn folded(name: &str) -> String {
    name.nfkc().collect::<String>().to_lowercase().nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_and_bad_names() {
        for good in ["a", "خبر 1", "news.012", ".hidden", "console", "com10", "lpt", "a..b", "été"]
        {
            assert!(check_name(good).is_ok(), "{good}");
        }
        for bad in [
            "", ".", "..", "../a", "a/b", "/a", "C:a", "a\\b", "a\u{0}", "a\n", "a.", "a ", "CON",
            "nul.x", "Com1", "LPT².a", "a?", "aux .b",
        ] {
            assert_eq!(check_name(bad).unwrap_err().kind, ErrorKind::Usage, "{bad}");
        }
    }

    #[test]
    fn names_that_are_one() {
        assert_eq!(folded("Été"), folded("e\u{301}t\u{e9}"));
        assert_ne!(folded("a"), folded("b"));
    }
}
