//! The journal: texts, the alignment at the beginning, and one decision a line.

use serde::{Deserialize, Serialize};

use super::{
    act::{Act, Shaped},
    row::{Piece, Row, RowId, RowState},
};
use crate::{
    align::{Alignment, Segmented},
    document::{Block, BlockKind, Document, Span, Structure},
    error::{Error, ErrorKind, Place, Result},
    lang::Lang,
    segment::Segment,
};

/// The version of the journals that this program writes.
const VERSION: u32 = 1;
/// The number of lines before the first decision.
const HEAD: usize = 4;

/// A journal: what was aligned, and the decisions on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Journal {
    /// The source and the target.
    pub texts: [TextRecord; 2],
    /// The alignment at the beginning, as beads in the order of both texts.
    pub beads: Vec<Shaped>,
    /// The decisions.
    pub entries: Vec<Entry>,
}

/// A text with its segments, as a journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRecord {
    /// The name of the file.
    pub origin: String,
    /// The language.
    pub lang: Lang,
    /// The original text.
    pub text: String,
    /// The blocks: begin, end and kind.
    pub blocks: Vec<(usize, usize, BlockKind)>,
    /// The segments: begin, end and number of the block.
    pub segments: Vec<(usize, usize, usize)>,
}

/// A decision in a journal, with what it led to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, from 1.
    pub n: u64,
    /// The time, as RFC 3339.
    pub when: String,
    /// The person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The asker's own text, by which a decision that is sent again is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The decision.
    #[serde(flatten)]
    pub act: Act,
    /// Rows that the aligner made anew after the decision, from the last to the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anew: Vec<Run>,
}

/// Neighbouring rows that were aligned anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The index of the first row.
    pub at: usize,
    /// The number of rows that are replaced.
    pub rows: usize,
    /// The beads in their place, which hold the same segments.
    pub beads: Vec<Shaped>,
}

#[derive(Serialize, Deserialize)]
struct First {
    #[serde(rename = "muwazi-review")]
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct Beads {
    beads: Vec<Shaped>,
}

impl TextRecord {
    fn of(side: &Segmented) -> Self {
        let document = &side.document;
        Self {
            origin: document.origin.clone(),
            lang: document.lang.clone(),
            text: document.text.clone(),
            blocks: document.blocks.iter().map(|b| (b.span.start, b.span.end, b.kind)).collect(),
            segments: side.segments.iter().map(|s| (s.span.start, s.span.end, s.block)).collect(),
        }
    }

    /// The text with its segments; none where offsets do not fit the text.
    fn segmented(&self) -> Option<Segmented> {
        let span = |start: usize, end: usize| {
            (start <= end && self.text.get(start..end).is_some()).then(|| Span::new(start, end))
        };
        let block = |&(start, end, kind)| Some(Block { kind, span: span(start, end)? });
        let blocks: Vec<Block> = self.blocks.iter().map(block).collect::<Option<_>>()?;
        let mut before = 0;
        let segment = |&(start, end, block): &(usize, usize, usize)| {
            let fits = before <= start && start < end && block < blocks.len();
            before = end;
            fits.then_some(Segment { span: span(start, end)?, block })
        };
        let segments = self.segments.iter().map(segment).collect::<Option<_>>()?;
        let document = Document {
            origin: self.origin.clone(),
            lang: self.lang.clone(),
            text: self.text.clone(),
            blocks,
            structure: Structure::default(),
        };
        Some(Segmented { document, segments })
    }
}

impl Journal {
    /// The journal of an alignment on which nothing was decided.
    pub fn begin(alignment: &Alignment) -> Self {
        let bead = |bead: &crate::align::Bead| {
            Shaped(bead.source.len(), bead.target.len(), bead.confidence.map(rounded))
        };
        Self {
            texts: [TextRecord::of(&alignment.source), TextRecord::of(&alignment.target)],
            beads: alignment.beads.iter().map(bead).collect(),
            entries: Vec::new(),
        }
    }

    /// The journal as lines of JSON.
    pub fn to_lines(&self) -> String {
        let mut out = line(&First { version: VERSION });
        self.texts.iter().for_each(|text| out.push_str(&line(text)));
        out.push_str(&line(&Beads { beads: self.beads.clone() }));
        self.entries.iter().for_each(|entry| out.push_str(&entry.to_line()));
        out
    }

