//! Limits on how much is asked, so that one caller cannot keep the others waiting.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

/// Limits of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Connections at the same time; more wait.
    pub connections: usize,
    /// Requests a second of one token, or of one address without a token.
    pub rate: u32,
    /// Wrong tokens of one address at once; one comes back in five seconds.
    pub wrong_tokens: u32,
    /// The size in bytes of a file that is imported, or of two texts that are aligned.
    pub upload: usize,
    /// The time for the head of a request.
    pub head: Duration,
    /// The time for the body of a request.
    pub body: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 256,
            rate: 20_000,
            wrong_tokens: 20,
            upload: 256 << 20,
            head: Duration::from_secs(10),
            body: Duration::from_secs(120),
        }
    }
}

/// Callers whose buckets are kept.
const MOST_CALLERS: usize = 4096;

/// A bucket of tokens for each caller: a request takes one, and they come back with time.
pub(super) struct Buckets {
    a_second: f64,
    most: f64,
    buckets: Mutex<BTreeMap<String, Bucket>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Buckets {
    /// Buckets that hold `most` and are filled with `a_second`.
    pub(super) fn new(a_second: f64, most: f64) -> Self {
        Self { a_second, most, buckets: Mutex::default() }
    }

    /// Takes one; `false` where the bucket is empty.
    pub(super) fn take(&self, caller: &str) -> bool {
        self.take_at(caller, Instant::now())
    }

    fn take_at(&self, caller: &str, now: Instant) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if !buckets.contains_key(caller) {
            if buckets.len() >= MOST_CALLERS {
                // Those that are full again say nothing.
                buckets.retain(|_, bucket| self.filled(*bucket, now).left < self.most);
            }
            if buckets.len() >= MOST_CALLERS {
                return false;
            }
            buckets.insert(caller.to_owned(), Bucket { left: self.most, at: now });
        }
        let Some(bucket) = buckets.get_mut(caller) else { return false };
        *bucket = self.filled(*bucket, now);
        let has_one = bucket.left >= 1.0;
        if has_one {
            bucket.left -= 1.0;
        }
        has_one
    }

    fn filled(&self, bucket: Bucket, now: Instant) -> Bucket {
        let passed = now.saturating_duration_since(bucket.at).as_secs_f64();
        Bucket { left: (bucket.left + passed * self.a_second).min(self.most), at: now }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_emptied_and_filled() {
        let (buckets, start) = (Buckets::new(2.0, 3.0), Instant::now());
        let at = |millis| start + Duration::from_millis(millis);
        let taken: Vec<bool> = (0..5).map(|_| buckets.take_at("a", at(0))).collect();
        assert_eq!(taken, [true, true, true, false, false]);
        assert!(buckets.take_at("b", at(0)), "another caller has its own");
        assert!(!buckets.take_at("a", at(400)) && buckets.take_at("a", at(600)));
        assert!(!buckets.take_at("a", at(600)));
        let later: Vec<bool> = (0..4).map(|_| buckets.take_at("a", at(60_000))).collect();
        assert_eq!(later, [true, true, true, false]);
    }

    #[test]
    fn callers_do_not_fill_the_memory() {
        let (buckets, now) = (Buckets::new(1.0, 2.0), Instant::now());
        for k in 0..MOST_CALLERS {
            assert!(buckets.take_at(&k.to_string(), now));
        }
        assert!(!buckets.take_at("one more", now));
        assert!(buckets.take_at("one more", now + Duration::from_secs(2)));
        assert_eq!(buckets.buckets.lock().unwrap().len(), 1);
    }
}
