//! HTTP client for the embeddings server, with retries.

use std::{io, net::IpAddr, thread::sleep, time::Duration};

use serde::Serialize;
use ureq::{
    Agent,
    http::{HeaderValue, Response, StatusCode, Uri},
};

use super::{EmbeddingOptions, reply};
use crate::error::{Error, ErrorKind, Place, Result, Setting, Settings};

/// Maximum size of a response: about twenty times that of the widest models.
const MOST_BYTES: u64 = 64 << 20;
/// If the server demands a longer pause than this, the request fails.
const MOST_PATIENCE: Duration = Duration::from_secs(60);
/// Maximum time to connect.
const CONNECTING: Duration = Duration::from_secs(10);

/// An API key. It is sent only to the server and never appears in messages or the cache.
pub struct Key {
    header: HeaderValue,
    key: String,
}

impl Key {
    /// Parses a key, such as the value of an environment variable. White space around it is removed.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] if it contains characters that are not allowed in a header.
    pub fn new(key: &str) -> Result<Self> {
        let key = key.trim().to_owned();
        let header =
            HeaderValue::from_str(&format!("Bearer {key}")).ok().filter(|_| key.is_ascii());
        let mut header = header.ok_or_else(|| {
            Error::new(ErrorKind::Usage, "invalid character in the key of the embeddings server")
                .hint("give the key alone, on one line")
                .settings(Setting::EmbeddingsKey)
        })?;
        header.set_sensitive(true);
        Ok(Self { header, key })
    }
}

pub(super) struct Client {
    agent: Agent,
    url: String,
    model: String,
    key: Option<Key>,
    retries: u32,
    pause: Duration,
    timeout: Duration,
}

#[derive(Serialize)]
struct Request<'a> {
    model: &'a str,
    input: &'a [&'a str],
}

/// The failure of one attempt.
struct Failure {
    error: Box<Error>,
    /// The least pause before another attempt; `None` if another attempt is pointless.
    again: Option<Duration>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error: Box::new(error), again: None }
    }
}

impl Client {
    pub(super) fn new(options: &EmbeddingOptions, key: Option<Key>) -> Result<Self> {
        let (url, local) = endpoint(&options.url)?;
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            // Redirects are refused, because the key must reach only the server that the user named.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("muwazi/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECTING))
            .timeout_global(Some(options.timeout));
        if local {
            // A proxy cannot reach this machine.
            config = config.proxy(None);
        }
        Ok(Self {
            agent: config.build().new_agent(),
            url,
            model: options.model.clone(),
            key,
            retries: options.retries,
            pause: options.pause,
            timeout: options.timeout,
        })
    }

    /// The full address of the endpoint.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Requests the vectors of a batch of texts, in the order of the texts.
    pub(super) fn request(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        let (mut pause, mut tries) = (self.pause, 1);
        loop {
            let Failure { mut error, again } = match self.try_once(texts) {
                Ok(vectors) => return Ok(vectors),
                Err(failure) => failure,
            };
            match again {
                Some(least) if tries <= self.retries => sleep(pause.max(least)),
                Some(_) => error.message += &format!(", tried {tries} times"),
                None => {}
            }
            if again.is_none() || tries > self.retries {
                return Err(error.at(Place::file(&self.url)));
            }
            pause = pause.saturating_mul(2);
            tries += 1;
        }
    }

    fn try_once(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Failure> {
        let request = Request { model: &self.model, input: texts };
        let body = serde_json::to_vec(&request).map_err(|e| {
            Error::new(ErrorKind::Internal, "the request cannot be written").because(e)
        })?;
        let mut post = self.agent.post(&self.url).header("Content-Type", "application/json");
        if let Some(key) = &self.key {
            post = post.header("Authorization", key.header.clone());
        }
        let mut response = post.send(&body).map_err(|e| self.unreachable(&e))?;
        let body = response.body_mut().with_config().limit(MOST_BYTES).read_to_vec();
        let body = body.map_err(|e| self.unreachable(&e))?;
        if !response.status().is_success() {
            return Err(self.refused(&response, &body));
        }
        Ok(reply::vectors(&body, texts.len())?)
    }

    /// The failure of a request that got no response.
    fn unreachable(&self, error: &ureq::Error) -> Failure {
        let again = match error {
            ureq::Error::Timeout(_) => true,
            // The server may have closed an idle connection; a new one may work.
            ureq::Error::Io(e) => !matches!(e.kind(), io::ErrorKind::ConnectionRefused),
            _ => false,
        };
        let message = match error {
            ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
                "the embeddings server cannot be reached: it does not answer".to_owned()
            }
            ureq::Error::Timeout(_) => {
                let seconds = self.timeout.as_secs_f32();
                format!("the embeddings server gave no answer within {seconds} seconds")
            }
            ureq::Error::BodyExceedsLimit(_) => {
                format!("the embeddings server's answer is longer than {} MiB", MOST_BYTES >> 20)
            }
            other => format!("the embeddings server cannot be reached: {}", reason(other)),
        };
        let error = Error::new(ErrorKind::Service, message)
            .hint("start the server, or check its address")
            .settings(Setting::EmbeddingsUrl);
        Failure { error: error.into(), again: again.then_some(Duration::ZERO) }
    }