    /// Reads a journal up to its last whole line, and returns it with the length of what was read.
    ///
    /// # Errors
    /// [`ErrorKind::Format`] with the line, where a whole line is not what should stand there.
    pub fn read(bytes: &[u8], origin: &str) -> Result<(Self, usize)> {
        let mut lines = whole_lines(bytes);
        let mut next = |number: usize| {
            lines.next().ok_or_else(|| {
                wrong(origin, number, "the journal of a review breaks off")
                    .hint("its beginning was never written; align the texts again")
            })
        };
        let first: First = read_line(next(1)?.1, origin, 1)
            .map_err(|e| e.hint("a review is a file that 'muwazi review' made"))?;
        if first.version != VERSION {
            let message = format!("version {} of a review is not known", first.version);
            return Err(wrong(origin, 1, message).hint("it was made by a newer muwazi"));
        }
        let texts = [read_line(next(2)?.1, origin, 2)?, read_line(next(3)?.1, origin, 3)?];
        let (mut end, bytes_of_beads) = next(4)?;
        let Beads { beads } = read_line(bytes_of_beads, origin, HEAD)?;
        let mut entries = Vec::new();
        for (number, (to, bytes)) in (HEAD + 1..).zip(lines) {
            entries.push(Entry::read(bytes, origin, number, entries.len() as u64 + 1)?);
            end = to;
        }
        Ok((Self { texts, beads, entries }, end))
    }

    /// The texts with their segments.
    ///
    /// # Errors
    /// [`ErrorKind::Format`] where offsets do not fit the text.
    pub fn segmented(&self) -> Result<[Segmented; 2]> {
        let of = |side: usize| {
            self.texts[side].segmented().ok_or_else(|| {
                let message = "the segments of a review do not fit its text";
                wrong(&self.texts[side].origin, side + 2, message)
            })
        };
        Ok([of(0)?, of(1)?])
    }

    /// The rows at the beginning.
    pub(super) fn rows(&self, texts: &[Segmented; 2]) -> Result<Vec<Row>> {
        let mut pieces = [&texts[0], &texts[1]].map(|text| {
            text.segments.iter().map(|segment| Piece { segment: *segment, edited: None })
        });
        let mut rows = Vec::new();
        for (id, Shaped(source, target, confidence)) in (0..).zip(&self.beads) {
            let [sources, targets] = &mut pieces;
            let cells: [Vec<Piece>; 2] = [
                sources.by_ref().take(*source).collect(),
                targets.by_ref().take(*target).collect(),
            ];
            if (cells[0].len(), cells[1].len()) != (*source, *target) || source + target == 0 {
                break;
            }
            rows.push(Row {
                id: RowId(id),
                cells,
                state: RowState::Open,
                held: false,
                moved: false,
                confidence: *confidence,
                note: None,
                changed: 0,
            });
        }
        let left = pieces.iter_mut().any(|side| side.next().is_some());
        if left || rows.len() != self.beads.len() {
            let message = "the beads of a review do not hold each segment once";
            return Err(wrong(&self.texts[0].origin, HEAD, message));
        }
        Ok(rows)
    }
}

impl Entry {
    /// The entry as a line of a journal.
    pub fn to_line(&self) -> String {
        line(self)
    }

    /// Reads a line of a journal; `n` is the number that the entry has to have.
    pub(super) fn read(bytes: &[u8], origin: &str, number: usize, n: u64) -> Result<Self> {
        let entry: Self = read_line(bytes, origin, number)?;
        if entry.n != n {
            let message = format!("decision {n} of the review is missing");
            return Err(wrong(origin, number, message));
        }
        Ok(entry)
    }
}

/// The whole lines without their ends, each with the offset behind it.
pub(super) fn whole_lines(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let end = from + memchr::memchr(b'\n', bytes.get(from..)?)?;
        let line = &bytes[from..end];
        from = end + 1;
        Some((from, line))
    })
}

/// Confidences are kept with three digits.
pub(super) fn rounded(confidence: f64) -> f64 {
    (confidence * 1000.0).round() / 1000.0
}

fn line(value: &impl Serialize) -> String {
    // These types have no maps with other keys than strings, so they serialize.
    let mut out = serde_json::to_string(value).unwrap_or_default();
    out.push('\n');
    out
}

fn read_line<T: for<'de> Deserialize<'de>>(bytes: &[u8], origin: &str, number: usize) -> Result<T> {
    serde_json::from_slice(bytes)
        .map_err(|e| wrong(origin, number, format!("not a line of a review: {e}")))
}

fn wrong(origin: &str, line: usize, message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Format, message).at(Place::line(origin, line as u64))
}
