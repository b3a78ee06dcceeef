//! The review page: its files, and the questions that it asks.
//!
//! Reviews are named by the numbers that [`Reviews`] gave; no path of a request leads to a file.

mod page;
pub(super) mod served;
mod upload;

use std::{sync::Arc, thread};

use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::{Path, Query, State},
    http::{Response, StatusCode},
    routing::{get, post},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    access::Caller,
    answer,
    listen::{App, Quit},
};
use crate::{
    error::{Error, ErrorKind, Result},
    review::{Asked, Choice, RowId},
    service::review::{MemoryNews, ReviewId, Reviews, WeakRow},
};

/// Maximum number of bytes of a question.
const QUESTION: usize = 1 << 20;
/// Maximum number of bytes of two documents, or of a spreadsheet.
const UPLOAD: usize = 64 << 20;

/// What the routes share.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) reviews: Arc<Reviews>,
    /// Ends the server, where the page may.
    quit: Option<Quit>,
}

impl Shared {
    /// Does work of the library on a thread where it may take its time.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reviews) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let reviews = Arc::clone(&self.reviews);
        let done = tokio::task::spawn_blocking(move || work(&reviews)).await;
        let done = done.unwrap_or_else(|_| {
            Err(Error::new(ErrorKind::Internal, "a fault of the program; please report it"))
        });
        // Where many ask, the files of this machine are nobody's business.
        done.map_err(|e| if self.quit.is_some() { e } else { Error { place: None, ..e } })
    }

    /// Does work and answers with its outcome.
    async fn answer<T: Serialize + Send + 'static>(
        &self,
        work: impl FnOnce(&Reviews) -> Result<T> + Send + 'static,
    ) -> Response<Body> {
        answer::outcome(self.work(work).await)
    }
}

/// The application of the review page.
pub(super) fn app(reviews: Arc<Reviews>, quit: Quit) -> App {
    App { routes: routes(Shared { reviews, quit: Some(quit) }), most }
}

fn routes(shared: Shared) -> Router {
    let mut routes = Router::new()
        .route("/", get(page::index))
        .route("/app.js", get(page::script))
        .route("/app.css", get(page::style))
        .route("/api/home", get(home))
        .route("/api/weakest", get(weakest))
        .route("/api/new", post(upload::new))
        .route("/api/settings", get(settings).post(keep_settings))
        .route("/api/recent/{number}", post(recent))
        .route("/api/review/{id}", get(whole))
        .route("/api/review/{id}/decide", post(decide))
        .route("/api/review/{id}/changes", get(changes))
        .route("/api/review/{id}/row/{row}", get(details))
        .route("/api/review/{id}/export", get(export))
        .route("/api/review/{id}/journal", get(journal))
        .route("/api/review/{id}/spreadsheet", post(upload::spreadsheet))
        .route("/api/review/{id}/memory", post(memory))
        .route("/api/review/{id}/memory-live", post(live));
    if shared.quit.is_some() {
        routes = routes.route("/api/quit", post(end));
    }
    routes
        .fallback(async || answer::not_found())
        .method_not_allowed_fallback(async || answer::not_found())
        .with_state(shared)
        // The guard has read the body and knows its size.
        .layer(axum::extract::DefaultBodyLimit::disable())
}

/// Maximum number of bytes of the body of a request.
fn most(path: &str) -> usize {
    match path == "/api/new" || path.ends_with("/spreadsheet") {
        true => UPLOAD,
        false => QUESTION,
    }
}

/// Looks at the documents of a list one by one, so that the list knows their rows. Nothing waits for
/// the end of it: it writes nothing.
pub(super) fn prepare(reviews: Arc<Reviews>, quit: Quit) -> Result<()> {
    let look = move || while !quit.is_asked() && reviews.prepare_next() {};
    let thread = thread::Builder::new().spawn(look);
    thread.map(drop).map_err(|e| {
        Error::new(ErrorKind::Service, format!("the server cannot start: {e}")).because(e)
    })
}

/// The parts of a path, or the answer that there is no such thing.
macro_rules! part {
    ($path:expr) => {
        match $path {
            Ok(Path(part)) => part,
            Err(_) => return answer::not_found(),
        }
    };
}

/// A part of a path that may be no number.
type Part<T> = std::result::Result<Path<T>, axum::extract::rejection::PathRejection>;

/// A review that was named.
type Id = Part<u32>;

/// The holder of a token, where many ask.
type Who = Option<Extension<Caller>>;

/// The person who decides: whom the page names, or the name of the token, which only that of the
/// administrator may change.
fn person(who: Who, named: Option<String>) -> Option<String> {
    match who {
        Some(Extension(caller)) if !caller.is_admin() => Some(caller.name.to_string()),
        Some(Extension(caller)) => {
            named.filter(|name| !name.is_empty()).or_else(|| Some(caller.name.to_string()))
        }
        None => named,
    }
}

async fn home(State(shared): State<Shared>) -> Response<Body> {
    shared.answer(|reviews| reviews.home()).await
}

async fn weakest(State(shared): State<Shared>) -> Response<Body> {
    #[derive(Serialize)]
    struct Weakest {
        rows: Vec<WeakRow>,
    }
    shared.answer(|reviews| Ok(Weakest { rows: reviews.weakest() })).await
}

