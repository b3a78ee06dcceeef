//! The tables of names, from CLDR (`tm/languages`).

use std::sync::LazyLock;

use super::words::words;
use crate::lookup_map::LookupMap;

const LANGUAGES: &str = include_str!("../../../tm/languages/names.tsv");
const REGIONS: &str = include_str!("../../../tm/languages/regions.tsv");
const SCRIPTS: &str = include_str!("../../../tm/languages/scripts.tsv");

/// The standard English name of each code of a language, region or script.
static ENGLISH: LazyLock<LookupMap<&str, &str>> = LazyLock::new(|| {
    [LANGUAGES, REGIONS, SCRIPTS]
        .into_iter()
        .flat_map(rows)
        .filter_map(|(code, names)| Some((code, names.split(" | ").next()?)))
        .collect()
});

/// The codes that a name may stand for. `Arabic` is a language and a script.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Codes {
    pub(super) language: Option<&'static str>,
    pub(super) script: Option<&'static str>,
    pub(super) region: Option<&'static str>,
}

/// All names by the keys of their words, and the most words of one.
static NAMES: LazyLock<(LookupMap<String, Codes>, usize)> = LazyLock::new(|| {
    let mut names = LookupMap::<String, Codes>::default();
    let mut longest = 0;
    for (table, field) in [
        (LANGUAGES, (|codes| &mut codes.language) as fn(&mut Codes) -> &mut Option<&'static str>),
        (SCRIPTS, |codes| &mut codes.script),
        (REGIONS, |codes| &mut codes.region),
    ] {
        for (code, name) in
            rows(table).flat_map(|(code, names)| names.split(" | ").map(move |name| (code, name)))
        {
            let words = words(name);
            longest = longest.max(words.len());
            let keys: Vec<String> = words.into_iter().map(|word| word.key).collect();
            field(names.get_or(keys.join(" "), Codes::default)).get_or_insert(code);
        }
    }
    (names, longest)
});

/// Yields the rows of a table: a code, and names with ` | ` between them.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter_map(|line| line.split_once('\t'))
}

/// Returns the English name of the code of a language, region (`EG`) or script (`Latn`).
pub(super) fn in_english(code: &str) -> Option<&'static str> {
    ENGLISH.get(code).copied()
}

/// Returns the codes that a name may stand for, by the keys of its words with spaces between.
pub(super) fn named(key: &str) -> Option<Codes> {
    NAMES.0.get(key).copied()
}

/// Returns the most words that a name has.
pub(super) fn longest() -> usize {
    NAMES.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    #[test]
    fn codes_are_canonical_and_no_name_is_empty() {
        for (code, names) in rows(LANGUAGES) {
            assert_eq!(code.parse::<Lang>().unwrap().as_str(), code);
            assert!(names.split(" | ").all(|name| !words(name).is_empty()), "{code}: {names}");
        }
        for (code, _) in rows(REGIONS) {
            let lang = format!("en-{code}");
            assert_eq!(lang.parse::<Lang>().unwrap().as_str(), lang);
        }
        for (code, _) in rows(SCRIPTS) {
            let lang = format!("en-{code}");
            assert_eq!(lang.parse::<Lang>().unwrap().as_str(), lang);
        }
    }
}
