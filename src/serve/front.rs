//! The fronts of served memories: our own API, other tools' protocols, pages. A front is a prefix of
//! addresses with its routes and its rule of access; [`all`] lists them, and the gate
//! ([`super::gate`]) stands before every one.

use std::{path::Path, sync::Arc};

use axum::{
    Router,
    extract::{MatchedPath, Request},
    middleware::{self, Next},
    response::Response,
};

use super::{
    answer, api,
    limits::Limits,
    mcp::{self, McpOptions},
    metrics, page,
    proxy::{self, Proxy},
    review,
    state::State,
    tools,
};

/// Who may ask a front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Everybody: it says nothing about memories.
    Open,
    /// Programs on this machine may read without a token, unless that is switched off; all others, and
    /// whatever writes, need one. For tools that cannot send a token.
    LocalRead,
    /// Whoever has a token.
    Token,
}

/// Where a front takes tokens from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenPlace {
    /// The path, the header `Authorization` or the parameter `key`.
    Any,
    /// The path alone: the header is for somebody else.
    Path,
    /// Anywhere, or a ticket that was given for a token, in the header or the parameter `session`.
    Session,
}

/// Routes below a prefix.
pub(super) struct Front {
    /// The beginning of its addresses, without a slash at the end.
    pub(super) prefix: &'static str,
    /// The paths below the prefix that are its own, where it shares the prefix with another front.
    pub(super) has_path: Option<fn(&str) -> bool>,
    pub(super) class: Class,
    pub(super) token: TokenPlace,
    /// The size in bytes of the largest body that a path takes.
    pub(super) most: fn(&str, &Limits) -> usize,
    /// The routes with their whole paths.
    pub(super) routes: Router,
}

/// All fronts. One that has some paths of a prefix stands before the one that has the others.
pub(super) fn all(
    state: &Arc<State>,
    mcp: McpOptions,
    proxy: Option<&Arc<Proxy>>,
    reviews: Option<&Path>,
) -> Vec<Front> {
    let mut fronts = vec![
        api::front(state),
        mcp::front(state, mcp),
        metrics::health(state),
        metrics::front(state),
    ];
    fronts.extend(proxy.map(|proxy| proxy::front(state, proxy)));
    fronts.extend(tools::fronts(state));
    fronts.extend(reviews.map(|folder| review::served::front(state, folder.to_owned())));
    // The last, for every path begins as its own do.
    fronts.push(page::front());
    fronts.into_iter().map(|front| Front { routes: finished(front.routes), ..front }).collect()
}

/// Adds to routes what all have.
fn finished(routes: Router) -> Router {
    let not_allowed = async || answer::refusal(&answer::NOT_ALLOWED);
    routes
        .layer(middleware::from_fn(remember_route))
        .fallback(async || answer::refusal(&answer::NOT_FOUND))
        .method_not_allowed_fallback(not_allowed)
        // The gate has read the body and knows its size.
        .layer(axum::extract::DefaultBodyLimit::disable())
}

/// Notes the route in the answer, for logs and figures: a path may hold a text.
async fn remember_route(route: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(route);
    }
    response
}

impl Front {
    /// Returns true if a path belongs to it.
    pub(super) fn has(&self, path: &str) -> bool {
        let rest = path.strip_prefix(self.prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            && self.has_path.is_none_or(|has| has(path))
    }
}
