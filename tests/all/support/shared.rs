//! Data that lies beside the repository, in `../shared`, which users do not have.

use std::path::{Path, PathBuf};

/// Returns a file or folder of `../shared`. A test that calls this carries
/// `#[ignore = "needs ../shared"]`; run all the same, it fails where the data is missing.
#[track_caller]
pub(crate) fn shared(what: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(what);
    assert!(path.exists(), "this test needs ../shared/{what}, which is not there");
    path
}
