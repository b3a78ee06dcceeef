//! The gate before all fronts: who asks, for which name, how much and how long; and what is noted of
//! it.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Instant,
};

use axum::{
    Router,
    body::Body,
    extract::MatchedPath,
    http::{HeaderValue, Method, Request, Response, StatusCode, Uri, header, request::Parts},
};
use base64::{
    Engine as _,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use hyper::{body::Incoming, service::Service as _};
use hyper_util::service::TowerToHyperService;
use tokio::time::timeout;

use super::{
    ServeOptions,
    access::{Caller, Tokens},
    answer::{self, Refusal},
    front::{Class, Front, TokenPlace},
    guard::{protect, read_body},
    host::Hosts,
    limits::{Buckets, Limits},
    listen::Answers,
    state::State,
};

/// The beginning of a path that holds a token.
const PREFIX: &str = "/t/";
/// Maximum number of bytes of a body without a token: nobody writes without one.
const ANONYMOUS: usize = 4 << 20;
/// Wrong tokens that an address may try again, a second.
const GUESSES: f64 = 0.2;

/// The gate, and the fronts behind it.
pub(super) struct Gate {
    hosts: Hosts,
    tokens: Tokens,
    require_token: bool,
    limits: Limits,
    rate: Buckets,
    guesses: Buckets,
    fronts: Vec<Behind>,
    state: Arc<State>,
}

struct Behind {
    front: Front,
    service: TowerToHyperService<Router>,
}

/// A request that passed: its front and its caller, if it has one.
struct Passed<'g> {
    behind: &'g Behind,
    caller: Option<Caller>,
}

/// A token of a request.
struct Given {
    token: String,
    /// The address without it.
    uri: Uri,
}

impl Gate {
    pub(super) fn new(
        hosts: Hosts,
        tokens: Tokens,
        options: &ServeOptions,
        mut fronts: Vec<Front>,
        state: Arc<State>,
    ) -> Self {
        // The first one that fits answers.
        fronts.sort_by_key(|front| front.has_path.is_none());
        let rate = f64::from(options.limits.rate.max(1));
        let behind = |front: Front| {
            let service = TowerToHyperService::new(front.routes.clone());
            Behind { front, service }
        };
        Self {
            hosts,
            tokens,
            require_token: options.require_token,
            limits: options.limits.clone(),
            rate: Buckets::new(rate, rate),
            guesses: Buckets::new(GUESSES, f64::from(options.limits.wrong_tokens)),
            fronts: fronts.into_iter().map(behind).collect(),
            state,
        }
    }

