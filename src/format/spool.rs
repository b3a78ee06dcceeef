//! Temporary storage for output whose beginning depends on its end: a temporary file, or memory in
//! builds without files.

pub(crate) use place::{Spool, spool};

#[cfg(feature = "files")]
mod place {
    pub(crate) type Spool = std::fs::File;

    /// Creates an empty spool.
    pub(crate) fn spool() -> std::io::Result<Spool> {
        tempfile::tempfile()
    }
}

#[cfg(not(feature = "files"))]
mod place {
    pub(crate) type Spool = std::io::Cursor<Vec<u8>>;

    /// Creates an empty spool.
    pub(crate) fn spool() -> std::io::Result<Spool> {
        Ok(Spool::default())
    }
}
