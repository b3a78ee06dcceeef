//! A text without the escapes of its format, and the bytes that it was read from.

use std::ops::Range;

use crate::document::MarkKind;

/// Maximum number of chunks of a value. A text of more escapes than that loses the link to its bytes.
const MAX_CHUNKS: usize = 250_000;

/// The text of a string, unescaped.
#[derive(Debug, Clone, Default)]
pub(super) struct Value {
    pub(super) text: String,
    /// What the text was read from, in order.
    chunks: Vec<Chunk>,
    /// Marked parts of the text.
    pub(super) marks: Vec<(MarkKind, Range<usize>)>,
    is_untraced: bool,
}

/// A part of a value and the part of the file that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Chunk {
    text: Range<usize>,
    file: Range<usize>,
    /// True if the file holds the very text, so that the chunk can be cut.
    is_same: bool,
}

impl Value {
    /// Creates a value of a text that stands in the file as it is.
    pub(super) fn plain(text: &str, at: usize) -> Self {
        let mut value = Self::default();
        value.push(text, at);
        value
    }

    /// Adds text that stands in the file as it is, from an offset on.
    pub(super) fn push(&mut self, text: &str, at: usize) {
        let start = self.text.len();
        self.text.push_str(text);
        self.trace(start, at..at + text.len(), true);
    }

    /// Adds text that this part of the file stands for.
    pub(super) fn push_as(&mut self, text: &str, file: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(text);
        self.trace(start, file, false);
    }

    /// Adds another value, with its marks.
    pub(super) fn append(&mut self, other: &Self) {
        let by = self.text.len();
        self.text.push_str(&other.text);
        self.is_untraced |= other.is_untraced;
        if self.is_untraced {
            self.chunks.clear();
        }
        for Chunk { text, file, is_same } in other.chunks.iter().cloned() {
            self.add(Chunk { text: text.start + by..text.end + by, file, is_same });
        }
        let marks = other.marks.iter().map(|(kind, m)| (*kind, m.start + by..m.end + by));
        self.marks.extend(marks);
    }

    fn trace(&mut self, start: usize, file: Range<usize>, is_same: bool) {
        if !self.is_untraced {
            self.add(Chunk { text: start..self.text.len(), file, is_same });
        }
    }

    fn add(&mut self, chunk: Chunk) {
        if let Some(last) = self.chunks.last_mut()
            && last.is_same
            && chunk.is_same
            && last.file.end == chunk.file.start
            && last.text.end == chunk.text.start
        {
            (last.text.end, last.file.end) = (chunk.text.end, chunk.file.end);
        } else if !self.is_untraced && self.chunks.len() < MAX_CHUNKS {
            self.chunks.push(chunk);
        } else {
            self.is_untraced = true;
            self.chunks.clear();
        }
    }

    /// Yields the parts of the text that have connected parts of the file behind them.
    pub(super) fn pieces(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let mut pieces: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        for Chunk { text, file, .. } in &self.chunks {
            match pieces.last_mut() {
                Some((t, f)) if t.end == text.start && f.end == file.start => {
                    (t.end, f.end) = (text.end, file.end);
                }
                _ => pieces.push((text.clone(), file.clone())),
            }
        }
        pieces.retain(|(text, _)| !text.is_empty());
        pieces
    }

    /// Begins a copy of the value in which parts are other or missing.
    pub(super) fn editor(&self) -> Editor<'_> {
        let ends = |(at, (_, range)): (usize, &(MarkKind, Range<usize>))| {
            [(range.start, at, false), (range.end, at, true)]
        };
        let mut points: Vec<_> = self.marks.iter().enumerate().flat_map(ends).collect();
        points.sort_unstable();
        Editor {
            from: self,
            chunk: 0,
            points,
            point: 0,
            out: Self::default(),
            moved: self.marks.clone(),
        }
    }
}

/// Copies a value, part by part from its beginning to its end. The marks of the value go along.
pub(super) struct Editor<'v> {
    from: &'v Value,
    /// The first chunk that may reach into the next part.
    chunk: usize,
    /// The ends of all marks in order: where, of which mark, and whether it is the second one.
    points: Vec<(usize, usize, bool)>,
    /// The first of them that is not yet copied.
    point: usize,
    moved: Vec<(MarkKind, Range<usize>)>,
    out: Value,
}

