//! Lines of a stream that cannot fill the memory.

use std::io::{self, BufRead, Read};

/// The result of reading a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineRead {
    /// The line is read, with its line feed if it has one.
    Whole,
    /// The line is longer than allowed. The rest of it is skipped.
    TooLong,
    /// The stream has ended.
    End,
}

/// Reads a line of at most `longest` bytes, without the line feed.
///
/// ```
/// use muwazi::read::bounded::{LineRead, read_line};
/// let (mut input, mut line) = (&b"short\nmuch too long\nlast"[..], Vec::new());
/// assert_eq!(read_line(&mut input, 8, &mut line)?, LineRead::Whole);
/// assert_eq!(line, b"short\n");
/// assert_eq!(read_line(&mut input, 8, &mut line)?, LineRead::TooLong);
/// assert_eq!(read_line(&mut input, 8, &mut line)?, LineRead::Whole);
/// assert_eq!(read_line(&mut input, 8, &mut line)?, LineRead::End);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// The stream cannot be read.
pub fn read_line(
    input: &mut impl BufRead,
    longest: usize,
    line: &mut Vec<u8>,
) -> io::Result<LineRead> {
    line.clear();
    let limit = u64::try_from(longest).unwrap_or(u64::MAX).saturating_add(1);
    let read = input.by_ref().take(limit).read_until(b'\n', line)?;
    if read == 0 {
        return Ok(LineRead::End);
    }
    if line.ends_with(b"\n") || read <= longest {
        return Ok(LineRead::Whole);
    }
    line.clear();
    input.skip_until(b'\n')?;
    Ok(LineRead::TooLong)
}
