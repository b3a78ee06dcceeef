//! Streams, decoded within a budget: a small file may decompress to any size.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::{
    Filter,
    object::{Dict, Stream},
};

use super::super::limits;

/// All that may be spent on one file.
#[derive(Debug)]
pub(in super::super) struct Budget {
    /// Bytes of decoded streams.
    pub bytes: u64,
    /// Operations of content streams.
    pub operations: u64,
    /// Glyphs.
    pub glyphs: usize,
    /// True once something ran out.
    pub spent: bool,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            bytes: limits::STREAMS,
            operations: limits::OPERATIONS,
            glyphs: limits::GLYPHS,
            spent: false,
        }
    }
}

impl Budget {
    /// Counts an operation; false if there are none left.
    pub(super) fn operation(&mut self) -> bool {
        self.operations = self.operations.saturating_sub(1);
        self.spent |= self.operations == 0;
        !self.spent
    }

    /// Counts a glyph; false if there are none left.
    pub(super) fn glyph(&mut self) -> bool {
        self.glyphs = self.glyphs.saturating_sub(1);
        self.spent |= self.glyphs == 0;
        !self.spent
    }
}

/// Decodes a stream; what comes before a fault is kept. `None` for pictures and unknown filters, and
/// when the budget is spent.
pub(super) fn decoded(stream: &Stream<'_>, budget: &mut Budget) -> Option<Vec<u8>> {
    if has_predictor(stream.dict()) {
        return None;
    }
    let mut data = stream.raw_data().into_owned();
    for filter in stream.filters() {
        let most = budget.bytes;
        data = match filter {
            Filter::FlateDecode => inflate(&data, most),
            Filter::LzwDecode => lzw(&data, most, early_change(stream.dict())),
            Filter::AsciiHexDecode => hex(&data),
            Filter::Ascii85Decode => ascii85(&data),
            Filter::RunLengthDecode => run_length(&data, most),
            Filter::Crypt => data,
            _ => return None,
        };
        if data.len() as u64 > most {
            budget.spent = true;
            return None;
        }
        budget.bytes -= data.len() as u64;
    }
    Some(data)
}

/// Rows of a picture predicted from the row above; text is never stored so.
fn has_predictor(dict: &Dict<'_>) -> bool {
    let parameters = dict.get::<Dict<'_>>("DecodeParms").or_else(|| dict.get::<Dict<'_>>("DP"));
    parameters.and_then(|p| p.get::<i32>("Predictor")).is_some_and(|p| p > 1)
}

fn early_change(dict: &Dict<'_>) -> bool {
    let parameters = dict.get::<Dict<'_>>("DecodeParms").or_else(|| dict.get::<Dict<'_>>("DP"));
    parameters.and_then(|p| p.get::<i32>("EarlyChange")) != Some(0)
}

fn inflate(data: &[u8], most: u64) -> Vec<u8> {
    let mut out = Vec::new();
    // A fault at the end, such as a wrong check sum, leaves the text whole.
    let _ = ZlibDecoder::new(data).take(most + 1).read_to_end(&mut out);
    if out.is_empty() {
        let _ = DeflateDecoder::new(data).take(most + 1).read_to_end(&mut out);
    }
    out
}

fn lzw(data: &[u8], most: u64, early: bool) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut out: Vec<u8> = Vec::new();
    // An entry is a piece of what was written: its start and length.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let (mut bits, mut held, mut width) = (0u32, 0u32, 9u32);
    let mut before: Option<(usize, usize)> = None;
    for byte in data {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        if held < width {
            continue;
        }
        held -= width;
        let code = ((bits >> held) & ((1 << width) - 1)) as usize;
        bits &= (1 << held) - 1;
        if code == END || out.len() as u64 > most {
            break;
        }
        if code == CLEAR {
            (before, width) = (None, 9);
            table.clear();
            continue;
        }
        let start = out.len();
        match (code, before) {
            (..CLEAR, _) => out.push(code as u8),
            (_, Some(last)) => {
                let (from, len) = table.get(code - 258).copied().unwrap_or((last.0, last.1 + 1));
                for at in from..from + len {
                    let Some(&byte) = out.get(at) else { break };
                    out.push(byte);
                }
            }
            _ => break,
        }
        if let Some((from, len)) = before.filter(|_| table.len() < 4096 - 258) {
            table.push((from, len + 1));
        }
        before = Some((start, out.len() - start));
        let next = table.len() + 258 + usize::from(early) + 1;
        width = match next {
            0..=512 => 9,
            513..=1024 => 10,
            1025..=2048 => 11,
            _ => 12,
        };
    }
    out
}

fn hex(data: &[u8]) -> Vec<u8> {
    let end = data.iter().position(|b| *b == b'>').unwrap_or(data.len());
    let digits: Vec<u8> = data
        .iter()
        .take(end)
        .filter_map(|b| char::from(*b).to_digit(16).map(|digit| digit as u8))
        .collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn ascii85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut group, mut count) = (0u32, 0);
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    for byte in data {
        match byte {
            b'~' => break,
            b'z' if count == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    out.extend(group.to_be_bytes());
                    (group, count) = (0, 0);
                }
            }
            _ => {}
        }
    }
    if count > 1 {
        for _ in count..5 {
            group = group.wrapping_mul(85).wrapping_add(84);
        }
        out.extend(group.to_be_bytes().into_iter().take(count - 1));
    }
    out
}

fn run_length(data: &[u8], most: u64) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = data;
    while let [length, after @ ..] = rest {
        let length = usize::from(*length);
        match (length, after) {
            (128, _) | (129.., []) => break,
            (129.., [byte, tail @ ..]) => {
                out.extend(std::iter::repeat_n(*byte, 257 - length));
                rest = tail;
            }
            _ => {
                let (run, tail) = after.split_at((length + 1).min(after.len()));
                out.extend_from_slice(run);
                rest = tail;
            }
        }
        if out.len() as u64 > most {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_filter_decodes() {
        assert_eq!(hex(b"41 4 2 5>99"), b"ABP");
        assert_eq!(ascii85(b"<~87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(run_length(&[2, b'a', b'b', b'c', 254, b'x', 128, 7], 99), b"abcxxx");
        // 45 45 45 45 45 65 45 45 45 66, the example of the specification.
        let packed = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(lzw(&packed, 99, true), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    }

    #[test]
    fn decoding_stops_at_the_limit() {
        assert!(run_length(&[129, 1].repeat(1000), 500).len() < 700);
        assert!(lzw(&[0; 5000], 100, true).len() < 5000);
    }
}
