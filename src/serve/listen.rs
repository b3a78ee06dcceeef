//! Connections: HTTP/1.1, plain or within TLS, with limits on their number and on the time that a
//! request may take to arrive.

use std::{
    convert::Infallible,
    net::{SocketAddr, TcpListener},
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
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    runtime,
    sync::Semaphore,
    time::timeout,
};
use tokio_rustls::TlsAcceptor;

use super::{
    answer,
    guard::{Guard, protect, read_body},
    limits::Limits,
    stream::Timed,
    tls::Tls,
};
use crate::error::{Error, ErrorKind, Result};

/// The time for the body of a request.
const BODY_TIME: Duration = Duration::from_secs(60);
/// The time that a client may take to receive any part of an answer.
const WRITE_TIME: Duration = Duration::from_secs(60);
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

/// Whatever answers the requests of connections.
pub(super) trait Answers: Send + Sync + 'static {
    /// Answers a request of an address.
    fn answer(
        &self,
        request: Request<Incoming>,
        peer: SocketAddr,
    ) -> impl Future<Output = Response<Body>> + Send;
}

/// An application behind its guard.
pub(super) struct Guarded {
    guard: Guard,
    routes: TowerToHyperService<Router>,
    most: fn(&str) -> usize,
}

impl Guarded {
    pub(super) fn new(guard: Guard, app: App) -> Self {
        Self { guard, routes: TowerToHyperService::new(app.routes), most: app.most }
    }
}

impl Answers for Guarded {
    async fn answer(&self, request: Request<Incoming>, _: SocketAddr) -> Response<Body> {
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

/// A port, and how its connections are served.
pub(super) struct Listening {
    pub(super) listener: TcpListener,
    pub(super) tls: Option<Tls>,
    pub(super) limits: Limits,
}

/// Serves until `is_stopped` returns `true`, then lets requests under way end.
pub(super) fn run(
    listening: Listening,
    answers: Arc<impl Answers>,
    is_stopped: impl FnMut() -> bool,
) -> Result<()> {
    let cannot = |e: std::io::Error| {
        Error::new(ErrorKind::Service, format!("the server cannot start: {e}")).because(e)
    };
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(WORKERS)
        .enable_all()
        .build()
        .map_err(cannot)?;
    let outcome = runtime.block_on(accept(listening, answers, is_stopped)).map_err(cannot);
    // What is under way is kept or not at all; its answer has nobody to go to.
    runtime.shutdown_timeout(PATIENCE);
    outcome
}

async fn accept(
    Listening { listener, tls, limits }: Listening,
    answers: Arc<impl Answers>,
    mut is_stopped: impl FnMut() -> bool,
) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.connections.max(1)));
    while !is_stopped() {
        let Ok(place) = timeout(LOOK, Arc::clone(&places).acquire_owned()).await else { continue };
        // A connection that failed before it was taken is no fault of the server.
        let Ok(Ok((stream, peer))) = timeout(LOOK, listener.accept()).await else { continue };
        stream.set_nodelay(true).ok();
        let (answers, watcher) = (Arc::clone(&answers), graceful.watcher());
        let (acceptor, head) = (tls.as_ref().map(Tls::acceptor), limits.head);
        tokio::spawn(async move {
            if let Some(stream) = shaken(stream, acceptor, head).await {
                let service = hyper::service::service_fn(move |request| {
                    let answers = Arc::clone(&answers);
                    async move { Ok::<_, Infallible>(answers.answer(request, peer).await) }
                });
                let connection = http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(head)
                    .max_header_size(HEAD_SIZE)
                    .serve_connection(TokioIo::new(Timed::new(stream, WRITE_TIME)), service);
                // What a client does wrong is its own matter.
                watcher.watch(connection).await.ok();
            }
            drop(place);
        });
    }
    drop(listener);
    timeout(PATIENCE, graceful.shutdown()).await.ok();
    Ok(())
}

/// A stream of bytes, plain or within TLS.
trait Bytes: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Bytes for T {}

/// A connection that is ready for requests; `None` where the two sides cannot agree on TLS in time.
async fn shaken(
    stream: TcpStream,
    acceptor: Option<TlsAcceptor>,
    time: Duration,
) -> Option<Box<dyn Bytes>> {
    let Some(acceptor) = acceptor else { return Some(Box::new(stream)) };
    let shaken = timeout(time, acceptor.accept(stream)).await;
    Some(Box::new(shaken.ok()?.ok()?))
}
