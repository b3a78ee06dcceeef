//! Pairs of inline codes.

use std::collections::BTreeMap;

use super::{CodeKind, Mark};

/// Returns the index of the other half of each code that opens or closes a pair. A code whose other
/// half is missing, comes first, or has a number that another pair of the text has, has none.
pub(crate) fn halves(marks: &[Mark]) -> Vec<Option<usize>> {
    let mut halves = vec![None; marks.len()];
    let mut open: BTreeMap<u32, Option<usize>> = BTreeMap::new();
    for (i, mark) in marks.iter().enumerate() {
        let Some(number) = mark.code.pair() else { continue };
        match mark.code.kind() {
            CodeKind::Open => {
                open.entry(number).or_insert(Some(i));
            }
            CodeKind::Close => {
                if let Some(opening) = open.get_mut(&number).and_then(Option::take) {
                    (halves[opening], halves[i]) = (Some(i), Some(opening));
                }
            }
            _ => {}
        }
    }
    halves
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_half_has_its_other() {
        let halves_of = |tags: &str| {
            let marks: Vec<Mark> = tags.split(' ').map(mark).collect();
            halves(&marks)
        };
        assert_eq!(halves_of("o1 p2 c1"), [Some(2), None, Some(0)]);
        assert_eq!(halves_of("o1 o2 c1 c2"), [Some(2), Some(3), Some(0), Some(1)]);
        assert_eq!(halves_of("c1 o1"), [None, None]);
        assert_eq!(halves_of("o1 c2"), [None, None]);
        // A number that is used again makes no pair.
        assert_eq!(halves_of("o1 c1 o1 c1"), [Some(1), Some(0), None, None]);
        assert_eq!(halves_of("o1 o1 c1 c1"), [Some(2), None, Some(0), None]);
    }

    fn mark(tag: &str) -> Mark {
        let name = match &tag[..1] {
            "o" => "bpt i",
            "c" => "ept i",
            _ => "ph x",
        };
        Mark::from_tmx(0, &format!("<{name}=\"{}\"/>", &tag[1..]))
    }
}
