//! Imports and exports, which are jobs: the answer is the number of one, and whoever began it asks how
//! far it is.

use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{self, Path, Query},
    http::{Response, StatusCode},
};
use serde::Serialize;
use serde_json::json;

use super::{Parameters, Parts, Shared, Who, given, question, take};
use crate::{
    error::{Error, ErrorKind, Result},
    serve::{
        access::Right,
        answer,
        jobs::{Finished, ResultFile},
        state::allowed,
    },
    service::live::{ExportRequest, ImportRequest},
};

/// The answer to whoever begins a job.
fn begun(job: Result<u64>) -> Response<Body> {
    match job {
        Ok(job) => answer::json(StatusCode::ACCEPTED, &json!({ "job": job })),
        Err(e) => answer::problem(&e),
    }
}

fn written(result: &impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(result).map_err(|e| Error::new(ErrorKind::Internal, e.to_string()))
}

pub(super) async fn import(
    extract::State(state): Shared,
    Extension(caller): Who,
    path: Parts<String>,
    query: Parameters<ImportRequest>,
    body: Bytes,
) -> Response<Body> {
    let Path(name) = take!(given(path));
    let Query(asked) = take!(given(query));
    if body.is_empty() {
        return answer::bad_request("the body is no file: it is empty");
    }
    // Refused at once, not by a job.
    if let Err(e) = allowed(&state.live, &caller, &name, Right::Write) {
        return answer::problem(&e);
    }
    let live = state.live.clone();
    begun(state.jobs.begin(&caller, "import", move |progress| {
        let files = live.memory(&name)?.import(&body, &asked, progress)?;
        Ok(Finished { result: json!({ "files": written(&files)? }), file: None })
    }))
}

pub(super) async fn export(
    extract::State(state): Shared,
    Extension(caller): Who,
    path: Parts<String>,
    body: Bytes,
) -> Response<Body> {
    let Path(name) = take!(given(path));
    let asked: ExportRequest = take!(question(&body));
    if let Err(e) = allowed(&state.live, &caller, &name, Right::Read) {
        return answer::problem(&e);
    }
    let live = state.live.clone();
    begun(state.jobs.begin(&caller, "export", move |progress| {
        let made = live.memory(&name)?.export(&asked, progress)?;
        let result = json!({
            "name": made.name, "units": made.outcome.units, "lost": written(&made.outcome.lost)?,
        });
        Ok(Finished { result, file: Some(ResultFile { name: made.name, file: made.file }) })
    }))
}

pub(super) async fn job(
    extract::State(state): Shared,
    Extension(caller): Who,
    path: Parts<u64>,
) -> Response<Body> {
    let Path(job) = take!(given(path));
    let told = state.jobs.state(&caller, job, |state| answer::json(StatusCode::OK, state));
    told.unwrap_or_else(|| answer::refusal(&answer::NOT_FOUND))
}

pub(super) async fn end(
    extract::State(state): Shared,
    Extension(caller): Who,
    path: Parts<u64>,
) -> Response<Body> {
    let Path(job) = take!(given(path));
    match state.jobs.end(&caller, job) {
        true => answer::json(StatusCode::OK, &json!({ "ended": job })),
        false => answer::refusal(&answer::NOT_FOUND),
    }
}

pub(super) async fn file(
    extract::State(state): Shared,
    Extension(caller): Who,
    path: Parts<u64>,
) -> Response<Body> {
    let Path(job) = take!(given(path));
    let jobs = state.jobs.clone();
    let read = tokio::task::spawn_blocking(move || jobs.file(&caller, job)).await;
    match read.ok().flatten() {
        Some(Ok((name, content))) => answer::download(&name, "application/octet-stream", content),
        Some(Err(e)) => answer::problem(&e),
        None => answer::refusal(&answer::NOT_FOUND),
    }
}
