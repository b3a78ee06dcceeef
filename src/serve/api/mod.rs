//! The JSON interface: `/api/v1`. `openapi.json` describes it, and a test holds the two together.

mod files;
mod lookup;
mod memory;
#[cfg(test)]
mod tests;
mod texts;

use std::{fmt::Display, sync::Arc};

use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::{self, Path, Query},
    http::{Response, StatusCode},
    routing::{MethodRouter, delete, get, post, put},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    access::Caller,
    answer,
    front::{Class, Front, TokenPlace},
    limits::Limits,
    state::State,
};
use crate::{error::Result, service::live::Live};

/// Maximum number of bytes of a question, two texts to align among them.
const QUESTION: usize = 4 << 20;
/// The description of the interface.
const OPENAPI: &str = include_str!("openapi.json");

/// A method, a path, and what answers there.
type Route = (&'static str, &'static str, MethodRouter<Arc<State>>);

/// The routes below `/api/v1`.
fn routes() -> Vec<Route> {
    vec![
        ("get", "/openapi.json", get(openapi)),
        ("get", "/languages", get(memory::languages)),
        ("get", "/memories", get(memory::list)),
        ("post", "/lookup", post(lookup::one)),
        ("post", "/lookup/batch", post(lookup::batch)),
        ("post", "/concordance", post(texts::concordance)),
        ("post", "/terms", post(texts::terms)),
        ("post", "/align", post(texts::align)),
        ("get", "/memories/{memory}/stats", get(memory::stats)),
        ("post", "/memories/{memory}/units", post(memory::add)),
        ("get", "/memories/{memory}/units/{unit}", get(memory::unit)),
        ("put", "/memories/{memory}/units/{unit}", put(memory::edit)),
        ("delete", "/memories/{memory}/units/{unit}", delete(memory::remove_one)),
        ("post", "/memories/{memory}/remove", post(memory::remove)),
        ("get", "/memories/{memory}/history", get(memory::history)),
        ("post", "/memories/{memory}/undo", post(memory::undo)),
        ("post", "/memories/{memory}/import", post(files::import)),
        ("post", "/memories/{memory}/export", post(files::export)),
        ("get", "/jobs/{job}", get(files::job)),
        ("delete", "/jobs/{job}", delete(files::end)),
        ("get", "/jobs/{job}/file", get(files::file)),
    ]
}

/// The front.
pub(super) fn front(state: &Arc<State>) -> Front {
    let add = |router: Router<Arc<State>>, (_, path, methods): Route| {
        router.route(&format!("/api/v1{path}"), methods)
    };
    let routes = routes().into_iter().fold(Router::new(), add).with_state(Arc::clone(state));
    Front {
        prefix: "/api/v1",
        has_path: None,
        class: Class::Token,
        token: TokenPlace::Any,
        most,
        routes,
    }
}

/// Maximum number of bytes of the body of a request.
fn most(path: &str, limits: &Limits) -> usize {
    if path.ends_with("/import") { limits.upload } else { QUESTION }
}

/// The state, as handlers take it.
type Shared = extract::State<Arc<State>>;
/// The caller, whom the gate knows.
type Who = Extension<Caller>;
/// Parts of a path, which may not be what they should.
type Parts<T> = std::result::Result<Path<T>, extract::rejection::PathRejection>;
/// Parameters behind a path, likewise.
type Parameters<T> = std::result::Result<Query<T>, extract::rejection::QueryRejection>;

/// What came, or the answer that it is no question.
#[allow(clippy::result_large_err, reason = "the error is the answer")]
fn given<T>(came: std::result::Result<T, impl Display>) -> std::result::Result<T, Response<Body>> {
    came.map_err(|e| answer::bad_request(&e.to_string()))
}

/// Reads the JSON of a question.
#[allow(clippy::result_large_err, reason = "the error is the answer")]
fn question<Q: DeserializeOwned>(body: &Bytes) -> std::result::Result<Q, Response<Body>> {
    // What is passed over is not looked at by the parser, and must be sound all the same.
    let text = given(std::str::from_utf8(body).map_err(|e| format!("not a question: {e}")))?;
    // The parser would take a list of the values too.
    if !text.trim_start().starts_with('{') {
        return Err(answer::bad_request("not a question: it is no object"));
    }
    let read = serde_json::from_str(text).or_else(|e| in_whole_numbers(text).ok_or(e));
    given(read.map_err(|e| format!("not a question: {e}")))
}

/// Reads a question in which a whole number may be written as 7.0, which is the same to JSON.
fn in_whole_numbers<Q: DeserializeOwned>(text: &str) -> Option<Q> {
    let mut value: Value = serde_json::from_str(text).ok()?;
    shorten(&mut value);
    serde_json::from_value(value).ok()
}

/// Turns 7.0 into 7, as far as a double is exact.
fn shorten(value: &mut Value) {
    const EXACT: f64 = (1_u64 << 53) as f64;
    match value {
        Value::Number(number) => {
            let whole = number.as_f64().filter(|n| n.fract() == 0.0 && n.abs() <= EXACT);
            if let Some(whole) = whole.filter(|_| number.is_f64()) {
                *number = (whole as i64).into();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(shorten),
        Value::Object(items) => items.values_mut().for_each(shorten),
        _ => {}
    }
}

/// Does work for a caller and answers.
async fn done<A: Serialize + Send + 'static>(
    state: &Arc<State>,
    caller: Caller,
    work: impl FnOnce(&Live, &Caller) -> Result<A> + Send + 'static,
) -> Response<Body> {
    answer::result(state.work(move |live| work(live, &caller)).await)
}

/// Looks something up, as [`done`] does work.
async fn looked_up<A: Serialize + Send + 'static>(
    state: &Arc<State>,
    caller: Caller,
    work: impl FnOnce(&Live, &Caller) -> Result<A> + Send + 'static,
) -> Response<Body> {
    answer::result(state.look_up(move |live| work(live, &caller)).await)
}

/// Does work that keeps a core busy for long, as [`done`] does.
async fn done_slowly<A: Serialize + Send + 'static>(
    state: &Arc<State>,
    caller: Caller,
    work: impl FnOnce(&Live, &Caller) -> Result<A> + Send + 'static,
) -> Response<Body> {
    answer::result(state.work_slowly(move |live| work(live, &caller)).await)
}

async fn openapi() -> Response<Body> {
    answer::bytes(StatusCode::OK, "application/json", OPENAPI)
}

/// The part of a question or a path, or its answer.
macro_rules! take {
    ($came:expr) => {
        match $came {
            Ok(part) => part,
            Err(response) => return response,
        }
    };
}
use take;
