//! Subtitles: SRT, WebVTT, ASS and SSA, MicroDVD. Each cue is a block with its times as label; tags
//! become marks, and line breaks within a cue stay. Bytes in the skeleton count in the decoded text.
//!
//! Arabic subtitles for players that know no right-to-left order have the stop typed before the
//! sentence; `direction.rs` tells such files and puts it where it belongs.

mod ass;
mod blocks;
mod direction;
mod film;
mod frames;
mod markup;
#[cfg(test)]
mod tests;
mod times;

use self::film::Film;
use super::{
    input::{Input, Sample},
    marked::{Sort, sort},
    plain::ReadOptions,
    registry::Reader,
};
use crate::{
    document::{Document, Extra},
    error::{Error, ErrorKind, Place, Result},
    text::decode::decode,
};

/// Maximum size of a file, in bytes.
const MAX_FILE: usize = 32 << 20;

/// SubRip.
pub static SRT: Reader = Reader {
    name: "srt",
    title: "SubRip subtitles",
    extensions: &["srt"],
    is: |sample| is(sample, &SRT, Sort::Srt) || (sample.has_extension("srt") && has_arrow(sample)),
    read: |input, options| read(input, options, blocks::srt),
};

/// WebVTT.
pub static VTT: Reader = Reader {
    name: "vtt",
    title: "WebVTT subtitles",
    extensions: &["vtt", "webvtt"],
    is: |sample| is(sample, &VTT, Sort::Vtt) || (sample.has_extension("vtt") && has_arrow(sample)),
    read: |input, options| read(input, options, blocks::vtt),
};

/// Advanced SubStation Alpha, and SubStation Alpha.
pub static ASS: Reader = Reader {
    name: "ass",
    title: "ASS subtitles",
    extensions: &["ass", "ssa"],
    is: |sample| {
        let has_events = || sample.text.contains("[Events]") || sample.text.contains("Dialogue:");
        let is_named = sample.has_extension("ass") || sample.has_extension("ssa");
        is(sample, &ASS, Sort::Ass) || (is_named && has_events())
    },
    read: |input, options| read(input, options, ass::read),
};

/// MicroDVD.
pub static SUB: Reader = Reader {
    name: "sub",
    title: "MicroDVD subtitles",
    extensions: &["sub"],
    is: |sample| is(sample, &SUB, Sort::Sub),
    read: |input, options| read(input, options, frames::read),
};

fn is(sample: &Sample, reader: &Reader, sought: Sort) -> bool {
    debug_assert!(!reader.extensions.is_empty());
    sort(&sample.text) == Some(sought)
}

fn has_arrow(sample: &Sample) -> bool {
    sample.text.contains("-->")
}

fn read(
    input: &mut Input<'_>,
    options: &ReadOptions,
    parse: fn(&mut Film<'_>),
) -> Result<Document> {
    let origin = input.origin().to_owned();
    let fail = |message: String| Error::new(ErrorKind::Text, message).at(Place::file(&origin));
    let too_large = || {
        fail(format!("the file is larger than {} MiB", MAX_FILE >> 20))
            .hint("split it into several files")
    };
    let bytes = input.bytes()?;
    if bytes.len() > MAX_FILE {
        return Err(too_large());
    }
    let text = decode(bytes, &origin, options.encoding.as_deref())?;
    let mut film = Film::new(&text, options.extras.contains(&Extra::Comments));
    if text.len() <= MAX_FILE {
        parse(&mut film);
    }
    if text.len() > MAX_FILE || film.is_full() {
        return Err(too_large());
    }
    if film.is_empty() {
        return Err(fail("there are no subtitles in the file".to_owned()));
    }
    direction::mend(&mut film);
    film.finish(&origin, options)
}
