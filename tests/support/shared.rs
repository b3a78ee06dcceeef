//! Data that lies beside the repository, in `../shared`, which users do not have.

use std::path::{Path, PathBuf};

/// A file or folder of it; where it is missing the test is skipped, which is said, unless
/// MUWAZI_REQUIRE_GOLD is set, as it is in CI.
pub(crate) fn shared(what: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(what);
    if path.exists() {
        return Some(path);
    }
    skip(&format!("there is no ../shared/{what}"));
    None
}

/// Says that a test is skipped, and why; a failure where MUWAZI_REQUIRE_GOLD is set.
pub(crate) fn skip(why: &str) {
    assert!(std::env::var_os("MUWAZI_REQUIRE_GOLD").is_none(), "{why}");
    // Not by the macro that tests hold back when they succeed: a person should see it.
    let thread = std::thread::current();
    let line = format!("skipped: {}: {why}\n", thread.name().unwrap_or("a test"));
    let _ = std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes());
}
