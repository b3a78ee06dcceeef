//! Concordance, terms, and the alignment of two texts.

use axum::{
    Extension,
    body::{Body, Bytes},
    extract,
    http::Response,
};
use serde::{Deserialize, Serialize};

use super::{Shared, Who, done_slowly, looked_up, question, take};
use crate::{
    error::Result,
    event::silent,
    glossary::TermFound,
    pipeline::PipelineOptions,
    report::ExportOptions,
    serve::{access::Caller, state::readable},
    service::live::{ConcordanceRequest, Concordances, Live, TermsRequest},
};

pub(super) async fn concordance(
    extract::State(state): Shared,
    Extension(caller): Who,
    body: Bytes,
) -> Response<Body> {
    let asked: ConcordanceRequest = take!(question(&body));
    let is_slow = asked.is_slow();
    let work = move |live: &Live, caller: &Caller| -> Result<Concordances> {
        let memories = readable(live, caller, &asked.memories)?;
        live.concordance(&memories, &asked, &mut silent())
    };
    match is_slow {
        true => done_slowly(&state, caller, work).await,
        false => looked_up(&state, caller, work).await,
    }
}

#[derive(Serialize)]
struct Terms {
    terms: Vec<TermFound>,
}

pub(super) async fn terms(
    extract::State(state): Shared,
    Extension(caller): Who,
    body: Bytes,
) -> Response<Body> {
    let asked: TermsRequest = take!(question(&body));
    looked_up(&state, caller, move |live, caller| {
        let memories = readable(live, caller, &[])?;
        Ok(Terms { terms: live.terms(&memories, &asked)? })
    })
    .await
}

/// What a request says beside its texts.
#[derive(Deserialize)]
struct How {
    #[serde(default)]
    segmented: bool,
    min_confidence: Option<f64>,
}

pub(super) async fn align(
    extract::State(state): Shared,
    Extension(caller): Who,
    body: Bytes,
) -> Response<Body> {
    let how: How = take!(question(&body));
    let export = ExportOptions { min_confidence: how.min_confidence, ..ExportOptions::default() };
    let options =
        PipelineOptions { segmented: how.segmented, export, ..PipelineOptions::default() };
    done_slowly(&state, caller, move |live, _| live.align(&body, &options)).await
}