impl Editor<'_> {
    /// Returns the text so far.
    pub(super) fn text(&self) -> &str {
        &self.out.text
    }

    /// Copies a part of the text.
    pub(super) fn keep(&mut self, part: Range<usize>) {
        let Some(text) = self.from.text.get(part.clone()) else { return };
        let by = self.out.text.len();
        self.out.text.push_str(text);
        self.move_points(&part, by, true);
        for Chunk { text, file, is_same } in self.within(&part) {
            let text = text.start - part.start + by..text.end - part.start + by;
            self.out.add(Chunk { text, file, is_same });
        }
    }

    /// Puts a text in the place of a part, which may be empty. What is neither kept nor replaced parts
    /// the text before it from the text after it.
    pub(super) fn replace(&mut self, part: Range<usize>, text: &str) {
        let start = self.out.text.len();
        self.out.text.push_str(text);
        self.move_points(&part, start, false);
        let files = self.within(&part);
        if let (Some(first), Some(last)) = (files.first(), files.last()) {
            let (text, file) = (start..self.out.text.len(), first.file.start..last.file.end);
            self.out.add(Chunk { text, file, is_same: false });
        }
    }

    /// Returns the copy.
    pub(super) fn finish(mut self) -> Value {
        let end = self.from.text.len();
        self.move_points(&(end..end), self.out.text.len(), true);
        self.out.marks = self.moved;
        self.out.marks.retain(|(_, range)| !range.is_empty());
        self.out
    }

    /// Moves the ends of marks up to the end of a part, which stands at an offset of the copy.
    fn move_points(&mut self, part: &Range<usize>, to: usize, is_same: bool) {
        while let Some((at, mark, is_end)) = self.points.get(self.point).copied() {
            if at > part.end {
                break;
            }
            let within = if is_same { at.saturating_sub(part.start) } else { 0 };
            if let Some((_, range)) = self.moved.get_mut(mark) {
                let place = if is_end { &mut range.end } else { &mut range.start };
                *place =
                    if is_same || at <= part.start { to + within } else { self.out.text.len() };
            }
            self.point += 1;
        }
    }

    /// Returns the chunks of a part, cut to it. Those that cannot be cut are left out.
    fn within(&mut self, part: &Range<usize>) -> Vec<Chunk> {
        let chunks = self.from.chunks.as_slice();
        let mut found = Vec::new();
        while let Some(chunk) = chunks.get(self.chunk).filter(|c| c.text.start <= part.end) {
            let text = chunk.text.start.max(part.start)..chunk.text.end.min(part.end);
            if text == chunk.text {
                found.push(chunk.clone());
            } else if chunk.is_same && text.start < text.end {
                let start = chunk.file.start + (text.start - chunk.text.start);
                found.push(Chunk { file: start..start + text.len(), text, is_same: true });
            }
            if chunk.text.end > part.end {
                break;
            }
            self.chunk += 1;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a\nb<i>c` as it stands in a file of JSON at offset 10, where `\n` is two bytes.
    fn value() -> Value {
        let mut value = Value::default();
        value.push("a", 10);
        value.push_as("\n", 11..13);
        value.push("b<i>", 13);
        value.push("c", 17);
        value
    }

    #[test]
    fn connected_parts_are_one_piece() {
        assert_eq!(value().pieces(), [(0..7, 10..18)]);
        let mut gap = value();
        gap.push("d", 20);
        assert_eq!(gap.pieces(), [(0..7, 10..18), (7..8, 20..21)]);
    }

    #[test]
    fn what_is_left_out_parts_the_pieces() {
        let from = value();
        let mut editor = from.editor();
        editor.keep(0..3);
        editor.keep(6..7);
        let out = editor.finish();
        assert_eq!(out.text, "a\nbc");
        assert_eq!(out.pieces(), [(0..3, 10..14), (3..4, 17..18)]);
        let mut editor = from.editor();
        editor.keep(0..3);
        editor.replace(3..6, "-");
        editor.keep(6..7);
        let out = editor.finish();
        assert_eq!(out.text, "a\nb-c");
        assert_eq!(out.pieces(), [(0..5, 10..18)]);
    }

    #[test]
    fn marks_go_along() {
        let mut from = Value::plain("  ab  cd", 0);
        from.marks = vec![(MarkKind::Bold, 2..6), (MarkKind::Italic, 5..8), (MarkKind::Link, 0..1)];
        let mut editor = from.editor();
        editor.keep(2..4);
        editor.replace(4..6, " ");
        editor.keep(6..8);
        let out = editor.finish();
        assert_eq!(out.text, "ab cd");
        assert_eq!(out.marks, [(MarkKind::Bold, 0..3), (MarkKind::Italic, 3..5)]);
    }
}
