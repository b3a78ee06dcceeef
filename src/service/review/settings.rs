//! Settings of a person on the page: keys, language, theme. A front keeps them here because a browser keeps
//! them by address, and the address of the page has another port each time.

use std::{fs, io::ErrorKind as IoKind};

use serde_json::{Map, Value};

use super::Reviews;
use crate::{
    error::{Error, ErrorKind, Result},
    output,
};

/// Maximum number of bytes of the settings.
const MOST: usize = 64 << 10;

impl Reviews {
    /// The settings that were kept last; an empty object where there are none. A file that is damaged is
    /// as good as none: nothing but convenience is lost.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn settings(&self) -> Result<Map<String, Value>> {
        let Some(path) = &self.options.settings else { return Ok(Map::new()) };
        match fs::read(path) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_default()),
            Err(e) if e.kind() == IoKind::NotFound => Ok(Map::new()),
            Err(e) => Err(Error::io("cannot read", path, e)),
        }
    }

    /// Keeps settings in place of the last ones. Without a file for them nothing happens.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] where they are too long; a file that cannot be written.
    pub fn keep_settings(&self, settings: &Map<String, Value>) -> Result<()> {
        let text = serde_json::to_vec_pretty(settings)
            .map_err(|e| Error::new(ErrorKind::Usage, format!("settings: {e}")))?;
        if text.len() > MOST {
            return Err(Error::new(ErrorKind::Usage, "the settings are too long"));
        }
        let Some(path) = &self.options.settings else { return Ok(()) };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|e| Error::io("cannot make", folder, e))?;
        }
        output::write_file(path, |out| out.write_all(&text).map_err(Error::cannot_write))
    }
}
