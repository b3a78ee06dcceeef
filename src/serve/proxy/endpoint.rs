//! Requests to the one server that the options name.

use std::{
    fs,
    path::Path,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri, header,
    },
};
use hyper::{
    body::{Body as HttpBody, Frame, Incoming, SizeHint},
    client::conn::http1,
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::{Instant, Sleep, sleep, timeout},
};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};

use super::reply::{ORIGIN, fault};
use crate::error::{Error, ErrorKind, Place, Result};

/// The time to connect, TLS included.
const CONNECTING: Duration = Duration::from_secs(10);
/// No reply has more bytes.
const MOST: u64 = 64 << 20;
/// Headers of a request that are passed on: those of keys and what the server knows its clients by.
const REQUEST_HEADERS: [&str; 7] = [
    "accept",
    "api-key",
    "authorization",
    "openai-beta",
    "openai-organization",
    "openai-project",
    "x-api-key",
];
/// Headers of a reply that are passed on; those that begin with `x-ratelimit-` are too.
const REPLY_HEADERS: [&str; 6] = [
    "content-type",
    "openai-processing-ms",
    "openai-version",
    "retry-after",
    "x-request-id",
    "x-should-retry",
];

/// A server of language models.
pub(super) struct Endpoint {
    host: String,
    port: u16,
    authority: HeaderValue,
    /// The part of its address before `/chat/completions`.
    base: String,
    tls: Option<TlsConnector>,
    time: Duration,
}

impl Endpoint {
    /// Reads an address such as `https://api.example/v1`. `certificates` is a file with the authorities
    /// that vouch for the server, those of browsers if not given.
    pub(super) fn new(address: &str, certificates: Option<&Path>, time: Duration) -> Result<Self> {
        let wrong = |reason: &str| {
            Error::new(ErrorKind::Usage, format!("the address of the language model {reason}"))
                .hint("it is like https://api.example/v1 or http://127.0.0.1:11434/v1")
        };
        let uri: Uri = address.trim().parse().map_err(|_| wrong("cannot be read"))?;
        let authority = uri.authority().ok_or_else(|| wrong("has no host"))?;
        if authority.as_str().contains('@') {
            return Err(wrong("has a name or password; keys come with each request"));
        }
        if uri.query().is_some() {
            return Err(wrong("has parameters"));
        }
        let tls = match uri.scheme_str() {
            Some("https") => Some(connector(certificates)?),
            Some("http") => None,
            _ => return Err(wrong("is neither https nor http")),
        };
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = uri.port_u16().unwrap_or(if tls.is_some() { 443 } else { 80 });
        let base = uri.path().trim_end_matches('/').to_owned();
        let authority =
            HeaderValue::from_str(authority.as_str()).map_err(|_| wrong("cannot be read"))?;
        Ok(Self { host, port, authority, base, tls, time })
    }

    /// Passes a request on and returns the reply, or an error in the form of one.
    pub(super) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Response<Body> {
        let outcome = match timeout(self.time, self.exchange(method, path, headers, body)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Fault::Late),
        };
        match outcome {
            Ok(response) if response.status().is_redirection() => Fault::Redirect.response(),
            Ok(response) => self.relayed(response),
            Err(fault) => fault.response(),
        }
    }

    async fn exchange(
        &self,
        method: Method,
        path: &str,
        headers: &HeaderMap,
        body: Bytes,
    ) -> std::result::Result<Response<Incoming>, Fault> {
        let stream = match timeout(CONNECTING, self.connect()).await {
            Ok(stream) => stream.map_err(|_| Fault::Unreachable)?,
            Err(_) => return Err(Fault::Unreachable),
        };
        let broken = |_| Fault::Broken;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
        // It ends with the reply, or when nobody takes it any more.
        tokio::spawn(async move { drop(connection.await) });
        let uri = format!("{}{path}", self.base);
        let mut request = Request::builder().method(method).uri(uri);
        for name in REQUEST_HEADERS.map(HeaderName::from_static) {
            for value in headers.get_all(&name) {
                request = request.header(&name, value);
            }
        }
        let request = request
            .header(header::HOST, &self.authority)
            .header(header::USER_AGENT, concat!("muwazi/", env!("CARGO_PKG_VERSION")))
            // So that a proxy that is led to itself notices.
            .header(ORIGIN, "proxy");
        let request = match body.is_empty() {
            true => request,
            false => request.header(header::CONTENT_TYPE, "application/json"),
        };
        let request = request.body(Body::from(body)).map_err(|_| Fault::Broken)?;
        sender.send_request(request).await.map_err(broken)
    }

    async fn connect(&self) -> std::io::Result<Box<dyn Stream>> {
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await?;
        stream.set_nodelay(true).ok();
        let Some(tls) = &self.tls else { return Ok(Box::new(stream)) };
        let name = ServerName::try_from(self.host.clone()).map_err(std::io::Error::other)?;
        Ok(Box::new(tls.connect(name, stream).await?))
    }

    /// A reply with the headers that are passed on.
    fn relayed(&self, response: Response<Incoming>) -> Response<Body> {
        let (parts, body) = response.into_parts();
        let mut relayed = Response::new(Body::new(Relayed {
            body,
            left: MOST,
            time: self.time,
            wait: Box::pin(sleep(self.time)),
        }));
        *relayed.status_mut() = parts.status;
        for (name, value) in &parts.headers {
            let known = REPLY_HEADERS.contains(&name.as_str());
            if known || name.as_str().starts_with("x-ratelimit-") {
                relayed.headers_mut().append(name, value.clone());
            }
        }
        relayed
    }
}