/// The review that was opened.
#[derive(Serialize)]
pub(super) struct OpenedReview {
    pub(super) review: ReviewId,
}

async fn recent(State(shared): State<Shared>, number: Part<usize>) -> Response<Body> {
    let number = part!(number);
    shared.answer(move |reviews| Ok(OpenedReview { review: reviews.open_recent(number)? })).await
}

async fn settings(State(shared): State<Shared>) -> Response<Body> {
    shared.answer(|reviews| reviews.settings()).await
}

async fn keep_settings(State(shared): State<Shared>, body: Bytes) -> Response<Body> {
    match question(&body) {
        Ok(settings) => shared.answer(move |reviews| reviews.keep_settings(&settings)).await,
        Err(response) => response,
    }
}

async fn whole(State(shared): State<Shared>, id: Id) -> Response<Body> {
    let id = ReviewId(part!(id));
    shared.answer(move |reviews| reviews.whole(id)).await
}

async fn decide(State(shared): State<Shared>, id: Id, who: Who, body: Bytes) -> Response<Body> {
    let id = ReviewId(part!(id));
    match question::<Asked>(&body) {
        Ok(mut asked) => {
            asked.by = person(who, asked.by);
            shared.answer(move |reviews| reviews.decide(id, asked)).await
        }
        Err(response) => response,
    }
}

#[derive(Deserialize)]
struct Since {
    since: u64,
}

async fn changes(
    State(shared): State<Shared>,
    id: Id,
    since: std::result::Result<Query<Since>, axum::extract::rejection::QueryRejection>,
) -> Response<Body> {
    let id = ReviewId(part!(id));
    let Ok(Query(Since { since })) = since else { return no_question("since is no number") };
    shared.answer(move |reviews| reviews.changes(id, since)).await
}

async fn details(State(shared): State<Shared>, path: Part<(u32, u32)>) -> Response<Body> {
    let (id, row) = part!(path);
    match shared.work(move |reviews| reviews.details(ReviewId(id), RowId(row))).await {
        Ok(None) => answer::not_found(),
        other => answer::outcome(other),
    }
}

#[derive(Deserialize)]
struct Exported {
    format: String,
    #[serde(default)]
    rows: Choice,
}

async fn export(
    State(shared): State<Shared>,
    id: Id,
    wanted: std::result::Result<Query<Exported>, axum::extract::rejection::QueryRejection>,
) -> Response<Body> {
    let id = ReviewId(part!(id));
    let Ok(Query(Exported { format, rows })) = wanted else {
        return no_question("format is missing, or rows is none of reviewed, sure, all");
    };
    match shared.work(move |reviews| reviews.export(id, &format, rows, None)).await {
        Ok(file) => answer::download(&file.name, file.mime, file.content),
        Err(error) => answer::of_error(&error),
    }
}

async fn journal(State(shared): State<Shared>, id: Id) -> Response<Body> {
    let id = ReviewId(part!(id));
    match shared.work(move |reviews| reviews.journal(id)).await {
        Ok(file) => answer::download(&file.name, file.mime, file.content),
        Err(error) => answer::of_error(&error),
    }
}

#[derive(Deserialize)]
struct IntoMemory {
    #[serde(default)]
    rows: Choice,
}

/// The changes of the memory, and its name.
#[derive(Serialize)]
struct InMemory {
    #[serde(flatten)]
    news: MemoryNews,
    memory: String,
}

impl InMemory {
    fn after(reviews: &Reviews, news: MemoryNews) -> Result<Self> {
        Ok(Self { news, memory: reviews.memory_name().unwrap_or_default() })
    }
}

async fn memory(State(shared): State<Shared>, id: Id, who: Who, body: Bytes) -> Response<Body> {
    let (id, by) = (ReviewId(part!(id)), person(who, None));
    match question::<IntoMemory>(&body) {
        Ok(IntoMemory { rows }) => {
            let put = move |reviews: &Reviews| {
                InMemory::after(reviews, reviews.into_memory(id, rows, by.as_deref())?)
            };
            shared.answer(put).await
        }
        Err(response) => response,
    }
}

#[derive(Deserialize)]
struct Switch {
    on: bool,
}

async fn live(State(shared): State<Shared>, id: Id, who: Who, body: Bytes) -> Response<Body> {
    let (id, by) = (ReviewId(part!(id)), person(who, None));
    match question::<Switch>(&body) {
        Ok(Switch { on }) => {
            let put = move |reviews: &Reviews| {
                InMemory::after(reviews, reviews.live(id, on, by.as_deref())?)
            };
            shared.answer(put).await
        }
        Err(response) => response,
    }
}

async fn end(State(shared): State<Shared>) -> Response<Body> {
    shared.quit.iter().for_each(Quit::ask);
    answer::json(StatusCode::OK, &serde_json::json!({ "ended": true }))
}

/// Reads the JSON of a question, of whatever type it says it is.
#[allow(clippy::result_large_err, reason = "the error is the answer")]
fn question<T: DeserializeOwned>(body: &[u8]) -> std::result::Result<T, Response<Body>> {
    serde_json::from_slice(body).map_err(|e| no_question(&format!("not a question: {e}")))
}

fn no_question(why: &str) -> Response<Body> {
    answer::fault(StatusCode::BAD_REQUEST, why, None)
}
