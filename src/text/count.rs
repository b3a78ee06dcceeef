//! Numbers with their nouns.

/// Returns a number with its noun: `1 unit`, `2 units`, `0 entries`. The noun is given in the
/// singular; a word after its head (`pair to look at`) is left to the caller.
///
/// ```
/// use muwazi::text::counted;
/// assert_eq!([counted(1, "unit"), counted(2, "entry")], ["1 unit", "2 entries"]);
/// ```
pub fn counted(number: impl TryInto<u64>, noun: &str) -> String {
    let number: u64 = number.try_into().unwrap_or(u64::MAX);
    if number == 1 {
        return format!("1 {noun}");
    }
    let stem = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match stem {
        Some(stem) => format!("{number} {stem}ies"),
        None => format!("{number} {noun}s"),
    }
}
