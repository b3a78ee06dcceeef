//! The tables of names, from CLDR (`tm/languages`).

use std::sync::LazyLock;

use crate::lookup_map::LookupMap;

const LANGUAGES: &str = include_str!("../../../tm/languages/names.tsv");
const REGIONS: &str = include_str!("../../../tm/languages/regions.tsv");
const SCRIPTS: &str = include_str!("../../../tm/languages/scripts.tsv");

/// The standard English name of each code of a language, region or script.
static ENGLISH: LazyLock<LookupMap<&str, &str>> = LazyLock::new(|| {
    rows(LANGUAGES)
        .chain(rows(REGIONS))
        .chain(rows(SCRIPTS))
        .filter_map(|(code, names)| Some((code, names.split(" | ").next()?)))
        .collect()
});

/// Yields the rows of a table: a code, and names with ` | ` between them.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter_map(|line| line.split_once('\t'))
}

/// Returns the English name of the code of a language, region (`EG`) or script (`Latn`).
pub(super) fn in_english(code: &str) -> Option<&'static str> {
    ENGLISH.get(code).copied()
}
