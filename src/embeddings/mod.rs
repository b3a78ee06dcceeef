//! Sentence vectors from a server that speaks OpenAI's embeddings API, for
//! [`crate::align::SentenceVectors`]. Only with the feature `embeddings`: without it nothing in this
//! crate can speak to a network.
//!
//! `client.rs` asks the server, `reply.rs` looks at what it answers, `cache.rs` keeps that on disk.
//! Whatever goes wrong is an error: no vector is ever made up, and no text left out.

mod cache;
mod client;
mod reply;

use std::{collections::BTreeMap, path::Path, time::Duration};

use serde::{Deserialize, Serialize};

use self::{cache::Cache, client::Client};
use crate::{
    align::SentenceEncoder,
    error::{Error, ErrorKind, Place, Result},
};

pub use self::{cache::default_cache, client::Key};

/// What to ask of which server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EmbeddingOptions {
    /// Where the server is: `/v1/embeddings` is added, or what of it is missing.
    pub url: String,
    /// The model's name, as the server has it; servers of one model take any name.
    pub model: String,
    /// How many texts go in one request. Some servers refuse more than 32.
    pub batch: usize,
    /// How often a request is sent again that a busy server did not answer.
    pub retries: u32,
    /// How long to wait before the second try; twice as long before each further one.
    pub pause: Duration,
    /// How long a request may take.
    pub timeout: Duration,
}

impl Default for EmbeddingOptions {
    fn default() -> Self {
        Self {
            url: String::new(),
            model: "default".into(),
            batch: 32,
            retries: 3,
            pause: Duration::from_secs(1),
            timeout: Duration::from_secs(120),
        }
    }
}

/// Turns texts into vectors: by the cache where it knows them, by the server where it does not.
pub struct Embedder {
    client: Client,
    cache: Cache,
    batch: usize,
}

impl Embedder {
    /// Prepares the client and opens the cache, a file that is made where there is none. The server
    /// is not asked anything yet.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] where URL or key cannot be used; what is wrong with the cache.
    pub fn new(options: &EmbeddingOptions, key: Option<Key>, cache: &Path) -> Result<Self> {
        let client = Client::new(options, key)?;
        let cache = Cache::open(cache, client.url(), &options.model)?;
        Ok(Self { client, cache, batch: options.batch.max(1) })
    }
}

impl SentenceEncoder for Embedder {
    fn encode(&self, texts: &[String]) -> Result<Vec<Vec<f32>>> {
        let mut known: BTreeMap<&str, Vec<f32>> = BTreeMap::new();
        let mut missing: Vec<&str> = Vec::new();
        let mut seen: Vec<&str> = texts.iter().map(String::as_str).collect();
        seen.sort_unstable();
        seen.dedup();
        for (text, vector) in seen.iter().zip(self.cache.find(&seen)?) {
            match vector {
                Some(vector) => _ = known.insert(*text, vector),
                None => missing.push(*text),
            }
        }
        let mut dims = known.values().next().map(Vec::len);
        for batch in missing.chunks(self.batch) {
            let vectors = self.client.ask(batch)?;
            let found = vectors.first().map_or(0, Vec::len);
            let expected = *dims.get_or_insert(found);
            if found != expected {
                return Err(self.changed(expected, found));
            }
            // At once, so that a run that is stopped need not ask again.
            self.cache.keep(batch, &vectors)?;
            known.extend(batch.iter().copied().zip(vectors));
        }
        Ok(texts.iter().map(|text| known.get(text.as_str()).cloned().unwrap_or_default()).collect())
    }
}

impl Embedder {
    fn changed(&self, before: usize, now: usize) -> Error {
        let message =
            format!("the embeddings server gave vectors of {before} numbers before, now of {now}");
        Error::new(ErrorKind::Service, message).at(Place::file(self.client.url())).hint(format!(
            "its model has changed: name the model by --embeddings-model, or remove the cache {}",
            self.cache.path().display()
        ))
    }
}

#[cfg(test)]
mod tests;
