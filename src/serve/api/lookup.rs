//! Look-ups.

use axum::{
    Extension,
    body::{Body, Bytes},
    extract,
    http::Response,
};
use serde::Serialize;
use serde_json::value::RawValue;

use super::{Shared, Who, done_slowly, looked_up, question, take};
use crate::{
    error::{Error, ErrorKind, Result},
    event::silent,
    serve::{access::Caller, answer, state::readable},
    service::{
        live::{BatchRequest, Live, LookupRequest},
        memories::Answer,
    },
};

pub(super) async fn one(
    extract::State(state): Shared,
    Extension(caller): Who,
    body: Bytes,
) -> Response<Body> {
    let asked: LookupRequest = take!(question(&body));
    let is_slow = asked.how.is_slow();
    let work = move |live: &Live, caller: &Caller| -> Result<Answer> {
        let memories = readable(live, caller, &asked.how.memories)?;
        live.lookup(&memories, &asked, &mut silent())
    };
    match is_slow {
        true => done_slowly(&state, caller, work).await,
        false => looked_up(&state, caller, work).await,
    }
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
    let asked: BatchRequest = take!(question(&body));
    let is_slow = asked.how.is_slow() || asked.queries.len() > 100;
    let work = move |live: &Live, caller: &Caller| {
        let memories = readable(live, caller, &asked.how.memories)?;
        let all = live.lookup_all(&memories, &asked, &mut silent())?;
        let one = |(query, answer): (&String, Result<Answer>)| {
            let written = match &answer {
                Ok(answer) => serde_json::value::to_raw_value(answer),
                Err(e) => {
                    let error = answer::problem_of(e);
                    serde_json::value::to_raw_value(&Refused { query, error })
                }
            };
            written.map_err(|e| Error::new(ErrorKind::Internal, e.to_string()))
        };
        let answers = asked.queries.iter().zip(all).map(one).collect::<Result<_>>()?;
        Ok(Answers { answers })
    };
    match is_slow {
        true => done_slowly(&state, caller, work).await,
        false => looked_up(&state, caller, work).await,
    }
}
