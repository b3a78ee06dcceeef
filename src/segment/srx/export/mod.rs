//! Export of the built-in rules as SRX 2.0, so that CAT tools segment as this program does.
//!
//! The words come from the lists that the native engine reads; [`rules`] expresses the rules of
//! `segment/decide` as patterns, in the same order. Conditions that a pattern cannot test (on
//! the whole sentence so far) are approximated; `tests/all/segment/srx.rs` measures how
//! closely.
//!
//! Patterns use only syntax that Java, ICU and .NET share: sets, bounded counts, groups, plain
//! look-ahead. White space is spelt out, since Java's `\s` knows only that of ASCII.

mod ellipsis;
mod kinds;
mod pieces;
mod rules;
mod spelling;
mod strict;

use super::super::rules::for_lang;
use crate::{
    error::{Error, ErrorKind, Result},
    lang::{
        Lang,
        profile::{self, Profile},
    },
};

/// A rule: whether it breaks, the patterns before and after the offset, and a note on its purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Written {
    breaks: bool,
    before: String,
    after: String,
    note: &'static str,
}

/// An SRX file as text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exported {
    /// The file, in UTF-8.
    pub text: String,
    /// The number of rules.
    pub rules: usize,
}

/// Writes the built-in rules of some languages as SRX 2.0.
///
/// ```
/// use muwazi::{Lang, segment::srx::{Srx, export}};
/// let file = export(&[Lang::arabic()])?;
/// let srx = Srx::read(file.text.as_bytes(), "muwazi.srx")?;
/// let rules = srx.rules_for("ar")?;
/// let text = "وصل د. أحمد أمس. والتقى بطلابه.";
/// let sentences: Vec<&str> = rules.sentences(text).iter().map(|s| s.of(text)).collect();
/// assert_eq!(sentences, ["وصل د. أحمد أمس.", "والتقى بطلابه."]);
/// # Ok::<(), muwazi::Error>(())
/// ```
pub fn export(languages: &[Lang]) -> Result<Exported> {
    let mut lists = String::new();
    let mut maps = String::new();
    let mut count = 0;
    let mut done: Vec<&str> = Vec::new();
    for lang in languages {
        let profile = profile::of(lang.primary()).filter(|profile| has_rules(profile));
        let codes = profile.map_or(&[][..], |profile| profile.codes);
        let Some(&code) = codes.first() else { return Err(no_rules(lang)) };
        let name = format!("Muwazi {code}");
        if done.contains(&code) {
            continue;
        }
        done.push(code);
        let rules = rules::rules(for_lang(lang));
        count += rules.len();
        lists.push_str(&format!("      <languagerule languagerulename=\"{name}\">\n"));
        for rule in &rules {
            write(rule, &mut lists);
        }
        lists.push_str("      </languagerule>\n");
        for pattern in patterns(codes) {
            maps.push_str(&format!(
                "      <languagemap languagepattern=\"{pattern}\" languagerulename=\"{name}\"/>\n"
            ));
        }
    }
    if done.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "no language given")
            .hint(format!("name one of {}", known())));
    }
    let version = env!("CARGO_PKG_VERSION");
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!-- Sentence rules of Muwazi {version}, made by: muwazi srx -->\n\
         <srx xmlns=\"http://www.lisa.org/srx20\" version=\"2.0\">\n  \
         <header segmentsubflows=\"yes\" cascade=\"no\">\n    \
         <formathandle type=\"start\" include=\"no\"/>\n    \
         <formathandle type=\"end\" include=\"yes\"/>\n    \
         <formathandle type=\"isolated\" include=\"no\"/>\n  \
         </header>\n  <body>\n    <languagerules>\n{lists}    </languagerules>\n    \
         <maprules>\n{maps}    </maprules>\n  </body>\n</srx>\n"
    );
    Ok(Exported { text, rules: count })
}

fn no_rules(lang: &Lang) -> Error {
    Error::new(ErrorKind::Language, format!("no built-in rules for '{lang}'"))
        .hint(format!("built-in rules exist for {}", known()))
}

/// Returns true if the lists of a profile tell abbreviations, so that there are rules to write.
fn has_rules(profile: &Profile) -> bool {
    !profile.sentences.words.is_empty()
}

/// Returns the codes of the languages that have rules, in words.
fn known() -> String {
    let codes: Vec<&str> =
        profile::own().filter(|p| has_rules(p)).filter_map(|p| p.codes.first().copied()).collect();
    match codes.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// Returns the patterns that match the codes of a language and their varieties, `[Aa][Rr].*`; one
/// for the codes that begin alike.
fn patterns(codes: &[&str]) -> Vec<String> {
    let first = codes.first().copied().unwrap_or_default();
    let apart = codes.iter().filter(|code| **code == first || !code.starts_with(first));
    let letters = |code: &&str| -> String {
        code.chars().map(|c| format!("[{}{c}]", c.to_ascii_uppercase())).collect()
    };
    apart.map(|code| letters(code) + ".*").collect()
}

fn write(rule: &Written, out: &mut String) {
    let Written { breaks, before, after, note } = rule;
    let breaks = if *breaks { "yes" } else { "no" };
    out.push_str(&format!(
        "        <!-- {note} -->\n        <rule break=\"{breaks}\">\n          \
         <beforebreak>{}</beforebreak>\n          <afterbreak>{}</afterbreak>\n        </rule>\n",
        escaped(before),
        escaped(after)
    ));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
