//! `--wait`: opening a memory that another program may be writing to.

use std::{path::Path, time::Duration};

use muwazi::SqliteStore;

/// The time to wait for another program.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct WaitArgs {
    /// Seconds to wait while another program writes to the memory; 0: do not wait
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    wait: Duration,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| *seconds >= 0.0);
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "it is not a number of seconds, such as 30".to_owned())
}

impl WaitArgs {
    /// The time itself.
    pub(super) fn time(self) -> Duration {
        self.wait
    }

    /// Opens a memory for reading.
    pub(super) fn open(self, path: &Path) -> muwazi::Result<SqliteStore> {
        SqliteStore::open_waiting(path, self.wait)
    }

    /// Opens a memory that must be there for writing.
    pub(super) fn open_to_write(self, path: &Path) -> muwazi::Result<SqliteStore> {
        SqliteStore::open_to_write_waiting(path, self.wait)
    }

    /// Opens a memory for writing, and makes it if there is none.
    pub(super) fn open_or_create(self, path: &Path) -> muwazi::Result<SqliteStore> {
        SqliteStore::open_or_create_waiting(path, self.wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_time_can_be_waited() {
        assert_eq!(seconds("0"), Ok(Duration::ZERO));
        assert_eq!(seconds("1.5"), Ok(Duration::from_millis(1500)));
        for wrong in ["-1", "NaN", "inf", "1e300", "", "soon"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