    /// Lets a request pass, or answers it. The token is taken out of its address and its headers.
    fn admit(&self, parts: &mut Parts, peer: SocketAddr) -> Result<Passed<'_>, Refusal> {
        if !self.hosts.has_our_host(parts) {
            return Err(answer::WRONG_HOST);
        }
        if !self.hosts.has_our_origin(&parts.headers) {
            return Err(answer::WRONG_ORIGIN);
        }
        let in_path = in_path(&parts.uri);
        let path = in_path.as_ref().map_or(parts.uri.path(), |given| given.uri.path());
        let behind = self.fronts.iter().find(|behind| behind.front.has(path));
        let takes_any = behind.is_none_or(|behind| behind.front.token != TokenPlace::Path);
        let has_sessions = behind.is_some_and(|behind| behind.front.token == TokenPlace::Session);
        let given = in_path.or_else(|| if takes_any { elsewhere(parts) } else { None });
        let caller = match given {
            Some(Given { token, uri }) => {
                parts.uri = uri;
                if takes_any {
                    parts.headers.remove(header::AUTHORIZATION);
                }
                Some(self.caller(&token, peer)?)
            }
            None if has_sessions => self.state.sessions.caller(&parts.headers, &parts.uri),
            None => None,
        };
        // Whoever may not ask does not learn what there is.
        let may_be_local = self.hosts.is_local() && peer.ip().is_loopback() && !self.require_token;
        let class = behind.map_or(Class::Token, |behind| behind.front.class);
        let caller = match (caller, class) {
            (Some(caller), _) => Some(caller),
            (None, Class::Open) => None,
            (None, Class::LocalRead) if may_be_local => Some(Caller::local()),
            (None, _) => return Err(answer::NO_TOKEN),
        };
        let Some(behind) = behind else { return Err(answer::NOT_FOUND) };
        let key = match &caller {
            Some(caller) if !caller.is_without_token() => format!("t:{}", caller.name),
            _ => address_key(peer.ip()),
        };
        match self.rate.take(&key) {
            true => Ok(Passed { behind, caller }),
            false => Err(answer::TOO_MANY),
        }
    }

    /// Whose token it is. Who guesses has to wait; who has a right one need not.
    fn caller(&self, token: &str, peer: SocketAddr) -> Result<Caller, Refusal> {
        match self.tokens.caller(token) {
            Some(caller) => Ok(caller.clone()),
            None if self.guesses.take(&address_key(peer.ip())) => Err(answer::WRONG_TOKEN),
            None => Err(answer::TOO_MANY),
        }
    }

    async fn pass(&self, passed: &Passed<'_>, mut parts: Parts, body: Incoming) -> Response<Body> {
        let most = (passed.behind.front.most)(parts.uri.path(), &self.limits);
        let is_anonymous = passed.caller.as_ref().is_none_or(Caller::is_without_token);
        let most = if is_anonymous { most.min(ANONYMOUS) } else { most };
        let body = match timeout(self.limits.body, read_body(body, most)).await {
            Ok(Ok(body)) => body,
            Ok(Err(_)) => return answer::refusal(&answer::TOO_LARGE),
            Err(_) => return answer::refusal(&answer::TOO_SLOW),
        };
        if let Some(caller) = &passed.caller {
            parts.extensions.insert(caller.clone());
        }
        let request = Request::from_parts(parts, Body::from(body));
        let Ok(response) = passed.behind.service.call(request).await;
        response
    }

    /// Notes a request: its method, route, status, time and caller; never texts, paths or tokens.
    fn note(
        &self,
        method: &Method,
        response: &Response<Body>,
        caller: Option<&str>,
        start: Instant,
    ) {
        let route = response.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
        let (status, took) = (response.status().as_u16(), start.elapsed());
        self.state.metrics.note(method, route, status, took);
        let ms = took.as_micros() as f64 / 1000.0;
        let caller = caller.unwrap_or("-");
        tracing::info!(target: "muwazi::serve", %method, route, status, ms, caller, "request");
    }
}

impl Answers for Gate {
    async fn answer(&self, request: Request<Incoming>, peer: SocketAddr) -> Response<Body> {
        let start = Instant::now();
        let (mut parts, body) = request.into_parts();
        let method = parts.method.clone();
        let slashless = slashless(&parts.uri);
        let (mut response, caller) = match self.admit(&mut parts, peer) {
            Ok(passed) => {
                let response = match slashless {
                    Some(path) => answer::moved(&format!("{path}/")),
                    None => self.pass(&passed, parts, body).await,
                };
                (response, passed.caller.map(|caller| caller.name))
            }
            Err(refusal) => {
                let mut response = answer::refusal(&refusal);
                // What is left of the request is not read.
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(header::CONNECTION, close);
                (response, None)
            }
        };
        self.note(&method, &response, caller.as_deref(), start);
        if response.status() == StatusCode::UNAUTHORIZED {
            let how = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, how);
        }
        protect(response)
    }
}

/// The key of an address: of IPv6 the part that one customer has.
fn address_key(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => format!("a:{ip}"),
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => format!("a:{ip}"),
            None => format!("a:{:x?}", &ip.segments()[..4]),
        },
    }
}

/// The path `/t/TOKEN` without a slash at its end: the addresses within the page would miss the token.
fn slashless(uri: &Uri) -> Option<String> {
    let path = uri.path();
    let token = path.strip_prefix(PREFIX)?;
    (!token.is_empty() && !token.contains('/')).then(|| path.to_owned())
}

