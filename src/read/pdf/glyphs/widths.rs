//! Widths of the letters of the standard fonts, for files that leave them out, in thousandths of an
//! em; from the space to the tilde.

const HELVETICA: &str = "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 \
    556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 \
    667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 \
    500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 \
    334 260 334 584";
const HELVETICA_BOLD: &str = "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 \
    556 556 556 556 556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 \
    556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 333 556 \
    611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 \
    500 389 280 389 584";
const TIMES: &str = "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 \
    500 500 500 500 500 500 278 278 564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 \
    611 889 722 722 556 722 667 556 611 722 722 944 722 722 611 333 278 333 469 500 333 444 500 444 \
    500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 444 480 \
    200 480 541";
const TIMES_BOLD: &str = "250 333 555 500 500 1000 833 278 333 333 500 570 250 333 250 278 500 500 500 \
    500 500 500 500 500 500 500 333 333 570 570 570 500 930 722 667 722 722 667 611 778 778 389 500 \
    778 667 944 722 778 611 778 722 556 667 722 722 1000 722 722 667 333 278 333 581 500 333 500 556 \
    444 556 444 333 500 556 278 333 556 278 833 556 500 556 556 444 389 333 556 500 722 500 500 444 \
    394 220 394 520";

/// Returns the widths of a standard font by code; letters with accents are as wide as an `n`.
pub(super) fn standard(name: &str, codes: impl Fn(u8) -> Option<char>) -> Vec<f64> {
    let name = name.to_lowercase();
    if name.contains("courier") || name.contains("mono") {
        return vec![600.; 256];
    }
    let is_times = ["times", "roman", "serif", "georgia"].iter().any(|word| name.contains(word));
    let table = match (is_times && !name.contains("sans"), name.contains("bold")) {
        (true, true) => TIMES_BOLD,
        (true, false) => TIMES,
        (false, true) => HELVETICA_BOLD,
        (false, false) => HELVETICA,
    };
    let table: Vec<f64> = table.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    let width = |c: char| {
        let place = match c {
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            '–' => '0',
            '—' => 'M',
            '\u{A0}' => ' ',
            _ => c,
        };
        let at = (place as usize).checked_sub(0x20);
        at.and_then(|at| table.get(at)).copied().unwrap_or(500.)
    };
    (0..=255).map(|code| codes(code).map_or(0., width)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole() {
        for table in [HELVETICA, HELVETICA_BOLD, TIMES, TIMES_BOLD] {
            assert_eq!(table.split_whitespace().count(), 95);
        }
        let widths = standard("Helvetica", |code| Some(char::from(code)));
        assert_eq!((widths[b'A' as usize], widths[b'i' as usize]), (667., 222.));
    }
}
