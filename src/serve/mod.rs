//! A server on this machine only: pages in the browser over [`crate::service`].
//!
//! It listens on loopback at a port that the system chooses, and answers only who knows its token,
//! which is part of each address. [`Server::bind`] takes the port, so that faults show at once;
//! [`Server::run_reviews`] serves the review page until it is told to end. Work of the library runs on
//! threads of its own and never blocks a connection.

mod answer;
mod guard;
mod listen;
mod review;

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use self::guard::{Guard, Token};
use crate::{
    error::{Error, ErrorKind, Result},
    service::review::Reviews,
};

/// Options of a [`Server`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServeOptions {
    /// The port; a free one when not given.
    pub port: Option<u16>,
}

/// A server that has its port and its token.
pub struct Server {
    listener: TcpListener,
    guard: Guard,
}

impl Server {
    /// Takes a port of the loopback address and makes a token.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] where the port is taken; [`ErrorKind::Service`] where the system has no random
    /// numbers.
    pub fn bind(options: &ServeOptions) -> Result<Self> {
        let port = options.port.unwrap_or(0);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let cannot = |e: std::io::Error| {
            Error::new(ErrorKind::Io, format!("cannot listen on {address}: {e}"))
                .hint("another program has the port: name another one, or none")
                .because(e)
        };
        let listener = TcpListener::bind(address).map_err(cannot)?;
        listener.set_nonblocking(true).map_err(cannot)?;
        let port = listener.local_addr().map_err(cannot)?.port();
        Ok(Self { listener, guard: Guard::new(port, Token::random()?) })
    }

    /// The address of the first page. Whoever knows it may use the server.
    pub fn url(&self) -> String {
        self.guard.url()
    }

    /// Serves the review page until it asks to end or `is_stopped` returns `true`. That is called
    /// several times a second, from this thread.
    ///
    /// # Errors
    /// Where the system gives no threads.
    pub fn run_reviews(
        self,
        reviews: Arc<Reviews>,
        mut is_stopped: impl FnMut() -> bool,
    ) -> Result<()> {
        let quit = listen::Quit::default();
        let app = review::app(Arc::clone(&reviews), quit.clone());
        review::prepare(reviews, quit.clone())?;
        let stop = || is_stopped() || quit.is_asked();
        let outcome = listen::run(self.listener, self.guard, app, stop);
        quit.ask();
        outcome
    }
}
