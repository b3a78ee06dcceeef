//! MicroDVD: a cue a line, its times as numbers of frames: `{25}{75}Good morning.|Come in.`

use super::{film::Film, markup, times};
use crate::document::lines;

/// Frames per second where the file does not say, as of films.
const FILM: f64 = 23.976;

/// Reads MicroDVD.
pub(super) fn read(film: &mut Film<'_>) {
    let source = film.source;
    let mut rate = FILM;
    let mut is_first = true;
    for span in lines(source) {
        let line = span.of(source);
        let Some((from, length)) = frame(line) else { continue };
        let Some((to, more)) = frame(&line[length..]) else { continue };
        let text = span.start + length + more..span.end;
        if std::mem::take(&mut is_first)
            && let Ok(says) = source[text.clone()].trim().replace(',', ".").parse::<f64>()
            && (1.0..=240.0).contains(&says)
        {
            rate = says;
            continue;
        }
        markup::read(film, text, markup::Dialect::Frames);
        let milliseconds = |frame: u64| (frame as f64 * 1000.0 / rate).round() as u64;
        film.cue((milliseconds(from), milliseconds(to)));
        if film.is_full() {
            return;
        }
    }
}

/// Reads a number in braces; returns it and its length.
fn frame(text: &str) -> Option<(u64, usize)> {
    let (number, rest) = text.strip_prefix('{')?.split_once('}')?;
    Some((times::number(number)?, text.len() - rest.len()))
}
