//! Files that the page sends: two documents for a new review, a corrected spreadsheet.

use axum::{
    body::{Body, Bytes},
    extract::{Multipart, Path, State, multipart::MultipartRejection},
    http::Response,
};

use super::{Id, OpenedReview, Shared, Who, no_question, person};
use crate::{
    serve::answer,
    service::review::{ReviewId, Upload},
};

pub(super) async fn new(
    State(shared): State<Shared>,
    form: Result<Multipart, MultipartRejection>,
) -> Response<Body> {
    let Ok(mut form) = form else { return no_question("the files are not sent as a form") };
    match files(&mut form).await {
        Some([source, target]) => {
            shared
                .answer(move |reviews| {
                    Ok(OpenedReview { review: reviews.upload(&source, &target)? })
                })
                .await
        }
        None => no_question("a source and a target are needed"),
    }
}

/// The files `source` and `target` of a form.
async fn files(form: &mut Multipart) -> Option<[Upload; 2]> {
    let mut found = [None, None];
    while let Some(field) = form.next_field().await.ok()? {
        let at = match field.name() {
            Some("source") => 0,
            Some("target") => 1,
            _ => continue,
        };
        let name = field.file_name().unwrap_or_default().to_owned();
        let content = field.bytes().await.ok()?.to_vec();
        found[at] = Some(Upload { name, content });
    }
    let [source, target] = found;
    Some([source?, target?])
}

pub(super) async fn spreadsheet(
    State(shared): State<Shared>,
    id: Id,
    who: Who,
    body: Bytes,
) -> Response<Body> {
    let Ok(Path(id)) = id else { return answer::not_found() };
    let by = person(who, None);
    #[derive(serde::Serialize)]
    struct Taken {
        at: u64,
        whole: bool,
        told: String,
    }
    shared
        .answer(move |reviews| {
            let news = reviews.take_sheet(ReviewId(id), body.to_vec(), by.as_deref())?;
            Ok(Taken { at: news.at, whole: true, told: news.told })
        })
        .await
}
