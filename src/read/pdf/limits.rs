//! Limits of this reader beside those of all.

/// Bytes of all content streams, fonts' maps and forms, decoded.
pub(super) const STREAMS: u64 = 96 << 20;
/// Bytes of the streams that hold the structure of the file, decoded.
pub(super) const STRUCTURE: u64 = 64 << 20;
/// Operations in all content streams; a form that is drawn twice counts twice.
pub(super) const OPERATIONS: u64 = 20_000_000;
/// Glyphs of all pages.
pub(super) const GLYPHS: usize = 4_000_000;
/// Glyphs of one page.
pub(super) const PAGE_GLYPHS: usize = 200_000;
/// Depth of forms within forms.
pub(super) const FORMS: usize = 12;
/// Saved states and open marked contents.
pub(super) const STACK: usize = 512;
/// Entries of one character map.
pub(super) const MAP_ENTRIES: usize = 200_000;
/// Rules of one page.
pub(super) const RULES: usize = 20_000;
/// Pages.
pub(super) const PAGES: usize = 20_000;