/// A connection, plain or within TLS.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

fn connector(certificates: Option<&Path>) -> Result<TlsConnector> {
    let mut roots = RootCertStore::empty();
    match certificates {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(path) => {
            let text = fs::read(path).map_err(|e| Error::io("cannot read", path, e))?;
            let at = || Place::file(path.display().to_string());
            for certificate in CertificateDer::pem_slice_iter(&text) {
                let added = certificate.ok().and_then(|certificate| roots.add(certificate).ok());
                added.ok_or_else(|| {
                    Error::new(ErrorKind::Format, "this is not a certificate in PEM").at(at())
                })?;
            }
            if roots.is_empty() {
                return Err(Error::new(ErrorKind::Format, "there is no certificate").at(at()));
            }
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| Error::new(ErrorKind::Service, format!("there is no TLS: {e}")).because(e))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// The fault of an exchange. None says what the request held.
enum Fault {
    Unreachable,
    Broken,
    Late,
    Redirect,
}

impl Fault {
    fn response(&self) -> Response<Body> {
        let (status, message) = match self {
            Self::Unreachable => (
                StatusCode::BAD_GATEWAY,
                "muwazi: the server of the language model cannot be reached; is it running, and its address right?",
            ),
            Self::Broken => (
                StatusCode::BAD_GATEWAY,
                "muwazi: the server of the language model does not answer as one",
            ),
            Self::Late => (
                StatusCode::GATEWAY_TIMEOUT,
                "muwazi: the server of the language model takes too long",
            ),
            Self::Redirect => (
                StatusCode::BAD_GATEWAY,
                "muwazi: the server of the language model sends to another address, where keys do not go; give that one at the start",
            ),
        };
        fault(status, "upstream_error", message)
    }
}

/// The body of a reply, with limits on its size and on the time between its parts.
struct Relayed {
    body: Incoming,
    left: u64,
    time: Duration,
    wait: Pin<Box<Sleep>>,
}

impl HttpBody for Relayed {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<Frame<Bytes>, Self::Error>>> {
        let end = |kind: std::io::ErrorKind| Poll::Ready(Some(Err(kind.into())));
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                let next = Instant::now() + self.time;
                self.wait.as_mut().reset(next);
                let size = frame.data_ref().map_or(0, |data| data.len() as u64);
                match self.left.checked_sub(size) {
                    Some(left) => {
                        self.left = left;
                        Poll::Ready(Some(Ok(frame)))
                    }
                    None => end(std::io::ErrorKind::FileTooLarge),
                }
            }
            Poll::Ready(Some(Err(e))) => Poll::Ready(Some(Err(std::io::Error::other(e)))),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending => match self.wait.as_mut().poll(context) {
                Poll::Ready(()) => end(std::io::ErrorKind::TimedOut),
                Poll::Pending => Poll::Pending,
            },
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked_at_the_start() {
        let time = Duration::from_secs(1);
        for good in ["https://api.example/v1", "http://127.0.0.1:11434/v1/", "http://[::1]:80"] {
            assert!(Endpoint::new(good, None, time).is_ok(), "{good}");
        }
        for wrong in [
            "",
            "api.example/v1",
            "ftp://x/v1",
            "file:///etc/passwd",
            "https://a:b@x/v1",
            "https://x/v1?key=1",
        ] {
            let message = Endpoint::new(wrong, None, time).err().map(|e| e.to_string());
            assert!(message.is_some_and(|m| !m.contains("a:b")), "{wrong}");
        }
    }
}
