//! Languages that have no profile and are told all the same. They also keep a text of theirs from
//! being taken for a language that has one.

use unicode_script::Script;

use crate::lang::profile::script_named;

/// The list, which says itself what is in it.
const WORDS: &str = include_str!("../../../tm/detection/words.tsv");

/// A language without a profile.
pub(super) struct Other {
    /// Empty if the language is never told.
    pub(super) code: &'static str,
    pub(super) script: Script,
    pub(super) letters: &'static str,
    /// Letters of which every text of some length has one.
    pub(super) needed: &'static str,
    pub(super) common: &'static str,
}

/// Yields the languages of the list.
pub(super) fn others() -> impl Iterator<Item = Other> {
    WORDS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('\t');
        let (code, script) = (fields.next()?, script_named(fields.next()?)?);
        let code = if code.starts_with('(') { "" } else { code };
        let mut letters = || fields.next().map(|letters| letters.trim_matches('-'));
        let (letters, needed) = (letters()?, letters()?);
        Some(Other { code, script, letters, needed, common: fields.next()? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(others().count(), lines.count());
        assert!(others().all(|other| !other.common.is_empty()));
    }
}
