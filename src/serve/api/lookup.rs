//! Look-ups.

use axum::{
    Extension,
    body::{Body, Bytes},
    extract,
    http::Response,
};
use serde::Serialize;
use serde_json::value::RawValue;

use super::{Shared, Who, asked};
use crate::{
    error::{Error, ErrorKind, Result},
    event::silent,
    serve::{answer, state::readable},
    service::live::{BatchRequest, LookupRequest},
};

pub(super) async fn one(
    extract::State(state): Shared,
    Extension(caller): Who,
    body: Bytes,
) -> Response<Body> {
    asked(&state, caller, &body, |live, caller, question: LookupRequest| {
        let memories = readable(live, caller, &question.how.memories)?;
        live.lookup(&memories, &question, &mut silent())
    })
    .await
}

/// The answers of a batch, each an answer or what is wrong with its query.
#[derive(Serialize)]
struct Answers {
    answers: Vec<Box<RawValue>>,
}

/// The place of an answer that there is none for.
#[derive(Serialize)]
struct Refused<'q> {
    query: &'q str,
    error: answer::ProblemOf<'q, ErrorKind>,
}

pub(super) async fn batch(
    extract::State(state): Shared,
    Extension(caller): Who,
    body: Bytes,
) -> Response<Body> {
    asked(&state, caller, &body, |live, caller, question: BatchRequest| {
        let memories = readable(live, caller, &question.how.memories)?;
        let all = live.lookup_all(&memories, &question, &mut silent())?;
        let one = |(query, answer): (&String, Result<_>)| {
            let written = match &answer {
                Ok(answer) => serde_json::value::to_raw_value(answer),
                Err(e) => {
                    let error = answer::problem_of(e);
                    serde_json::value::to_raw_value(&Refused { query, error })
                }
            };
            written.map_err(|e| Error::new(ErrorKind::Internal, e.to_string()))
        };
        let answers = question.queries.iter().zip(all).map(one).collect::<Result<_>>()?;
        Ok(Answers { answers })
    })
    .await
}
