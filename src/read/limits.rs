//! Limits that keep a hostile file from filling memory or taking for ever.

/// Maximum size of a document's file, in bytes.
pub const MAX_FILE: u64 = 256 << 20;
/// Maximum size of all parts of a package that one document needs, decompressed, in bytes.
pub const MAX_UNPACKED: u64 = 128 << 20;
/// Maximum number of members of a package.
pub const MAX_MEMBERS: usize = 20_000;
/// Maximum size of a document's text, in bytes.
pub const MAX_TEXT: usize = 64 << 20;
/// Maximum number of blocks of a document.
pub const MAX_BLOCKS: usize = 2_000_000;
/// Maximum depth of nested elements, lists, tables or objects.
pub const MAX_DEPTH: usize = 256;
/// Maximum number of marks of a document, and of pieces of its text between marks and tags.
pub const MAX_PIECES: usize = 2 << 20;
