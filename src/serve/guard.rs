//! Who may ask: requests of our own pages on this machine, with the token.
//!
//! A page of another site can make a browser send requests to loopback, and by DNS rebinding read the
//! answers under a name of its own. So the `Host` has to be loopback, an `Origin` has to be ours, and
//! the token has to be in the path. All refusals look the same, and like a path that is not there.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Request, Response, StatusCode, Uri, header},
};

use super::answer;
use crate::error::{Error, ErrorKind, Result};

/// The number of random bytes of a token.
const TOKEN_BYTES: usize = 16;
/// The beginning of every path; the token follows.
const PREFIX: &str = "/t/";
/// Nothing but our own files is loaded, and nobody frames the page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A secret that each address of a server holds.
pub(super) struct Token(String);

impl Token {
    /// Makes a token from the system's random numbers.
    pub(super) fn random() -> Result<Self> {
        let mut bytes = [0; TOKEN_BYTES];
        getrandom::fill(&mut bytes).map_err(|e| {
            Error::new(ErrorKind::Service, format!("the system gives no random numbers: {e}"))
        })?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Compares in a time that does not depend on where the two differ.
    fn is(&self, given: &str) -> bool {
        let (own, given) = (self.0.as_bytes(), given.as_bytes());
        let differ = own.iter().zip(given).fold(0, |all, (a, b)| all | (a ^ b));
        // The length is no secret.
        std::hint::black_box(differ) == 0 && own.len() == given.len()
    }
}

/// The rules of a server.
pub(super) struct Guard {
    port: u16,
    token: Token,
}

impl Guard {
    pub(super) fn new(port: u16, token: Token) -> Self {
        Self { port, token }
    }

    /// The address of the first page.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}{PREFIX}{}/", self.port, self.token.0)
    }

    /// Lets a request pass without the token in its path, or answers it: with what is not there for who
    /// may not ask.
    #[allow(clippy::result_large_err, reason = "the error is the answer")]
    pub(super) fn admit<B>(&self, request: Request<B>) -> Result<Request<B>, Response<Body>> {
        let is_ours = self.has_our_host(&request) && self.has_our_origin(request.headers());
        let Some(rest) = self.behind_token(request.uri().path()).filter(|_| is_ours) else {
            return Err(answer::not_found());
        };
        if rest.is_empty() {
            // Addresses of the page are relative to its folder.
            return Err(answer::moved(&self.url()));
        }
        let uri = match request.uri().query() {
            Some(query) => format!("{rest}?{query}"),
            None => rest.to_owned(),
        };
        let Ok(uri) = uri.parse::<Uri>() else { return Err(answer::not_found()) };
        let (mut parts, body) = request.into_parts();
        parts.uri = uri;
        Ok(Request::from_parts(parts, body))
    }

    /// The path behind the token, or none where the token is not ours.
    fn behind_token<'p>(&self, path: &'p str) -> Option<&'p str> {
        let rest = path.strip_prefix(PREFIX)?;
        let (token, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        self.token.is(token).then_some(rest)
    }

    /// Returns `true` where the request is to a name of loopback, at our port.
    fn has_our_host<B>(&self, request: &Request<B>) -> bool {
        let mut hosts = request.headers().get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        // An absolute address in the request's line would take the place of the header.
        let is_plain = request.uri().authority().is_none();
        is_plain && host.to_str().is_ok_and(|host| self.is_our_authority(host))
    }

    /// Returns `true` where the request does not say that a page of somebody else sends it.
    fn has_our_origin(&self, headers: &HeaderMap) -> bool {
        let is_ours = |origin: &HeaderValue| {
            let origin = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
            origin.is_some_and(|authority| self.is_our_authority(authority))
        };
        // Another port of this machine is `same-site`, and is as foreign.
        let is_near = |site: &HeaderValue| site == "same-origin" || site == "none";
        headers.get_all(header::ORIGIN).iter().all(is_ours)
            && headers.get_all("sec-fetch-site").iter().all(is_near)
    }

    fn is_our_authority(&self, authority: &str) -> bool {
        let Some((host, port)) = authority.rsplit_once(':') else { return false };
        ["127.0.0.1", "localhost", "[::1]"].iter().any(|own| own.eq_ignore_ascii_case(host))
            && port.parse() == Ok(self.port)
            && !port.starts_with(['+', '0'])
    }
}

/// Adds the headers that every answer has.
pub(super) fn protect(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::CACHE_CONTROL, "no-store");
    set(header::X_FRAME_OPTIONS, "DENY");
    let mut set = |name: &'static str, value| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    response
}

/// Reads a body whole, within a size.
pub(super) async fn read_body<B>(body: B, most: usize) -> Result<Bytes, StatusCode>
where
    B: axum::body::HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    // What is announced to be larger need not be read.
    if body.size_hint().lower() > most as u64 {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let read = axum::body::to_bytes(Body::new(body), most).await;
    read.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        Guard::new(8000, Token("secret".into()))
    }

    fn admitted(uri: &str, headers: &[(&str, &str)]) -> Option<String> {
        let mut request = Request::builder().uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = guard().admit(request.body(()).unwrap()).ok()?;
        Some(request.uri().to_string())
    }

    #[test]
    fn only_our_own_pages_are_admitted() {
        let good = ("host", "127.0.0.1:8000");
        assert_eq!(admitted("/t/secret/api/home?a=1", &[good]).as_deref(), Some("/api/home?a=1"));
        for host in ["localhost:8000", "LOCALHOST:8000", "[::1]:8000"] {
            assert!(admitted("/t/secret/", &[("host", host)]).is_some(), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:8000",
            "127.0.0.1",
            "127.0.0.1:80",
            "127.0.0.1:+8000",
            "127.0.0.1:08000",
            "127.0.0.1.evil.example:8000",
            "localhost:8000@evil",
            "",
        ] {
            assert!(admitted("/t/secret/", &[("host", host)]).is_none(), "{host}");
        }
        assert!(admitted("/t/secret/", &[]).is_none());
        assert!(admitted("/t/secret/", &[good, good]).is_none());
        assert!(admitted("http://127.0.0.1:8000/t/secret/", &[good]).is_none());
        for path in
            ["/", "/t", "/t/", "/t/secre/", "/t/secrets/", "/t//", "/T/secret/", "/x/secret/"]
        {
            assert!(admitted(path, &[good]).is_none(), "{path}");
        }
        let ours = ("origin", "http://localhost:8000");
        assert!(admitted("/t/secret/", &[good, ours, ("sec-fetch-site", "same-origin")]).is_some());
        for foreign in ["null", "https://127.0.0.1:8000", "http://127.0.0.1:8001", "http://evil"] {
            assert!(admitted("/t/secret/", &[good, ("origin", foreign)]).is_none(), "{foreign}");
        }
        for site in ["cross-site", "same-site", ""] {
            assert!(admitted("/t/secret/", &[good, ("sec-fetch-site", site)]).is_none(), "{site}");
        }
    }

    #[test]
    fn tokens_are_long_and_differ() {
        let [a, b] = [(), ()].map(|()| Token::random().unwrap());
        assert!(a.0.len() == 32 && !a.is(&b.0) && a.is(&a.0.clone()) && !a.is(&a.0[..31]));
    }
}
