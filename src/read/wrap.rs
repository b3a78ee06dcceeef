//! Detection of hard-wrapped text, whose line ends mean nothing.
//!
//! Software breaks a line only where the next word would not have fitted. In wrapped text each line
//! together with the first word of the next one is therefore at least about as long as the longest
//! line; in a poem, a list, or a text with one paragraph per line, hardly any is.

use crate::{document::lines, text::is_invisible};

/// Bytes of a text that are examined.
const SAMPLE: usize = 64 * 1024;
/// Minimum number of line ends inside paragraphs; fewer prove nothing.
const LEAST: usize = 3;
/// Range of line widths, in characters, of wrapped prose.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=132;

/// Returns true if the lines of a text are hard-wrapped. Examines the first 64 KiB.
pub(crate) fn is_wrapped(text: &str) -> bool {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    let mut lines: Vec<Line> = lines(sample).map(|line| Line::new(line.of(sample))).collect();
    if end < text.len() {
        // The last line of the sample may be incomplete.
        lines.pop();
    }
    let inner: Vec<[Line; 2]> = lines
        .windows(2)
        .filter(|pair| pair.iter().all(|line| line.width > 0))
        .map(|pair| [pair[0], pair[1]])
        .collect();
    // A URL longer than a line stands alone on one, so lines of one word do not count.
    let width = inner.iter().flatten().filter(|line| line.words > 1).map(|l| l.width).max();
    let Some(width) = width.filter(|width| WIDTHS.contains(width)) else { return false };
    let full = inner.iter().filter(|[a, b]| a.width + 1 + b.first > width - width / 20).count();
    let open = inner.iter().filter(|[a, _]| !a.ended).count();
    inner.len() >= LEAST && full * 10 >= inner.len() * 9 && open * 2 >= inner.len()
}

/// The properties of a line that the detection uses.
#[derive(Clone, Copy)]
struct Line {
    /// Width in characters, without invisible characters and combining marks.
    width: usize,
    /// Width of its first word.
    first: usize,
    words: usize,
    /// True if it ends like a sentence.
    ended: bool,
}

impl Line {
    fn new(line: &str) -> Self {
        let line = line.trim_end();
        let first = line.split_whitespace().next().map_or(0, width);
        let ended =
            line.trim_end_matches(['"', '”', '»', ')']).ends_with(['.', '!', '?', '؟', ':']);
        Self { width: width(line), first, words: line.split_whitespace().count(), ended }
    }
}

fn width(text: &str) -> usize {
    let mark = unicode_normalization::char::is_combining_mark;
    text.chars().filter(|c| !is_invisible(*c) && !mark(*c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wraps a text at a width.
    fn wrapped(text: &str, width: usize) -> String {
        let mut out = String::new();
        let mut line = 0;
        for word in text.split_whitespace() {
            let length = word.chars().count();
            if line > 0 && line + 1 + length > width {
                out.push('\n');
                line = 0;
            } else if line > 0 {
                out.push(' ');
                line += 1;
            }
            out.push_str(word);
            line += length;
        }
        out + "\n"
    }

    const ARABIC: &str = include_str!("../../examples/news/article.ar.txt");
    const ENGLISH: &str = include_str!("../../examples/news/article.en.txt");

    #[test]
    fn line_lengths_tell_wrapped_prose_from_short_paragraphs() {
        let prose = "It was late in the afternoon when the two of them came back to the\n\
                     village, and nobody who saw them pass by the mill could have said\n\
                     which of the brothers looked more tired, or why they were silent.\n\
                     They went home.\n";
        assert!(is_wrapped(prose));
        let short = "It was late.\nThey came back to the village.\nNobody saw them.\nHome.\n";
        assert!(!is_wrapped(short));
    }

    #[test]
    fn wrapped_and_unwrapped_articles_are_distinguished() {
        for text in [ARABIC, ENGLISH] {
            assert!(!is_wrapped(text));
            for width in [60, 72, 80, 100] {
                let paragraphs: Vec<String> = text.lines().map(|l| wrapped(l, width)).collect();
                assert!(is_wrapped(&paragraphs.join("\n")), "{width}");
            }
            let sentences = text.replace(". ", ".\n");
            assert!(!is_wrapped(&sentences));
        }
    }

    #[test]
    fn lists_and_verse_are_not_taken_for_wrapped() {
        for text in [
            "",
            "One.\n",
            "Apples\nPears\nPlums\nCherries\nGrapes\n",
            "Shall we go out beneath the evening sky\nAnd count the lanterns on the hill,\n\
             Or stay at home and let the hours go by\nWith all the house so dark and still?\n\
             I do not know, and you will never say\nWhat made the garden gate swing wide.\n",
            "قفا نسأل الدار التي غاب أهلها\nوأقفر منها السهل والجبل\n\
             فما ردت الدار الجواب لسائل\nولا سمعت من جاء يرتحل\n",
            "Name: Salim\nCity: Amman\nCountry: Jordan\nWork: Translator of books\n",
        ] {
            assert!(!is_wrapped(text), "{text}");
        }
    }
}
