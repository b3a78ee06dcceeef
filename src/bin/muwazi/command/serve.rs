//! `muwazi serve`

use std::{
    io::Write as _,
    net::IpAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use etcetera::{BaseStrategy, choose_base_strategy};
use muwazi::{
    serve::{Limits, McpOptions, ProxyOptions, ServeOptions, Server, TlsOptions},
    service::live::{Live, LiveMemoryOptions, LiveOptions},
};
use serde::Serialize;

use super::{lookup::Penalty, wait::WaitArgs};
use crate::{
    console::Console,
    exit::Exit,
    server_log::{self, LogForm},
    signals::{self, Writing},
};

/// Serve memories to other programs on this machine
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi serve -m house.muwazi
      serve a memory at http://127.0.0.1:7007/ and print the token for this run
  muwazi serve -m house.muwazi --open
      the same, and open a page that searches and edits it in the browser
  curl -H 'Authorization: Bearer TOKEN' -d '{\"query\": \"The meeting began.\"}' \\
       http://127.0.0.1:7007/api/v1/lookup
      look up a sentence
  muwazi serve -m house=work/tm.muwazi -m old.muwazi --penalty old=5 --glossary terms.tbx
      two memories, one under another name, one with five points off; terms too
  muwazi serve -m house.muwazi --tokens tokens.json
      further tokens, each with its rights: {\"tokens\": [{\"name\": \"anna\", \"token\": \"…\",
      \"rights\": {\"*\": \"read\", \"house\": \"write\"}}]}
  muwazi serve -m house.muwazi --tls --address 0.0.0.0 --allow-host tm.example
      for other machines too: encrypted, and every request needs a token
  muwazi serve -m house.muwazi --proxy https://api.example/v1
      at http://127.0.0.1:7007/v1 a language model that knows the memory; sentences that the memory
      has are answered from it at once

Only this machine reaches the server, unless --address is given; that needs --tls. Our own interface and
pages always need a token. Translation tools on this machine may read without one, since many can send
none; --require-token ends that. Writing always needs a token, in the path (/t/TOKEN/…), as the password
of basic authentication, as a bearer, or as key=TOKEN.
What other programs write to the memories is seen at once, and theirs see what is written here.
Requests are logged to standard error, without texts. End with Ctrl+C: requests under way are finished.
docs/serve.md tells more, docs/security.md what protects what.")]
pub(crate) struct Args {
    /// A memory, or NAME=MEMORY to give it a name; can be given several times
    #[arg(short, long, value_name = "MEMORY", required = true)]
    memory: Vec<PathBuf>,
    #[command(flatten)]
    wait: WaitArgs,
    /// Points to subtract from all matches, or from those of one memory; can be given several times
    #[arg(long, value_name = "POINTS|NAME=POINTS")]
    penalty: Vec<Penalty>,
    /// A glossary; its terms are found in queries; can be given several times
    #[arg(short, long, value_name = "FILE")]
    glossary: Vec<PathBuf>,
    /// Never write to the memories
    #[arg(long)]
    read_only: bool,
    /// The address to listen on; this machine only if not given
    #[arg(long, value_name = "ADDRESS")]
    address: Option<IpAddr>,
    /// The port; 0 for a free one
    #[arg(long, value_name = "N", default_value_t = 7007)]
    port: u16,
    /// A name by which the server may be called; can be given several times
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// A file of tokens with their rights: JSON, see the examples
    #[arg(long, value_name = "FILE")]
    tokens: Option<PathBuf>,
    /// Also ask tools on this machine for a token
    #[arg(long)]
    require_token: bool,
    /// Encrypt, with a certificate that the server makes and keeps in your data folder
    #[arg(long)]
    tls: bool,
    /// The certificate to encrypt with, in the format PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The private key of that certificate
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Let assistants with a token that may write add units, at /mcp
    #[arg(long)]
    allow_add: bool,
    /// Pass requests to a language model on to this server, with what the memories know: at /v1
    #[arg(long, value_name = "URL")]
    proxy: Option<String>,
    /// A file with options of that: JSON, see docs/proxy.md
    #[arg(long, value_name = "FILE")]
    proxy_options: Option<PathBuf>,
    /// Keep reviews of uploaded texts in this folder; without it the page begins none
    #[arg(long, value_name = "FOLDER")]
    reviews: Option<PathBuf>,
    /// Requests per second of one token, or of one address without a token
    #[arg(long, value_name = "N", default_value_t = Limits::default().rate, hide_short_help = true)]
    rate: u32,
    /// Wrong tokens of one address before it has to wait
    #[arg(long, value_name = "N", default_value_t = Limits::default().wrong_tokens, hide_short_help = true)]
    wrong_tokens: u32,
    /// Connections at the same time
    #[arg(long, value_name = "N", default_value_t = Limits::default().connections, hide_short_help = true)]
    connections: usize,
    /// The size of a file to import, in MiB
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().upload >> 20, hide_short_help = true)]
    max_upload: usize,
    /// The form of the log
    #[arg(
        long,
        value_enum,
        value_name = "text|json|off",
        default_value_t,
        hide_possible_values = true
    )]
    log: LogForm,
    /// Open the page of the memories in the browser
    #[arg(long)]
    open: bool,
    /// Print one JSON object with the addresses and the token
    #[arg(long)]
    json: bool,
}

