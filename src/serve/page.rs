//! The page of served memories: its three files, which are part of the program. What it asks, it asks
//! our own API ([`super::api`]) with the token in its address.

use axum::{Router, body::Body, http::Response, http::StatusCode, routing::get};

use super::{
    answer,
    front::{Class, Front, TokenPlace},
};

const INDEX: &[u8] = include_bytes!("page/built/index.html");
const SCRIPT: &[u8] = include_bytes!("page/built/app.js");
const STYLE: &[u8] = include_bytes!("page/built/app.css");

/// The front of the page. Its prefix is the root, so that it has to be the last.
pub(super) fn front() -> Front {
    let routes = Router::new()
        .route("/", get(async || file("text/html; charset=utf-8", INDEX)))
        .route("/app.js", get(async || file("text/javascript; charset=utf-8", SCRIPT)))
        .route("/app.css", get(async || file("text/css; charset=utf-8", STYLE)));
    Front {
        prefix: "",
        has_path: None,
        class: Class::Token,
        token: TokenPlace::Any,
        most: |_, _| 0,
        routes,
    }
}

fn file(mime: &'static str, content: &'static [u8]) -> Response<Body> {
    answer::bytes(StatusCode::OK, mime, content)
}
