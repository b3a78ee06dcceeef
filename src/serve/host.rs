//! The names of a server. A page of another site can make a browser ask a server of this machine, and
//! by a name of its own that leads here read the answers; so the name that a request is for has to be
//! one of ours, and a page that asks has to be ours.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderValue, header, request::Parts};

/// Names and addresses by which a server may be called.
pub(super) struct Hosts {
    address: SocketAddr,
    scheme: &'static str,
    /// In lower case.
    names: Vec<String>,
}

impl Hosts {
    pub(super) fn new(address: SocketAddr, has_tls: bool, names: &[String]) -> Self {
        let scheme = if has_tls { "https://" } else { "http://" };
        Self {
            address,
            scheme,
            names: names.iter().map(|name| name.to_ascii_lowercase()).collect(),
        }
    }

    /// Returns true if nothing but this machine reaches the server.
    pub(super) fn is_local(&self) -> bool {
        self.address.ip().is_loopback()
    }

    /// Returns true if the request is for a name of ours.
    pub(super) fn has_our_host(&self, request: &Parts) -> bool {
        let mut hosts = request.headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        // An absolute address in the request's line would take the place of the header.
        let is_plain = request.uri.authority().is_none();
        is_plain && host.to_str().is_ok_and(|host| self.is_ours(host))
    }

    /// Returns true if the request does not say that a page of somebody else sends it.
    pub(super) fn has_our_origin(&self, headers: &HeaderMap) -> bool {
        let is_ours = |origin: &HeaderValue| {
            let origin = origin.to_str().ok().and_then(|origin| origin.strip_prefix(self.scheme));
            origin.is_some_and(|authority| self.is_ours(authority))
        };
        // Another port of this machine is `same-site`, and is as foreign.
        let is_near = |site: &HeaderValue| site == "same-origin" || site == "none";
        headers.get_all(header::ORIGIN).iter().all(is_ours)
            && headers.get_all("sec-fetch-site").iter().all(is_near)
    }

    fn is_ours(&self, authority: &str) -> bool {
        let authority = authority.to_ascii_lowercase();
        let Some((host, port)) = split(&authority) else { return false };
        // A name that was allowed may be reached through a proxy, at any port.
        if self.names.iter().any(|name| *name == host || *name == authority) {
            return true;
        }
        let default = if self.scheme == "https://" { 443 } else { 80 };
        if port.unwrap_or(default) != self.address.port() {
            return false;
        }
        let own = self.address.ip();
        match address(host) {
            // No name leads to an address that is written out.
            Some(ip) => ip == own || own.is_unspecified() || own.is_loopback() && ip.is_loopback(),
            None => host == "localhost" && (own.is_loopback() || own.is_unspecified()),
        }
    }
}

/// A name and its port, if the port is a plain number.
fn split(authority: &str) -> Option<(&str, Option<u16>)> {
    let end = authority.rfind(']').map_or(0, |at| at + 1);
    let Some(colon) = authority[end..].rfind(':') else { return Some((authority, None)) };
    let (host, port) = authority.split_at(end + colon);
    let port = &port[1..];
    let is_plain = !port.starts_with(['+', '0']);
    Some((host, Some(port.parse().ok().filter(|_| is_plain)?)))
}

fn address(host: &str) -> Option<IpAddr> {
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(inner) => inner.parse().ok().map(IpAddr::V6),
        None => host.parse().ok().map(IpAddr::V4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(address: &str, has_tls: bool, names: &[&str]) -> Hosts {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Hosts::new(address.parse().unwrap(), has_tls, &names)
    }

    #[test]
    fn hosts_on_loopback_are_its_own() {
        let local = hosts("127.0.0.1:8000", false, &["cat.example"]);
        for ours in [
            "127.0.0.1:8000",
            "localhost:8000",
            "LOCALHOST:8000",
            "[::1]:8000",
            "cat.example",
            "CAT.example:443",
            "cat.example:8000",
        ] {
            assert!(local.is_ours(ours), "{ours}");
        }
        for foreign in [
            "evil.example",
            "evil.example:8000",
            "127.0.0.1",
            "127.0.0.1:80",
            "127.0.0.1:+8000",
            "127.0.0.1:08000",
            "127.0.0.1.evil.example:8000",
            "localhost:8000@evil",
            "",
            ":8000",
            "cat.example.evil",
            "10.0.0.1:8000",
            "[::1:8000",
            "localhost:",
            "cat.example:x",
        ] {
            assert!(!local.is_ours(foreign), "{foreign}");
        }
    }

    #[test]
    fn hosts_beyond_are_addresses_and_allowed_names() {
        let all = hosts("0.0.0.0:443", true, &["tm.example"]);
        assert!(all.is_ours("192.168.1.5") && all.is_ours("192.168.1.5:443"));
        assert!(all.is_ours("tm.example") && all.is_ours("localhost") && !all.is_ours("evil"));
        let one = hosts("192.168.1.5:8443", true, &[]);
        assert!(one.is_ours("192.168.1.5:8443"));
        assert!(!one.is_ours("127.0.0.1:8443") && !one.is_ours("localhost:8443"));
    }

    #[test]
    fn only_our_own_pages_may_ask() {
        let local = hosts("127.0.0.1:8000", false, &[]);
        let asks = |headers: &[(&'static str, &'static str)]| {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                map.append(*name, HeaderValue::from_static(value));
            }
            local.has_our_origin(&map)
        };
        assert!(asks(&[]) && asks(&[("origin", "http://localhost:8000")]));
        for foreign in ["null", "https://127.0.0.1:8000", "http://127.0.0.1:8001", "http://evil"] {
            assert!(!asks(&[("origin", foreign)]), "{foreign}");
        }
        assert!(
            !asks(&[("sec-fetch-site", "cross-site")]) && !asks(&[("sec-fetch-site", "same-site")])
        );
    }
}