/// The address of a server, for programs.
#[derive(Serialize)]
struct Address<'a> {
    url: &'a str,
    token: &'a str,
    page: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<&'a str>,
}

impl Args {
    fn live(&self) -> LiveOptions {
        LiveOptions {
            memories: memory_options(&self.memory, &self.penalty),
            glossaries: self.glossary.clone(),
            wait: Some(self.wait.time()),
            read_only: self.read_only,
        }
    }

    fn proxy(&self) -> muwazi::Result<Option<ProxyOptions>> {
        let options = self.proxy_options.as_deref().map(ProxyOptions::open).transpose()?;
        Ok(match &self.proxy {
            Some(url) => {
                Some(ProxyOptions { endpoint: url.clone(), ..options.unwrap_or_default() })
            }
            None => options,
        })
    }

    fn serve(&self) -> muwazi::Result<ServeOptions> {
        let tls = match (&self.tls_cert, &self.tls_key) {
            (Some(certificate), Some(key)) => {
                Some(TlsOptions::Files { certificate: certificate.clone(), key: key.clone() })
            }
            _ if self.tls => {
                let data = choose_base_strategy().ok().map(|f| f.data_dir().join("muwazi"));
                Some(TlsOptions::SelfSigned(data))
            }
            _ => None,
        };
        Ok(ServeOptions {
            address: self.address,
            port: Some(self.port),
            hosts: self.allow_host.clone(),
            require_token: self.require_token,
            tokens: self.tokens.clone(),
            tls,
            limits: Limits {
                connections: self.connections,
                rate: self.rate,
                wrong_tokens: self.wrong_tokens,
                upload: self.max_upload.saturating_mul(1 << 20),
                ..Limits::default()
            },
            mcp: McpOptions { add: self.allow_add },
            proxy: self.proxy()?,
            reviews: self.reviews.clone(),
        })
    }
}

/// Memories with their names and penalties.
pub(super) fn memory_options(
    memories: &[PathBuf],
    penalties: &[Penalty],
) -> Vec<LiveMemoryOptions> {
    let points = |name: &str| {
        let penalties = penalties.iter().filter(|p| p.is_of(name));
        penalties.fold(0, |sum: u32, p| sum.saturating_add(p.points()))
    };
    let memory = |given: &PathBuf| {
        let mut memory = named(given);
        let stem = memory.path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        memory.penalty = points(memory.name.as_deref().or(stem.as_deref()).unwrap_or_default());
        memory
    };
    memories.iter().map(memory).collect()
}

/// `house=work/tm.muwazi`, or a path alone. A file that has that whole name is meant.
fn named(given: &Path) -> LiveMemoryOptions {
    let text = given.to_str().filter(|_| !given.exists());
    let (name, path) = match text.and_then(|text| text.split_once('=')) {
        Some((name, path)) => (Some(name.to_owned()), PathBuf::from(path)),
        None => (None, given.to_owned()),
    };
    LiveMemoryOptions { path, name, ..LiveMemoryOptions::default() }
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let writing = Writing::begin();
    server_log::begin(args.log);
    let live = Arc::new(Live::open(&args.live(), &mut console.progress())?);
    let server = Server::bind(&args.serve()?)?;
    let (url, page) = (server.base_url(), server.url());
    let mut out = console.results();
    match args.json {
        true => {
            let fingerprint = server.fingerprint();
            out.json(&Address { url: &url, token: server.token(), page: &page, fingerprint })?;
        }
        false => {
            writeln!(out, "{url}\ntoken {}\npage {page}", server.token())?;
            if let Some(fingerprint) = server.fingerprint() {
                writeln!(out, "certificate SHA-256 {fingerprint}")?;
            }
        }
    }
    out.flush()?;
    drop(out);
    if args.open && open::that_detached(&page).is_err() {
        console.warn("the browser cannot be opened; copy the address into it");
    }
    let (sender, events) = std::sync::mpsc::channel();
    let observe = move |event| drop(sender.send(event));
    let served = server.run_memories(Arc::clone(&live), observe, || {
        events.try_iter().for_each(|event| console.tell(event));
        signals::is_stopped()
    });
    drop((live, writing));
    served?;
    Ok(Exit::Done)
}
