//! Reviews beside served memories: `/review/MEMORY/` is the review page, and its accepted rows go into
//! that memory. Whoever may write the memory may review.
//!
//! What is uploaded is kept below a folder that the server was given, for each memory in a folder of
//! its name, by names of our own. The reviews of a memory are opened when somebody first asks for them.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{
    Extension, Router,
    body::Body,
    extract::{self, rejection::PathRejection},
    http::{Request, Response, Uri},
    routing::{any, get},
};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use tokio::sync::OnceCell;

use super::{Shared, UPLOAD, most, routes};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    serve::{
        access::{Caller, Right},
        answer,
        front::{Class, Front, TokenPlace},
        state::{State, allowed},
    },
    service::{
        live::LiveMemory,
        review::{Reviews, ReviewsOptions},
    },
};

/// The review page of a memory, once it is opened.
type Pages = OnceCell<TowerToHyperService<Router>>;

/// The reviews of all memories.
struct ServedReviews {
    state: Arc<State>,
    folder: PathBuf,
    /// By memory: those that may be written.
    pages: BTreeMap<String, Pages>,
}

/// The front, over the folder of the reviews.
pub(in crate::serve) fn front(state: &Arc<State>, folder: PathBuf) -> Front {
    let writable = state.live.memories().filter(|memory| memory.is_writable());
    let pages = writable.map(|memory| (memory.name().to_owned(), Pages::new())).collect();
    let served = Arc::new(ServedReviews { state: Arc::clone(state), folder, pages });
    let routes = Router::new()
        .route("/review/{memory}", get(slash))
        .route("/review/{memory}/", any(page))
        .route("/review/{memory}/{*rest}", any(page))
        .with_state(served);
    Front {
        prefix: "/review",
        has_path: None,
        class: Class::Token,
        token: TokenPlace::Any,
        most: |path, limits| most(rest_of(path)).min(limits.upload.min(UPLOAD)),
        routes,
    }
}

/// Fails where the folder cannot be made because a file has its name or that of a folder above it.
pub(in crate::serve) fn check_folder(folder: &Path) -> Result<()> {
    match folder.ancestors().find(|path| path.exists()) {
        Some(path) if !path.is_dir() => {
            Err(Error::new(ErrorKind::Usage, "this is a file, not a folder")
                .at(Place::file(path.display().to_string()))
                .hint("name another folder for the reviews"))
        }
        _ => Ok(()),
    }
}

/// The path behind the name of the memory.
fn rest_of(path: &str) -> &str {
    let behind = path.strip_prefix("/review/").unwrap_or_default();
    behind.find('/').map_or("/", |at| &behind[at..])
}

/// The addresses of the page are relative to its folder.
async fn slash(uri: Uri) -> Response<Body> {
    let name = uri.path().rsplit('/').next().unwrap_or_default();
    answer::moved(&format!("./{name}/"))
}

/// The parts of the path: the memory and, but for the first page, what is behind it.
type Parts = std::result::Result<extract::Path<Vec<(String, String)>>, PathRejection>;

async fn page(
    extract::State(served): extract::State<Arc<ServedReviews>>,
    Extension(caller): Extension<Caller>,
    path: Parts,
    request: Request<Body>,
) -> Response<Body> {
    let Ok(extract::Path(parts)) = path else { return answer::not_found() };
    let Some((_, memory)) = parts.into_iter().next() else { return answer::not_found() };
    let pages = match served.pages(&caller, &memory).await {
        Ok(Some(pages)) => pages,
        Ok(None) => return answer::not_found(),
        Err(error) => return answer::of_error(&error),
    };
    let rest = rest_of(request.uri().path());
    let rest = match request.uri().query() {
        Some(query) => format!("{rest}?{query}"),
        None => rest.to_owned(),
    };
    let Ok(uri) = rest.parse::<Uri>() else { return answer::not_found() };
    let (parts, body) = request.into_parts();
    // A request of its own: the parts of this path would count as those of the inner one.
    let mut request = Request::new(body);
    *request.method_mut() = parts.method;
    *request.uri_mut() = uri;
    *request.headers_mut() = parts.headers;
    request.extensions_mut().insert(caller);
    let Ok(response) = pages.call(request).await;
    response
}

impl ServedReviews {
    /// The page of a memory; `None` where it is not there, or may not be written.
    async fn pages(
        &self,
        caller: &Caller,
        memory: &str,
    ) -> Result<Option<&TowerToHyperService<Router>>> {
        let may = allowed(&self.state.live, caller, memory, Right::Write).is_ok();
        let Some(pages) = self.pages.get(memory).filter(|_| may) else { return Ok(None) };
        let open = || async {
            let (folder, name) = (self.folder.clone(), memory.to_owned());
            // The aligner is made, and learns from the memory.
            let open = move |live: &crate::service::live::Live| open(live.memory(&name)?, folder);
            let reviews = Arc::new(self.state.work_slowly(open).await?);
            let app = routes(Shared { reviews, quit: None });
            Ok(TowerToHyperService::new(app))
        };
        pages.get_or_try_init(open).await.map(Some)
    }
}

fn open(memory: &LiveMemory, folder: PathBuf) -> Result<Reviews> {
    // The name is that of a file, or of the start, and can be a part of a path.
    let folder = folder.join(memory.name());
    let options = ReviewsOptions {
        recent: Some(folder.join("reviews.json")),
        memory: Some(memory.store().path().to_owned()),
        uploads: Some(folder),
        is_shared: true,
        ..ReviewsOptions::default()
    };
    Reviews::open(options, Arc::new(|_| {}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_no_folder_for_reviews() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        for path in [file.clone(), file.join("below").join("it")] {
            let error = check_folder(&path).unwrap_err();
            assert_eq!((error.kind, error.hint.is_some()), (ErrorKind::Usage, true));
        }
        check_folder(folder.path()).unwrap();
        check_folder(&folder.path().join("new").join("one")).unwrap();
    }

    #[test]
    fn the_memory_is_taken_out_of_the_path() {
        assert_eq!(rest_of("/review/house/api/home"), "/api/home");
        assert_eq!(rest_of("/review/%D8%A8/"), "/");
        assert_eq!(rest_of("/review/house"), "/");
    }
}