/// The token in the path of an address, `/t/TOKEN/…`.
fn in_path(uri: &Uri) -> Option<Given> {
    let rest = uri.path().strip_prefix(PREFIX)?;
    let (token, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let rest = if rest.is_empty() { "/" } else { rest };
    let uri = match uri.query() {
        Some(query) => format!("{rest}?{query}"),
        None => rest.to_owned(),
    };
    // A path such as `//x` is none.
    Some(Given { token: token.to_owned(), uri: uri.parse().unwrap_or_default() })
}

/// The token in the header or in the parameter `key`. An empty one is none: some tools send that.
fn elsewhere(parts: &Parts) -> Option<Given> {
    let header = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let header = header.and_then(of_header).filter(|token| !token.is_empty());
    let query = parts.uri.query().unwrap_or_default();
    let key = query.split('&').find_map(|pair| pair.strip_prefix("key="));
    let token = header.or_else(|| key.filter(|key| !key.is_empty()).map(str::to_owned))?;
    if key.is_none() {
        return Some(Given { token, uri: parts.uri.clone() });
    }
    // A key beside a header is not looked at, and is no parameter of what is asked.
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("key=")).collect();
    let uri = match rest.is_empty() {
        true => parts.uri.path().to_owned(),
        false => format!("{}?{}", parts.uri.path(), rest.join("&")),
    };
    Some(Given { token, uri: uri.parse().unwrap_or_default() })
}

/// The base64 of headers, with or without padding: tools differ.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The token of `Bearer TOKEN`, or the password of `Basic …`.
fn of_header(value: &str) -> Option<String> {
    let (scheme, rest) = value.split_once(' ')?;
    let rest = rest.trim();
    // Weblate's clients say "Token".
    if scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("token") {
        return Some(rest.to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(BASE64.decode(rest).ok()?).ok()?;
    pair.split_once(':').map(|(_, password)| password.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(uri: &str, authorization: Option<&str>) -> Option<(String, String)> {
        let mut request = Request::builder().uri(uri);
        if let Some(value) = authorization {
            request = request.header(header::AUTHORIZATION, value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let given = in_path(&parts.uri).or_else(|| elsewhere(&parts))?;
        Some((given.token, given.uri.to_string()))
    }

    #[test]
    fn tokens_are_taken_from_where_tools_can_put_them() {
        let is = |found: Option<(String, String)>, token: &str, uri: &str| {
            assert_eq!(found, Some((token.to_owned(), uri.to_owned())));
        };
        is(given("/t/abc/api/v1/x?a=1", None), "abc", "/api/v1/x?a=1");
        is(given("/t/abc", None), "abc", "/");
        is(given("/t/abc/a%2Fb", None), "abc", "/a%2Fb");
        is(given("/x?a=1&key=abc&b=2", None), "abc", "/x?a=1&b=2");
        is(given("/x?key=abc", None), "abc", "/x");
        is(given("/x", Some("Bearer abc")), "abc", "/x");
        is(given("/x", Some("Token abc")), "abc", "/x");
        is(given("/x?key=other&a=1", Some("Token abc")), "abc", "/x?a=1");
        is(given("/x?key=", Some("Token abc")), "abc", "/x");
        is(given("/x", Some("BASIC YW5uYTphYmM=")), "abc", "/x");
        is(given("/x", Some("Basic YTphYg")), "ab", "/x");
        for none in ["/x", "/x?key=", "/x?keys=abc", "/tabc/x"] {
            assert_eq!(given(none, None), None, "{none}");
        }
        for odd in ["Basic !!!", "Basic YW5uYQ==", "Digest abc", "Bearer", "Basic /////w=="] {
            assert_eq!(given("/x", Some(odd)), None, "{odd}");
        }
    }

    #[test]
    fn addresses_of_one_customer_are_one() {
        let key = |ip: &str| address_key(ip.parse().unwrap());
        assert_eq!(key("2001:db8::1"), key("2001:db8::ffff"));
        assert_ne!(key("2001:db8:0:1::1"), key("2001:db8::1"));
        assert_eq!(key("::ffff:10.0.0.1"), key("10.0.0.1"));
    }
}
