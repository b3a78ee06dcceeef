//! The JSON interface: `/api/v1`. `openapi.json` describes it, and a test holds the two together.

mod lookup;

use std::sync::Arc;

use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract,
    http::Response,
    routing::post,
};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    access::Caller,
    answer,
    front::{Class, Front, TokenPlace},
    limits::Limits,
    state::State,
};
use crate::{error::Result, service::live::Live};

/// Maximum number of bytes of a question.
const QUESTION: usize = 4 << 20;

/// The front.
pub(super) fn front(state: &Arc<State>) -> Front {
    let routes = Router::new()
        .route("/api/v1/lookup", post(lookup::one))
        .route("/api/v1/lookup/batch", post(lookup::batch))
        .with_state(Arc::clone(state));
    Front { prefix: "/api/v1", class: Class::Token, token: TokenPlace::Any, most, routes }
}

/// Maximum number of bytes of the body of a request.
fn most(path: &str, limits: &Limits) -> usize {
    match path.ends_with("/import") || path.ends_with("/align") {
        true => limits.upload,
        false => QUESTION,
    }
}

/// The state, as handlers take it.
type Shared = extract::State<Arc<State>>;
/// The caller, whom the gate knows.
type Who = Extension<Caller>;

/// Reads the JSON of a question, does its work for the caller and answers.
async fn asked<Q: DeserializeOwned + Send + 'static, A: Serialize + Send + 'static>(
    state: &Arc<State>,
    caller: Caller,
    body: &Bytes,
    work: impl FnOnce(&Live, &Caller, Q) -> Result<A> + Send + 'static,
) -> Response<Body> {
    match serde_json::from_slice::<Q>(body) {
        Ok(question) => done(state, move |live| work(live, &caller, question)).await,
        Err(e) => answer::bad_request(&format!("not a question: {e}")),
    }
}

/// Does work and answers.
async fn done<A: Serialize + Send + 'static>(
    state: &Arc<State>,
    work: impl FnOnce(&Live) -> Result<A> + Send + 'static,
) -> Response<Body> {
    answer::result(state.work(work).await)
}
