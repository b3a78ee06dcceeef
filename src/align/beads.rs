//! Bead lists: one bead per line as `[0, 1]:[0]:0.93`, with segment indices from 0 and the
//! confidence last. The format of hunalign's and Vecalign's test sets, with the confidence added.

use std::{
    io::{self, Write},
    ops::Range,
};

use super::Bead;
use crate::error::{Error, ErrorKind, Place, Result};

/// Writes all beads, including omissions.
///
/// # Errors
/// Errors of the output.
pub fn write(beads: &[Bead], out: &mut dyn Write) -> io::Result<()> {
    for bead in beads {
        write!(out, "{}:{}", indices(&bead.source), indices(&bead.target))?;
        match bead.confidence {
            Some(confidence) => writeln!(out, ":{confidence:.2}")?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}

/// The source segments and the target segments that a line of a bead list joins.
pub type Pair = (Vec<usize>, Vec<usize>);

/// Reads a bead list: the indices on either side of each line. The rest of a line is ignored.
///
/// # Errors
/// [`ErrorKind::Format`] with the line number if a line is not a bead.
pub fn read(text: &str, origin: &str) -> Result<Vec<Pair>> {
    // CR alone ends a line too; otherwise such a file would be read as one long line.
    let text = text.replace("\r\n", "\n");
    let lines = text.split(['\n', '\r']).enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            pair(line).ok_or_else(|| {
                Error::new(ErrorKind::Format, "not a bead")
                    .at(Place::line(origin, number as u64 + 1))
                    .hint("write it like [0, 1]:[0]")
            })
        })
        .collect()
}

fn pair(line: &str) -> Option<Pair> {
    let (source, rest) = side(line)?;
    let (target, _) = side(rest.trim_start().strip_prefix(':')?)?;
    Some((source, target))
}

/// Parses the bracketed indices at the start of a line. Returns them and the rest of the line.
fn side(line: &str) -> Option<(Vec<usize>, &str)> {
    let (inner, rest) = line.trim_start().strip_prefix('[')?.split_once(']')?;
    let indices = inner.split(',').map(str::trim).filter(|index| !index.is_empty());
    let number = |index: &str| {
        index.bytes().all(|b| b.is_ascii_digit()).then(|| index.parse().ok()).flatten()
    };
    Some((indices.map(number).collect::<Option<_>>()?, rest))
}

fn indices(range: &Range<usize>) -> String {
    format!("{:?}", range.clone().collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bead_per_line() {
        let bead = |source, target, confidence| Bead {
            source,
            target,
            confidence,
            evidence: vec![],
            moved: false,
        };
        let beads =
            [bead(0..2, 0..1, Some(0.931)), bead(2..3, 1..1, Some(0.5)), bead(3..4, 1..2, None)];
        let mut out = Vec::new();
        write(&beads, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "[0, 1]:[0]:0.93\n[2]:[]:0.50\n[3]:[1]\n");
        let pairs = read(&text, "t").unwrap();
        assert_eq!(pairs, [(vec![0, 1], vec![0]), (vec![2], vec![]), (vec![3], vec![1])]);
    }

    #[test]
    fn lists_of_other_tools_are_read() {
        for text in ["[0,1] : [2,] 0.5\r\n\r\n[3]:[]:x", "  [ 0, 1 ]:[2]\r\t\r[3]:[ ]\r"] {
            assert_eq!(read(text, "t").unwrap(), [(vec![0, 1], vec![2]), (vec![3], vec![])]);
        }
        for bad in ["[0]", "[0]:0", "0:[0]", "[0 1]:[0]", "[+1]:[0]", "[0]:[0", "[0][0]", "[-1]:[]"]
        {
            let error = read(&format!("[0]:[0]\r\n{bad}\n"), "t").unwrap_err();
            assert_eq!(error.to_string(), "t:2: not a bead", "{bad}");
        }
    }
}