    /// The failure of a request that the server refused.
    fn refused<B>(&self, response: &Response<B>, body: &[u8]) -> Failure {
        let status = response.status();
        use Setting::{EmbeddingsKey, EmbeddingsModel, EmbeddingsUrl};
        let (what, hint, settings) = match status.as_u16() {
            401 | 403 if self.key.is_none() => {
                ("requires a key", "give the key", EmbeddingsKey.into())
            }
            401 | 403 => ("does not accept the key", "check the key", EmbeddingsKey.into()),
            404 => (
                "does not know the address or the model",
                "check the address and the name of the model",
                Settings::from([EmbeddingsUrl, EmbeddingsModel]),
            ),
            300..=399 => {
                ("redirects to another address", "give that address", EmbeddingsUrl.into())
            }
            429 => (
                "limits the rate of requests",
                "wait and run again: vectors so far are cached",
                Settings::default(),
            ),
            500..=599 => {
                ("failed", "look at its log; vectors so far are cached", Settings::default())
            }
            _ => (
                "does not accept the request",
                "is the name of the model right, and no sentence longer than the model takes?",
                EmbeddingsModel.into(),
            ),
        };
        let mut message = format!("the embeddings server {what} (status {})", status.as_u16());
        if let Some(detail) = reply::error_message(body) {
            let detail = match &self.key {
                Some(key) if !key.key.is_empty() => detail.replace(&key.key, "(key)"),
                _ => detail,
            };
            message += &format!(": {detail}");
        }
        let busy = status.is_server_error()
            || [StatusCode::TOO_MANY_REQUESTS, StatusCode::REQUEST_TIMEOUT].contains(&status);
        let error = Error::new(ErrorKind::Service, message).hint(hint).settings(settings);
        Failure { error: error.into(), again: busy.then(|| patience(response)).flatten() }
    }
}

/// The pause that the server demands; `None` if it exceeds [`MOST_PATIENCE`].
fn patience<B>(response: &Response<B>) -> Option<Duration> {
    let seconds = response.headers().get("retry-after").and_then(|v| v.to_str().ok()?.parse().ok());
    let pause = Duration::from_secs(seconds.unwrap_or(0));
    (pause <= MOST_PATIENCE).then_some(pause)
}

fn reason(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Io(e) => match e.kind() {
            io::ErrorKind::ConnectionRefused => "connection refused".into(),
            io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof => {
                "it closed the connection".into()
            }
            _ => e.to_string(),
        },
        ureq::Error::HostNotFound => "host not found".into(),
        other => other.to_string(),
    }
}

/// Completes the address of a server. Returns it, and true if it is on this machine.
fn endpoint(url: &str) -> Result<(String, bool)> {
    let wrong = |what: &str| {
        Error::new(ErrorKind::Usage, format!("'{url}' is not a server address: {what}"))
            .hint("give one such as http://127.0.0.1:8000")
    };
    // The message must not show the address, because these parts may be secret.
    if url.contains(['@', '?', '#']) {
        let what = "the address of the embeddings server contains a name, a password or a query";
        return Err(Error::new(ErrorKind::Usage, what)
            .hint("give the address alone; the key is a separate setting")
            .settings([Setting::EmbeddingsUrl, Setting::EmbeddingsKey]));
    }
    let trimmed = url.trim_end_matches('/');
    let uri: Uri = trimmed.parse().map_err(|_| wrong("it is malformed"))?;
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return Err(wrong("it does not begin with http:// or https://"));
    }
    let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(|| wrong("it has no host"))?;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let local = bare == "localhost" || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
    let rest = match trimmed {
        whole if whole.ends_with("/embeddings") => "",
        version if version.ends_with("/v1") => "/embeddings",
        _ => "/v1/embeddings",
    };
    Ok((format!("{trimmed}{rest}"), local))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_completed_or_refused() {
        for (url, endpoint_url, local) in [
            ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1/embeddings", true),
            ("http://[::1]:80/v1/", "http://[::1]:80/v1/embeddings", true),
            ("https://api.test/v1", "https://api.test/v1/embeddings", false),
            ("http://localhost/a/embeddings", "http://localhost/a/embeddings", true),
        ] {
            assert_eq!(endpoint(url).unwrap(), (endpoint_url.to_owned(), local), "{url}");
        }
        for url in ["", "127.0.0.1:8000", "ftp://x", "http://", "http://a b", "/tmp/x"] {
            assert_eq!(endpoint(url).unwrap_err().kind, ErrorKind::Usage, "{url}");
        }
        let secret = endpoint("http://me:secret@host").unwrap_err();
        assert!(!format!("{secret:?}").contains("secret"));
    }

    #[test]
    fn a_key_is_one_line() {
        assert!(Key::new(" abc\n").is_ok());
        let error = Key::new("abc\ndef").err().unwrap();
        assert!(!format!("{error:?}").contains("abc"));
    }
}
