//! Sentence embeddings for `muwazi align`: where they come from.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use muwazi::align::SentenceEncoder;

/// The server of sentence embeddings.
///
/// The options are there in every build, so that whoever reads of them is told what is missing.
#[derive(clap::Args)]
#[cfg_attr(not(feature = "embeddings"), allow(dead_code, reason = "the address is refused first"))]
#[command(next_help_heading = "Sentence embeddings (needs a build with --features embeddings)")]
pub(crate) struct Embeddings {
    /// Use sentence vectors from a server with OpenAI's embeddings API. The sentences are sent to that
    /// server
    ///
    /// If the server needs a key, put it into the environment variable MUWAZI_EMBEDDINGS_KEY.
    #[arg(long = "embeddings", value_name = "URL")]
    url: Option<String>,
    /// The name of the model, if the server needs it
    #[arg(long = "embeddings-model", value_name = "NAME", requires = "url")]
    model: Option<String>,
    /// The file that keeps the vectors, so that no sentence is sent twice; a file in your cache folder if
    /// not given
    #[arg(long = "embeddings-cache", value_name = "FILE", requires = "url")]
    cache: Option<PathBuf>,
}

/// What turns sentences into vectors for a whole run.
pub(super) type Encoder = Arc<dyn SentenceEncoder + Send>;

impl Embeddings {
    /// The file that keeps vectors, where one is named.
    pub(super) fn file(&self) -> Option<&Path> {
        self.cache.as_deref()
    }

    /// What the options name; nothing where they name nothing.
    #[cfg(feature = "embeddings")]
    pub(super) fn encoder(&self) -> muwazi::Result<Option<Encoder>> {
        use muwazi::embeddings::{Embedder, EmbeddingOptions, Key, default_cache};

        let Some(url) = &self.url else { return Ok(None) };
        let mut options = EmbeddingOptions { url: url.clone(), ..EmbeddingOptions::default() };
        if let Some(model) = &self.model {
            options.model.clone_from(model);
        }
        let key = std::env::var_os("MUWAZI_EMBEDDINGS_KEY").filter(|key| !key.is_empty());
        let key = key.map(|key| Key::new(&key.to_string_lossy())).transpose()?;
        let cache = self.cache.clone().map_or_else(default_cache, Ok)?;
        Ok(Some(Arc::new(Embedder::new(&options, key, &cache)?)))
    }

    /// An error where the options name a server, for this build can ask none.
    #[cfg(not(feature = "embeddings"))]
    pub(super) fn encoder(&self) -> muwazi::Result<Option<Encoder>> {
        use muwazi::{Error, ErrorKind};

        if self.url.is_none() {
            return Ok(None);
        }
        let message = "--embeddings: this muwazi was built without sentence embeddings";
        Err(Error::new(ErrorKind::Usage, message)
            .hint("build it with them: cargo install --path . --features embeddings"))
    }
}
