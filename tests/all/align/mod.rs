//! Alignment by the program: batches, scores, embeddings.

mod batch;
#[cfg(feature = "embeddings")]
mod embeddings;
mod score;
