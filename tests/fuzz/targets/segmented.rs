//! What targets of documents do that are told by their names too.

use muwazi::{
    Lang,
    document::Extra,
    read::{input::Input, plain::ReadOptions, registry},
    segment::segments,
};

/// Reads and segments bytes under one of the names, which the first byte chooses.
pub(crate) fn read_and_segment(names: &[&str], bytes: &[u8]) {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let name = names[usize::from(*kind) % names.len()];
    let extras = Extra::ALL.iter().enumerate();
    let extras = extras.filter(|(at, _)| *kind >= 128 && at % 2 == 0).map(|(_, extra)| *extra);
    let options = ReadOptions {
        lang: Some(Lang::arabic()),
        extras: extras.collect(),
        ..Default::default()
    };
    let Ok(mut input) = Input::from_bytes(bytes, name) else { return };
    let Ok(document) = registry::read(&mut input, &options) else { return };
    assert!(document.blocks.is_sorted_by(|a, b| a.span.end <= b.span.start));
    for segment in segments(&document) {
        assert!(!segment.span.of(&document.text).is_empty());
    }
}
