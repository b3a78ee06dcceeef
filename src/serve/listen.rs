//! Connections: HTTP/1.1 on loopback with limits on their number, on the time that a request may take
//! to arrive, and on its size.

use std::{
    convert::Infallible,
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    http::{Request, Response, StatusCode},
};
use hyper::{body::Incoming, server::conn::http1, service::Service as _};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{runtime, sync::Semaphore, time::timeout};

use super::{
    answer,
    guard::{Guard, protect, read_body},
};
use crate::error::{Error, ErrorKind, Result};

/// Maximum number of connections. More wait until one ends.
const CONNECTIONS: usize = 128;
/// The time for the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// The time for the body of a request.
const BODY_TIME: Duration = Duration::from_secs(60);
/// Maximum number of bytes of a request's head.
const HEAD_SIZE: usize = 64 * 1024;
/// The time between two looks at whether to stop.
const LOOK: Duration = Duration::from_millis(100);
/// The time that requests under way have to end.
const PATIENCE: Duration = Duration::from_secs(5);
/// Maximum number of threads that work for the library.
const WORKERS: usize = 16;

/// A wish to end the server.
#[derive(Clone, Default)]
pub(super) struct Quit(Arc<AtomicBool>);

impl Quit {
    pub(super) fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// An application: its routes, and the size of the largest body that a path takes.
pub(super) struct App {
    pub(super) routes: Router,
    pub(super) most: fn(&str) -> usize,
}

/// The application behind its guard.
struct Guarded {
    guard: Guard,
    routes: TowerToHyperService<Router>,
    most: fn(&str) -> usize,
}

impl Guarded {
    async fn answer(&self, request: Request<Incoming>) -> Response<Body> {
        let request = match self.guard.admit(request) {
            Ok(request) => request,
            Err(response) => return protect(response),
        };
        let (parts, body) = request.into_parts();
        let most = (self.most)(parts.uri.path());
        let body = match timeout(BODY_TIME, read_body(body, most)).await {
            Ok(Ok(body)) => body,
            Ok(Err(status)) => {
                return protect(answer::fault(status, "the request is too large", None));
            }
            Err(_) => {
                let message = "the request took too long to arrive";
                return protect(answer::fault(StatusCode::REQUEST_TIMEOUT, message, None));
            }
        };
        let request = Request::from_parts(parts, Body::from(body));
        let Ok(response) = self.routes.call(request).await;
        protect(response)
    }
}

/// Serves until `is_stopped` returns `true`, then lets requests under way end.
pub(super) fn run(
    listener: TcpListener,
    guard: Guard,
    app: App,
    is_stopped: impl FnMut() -> bool,
) -> Result<()> {
    let routes = TowerToHyperService::new(app.routes);
    let guarded = Arc::new(Guarded { guard, routes, most: app.most });
    let cannot = |e: std::io::Error| {
        Error::new(ErrorKind::Service, format!("the server cannot start: {e}")).because(e)
    };
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(WORKERS)
        .enable_all()
        .build()
        .map_err(cannot)?;
    let outcome = runtime.block_on(accept(listener, guarded, is_stopped)).map_err(cannot);
    // A decision under way is kept or not at all; its answer has nobody to go to.
    runtime.shutdown_timeout(PATIENCE);
    outcome
}

async fn accept(
    listener: TcpListener,
    guarded: Arc<Guarded>,
    mut is_stopped: impl FnMut() -> bool,
) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    while !is_stopped() {
        let Ok(place) = timeout(LOOK, Arc::clone(&places).acquire_owned()).await else { continue };
        // A connection that failed before it was taken is no fault of the server.
        let Ok(Ok((stream, _))) = timeout(LOOK, listener.accept()).await else { continue };
        stream.set_nodelay(true).ok();
        let guarded = Arc::clone(&guarded);
        let service = hyper::service::service_fn(move |request| {
            let guarded = Arc::clone(&guarded);
            async move { Ok::<_, Infallible>(guarded.answer(request).await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .max_header_size(HEAD_SIZE)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // What a client does wrong is its own matter.
            connection.await.ok();
            drop(place);
        });
    }
    drop(listener);
    timeout(PATIENCE, graceful.shutdown()).await.ok();
    Ok(())
}
