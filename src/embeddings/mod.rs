//! Sentence vectors from a server with the OpenAI embeddings API, for
//! [`crate::align::SentenceVectors`]. Only with the feature `embeddings`; without it nothing in this
//! crate connects to a server, but the proxy of [`crate::serve`] where it is asked for.
//!
//! `client.rs` sends requests, `reply.rs` parses and checks responses, `cache.rs` stores vectors on
//! disk. Any failure is an error: vectors are never made up and texts never skipped.

mod cache;
mod client;
mod reply;

use std::{collections::BTreeMap, path::Path, time::Duration};

use serde::{Deserialize, Serialize};

use self::{cache::Cache, client::Client};
use crate::{
    align::SentenceEncoder,
    error::{Error, ErrorKind, Place, Result, Setting},
};

pub use self::{cache::default_cache, client::Key};

/// The server, the model and the request options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EmbeddingOptions {
    /// The address of the server. `/v1/embeddings`, or the missing part of it, is appended.
    pub url: String,
    /// The name of the model on the server. Servers of one model usually accept any name.
    pub model: String,
    /// Number of texts per request. Some servers refuse more than 32.
    pub batch: usize,
    /// Maximum number of retries of a request that a busy server did not answer.
    pub retries: u32,
    /// Pause before the first retry, doubled for each further retry.
    pub pause: Duration,
    /// Maximum duration of a request.
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

/// Converts texts to vectors, from the cache if it holds them, otherwise by the server.
pub struct Embedder {
    client: Client,
    cache: Cache,
    batch: usize,
}

impl Embedder {
    /// Prepares the client and opens the cache; the file is created if it does not exist. No request is
    /// sent yet.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] if the address is invalid or the file is not a cache; otherwise errors of
    /// the cache.
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
        let mut distinct: Vec<&str> = texts.iter().map(String::as_str).collect();
        distinct.sort_unstable();
        distinct.dedup();
        for (text, vector) in distinct.iter().zip(self.cache.find(&distinct)?) {
            match vector {
                Some(vector) => _ = known.insert(*text, vector),
                None => missing.push(*text),
            }
        }
        let mut dims = known.values().next().map(Vec::len);
        for batch in missing.chunks(self.batch) {
            let vectors = self.client.request(batch)?;
            let found = vectors.first().map_or(0, Vec::len);
            let expected = *dims.get_or_insert(found);
            if found != expected {
                return Err(self.changed(expected, found));
            }
            // Stored after each batch, so that an interrupted run need not repeat its requests.
            self.cache.keep(batch, &vectors)?;
            known.extend(batch.iter().copied().zip(vectors));
        }
        Ok(texts.iter().map(|text| known.get(text.as_str()).cloned().unwrap_or_default()).collect())
    }
}

impl Embedder {
    fn changed(&self, before: usize, now: usize) -> Error {
        let message =
            format!("the embeddings server gave vectors of {before} dimensions before, now {now}");
        Error::new(ErrorKind::Service, message)
            .at(Place::file(self.client.url()))
            .hint(format!(
                "its model has changed: name the model, or remove the cache {}",
                self.cache.path().display()
            ))
            .settings(Setting::EmbeddingsModel)
    }
}

#[cfg(test)]
mod tests;
