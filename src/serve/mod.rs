//! Servers over [`crate::service`]: the review page in a browser, and memories for other programs.
//!
//! A server listens on loopback, unless it has TLS and another address is asked for. [`Server::bind`]
//! takes the port, so that faults show at once; [`Server::run_reviews`] serves the review page and
//! [`Server::run_memories`] memories until they are told to end. Work of the library runs on threads of
//! its own and never blocks a connection.
//!
//! What memories are served as is a list of fronts (`front`): each has a prefix of addresses, says
//! who may ask, and holds its routes.

mod access;
mod answer;
mod api;
mod front;
mod gate;
mod guard;
mod host;
mod jobs;
mod limits;
mod listen;
mod mcp;
mod metrics;
mod page;
mod proxy;
mod review;
mod state;
mod stream;
mod tls;
mod tools;

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use serde::{Deserialize, Serialize};

pub use self::{
    access::Right,
    limits::Limits,
    mcp::{McpOptions, run_mcp},
    proxy::{ProxyOptions, SourceRule},
    tls::TlsOptions,
};
use self::{
    access::Tokens,
    gate::Gate,
    guard::{Guard, Token},
    host::Hosts,
    listen::{Listening, Quit},
    proxy::Proxy,
    state::State,
    tls::Tls,
};
use crate::{
    error::{Error, ErrorKind, Result},
    event::Event,
    service::{live::Live, review::Reviews},
};

/// The time that imports and exports have to end.
const ENDING: Duration = Duration::from_secs(10);

/// Options of a [`Server`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServeOptions {
    /// The address; that of loopback when not given. Another one needs TLS.
    pub address: Option<IpAddr>,
    /// The port; a free one when not given.
    pub port: Option<u16>,
    /// Names by which the server may be called, beside those of loopback and its address.
    pub hosts: Vec<String>,
    /// No question is answered without a token, not even on loopback.
    pub require_token: bool,
    /// A file of tokens with their rights.
    pub tokens: Option<PathBuf>,
    /// TLS, if the connections are to be encrypted.
    pub tls: Option<TlsOptions>,
    /// Limits on what is asked.
    pub limits: Limits,
    /// The tools that assistants have.
    pub mcp: McpOptions,
    /// The proxy before a language model, if there is to be one.
    pub proxy: Option<ProxyOptions>,
    /// The folder for reviews that are begun on the page; without it there are none.
    pub reviews: Option<PathBuf>,
}

/// A server that has its port and its token.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    token: Token,
    tls: Option<Tls>,
    proxy: Option<Arc<Proxy>>,
    options: ServeOptions,
}

impl Server {
    /// Takes a port and makes a token.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for an address beyond this machine without TLS, and for a file in the place of
    /// the folder of reviews; [`ErrorKind::Io`] where the
    /// port is taken or a file of the options cannot be read; [`ErrorKind::Service`] where the system
    /// has no random numbers.
    pub fn bind(options: &ServeOptions) -> Result<Self> {
        let ip = options.address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        if !ip.is_loopback() && options.tls.is_none() {
            let message = format!("{ip} is reached from other machines, and there is no TLS");
            return Err(Error::new(ErrorKind::Usage, message)
                .hint("tokens and texts would pass unencrypted: switch TLS on"));
        }
        options.reviews.as_deref().map_or(Ok(()), review::served::check_folder)?;
        let tls = options.tls.as_ref().map(|tls| Tls::open(tls, ip, &options.hosts)).transpose()?;
        let proxy = options.proxy.as_ref().map(Proxy::new).transpose()?;
        let address = SocketAddr::from((ip, options.port.unwrap_or(0)));
        let cannot = |e: std::io::Error| {
            Error::new(ErrorKind::Io, format!("cannot listen on {address}: {e}"))
                .hint("another program has the port: name another one, or none")
                .because(e)
        };
        let listener = TcpListener::bind(address).map_err(cannot)?;
        listener.set_nonblocking(true).map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        let (token, options) = (Token::random()?, options.clone());
        Ok(Self { listener, address, token, tls, proxy, options })
    }

    /// The address of the first page. Whoever knows it may use the server.
    pub fn url(&self) -> String {
        format!("{}t/{}/", self.base_url(), self.token.as_str())
    }

    /// The address without the token.
    pub fn base_url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}/", self.address)
    }

    /// The token that was made for this run.
    pub fn token(&self) -> &str {
        self.token.as_str()
    }

    /// The SHA-256 of the certificate in hexadecimal digits, by which a client can know it.
    pub fn fingerprint(&self) -> Option<&str> {
        self.tls.as_ref().map(Tls::fingerprint)
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
        let quit = Quit::default();
        let app = review::app(Arc::clone(&reviews), quit.clone());
        review::prepare(reviews, quit.clone())?;
        let stop = || is_stopped() || quit.is_asked();
        let guarded = listen::Guarded::new(Guard::new(self.address.port(), self.token), app);
        let listening = Listening { listener: self.listener, tls: None, limits: Limits::default() };
        let outcome = listen::run(listening, Arc::new(guarded), stop);
        quit.ask();
        outcome
    }

    /// Serves memories until `is_stopped` returns `true`, which is called several times a second from
    /// this thread. `observe` receives the warnings of the work in the background.
    ///
    /// # Errors
    /// A file of tokens that cannot be used, or where the system gives no threads.
    pub fn run_memories(
        self,
        live: Arc<Live>,
        observe: impl Fn(Event) + Send + Sync + 'static,
        mut is_stopped: impl FnMut() -> bool,
    ) -> Result<()> {
        let tokens = Tokens::open(self.options.tokens.as_deref(), &self.token)?;
        for name in tokens.memories() {
            live.memory(name).map_err(|e| e.hint("the file of tokens has rights to it"))?;
        }
        for name in self.options.proxy.iter().flat_map(|proxy| &proxy.memories) {
            live.memory(name).map_err(|e| e.hint("the proxy has it among its memories"))?;
        }
        let quit = Quit::default();
        let state =
            State::new(live, Arc::new(observe), quit.clone(), self.options.reviews.is_some());
        let hosts = Hosts::new(self.address, self.tls.is_some(), &self.options.hosts);
        let fronts = front::all(
            &state,
            self.options.mcp,
            self.proxy.as_ref(),
            self.options.reviews.as_deref(),
        );
        let gate = Gate::new(hosts, tokens, &self.options, fronts, Arc::clone(&state));
        let (tending, jobs) = (state::tend(&state)?, Arc::clone(&state.jobs));
        let listening =
            Listening { listener: self.listener, tls: self.tls, limits: self.options.limits };
        let outcome = listen::run(listening, Arc::new(gate), || is_stopped() || quit.is_asked());
        quit.ask();
        jobs.end_all(ENDING);
        // What it does is short, and the memories are closed after it.
        let _ = tending.join();
        outcome
    }
}
